"""The fix of a finding: what a correction changes, how safe it is, and what a trial of it showed. Immutable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.estate.correction import Edit, Safety
from gwe_lint.estate.text_edits import Replacement
from gwe_lint.text import escaped, listed, quoted


class Fix(NamedTuple):
    """What ``fix`` in reports says. ``resolves`` is None where the fix is only proposed, and was not tried.

    ``replacements`` are the same changes in the text of exports; none where one of them has no exact place there.
    """

    safety: Safety
    changes: tuple[Edit, ...]
    resolves: int | None = None  # how many findings go when it is made
    replacements: tuple[Replacement, ...] = ()

    @property
    def in_words(self) -> str:
        """What to do, as a phrase: ``set [endpoints:1] webme to 'Q' on ChatServer_02``."""
        return "; ".join(_phrases(self.changes))

    @property
    def other_names(self) -> Mapping[Edit, Edit]:
        """The options that get another name or section: what removes each, with what sets its value there."""
        left, found = list(self.changes), {}
        for change in self.changes:
            if other := _set_instead(change, left):
                left.remove(other)
                found[change] = other
        return found

    @property
    def is_one_thing(self) -> bool:
        """True where the same is done on every application."""
        return len(list(_phrases(self.changes))) == 1

    def is_said_in(self, text: str) -> bool:
        """True where a text for people says all of the fix already: the new values or names, or that it is removed."""
        if len({change.application for change in self.changes}) > 1:
            return False
        gone = {change.before: change for change in self.changes if change.after is None}
        new = [change for change in self.changes if change.after is not None]
        words = [_told(change, gone.get(change.after)) for change in new] or ["remove"]
        return all(word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def _told(change: Edit, gone: Edit | None) -> str:
    """The word that tells of a change: the new value; of an option that moves, its new name or section."""
    if not gone:
        return escaped(change.after or "")
    return escaped(change.option if change.option != gone.option else change.section)


def _phrases(changes: Sequence[Edit]) -> Iterator[str]:
    """What is done, and where: one phrase for options that move together, and for applications that are alike."""
    moved: dict[tuple[str, tuple[str, str]], list[str]] = {}
    left = list(changes)
    while left:
        change = left.pop(0)
        other = _set_instead(change, left)
        if other:
            left.remove(other)
        moved.setdefault((change.application, _done(change, other)), []).append(change.option)
    alike: dict[str, list[str]] = {}
    for (application, (before, behind)), names in moved.items():
        alike.setdefault(f"{before} {listed(names)}{behind}", []).append(application)
    yield from (f"{what} on {listed(names)}" for what, names in alike.items())


def _set_instead(change: Edit, others: Sequence[Edit]) -> Edit | None:
    """Of an option that is removed, the one that gets its value; None where there is none."""
    if change.after is not None:
        return None
    same = [each for each in others if each.before is None and each.application == change.application]
    same = [each for each in same if each.after == change.before]
    return next((each for each in same if each.option == change.option), same[0] if same else None)


def _done(change: Edit, instead: Edit | None) -> tuple[str, str]:
    """What is done with an option: the words before its name, and those behind it."""
    section = escaped(f"[{change.section}]")
    if instead and instead.section == change.section:
        return f"rename {section}", f" to {escaped(instead.option)}"
    if instead:
        name = "" if instead.option == change.option else f" {instead.option}"
        return f"move {section}", escaped(f" to [{instead.section}]{name}")
    return (f"remove {section}", "") if change.after is None else (f"set {section}", f" to {quoted(change.after)}")
