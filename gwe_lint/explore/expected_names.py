"""The names in expectations: applications and Chat Servers that are not there, or cannot be looked at."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.estate.endpoint_names import NOTATIONS
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.expectation import Expectation
from gwe_lint.estate.model import Application, Hit, Outcome, Pass
from gwe_lint.estate.reach import NOT_EXPORTED
from gwe_lint.estate.selectors import fits
from gwe_lint.explore.coverage import NO_EXPORT
from gwe_lint.suggest import meant
from gwe_lint.text import listed, quoted

_HELP = "correct the name in [[expect]], or remove the table"


class Absent(NamedTuple):
    """Why an expectation cannot be judged: its client is not there, or is none.

    ``stale`` says that this is certain, so that the configuration is wrong. Without ``counts`` the run is complete all
    the same.
    """

    reason: str
    stale: str = ""
    counts: bool = True


def names_judged(estate: Estate, server: str) -> Iterator[Outcome]:
    """A hit for each name in an expectation that nobody has; ``server`` is the type that takes chats."""
    for expectation in estate.expectations:
        absent = absent_client(estate, expectation)
        if absent and absent.stale:
            yield _stale(expectation, "from", absent.stale)
        elif not absent:
            yield Pass()
        for client in () if absent else estate.topology.named(expectation.client):
            for pattern in _patterns_of_none(estate, expectation, client, server):
                names = sorted(each.name for each in estate.applications if each.type == server)
                what = f"no Chat Server of estate {quoted(estate.name)} is called {quoted(pattern)}"
                yield _stale(expectation, "on", f"{what}{meant(pattern, names)}", pattern)


def absent_client(estate: Estate, expectation: Expectation) -> Absent | None:
    """Why the chats of an expectation cannot be followed from their client; None where they can."""
    name = expectation.client
    applications = estate.topology.named(name)
    if not applications:
        return _not_there(estate, expectation)
    if not any(each.export for each in applications):
        declared = not any(each.exported for each in applications)
        return Absent(f"{name}: {NOT_EXPORTED if declared else NO_EXPORT}", counts=not declared)
    types = {fact.app for fact in estate.catalogue if fact.type in NOTATIONS}
    if any(each.type in types for each in applications):
        return None
    if any(each.type == "other" and not each.certain for each in applications):
        return Absent(f"{name}: nothing tells what kind of application it is")
    kind = APPLICATION_TYPES[applications[0].type]
    return Absent(f"{name}: it is {kind}", f"{name} is {kind}, which names no endpoint", expectation.is_settled)


def _not_there(estate: Estate, expectation: Expectation) -> Absent:
    name = expectation.client
    if estate.unread:
        return Absent(f"{name}: it is not in the exports, and may be in {listed(estate.unread)}")
    names = sorted({each.name for each in estate.applications})
    stale = f"no application of estate {quoted(estate.name)} is called {quoted(name)}{meant(name, names)}"
    return Absent(f"{name}: there is no such application", stale, expectation.is_settled)


def servers_absent(estate: Estate, expectation: Expectation, client: Application, server: str) -> Iterator[str]:
    """Why the ways over Chat Servers that an expectation is about cannot be followed: they are not there."""
    for pattern in _patterns_of_none(estate, expectation, client, server):
        yield f"there is no Chat Server {quoted(pattern)}"


def _patterns_of_none(estate: Estate, expectation: Expectation, client: Application, server: str) -> Iterator[str]:
    """The patterns that fit no Chat Server, and no object that may be one."""
    reach = estate.topology.chat_servers_of(client)
    unknown = (each.name for each in estate.applications if each.type == "other" and not each.certain)
    servers = (each.name for each in estate.applications if each.type == server)
    names = [*servers, *unknown, *reach.unseen, *(each.who for each in reach.skipped)]
    for pattern in expectation.on if not estate.unread else ():
        if not any(fits(pattern, name) for name in names):
            yield pattern


def _stale(expectation: Expectation, key: str, what: str, pattern: str = "") -> Hit:
    """The hit, at the configuration; no more than a note where another run may be about other estates."""
    hit = Hit(
        message=f"expect: {what}",
        place=expectation.at(key),
        label="not there",
        help=_HELP,
        discriminator=f"{key} {pattern or expectation.client}",
    )
    return hit if expectation.is_settled else hit.resting_on("note")
