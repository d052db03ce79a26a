"""What stands on a terminal, where both streams end, and what stands in files and pipes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, Write

pty = pytest.importorskip("pty")  # no terminal can be had on Windows

FILES = {
    "before/Chat.conf": "[endpoints:1]\ndefault=Q\n[settings]\nflex-disconnect-timeout=45\n",
    "now/Chat.conf": "[endpoints:1]\ndefault=Q\n[settings]\nflex-disconnect-timeout=99\n",
}
DRIFT = ("drift", "now", "--against", "before")


def on_terminal(folder: Path, *arguments: str) -> str:
    """All that stands on a terminal after a run."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "gwe_lint", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        text = b""
        while part := _read(ours):
            text += part
    os.close(ours)
    return text.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so does a terminal end on Linux
        return b""


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        pytest.param(DRIFT, 1, id="text begins with the verdict"),
        pytest.param((*DRIFT, "-f", "concise"), 1, id="another format leaves it to the summary"),
        pytest.param((*DRIFT, "--quiet"), 1, id="quiet leaves out the summary"),
    ],
)
def test_the_verdict_of_a_comparison_stands_once_on_a_terminal(
    estate: Write, arguments: tuple[str, ...], count: int
) -> None:
    said = " ".join(on_terminal(estate(FILES), *arguments).split())
    assert count == said.count("compared 1 of 1 application with before")


def test_the_summary_of_a_check_stands_on_a_terminal(estate: Write) -> None:
    assert on_terminal(estate(FILES), "check", "now").count(" in 1 file (") == 1


def test_in_a_file_or_a_pipe_the_summary_stands_on_standard_error_as_well(estate: Write, run: Run) -> None:
    estate(FILES)
    ran = run(*DRIFT)
    assert "compared 1 of 1 application with before" in ran.out
    assert "compared 1 of 1 application with before" in ran.err


@pytest.mark.parametrize("given", [("--as-of", "2026-03-01"), ("--as-of", "2026-03-01", "--first-seen"), ()])
@pytest.mark.parametrize("command", [DRIFT, ("consistency", "now"), ("compare", "before", "now"), ("check", "now")])
@pytest.mark.parametrize("format", ["text", "json", "html", "markdown", "concise"])
def test_a_report_says_of_which_day_it_is_where_it_was_given(
    estate: Write, run: Run, command: tuple[str, ...], format: str, given: tuple[str, ...]
) -> None:
    estate(FILES)
    ran = run(*command, *given, "-f", format)
    said = '"as_of": "2026-03-01"' if format == "json" else "s of 2026-03-01"
    told = ran.out if format in ("json", "html", "markdown") else ran.err
    assert bool(given) == (said in told)
    assert bool(given) == ("as of 2026-03-01" in ran.err)
    if format == "text" and command[0] != "check":
        assert bool(given) == ("as of 2026-03-01" in " ".join(ran.out.split()))
