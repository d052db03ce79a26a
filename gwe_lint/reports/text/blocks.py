"""Blocks of lines that several reports for a terminal are made of."""

import textwrap
from collections.abc import Iterator, Sequence

from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.reports.view.cause import Cause, Where
from gwe_lint.reports.view.limits import MOST_PLACES
from gwe_lint.text import escaped


def plain_cause(cause: Cause, layout: Layout) -> Iterator[str]:
    """The block of a cause that is no difference, such as an expired waiver or an unreadable line."""
    yield from heading(cause, f": {cause.first.hit.message}", "plain", layout)
    yield from places(cause)
    yield from reasons(cause, layout)


def places(cause: Cause) -> Iterator[str]:
    """Where the findings of one cause are."""
    yield from places_of(cause.places)


def places_of(where: Sequence[Where]) -> Iterator[str]:
    """The first places of several, each with its application."""
    for number, place in enumerate(where[:MOST_PLACES]):
        yield f"    {'where' if not number else '':<9} {_place(place)}"
    if len(where) > MOST_PLACES:
        yield f"    {'':<9} and {len(where) - MOST_PLACES} more"


def heading(cause: Cause, text: str, paint: Paint, layout: Layout) -> Iterator[str]:
    """Severity and rule, then the text; wrapped to the width of the terminal, with further lines indented."""
    severity = cause.first.severity
    mark = f"{severity}[{cause.first.rule}]"
    lines = textwrap.wrap(
        mark + escaped(text),
        max(layout.width, 30),
        subsequent_indent="    ",
        break_on_hyphens=False,
        break_long_words=False,
    )
    rest = [layout.paint(paint, lines[0][len(mark) :]), *(layout.paint(paint, line) for line in lines[1:])]
    yield layout.paint(severity, mark) + rest[0]
    yield from rest[1:]


def reasons(cause: Cause, layout: Layout) -> Iterator[str]:
    """Why the cause counts, or what helps where nothing differs; its age, and when a correction takes effect."""
    first = cause.first
    if cause.why:
        yield from layout.wrapped(f"    {'why' if cause.change else 'help':<9} ", cause.why, 14)
    if cause.since:
        yield f"    since     {cause.since}"
    if first.takes_effect:
        yield from layout.wrapped("    effect    ", first.takes_effect, 14)


def _place(place: Where) -> str:
    return escaped(f"{place.application}  {place.spot}".strip())
