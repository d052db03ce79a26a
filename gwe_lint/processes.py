"""Work that is shared among processes. The results come in the order of the tasks, whoever did them.

Whatever gives futures as ``concurrent.futures`` has them can do the work; here it is a pool on this machine.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from gwe_lint.errors import Untrusted, as_elsewhere

if TYPE_CHECKING:  # a run without other processes does not pay for their modules
    from concurrent.futures import Future

Task = TypeVar("Task")
Done = TypeVar("Done")
Watch = Callable[[Sequence[Any], float], None]  # told what is waited for, and since how many seconds
_AHEAD = 3  # tasks for each process that are given out before the first result is taken
_OFTEN = 1.0  # seconds from one look at what is waited for to the next

_work: list[Callable[[Any], Any]] = []  # of this process, where it works for another one


def usable_cores() -> int:
    """How many cores this process may use: those it is bound to, and no more than a container allows."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
        return max(1, min(cores, int(quota) // int(period)))
    except (OSError, ValueError):  # no such limit here
        return cores


def start_method() -> str:
    """How a process begins. A copy of this one is there in milliseconds, and has all that was read.

    There is one thread up to then, so that no lock is copied that another one holds. The libraries of macOS do not
    survive it, and Windows has no such thing: there a process begins anew, and imports all again.
    """
    return "fork" if os.name == "posix" and os.uname().sysname != "Darwin" else "spawn"


@contextmanager
def pool(work: Callable[[Task], Done], jobs: int) -> Iterator[Callable[[Sequence[Task]], Iterator[Done]]]:
    """A function that has tasks done by so many processes. However this ends, no process is left.

    A process gets the work by being a copy of this one, or through a pipe: never by arguments or environment, since
    the work may hold the key of secrets.
    """
    import multiprocessing  # noqa: PLC0415  needed only where work is shared
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context(start_method())
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(work,))
    try:
        with _no_signal():  # a copy that is not set up yet would take it for its own
            executor.submit(_nothing)
        yield lambda tasks: results_of(lambda task: executor.submit(_do, task), tasks, jobs * _AHEAD)
    finally:
        for child in multiprocessing.active_children():  # which may be waiting for a file that never comes
            child.kill()
        executor.shutdown(cancel_futures=True)


def results_of(
    submit: "Callable[[Task], Future[Done]]", tasks: Sequence[Task], ahead: int, watch: Watch | None = None
) -> Iterator[Done]:
    """The result of each task, in order. Only so many are under way or waiting at a time.

    While none comes, ``watch`` is told again and again. Raises what a task raised, the first one in order; and
    ``Untrusted`` where a process ended before its work did.
    """
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    waiting: deque[tuple[Task, Future[Done]]] = deque()
    left = iter(tasks)
    try:
        for task in left:
            waiting.append((task, submit(task)))
            if len(waiting) >= ahead:
                yield _next(waiting, watch)
        while waiting:
            yield _next(waiting, watch)
    except BrokenExecutor:
        raise Untrusted(
            ["a process that shared the work ended before it was done: was it killed, or out of memory? try --jobs 1"]
        ) from None


def _next(waiting: "deque[tuple[Task, Future[Done]]]", watch: Watch | None) -> Done:
    """The first result, which is not waited for any more."""
    first = waiting[0][1]
    done, since = 0, time.monotonic()
    while watch and not _is_done(first):
        now_done = sum(future.done() for _, future in waiting)
        if now_done > done:
            done, since = now_done, time.monotonic()
        watch([task for task, future in waiting if not future.done()], time.monotonic() - since)
    waiting.popleft()
    return first.result()


def _is_done(future: "Future[Done]") -> bool:
    """True once it is done; it is waited for, though not long."""
    from concurrent.futures import wait  # noqa: PLC0415

    return bool(wait([future], timeout=_OFTEN).done)


def _nothing() -> None:
    """The first task, with which the processes start."""


def _signals() -> list[int]:
    """The signals that end a run, as far as this system has them."""
    return [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


@contextmanager
def _no_signal() -> Iterator[None]:
    """Signals wait until the end of this, and in the processes that start here until they are set up."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(work: Callable[[Any], Any]) -> None:
    """Set up a process that works for another one: that one is interrupted, and this one ends with it."""
    import gc  # noqa: PLC0415
    import threading  # noqa: PLC0415
    from multiprocessing import parent_process  # noqa: PLC0415

    from gwe_lint.progress import nobody_listens  # noqa: PLC0415

    gc.disable()
    nobody_listens()
    for number in _signals():
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, which sends it to all
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _signals())
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _work[:] = [work]


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(2)


def _do(task: Any) -> Any:
    try:
        return _work[0](task)
    except (Untrusted, OSError):
        raise
    except Exception as error:  # its message could quote a secret
        raise as_elsewhere(error) from None
