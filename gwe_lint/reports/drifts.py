"""The report of a comparison for a terminal: verdict, population, findings by cause, and what does not count."""

from collections.abc import Iterator, Sequence

from gwe_lint.display import counted, escaped, listed, quoted
from gwe_lint.model import SEVERITIES, Change, DriftSummary, Finding, Report
from gwe_lint.reports.layout import Layout, Paint

_MOST_PLACES = 8  # of one cause
_NAMES = {"(connections)": "connection", "(ports)": "port", "(tenants)": "tenant", "(application)": "application:"}


def drift_text(report: Report, layout: Layout) -> str:
    """The whole report; the verdict comes first, and never without how much was compared."""
    assert report.drift is not None
    lines = [*_verdict(report, report.drift, layout), ""]
    for group in groups_of(report.active):
        lines += [*_group(group, layout), ""]
    lines += _rest(report, report.drift, layout)
    return "\n".join(lines).rstrip("\n") + "\n"


def groups_of(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings by cause, the most severe first; of each cause in the order of places."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        cause = finding.change.group if finding.change else _said(finding)
        groups.setdefault((finding.rule, finding.severity, cause), []).append(finding)
    return sorted(groups.values(), key=lambda group: (SEVERITIES.index(group[0].severity), -len(group)))


def _said(finding: Finding) -> str:
    """What a finding says of an option, whichever application has it."""
    place = finding.hit.place
    said = finding.hit.message.replace(place.application, "") if place.application else finding.fingerprint
    return "\0".join((place.section or "", place.option or "", said))


def _verdict(report: Report, drift: DriftSummary, layout: Layout) -> Iterator[str]:
    counts = [(severity, report.number_of(severity)) for severity in SEVERITIES]
    found = ", ".join(counted(count, severity) for severity, count in counts if count)
    word = word_of(report, drift)
    paint: Paint = next((severity for severity, count in counts if count), "bold")
    yield f"{layout.paint(paint, word)}  {found or 'against ' + escaped(drift.against)}    exit {report.exit_code}"
    yield from layout.wrapped("", population(drift), 0)


def word_of(report: Report, drift: DriftSummary) -> str:
    """What a comparison comes to; findings about waivers alone are no drift."""
    if any(finding.change for finding in report.active):
        return "DRIFT"
    return "NO DRIFT" if drift.compared else "NOT COMPARED"


def population(drift: DriftSummary) -> str:
    """How much was compared, as a phrase."""
    share = f"{round(100 * drift.known / drift.options)} % known to the catalogue" if drift.options else "none"
    parts = [
        f"compared {drift.compared} of {counted(drift.applications, 'application')} with {drift.against}",
        f"{counted(drift.options, 'option')} ({share})",
        f"{len(drift.unverifiable)} unverifiable",
        f"{counted(len(drift.not_checked), 'application')} not checked",
    ]
    return ", ".join(parts)


def _group(group: Sequence[Finding], layout: Layout) -> Iterator[str]:
    first = group[0]
    head = layout.paint(first.severity, f"{first.severity}[{first.rule}]")
    change = first.change
    if change is None:
        yield f"{head}: {escaped(first.hit.message)}"
        yield f"    where     {_where(first)}"
        return
    who = f" on {counted(len(group), 'application')}" if len(group) > 1 else ""
    yield f"{head} {layout.paint('bold', escaped(f'{option_of(first)} {change.kind}{who}'))}"
    yield f"    before    {value_said(change.before, default=change.before_default)}"
    yield f"    now       {value_said(change.after, default=change.after_default)}"
    for number, finding in enumerate(group[:_MOST_PLACES]):
        yield f"    {'where' if not number else '':<9} {_where(finding)}"
    if len(group) > _MOST_PLACES:
        yield f"    {'':<9} and {len(group) - _MOST_PLACES} more"
    if first.hit.help:
        yield from layout.wrapped("    why       ", first.hit.help, 14)
    if first.takes_effect:
        yield from layout.wrapped("    effect    ", first.takes_effect, 14)


def option_of(finding: Finding) -> str:
    """What differs, as people name it."""
    place = finding.hit.place
    section = place.section or ""
    return f"{_NAMES.get(section, f'[{section}]')} {place.option or ''}".strip()


def value_said(value: str | None, *, default: bool) -> str:
    """A value as reports show it."""
    if value is None:
        return "(not set)"
    shown = quoted(value) if value else "(empty)"
    return f"{shown}   (not set: the documented default)" if default else shown


def _where(finding: Finding) -> str:
    place = finding.hit.place
    return escaped(f"{place.application or ''}  {place.path}:{place.line}".strip())


def _rest(report: Report, drift: DriftSummary, layout: Layout) -> Iterator[str]:
    """What does not count, in one line; then what takes effect after a restart, and what was not compared."""
    parts = [f"{name.capitalize()} {drift.classes[name]}" for name in ("expected", "equivalent") if drift.classes[name]]
    parts += [f"{word} {count}" for word, count in (("Waived", report.waived), ("Known", report.known)) if count]
    if drift.not_checked:
        said = [f"{name} ({why})" for name, why in drift.not_checked]
        parts.append(f"Not checked: {listed(said)}")
    if parts:
        yield from layout.wrapped("", " · ".join(parts), 0)
    waiting = pending(report)
    if waiting:
        yield from layout.wrapped("", f"Changed, and probably not yet live (after restart): {listed(waiting)}", 0)


def pending(report: Report) -> list[str]:
    """The changed options that take effect after a restart only, each with its application."""
    return [
        f"{finding.hit.place.application}: {option_of(finding)}" for finding in report.active if is_pending(finding)
    ]


def is_pending(finding: Finding) -> bool:
    """True for a change that takes effect after a restart only."""
    return bool(finding.change and finding.takes_effect and finding.takes_effect.startswith("after restart"))


def drift_summary(report: Report) -> str:
    """One line for the person behind the terminal."""
    assert report.drift is not None
    counts = [(severity, report.number_of(severity)) for severity in SEVERITIES]
    found = ", ".join(counted(count, severity) for severity, count in counts if count)
    return f"{'Drift: ' + found if found else 'No drift'}; {population(report.drift)}"


def drift_details(report: Report) -> Iterator[str]:
    """What ``--verbose`` adds: what is meant, what cannot be verified, and why."""
    assert report.drift is not None
    for each in report.drift.expected:
        yield escaped(f"expected: {each.name} on {counted(each.applications, 'application')}: {each.reason}")
    for application, name, reason in report.drift.unverifiable:
        yield escaped(f"unverifiable: {name} of {application}: {reason}")


def change_as_json(change: Change) -> dict[str, object]:
    """What a finding of drift has beside what every finding has."""
    return {
        "class": change.kind,
        "before": change.before,
        "after": change.after,
        "before_is_default": change.before_default,
        "after_is_default": change.after_default,
        "group": change.group,
    }


def summary_as_json(report: Report) -> dict[str, object]:
    """How much was compared, for machines."""
    assert report.drift is not None
    drift = report.drift
    return {
        "against": drift.against,
        "classes": dict(drift.classes),
        "applications": drift.applications,
        "compared": drift.compared,
        "options": drift.options,
        "known": drift.known,
        "expected": [{"name": each.name, "reason": each.reason, "count": each.applications} for each in drift.expected],
        "unverifiable": [
            {"application": application, "option": name, "reason": reason}
            for application, name, reason in drift.unverifiable
        ],
        "not_checked": [{"application": name, "reason": why} for name, why in drift.not_checked],
        "pending": pending(report),
    }
