"""Rows of the database: an object without options is compared, and a connection of which only the target is known."""

import json
from pathlib import Path

import pytest

from tests.builders import WRITERS, App, backend, chat, cluster
from tests.conftest import Run, Write

QUEUE = {"endpoints:1": {"webme": "Q"}}
CLUSTER = cluster(110, (111, "webapi"), (112, "webapi"))
APPS = (CLUSTER, chat(111, sections=QUEUE), chat(112, sections=QUEUE))
SMALLER = (CLUSTER._replace(links=CLUSTER.links[:1]), *APPS[1:])


def write(estate: Write, folder: str, format: str, apps: tuple[App, ...]) -> None:
    """Writes the exports, those of the database without the states, which its queries do not ask for."""
    files = WRITERS[format](apps)
    estate({f"{folder}/{name}": text.replace(",state", ",other") for name, text in files.items()})


def found(out: str) -> list[tuple[str, str, str]]:
    return [(each["rule"], each["application"], each["option"]) for each in json.loads(out)["findings"]]


@pytest.mark.parametrize("snapshot", [True, False], ids=["a baseline", "a folder of exports"])
def test_a_cluster_without_options_that_loses_a_member_is_drift(estate: Write, run: Run, *, snapshot: bool) -> None:
    write(estate, "before", "database", APPS)
    write(estate, "e", "database", SMALLER)
    if snapshot:
        assert run("snapshot", "before", "--to", "b").code == 0
        assert Path(f"b/{CLUSTER.name}.toml").is_file()
    ran = run("drift", "e", "--against", "b" if snapshot else "before", "-f", "json")
    assert (1, [("GWE805", CLUSTER.name, "Chat_112")]) == (ran.code, found(ran.out))


def test_between_two_estates_it_is_a_difference_too(estate: Write, run: Run) -> None:
    write(estate, "uat", "database", APPS)
    write(estate, "prod", "database", SMALLER)
    ran = run("compare", "uat", "prod", "-f", "json")
    assert (1, [("GWE805", CLUSTER.name, "Chat_112")]) == (ran.code, found(ran.out))


def test_an_object_without_options_that_is_gone_is_drift(estate: Write, run: Run) -> None:
    write(estate, "before", "database", APPS)
    write(estate, "e", "database", APPS[1:])
    run("snapshot", "before", "--to", "b")
    ran = run("drift", "e", "--against", "b", "-f", "json")
    assert (1, [("GWE808", CLUSTER.name, "export")]) == (ran.code, found(ran.out))


@pytest.mark.parametrize("now", [APPS, (CLUSTER, APPS[1], APPS[2]._replace(sections={}))], ids=["as it was", "fewer"])
def test_an_application_whose_options_are_gone_is_not_checked(estate: Write, run: Run, now: tuple[App, ...]) -> None:
    """The query may have asked for the options of some applications only."""
    write(estate, "before", "database", APPS)
    write(estate, "e", "database", now)
    run("snapshot", "before", "--to", "b")
    ran = run("drift", "e", "--against", "b", "-f", "json")
    reasons = [each["reason"] for each in json.loads(ran.out)["drift"]["not_checked"]]
    assert (ran.code, reasons) == ((0, []) if now == APPS else (3, ["the export holds no options"]))
    assert run("snapshot", "e", "--to", "b").code == (0 if now == APPS else 2)


def test_without_the_table_of_options_nothing_is_compared(estate: Write, run: Run) -> None:
    write(estate, "before", "database", APPS)
    write(estate, "e", "database", SMALLER)
    Path("e/cfg_app_option.csv").unlink()
    assert run("drift", "e", "--against", "before").code == 3


@pytest.mark.parametrize("now", ["confdata", "gax", "mutagen", "database"])
@pytest.mark.parametrize("then", ["confdata", "gax", "mutagen", "database"])
def test_a_port_that_only_one_side_says_is_no_drift(estate: Write, run: Run, then: str, now: str) -> None:
    write(estate, "before", then, APPS)
    write(estate, "e", now, APPS)
    run("snapshot", "before", "--to", "b")
    ran = run("drift", "e", "--against", "b", "-f", "json")
    unverifiable = {(each["option"], each["reason"]) for each in json.loads(ran.out)["drift"]["unverifiable"]}
    links = [each for each in unverifiable if each[0].startswith("connection")]
    one_is_of_the_database = (then == "database") != (now == "database")
    assert 2 * one_is_of_the_database == len(links)
    assert not [each for each in found(ran.out) if each[2] in ("Chat_111", "Chat_112")]
    assert all(reason.endswith("says only where it leads") for _, reason in links)


def test_a_snapshot_keeps_and_takes_what_only_one_side_says(estate: Write, run: Run) -> None:
    write(estate, "x", "confdata", APPS)
    write(estate, "d", "database", APPS)
    run("snapshot", "x", "--to", "b")
    whole = Path(f"b/{CLUSTER.name}.toml").read_text()
    assert run("snapshot", "d", "--to", "b").code == 0
    assert Path(f"b/{CLUSTER.name}.toml").read_text() == whole
    run("snapshot", "d", "--to", "c")
    assert "webapi" not in Path(f"c/{CLUSTER.name}.toml").read_text()
    assert run("snapshot", "x", "--to", "c").code == 0
    assert 'port = "webapi"' in Path(f"c/{CLUSTER.name}.toml").read_text()


@pytest.mark.parametrize("then", ["database", "confdata"])
def test_an_application_that_has_no_row_of_a_connection_any_more_lost_all(estate: Write, run: Run, then: str) -> None:
    client, alone = backend((110, "webapi")), backend()
    write(estate, "before", then, (client, *APPS))
    write(estate, "e", "database", (alone, *APPS))
    run("snapshot", "before", "--to", "b")
    ran = run("drift", "e", "--against", "b", "-f", "json")
    lost = [each["chat_server"] for each in json.loads(ran.out)["chats"]["lost"]]
    assert (1, ("GWE805", client.name, CLUSTER.name)) == (
        ran.code,
        *[each for each in found(ran.out) if each[1] == "GWE"],
    )
    assert ["Chat_111", "Chat_112"] == lost
    assert run("snapshot", "e", "--to", "b").code == 0
    assert run("drift", "e", "--against", "b").code == 0


def test_connections_that_two_exports_contradict_each_other_about_stay_unknown(estate: Write, run: Run) -> None:
    write(estate, "before", "database", (backend((110, "webapi")), *APPS))
    write(estate, "e", "database", (backend((111, "webapi")), *APPS))
    write(estate, "e/x", "gax", (backend((112, "webapi")),))
    ran = run("drift", "e", "--against", "before", "-f", "json")
    assert not [each for each in found(ran.out) if each[1:] == ("GWE", CLUSTER.name)]


def test_without_the_table_of_connections_nobody_knows(estate: Write, run: Run) -> None:
    write(estate, "before", "database", (backend((110, "webapi")), *APPS))
    write(estate, "e", "database", (backend(), *APPS))
    run("snapshot", "before", "--to", "b")
    Path("e/cfg_app_server.csv").unlink()
    ran = run("drift", "e", "--against", "b", "-f", "json")
    assert not found(ran.out)
    unverifiable = {(each["application"], each["option"]) for each in json.loads(ran.out)["drift"]["unverifiable"]}
    assert unverifiable == {("GWE", "all connections"), (CLUSTER.name, "all connections")}
