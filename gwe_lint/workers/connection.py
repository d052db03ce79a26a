"""The connection to the scheduler of a Dask cluster: bounded waits, and clear words where something is not there."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from gwe_lint.errors import Untrusted, kind_of
from gwe_lint.text import escaped

Answer = TypeVar("Answer")
Client = Any  # distributed.Client, of an extra, whose functions have no types

ANSWERS = 10.0  # seconds in which a scheduler answers, and has a worker
LOOKS = 120.0  # seconds in which workers have looked at the places of all exports
_EXTRA = "--dask needs Dask: pip install 'gwe-lint[dask]' here, on the scheduler and on every worker"


class NoAnswer(Exception):
    """Nothing came in the time that there was."""


def connected(address: str) -> Client:
    """The scheduler at this address, which has a worker. Raises ``Untrusted`` where there is none."""
    try:
        from distributed import Client as DaskClient  # noqa: PLC0415  an extra, which takes as long to import as a small run
    except ImportError:
        raise Untrusted([_EXTRA]) from None
    make: Callable[..., Client] = DaskClient
    logging.disable(logging.CRITICAL)  # what matters of it we say ourselves
    try:
        client = within(partial(make, address, timeout=ANSWERS, set_as_default=False), ANSWERS + 5)
    except (OSError, NoAnswer):
        raise Untrusted([f"{named(address)}: no scheduler of Dask answers within {ANSWERS:.0f} seconds"]) from None
    except Exception as error:  # of an address that is none, or of settings of Dask such as those of TLS
        what = "it is no address of a scheduler, such as tcp://HOST:8786"
        raise Untrusted([f"{named(address)}: {what} ({kind_of(error)}: {escaped(str(error))})"]) from None
    try:
        within(lambda: client.wait_for_workers(1, timeout=ANSWERS), ANSWERS + 5)
    except (OSError, NoAnswer):  # TimeoutError is one
        raise Untrusted([f"{named(address)}: the scheduler has no worker: begin one with dask worker"]) from None
    return client


def workers_of(client: Client) -> Mapping[str, Mapping[str, Any]]:
    """What the scheduler knows of each worker, by address. Raises ``NoAnswer`` where it does not say."""
    try:
        known: Mapping[str, Mapping[str, Any]] = within(client.scheduler_info, ANSWERS)["workers"]
    except OSError:
        raise NoAnswer from None
    return known


def within(function: Callable[[], Answer], seconds: float) -> Answer:
    """What a function gives or raises, in so many seconds. Raises ``NoAnswer`` where it takes longer."""
    answers: SimpleQueue[tuple[Answer | None, BaseException | None]] = SimpleQueue()

    def call() -> None:
        try:
            answers.put((function(), None))
        except BaseException as error:
            answers.put((None, error))

    Thread(target=call, daemon=True).start()
    try:
        answer, error = answers.get(timeout=seconds)
    except Empty:
        raise NoAnswer from None
    if error:
        raise error
    return answer  # type: ignore[return-value]  # there is one where there is no error


def named(address: str) -> str:
    """The option with its address, as messages show it."""
    return f"--dask {escaped(address)}"
