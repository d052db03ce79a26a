"""``simulate --import``: which files of a folder are laid over, and for which application a file is."""

import os
from pathlib import Path

import pytest

from tests.cli.test_simulate import ESTATE, WES, report
from tests.conftest import Run, Write


def folder_with_what_is_no_file(estate: Write) -> None:
    """A folder of changes with one pipe, and links that lead out of it: to a file, to a device and to a folder."""
    estate({**ESTATE, "other/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:nosuch\n"})
    Path("c").mkdir()
    os.mkfifo("c/pipe.cfg")
    Path("c/GWE_Backend.cfg").symlink_to("../other/GWE_Backend.cfg")
    Path("c/ChatServer_01.cfg").symlink_to("/dev/zero")
    Path("c/linked").symlink_to("../other")


LEFT_OUT = ("c/pipe.cfg", "c/GWE_Backend.cfg", "c/ChatServer_01.cfg", "c/linked")


def test_a_folder_of_changes_is_not_left_and_nothing_in_it_waits(estate: Write, run: Run) -> None:
    folder_with_what_is_no_file(estate)
    estate({"c/ChatServer_02.cfg": "[endpoints:1]\nweb2=Q\n"})
    Path("c/sub").mkdir()
    Path("c/sub/ChatServer_01.cfg").symlink_to("../ChatServer_02.cfg")
    ran = run("simulate", "est", "--import", "c")
    assert ran.code == 3
    assert "laid c/ChatServer_02.cfg and c/sub/ChatServer_01.cfg over est" in ran.out
    assert "nosuch" not in ran.out
    for each in LEFT_OUT:
        assert f"not checked: {each}: this is a " in ran.err


def test_a_folder_of_which_all_is_left_out_is_an_error(estate: Write, run: Run) -> None:
    folder_with_what_is_no_file(estate)
    ran = run("simulate", "est", "--import", "c")
    assert (ran.code, ran.out) == (2, "")
    assert all(each in ran.err for each in LEFT_OUT)


@pytest.mark.parametrize("file", ["c/t.cfg", "c/a=b.cfg"])
def test_for_takes_names_and_files_with_an_equals_sign(estate: Write, run: Run, file: str) -> None:
    server = {"est/Chat=Server=01.cfg": ESTATE["est/ChatServer_01.cfg"]}
    estate({**ESTATE, **server, file: "[endpoints:1]\nweb3=Q\n"})
    found = report(run("simulate", "est", "--import", file, "--for", f"Chat=Server=01={file}", "-f", "json"))
    assert [each["application"] for each in found["changes"]] == ["Chat=Server=01"]


def test_for_asks_where_two_files_may_be_meant(estate: Write, run: Run) -> None:
    files = dict.fromkeys(("x=y.cfg", "y.cfg"), "[endpoints:1]\nweb3=Q\n")
    estate({**ESTATE, **files})
    imports = ("--import", "x=y.cfg", "--import", "y.cfg")
    both = ("--for", "ChatServer_01=x=y.cfg", "--for", "ChatServer_02=y.cfg")
    found = report(run("simulate", "est", *imports, *both, "-f", "json"))
    assert {each["application"] for each in found["changes"]} == {"ChatServer_01", "ChatServer_02"}
    estate({"est/ChatServer_01=x.cfg": "[endpoints:1]\nwebme=Q\n"})
    ran = run("simulate", "est", *imports, *both)
    assert ran.code == 2
    assert "--for ChatServer_01=x=y.cfg: each of x=y.cfg and y.cfg may be meant" in ran.err
