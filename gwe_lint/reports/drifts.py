"""The report of a comparison for a terminal: verdict, population, findings by cause, and what does not count."""

from collections.abc import Iterator, Sequence

from gwe_lint.display import counted, escaped, listed, quoted
from gwe_lint.model import SEVERITIES
from gwe_lint.report import Change, DriftSummary, Finding, Report
from gwe_lint.reports.ages import age_said, is_new, resolved_lines
from gwe_lint.reports.layout import Layout, Paint, columns

_MOST_PLACES = 8  # of one cause
_NAMES = {"(connections)": "connection", "(ports)": "port", "(tenants)": "tenant", "(application)": "application:"}


WORDS = {  # with differences, and without
    "baseline": ("DRIFT", "NO DRIFT"),
    "members": ("INCONSISTENT", "CONSISTENT"),
    "estates": ("DIFFERENT", "ALIKE"),
}


def drift_text(report: Report, layout: Layout) -> str:
    """The whole report; the verdict comes first, and never without how much was compared."""
    assert report.drift is not None
    lines = [*_verdict(report, report.drift, layout), ""]
    if report.drift.scope == "members":
        from gwe_lint.reports.members import members_text  # only for these

        lines += members_text(report, report.drift, layout)
    else:
        for group in groups_of(report.active):
            age = age_said(group, report.history)
            lines += [*_group(group, report.drift.sides, age, layout), ""]
    lines += _rest(report, report.drift, layout)
    gone = list(resolved_lines(report, layout))
    lines += ["", *gone] if gone else []
    return "\n".join(lines).rstrip("\n") + "\n"


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


def _verdict(report: Report, drift: DriftSummary, layout: Layout) -> Iterator[str]:
    counts = [(severity, report.number_of(severity)) for severity in SEVERITIES]
    found = ", ".join(counted(count, severity) for severity, count in counts if count)
    word = word_of(report, drift)
    paint: Paint = next((severity for severity, count in counts if count), "bold")
    yield f"{layout.paint(paint, word)}  {found or 'with ' + escaped(drift.against)}    exit {report.exit_code}"
    yield from layout.wrapped("", population(drift), 0)


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
    yield from _places(group)
    yield from reasons(first, age, layout)


def plain(group: Sequence[Finding], layout: Layout) -> Iterator[str]:
    """Findings that are no difference, such as one about a waiver, or a line that could not be read."""
    first = group[0]
    yield from heading(first, f": {first.hit.message}", "plain", layout)
    yield from _places(group)


def _places(group: Sequence[Finding]) -> Iterator[str]:
    """Where the findings of one cause are."""
    for number, finding in enumerate(group[:_MOST_PLACES]):
        yield f"    {'where' if not number else '':<9} {_where(finding)}"
    if len(group) > _MOST_PLACES:
        yield f"    {'':<9} and {len(group) - _MOST_PLACES} more"


def heading(finding: Finding, said: str, paint: Paint, layout: Layout) -> Iterator[str]:
    """Severity and rule, and what is said of them; as wide as the terminal, with further lines indented."""
    import textwrap

    mark = f"{finding.severity}[{finding.rule}]"
    lines = textwrap.wrap(
        mark + escaped(said),
        max(layout.width, 30),
        subsequent_indent="    ",
        break_on_hyphens=False,
        break_long_words=False,
    )
    rest = [layout.paint(paint, lines[0][len(mark) :]), *(layout.paint(paint, line) for line in lines[1:])]
    yield layout.paint(finding.severity, mark) + rest[0]
    yield from rest[1:]


def reasons(finding: Finding, age: str, layout: Layout) -> Iterator[str]:
    """Why it counts, since when it is there, and when a correction takes effect."""
    if finding.hit.help:
        yield from layout.wrapped("    why       ", finding.hit.help, 14)
    if age:
        yield f"    since     {age}"
    if finding.takes_effect:
        yield from layout.wrapped("    effect    ", finding.takes_effect, 14)


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


def _where(finding: Finding) -> str:
    place = finding.hit.place
    return escaped(f"{place.application or ''}  {place.path}:{place.line}".strip())


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
    return bool(finding.change and finding.takes_effect and finding.takes_effect.startswith("after restart"))


def drift_summary(report: Report) -> str:
    """One line for the person behind the terminal."""
    assert report.drift is not None
    counts = [(severity, report.number_of(severity)) for severity in SEVERITIES]
    found = ", ".join(counted(count, severity) for severity, count in counts if count)
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


def change_as_json(change: Change) -> dict[str, object]:
    """What a finding of drift has beside what every finding has."""
    return {
        "class": change.kind,
        "before": change.before,
        "after": change.after,
        "before_is_default": change.before_default,
        "after_is_default": change.after_default,
        "group": change.group,
        **(_members_as_json(change) if change.values else {}),
    }


def _members_as_json(change: Change) -> dict[str, object]:
    """Who has which value: ``reference`` says what they are judged by, ``right`` which values are as they should be."""
    return {
        "among": change.among,
        "reference": change.reference,
        "values": [
            {"value": held.text, "is_default": held.default, "right": held.reference, "members": list(held.members)}
            for held in change.values
        ],
    }


def summary_as_json(report: Report) -> dict[str, object]:
    """How much was compared, for machines."""
    assert report.drift is not None
    drift = report.drift
    return {
        "scope": drift.scope,
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
        "left_out": drift.left_out,
        "not_whole": list(drift.not_whole),
        "pending": pending(report),
        **(_groups_as_json(drift) if drift.scope == "members" else {}),
    }


def _groups_as_json(drift: DriftSummary) -> dict[str, object]:
    return {
        "groups": [
            {"estate": each.estate, "name": each.name, "members": list(each.members), "assumed": each.assumed}
            for each in drift.groups
        ],
        "alone": list(drift.alone),
    }
