"""What a comparison came to, in the words that all its reports use."""

from collections.abc import Sequence

from gwe_lint.estate.model import SEVERITIES, needs_restart
from gwe_lint.findings.report import DriftSummary, Finding, Report
from gwe_lint.reports.history import is_new
from gwe_lint.text import counted, quoted

_NAMES = {"(connections)": "connection", "(ports)": "port", "(tenants)": "tenant", "(application)": "application:"}


WORDS = {  # with differences, and without
    "baseline": ("DRIFT", "NO DRIFT"),
    "members": ("INCONSISTENT", "CONSISTENT"),
    "estates": ("DIFFERENT", "ALIKE"),
}


def groups_of(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings by cause, the most severe first; of each cause in the order of places."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        cause = finding.change.group if finding.change else _said(finding)
        groups.setdefault((finding.rule, finding.severity, cause), []).append(finding)
    return sorted(
        groups.values(), key=lambda group: (SEVERITIES.index(group[0].severity), not is_new(group), -len(group))
    )


def _said(finding: Finding) -> str:
    """What a finding says of an option, whichever application has it."""
    place = finding.hit.place
    said = finding.hit.message.replace(place.application, "") if place.application else finding.fingerprint
    return "\0".join((place.section or "", place.option or "", said))


def word_of(report: Report, drift: DriftSummary) -> str:
    """What a comparison comes to; findings about waivers alone are no drift, and what was not read is not alike."""
    bad, good = WORDS[drift.scope]
    if any(finding.change for finding in report.active):
        return bad
    if not drift.compared:
        return "NOT COMPARED"
    return "NOT COMPARED WHOLE" if drift.not_whole else good


def population(drift: DriftSummary) -> str:
    """How much was compared, as a phrase."""
    share = f"{round(100 * drift.known / drift.options)} % known to the catalogue" if drift.options else "none"
    groups = f" in {counted(len(drift.groups), 'group')}" if drift.scope == "members" else ""
    parts = [
        f"compared {drift.compared} of {counted(drift.applications, 'application')} with {drift.against}{groups}",
        f"{counted(drift.options, 'option')} ({share})",
        f"{len(drift.unverifiable)} unverifiable",
        f"{counted(len(drift.not_checked), 'application')} not checked",
    ]
    if drift.left_out:
        parts.append(f"{counted(drift.left_out, 'difference')} left out by select or ignore")
    if drift.not_whole:
        parts.append(f"{counted(len(drift.not_whole), 'file')} not read whole")
    return ", ".join(parts)


def option_of(finding: Finding) -> str:
    """What differs, as people name it."""
    place = finding.hit.place
    if not (place.section or place.option):
        return "name of the application"
    section = place.section or ""
    return f"{_NAMES.get(section, f'[{section}]')} {place.option or ''}".strip()


def value_said(value: str | None, *, default: bool) -> str:
    """A value as reports show it."""
    if value is None:
        return "(not set)"
    shown = quoted(value) if value else "(empty)"
    return f"{shown}   (not set: the documented default)" if default else shown


def not_checked(report: Report) -> list[tuple[str, str]]:
    """What was not compared, each with the reason: applications, and estates of which nothing was given."""
    applications = report.drift.not_checked if report.drift else ()
    named = {f"{name}: {why}" for name, why in applications}
    others = (reason.partition(": ") for reason in report.unchecked if reason not in named)
    return [*applications, *((what, why) for what, _, why in others)]


def pending(report: Report) -> list[str]:
    """The changed options that take effect after a restart only, each with its application."""
    return [
        f"{finding.hit.place.application}: {option_of(finding)}" for finding in report.active if is_pending(finding)
    ]


def remark_on(finding: Finding) -> str:
    """What is easily overlooked in a change; empty for others."""
    change = finding.change
    if not change or change.before is None or change.after is None or change.before == change.after:
        return ""
    alike = change.before.casefold() == change.after.casefold()
    return "the values differ only in case, which counts" if alike else ""


def is_pending(finding: Finding) -> bool:
    """True for a change that takes effect after a restart only."""
    return finding.change is not None and needs_restart(finding.takes_effect)
