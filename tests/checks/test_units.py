"""Periods in another unit than their own."""

import json

import pytest

from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Q\ndefault=Q\n[settings]\nsession-restoration-mode=simple\ntranscript-auto-save=1\n"


@pytest.mark.parametrize(
    ("line", "message", "help"),
    [
        (
            "flex-disconnect-timeout=45000",
            "flex-disconnect-timeout is '45000', and it counts in seconds: "
            "45 seconds, written in milliseconds, may be meant",
            "set it to 45, if 45 seconds are meant",
        ),
        (
            "flex-push-resend-delay=1000",
            "flex-push-resend-delay is '1000', and it counts in seconds: "
            "1 second, written in milliseconds, may be meant",
            "set it to 1, if 1 second is meant",
        ),
    ],
)
def test_milliseconds_for_seconds(line: str, message: str, help: str, estate: Write, run: Run) -> None:
    estate({"Chat.conf": f"{CHAT}{line}\n"})
    (found,) = json.loads(run("check", "--isolated", "--format", "json", "--select", "GWE108", ".").out)["findings"]
    assert (message, help, "warning") == (found["message"], found["help"], found["severity"])


def test_seconds_for_milliseconds(estate: Write, run: Run) -> None:
    estate({"Cobrowse.cfg": "[chat]\nuseChat=true\nqueueKey=1:a\nrefreshTaskPeriod=3\n"})
    (found,) = json.loads(run("check", "--isolated", "--format", "json", "--select", "GWE108", ".").out)["findings"]
    assert "refreshTaskPeriod is '3', and it counts in milliseconds: 3 seconds may be meant" == found["message"]
    assert "set it to 3000, if 3 seconds are meant" == found["help"]


@pytest.mark.parametrize("value", ["45", "3600", "18000", "36000", "86400", "432000", "1728000", "90001"])
def test_what_somebody_may_mean(value: str, estate: Write, run: Run) -> None:
    estate({"Chat.conf": f"{CHAT}flex-disconnect-timeout={value}\n"})
    assert [] == json.loads(run("check", "--isolated", "-f", "json", "--select", "GWE108", ".").out)["findings"]


def test_a_site_that_says_no_unit_crashes_nothing(estate: Write, run: Run) -> None:
    option = '[[option]]\napp = "chat-server"\nsection = "settings"\noption = "flex-push-timeout"\nsummary = "Ours."\n'
    estate({"Chat.conf": f"{CHAT}flex-push-timeout=45000\n", "site.toml": option})
    ran = run("check", "--isolated", "--pack", "site.toml", "-f", "json", "--select", "GWE108", "Chat.conf")
    (reason,) = [each["reason"] for each in json.loads(ran.out)["not_evaluated"]]
    assert "Chat: the unit of flex-push-timeout is not known" == reason
