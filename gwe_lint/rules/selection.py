"""Find and load rule packs, and select rules: which rules run, by ``select``, ``ignore`` and profile."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.checks.files import MADE_ELSEWHERE, OF_DRIFT, OF_THE_TOOL
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import SEVERITIES, Profile, Severity
from gwe_lint.estate.selectors import Selector
from gwe_lint.paths import is_there
from gwe_lint.rules import pack_cache
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.precedence import order_problems
from gwe_lint.rules.rows import Rows
from gwe_lint.rules.rule import Rule
from gwe_lint.suggest import meant


class Packs(NamedTuple):
    """All rules, sorted by id; all facts; all drift rows. Built-in drift rows are first, since the last one counts."""

    rules: tuple[Rule, ...]
    catalogue: Catalogue
    drift_rows: tuple[DriftRow, ...] = ()


def builtin_packs() -> tuple[Path, ...]:
    """The built-in rule packs: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "packs"
    folder = inside if inside.is_dir() else Path(__file__).parents[2] / "rules"
    names = sorted(os.listdir(folder))  # noqa: PTH208  in a third of the time that pathlib takes, at every start
    return tuple(folder / name for name in names if name.endswith(".toml"))


def load_packs(extra: Collection[Path] = (), named: Iterable[tuple[Path, str]] = ()) -> Packs:
    """Load the built-in packs, the pack files in ``named`` with their names, and the files or folders in ``extra``.

    Raises ``Untrusted`` with every mistake of every pack.
    """
    builtin_files = shown_packs()
    files = [path for path, _ in builtin_files]
    cached = pack_cache.load(files)
    problems: list[str] = []
    built_in = cached or _read(builtin_files, problems)
    others = [*named, *(shown_packs(extra) if extra else ())]
    known = {path.resolve() for path, _ in builtin_files} if others else ()
    added = _read([pack for pack in others if pack[0].resolve() not in known], problems)
    rules = (*built_in.rules, *added.rules)
    problems += (*_duplicates(rules), *order_problems(rules)) if added.rules or not cached else ()
    if built_in.locks or added.locks:
        from gwe_lint.rules.locks import with_locks  # noqa: PLC0415  only where a pack locks the rules of others

        rules = with_locks(rules, (*built_in.locks, *added.locks), problems)
    if problems:
        raise Untrusted(problems)
    if not cached:
        pack_cache.store(files, built_in)
    facts = (*built_in.facts, *(fact._replace(of_site=True) for fact in added.facts))
    return Packs(tuple(sorted(rules, key=lambda rule: rule.id)), Catalogue(facts), (*built_in.drift, *added.drift))


def shown_packs(paths: Collection[Path] = ()) -> list[tuple[Path, str]]:
    """The pack files of these paths, or the built-in ones without any, each with the name that errors show."""
    if not paths:
        return [(path, f"rules/{path.name}") for path in builtin_packs()]
    return [(path, path.as_posix()) for path in pack_files(paths)]


def _read(packs: list[tuple[Path, str]], problems: list[str]) -> Rows:
    if not packs:
        return Rows()
    from gwe_lint.rules.pack_reader import read_packs  # noqa: PLC0415  only where there is TOML to read

    return read_packs(packs, problems)


def pack_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The pack files that these files and folders stand for, each once. Raises ``Untrusted`` where there is none."""
    files: dict[str, Path] = {}
    for path in paths:
        packs = sorted(path.glob("*.toml")) if path.is_dir() else [path] if is_there(path) else []
        if not packs:
            what = "is a folder without a rule pack (*.toml)" if path.is_dir() else "no such rule pack"
            raise Untrusted([f"{path.as_posix()}: {what}"])
        for pack in packs:
            files.setdefault(os.path.realpath(pack), pack)
    return tuple(files.values())


def _duplicates(rules: Collection[Rule]) -> list[str]:
    seen: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        for key in rule.names:
            other = seen.setdefault(key, rule)
            if key and other is not rule:
                problems.append(f"{rule.pack}: rule {key!r} exists already, in {other.pack}")
    return problems + [problem for check in MADE_ELSEWHERE for problem in _duplicates_of_hit(rules, check)]


def _duplicates_of_hit(rules: Iterable[Rule], check: str) -> Iterator[str]:
    """Problems: two rules for the same kind of hit, so that a hit would belong to either."""
    first: dict[str, Rule] = {}
    for rule in rules:
        kind = rule.parameters.get("of") if rule.check == check else None
        if kind and first.setdefault(kind, rule) is not rule:
            yield f"{rule.pack}: rule {rule.id!r}: {first[kind].id} is for the hits of {check} {kind!r} already"


def rules_by_hit(rules: Iterable[Rule], check: str) -> Mapping[str, Rule]:
    """The rules of a check whose hits other code makes; the key is the kind of hit that the rule is for."""
    return {rule.parameters["of"]: rule for rule in rules if rule.check == check}


def selected(
    rules: Iterable[Rule],
    select: Collection[str],
    ignore: Collection[str],
    profile: Profile = "default",
    *,
    preview: bool = False,
) -> tuple[Rule, ...]:
    """Select rules by id, prefix of an id, or name. Locked rules always stay, and retired ones never.

    Rules of advice are included in that profile, and where ``select`` has their whole id or name. Preview rules are
    included only with ``preview``.

    Raises ``Untrusted`` for a pattern that fits no rule, and where one of ``ignore`` fits nothing but locked rules. So
    it does where ``select`` names a preview rule that is off.
    """
    rules = tuple(rules)
    names = [name for rule in rules for name in (rule.id, rule.name)]
    problems = [
        f"{flag}: {pattern!r}: no rule has this id, prefix of an id, or name{meant(pattern, names)}"
        for flag, patterns in (("select", select), ("ignore", ignore))
        for pattern in patterns
        if not any(fits(rule, pattern) for rule in rules)
    ]
    off = [rule for rule in rules if rule.preview and not preview and not rule.locked]
    problems += [
        f"select: {rule.id} is a preview rule: --preview, or preview = true in [check], switches it on"
        for rule in off
        if is_named(rule, select)
    ]
    for pattern in ignore:
        problems += [f"ignore: {rule.id} cannot be ignored: {rule.lock}" for rule in only_locked(rules, pattern)]
    if problems:
        raise Untrusted(problems)
    silent = {rule.id for rule in off} | {rule.id for rule in rules if rule.retired}
    return tuple(
        rule
        for rule in rules
        if rule.locked or (rule.id not in silent and _is_wanted(rule, select, profile) and not _fits_any(rule, ignore))
    )


def only_locked(rules: Iterable[Rule], pattern: str) -> tuple[Rule, ...]:
    """The rules that the pattern fits, where all of them are locked; else none."""
    named = tuple(rule for rule in rules if fits(rule, pattern))
    return named if all(rule.locked for rule in named) else ()


def is_lower(rule: Rule, severity: Severity) -> bool:
    """True where this severity would lower a locked rule, in any estate."""
    if not rule.locked:
        return False
    own = [rule.severity, rule.severity_unknown, *filter(None, [rule.severity_development])]
    most = "error" if rule.check == OF_DRIFT else min(own, key=SEVERITIES.index)  # rows may make a difference an error
    return SEVERITIES.index(severity) > SEVERITIES.index(most)


def is_empty_selection(chosen: Iterable[Rule], select: Collection[str]) -> bool:
    """True where the selection has no rule but locked ones that ``select`` does not name."""
    return all(rule.locked and not _fits_any(rule, select) for rule in chosen)


def _is_wanted(rule: Rule, select: Collection[str], profile: Profile) -> bool:
    if rule.profile != "default" and profile == "default":
        return is_named(rule, select)
    return not select or _fits_any(rule, select)


def _fits_any(rule: Rule, patterns: Iterable[str]) -> bool:
    return any(fits(rule, pattern) for pattern in patterns)


def is_named(rule: Rule, names: Collection[str]) -> bool:
    """True where the rule's whole id, its name, or a former one is among the names."""
    return any(name in names for name in rule.names)


def fits(rule: Rule, pattern: str) -> bool:
    """True where the pattern is a name of the rule, now or formerly, or the beginning of its id."""
    is_prefix = re.fullmatch("[A-Z]+[0-9]*", pattern) is not None
    return pattern in rule.names or (is_prefix and rule.id.startswith(pattern))


def options_naming_queues(rules: Iterable[Rule]) -> tuple[Selector, ...]:
    """The options that some rule takes for names of Interaction Queues."""
    return tuple(option for rule in rules if rule.check == "queue-exists" for option in rule.parameters["options"])


def is_about_own_settings(rule: Rule) -> bool:
    """True for a rule about the tool's own settings: its waivers, patterns and expectations."""
    own = (OF_THE_TOOL, "expectation-fits")
    return rule.check in own or "exclude-fits-nothing" in rule.parameters.get("kinds", ())
