"""What tests share: golden files that ``pytest --accept`` rewrites, and the command line run in process or outside."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from gwe_lint.cli.main import main
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Export
from gwe_lint.exports.redactor import Redactor
from gwe_lint.reports.json_text import dumped
from gwe_lint.rules.selection import Packs, load_packs

os.environ["GWE_LINT_NO_PLUGINS"] = "1"  # whatever else is installed beside us changes no test
# As for users: without compiled code and packs beside it, nearly all of the time would go into making them again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# A job in the background, or below nohup, ignores signals, and so do all processes that it starts: not those of tests.
for ignored in (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
    if signal.getsignal(ignored) == signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(ignored, signal.default_int_handler if ignored == signal.SIGINT else signal.SIG_DFL)


class Ran(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
Golden = Callable[[Path, str], None]
Write = Callable[[Mapping[str, str | bytes]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load_packs()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a whole output with a golden file, or rewrite the file with --accept."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.exists(), f"{path} is missing: run pytest --accept and review it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files below a fresh folder and make it the working directory."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return write


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process, with nothing of the caller's environment that would change the output."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GWE_LINT_HMAC_KEY"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
        return Ran(code, out.getvalue(), err.getvalue())

    return call


def without_provenance(text: str) -> str:
    """A JSON report without what it says of where it comes from, which changes with each version and pack."""
    report = json.loads(text)
    del report["provenance"]
    return dumped(report)


def cfg_export(data: bytes, redactor: Redactor | None = None, path: str = "x.cfg") -> Export:
    """The one export in a CFG file."""
    (export,) = read_cfg(data, path, redactor or Redactor()).exports
    return export


def outside(*arguments: str, cwd: Path, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> Ran:
    """Run the command line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "gwe_lint", *arguments],
        cwd=cwd,
        input=stdin if stdin is not None else b"",
        capture_output=True,
        timeout=120,
        env={**os.environ, **(env or {})},
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
