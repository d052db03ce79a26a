"""A year of a fleet: each day every true change is told once, in its class and with its age, and nothing else is."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.drift.year import PASSWORD, Fleet, Told, approve, exports, first_day, next_day, told

TOKEN = re.compile(r"<secret [0-9a-f]{4}:[0-9a-f]{16}>")


def write(folder: Path, fleet: Fleet) -> None:
    """The exports of today, and no others."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in exports(fleet).items():
        (folder / name).write_text(text, encoding="utf-8")


class Tokens:
    """Which token stands for which secret: one for each, and for each another one."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def learn(self, truth: Told, report: dict[str, Any]) -> None:
        """Take the tokens of a report for the secrets that are expected in it."""
        rows = {(each["application"], each["section"], each["option"]): each for each in report["findings"]}
        for row, _ in truth.findings.values():
            said = rows.get((row.application, row.section, row.option))
            if said and (row.section, row.option) == PASSWORD:
                for secret, token in ((row.before, said["before"]), (row.after, said["after"])):
                    assert secret is not None
                    assert TOKEN.fullmatch(token)
                    assert token == self.of.setdefault(secret, token)
        assert len(self.of) == len(set(self.of.values()))


def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, seed: int, count: int) -> Counter[str]:
    """Go through the days, and count what was there to be found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "k" * 32)
    fleet, tokens, seen = first_day(seed), Tokens(), Counter[str]()
    write(tmp_path / "prod", fleet)
    assert 0 == run("snapshot", "prod", "--to", "approved").code
    since = "--first-seen"
    for _ in range(count):
        to_approve = next_day(fleet)
        write(tmp_path / "prod", fleet)
        if to_approve:
            seen["approved"] += approved(fleet, tmp_path, run)
        report = f"{fleet.day}.json"
        when = ("--as-of", str(fleet.day), *since.split())
        ran = run("drift", "prod", "--against", "approved", "--isolated", *when, "--output", f"json={report}")
        truth = told(fleet)
        compare(truth, tmp_path / report, ran.code, tokens)
        assert "clear-text-" not in f"{ran.out}{ran.err}{(tmp_path / report).read_text()}", "a secret is shown"
        seen.update(f"{row.rule} {row.kind}" for row, _ in truth.findings.values())
        seen[f"exit {ran.code}"] += 1
        since = f"--since {report}"
    return seen


def approved(fleet: Fleet, folder: Path, run: Run) -> int:
    """Approve what there is, where all exports say whole objects. What is hidden or failed stays as approved."""
    if not all(each.says_object for each in fleet.now.values()):
        return 0
    fleet.removed.clear()
    approve(fleet)
    assert 0 == run("snapshot", "prod", "--to", "approved", "--force").code
    return 1


def compare(truth: Told, path: Path, code: int, tokens: Tokens) -> None:
    """The report says what is true."""
    report = json.loads(path.read_text())
    tokens.learn(truth, report)
    said = Counter(
        (
            *(each[key] for key in ("rule", "class", "application", "section", "option", "before", "after")),
            each["first_seen"],
        )
        for each in report["findings"]
    )
    true = Counter(
        (*row[:5], *(tokens.of.get(each, each) if each else each for each in row[5:]), since.isoformat())
        for row, since in truth.findings.values()
    )
    day = path.stem
    assert (day, [], []) == (day, sorted(map(str, true - said)), sorted(map(str, said - true)))
    for name, there in (("resolved", truth.resolved), ("carried", truth.carried)):
        rows = [(each["application"], each["section"], each["option"]) for each in report[name]]
        assert len(there) == len(rows), f"{day}: {name} is {rows}, and should be {there}"
    assert (day, truth.exit_code, truth.exit_code) == (day, code, report["exit_code"])


def test_ten_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    seen = days(tmp_path, monkeypatch, run, seed=1, count=10)
    assert {"GWE801 changed", "GWE805 changed", "GWE806 changed", "GWE808 missing", "GWE809 extra"} <= set(seen)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_sixty_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, seed: int) -> None:
    seen = days(tmp_path, monkeypatch, run, seed, count=60)
    options = {"GWE801 changed", "GWE802 missing", "GWE803 extra"}
    objects = {"GWE805 changed", "GWE805 missing", "GWE805 extra", "GWE806 changed", "GWE808 missing", "GWE809 extra"}
    assert options | objects <= set(seen), seen
