"""Rule packs: TOML rows become rules and facts. All mistakes of all packs at once, each with file, line and key."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args, get_origin

from gwe_lint.catalogue import APPLICATION_TYPES, Basis, Catalogue, Fact
from gwe_lint.checks import CHECKS
from gwe_lint.errors import Untrusted
from gwe_lint.model import SEVERITIES, Example, Rule, Severity
from gwe_lint.selectors import Selector, parse_selector
from gwe_lint.tables import Table, meant
from gwe_lint.tomlfile import TomlFile, read_toml

FACT_TYPES = (
    "integer",
    "boolean",
    "enum",
    "list",
    "string",
    "path",
    "queue-name",
    "endpoint-reference",
    "secret",
    "any",
)
BASES: tuple[Basis, ...] = ("documented", "inferred")


class Packs(NamedTuple):
    """All rules, sorted by id, and all facts."""

    rules: tuple[Rule, ...]
    catalogue: Catalogue


def builtin_packs() -> tuple[Path, ...]:
    """The rule packs that come with the tool: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "rules"
    folder = inside if inside.is_dir() else Path(__file__).parents[1] / "rules"
    return tuple(sorted(folder.glob("*.toml")))


def load_packs(extra: Iterable[Path] = ()) -> Packs:
    """The built-in packs and the given files or folders. Raises ``Untrusted`` with every mistake of every pack."""
    problems: list[str] = []
    rules: list[Rule] = []
    facts: list[Fact] = []
    for path in (*builtin_packs(), *pack_files(extra)):
        try:
            file = read_toml(path, f"rules/{path.name}" if path in builtin_packs() else None)
        except Untrusted as error:
            problems += error.problems
            continue
        top = Table(file, file.data, (), problems)
        rules += [_rule(table, file) for table in top.tables("rule")]
        facts += [_fact(table) for table in top.tables("option")]
        top.done()
    problems += _twice(rules)
    if problems:
        raise Untrusted(problems)
    return Packs(tuple(sorted(rules, key=lambda rule: rule.id)), Catalogue(facts))


def pack_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The pack files that these files and folders stand for. Raises ``Untrusted`` where there is none."""
    found: list[Path] = []
    for path in paths:
        packs = sorted(path.glob("*.toml")) if path.is_dir() else [path] if path.exists() else []
        if not packs:
            what = "is a folder without a rule pack (*.toml)" if path.is_dir() else "no such rule pack"
            raise Untrusted([f"{path.as_posix()}: {what}"])
        found += packs
    return tuple(found)


def _twice(rules: Iterable[Rule]) -> list[str]:
    seen: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        for key in (rule.id, rule.name):
            other = seen.setdefault(key, rule)
            if key and other is not rule:
                problems.append(f"{rule.pack}: rule {key!r} exists already, in {other.pack}")
    return problems


def _fact(table: Table) -> Fact:
    app = table.required("app")
    if app and app not in APPLICATION_TYPES:
        table.problem(f"unknown application type {app!r}{meant(app, APPLICATION_TYPES)}", "app")
    fact = Fact(
        app=app,
        section=table.required("section"),
        option=table.required("option"),
        type=table.choice("type", FACT_TYPES, "option type") or "any",
        default=table.text("default"),
        minimum=table.integer("minimum"),
        maximum=table.integer("maximum"),
        values=table.texts("values") or (),
        synonyms=table.texts("synonyms") or (),
        unit=table.text("unit"),
        mandatory=table.boolean("mandatory") or False,
        invalid_acts_as=table.text("invalid-acts-as"),
        misspelling_of=table.text("misspelling-of"),
        takes_effect=table.text("takes-effect"),
        secret=table.boolean("secret") or table.data.get("type") == "secret",
        releases=table.texts("releases") or (),
        basis=cast(Basis, table.choice("basis", BASES, "basis") or "documented"),
        summary=table.required("summary"),
        note=table.text("note") or "",
        sources=table.texts("sources") or (),
    )
    if fact.minimum is not None and fact.maximum is not None and fact.minimum > fact.maximum:
        table.problem("minimum is above maximum", "minimum")
    if (fact.minimum is not None or fact.maximum is not None) and fact.type != "integer":
        table.problem("a range needs type = 'integer'", "type")
    if fact.type == "enum" and not fact.values:
        table.problem("type 'enum' needs values", "type")
    table.done()
    return fact


def _rule(table: Table, file: TomlFile) -> Rule:
    rule_id = table.required("id", r"[A-Z]{2,12}[0-9]{3,6}", "an id such as SITE001")
    table.title = f" ({rule_id})" if rule_id else ""
    severity = _severity(table, "severity", required=True) or "error"
    basis = cast(Basis, table.choice("basis", BASES, "basis") or "documented")
    unknown = _severity(table, "severity-when-unknown") or severity
    development = table.text("severity-in-development")
    if development is not None and development not in (*SEVERITIES, "silent"):
        table.problem(
            f"unknown severity {development!r} (known: error, warning, note, silent)", "severity-in-development"
        )
    if basis == "inferred" and "error" in (severity, unknown, development):
        table.problem("an inferred rule is never an error", "severity")
    rule = Rule(
        id=rule_id,
        name=table.required("name", r"[a-z0-9]+(-[a-z0-9]+)*", "a name in lower case, words joined by -"),
        severity=severity,
        severity_unknown=unknown,
        severity_development=cast(Severity | None, None if development == "silent" else development or severity),
        basis=basis,
        check=table.required("check"),
        parameters=_parameters(table),
        summary=table.required("summary"),
        why=table.required("why"),
        fix=table.required("fix"),
        not_evaluated=table.text("not-evaluated") or "",
        takes_effect=table.text("takes-effect"),
        sources=table.texts("sources") or (),
        tags=table.texts("tags") or (),
        locked=table.boolean("locked") or False,
        examples=tuple(_example(example) for example in table.tables("example")),
        pack=file.path,
    )
    table.done()
    return rule


def _severity(table: Table, key: str, *, required: bool = False) -> Severity | None:
    if required:
        table.required(key)
    return cast(Severity | None, table.choice(key, SEVERITIES, "severity"))


def _parameters(table: Table) -> Mapping[str, Any]:
    """The parameters of the rule's check, read as the check's annotations say."""
    name = table.data.get("check")
    given = table.table("with")
    if not isinstance(name, str):
        return {}
    check = CHECKS.get(name)
    if not check:
        table.problem(f"unknown check {name!r}{meant(name, CHECKS)}", "check")
        return {}
    kinds = {key: kind for key, kind in check.__annotations__.items() if key not in ("estate", "return")}
    holder = given or table
    parameters = {key: _parameter(given, key, kind) for key, kind in kinds.items() if given and key in given.data}
    for key in kinds:
        if key not in parameters:
            holder.problem(f"with.{key} is missing: check {name!r} needs it")
    if given:
        given.done(kinds)
    return parameters


def _parameter(table: Table, key: str, kind: Any) -> Any:
    if kind is Selector:
        return _read(table, key, table.text(key), parse_selector)
    if kind is str:
        return table.text(key)
    if get_origin(kind) is Literal:
        return table.choice(key, get_args(kind), key)
    inner = get_args(kind)[0]
    texts = table.texts(key) or ()
    if inner is Selector:
        return tuple(_read(table, key, text, parse_selector) for text in texts)
    for text in texts:
        if text not in get_args(inner):
            table.problem(f"unknown {key} {text!r}{meant(text, get_args(inner))}", key)
    return texts


def _read(table: Table, key: str, text: str | None, parse: Callable[[str], Any]) -> Any:
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError as error:
        table.problem(str(error), key)
        return None


def _example(table: Table) -> Example:
    shown = table.table("files")
    given = shown.data if shown else {}
    for name, content in given.items():
        if not isinstance(content, str):
            table.problem("must be the content of the file, a string", "files")
        if re.match(r"/|.*\.\.", name):
            table.problem(f"{name!r} is not a path below the example", "files")
    if not given:
        table.problem("files is missing: an example needs at least one file")
    example = Example(
        title=table.required("title"),
        files={name: content for name, content in given.items() if isinstance(content, str)},
        expect=table.texts("expect") or (),
        not_evaluated=table.boolean("not-evaluated") or False,
    )
    table.done()
    return example


def selected(rules: Iterable[Rule], select: Collection[str], ignore: Collection[str]) -> tuple[Rule, ...]:
    """The rules chosen by id, prefix of an id, or name. Locked rules always stay.

    Raises ``Untrusted`` for a pattern that fits no rule, and for one that asks to ignore a locked rule by name.
    """
    rules = tuple(rules)
    names = [name for rule in rules for name in (rule.id, rule.name)]
    problems = [
        f"{flag}: {pattern!r}: no rule has this id, prefix of an id, or name{meant(pattern, names)}"
        for flag, patterns in (("select", select), ("ignore", ignore))
        for pattern in patterns
        if not any(_fits(rule, pattern) for rule in rules)
    ]
    for rule in rules:
        if rule.locked and {rule.id, rule.name} & set(ignore):
            problems.append(f"ignore: {rule.id} cannot be ignored, since a file with this problem is not checked whole")
    if problems:
        raise Untrusted(problems)
    return tuple(
        rule
        for rule in rules
        if rule.locked or ((not select or _fits_any(rule, select)) and not _fits_any(rule, ignore))
    )


def _fits_any(rule: Rule, patterns: Iterable[str]) -> bool:
    return any(_fits(rule, pattern) for pattern in patterns)


def _fits(rule: Rule, pattern: str) -> bool:
    is_prefix = re.fullmatch("[A-Z]+[0-9]*", pattern) is not None
    return rule.name == pattern or (is_prefix and rule.id.startswith(pattern))
