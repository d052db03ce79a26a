"""The fuzz targets: cases of earlier crashes on every run, a fixed count of inputs among the slow tests."""

import random
from pathlib import Path

import pytest

from gwe_lint.exports.formats import FORMATS
from tests.fuzz import campaign as campaigns
from tests.fuzz.campaign import CASES, NAMES, campaign, keep, target
from tests.fuzz.mutation import LARGE, Material, mutated
from tests.fuzz.readers import READERS
from tests.fuzz.verdict import Broken, command, judge

KEPT = sorted(path for path in CASES.glob("*/*") if path.is_file())


@pytest.mark.parametrize("case", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_crashed_once_does_not_any_more(case: Path) -> None:
    with target(case.parent.name) as (_, run):
        judge(run, case.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_every_target_takes_its_seeds(name: str) -> None:
    """And some inputs made of them, so that no target is broken until the slow tests run."""
    with target(name) as (material, run):
        assert material.seeds
        assert material.pieces
        for seed in material.seeds[:3]:
            judge(run, seed)
    assert not campaign(name, 1, runs=5).broken


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_input_breaks_a_promise(name: str) -> None:
    runs = 2_000 if name in READERS else 300
    assert () == campaign(name, 7, runs=runs).broken


def test_every_format_that_is_read_has_a_target() -> None:
    inside = {"xml": ("confdata", "cfgdata"), "json": ("gax-json", "mutagen-json", "mutagen-raw", "database-json")}
    wanted = {each for name, row in FORMATS.items() if row.read for each in inside.get(name, (name,))}
    assert wanted <= READERS.keys()


def test_seeds_are_read_as_what_they_are() -> None:
    """A target whose seeds nobody takes for exports would test nothing."""
    from gwe_lint.exports.detect import NotAnExport  # noqa: PLC0415
    from gwe_lint.exports.formats import format_of, reader_of  # noqa: PLC0415
    from gwe_lint.exports.redactor import Redactor  # noqa: PLC0415
    from tests.fuzz.readers import _FORMS  # noqa: PLC0415

    for form, (name, _, _, _) in _FORMS.items():
        read = 0
        for seed in READERS[form][0].seeds:
            try:
                format = format_of(seed, name)
                read += bool(format and reader_of(format)(seed, name, Redactor()).exports)
            except NotAnExport:
                continue
        assert read, form


def test_inputs_are_the_same_for_the_same_seed_and_of_many_sizes() -> None:
    material = Material((b"[endpoints:1]\nwebme=Q\n", b'{"a": [1, 2]}'), (b"[x]",))
    first, second = random.Random("a 1"), random.Random("a 1")  # as campaigns make them
    inputs = [mutated(material, first) for _ in range(3_000)]
    assert inputs == [mutated(material, second) for _ in range(3_000)]
    assert len(set(inputs)) > 2_000
    assert max(map(len, inputs)) == LARGE
    assert min(map(len, inputs)) < 2


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (lambda data: 1 / 0, "ZeroDivisionError"),
        (lambda data: sum(range(60_000_000)), "takes"),
        (lambda data: command_that_crashes(), "internal error"),
    ],
)
def test_a_broken_promise_is_noticed(broken: object, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Broken, match=why):
        judge(broken, b"x")  # type: ignore[arg-type]


def command_that_crashes() -> None:
    """A command with a bug: its output has the words by which the harness knows one."""
    from gwe_lint.cli import main as entry  # noqa: PLC0415

    def crash(given: object) -> None:
        raise RuntimeError

    former = entry.application
    entry.application = crash  # type: ignore[assignment]
    try:
        command("check")
    finally:
        entry.application = former


def test_what_breaks_is_kept_as_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaigns, "CASES", tmp_path)
    path = keep("cfg", b"\xff")
    assert b"\xff" == path.read_bytes()
    assert path == keep("cfg", b"\xff")
    assert tmp_path / "cfg" == path.parent
