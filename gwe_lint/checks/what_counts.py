"""What is said beside a name that nobody reads: whether the right option is set, and which value counts."""

from collections.abc import Iterable
from typing import NamedTuple

from gwe_lint.estate.locations import header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note
from gwe_lint.text import escaped, quoted


class Counting(NamedTuple):
    """The end of a message, empty where the right option is not set, and where that one stands."""

    words: str = ""
    related: tuple[Note, ...] = ()


def what_counts(application: Application, section: str, name: str) -> Counting:
    """The value that counts instead of a misspelt or misplaced option. A secret's value is not told."""
    right = application.option(section, name)
    if not right:
        return Counting()
    told = not right.why_unknown and right.kind not in ("secret", "absent", "list")
    shown = quoted(right.value) if right.value.strip() else "empty"
    place = value_of(application, right)
    if right.why_unknown and len(application.paths) > 1:  # its exports may contradict each other
        return Counting("; the right one is set as well", (Note("the right one", place),))
    where = f"line {place.line}" if len(application.paths) == 1 else f"{escaped(place.path)}:{place.line}"
    words = f"the value that counts is {shown}, in {where}" if told else f"{where} has what counts"
    return Counting(f"; {words}", (Note("the value that counts", place),))


def with_missing(hit: Hit, application: Application, section: str, names: Iterable[str]) -> Hit:
    """The hit about options that stand wrong: what is said of them as missing in their section has the same cause."""
    missing = (header_of(application, section, name) for name in names if not application.option(section, name))
    return hit._replace(ends=(*(note.place for note in hit.related), *missing))
