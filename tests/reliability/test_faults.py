"""Disks, rights, streams and files that fail: an error that names the path, the old or the new, and nothing else."""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, Run, Write
from tests.reliability.at_every_step import tree
from tests.reliability.test_stopped import CHAT, CLIENT, WRITERS, prepare, wrong

ESTATE = {"e/Chat_01.cfg": CHAT, "e/GWE_Backend.cfg": CLIENT}
WRITE = {name: writer for name, writer in WRITERS.items() if writer.wholes}
ADD = "waivers add --from r.json --reason r --owner o --expires 2026-03-01 --as-of 2026-01-01"
_DROP_FROM_BOUNDING_SET, _OVERRIDE, _SEARCH = 24, 1, 2  # of prctl: capabilities that let root read and write all


def as_anybody() -> None:
    """The program that is started next has no right that its user does not give it, although it may be root's."""
    for capability in (_OVERRIDE, _SEARCH):
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def of_small_files() -> None:
    """The program that is started next cannot write beyond the tenth byte of any file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))


def ran(words: str, cwd: Path, before: Callable[[], None] | None = None, **environment: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-B", "-m", "gwe_lint", *words.split()],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=before,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("name", WRITE)
def test_a_disk_that_takes_no_more_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(WRITE[name], tmp_path, run)
    old = tree(tmp_path)
    failed = ran(WRITE[name].words, tmp_path, of_small_files)
    assert (2, True) == (failed.code, "cannot be written: File too large" in failed.err)
    assert [] == wrong(WRITE[name], old, old, tree(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITE)
def test_a_full_disk_leaves_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str) -> None:
    """On a file system of 64 pages, of which what is there takes all."""
    writer = WRITERS[name]
    template = tmp_path / "template"
    template.mkdir()
    (tmp_path / "disk").mkdir()
    monkeypatch.chdir(template)
    prepare(writer, template, run)
    script = (
        "mount -t tmpfs -o size=256k none disk && cp -R template/. disk/ && cd disk && mkdir tmp\n"
        'cat /dev/zero >filler 2>/dev/null; TMPDIR=$PWD/tmp "$@"; code=$?; rm filler; cp -R . ../after; exit $code'
    )
    command = [sys.executable, "-B", "-m", "gwe_lint", *writer.words.split()]
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script, "bash", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (2, True) == (done.returncode, "No space left on device" in done.stderr), done.stderr
    old = {**tree(template), "tmp": "folder"}
    assert [] == wrong(writer, old, old, tree(tmp_path / "after"))


@pytest.mark.parametrize("name", WRITE)
def test_a_folder_that_cannot_be_written_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(WRITE[name], tmp_path, run)
    old = tree(tmp_path)
    folders = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    failed = ran(WRITE[name].words, tmp_path, as_anybody)
    for folder in folders:
        folder.chmod(0o755)
    assert (2, True) == (failed.code, "Permission denied" in failed.err)
    assert old == tree(tmp_path)


@pytest.mark.parametrize("name", ["e/Chat_01.cfg", "e", "gwe-lint.toml", "gwe-lint-waivers.toml"])
@pytest.mark.parametrize("command", ["check", "consistency", "show", "snapshot --to b", "drift --against e"])
def test_what_cannot_be_read_is_named_and_nothing_is_called_clean(estate: Write, name: str, command: str) -> None:
    folder = estate({**ESTATE, "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n', "gwe-lint-waivers.toml": ""})
    (folder / name).chmod(0)
    failed = ran(command, folder, as_anybody)
    (folder / name).chmod(0o755)
    if "waivers" in name and command.split(maxsplit=1)[0] in ("show", "snapshot"):  # which need none
        assert failed.code in (0, 3)
        return
    assert (2, "") == (failed.code, failed.out)
    assert f"{name}: cannot be read: Permission denied" in failed.err
    assert not (folder / "b").exists()


MEANWHILE = """\
import os, sys
from gwe_lint.cli.main import main
done = False
def profile(frame, event, called):
    global done
    readers = (frame.f_code.co_name, frame.f_back and frame.f_back.f_code.co_name)
    if event == "c_call" and called.__name__ == "read" and "_bytes" in readers and not done:
        done = True
        exec(sys.argv[1])
sys.setprofile(profile)
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("os.truncate('e/Chat_01.cfg', 20)", id="truncated"),
        pytest.param("open('e/Chat_01.cfg', 'a').write('more=1')", id="longer"),
        pytest.param("open('e/Chat_01.cfg', 'w').write('[settings]')", id="written anew"),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_not_believed(estate: Write, change: str) -> None:
    folder = estate(ESTATE)
    for words in ("check e", "snapshot e --to b"):
        (folder / "e/Chat_01.cfg").write_text(CHAT)
        done = subprocess.run(
            [sys.executable, "-c", MEANWHILE, change, *words.split()],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said = "gwe-lint: error: e/Chat_01.cfg: changed while it was read: run again when it is whole\n"
        assert (2, "", said) == (done.returncode, done.stdout, done.stderr)
    assert not (folder / "b").exists()


def test_a_file_that_is_replaced_while_it_is_read_is_the_old_one(estate: Write) -> None:
    folder = estate({**ESTATE, "new": CHAT.replace("60", "61")})
    command = [sys.executable, "-c", MEANWHILE, "os.replace('new', 'e/Chat_01.cfg')", "snapshot", "e", "--to", "b"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    assert 'flex-disconnect-timeout = "60"' in (folder / "b/Chat_01.toml").read_text()


def test_runs_at_the_same_time_lose_no_waiver(estate: Write, run: Run) -> None:
    chats = {f"e{n}/GWE_{n}.cfg": CLIENT for n in range(4)} | {f"e{n}/Chat_{n}.cfg": CHAT for n in range(4)}
    folder = estate(chats)
    for n in range(4):
        assert run("check", f"e{n}", "--output", f"json=r{n}.json").code == 1
    commands = [[sys.executable, "-m", "gwe_lint", *ADD.replace("r.json", f"r{n}.json").split()] for n in range(4)]
    runs = [subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) for command in commands]
    errors = [each.communicate(timeout=60)[1] for each in runs]
    assert [0] * 4 == [each.returncode for each in runs], errors
    listed = json.loads(run("waivers", "list", "-f", "json", "--as-of", "2026-01-01").out)
    assert {f"GWE_{n}" for n in range(4)} <= {waiver["application"] for waiver in listed}


def test_runs_at_the_same_time_write_whole_reports(estate: Write) -> None:
    folder = estate(ESTATE)
    command = [sys.executable, "-m", "gwe_lint", "check", "e", "-q", "-f", "concise", "--output", "json=r.json"]
    runs = [subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [1] * 4 == [each.wait(timeout=60) for each in runs]
    assert json.loads((folder / "r.json").read_text())["exit_code"] == 1
    assert ["e", "r.json"] == sorted(path.name for path in folder.iterdir())


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_writes_is_not(estate: Write, run: Run) -> None:
    folder = estate({**ESTATE, ".gwe-lint-new.0123456789abcdef": "half a rep"})
    script = "import sys; from pathlib import Path; from gwe_lint.leftovers import claimed; "
    script += "Path('.gwe-lint-new.living').touch(); claimed(Path('.gwe-lint-new.living')); print(flush=True); input()"
    living = subprocess.Popen([sys.executable, "-c", script], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert living.stdout
    living.stdout.readline()
    run("check", "e", "--output", "json=r.json")
    assert [".gwe-lint-new.living", "e", "r.json"] == sorted(path.name for path in folder.iterdir())
    living.send_signal(signal.SIGKILL)
    living.communicate()
    run("check", "e", "--output", "json=r.json")
    assert ["e", "r.json"] == sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_that_the_caller_ignores_is_ignored(estate: Write, name: str) -> None:
    number = signal.Signals[name]

    def ignoring() -> None:
        signal.signal(number, signal.SIG_IGN)

    waits = subprocess.Popen(
        [sys.executable, "-m", "gwe_lint", "check", "-", "--stdin-name", "Chat_01.cfg", "-f", "concise"],
        cwd=estate(ESTATE),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=ignoring,  # noqa: PLW1509
    )
    time.sleep(1)
    waits.send_signal(number)
    out, _ = waits.communicate(b"[endpoints:1]\nwebme=\n", timeout=60)
    assert (1, True) == (waits.returncode, out.startswith(b"Chat_01.cfg:2:7: error"))
