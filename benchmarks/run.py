"""How long gwe-lint takes, as ratios: its start against an empty Typer application, its work against configparser.

What is compared runs in turns, so that whatever else the machine does meets both alike. See README.md beside this file.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from estate import Sections, as_cfg, made_sections

GWE_LINT = Path(sys.executable).with_name("gwe-lint")  # the program that this interpreter's environment has
# Installed packages have their bytecode; a checkout has to be allowed to keep its own.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
START_BAR = 1.30
THROUGHPUT_BAR = 0.7
START_PAIRS = 25
DRIFT_BAR = 10.0
THROUGHPUT_PAIRS = 7
DRIFT_PAIRS = 3
SERVERS = 40
OPTIONS = 5000  # on each server
FLEET = 3000  # servers
KINDS = 5  # of servers; those of one kind share most names of options
FLEET_OPTIONS = 150  # on each of them

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

for path in sys.argv[1:]:
    parser = configparser.RawConfigParser({settings})
    with open(path, encoding="utf-8") as file:
        parser.read_file(file)
"""
PARSERS = {
    "configparser set up for exports": 'strict=False, interpolation=None, delimiters=("=",)',
    "configparser as it comes": "",
}


class Contest(NamedTuple):
    """Ours against another program, and the largest ratio of their times that is accepted."""

    name: str
    ours: list[str]
    other: list[str]
    bar: float


def main() -> int:
    """Run the contests; 1 when a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--no-bars", action="store_true", help="print the ratios only, and exit with 0")
    no_bars = arguments.parse_args().no_bars
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        ratios = [
            *measured([start(scratch)], START_PAIRS),
            *measured(throughput(scratch), THROUGHPUT_PAIRS),
            *measured([drift(scratch)], DRIFT_PAIRS),
        ]
    missed = 0
    for contest, ratio in ratios:
        verdict = "" if no_bars else f"; {'missed' if ratio > contest.bar else 'kept'}: at most {contest.bar:.2f}"
        print(f"{contest.name}: {ratio:.2f} times as long{verdict}")
        missed += ratio > contest.bar
    return int(bool(missed) and not no_bars)


def measured(contests: list[Contest], pairs: int) -> list[tuple[Contest, float]]:
    """Each contest with the median of its ratios. The first round only warms up: caches of files and of bytecode."""
    ratios: list[list[float]] = [[] for _ in contests]
    for turn in range(pairs + 1):
        for contest, found in zip(contests, ratios, strict=True):
            first, second = (contest.ours, contest.other) if turn % 2 else (contest.other, contest.ours)
            times = {id(command): seconds(command) for command in (first, second)}
            if turn:
                found.append(times[id(contest.ours)] / times[id(contest.other)])
    return [(contest, statistics.median(found)) for contest, found in zip(contests, ratios, strict=True)]


def seconds(command: list[str]) -> float:
    """How long a process keeps the processor busy that has to end well and to find nothing."""
    begun = os.times()
    done = subprocess.run(
        command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    ended = os.times()
    taken = ended.children_user + ended.children_system - begun.children_user - begun.children_system
    if done.returncode or done.stdout:
        sys.exit(f"{' '.join(command)[:300]}\nended with {done.returncode}\n{done.stdout[:2000]}{done.stderr[:2000]}")
    return taken


def start(scratch: Path) -> Contest:
    """A check of three small files: nearly nothing but starting."""
    app = scratch / "empty_app.py"
    app.write_text(EMPTY_APP, encoding="utf-8")
    estate = make_estate(scratch / "small", servers=3, options=20)
    return Contest(
        "start: gwe-lint check on a small estate, against an empty Typer application",
        check(estate),
        [sys.executable, str(app), "first"],
        START_BAR,
    )


def throughput(scratch: Path) -> list[Contest]:
    """The whole of a check of 200,000 options against what only parses the same files."""
    estate = make_estate(scratch / "large", SERVERS, OPTIONS)
    files = [str(path) for path in sorted(estate.iterdir())]
    contests = []
    for number, (name, settings) in enumerate(PARSERS.items()):
        script = scratch / f"parse_only_{number}.py"
        script.write_text(PARSE_ONLY.format(settings=settings), encoding="utf-8")
        what = f"throughput: gwe-lint check on {SERVERS * OPTIONS:,} options, against {name}"
        contests.append(Contest(what, check(estate), [sys.executable, str(script), *files], THROUGHPUT_BAR))
    return contests


def drift(scratch: Path) -> Contest:
    """A fleet against its baseline, which has the same options, against reading the exports once."""
    estate, baseline = (make_estate(scratch / name, FLEET, FLEET_OPTIONS) for name in ("fleet", "baseline"))
    script = scratch / "parse_fleet.py"
    script.write_text(PARSE_ONLY.format(settings=next(iter(PARSERS.values()))), encoding="utf-8")
    ours = [str(GWE_LINT), "drift", "--isolated", os.fspath(estate), "--against", os.fspath(baseline)]
    return Contest(
        f"drift: gwe-lint drift of {FLEET:,} applications of {FLEET_OPTIONS} options, against configparser on one side",
        [*ours, "--format", "concise"],
        [sys.executable, str(script), *(str(path) for path in sorted(estate.iterdir()))],
        DRIFT_BAR,
    )


def check(estate: Path) -> list[str]:
    """The command that checks an estate, whatever configuration lies about."""
    return [str(GWE_LINT), "check", "--isolated", os.fspath(estate)]


def make_estate(folder: Path, servers: int, options: int) -> Path:
    """A correct estate of Chat Servers and one Backend, with this many options on each; always the same bytes."""
    folder.mkdir()
    settings = {"session-restoration-mode": "simple", "transcript-auto-save": "1", "hide-attached-data": "true"}
    chat_server = {"endpoints:1": {"default": "Chat In", "webme": "Webengagement_Chat"}, "settings": settings}
    name = "wes.connector.chatServer."
    wes = {"queueKey": "1:webme", "queueWebengagement": "Webengagement_Chat", "refreshPeriod": "2"}
    backend = {"service:wes": {name + option: value for option, value in wes.items()}}
    for number in range(1, servers):
        write(folder / f"ChatServer_{number:02}.cfg", chat_server, options, number)
    write(folder / "GWE_Backend.cfg", backend, options, 0)
    return folder


def write(path: Path, sections: Sections, options: int, number: int) -> None:
    """An export with these sections, filled up with sections of a customer's own."""
    missing = options - sum(map(len, sections.values()))
    own = made_sections(number, -(-missing // 25), 25, KINDS)
    last = own[list(own)[-1]]
    for name in list(last)[: -missing % 25]:
        del last[name]
    path.write_text(as_cfg({**sections, **own}), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
