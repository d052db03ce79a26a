"""Members of a cluster or pair: what has to be alike on all of them, and what each of them has to have."""

from collections.abc import Iterator

from gwe_lint.checks.wording import ASSUMED, NO_CONNECTIONS
from gwe_lint.conditions import Condition
from gwe_lint.display import listed, quoted
from gwe_lint.effective import Effective, effective, short
from gwe_lint.groups import Group, Kind, groups_of
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass, Prose, Unjudged
from gwe_lint.places import file_of
from gwe_lint.selectors import AppType, Selector, fits
from gwe_lint.topology import Topology

_UNSEEN = "is not in the exports"


def members_agree(estate: Estate, *, options: tuple[Selector, ...], because: Prose) -> Iterator[Outcome]:
    """An option has different effective values on members that stand in for each other; one hit for each option."""
    for type in dict.fromkeys(selector.app for selector in options):
        for group in groups_of(estate, type):
            yield from _unseen(group)
            for section, name in _names(group, [each for each in options if each.app == type]):
                yield _agreement(estate, group, section, name, because)


def _unseen(group: Group) -> Iterator[Unjudged]:
    for name in group.unseen:
        yield Unjudged(f"{group.name}: {name} {_UNSEEN}")


def _names(group: Group, selectors: list[Selector]) -> list[tuple[str, str]]:
    """The options to compare: those that fit and are set on a member."""
    found: dict[tuple[str, str], None] = {}
    for selector in selectors:
        for member in group.members:
            for option in selector.found_in(member):
                found[option.section, option.name] = None
    return list(found)


def _agreement(estate: Estate, group: Group, section: str, name: str, because: Prose) -> Outcome:
    values: list[Effective] = []
    for member in group.members:
        value = effective(estate, member, section, name)
        if isinstance(value, Unjudged):
            return value
        if value.option and value.option.kind == "suppressed":
            return Unjudged(f"{member.name}: the value of {name} is not in the export")
        if value.text is None and not value.option and value.fact is None:
            return Unjudged(f"{member.name}: {short(name)} is not set, and no default is documented")
        if value.text is None and value.fact and not value.fact.must_match:
            return Unjudged(f"{member.name}: {short(name)} is not set, and no default is documented")
        values.append(value)
    by_text: dict[str | None, list[Effective]] = {}
    for value in values:
        by_text.setdefault(value.text, []).append(value)
    if len(by_text) == 1:
        return Pass()
    return _differing(group, name, by_text, because)


def _differing(group: Group, name: str, by_text: dict[str | None, list[Effective]], because: Prose) -> Hit:
    ordered = sorted(by_text.values(), key=len, reverse=True)
    split = len(ordered[0]) == len(ordered[1])
    first = ordered[1][0]
    said = "; ".join(f"{_value(each[0])} on {listed([value.application.name for value in each])}" for each in ordered)
    others = [value for each in ordered for value in each if value is not first]
    return Hit(
        message=f"{short(name)} differs between {group.name}: {said}",
        place=first.place,
        label="another value" if not split else "the members are split",
        help=f"{because}: set it alike on all of them{ASSUMED if group.assumed else ''}",
        related=tuple(Note(f"on {value.application.name} {value.said}", value.place) for value in others),
        takes_effect=first.fact.takes_effect if first.fact else None,
        discriminator=group.name,
    )


def _value(value: Effective) -> str:
    if value.text is None:
        return "not set"
    return quoted(value.text) if value.is_set else f"{quoted(value.text)} (not set)"


def members_have(
    estate: Estate,
    *,
    group: Kind,
    options: tuple[Condition, ...],
    because: Prose,
    instead: Prose,
    unless: tuple[Condition, ...] = (),
) -> Iterator[Outcome]:
    """A member of a group of this kind has not the value that each of them has to have."""
    judged: set[tuple[str, str, str]] = set()
    for type in dict.fromkeys(condition.option.app for condition in options):
        for found in groups_of(estate, type):
            if found.kind != group:
                continue
            yield from _unseen(found)
            for member in found.members:
                key = (member.path, member.name, type)
                if key in judged or _excused(estate, member, unless):
                    continue
                judged.add(key)
                yield from _member(estate, found, member, options, because, instead)


def _excused(estate: Estate, member: Application, unless: tuple[Condition, ...]) -> bool:
    return any(
        not isinstance(each, Unjudged) and each[1]
        for condition in unless
        for each in condition.found_in(estate, member)
    )


def _member(
    estate: Estate, group: Group, member: Application, options: tuple[Condition, ...], because: Prose, instead: Prose
) -> Iterator[Outcome]:
    """One hit for a member, whatever the number of its options that are not right."""
    wrong: list[Effective] = []
    for condition in options:
        if condition.option.app != member.type:
            continue
        for each in condition.found_in(estate, member):
            if isinstance(each, Unjudged):
                yield each
            elif each[1]:
                yield Pass()
            else:
                wrong.append(each[0])
    if wrong:
        first = next((value for value in wrong if value.option), wrong[0])
        said = listed([value.said for value in wrong])
        yield Hit(
            message=f"{member.name} is one of {group.name}, and its {said}: {because}",
            place=first.place,
            label="" if first.option else "not set here",
            help=instead + (ASSUMED if group.assumed else ""),
            related=tuple(Note(value.said, value.place) for value in wrong if value is not first and value.option),
        )


def node_overrides(estate: Estate, *, node: AppType, cluster: AppType, sections: tuple[str, ...]) -> Iterator[Outcome]:
    """A node has another value for an option that belongs to the cluster application it is connected to."""
    clusters = {application.name: application for application in estate.of_type(cluster)}
    for application in estate.of_type(node):
        owner = next((clusters[name] for name in application.connects_to or () if name in clusters), None)
        if not owner:
            yield Unjudged(f"{application.name}: no {cluster} is known that it is connected to")
            continue
        for name, section in application.sections.items():
            for option in section.options.values() if any(fits(each, name) for each in sections) else ():
                own = effective(estate, application, name, option.name)
                shared = owner.option(name, option.name)
                if isinstance(own, Unjudged) or not shared or shared.value == option.value:
                    yield Pass()
                    continue
                theirs = effective(estate, owner, name, option.name)
                note = (Note(f"on {owner.name}", theirs.place),) if isinstance(theirs, Effective) else ()
                yield Hit(
                    message=f"{own.said} on node {application.name}, and {quoted(shared.value)} on its cluster "
                    f"application {owner.name}",
                    place=own.place,
                    label="belongs to the cluster application",
                    help=f"remove it from the node, and set it on {owner.name}",
                    related=note,
                )


def some_member_has(estate: Estate, *, option: Condition, because: Prose, instead: Prose) -> Iterator[Outcome]:
    """None of all applications of a type has the value that one of them has to have."""
    wrong: list[Effective] = []
    for application in option.option.applications(estate):
        for each in option.found_in(estate, application):
            if isinstance(each, Unjudged):
                yield each
                return
            if each[1]:
                yield Pass()
                return
            wrong.append(each[0])
    if wrong:
        names = listed([value.application.name for value in wrong])
        yield Hit(
            message=f"on {names} {wrong[0].said}: {because}",
            place=wrong[0].place,
            label="" if wrong[0].option else "not set here",
            help=instead,
            related=tuple(Note(f"on {value.application.name} {value.said}", value.place) for value in wrong[1:]),
        )


def connected_alike(estate: Estate, *, server: AppType, to: tuple[AppType, ...], because: Prose) -> Iterator[Outcome]:
    """Some members of a group are connected to a server of one of these types, and some are not."""
    topology = Topology(estate)
    for group in groups_of(estate, server):
        found = [(member, topology.connected_to(member)) for member in group.members]
        if any(connected is None or connected.unknown for _, connected in found) or group.unseen:
            yield Unjudged(f"{group.name}: the connections of some of them are unknown ({NO_CONNECTIONS})")
            continue
        for type in to:
            having = [member for member, reach in found if reach and any(a.type == type for a in reach.applications)]
            lacking = [member for member, _ in found if member not in having]
            if not having or not lacking:
                yield Pass()
                continue
            yield Hit(
                message=f"{listed([each.name for each in lacking])} {'has' if len(lacking) == 1 else 'have'} no "
                f"connection to {estate.catalogue.title(type)}, unlike the others of {group.name}: {because}",
                place=file_of(lacking[0]),
                help=f"connect {listed([each.name for each in lacking])} as {having[0].name} is",
                related=tuple(Note("another one without it", file_of(each)) for each in lacking[1:]),
                discriminator=f"{group.name}:{type}",
            )
