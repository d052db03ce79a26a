"""Clusters, pairs, tenants and Script objects: how far chats reach, in check, show and trace alike."""

import json

import pytest

from gwe_lint.estate.reach import merged_connection
from gwe_lint.exports.records import Connection, Target
from tests.builders import BACKEND, CHAT, WES, WRITERS, App, backend, chat, cluster, links, script
from tests.conftest import Run, Write

# How far chats reach is one thing; what else servers and ports need (GWE230 to GWE250) has examples of its own.
CHECK = ("check", "--ignore", "GWE23", "--ignore", "GWE24", "--ignore", "GWE250")
OTHER = {"endpoints:1": {"default": "Q"}}
RESTORING = {
    "settings": {
        "session-restoration-mode": "simple",
        "transcript-auto-save": "1",
        "transcript-save-on-error": "close",
    }
}


SHAPES: dict[str, tuple[list[App], list[str], list[str]]] = {  # applications, reached, rules that find something
    "one Chat Server": ([backend(1), chat(1)], ["Chat_1"], []),
    "a cluster that lists its members": ([backend(10), cluster(10, 1, 2), chat(1), chat(2)], ["Chat_1", "Chat_2"], []),
    "a cluster that its members are connected to": (
        [backend(10), cluster(10), chat(1, 10), chat(2, 10)],
        ["Chat_1", "Chat_2"],
        [],
    ),
    "a node of two clusters counts for none": (
        [backend(10), cluster(10), cluster(11), chat(1, 10), chat(2, 10, 11)],
        ["Chat_1"],
        ["GWE211"],
    ),
    "a disabled cluster is skipped": (
        [backend(10, 11), cluster(10, 1, state=2), cluster(11, 2), chat(1), chat(2)],
        ["Chat_2"],
        ["GWE211"],
    ),
    "a disabled member is skipped, and what is wrong with it is nobody's business": (
        [backend(10), cluster(10, 1, 2), chat(1), chat(2, state=2, sections=OTHER)],
        ["Chat_1"],
        ["GWE211"],
    ),
    "clusters do not nest": (
        [backend(10), cluster(10, 1, 11), cluster(11, 2), chat(1), chat(2, sections=OTHER)],
        ["Chat_1"],
        ["GWE211"],
    ),
    "the first cluster with members wins": (
        [
            backend(9, 10, 11),
            cluster(9, 120),
            cluster(10, 1),
            cluster(11, 2),
            chat(1),
            chat(2, sections=OTHER),
            App("UCS", 63, 120),
        ],
        ["Chat_1"],
        ["GWE210"],
    ),
    "a direct connection beside a cluster has no effect": (
        [backend(2, 10), cluster(10, 1), chat(1), chat(2, sections=OTHER)],
        ["Chat_1"],
        ["GWE210"],
    ),
    "direct connections count where no cluster has members": (
        [backend(10, 2), cluster(10, 120), chat(2), App("UCS", 63, 120)],
        ["Chat_2"],
        [],
    ),
    "the backup of a pair takes chats too": (
        [backend(1), chat(1, backup=2, sections=CHAT | RESTORING), chat(2, sections=OTHER | RESTORING)],
        ["Chat_1", "Chat_2"],
        ["GWE203"],
    ),
    "a Chat Server that nobody is connected to does not count": (
        [backend(1), chat(1), chat(2, sections=OTHER)],
        ["Chat_1"],
        [],
    ),
    "connected to something outside of the estate": ([backend(1, 77), chat(1)], ["Chat_1", "DBID 77"], []),
    "connected to nothing but what is outside of the estate": ([backend(77), chat(1)], ["DBID 77"], []),
    "connected to nothing": ([backend(), chat(1)], [], ["GWE206"]),
    "a disabled Backend is not checked": (
        [backend(2, state=2), backend(1)._replace(name="B", dbid=102), chat(1)],
        ["Chat_1"],
        [],
    ),
}


@pytest.mark.parametrize("format", ["confdata", "cfgdata", "gax"])
@pytest.mark.parametrize(("apps", "reached", "rules"), SHAPES.values(), ids=SHAPES)
def test_check_show_and_trace_agree_on_how_far_chats_reach(
    estate: Write, run: Run, apps: list[App], reached: list[str], rules: list[str], format: str
) -> None:
    estate({f"e/{name}": text for name, text in WRITERS[format](apps).items()})
    found = [line.split()[2] for line in run(*CHECK, "e", "-f", "concise", "--fail-on", "never").out.splitlines()]
    assert rules == sorted(set(found))
    (client,) = [app for app in apps if app.number == 107 and app.state == 1]
    (trace,) = json.loads(run("trace", client.name, "e", "-f", "json").out)["traces"]
    # CfgData refers by ids of the document, so that what is outside of it has no DBID.
    names = [name.replace("DBID 77", "A77" if format == "cfgdata" else "DBID 77") for name in reached]
    taken = [route for route in trace["routes"] if route["chat_server"] and route["outcome"] != "skipped"]
    assert names == [route["chat_server"] for route in taken]
    assert ("GWE211" in rules) == any(route["outcome"] == "skipped" for route in trace["routes"])
    (shown,) = json.loads(run("show", "e", "-f", "json").out)["estates"]
    (one,) = [app for app in shown["applications"] if app["name"] == client.name]
    assert trace["outcome"] == one["chats"]["outcome"]
    assert ("lost" == trace["outcome"]) == bool({"GWE203", "GWE206"} & set(rules))


BROKEN = [
    App("GWE", 107, 101, {"service:wes": {**BACKEND["service:wes"], f"{WES}identifyCreateContact": "3"}}, links(10)),
    cluster(10, 1, 2, 3),
    *(chat(n, 120, sections=OTHER if n == 2 else CHAT) for n in (1, 2, 3)),
    App("UCS", 63, 120),
]


def annex(section: str, **options: str) -> str:
    pairs = "".join(f'<str_pair key="{key}" value="{value}"/>' for key, value in options.items())
    return f'<list_pair key="{section}">{pairs}</list_pair>'


OLDER = script("Q", 23, 201, annex("Orchestration", application="script:Routing")) + script("Routing", 6, 202)
NEWER = (
    script("Q", 23, 201)
    + script("Q.All", 24, 203, annex("View", Queue="Q"))
    + script("Q.Submitter", 26, 204, annex("Submitter", View="Q.All", Strategy="Routing"))
    + script("Routing", 6, 202)
)


@pytest.mark.parametrize("scripts", [OLDER, NEWER], ids=["queue to strategy", "View and Submitter"])
def test_a_broken_member_of_three_is_named_by_check_show_and_trace(estate: Write, run: Run, scripts: str) -> None:
    files = WRITERS["confdata"](BROKEN)
    estate({**{f"e/{name}": text for name, text in files.items()}, "e/scripts.xml": f"<ConfData>{scripts}</ConfData>"})
    checked = run(*CHECK, "e", "-f", "concise")
    assert (1, 1) == (checked.code, checked.out.count("\n"))
    assert "GWE203" in checked.out
    assert "on 1 of 3 connected Chat Servers: Chat_2" in checked.out

    traced = run("trace", "GWE", "e", "-f", "json")
    (trace,) = json.loads(traced.out)["traces"]
    assert (1, 1, "lost") == (traced.code, json.loads(traced.out)["exit_code"], trace["outcome"])
    outcomes = {route["chat_server"]: route["outcome"] for route in trace["routes"]}
    assert {"Chat_1": "delivered", "Chat_2": "lost", "Chat_3": "delivered"} == outcomes
    assert {"Cluster_10"} == {route["cluster"] for route in trace["routes"]}
    (lost,) = [hop for route in trace["routes"] for hop in route["hops"] if hop["status"] == "lost"]
    assert ("endpoint", "webme", "e/estate.xml") == (lost["step"], lost["name"], lost["path"])
    assert all(hop["path"] and hop["line"] for route in trace["routes"] for hop in route["hops"])

    assert "chats        Chat_2: lost at the endpoint" in run("show", "e").out
    drawn = run("show", "e", "-f", "mermaid").out
    assert 1 == drawn.count("--x")
    text = run("trace", "GWE", "e")
    assert "Chat_2: lost at the endpoint" in text.out
    assert "3 ways of the chat: 2 delivered, 1 lost" in text.err


QUEUES: dict[str, tuple[str, int, str, list[str]]] = {  # Script objects, exit code, last hop, rules
    "delivered, the older way": (OLDER, 0, "strategy ok", []),
    "delivered, the newer way": (NEWER, 0, "strategy ok", []),
    "no such queue": (script("R", 23, 201), 1, "queue lost", ["GWE207"]),
    "a queue of another tenant only": (
        OLDER.replace('tenantDBID value="1"', 'tenantDBID value="101"'),
        3,
        "strategy ok",
        ["GWE214"],
    ),
    "a strategy that does not exist": (
        OLDER.replace("script:Routing", "script:Routng"),
        1,
        "strategy lost",
        ["GWE213"],
    ),
    "a strategy at an address": (
        script("Q", 23, 201, annex("orchestration", application="http://host/chat.scxml http://other/chat.scxml")),
        0,
        "strategy ok",
        [],
    ),
    "a View without a Submitter": (
        NEWER.replace('value="Q.All"/><str_pair', 'value="Other.All"/><str_pair')
        + script("Other", 23, 210)
        + script("Other.All", 24, 211, annex("View", Queue="Other")),
        1,
        "strategy lost",
        ["GWE213"],
    ),
    "only the queue is exported": (script("Q", 23, 201), 3, "strategy unknown", []),
    "links that nothing shows": (
        NEWER.replace('value="Q"/></list_pair>', 'value="201"/></list_pair>'),
        3,
        "strategy unknown",
        [],
    ),
    "two strategies": (
        NEWER.replace("</CfgScript>", "</CfgScript>", 1)
        + script("Old", 5, 205)
        + script("Q.Old", 24, 206, annex("View", q="Q"))
        + script("Q.Old.Submitter", 26, 207, annex("Submitter", v="Q.Old", s="Old")),
        0,
        "strategy ok",
        ["GWE208"],
    ),
}


@pytest.mark.parametrize(("scripts", "code", "last", "rules"), QUEUES.values(), ids=QUEUES)
def test_a_chat_is_followed_from_its_queue(
    estate: Write, run: Run, scripts: str, code: int, last: str, rules: list[str]
) -> None:
    files = WRITERS["gax"]([backend(1), chat(1)])
    estate({**{f"e/{name}": text for name, text in files.items()}, "e/scripts.xml": f"<ConfData>{scripts}</ConfData>"})
    traced = run("trace", "GWE", "e", "-f", "json")
    (route,) = json.loads(traced.out)["traces"][0]["routes"]
    assert (code, last) == (traced.code, "{step} {status}".format_map(route["hops"][-1]))
    found = [line.split()[2] for line in run(*CHECK, "e", "-f", "concise", "--fail-on", "never").out.splitlines()]
    assert rules == sorted(found)


def test_script_objects_in_a_log_are_not_all_that_exist(estate: Write, run: Run) -> None:
    files = WRITERS["gax"]([backend(1), chat(1)])
    logged = f"09:00 received {script('Another', 23, 201)} and no more\n"
    estate({**{f"e/{name}": text for name, text in files.items()}, "e/psdk.log": logged})
    ran = run(*CHECK, "e", "-v")
    assert (0, True) == (ran.code, "not evaluated: GWE207" in ran.err)


@pytest.mark.parametrize(
    ("change", "outcome", "step"),
    [
        ({f"{WES}queueKey": "webme"}, "lost", "queueKey"),
        ({f"{WES}queueKey": "2:webme"}, "lost", "endpoint"),
        ({f"{WES}queueWebengagement": "Other"}, "lost", "queue"),
    ],
    ids=["not a queueKey", "no such tenant", "another queue"],
)
def test_a_trace_names_the_hop_where_a_chat_is_lost(
    estate: Write, run: Run, change: dict[str, str], outcome: str, step: str
) -> None:
    wes = {"service:wes": {**BACKEND["service:wes"], **change}}
    estate({f"e/{n}": t for n, t in WRITERS["confdata"]([App("GWE", 107, 101, wes, links(1)), chat(1)]).items()})
    ran = run("trace", "GWE", "e", "-f", "json")
    (trace,) = json.loads(ran.out)["traces"]
    hops = [trace["queue_key"], *(hop for route in trace["routes"] for hop in route["hops"])]
    assert (1, outcome, step) == (
        ran.code,
        trace["outcome"],
        next(hop["step"] for hop in hops if hop["status"] == "lost"),
    )


def test_a_port_that_does_not_exist_loses_the_chat(estate: Write, run: Run) -> None:
    apps = [App("GWE", 107, 101, BACKEND, ((1, "webap"),)), chat(1)]
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    assert ("GWE212", 1) == (run(*CHECK, "e", "-f", "concise").out.split()[2], run("trace", "GWE", "e").code)


@pytest.mark.parametrize("format", ["confdata", "cfgdata", "gax", "mutagen", "raw"])
def test_tenants_are_known_by_name_and_dbid_where_a_list_of_them_is_there(estate: Write, run: Run, format: str) -> None:
    files = {f"e/{name}": text for name, text in WRITERS[format]([chat(1, tenants=(1, 101))]).items()}
    tenants = '<ConfData><CfgTenant><DBID value="101"/><name value="Tenant_101"/></CfgTenant></ConfData>'
    estate({**files, "e/tenants.xml": tenants})
    (shown,) = json.loads(run("show", "e", "-f", "json").out)["estates"]
    expected = [{"name": "Environment", "dbid": 1}, {"name": "Tenant_101", "dbid": 101}]
    assert expected == shown["applications"][0]["tenants"]


def test_an_application_outside_of_the_estate_can_be_declared_by_dbid(estate: Write, run: Run) -> None:
    config = '[[estate]]\nname = "e"\npaths = ["e"]\n[[estate.application]]\ndbid = 120\ntype = "contact-server"\n'
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](BROKEN[:1] + BROKEN[1:-1]).items()})
    before = run(*CHECK, "-v", "e").err
    estate({"gwe-lint.toml": config})
    after = run(*CHECK, "-v").err
    assert (True, False) == ("nothing is known of DBID 120" in before, "GWE401" in after)


def test_parameters_of_connections_are_merged() -> None:
    outer = Connection(Target("C"), "webapi", "addp", 10, 20, "1", "tls=1;certificate=a", "x=1")
    inner = Connection(Target("Chat"), "ESP", "", None, None, "", "certificate=b", "y=2")
    merged = merged_connection(outer, inner)
    assert ("Chat", "ESP", "addp", 10, 20) == (merged.target.name, merged.port, *merged[2:5])
    assert ("tls=1;certificate=b", "x=1;y=2") == (merged.transport, merged.parameters)
    kept = merged_connection(outer, inner._replace(protocol="addp", local_timeout=5))
    assert (5, None) == (kept.local_timeout, kept.remote_timeout)


def found(run: Run, *arguments: str) -> list[str]:
    """The rules that find something, sorted."""
    out = run(*CHECK, "e", "-f", "concise", "--fail-on", "never", *arguments).out
    return sorted(line.split()[2] for line in out.splitlines())


def ucs(dbid: int, *to: int) -> App:
    return App(f"UCS_{dbid}", 63, dbid, {}, links(*to))


CONTACTS = {"service:wes": {**BACKEND["service:wes"], f"{WES}identifyCreateContact": "3"}}
CORRECT: dict[str, list[App]] = {
    "an empty cluster whose members are not exported": [backend(10), cluster(10)],
    "a Chat Server that is a client of an empty UCS cluster": [
        App("GWE", 107, 101, CONTACTS, links(1)),
        chat(1, 20),
        cluster(20),
    ],
    "Chat Servers that are clients of a UCS cluster with its nodes": [
        App("GWE", 107, 101, CONTACTS, links(1, 2)),
        chat(1, 20),
        chat(2, 20),
        cluster(20),
        ucs(120, 20),
    ],
    "a Backend that is a client of the UCS cluster too": [backend(20, 1, 2), chat(1, 20), chat(2, 20), cluster(20)],
    "a member of a Chat cluster that is a client of a UCS cluster": [
        backend(10),
        cluster(10),
        chat(1, 10, 20),
        cluster(20, 120),
        ucs(120),
    ],
    "connected to nothing that is known": [backend(77)],
}


@pytest.mark.parametrize("apps", CORRECT.values(), ids=CORRECT)
def test_what_may_be_right_is_no_finding(estate: Write, run: Run, apps: list[App]) -> None:
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    assert [] == found(run)
    assert 1 != run("trace", "GWE", "e").code


def test_a_client_of_a_ucs_cluster_still_reaches_its_other_chat_servers(estate: Write, run: Run) -> None:
    apps = [backend(20, 1, 2), chat(1, 20), chat(2, sections=OTHER), cluster(20)]
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    assert ["GWE203"] == found(run)


def test_what_a_cluster_does_not_count_is_a_warning_and_no_error(estate: Write, run: Run) -> None:
    apps = [backend(10), cluster(10, 11), cluster(11, 1), chat(1)]
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    assert ["GWE211"] == found(run)
    assert 3 == run("trace", "GWE", "e").code


LISTED_OR_CONNECTED: dict[str, list[App]] = {  # what a cluster lists, and what is connected to it: the same members
    "listed": [backend(10), cluster(10, 1, 2), chat(1), chat(2, state=2)],
    "connected": [backend(10), cluster(10), chat(1, 10), chat(2, 10, state=2)],
}


@pytest.mark.parametrize("apps", LISTED_OR_CONNECTED.values(), ids=LISTED_OR_CONNECTED)
def test_the_member_that_does_not_count_is_named_and_not_its_cluster(estate: Write, run: Run, apps: list[App]) -> None:
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    assert "'Chat_2' takes no chats: it is disabled" in run(*CHECK, "e", "-f", "concise").out
    (trace,) = json.loads(run("trace", "GWE", "e", "-f", "json").out)["traces"]
    (skipped,) = [route for route in trace["routes"] if route["outcome"] == "skipped"]
    assert ("Chat_2", "Cluster_10") == (skipped["chat_server"], skipped["cluster"])


TWO_TENANTS = [
    App("GWE", 107, 101, BACKEND, links(1)),
    chat(1, sections={"endpoints:1": {"webme": "Q"}, "endpoints:101": {"webme": "Q"}}, tenants=(1, 101)),
]


def exported(scripts: str, apps: list[App]) -> dict[str, str | bytes]:
    files = {f"e/{name}": text for name, text in WRITERS["gax"](apps).items()}
    return {**files, "e/scripts.xml": f"<ConfData>{scripts}</ConfData>"}


def of_tenant(text: str, tenant: int) -> str:
    return text.replace('<tenantDBID value="1"/>', f'<tenantDBID value="{tenant}"/>')


PARTIAL: dict[str, tuple[str, list[str]]] = {
    "the same names in two tenants": (OLDER + of_tenant(OLDER.replace("Routing", "Other"), 101), []),
    "the queues of one tenant only": (
        OLDER.replace("Q", "P"),
        ["GWE207"],
    ),  # of tenant 1; of tenant 101 nothing is known
    "only strategies of Universal Routing Server": (
        script("Q", 23, 201, annex("Orchestration", application="script:S")) + script("Old", 5, 205),
        ["GWE214"],
    ),
    "a disabled strategy beside one that works": (
        NEWER.replace('value="Q"/><type', 'value="Q"/><type', 1)
        + script("Old", 6, 205)
        + script("Q.Old", 24, 206, annex("View", q="Q"))
        + script("Q.Old.Submitter", 26, 207, annex("Submitter", v="Q.Old", s="Old")).replace("Old", "Old"),
        ["GWE208", "GWE214"],
    ),
    "a View that mentions another queue": (
        NEWER.replace('Queue="Q"', "")
        + script("P", 23, 208)
        + script("P.All", 24, 209, annex("View", Queue="P", Description="Q"))
        + script("P.Submitter", 26, 210, annex("Submitter", View="P.All", Strategy="Other"))
        + script("Other", 6, 211),
        ["GWE214"],
    ),
}


@pytest.mark.parametrize(("scripts", "rules"), PARTIAL.values(), ids=PARTIAL)
def test_script_objects_are_judged_by_tenant_and_as_far_as_they_are_there(
    estate: Write, run: Run, scripts: str, rules: list[str]
) -> None:
    estate(exported(scripts, TWO_TENANTS))
    assert rules == found(run)


def test_a_disabled_strategy_takes_nothing(estate: Write, run: Run) -> None:
    off = script("Routing", 6, 202).replace('<state value="1"/>', '<state value="2"/>')
    estate(exported(OLDER.replace(script("Routing", 6, 202), off), [backend(1), chat(1)]))
    assert (["GWE213"], 1) == (found(run), run("trace", "GWE", "e").code)
    estate(
        exported(
            OLDER.replace(script("Routing", 6, 202), off) + NEWER.replace("Routing", "Other"), [backend(1), chat(1)]
        )
    )
    assert ([], 0) == (found(run), run("trace", "GWE", "e").code)


def test_a_disabled_queue_is_found_by_check_and_trace(estate: Write, run: Run) -> None:
    estate(exported(OLDER.replace('<state value="1"/>', '<state value="2"/>', 1), [backend(1), chat(1)]))
    assert (["GWE213"], 1) == (found(run), run("trace", "GWE", "e").code)


@pytest.mark.parametrize(
    "scripts",
    [
        f"<CfgData><CfgCreate>{script('New', 23, 201)}</CfgCreate></CfgData>",
        script("New", 23, 201),
    ],
    ids=["a queue to be created", "one object"],
)
def test_one_queue_is_not_all_queues(estate: Write, run: Run, scripts: str) -> None:
    files = {f"e/{name}": text for name, text in WRITERS["gax"]([backend(1), chat(1)]).items()}
    estate({**files, "e/scripts.xml": scripts})
    assert [] == found(run)


def test_a_strategy_that_nobody_has_seen_is_not_delivered_to(estate: Write, run: Run) -> None:
    queue = script("Q", 23, 201, annex("Orchestration", application="script:Routing"))
    estate(exported(queue, [backend(1), chat(1)]))
    assert ([], 3) == (found(run), run("trace", "GWE", "e").code)


def test_a_connection_stands_in_the_file_that_has_it(estate: Write, run: Run) -> None:
    options = "object_dbid,object_type,section,opt,part,val\n101,9,chat,queueKey,1,1:webme\n"
    options += "101,9,chat,webengagementChatQueue,1,Q\n102,9,endpoints:1,webme,1,Q\n"
    application = "dbid,name,type,version,is_server\n101,GWE,82,8.5.000.38,1\n102,Chat_1,59,8.5.316.02,1\n"
    estate(
        {
            "a_options.csv": options,
            "b_applications.csv": application,
            "c_connections.csv": "app_dbid,app_server_dbid\n101,102\n",
        }
    )
    trace = json.loads(run("trace", "GWE", "-f", "json").out)["traces"][0]
    assert "c_connections.csv" in {hop["path"] for route in trace["routes"] for hop in route["hops"]}


@pytest.mark.parametrize("name", ["Password Reset Chat", "Secretariat", "PIN desk"])
def test_a_queue_may_be_called_like_a_secret(estate: Write, run: Run, name: str) -> None:
    server = chat(1, sections={"endpoints:1": {"webme": name}})
    estate(exported(script(name, 23, 201), [server]))
    assert "GWE207" not in found(run)
    estate(exported(script(f"{name} 2", 23, 201), [server]))
    assert "GWE207" in found(run)
