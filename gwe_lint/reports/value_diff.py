"""Two values beside each other: long ones are cut where they are alike, never where they differ."""

from typing import NamedTuple

from gwe_lint.findings.report import Change
from gwe_lint.text import escaped, listed

_AROUND = 40  # characters beside a difference that are kept
_LONGEST = 400  # of a difference itself
_MOST_NAMES = 8  # of members that have one value
_ENOUGH = 6  # characters in common that make it worth marking what is not


class Parts(NamedTuple):
    """A value in three parts, all escaped: alike, different, alike."""

    head: str
    mark: str
    tail: str


def contrast(one: str, other: str) -> tuple[Parts, Parts]:
    """Both values, cut where they are alike. Where they have next to nothing in common, nothing is marked."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    if start + end < _ENOUGH or one == other:
        return Parts(_cut(one), "", ""), Parts(_cut(other), "", "")
    return _parts(one, start, end), _parts(other, start, end)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _parts(value: str, start: int, end: int) -> Parts:
    head, mark, tail = value[:start], value[start : len(value) - end], value[len(value) - end :]
    if len(value) > _LONGEST:
        head = f"…{head[-_AROUND:]}" if len(head) > _AROUND else head
        tail = f"{tail[:_AROUND]}…" if len(tail) > _AROUND else tail
    return Parts(escaped(head), _cut(mark), escaped(tail))


def _cut(value: str) -> str:
    if len(value) <= _LONGEST:
        return escaped(value)
    return escaped(f"{value[: _LONGEST // 2]}…{value[-_LONGEST // 4 :]}")


def both_said(change: Change) -> tuple[str, str]:
    """Before and now as text: quoted, with a word where there is no value or it is the documented default."""
    before, after = change.before or "", change.after or ""
    one, other = ("".join(parts) for parts in contrast(before, after))
    return (
        _said(change.before, one, default=change.before_default),
        _said(change.after, other, default=change.after_default),
    )


def values_said(change: Change) -> tuple[str, ...]:
    """Every value of members with those that have it; nothing where before and now say it all."""
    if change.before is not None and change.after is not None:
        return ()
    said = (_said(held.text, _cut(held.text or ""), default=held.default) for held in change.values)
    names = (escaped(listed(held.members, _MOST_NAMES)) for held in change.values)
    return tuple(f"{value} on {who}" for value, who in zip(said, names, strict=True))


def _said(value: str | None, shown: str, *, default: bool) -> str:
    if value is None:
        return "(not set)"
    text = f"'{shown}'" if value else "(empty)"
    return f"{text} (not set: the documented default)" if default else text
