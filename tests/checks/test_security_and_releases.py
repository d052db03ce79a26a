"""Credentials, TLS and releases: what the examples of the packs cannot express."""

from pathlib import Path
from typing import Any

import pytest

from gwe_lint.authoring.fact_mutants import of_default, of_dependence, of_fact
from gwe_lint.authoring.rule_mutants import changes
from gwe_lint.catalogue.fact import Catalogue, Fact, Older
from gwe_lint.catalogue.releases import Releases, is_after, is_below, neighbours
from gwe_lint.checks.releases import known_to_release, leftover_section, release_at_least
from gwe_lint.checks.security import same_on_both_sides
from gwe_lint.checks.tls import tls_on_both_ends
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Prose
from gwe_lint.estate.selectors import AppType, parse_selector
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Connection, Port, Target
from gwe_lint.exports.redactor import Redactor
from tests.conftest import Run

BECAUSE = Prose("because")
REDACTOR = Redactor([Fact("gwe-backend", "security", "user-id", "string", secret=True)])


def application(name: str, type: str, options: str = "", **given: Any) -> Application:
    """An application with these options; its export is an option set."""
    (export,) = read_cfg(options.encode(), f"{name}.cfg", REDACTOR).exports
    return Application(name, type, "said", certain=True, export=export)._replace(**given)


def estate(*applications: Application) -> Estate:
    return Estate("prod", applications, Catalogue([]))


def kinds(outcomes: "list[Outcome]") -> list[str]:
    return [type(outcome).__name__ for outcome in outcomes]


@pytest.mark.parametrize(
    ("release", "bound", "expected"),
    [
        ("8.5.301.05", "8.5.301.06", True),
        ("8.5.301.06", "8.5.301.06", False),
        ("8.5.100.14", "8.5.2", True),
        ("8.5.2", "8.5.200.05", None),
        ("8.5.2", "8.5.200", False),
        ("8.5.200.21", "8.5.2", False),
        ("8.5", "8.5.301.06", None),
        ("8.5", "8.5.0", False),
        ("8.5", "9.0", True),
        ("8.1.400.27", "8.5", True),
        ("9.0.006.03", "9.0.006.04", True),
        (None, "8.5", None),
        ("latest", "8.5", None),
    ],
)
def test_a_release_is_below_a_bound_where_both_are_told_far_enough(
    release: str | None, bound: str, expected: bool | None
) -> None:
    assert expected is is_below(release, bound)


@pytest.mark.parametrize(
    ("release", "expected"),
    [("8.5.102", False), ("8.5.102.14", False), ("8.5.103", True), ("8.1", False), ("8.5", None), ("8.5.1", None)],
)
def test_a_release_is_after_another_one_when_it_is_no_build_of_it(release: str, expected: bool | None) -> None:
    assert expected is is_after(release, "8.5.102")


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("8.5.301.06", ("8.5.301.05", "8.5.301.07")),
        ("8.5.103", ("8.5.102", "8.5.104")),
        ("8.5.301.00", ("8.5.301.01",)),
        ("8.5.2", ("8.5.1", "8.5.3")),
        ("8.5", ("8.1", "9.0")),
        ("7.6", ("8.0",)),
        ("9.1", ("9.0",)),
    ],
)
def test_neighbours_are_what_came_before_and_after(release: str, expected: tuple[str, ...]) -> None:
    assert expected == neighbours(release)


def test_each_end_of_a_range_of_releases_is_changed() -> None:
    found = [each.what for each in changes(Releases("8.5", "8.5.100.13"), Releases, ("releases",))]
    assert [
        "8.1 instead of 8.5",
        "9.0 instead of 8.5",
        "8.5.100.12 instead of 8.5.100.13",
        "8.5.100.14 instead of 8.5.100.13",
    ] == found


def fact(**given: Any) -> Fact:
    return Fact(**{"app": "chat-server", "section": "settings", "option": "wait", "type": "any", **given})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (fact(since="8.5.103"), ["since: 8.5.102 instead of 8.5.103", "since: 8.5.104 instead of 8.5.103"]),
        (
            fact(until="8.5.102", replaced_by="new/wait"),
            [
                "replaced-by: without new/wait",
                "until: 8.5.101 instead of 8.5.102",
                "until: 8.5.103 instead of 8.5.102",
            ],
        ),
        (fact(pattern="[0-9]+"), ["pattern: without [0-9]+"]),
        (fact(older=(Older("9.0"),)), ["older[1].below: 8.5 instead of 9.0", "older[1].below: 9.1 instead of 9.0"]),
        (
            fact(type="integer", older=(Older("9.0", minimum=2),)),
            [
                "secret: true instead of false",
                "type: any instead of integer",
                "older[1].below: 8.5 instead of 9.0",
                "older[1].below: 9.1 instead of 9.0",
                "older[1].minimum: 1 instead of 2",
                "older[1].minimum: 3 instead of 2",
            ],
        ),
        (
            fact(type="secret", secret=True, older=(Older("9.0", maximum=2),)),
            ["older[1].below: 8.5 instead of 9.0", "older[1].below: 9.1 instead of 9.0"],
        ),
    ],
    ids=["a first release", "a last release", "a pattern", "an older default", "an older bound", "a secret"],
)
def test_the_releases_of_a_fact_are_changed(row: Fact, expected: list[str]) -> None:
    assert expected == [f"{each.where}: {each.what}" for each in of_fact(row) if each.where != "option"]


def test_an_older_default_and_what_an_option_needs_are_changed_where_a_rule_reads_them() -> None:
    row = fact(default="1", only_with="chat/useChat=true", older=(Older("9.0", default="2"),))
    assert ["default", "older[1].default"] == [each.where for each in of_default(row)]
    assert [None] == [each.row.only_with for each in of_dependence(row)]
    assert [] == list(of_dependence(fact()))


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An estate in which user and password differ, a Backend Server that has a password only, and an unused one."""
    monkeypatch.chdir(tmp_path)
    wes = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    full = "auth-scheme=Basic\nuser-id=tellme-user\npassword=tellme-1\ntrusted-ca-type=PEM\ntrusted-ca-pwd=tellme-2\n"
    (tmp_path / "GWE_Backend.cfg").write_text(f"{wes}[security]\n{full}")
    (tmp_path / "GWE_Backend_2.cfg").write_text(f"{wes}[security]\npassword=tellme-3\n")
    (tmp_path / "Workspace.cfg").write_text("[gwe:security]\nauth-scheme=Basic\nuser-id=tellme-4\npassword=tellme-5\n")
    (tmp_path / "gwe-lint.toml").write_text(
        '[[estate]]\nname = "prod"\npaths = ["."]\n[[estate.application]]\nfile = "Workspace.cfg"\ntype = "workspace"\n'
        '[[estate.application]]\nfile = "GWE_Backend_2.cfg"\npartial = true\n'
    )
    return tmp_path


@pytest.mark.parametrize("format", ["text", "json", "sarif", "concise"])
def test_no_report_shows_a_credential_or_what_stands_for_it(credentials: Path, run: Run, format: str) -> None:
    ran = run("check", "--format", format, "--select", "GWE501,GWE502")
    assert "GWE502" in ran.out
    assert "password has another value on Workspace than on GWE_Backend" in ran.out
    assert [] == [word for word in ("tellme", "<secret", "secret 1") if word in ran.out + ran.err]


@pytest.mark.parametrize("format", ["text", "json", "sarif", "concise"])
def test_an_incomplete_set_shows_no_credential_either(credentials: Path, run: Run, format: str) -> None:
    (credentials / "gwe-lint.toml").unlink()
    (credentials / "GWE_Backend_2.cfg").write_text(
        "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n[security]\nauth-scheme=\npassword=tellme-3\n"
    )
    ran = run("check", "--format", format, "--select", "GWE501", ".")
    assert "password is set, and auth-scheme and user-id are not" in ran.out
    assert [] == [word for word in ("tellme", "<secret", "secret 1") if word in ran.out + ran.err]


def test_messages_of_other_rules_say_only_that_a_password_is_set(credentials: Path, run: Run) -> None:
    ran = run("check", "--format", "concise", "--select", "GWE507")
    assert "trusted-ca-pwd is set while trusted-ca-type is 'PEM'" in ran.out
    assert "<secret" not in ran.out


MINE = tuple(parse_selector(f"gwe-backend:security/{name}") for name in ("auth-scheme", "user-id"))
THEIRS = tuple(parse_selector(f"workspace:gwe:security/{name}") for name in ("auth-scheme", "user-id"))


def backend(name: str, user: str) -> Application:
    return application(name, "gwe-backend", f"[security]\nauth-scheme=Basic\nuser-id={user}\n")


def workspace(user: str) -> Application:
    return application("Workspace", "workspace", f"[gwe:security]\nauth-scheme=Basic\nuser-id={user}\n")


@pytest.mark.parametrize(
    ("applications", "expected"),
    [
        ([backend("A", "a"), workspace("a")], ["Pass"]),
        ([backend("A", "a"), backend("B", "b"), workspace("b")], ["Pass"]),
        ([backend("A", "a"), backend("B", "b"), workspace("c")], ["Hit"]),
        ([backend("A", "a")._replace(enabled=False), workspace("b")], []),
        ([backend("A", "****"), workspace("a")], ["NotEvaluated"]),
        ([backend("A", "****"), backend("B", "b"), workspace("a")], ["NotEvaluated"]),
        ([application("A", "gwe-backend", "[site]\na=1\n"), workspace("a")], ["NotEvaluated", "NotEvaluated"]),
        ([application("A", "gwe-backend", "[site]\na=1\n"), application("W", "workspace", "[site]\na=1\n")], []),
    ],
    ids=[
        "one server, the same",
        "one of two servers fits",
        "none of two servers fits",
        "a server that is disabled",
        "a masked value",
        "a masked value may be the one that fits",
        "a server whose options may be missing",
        "no side has any",
    ],
)
def test_a_client_has_to_fit_one_of_the_servers(applications: list[Application], expected: list[str]) -> None:
    found = same_on_both_sides(estate(*applications), options=MINE, others=THEIRS, because=BECAUSE)
    assert expected == [kind for kind in kinds(list(found)) if kind]


SECURE = Port("default", transport="certificate=a.pem; tls = 1")
PLAIN = Port("default")


def connected(*names: str) -> tuple[Connection, ...]:
    return tuple(Connection(Target(name), port="default") for name in names)


def chat(name: str, *ports: Port) -> Application:
    return application(name, "chat-server", "[endpoints:1]\nwebme=Q\n", ports=ports or None)


def cluster(name: str, *members: str) -> Application:
    return application(name, "application-cluster", "", connections=connected(*members))


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ((chat("A", SECURE),), "Pass"),
        ((chat("A", PLAIN),), "Hit"),
        ((chat("A"),), "NotEvaluated"),
        ((chat("A", PLAIN), chat("B")), "NotEvaluated"),
        ((chat("A", SECURE), chat("B")), "Pass"),
        ((), "NotEvaluated"),
        ((cluster("A", "B", "C"), chat("B", PLAIN), chat("C", SECURE)), "Pass"),
        ((cluster("A", "B"), chat("B", PLAIN)), "Hit"),
        ((cluster("A", "B"), cluster("B", "A")), "NotEvaluated"),
        ((cluster("A"),), "NotEvaluated"),
    ],
    ids=[
        "a secure port",
        "a plain port",
        "ports are unknown",
        "one of two is unknown",
        "one of two is secure",
        "the server is not in the exports",
        "a member of a cluster has a secure port",
        "no member has",
        "clusters in a circle",
        "a cluster of which no member is known",
    ],
)
def test_tls_options_have_a_use_where_a_secure_port_is_selected(
    servers: tuple[Application, ...], expected: str
) -> None:
    client = application("GWE", "gwe-backend", "[security]\ntrusted-ca-type=PEM\n", connections=connected("A", "B"))
    if len(servers) < 2 or servers[0].type == "application-cluster":
        client = client._replace(connections=connected("A"))
    option = parse_selector("gwe-backend:security/trusted-ca-type")
    found = list(tls_on_both_ends(estate(client, *servers), option=option, because_off=BECAUSE, because_unused=BECAUSE))
    assert [expected] == kinds(found)


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ((chat("A"), chat("B")), []),
        ((chat("A", PLAIN), chat("B")), ["NotEvaluated"]),
        ((chat("A", PLAIN), chat("B", PLAIN)), ["Pass"]),
        ((chat("A", SECURE), chat("B")), ["Hit"]),
    ],
    ids=["no port is known", "one of two is unknown", "plain ports", "a secure port"],
)
def test_without_tls_options_only_a_secure_port_is_wrong(servers: tuple[Application, ...], expected: list[str]) -> None:
    client = application("GWE", "gwe-backend", "[security]\ntrusted-ca-type=\n", connections=connected("A", "B"))
    option = parse_selector("gwe-backend:security/trusted-ca-type")
    found = tls_on_both_ends(estate(client, *servers), option=option, because_off=BECAUSE, because_unused=BECAUSE)
    assert expected == kinds(list(found))


BOT = Application("Bots", "bot-gateway", "declared", certain=True, export=None)


@pytest.mark.parametrize(
    ("bots", "expected"),
    [
        ([BOT], ["Old"]),
        ([], []),
        ([BOT._replace(enabled=False)], []),
        ([BOT._replace(connections=connected("New"))], []),
        ([BOT._replace(connections=connected("Elsewhere"))], ["Old"]),
        ([BOT, BOT._replace(name="Bots_2")], ["Old"]),
    ],
    ids=["bots", "no bots", "disabled", "on another server", "connected to none of them", "two gateways"],
)
def test_chat_servers_of_bots_need_their_release(bots: list[Application], expected: list[str]) -> None:
    servers = [chat("Old")._replace(release="8.5.109.05"), chat("New")._replace(release="8.5.316.02")]
    found = release_at_least(
        estate(*servers, *bots),
        server=AppType("chat-server"),
        beside=AppType("bot-gateway"),
        releases=Releases(below="8.5.109.06"),
        because=BECAUSE,
    )
    assert expected == [each.place.application for each in found if isinstance(each, Hit)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("9", "Pass"), ("11", "Hit"), ("21", "Pass"), ("many", "Pass"), ("", None)],
    ids=["of the older release", "of newer releases", "of no release", "no number", "empty"],
)
def test_only_what_newer_releases_know_is_judged_by_release(value: str, expected: str | None) -> None:
    row = fact(type="integer", minimum=1, maximum=20, older=(Older("8.5.301.06", maximum=10),))
    server = application("Chat", "chat-server", f"[settings]\nwait={value}\n", release="8.1.000.39")
    found = list(known_to_release(Estate("prod", (server,), Catalogue([row])), of="range"))
    assert ([expected] if expected else []) == kinds(found)


def test_a_cluster_of_8_5_needs_no_release_to_have_leftovers() -> None:
    server = application("GWE", "gwe-cluster", "[service:wes]\na=1\n")
    found = list(
        leftover_section(
            estate(server),
            sections=(parse_selector("gwe-cluster:service:*/*"),),
            releases=Releases(first="8.5"),
            because=BECAUSE,
        )
    )
    assert ["Hit"] == kinds(found)
    assert isinstance(found[0], Hit)
    assert "section [service:wes] has probably no effect, since GWE is of 8.5 or later: because" == found[0].message
    assert not any(isinstance(each, (Pass, NotEvaluated)) for each in found)
