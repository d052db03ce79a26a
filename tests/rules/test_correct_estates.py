"""Correct estates in tests/estates/: no error, no warning but those that say "assumed", and these and notes as listed.

Where nobody says who is connected to whom, a rule may ask; it says then that it assumes.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Golden, Run

ESTATES = Path(__file__).parents[1] / "estates"
FOLDERS = sorted(folder for folder in ESTATES.iterdir() if folder.is_dir())


def report(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What check says of an estate: of all of it if it has a configuration, else of its folder of exports."""
    monkeypatch.chdir(folder)
    configured = (folder / "gwe-lint.toml").exists()
    ran = run("check", "--format", "json", *(() if configured else ("--isolated", "exports")))
    result: dict[str, Any] = json.loads(ran.out)
    return result


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_correct_estate_has_nothing_to_blame(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = report(folder, run, monkeypatch)
    found = [
        f"{each['path']}:{each['line']}: {each['severity']} {each['rule']} {each['message']}"
        for each in result["findings"]
        if each["severity"] == "error" or (each["severity"] == "warning" and "assumed" not in each["message"])
    ]
    assert [] == found
    assert (True, 0) == (result["complete"], result["exit_code"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_chat_is_lost(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    configured = (folder / "gwe-lint.toml").exists()
    shown = json.loads(run("show", "--format", "json", *(() if configured else ("--isolated", "exports"))).out)
    chats = [each["chats"] for estate in shown["estates"] for each in estate["applications"] if each["chats"]]
    assert [] == [each for each in chats if each["outcome"] == "lost"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_assumed_and_noted_is_known(
    folder: Path, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = report(folder, run, monkeypatch)
    notes = sorted(
        f"{'' if each['severity'] == 'note' else 'assumed: '}{each['rule']} {each['name']} "
        f"{each['application'] or each['path']} "
        f"{'/'.join(part for part in (each['section'], each['option']) if part) or '-'}\n"
        for each in result["findings"]
    )
    golden(folder / "notes.txt", "".join(notes))


def test_the_corpus_is_large() -> None:
    assert len(FOLDERS) >= 40


def test_every_estate_is_described() -> None:
    described = (ESTATES / "README.md").read_text(encoding="utf-8")
    assert [] == [folder.name for folder in FOLDERS if f"`{folder.name}`" not in described]
