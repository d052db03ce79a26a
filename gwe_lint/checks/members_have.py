"""Members of a cluster or pair: what each of them needs, and what one of them needs."""

from collections.abc import Generator, Iterator
from typing import Literal

from gwe_lint.checks.phrases import assumed, counted_names
from gwe_lint.checks.right_values import as_asked
from gwe_lint.estate.conditions import Condition
from gwe_lint.estate.connected import Connected
from gwe_lint.estate.effective import Effective
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType
from gwe_lint.text import listed

Standing = Literal["pair", "cluster", "alone"]


class _Asked:
    """What is asked of each server; ``stored`` not of those that are connected to one of the types ``elsewhere``."""

    def __init__(
        self,
        options: tuple[Condition, ...],
        stored: tuple[Condition, ...],
        elsewhere: tuple[AppType, ...],
        beside: tuple[Condition, ...],
    ) -> None:
        self.options = options
        self.stored = stored
        self.elsewhere = elsewhere
        self.beside = beside


def members_have(
    estate: Estate,
    *,
    server: AppType,
    group: Standing,
    because: Prose,
    instead: Prose,
    options: tuple[Condition, ...] = (),
    stored: tuple[Condition, ...] = (),
    elsewhere: tuple[AppType, ...] = (),
    beside: tuple[Condition, ...] = (),
    intended: tuple[Condition, ...] = (),
) -> Iterator[Outcome]:
    """Servers that stand so to each other do not have the values that each of them has to have.

    One hit for all servers of a group with the same wrong values. A server that is half of a pair is judged there only.
    With ``intended`` it judges groups of which a member, or a client of theirs, has such a value.
    """
    asked = _Asked(options, stored, elsewhere, beside)
    everybody = Group("cluster", "", estate.of_type(server))
    reason = estate.redundancy.ungrouped(server) if group == "cluster" else None
    if reason and is_intended(estate, everybody, intended):
        yield reason
    for found in _standing(estate, server, group):
        if not is_intended(estate, found, intended):
            continue
        yield from found.gaps
        wrong: dict[tuple[str, ...], list[list[Effective]]] = {}
        for member in found.members:
            values = yield from _judged(estate, member, asked)
            if values:
                wrong.setdefault(tuple(value.said for value in values), []).append(values)
        for alike in wrong.values():
            right = as_asked([value for values in alike for value in values], (*options, *stored))
            yield _lacking(found, alike, because, instead)._replace(corrections=right)


def _standing(estate: Estate, server: AppType, group: Standing) -> Iterator[Group]:
    """The servers to judge: each pair, what else is in each group, or each server that is in neither."""
    pairs = list(estate.redundancy.pairs(server))
    if group == "pair":
        yield from pairs
        return
    groups = estate.redundancy.groups(server)
    halves = {each.name for pair in pairs for each in pair.members}
    if group == "alone":
        grouped = halves.union(each.name for found in groups for each in found.members)
        yield from (Group("cluster", each.name, (each,)) for each in estate.of_type(server) if each.name not in grouped)
        return
    for found in groups:
        members = tuple(each for each in found.members if each.name not in halves)
        name = found.name if len(members) == len(found.members) else counted_names(members)
        if members:
            yield found._replace(members=members, name=name)


def is_intended(estate: Estate, group: Group, intended: tuple[Condition, ...]) -> bool:
    """True where a member of the group has one of the values, or a client of one."""
    names = {member.name for member in group.members}
    return not intended or any(
        not isinstance(found, NotEvaluated) and found[1]
        for condition in intended
        for application in condition.option.applications(estate)
        if names & {application.name, *(each.name for each in estate.reach_of(application).servers)}
        for found in condition.found_in(estate, application)
    )


def _judged(estate: Estate, member: Application, asked: _Asked) -> Generator[Outcome, None, list[Effective]]:
    """The values that are not right, in the end; outcomes of the others on the way."""
    for condition in asked.beside:
        for each in condition.found_in(estate, member):
            if isinstance(each, NotEvaluated) or not each[1]:
                yield each if isinstance(each, NotEvaluated) else Pass()
                return []
    connected = estate.topology.connected_to(member)
    elsewhere = isinstance(connected, Connected) and any(map(connected.has, asked.elsewhere))
    wrong: list[Effective] = []
    for condition in (*asked.options, *(() if elsewhere else asked.stored)):
        for each in condition.found_in(estate, member):
            if isinstance(each, NotEvaluated):
                yield each
            elif each[1]:
                yield Pass()
            else:
                wrong.append(each[0])
    return wrong


def _lacking(group: Group, alike: list[list[Effective]], because: Prose, instead: Prose) -> Hit:
    """``alike`` has the wrong values of each server that has these."""
    values, *others = alike
    first = next((value for value in values if value.option), values[0])
    names = listed([each[0].application.name for each in alike])
    among = f"{names} {'of' if group.kind == 'pair' else 'among'} {group.name}"
    who = group.name if len(alike) == len(group.members) and not group.unseen else among
    more = [value for value in values if value is not first and value.option]
    return Hit.at(
        first,
        f"{listed([value.said for value in values])}{'' if values[-1].is_set else ','} on {who}: {because}"
        + assumed(group),
        help=instead,
        related=tuple(_note(value) for value in (*more, *(each[0] for each in others))),
    ).resting_on(*(value.at_most for each in alike for value in each))


def _note(value: Effective) -> Note:
    return Note(f"on {value.application.name} {value.said}", value.place)


def some_member_has(estate: Estate, *, option: Condition, because: Prose, instead: Prose) -> Iterator[Outcome]:
    """No member of a cluster has the value that one of them has to have. Of pairs nobody knows that it matters."""
    judged: set[str] = set()
    for group in estate.redundancy.groups(option.option.app):
        if group.kind == "cluster":
            judged |= {each.name for each in group.members}
            yield _nobody(estate, group, option, because, instead)
    for application in option.option.applications(estate):
        for each in option.found_in(estate, application) if application.name not in judged else ():
            if isinstance(each, NotEvaluated) or each[1]:
                yield each if isinstance(each, NotEvaluated) else Pass()
            else:
                yield NotEvaluated(f"{application.name}: {each[0].said}, and it is not known which others there are")


def _nobody(estate: Estate, group: Group, option: Condition, because: Prose, instead: Prose) -> Outcome:
    found = [each for member in group.members for each in option.found_in(estate, member)]
    values = [each for each in found if not isinstance(each, NotEvaluated)]
    if any(held for _, held in values):
        return Pass()
    unknown = [*group.gaps, *(each for each in found if isinstance(each, NotEvaluated))]
    if unknown:
        return unknown[0]
    first, *others = [value for value, _ in values]
    return Hit.at(
        first,
        f"{first.said} on all of {group.name}: {because}{assumed(group)}",
        help=instead,
        related=tuple(_note(value) for value in others),
    ).resting_on(*(value.at_most for value in others))
