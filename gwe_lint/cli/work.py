"""How the work on estates is shared: by how many processes, and what a terminal shows of it meanwhile."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gwe_lint.cli.options import ExportOptions, MessageOptions, ReportOptions
from gwe_lint.cli.run import Run
from gwe_lint.cli.signature import Options
from gwe_lint.cli.streams import say
from gwe_lint.config.model import Config
from gwe_lint.findings.report import Report
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion, are_large
from gwe_lint.progress import hear, listen

if TYPE_CHECKING:  # a run on one estate does without
    from gwe_lint.findings.shard import ShardNumber
    from gwe_lint.findings.shared_work import Gathered, Work
    from gwe_lint.workers.cluster import Cluster

AUTO = 0
# Bytes of exports from which on a second process gains more than it costs: one that is copied, and one that is begun.
_ENOUGH, _ENOUGH_WITHOUT_COPY = 2 << 20, 24 << 20


def number(given: str) -> int:
    """How many processes; ``AUTO`` for ``auto``. Raises ``BadParameter`` for anything else."""
    if given == "auto":
        return AUTO
    if given.isascii() and given.isdigit() and 0 < int(given) <= 1024:
        return int(given)
    raise typer.BadParameter(f"{given!r} is no number of processes; write auto, or a number from 1 on")


def share(given: str) -> str:
    """Which shard of how many, such as ``2/5``. Raises ``BadParameter`` for anything else."""
    index, _, count = given.partition("/")
    digits = all(each.isascii() and each.isdigit() and len(each) < 7 for each in (index, count))
    if digits and 1 <= int(index) <= int(count):
        return given
    raise typer.BadParameter(f"{given!r} is no shard; write which one of how many, such as 2/5")


class WorkOptions(Options):
    """How the work is shared."""

    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N|auto",
            parser=number,
            help="Processes that share the estates; default: auto, one a core where the exports are large.",
        ),
    ] = None
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard",
            metavar="I/N",
            parser=share,
            help="Look at every Nth estate only; gwe-lint report merge puts the JSON reports together.",
        ),
    ] = None
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="ADDRESS",
            help="The scheduler of a Dask cluster whose workers share the estates, such as tcp://HOST:8786.",
        ),
    ] = None


class Crew(NamedTuple):
    """Who does the work: so many processes, on the portions of this run. ``names`` are those of all shards."""

    portions: tuple[Portion, ...]
    jobs: int
    loader: Loader
    names: tuple[str, ...] = ()
    shard: "ShardNumber | None" = None
    cluster: "Cluster | None" = None  # whose workers share the portions

    @property
    def is_one(self) -> bool:
        """True for one portion, which is looked at whole: that takes less time than to make it ready to travel."""
        return len(self.portions) < 2 and not self.shard and not self.cluster

    def found(self, work: "Work") -> "Gathered":
        """What comes of the work, by this process or several others, on this machine or on many."""
        from gwe_lint.findings.shared_work import (  # noqa: PLC0415  one portion does without
            WorkElsewhere,
            beginning_with,
            by_this_process,
            gathered,
        )

        whole = not self.shard
        if self.cluster:
            shared = partial(self.cluster.parts, work)
            try:
                return gathered(work, self.portions, shared, at_last=shared)
            finally:
                self.cluster.close()
        if self.jobs < 2:
            return gathered(work, self.portions, by_this_process(work), whole=whole)
        from gwe_lint.processes import pool  # noqa: PLC0415  needed only where work is shared

        task = WorkElsewhere(work)
        first = task(self.portions[0])  # so that copies of this process have what was imported and learnt for it
        with pool(task, self.jobs) as others:
            parts = beginning_with(first, self.portions, others)
            return gathered(work, self.portions, parts, whole=whole)

    def with_shard(self, result: Report, found: "Gathered", run: Run, baseline: tuple[str, str] = ("", "")) -> Report:
        """The report of a shard with all that the report of the whole run needs; without a shard it stays as it is.

        ``baseline`` is what ``--against`` names, and its digest.
        """
        if not self.shard or found.left:
            return result
        from gwe_lint.cli.sharding import shard_of  # noqa: PLC0415  shards are rare

        if not self.portions:  # which is nobody's mistake: there are more shards than estates
            remark = f"shard {self.shard} has no estate: there are {len(self.names)}"
            result = result._replace(unchecked=(), remarks=(remark, *result.remarks))
        return result._replace(shard=shard_of(self.shard, self.names, found, run, self.loader, baseline))


def crew_for(
    options: WorkOptions,
    messages: MessageOptions,
    report: ReportOptions,
    exports: ExportOptions,
    loader: Loader,
    config: Config,
    given: tuple[Path, ...],
) -> Crew:
    """Who does the work on these exports, which a terminal shows from now on.

    Raises ``Untrusted`` for a path that is not there, and where the work cannot be divided as was asked for.
    """
    _show_progress(messages)
    if options.dask:
        from gwe_lint.cli.dask import cluster_for  # noqa: PLC0415  clusters are rare

        others = [flag for flag, value in (("--jobs", options.jobs), ("--shard", options.shard)) if value is not None]
        cluster = cluster_for(options.dask, exports.hmac_key_file, others, loader, config, given)
        return Crew(cluster.portions(loader, config, given), 1, loader, cluster=cluster)
    portions = loader.portions(config, given)
    names, number = tuple(portion.name for portion in portions), None
    if options.shard:
        from gwe_lint.cli.sharding import number_for  # noqa: PLC0415  shards are rare

        number = number_for(options.shard, report, config, loader, given)
        portions = number.of(portions)
    jobs = _jobs(options.jobs or AUTO, portions, config, loader.root)
    if jobs > 1:
        loader = loader._replace(redactor=loader.redactor.for_processes())
    return Crew(portions, jobs, loader, names, number)


def _jobs(wanted: int, portions: Sequence[Portion], config: Config, root: Path) -> int:
    """How many processes share the work; no others are begun where there is nothing to share, or not enough."""
    if len(portions) < 2 or wanted == 1:
        return 1
    if wanted != AUTO:
        return min(wanted, len(portions))
    if not are_large(_places(portions, config, root), _ENOUGH):
        return 1
    from gwe_lint.processes import start_method, usable_cores  # noqa: PLC0415  small work does without

    copied = start_method() == "fork"
    enough = copied or are_large(_places(portions, config, root), _ENOUGH_WITHOUT_COPY)
    return min(usable_cores(), len(portions)) if enough else 1


def _places(portions: Sequence[Portion], config: Config, root: Path) -> Iterator[Path]:
    for portion in portions:
        yield from portion.places(config, root)


def _show_progress(messages: MessageOptions) -> None:
    """From now on a terminal shows how far the run is, once it takes a while; not with ``--quiet``.

    What it waits for is said wherever standard error goes.
    """
    if messages.quiet:
        return
    hear(_say)
    if sys.stderr.isatty():
        from gwe_lint.cli.progress_bar import Bar  # noqa: PLC0415  pipes do without

        listen(Bar())


def _say(text: str) -> None:
    """Say what the run waits for, in a line of its own."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    say(f"gwe-lint: {text}")
    sys.stderr.flush()
