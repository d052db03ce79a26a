"""Chats that arrived as the baseline has it: which are lost now, where, and because of which differences."""

import json
from typing import Any

import pytest

from tests.builders import WRITERS, backend, chat, cluster, confdata
from tests.conftest import Run, Write
from tests.htmlpage import page_of

WES = "wes.connector.chatServer."
BASE = {
    "GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n",
    "ChatServer_01.cfg": "[endpoints:1]\nwebme=Q\nweb2=Q\n",
    "ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\nweb2=Q\n",
}


def chats(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("drift", "now", "--against", "base", "-f", "json", *more).out)["chats"]
    return found


def lost(found: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [(each["chat_server"], each["hop"], each["because"]) for each in found["lost"]]


def both(now: dict[str, str], gone: tuple[str, ...] = ()) -> dict[str, str]:
    """The baseline, and the exports of today, which are the same but for these."""
    today = {name: text for name, text in {**BASE, **now}.items() if name not in gone}
    return {**{f"base/{name}": text for name, text in BASE.items()}, **{f"now/{name}": t for name, t in today.items()}}


KEY = f"GWE_Backend: [service:wes] {WES}queueKey"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param({}, [], id="nothing differs"),
        pytest.param(
            {"ChatServer_02.cfg": "[endpoints:1]\nweb2=Q\n"},
            [("ChatServer_02", "endpoint", ["ChatServer_02: [endpoints:1] webme"])],
            id="the endpoint is gone on one server",
        ),
        pytest.param(
            {"GWE_Backend.cfg": BASE["GWE_Backend.cfg"].replace("1:webme", "1:nosuch")},
            [("ChatServer_01", "endpoint", [KEY]), ("ChatServer_02", "endpoint", [KEY])],
            id="the client names another endpoint",
        ),
        pytest.param(
            {
                "GWE_Backend.cfg": BASE["GWE_Backend.cfg"].replace("1:webme", "1:web2"),
                "ChatServer_02.cfg": "[endpoints:1]\nother=Q\nwebme=Q\n",
            },
            [("ChatServer_02", "endpoint", [KEY])],
            id="either of two differences explains it: one is enough",
        ),
        pytest.param(
            {"GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q2\n"},
            [
                ("ChatServer_01", "queue", [f"GWE_Backend: [service:wes] {WES}queueWebengagement"]),
                ("ChatServer_02", "queue", [f"GWE_Backend: [service:wes] {WES}queueWebengagement"]),
            ],
            id="the client takes chats from another queue",
        ),
        pytest.param({"ChatServer_01.cfg": f"{BASE['ChatServer_01.cfg']}[log]\nall=x\n"}, [], id="another option"),
    ],
)
def test_lost_chats_with_what_explains_them(
    estate: Write, run: Run, now: dict[str, str], expected: list[tuple[str, str, list[str]]]
) -> None:
    estate(both(now))
    assert lost(chats(run)) == expected


def test_what_is_not_exported_any_more_is_unknown_and_not_lost(estate: Write, run: Run) -> None:
    estate(both({}, gone=("ChatServer_02.cfg",)))
    found = chats(run)
    assert (found["lost"], found["ended"]) == ([], [])
    assert found["unknown"] == [
        "GWE_Backend over ChatServer_02: its chats cannot be followed: ChatServer_02 is not in the exports any more"
    ]


def test_what_nobody_saw_arrive_before_is_not_lost_since(estate: Write, run: Run) -> None:
    files = both({"ChatServer_03.cfg": "[endpoints:1]\nweb2=Q\n", "ChatServer_02.cfg": "[endpoints:1]\nweb2=Q\n"})
    estate({**files, "base/ChatServer_02.cfg": "[endpoints:1]\nweb\0me=Q\nweb2=Q\n"})
    assert chats(run)["lost"] == []


def test_a_connection_that_is_gone_ends_a_way(estate: Write, run: Run) -> None:
    before = confdata([backend(301), cluster(301, 201, 202), chat(201), chat(202)])
    after = confdata([backend(301), cluster(301, 201), chat(201), chat(202)])
    files = {f"base/{name}": text for name, text in before.items()} | {f"now/{n}": text for n, text in after.items()}
    estate(files)
    found = chats(run)
    assert [(each["chat_server"], each["reason"]) for each in found["ended"]] == [
        ("Chat_202", "no chat takes this way any more")
    ]
    assert found["lost"] == []


def test_a_renamed_client_has_the_same_chats(estate: Write, run: Run) -> None:
    before = confdata([backend(201), chat(201)])
    after = confdata([backend(201, name="GWE_New"), chat(201)])
    estate({f"base/{n}": text for n, text in before.items()} | {f"now/{n}": text for n, text in after.items()})
    assert chats(run) == {"lost": [], "gained": [], "ended": [], "unknown": []}


def test_a_snapshot_is_a_baseline_as_well(estate: Write, run: Run) -> None:
    estate(both({"ChatServer_02.cfg": "[endpoints:1]\nweb2=Q\n"}))
    assert run("snapshot", "base", "--to", "approved").code == 0
    found = json.loads(run("drift", "now", "--against", "approved", "-f", "json").out)["chats"]
    assert lost(found) == [("ChatServer_02", "endpoint", ["ChatServer_02: [endpoints:1] webme"])]


def test_people_see_the_chats_before_any_option(estate: Write, run: Run) -> None:
    estate(both({"ChatServer_02.cfg": "[endpoints:1]\nweb2=Q\n"}))
    arguments = ("drift", "now", "--against", "base", "-f")
    text = run(*arguments, "text").out
    assert text.index("lost    GWE_Backend over ChatServer_02 to 1:webme") < text.index("error[")
    assert "because of ChatServer_02: [endpoints:1] webme" in text
    ticket = run(*arguments, "markdown").out
    assert ticket.index("### Chats") < ticket.index("### Findings")
    headings = page_of(run(*arguments, "html").out).texts_of("h2")
    assert headings.index("Chats") < headings.index("Findings by cause")


@pytest.mark.parametrize("now", ["confdata", "mutagen"], ids=["its export is missing", "its type is not told"])
def test_a_way_over_a_cluster_of_which_nothing_is_known_is_unknown(estate: Write, run: Run, now: str) -> None:
    apps = [backend((301, "webapi")), cluster(301, (201, "webapi")), chat(201)]
    other = chat(202, sections={"log": {"verbose": "all"}})  # where nothing differs, nothing is followed
    today = [*apps, other] if now == "mutagen" else [apps[0], apps[2]]
    files = {**{f"base/{name}": text for name, text in confdata(apps).items()}}
    estate({**files, **{f"now/{name}": text for name, text in WRITERS[now](today).items()}})
    found = chats(run)
    name = "Cluster_301" if now == "mutagen" else "DBID 301"
    why = f"GWE over Chat_201: its chats cannot be followed: nothing tells whether {name} leads there"
    assert ([], [], [why]) == (found["lost"], found["ended"], found["unknown"])
