"""Before the work: every machine of a cluster is asked what it is, and what it sees of the exports."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gwe_lint import __version__
from gwe_lint.errors import Untrusted, kind_of
from gwe_lint.text import counted, escaped, listed
from gwe_lint.workers.alike import alike_here, python_version
from gwe_lint.workers.connection import ANSWERS, LOOKS, Client, NoAnswer, named, within
from gwe_lint.workers.seen import Seen, less_seen
from gwe_lint.workers.worker import NO_KEY, Answer, Key, Refused, asked

_MOST = 3  # places that are named for one worker
_PACKAGE = "gwe_lint"


def refuse_other_versions(client: Client, address: str) -> None:
    """Raise ``Untrusted`` where the scheduler or a worker has another Python, gwe-lint or Dask than this process.

    Nothing of ours travels for that, since it could not be read there.
    """
    try:
        found: Mapping[str, Any] = within(lambda: client.get_versions(packages=[_PACKAGE]), ANSWERS)
    except (NoAnswer, OSError):
        raise Untrusted([f"{named(address)}: the scheduler does not say what it is"]) from None
    here = found["client"]
    machines = {"the scheduler": found["scheduler"]} | {
        f"worker {name}": each for name, each in found["workers"].items()
    }
    problems = [f"{escaped(name)}: {what}" for name, each in machines.items() for what in _others(each, here)]
    if problems:
        raise Untrusted(problems)


def _others(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    """Which versions are other than here, as reasons."""
    python = [python_version(tuple(str(each["host"]["python"]).split("."))) for each in (there, here)]
    if python[0] != python[1]:
        yield f"Python {python[0]}, and here it is {python[1]}"
    version = there["packages"].get(_PACKAGE)
    if version is None:
        yield "gwe-lint is not installed there: pip install 'gwe-lint[dask]'"
    elif version != __version__:
        yield f"gwe-lint {version}, and here it is {__version__}"
    dask = [each["packages"].get("distributed") for each in (there, here)]
    if dask[0] != dask[1]:
        yield f"Dask {dask[0]}, and here it is {dask[1]}"


def checked_places(client: Client, address: str, key: Key, places: tuple[Path, ...]) -> tuple[Seen, ...]:
    """What the workers see at these places, which is the same for all.

    Raises ``Untrusted`` where a worker has other rules or plug-ins, lacks the key of secrets, or sees less than others.
    """
    try:
        found = within(lambda: client.run(asked, key, places, on_error="return"), LOOKS)
    except (NoAnswer, OSError):
        raise Untrusted([f"{named(address)}: workers did not answer within {LOOKS:.0f} seconds"]) from None
    answers = {name: answer for name, answer in found.items() if not isinstance(answer, OSError)}  # these are gone
    if not answers:
        raise Untrusted([f"{named(address)}: the workers went away"])
    right = [each for each in answers.values() if isinstance(each, Answer)]
    most = tuple(map(max, zip(*(each.seen for each in right), strict=True))) if right else ()
    problems = [
        f"worker {escaped(name)}: {what}"
        for name, answer in answers.items()
        for what in _problems(answer, places, most)
    ]
    lacking = (
        [place.as_posix() for place, seen in zip(places, most, strict=True) if seen is Seen.NOTHING] if right else []
    )
    if lacking:
        who = counted(len(right), "worker")
        problems.append(
            f"{named(address)}: {listed(lacking)}: no such file or folder on {who}: "
            "workers read exports under the same path as here"
        )
    if problems:
        raise Untrusted(problems)
    return most


def _problems(answer: Any, places: tuple[Path, ...], most: tuple[Seen, ...]) -> Iterator[str]:
    """Why a worker cannot share the work, as reasons."""
    if isinstance(answer, Refused):
        yield from answer.problems
        return
    if not isinstance(answer, Answer):
        yield f"it cannot be asked ({kind_of(answer) if isinstance(answer, BaseException) else type(answer).__name__})"
        return
    yield from answer.alike.differences(alike_here())
    if not answer.has_key:
        yield NO_KEY
    less = less_seen(places, answer.seen, most)
    more = f", and {len(less) - _MOST} more" if len(less) > _MOST else ""
    if less:
        yield f"{', '.join(less[:_MOST])}{more}, and other workers see what is there"
