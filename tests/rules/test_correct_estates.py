"""Correct estates in tests/estates/: nothing at warning or above, and exactly the notes in their notes.txt."""

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
        if each["severity"] != "note"
    ]
    assert [] == found
    assert (True, 0) == (result["complete"], result["exit_code"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_its_notes_are_known(folder: Path, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    result = report(folder, run, monkeypatch)
    notes = sorted(
        f"{each['rule']} {each['name']} {each['application'] or each['path']} "
        f"{'/'.join(part for part in (each['section'], each['option']) if part) or '-'}\n"
        for each in result["findings"]
        if each["severity"] == "note"
    )
    golden(folder / "notes.txt", "".join(notes))


def test_every_estate_is_described() -> None:
    described = (ESTATES / "README.md").read_text(encoding="utf-8")
    assert [] == [folder.name for folder in FOLDERS if f"`{folder.name}`" not in described]
