"""Applications that came and went are differences; of one whose export failed nobody knows anything."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import WRITERS, App, chat
from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Q\n[settings]\nsession-restoration-mode=simple\n"
DRIFT = ("drift", "now", "--against", "base", "--isolated")
MISSING, NEW = ("GWE808", "missing"), ("GWE809", "extra")


def report(run: Run, *more: str, command: tuple[str, ...] = DRIFT) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*command, "-f", "json", *more).out)
    return found


def on_one_side(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Rule and class of each application that is on one side only."""
    return {
        each["application"]: (each["rule"], each["class"]) for each in found["findings"] if each["option"] == "export"
    }


def reasons(found: dict[str, Any]) -> dict[str, str]:
    return {each["application"]: each["reason"] for each in found["drift"]["not_checked"]}


def test_a_server_that_vanished_and_one_that_is_new_are_differences(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/Old.conf": CHAT, "now/A.conf": CHAT, "now/New.conf": CHAT.replace("Q", "R")})
    found = report(run)
    assert {"Old": MISSING, "New": NEW} == on_one_side(found)
    assert (1, {}, 1, 3) == (
        found["exit_code"],
        reasons(found),
        found["drift"]["compared"],
        found["drift"]["applications"],
    )
    places = {each["application"]: each["path"] for each in found["findings"]}
    assert {"Old": "base/Old.conf", "New": "now/New.conf"} == places
    assert 1 == report(run, "--allow-empty")["exit_code"]  # which hides nothing but an empty match
    assert 2 == report(run, "--ignore", "GWE808,GWE809")["drift"]["left_out"]


def test_between_estates_it_is_no_difference_and_not_compared(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/Old.conf": CHAT, "now/A.conf": CHAT, "now/New.conf": CHAT})
    found = report(run, command=("compare", "base", "now"))
    assert (3, {"Old": "in base only", "New": "in now only"}, {}) == (
        found["exit_code"],
        reasons(found),
        on_one_side(found),
    )


def test_many_that_went_are_one_cause(estate: Write, run: Run) -> None:
    estate({"now/A.conf": CHAT, **{f"base/{name}.conf": CHAT for name in ("A", "B", "C", "D")}})
    found = report(run)
    assert (3, 1) == (len(found["findings"]), len({each["group"] for each in found["findings"]}))
    assert "warning[GWE808] application: export missing on 3 applications\n" in run(*DRIFT).out


def test_it_has_an_age_and_what_was_open_before_goes_on(estate: Write, run: Run) -> None:
    root = estate({"base/A.conf": CHAT, "base/B.conf": CHAT, "now/A.conf": CHAT, "now/B.conf": CHAT.replace("Q", "R")})
    run(*DRIFT, "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    (root / "now/B.conf").unlink()
    found = report(run, "--since", "1.json", "--as-of", "2026-06-02", "--output", "json=2.json")
    assert (["webme"], []) == ([each["option"] for each in found["carried"]], found["resolved"])
    found = report(run, "--since", "2.json", "--as-of", "2026-06-05")
    assert [("GWE808", "2026-06-02", "unchanged")] == [
        (each["rule"], each["first_seen"], each["status"]) for each in found["findings"]
    ]
    estate({"now/B.conf": CHAT})
    found = report(run, "--since", "2.json", "--as-of", "2026-06-05")
    assert {"GWE808", "GWE801"} == {each["rule"] for each in found["resolved"]}


@pytest.mark.parametrize(("rule", "who"), [("GWE808", "Old"), ("application-new", "New*")])
def test_it_can_be_waived(estate: Write, run: Run, rule: str, who: str) -> None:
    waiver = f'[[waiver]]\nrule = "{rule}"\napplication = "{who}"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    side = "base" if rule == "GWE808" else "now"
    estate({"base/A.conf": CHAT, "now/A.conf": CHAT, f"{side}/{who.strip('*')}.conf": CHAT, "w.toml": waiver})
    found = report(run, "--waivers", "w.toml", "--as-of", "2026-06-01")
    assert (0, 1) == (found["exit_code"], found["summary"]["waived"])


def test_rows_of_a_pack_say_how_bad_it_is(estate: Write, run: Run) -> None:
    head = '[[drift]]\noption = "{}:(application)/export"\nafter = ["{}"]\nseverity = "{}"\n'
    row = f'{head}scope = ["baseline"]\nreason = "r"\n'
    example = '[[drift.example]]\ntitle = "t"\noption = "chat-server:(application)/export"\n{}\nexpect = {{ {} }}\n'
    gone = 'before = "exported"\nafter = "not exported"'
    came = 'before = "not exported"\nafter = "exported"'
    pack = (
        row.format("chat-server", "not exported", "error")
        + example.format(gone, 'baseline = "error"')
        + example.format(came, "")
        + row.format("common", "exported", "note")
        + example.format(came, 'baseline = "note"')
        + example.format(gone, "")
    )
    estate({"base/A.conf": CHAT, "base/B.conf": CHAT, "now/A.conf": CHAT, "now/C.conf": CHAT, "p.toml": pack})
    found = report(run, "--pack", "p.toml")
    assert {"B": "error", "C": "note"} == {each["application"]: each["severity"] for each in found["findings"]}
    tested = run("rules", "test", "p.toml")
    assert (0, "") == (tested.code, tested.out)


def test_an_application_that_is_expected_to_come_is_no_drift(estate: Write, run: Run) -> None:
    pack = (
        '[[drift]]\noption = "chat-server:(application)/export"\nexpected = true\nscope = ["baseline"]\nreason = "r"\n'
    )
    estate({"base/A.conf": CHAT, "now/A.conf": CHAT, "now/C.conf": CHAT, "p.toml": pack})
    found = report(run, "--pack", "p.toml")
    assert (0, 1) == (found["exit_code"], found["drift"]["classes"]["expected"])


def test_what_nobody_exports_on_purpose_is_not_missing(estate: Write, run: Run) -> None:
    config = (
        '[[estate]]\nname = "now"\npaths = ["now"]\n'
        '[[estate.application]]\nname = "B"\ntype = "chat-server"\nexported = false\n'
    )
    estate({"base/A.conf": CHAT, "now/A.conf": CHAT, "base/B.conf": CHAT, "gwe-lint.toml": config})
    ran = run("drift", "--against", "base")
    assert (0, True) == (ran.code, "Not exported, as declared: B" in ran.out)
    assert "1 not exported, as declared" in ran.err


def test_of_single_files_nobody_asked_for_others(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/B.conf": CHAT, "now/A.conf": CHAT})
    ran = run("drift", "now/A.conf", "--against", "base")
    assert (3, True) == (ran.code, ran.out.startswith("NOT COMPARED WHOLE  with base    exit 3\n"))


def test_what_vanished_from_a_single_file_is_missing(estate: Write, run: Run) -> None:
    both = [chat(111), chat(112)]
    estate(
        {
            "base/all.xml": WRITERS["confdata"](both)["estate.xml"],
            "now/all.xml": WRITERS["confdata"](both[:1])["estate.xml"],
        }
    )
    run("snapshot", "base/all.xml", "--to", "approved")
    found = report(run, command=("drift", "now/all.xml", "--against", "approved"))
    assert {"Chat_112": MISSING} == on_one_side(found)


@pytest.mark.parametrize("form", ["confdata", "gax"])
def test_an_application_without_options_is_not_missing_in_option_exports(estate: Write, run: Run, form: str) -> None:
    apps = [chat(111), App("UCS", 64, 300, {})]
    estate({f"whole/{name}": text for name, text in WRITERS[form](apps).items()})
    estate({f"options/{name}": text for name, text in WRITERS["cfg"](apps).items()})
    for sides in (("options", "--against", "whole"), ("whole", "--against", "options")):
        found = report(run, "--ignore", "GWE805", command=("drift", *sides, "--isolated"))
        assert {} == on_one_side(found)
        assert set(reasons(found).values()) <= {"it has no options, which an export of options does not show"}


# Hints


def many(*changed: int, count: int = 20, prefix: str = "o") -> str:
    return "[endpoints:1]\nwebme=Q\n[x]\n" + "".join(
        f"{prefix}{number}={'other' if number in changed else number}\n" for number in range(count)
    )


def test_a_renamed_server_without_a_dbid_is_asked_about(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/Old.conf": many(), "now/A.conf": CHAT, "now/New.conf": many(3)})
    found = report(run)
    hint = "New holds 20 of the 21 options of Old: renamed?"
    assert [hint] == found["drift"]["hints"]
    assert [True, True] == [each["help"].startswith(hint) for each in found["findings"]]
    for format in ("text", "markdown", "html"):
        assert hint in run(*DRIFT, "-f", format).out
    estate({"now/New.conf": many()})
    assert ["New holds all 21 options of Old: renamed?"] == report(run)["drift"]["hints"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(many(), many(*range(5)), id="too much differs"),
        pytest.param("[endpoints:1]\nwebme=Q\n", "[endpoints:1]\nwebme=Q\n", id="too few options"),
        pytest.param(many(), many().replace("[endpoints:1]\nwebme=Q\n", "[service:wes]\na=b\n"), id="another type"),
    ],
)
def test_another_server_is_not_taken_for_a_renamed_one(estate: Write, run: Run, old: str, new: str) -> None:
    estate({"base/A.conf": CHAT, "base/Old.conf": old, "now/A.conf": CHAT, "now/New.conf": new})
    found = report(run)
    assert ({"Old": MISSING, "New": NEW}, []) == (on_one_side(found), found["drift"]["hints"])


def test_two_objects_with_dbids_are_not_one(estate: Write, run: Run) -> None:
    options = {"x": {f"o{number}": "1" for number in range(9)}}
    old, new = (App(name, 107, dbid, options) for name, dbid in (("Old", 1), ("New", 2)))
    estate(
        {"base/e.xml": WRITERS["confdata"]([old])["estate.xml"], "now/e.xml": WRITERS["confdata"]([new])["estate.xml"]}
    )
    assert [] == report(run)["drift"]["hints"]


def test_most_options_gone_at_once_may_be_a_cut_off_export(estate: Write, run: Run) -> None:
    estate({"base/A.conf": many(), "now/A.conf": "\n".join(many().splitlines()[:8]) + "\n"})
    hint = "A: 15 of 21 options gone: is its export now/A.conf cut off?"
    assert [hint] == report(run)["drift"]["hints"]
    assert hint in " ".join(run(*DRIFT).out.split())
    estate({"now/A.conf": "\n".join(many().splitlines()[:17]) + "\n"})
    assert [] == report(run)["drift"]["hints"]


def test_options_that_a_selection_does_not_show_are_not_cut_off(estate: Write, run: Run) -> None:
    part = "\n".join(many().splitlines()[:8]) + "\n"
    estate({"base/CfgApplication_A_7.cfg": many(), "now/CfgApplication_A_7.cfg": part})
    assert ([], 15) == ((found := report(run))["drift"]["hints"], found["drift"]["classes"]["unverifiable"])


def test_where_nothing_is_exported_the_export_is_doubted(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/B.conf": CHAT, "now/readme.md": "x"})
    ran = run(*DRIFT, "--allow-empty")
    assert (1, True) == (
        ran.code,
        "hint: none of 2 applications of the baseline is exported: did the export run?" in ran.out,
    )


# Exports that failed

EMPTY = {
    "cfg": [b"", b"\n \n", b"\xef\xbb\xbf", b"# nothing\n;a=b\n"],
    "conf": [b"", b"\xff\xfe"],
    "csv": [b"", b"\n\n", b"Section,Option,Value\n", b"Section;Option;Value\r\n"],
    "xml": [b"", b" \n", b"<!-- nothing -->", b'<?xml version="1.0"?>\n', b"<ConfData/>", b"<CfgData></CfgData>"],
    "json": [b"", b"\n", b"[]", b"{}", b"null"],
}
FAILED = [pytest.param(ending, data, id=f"{ending} {data!r}") for ending, every in EMPTY.items() for data in every]


@pytest.mark.parametrize("baseline", ["base", "approved"])
@pytest.mark.parametrize(("ending", "data"), FAILED)
def test_an_empty_export_is_not_compared(estate: Write, run: Run, baseline: str, ending: str, data: bytes) -> None:
    estate({"base/A.conf": CHAT, "base/B.conf": CHAT, "now/A.conf": CHAT, f"now/B.{ending}": data})
    run("snapshot", "base", "--to", "approved")
    found = report(run, command=("drift", "now", "--against", baseline, "--isolated"))
    assert (3, [], ["B"]) == (found["exit_code"], found["findings"], list(reasons(found)))
    assert f"now/B.{ending}" in reasons(found)["B"]
    assert "NOT COMPARED WHOLE" == found["drift"]["verdict"]


@pytest.mark.parametrize("ending", ["cfg", "csv", "xml", "json"])
def test_an_empty_export_that_nobody_approved_is_not_compared_either(estate: Write, run: Run, ending: str) -> None:
    estate({"base/A.conf": CHAT, "now/A.conf": CHAT, f"now/B.{ending}": ""})
    assert (3, {"B"}) == ((found := report(run))["exit_code"], set(reasons(found)))


@pytest.mark.parametrize("ending", ["cfg", "xml"])
def test_an_empty_export_in_a_baseline_of_exports_says_nothing(estate: Write, run: Run, ending: str) -> None:
    estate({"base/A.conf": CHAT, "now/A.conf": CHAT, f"base/B.{ending}": "", "now/B.conf": CHAT})
    assert (3, [], ["B"]) == ((found := report(run))["exit_code"], found["findings"], list(reasons(found)))


@pytest.mark.parametrize("data", [b"", b"<ConfData/>", b"<ConfData><CfgApplication><DBID"])
def test_of_a_file_of_several_applications_that_failed_none_is_missing(estate: Write, run: Run, data: bytes) -> None:
    whole = WRITERS["confdata"]([chat(111), chat(112)])["estate.xml"]
    estate({"x/all.xml": whole, "x/other.conf": CHAT})
    run("snapshot", "x", "--to", "approved")
    estate({"x/all.xml": data})
    found = report(run, command=("drift", "x", "--against", "approved", "--isolated"))
    assert {} == on_one_side(found)
    assert {"Chat_111", "Chat_112"} <= set(reasons(found))
    assert found["exit_code"] in (1, 3)  # 1 for a file that breaks off, which is an error


def test_what_may_be_in_the_unread_part_of_a_file_is_not_missing(estate: Write, run: Run) -> None:
    whole = WRITERS["confdata"]([chat(111), chat(112)])["estate.xml"]
    estate({"x/all.xml": whole})
    run("snapshot", "x", "--to", "approved")
    estate({"x/all.xml": whole[: whole.index("Chat_112")]})
    found = report(run, command=("drift", "x", "--against", "approved", "--isolated"))
    assert ({}, 1) == (on_one_side(found), found["exit_code"])
    assert {"Chat_112": "it may be in the unread part of x/all.xml"} == reasons(found)


def test_an_empty_export_that_gax_named_is_of_the_object_of_this_dbid(estate: Write, run: Run) -> None:
    whole = WRITERS["confdata"]([chat(111)])["estate.xml"]
    estate({"base/all.xml": whole, "now/CfgApplication_Chat_111.cfg": ""})
    found = report(run)
    assert (3, {}, ["Chat_111"]) == (found["exit_code"], on_one_side(found), list(reasons(found)))


def test_a_section_without_options_is_an_export(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "now/A.conf": "[endpoints:1]\n"})
    assert {"GWE802"} == {each["rule"] for each in report(run)["findings"]}


def test_two_empty_sides_are_not_compared(estate: Write, run: Run) -> None:
    estate({"base/A.conf": "", "now/A.conf": ""})
    for command in (DRIFT, ("compare", "base", "now")):
        found = report(run, command=command)
        assert (3, ["A"], "NOT COMPARED") == (found["exit_code"], list(reasons(found)), found["drift"]["verdict"])


def test_between_estates_an_empty_export_is_not_compared(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/B.conf": CHAT, "now/A.conf": CHAT, "now/B.conf": "\n"})
    found = report(run, command=("compare", "base", "now"))
    assert (3, {"B": "its export now/B.conf is empty"}) == (found["exit_code"], reasons(found))


def test_an_empty_export_is_no_member(estate: Write, run: Run) -> None:
    estate({"now/A.conf": CHAT, "now/B.conf": CHAT, "now/C.conf": "", "gwe-lint.toml": MEMBERS})
    found = report(run, command=("consistency",))
    assert (3, 2) == (found["exit_code"], found["drift"]["compared"])
    assert any("C is a list of changes, or has no options in its export" == each for each in reasons(found).values())


MEMBERS = (
    '[[estate]]\nname = "now"\npaths = ["now"]\n[[estate.cluster]]\nname = "K"\nmembers = ["A", "B", "C"]\n'
    '[[estate.application]]\nname = "C"\ntype = "chat-server"\n'
)


# The verdict


@pytest.mark.parametrize(
    ("now", "word"),
    [
        pytest.param({"A": CHAT, "B": CHAT}, "NO DRIFT", id="nothing"),
        pytest.param({"A": CHAT, "B": ""}, "NOT COMPARED WHOLE", id="one was not compared"),
        pytest.param({"A": CHAT, "B": CHAT.replace("Q", "R")}, "DRIFT", id="drift"),
        pytest.param({"A": CHAT}, "DRIFT", id="one is gone"),
        pytest.param({"A": "", "B": ""}, "NOT COMPARED", id="none was compared"),
    ],
)
def test_the_verdict_is_the_same_words_in_every_format(estate: Write, run: Run, now: dict[str, str], word: str) -> None:
    estate({"base/A.conf": CHAT, "base/B.conf": CHAT, **{f"now/{name}.conf": text for name, text in now.items()}})
    out = {format: run(*DRIFT, "-f", format).out for format in ("text", "markdown", "html", "json")}
    assert word == out["text"].partition("  ")[0]
    assert word == out["markdown"].partition("\n")[0].removeprefix("## ").partition(":")[0]
    assert word in out["html"]
    assert word == json.loads(out["json"])["drift"]["verdict"]
    assert ("NO DRIFT" in out["html"]) == (word == "NO DRIFT")
    assert run(*DRIFT).err.splitlines()[-1].startswith(f"{word.capitalize()}{':' if word == 'DRIFT' else ';'} ")


# Adopting


@pytest.mark.parametrize("several", [False, True], ids=["one estate", "two estates"])
def test_what_came_and_went_can_be_adopted(estate: Write, run: Run, several: bool) -> None:
    places = ("eu", "us") if several else (".",)
    config = "".join(f'[[estate]]\nname = "{each}"\npaths = ["x/{each}"]\n' for each in places if several)
    root = estate({f"x/{each}/{name}.conf": CHAT for each in places for name in ("A", "Old")})
    estate({"gwe-lint.toml": config} if several else {})
    assert 0 == run("snapshot", "x", "--to", "approved").code
    for each in places:
        (root / "x" / each / "Old.conf").unlink()
        estate({f"x/{each}/New.conf": CHAT, f"x/{each}/A.conf": CHAT.replace("Q", "R")})
    run("drift", "x", "--against", "approved", "--remediate", "fix")
    adopt = root / "fix" / "adopt"
    for path in adopt.glob("*.toml"):
        (root / "approved" / path.name).write_bytes(path.read_bytes())
    steps = (adopt / "adopt.txt").read_text().splitlines()
    gone = [line.split()[1] for line in steps if line.startswith("remove ")]
    assert len(places) == len(gone)
    for _ in range(2):  # with the files that have to go, and without them
        assert 0 == run("drift", "x", "--against", "approved").code
        assert (0, "") == run("snapshot", "x", "--to", "approved", "--check")[:2]
        for name in gone:
            (root / "approved" / name).unlink(missing_ok=True)


def test_what_came_and_went_is_adopted_into_a_baseline_of_exports(estate: Write, run: Run) -> None:
    estate({"base/A.conf": CHAT, "base/Old.conf": CHAT, "now/A.conf": CHAT, "now/New.conf": CHAT})
    run(*DRIFT, "--remediate", "fix")
    said = Path("fix/adopt/adopt.txt").read_text()
    assert ["now/New.conf", "base/Old.conf"] == [line for line in said.splitlines() if "/" in line]
    manual = Path("fix/manual.txt").read_text()
    assert "Old: it is not exported any more: export it again" in manual
    assert "New: it was not approved: remove it, or approve it" in manual


def test_what_is_waived_is_not_adopted(estate: Write, run: Run) -> None:
    waiver = '[[waiver]]\nrule = "GWE809"\napplication = "New"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    estate({"base/A.conf": CHAT, "base/Old.conf": CHAT, "now/A.conf": CHAT, "now/New.conf": CHAT, "w.toml": waiver})
    run("snapshot", "base", "--to", "approved")
    run("drift", "now", "--against", "approved", "--remediate", "fix", "--waivers", "w.toml", "--as-of", "2026-06-01")
    assert {"MANIFEST.toml", "Old.toml", "adopt.txt"} == {path.name for path in Path("fix/adopt").iterdir()}
    assert "New" not in Path("fix/adopt/MANIFEST.toml").read_text()


NO_OBJECT = "[own]\na=1\nb=2\n"  # a CFG export, which says neither name nor DBID


def whole(name: str) -> str:
    options = {"own": {"a": "1", "b": "2"}}
    return WRITERS["confdata"]([App(name, 59, 111, options)])["estate.xml"]


def test_one_that_came_back_in_a_format_that_says_less_is_resolved(estate: Write, run: Run) -> None:
    root = estate({"base/A.xml": whole("A"), "base/B.cfg": NO_OBJECT, "now/B.cfg": NO_OBJECT})
    run(*DRIFT, "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    (root / "now/A.cfg").write_text(NO_OBJECT)
    found = report(run, "--since", "1.json", "--as-of", "2026-06-02")
    assert (["GWE808"], []) == ([each["rule"] for each in found["resolved"]], found["carried"])


def test_a_renaming_keeps_its_age_through_an_export_that_says_no_name(estate: Write, run: Run) -> None:
    root = estate({"base/A.xml": whole("A"), "now/A.xml": whole("New")})
    run(*DRIFT, "--first-seen", "--as-of", "2026-06-01", "--output", "json=1.json")
    (root / "now/A.xml").rename(root / "new.xml")
    (root / "now/A.cfg").write_text(NO_OBJECT)
    found = report(run, "--since", "1.json", "--as-of", "2026-06-02", "--output", "json=2.json")
    assert (["GWE806"], []) == ([each["rule"] for each in found["carried"]], found["resolved"])
    (root / "now/A.cfg").unlink()
    (root / "new.xml").rename(root / "now/A.xml")
    found = report(run, "--since", "2.json", "--as-of", "2026-06-03")
    assert [("GWE806", "2026-06-01")] == [(each["rule"], each["first_seen"]) for each in found["findings"]]
