"""Several exports of one object are one application: what joins them, what they agree on, and what they do not."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.builders import WRITERS, App
from tests.conftest import Run, Write

FIRST = "[endpoints:1]\nwebme=Q-old\ndefault=Chat In\n"
SECOND = "[endpoints:1]\nwebme=Q-new\ndefault=Chat In\n"
BACKEND = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q-new\n"
)
NORTH = App("Chat_North", 59, 131, {"endpoints:1": {"webme": "Q-old", "default": "Chat In"}})


def applications(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("show", "e", "-f", "json").out)["estates"][0]["applications"]
    return found


def findings(run: Run, *more: str) -> list[tuple[str, str, str]]:
    found = json.loads(run("check", "e", "-f", "json", *more).out)["findings"]
    return [(each["rule"], each["severity"], f"{each['path'].removeprefix('e/')}:{each['line']}") for each in found]


@pytest.mark.parametrize(
    "other",
    [
        "CfgApplication_options_131 (1).cfg",
        "CfgApplication_options_131(2).cfg",
        "CfgApplication_options_131-2.cfg",
        "CfgApplication_options_131 - Copy.cfg",
        "CfgApplication_options_131 - Kopie (3).cfg",
        "CfgApplication_options_131 copy 2.cfg",
        "Copy of CfgApplication_options_131.cfg",
        "old/CfgApplication_options_131.cfg",
        "CfgApplication_annex_131.cfg",
    ],
)
def test_two_files_of_one_dbid_are_one_server_that_contradicts_itself(estate: Write, run: Run, other: str) -> None:
    names = {"CfgApplication_options_131.cfg": FIRST, other: SECOND, "CfgApplication_options_140.cfg": BACKEND}
    estate({f"e/{name}": text for name, text in names.items()})
    assert ["chat-server", "gwe-backend"] == sorted(each["type"] for each in applications(run))
    (found,) = json.loads(run("check", "e", "-f", "json").out)["findings"]
    assert ("GWE013", "warning", "webme") == (found["rule"], found["severity"], found["option"])
    (related,) = found["related"]
    places = {(each["path"], each["line"]) for each in (found, related)}
    assert {("e/CfgApplication_options_131.cfg", 2), (f"e/{other}", 2)} == places
    assert 3 == run("trace", "CfgApplication_options_140", "e").code


@pytest.mark.parametrize("name", ["CfgApplication_options_132.cfg", "Chat_131.cfg", "CfgApplication_options_1310.cfg"])
def test_another_dbid_or_none_is_another_server(estate: Write, run: Run, name: str) -> None:
    estate({"e/CfgApplication_options_131.cfg": FIRST, f"e/{name}": SECOND})
    assert 2 == len(applications(run))


def test_selections_of_one_object_are_united_and_each_option_keeps_its_file(estate: Write, run: Run) -> None:
    more = "\n\n[settings]\nsession-restoration-mode=sometimes\n[endpoints:1]\nother=Q\n"
    estate({"e/CfgApplication_options_131.cfg": FIRST, "e/CfgApplication_options_131 (1).cfg": more})
    (one,) = applications(run)
    assert (4, "CfgApplication_options_131", "selection") == (one["options"], one["name"], one["completeness"])
    assert ["e/CfgApplication_options_131 (1).cfg", "e/CfgApplication_options_131.cfg"] == one["paths"]
    assert [("GWE101", "error", "CfgApplication_options_131 (1).cfg:4")] == findings(run)
    ran = run("check", "e")
    assert "4 | session-restoration-mode=sometimes" in ran.out
    assert "e/CfgApplication_options_131 (1).cfg:6:7" in run("why", one["name"], "endpoints:1/other", "e").out
    assert "e/CfgApplication_options_131.cfg:2:7" in run("why", one["name"], "endpoints:1/webme", "e").out


def test_a_problem_of_a_part_stands_in_its_file(estate: Write, run: Run) -> None:
    estate({"e/CfgApplication_options_131.cfg": FIRST, "e/CfgApplication_options_131 (1).cfg": "[s]\n\nnonsense\n"})
    assert [("GWE001", "error", "CfgApplication_options_131 (1).cfg:3")] == findings(run)


@pytest.mark.parametrize("format", ["confdata", "bare", "gax", "dump", "cfgdata", "raw", "database", "rows as JSON"])
def test_an_object_export_and_a_selection_are_one_application(estate: Write, run: Run, format: str) -> None:
    files = WRITERS[format]([NORTH])
    if format == "cfgdata":
        files = {name: text.replace('id="A131"', 'id="A131" DBID="131"') for name, text in files.items()}
    estate({**{f"e/{name}": text for name, text in files.items()}, "e/CfgApplication_options_131 (1).cfg": SECOND})
    (one,) = applications(run)
    assert ("Chat_North", 131) == (one["name"], one["dbid"])
    contradicting = [each for each in findings(run) if each[0] == "GWE013"]
    assert ["GWE013"] == [each[0] for each in contradicting]
    assert "value             set, and not known" in run("why", "Chat_North", "endpoints:1/webme", "e").out


def test_a_selection_that_agrees_with_the_object_says_nothing(estate: Write, run: Run) -> None:
    files = WRITERS["confdata"]([NORTH])
    estate({**{f"e/{name}": text for name, text in files.items()}, "e/CfgApplication_options_131.csv": CSV})
    (one,) = applications(run)
    assert ("complete", 2) == (one["completeness"], one["options"])
    assert "GWE013" not in {each[0] for each in findings(run)}


CSV = "Section,Option,Value\nendpoints:1,webme,Q-old\n"


def test_what_a_whole_export_lacks_contradicts_a_selection_that_has_it(estate: Write, run: Run) -> None:
    files = WRITERS["confdata"]([NORTH])
    selection = "[settings]\nsession-restoration-mode=simple\n"
    estate({**{f"e/{name}": text for name, text in files.items()}, "e/CfgApplication_options_131.cfg": selection})
    assert ("GWE013", "warning", "CfgApplication_options_131.cfg:2") in findings(run)


def test_objects_of_one_dbid_and_two_names_stay_apart(estate: Write, run: Run) -> None:
    south = NORTH._replace(name="Chat_South")
    files = {**WRITERS["bare"]([NORTH]), **WRITERS["bare"]([south]), "CfgApplication_options_131.cfg": FIRST}
    estate({f"e/{name}": text for name, text in files.items()})
    names = ["CfgApplication_options_131", "Chat_North", "Chat_South"]
    assert names == sorted(each["name"] for each in applications(run))


def conf(**given: str) -> str:
    parts = {"version": "8.5.103.02", "state": "1", "connections": "", **given}
    links = "".join(
        f'<CfgConnectionInfo><appServerDBID value="{dbid}"/></CfgConnectionInfo>'
        for dbid in parts["connections"].split()
    )
    return (
        '<ConfData><CfgApplication><DBID value="131"/><name value="Chat_North"/><type value="59"/>'
        f'<version value="{parts["version"]}"/><appServerDBIDs>{links}</appServerDBIDs>'
        f'<state value="{parts["state"]}"/></CfgApplication></ConfData>'
    )


@pytest.mark.parametrize(
    ("changed", "key", "what"),
    [
        ({"version": "8.5.316.02"}, "release", "release"),
        ({"state": "2"}, "enabled", "state"),
        ({"connections": "7 8"}, "connections", "connections"),
    ],
)
def test_parts_of_an_object_that_contradict_are_unknown(
    estate: Write, run: Run, changed: Mapping[str, str], key: str, what: str
) -> None:
    estate({"e/a.xml": conf(connections="7"), "e/b.xml": conf(**{"connections": "7", **changed})})
    (one,) = applications(run)
    assert one[key] is None
    found = [each for each in json.loads(run("check", "e", "-f", "json").out)["findings"] if each["rule"] == "GWE013"]
    assert [f"{what} here and in e/b.xml, an export of the same object, differ: which one holds is not known"] == [
        each["message"] for each in found
    ]


def test_two_equal_exports_of_one_object_are_no_contradiction(estate: Write, run: Run) -> None:
    estate({"e/a.xml": conf(connections="7"), "e/b.xml": conf(connections="7")})
    (one,) = applications(run)
    assert ("8.5.103.02", True, 1) == (one["release"], one["enabled"], len(one["connections"]))
    assert "GWE013" not in {each[0] for each in findings(run)}


def test_secrets_that_contradict_are_not_shown(estate: Write, run: Run) -> None:
    first, second = (f"[security]\npassword={each}\n" for each in ("Hunter-One-1", "Hunter-Two-2"))
    estate({"e/CfgApplication_options_131.cfg": first, "e/CfgApplication_options_131 (1).cfg": second})
    ran = run("check", "e", "--select", "GWE013")
    assert "password has another value here" in ran.out
    assert "Hunter" not in ran.out


def test_the_annex_of_an_object_is_none_of_its_options(estate: Write, run: Run) -> None:
    annex = "[my-tool]\nwebme=anything\n"
    estate({"e/CfgApplication_options_131.cfg": FIRST, "e/CfgApplication_annex_131.cfg": annex})
    (one,) = applications(run)
    assert (2, "CfgApplication_options_131", 2) == (one["options"], one["name"], len(one["paths"]))
    assert run("why", one["name"], "my-tool/webme", "e").code == 2


def test_a_file_called_annex_alone_holds_the_options(estate: Write, run: Run) -> None:
    estate({"e/CfgApplication_annex_131.cfg": FIRST})
    (one,) = applications(run)
    assert ("chat-server", 2) == (one["type"], one["options"])


def test_a_copy_without_a_dbid_is_hinted_at(estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": FIRST, "e/Chat (1).conf": FIRST, "e/Chat (lab).conf": FIRST})
    assert 3 == len(applications(run))
    assert [("GWE013", "note", "Chat (1).conf:1")] == findings(run)


def test_a_folder_names_what_its_file_does_not(estate: Write, run: Run) -> None:
    estate({"e/Chat_North/options.cfg": FIRST, "e/GWE/options (1).cfg": BACKEND, "e/options.cfg": FIRST})
    assert ["Chat_North", "GWE", "options"] == sorted(each["name"] for each in applications(run))


@pytest.mark.parametrize("file", ["CfgApplication_options_131.cfg", "CfgApplication_options_131 (1).cfg"])
def test_the_configuration_may_name_any_file_of_an_object(estate: Write, run: Run, file: str) -> None:
    configured = f'[[estate]]\nname = "e"\npaths = ["e"]\n[[estate.application]]\nfile = "{file}"\nname = "North"\n'
    files = {"e/CfgApplication_options_131.cfg": FIRST, "e/CfgApplication_options_131 (1).cfg": FIRST}
    estate({**files, "gwe-lint.toml": configured})
    assert ["North"] == [each["name"] for each in applications(run)]


def test_a_waiver_may_pin_the_value_of_any_part(estate: Write, run: Run) -> None:
    waiver = (
        '[[waiver]]\nrule = "GWE101"\noption = "settings/*"\nvalue = "sometimes"\nreason = "moves"\nowner = "o"\n'
        "created = 2026-11-01\nexpires = 2027-01-31\n"
    )
    more = "[settings]\nsession-restoration-mode=sometimes\n"
    files = {"e/CfgApplication_options_131.cfg": FIRST, "e/CfgApplication_options_131 (1).cfg": more}
    estate({**files, "gwe-lint-waivers.toml": waiver, "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n'})
    summary = json.loads(run("check", "-f", "json", "--as-of", "2026-11-15").out)["summary"]
    assert (0, 1) == (summary["errors"], summary["waived"])


def test_a_list_of_changes_belongs_to_the_object_of_its_dbid(estate: Write, run: Run) -> None:
    changes = "Action,Section,Option,Value\nDELETE,settings,x,\nUPDATE,endpoints:1,webme,Q-new\n"
    estate({"e/CfgApplication_options_131.cfg": FIRST, "e/CfgApplication_options_131.csv": changes})
    assert ["delta", "selection"] == sorted(each["completeness"] for each in applications(run))
    assert {"CfgApplication_options_131"} == {each["name"] for each in applications(run)}
    assert "GWE013" not in {each[0] for each in findings(run)}


def test_every_file_that_contradicts_is_named_once(estate: Write, run: Run) -> None:
    files = {f"e/CfgApplication_options_131{copy}.cfg": FIRST.replace("old", new) for copy, new in COPIES.items()}
    estate(files)
    (found,) = json.loads(run("check", "e", "-f", "json").out)["findings"]
    assert "e/CfgApplication_options_131.cfg" == found["path"]
    related = [each["path"] for each in found["related"]]
    assert [f"e/CfgApplication_options_131 ({number}).cfg" for number in (1, 3)] == related


COPIES = {"": "old", " (1)": "new", " (2)": "old", " (3)": "newest"}
