"""Reachability drift: chats that arrived as the baseline has it, and do not now, with what explains it."""

from collections.abc import Mapping, Sequence

from gwe_lint.changes.chats import chats_of, chats_together
from gwe_lint.changes.reasons import with_reasons
from gwe_lint.drift.diff import Drift
from gwe_lint.drift.difference import DRIFT
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.exports.records import Connection, Target
from gwe_lint.findings.chats import Chats


def reachability(drift: Drift, former: Sequence[Estate], estates: Sequence[Estate], chat_options: ChatOptions) -> Chats:
    """What becomes of chats since a baseline. Estates in which nothing differs are not followed.

    A baseline holds no Script objects, so those of today count for both sides. A single estate is the same whatever it
    is called, and so is an application.
    """
    otherwise = {pair.after.estate.name for pair in drift.pairs if any(each.kind in DRIFT for each in pair.differences)}
    otherwise |= {each.estate.name for each in (*drift.missing, *drift.new)}
    if len(former) == len(estates) == 1:
        otherwise |= {estates[0].name} if former[0].name in otherwise else set()
        former = [former[0]._replace(name=estates[0].name)]
    by_name = {each.name: each for each in former}
    sides = [
        (_as_today(then, now, _names(drift, now)), now)
        for now in estates
        if now.name in otherwise and (then := by_name.get(now.name))
    ]
    chats = chats_together(
        [chats_of(then, now, chat_options, gone_is_unknown=True, needs_arrival=True) for then, now in sides]
    )
    if not chats.lost:
        return chats
    return with_reasons(chats, [then for then, _ in sides], [now for _, now in sides], chat_options)


def _names(drift: Drift, now: Estate) -> Mapping[str, str]:
    """The present names of applications that the baseline calls otherwise."""
    pairs = (pair.as_read for pair in drift.pairs if pair.as_read and pair.after.estate.name == now.name)
    named = {then.application.name: after.application.name for then, after in pairs}
    return {old: new for old, new in named.items() if old != new}


def _as_today(then: Estate, now: Estate, names: Mapping[str, str]) -> Estate:
    """A former estate with the names of today; where it holds no Script objects, with those of today."""
    applications = tuple(_named(each, names) for each in then.applications) if names else then.applications
    return then._replace(
        applications=applications,
        documents=then.documents if then.scripts else now.documents,
        clusters=then.clusters or now.clusters,
        declared_queues=now.declared_queues,
        declared_strategies=now.declared_strategies,
    )


def _named(application: Application, names: Mapping[str, str]) -> Application:
    def target(given: Target) -> Target:
        return given._replace(name=names.get(given.name, given.name))

    def connection(given: Connection) -> Connection:
        return given._replace(target=target(given.target))

    connections = application.connections
    return application._replace(
        name=names.get(application.name, application.name),
        connections=None if connections is None else tuple(map(connection, connections)),
        backup=target(application.backup) if application.backup else None,
    )
