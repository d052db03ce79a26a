"""Groups of servers that stand in for each other, and what is compared in them."""

from pathlib import Path

import pytest

from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import NotEvaluated
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import load_packs
from tests.builders import QUEUE_KEY, WES, WRITERS, App, backend, chat, cluster
from tests.conftest import Run, Write

Shape = tuple[list[App], list[tuple[str, str, list[str]]]]  # applications; kind, name and members of each group


def gwe(dbid: int, *to: int) -> App:
    return backend(*to, name=f"GWE_{dbid}", dbid=dbid, sections=QUEUE_KEY)


SHAPES: dict[str, Shape] = {
    "the same members by two clients and a cluster are one group": (
        [gwe(101, 10), gwe(102, 10), cluster(10, 1, 2), chat(1), chat(2)],
        [("cluster", "the members of Cluster_10", ["Chat_1", "Chat_2"])],
    ),
    "a pair is a group of its own": (
        [gwe(101, 1), chat(1, backup=2), chat(2)],
        [("pair", "the pair Chat_1 and Chat_2", ["Chat_1", "Chat_2"])],
    ),
    "pairs in a cluster are part of it": (
        [gwe(101, 10), cluster(10, 1, 3), chat(1, backup=2), chat(2), chat(3, backup=4), chat(4)],
        [("cluster", "the members of Cluster_10", ["Chat_1", "Chat_3", "Chat_2", "Chat_4"])],
    ),
    "groups that share a server are one": (
        [gwe(101, 1, 2), gwe(102, 2, 3), chat(1), chat(2), chat(3)],
        [("cluster", "the Chat Servers of GWE_101 and the Chat Servers of GWE_102", ["Chat_1", "Chat_2", "Chat_3"])],
    ),
    "clients with a Chat Server each make no group": ([gwe(101, 1), gwe(102, 2), chat(1), chat(2)], []),
    "a member that is disabled does not count": (
        [gwe(101, 10), cluster(10, 1, 2), chat(1), chat(2, state=2)],
        [],
    ),
    "a backup that is disabled makes no pair": ([gwe(101, 1), chat(1, backup=2), chat(2, state=2)], []),
    "Chat Servers that share a cluster of something else may be its clients": (
        [gwe(101, 1), gwe(102, 2), cluster(10), chat(1, 10), chat(2, 10)],
        [],
    ),
}


def loaded(folder: Path) -> Estate:
    catalogue = load_packs().catalogue
    loader = Loader(root=folder, catalogue=catalogue, redactor=Redactor(catalogue))
    (estate,) = loader.estates(Config(shown=None, folder=folder), (Path(),))
    return estate


def found(estate: Estate) -> list[tuple[str, str, list[str]]]:
    return [(each.kind, each.name, [m.name for m in each.members]) for each in estate.redundancy.groups("chat-server")]


@pytest.mark.parametrize("shape", SHAPES)
def test_groups(shape: str, estate: Write) -> None:
    apps, expected = SHAPES[shape]
    assert expected == found(loaded(estate(WRITERS["confdata"](apps))))


UNCONNECTED = {"GWE.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n"}
TENANTS: dict[str, tuple[tuple[str, str], bool]] = {
    "of one tenant, stand in for each other": (("[endpoints:1]\na=Q\n", "[endpoints:1]\na=Q\n"), True),
    "of which one serves a second tenant, do": (
        ("[endpoints:1]\na=Q\n", "[endpoints:1]\na=Q\n[endpoints:101]\na=Q\n"),
        True,
    ),
    "of different tenants, do not": (("[endpoints:1]\na=Q\n", "[endpoints:101]\na=Q\n"), False),
}


@pytest.mark.parametrize("servers", TENANTS)
def test_with_unknown_connections_chat_servers(servers: str, estate: Write) -> None:
    (one, other), grouped = TENANTS[servers]
    read = loaded(estate({**UNCONNECTED, "Chat_1.conf": one, "Chat_2.conf": other}))
    assert [group.assumed for group in read.redundancy.groups("chat-server")] == [True] * grouped
    reason = NotEvaluated("nothing in the exports shows that Chat_1 and Chat_2 stand in for each other")
    assert (None if grouped else reason) == read.redundancy.ungrouped("chat-server")


def test_a_pair_is_there_without_the_export_of_its_backup(estate: Write) -> None:
    (pair,) = loaded(estate(WRITERS["confdata"]([chat(1, backup=2)]))).redundancy.pairs("chat-server")
    assert ("pair", 1) == (pair.kind, len(pair.members))


BOTH_HALVES = {"settings": {"session-restoration-mode": "none", "transcript-auto-save": "0"}}


def test_halves_of_a_pair_in_a_cluster_are_judged_as_a_pair_only(estate: Write, run: Run) -> None:
    halves = [chat(1, backup=2)._replace(sections=BOTH_HALVES), chat(2)._replace(sections=BOTH_HALVES)]
    good = {"settings": {"session-restoration-mode": "simple", "transcript-auto-save": "1"}}
    apps = [gwe(101, 10), cluster(10, 1, 3), *halves, chat(3)._replace(sections=good)]
    estate(WRITERS["confdata"](apps))
    lines = run("check", "--isolated", "--select", "GWE3", "--format", "concise", ".").out.splitlines()
    assert ["GWE301"] == [placed(line)[1] for line in lines]


def test_two_exports_of_one_name_are_not_compared(estate: Write) -> None:
    files = {f"{folder}/Chat_1.conf": f"[endpoints:1]\na={folder}\n" for folder in ("old", "new")}
    found = loaded(estate({**UNCONNECTED, **files, "Chat_2.conf": "[endpoints:1]\na=Q\n"}))
    (group,) = found.redundancy.groups("chat-server")
    assert (["Chat_2"], ("Chat_1 is exported more than once",)) == ([m.name for m in group.members], group.unseen)


S = "[endpoints:1]\na=Q\n[settings]\nsession-restoration-mode=simple\ntranscript-auto-save=1\n"
COMPARED: dict[str, tuple[list[str], list[str]]] = {  # lines added to each Chat Server; rules and places
    "the one outside of the majority is blamed, wherever it stands": (
        ["flex-disconnect-timeout=45", "flex-disconnect-timeout=60", "flex-disconnect-timeout=60"],
        ["GWE308 Chat_1.conf:6"],
    ),
    "three values are one finding": (
        ["flex-disconnect-timeout=45", "flex-disconnect-timeout=50", "flex-disconnect-timeout=60"],
        ["GWE308 Chat_2.conf:6"],
    ),
    "a difference counts although a third value is not known": (
        ["flex-disconnect-timeout=45", "", "flex-disconnect-timeout=60"],
        ["GWE308 Chat_3.conf:6"],
    ),
    "a number written otherwise is the same": (["flex-disconnect-timeout=60", "flex-disconnect-timeout=060"], []),
    "words of 8.1 and 8.5 may mean the same": (
        ["stop-abandoned-interaction=false", "stop-abandoned-interaction=never"],
        [],
    ),
    "words of one release are compared": (
        ["stop-abandoned-interaction=false", "stop-abandoned-interaction=true"],
        ["GWE308 Chat_2.conf:6"],
    ),
    "an empty text, which sends nothing, and one that is not set, which sends the default": (
        ["[inactivity-control]\nmessage-alert=", ""],
        ["GWE308 Chat_2.conf:1"],
    ),
    "the default text that is set, and one that is not set": (
        ["[inactivity-control]\nmessage-close=Chat session closed due to inactivity of chat participants.", ""],
        [],
    ),
    "a text of the site's own, and one that is not set": (
        ["[inactivity-control]\nmessage-close=Auf Wiedersehen", ""],
        ["GWE308 Chat_2.conf:1"],
    ),
    "an empty text is another text": (
        ["[inactivity-control]\nmessage-alert=", "[inactivity-control]\nmessage-alert=Hello?"],
        ["GWE308 Chat_2.conf:7"],
    ),
}


def placed(line: str) -> tuple[str, str]:
    """File and line of a finding, and its rule."""
    place, _, rule, *_ = line.split()
    return place.rsplit(":", 2)[0], rule


@pytest.mark.parametrize("case", COMPARED)
def test_values(case: str, estate: Write, run: Run) -> None:
    added, expected = COMPARED[case]
    chats = {f"Chat_{number}.conf": f"{S}{more}\n" for number, more in enumerate(added, 1)}
    estate({"GWE.cfg": f"[service:wes]\n{WES}queueKey=1:a\n", **chats})
    lines = run("check", "--isolated", "--select", "GWE3", "--format", "concise", ".").out.splitlines()
    assert expected == [f"{rule} {place}" for place, rule in map(placed, lines)]
