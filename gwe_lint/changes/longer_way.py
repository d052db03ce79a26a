"""The longer way: an endpoint for a while beside the present one, so that no chat is lost while its queue changes.

It is for endpoints that change on servers while their clients change, too: whichever goes first, chats are lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.fragments import ApplicationKey
from gwe_lint.changes.edits import by_application
from gwe_lint.changes.order import Unit, Walk
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import ChatOptions, clients_of
from gwe_lint.exports.records import Option
from gwe_lint.findings.plan import Phase, Plan
from gwe_lint.loading.loader import Loader


class _Reference(NamedTuple):
    """An option of a client that names an endpoint, and that the wanted change leaves alone."""

    client: str
    option: Option
    section: str
    endpoint: str


def longer_way(
    estate: Estate,
    edits: Iterable[Edit],
    plan: Plan,
    names: Mapping[ApplicationKey, str],
    loader: Loader,
    chat_options: ChatOptions,
) -> Plan | None:
    """A plan that comes to the same and loses no chat; None where none is known, or where none is needed."""
    edits = tuple(edits)
    references = list(_references(estate, edits, plan, chat_options))
    if not references:
        return None
    walk = Walk(estate, loader, chat_options)
    for unit in _units(estate, edits, references, names):
        after, chats = walk.looked_ahead(unit)
        if chats.lost:
            return None
        walk.go([unit], after, chats)
    return walk.plan


def _references(estate: Estate, edits: Sequence[Edit], plan: Plan, chat_options: ChatOptions) -> Iterator[_Reference]:
    """The references of clients whose chats are lost meanwhile, to endpoints that the change gives another queue."""
    losing = {window.chat.client for window in plan.windows}
    changing = {(each.section, each.option) for each in edits if each.before is not None and each.after is not None}
    touched = {(each.application, each.section, each.option) for each in edits}
    for client, references in clients_of(estate, chat_options):
        for each in references if client.name in losing else ():
            own = (client.name, each.option.section, each.option.name)
            if len(each.named) == 1 and each.named[0] in changing and own not in touched:
                yield _Reference(client.name, each.option, *each.named[0])


def _units(
    estate: Estate, edits: Sequence[Edit], references: Sequence[_Reference], names: Mapping[ApplicationKey, str]
) -> Iterator[Unit]:
    """What is done, in order."""
    clients = {each.client for each in references}
    endpoints = {(each.section, each.endpoint): _free_name(estate, each) for each in references}
    beside = [
        edit._replace(option=endpoints[edit.section, edit.option], before=None)
        for edit in edits
        if (edit.section, edit.option) in endpoints and edit.after is not None
    ]
    there = [_naming(each, each.endpoint, endpoints[each.section, each.endpoint]) for each in references]
    back = [edit._replace(before=edit.after, after=edit.before) for edit in there]
    imported = [each for each in edits if each.after is not None]
    yield from _made(estate, "beside", beside, names)
    yield from _made(estate, "switch", [*(each for each in imported if each.application in clients), *there], names)
    yield from _made(estate, "change", [each for each in imported if each.application not in clients], names)
    yield from _made(estate, "back", back, names)
    removals = [each for each in edits if each.after is None]
    yield from _made(estate, "removal", removals, names)
    gone = [edit._replace(before=edit.after, after=None) for edit in beside]
    yield from _made(estate, "removal of the temporary", gone, names)


def _made(estate: Estate, phase: Phase, edits: Sequence[Edit], names: Mapping[ApplicationKey, str]) -> Iterator[Unit]:
    for own in by_application(estate, edits):
        yield Unit(phase, own.application.name, own.edits, names[estate.name, own.application.name])


def _naming(reference: _Reference, now: str, then: str) -> Edit:
    """What lets the client name another endpoint: the last part of its value that is the name."""
    option = reference.option
    before, found, behind = option.value.rpartition(now)
    assert found
    return Edit(reference.client, option.section, option.name, option.value, f"{before}{then}{behind}")


def _free_name(estate: Estate, reference: _Reference) -> str:
    """A name that no application has in this section."""
    taken = {
        name for each in estate.applications if (section := each.section(reference.section)) for name in section.options
    }
    names = (f"{reference.endpoint}_new{number or ''}" for number in range(len(taken) + 2))
    return next(name for name in names if name not in taken)
