"""Members of a cluster or pair compared with each other: values that act alike, connections of the same kinds."""

from collections.abc import Iterator

from gwe_lint.checks.phrases import assumed
from gwe_lint.checks.right_values import as_most
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.effective import Effective, effective, is_used, short, use_unread
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.reach import NO_CONNECTIONS
from gwe_lint.estate.redundancy import Group
from gwe_lint.estate.selectors import AppType, Selector, fits
from gwe_lint.text import counted, listed, quoted

_Alike = list[Effective]  # values that act in the same way
_MOST_VALUES = 4  # that a message names beside the most common one


def members_agree(estate: Estate, *, options: tuple[Selector, ...], because: Prose) -> Iterator[Outcome]:
    """An option acts differently on servers that stand in for each other: one hit for each option and group."""
    for type in dict.fromkeys(selector.app for selector in options):
        wanted = [selector for selector in options if selector.app == type]
        reason = estate.redundancy.ungrouped(type)
        if reason and any(True for selector in wanted for _ in selector.matches(estate)):
            yield reason
        for group in estate.redundancy.groups(type):
            yield from group.gaps
            for section, name in _names(estate, type, group, wanted):
                yield from _agreement(estate, group, section, name, because)


def _names(estate: Estate, type: str, group: Group, wanted: list[Selector]) -> list[tuple[str, str]]:
    """The options to compare: those that are set on a member, and those whose default depends on the release."""
    found = [(each.section, each.name) for one in wanted for app in group.members for each in one.found_in(app)]
    for section, facts in estate.catalogue.sections(type).items():
        for name, fact in facts.items():
            if any(each.default is not None for each in fact.older):
                found += [(section, name) for one in wanted if fits(one.section, section) and fits(one.option, name)]
    return list(dict.fromkeys(found))


def _agreement(estate: Estate, group: Group, section: str, name: str, because: Prose) -> Iterator[Outcome]:
    values = [effective(estate, member, section, name) for member in group.members]
    known = [each for each in values if isinstance(each, Effective) and not _unclear(each)]
    reasons = [each.reason if isinstance(each, NotEvaluated) else _unclear(each) for each in values]
    by_key: dict[str, _Alike] = {}
    for value in known:
        by_key.setdefault(key_of(value), []).append(value)
    words = {value.text in value.fact.synonyms for value in known if value.fact}
    if _without_effect(estate, known):
        yield Pass()
    elif len(by_key) > 1 and len(words) > 1:
        yield NotEvaluated(
            f"{group.name}: {short(name)} has values of older and newer releases, which may mean the same"
        )
    elif len(by_key) > 1 and (unread := _use_unread(estate, known)):
        yield NotEvaluated(unread)
    elif len(by_key) > 1:
        yield _differing(group, list(by_key.values()), because)
    elif any(reasons):
        yield NotEvaluated(next(reason for reason in reasons if reason))  # one says enough
    else:
        yield Pass()


def _unclear(value: Effective) -> str | None:
    """Why it is not known how a value acts. An empty one may do something of its own, so it is known."""
    who = f"{value.application.name}: {short(value.name)}"
    if value.option and value.option.why_unknown:
        return f"{who} is set, and its value {value.option.why_unknown}"
    return f"{who} is not set, and no default is documented" if value.text is None and not value.option else None


def key_of(value: Effective) -> str:
    """The value so that equal keys act in the same way: 045 as 45, lists in any order."""
    text = value.text or ""
    kind = value.fact.type if value.fact else ""
    if kind == "list":
        return ",".join(sorted({item.strip() for item in text.replace(";", ",").split(",")}))
    number = integer_of(text) if kind == "integer" else None
    return text if number is None else str(number)


def _without_effect(estate: Estate, values: _Alike) -> bool:
    """True where the option is set without that beside it which it needs, on every member that sets it."""
    used = [is_used(estate, value.application, value.option) for value in values if value.option]
    return bool(used) and all(each is False for each in used)


def _use_unread(estate: Estate, values: _Alike) -> str:
    """Why it is not known whether the option has an effect where it is set; empty where that is known."""
    reasons = (use_unread(estate, value.application, value.option) for value in values if value.option)
    return next(filter(None, reasons), "")


def _differing(group: Group, found: list[_Alike], because: Prose) -> Hit:
    """The hit stands at a member outside of the majority; where there is none, at one that differs from the first."""
    most, *others = sorted(found, key=len, reverse=True)
    first = others[0][0]
    said = " and ".join(_on_members(each) for each in (most, *others[1:_MOST_VALUES]))
    if len(others) > _MOST_VALUES:
        said += f" and something else on {counted(sum(map(len, others[_MOST_VALUES:])), 'other')}"
    split = len(most) == len(others[0])
    more = [value for each in others for value in each if value is not first]
    label = "the members are split" if split else "unlike most members"
    hit = Hit.at(
        first,
        f"{short(first.name)} is {_on_members(others[0])} while it is {said}: {because}{assumed(group)}",
        label=label if first.option else f"not set here: {label}",
        help=f"set it alike on {group.name}",
        related=tuple(_note(value) for value in (most[0], *more)),
    )
    majority = () if split else as_most(most, [value for alike in others for value in alike])
    return hit._replace(corrections=majority).resting_on(*(value.at_most for alike in found for value in alike))


def _note(value: Effective) -> Note:
    return Note(f"on {value.application.name} {value.said}", value.place)


def _on_members(alike: _Alike) -> str:
    """What a value is, and where: ``'300' by default on ChatServer_02 and ChatServer_03``."""
    value = next((each for each in alike if each.option), alike[0])
    if not value.text:
        what = "empty" if value.option else "not set"
    else:
        what = quoted(value.text) if value.is_set else f"{quoted(value.text)} by default{_of_releases(alike)}"
    return f"{what} on {listed([each.application.name for each in alike])}"


def _of_releases(alike: _Alike) -> str:
    """Of which releases a default is, where that matters."""
    said = dict.fromkeys(each.default_of for each in alike if each.by_release)
    return f" ({listed([each.removeprefix(' ') for each in said])})" if said else ""


def connected_alike(estate: Estate, *, server: AppType, to: tuple[AppType, ...], because: Prose) -> Iterator[Outcome]:
    """Some members of a group are connected to a server of one of these types, and some are not."""
    for group in estate.redundancy.groups(server):
        for type in to:
            yield from _connected(estate, group, type, because)


def _connected(estate: Estate, group: Group, type: AppType, because: Prose) -> Iterator[Outcome]:
    topology = estate.topology
    having: list[Application] = []
    lacking: list[Application] = []
    reasons = list(group.unseen)
    for member in group.members:
        found = topology.connected_to(member)
        if isinstance(found, NotEvaluated):
            reasons.append(f"connections of {member.name} are unknown ({NO_CONNECTIONS})")
        elif found.has(type):
            having.append(member)
        elif found.unknown:
            reasons.append(f"nothing is known of {listed(found.unknown)}, to which {member.name} is connected")
        else:
            lacking.append(member)
    if having and lacking:
        yield _unlike(group, having, lacking, estate.catalogue.title(type), because)
    elif reasons:
        yield NotEvaluated(f"{group.name}: {reasons[0]}")  # one says enough
    else:
        yield Pass()


def _unlike(group: Group, having: list[Application], lacking: list[Application], what: str, because: Prose) -> Hit:
    names = listed([each.name for each in lacking])
    has = "has" if len(lacking) == 1 else "have"
    return Hit(
        message=f"{names} {has} no connection to {what} while {listed([each.name for each in having])} "
        f"{'has' if len(having) == 1 else 'have'} one: {because}{assumed(group)}",
        place=file_of(lacking[0]),
        help=f"connect all of {group.name} to it, or none",
        related=tuple(Note("not connected either", file_of(each)) for each in lacking[1:]),
    )
