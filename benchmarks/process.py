"""Whole processes, timed: for how long they keep the processor busy, and the most memory they had."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

GWE_LINT = Path(sys.executable).with_name("gwe-lint")  # the program that this interpreter's environment has
# Installed packages have their bytecode; a checkout has to be allowed to keep its own.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes


class Taken(NamedTuple):
    """What a process took, with all processes that it started and waited for."""

    busy: float  # seconds of processor time
    clock: float  # seconds from its start to its end
    peak: int  # bytes of the largest one of them


class Contest(NamedTuple):
    """Ours against another program, and the largest ratio of their times that is accepted; 0 for none."""

    name: str
    ours: list[str]
    other: list[str]
    bar: float
    by_clock: bool = False  # True: what counts is how long a person waits
    silent: bool = True  # False: ours has something to report
    folder: Path | None = None  # in which both run


class Outcome(NamedTuple):
    """How a contest ended: the median of all ratios of time, and the peaks in bytes."""

    contest: Contest
    ratio: float
    peak: int
    other_peak: int

    @property
    def missed(self) -> bool:
        """True where the bar is missed."""
        return bool(self.contest.bar) and self.ratio > self.contest.bar

    @property
    def line(self) -> str:
        """The outcome as a line of a table of Markdown."""
        bar = f"{self.contest.bar:.2f}{' **missed**' if self.missed else ''}" if self.contest.bar else ""
        return f"| {self.contest.name} | {self.ratio:.2f} | {bar} | {_mb(self.peak)} | {_mb(self.other_peak)} |"


HEAD = "| work | time as a ratio | bar | peak memory | that of the other |\n| --- | --- | --- | --- | --- |"


def taken_by(command: Sequence[str], expected: int = 0, *, silent: bool = True, folder: Path | None = None) -> Taken:
    """What this command takes, in a ``folder`` if one is given.

    It has to end with this code, and a ``silent`` one writes nothing to standard output.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=folder
        )
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        wrote = out.tell()
        if process.returncode != expected or (silent and wrote):
            out.seek(0)
            err.seek(0)
            said = (out.read(2000) + err.read(2000)).decode(errors="replace")
            sys.exit(f"{' '.join(command)[:300]}\nended with {process.returncode}\n{said}")
    return Taken(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss * _PEAK_UNIT)


def outcomes(contests: Sequence[Contest], pairs: int) -> list[Outcome]:
    """How each contest ends after so many turns. One turn before only warms up: caches of files and of bytecode."""
    ratios: list[list[float]] = [[] for _ in contests]
    peaks = [[0, 0] for _ in contests]
    for turn in range(pairs + 1):
        for contest, of_times, of_peaks in zip(contests, ratios, peaks, strict=True):
            first, second = (contest.ours, contest.other) if turn % 2 else (contest.other, contest.ours)
            taken = {
                id(each): taken_by(each, silent=contest.silent or each is contest.other, folder=contest.folder)
                for each in (first, second)
            }
            ours, other = taken[id(contest.ours)], taken[id(contest.other)]
            of_peaks[:] = max(of_peaks[0], ours.peak), max(of_peaks[1], other.peak)
            if turn:
                of_times.append(ours.clock / other.clock if contest.by_clock else ours.busy / other.busy)
    return [
        Outcome(contest, statistics.median(of_times), *of_peaks)
        for contest, of_times, of_peaks in zip(contests, ratios, peaks, strict=True)
    ]


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
