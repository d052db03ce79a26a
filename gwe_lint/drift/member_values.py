"""Members compared with each other: for each option the camps of members whose values mean the same, and its class."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact
from gwe_lint.drift.diff import moving_defaults
from gwe_lint.drift.difference import Class
from gwe_lint.drift.equality import meaning
from gwe_lint.drift.member_groups import Gathering
from gwe_lint.drift.subject import Key, Side, Subject
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.model import CONNECTIONS, FACETS, OBJECT


class Camp(NamedTuple):
    """Members whose values mean the same, by position, with the value of the first of them that sets it, if any."""

    side: Side
    members: tuple[int, ...]


class Spread(NamedTuple):
    """One option of a group. The largest camp comes first; a strict majority of the members is the reference."""

    gathering: Gathering
    section: str
    name: str
    kind: Class
    sides: tuple[Side | None, ...]  # of each member; None: its export does not carry this part of an object
    camps: tuple[Camp, ...]
    unknown: tuple[tuple[int, str], ...] = ()  # members that cannot be told, and why
    fact: Fact | None = None

    @property
    def reference(self) -> Camp | None:
        """The camp of the majority; None where they are split."""
        size = sum(side is not None for side in self.sides)
        return self.camps[0] if self.camps and 2 * len(self.camps[0].members) > size else None

    @property
    def deviating(self) -> tuple[Camp, ...]:
        """The camps outside of the majority; all where there is none."""
        return self.camps[1:] if self.reference else self.camps


def spreads_of(gathering: Gathering) -> Iterator[Spread]:
    """What the members have of every option that one of them sets, or whose default depends on their releases."""
    members = gathering.members
    whole = [_whole(each) for each in members]
    for section, name in _keys(members):
        yield _spread(gathering, section, name, _sides(members, whole, section, name))
    facets = [each.facets() for each in members]
    for section in FACETS:
        yield from _facet(gathering, section, [each.get(section) for each in facets])


def _keys(members: Sequence[Subject]) -> dict[Key, None]:
    keys = dict.fromkeys(sorted(set(chain.from_iterable(map(Subject.keys, members)))))
    known = [each for each in members if each.application.release]
    for each in known[1:]:
        keys.update(dict.fromkeys(moving_defaults(known[0], each)))
    return keys


def _whole(subject: Subject) -> Subject:
    """The application as if its export of string options were complete."""
    export = subject.application.export
    if not export or export.completeness != "strings-only":
        return subject
    return subject._replace(application=subject.application._replace(export=export._replace(completeness="complete")))


def _sides(members: Sequence[Subject], whole: Sequence[Subject], section: str, name: str) -> tuple[Side, ...]:
    """The value of each member. What others have as a text that is no number is stored as a string, so that an
    export of string options without it proves that it is not set.
    """
    options = [each.application.option(section, name) for each in members]
    stored = any(option and option.value.strip() and integer_of(option.value) is None for option in options)
    return tuple(each.value(section, name) for each in (whole if stored else members))


def _spread(gathering: Gathering, section: str, name: str, sides: tuple[Side | None, ...]) -> Spread:
    app = gathering.members[0].application.type
    fact = None if section in FACETS else gathering.estate.catalogue.fact(app, section, name)
    camps: dict[Hashable, list[int]] = {}
    unknown: list[tuple[int, str]] = []
    for number, side in enumerate(sides):
        if side is None:
            continue
        reason = _unknown(side)
        if reason:
            unknown.append((number, reason))
        else:
            camps.setdefault(None if side.text is None else (meaning(side.text, fact),), []).append(number)
    ordered = sorted(camps.values(), key=lambda camp: (-len(camp), camp[0]))
    known = tuple(_camp(sides, camp) for camp in ordered)
    found = Spread(gathering, section, name, "unchanged", sides, known, tuple(unknown), fact)
    return found._replace(kind=_kind(found))


def _camp(sides: Sequence[Side | None], members: Sequence[int]) -> Camp:
    held = [side for number in members if (side := sides[number])]
    return Camp(next((side for side in held if side.is_set), held[0]), tuple(members))


def _unknown(side: Side) -> str:
    if side.option and side.option.kind == "suppressed":
        return "the value is not in the export"
    return side.unknown


def _kind(spread: Spread) -> Class:
    if len(spread.camps) < 2:
        if spread.unknown:
            return "unverifiable"
        texts = {(side.text, side.default) for side in spread.sides if side}
        return "unchanged" if len(texts) < 2 else "equivalent"
    reference = spread.reference
    if reference is None:
        return "changed"
    others = {camp.side.is_set for camp in spread.deviating}
    if reference.side.is_set not in others and len(others) == 1:
        return "missing" if reference.side.is_set else "extra"
    return "changed"


def _facet(gathering: Gathering, section: str, found: Sequence[Mapping[str, Side] | None]) -> Iterator[Spread]:
    """What the members hold beside options, among those whose exports carry it. Connections to each other count not."""
    own = {each.application.name for each in gathering.members} if section == CONNECTIONS else set()
    for name in sorted({name for each in found for name in each or ()} - own):
        sides = tuple(_held(section, name, each) for each in found)
        if sum(side is not None for side in sides) > 1:
            yield _spread(gathering, section, name, sides)


def _held(section: str, name: str, facet: Mapping[str, Side] | None) -> Side | None:
    if facet is None or (section == OBJECT and name not in facet and name != "backup"):
        return None  # the format does not say it
    return facet.get(name) or Side(None)
