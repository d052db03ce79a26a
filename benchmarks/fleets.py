"""What dividing a fleet costs and gains: a table, and with ``--plot FILE`` a picture (SVG).

Every figure is a ratio of processor time to that of one process on the same exports, taken in turns, so that neither
this machine nor what else it does is in it. Memory is that of the largest process. Of Dask the scheduler and its two
workers count, too, which are there before and after.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cluster import Cluster
from estate import make_fleet
from process import GWE_LINT, Taken, taken_by
from run import PARSERS, parse

ESTATES = (1, 10, 100, 1_000, 10_000)
SERVERS, OPTIONS = 4, 150  # of an estate, and of a server
SHARDS = WORKERS = 2
_ROUNDS = {1_000: 2, 10_000: 1}  # with the first one, which only warms up; of the largest fleet that is nothing
_MB = 1e6


class Row(NamedTuple):
    """A fleet: how long each way keeps processors busy, where one process is 1, and the most memory of a process."""

    estates: int
    configparser: float
    jobs: float
    shards: float  # all of them, and putting their reports together
    merge: float  # the last part of that
    dask: float  # with scheduler and workers
    one_peak: int
    jobs_peak: int
    merge_peak: int
    dask_peak: int  # of a worker, or of the process that asks

    @property
    def line(self) -> str:
        """The row as a line of Markdown."""
        ways = (self.configparser, self.jobs, self.shards, self.merge, self.dask)
        times = " | ".join(f"{each:.2f}" for each in ways)
        each_peak = (self.one_peak, self.jobs_peak, self.merge_peak, self.dask_peak)
        peaks = " | ".join(f"{each / _MB:.0f} MB" for each in each_peak)
        return f"| {self.estates:,} | {times} | {peaks} |"


def main() -> int:
    """Print the table, and draw the picture where one is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--plot", type=Path, help="the picture to write")
    arguments.add_argument("--most", type=int, default=ESTATES[-1], help="estates of the largest fleet")
    given = arguments.parse_args()
    sizes = [*(each for each in ESTATES if each <= given.most), *([given.most] if given.most > ESTATES[-1] else [])]
    print("| estates | configparser | `--jobs 2` | 2 shards and merge | merge | `--dask`, 2 workers ", end="")
    print("| peak of one | of `--jobs 2` | of merge | of `--dask` |")
    print("| --- " * 10 + "|")
    rows = []
    with TemporaryDirectory() as folder, Cluster(Path(folder), WORKERS) as cluster:
        for estates in sizes:
            rows.append(_row(Path(folder), estates, cluster))
            print(rows[-1].line, flush=True)
    if given.plot:
        _draw(given.plot, rows)
    return 0


def _row(scratch: Path, estates: int, cluster: Cluster) -> Row:
    """One size, each way in turn; the median of three rounds, and of a large fleet one."""
    exports = scratch / str(estates)
    make_fleet(exports, estates, OPTIONS, SERVERS)
    config = os.fspath(exports / "gwe-lint.toml")
    check = [str(GWE_LINT), "check", "--config", config]
    reports = [os.fspath(scratch / f"{estates}-{number}.json") for number in range(SHARDS)]
    shards = [
        [*check, "--shard", f"{number}/{SHARDS}", "--output", f"json={report}"]
        for number, report in enumerate(reports, 1)
    ]
    merge = [str(GWE_LINT), "report", "merge", "--config", config, *reports]
    rounds: list[tuple[Taken, ...]] = []
    taken: Callable[[list[str]], Taken] = partial(taken_by)
    for _ in range(_ROUNDS.get(estates, 4)):
        of_shards = [taken(each) for each in shards]
        rounds.append(
            (
                taken([*check, "--jobs", "1"]),
                taken(parse(scratch, 0, next(iter(PARSERS.values())), exports)),
                taken([*check, "--jobs", "2"]),
                *of_shards,
                taken(merge),
                _taken_with(cluster, [*check, "--dask", cluster.address]),
            )
        )
    warm = rounds[1:] or rounds  # the first one only warms up the caches
    ratio = partial(_ratio, warm)
    return Row(
        estates,
        ratio(1),
        ratio(2),
        ratio(*range(3, 4 + SHARDS)),
        ratio(3 + SHARDS),
        ratio(4 + SHARDS),
        *(max(each[number].peak for each in warm) for number in (0, 2, 3 + SHARDS, 4 + SHARDS)),
    )


def _taken_with(cluster: Cluster, command: list[str]) -> Taken:
    """What a command takes, with what its cluster does meanwhile."""
    before = cluster.busy
    own = taken_by(command)
    return own._replace(busy=own.busy + cluster.busy - before, peak=max(own.peak, cluster.memory))


def _ratio(rounds: list[tuple[Taken, ...]], *numbers: int) -> float:
    """The median of the processor time of these, where that of the first is 1."""
    return statistics.median(sum(each[number].busy for number in numbers) / each[0].busy for each in rounds)


def _draw(path: Path, rows: list[Row]) -> None:
    import matplotlib as mpl  # noqa: PLC0415  needed for the picture only
    from matplotlib import pyplot as plt  # noqa: PLC0415

    mpl.rcParams |= {"svg.hashsalt": "gwe-lint", "svg.fonttype": "none", "font.family": "sans-serif"}
    figure, (times, memory) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    estates = [row.estates for row in rows]
    for name, values, style in (
        ("one process", [1.0 for _ in rows], "k-"),
        ("--jobs 2, both together", [row.jobs for row in rows], "o-"),
        ("2 shards and merge, together", [row.shards for row in rows], "s--"),
        ("--dask, all together", [row.dask for row in rows], "d-."),
        ("configparser, parsing only", [row.configparser for row in rows], "^:"),
    ):
        times.plot(estates, values, style, label=name)
    for name, peaks, style in (
        ("one process", [row.one_peak for row in rows], "k-"),
        ("--jobs 2, the larger", [row.jobs_peak for row in rows], "o-"),
        ("report merge", [row.merge_peak for row in rows], "s--"),
        ("--dask, the largest", [row.dask_peak for row in rows], "d-."),
    ):
        memory.plot(estates, [each / _MB for each in peaks], style, label=name)
    times.set(xscale="log", xlabel="estates", ylabel="processor time (1 = one process)", ylim=(0, None))
    memory.set(xscale="log", yscale="log", xlabel="estates", ylabel="peak memory (MB)")
    for axes in (times, memory):
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.legend()
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    sys.exit(main())
