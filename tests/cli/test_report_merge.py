"""The reports of shards put together: the bytes of one run, and every way in which shards may not be of one run."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_jobs import CONFIG, FORMATS, OVERRIDES, SITES, WAIVERS, site
from tests.conftest import Ran, Run, Write, outside

DAY = ("--as-of", "2026-01-01")
NO_SECRETS = {name: text.replace("password=CANARY", "colour=c") for name, text in SITES.items()}
FILES = {**NO_SECRETS, "gwe-lint.toml": CONFIG + OVERRIDES, "gwe-lint-waivers.toml": WAIVERS}


def shards(run: Run, count: int, *words: str) -> list[str]:
    """The reports of all shards of a run, written to files."""
    names = [f"shard{number}.json" for number in range(1, count + 1)]
    for number, name in enumerate(names, 1):
        done = run(*words, "--shard", f"{number}/{count}", "--output", f"json={name}", "--quiet")
        assert done.code in (0, 1, 3), done.err
    return names


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("command", ["check", "consistency"])
def test_every_format_is_that_of_one_run(format: str, command: str, estate: Write, run: Run) -> None:
    """With overrides, waivers that fit and that do not, what is not evaluated, and the ways of chats."""
    estate(FILES)
    whole = run(command, "--format", format, "--verbose", *DAY)
    assert whole.code == 1
    reports = shards(run, 3, command, *DAY)
    assert whole == run("report", "merge", *reports, "--format", format, "--verbose")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["a", "b", "c", "d", "e"], id="folders"),
        pytest.param(["a", "x/a", "b/Chat_01.cfg", "c"], id="folders of one name, and a file"),
        pytest.param(["a", "b", "--strict", "--profile", "advice", "--fail-on", "note"], id="strict"),
        pytest.param(["a", "b", "--select", "GWE2", "--ignore", "GWE203", "--exit-zero"], id="selected"),
        pytest.param(["a", "b", "--exclude", "b", "--allow-empty"], id="one is left out"),
        pytest.param(["empty", "nothing", "--allow-empty"], id="there is nothing"),
        pytest.param(["empty", "nothing"], id="there is nothing, which fails"),
    ],
)
@pytest.mark.parametrize("count", [1, 2, 7])
def test_what_was_asked_for_need_not_be_said_again(words: list[str], count: int, estate: Write, run: Run) -> None:
    estate({**NO_SECRETS, **site("x/a", key="webmee"), "empty/readme.md": "x", "nothing/readme.md": "y"})
    whole = run("check", *words, "--isolated", "--format", "json")
    reports = shards(run, count, "check", *words, "--isolated")
    assert whole == run("report", "merge", *reversed(reports), "--format", "json")


def test_known_findings_are_known(estate: Write, run: Run) -> None:
    estate(FILES)
    assert run("check", "--output", "json=before.json", *DAY).code == 1
    words = ("check", "--known", "before.json", *DAY)
    whole = run(*words, "--format", "json")
    assert json.loads(whole.out)["summary"]["known"] > 0
    reports = shards(run, 2, *words)
    assert whole == run("report", "merge", *reports, "--known", "before.json", "--format", "json")
    without = run("report", "merge", *reports)
    assert (without.code, without.out) == (2, "")
    assert "other known findings than this" in without.err


def test_findings_are_dated_when_all_are_there(estate: Write, run: Run) -> None:
    estate(FILES)
    whole = run("check", "--first-seen", "--format", "json", *DAY)
    reports = shards(run, 2, "check", *DAY)
    assert whole == run("report", "merge", *reports, "--first-seen", "--format", "json")
    assert run("check", "--first-seen", "--output", "json=first.json", *DAY).code == 1
    whole = run("check", "--since", "first.json", "--format", "json", *DAY)
    assert whole == run("report", "merge", *reports, "--since", "first.json", "--format", "json")
    refused = run("check", "--first-seen", "--shard", "1/2", *DAY)
    assert (refused.code, refused.out) == (2, "")
    assert "give --since or --first-seen to gwe-lint report merge" in refused.err


def test_files_are_written_as_by_one_run(estate: Write, run: Run) -> None:
    folder = estate(FILES)
    outputs = ("--output", "sarif={}.sarif", "--output", "html={}.html", "--output", "junit={}.xml")
    run("check", *DAY, *(each.format("whole") for each in outputs))
    run("report", "merge", *shards(run, 2, "check", *DAY), *(each.format("merged") for each in outputs))
    for ending in ("sarif", "html", "xml"):
        assert (folder / f"whole.{ending}").read_bytes() == (folder / f"merged.{ending}").read_bytes()


def test_a_missing_shard_is_said(estate: Write, run: Run) -> None:
    estate(FILES)
    first, _, third = shards(run, 3, "check", *DAY)
    merged = run("report", "merge", third, first, "--format", "json")
    report = json.loads(merged.out)
    assert (merged.code, report["exit_code"], report["complete"]) == (3, 3, False)
    assert report["unchecked"][0] == "shard 2/3 missing: 2 estates not looked at: d and a"
    assert "not checked: shard 2/3 missing: 2 estates not looked at: d and a" in merged.err
    assert {finding["estate"] for finding in report["findings"]} == {"c"}


def test_a_shard_that_is_there_twice_is_said(estate: Write, run: Run) -> None:
    estate(FILES)
    first, second = shards(run, 2, "check", *DAY)
    merged = run("report", "merge", first, second, first, "--format", "json")
    report = json.loads(merged.out)
    assert (merged.code, report["complete"]) == (3, False)
    assert report["unchecked"][0] == "shard 1/2 is there twice: shard1.json and shard1.json"
    assert report["findings"] == json.loads(run("check", "--format", "json", *DAY).out)["findings"]


def changed(path: Path, change: Callable[[Any], None]) -> None:
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


OTHER: Mapping[str, tuple[list[str], str]] = {
    "rules": (["--select", "GWE2"], "differ in their options"),
    "pack": (["--pack", "site.toml"], "differ in their rules"),
    "day": (["--as-of", "2026-01-02"], "differ in their day"),
    "waivers": (["--waivers", "other.toml"], "differ in their waivers"),
    "configuration": (["--config", "other-config.toml"], "differ in their configuration"),
    "exports": (["--exclude", "e"], "differ in their --exclude and --encoding"),
    "key": (["--hmac-key-file", "key"], "differ in their key of secrets"),
}


@pytest.mark.parametrize("what", OTHER)
def test_shards_of_different_runs_are_refused(what: str, estate: Write, run: Run) -> None:
    others = {
        "site.toml": pack_of(run, estate),
        "key": "CANARY-5",
        "other.toml": WAIVERS.replace('reason = "r"', 'reason = "another"'),
        "other-config.toml": CONFIG.replace('"a"\npaths', '"a"\nproduction = true\npaths'),
    }
    estate({**FILES, **others})
    words, told = OTHER[what]
    first, _ = shards(run, 2, "check", *DAY)
    assert run("check", *DAY, *words, "--shard", "2/2", "--output", "json=other.json", "-q").code in (0, 1, 3)
    merged = run("report", "merge", first, "other.json")
    assert (merged.code, merged.out) == (2, "")
    assert told in merged.err


def pack_of(run: Run, estate: Write) -> str:
    folder = estate({})
    assert run("rules", "new", "made.toml").code == 0
    return (folder / "made.toml").read_text()


def test_a_pack_of_the_shards_is_needed_again(estate: Write, run: Run) -> None:
    estate({**FILES, "site.toml": pack_of(run, estate)})
    words = ("--pack", "site.toml")
    reports = shards(run, 2, "check", *DAY, *words)
    whole = run("check", *DAY, *words, "--format", "sarif")
    assert whole == run("report", "merge", *reports, *words, "--format", "sarif")
    without = run("report", "merge", *reports)
    assert without.code == 2
    assert "the shards ran with other rules than this" in without.err


def test_secrets_are_the_same_in_all_shards_under_a_key(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate(SITES)
    words = ("consistency", "--isolated", "a", "b", "c")
    numbered = run("report", "merge", *shards(run, 3, *words))
    assert (numbered.code, numbered.out) == (2, "")
    assert "shows secrets by numbers, which mean others in other shards" in numbered.err
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "CANARY-5")
    whole, reports = run(*words, "--format", "json"), shards(run, 3, *words)
    assert "<secret " in whole.out
    assert whole == run("report", "merge", *reports, "--format", "json")
    assert "CANARY" not in whole.out + "".join(Path(name).read_text() for name in reports)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", "--shard", "0/2"], "is no shard"),
        (["check", "--shard", "3/2"], "is no shard"),
        (["check", "--shard", "1"], "is no shard"),
        (["check", "--shard", "²/3"], "is no shard"),
        (["check", "a", "--shard", "1/2"], "give no PATH"),
        (["check", "-", "--isolated", "--shard", "1/2"], "standard input"),
        (["report", "merge", "gone.json"], "No such file"),
        (["report", "merge", "gwe-lint.toml"], "not the JSON report of a shard"),
        (["report", "merge", "whole.json"], "the report of a whole run, and of no shard"),
    ],
)
def test_what_cannot_be_divided_or_put_together_is_refused(
    words: list[str], told: str, estate: Write, run: Run
) -> None:
    folder = estate(FILES)
    assert run("check", "--output", "json=whole.json", *DAY).code == 1
    done = outside(*words, cwd=folder, stdin=b"[endpoints:1]")
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def damages() -> list[Any]:
    """Ways in which a report may not be what a shard wrote."""

    def of_shard(**keys: Any) -> Callable[[Any], None]:
        return lambda data: data["shard"].update(keys)

    def in_part(key: str, value: Any) -> Callable[[Any], None]:
        return lambda data: data["shard"]["parts"][0].update({key: value})

    def in_result(value: Any, *where: int) -> Callable[[Any], None]:
        def change(data: Any) -> None:
            target = data["shard"]["parts"][0]["results"][0]
            for step in where[:-1]:
                target = target[step]
            target[where[-1]] = value

        return change

    return [
        of_shard(index=0),
        of_shard(index="1"),
        of_shard(count=True),
        of_shard(parts=[]),
        of_shard(parts=None),
        of_shard(of=["a"]),
        of_shard(asked={}),
        of_shard(asked=[]),
        of_shard(digests=[1]),
        of_shard(shared=[[["x"]], 5]),
        in_part("names", "abc"),
        in_part("secrets", "many"),
        in_part("results", [[]]),
        in_part("results", [[None, None]]),
        in_result(7, 0, 0),
        in_result({"shared": 10**9}, 0, 1),
        in_result([["x"]], 1, 0),
        in_result({"GWE101": "failed"}, 1, 3),
        lambda data: data.pop("tool"),
        lambda data: data.update(command="trace"),
        lambda data: data["tool"].update(version=["x"]),
        lambda data: data.update(shard=None),
    ]


@pytest.mark.parametrize("number", range(len(damages())))
def test_a_damaged_report_is_refused(number: int, estate: Write, run: Run) -> None:
    folder = estate(FILES)
    first, second = shards(run, 2, "check", *DAY)
    changed(folder / first, damages()[number])
    merged: Ran = run("report", "merge", first, second)
    assert (merged.code, merged.out) == (2, "")
    assert "shard1.json" in merged.err
    assert "internal error" not in merged.err


def test_a_report_of_another_version_is_refused(estate: Write, run: Run) -> None:
    folder = estate(FILES)
    first, second = shards(run, 2, "check", *DAY)
    changed(folder / second, lambda data: data["tool"].update(version="0.0.1\x1b[31m"))
    merged = run("report", "merge", first, second)
    assert merged.code == 2
    assert "shard2.json: written by gwe-lint 0.0.1\\x1b[31m" in merged.err
