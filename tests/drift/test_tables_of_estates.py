"""[[estate]] tables hold for the baseline's side too, and a path that selects estates selects them there."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, Write

TABLE = '[[estate]]\nname = "{0}"\npaths = ["x/{0}"]\n'
TABLES = "".join(map(TABLE.format, ("eu", "us")))


def made(folder: str, **changes: str) -> dict[str, str]:
    """Two estates that call their servers alike."""
    value = {"eu": "1", "us": "2"} | changes
    return {f"{folder}/{each}/C1.cfg": f"[own]\na={value[each]}\n" for each in ("eu", "us")}


def committed(root: Path) -> None:
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "1"],
    ):
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def report(run: Run, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("drift", *arguments, "-f", "json").out)
    return found


def differing(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["estate"], each["before"], each["after"]) for each in found["findings"]]


@pytest.mark.parametrize("paths", [[], ["x"], ["x/eu", "x/us"]], ids=["no path", "above both", "both"])
def test_a_commit_has_the_estates_of_today(estate: Write, run: Run, paths: list[str]) -> None:
    root = estate({**made("x"), "gwe-lint.toml": TABLES})
    committed(root)
    estate(made("x", eu="9"))
    found = report(run, *paths, "--against", "git:HEAD")
    assert ([("eu", "1", "9")], 2, []) == (differing(found), found["drift"]["compared"], found["unchecked"])


def test_a_commit_of_a_folder_inside_of_the_repository(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = estate({**{f"site/{name}": text for name, text in made("x").items()}, "site/gwe-lint.toml": TABLES})
    committed(root)
    estate({f"site/{name}": text for name, text in made("x", us="9").items()})
    monkeypatch.chdir(root / "site")
    assert [("us", "2", "9")] == differing(report(run, "x", "--against", "git:HEAD"))
    assert [("us", "2", "9")] == differing(report(run, "x/us", "--against", "git:HEAD"))
    assert [] == differing(report(run, "x/eu", "--against", "git:HEAD"))


@pytest.mark.parametrize("copy", ["old", "old/x"], ids=["of all", "of the exports"])
def test_a_folder_of_exports_has_the_estates_of_today(estate: Write, run: Run, copy: str) -> None:
    estate({**made("old/x"), **made("x", eu="9"), "gwe-lint.toml": TABLES})
    found = report(run, "x", "--against", copy)
    assert ([("eu", "1", "9")], 2) == (differing(found), found["drift"]["compared"])
    assert [("eu", "1", "9")] == differing(report(run, "x/eu", "--against", copy))
    assert (0, 1) == ((only := report(run, "x/us", "--against", copy))["exit_code"], only["drift"]["compared"])


def test_one_estate_may_be_copied_alone(estate: Write, run: Run) -> None:
    estate({**made("old"), **made("x", eu="9"), "gwe-lint.toml": TABLES})
    assert [("eu", "1", "9")] == differing(report(run, "x/eu", "--against", "old/eu"))


def test_what_is_declared_holds_on_both_sides(estate: Write, run: Run) -> None:
    """Without it one side would call the server after its file, and have no connections."""
    table = TABLE.format("eu") + (
        '[[estate.application]]\nfile = "x/eu/C1.cfg"\nname = "Chat"\nconnects-to = ["UCS"]\n'
        '[[estate.application]]\nfile = "x/eu/new.cfg"\nname = "New"\n'
    )
    estate({**made("old"), **made("x", eu="9"), "x/eu/new.cfg": "[own]\na=1\n", "gwe-lint.toml": table})
    found = report(run, "x/eu", "--against", "old")
    assert ["Chat"] == [each["application"] for each in found["findings"] if each["rule"] == "GWE801"]
    assert (1, 0) == (found["drift"]["compared"], found["drift"]["classes"]["unverifiable"])


def test_a_job_for_one_estate_is_green_while_that_is_as_approved(estate: Write, run: Run) -> None:
    root = estate({**made("x"), "x/eu/C2.cfg": "[own]\na=1\n", "gwe-lint.toml": TABLES})
    run("snapshot", "x", "--to", "approved")
    estate(made("x", us="9"))
    assert 0 == run("drift", "x/eu", "--against", "approved").code
    (root / "x/eu/C2.cfg").unlink()
    ran = run("drift", "x/eu", "--against", "approved")
    assert ran.code in (1, 3)
    assert "C2" in ran.out + ran.err
    assert "us" not in (ran.out + ran.err).split()


@pytest.mark.parametrize("arguments", [["x"], []], ids=["above both", "no path"])
@pytest.mark.parametrize("harm", ["emptied", "gone"])
def test_an_estate_that_is_gone_hides_nothing_of_another_one(
    estate: Write, run: Run, harm: str, arguments: list[str]
) -> None:
    root = estate({**made("x"), "gwe-lint.toml": TABLES})
    run("snapshot", "x", "--to", "approved")
    (root / "x/us/C1.cfg").unlink()
    if harm == "gone":
        (root / "x/us").rmdir()
    estate({"x/eu/C1.cfg": "[own]\na=9\n"})
    ran = run("drift", *arguments, "--against", "approved", "--fail-on", "warning", "--remediate", "fix")
    assert "a=1" in next((root / "fix").rglob("*.cfg")).read_text()
    assert (1, True) == (ran.code, "estate us: it is in the baseline, and nothing of it was given" in ran.err)
    assert (harm == "gone") == ("gwe-lint.toml:6: estate 'us': x/us: no such file or folder" in ran.err)
    estate({"x/eu/C1.cfg": "[own]\na=1\n"})
    assert 3 == run("drift", *arguments, "--against", "approved").code


def test_a_run_of_which_nothing_is_there_is_refused(estate: Write, run: Run) -> None:
    root = estate({**made("x"), "gwe-lint.toml": TABLE.format("eu")})
    run("snapshot", "x", "--to", "approved")
    (root / "x/eu/C1.cfg").unlink()
    (root / "x/eu").rmdir()
    ran = run("drift", "--against", "approved")
    assert (2, True) == (ran.code, "gwe-lint.toml:3: estate 'eu': x/eu: no such file or folder" in ran.err)


def test_a_baseline_without_the_layout_of_the_tables_has_the_code_page_of_each_estate(estate: Write, run: Run) -> None:
    pages = {"eu": "cp1252", "pl": "cp1250"}
    tables = "".join(
        f'[[estate]]\nname = "{n}"\npaths = ["exports/{n}/now"]\nencoding = "{p}"\n' for n, p in pages.items()
    )
    texts = {"eu": "Grüße für alle", "pl": "Łódź, źle"}
    files: dict[str, str | bytes] = {"gwe-lint.toml": tables}
    for name, page in pages.items():
        text = f"[endpoints:1]\ndefault={texts[name]}\n".encode(page)
        files |= {f"exports/{name}/now/Chat_{name}.cfg": text, f"last-week/{name}/Chat_{name}.cfg": text}
    estate(files)
    found = json.loads(run("drift", "--against", "last-week", "--format", "json").out)
    assert ([], []) == (found["findings"], found["drift"]["not_whole"])
    changed = "[endpoints:1]\ndefault=Łódź, dobrze\n".encode("cp1250")
    estate({"exports/pl/now/Chat_pl.cfg": changed})
    (only,) = json.loads(run("drift", "--against", "last-week", "--format", "json").out)["findings"]
    assert ("Łódź, źle", "Łódź, dobrze") == (only["before"], only["after"])


def test_a_server_that_is_new_in_one_estate_is_new_although_another_estate_has_its_name(
    estate: Write, run: Run
) -> None:
    new = {"x/eu/C2.cfg": "[own]\na=1\n"}
    root = estate({**made("x"), "x/us/C2.cfg": "[own]\na=1\n", "gwe-lint.toml": TABLES})
    run("snapshot", "--to", "b")
    estate(new)
    found = json.loads(run("drift", "--against", "b", "--format", "json").out)
    assert [("GWE809", "eu", "C2")] == [(f["rule"], f["estate"], f["application"]) for f in found["findings"]]
    (root / "x/us/C2.cfg").unlink()
    found = json.loads(run("drift", "--against", "b", "--format", "json").out)
    assert {("GWE809", "eu"), ("GWE808", "us")} == {(f["rule"], f["estate"]) for f in found["findings"]}
    assert ([], 1) == (found["drift"]["not_checked"], found["exit_code"])


@pytest.mark.parametrize("way", ["no file", "the other one only"])
def test_a_snapshot_takes_no_whole_estate_out_of_a_baseline_by_the_way(estate: Write, run: Run, way: str) -> None:
    tables = {"gwe-lint.toml": TABLES} if way == "no file" else {}
    root = estate({**made("x"), **tables})
    given = () if tables else ("x/eu", "x/us")
    assert 0 == run("snapshot", *given, "--to", "b").code
    if way != "the other one only":
        (root / "x/us/C1.cfg").unlink()
    ran = run("snapshot", *given[:1], "--to", "b")
    assert (2, True) == (ran.code, "estate us: it is in the baseline, and nothing of it was given" in ran.err)
    assert {"eu.C1.toml", "us.C1.toml", "MANIFEST.toml"} == {path.name for path in (root / "b").iterdir()}
    assert 2 == run("snapshot", *given[:1], "--to", "b", "--check").code
    assert 0 == run("snapshot", *given[:1], "--to", "b", "--force").code
    assert {"C1.toml", "MANIFEST.toml"} == {path.name for path in (root / "b").iterdir()}
