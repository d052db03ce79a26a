"""Timers, limits and values beside each other: what the examples of the rules do not show."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import Run, Write

Files = Mapping[str, str]

WES = "wes.connector.chatServer."


def chat(settings: str) -> str:
    return f"[endpoints:1]\nwebme=Q\n[settings]\n{settings}"


def backend(options: str) -> str:
    return f"[service:wes]\n{WES}{options}\n"


def configured(peak: int, rest: str = "") -> str:
    return f'[check]\npeak-chat-sessions = {peak}\n[[estate]]\nname = "prod"\npaths = ["."]\n{rest}'


def members(*names: str) -> str:
    return f'[[estate.cluster]]\nname = "Chat_Cluster"\nmembers = {json.dumps(names)}\n'


LIMITED = "limits-control-enabled=true\nlimit-for-sessions="
CLUSTER = "[chat]\nwebengagementChatQueue=Q\nrefreshTaskPeriod=2\nrefreshPoolSize="
FOUR = {
    **{f"Chat_{name}.conf": chat(f"{LIMITED}100") for name in "ABCD"},
    "GWE.cfg": backend("queueKey=1:webme"),
}
PAIRS = "".join(
    f'[[estate.application]]\nfile = "Chat_{first}.conf"\nbackup = "Chat_{second}"\n' for first, second in ("AB", "CD")
)
ELSEWHERE = '[[estate.application]]\nname = "Chat_B"\ntype = "chat-server"\n'
ALL = '[[estate.application]]\nfile = "GWE.cfg"\nconnects-to = ["Chat_A", "Chat_C"]\n'

FOUND: dict[str, tuple[str, Files, str]] = {  # rule, files, message
    "the Chat Server that waits least is named, and both are shown": (
        "GWE405",
        {
            "GWE.cfg": backend("refreshPeriod=5"),
            "Chat_1.conf": chat("flex-disconnect-timeout=5"),
            "Chat_2.conf": chat("flex-disconnect-timeout=4"),
            "Chat_3.conf": chat("flex-disconnect-timeout=4"),
        },
        "refreshPeriod is '5' while on Chat_2 and Chat_3 flex-disconnect-timeout is '4': "
        "Chat Server removes a client that asks for nothing in that time (that they take its chats is assumed)",
    ),
    "a default counts as the value, and is set off by commas": (
        "GWE421",
        {
            "GWE.xml": '<ConfData><CfgApplication><DBID value="1"/><name value="GWE"/><type value="107"/><options>'
            '<list_pair key="service:pacing"><str_pair key="pacing.connector.optimizationTarget" value="BUSY_FACTOR"/>'
            "</list_pair></options></CfgApplication></ConfData>"
        },
        "optimizationGoal is not set, which acts as '3', while optimizationTarget is 'BUSY_FACTOR': "
        "3 to 5 percent is advised for the rate of abandonment, and 70 to 85 for BUSY_FACTOR",
    ),
    "of two pairs one server may fail, and its backup server takes over": (
        "GWE411",
        {**FOUR, "gwe-lint.toml": configured(201, PAIRS + ALL)},
        "when one fails, the Chat Servers of GWE take 200 chat sessions, and 201 are planned: "
        "some customers are turned away",
    ),
    "a pool that is too small even if each node has one": (
        "GWE410",
        {
            "Cluster.cfg": f"{CLUSTER}9",
            "Node_1.cfg": "[cometd]\ntimeout=30\n",
            "Node_2.cfg": "[cometd]\ntimeout=30\n",
            "gwe-lint.toml": configured(181),
        },
        "refreshPoolSize is '9' while refreshTaskPeriod is '2' and 181 chat sessions are planned, which takes 19: "
        "refreshes probably come late at the peak",
    ),
}

UNJUDGED: dict[str, tuple[str, Files, str]] = {  # rule, files, reason
    "a timer out of its range is wrong before it is compared": (
        "GWE405",
        {"GWE.cfg": backend("refreshPeriod=90"), "Chat.conf": chat("flex-disconnect-timeout=60")},
        "GWE: refreshPeriod is '90', which is out of its range",
    ),
    "a timer that is no number": (
        "GWE409",
        {"GWE.cfg": backend("sessionRestoreTimeout=long"), "Chat.conf": chat("flex-disconnect-timeout=60")},
        "GWE: sessionRestoreTimeout is 'long', which is no number",
    ),
    "what would make values wrong is not known": (
        "GWE413",
        {
            "Chat.conf": chat("limit-for-sessions=500\nlimit-for-flex-users=400"),
            "gwe-lint.toml": configured(1, '[[estate.application]]\nfile = "Chat.conf"\npartial = true\n'),
        },
        "Chat: [settings] limits-control-enabled is not in the export, which is a selection of the options",
    ),
    "whether the client counts is not known": (
        "GWE407",
        {
            "GMS.cfg": "[push]\n[service.support]\n_client_timeout_notification=90\n",
            "Chat.conf": chat("flex-disconnect-timeout=45\nflex-push-timeout="),
            "gwe-lint.toml": configured(1, '[[estate.application]]\nfile = "GMS.cfg"\npartial = true\n'),
        },
        "GMS: [push] pushEnabled is not in the export, which is a selection of the options",
    ),
    "an unset identifyCreateContact in a selection of options": (
        "GWE404",
        {
            "GWE.cfg": backend("queueKey=1:webme"),
            "Chat.conf": chat("use-contact-server=false"),
            "gwe-lint.toml": configured(1, '[[estate.application]]\nfile = "GWE.cfg"\npartial = true\n'),
        },
        "GWE: [service:wes] identifyCreateContact is not in the export, which is a selection of the options",
    ),
    "a member of the group that is not exported": (
        "GWE411",
        {
            "Chat_A.conf": chat(f"{LIMITED}100"),
            "gwe-lint.toml": configured(150, members("Chat_A", "Chat_B") + ELSEWHERE),
        },
        "the members of Chat_Cluster: Chat_B is not in the exports",
    ),
    "a pool that would do if each node has one": (
        "GWE410",
        {
            "Cluster.cfg": f"{CLUSTER}10",
            "Node_1.cfg": "[cometd]\ntimeout=30\n",
            "Node_2.cfg": "[cometd]\ntimeout=30\n",
            "gwe-lint.toml": configured(181),
        },
        "Cluster: it has 2 nodes, and whether each has a pool of its own is not documented",
    ),
    "a period of no time": (
        "GWE410",
        {"Cluster.cfg": f"{CLUSTER}10".replace("Period=2", "Period=0"), "gwe-lint.toml": configured(800)},
        "Cluster: refreshTaskPeriod is '0', which is out of its range",
    ),
}

RIGHT: dict[str, tuple[str, Files]] = {
    "a selection without identifyCreateContact, and Chat Servers that use Universal Contact Server": (
        "GWE404",
        {"GWE.cfg": backend("queueKey=1:webme"), "Chat.conf": chat("use-contact-server=true")},
    ),
    "pairs that take the peak": ("GWE411", {**FOUR, "gwe-lint.toml": configured(200, PAIRS + ALL)}),
    "a limit that is off cannot be out of order": (
        "GWE413",
        {
            "Chat_1.conf": chat("limit-for-sessions=500\nlimit-for-flex-users=400"),
            "Chat_2.conf": chat("limits-control-enabled=true\nlimit-for-sessions=500\nlimit-for-flex-users=501"),
        },
    ),
}


def report(rule: str, files: Files, write: Write, run: Run) -> dict[str, Any]:
    write(dict(files))
    paths = () if "gwe-lint.toml" in files else ("--isolated", ".")
    ran = run("check", "--select", rule, "--profile", "advice", "--format", "json", *paths)
    result: dict[str, Any] = json.loads(ran.out)
    return result


@pytest.mark.parametrize(("rule", "files", "message"), FOUND.values(), ids=FOUND)
def test_it_is_found(rule: str, files: Files, message: str, estate: Write, run: Run) -> None:
    result = report(rule, files, estate, run)
    assert [(rule, message)] == [(each["rule"], each["message"]) for each in result["findings"]]


@pytest.mark.parametrize(("rule", "files", "reason"), UNJUDGED.values(), ids=UNJUDGED)
def test_it_is_not_judged(rule: str, files: Files, reason: str, estate: Write, run: Run) -> None:
    result = report(rule, files, estate, run)
    assert ([], [reason]) == (result["findings"], [each["reason"] for each in result["not_evaluated"]])


@pytest.mark.parametrize(("rule", "files"), RIGHT.values(), ids=RIGHT)
def test_it_is_right(rule: str, files: Files, estate: Write, run: Run) -> None:
    result = report(rule, files, estate, run)
    assert ([], [], 0) == (result["findings"], result["not_evaluated"], result["summary"]["rules"]["not_applicable"])
