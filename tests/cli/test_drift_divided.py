"""A drift of many estates, divided: the bytes of one run, and clear words where it cannot be."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_jobs import CONFIG, FORMATS, OVERRIDES, SITES, WAIVERS, needs_proc, site, waits_for_a_pipe
from tests.cli.test_report_merge import shards
from tests.conftest import Ran, Run, Write, outside

DAY = ("--as-of", "2026-01-01")
KEY = {"GWE_LINT_HMAC_KEY": "CANARY-5"}
BEFORE = {name: text.replace("9", "8") for name, text in SITES.items()}  # other passwords of the clients
CHANGED = {
    **SITES,
    **site("c", timeout="61"),
    "b/Chat_03.cfg": SITES["b/Chat_02.cfg"].replace("60", "59"),  # new
    "e/GWE_Backend.cfg": SITES["e/GWE_Backend.cfg"].replace("1:webme", "1:webmee"),
    "d/Chat_01.cfg": SITES["d/Chat_01.cfg"].replace("[settings]", "[settings]\nbroken"),
}
GONE = ("a/Chat_02.cfg",)
WAIVED = WAIVERS.replace("GWE202", "GWE801")


@pytest.fixture
def fleet(estate: Write) -> Path:
    """Five estates that differ from their baseline: a new application, one that is gone, values, a damaged file."""
    folder = estate({**BEFORE, "gwe-lint.toml": CONFIG + OVERRIDES, "gwe-lint-waivers.toml": WAIVED})
    assert outside("snapshot", "--to", "baseline", cwd=folder, env=KEY).code == 0
    estate(CHANGED)
    for name in GONE:
        (folder / name).unlink()
    return folder


def ran(folder: Path, *words: str) -> Ran:
    return outside("drift", "--against", "baseline", *DAY, *words, cwd=folder, env={**KEY, "NO_COLOR": "1"})


@pytest.mark.parametrize("format", ["json", "html", "text"])
def test_any_number_of_processes_gives_the_same_bytes(format: str, fleet: Path) -> None:
    one = ran(fleet, "--jobs", "1", "--format", format, "--verbose")
    assert one.code == 1
    assert one == ran(fleet, "--jobs", "3", "--format", format, "--verbose")
    if format == "json":
        told = json.loads(one.out)
        classes = {(each["estate"], each["class"]) for each in told["findings"] if "class" in each}
        assert {("b", "extra"), ("a", "missing"), ("c", "changed"), ("e", "changed")} <= classes
        assert len({each["estate"] for each in told["findings"]}) >= 5


@pytest.mark.parametrize("count", [2, 7])
def test_every_format_of_the_merged_report_is_that_of_one_run(
    count: int, fleet: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "CANARY-5")
    words = ("drift", "--against", "baseline", *DAY)
    reports = shards(run, count, *words)
    for format in FORMATS:
        whole = run(*words, "--format", format, "--verbose")
        assert whole.code == 1
        assert whole == run("report", "merge", *reversed(reports), "--format", format, "--verbose")
        assert "CANARY" not in whole.out + (fleet / reports[0]).read_text()


def test_a_missing_shard_and_a_doubled_one_are_said(fleet: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "CANARY-5")
    first, _, third = shards(run, 3, "drift", "--against", "baseline", *DAY)
    merged = run("report", "merge", third, first, third, "--format", "json")
    report = json.loads(merged.out)
    assert (merged.code, report["complete"]) == (3, False)
    assert report["unchecked"][:2] == [
        "shard 2/3 missing: 2 estates not looked at: d and a",
        "shard 3/3 is there twice: shard3.json and shard3.json",
    ]


def test_shards_that_were_compared_with_different_baselines_are_refused(
    fleet: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "CANARY-5")
    first, _ = shards(run, 2, "drift", "--against", "baseline", *DAY)
    file = next((fleet / "baseline").glob("e.Chat_02*.toml"))
    file.write_text(file.read_text().replace('"60"', '"62"'))
    assert run("drift", "--against", "baseline", *DAY, "--shard", "2/2", "--output", "json=o.json").code == 1
    merged = run("report", "merge", first, "o.json")
    assert (merged.code, merged.out) == (2, "")
    assert "differ in their baseline, so that they are of different runs" in merged.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["a"], "give no PATH, which would choose findings"),
        (["--isolated", "a", "b"], "the [[estate]] tables of a configuration, of which there are fewer than two"),
        (["--remediate", "new"], "--remediate writes one folder for all estates"),
        (["--config", "more.toml"], "the baseline has no estate f of the configuration"),
        (["--config", "less.toml"], "the configuration has no estate a of the baseline"),
    ],
    ids=["path", "no tables", "remediate", "new estate", "estate gone"],
)
def test_a_drift_that_cannot_be_divided_is_refused_in_shards_and_compared_by_one_process_else(
    words: list[str], told: str, fleet: Path
) -> None:
    (fleet / "f").mkdir()
    (fleet / "f/Chat_01.cfg").write_text(SITES["a/Chat_01.cfg"])
    (fleet / "more.toml").write_text(CONFIG + '[[estate]]\nname = "f"\npaths = ["f"]\n')
    (fleet / "less.toml").write_text(CONFIG.replace('[[estate]]\nname = "a"\npaths = ["a"]\n', ""))
    shard = ran(fleet, *words, "--shard", "1/2")
    assert (shard.code, shard.out) == (2, "")
    assert shard.err == shard.err[: shard.err.index("\n") + 1]
    assert told in shard.err
    if "--remediate" not in words:
        one = ran(fleet, *words, "--jobs", "1", "--format", "json")
        assert one.code in (1, 3)
        assert one == ran(fleet, *words, "--jobs", "3", "--format", "json")


def test_secrets_by_numbers_are_counted_by_one_process(estate: Write) -> None:
    """A baseline of exports, and no key: the numbers are those over both sides."""
    folder = estate({**SITES, **{f"before/{name}": text for name, text in BEFORE.items()}, "gwe-lint.toml": CONFIG})
    words = ("drift", "--against", "before", "--format", "json")
    one, three = (outside(*words, "--jobs", jobs, cwd=folder) for jobs in ("1", "3"))
    assert one == three
    shard = outside(*words, "--shard", "1/2", cwd=folder)
    assert shard.code == 2
    assert "give GWE_LINT_HMAC_KEY or --hmac-key-file" in shard.err
    keyed, shared = (outside(*words, "--jobs", jobs, cwd=folder, env=KEY) for jobs in ("1", "3"))
    assert keyed == shared
    assert keyed.code == 1


def test_a_baseline_in_git_is_read_by_every_process(fleet: Path) -> None:
    git = ("git", "-c", "user.name=n", "-c", "user.email=e@localhost")
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--no-verify", "-m", "m")):
        subprocess.run([*git, *words], cwd=fleet, check=True)
    drift = ("drift", "--against", "git:HEAD:baseline", *DAY, "--format", "json")
    one, three = (outside(*drift, "--jobs", jobs, cwd=fleet, env=KEY) for jobs in ("1", "3"))
    assert one == three
    assert one.code == 1


@needs_proc
def test_ctrl_c_writes_what_was_finished(fleet: Path) -> None:
    os.mkfifo(fleet / "pipe.cfg")
    config = fleet / "gwe-lint.toml"
    config.write_text(config.read_text().replace('paths = ["b"]', 'paths = ["b", "pipe.cfg"]'))
    process = subprocess.Popen(
        [sys.executable, "-m", "gwe_lint", "drift", "--against", "baseline", "--jobs", "2", "--format", "json"],
        cwd=fleet,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **KEY},
    )
    until = time.monotonic() + 60
    while not any(map(waits_for_a_pipe, children(process.pid))) and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(1)  # for the estates that nothing holds up
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    report = json.loads(out)
    assert (process.returncode, report["complete"]) == (130, False)
    assert report["unchecked"][0] == "interrupted: 2 estates not looked at: b and a"
    assert {each["estate"] for each in report["findings"]} == {"c", "d", "e"}
    assert b"not checked: interrupted" in err


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in tasks.read_text().split()] if tasks.exists() else []
