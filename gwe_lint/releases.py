"""Releases as Genesys writes them, ``8.5.316.02``, and ranges of them: ``from 8.5.103``, ``below 9.0``."""

import re
from typing import NamedTuple

_FORM = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,4}")


def release_of(text: str | None) -> tuple[int, ...] | None:
    """The numbers of a release; None for no release, and for a text that is none."""
    text = (text or "").strip()
    return tuple(map(int, text.split("."))) if _FORM.fullmatch(text) else None


def is_below(release: str | None, bound: str) -> bool | None:
    """True for a release before this one; None where that cannot be said: it is unknown, or not told far enough."""
    known, limit = release_of(release), release_of(bound)
    if known is None or limit is None:
        return None
    if len(known) < len(limit) and known == limit[: len(known)]:
        return False if not any(limit[len(known) :]) else None  # 8.5 may be 8.5.100 or 8.5.316
    return known < limit


class Releases(NamedTuple):
    """A range of releases, the first one included and the last one not."""

    first: str = ""
    below: str = ""

    def hold(self, release: str | None) -> bool | None:
        """True where the release lies in the range, None where that cannot be said."""
        outside = [is_below(release, self.first)] if self.first else []
        outside += [None if (below := is_below(release, self.below)) is None else not below] if self.below else []
        return False if True in outside else None if None in outside else True


ALL = Releases()


def parse_releases(text: str) -> Releases:
    """Read ``from 8.5.103``, ``below 9.0``, ``from 8.5 below 9.0``. Raises ``ValueError`` that says what is wrong."""
    found = re.fullmatch(rf"(?:from ({_FORM.pattern}))?(?:^| ?)(?:below ({_FORM.pattern}))?", text)
    if not text or not found:
        raise ValueError(f"{text!r} is not a range of releases, such as 'from 8.5.103' or 'from 8.5 below 9.0'")
    return Releases(found[1] or "", found[2] or "")
