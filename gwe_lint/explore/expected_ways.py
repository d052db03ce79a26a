"""Expectations of the configuration against the ways of chats: what is otherwise, and what nobody can look at."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.estate.effective import absence_unproved, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.expectation import Expectation
from gwe_lint.estate.locations import file_of, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place
from gwe_lint.estate.selectors import Selector, fits
from gwe_lint.explore.clients import ChatOptions, Reference, clients_of
from gwe_lint.explore.coverage import unseen_servers
from gwe_lint.explore.expected_names import absent_client, servers_absent
from gwe_lint.explore.trace import traces_of_client
from gwe_lint.explore.verdict import Verdict, is_about, is_named, verdict_on, with_doubt
from gwe_lint.text import listed, quoted


def ways_judged(estate: Estate, chat_options: ChatOptions, server: str) -> Iterator[Outcome]:
    """What becomes of each expectation on each way of its chats; ``server`` is the type that takes chats."""
    references: dict[str, list[tuple[Application, Sequence[Reference]]]] = {}
    for client, named in clients_of(estate, chat_options):
        references.setdefault(client.name, []).append((client, named))
    for expectation in estate.expectations:
        absent = absent_client(estate, expectation)
        if absent:
            yield NotEvaluated(absent.reason, incomplete=absent.counts)
            continue
        for client in filter(lambda each: each.export, estate.topology.named(expectation.client)):
            own = next((named for each, named in references.get(client.name, ()) if each is client), ())
            yield from _of_client(estate, expectation, client, own, chat_options, server)


def _of_client(
    estate: Estate,
    expectation: Expectation,
    client: Application,
    references: Sequence[Reference],
    chat_options: ChatOptions,
    server: str,
) -> Iterator[Outcome]:
    if client.enabled is False:
        yield _hit(expectation, "from", f"{client.name} is disabled, so that none begins there", file_of(client))
        return
    if client.completeness == "delta":
        yield _not_known(expectation, "the export is a list of changes")
        return
    wanted = (f"endpoints:{expectation.tenant}", expectation.endpoint)
    reference = next((each for each in references if wanted in each.named), None)
    if not reference:
        yield _names_another(expectation, client, references, chat_options.keys)
        return
    yield from (_not_known(expectation, why) for why in servers_absent(estate, expectation, client, server))
    (trace,) = traces_of_client(estate, client, [reference._replace(named=(wanted,))], chat_options)
    verdicts = [verdict_on(route, expectation) for route in trace.routes if is_about(expectation, route.server)]
    yield from _outcomes(estate, expectation, client, verdicts)
    yield from _over_others(estate, expectation, verdicts, client, server)


def _names_another(
    expectation: Expectation, client: Application, references: Sequence[Reference], keys: Iterable[Selector]
) -> Outcome:
    """What is to be said where no option of the client names the endpoint."""
    own = [key for key in keys if key.app == client.type]
    if not own:
        return _not_known(expectation, f"chats of {APPLICATION_TYPES[client.type]} are not followed")
    unknown = [each.unknown for each in references if each.unknown]
    for key in own:
        if key.is_open or not key.find(client):
            unknown.append(absence_unproved(client, key.section, key.option, "endpoint-reference") or "")
    if why := next(filter(None, unknown), ""):
        return _not_known(expectation, why.removeprefix(f"{client.name}: "))
    if not references:
        key = next((each for each in own if not each.is_open), own[0])
        place = header_of(client, key.section, None if key.is_open else key.option)
        return _hit(expectation, "endpoint", f"{client.name} names no endpoint", place)
    options = [each.option for each in references]
    values = listed([f"{short(each.name)} is {quoted(each.value)}" for each in options])
    return _hit(expectation, "endpoint", f"{client.name} does not name it: {values}", value_of(client, options[0]))


def _outcomes(
    estate: Estate, expectation: Expectation, client: Application, verdicts: list[Verdict]
) -> Iterator[Outcome]:
    reach = estate.topology.chat_servers_of(client)
    verdicts = [with_doubt(each, estate, reach, expectation) for each in verdicts]
    quiet = {each.name for each in unseen_servers(estate, client, reach) if not each.counts}
    seen = any(each.state in ("met", "broken", "not-exported") for each in verdicts)
    broken = [each for each in verdicts if each.state == "broken" or _is_wrongly_apart(expectation, each)]
    if verdicts and all(each.state == "apart" for each in verdicts):
        broken = verdicts
    yield from _broken(expectation, broken)
    for each in verdicts:
        if each.state == "met":
            yield Pass()
        elif each.state == "not-exported":
            yield _not_known(expectation, f"{each.server} is {each.reason}")._replace(incomplete=False)
        elif each.state == "unknown":
            aside = each.server in quiet or reach.assumed
            counts = not seen or not aside or is_named(expectation, each.server)
            yield _not_known(expectation, each.reason, each.server)._replace(incomplete=counts)


def _is_wrongly_apart(expectation: Expectation, verdict: Verdict) -> bool:
    """True for a way that no chat takes although the expectation names its Chat Server."""
    return verdict.state == "apart" and is_named(expectation, verdict.server)


def _broken(expectation: Expectation, broken: Iterable[Verdict]) -> Iterator[Hit]:
    """A hit for each place at which chats are led astray, be it on one Chat Server or on several."""

    def where(verdict: Verdict) -> tuple[object, ...]:
        place = verdict.place or expectation.at(verdict.key)
        return place.path, place.line, place.column, place.section or "", place.option or "", verdict.reason

    for _, group in groupby(sorted(broken, key=where), key=where):
        several = list(group)
        first, names = several[0], [each.server for each in several if each.server]
        over = f" over {listed(names)}" if names else ""
        hit = _hit(expectation, first.key, first.reason, first.place, over)
        yield hit.resting_on("warning") if all(each.doubtful for each in several) else hit


def _over_others(
    estate: Estate, expectation: Expectation, verdicts: Iterable[Verdict], client: Application, server: str
) -> Iterator[Hit]:
    """A hit for Chat Servers that are expected on the way, are there, and take no chats of the client."""
    on_the_way = [verdict.server for verdict in verdicts]
    servers = dict.fromkeys(each.name for each in estate.applications if each.type == server)
    others = [
        name
        for pattern in expectation.on
        if not any(fits(pattern, name) for name in on_the_way)
        for name in servers
        if fits(pattern, name)
    ]
    if others:
        reason = f"{client.name} is not connected to {'it' if len(others) == 1 else 'them'}"
        yield _hit(expectation, "on", reason, file_of(client), f" over {listed(others)}")


def _hit(expectation: Expectation, key: str, reason: str, place: Place | None, over: str = "") -> Hit:
    """The hit where the expectation breaks, with its own place beside it."""
    own = expectation.at(key)
    return Hit(
        message=f"chats of {expectation.client} to {quoted(expectation.key)}{over} do not go as expected: {reason}",
        place=place or own,
        label="not as expected",
        help=f"correct it; or change [[expect]] at {own.path}:{own.line}, where it is to be so from now on",
        related=(Note(f"expected here: {_in_words(expectation, key)}", own),) if place else (),
        discriminator=f"{expectation.client} {expectation.key}",
    )


def _in_words(expectation: Expectation, key: str) -> str:
    """What the expectation says of a key, as a phrase."""
    said = {
        "queue": f"queue {quoted(expectation.queue or '')}",
        "strategy": f"strategy {quoted(expectation.strategy or '')}",
        "on": f"on {listed(expectation.on)}",
    }
    return said.get(key, f"{expectation.client} to endpoint {quoted(expectation.key)}")


def _not_known(expectation: Expectation, reason: str, server: str = "") -> NotEvaluated:
    over = f" over {server}" if server else ""
    what = f"whether chats to {quoted(expectation.key)}{over} go as expected is not known"
    return NotEvaluated(f"{expectation.client}: {what}: {reason}", incomplete=True)
