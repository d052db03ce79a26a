"""The ways that chats take today, as ``[[expect]]`` tables of a configuration for review."""

from collections.abc import Iterator, Sequence

from gwe_lint.estate.expectation import EVERY
from gwe_lint.explore.route import Route, Trace
from gwe_lint.text import escaped, listed
from gwe_lint.toml.writer import array, assignment

_HEAD = """\
# Where chats go today, as trace follows them. Keep what is meant to be so, and correct or remove the rest: from then on
# "gwe-lint check" says where chats go elsewhere.
"""


def expectations_as_toml(traces: Sequence[Trace], header: str = "expect", *, with_estate: bool = False) -> str:
    """The tables, and as comments the ways that are not followed to their end.

    ``header`` is the name of the tables. They name their estate ``with_estate``, as a configuration of several needs.
    """
    lines = [_HEAD]
    seen: set[tuple[str, str, str]] = set()
    for trace in traces:
        lines += [f"# {each}" for each in not_followed([trace])]
        chats = (trace.estate, trace.client.name, trace.endpoint)  # which several options may name
        if trace.endpoint and chats not in seen:
            lines += _tables(trace, header, with_estate=with_estate)
        seen.add(chats)
    return "\n".join(lines).rstrip() + "\n"


def not_followed(traces: Sequence[Trace]) -> list[str]:
    """The ways that no table has, as sentences: chats that are lost on the way, or not followed to their end."""
    return [escaped(each) for trace in traces for each in _reasons(trace)]


def _reasons(trace: Trace) -> Iterator[str]:
    who = f"{trace.client.name} (estate {trace.estate})"
    if trace.key.status != "ok":
        yield f"{who}: {trace.key.message}"
    servers: dict[str, list[str]] = {}
    for route in trace.routes:
        if route.outcome in ("lost", "unknown"):
            hop = next(each for each in route.hops if each.status == route.outcome)
            word = "lost" if route.outcome == "lost" else "not followed"
            servers.setdefault(f"{word} at the {hop.step}: {hop.message}", []).append(route.server)
    for reason, names in servers.items():
        yield f"{who} to {trace.endpoint}{f' over {listed(names)}' if any(names) else ''}: {reason}"


def _tables(trace: Trace, header: str, *, with_estate: bool) -> Iterator[str]:
    """One table for all Chat Servers over which the chats end alike; it names them where there are others."""
    counting = [each for each in trace.routes if each.outcome not in ("skipped", "not-exported")]
    ends: dict[tuple[str, str], list[str]] = {}
    for route in counting:
        if route.outcome == "delivered":
            ends.setdefault(_end(route), []).append(route.server)
    tenant, _, endpoint = trace.endpoint.partition(":")
    for (queue, strategy), servers in ends.items():
        yield f"[[{header}]]"
        if with_estate:
            yield assignment("estate", trace.estate)
        yield assignment("from", trace.client.name)
        yield assignment("tenant", int(tenant))
        yield assignment("endpoint", endpoint)
        yield assignment("queue", queue)
        yield assignment("strategy", strategy)
        literal = [each.replace("*", "\\*") for each in dict.fromkeys(servers)]
        yield assignment("on", EVERY) if len(servers) == len(counting) else f"on = {array(literal)}"
        yield ""


def _end(route: Route) -> tuple[str, str]:
    """The queue and the strategy to which a way leads."""
    names = {hop.step: hop.name for hop in route.hops}
    return names["queue"], names["strategy"]
