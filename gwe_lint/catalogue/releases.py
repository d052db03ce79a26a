"""Releases as Genesys writes them, ``8.5.316.02``, and ranges of them: ``from 8.5.103``, ``below 9.0``."""

import re
from typing import NamedTuple

_FORM = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,4}")
_MINOR = ("7.6", "8.0", "8.1", "8.5", "9.0", "9.1")  # as one came after the other


def release_of(text: str | None) -> tuple[int, ...] | None:
    """The parts of a release; None for no release, and for a text that is none.

    The third number has two parts: 8.5.2 is the family of 8.5.200 to 8.5.299, so 8.5.316.02 gives 8, 5, 3, 16, 2.
    """
    text = (text or "").strip()
    if not _FORM.fullmatch(text):
        return None
    first, second, *rest = text.split(".")
    parts = [rest[0][:-2], rest[0][-2:], *rest[1:]] if rest and len(rest[0]) > 1 else rest
    return tuple(int(part or 0) for part in (first, second, *parts))


def is_below(release: str | None, bound: str) -> bool | None:
    """True for a release before this one; None where it is unknown, or has too few parts to tell."""
    known, limit = release_of(release), release_of(bound)
    if known is None or limit is None:
        return None
    if len(known) < len(limit) and known == limit[: len(known)]:
        return False if not any(limit[len(known) :]) else None  # 8.5 may be 8.5.100 or 8.5.316
    return known < limit


def is_after(release: str | None, last: str) -> bool | None:
    """True for a release after this one and all its builds: 8.5.102.14 is still 8.5.102. None as in ``is_below``."""
    known, limit = release_of(release), release_of(last)
    if known is None or limit is None or (len(known) < len(limit) and known == limit[: len(known)]):
        return None
    return known[: len(limit)] > limit


def is_build(release: str | None) -> bool:
    """True for a full build number, such as 8.5.316.02. That of a family, such as 8.5.3, has three parts."""
    return release_of(release) is not None and (release or "").count(".") > 2


def neighbours(release: str) -> tuple[str, ...]:
    """The releases before and after: 8.5.301.05 and 8.5.301.07 of 8.5.301.06, 8.1 and 9.0 of 8.5."""
    if release in _MINOR:
        at = _MINOR.index(release)
        return (*_MINOR[max(at - 1, 0) : at], *_MINOR[at + 1 : at + 2])
    head, _, last = release.rpartition(".")
    return tuple(f"{head}.{number:0{len(last)}}" for number in (int(last) - 1, int(last) + 1) if number >= 0)


class Releases(NamedTuple):
    """A range of releases, the first one included and the last one not."""

    first: str = ""
    below: str = ""

    def hold(self, release: str | None) -> bool | None:
        """True where the release lies in the range; None where that is unknown."""
        outside = [is_below(release, self.first)] if self.first else []
        outside += [None if (below := is_below(release, self.below)) is None else not below] if self.below else []
        return False if True in outside else None if None in outside else True


ALL = Releases()


def parse_releases(text: str) -> Releases:
    """Read ``from 8.5.103``, ``below 9.0``, ``from 8.5 below 9.0``. Raises ``ValueError`` that says what is wrong."""
    match = re.fullmatch(rf"(?:from ({_FORM.pattern}))?(?:^| ?)(?:below ({_FORM.pattern}))?", text)
    if not text or not match:
        raise ValueError(f"{text!r} is not a range of releases, such as 'from 8.5.103' or 'from 8.5 below 9.0'")
    return Releases(match[1] or "", match[2] or "")
