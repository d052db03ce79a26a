"""Work on estates that several processes share: the results are those of one process, to the byte.

What comes back from a process is a few kilobytes for an estate, whatever its exports hold.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.exports.redactor import NUMBERED, Mark
from gwe_lint.interruption import is_of_user
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion, named_anew
from gwe_lint.progress import steps

Tasks = Sequence[Portion]
_SHOWS_NUMBERS = re.compile(NUMBERED.encode()).search


class Work(Protocol):
    """What is done with the estates of a portion."""

    @property
    def loader(self) -> Loader:
        """What loads them. Its redactor numbers the secrets."""

    @property
    def config(self) -> Config:
        """What is configured, the estates among it."""

    def with_loader(self, loader: Loader) -> "Work":
        """The same work with another loader."""

    def done(self, portion: Portion) -> tuple[tuple[str, Any], ...]:
        """The result for each estate, ready to travel, behind the name that the estate has by itself."""

    def unpacked(self, result: Any) -> Any:
        """The result as the process has it that asked for the work."""


class Part(NamedTuple):
    """The results of a portion, and how the estates in it are called where no other one is called so.

    From another process they come as ``data``. ``marks`` stand for its secrets, in the order of their numbers there,
    and ``secrets`` tells how many there are.
    """

    names: tuple[str, ...]
    results: tuple[Any, ...] = ()
    data: bytes = b""
    marks: tuple[Mark, ...] = ()
    secrets: int = 0
    sources: Mapping[str, str] = {}  # what was noted of the files, where somebody asks for it


class WorkElsewhere:
    """The work as a process does it for another one."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, portion: Portion, seen: Iterable[Mark] = ()) -> Part:
        """The work on a portion. The secrets ``seen`` have their numbers already."""
        from pickle import dumps  # noqa: PLC0415  one process alone does without

        redactor = self._work.loader.redactor
        redactor.number_from(seen)
        done = self._work.done(portion)
        names = tuple(name for name, _ in done)
        data = dumps(tuple(result for _, result in done))
        sources = self._work.loader.sources
        noted = sources.handed_over() if sources else {}
        return Part(names, data=data, marks=redactor.seen, secrets=redactor.numbered, sources=noted)


Workers = Callable[[Tasks], Iterator[Part]]  # have the tasks done; the parts come in the order of the tasks


def by_this_process(work: Work) -> Workers:
    """Work on one portion after the other."""

    def parts(portions: Tasks) -> Iterator[Part]:
        redactor = work.loader.redactor
        for portion in portions:
            before = redactor.numbered
            done = work.done(portion)
            names, results = tuple(name for name, _ in done), tuple(result for _, result in done)
            yield Part(names, results, secrets=redactor.numbered - before)

    return parts


def beginning_with(first: Part, portions: Tasks, others: Workers) -> Workers:
    """Workers of whose portions the first one is done already."""

    def parts(tasks: Tasks) -> Iterator[Part]:
        if tasks is not portions:
            yield from others(tasks)
            return
        yield first
        yield from others(tasks[1:])

    return parts


class Gathered(NamedTuple):
    """The parts in order, ready to travel. ``left`` are the portions without one: the user interrupted the run."""

    parts: tuple[Part, ...]
    left: tuple[Portion, ...] = ()

    def results(self, work: Work) -> tuple[Any, ...]:
        """The results for all estates, in order."""
        return tuple(work.unpacked(result) for part in self.parts for result in part.results)


def gathered(
    work: Work, portions: Tasks, workers: Workers, *, whole: bool = True, at_last: Workers | None = None
) -> Gathered:
    """What comes of all portions, in order. Not ``whole``: there are more portions, which others work on.

    Where the user interrupts it that is what was there by then. Where nothing was, the interruption goes on.
    What has to be done anew then is done ``at_last``, without it by this process.
    """
    parts: list[Part] = []
    try:
        for part in steps(workers(portions), len(portions), "estate"):
            parts.append(part)
        _name_anew(portions, parts, workers, whole=whole)
    except KeyboardInterrupt:
        if not parts or not is_of_user():
            raise
        portions, left = portions[: len(parts)], portions[len(parts) :]
        _name_anew(portions, parts, at_last or by_this_process(work), whole=False)
    else:
        left = ()
    found = tuple(map(_loaded, _numbered(work, portions, parts)))
    if sources := work.loader.sources:
        for part in found:
            sources.take(part.sources)
    return Gathered(found, tuple(left))


def _loaded(part: Part) -> Part:
    if not part.data:
        return part
    from pickle import loads  # noqa: PLC0415  one process alone does without

    return part._replace(results=loads(part.data), data=b"")  # noqa: S301  which a process of ours made


def _name_anew(portions: Tasks, parts: list[Part], workers: Workers, *, whole: bool) -> None:
    """Replace the parts whose estates are called otherwise, now that all names are known."""
    again = tuple(named_anew(portions, [part.names for part in parts], whole=whole))
    for (position, _), part in zip(again, workers([portion for _, portion in again]), strict=True):
        parts[position] = part


def _numbered(work: Work, portions: Tasks, parts: Iterable[Part]) -> Iterator[Part]:
    """The same parts, in which a secret has the number that it has where one process reads all.

    A portion that shows other numbers is worked on again, since they also decide what stands first. Raises
    ``Untrusted`` where its numbers cannot be told, since it came from a machine that keeps its marks.
    """
    numbers: dict[Mark, int] = {}
    unknown = 0  # secrets without marks
    for portion, part in zip(portions, parts, strict=True):
        before = tuple(numbers)
        if part.data and unknown and _SHOWS_NUMBERS(part.data):
            raise Untrusted([_NO_NUMBERS])
        unknown += part.secrets - len(part.marks)
        others = [numbers.setdefault(mark, len(numbers) + 1) != number for number, mark in enumerate(part.marks, 1)]
        yield WorkElsewhere(work)(portion, before) if any(others) and b"<secret " in part.data else part


_NO_NUMBERS = (
    "the report shows secrets by numbers, and machines do not tell each other which secrets are the same: "
    "give this run and all workers the same GWE_LINT_HMAC_KEY"
)
