"""What people read works: tutorials show what happens, commands run, links lead somewhere, schemas judge our files."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "scripts"
DOCS = ROOT / "docs"
TUTORIALS = sorted((DOCS / "tutorials").glob("*.md"))
HAND_WRITTEN = sorted(page for page in DOCS.rglob("*.md") if page.parent != DOCS / "rules")
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
BLOCK = re.compile(r"^(<!-- [^\n]+ -->\n+)?```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(os.name == "nt", reason="they are typed into bash, on a terminal")
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_shows_what_its_commands_print(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SCRIPTS)
    from sessions import as_run  # noqa: PLC0415  scripts are no package

    assert page.read_text(encoding="utf-8") == as_run(page), "make docs, and read what changed"


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_nothing_of_a_tutorial_is_left_out_of_its_run(page: Path) -> None:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert blocks
    assert [] == [text for comment, _, text in blocks if not comment.startswith(("<!-- file: ", "<!-- session -->"))]


@pytest.mark.skipif(os.name == "nt", reason="they are typed into bash, on a terminal")
def test_what_a_session_shows_is_what_its_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SCRIPTS)
    from sessions import as_run  # noqa: PLC0415  scripts are no package

    files = '<!-- file: a/b.txt -->\n```text\n"one"\n```\n'
    session = (
        "<!-- session -->\n```console\n$ cat a/b.txt; (exit 3)\nwrong\n$ echo $?\n$ test -t 1 && printf 'x\\ry'\n```\n"
    )
    (tmp_path / "first.md").write_text(files, encoding="utf-8")
    (tmp_path / "page.md").write_text(f"<!-- begins with: first.md -->\n{session}", encoding="utf-8")
    shown = as_run(tmp_path / "page.md")
    assert "$ cat a/b.txt; (exit 3)\n\"one\"\n$ echo $?\n3\n$ test -t 1 && printf 'x\\ry'\ny\n```" in shown


def test_every_page_stands_in_the_navigation() -> None:
    start = (DOCS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[.+?\]\((.+?)\)", start, re.MULTILINE)
    wanted = {page.relative_to(DOCS).as_posix() for page in HAND_WRITTEN} - {"README.md"}
    assert set() == wanted - set(listed), "add a line to docs/README.md"
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    "page",
    [*HAND_WRITTEN, *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^()\s]+)\)", text) if "://" not in link}
    assert [] == [link for link in sorted(links) if link and not (page.parent / link).exists()]


def commands() -> Iterator[tuple[str, str]]:
    """The commands that pages show, each with its page; those of scripts are tested with the scripts."""
    for page in PAGES:
        whole = page.read_text(encoding="utf-8")
        lines = re.findall(r"^\|.*\| \[`(gwe-lint [a-z]+ [^`]*)`\]", whole, re.MULTILINE)
        for _, language, text in BLOCK.findall(whole):
            lines += text.replace("\\\n", "").splitlines() if language in ("", "sh", "console") else []
        for line in lines:
            command = line.removeprefix("$ ").split(" < ")[0]
            if command.startswith("gwe-lint ") and not re.search(r"\$|2>|\*\.json|&$", command):
                yield page.name, command


COMMANDS = list(commands())


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository as pages take it for granted: exports, baselines, changes and earlier reports."""
    for name in ("exports/prod", "exports/uat", "before"):
        shutil.copytree(ROOT / "examples" / "good", tmp_path / name, ignore=shutil.ignore_patterns("*.toml"))
    for name in ("change", "tickets"):
        (tmp_path / name).mkdir()
    change = "[service:wes]\nwes.connector.chatServer.refreshPeriod=3\n"
    for name in ("change/GWE_Backend.cfg", "tickets/4711.cfg"):
        (tmp_path / name).write_text(change, encoding="utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    git = ("git", "-c", "user.name=Alex", "-c", "user.email=alex@example.com")
    for command in ("init --quiet", "add .", "commit --quiet -m exports", "update-ref refs/remotes/origin/main HEAD"):
        subprocess.run([*git, *command.split()], check=True)
    return tmp_path


def test_every_command_that_a_page_shows_runs(office: Path, run: Run) -> None:
    prepared = (
        ("snapshot", "exports/prod", "--to", "baselines/prod"),
        ("check", "exports", "--output", "json=known.json", "--exit-zero"),
        ("check", "exports/prod", "--output", "json=report.json"),
        ("drift", "exports/prod", "--against", "baselines/prod", "--first-seen", "--output", "json=drift.json"),
        ("history", "record", "drift.json"),
    )
    failed = [ran.err for arguments in prepared if (ran := run(*arguments)).code > 1]
    for page, command in COMMANDS:
        arguments = shlex.split(command.partition(" >")[0], comments=True)[1:]
        if "-" not in arguments and arguments[:2] != ["waivers", "add"]:
            shutil.rmtree(office / "plan", ignore_errors=True)  # which each page writes anew
            ran = run(*arguments)
            failed += [f"{page}: {command}: {ran.err}"] if ran.code in (2, 130) else []
    assert failed == [], "\n".join(failed)
    assert len(COMMANDS) > 20


@pytest.mark.parametrize(
    ("schema", "file"),
    [("gwe-lint.json", ROOT / "examples/good/gwe-lint.toml"), ("gwe-lint-pack.json", ROOT / "rules/tool.toml")],
    ids=["configuration", "pack"],
)
def test_the_written_schemas_judge_files_as_a_client_does(schema: str, file: Path, tmp_path: Path) -> None:
    client = (str(Path(sys.executable).with_name("check-jsonschema")), "--schemafile", str(DOCS / "schemas" / schema))
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(f"{file.read_text(encoding='utf-8')}\n[no-such-table]\nx = 1\n", encoding="utf-8")
    right, not_right = (
        subprocess.run([*client, str(each)], capture_output=True, check=False) for each in (file, wrong)
    )
    assert (0, 1, True) == (right.returncode, not_right.returncode, b"no-such-table" in not_right.stdout)
