"""Which application of the baseline is compared with which one of today: estates first, then names, then DBIDs."""

import json
from typing import Any

import pytest

from tests.conftest import Run, Write

ESTATES = ("one", "three", "two")


def server(name: str, value: str, dbid: int = 7, more: str = "") -> str:
    options = f'<options><list_pair key="own"><str_pair key="a" value="{value}"/></list_pair></options>'
    head = f'<DBID value="{dbid}"/><name value="{name}"/><type value="59"/>'
    return f"<ConfData><CfgApplication>{head}{more}{options}</CfgApplication></ConfData>"


def report(run: Run, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("drift", *arguments, "-f", "json").out)
    return found


def differing(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Estate, option, before and after of all findings."""
    found_there = [each for each in found["findings"] if each["option"] != "export"]
    return [(each["estate"], each["option"], each["before"], each["after"]) for each in found_there]


def one_side_only(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Application and class of all that is on one side only."""
    return [(each["application"], each["class"]) for each in found["findings"] if each["option"] == "export"]


@pytest.mark.parametrize("ending", ["xml", "cfg"])
@pytest.mark.parametrize("name", ESTATES)
def test_one_estate_is_compared_with_itself(estate: Write, run: Run, name: str, ending: str) -> None:
    made = {
        f"{each}/Chat.{ending}": server("Chat", each) if ending == "xml" else f"[own]\na={each}\n" for each in ESTATES
    }
    root = estate(made)
    run("snapshot", *ESTATES, "--to", "approved")
    found = report(run, name, "--against", "approved")
    others = [f"estate {each}: it is in the baseline, and nothing of it was given" for each in ESTATES if each != name]
    assert (1, [], others) == (found["drift"]["compared"], differing(found), found["unchecked"])
    for format in ("text", "html", "markdown"):
        said = " ".join(run("drift", name, "--against", "approved", "-f", format).out.split())
        assert all(f"estate {each}" in said for each in ESTATES if each != name)
    path = root / name / f"Chat.{ending}"
    path.write_text(path.read_text().replace(f'="{name}"', '="x"').replace(f"a={name}", "a=x"))
    assert [(name, "a", name, "x")] == differing(report(run, name, "--against", "approved"))


def test_a_dbid_says_nothing_in_another_estate(estate: Write, run: Run) -> None:
    estate({"one/a.xml": server("Chat", "1"), "two/a.xml": server("Chat_B", "2"), "two/b.xml": server("C", "3", 8)})
    run("snapshot", "one", "two", "--to", "approved")
    estate({"two/a.xml": server("Chat_B", "2"), "two/b.xml": server("Chat_New", "3", 8), "two/c.xml": server("D", "9")})
    found = report(run, "two", "--against", "approved")
    assert [("GWE806", "C"), ("GWE809", "not exported")] == [(f["rule"], f["before"]) for f in found["findings"]]
    assert [("D", "extra")] == one_side_only(found)


def test_an_estate_that_the_baseline_has_not_is_compared_with_none(estate: Write, run: Run) -> None:
    table = '[[estate]]\nname = "{0}"\npaths = ["{0}"]\n'
    made = {f"{each}/Chat.xml": server("Chat", each) for each in ESTATES}
    estate({**made, "gwe-lint.toml": "".join(map(table.format, ESTATES))})
    run("snapshot", "one", "two", "--to", "approved")
    found = report(run, "three", "--against", "approved")
    assert (0, [], 3) == (found["drift"]["compared"], differing(found), found["exit_code"])
    assert ["not in the baseline of its estate, but of another one"] == [
        each["reason"] for each in found["drift"]["not_checked"]
    ]


def test_of_a_folder_that_is_called_like_no_estate_clear_names_decide(estate: Write, run: Run) -> None:
    estate(
        {
            **{f"{each}/Chat.xml": server("Chat", each) for each in ("one", "two")},
            "two/b.xml": server("Only", "1", 8),
            "now/a.xml": server("Chat", "two"),
            "now/b.xml": server("Only", "2", 8),
        }
    )
    run("snapshot", "one", "two", "--to", "approved")
    assert [("now", "a", "1", "2")] == differing(report(run, "now", "--against", "approved"))


def test_two_exports_of_one_application_are_no_renaming(estate: Write, run: Run) -> None:
    twice = {"base/a.xml": server("Chat", "1"), "base/b.xml": server("Chat", "1")}
    estate({**twice, "now/a.xml": server("Chat", "1")})
    assert [] == differing(report(run, "now", "--against", "base"))


def connected(*targets: str) -> str:
    infos = (f'<CfgConnInfo><appServerDBID value="{dbid}"/><id value="default"/></CfgConnInfo>' for dbid in targets)
    return f"<appServerDBIDs>{''.join(infos)}</appServerDBIDs>"


TENANT = '<tenantDBIDs><DBID value="101"/></tenantDBIDs>'
BACKUP = '<serverInfo><backupServerDBID value="9"/></serverInfo>'


@pytest.mark.parametrize("baseline", ["base", "approved"])
@pytest.mark.parametrize("turned", [False, True], ids=["gone now", "gone before"])
def test_an_export_that_is_missing_is_no_drift_of_others(estate: Write, run: Run, baseline: str, turned: bool) -> None:
    chat = server("Chat", "1", 7, TENANT + connected("8", "9") + BACKUP)
    tenant = '<ConfData><CfgTenant><DBID value="101"/><name value="Sales"/></CfgTenant></ConfData>'
    rest = {"b.xml": server("UCS", "1", 8), "c.xml": server("Other", "1", 9), "t.xml": tenant}
    whole, part = ("now", "base") if turned else ("base", "now")
    estate({f"{part}/a.xml": chat, f"{whole}/a.xml": chat, **{f"{whole}/{name}": text for name, text in rest.items()}})
    run("snapshot", "base", "--to", "approved")
    found = report(run, "now", "--against", baseline)
    assert ([], 0) == (differing(found), found["drift"]["classes"]["unverifiable"])
    kind = "extra" if turned else "missing"
    assert {("UCS", kind), ("Other", kind)} == set(one_side_only(found))
    assert 1 == found["drift"]["compared"]


def test_a_connection_that_changed_is_found_without_its_name(estate: Write, run: Run) -> None:
    one, other = (server("Chat", "1", 7, connected(*each)) for each in (("8", "9"), ("8", "10")))
    estate({"base/a.xml": one, "base/b.xml": server("UCS", "1", 8), "now/a.xml": other})
    found = report(run, "now", "--against", "base")
    assert ["DBID 9", "DBID 10"] == [option for _, option, _, _ in differing(found)]
    assert [("UCS", "missing")] == one_side_only(found)


def test_a_name_and_a_dbid_that_nothing_joins_are_unverifiable(estate: Write, run: Run) -> None:
    root = estate(
        {"base/a.xml": server("Chat", "1", 7, connected("8")), "now/a.xml": server("Chat", "1", 7, connected("8"))}
    )
    run("snapshot", "base", "--to", "approved")
    path = root / "approved" / "Chat.toml"
    text = path.read_text()
    path.write_text(text.replace("[[connection]]\ndbid = 8", '[[connection]]\nname = "UCS"'))
    assert text != path.read_text()
    found = report(run, "now", "--against", "approved")
    assert ([], 2) == (differing(found), found["drift"]["classes"]["unverifiable"])


def client(name: str, dbid: int, *targets: str) -> str:
    return server(name, "1", dbid, connected(*targets))


@pytest.mark.parametrize("baseline", ["base", "approved"])
def test_a_renamed_server_is_one_finding_however_many_are_connected(estate: Write, run: Run, baseline: str) -> None:
    clients = {f"{each}.xml": client(each, dbid, "7") for each, dbid in (("B1", 21), ("B2", 22))}
    both = {f"{side}/{name}": text for side in ("base", "now") for name, text in clients.items()}
    estate({**both, "base/c.xml": server("Chat", "1"), "now/c.xml": server("Chat_New", "1")})
    run("snapshot", "base", "--to", "approved")
    found = report(run, "now", "--against", baseline)
    assert [("GWE806", "Chat", "Chat_New")] == [(f["rule"], f["before"], f["after"]) for f in found["findings"]]


def test_a_renamed_server_that_nobody_exports_is_no_difference_of_its_clients(estate: Write, run: Run) -> None:
    """Its name stands in the baseline only, since an export refers to it by its DBID."""
    root = estate({"base/b.xml": client("B", 21, "7"), "base/c.xml": server("Chat", "1")})
    run("snapshot", "base", "--to", "approved")
    path = root / "approved" / "B.toml"
    path.write_text(path.read_text().replace('name = "Chat"', 'name = "Chat_Old"'))
    estate({"now/b.xml": client("B", 21, "7"), "now/c.xml": server("Chat", "1")})
    assert [] == differing(report(run, "now", "--against", "approved"))


def test_two_servers_that_change_names_are_two_renamings(estate: Write, run: Run) -> None:
    estate(
        {
            "base/a.xml": server("One", "1", 7),
            "base/b.xml": server("Two", "2", 8),
            "base/c.xml": client("B", 21, "7"),
            "now/a.xml": server("Two", "1", 7),
            "now/b.xml": server("One", "2", 8),
            "now/c.xml": client("B", 21, "7"),
        }
    )
    found = report(run, "now", "--against", "base")
    assert {("One", "Two"), ("Two", "One")} == {(f["before"], f["after"]) for f in found["findings"]}
    assert {"GWE806"} == {f["rule"] for f in found["findings"]}


def test_a_new_server_with_the_name_of_a_renamed_one_is_another_server(estate: Write, run: Run) -> None:
    estate(
        {
            "base/a.xml": server("Chat", "1", 7),
            "base/b.xml": client("B", 21, "7"),
            "now/a.xml": server("Chat_Old", "1", 7),
            "now/b.xml": client("B", 21, "9"),
            "now/c.xml": server("Chat", "1", 9),
        }
    )
    found = report(run, "now", "--against", "base")
    assert ("GWE806", "Chat", "Chat_Old") in [(f["rule"], f["before"], f["after"]) for f in found["findings"]]
    links = [(f["option"], f["class"]) for f in found["findings"] if f["application"] == "B"]
    assert {("Chat_Old", "missing"), ("Chat", "extra")} == set(links)


def test_a_server_that_was_made_anew_under_its_name_is_one_note(estate: Write, run: Run) -> None:
    estate(
        {
            "base/a.xml": server("Chat", "1", 7),
            "base/b.xml": client("B", 21, "7"),
            "now/a.xml": server("Chat", "1", 9),
            "now/b.xml": client("B", 21, "9"),
        }
    )
    found = report(run, "now", "--against", "base")
    assert [("Chat", "dbid", "7", "9", "note")] == [
        (f["application"], f["option"], f["before"], f["after"], f["severity"]) for f in found["findings"]
    ]


def test_a_renaming_in_one_estate_is_none_in_another(estate: Write, run: Run) -> None:
    made = {
        f"{each}/{name}": text
        for each in ("one", "two")
        for name, text in (("b.xml", client("B", 21, "7")), ("c.xml", server("Chat", "1")))
    }
    estate(made)
    run("snapshot", "one", "two", "--to", "approved")
    estate({"one/c.xml": server("Chat_New", "1")})
    found = report(run, "one", "two", "--against", "approved")
    assert [("GWE806", "one")] == [(f["rule"], f["estate"]) for f in found["findings"]]


def test_a_server_that_only_the_baseline_names_has_one_name_on_both_sides(estate: Write, run: Run) -> None:
    """The baseline may say a DBID alone of what it has an application for; today's export of that one failed."""
    both = {f"base/{name}": text for name, text in {"b.xml": client("B", 21, "7"), "c.xml": server("C", "1")}.items()}
    root = estate({**both, "now/b.xml": client("B", 21, "7"), "now/c.xml": ""})
    run("snapshot", "base", "--to", "approved")
    path = root / "approved" / "B.toml"
    text = path.read_text()
    path.write_text(text.replace('name = "C"\ndbid = 7', "dbid = 7"))
    assert text != path.read_text()
    found = report(run, "now", "--against", "approved")
    assert ([], 0, 3) == (found["findings"], found["drift"]["classes"]["unverifiable"], found["exit_code"])


def test_a_snapshot_keeps_the_name_of_a_server_whose_export_failed(estate: Write, run: Run) -> None:
    backup = '<serverInfo><backupServerDBID value="7"/></serverInfo>'
    others = {"b.xml": client("B", 21, "7"), "d.xml": server("D", "1", 22, backup)}
    root = estate({**{f"x/{name}": text for name, text in others.items()}, "x/c.xml": server("C", "1")})
    run("snapshot", "x", "--to", "b")
    estate({"x/c.xml": ""})
    assert 0 == run("snapshot", "x", "--to", "b", "--check", "--force").code
    assert ['name = "C"'] * 2 == [
        line
        for file in ("B", "D")
        for line in (root / f"b/{file}.toml").read_text().split("\n")
        if line == 'name = "C"'
    ]
