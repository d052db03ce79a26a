"""Which Chat Servers do the same work where nobody says who is connected to whom, and what follows from it."""

import json

import pytest

from tests.builders import BACKEND, TEXTS, WES, WRITERS, App, Sections
from tests.conftest import Run, Write

WEB = {"webme": "Q", "default": "In"}


def server(name: str, sections: Sections) -> App:
    """A Chat Server that is recognised by what only Chat Server has, whatever its endpoints are."""
    return App(name, 59, sum(map(ord, name)), {**sections, "settings": {"session-restoration-mode": "simple"}})


def client(name: str, key: str, queue: str) -> App:
    sections: Sections = {"service:wes": {**BACKEND["service:wes"]}}
    sections["service:wes"] |= {f"{WES}queueKey": key, f"{WES}queueWebengagement": queue}
    return App(name, 107, sum(map(ord, name)), sections)


GWE = client("GWE", "1:webme", "Q")
HAVING = server("Web", {"endpoints:1": WEB})
OTHERS = client("Other", "1:webmee", "Q2"), server("Of_Other", {"endpoints:1": {"webmee": "Q2", "x": "X"}})

# What the server that lacks the endpoint has; what else is there; the severity of what is said of it, None for nothing.
LACKING: dict[str, tuple[Sections, tuple[App, ...], str | None]] = {
    "has nothing that the others lack": ({"endpoints:1": {"default": "In"}}, (), "error"),
    "has an empty section": ({"endpoints:1": {}}, (), "error"),
    "shares an endpoint and its queue": (
        {"endpoints:1": {"vip": "V", "own": "O"}},
        (server("Web_2", {"endpoints:1": {**WEB, "vip": "V"}}),),
        "error",
    ),
    "shares an endpoint with another queue": (
        {"endpoints:1": {"vip": "W", "own": "O"}},
        (server("Web_2", {"endpoints:1": {**WEB, "vip": "V"}}),),
        "warning",
    ),
    "shares only the default": ({"endpoints:1": {"default": "In", "own": "O"}}, (), "warning"),
    "shares with one that lacks it too": (
        {"endpoints:1": {"own": "O"}},
        (server("Own_2", {"endpoints:1": {"own": "O"}}),),
        "warning",
    ),
    "has a near miss": ({"endpoints:1": {"webmee": "Q", "own": "O"}}, (), "error"),
    "has a near miss that a client names": ({"endpoints:1": {"webmee": "Q2", "own": "O"}}, OTHERS[:1], "warning"),
    "has a near miss that another server has too": (
        {"endpoints:1": {"webmee": "Q2", "own": "O"}},
        OTHERS[1:],
        "warning",
    ),
    "has no endpoints section": ({}, (), "error"),
    "has a section that is no tenant's": ({"endpoint:1": WEB}, (), "error"),
    "has the section with a leading zero": ({"endpoints:01": WEB}, (), "error"),
    "has endpoints of its own": ({"endpoints:1": {"own": "O", "default": "O"}}, (), "warning"),
    "has endpoints of another tenant": ({"endpoints:101": WEB}, (), None),
}


def findings(run: Run, rule: str, *more: str) -> list[dict[str, str]]:
    ran = run("check", "--format", "json", "--select", rule, *more)
    found: list[dict[str, str]] = json.loads(ran.out)["findings"]
    return found


@pytest.mark.parametrize("format", TEXTS)
@pytest.mark.parametrize("case", LACKING)
def test_a_server_that_lacks_the_endpoint_and(case: str, format: str, estate: Write, run: Run) -> None:
    sections, others, expected = LACKING[case]
    estate(WRITERS[format]([GWE, HAVING, server("Lacking", sections), *others]))
    found = [each for each in findings(run, "GWE203", "--isolated", ".") if "Lacking" in each["message"]]
    about_webme = [each for each in found if each["application"] == "GWE"]
    assert [expected] * bool(expected) == [each["severity"] for each in about_webme]
    assert all("assumed" in each["message"] and "connected" not in each["message"] for each in about_webme)


CONNECTED = (
    '[[estate]]\nname = "e"\npaths = ["."]\n[[estate.application]]\nname = "GWE"\nconnects-to = ["Web", "Lacking"]\n'
)


@pytest.mark.parametrize("case", LACKING)
def test_with_a_declared_connection_it_is_always_an_error(case: str, estate: Write, run: Run) -> None:
    sections, others, _ = LACKING[case]
    estate({**WRITERS["cfg"]([GWE, HAVING, server("Lacking", sections), *others]), "gwe-lint.toml": CONNECTED})
    (found,) = [each for each in findings(run, "GWE203") if each["application"] == "GWE"]
    assert ("error", True) == (
        found["severity"],
        "missing on 1 of 2 connected Chat Servers: Lacking" in found["message"],
    )


def test_a_tenant_that_is_known_decides(estate: Write, run: Run) -> None:
    declared = '[[estate]]\nname = "e"\npaths = ["."]\n[[estate.application]]\nname = "Lacking"\ntenants = [101]\n'
    estate({**WRITERS["cfg"]([GWE, HAVING, server("Lacking", {})]), "gwe-lint.toml": declared})
    assert [] == findings(run, "GWE203")


def test_what_forgot_it_and_what_may_serve_others_are_two_findings(estate: Write, run: Run) -> None:
    estate(WRITERS["cfg"]([GWE, HAVING, server("Lacking", {}), server("Own", {"endpoints:1": {"own": "O"}})]))
    said = [
        (each["severity"], each["message"].rpartition(": ")[2]) for each in findings(run, "GWE203", "--isolated", ".")
    ]
    assert [("error", "Lacking"), ("warning", "Own")] == sorted(said)


def test_an_endpoint_that_nobody_has_is_an_error_and_asks_for_other_exports(estate: Write, run: Run) -> None:
    estate(WRITERS["cfg"]([GWE, server("Own", {"endpoints:1": {"own": "O"}}), server("Acme", {"endpoints:101": WEB})]))
    (found,) = findings(run, "GWE202", "--isolated", ".")
    assert ("error", True) == (found["severity"], "is the export of another one missing?" in found["message"])


def queue(name: str, leading: str, **more: str) -> App:
    return server(name, {"endpoints:1": {"webme": leading, **more}})


DIFFERING: dict[str, tuple[tuple[App, ...], dict[str, str]]] = {  # severities by server
    "one of three is wrong": ((queue("A", "Q"), queue("B", "Q"), queue("C", "R")), {"C": "error"}),
    "one of three has endpoints of its own": (
        (queue("A", "Q"), queue("B", "Q"), queue("C", "R", own="O")),
        {"C": "warning"},
    ),
    "one has another endpoint with another queue, and shares a third": (
        (queue("A", "Q", vip="V"), queue("B", "Q", vip="V"), queue("C", "R", vip="V", own="O")),
        {"C": "error"},
    ),
    "each queue is that of a client": (
        (queue("A", "Q"), queue("B", "Q"), queue("C", "R"), client("Other", "1:webme", "R")),
        {"C": "warning"},
    ),
    "a third queue is nobody's": (
        (*(queue(name, "Q") for name in "ABE"), queue("C", "R"), queue("D", "S"), client("Other", "1:webme", "R")),
        {"C": "warning", "D": "error"},
    ),
}


@pytest.mark.parametrize("case", DIFFERING)
def test_servers_that_send_an_endpoint_elsewhere(case: str, estate: Write, run: Run) -> None:
    apps, expected = DIFFERING[case]
    estate(WRITERS["cfg"]([GWE, *apps]))
    found = findings(run, "GWE205", "--isolated", ".")
    assert expected == {each["application"]: each["severity"] for each in found}
    assert all("assumed" in each["message"] for each in found)


COMPARED: dict[str, tuple[tuple[App, ...], list[list[str]]]] = {
    "web and messaging are two groups": (
        tuple(
            server(f"{kind}_{number}", {"endpoints:1": {kind: kind, "default": "In"}})
            for number in (1, 2)
            for kind in ("webme", "sms")
        ),
        [["webme_1", "webme_2"], ["sms_1", "sms_2"]],
    ),
    "one that fits both is in none": (
        (
            *(server(f"W_{n}", {"endpoints:1": {"webme": "Q", "default": "In"}}) for n in (1, 2)),
            *(server(f"S_{n}", {"endpoints:1": {"sms": "S", "default": "In"}}) for n in (1, 2)),
            server("D", {"endpoints:1": {"default": "In"}}),
            server("Bare", {}),
        ),
        [["W_1", "W_2"], ["S_1", "S_2"]],
    ),
    "one with fewer endpoints, a misspelt one and none belong to the only group": (
        (
            server("A", {"endpoints:1": {"webme": "Q", "vip": "V"}}),
            server("B", {"endpoints:1": {"vip": "W"}}),
            server("C", {"endpoints:1": {"webmee": "Q", "own": "O"}}),
            server("D", {}),
        ),
        [["A", "B", "C", "D"]],
    ),
    "servers of two clients are apart": (
        (queue("A", "Q"), queue("B", "Q"), queue("C", "R"), client("Other", "1:webme", "R")),
        [["A", "B"]],
    ),
    "tenants that only a third server has in common are apart": (
        (
            server("A", {"endpoints:1": WEB}),
            server("B", {"endpoints:1": WEB, "endpoints:101": {"acme": "R"}}),
            server("C", {"endpoints:101": {"acme": "R"}}),
        ),
        [],
    ),
}


@pytest.mark.parametrize("case", COMPARED)
def test_who_is_compared_with_whom(case: str, estate: Write, run: Run) -> None:
    apps, expected = COMPARED[case]
    estate(WRITERS["cfg"]([GWE, *apps]))
    ran = run("consistency", "--isolated", "--format", "json", ".")
    groups = [each for each in json.loads(ran.out)["drift"]["groups"] if "Chat Server" in each["name"]]
    assert sorted(expected) == sorted(each["members"] for each in groups)
    assert all(each["assumed"] for each in groups)
    assert len(groups) == len({each["name"] for each in groups})


def test_members_are_compared_inside_of_their_group_only(estate: Write, run: Run) -> None:
    apps, _ = COMPARED["web and messaging are two groups"]
    timers = {"webme_1": "60", "webme_2": "90", "sms_1": "3600", "sms_2": "3600"}
    for app in apps:
        app.sections["settings"]["flex-disconnect-timeout"] = timers[app.name]
    estate(WRITERS["cfg"]([GWE, *apps]))
    (found,) = findings(run, "GWE308", "--isolated", ".")
    assert "sms" not in found["message"]
    assert found["message"].endswith("(assumed to stand in for each other)")


def test_clients_of_different_tenants_are_not_compared(estate: Write, run: Run) -> None:
    clients = [client("A", "1:webme", "Q"), client("B", "101:webme", "R"), client("C", "101:webme", "R")]
    servers = [server("S", {"endpoints:1": WEB, "endpoints:101": WEB})]
    estate(WRITERS["cfg"]([*clients, *servers]))
    groups = json.loads(run("consistency", "--isolated", "--format", "json", ".").out)["drift"]["groups"]
    assert [["B", "C"]] == [each["members"] for each in groups]


TRACED = {
    "Own": ("endpoints:1", "own", "unknown"),
    "Acme": ("endpoints:101", "webme", "skipped"),
    "Lacking": ("endpoints:1", "default", "lost"),
}


@pytest.mark.parametrize("name", TRACED)
def test_a_trace_says_the_same(name: str, estate: Write, run: Run) -> None:
    section, endpoint, outcome = TRACED[name]
    estate(WRITERS["cfg"]([GWE, HAVING, server(name, {section: {endpoint: "O"}})]))
    (trace,) = json.loads(run("trace", "GWE", "--isolated", "--format", "json", ".").out)["traces"]
    assert outcome == next(each["outcome"] for each in trace["routes"] if each["chat_server"] == name)


def test_the_hint_is_said_once(estate: Write, run: Run) -> None:
    apps = [client(f"GWE_{number}", "1:webme", "Q") for number in (1, 2)]
    estate(WRITERS["cfg"]([*apps, HAVING, server("Lacking", {})]))
    ran = run("check", "--isolated", ".")
    (line,) = [line for line in ran.err.splitlines() if "connects-to" in line]
    assert all(word in line for word in ("assumed", "gwe-lint.toml", "gwe-lint init", "GWE_1 and GWE_2"))
    assert "connects-to" not in ran.out
    assert "connects-to" not in run("check", "--isolated", "--quiet", ".").err
    report = json.loads(run("check", "--isolated", "--format", "json", ".").out)
    assert 1 == sum("gwe-lint.toml" in each for each in report["assumptions"])
    assert 1 == run("check", "--isolated", "--verbose", ".").err.count("connects-to (")


def test_with_one_chat_server_there_is_no_hint(estate: Write, run: Run) -> None:
    estate(WRITERS["cfg"]([GWE, HAVING]))
    assert "connects-to" not in run("check", "--isolated", ".").err
