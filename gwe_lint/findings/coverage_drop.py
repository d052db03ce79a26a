"""Whether a report looked at less than the one before: fewer findings are no better news then."""

import posixpath
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from gwe_lint.checks.files import OF_THE_TOOL
from gwe_lint.estate.model import Hit, Place
from gwe_lint.findings.engine import in_order, stamped
from gwe_lint.findings.report import Report
from gwe_lint.text import counted, listed

DROPPED = "coverage-dropped"  # the hit, and the name of its rule: an event of one day, which no history goes on with

# Options come and go with every change. So many fewer are more than a change.
_LEAST_OPTIONS = 10
_LEAST_SHARE = 0.01
_SEE = "see which exports are not written any more"


class Coverage(NamedTuple):
    """How much a report looked at, and what it could not check."""

    day: date
    applications: int
    options: int
    not_checked: tuple[str, ...]


class Left(NamedTuple):
    """Estates that reports looked at until a day, and none does any more.

    ``instead`` has those of today where a folder was several estates and is one now. The other way round, too.
    """

    day: date
    estates: tuple[str, ...]
    instead: tuple[str, ...] = ()


def coverage_of(report: Report, day: date) -> Coverage:
    """How much the report looked at; of a comparison, how much was compared."""
    drift, population = report.drift, report.population
    applications = drift.compared if drift else population.applications
    return Coverage(day, applications, drift.options if drift else population.options, report.not_checked)


def with_coverage_drop(report: Report, before: Coverage | None, left: Left | None, today: date, path: str) -> Report:
    """The report, with findings where it looked at less than the one before. ``path`` is where they stand."""
    rule = next((each for each in report.enabled if each.check == OF_THE_TOOL and _is_meant(each.parameters)), None)
    place = Place(path or _folder_of(report.inputs))
    more = ", parts of objects among them" if report.drift and report.drift.parts else ""
    hits = (*_less(before, coverage_of(report, today), place, more), *_fewer_estates(left, place))
    if not rule or not hits:
        return report
    findings = (stamped(rule, rule.severity, "all", hit, {}) for hit in hits)
    return report._replace(findings=in_order((*report.findings, *findings)))


def _less(before: Coverage | None, now: Coverage, place: Place, more: str) -> Iterator[Hit]:
    if before and _fell(before, now):
        yield Hit(f"{_message(before, now)}{more}", place, help=_help(before, now))


def _fewer_estates(left: Left | None, place: Place) -> Iterator[Hit]:
    if left:
        message = f"estates not looked at any more: {listed(left.estates)}"
        help = f"{left.day} was the last day: {_SEE}; of an estate that is no more: gwe-lint history close ESTATE"
        if left.instead:
            message = f"{message}; in their place: {listed(left.instead)}"
            help = f"{help}; gwe-lint init writes down which estates there are, so that their names stay"
        yield Hit(message, place, help=help, discriminator="estates")


def _folder_of(paths: Sequence[str]) -> str:
    """The folder that all files are in."""
    folders = {posixpath.dirname(path) for path in paths}
    return (posixpath.commonpath(folders) if len({*map(posixpath.isabs, folders)}) == 1 else "") or "."


def _is_meant(parameters: object) -> bool:
    return isinstance(parameters, dict) and parameters.get("of") == DROPPED


def _fell(before: Coverage, now: Coverage) -> bool:
    lost = before.options - now.options
    return now.applications < before.applications or (lost >= _LEAST_OPTIONS and lost >= before.options * _LEAST_SHARE)


def _message(before: Coverage, now: Coverage) -> str:
    then = f"{counted(before.applications, 'application')} and {counted(before.options, 'option')}"
    today = f"{counted(now.applications, 'application')} and {counted(now.options, 'option')}"
    return f"less was looked at than on {before.day}: {then} then, {today} now"


def _help(before: Coverage, now: Coverage) -> str:
    new = [reason for reason in now.not_checked if reason not in before.not_checked]
    return f"not checked since then: {listed(new)}" if new else _SEE
