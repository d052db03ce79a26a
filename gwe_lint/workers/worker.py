"""What runs on a worker. It reads exports where it sees them, and gives back what was found or why it refuses."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from gwe_lint.config.model import Config
from gwe_lint.errors import CrashElsewhere, Untrusted, as_elsewhere
from gwe_lint.exports.redactor import KEY_VARIABLE, Redactor
from gwe_lint.findings.shared_work import Part, Work, WorkElsewhere
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion
from gwe_lint.paths import read_small
from gwe_lint.workers.alike import Alike, alike_here
from gwe_lint.workers.seen import Seen, less_seen, seen_at

_one_at_a_time = Lock()  # a worker may have several threads, and the work has one state
_ready: dict[str, WorkElsewhere] = {}  # the work of the last run, by the name of the run


class Key(NamedTuple):
    """By which key of secrets a run makes tokens; it does not travel. ``file`` is where it was given."""

    id: str  # what tokens show of it; empty where there is none
    file: str = ""


class Order(NamedTuple):
    """The work of a run as it travels: with neither the key of secrets nor a salt. ``run`` is its name."""

    run: str
    work: Work
    alike: Alike
    key: Key


class Task(NamedTuple):
    """A portion, and what of its places other workers see."""

    portion: Portion
    places: tuple[Path, ...]
    seen: tuple[Seen, ...]


class Answer(NamedTuple):
    """What a worker is, whether it has the key, and what it sees of some places."""

    alike: Alike
    has_key: bool
    seen: tuple[Seen, ...]


class Refused(NamedTuple):
    """Why a worker did not do a task, one reason a line."""

    worker: str
    problems: tuple[str, ...]


def asked(key: Key, places: tuple[Path, ...]) -> Answer | Refused:
    """What this worker is, and what it sees of these places."""
    try:
        return Answer(alike_here(), _key_of(key) is not None, seen_at(places))
    except (Untrusted, OSError) as error:
        return _refused(error)


def same(order: Order) -> Order:
    """The order itself: its result stays where it was needed, and is made again where a worker is gone."""
    return order


def portions(loader: Loader, config: Config, given: tuple[Path, ...]) -> tuple[Portion, ...] | Refused:
    """What can be loaded one by one, as this worker sees it."""
    try:
        return loader.portions(config, given)
    except (Untrusted, OSError) as error:
        return _refused(error)


def done(order: Order, task: Task) -> Part | Refused | CrashElsewhere:
    """The work on a portion. Marks of secrets stay here, since others could try what they stand for."""
    with _one_at_a_time:
        try:
            problems = less_seen(task.places, seen_at(task.places), task.seen)
            if problems:
                return _refused(Untrusted(problems))
            return _work(order)(task.portion)._replace(marks=())
        except (Untrusted, OSError) as error:
            return _refused(error)
        except Exception as error:  # its message could quote a secret
            return as_elsewhere(error)


def _work(order: Order) -> WorkElsewhere:
    """The work with the key that this worker has. Raises ``Untrusted`` where it is another machine than was asked."""
    if order.run not in _ready:
        problems = list(alike_here().differences(order.alike))
        key = _key_of(order.key)
        if key is None:
            problems.append(NO_KEY)
        if problems:
            raise Untrusted(problems)
        loader = order.work.loader
        loader = loader._replace(redactor=loader.redactor.with_key(key or None, os.urandom(32)))
        _ready.clear()
        _ready[order.run] = WorkElsewhere(order.work.with_loader(loader))
    return _ready[order.run]


NO_KEY = f"it does not have the key of secrets of this run: begin it with the same {KEY_VARIABLE}"


def _key_of(wanted: Key) -> bytes | None:
    """The key of this run as this worker has it, in its environment or in the same file; None where it has not.

    It is empty where the run has none.
    """
    if not wanted.id:
        return b""
    found = [os.fsencode(os.environ.get(KEY_VARIABLE, ""))]
    if wanted.file:
        with suppress(Untrusted):  # it may not be here, and the environment may have it
            found.append(read_small(Path(wanted.file)).strip())
    return next((key for key in found if key and Redactor(key=key).key_id == wanted.id), None)


def _refused(error: Untrusted | OSError) -> Refused:
    from distributed import get_worker  # noqa: PLC0415  only on a worker, which has it

    if isinstance(error, Untrusted):
        return Refused(get_worker().address, error.problems)
    what = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    return Refused(get_worker().address, (f"{what}cannot be used: {error.strerror}",))
