"""A year of reports of 3,000 applications in a history of SQLite: what recording and asking take, and its size.

One drift is run. The other days have its findings, each of which comes and goes by chance.
"""

import json
import random
import statistics
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from estate import make_estate
from process import GWE_LINT, taken_by

APPLICATIONS, OPTIONS, DAYS = 3_000, 8, 365
DIFFERENT = 600  # applications that differ on some day
FLIPS = 0.03  # the share of them that comes or goes in a day
MOST_OF_A_DRIFT, MOST_OF_EMPTY, MOST_BYTES = 0.2, 5.0, 100_000_000
EMPTY = """
import sys
from sqlalchemy import create_engine, text
with create_engine(f"sqlite:///{sys.argv[1]}").connect() as connection:
    connection.execute(text("select 1")).all()
"""
RUNS = 5


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        drift, start = _drift(scratch)
        days = list(_days(scratch))
        store = scratch / "history.db"
        first, *rest = days
        record = [str(GWE_LINT), "history", "record", "--store", str(store), "--quiet"]
        taken_by([*record, first])
        begun = _busy([*record, first])  # it was recorded before: what is left is the start, and reading the report
        year = taken_by([*record, *rest]).busy
        a_day = (year - start) / len(rest)
        empty = scratch / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        unit = _busy([sys.executable, str(empty), str(store)])
        asked = {
            words: _busy([str(GWE_LINT), "history", words, "--store", str(store), "--quiet"], silent=False) / unit
            for words in ("open", "trend")
        }
        size = store.stat().st_size
    shown = [
        ("recording a day, in drifts of that day", a_day / (drift - start), MOST_OF_A_DRIFT),
        ("recording a day alone, with the start, in drifts with theirs", begun / drift, 0),
        *((f"history {words}, in empty SQLAlchemy programs", ratio, MOST_OF_EMPTY) for words, ratio in asked.items()),
        ("the year, in MB", size / 1e6, MOST_BYTES / 1e6),
    ]
    print("| what | measured | bar |\n| --- | --- | --- |")
    for what, value, bar in shown:
        wanted = f"{bar:g}{' **missed**' if value > bar else ''}" if bar else ""
        print(f"| {what} | {value:.2f} | {wanted} |")
    return int(any(bar and value > bar for _, value, bar in shown))


def _busy(command: list[str], *, silent: bool = True) -> float:
    """The median of the processor time of a few runs, after one that warms up."""
    taken_by(command, silent=silent)
    return statistics.median(taken_by(command, silent=silent).busy for _ in range(RUNS))


def _drift(scratch: Path) -> tuple[float, float]:
    """The processor time of a drift, and of a start of the program; the report is left in the folder."""
    approved, now = scratch / "approved", scratch / "now"
    make_estate(approved, APPLICATIONS, OPTIONS)
    copytree(approved, now)
    for path in sorted(now.glob("*.c*"))[:DIFFERENT]:
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join((*lines[:-1], f"{lines[-1]} changed", "")), encoding="utf-8")
    report = scratch / "report.json"
    command = [str(GWE_LINT), "drift", str(now), "--against", str(approved), "--isolated", "--quiet", "--exit-zero"]
    command += ["--first-seen", "--as-of", "2026-01-01", "--output", f"json={report}", "--format", "jsonl"]
    taken = statistics.median(taken_by(command, silent=False).busy for _ in range(3))
    return taken, statistics.median(taken_by([str(GWE_LINT), "--version"], silent=False).busy for _ in range(RUNS))


def _days(scratch: Path) -> Iterator[str]:
    """The path of a report for each day of a year."""
    whole: dict[str, Any] = json.loads((scratch / "report.json").read_text(encoding="utf-8"))
    chance = random.Random(1)
    there = [chance.random() < 0.3 for _ in whole["findings"]]
    for number in range(DAYS):
        there = [each != (chance.random() < FLIPS) for each in there]
        day = str(date(2026, 1, 1) + timedelta(days=number))
        findings = [each for each, is_there in zip(whole["findings"], there, strict=True) if is_there]
        findings = [{**each, "first_seen": day} for each in findings]
        path = scratch / f"{day}.json"
        path.write_text(json.dumps({**whole, "as_of": day, "findings": findings}), encoding="utf-8")
        yield str(path)


if __name__ == "__main__":
    sys.exit(main())
