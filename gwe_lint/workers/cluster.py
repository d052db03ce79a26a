"""A Dask cluster as it shares the work of a run, through the futures of ``concurrent.futures``."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from gwe_lint import progress
from gwe_lint.config.model import Config
from gwe_lint.errors import CrashElsewhere, Untrusted
from gwe_lint.findings.shared_work import Part, Tasks, Work
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion
from gwe_lint.processes import results_of
from gwe_lint.text import counted, escaped, listed
from gwe_lint.workers import worker
from gwe_lint.workers.alike import alike_here
from gwe_lint.workers.check import checked_places, refuse_other_versions
from gwe_lint.workers.connection import NoAnswer, connected, named, within, workers_of
from gwe_lint.workers.worker import Key, Order, Refused, Task

_AHEAD = 4  # tasks for each thread of a worker that are given out before the first result is taken
_LEAST_AHEAD = 32  # since workers may come while the run goes on
_AGAIN = 2  # times that a task is done again where something fails that is none of its results
_LONG = 20.0  # seconds without progress after which it is said what is waited for
_LATER = 60.0  # seconds until that is said again


class Cluster:
    """The workers of a scheduler, which share the work of a run. ``key`` is that of secrets."""

    def __init__(self, address: str, key: Key) -> None:
        self._address = address
        self._key = key
        self._client = connected(address)
        self._next_word = _LONG  # seconds without progress after which something is said
        refuse_other_versions(self._client, address)

    def portions(self, loader: Loader, config: Config, given: tuple[Path, ...]) -> tuple[Portion, ...]:
        """What can be loaded one by one. Without configured estates a worker is asked, which sees the paths.

        Raises ``Untrusted`` where it does not see one.
        """
        if config.estates:
            return loader.portions(config, given)
        asking = travelling(loader)
        (found,) = self._results(lambda each: self._executor.submit(worker.portions, asking, config, each), [given])
        return tuple(self._accepted(found))

    def parts(self, work: Work, portions: Tasks) -> Iterator[Part]:
        """What comes of each portion, in order, and is done once more where a worker is gone.

        Raises ``Untrusted`` where a worker is not as this process, or sees less of the exports than others.
        """
        if not portions:
            return
        loader, config = work.loader, work.config
        places = [tuple(portion.places(config, loader.root)) for portion in portions]
        unique = tuple(dict.fromkeys(place for each in places for place in each))
        seen = dict(zip(unique, checked_places(self._client, self._address, self._key, unique), strict=True))
        tasks = [
            Task(portion, own, tuple(seen[each] for each in own)) for portion, own in zip(portions, places, strict=True)
        ]
        order = Order(uuid4().hex, work.with_loader(travelling(loader)), alike_here(), self._key)
        there = self._client.submit(worker.same, order, pure=False, retries=_AGAIN)
        for part in self._results(lambda task: self._executor.submit(worker.done, there, task), tasks):
            yield self._accepted(part)

    def close(self) -> None:
        """Give back what the scheduler holds for this run."""
        with suppress(NoAnswer, Exception):
            within(lambda: self._client.close(timeout=2), 4)

    @property
    def _executor(self) -> Any:
        """What has tasks done."""
        return self._client.get_executor(pure=False, retries=_AGAIN)

    def _results(self, submit: Callable[[Any], "Future[Any]"], tasks: Sequence[Any]) -> Iterator[Any]:
        threads = sum(each.get("nthreads", 1) for each in self._workers().values())
        count = 0
        try:
            for result in results_of(submit, tasks, max(_LEAST_AHEAD, threads * _AHEAD), self._watch):
                yield result
                count, self._next_word = count + 1, _LONG
        except CancelledError:
            raise self._gone() from None
        except Exception as error:
            if self._client.status != "running":
                raise self._gone() from None
            if type(error).__name__ != "KilledWorker":
                raise
            what = f"several workers ended while they worked on {_name_of(tasks[count])}: out of memory?"
            raise Untrusted([f"{named(self._address)}: {what}"]) from None

    def _accepted(self, result: Any) -> Any:
        """A result that is one. Raises ``Untrusted`` where a worker refused, and what crashed there."""
        if isinstance(result, CrashElsewhere):
            raise result
        if isinstance(result, Refused):
            raise Untrusted([f"worker {escaped(result.worker)}: {each}" for each in result.problems])
        return result

    def _watch(self, waiting: Sequence[Any], seconds: float) -> None:
        """Say what is waited for, once nothing was done for long. Raises ``Untrusted`` where the scheduler is gone."""
        if self._client.status != "running":
            raise self._gone()
        if seconds < _LONG:
            self._next_word = _LONG
        if seconds < self._next_word:
            return
        self._next_word = seconds + _LATER
        workers = counted(len(self._workers()), "worker")
        names = listed([_name_of(each) for each in waiting], 4)
        progress.waits(f"nothing was done for {seconds:.0f} seconds: waiting for {names}; {workers} connected")

    def _workers(self) -> Any:
        try:
            return workers_of(self._client)
        except NoAnswer:
            raise self._gone() from None

    def _gone(self) -> Untrusted:
        return Untrusted([f"{named(self._address)}: the scheduler went away before all was done: is it still running?"])


def _name_of(task: Any) -> str:
    return task.portion.name if isinstance(task, Task) else "the paths that were given"


def travelling(loader: Loader) -> Loader:
    """The loader with neither the key of secrets nor a salt."""
    return loader._replace(redactor=loader.redactor.with_key(None))
