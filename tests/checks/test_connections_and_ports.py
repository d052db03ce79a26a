"""Connections and ports: what the examples of the rules cannot say, in formats that carry more or less of them."""

import json

import pytest

from tests.builders import WRITERS, App, backend, chat, cluster, interaction_server
from tests.conftest import Run, Write

NETWORK = {"log": {"standard": "network"}}
GMS = {"chat": {"default_chat_endpoint": "Environment:default"}}


SHAPES: dict[str, tuple[str, list[App], list[str], bool]] = {  # rule, applications, who is blamed, not evaluated
    "a connection to a Message Server that is disabled now is a connection": (
        "GWE241",
        [chat(1, 60)._replace(sections=NETWORK), App("Log", 42, 60, state=2)],
        [],
        False,
    ),
    "the log of a cluster application goes out over its nodes": (
        "GWE241",
        [
            App("GMS_Cluster", 107, 50, {**GMS, **NETWORK}),
            App("GMS_1", 107, 51, GMS, ((50, "default"), (60, "default"))),
            App("Log", 42, 60),
        ],
        [],
        False,
    ),
    "a backup and a target that are both outside of the exports are two servers": (
        "GWE243",
        [interaction_server(11, 1, 77), chat(1, backup=78)],
        [],
        False,
    ),
    "a backup that is outside of the exports is known by its DBID": (
        "GWE243",
        [interaction_server(11, 1, 78), chat(1, backup=78)],
        ["Ixn_11"],
        False,
    ),
    "one server may be the backup of several": (
        "GWE243",
        [interaction_server(11, 1, 3), chat(1, backup=3), chat(2, backup=3), chat(3)],
        ["Ixn_11"],
        False,
    ),
    "of two Chat Servers that name each other nobody knows the primary": (
        "GWE243",
        [interaction_server(11, 1), chat(1, backup=2), chat(2, backup=1)],
        [],
        False,
    ),
    "a Chat Server that names itself has no backup to avoid": (
        "GWE243",
        [interaction_server(11, 1), chat(1, backup=1)],
        [],
        False,
    ),
    "a backup that is disabled is no server to avoid": (
        "GWE243",
        [interaction_server(11, 1, 2), chat(1, backup=2), chat(2)._replace(state=2)],
        [],
        False,
    ),
    "where members are connected to the cluster, the port they are used by is not known": (
        "GWE232",
        [backend((10, "default")), cluster(10), chat(1, 10), chat(2, 10)],
        [],
        True,
    ),
    "a port of a name of its own": ("GWE232", [backend((1, "web-secure")), chat(1)], [], True),
    "a client that is connected to what is not exported": ("GWE232", [backend((77, "default"))], [], True),
    "Interaction Server over the cluster that web-facing clients use": (
        "GWE233",
        [interaction_server(11, 10), cluster(10, (1, "webapi")), chat(1)],
        [],
        True,
    ),
    "Interaction Server that reaches no Chat Server": (
        "GWE234",
        [
            interaction_server(11, 60),
            App("Log", 42, 60),
            backend((10, "default")),
            cluster(10, (1, "webapi"), (2, "webapi")),
            chat(1, 11),
            chat(2, 11),
        ],
        [],
        False,
    ),
    "Interaction Server that is connected to a part of a cluster": (
        "GWE234",
        [
            interaction_server(11, 1),
            backend((10, "default")),
            cluster(10, (1, "webapi"), (2, "webapi")),
            chat(1, 11),
            chat(2, 11),
        ],
        ["Ixn_11"],
        False,
    ),
    "two clients of one cluster that selects the wrong port": (
        "GWE232",
        [
            backend((10, "webapi")),
            backend((10, "webapi"))._replace(name="GWE_2", dbid=102),
            cluster(10, (1, "default")),
            chat(1),
        ],
        ["Cluster_10"],
        False,
    ),
    "a cluster application of a product is connected to servers of many kinds": (
        "GWE249",
        [
            App("GMS_1", 107, 51, GMS, ((50, "default"),)),
            cluster(50, (1, "webapi"), (60, "default")),
            chat(1),
            App("Log", 42, 60),
            backend((1, "webapi")),
        ],
        [],
        False,
    ),
}


@pytest.mark.parametrize(("rule", "client"), [("GWE243", interaction_server(11, 78)), ("GWE252", backend(78))])
def test_of_two_objects_that_have_one_dbid_nobody_knows_which_one_is_the_backup(
    estate: Write, run: Run, rule: str, client: App
) -> None:
    one, other = chat(78), chat(78)._replace(name="Chat_of_another_site")
    estate({f"e/{name}": text for name, text in WRITERS["confdata"]([client, chat(1, backup=78), one, other]).items()})
    report = json.loads(run("check", "e", "--format", "json", "--select", rule).out)
    assert [] == report["findings"]
    reasons = [each["reason"] for each in report["not_evaluated"] if each["rule"] == rule]
    assert any("2 objects have DBID 78: Chat_78 and Chat_of_another_site" in reason for reason in reasons)


@pytest.mark.parametrize("format", ["confdata", "cfgdata"])
@pytest.mark.parametrize(("rule", "apps", "blamed", "unjudged"), SHAPES.values(), ids=SHAPES)
def test_what_is_said_of_connections(
    estate: Write, run: Run, rule: str, apps: list[App], blamed: list[str], unjudged: bool, format: str
) -> None:
    estate({f"e/{name}": text for name, text in WRITERS[format](apps).items()})
    report = json.loads(run("check", "e", "--format", "json", "--select", rule).out)
    found = [each for each in report["findings"] if each["rule"] == rule]
    assert blamed == [each["application"] for each in found]
    assert unjudged == any(each["rule"] == rule for each in report["not_evaluated"])


@pytest.mark.parametrize("rule", ["GWE231", "GWE232", "GWE233", "GWE236", "GWE237"])
def test_rows_of_the_database_do_not_say_how_connections_are(estate: Write, run: Run, rule: str) -> None:
    apps = [backend((1, "webapi")), App("GMS", 107, 50, GMS, ((1, "webapi"),)), interaction_server(11, 1), chat(1, 11)]
    estate({f"e/{name}": text for name, text in WRITERS["database"](apps).items()})
    report = json.loads(run("check", "e", "--format", "json", "--select", rule).out)
    assert [] == [each for each in report["findings"] if each["rule"] == rule]
    assert rule in {each["rule"] for each in report["not_evaluated"]}


def test_a_list_of_changes_beside_the_whole_is_not_blamed_again(estate: Write, run: Run) -> None:
    change = (
        '<CfgData><CfgReference><CfgServerRef id="S" name="Chat_1"/></CfgReference><CfgUpdate>'
        '<CfgServerUpdate DBIDref="S"><options action="change"><list_pair key="settings">'
        '<str_pair key="flex-disconnect-timeout" value="60"/></list_pair></options></CfgServerUpdate>'
        "</CfgUpdate></CfgData>"
    )
    files = {f"e/{name}": text for name, text in WRITERS["confdata"]([chat(1, 11), interaction_server(11, 1)]).items()}
    files = {name: text.replace('"8.5.1"', '"8.5.102.14"') for name, text in files.items()}
    estate({**files, "e/change.xml": change})
    report = json.loads(run("check", "e", "--format", "json", "--select", "GWE235").out)
    assert ["e/estate.xml"] == [each["path"] for each in report["findings"]]
