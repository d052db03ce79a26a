"""A baseline is written whole or not at all: killed at any step, out of space, or with another run at the same time."""

import subprocess
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from gwe_lint.baseline import atomic_folder
from gwe_lint.baseline.atomic_folder import file_lock, locked, of_one_version, replace_folder
from gwe_lint.errors import Untrusted
from tests.baseline.test_snapshot import CHAT, tree
from tests.conftest import Run, Write

pytestmark = pytest.mark.slow

KILLED_AT = """\
import os, signal, sys
left = int(sys.argv[1])
def hook(event, arguments):
    global left
    if event not in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "open", "shutil.copymode"):
        return
    if "os." not in event and "/.b." not in str(arguments[0]):
        return
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
from gwe_lint.baseline import atomic_folder
from gwe_lint.cli.main import main
if sys.argv[2] == "renames":  # a system that cannot exchange two folders
    atomic_folder.exchange = lambda one, other: False
sys.addaudithook(hook)
sys.exit(main(["snapshot", "e", "--to", "b"]))
"""
LIMITED = """\
import resource, sys
from gwe_lint.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
sys.exit(main(["snapshot", "e", "--to", "b"]))
"""


def python(script: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-c", script, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def prepared(estate: Write, run: Run) -> tuple[Path, dict[str, bytes]]:
    """A baseline that is out of date, with somebody's notes in it."""
    root = estate({"e/A.cfg": CHAT, "e/B.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    estate({"b/README.md": "why", "b/notes/x.md": "more", "e/A.cfg": CHAT.replace("60", "61"), "e/C.cfg": CHAT})
    (root / "e/B.cfg").unlink()
    return root, tree(root / "b")


@pytest.mark.parametrize(("system", "moments"), [("exchange", 0), ("renames", 1)])
def test_killed_at_any_step_a_whole_baseline_is_there(
    prepared: tuple[Path, dict[str, bytes]], run: Run, system: str, moments: int
) -> None:
    root, old = prepared
    saved, steps, moved = {**old}, 0, 0
    for step in count():
        _restore(root, saved)
        done = python(KILLED_AT, str(step), system, cwd=root)
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        steps += 1
        if not (root / "b").exists():
            moved += 1
            assert tree(root / ".b.before") == old
            ran = run("drift", "e", "--against", "b")
            assert (2, True) == (ran.code, "the baseline, which is whole: run snapshot again" in ran.err)
            assert run("snapshot", "e", "--to", "b", "--check").code == 2
        elif tree(root / "b") != old:
            assert run("snapshot", "e", "--to", "b", "--check").code == 0
        assert run("snapshot", "e", "--to", "b").code == 0
        assert ["b", "e"] == names(root)
        assert sorted(tree(root / "b")) == ["A.toml", "C.toml", "MANIFEST.toml", "README.md", "notes/x.md"]
        assert run("drift", "e", "--against", "b").code == 0
    assert (True, moments) == (steps > 10, moved)


def _restore(root: Path, files: Mapping[str, bytes]) -> None:
    for name in tree(root / "b"):
        (root / "b" / name).unlink()
    for name, content in files.items():
        (root / "b" / name).write_bytes(content)


def test_out_of_space_the_old_baseline_stays(prepared: tuple[Path, dict[str, bytes]]) -> None:
    root, old = prepared
    (root / "e/C.cfg").write_text("[s]\n" + "".join(f"option-{number}=value\n" for number in range(1000)))
    done = python(LIMITED, cwd=root)
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr == "gwe-lint: error: --to b: cannot be written: File too large; what was there is as it was\n"
    assert (old, ["b", "e"]) == (tree(root / "b"), names(root))


@pytest.mark.parametrize(
    ("length", "options"),
    [
        pytest.param(252, (), id="too long for what is beside it"),
        pytest.param(300, (), id="too long"),
        pytest.param(300, ("--check",), id="too long to look at"),
    ],
)
def test_a_name_that_no_folder_can_have_is_said(estate: Write, run: Run, length: int, options: tuple[str, ...]) -> None:
    root = estate({"e/A.cfg": CHAT})
    ran = run("snapshot", "e", "--to", "x" * length, *options)
    assert (2, ["e"]) == (ran.code, names(root))
    assert ": File name too long; what was there is as it was" in ran.err
    assert "x: " in run("drift", "e", "--against", "x" * length).err


def test_runs_at_the_same_time_wait_for_each_other(prepared: tuple[Path, dict[str, bytes]], run: Run) -> None:
    root, _ = prepared
    command = [sys.executable, "-m", "gwe_lint", "snapshot", "e", "--to", "b", "--timestamps"]
    runs = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [each.communicate(timeout=60)[1] for each in runs]
    assert ([0] * 4, errors[0].startswith(b"b: 2 applications")) == ([each.returncode for each in runs], True)
    assert (["b", "e"], 0) == (names(root), run("snapshot", "e", "--to", "b", "--check").code)


READERS = """\
import sys
from pathlib import Path
from gwe_lint.baseline.atomic_folder import of_one_version
folder, mixed, done = Path("b"), 0, Path("done")
while not done.exists():
    texts = of_one_version(folder, lambda: [(folder / name).read_text() for name in ("one", "two", "three")])
    mixed += len(set(texts)) > 1
sys.exit(mixed)
"""


def test_a_reader_sees_one_version_while_the_folder_is_replaced(tmp_path: Path) -> None:
    target, names = tmp_path / "b", ("one", "two", "three")
    with locked(target):
        replace_folder(target, dict.fromkeys(names, "0"), names)
    readers = [subprocess.Popen([sys.executable, "-c", READERS], cwd=tmp_path) for _ in range(2)]
    for version in range(200):
        with locked(target):
            replace_folder(target, dict.fromkeys(names, str(version)), names)
    (tmp_path / "done").touch()
    assert [0, 0] == [each.wait(timeout=60) for each in readers]


def test_a_folder_that_is_never_the_same_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_folder, "_MOMENT", 0)
    target = tmp_path / "b"
    target.mkdir()

    def replaced() -> str:
        (target / f"{len(names(target))}").touch()
        return "read"

    with pytest.raises(Untrusted, match="is replaced again and again"):
        of_one_version(target, replaced)
    assert of_one_version(target, lambda: "read") == "read"


WAITS = """\
import sys
from pathlib import Path
from gwe_lint.baseline.atomic_folder import file_lock
with file_lock(Path()):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_where_a_folder_cannot_be_locked_a_file_in_it_is(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITS]
    first = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert first.stdout
    assert first.stdout.readline() == b"held\n"
    second = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(timeout=0.7)
    first.communicate(timeout=60)
    assert (b"held\n", 0) == (second.communicate(timeout=60)[0], second.returncode)
    with file_lock(tmp_path):
        assert names(tmp_path) == [".gwe-lint.lock"]
