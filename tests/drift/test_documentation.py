"""What docs/drift.md and docs/scheduling.md show works: tables are read, and the script keeps the chain of reports."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write

ROOT = Path(__file__).parents[2]
PAGES = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("drift.md", "scheduling.md"))
BLOCKS: list[tuple[str, str]] = re.findall(r"```(\w+)\n(.*?)```", PAGES, re.DOTALL)


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
    assert "NOT COMPARED WHOLE  with prod" in out.out  # since lines of the table fit nothing here
    assert "expected: [endpoints:201] webme on 1 application: the names of queues begin with the estate" in out.err


def test_the_rows_are_a_pack(tmp_path: Path) -> None:
    rows = block("toml", "session-restoration-mode"), block("toml", "(application)/export")
    (tmp_path / "site.toml").write_text("\n".join(rows), encoding="utf-8")
    assert len(load_packs([tmp_path / "site.toml"]).drift_rows) == len(load_packs().drift_rows) + 3


def programs(**more: str) -> dict[str, str]:
    """The script of the page, the programs that it and its recipes run, and files to compare."""
    return {
        "bin/gwe-lint": f'#!/bin/sh\nexec "{sys.executable}" -m gwe_lint "$@"\n',
        "bin/gwe-report": block("sh", "#!/bin/sh"),
        "bin/mail": '#!/bin/sh\n{ echo "$@"; cat; } >>"$MAILED"\n',
        **more,
    }


def environment_in(folder: Path) -> dict[str, str]:
    """The environment in which these programs are found."""
    for program in (folder / "bin").iterdir():
        program.chmod(0o755)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "MAILED": str(folder / "mailed")}


def server(state: int, *, name: str = "Chat", dbid: int = 1) -> str:
    return (
        f'<ConfData><CfgApplication><DBID value="{dbid}"/><name value="{name}"/><type value="59"/>'
        f'<state value="{state}"/><options><list_pair key="endpoints:1"><str_pair key="webme" value="Q"/></list_pair>'
        "</options></CfgApplication></ConfData>"
    )


DAYS = {  # what the exports of a day are, and whether somebody is told
    "nothing": ({"A.xml": server(1)}, False),
    "a member was disabled": ({"A.xml": server(2)}, True),
    "a member is gone": ({}, True),
    "a new one came": ({"A.xml": server(1), "B.xml": server(1, name="Chat_2", dbid=2)}, True),
    "an export failed": ({"A.xml": ""}, True),
    "a note of drift": ({"A.xml": server(1, dbid=7)}, True),
}


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize("day", DAYS)
def test_somebody_is_told_of_whatever_happened(estate: Write, day: str) -> None:
    exports, told = DAYS[day]
    here = {f"srv/exports/{name}": text for name, text in {"readme.md": "", **exports}.items()}
    folder = estate({**programs(), "srv/baselines/A.xml": server(1), **here})
    environment = environment_in(folder)
    line = block("crontab", "gwe-report").splitlines()[-1].split(None, 5)[5].replace("\\%", "%")
    for recipe in (line, block("sh", "mail -s").splitlines()[0]):
        command = recipe.replace("/srv/gwe", str(folder / "srv"))
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, check=False, env=environment, cwd=folder
        )
        mailed = (folder / "mailed").read_text() if (folder / "mailed").exists() else ""
        assert ("Chat" in f"{done.stdout}{mailed}" or "A (" in f"{done.stdout}{mailed}") == told
        assert "DRIFT" not in f"{done.stdout}{mailed}" or told


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_script_keeps_the_last_good_report(estate: Write) -> None:
    files = {"srv/baselines/Chat.conf": "[endpoints:1]\nwebme=Q\n", "srv/exports/Chat.conf": "[endpoints:1]\nwebme=R\n"}
    folder = estate(programs(**files))
    environment = environment_in(folder)

    def report() -> tuple[int, str]:
        done = subprocess.run(
            ["sh", "bin/gwe-report", "srv"], capture_output=True, text=True, check=False, env=environment, cwd=folder
        )
        return done.returncode, done.stdout

    state = folder / "srv/state/drift.json"
    first, second = report(), report()
    assert (1, True, 1, True) == (first[0], ", new\n" in first[1], second[0], ", 0 days\n" in second[1])
    good = state.read_text(encoding="utf-8")
    (folder / "srv/exports/Chat.conf").unlink()
    (folder / "srv/exports").rmdir()
    assert (2, good) == (report()[0], state.read_text(encoding="utf-8"))
