"""The ``[[expect]]`` tables of a configuration: where chats are to go."""

from collections.abc import Collection, Iterator

from gwe_lint.config.model import EstateConfig
from gwe_lint.estate.expectation import EVERY, Expectation
from gwe_lint.suggest import meant
from gwe_lint.text import listed, quoted
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import Spot


def read_expectation(table: DeclaredTable) -> Expectation:
    """The expectation in this table; mistakes are noted, each with its line."""
    given = table.get("on")
    on = tuple(each for each in given if each != EVERY)
    if len(on) < len(given) and on:
        table.problem(f"{EVERY!r} has all others with it: leave them out", "on")
    for name in on:
        if name.casefold() == EVERY.casefold() or not name.strip():
            table.problem(f"{name!r} is no name of a Chat Server{meant(name, (EVERY,))}", "on")
    expectation = Expectation(
        Spot(table.file, table.where),
        table.get("from"),
        table.get("tenant") or 0,
        table.get("endpoint"),
        table.get("queue"),
        table.get("strategy"),
        on,
        table.get("estate"),
    )
    table.done()
    return expectation


def expectation_problems(expectations: Collection[Expectation], estates: Collection[EstateConfig]) -> Iterator[str]:
    """Problems of the whole configuration: estates that are not there or not named, and what is said twice."""
    names = tuple(estate.name for estate in estates)
    first: dict[tuple[object, ...], Expectation] = {}
    for each in expectations:
        if each.estate is None and len(names) > 1:
            yield f"{each.spot}: expect: estate is missing: say which one is meant, {listed(names)}"
        elif each.estate is not None and each.estate not in names:
            spot = each.spot._replace(where=(*each.spot.where, "estate"))
            why = (
                f"there is no estate {each.estate!r}{meant(each.estate, names)}" if names else "no [[estate]] is there"
            )
            yield f"{spot}: expect.estate: {why}"
        what = (each.estate, each.client, each.tenant, each.endpoint, each.on)
        other = first.setdefault(what, each)
        if other is not each and each.client and each.endpoint:
            chats = f"the chats of {each.client} to {quoted(each.key)}"
            yield f"{each.spot}: expect: {chats} have an expectation already, at {other.spot}"
