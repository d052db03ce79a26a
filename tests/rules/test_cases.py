"""Estates in tests/cases/<RULE-ID>/: a bad one raises its rule, a good one does not; each with its golden file."""

from pathlib import Path

import pytest

from tests.conftest import Golden, Run

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = sorted(folder for folder in CASES.glob("*/*") if folder.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_case(folder: Path, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    rule, bad = folder.parent.name, folder.name.startswith("bad")
    ran = run("check", "--format", "concise", "--verbose", "--select", rule)
    assert bad == (f" {rule} " in ran.out)
    golden(folder / "expected.txt", ran.out + ran.err)
