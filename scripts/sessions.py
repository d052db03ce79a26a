"""Tutorials are run: their files are written, their commands typed into a shell, and what comes out is what they show.

A page is run in a folder of its own. Three comments say what a fenced block is:

- ``<!-- file: exports/prod/GWE_Backend.cfg -->``: a file with this text is there from then on.
- ``<!-- session -->``: lines that begin with ``$`` are commands, each followed by what it prints.
- ``<!-- begins with: first-check.md -->``, without a block: what another page left behind is there.
"""

import os
import pty
import re
import subprocess
import sys
import termios
import tty
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

STEP = re.compile(
    r"<!-- begins with: (?P<page>\S+) -->"
    r"|<!-- file: (?P<file>\S+) -->\n+```\w*\n(?P<text>.*?)```"
    r"|(?P<head><!-- session -->\n+```console\n)(?P<session>.*?)(?P<tail>```)",
    re.DOTALL,
)
OVERWRITTEN = re.compile(r"[^\n]*\r(?:\x1b\[\d*K)?")  # such as a bar of progress
# Between the output of two commands; whatever a command ends with is kept for the next one.
PROMPT = "code=$?; printf '\\0'; (exit $code)"
CONSTANT = {
    **{"NO_COLOR": "1", "COLUMNS": "80", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    **{"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_COUNT": "1"},
    **{"GIT_CONFIG_KEY_0": "init.defaultBranch", "GIT_CONFIG_VALUE_0": "main"},
    **{"GIT_AUTHOR_NAME": "Alex", "GIT_AUTHOR_EMAIL": "alex@example.com", "GIT_AUTHOR_DATE": "2026-11-02T08:00:00Z"},
    **{"GIT_COMMITTER_NAME": "Alex", "GIT_COMMITTER_EMAIL": "alex@example.com"},
    "GIT_COMMITTER_DATE": "2026-11-02T08:00:00Z",
}


def as_run(page: Path) -> str:
    """The page with what its commands print now."""
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        work = Path(folder, "work")
        work.mkdir()
        return _run(page, work, {**_environment(), "HOME": str(home)})


def _run(page: Path, work: Path, environment: Mapping[str, str]) -> str:
    """What a page is after its steps were done in a folder."""

    def done(step: re.Match[str]) -> str:
        if step["page"]:
            _run(page.with_name(step["page"]), work, environment)
        elif step["file"]:
            (work / step["file"]).parent.mkdir(parents=True, exist_ok=True)
            (work / step["file"]).write_text(step["text"], encoding="utf-8")
        else:
            shown = "".join(_typed(_commands(step["session"]), work, environment))
            return f"{step['head']}{shown}{step['tail']}"
        return step[0]

    return STEP.sub(done, page.read_text(encoding="utf-8"))


def _commands(session: str) -> list[str]:
    """The commands of a session. A line that ends with a backslash goes on."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", session, re.MULTILINE)


def _typed(commands: list[str], work: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Each command, and what it prints, in one shell on a terminal 80 columns wide."""
    script = "\n".join(f"{command}\n{PROMPT}" for command in commands)
    reader, terminal = pty.openpty()
    tty.setraw(terminal)  # line ends stay as they are
    termios.tcsetwinsize(terminal, (200, 80))
    bash, nothing = ("bash", "-c", script), subprocess.DEVNULL
    with subprocess.Popen(bash, cwd=work, env=environment, stdin=nothing, stdout=terminal, stderr=terminal):
        os.close(terminal)
        shown = b"".join(_read(reader)).decode()
    outputs = [OVERWRITTEN.sub("", output) for output in shown.split("\0")]
    if len(outputs) != len(commands) + 1 or outputs[-1]:
        sys.exit(f"{commands}: {shown}")
    for command, output in zip(commands, outputs, strict=False):
        yield f"$ {command}\n{output}{'' if not output or output.endswith(chr(10)) else chr(10)}"


def _read(reader: int) -> Iterator[bytes]:
    """All that comes from a terminal until nobody has it any more."""
    try:
        while data := os.read(reader, 65536):
            yield data
    except OSError:  # how Linux says the end
        pass
    finally:
        os.close(reader)


def _environment() -> dict[str, str]:
    """That of a user who has this gwe-lint, and nothing else of ours."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GWE_LINT", "GIT_", "PYTHON"))}
    kept.pop("FORCE_COLOR", None)
    return {**kept, **CONSTANT, "PATH": path}
