"""Where an export does not tell enough, correct estates get no error: types, pairs, Script objects, connections."""

import json

import pytest

from tests.builders import (
    BACKEND,
    CHAT,
    WES,
    WRITERS,
    App,
    Sections,
    backend,
    chat,
    cluster,
    interaction_server,
    script,
)
from tests.conftest import Run, Write


def findings(run: Run, *rules: str) -> list[tuple[str, str, str]]:
    """Rule, severity and message of what is found."""
    selected = [each for rule in rules for each in ("--select", rule)]
    report = json.loads(run("check", "--format", "json", *selected, "--isolated", ".").out)
    return [(each["rule"], each["severity"], each["message"]) for each in report["findings"]]


def not_evaluated(run: Run, rule: str) -> list[str]:
    report = json.loads(run("check", "--format", "json", "--select", rule, "--isolated", ".").out)
    return [each["reason"] for each in report["not_evaluated"]]


def of_type_t_server(sections: Sections) -> list[App]:
    """A Chat Server of 8.5 that is connected to Contact Server and to an application of type T-Server."""
    servers = [App("UCS", 63, 5, {}), App("Ixn", 1, 4, sections)]
    return [
        chat(1, (4, "default"), (5, "default"), sections={**CHAT, "settings": {"transcript-auto-save": "1"}}),
        *servers,
    ]


OF_TYPE_ONE: dict[str, tuple[Sections, bool, bool]] = {  # sections; whether it lacks an Interaction Server, or may
    "with options of Interaction Server it is one": ({"settings": {"handling-timeout": "60"}}, False, False),
    "with those of its cluster as well": ({"cluster-settings": {"enable-submit": "true"}}, False, False),
    "with the section of T-Server it is none": ({"TServer": {"sip-port": "5060"}}, True, False),
    "with others nobody knows": ({"log": {"all": "stdout"}}, False, True),
}


RELEASED = '[[estate]]\nname = "e"\npaths = ["."]\n[[estate.application]]\nname = "Chat_1"\nrelease = "8.5.316.02"\n'


@pytest.mark.parametrize("format", ["confdata", "raw", "database"])
@pytest.mark.parametrize("case", OF_TYPE_ONE)
def test_an_application_of_type_t_server(case: str, format: str, estate: Write, run: Run) -> None:
    sections, lacks, unknown = OF_TYPE_ONE[case]
    estate({**WRITERS[format](of_type_t_server(sections)), "gwe-lint.toml": RELEASED})
    report = json.loads(run("check", "--format", "json", "--select", "GWE235").out)
    assert ["GWE235"] * lacks == [each["rule"] for each in report["findings"]]
    assert unknown == any("Ixn" in each["reason"] for each in report["not_evaluated"])


PAIRS: dict[str, tuple[list[App], list[str]]] = {
    "without ports and backups nothing is known": (
        [backend(1, 2), chat(1, ports=()), chat(2, ports=()), interaction_server(4, 1)],
        [],
    ),
    "with ports it is known that there is no backup": (
        [backend(1, 2), chat(1), chat(2), interaction_server(4, 1)],
        ["GWE234"],
    ),
    "a cluster lists no backups": (
        [backend(10), cluster(10, 1, 2), chat(1, ports=()), chat(2, ports=()), interaction_server(4, 1)],
        ["GWE234"],
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_interaction_server_knows_one_of_two(case: str, estate: Write, run: Run) -> None:
    apps, expected = PAIRS[case]
    estate(WRITERS["bare" if not apps[1].ports else "confdata"](apps))
    assert expected == [rule for rule, _, _ in findings(run, "GWE234")]
    reasons = not_evaluated(run, "GWE234")
    assert expected or any("whether it has a backup server is not in the exports" in reason for reason in reasons)


QUEUES: dict[str, tuple[str, str, str]] = {  # the queue of the endpoint, what is declared; the severity
    "of two projects each may have a block of that name": ("Sales.Chat", "", "warning"),
    "Composer's queue by the name of its block": ("Chat", "", "error"),
    "a workbin has exactly that name, which is no slip then": ("Webengagement_Chats", "", "warning"),
    "far from the exported ones it may be in another export": ("Night Shift", "", "warning"),
    "close to an exported one it is a slip": ("Webengagement_Caht", "", "error"),
    "declared queues are all there are": ("Night Shift", 'interaction-queues = ["Webengagement_Chat"]', "error"),
}


@pytest.mark.parametrize("case", QUEUES)
def test_a_queue_that_is_not_there(case: str, estate: Write, run: Run) -> None:
    queue, declared, severity = QUEUES[case]
    named = ("Webengagement_Chat", 23), ("Service.Chat", 23), ("Webengagement_Chats", 25)
    scripts = f"<ConfData>{''.join(script(*each, 301 + at) for at, each in enumerate(named))}</ConfData>"
    settings = {"gwe-lint.toml": f'[[estate]]\nname = "e"\npaths = ["."]\n{declared}\n'}
    estate({"Chat.conf": f"[endpoints:1]\nwebme={queue}\n", "scripts.xml": scripts, **settings})
    report = json.loads(run("check", "--format", "json", "--select", "GWE207").out)
    (found,) = report["findings"]
    assert (severity, severity == "warning") == (found["severity"], "assumed" in found["message"])


BOT = "[channel-chatbot]\nha-bot-recovery-batch=100\n"
OLD = '[[estate.application]]\nname = "{}"\nrelease = "8.5.100.01"\n'


@pytest.mark.parametrize(("servers", "severity"), [(("Old",), "error"), (("Old", "New"), "warning")])
def test_a_bot_gateway_beside_several_chat_servers(
    servers: tuple[str, ...], severity: str, estate: Write, run: Run
) -> None:
    declared = '[[estate]]\nname = "e"\npaths = ["."]\n[[estate.application]]\nname = "Bot"\ntype = "bot-gateway"\n'
    files = {f"{name}.conf": "[endpoints:1]\nwebme=Q\n" for name in servers}
    estate({"Bot.cfg": BOT, **files, "gwe-lint.toml": declared + OLD.format("Old")})
    report = json.loads(run("check", "--format", "json", "--select", "GWE609").out)
    (found,) = report["findings"]
    assert (severity, severity == "warning") == (found["severity"], "assumed" in found["message"])


def test_contacts_are_not_asked_of_a_server_that_serves_others(estate: Write, run: Run) -> None:
    """The Backend's connections are unknown, those of the Chat Servers are known."""
    asking: Sections = {"service:wes": {**BACKEND["service:wes"], f"{WES}identifyCreateContact": "2"}}
    web, own = chat(1, (5, "default")), chat(2, sections={"endpoints:1": {"whatsapp": "M"}})
    apps = [App("UCS", 63, 5, {}), web, own]
    estate({**WRITERS["cfg"]([backend(sections=asking)]), **WRITERS["confdata"](apps)})
    assert [] == findings(run, "GWE401")
    assert any("whether it uses Chat_2 is not known" in reason for reason in not_evaluated(run, "GWE401"))


def test_the_connection_to_configuration_server_is_in_no_list(estate: Write, run: Run) -> None:
    sections: Sections = {**BACKEND, "security": {"trusted-ca-type": "PEM", "trusted-ca": "/etc/ca.pem"}}
    estate(WRITERS["confdata"]([backend(1, sections=sections), chat(1)]))
    ((_, severity, message),) = findings(run, "GWE504")
    assert ("warning", True) == (severity, "for the connections that it lists" in message)


@pytest.mark.parametrize(("number", "may_be"), [(84, True), (107, True), (174, True), (20, False)])
@pytest.mark.parametrize("there", [App("Ixn", 111, 4), App("UCS", 63, 4)], ids=["Ixn", "UCS"])
def test_a_connection_to_what_may_be_a_proxy(there: App, number: int, may_be: bool, estate: Write, run: Run) -> None:
    """The type of the proxies of Universal Contact Server and Interaction Server is not public."""
    sections: Sections = {**CHAT, "settings": {"transcript-auto-save": "1"}}
    apps = [chat(1, (4, "default"), (5, "default"), sections=sections), there, App("Proxy", number, 5)]
    estate({**WRITERS["confdata"](apps), "gwe-lint.toml": RELEASED})
    report = json.loads(run("check", "--format", "json", "--select", "GWE235").out)
    assert ([] if may_be else ["GWE235"]) == [each["rule"] for each in report["findings"]]
    assert may_be == any("Proxy" in each["reason"] for each in report["not_evaluated"])


def test_an_algorithm_of_pacing_whose_name_is_inferred(estate: Write, run: Run) -> None:
    """The ratio is demanded in 8.1.2; that 8.5 has these options without their prefix is inferred."""
    pacing = "[{}]\n{}algorithm=PREDICTIVE_B_DUAL\n{}proactiveRatio=\n"
    estate(
        {
            "Backend.cfg": pacing.format("service:pacing", *["pacing.connector."] * 2),
            "Cluster.cfg": "[chat]\nwebengagementChatQueue=Q\n" + pacing.format("pacing", "", ""),
        }
    )
    assert ["error", "warning"] == [severity for _, severity, _ in findings(run, "GWE419")]
