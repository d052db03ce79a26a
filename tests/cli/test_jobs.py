"""Work that several processes share: the bytes of one process, its errors, and no process that is left over."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import Ran, Write, outside

CLIENT = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:{key}\nwes.connector.chatServer.queueWebengagement=Q\n"
    "[log]\npassword={password}\n"
)
CHAT = "[endpoints:1]\nwebme=Q\ndefault=Q\n[settings]\nadmin-password={password}\nflex-disconnect-timeout={timeout}\n"
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "html")


def site(name: str, *, key: str = "webme", timeout: str = "60") -> dict[str, str]:
    """An estate: a client and two Chat Servers, with passwords of which one is that of every other estate."""
    return {
        f"{name}/GWE_Backend.cfg": CLIENT.format(key=key, password=f"CANARY-9{name}"),
        f"{name}/Chat_01.cfg": CHAT.format(password="CANARY-1", timeout=timeout),
        f"{name}/Chat_02.cfg": CHAT.format(password=f"CANARY-2{name}", timeout="60"),
    }


SITES = {
    **site("a", key="webmee"),
    **site("b"),
    **site("c", timeout="-7"),
    **site("d", key="webmee", timeout="forever"),
    **site("e"),
}
CONFIG = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in "edcba")
OVERRIDES = """
[[check.override]]
applications = ["Chat_01"]
options = ["chat-server:settings/flex-*"]
severity = { GWE101 = "note" }
reason = "known"

[[check.override]]
estates = ["b"]
applications = ["Chat_9*"]
ignore = ["GWE101"]
reason = "of no use"
"""
WAIVERS = """
[[waiver]]
rule = "GWE202"
estate = "a"
reason = "r"
owner = "o"
expires = 2026-03-01

[[waiver]]
rule = "GWE202"
estate = "b"
reason = "fits nothing"
owner = "o"
expires = 2026-03-01
"""


def ran(folder: Path, jobs: str, *words: str) -> Ran:
    return outside("check", *words, "--as-of", "2026-01-01", "--jobs", jobs, cwd=folder, env={"NO_COLOR": "1"})


@pytest.mark.parametrize("format", FORMATS)
def test_any_number_of_processes_gives_the_same_bytes(format: str, estate: Write) -> None:
    """With secrets, overrides, waivers that fit and that do not, and what is not evaluated."""
    folder = estate({**SITES, "gwe-lint.toml": CONFIG + OVERRIDES, "gwe-lint-waivers.toml": WAIVERS})
    one = ran(folder, "1", "--format", format, "--verbose")
    assert one.code == 1
    assert one == ran(folder, "3", "--format", format, "--verbose")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["a", "b", "c", "d", "e"], id="folders"),
        pytest.param(["a", "x/a", "b/Chat_01.cfg", "y/a", "c"], id="folders of one name, and a file"),
        pytest.param(["x", "y", "a"], id="a folder that is two estates, of which one is called as others are"),
        pytest.param(["a", "b", "--strict", "--profile", "advice"], id="strict"),
        pytest.param(["a", "b", "--exclude", "b", "--allow-empty"], id="one is left out"),
        pytest.param(["a", "empty"], id="one holds nothing"),
    ],
)
def test_estates_have_the_names_that_they_have_in_one_process(words: list[str], estate: Write) -> None:
    folder = estate({**SITES, **site("x/a"), **site("y/a", key="nothing"), **site("y/b"), "empty/readme.md": "x"})
    one = ran(folder, "1", *words, "--isolated", "--format", "json", "--verbose")
    assert '"findings"' in one.out
    assert one == ran(folder, "2", *words, "--isolated", "--format", "json", "--verbose")


def test_a_path_chooses_what_is_shown_of_configured_estates(estate: Write) -> None:
    folder = estate({**SITES, "gwe-lint.toml": CONFIG})
    one = ran(folder, "1", "d/GWE_Backend.cfg", "--format", "json")
    assert {finding["estate"] for finding in json.loads(one.out)["findings"]} == {"d"}
    assert one == ran(folder, "4", "d/GWE_Backend.cfg", "--format", "json")


def test_secrets_have_the_numbers_of_one_process(estate: Write) -> None:
    """A number shows which secrets are the same, and also across estates."""
    folder = estate(SITES)
    words = ("consistency", "--format", "json", "--isolated", "a", "b", "c", "d", "e")
    one, three = (outside(*words, "--jobs", jobs, cwd=folder) for jobs in ("1", "3"))
    assert "<secret 1>" in one.out
    assert "<secret 10>" in one.out
    assert "CANARY" not in one.out + three.out
    assert one == three


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_first_file_that_cannot_be_read_is_named(jobs: str, estate: Write) -> None:
    folder = estate(SITES)
    (folder / "b/Broken.cfg").symlink_to(folder / "b/gone.cfg")
    (folder / "d/Broken.cfg").symlink_to(folder / "d/gone.cfg")
    done = ran(folder, jobs, "a", "b", "c", "d")
    assert (done.code, done.out) == (2, "")
    assert done.err == "gwe-lint: error: b/Broken.cfg: cannot be read: No such file or directory\n"


@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5", "²", "99999"])
def test_a_number_of_processes_that_is_none_is_refused(given: str, estate: Write) -> None:
    done = outside("check", "--jobs", given, cwd=estate(SITES))
    assert done.code == 2
    assert "write auto, or a number from 1 on" in done.err


def test_small_work_begins_no_process_and_imports_nothing_for_it(estate: Write) -> None:
    folder = estate({**SITES, "gwe-lint.toml": CONFIG})
    code = "import sys; from gwe_lint.cli.main import main; main(['check']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    loaded = done.stderr.split()
    assert "gwe_lint.cli.check" in loaded
    assert not {"multiprocessing", "concurrent.futures", "pickle", "gwe_lint.processes"}.intersection(loaded)


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in tasks.read_text().split()] if tasks.exists() else []


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def slow(estate: Write) -> Iterator[subprocess.Popen[bytes]]:
    """A run by two processes that would take long, once these are there; a pipe that nobody writes to holds one up."""
    folder = estate({**SITES, "gwe-lint.toml": CONFIG})
    os.mkfifo(folder / "pipe.cfg")  # of the estate that comes last
    (folder / "gwe-lint.toml").write_text(CONFIG.replace('paths = ["a"]', 'paths = ["a", "pipe.cfg"]'))
    command = [sys.executable, "-m", "gwe_lint", "check", "--jobs", "2", "--format", "json"]
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 60
    while len(children_of(process.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the processes of a run are seen in /proc")


@needs_proc
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_stops_all_processes(number: signal.Signals, code: int, slow: subprocess.Popen[bytes]) -> None:
    children = children_of(slow.pid)
    slow.send_signal(number)
    out, err = slow.communicate(timeout=30)
    assert (slow.returncode, out, err) == (code, b"", b"")
    assert not any(map(alive, children))


@needs_proc
def test_ctrl_c_writes_what_was_finished_and_says_that_it_is_not_all(slow: subprocess.Popen[bytes]) -> None:
    children = children_of(slow.pid)
    wait_until_idle([slow.pid, *children])  # the estates that nothing holds up are finished
    slow.send_signal(signal.SIGINT)
    out, err = slow.communicate(timeout=30)
    report = json.loads(out)
    assert (slow.returncode, report["exit_code"], report["complete"]) == (130, 130, False)
    assert report["unchecked"][0] == "interrupted: 1 estate not looked at: a"
    assert {finding["estate"] for finding in report["findings"]} == {"c", "d"}
    assert b"not checked: interrupted" in err
    assert not any(map(alive, children))


@needs_proc
def test_one_process_alone_reports_what_was_finished_as_well(estate: Write) -> None:
    folder = estate({**SITES, "gwe-lint.toml": CONFIG})
    os.mkfifo(folder / "pipe.cfg")
    (folder / "gwe-lint.toml").write_text(CONFIG.replace('paths = ["b"]', 'paths = ["b", "pipe.cfg"]'))
    command = [sys.executable, "-m", "gwe_lint", "check", "--jobs", "1", "--format", "json", "--output", "json=o.json"]
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(0.1)
    until = time.monotonic() + 60
    while not waits_for_a_pipe(process.pid) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    report = json.loads(out)
    assert (process.returncode, report["complete"]) == (130, False)
    assert report["unchecked"][0] == "interrupted: 2 estates not looked at: b and a"
    assert (folder / "o.json").read_bytes() == out


def wait_until_idle(processes: Sequence[int]) -> None:
    """Return when none of the processes has worked for two seconds: what is left waits for somebody."""
    before: list[list[str]] = []
    for _ in range(60):
        now = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13] for each in processes]
        if now == before:
            return
        before = now
        time.sleep(2)
    pytest.fail("the processes still work")


def waits_for_a_pipe(process: int) -> bool:
    """True where the process opens a pipe that nobody writes to."""
    try:
        return (
            "fifo" in Path(f"/proc/{process}/wchan").read_text()
            or "wait_for_partner" in Path(f"/proc/{process}/wchan").read_text()
        )
    except OSError:
        return False


@needs_proc
def test_a_process_that_is_killed_is_an_error(slow: subprocess.Popen[bytes]) -> None:
    children = children_of(slow.pid)
    os.kill(children[0], signal.SIGKILL)
    out, err = slow.communicate(timeout=30)
    assert (slow.returncode, out) == (2, b"")
    assert b"gwe-lint: error: a process that shared the work ended before it was done" in err
    assert not any(map(alive, children))


@needs_proc
def test_processes_end_with_the_one_that_they_work_for(slow: subprocess.Popen[bytes]) -> None:
    children = children_of(slow.pid)
    slow.kill()
    until = time.monotonic() + 30
    while any(map(alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, children))


@pytest.mark.parametrize("way", ["fork", "spawn", "forkserver"])
def test_processes_may_begin_in_any_way(way: str, estate: Write) -> None:
    """What a process gets to work with travels, where it is no copy."""
    folder = estate({**SITES, "gwe-lint.toml": CONFIG + OVERRIDES})
    code = f"""
import sys
import gwe_lint.processes as processes
from gwe_lint.cli.main import main
if __name__ == "__main__":
    processes.start_method = lambda: {way!r}
    sys.exit(main(["check", "--format", "json", "--verbose", "--jobs", "2"]))
"""
    (folder / "begin.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "begin.py"], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    one = outside("check", "--format", "json", "--verbose", "--jobs", "1", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == one


CHECK = """
from gwe_lint.api import Hit, Place
def named(estate, *, word: str):
    for application, _ in estate.exports:
        if word == "crash":
            raise RuntimeError("the password is CANARY-7")
        yield Hit(f"{application.name} is {word}", Place(application.path, application=application.name))
"""
RULE = """
[[rule]]
id = "ACME{number}"
name = "acme-{word}"
severity = "warning"
basis = "documented"
check = "named"
summary = "s"
why = "w"
fix = "f"
sources = ["https://example.com"]
[rule.with]
word = "{word}"
"""


@pytest.mark.parametrize("word", ["found", "crash"])
def test_plug_ins_and_packs_work_in_every_process(word: str, estate: Write) -> None:
    """A check that crashes is named as in one process, and its message is shown by none."""
    examples = '[[rule.example]]\ntitle = "t"\nexpect = ["C.cfg:1"]\n[rule.example.files]\n"C.cfg" = "[a]\\nb=c\\n"\n'
    folder = estate(
        {
            **SITES,
            "lib/acme_checks.py": CHECK,
            "lib/acme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
            "lib/acme-1.0.dist-info/entry_points.txt": "[gwe_lint.checks]\nnamed = acme_checks:named\n",
            "site.toml": RULE.format(number="001", word=word) + examples,
        }
    )
    env = {"PYTHONPATH": str(folder / "lib"), "GWE_LINT_NO_PLUGINS": ""}
    words = ("check", "--isolated", "a", "b", "c", "--pack", "site.toml", "--select", "ACME", "--format", "json")
    one, two = (outside(*words, "--jobs", jobs, cwd=folder, env=env) for jobs in ("1", "2"))
    assert one == two
    assert one.code == (2 if word == "crash" else 0), one.err
    assert ("rule ACME001 crashed in estate c with RuntimeError" in one.err) == (word == "crash")
    assert "CANARY" not in one.out + one.err


@pytest.mark.parametrize(("more", "shown"), [((), True), (("--quiet",), False)])
def test_a_terminal_shows_how_far_a_long_run_is(more: tuple[str, ...], shown: bool, estate: Write) -> None:
    """A pipe that is written to late makes it long."""
    folder = estate({**SITES, "gwe-lint.toml": CONFIG})
    os.mkfifo(folder / "pipe.cfg")
    (folder / "gwe-lint.toml").write_text(CONFIG.replace('paths = ["c"]', 'paths = ["c", "pipe.cfg"]'))
    ours, theirs = pytest.importorskip("pty").openpty()
    command = [sys.executable, "-m", "gwe_lint", "check", *more, "--jobs", "1"]
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    with (folder / "pipe.cfg").open("w") as pipe:  # opened once the run is about to read it
        time.sleep(2)
        pipe.write("[log]\nverbose=all\n")
    process.wait(timeout=60)
    said = b""
    try:
        while more_said := os.read(ours, 1 << 16):
            said += more_said
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert bool(re.search(rb"\r\x1b\[K\[#+\.+\] \d of 5 estates", said)) == shown
    assert (b"estates\r\x1b[K" in said) == shown  # and nothing remains of it
