"""Reachability drift: chats that arrived as the baseline has it, and do not now, with what explains it."""

from collections.abc import Iterator, Mapping, Sequence

from gwe_lint.changes.chats import chats_of, chats_together
from gwe_lint.changes.deciding import may_decide
from gwe_lint.drift.diff import Drift, Pair
from gwe_lint.drift.difference import DRIFT
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.exports.records import Connection, Target
from gwe_lint.findings.chats import NO_CHATS, Chats


def reachability(drift: Drift, former: Sequence[Estate], estates: Sequence[Estate], chat_options: ChatOptions) -> Chats:
    """What becomes of chats since a baseline. Estates in which nothing differs that may decide it are not followed.

    A baseline holds no Script objects, so those of today count for both sides. A single estate is the same whatever it
    is called, and so is an application.
    """
    otherwise = {pair.after.estate.name for pair in drift.pairs if any(each.kind in DRIFT for each in pair.differences)}
    otherwise |= {each.estate.name for each in (*drift.missing, *drift.new)}
    if not otherwise:
        return NO_CHATS
    if len(former) == len(estates) == 1:
        otherwise |= {estates[0].name} if former[0].name in otherwise else set()
        former = [former[0]._replace(name=estates[0].name)]
    by_name = {each.name: each for each in former}
    sides = list(_sides(drift, by_name, [each for each in estates if each.name in otherwise], chat_options))
    chats = chats_together(
        [chats_of(then, now, chat_options, gone_is_unknown=True, needs_arrival=True) for then, now in sides]
    )
    if not chats.lost:
        return chats
    from gwe_lint.changes.reasons import with_reasons  # noqa: PLC0415  few runs lose any

    return with_reasons(chats, [then for then, _ in sides], [now for _, now in sides], chat_options)


def _sides(
    drift: Drift, former: Mapping[str, Estate], estates: Sequence[Estate], chat_options: ChatOptions
) -> Iterator[tuple[Estate, Estate]]:
    """Both sides of the estates whose chats are followed."""
    pairs: dict[str, list[Pair]] = {each.name: [] for each in estates}
    for pair in drift.pairs if estates else ():
        if (name := pair.after.estate.name) in pairs:
            pairs[name].append(pair)
    for now in estates:
        if not (then := former.get(now.name)):
            continue
        then = _as_today(then, now, _names(pairs[now.name]))
        if may_decide(pairs[now.name], then, now, chat_options):
            yield then, now


def _names(pairs: Sequence[Pair]) -> Mapping[str, str]:
    """The present names of applications that the baseline calls otherwise."""
    as_read = (pair.as_read for pair in pairs if pair.as_read)
    named = {then.application.name: after.application.name for then, after in as_read}
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
