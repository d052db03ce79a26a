"""Blocks of lines that several reports for a terminal are made of."""

from collections.abc import Iterator, Sequence

from gwe_lint.findings.report import Finding
from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.text import escaped

_MOST_PLACES = 8  # of one cause


def plain(group: Sequence[Finding], layout: Layout) -> Iterator[str]:
    """Findings that are no difference, such as one about a waiver, or a line that could not be read."""
    first = group[0]
    yield from heading(first, f": {first.hit.message}", "plain", layout)
    yield from places(group)


def places(group: Sequence[Finding]) -> Iterator[str]:
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


def _where(finding: Finding) -> str:
    place = finding.hit.place
    return escaped(f"{place.application or ''}  {place.path}:{place.line}".strip())
