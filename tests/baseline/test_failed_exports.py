"""A snapshot approves nothing of exports that failed; what was approved stays."""

from pathlib import Path

import pytest

from tests.builders import WRITERS, chat
from tests.conftest import Run, Write
from tests.drift.test_came_and_went import FAILED

CHAT = "[endpoints:1]\nwebme=Q\n[settings]\nsession-restoration-mode=simple\n"
CHANGES = """<CfgData><CfgReference><CfgServerRef id="S" name="Chat_111"/></CfgReference><CfgUpdate>
<CfgServerUpdate DBIDref="S"><options action="change"><list_pair key="settings"><str_pair key="x" value="1"/>
</list_pair></options></CfgServerUpdate></CfgUpdate></CfgData>"""
SNAPSHOT = ("snapshot", "x", "--to", "b", "--isolated")


def approved() -> dict[str, str]:
    """The files of the baseline."""
    return {path.name: path.read_text(encoding="utf-8") for path in Path("b").glob("*.toml")}


@pytest.mark.parametrize(("ending", "data"), FAILED)
def test_an_empty_export_is_refused_and_its_approved_file_stays(
    estate: Write, run: Run, ending: str, data: bytes
) -> None:
    root = estate({"x/A.conf": CHAT, "x/B.conf": CHAT})
    run(*SNAPSHOT)
    before = approved()
    (root / "x/B.conf").unlink()
    estate({"x/A.conf": CHAT.replace("Q", "R"), f"x/B.{ending}": data})
    for more in ((), ("--check",)):
        ran = run(*SNAPSHOT, *more)
        assert (2, True, before) == (ran.code, "B: " in ran.err and f"x/B.{ending}" in ran.err, approved())
    ran = run(*SNAPSHOT, "--force")
    assert (0, True) == (ran.code, "B is in the baseline as it was approved: " in ran.err)
    after = approved()
    assert (before["B.toml"], True) == (after["B.toml"], 'webme = "R"' in after["A.toml"])
    assert 'source = "x/B.conf"' in after["MANIFEST.toml"]
    assert 3 == run("drift", "x", "--against", "b", "--isolated").code


@pytest.mark.parametrize("ending", ["cfg", "csv", "xml", "json"])
def test_an_empty_export_of_which_nothing_was_approved_is_refused_too(estate: Write, run: Run, ending: str) -> None:
    estate({"x/A.conf": CHAT, f"x/B.{ending}": ""})
    assert (2, {}) == (run(*SNAPSHOT).code, approved() if Path("b").exists() else {})
    ran = run(*SNAPSHOT, "--force")
    assert (0, {"A.toml", "MANIFEST.toml"}) == (ran.code, set(approved()))
    assert "B is not in the baseline: " in ran.err


@pytest.mark.parametrize("options", [(), ("--profiles",)], ids=["files", "profiles"])
def test_a_file_of_several_applications_that_failed_keeps_them_all(
    estate: Write, run: Run, options: tuple[str, ...]
) -> None:
    estate({"x/all.xml": WRITERS["confdata"]([chat(111), chat(112)])["estate.xml"], "x/A.conf": CHAT})
    run(*SNAPSHOT, *options)
    estate({"x/all.xml": ""})
    ran = run(*SNAPSHOT, *options)
    assert (2, 2) == (ran.code, ran.err.count("x/all.xml is an empty file"))
    assert 0 == run(*SNAPSHOT, *options, "--force").code
    found = approved()
    assert {"A.toml", "Chat_111.toml", "Chat_112.toml", "MANIFEST.toml"} <= set(found)
    estate({"x/all.xml": WRITERS["confdata"]([chat(111), chat(112)])["estate.xml"]})
    assert 0 == run("drift", "x", "--against", "b", "--isolated").code


def test_a_list_of_changes_does_not_remove_what_was_approved(estate: Write, run: Run) -> None:
    estate({"x/A.conf": CHAT, "x/all.xml": WRITERS["confdata"]([chat(111)])["estate.xml"]})
    run(*SNAPSHOT)
    before = approved()
    estate({"x/all.xml": CHANGES})
    ran = run(*SNAPSHOT)
    assert (2, True, before) == (ran.code, "Chat_111: the export holds changes only: " in ran.err, approved())


def test_force_takes_what_was_read_of_a_damaged_export(estate: Write, run: Run) -> None:
    estate({"x/A.conf": CHAT})
    run(*SNAPSHOT)
    before = approved()
    estate({"x/A.conf": CHAT.replace("Q", "R") + "a line that breaks off\n"})
    ran = run(*SNAPSHOT)
    assert (2, True, before) == (ran.code, "x/A.conf:5: " in ran.err, approved())
    ran = run(*SNAPSHOT, "--force")
    assert (0, True) == (ran.code, 'webme = "R"' in approved()["A.toml"])
    assert "x/A.conf:5: " in ran.err
    assert "the baseline has what was read" in ran.err


def test_a_server_that_is_gone_leaves_the_baseline(estate: Write, run: Run) -> None:
    root = estate({"x/A.conf": CHAT, "x/B.conf": CHAT})
    run(*SNAPSHOT)
    (root / "x/B.conf").unlink()
    assert (0, {"A.toml", "MANIFEST.toml"}) == (run(*SNAPSHOT).code, set(approved()))


def test_each_estate_keeps_its_own(estate: Write, run: Run) -> None:
    config = '[[estate]]\nname = "eu"\npaths = ["x/eu"]\n[[estate]]\nname = "us"\npaths = ["x/us"]\n'
    estate({"gwe-lint.toml": config, "x/eu/A.conf": CHAT, "x/us/A.conf": CHAT.replace("Q", "R")})
    run("snapshot", "x", "--to", "b")
    before = approved()
    estate({"x/us/A.conf": ""})
    ran = run("snapshot", "x", "--to", "b")
    assert (2, 1) == (ran.code, len(ran.err.splitlines()))
    assert (0, before) == (run("snapshot", "x", "--to", "b", "--force").code, approved())
