"""How much memory a run takes: with more and more estates, and for reports of very many findings."""

import argparse
import os
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from estate import make_fleet
from process import GWE_LINT, taken_by

ESTATES = (100, 1000, 10_000)
OPTIONS = 25  # on each of the eight servers of an estate
MORE_BAR = 1000  # bytes that one more estate may take: what the summary and the configuration know of it
FINDINGS = 50_000
REPORT_BAR = 300_000_000  # bytes
FORMATS = ("text", "json", "jsonl", "sarif", "html", "junit", "gitlab", "markdown")


def main() -> int:
    """Print both tables; 1 when a bar is missed."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with TemporaryDirectory() as folder:
        return int(estates(Path(folder)) + reports(Path(folder)) > 0)


def estates(scratch: Path) -> bool:
    """True where memory grows with the number of estates by more than the bar."""
    peaks = []
    print("| estates | options | peak memory |\n| --- | --- | --- |")
    for number in ESTATES:
        fleet = make_fleet(scratch / f"fleet-{number}", number, OPTIONS)
        peaks.append(taken_by([str(GWE_LINT), "check", "--config", os.fspath(fleet / "gwe-lint.toml")]).peak)
        print(f"| {number:,} | {number * 8 * OPTIONS:,} | {peaks[-1] / 1e6:.0f} MB |", flush=True)
    more = max((b - a) / (n - m) for (a, b), (m, n) in zip(pairwise(peaks), pairwise(ESTATES), strict=True))
    print(f"\none more estate: {more:,.0f} bytes, {_verdict(more > MORE_BAR)}: at most {MORE_BAR:,}\n")
    return more > MORE_BAR


def reports(scratch: Path) -> bool:
    """True where a report of very many findings takes more than the bar."""
    exports = _make_findings(scratch / "findings")
    missed = False
    print(f"| report of {FINDINGS:,} findings | peak memory | at most {REPORT_BAR / 1e6:.0f} MB |\n| --- | --- | --- |")
    for format in FORMATS:
        command = [str(GWE_LINT), "check", "--isolated", os.fspath(exports), "--format", format]
        peak = taken_by(command, silent=False).peak
        print(f"| {format} | {peak / 1e6:.0f} MB | {_verdict(peak > REPORT_BAR)} |", flush=True)
        missed = missed or peak > REPORT_BAR
    return missed


def _make_findings(folder: Path) -> Path:
    """Exports in which so many options stand twice, each with two values."""
    folder.mkdir()
    servers = 50
    for server in range(servers):
        twice = (f"option-{n}=value {n}\noption-{n}=other {n}\n" for n in range(FINDINGS // servers))
        text = f"[endpoints:1]\ndefault=Chat In\nwebme=Webengagement_Chat\n[site]\n{''.join(twice)}"
        (folder / f"ChatServer_{server:02}.cfg").write_text(text, encoding="utf-8")
    return folder


def _verdict(missed: bool) -> str:
    return "missed" if missed else "kept"


if __name__ == "__main__":
    sys.exit(main())
