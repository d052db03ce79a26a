"""A shard: a share of the estates of a run, whose report is put together with those of the other shards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gwe_lint.estate.model import FailOn, Profile

if TYPE_CHECKING:
    from gwe_lint.findings.shared_work import Part


class ShardNumber(NamedTuple):
    """Which shard of how many, from 1."""

    position: int
    total: int

    def __str__(self) -> str:
        return f"{self.position}/{self.total}"

    def of(self, things: Sequence[Any]) -> tuple[Any, ...]:
        """The share of this shard: every so manieth, so that neighbours, which are often alike, are in several."""
        return tuple(things[self.position - 1 :: self.total])


class Asked(NamedTuple):
    """What was asked for, as far as nobody has to be asked for it again. ``day`` is the one of waivers."""

    isolated: bool
    select: tuple[str, ...] | None
    ignore: tuple[str, ...] | None
    profile: Profile | None
    preview: bool
    fail_on: FailOn | None
    strict: bool
    exit_zero: bool
    allow_empty: bool
    dated: bool
    day: str
    paths: tuple[str, ...]
    against: str  # the baseline, where there is one


class Shard(NamedTuple):
    """A shard: what was found in its estates, and what decided that.

    ``names`` are those of all portions of the run. ``digests`` are those of rules, configuration and so on, by what
    they are called.
    """

    number: ShardNumber
    names: tuple[str, ...]
    asked: Asked
    digests: Mapping[str, str]
    parts: "tuple[Part, ...]"


def number_of(text: str) -> ShardNumber:
    """The shard that is written as ``2/5``. Raises ``ValueError`` for what is none."""
    index, _, count = text.partition("/")
    if not all(each.isascii() and each.isdigit() and len(each) < 7 for each in (index, count)):
        raise ValueError
    number = ShardNumber(int(index), int(count))
    if not 1 <= number.position <= number.total:
        raise ValueError
    return number
