"""Real workers of a real scheduler: the bytes of a run on this machine, whichever of them ends, and no silence."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from tests.cli.test_jobs import CONFIG, OVERRIDES, SITES, WAIVERS
from tests.conftest import Ran, Write, outside
from tests.workers.conftest import KEY, LONGEST, Cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="which worker reads a pipe is seen in /proc"),
]
FILES = {**SITES, "gwe-lint.toml": CONFIG + OVERRIDES, "gwe-lint-waivers.toml": WAIVERS}
DAY = ("--as-of", "2026-01-01")
OUTPUTS = ("--format", "json", "--output", "sarif=o.sarif", "--output", "html=o.html", "--output", "junit=o.xml")
BACKEND = "[log]\nverbose=all\npassword=CANARY-8\n"


def both(folder: Path, cluster: Cluster, *words: str) -> tuple[Ran, Ran]:
    """A run on this machine, and one by the workers, which writes the same files."""
    runs = []
    for more in ((), ("--dask", cluster.address)):
        done = outside(*words, *more, cwd=folder, env={"GWE_LINT_HMAC_KEY": KEY})
        files = [path.read_bytes() for path in sorted(folder.glob("o.*"))]
        runs.append((done, files))
    assert runs[0][1] == runs[1][1]
    return runs[0][0], runs[1][0]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("check", "--verbose", *OUTPUTS, *DAY), id="check"),
        pytest.param(("consistency", "--verbose", *OUTPUTS, *DAY), id="consistency"),
        pytest.param(("check", "--isolated", "a", "x/a", "b/Chat_01.cfg", *OUTPUTS), id="one name, and a file"),
        pytest.param(("check", "--isolated", "a", "empty", *OUTPUTS), id="one folder holds nothing"),
    ],
)
def test_the_bytes_are_those_of_a_run_on_this_machine(words: tuple[str, ...], cluster: Cluster, estate: Write) -> None:
    folder = estate({**FILES, **{f"x/{name}": text for name, text in SITES.items()}, "empty/readme.md": "x"})
    here, there = both(folder, cluster, *words)
    assert here == there
    assert here.code == 1
    assert "CANARY" not in there.out + there.err


def test_a_drift_is_that_of_this_machine(cluster: Cluster, estate: Write) -> None:
    """Every worker reads the baseline where it sees it, and refuses one that has other estates."""
    folder = estate({name: text.replace("60", "61") for name, text in FILES.items()})
    assert outside("snapshot", "--to", "baseline", cwd=folder, env={"GWE_LINT_HMAC_KEY": KEY}).code == 0
    estate(FILES)
    here, there = both(folder, cluster, "drift", "--against", "baseline", "--verbose", *OUTPUTS, *DAY)
    assert here == there
    assert here.code == 1
    (folder / "gwe-lint.toml").write_text(CONFIG.replace('name = "a"', 'name = "z"'))
    other = outside("drift", "--against", "baseline", "--dask", cluster.address, cwd=folder)
    assert (other.code, other.out) == (2, "")
    assert "--against baseline: the configuration has no estate a of the baseline" in other.err


def test_workers_parse_what_changed_and_say_what_a_run_says_that_reads_all(cluster: Cluster, estate: Write) -> None:
    """Seals are under the key, which travels no more than the exports do."""
    folder = estate({**FILES, "c/Plain.cfg": "[endpoints:1]\nwebme=Q\n[own]\nsite=c\n"})
    assert outside("snapshot", "--to", "baseline", cwd=folder, env={"GWE_LINT_HMAC_KEY": KEY}).code == 0
    manifest = (folder / "baseline/MANIFEST.toml").read_text()
    assert (manifest.count('"hmac-sha256:'), manifest.count('"sha256:')) == (15, 1)
    changed = folder / "d/Chat_02.cfg"
    changed.write_text(changed.read_text().replace("=60", "=59"))
    words = ("drift", "--against", "baseline", "--verbose", "--format", "json", *DAY)
    here, there, whole = (
        outside(*words, *more, cwd=folder, env={"GWE_LINT_HMAC_KEY": KEY})
        for more in (("--no-cache",), ("--dask", cluster.address), ("--dask", cluster.address, "--no-cache"))
    )
    assert here == there == whole
    assert (here.code, [each["path"] for each in json.loads(here.out)["findings"] if "class" in each]) == (
        1,
        ["d/Chat_02.cfg"],
    )


class Held:
    """A pipe among the exports, which holds up whoever reads it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "pipe.cfg"
        os.mkfifo(self._path)
        self._open: int | None = None

    def until_read(self) -> None:
        """Wait until somebody reads, who waits from now on."""
        until = time.monotonic() + LONGEST
        while self._open is None and time.monotonic() < until:
            try:
                self._open = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                time.sleep(0.02)

    def reader_of(self, processes: Sequence[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        """Which of these reads."""
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            for each in processes:
                links = Path(f"/proc/{each.pid}/fd").glob("*")
                if str(self._path) in {str(link.readlink()) for link in links if link.is_symlink()}:
                    return each
        raise TimeoutError

    def let_go(self, text: str = "") -> None:
        """Give the content to whoever reads now."""
        if self._open is not None:
            os.write(self._open, text.encode())
            os.close(self._open)
            self._open = None


def begun(folder: Path, address: str, *words: str, code: str = "") -> subprocess.Popen[bytes]:
    """A run by the workers."""
    program = ["-c", f"import sys; {code}; from gwe_lint.cli.main import main; sys.exit(main(sys.argv[1:]))"]
    return subprocess.Popen(
        [sys.executable, *(program if code else ["-m", "gwe_lint"]), *words, "--dask", address],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "GWE_LINT_HMAC_KEY": KEY},
    )


def with_pipe(estate: Write, name: str) -> tuple[Path, Held]:
    """A folder of estates, one of which is held up."""
    config = FILES["gwe-lint.toml"].replace(f'paths = ["{name}"]', f'paths = ["{name}", "pipe.cfg"]')
    folder = estate({**FILES, "gwe-lint.toml": config})
    return folder, Held(folder)


def test_what_a_killed_worker_did_is_done_by_another_one(tmp_path: Path, estate: Write) -> None:
    """It is killed while it reads. What it had done and nobody had taken is done once more as well."""
    words = ("check", "--verbose", "--format", "json", *DAY)
    folder, held = with_pipe(estate, "c")
    (tmp_path / "dask").mkdir()
    cluster = Cluster(tmp_path / "dask")
    try:
        workers = [cluster.worker(), cluster.worker()]
        run = begun(folder, cluster.address, *words)
        held.until_read()
        victim = held.reader_of(workers)
        victim.kill()
        victim.wait()
        held.let_go()
        held.until_read()
        held.let_go(BACKEND)
        out, err = run.communicate(timeout=LONGEST)
    finally:
        cluster.close()
    writes = threading.Thread(target=(folder / "pipe.cfg").write_text, args=(BACKEND,), daemon=True)
    writes.start()
    here = outside(*words, cwd=folder, env={"GWE_LINT_HMAC_KEY": KEY})
    assert (run.returncode, out.decode(), err.decode()) == here
    assert here.code == 1


def test_a_long_wait_says_for_what_and_ctrl_c_reports_what_was_finished(cluster: Cluster, estate: Write) -> None:
    folder, held = with_pipe(estate, "b")
    soon = "import gwe_lint.workers.cluster as c; c._LONG = c._LATER = 1.0"
    run = begun(folder, cluster.address, "check", "--format", "json", *DAY, code=soon)
    held.until_read()
    assert run.stderr
    for said in islice(run.stderr, 60):  # on a busy machine the others take long as well
        assert said.startswith(b"gwe-lint: nothing was done for ")
        if said.endswith(b" seconds: waiting for b; 2 workers connected\n"):
            break
    else:
        pytest.fail("it was never said that b is all that is waited for")
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=LONGEST)
    held.let_go()
    report = json.loads(out)
    assert (run.returncode, report["complete"]) == (130, False)
    assert report["unchecked"][0] == "interrupted: 2 estates not looked at: b and a"
    assert {finding["estate"] for finding in report["findings"]} == {"c", "d"}


def test_a_scheduler_that_goes_away_is_an_error(tmp_path: Path, estate: Write) -> None:
    folder, held = with_pipe(estate, "b")
    (tmp_path / "dask").mkdir()
    cluster = Cluster(tmp_path / "dask")
    try:
        cluster.worker()
        run = begun(folder, cluster.address, "check", *DAY)
        held.until_read()
        cluster.scheduler.kill()
        out, err = run.communicate(timeout=LONGEST)
    finally:
        held.let_go()
        cluster.close()
    assert (run.returncode, out) == (2, b"")
    assert err.decode().endswith("the scheduler went away before all was done: is it still running?\n")


def other_installation(folder: Path, file: str, old: str, new: str) -> str:
    """Where an installation lies that is like this one, but for one file."""
    root = Path(__file__).parents[2]
    for name in ("gwe_lint", "rules"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    return str(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("gwe_lint/__init__.py", '__version__ = "', '__version__ = "9.', "gwe-lint 9."),
        ("rules/chat-channel.toml", "GWE202", "GWE299", "other rule packs than here, though gwe-lint is"),
        ("gwe_lint/text.py", "LONGEST", "LONG_EST", "but its files are others: install it there again"),
    ],
    ids=["version", "packs", "program"],
)
def test_a_worker_that_is_not_alike_is_named(
    file: str, old: str, new: str, told: str, cluster: Cluster, tmp_path: Path, estate: Write
) -> None:
    folder = estate(FILES)
    other = cluster.worker(PYTHONPATH=other_installation(tmp_path / "other", file, old, new))
    done = outside("check", "--dask", cluster.address, cwd=folder)
    other.kill()
    other.wait()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("gwe-lint: error: worker tcp://127.0.0.1:")
    assert told in done.err
    assert done.err.count("error") == 1
    if file.startswith("rules/"):
        assert done.err.endswith("chat-channel.toml\n")


def test_what_workers_do_not_see_or_have_is_an_error(cluster: Cluster, estate: Write) -> None:
    folder = estate(FILES)
    other_key = outside("check", "--dask", cluster.address, cwd=folder, env={"GWE_LINT_HMAC_KEY": "CANARY-6"})
    assert (other_key.code, other_key.out) == (2, "")
    assert other_key.err.count("it does not have the key of secrets of this run") == 2
    numbers = outside("consistency", "--dask", cluster.address, cwd=folder)
    assert (numbers.code, numbers.out) == (2, "")
    assert "give this run and all workers the same GWE_LINT_HMAC_KEY" in numbers.err
    gone = outside("check", "--isolated", "a", "gone", "--dask", cluster.address, cwd=folder)
    assert (gone.code, gone.out) == (2, "")
    assert gone.err.endswith(": gone: no such file or folder\n")
    (folder / "d").rename(folder / "elsewhere")
    done = outside("check", "--dask", cluster.address, cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert f"{(folder / 'd').as_posix()}: no such file or folder on 2 workers" in done.err
