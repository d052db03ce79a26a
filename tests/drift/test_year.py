"""A year of a fleet: each day every true change is told once, in its class and with its age, and nothing else is.

All formats agree. What an operator does about it ends the drift: fragments and steps, or what is adopted.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from shutil import rmtree
from typing import Any, NamedTuple

import pytest

from tests.conftest import Ran, Run
from tests.drift.year import PASSWORD, Fleet, Told, approve, exports, first_day, next_day, told
from tests.drift.year_closing import adopted, followed, imported, steps_in
from tests.drift.year_formats import disagreeing, outputs

TOKEN = re.compile(r"<secret [0-9a-f]{4}:[0-9a-f]{16}>")

Fleets = Mapping[str, Fleet]  # by estate


def write(folder: Path, fleets: Fleets) -> None:
    """The exports of today, and no others."""
    for estate, fleet in fleets.items():
        (folder / estate).mkdir(exist_ok=True, parents=True)
        for path in (folder / estate).iterdir():
            path.unlink()
        for name, text in exports(fleet).items():
            (folder / estate / name).write_text(text, encoding="utf-8")


class Tokens:
    """Which token stands for which secret: one for each, and for each another one."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def learn(self, estate: str, truth: Told, report: Mapping[str, Any]) -> None:
        """Take the tokens of a report for the secrets that are expected in it."""
        keys = ("estate", "application", "section", "option")
        rows = {tuple(each[key] for key in keys): each for each in report["findings"]}
        for row, _ in truth.findings.values():
            said = rows.get((estate, row.application, row.section, row.option))
            if said and (row.section, row.option) == PASSWORD:
                for secret, token in ((row.before, said["before"]), (row.after, said["after"])):
                    assert secret is not None
                    assert TOKEN.fullmatch(token)
                    assert token == self.of.setdefault(secret, token)
        assert len(self.of) == len(set(self.of.values()))


class Year(NamedTuple):
    """A fleet in one estate, or fleets with the same names in several, and the folder of all that is written."""

    folder: Path
    run: Run
    fleets: Fleets
    several: bool

    def drift(self, exports: str, baseline: str, *arguments: str) -> tuple[Ran, dict[str, Any]]:
        """A run of ``drift``, and its JSON report."""
        report = self.folder / "report.json"
        ran = self.run(
            *self.arguments("drift", exports), "--against", baseline, "--output", "json=report.json", *arguments
        )
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        shown = f"{ran.out}{ran.err}{report.read_text(encoding='utf-8')}"
        assert "clear-text-" not in shown, "a secret is shown"
        return ran, found

    def snapshot(self, exports: str, baseline: str, *arguments: str) -> Ran:
        """A run of ``snapshot``; with ``--force`` where an export failed, which else would be refused."""
        force = ("--force",) if self.failed else ()
        return self.run(*self.arguments("snapshot", exports), "--to", baseline, *force, *arguments)

    def arguments(self, command: str, exports: str) -> tuple[str, ...]:
        """What is looked at: folders that the configuration names as estates, or one folder."""
        if not self.several:
            return (command, f"{exports}/prod", "--isolated")
        tables = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{exports}/{name}"]\n' for name in self.fleets)
        (self.folder / f"{exports}.toml").write_text(tables, encoding="utf-8")
        return (command, "--config", f"{exports}.toml")

    @property
    def failed(self) -> bool:
        """True where an export of today failed."""
        return any(each.failed for fleet in self.fleets.values() for each in fleet.now.values())


def days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, seed: int, count: int, estates: Sequence[str], every: int
) -> Counter[str]:
    """Go through the days, and count what was there to be found. On some days somebody does something about it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "k" * 32)
    fleets = {name: first_day(seed + 100 * number, 40 // len(estates)) for number, name in enumerate(estates)}
    year, tokens, seen = Year(tmp_path, run, fleets, len(estates) > 1), Tokens(), Counter[str]()
    write(tmp_path / "now", fleets)
    assert 0 == year.snapshot("now", "approved").code
    since = "--first-seen"
    for number in range(1, count + 1):
        approves = [next_day(fleet) for fleet in fleets.values()]
        write(tmp_path / "now", fleets)
        if approves[0]:
            seen["approved"] += approved(year)
        day = str(next(iter(fleets.values())).day)
        rmtree(tmp_path / "fix", ignore_errors=True)
        remedy = ("--remediate", "fix") if number % every == 0 else ()
        ran, report = year.drift("now", "approved", "--as-of", day, *since.split(), *outputs("day"), *remedy)
        (tmp_path / f"{day}.json").write_bytes((tmp_path / "report.json").read_bytes())
        truths = {estate: told(fleet) for estate, fleet in fleets.items()}
        compare(truths, report, ran.code, tokens)
        assert (day, {}) == (day, disagreeing(tmp_path, "day", report))
        seen.update(f"{row.rule} {row.kind}" for truth in truths.values() for row, _ in truth.findings.values())
        seen[f"exit {ran.code}"] += 1
        if remedy and report["findings"]:
            adoption_ends_the_drift(year, day)
            remedy_ends_the_drift(year, day)
            seen["closed"] += 1
        since = f"--since {day}.json"
    return seen


def approved(year: Year) -> int:
    """Approve what there is, where all exports say whole objects. What is hidden or failed stays as approved."""
    if not all(each.says_object for fleet in year.fleets.values() for each in fleet.now.values()):
        return 0
    for fleet in year.fleets.values():
        fleet.removed.clear()
        approve(fleet)
    assert 0 == year.snapshot("now", "approved", "--force").code
    return 1


def compare(truths: Mapping[str, Told], report: Mapping[str, Any], code: int, tokens: Tokens) -> None:
    """The report says what is true."""
    day = report["as_of"]
    for estate, truth in truths.items():
        tokens.learn(estate, truth, report)
        keys = ("rule", "class", "application", "section", "option", "before", "after", "first_seen")
        said = Counter(tuple(each[key] for key in keys) for each in report["findings"] if each["estate"] == estate)
        true = Counter(
            (*row[:5], *(tokens.of.get(each, each) if each else each for each in row[5:]), since.isoformat())
            for row, since in truth.findings.values()
        )
        assert (day, estate, [], []) == (day, estate, sorted(map(str, true - said)), sorted(map(str, said - true)))
        for name, there in (("resolved", truth.resolved), ("carried", truth.carried)):
            rows = [
                (each["application"], each["section"], each["option"])
                for each in report[name]
                if each["estate"] == estate
            ]
            assert len(there) == len(rows), f"{day} {estate}: {name} is {rows}, and should be {there}"
    assert len(report["findings"]) == sum(len(each.findings) for each in truths.values())
    codes = {each.exit_code for each in truths.values()}
    expected = 1 if 1 in codes else max(codes)
    assert (day, expected, expected) == (day, code, report["exit_code"])


def adoption_ends_the_drift(year: Year, day: str) -> None:
    """What lies below ``adopt/`` is copied over the baseline. Then nothing drifts, and no file is stale."""
    adopted(year.folder / "approved", year.folder / "fix", year.folder / "adopted")
    ran, report = year.drift("now", "adopted")
    assert (day, []) == (day, [each["message"] for each in report["findings"]])
    assert (day, 3 if year.failed else 0) == (day, ran.code)
    checked = year.snapshot("now", "adopted", "--check")
    assert (day, 0, "") == (day, checked.code, checked.out)


def remedy_ends_the_drift(year: Year, day: str) -> None:
    """Fragments are imported, then the steps are followed. What an import leaves is what the steps are about."""
    fix, half, whole = year.folder / "fix", {}, {}
    for estate, fleet in year.fleets.items():
        half[estate] = imported(fleet, fix / estate if year.several else fix)
        steps = steps_in(fix, estate if year.several else "")
        whole[estate] = followed(half[estate], steps, fleet)
    for fleets in (half, whole):
        write(year.folder / "then", fleets)
        then = year._replace(fleets=fleets)
        ran, report = then.drift("then", "approved")
        truths = {estate: told(deepcopy(fleet)) for estate, fleet in fleets.items()}
        left = Counter((each["estate"], each["application"], each["option"]) for each in report["findings"])
        true = [
            (estate, row.application, row.option)
            for estate, each in truths.items()
            for row, _ in each.findings.values()
        ]
        assert (day, Counter(true)) == (day, left)
        if fleets is half:
            by_hand = [(estate, name) for estate in fleets for name, _ in steps_in(fix, estate if year.several else "")]
            assert (day, Counter(by_hand)) == (day, Counter((estate, name) for estate, name, _ in left.elements()))
    assert (day, []) == (day, [each["message"] for each in report["findings"]])
    assert (day, 3 if year.failed else 0) == (day, ran.code)


ONE, TWO = ("prod",), ("eu", "us")
ESTATES = [pytest.param(ONE, id="one estate"), pytest.param(TWO, id="two estates with the same names")]


@pytest.mark.parametrize(("estates", "count"), [(ONE, 10), (TWO, 6)])
def test_some_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, estates: Sequence[str], count: int
) -> None:
    seen = days(tmp_path, monkeypatch, run, seed=1, count=count, estates=estates, every=count // 2)
    assert {"GWE801 changed", "GWE805 changed", "GWE806 changed", "GWE809 extra"} <= set(seen), seen
    assert 2 == seen["closed"]


@pytest.mark.slow
@pytest.mark.parametrize("estates", ESTATES)
@pytest.mark.parametrize("seed", range(3))
def test_sixty_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, seed: int, estates: Sequence[str]
) -> None:
    seen = days(tmp_path, monkeypatch, run, seed, count=60, estates=estates, every=1)
    options = {"GWE801 changed", "GWE802 missing", "GWE803 extra"}
    objects = {"GWE805 changed", "GWE805 missing", "GWE805 extra", "GWE806 changed", "GWE808 missing", "GWE809 extra"}
    assert options | objects <= set(seen), seen
    assert seen["approved"], seen
