"""TOML rows become rules and facts. All mistakes come at once, each with file, line, table and key.

The rows of rule packs, by the id of the rule or the key of the option, and where each one stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, Basis, Fact, Older
from gwe_lint.catalogue.releases import Releases, parse_releases, release_of
from gwe_lint.errors import Untrusted
from gwe_lint.estate.conditions import Condition, parse_condition
from gwe_lint.estate.model import PROFILES, SEVERITIES, Profile, Prose, Severity
from gwe_lint.estate.selectors import AppType, Selector, parse_selector, parse_type
from gwe_lint.rules.plugins import all_checks, parameters_of
from gwe_lint.rules.rule import Example, Rule, Wording, Words
from gwe_lint.suggest import meant
from gwe_lint.toml.document import Spot, TomlFile, read_toml
from gwe_lint.toml.table import Table

FACT_TYPES = (
    "integer",
    "boolean",
    "enum",
    "list",
    "string",
    "path",
    "queue-name",
    "endpoint-reference",
    "endpoint-by-tenant-name",
    "endpoint-list",
    "secret",
    "any",
)
_APPS = (*APPLICATION_TYPES, ANY)
# Kinds of parameters that are written as text.
_PARSERS: Mapping[Any, Callable[[str], Any]] = {
    AppType: parse_type,
    Selector: parse_selector,
    Condition: parse_condition,
    Releases: parse_releases,
}
BASES: tuple[Basis, ...] = ("documented", "inferred")


def read_packs(packs: Iterable[tuple[Path, str]], problems: list[str]) -> tuple[tuple[Rule, ...], tuple[Fact, ...]]:
    """The rules and facts of pack files, each shown in errors under the name beside it."""
    rules: list[Rule] = []
    facts: list[Fact] = []
    for path, shown in packs:
        try:
            file = read_toml(path, shown)
        except Untrusted as error:
            problems += error.problems
            continue
        top = Table(file, file.data, (), problems)
        rules += [_rule(table, file) for table in top.tables("rule")]
        facts += [_fact(table) for table in top.tables("option")]
        top.done(("drift",))  # which drift/rows.py reads
    return tuple(rules), tuple(facts)


def _fact(table: Table) -> Fact:
    app = table.required("app")
    if app and app not in _APPS:
        table.problem(f"unknown application type {app!r}{meant(app, _APPS)}", "app")
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
        same_as=_same_as(table),
        good=table.texts("good") or (),
        bad=table.texts("bad") or (),
        unit=table.text("unit"),
        mandatory=table.boolean("mandatory") or False,
        invalid_acts_as=table.text("invalid-acts-as"),
        misspelling_of=table.text("misspelling-of"),
        takes_effect=table.text("takes-effect"),
        secret=table.boolean("secret") or table.data.get("type") == "secret",
        releases=table.texts("releases") or (),
        pattern=_pattern(table),
        form=table.text("form"),
        since=_release(table, "since"),
        until=_release(table, "until"),
        replaced_by=table.text("replaced-by"),
        only_with=_only_with(table),
        older=tuple(_older(each) for each in table.tables("older")),
        must_match=table.boolean("must-match"),
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
    if fact.pattern and not fact.form:
        table.problem("a pattern needs form, which says it in words", "pattern")
    table.done()
    return fact


def _same_as(table: Table) -> tuple[tuple[str, str], ...]:
    meanings = table.table("same-as")
    if not meanings:
        return ()
    return tuple((key, text) for key in meanings.data if (text := meanings.text(key)))


def _older(table: Table) -> Older:
    older = Older(
        below=_release(table, "below") or "",
        default=table.text("default"),
        minimum=table.integer("minimum"),
        maximum=table.integer("maximum"),
        values=table.texts("values") or (),
    )
    if not older.below and "below" not in table.data:
        table.problem("below is missing: it must be a release such as '8.5.301.06'")
    table.done()
    return older


def _release(table: Table, key: str) -> str | None:
    text = table.text(key)
    if text is not None and release_of(text) is None:
        table.problem(f"must be a release such as '8.5.301.06', not {text!r}", key)
        return None
    return text


def _only_with(table: Table) -> str | None:
    text = table.text("only-with")
    if text is not None and not re.fullmatch(r"[^/=]+/[^/=]+=[^=]+", text):
        table.problem(f"must be section/option=value, not {text!r}", "only-with")
        return None
    return text


def _pattern(table: Table) -> str | None:
    pattern = table.text("pattern")
    try:
        re.compile(pattern or "")
    except re.error as error:
        table.problem(f"is not a regular expression: {error}", "pattern")
    return pattern


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
    words = _words(table)
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
        takes_effect=table.text("takes-effect"),
        tags=table.texts("tags") or (),
        locked=table.boolean("locked") or False,
        profile=cast(Profile, table.choice("profile", PROFILES, "profile") or "default"),
        constraints=table.texts("constraints") or (),
        apps=frozenset(),
        wording=Wording(lambda: words),
        pack=file.path,
    )
    table.done()
    return rule._replace(apps=_apps(rule))


def _apps(rule: Rule) -> frozenset[str]:
    """The types of the options that the rule names; none where it names other things too, such as types of servers."""
    values = list(rule.parameters.values())
    if any(isinstance(each, str) and each in _APPS for value in values for each in _flat(value)):
        return frozenset()
    selectors = [each for value in values for each in _flat(value) if isinstance(each, Selector)]
    return frozenset() if any(each.app == ANY for each in selectors) else frozenset(each.app for each in selectors)


def _flat(value: Any) -> Iterator[Any]:
    """A parameter, or what it is made of; a condition is its selector."""
    if isinstance(value, Condition):
        yield value.option
    elif isinstance(value, tuple) and not isinstance(value, Selector | Releases):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _words(table: Table) -> Words:
    return Words(
        why=table.required("why"),
        fix=table.required("fix"),
        not_evaluated=table.text("not-evaluated") or "",
        sources=table.texts("sources") or (),
        examples=tuple(_example(example) for example in table.tables("example")),
    )


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
    check = all_checks().get(name)
    if not check:
        table.problem(f"unknown check {name!r}{meant(name, all_checks())}", "check")
        return {}
    kinds = parameters_of(check)
    holder = given or table
    parameters = {key: _parameter(given, key, kind) for key, kind in kinds.items() if given and key in given.data}
    for key in kinds:
        if key not in parameters and key not in (check.__kwdefaults__ or {}):
            holder.problem(f"with.{key} is missing: check {name!r} needs it")
    if given:
        given.done(kinds)
    return parameters


def _parameter(table: Table, key: str, kind: Any) -> Any:
    if kind in _PARSERS:
        return _read(table, key, table.text(key), _PARSERS[kind])
    if kind in (str, Prose):
        return table.text(key)
    if kind is int:
        return table.integer(key)
    if kind is bool:
        return table.boolean(key)
    if get_origin(kind) is Literal:
        return table.choice(key, get_args(kind), key)
    inner = get_args(kind)[0]
    texts = table.texts(key) or ()
    if inner in _PARSERS:
        return tuple(_read(table, key, text, _PARSERS[inner]) for text in texts)
    for text in () if inner is str else texts:
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
        not_evaluated=table.boolean("not-evaluated"),
    )
    table.done()
    return example


def rows_of(packs: Iterable[tuple[Path, str]]) -> Mapping[str, Spot]:
    """Every rule and every option of packs that were loaded before, each pack under the name that messages show."""
    rows: dict[str, Spot] = {}
    for path, shown in packs:
        file = read_toml(path, shown)
        for number, rule in enumerate(file.data.get("rule", ())):
            rows[rule["id"]] = Spot(file, ("rule", number))
        for number, option in enumerate(file.data.get("option", ())):
            rows[f"{option['app']}:{option['section']}/{option['option']}"] = Spot(file, ("option", number))
    return rows
