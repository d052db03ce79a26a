"""What `explain` and `why` say of an option that is partly inferred, or whose empty value counts."""

import json

import pytest

from tests.conftest import Run, Write

OPTION = "service:wes/wes.connector.chatServer.requestPoolSize"


@pytest.mark.parametrize(
    ("option", "lines"),
    [
        (
            "gwe-cluster:chat/refreshTaskPeriod",
            ["range                  1 to any", "basis                  documented, minimum inferred"],
        ),
        (
            "chat-server:log-filter-data/Transcript",
            ["default                hide", "basis                  documented, pattern inferred"],
        ),
        ("common:log-extended/level-reassign-4121", ["basis                  documented, values inferred"]),
        ("common:log/verbose", ["basis                  documented"]),
    ],
)
def test_a_page_names_what_is_inferred(option: str, lines: list[str], run: Run) -> None:
    page = [line.strip() for line in run("explain", option).out.splitlines()]
    assert [] == [line for line in lines if line not in page]


def test_why_names_what_is_inferred(estate: Write, run: Run) -> None:
    estate({"Backend.cfg": "[service:wes]\nwes.connector.chatServer.requestPoolSize=0\n"})
    said = run("why", "Backend", OPTION, "--isolated", ".").out
    assert "documented, minimum inferred: " in said
    account = json.loads(run("why", "Backend", OPTION, "--isolated", ".", "-f", "json").out)["accounts"][0]
    assert ("documented", ["minimum"]) == (account["fact"]["basis"], account["fact"]["inferred"])
    found = {rule["rule"]: rule["severity"] for rule in account["rules"] if rule["severity"]}
    assert {"GWE105": "warning"} == found


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("message-close=", ""),
        ("message-close=Bye", "Bye"),
        ("enabled=true", "Chat session closed due to inactivity of chat participants."),
    ],
)
def test_an_empty_text_is_not_the_default(line: str, value: str, estate: Write, run: Run) -> None:
    estate({"Chat.conf": f"[endpoints:1]\na=Q\n[inactivity-control]\n{line}\n"})
    said = json.loads(run("why", "Chat", "inactivity-control/message-close", "--isolated", ".", "-f", "json").out)
    assert value == said["accounts"][0]["value"]
