"""Every command that writes, stopped by a signal at every step: the old or the new, whole, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import Run

CHAT = "[endpoints:1]\nwebme=Webengagement_Chat\n[settings]\nflex-disconnect-timeout=60\n"
CLIENT = "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\n"
LEDGER = """\
# What the chat team has accepted.

[[waiver]]
rule = "GWE202"
application = "Gone"
reason = "r"
owner = "o"
expires = 2025-12-01
"""
PACK = "rules/site.toml"


class Writer(NamedTuple):
    """A command that writes: its words, what is there before, and what of it is replaced whole."""

    words: str
    wholes: tuple[str, ...]
    files: Mapping[str, str] = {}
    code: int = 0
    baseline: bool = False  # a snapshot is there, which is out of date
    commit: bool = False  # all is committed to git


WRITERS = {
    "snapshot": Writer("snapshot e --to b", ("b",), {"b/notes/why.md": "because"}, baseline=True),
    "first snapshot": Writer("snapshot e --to new/b", ("new/b",)),
    "output": Writer(
        "check e --output json=r.json --output html=r.html", ("r.json", "r.html"), {"r.json": "before"}, code=1
    ),
    "remedy and adopt": Writer("drift e --against b --remediate remedy", ("remedy",), code=1, baseline=True),
    "init": Writer("init e --force", ("gwe-lint.toml",), {"gwe-lint.toml": "# before\n"}),
    "rules new": Writer(f"rules new {PACK} --force", (PACK,), {PACK: "# before\n"}),
    "waivers add": Writer(
        "waivers add --from r.json --reason r --owner o --expires 2026-03-01 --as-of 2026-01-01",
        ("gwe-lint-waivers.toml",),
        {"gwe-lint-waivers.toml": LEDGER},
    ),
    "waivers prune": Writer(
        "waivers prune e --as-of 2026-01-01", ("gwe-lint-waivers.toml",), {"gwe-lint-waivers.toml": LEDGER}
    ),
    "files from git": Writer("drift e --against git:HEAD:e", (), code=0, commit=True),
    "examples of rules": Writer(f"rules test {PACK}", ()),
}
Group = Mapping[str, str]


def prepare(writer: Writer, folder: Path, run: Run) -> None:
    """Write what is there before the command."""
    for name, text in {"e/Chat_01.cfg": CHAT, "e/GWE_Backend.cfg": CLIENT, **writer.files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if writer.words.startswith("rules test"):
        assert run("rules", "new", PACK).code == 0
    if "--from" in writer.words:
        assert run("check", "e", "--output", "json=r.json", "--as-of", "2026-01-01").code == 1
    if writer.baseline:
        assert run("snapshot", "e", "--to", "b", "--force").code == 0
        (folder / "e/Chat_01.cfg").write_text(CHAT.replace("60", "61"))
    if writer.commit:
        git = ["git", "-c", "user.name=n", "-c", "user.email=e@localhost"]
        for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--no-verify", "--message", "m"]):
            subprocess.run([*git, *words], cwd=folder, check=True)


def part(tree: Group, whole: str) -> Group:
    return {name: digest for name, digest in tree.items() if name == whole or name.startswith(f"{whole}/")}


def rest(tree: Group, wholes: tuple[str, ...]) -> Group:
    """What is beside that which is replaced, without the folders that are made on the way to it."""
    ways = {str(parent) for whole in wholes for parent in Path(whole).parents}
    inside = {name for whole in wholes for name in part(tree, whole)}
    return {name: digest for name, digest in tree.items() if name not in inside and name not in ways}


def wrong(writer: Writer, old: Group, new: Group, left: Group) -> list[str]:
    """What is neither old nor new."""
    mixed = [whole for whole in writer.wholes if part(left, whole) not in (part(old, whole), part(new, whole))]
    before, now = rest(old, writer.wholes), rest(left, writer.wholes)
    return [*mixed, *sorted(name for name in {*before, *now} if before.get(name) != now.get(name))]


def carried_out(writer: Writer, tmp_path: Path, run: Run, **plan: object) -> dict[str, Any]:
    template = tmp_path / "template"
    template.mkdir()
    os.chdir(template)
    prepare(writer, template, run)
    stated = {"template": str(template), "work": str(tmp_path / "work"), "arguments": writer.words.split(), **plan}
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.at_every_step"],
        cwd=Path(__file__).parents[2],
        input=json.dumps(stated),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    assert (writer.code, []) == (outcome["usual"], wrong(writer, outcome["old"], outcome["new"], outcome["new"]))
    assert not writer.wholes or outcome["old"] != outcome["new"]
    return outcome


def assert_nothing_half_done(writer: Writer, outcome: Mapping[str, Any]) -> None:
    ends = {signal.SIGINT: (130,), signal.SIGTERM: (143, -15), signal.SIGHUP: (129, -1)}  # or before we listen
    for number, code, left, _, _ in outcome["runs"]:
        assert [] == wrong(writer, outcome["old"], outcome["new"], left)
        assert code in (*ends[signal.Signals(number)], outcome["usual"])


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_stopped_before_any_line_nothing_is_left_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    signals = ["SIGTERM", "SIGINT", "SIGHUP"]
    outcome = carried_out(WRITERS[name], tmp_path, run, signals=signals, by="lines", first=0, stride=1, again=False)
    assert outcome["steps"] > 50
    assert_nothing_half_done(WRITERS[name], outcome)


@pytest.mark.parametrize("name", WRITERS)
def test_stopped_before_a_step_nothing_is_left_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    signals = ["SIGTERM", "SIGINT"]
    outcome = carried_out(WRITERS[name], tmp_path, run, signals=signals, by="events", first=1, stride=3, again=False)
    assert outcome["steps"] > 3
    assert_nothing_half_done(WRITERS[name], outcome)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_killed_before_any_step_the_next_run_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    writer = WRITERS[name]
    outcome = carried_out(writer, tmp_path, run, signals=["SIGKILL"], by="events", first=0, stride=1, again=True)
    dirty = 0
    for _, code, left, (_, cleaned), _ in outcome["runs"]:
        assert code in (-9, writer.code)
        torn = [each for each in wrong(writer, outcome["old"], outcome["new"], left) if each in writer.wholes]
        assert [] == torn
        dirty += bool(wrong(writer, outcome["old"], outcome["new"], left))
        assert outcome["new"] == cleaned
    assert dirty


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_stopped_at_many_moments_nothing_is_left_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    writer = WRITERS[name]
    outcome = carried_out(writer, tmp_path, run, signals=["SIGTERM"], by="lines", first=1 << 30, stride=1, again=False)
    command = [sys.executable, "-m", "gwe_lint", *writer.words.split()]
    for moment in range(15):
        work = tmp_path / f"moment-{moment}"
        subprocess.run(["cp", "-R", str(tmp_path / "template"), str(work)], check=True)
        (work / "tmp").mkdir()
        environment = {**os.environ, "TMPDIR": str(work / "tmp")}
        process = subprocess.Popen(
            command,
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        time.sleep(0.05 + moment * 0.03)
        process.send_signal((signal.SIGTERM, signal.SIGINT)[moment % 2])
        said = process.communicate(timeout=60)[1]
        # Ctrl-C before Python itself had started, or found our code: it says so itself, with a traceback or without.
        not_ours = b"Fatal Python error: init_" in said or said.rstrip().endswith(b"KeyboardInterrupt")
        not_ours = not_ours and b"gwe_lint/cli" not in said
        assert process.returncode in (writer.code, 130, 143, -2, -15) or not_ours, said
        assert [] == wrong(writer, outcome["old"], outcome["new"], tree_of(work))


def tree_of(folder: Path) -> Group:
    from tests.reliability.at_every_step import tree  # noqa: PLC0415

    return tree(folder)
