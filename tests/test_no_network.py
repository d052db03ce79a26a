"""No run uses the network: without any it gives the same bytes, and a socket for it would be the end of the run."""

import ctypes
import os
import platform
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Write
from tests.reliability.at_every_step import tree
from tests.reliability.test_stopped import CHAT, CLIENT

RUNS = (
    "check e -v --output html=check.html --output sarif=check.sarif",
    "drift e --against a -f html",
    "drift e --against git:HEAD:a -f json",
    "drift e --against a --remediate remedy",
    "consistency e",
    "compare a e",
    "snapshot e --to b",
    "drift e --against b",
    "show e -f mermaid",
    "trace GWE_Backend e",
    "why Chat_01 settings/flex-disconnect-timeout e",
    "explain GWE202",
    "rules",
    "rules new site.toml",
    "rules test site.toml",
    "init e",
    "config",
    "waivers list",
    "drift e --against a --record --as-of 2026-01-01",
    "history open --as-of 2026-01-02",
    "history trend",
)
PROGRAM = f"{sys.executable} -m gwe_lint"
SCRIPT = "; ".join(f"echo {words}; {PROGRAM} {words}; echo $?" for words in RUNS)


@pytest.fixture
def project(estate: Write) -> Path:
    """A repository with exports."""
    folder = estate({"e/Chat_01.cfg": CHAT.replace("60", "61"), "a/Chat_01.cfg": CHAT, "e/GWE_Backend.cfg": CLIENT})
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@localhost"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--no-verify", "--message", "m"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    return folder


def said(folder: Path, *around: str, before: Callable[[], None] | None = None) -> tuple[bytes, dict[str, str]]:
    """What all commands say and write, in a copy of the folder."""
    work = folder.parent / "work" / folder.name
    subprocess.run(["rm", "-rf", str(work)], check=True)
    work.parent.mkdir(exist_ok=True)
    subprocess.run(["cp", "-R", str(folder), str(work)], check=True)
    done = subprocess.run(
        [*around, "bash", "-c", SCRIPT],
        cwd=work,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        preexec_fn=before,
        check=True,
    )
    return done.stdout, {name: digest for name, digest in tree(work).items() if not name.startswith(".git")}


_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_NUMBERS = {"x86_64": 41, "aarch64": 198}  # of the system call socket
_IO_URING_SETUP = 425  # which could open sockets as well
_UNIX = 1


def no_sockets() -> None:
    """What is started next is killed by the system where it asks for a socket, but for one inside of this machine."""
    lines = (
        (_LOAD, 0, 0, 0),  # the number of the call
        (_JUMP_IF_EQUAL, 4, 0, _IO_URING_SETUP),
        (_JUMP_IF_EQUAL, 0, 2, _NUMBERS[platform.machine()]),
        (_LOAD, 0, 0, 16),  # its first argument, which is the family
        (_JUMP_IF_EQUAL, 0, 1, _UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    )
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    text = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(lines), ctypes.addressof(text)))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(38, 1, 0, 0, 0) or library.prctl(22, 2, program, 0, 0):  # no new privileges; seccomp
        os._exit(99)


def killed(script: str) -> bool:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, preexec_fn=no_sockets, check=False)
    assert done.returncode in (0, -31), done.stderr
    return done.returncode == -31


def test_the_guard_kills_what_opens_a_socket_for_a_network() -> None:
    for family, is_killed in (("INET", True), ("INET6", True), ("NETLINK", True), ("UNIX", False)):
        assert is_killed == killed(f"import socket; socket.socket(socket.AF_{family}, socket.SOCK_DGRAM)")
    assert killed("import urllib.request; urllib.request.urlopen('http://127.0.0.1:9', timeout=1)")
    child = "subprocess.call([sys.executable, '-c', 'import socket; socket.socket()'])"
    assert not killed(f"import subprocess, sys; sys.exit({child} != -31)")  # what it starts is killed as well


def test_no_command_opens_a_socket_for_a_network(project: Path) -> None:
    told, written = said(project, before=no_sockets)
    assert b"Bad system call" not in told
    assert {"check.html", "remedy", "b", "site.toml", "gwe-lint.toml"} <= set(written)
    codes = told.decode().splitlines()
    assert "159" not in codes  # 128 and SIGSYS
    assert "-31" not in codes


@pytest.mark.slow
def test_without_any_network_every_command_gives_the_same_bytes(project: Path) -> None:
    alone = ("unshare", "--user", "--map-root-user", "--net")
    look = "import socket; print([name for _, name in socket.if_nameindex()])"
    seen = subprocess.run([*alone, sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert seen == "['lo']\n"
    assert said(project) == said(project, *alone)
