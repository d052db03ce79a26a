"""How long gwe-lint takes, as ratios: its start against an empty Typer application, its work against configparser.

What is compared runs in turns, so that whatever else the machine does meets both alike. See README.md beside this file.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from estate import make_estate, make_fleet
from process import GWE_LINT, HEAD, Contest, outcomes, taken_by

START_BAR, START_PAIRS = 1.30, 25
THROUGHPUT_BAR, THROUGHPUT_PAIRS = 0.7, 7
FLEET_PAIRS = 3
DRIFT_BAR = 10.0
UNCHANGED_BAR = 0.3
CHANGED = 3  # exports since the snapshot
SERVERS = 40
OPTIONS = 5000  # on each server
FLEET = 3000  # servers
FLEET_OPTIONS = 150  # on each of them
ESTATES = 1000  # of eight servers each: a million options
ESTATE_OPTIONS = 125  # on each server of them
JOBS_BAR, SHARED_BAR = 0.62, 0.45  # of two processes by the clock: against one, and against configparser
SHAPES = ((10, 2500), (200, 125))  # estates of eight servers, and options on each: 200,000 options

# The least a program of this kind can be: two commands, and the settings that gwe-lint gives its own application.
EMPTY_APP = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def first() -> None:
    pass


@app.command()
def second() -> None:
    pass


app()
"""

PARSE_ONLY = """
import configparser
import sys
from pathlib import Path

for folder in sys.argv[1:]:
    for path in sorted(Path(folder).rglob("*.cfg")):
        parser = configparser.RawConfigParser({settings})
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
"""
PARSERS = {
    "configparser set up for exports": 'strict=False, interpolation=None, delimiters=("=",)',
    "configparser as it comes": "",
}


def main() -> int:
    """Run the contests; 1 when a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--no-bars", action="store_true", help="print the ratios only, and exit with 0")
    no_bars = arguments.parse_args().no_bars
    missed = False
    print(HEAD, flush=True)
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        groups = (
            (start(scratch), START_PAIRS),
            (throughput(scratch), THROUGHPUT_PAIRS),
            ((*drift(scratch), *unchanged(scratch), *fleet(scratch)), FLEET_PAIRS),
        )
        for contests, pairs in groups:
            for outcome in outcomes(tuple(contests), pairs):
                print(outcome.line, flush=True)
                missed = missed or outcome.missed
    return int(missed and not no_bars)


def start(scratch: Path) -> Iterator[Contest]:
    """A check of three small files, and of one as an editor or a hook has it: nearly nothing but starting."""
    app = scratch / "empty_app.py"
    app.write_text(EMPTY_APP, encoding="utf-8")
    small = make_estate(scratch / "small", servers=3, options=20)
    empty = [sys.executable, str(app), "first"]
    yield Contest(
        "start: `check` of 3 files of 20 options, against an empty Typer application", check(small), empty, 1.3
    )
    one = make_estate(scratch / "one", servers=2, options=150) / "ChatServer_01.cfg"
    yield Contest("a hook: `check` of one file of 150 options, against the same", check(one), empty, 0)


def throughput(scratch: Path) -> Iterator[Contest]:
    """The whole of a check of 200,000 options against what only parses the same files."""
    estate = make_estate(scratch / "large", SERVERS, OPTIONS)
    for number, (name, settings) in enumerate(PARSERS.items()):
        what = f"`check` of {SERVERS * OPTIONS:,} options in {SERVERS} files, against {name}"
        yield Contest(what, check(estate), parse(scratch, number, settings, estate), THROUGHPUT_BAR)


def drift(scratch: Path) -> Iterator[Contest]:
    """A fleet against its baseline, which has the same options, against reading the exports once."""
    exports, baseline = (make_estate(scratch / name, FLEET, FLEET_OPTIONS) for name in ("fleet", "baseline"))
    ours = [str(GWE_LINT), "drift", "--isolated", os.fspath(exports), "--against", os.fspath(baseline)]
    what = f"`drift` of {FLEET:,} applications of {FLEET_OPTIONS} options, against configparser on one side"
    settings = next(iter(PARSERS.values()))
    yield Contest(what, [*ours, "--format", "concise"], parse(scratch, 2, settings, exports), DRIFT_BAR)


def unchanged(scratch: Path) -> Iterator[Contest]:
    """A fleet of which three exports have changed since its snapshot, in small estates and in one large one."""
    small = make_fleet(scratch / "mornings", FLEET // 8, FLEET_OPTIONS)
    large = scratch / "morning"
    make_estate(large / "site", FLEET, FLEET_OPTIONS)
    (large / "gwe-lint.toml").write_text('[[estate]]\nname = "site"\npaths = ["site"]\n', encoding="utf-8")
    settings = next(iter(PARSERS.values()))
    sizes = ((small, f"estates of 8, {CHANGED} changed"), (large, f"one estate, {CHANGED} changed"))
    for folder, how in sizes:
        taken_by([str(GWE_LINT), "snapshot", "--to", "baseline"], folder=folder)
        for path in sorted(folder.rglob("ChatServer_*7.cfg"))[:: FLEET // CHANGED // 10][:CHANGED]:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("session-restoration-mode=simple", "session-restoration-mode=none"))
        ours = [str(GWE_LINT), "drift", "--against", "baseline", "--exit-zero"]
        what = f"`drift` of {FLEET:,} applications in {how}, against configparser on one side"
        yield Contest(what, ours, parse(scratch, 5, settings, folder), UNCHANGED_BAR, silent=False, folder=folder)


def fleet(scratch: Path) -> Iterator[Contest]:
    """Many estates, each judged by itself: a million options."""
    folder = make_fleet(scratch / "estates", ESTATES, ESTATE_OPTIONS)
    settings = next(iter(PARSERS.values()))
    what = f"`check` of {ESTATES * 8 * ESTATE_OPTIONS:,} options in {ESTATES:,} estates, against configparser"
    ours = [str(GWE_LINT), "check", "--config", os.fspath(folder / "gwe-lint.toml")]
    yield Contest(what, ours, parse(scratch, 3, settings, folder), THROUGHPUT_BAR)
    alone = "`check --jobs 2` of the same, by the clock, against `--jobs 1`"
    yield Contest(alone, [*ours, "--jobs", "2"], [*ours, "--jobs", "1"], JOBS_BAR, by_clock=True)
    yield from jobs(scratch, settings)


def jobs(scratch: Path, settings: str) -> Iterator[Contest]:
    """Large estates and small ones, among two processes: 200,000 options."""
    for estates, options in SHAPES:
        folder = make_fleet(scratch / f"shared-{estates}", estates, options)
        count = estates * 8 * options
        what = f"`check --jobs 2` of {count:,} options in {estates} estates, by the clock, against configparser"
        ours = [str(GWE_LINT), "check", "--config", os.fspath(folder / "gwe-lint.toml"), "--jobs", "2"]
        yield Contest(what, ours, parse(scratch, 4, settings, folder), SHARED_BAR, by_clock=True)


def check(estate: Path) -> list[str]:
    """The command that checks an estate, whatever configuration lies about."""
    return [str(GWE_LINT), "check", "--isolated", os.fspath(estate)]


def parse(scratch: Path, number: int, settings: str, folder: Path) -> list[str]:
    """The command that only parses the exports of a folder."""
    script = scratch / f"parse_only_{number}.py"
    script.write_text(PARSE_ONLY.format(settings=settings), encoding="utf-8")
    return [sys.executable, str(script), os.fspath(folder)]


if __name__ == "__main__":
    sys.exit(main())
