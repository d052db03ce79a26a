"""The text report of ``check`` for a terminal: each finding with a code frame for both ends of a reference."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from gwe_lint.estate.model import Note, Place
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.history import age_in_words, resolved_lines
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.text.listing import grouped, is_grouped, statistics
from gwe_lint.reports.wording import (
    accepted_by,
    as_of_in_words,
    fixes_beside_help,
    followed_in_words,
    more_places,
    spot_of,
    status_in_words,
)
from gwe_lint.text import counted, escaped

if TYPE_CHECKING:
    from gwe_lint.findings.earlier import History

_NAME_COLUMN = 59  # where the application's name stands beside a path
_LONGEST_LINE = 160  # characters of a source line that are shown
_MOST_ALIKE = 4  # related places that show the same line


def text(report: Report, layout: Layout) -> str:
    """Every finding with its code frames, then those that do not count, a line each; empty when there is none."""
    if report.drift:
        from gwe_lint.reports.text.drift import drift_text  # noqa: PLC0415  a check starts without

        return drift_text(report, layout)
    if layout.statistics:
        return statistics(report, layout)
    if report.simulation:
        from gwe_lint.reports.text.simulation import simulation_text  # noqa: PLC0415  a check starts without

        return simulation_text(report, report.simulation, layout, _findings)
    if report.repair:
        from gwe_lint.reports.text.repair import repair_text  # noqa: PLC0415  a check starts without

        return repair_text(report, report.repair, layout)
    return _findings(report, layout)


def _findings(report: Report, layout: Layout) -> str:
    """The findings that count with their code frames, then the others."""
    frames = "".join("\n".join(block) + "\n\n" for block in islice(_blocks(report, layout), layout.most))
    rest = "".join(
        f"{line}\n" for finding in report.findings if not finding.active for line in _inactive(finding, layout)
    )
    gone = "".join(f"{line}\n" for line in resolved_lines(report, layout))
    return frames + rest + ("\n" if rest else "") + gone + ("\n" if gone else "")


def _blocks(report: Report, layout: Layout) -> Iterator[Iterator[str]]:
    """The lines of each finding that counts, or of each cause."""

    def block(finding: Finding) -> Iterator[str]:
        return _finding(finding, report.history, layout)

    return grouped(report.active, block) if is_grouped(report, layout) else map(block, report.active)


def _inactive(finding: Finding, layout: Layout) -> Iterator[str]:
    """A finding that is waived or known."""
    mark = layout.paint("note", f"{status_in_words(finding)}[{finding.rule}]")
    yield f"{mark}: {escaped(finding.hit.message)}"
    yield f"  --> {escaped(spot_of(finding))}"
    if finding.waiver:
        yield f"   = {accepted_by(finding)}"


def _finding(finding: Finding, history: "History | None", layout: Layout) -> Iterator[str]:
    hit = finding.hit
    places = (hit.place, *(note.place for note in hit.related))
    width = max(len(str(line)) for place in places for line in (place.line, *(number for number, _ in place.lines)))
    bar = layout.paint("frame", f"{' ' * (width + 1)} |")
    severity = finding.severity
    mark = f"{severity}[{finding.rule}]"
    first, *rest = layout.fitted(f": {hit.message}", len(mark), 4)
    yield layout.paint(severity, mark) + layout.paint("bold", first)
    yield from (layout.paint("bold", line) for line in rest)
    yield from _frame("-->", hit.place, hit.label, "^", width, layout)
    for alike in _alike(hit.related):
        shown = alike if len(alike) <= _MOST_ALIKE else alike[: _MOST_ALIKE - 1]
        for note in shown:
            yield from _frame(":::", note.place, note.full, "-", width, layout)
        yield from _more_alike(alike[len(shown) :], width, layout)
    if hit.more:
        yield f"{' ' * width} {layout.paint('frame', ':::')} {more_places(hit)}"
    yield bar
    gap = layout.paint("frame", f"{' ' * (width + 1)} =")
    if hit.help:
        first, *rest = layout.fitted(hit.help, width + 9, width + 9)
        yield f"{gap} help: {first}"
        yield from rest
    for number, fix in enumerate(fixes_beside_help(finding)):
        first, *rest = layout.fitted(fix, width + 9, width + 9)
        yield f"{gap} {'or' if number else 'fix'}: {first}"
        yield from rest
    if age := age_in_words([finding], history):
        yield f"{gap} since: {age}"
    for override in finding.overrides:
        yield f"{gap} override: {escaped(f'{override.path}:{override.line}: {override.reason}')}"
    explain = f"explain: gwe-lint explain {finding.rule}"
    if finding.takes_effect and layout.width >= 80:
        yield f"{gap} {f'takes effect: {finding.takes_effect}':<33}  {explain}"
        return
    if finding.takes_effect:
        yield f"{gap} takes effect: {finding.takes_effect}"
    yield f"{gap} {explain}"


def _alike(notes: Iterable[Note]) -> Iterable[list[Note]]:
    """Related places in groups: those of a group have the same message about the same line, as cluster members do."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        line = note.place.lines[-1][1] if note.place.lines else ""
        message = note.full.replace(note.place.application, "") if note.place.application else note.full
        groups.setdefault((line, message), []).append(note)
    return groups.values()


def _more_alike(notes: list[Note], width: int, layout: Layout) -> Iterator[str]:
    """The places of a group that are shown without their lines."""
    if not notes:
        return
    yield f"{' ' * width} {layout.paint('frame', ':::')} and {len(notes)} more like this:"
    for note in notes:
        place = f"{note.place.path}:{note.place.line}:{note.place.column}"
        yield f"{' ' * (width + 5)}{escaped(place)}  {escaped(note.place.application or '')}".rstrip()


def _frame(arrow: str, place: Place, label: str, marker: str, width: int, layout: Layout) -> Iterator[str]:
    head = f"{' ' * width} {layout.paint('frame', arrow)} {escaped(place.path)}:{place.line}:{place.column}"
    plain = f"{' ' * width} {arrow} {place.path}:{place.line}:{place.column}"
    name = escaped(place.application or "")
    room = _NAME_COLUMN if layout.width >= 80 else 0
    yield f"{head}{' ' * max(room - columns(plain), 0)}  {name}".rstrip()
    if not place.lines:
        if label:
            yield f"{layout.paint('frame', ' ' * (width + 1) + ' =')} {escaped(label)}"
        return
    yield layout.paint("frame", f"{' ' * (width + 1)} |")
    for number, line in place.lines[:-1]:
        yield _numbered(number, _shortened(line, 0)[0], width, layout)
    number, line = place.lines[-1]
    shown, offset, length = _marked_part(line, *place.mark)
    yield _numbered(number, shown, width, layout)
    pointer = marker * max(columns(shown[offset : offset + length]), 1)
    bar = layout.paint("frame", f"{' ' * (width + 1)} |")
    paint = layout.paint("error" if marker == "^" else "frame", f"{pointer} {escaped(label)}".rstrip())
    yield f"{bar} {' ' * columns(shown[:offset])}{paint}"


def _numbered(number: int, line: str, width: int, layout: Layout) -> str:
    return f"{layout.paint('frame', f' {number:>{width}} |')} {escaped(line)}".rstrip()


def _shortened(line: str, start: int) -> tuple[str, int]:
    """At most so many characters of a line, and how many were cut off at its beginning."""
    if len(line) - start <= _LONGEST_LINE:
        return line[start:], start
    return line[start : start + _LONGEST_LINE] + "…", start


def _marked_part(line: str, offset: int, length: int) -> tuple[str, int, int]:
    """The part of a line to show, and where the mark is in it."""
    if len(line) <= _LONGEST_LINE:
        return line, offset, length
    start = max(offset - _LONGEST_LINE // 3, 0)
    shown, _ = _shortened(line, start)
    prefix = "…" if start else ""
    offset = offset - start + len(prefix)
    return prefix + shown, offset, min(length, len(prefix + shown) - offset)


def summary(report: Report) -> str:
    """The summary line: how many findings, how much was looked at, and how far chats were followed."""
    if report.drift:
        from gwe_lint.reports.text.drift import drift_summary  # noqa: PLC0415  a check starts without

        return drift_summary(report)
    if report.simulation:
        from gwe_lint.reports.text.simulation import simulation_summary  # noqa: PLC0415  a check starts without

        return simulation_summary(report, report.simulation)
    if report.repair:
        from gwe_lint.reports.text.repair import repair_summary  # noqa: PLC0415  a check starts without

        return repair_summary(report, report.repair)
    severities = ", ".join(counted(count, severity) for severity, count in report.counts)
    size, unjudged = report.population, report.statuses["not_evaluated"]
    scope = (
        f"{counted(size.files, 'file')} ("
        f"{counted(size.applications, 'application')}, {counted(size.options, 'option')}, "
        f"{counted(report.evaluated, 'rule')}; {unjudged} not evaluated, {report.waived} waived{_known(report)})"
    )
    nothing = "Found nothing, but not all was checked," if report.not_checked else "Found nothing wrong"
    followed = followed_in_words(report)
    partly = ", and not all was checked," if report.not_checked else ""
    rest = "".join(f"; {phrase}" for phrase in (followed, as_of_in_words(report)) if phrase)
    return f"{f'Found {severities}{partly}' if severities else nothing} in {scope}{rest}"


def _known(report: Report) -> str:
    """How many findings are known and how many are gone; empty without an earlier report."""
    parts = (f", {report.known} known" if report.known else "", f", {report.resolved} gone" if report.resolved else "")
    return "".join(parts)


def details(report: Report) -> Iterator[str]:
    """The lines that ``--verbose`` adds: what was assumed, and what was not evaluated, with the reason."""
    if report.drift:
        from gwe_lint.reports.text.drift import drift_details  # noqa: PLC0415  a check starts without

        yield from drift_details(report)
    if report.repair:
        from gwe_lint.reports.text.repair import repair_details  # noqa: PLC0415  a check starts without

        yield from repair_details(report, report.repair)
    for assumption in report.assumptions:
        yield f"assumed: {escaped(assumption)}"
    for use in report.overrides:
        done = f"{counted(use.decided, 'finding')}, {use.ignored} ignored"
        yield f"override: {escaped(f'{use.path}:{use.line}: {done} ({use.reason})')}"
    for entry in report.not_evaluated:
        yield f"not evaluated: {entry.rule} {entry.name} in {escaped(entry.estate)}: {escaped(entry.reason)}"
