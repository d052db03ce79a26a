"""What is unchanged is not parsed, whoever does the work: processes and shards say what one process says of all."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.baseline.fingerprint import fingerprint_of
from gwe_lint.baseline.manifest import read_manifest
from gwe_lint.exports.redactor import KEY_VARIABLE, Redactor
from gwe_lint.loading.known_exports import seal_of
from gwe_lint.rules.selection import shown_packs
from tests.cli.test_jobs import CONFIG, FORMATS, SITES
from tests.cli.test_report_merge import shards
from tests.conftest import Ran, Run, Write, outside

KEY = {KEY_VARIABLE: "CANARY-5"}
DAY = ("--as-of", "2026-01-01")
PLAIN = {
    f"{name}/Plain.cfg": f"[endpoints:1]\nwebme=Q\n[settings]\nflex-disconnect-timeout=60\n[own]\nsite={name}\n"
    for name in "abcde"
}


@pytest.fixture
def fleet(estate: Write) -> Path:
    """Five estates and their baseline. Two exports have changed since, and one is new."""
    folder = estate({**SITES, **PLAIN, "gwe-lint.toml": CONFIG})
    assert outside("snapshot", "--to", "baseline", cwd=folder, env=KEY).code == 0
    for name in ("a/Chat_01.cfg", "c/Plain.cfg"):
        path = folder / name
        path.write_text(path.read_text().replace("flex-disconnect-timeout=60", "flex-disconnect-timeout=59"))
    return estate({"d/New.cfg": SITES["d/Chat_02.cfg"]})


def ran(folder: Path, *words: str, key: str = KEY[KEY_VARIABLE]) -> Ran:
    return outside("drift", "--against", "baseline", *DAY, *words, cwd=folder, env={KEY_VARIABLE: key, "NO_COLOR": "1"})


@pytest.mark.parametrize("format", ["json", "html", "text"])
@pytest.mark.parametrize("key", ["CANARY-5", "CANARY-6"], ids=["the key", "another key"])
def test_processes_that_read_little_say_what_one_says_that_reads_all(fleet: Path, format: str, key: str) -> None:
    words = ("--format", format, "--verbose")
    whole = ran(fleet, *words, "--jobs", "1", "--no-cache", key=key)
    assert whole.code == 1
    assert "flex-disconnect-timeout" in whole.out
    for how in (("--jobs", "1"), ("--jobs", "3"), ("--jobs", "3", "--no-cache")):
        assert whole == ran(fleet, *words, *how, key=key)


@pytest.mark.parametrize("count", [2, 7])
def test_shards_that_read_little_say_what_one_run_says_that_reads_all(
    count: int, fleet: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY[KEY_VARIABLE])
    words = ("drift", "--against", "baseline", *DAY)
    reports = shards(run, count, *words)
    for format in FORMATS:
        whole = run(*words, "--no-cache", "--format", format, "--verbose")
        assert whole.code == 1
        assert whole == run("report", "merge", *reversed(reports), "--format", format, "--verbose")
    assert "CANARY" not in (fleet / reports[0]).read_text()


def test_shards_of_which_some_read_all_fit_together(fleet: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY[KEY_VARIABLE])
    words = ("drift", "--against", "baseline", *DAY)
    for number, more in ((1, ()), (2, ("--no-cache",))):
        run(*words, *more, "--shard", f"{number}/2", "--format", "json", "--output", f"json={number}.json")
    merged = run("report", "merge", "1.json", "2.json", "--format", "json")
    assert merged == run(*words, "--no-cache", "--format", "json")
    path = fleet / "baseline/a.Plain.toml"
    path.write_text(path.read_text().replace('"60"', '"61"'))
    run(*words, "--shard", "2/2", "--output", "json=2.json")
    assert run("report", "merge", "1.json", "2.json").code == 2  # they compared with two baselines


def forged(manifest: Path, export: Path, **untrue: Any) -> None:
    """Write a seal by which a changed export would pass as that of the baseline, as anybody can who has no key.

    Where something ``untrue`` is given, that is said of the export as well.
    """
    known = next(
        each for each in read_manifest(manifest.parent, Path.as_posix, []).known.values() if each.source == str(export)
    )
    assert not known.known.is_under_key
    data, fingerprint = export.read_bytes(), fingerprint_of(path for path, _ in shown_packs())
    said = known.known._replace(**untrue)
    seal = seal_of(said, known.digest, export.name, sha256(data).digest(), fingerprint, Redactor())
    text = manifest.read_text()
    (line,) = (each for each in text.splitlines() if known.known.seal in each)
    new = line.replace(known.known.seal, seal)
    for name, value in untrue.items():
        key = {"size": "options"}.get(name, name)
        new, found = re.subn(rf'\b{key} = ("[^"]*"|[0-9]+)', f"{key} = {json.dumps(value)}", new)
        assert found
    manifest.write_text(text.replace(line, new))


@pytest.mark.parametrize("how", [("--jobs", "1"), ("--jobs", "3")], ids=["one process", "three processes"])
def test_every_process_believes_a_seal_and_none_does_where_all_is_read(fleet: Path, how: tuple[str, str]) -> None:
    """A forged seal shows that exports with a fitting one are passed over; the documentation says who can forge it."""
    forged(fleet / "baseline/MANIFEST.toml", Path("c/Plain.cfg"))
    assert not re.search("c.Plain|c/Plain", ran(fleet, *how, "--format", "concise").out)
    assert re.search("c/Plain", ran(fleet, *how, "--format", "concise", "--no-cache").out)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("format", value) for value in ("nonsense", "confdata", "gax-json", "baseline")),
        *((name, value) for name in ("size", "known", "parts") for value in (-1, 10**12)),
        *(("unchanged", value) for value in (-1, 0)),
    ],
)
def test_what_cannot_be_known_of_an_export_is_read_whoever_sealed_it(fleet: Path, name: str, value: str | int) -> None:
    honest = ran(fleet, "--no-cache")
    forged(fleet / "baseline/MANIFEST.toml", Path("c/Plain.cfg"), **{name: value})
    assert honest == ran(fleet)


def test_a_seal_that_is_checked_by_others_may_be_of_an_export_elsewhere(fleet: Path) -> None:
    """The paths in the manifest begin at another folder: what lies there is read, wherever the run is begun."""
    (fleet / "deep").mkdir()
    (fleet / "deep/gwe-lint.toml").write_text(
        "".join(f'[[estate]]\nname = "{name}"\npaths = ["../{name}"]\n' for name in "edcba")
    )
    words = ("drift", "--against", "../baseline", *DAY, "--format", "json")
    one, other = (outside(*words, "--jobs", "2", *more, cwd=fleet / "deep", env=KEY) for more in ((), ("--no-cache",)))
    assert one.code == 1
    assert one == other
