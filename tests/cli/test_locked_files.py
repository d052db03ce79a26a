"""What a user may not look at: an error that names the path, never an internal error, never taken for absent.

Root may look at everything, so that these runs lose that right where the tests run as root.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Ran, Write

BARRED = "-dac_override,-dac_read_search"  # the rights of root to pass locked folders


@pytest.fixture
def folder(estate: Write) -> Iterator[Path]:
    """Exports, and beside them a locked folder with one of everything."""
    names = ("x.cfg", "p.toml", "w.toml", "r.json", "k", "gwe-lint.toml", "pyproject.toml", "gwe-lint-waivers.toml")
    files = {"e/Chat.cfg": "[endpoints:1]\nwebme=Q\n", **{f"locked/{name}": "" for name in names}}
    top = estate({**files, "locked/base/MANIFEST.toml": ""})
    (top / "locked").chmod(0)
    yield top
    (top / "locked").chmod(0o755)


def without_rights(*arguments: str, cwd: Path) -> Ran:
    """Run the command line as somebody who may not pass locked folders."""
    barred = ["setpriv", f"--bounding-set={BARRED}", f"--inh-caps={BARRED}"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*barred, sys.executable, "-P", "-m", "gwe_lint", *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def assert_refused(ran: Ran, path: str) -> None:
    assert "internal error" not in ran.err
    assert (2, True) == (ran.code, path in ran.err), ran.err


def test_these_runs_may_not_look_into_a_locked_folder(folder: Path) -> None:
    """Without which nothing here would be tested."""
    barred = ["setpriv", f"--bounding-set={BARRED}", f"--inh-caps={BARRED}"] if os.geteuid() == 0 else []
    assert 0 != subprocess.run([*barred, "ls", "locked"], cwd=folder, capture_output=True, check=False).returncode


@pytest.mark.parametrize(
    "arguments",
    [
        "check e --config locked/gwe-lint.toml",
        "check e --pack locked/p.toml",
        "check e --pack locked",
        "check e --waivers locked/w.toml",
        "check e --known locked/r.json",
        "check e --since locked/r.json",
        "check e --hmac-key-file locked/k",
        "check e --output json=locked/o.json",
        "check locked",
        "check locked/x.cfg",
        "show locked/x.cfg",
        "compare e locked/x.cfg",
        "consistency locked/x.cfg",
        "drift e --against locked",
        "drift e --against locked/base",
        "drift e --against e --remediate locked/r",
        "snapshot e --to locked/base",
        "snapshot e --to locked/base --check",
        "init locked/x.cfg",
        "rules new locked/r.toml",
        "rules test locked/p.toml",
        "rules --pack locked/p.toml",
        "config --config locked/gwe-lint.toml",
        "waivers list --waivers locked/w.toml",
        "waivers lint e --waivers locked/w.toml",
        "waivers prune e --waivers locked/w.toml",
        "waivers add --from locked/r.json --reason r --owner o --expires 2099-01-01",
    ],
)
def test_what_is_named_in_a_locked_folder(folder: Path, arguments: str) -> None:
    if "add" in arguments:
        arguments = arguments.replace("2099-01-01", "2026-12-01") + " --as-of 2026-11-01"
    assert_refused(without_rights(*arguments.split(), cwd=folder), "locked")


@pytest.mark.parametrize("name", ["gwe-lint.toml", "pyproject.toml", "gwe-lint-waivers.toml"])
@pytest.mark.parametrize("how", ["locked", "a link into a locked folder"])
def test_what_is_found_by_its_name(folder: Path, name: str, how: str) -> None:
    if how == "locked":
        (folder / name).touch(mode=0)
    else:
        (folder / name).symlink_to(f"locked/{name}")
    assert_refused(without_rights("check", "e", cwd=folder), f"{name}: cannot be read: Permission denied")


@pytest.mark.parametrize(
    "text",
    [
        '[check]\npacks = ["locked/p.toml"]\n',
        'extend = "locked/gwe-lint.toml"\n',
        '[[estate]]\nname = "a"\npaths = ["locked"]\n',
        '[[estate]]\nname = "a"\npaths = ["locked/x.cfg"]\n',
    ],
)
def test_what_a_configuration_names(folder: Path, text: str) -> None:
    (folder / "gwe-lint.toml").write_text(text)
    assert_refused(without_rights("check", cwd=folder), "locked")


@pytest.mark.parametrize("name", ["x.cfg", "x.dat"])
def test_a_link_into_a_locked_folder_is_left_out_as_any_link_out_of_its_estate(folder: Path, name: str) -> None:
    (folder / "e" / name).symlink_to("../locked/x.cfg")
    ran = without_rights("check", "e", cwd=folder)
    assert (0, True) == (ran.code, f"e/{name}" in ran.out and "a link that leads out" in ran.out), ran.err


@pytest.mark.parametrize(("what", "mode"), [("e/Chat.cfg", 0), ("e", 0o444), ("e", 0), ("e/below", 0)])
def test_a_locked_export_is_no_absent_one(folder: Path, what: str, mode: int) -> None:
    (folder / "e/below").mkdir()
    (folder / what).chmod(mode)
    try:
        for command in (
            ("check", "e"),
            ("snapshot", "e", "--to", "b"),
            ("drift", "e", "--against", "e"),
        ):
            assert_refused(without_rights(*command, cwd=folder), what)
    finally:
        (folder / what).chmod(0o755)


def test_a_locked_baseline_is_no_absent_one(folder: Path) -> None:
    assert 0 == without_rights("snapshot", "e", "--to", "b", cwd=folder).code
    for what in ("b/MANIFEST.toml", "b/Chat.toml", "b"):
        (folder / what).chmod(0)
        try:
            assert_refused(without_rights("drift", "e", "--against", "b", cwd=folder), what)
            assert_refused(without_rights("snapshot", "e", "--to", "b", "--check", cwd=folder), "b")
        finally:
            (folder / what).chmod(0o755)
