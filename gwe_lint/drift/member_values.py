"""Values of the members of a group: for each option, which members share a value, and which value the majority has."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact
from gwe_lint.drift.diff import defaults_by_release
from gwe_lint.drift.difference import Class, is_no_default, may_rest_on_object
from gwe_lint.drift.facets import ALL
from gwe_lint.drift.member_groups import MemberGroup
from gwe_lint.drift.side_value import SideValue
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.equality import meaning
from gwe_lint.estate.model import CONNECTIONS, FACETS, OBJECT, Application
from gwe_lint.estate.said import says
from gwe_lint.text import escaped, listed


class SharedValue(NamedTuple):
    """A value, and the positions of the members whose values mean the same.

    ``side`` is the value of the first of them that sets it, else of the first one.
    """

    side: SideValue
    members: tuple[int, ...]


class Spread(NamedTuple):
    """One option of a group. ``shared_values`` begin with the value that most members have."""

    member_group: MemberGroup
    section: str
    name: str
    kind: Class
    member_values: tuple[
        SideValue | None, ...
    ]  # of each member; None: its export does not carry this part of an object
    shared_values: tuple[SharedValue, ...]
    unknown: tuple[tuple[int, str], ...] = ()  # members whose values cannot be compared, and why
    fact: Fact | None = None

    @property
    def majority(self) -> SharedValue | None:
        """The value of more than half of the members; None where no value has a majority."""
        size = sum(side is not None for side in self.member_values)
        return self.shared_values[0] if self.shared_values and 2 * len(self.shared_values[0].members) > size else None

    @property
    def object_says(self) -> bool:
        """True where the values differ only if the objects have the versions of what runs."""
        sides = [shared.side for shared in self.shared_values]
        pairs = [(one, other) for number, one in enumerate(sides) for other in sides[number + 1 :]]
        return bool(pairs) and all(may_rest_on_object(*pair, self.fact) for pair in pairs)

    @property
    def deviating(self) -> tuple[SharedValue, ...]:
        """The values outside of the majority; all values where there is none."""
        return self.shared_values[1:] if self.majority else self.shared_values


def spreads_of(member_group: MemberGroup) -> Iterator[Spread]:
    """The spread of every option that a member sets, or whose default depends on the release."""
    members = member_group.members
    completed = [_as_if_complete(each) for each in members]
    for section, name in _keys(members):
        yield _spread(member_group, section, name, _member_values(members, completed, section, name))
    facets = [each.facets(of_hosts=False) for each in members]
    for section in FACETS:
        yield from _facet(member_group, section, [each.get(section) for each in facets])


def _keys(members: Sequence[Subject]) -> dict[Key, None]:
    keys = dict.fromkeys(sorted(set(chain.from_iterable(map(Subject.keys, members)))))
    with_release = [each for each in members if each.application.running_release]
    for member in with_release[1:]:
        keys.update(dict.fromkeys(defaults_by_release(with_release[0], member)))
    return keys


def _as_if_complete(subject: Subject) -> Subject:
    """The application as if its export of string options were complete."""
    export = subject.application.export
    if not export or export.completeness != "strings-only":
        return subject
    return subject._replace(application=subject.application._replace(export=export._replace(completeness="complete")))


def _member_values(
    members: Sequence[Subject], completed: Sequence[Subject], section: str, name: str
) -> tuple[SideValue, ...]:
    """The value of each member.

    A text that is no number is stored as a string. Where one member has such a text, an export of string options
    without it proves that it is not set.
    """
    options = [each.application.option(section, name) for each in members]
    stored_as_string = any(option and option.value.strip() and integer_of(option.value) is None for option in options)
    return tuple(each.value(section, name) for each in (completed if stored_as_string else members))


def _spread(member_group: MemberGroup, section: str, name: str, sides: tuple[SideValue | None, ...]) -> Spread:
    app = member_group.members[0].application.type
    fact = None if section in FACETS else member_group.estate.catalogue.fact(app, section, name)
    shared_values: dict[Hashable, list[int]] = {}
    unknown: list[tuple[int, str]] = []
    known = [side for side in sides if side and side.is_set]
    for number, value in enumerate(sides):
        if value is None:
            continue
        reason = _why_not_comparable(value)
        certain = known and all(is_no_default(side, value.may_be, fact) for side in known)
        if reason and not certain:
            unknown.append((number, reason))
        else:
            shared_values.setdefault(None if value.text is None else (meaning(value.text, fact),), []).append(number)
    ordered = sorted(shared_values.values(), key=lambda shared: (-len(shared), shared[0]))
    by_size = tuple(_shared_value(sides, shared) for shared in ordered)
    spread = Spread(member_group, section, name, "unchanged", sides, by_size, tuple(unknown), fact)
    return spread._replace(kind=_class_of(spread))


def _shared_value(sides: Sequence[SideValue | None], members: Sequence[int]) -> SharedValue:
    values = [side for number in members if (side := sides[number])]
    return SharedValue(next((side for side in values if side.is_set), values[0]), tuple(members))


def _why_not_comparable(value: SideValue) -> str:
    if value.option and value.option.why_unknown:
        return f"the value {value.option.why_unknown}"
    return value.unknown


def _class_of(spread: Spread) -> Class:
    if len(spread.shared_values) < 2:
        if spread.unknown:
            return "unverifiable"
        texts = {(side.text, side.default) for side in spread.member_values if side}
        return "unchanged" if len(texts) < 2 else "equivalent"
    majority = spread.majority
    if majority is None:
        return "changed"
    others = {shared.side.is_set for shared in spread.deviating}
    if majority.side.is_set not in others and len(others) == 1:
        return "missing" if majority.side.is_set else "extra"
    return "changed"


def _facet(
    member_group: MemberGroup, section: str, facets: Sequence[Mapping[str, SideValue] | None]
) -> Iterator[Spread]:
    """The spreads of facets, among the members whose exports carry them. Connections to each other do not count."""
    own = {each.application.name for each in member_group.members} if section == CONNECTIONS else set()
    for name in sorted({name for each in facets for name in each or ()} - own):
        members = zip(member_group.members, facets, strict=True)
        values = tuple(_facet_value(section, name, each.application, facet) for each, facet in members)
        if sum(side is not None for side in values) > 1:
            yield _spread(member_group, section, name, values)
    silent = tuple(_silent(member_group, section, facets))
    if silent:
        nothing = (None,) * len(member_group.members)
        yield Spread(member_group, section, ALL, "unverifiable", nothing, (), silent)


def _silent(
    member_group: MemberGroup, section: str, facets: Sequence[Mapping[str, SideValue] | None]
) -> Iterator[tuple[int, str]]:
    """The members whose exports do not say a facet that another member's export says, each with the reason."""
    applications = [each.application for each in member_group.members]
    whole = any(each.properties for each in applications)
    names = [name for name in ("release", "state") if any(says(each, name) for each in applications)]
    said = any(facet is not None for facet in facets)
    for number, (subject, facet) in enumerate(zip(member_group.members, facets, strict=True)):
        lacking = "them" if said and facet is None else ""
        if section == OBJECT:
            unsaid = [name for name in names if not says(subject.application, name)]
            unsaid += ["the rest of Server Info"] if whole and subject.application.properties is None else []
            lacking = listed(unsaid) if unsaid else ""
        if lacking:
            yield number, f"{escaped(subject.path)} does not say {lacking}"


def _facet_value(
    section: str, name: str, application: Application, facet: Mapping[str, SideValue] | None
) -> SideValue | None:
    if facet is None or (section == OBJECT and name not in facet and not says(application, name)):
        return None  # the format does not say it
    return facet.get(name) or SideValue(None)
