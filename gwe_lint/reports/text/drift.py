"""The report of a comparison for a terminal: verdict, population, findings by cause, and what does not count."""

from collections.abc import Iterator, Sequence

from gwe_lint.findings.report import DriftSummary, Finding, Report
from gwe_lint.reports.history import age_said, resolved_lines
from gwe_lint.reports.layout import Layout, Paint, columns
from gwe_lint.reports.text.blocks import heading, places, plain, reasons
from gwe_lint.reports.wording import (
    groups_of,
    not_checked,
    option_of,
    pending,
    population,
    remark_on,
    value_said,
    word_of,
)
from gwe_lint.text import counted, escaped, listed


def drift_text(report: Report, layout: Layout) -> str:
    """The whole report; the verdict comes first, and never without how much was compared."""
    assert report.drift is not None
    lines = [*_verdict(report, report.drift, layout), ""]
    if report.drift.scope == "members":
        from gwe_lint.reports.text.consistency import members_text  # only for these

        lines += members_text(report, report.drift, layout)
    else:
        for group in groups_of(report.active):
            age = age_said(group, report.history)
            lines += [*_group(group, report.drift.sides, age, layout), ""]
    lines += _rest(report, report.drift, layout)
    gone = list(resolved_lines(report, layout))
    lines += ["", *gone] if gone else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _verdict(report: Report, drift: DriftSummary, layout: Layout) -> Iterator[str]:
    found = ", ".join(counted(count, severity) for severity, count in report.counts)
    word = word_of(report, drift)
    paint: Paint = next((severity for severity, _ in report.counts), "bold")
    yield f"{layout.paint(paint, word)}  {found or 'with ' + escaped(drift.against)}    exit {report.exit_code}"
    yield from layout.wrapped("", population(drift), 0)


def _group(group: Sequence[Finding], sides: tuple[str, str], age: str, layout: Layout) -> Iterator[str]:
    first = group[0]
    change = first.change
    if change is None:
        yield from plain(group, layout)
        return
    who = f" on {counted(len(group), 'application')}" if len(group) > 1 else ""
    yield from heading(first, f" {option_of(first)} {change.kind}{who}", "bold", layout)
    width = max(9, *(columns(side) for side in sides))
    yield f"    {escaped(sides[0]):<{width}} {value_said(change.before, default=change.before_default)}"
    yield f"    {escaped(sides[1]):<{width}} {value_said(change.after, default=change.after_default)}"
    if remark := remark_on(first):
        yield f"    {'note':<9} {remark}"
    yield from places(group)
    yield from reasons(first, age, layout)


def _rest(report: Report, drift: DriftSummary, layout: Layout) -> Iterator[str]:
    """What does not count, in one line; then what takes effect after a restart, and what was not compared."""
    parts = [f"{name.capitalize()} {drift.classes[name]}" for name in ("expected", "equivalent") if drift.classes[name]]
    parts += [f"{word} {count}" for word, count in (("Waived", report.waived), ("Known", report.known)) if count]
    if drift.alone:
        parts.append(f"Alone {len(drift.alone)}")
    said = [f"{name} ({why})" for name, why in not_checked(report)]
    if said:
        parts.append(f"Not checked: {listed(said)}")
    if parts:
        yield from layout.wrapped("", " · ".join(parts), 0)
    waiting = pending(report)
    if waiting:
        yield from layout.wrapped("", f"Changed, and probably not yet live (after restart): {listed(waiting)}", 0)


def drift_summary(report: Report) -> str:
    """One line for the person behind the terminal."""
    assert report.drift is not None
    found = ", ".join(counted(count, severity) for severity, count in report.counts)
    word = word_of(report, report.drift).capitalize()
    return f"{word}{': ' + found if found else ''}; {population(report.drift)}"


def drift_details(report: Report) -> Iterator[str]:
    """What ``--verbose`` adds: what is meant, what cannot be verified, and why."""
    assert report.drift is not None
    for each in report.drift.expected:
        yield escaped(f"expected: {each.name} on {counted(each.applications, 'application')}: {each.reason}")
    if report.drift.alone:
        yield escaped(f"alone, with nothing to compare with: {', '.join(report.drift.alone)}")
    for application, name, reason in report.drift.unverifiable:
        yield escaped(f"unverifiable: {name} of {application}: {reason}")
