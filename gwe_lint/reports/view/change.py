"""The view of one difference: the value on each side, or the value of each member."""

from typing import NamedTuple

from gwe_lint.findings.comparison import Change
from gwe_lint.reports.view.limits import MOST_NAMES
from gwe_lint.reports.view.value_diff import Parts, contrast, shortened
from gwe_lint.text import listed, quoted

_DEFAULT = "not set: the documented default"


class ValueView(NamedTuple):
    """A value of an option; None where there is none. ``is_default``: not set, so that the documented default acts."""

    text: str | None
    is_default: bool

    @property
    def absence(self) -> str:
        """``not set`` or ``empty``, where there is no text to show; else an empty text."""
        return "not set" if self.text is None else "" if self.text else "empty"

    @property
    def origin(self) -> str:
        """The origin of the value where it is a default; empty where it is set."""
        return _DEFAULT if self.is_default and self.text is not None else ""

    @property
    def brief(self) -> str:
        """The value for a line of a terminal, escaped."""
        shown = f"({self.absence})" if self.absence else quoted(self.text or "")
        return f"{shown}   ({self.origin})" if self.origin else shown

    def quoted_as(self, text: str) -> str:
        """The value for a sentence; ``text`` is what is shown of it, escaped."""
        shown = f"({self.absence})" if self.absence else f"'{text}'"
        return f"{shown} ({self.origin})" if self.origin else shown


class Holding(NamedTuple):
    """A value that members of a group have. ``role``: how it compares with what they should have."""

    role: str
    value: ValueView
    parts: Parts  # of the value, with what differs from that of most marked
    members: str  # as a phrase, escaped

    @property
    def phrase(self) -> str:
        """The value and who has it, for a sentence, escaped."""
        return f"{self.value.quoted_as(''.join(self.parts))} on {self.members}"

    def __str__(self) -> str:
        return f"{self.role}: {self.phrase}"


class ChangeView(NamedTuple):
    """Both values of a change, or the values of members where they are compared with each other."""

    kind: str
    group: str  # the same for all differences of one cause
    before: ValueView
    after: ValueView
    holdings: tuple[Holding, ...]

    @property
    def contrasted(self) -> tuple[Parts, Parts]:
        """The value of each side, with what differs marked."""
        return contrast(self.before.text or "", self.after.text or "")

    def beside(self, sides: tuple[str, str]) -> list[tuple[str, ValueView, Parts]]:
        """The name and value of both sides, with the difference marked."""
        before, after = self.contrasted
        names = [f"{side[:1].upper()}{side[1:]}" for side in sides]
        return [(names[0], self.before, before), (names[1], self.after, after)]

    @property
    def both(self) -> tuple[str, str]:
        """The value of each side for a sentence, escaped."""
        before, after = ("".join(parts) for parts in self.contrasted)
        return self.before.quoted_as(before), self.after.quoted_as(after)

    @property
    def remark(self) -> str:
        """A remark on a difference that is easy to overlook; mostly empty."""
        before, after = self.before.text, self.after.text
        if before is None or after is None or before == after or before.casefold() != after.casefold():
            return ""
        return "the values differ only in case, which counts"


def change_view(change: Change) -> ChangeView:
    """What is shown of a change."""
    return ChangeView(
        change.kind,
        change.group,
        ValueView(change.before, change.before_default),
        ValueView(change.after, change.after_default),
        holdings_of(change),
    )


def holdings_of(change: Change) -> tuple[Holding, ...]:
    """Every value with the members that have it; in a split one, with the letter that the matrix has."""
    split = change.reference == "split"
    right = "its own" if change.kind == "must-differ" else "most"
    most = next((held.text for held in change.values if held.reference), None)
    return tuple(
        Holding(
            f"value {letter(number)}" if split else right if held.reference else "differs",
            ValueView(held.text, held.default),
            contrast(held.text or "", most or "")[0]
            if not held.reference
            else Parts(shortened(held.text or ""), "", ""),
            listed(held.members, MOST_NAMES),
        )
        for number, held in enumerate(change.values)
    )


def letter(number: int) -> str:
    """A name for a value: a to z, then numbers."""
    return chr(ord("a") + number) if number < 26 else str(number)
