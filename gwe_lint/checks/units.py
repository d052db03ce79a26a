"""Periods that were probably written in another unit than the one they count in."""

from collections.abc import Iterator

from gwe_lint.estate.conditions import Condition, integer_of
from gwe_lint.estate.edits import with_value
from gwe_lint.estate.effective import Effective, is_used, set_value, short, use_unread
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass
from gwe_lint.exports.records import Option
from gwe_lint.text import counted

_OTHER = {"seconds": "milliseconds", "milliseconds": "seconds"}


def unit_mixed_up(estate: Estate, *, options: tuple[Condition, ...]) -> Iterator[Outcome]:
    """A period is as large, or as small, as it would be in the other unit: 45000 for 45 seconds."""
    for condition in options:
        for application, option in condition.option.matches(estate):
            if option.kind == "unknown" or option.value.strip():
                found = condition.judged(set_value(estate, application, option))
                yield found if isinstance(found, NotEvaluated) else _judged(estate, application, option, *found)


def _judged(estate: Estate, application: Application, option: Option, value: Effective, suspicious: bool) -> Outcome:
    if not suspicious or is_used(estate, application, option) is False:
        return Pass()
    unit = value.fact.unit if value.fact else None
    if unread := use_unread(estate, application, option):
        return NotEvaluated(unread)
    if unit not in _OTHER:
        return NotEvaluated(f"{application.name}: the unit of {short(value.name)} is not known")
    return _hit(value, option, unit)


def _hit(value: Effective, option: Option, unit: str) -> Hit:
    written = integer_of(option.value) or 0
    meant = written * 1000 if unit == "milliseconds" else written / 1000
    seconds = written if unit == "milliseconds" else meant
    period = counted(int(seconds), "second") if seconds == int(seconds) else f"{seconds:g} seconds"
    how = "" if unit == "milliseconds" else f", written in {_OTHER[unit]},"
    verb = "is" if seconds == 1 else "are"
    return Hit.at(
        value,
        f"{value.said}, and it counts in {unit}: {period}{how} may be meant",
        label=f"counts in {unit}",
        help=f"set it to {meant:.0f}, if {period} {verb} meant" if meant == int(meant) else f"write it in {unit}",
    )._replace(corrections=with_value(value.application, option, f"{meant:.0f}") if meant == int(meant) else ())
