"""What the overrides of a configuration say of a finding, by its rule and by where it stands."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import ANY
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import SEVERITIES, FailOn, Severity
from gwe_lint.estate.selectors import fits
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.override_rules import IGNORED, Said, said_by
from gwe_lint.rules.rule import Rule, says_not_whole
from gwe_lint.rules.selection import is_named

if TYPE_CHECKING:
    from gwe_lint.config.overrides import Override

_MOST_LENIENT_FIRST: tuple[FailOn, ...] = ("never", *SEVERITIES)


class Overrides(NamedTuple):
    """The overrides of a configuration, in its order. Of several that fit, the last one with a setting has its way."""

    rows: "tuple[Override, ...]"
    root: Path  # where the paths of findings start
    said: Mapping[str, Mapping[int, Said]]  # by the id of a rule: what overrides say of it, by number
    off: frozenset[str] = frozenset()  # ids of rules of advice that are on only where an override switches them on
    fixed: frozenset[str] = frozenset()  # ids of rules of advice that were selected one by one
    fail_on: FailOn = "error"  # where no override says otherwise
    estates: tuple[str, ...] | None = None  # the names of all configured estates; None where none is
    not_whole: frozenset[str] = frozenset()  # ids of rules about files that were not read whole

    def within(self, estate: Estate) -> "WithinEstate":
        """The overrides that are about an estate."""
        return WithinEstate(self, estate)


class WithinEstate:
    """The overrides that are about one estate."""

    def __init__(self, overrides: Overrides, estate: Estate) -> None:
        self.overrides = overrides
        self.estate = estate
        self.numbers = tuple(number for number, row in enumerate(overrides.rows) if self._concerns(row))

    def _concerns(self, row: "Override") -> bool:
        """True where something of the estate is in all places that the override names, taken one by one."""
        estate, root = self.estate, self.overrides.root
        names = ("", *(each.name for each in estate.applications))
        paths = (*(each.path for part in (estate.documents, estate.left_out, estate.patterns) for each in part),)
        return (
            (not row.estates or fits_any(row.estates, estate.name))
            and (not row.applications or fits_any(row.applications, *names))
            and (not row.files or any(fits_file(row, path, root) for path in paths))
        )

    def about(self, rule: Rule) -> "AboutRule | None":
        """What they say of a rule; None where they say nothing."""
        said = self.overrides.said.get(rule.id, {})
        is_advice = rule.profile == "advice" and not rule.locked and rule.id not in self.overrides.fixed
        rows = self.overrides.rows
        steps = [
            (rows[number], said.get(number))
            for number in self.numbers
            if number in said or rows[number].fail_on or (is_advice and rows[number].profile)
        ]
        return AboutRule(self, rule, steps, is_advice) if steps or rule.id in self.overrides.off else None

    @cached_property
    def types(self) -> Mapping[tuple[str, str], str]:
        """The types of the applications, by path and name."""
        return {(each.path, each.name): each.type for each in self.estate.applications}


class AboutRule:
    """What overrides say of one rule in one estate."""

    def __init__(
        self, within: WithinEstate, rule: Rule, steps: "Sequence[tuple[Override, Said | None]]", is_advice: bool
    ) -> None:
        self.within = within
        self.rule = rule
        self.steps = steps
        self.is_advice = is_advice
        self.starts_on = rule.id not in within.overrides.off

    def may_be_seen(self, severity: Severity | None) -> bool:
        """True where a hit of the rule may become a finding, or one that is ignored."""
        is_on = self.starts_on or any(row.profile == "advice" for row, _ in self.steps)
        return is_on and (severity is not None or any(said for _, said in self.steps))

    def may_count(self, severity: Severity | None) -> bool:
        """True where a finding of the rule may count somewhere in the estate.

        ``severity`` is what the rule has in this estate, None where it is silent.
        """
        on, loud = {self.starts_on}, {severity is not None}
        for row, said in self.steps:
            everywhere = not (row.applications or row.options or row.files)
            if row.profile and self.is_advice:
                on = ({row.profile == "advice"}) | (set() if everywhere else on)
            if said:
                loud = {said != IGNORED} | (set() if everywhere else loud)
        return True in on and True in loud

    def applied(self, finding: Finding, severity: Severity | None) -> Finding | None:
        """The finding as the overrides have it; None where its rule is off or silent.

        Its severity is None where they ignore it. ``severity`` is what the rule gives it, None where it is silent.
        """
        on, fail_on = self.starts_on, None
        verdict: Said | None = severity
        by: dict[str, Override] = {}  # the last word on each setting
        for row, said in self.steps:
            if not self._fits(row, finding):
                continue
            if row.profile and self.is_advice:
                on, by["profile"] = row.profile == "advice", row
            if said:
                verdict, by["severity"] = said, row
            if row.fail_on and self._may_fail_on(row.fail_on):
                fail_on, by["fail-on"] = row.fail_on, row
        if not on or verdict is None:
            return None
        rows = tuple({id(row): row for row in by.values()}.values())
        if verdict == IGNORED:
            return finding._replace(ignored=True, overrides=rows)
        worst = max(verdict, finding.hit.at_most or verdict, key=SEVERITIES.index)
        return finding._replace(severity=worst, fail_on=fail_on, overrides=rows)

    def _may_fail_on(self, fail_on: FailOn) -> bool:
        """False for a locked rule where less would fail than the whole configuration has fail."""
        least, ours = (_MOST_LENIENT_FIRST.index(each) for each in (self.within.overrides.fail_on, fail_on))
        return not self.rule.locked or ours >= least

    def _fits(self, row: "Override", finding: Finding) -> bool:
        """True where the finding stands in all places that the override names."""
        place = finding.hit.place
        if row.applications and not all(fits_any(row.applications, name) for name in finding.who):
            return False
        if row.files and not fits_file(row, place.path, self.within.overrides.root):
            return False
        if not row.options:
            return True
        type = finding.change.app if finding.change else self.within.types.get((place.path, place.application or ""))
        return any(
            each.app in (ANY, type)
            and fits(each.section, place.section or "")
            and fits(each.option, place.option or "")
            for each in row.options
        )


def overrides_of(
    config: Config,
    rules: tuple[Rule, ...],
    root: Path,
    *,
    chosen: Collection[str] = (),
    off: Iterable[str] = (),
) -> Overrides | None:
    """The overrides of a configuration; None without any. ``chosen`` has the ids and names that are selected.

    Raises ``Untrusted`` where one names a rule that is not there, or ignores or lowers a locked one.
    """
    if not config.overrides:
        return None
    return Overrides(
        rows=config.overrides,
        root=root,
        said=said_by(config.overrides, rules),
        off=frozenset(off),
        fixed=frozenset(rule.id for rule in rules if is_named(rule, chosen)),
        fail_on=config.fail_on or "error",
        estates=tuple(estate.name for estate in config.estates) or None,
        not_whole=frozenset(rule.id for rule in rules if says_not_whole(rule)),
    )


def applied(
    overrides: Overrides, findings: Sequence[Finding], rules: Iterable[Rule], estates: Iterable[Estate]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings as overrides have them, and those that overrides ignore. A finding of another estate stays."""
    by_id = {rule.id: rule for rule in rules}
    within = {estate.name: overrides.within(estate) for estate in estates}
    about = {
        key: within[key[1]].about(by_id[key[0]])
        for key in {(finding.rule, finding.estate) for finding in findings}
        if key[0] in by_id and key[1] in within
    }
    judged = [
        said.applied(finding, finding.severity) if (said := about.get((finding.rule, finding.estate))) else finding
        for finding in findings
    ]
    kept = tuple(finding for finding in judged if finding and not finding.ignored)
    return kept, tuple(finding for finding in judged if finding and finding.ignored)


def fits_file(row: "Override", path: str, root: Path) -> bool:
    """True where a pattern of the override fits the path, a folder above it, or the end of it."""
    relative = _seen_from(row.folder, root, path)
    return any(fits(pattern, relative) for pattern in _file_patterns(row.files))


@lru_cache(maxsize=64)
def _file_patterns(files: tuple[str, ...]) -> tuple[str, ...]:
    plain = [file.removeprefix("./").rstrip("/") for file in files]
    return tuple(pattern for each in plain for pattern in (f"*/{each}", f"*/{each}/*"))


@lru_cache(maxsize=4096)
def _seen_from(folder: Path, root: Path, path: str) -> str:
    """The path from the folder of a configuration, behind a slash; paths of findings start at ``root``."""
    return "/" + (path if folder == root else os.path.relpath(root / path, folder).replace(os.sep, "/"))


def fits_any(patterns: Iterable[str], *texts: str) -> bool:
    """True where one of the texts fits one of the patterns."""
    return any(fits(pattern, text) for pattern in patterns for text in texts)
