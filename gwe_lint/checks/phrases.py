"""Phrases and reasons that several checks share."""

from collections.abc import Iterable, Iterator

from gwe_lint.catalogue.releases import ALL, Releases
from gwe_lint.estate.connected import Connected
from gwe_lint.estate.effective import Effective, why_unknown
from gwe_lint.estate.model import Application, Hit, NotEvaluated
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.redundancy import Group
from gwe_lint.text import listed


def counted_names(applications: Iterable[Application]) -> str:
    """The names of the applications, as a phrase."""
    return listed([application.name for application in applications])


def assumed(of: Reach | Group) -> str:
    """The end of a message that rests on an assumption: who is connected to whom, or who stands in for whom."""
    if not of.assumed:
        return ""
    return (
        " (assumed to stand in for each other)" if isinstance(of, Group) else " (that they take its chats is assumed)"
    )


def doubts(client: Application, reach: Reach) -> Iterator[NotEvaluated]:
    """Why Chat Servers were not judged that a client reaches by assumption only."""
    for name in reach.doubtful:
        yield NotEvaluated(f"{client.name}: whether it uses {name} is not known, which has endpoints of its own only")


def switched_off(connected: Connected, type: str) -> tuple[str, ...]:
    """The names of disabled servers of a type, and of disabled clusters of them, where none runs; else nothing."""
    return tuple(dict.fromkeys(each.name for each in connected.switched_off(type)))


def may_be_taken_over(application: Application, connected: Connected, type: str) -> NotEvaluated | None:
    """That a backup server may run in place of the disabled servers of a type; None where there is none."""
    off, backups = switched_off(connected, type), connected.taken_over(type)
    if not off or not backups:
        return None
    names = f"{listed(off)} {'is' if len(off) == 1 else 'are'} disabled"
    return NotEvaluated(f"{application.name}: {names}, and whether {listed(backups)} takes over is not known")


def enabling(off: Iterable[tuple[str, ...]]) -> str:
    """What to enable, as a phrase: of names that stand in for each other one is enough."""
    each = dict.fromkeys(names[0] if len(names) == 1 else f"one of {listed(names)}" for names in off)
    return f"enable {', and '.join(each)}"


def leading(value: Effective) -> str:
    """The option with its value, as the beginning of a sentence that goes on with "while"."""
    return value.said if value.is_set or not value.text else f"{value.said},"


def release_unknown(application: Application) -> NotEvaluated:
    """Why it cannot be said whether an application is of a range of releases."""
    return NotEvaluated(f"{application.name}: {why_unknown(application)}")


def is_of(application: Application) -> str:
    """Of which release an application is, as a phrase: what the object says, or what is known."""
    said = f"{application.name} is of {application.release}"
    return said if application.release_declared else f"the object says that {said}"


def as_released(application: Application, releases: Releases, hit: Hit) -> Hit:
    """The hit, which is about applications of these releases; where only the object says that it is one, it tells."""
    if releases == ALL or application.release_declared:
        return hit
    message = f"{hit.message} (the object says that it is of {application.release})"
    return hit._replace(message=message).resting_on(application.release_at_most)
