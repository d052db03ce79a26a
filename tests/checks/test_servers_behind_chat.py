"""The servers behind Chat Server: disabled, different on members of a cluster, of another tenant, unconnected."""

import json
from typing import Any

import pytest

from tests.builders import BACKEND, WES, WRITERS, App, backend, chat, cluster, interaction_server
from tests.conftest import Run, Write

IXN, UCS, OTHER_UCS, OTHER_IXN = 140, 141, 142, 143
BEHIND = ((IXN, "default"), (UCS, "default"))
CONTACTS = {"service:wes": {**BACKEND["service:wes"], f"{WES}identifyCreateContact": "3"}}
RESTORING = {"endpoints:1": {"webme": "Q"}, "settings": {"session-restoration-mode": "simple"}}


def ucs(dbid: int = UCS, *to: int, **more: Any) -> App:
    return App(f"UCS_{dbid}", 63, dbid, {}, tuple((each, "default") for each in to), **more)


def server(dbid: int, *to: tuple[int, str], **more: Any) -> App:
    return chat(dbid, *(to or BEHIND), version="8.5.316.02", **more)


@pytest.fixture(params=["confdata", "bare", "log", "cfgdata", "gax", "dump"])
def messages(request: pytest.FixtureRequest, estate: Write, run: Run) -> Any:
    """What check says of some applications, by rule, as severity, application and message."""
    write = WRITERS[request.param]

    def check(*apps: App) -> dict[str, tuple[str, str, str]]:
        estate({f"e/{name}": text for name, text in write(apps).items()})
        findings = json.loads(run("check", "e", "--isolated", "-f", "json").out)["findings"]
        return {each["rule"]: (each["severity"], each["application"], each["message"]) for each in findings}

    return check


@pytest.fixture
def help_of(estate: Write, run: Run) -> Any:
    """What check says of some applications, by rule, as message and help."""

    def check(*apps: App) -> dict[str, tuple[str, str]]:
        estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
        findings = json.loads(run("check", "e", "--isolated", "-f", "json").out)["findings"]
        return {each["rule"]: (each["message"], each["help"]) for each in findings}

    return check


def test_a_contact_server_that_is_disabled_is_called_so(messages: Any) -> None:
    found = messages(backend(131, sections=CONTACTS), server(131), interaction_server(IXN, 131), ucs(state=2))
    severity, who, message = found["GWE401"]
    assert ("warning", "GWE") == (severity, who)
    assert message.endswith(
        "but Chat_131 has no connection to Universal Contact Server but to UCS_141, which is disabled"
    )
    severity, who, message = found["GWE235"]
    assert ("warning", "Chat_131") == (severity, who)
    assert "is connected to UCS_141, which is disabled: Universal Contact Server keeps the contacts" in message


def test_an_interaction_server_that_is_disabled_is_called_so(messages: Any) -> None:
    off = interaction_server(IXN, 131)._replace(state=2)
    severity, who, message = messages(backend(131), server(131), off, ucs())["GWE235"]
    assert ("warning", "Chat_131") == (severity, who)
    assert "Chat_131 is connected to Ixn_140, which is disabled: chats reach agents over Interaction Server" in message


def test_of_two_missing_servers_each_reason_is_given_and_of_one_only_its_own(messages: Any) -> None:
    _, _, message = messages(backend(131), server(131, (IXN, "default")), interaction_server(IXN, 131), ucs())["GWE235"]
    assert "Universal Contact Server keeps the contacts and transcripts" in message
    assert "agents" not in message
    neither = server(131, (101, "default"))
    message = messages(backend(131), neither, interaction_server(IXN, 131), ucs())["GWE235"][2]
    assert "agents" in message
    assert "transcripts" in message


def test_the_only_chat_server_is_disabled(messages: Any) -> None:
    found = messages(backend(131), server(131, state=2), interaction_server(IXN, 131), ucs())
    assert ("error", "GWE", "no Chat Server takes the chats of GWE: Chat_131 is disabled") == found["GWE206"]
    assert "GWE211" not in found  # which has the same cause


def test_members_of_a_cluster_with_different_servers_behind_them(messages: Any) -> None:
    found = messages(
        backend(150),
        cluster(150, 131, 132),
        server(131),
        server(132, (IXN, "default"), (OTHER_UCS, "default")),
        interaction_server(IXN, 131, 132),
        ucs(),
        ucs(OTHER_UCS),
    )
    severity, who, message = found["GWE317"]
    assert ("warning", "Chat_132") == (severity, who)
    assert message.startswith(
        "Chat_132 is connected to Universal Contact Server UCS_142 while Chat_131 is connected to"
    )


def both(*more: App, sections: Any = RESTORING, to: tuple[int, int] = (131, 132)) -> tuple[App, ...]:
    """A Backend, two Chat Servers with an own Universal Contact Server each, and what is beside them."""
    own = server(131, (UCS, "default"), sections=sections), server(132, (OTHER_UCS, "default"), sections=sections)
    return (backend(*to), *own, *more)


def test_servers_that_only_a_client_puts_together_are_compared_where_they_restore(messages: Any) -> None:
    assert "GWE317" in messages(*both(ucs(), ucs(OTHER_UCS)))
    assert "GWE317" not in messages(*both(ucs(), ucs(OTHER_UCS), sections={"endpoints:1": {"webme": "Q"}}))


@pytest.mark.parametrize(
    "behind",
    [
        (ucs(UCS, backup=OTHER_UCS), ucs(OTHER_UCS)),
        (ucs(), ucs(OTHER_UCS), cluster(160, UCS, OTHER_UCS)),
        (ucs(UCS, 160), ucs(OTHER_UCS, 160), cluster(160)),
        (ucs(UCS, 170), ucs(OTHER_UCS, 170), App("DAP", 10, 170)),
    ],
    ids=["a server and its backup", "a cluster lists them", "they are nodes of a cluster", "one database, perhaps"],
)
def test_servers_that_may_share_their_data_are_one(behind: tuple[App, ...], messages: Any) -> None:
    assert "GWE317" not in messages(*both(*behind))


def test_interaction_server_without_a_connection_to_chat_server(messages: Any) -> None:
    found = messages(backend(131), server(131), interaction_server(IXN, UCS), ucs())
    assert "Ixn_140 has no connection to Chat Server: workflows cannot write into chats" == found["GWE251"][2]


def test_a_backend_that_is_connected_to_the_backup_alone(messages: Any) -> None:
    pair = server(131, backup=132), server(132)
    found = messages(backend(132), *pair, interaction_server(IXN, 131), ucs())
    assert ("warning", "GWE") == found["GWE252"][:2]
    assert "which is the backup of Chat_131, and not to Chat_131 itself" in found["GWE252"][2]
    assert "GWE252" not in messages(backend(131), *pair, interaction_server(IXN, 131), ucs())


def test_a_backup_of_several_is_not_alone_beside_one_of_them(messages: Any) -> None:
    spare = server(131, backup=133), server(132, backup=133), server(133), interaction_server(IXN, 131, 132), ucs()
    for primary in (131, 132):
        assert "GWE252" not in messages(backend(primary, 133), *spare)
    message = messages(backend(133), *spare)["GWE252"][2]
    assert "which is the backup of Chat_131 and Chat_132, and to none of them" in message


def test_the_backup_of_several_is_told_with_the_one_that_is_connected_too(messages: Any) -> None:
    spare = server(131, backup=133), server(132, backup=133), server(133), ucs()
    message = messages(backend(132), *spare, interaction_server(IXN, 131, 133))["GWE243"][2]
    assert "Ixn_140 is connected to Chat_133, which is the backup of Chat_131: " in message


def test_interaction_server_of_another_tenant(messages: Any) -> None:
    found = messages(backend(131), server(131), interaction_server(IXN, 131)._replace(tenants=(101,)), ucs())
    assert ("warning", "Ixn_140") == found["GWE266"][:2]
    assert "and Chat_131 has endpoints of tenant 1 (Environment)" in found["GWE266"][2]


WITHOUT_CLUSTER = ((IXN, "default"), (160, "default"))


def test_servers_without_a_contact_server_and_with_a_disabled_one_are_told_apart(help_of: Any) -> None:
    servers = server(131), server(132, (IXN, "default"))
    said, help = help_of(
        backend(131, 132, sections=CONTACTS), *servers, interaction_server(IXN, 131, 132), ucs(state=2)
    )["GWE401"]
    assert "but Chat_132 has no connection to Universal Contact Server, and Chat_131 has none but to UCS_141" in said
    assert help.startswith("connect Chat_132 to Universal Contact Server, and enable UCS_141, or set ")


def test_without_any_contact_server_nothing_is_there_to_enable(help_of: Any) -> None:
    lone = server(131, (IXN, "default"))
    _, help = help_of(backend(131, sections=CONTACTS), lone, interaction_server(IXN, 131), ucs())["GWE401"]
    assert help.startswith("connect Chat_131 to Universal Contact Server, or set ")


def test_of_two_disabled_servers_one_is_enough(help_of: Any) -> None:
    own = server(131, *BEHIND, (OTHER_UCS, "default"))
    found = help_of(
        backend(131, sections=CONTACTS), own, interaction_server(IXN, 131), ucs(state=2), ucs(OTHER_UCS, state=2)
    )
    assert found["GWE401"][1].startswith("enable one of UCS_141 and UCS_142, or set ")
    assert found["GWE235"][1].startswith("enable one of UCS_141 and UCS_142, or connect Chat_131 to ")


@pytest.mark.parametrize(
    "behind", [(cluster(160, UCS, state=2), ucs()), (cluster(160, state=2), ucs(UCS, 160))], ids=["lists", "is named"]
)
def test_a_disabled_cluster_of_contact_servers_is_named(behind: tuple[App, ...], help_of: Any) -> None:
    own = server(131, *WITHOUT_CLUSTER)
    found = help_of(backend(131, sections=CONTACTS), own, interaction_server(IXN, 131), *behind)
    assert found["GWE401"][0].endswith(
        "no connection to Universal Contact Server but to Cluster_160, which is disabled"
    )
    assert found["GWE401"][1].startswith("enable Cluster_160, or set ")
    assert found["GWE235"][0].startswith("Chat_131 is connected to Cluster_160, which is disabled: ")


def test_of_a_disabled_cluster_without_known_members_nothing_is_said(messages: Any) -> None:
    own = server(131, *WITHOUT_CLUSTER)
    found = messages(backend(131, sections=CONTACTS), own, interaction_server(IXN, 131), cluster(160, state=2))
    assert not {"GWE401", "GWE235"} & set(found)


def test_a_disabled_server_with_a_backup_that_runs_is_not_judged(messages: Any) -> None:
    own = backend(131, sections=CONTACTS), server(131)
    ixn = interaction_server(IXN, 131)._replace(state=2, backup=OTHER_IXN), interaction_server(OTHER_IXN, 131)
    found = messages(*own, *ixn, ucs(state=2, backup=OTHER_UCS), ucs(OTHER_UCS))
    assert not {"GWE401", "GWE235"} & set(found)
    both_off = messages(*own, *ixn, ucs(state=2, backup=OTHER_UCS), ucs(OTHER_UCS, state=2))
    assert {"GWE401", "GWE235"} <= set(both_off)
    assert "Ixn" not in both_off["GWE235"][2]


def test_a_server_that_is_disabled_has_its_tenants_all_the_same(messages: Any) -> None:
    endpoints = {"endpoints:1": {"webme": "Q"}, "endpoints:101": {"other": "Q"}}
    clients = backend(131), backend(131, name="GWE_101", dbid=105, sections=_naming("101:other"), tenants=(101,))
    own = server(131, *BEHIND, (OTHER_UCS, "default"), sections=endpoints, tenants=(1, 101))
    ixn = interaction_server(IXN, 131)._replace(tenants=(1, 101))
    assert "GWE266" not in messages(*clients, own, ixn, ucs(), ucs(OTHER_UCS, state=2, tenants=(101,)))
    assert "GWE266" in messages(*clients, own, ixn, ucs(), ucs(OTHER_UCS, state=2))


def _naming(key: str) -> Any:
    return {"service:wes": {**BACKEND["service:wes"], f"{WES}queueKey": key}}


def test_endpoints_that_no_client_names_ask_for_no_tenant(messages: Any) -> None:
    endpoints = {"endpoints:1": {"default": "Q"}, "endpoints:101": {"webme": "Q"}}
    own = server(131, sections=endpoints, tenants=(1, 101))
    behind = interaction_server(IXN, 131)._replace(tenants=(101,)), ucs(tenants=(101,))
    client = backend(131, sections=_naming("101:webme"), tenants=(101,))
    assert "GWE266" not in messages(client, own, *behind)
    assert "GWE266" in messages(client, backend(131, name="GWE_1", dbid=105), own, *behind)


def test_members_of_different_tenants_do_not_stand_in_for_each_other(messages: Any) -> None:
    def found(*tenants: int) -> dict[str, tuple[str, str, str]]:
        servers = (
            server(
                131 + number,
                (UCS + (number > 1), "default"),
                sections={f"endpoints:{tenant}": {"webme": "Q"}},
                tenants=(1, tenant),
            )
            for number, tenant in enumerate(tenants)
        )
        said: dict[str, tuple[str, str, str]] = messages(cluster(150, 131, 132, 133), *servers, ucs(), ucs(OTHER_UCS))
        return said

    assert "GWE317" not in found(101, 101, 102)
    assert "GWE317" in found(101, 101, 101)
    assert "GWE317" in found(101, 102, 102)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [((), False), ((App("RAP", 156, 170),), False), ((interaction_server(170),), True)],
    ids=["not exported", "perhaps the way to Cassandra", "Interaction Server"],
)
def test_transcripts_may_be_kept_behind_what_was_not_read(
    beside: tuple[App, ...], expected: bool, messages: Any
) -> None:
    settings = {"session-restoration-mode": "simple", "use-contact-server": "false"}
    own = server(131, (170, "default"), sections={"endpoints:1": {"webme": "Q"}, "settings": settings})
    assert expected == ("GWE318" in messages(own, *beside))
