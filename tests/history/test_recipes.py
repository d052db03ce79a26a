"""The recipes of docs/history.md, run as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, Write
from tests.history.conftest import WHOLE

PAGE = Path(__file__).parents[2] / "docs" / "history.md"
NONE = WHOLE.replace("simple", "none")
MAIL = """#!/bin/sh
{ echo "$@"; cat; echo; } >>"$MAILBOX"
"""


def recipe(name: str) -> str:
    (text,) = re.findall(rf"<!-- run: {name} -->\n```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


class Machine:
    """A machine with gwe-lint and a program that mails, which keeps what it was given."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.mailbox = folder, folder / "mailbox"
        programs = folder / "bin"
        programs.mkdir()
        scripts = {"mail": MAIL, "gwe-lint": f'#!/bin/sh\nexec "{sys.executable}" -m gwe_lint "$@"\n'}
        for name, text in scripts.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        more = {"MAILTO": "ops@example.com", "MAILBOX": str(self.mailbox), "PATH": f"{programs}:{os.environ['PATH']}"}
        self.environment = {**os.environ, **more}

    def run(self, script: str, *arguments: str) -> int:
        (self.folder / "script.sh").write_text(script)
        done = subprocess.run(
            ["sh", "script.sh", *arguments], cwd=self.folder, env=self.environment, check=False, timeout=300
        )
        return done.returncode

    def mailed(self) -> str:
        """What was mailed since this was asked the last time."""
        text = self.mailbox.read_text() if self.mailbox.exists() else ""
        self.mailbox.unlink(missing_ok=True)
        return text


@pytest.mark.usefixtures("without_server")
def test_every_morning_only_what_is_new_is_mailed(estate: Write) -> None:
    folder = estate({"gwe/exports/C1.cfg": WHOLE, "gwe/baselines/C1.cfg": WHOLE})
    machine, script = Machine(folder), recipe("morning")
    assert 0 == machine.run(script, "gwe")
    assert "" == machine.mailed()
    estate({"gwe/exports/C1.cfg": NONE})
    assert 1 == machine.run(script, "gwe")
    mail = machine.mailed()
    assert mail.startswith("-s gwe-lint: new, again or overdue ops@example.com")
    assert "session-restoration-mode changed" in mail
    assert 1 == machine.run(script, "gwe")  # the same day again: it is there, and not new any more
    assert "" == machine.mailed()
    assert "<h1>DRIFT" in (folder / "gwe/public/drift.html").read_text()
    assert (folder / "gwe/metrics/gwe.prom").read_text().endswith("# EOF\n")
    estate({"gwe/gwe-lint.toml": "wrong"})
    assert 2 == machine.run(script, "gwe")
    assert "failed" in machine.mailed()


def test_several_jobs_record_into_one_history(estate: Write, run: Run, store: str) -> None:
    sides = {f"{side}/{name}/C1.cfg": WHOLE for side in ("exports", "baselines") for name in ("eu", "us")}
    folder = estate({**sides, "exports/us/C1.cfg": NONE, "exports/eu/C2.cfg": NONE, "baselines/eu/C2.cfg": NONE})
    script = re.sub(r"postgresql://\S+", store, recipe("jobs"))
    assert 0 == Machine(folder).run(script)
    table = (folder / "open.md").read_text()
    assert "`us`" in table
    trend = run("history", "trend", "--store", store, "--format", "csv").out.splitlines()[1:]
    assert {"drift", "consistency"} == {line.split(",")[1] for line in trend}
