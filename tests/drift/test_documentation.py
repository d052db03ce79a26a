"""What docs/drift.md shows works: its tables are read, and its script keeps the chain of reports."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write

ROOT = Path(__file__).parents[2]
BLOCKS: list[tuple[str, str]] = re.findall(
    r"```(\w+)\n(.*?)```", (ROOT / "docs" / "drift.md").read_text(encoding="utf-8"), re.DOTALL
)


def block(language: str, part: str) -> str:
    """The one block of a language that holds this."""
    found = [text for name, text in BLOCKS if name == language and part in text]
    assert len(found) == 1
    return found[0]


def test_the_table_is_a_configuration(estate: Write, run: Run) -> None:
    files = {
        f"{name}/Chat.conf": f"[endpoints:{dbid}]\nwebme={name.upper()}_Q\n"
        for name, dbid in (("uat", 101), ("prod", 201))
    }
    estate({**files, "gwe-lint.toml": block("toml", "[[compare]]")})
    out = run("compare", "uat", "prod", "-v")
    assert "ALIKE  with prod" in out.out
    assert "expected: [endpoints:201] webme on 1 application: the names of queues begin with the estate" in out.err


def test_the_rows_are_a_pack(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(block("toml", "[[drift]]"), encoding="utf-8")
    assert len(load_packs([tmp_path / "site.toml"]).drift_rows) == len(load_packs().drift_rows) + 2


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_script_keeps_the_last_good_report(estate: Write) -> None:
    folder = estate(
        {
            "bin/gwe-lint": f'#!/bin/sh\nexec "{sys.executable}" -m gwe_lint "$@"\n',
            "gwe-report": block("sh", "#!/bin/sh"),
            "srv/baselines/Chat.conf": "[endpoints:1]\nwebme=Q\n",
            "srv/exports/Chat.conf": "[endpoints:1]\nwebme=R\n",
        }
    )
    (folder / "bin/gwe-lint").chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}

    def report() -> tuple[int, str]:
        done = subprocess.run(
            ["sh", "gwe-report", "srv"], capture_output=True, text=True, check=False, env=environment, cwd=folder
        )
        return done.returncode, done.stdout

    state = folder / "srv/state/drift.json"
    first, second = report(), report()
    assert (1, True, 1, True) == (first[0], ", new\n" in first[1], second[0], ", 0 days\n" in second[1])
    good = state.read_text(encoding="utf-8")
    (folder / "srv/exports/Chat.conf").unlink()
    (folder / "srv/exports").rmdir()
    assert (2, good) == (report()[0], state.read_text(encoding="utf-8"))
