"""What checks say: hits point at values, reasons tell what is unknown, and neither knows a rule."""

import re
from pathlib import Path

import pytest

from gwe_lint.catalogue.fact import Catalogue, Fact
from gwe_lint.estate.connected import Connected
from gwe_lint.estate.effective import Effective, set_value
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of, value_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated
from gwe_lint.estate.reach import connections_of
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Connection, Target
from gwe_lint.exports.redactor import Redactor

SOURCES = sorted((Path(__file__).parents[2] / "gwe_lint" / "checks").glob("*.py"))


def application(name: str, type: str, options: str, *targets: str) -> Application:
    (export,) = read_cfg(options.encode(), f"{name}.cfg", Redactor()).exports
    connections = tuple(Connection(Target(target)) for target in targets) or None
    return Application(name, type, "said", certain=True, export=export, connections=connections)


CHAT = application("Chat", "chat-server", "[settings]\nsite-timeout=5\n")
FACT = Fact("chat-server", "settings", "site-timeout", "integer", takes_effect="after restart")


def value() -> Effective:
    option = CHAT.option("settings", "site-timeout")
    assert option
    return set_value(Estate("prod", (CHAT,), Catalogue([FACT])), CHAT, option)


def test_a_hit_at_a_value_has_its_place_and_when_a_change_takes_effect() -> None:
    hit = Hit.at(value(), "site-timeout is 5", help="set it to 6")
    option = CHAT.option("settings", "site-timeout")
    assert option
    assert (value_of(CHAT, option), "", "after restart") == (hit.place, hit.label, hit.takes_effect)
    assert ("site-timeout is 5", "set it to 6") == (hit.message, hit.help)


def test_a_hit_at_a_default_says_that_it_is_not_set() -> None:
    hit = Hit.at(Effective(CHAT, "settings", "other", "5"), "other is not set")
    assert (header_of(CHAT, "settings", "other"), "not set here", None) == (hit.place, hit.label, hit.takes_effect)


@pytest.mark.parametrize("label", ["too long", ""])
def test_a_label_that_is_given_is_the_label_of_a_hit(label: str) -> None:
    assert label == Hit.at(Effective(CHAT, "settings", "other", "5"), "other is not set", label=label).label


UNKNOWN = NotEvaluated("Chat: connections are unknown (option exports carry none, and no connects-to is declared)")


def test_topology_says_why_it_does_not_know_what_an_application_reaches() -> None:
    topology = Estate("prod", (CHAT,), Catalogue([])).topology
    assert UNKNOWN == connections_of(CHAT) == topology.reach(CHAT) == topology.connected_to(CHAT)


def test_topology_names_what_an_application_is_connected_to_and_nothing_is_known_of() -> None:
    client = application("GWE", "gwe-backend", "[a]\nb=1\n", "Chat", "Nobody")
    connected = Estate("prod", (client, CHAT), Catalogue([])).topology.connected_to(client)
    assert isinstance(connected, Connected)
    assert (True, False) == (connected.has("chat-server"), connected.has("contact-server"))
    assert NotEvaluated("GWE: nothing is known of Nobody, to which it is connected") == connected.gap(client)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_check_names_a_rule(path: Path) -> None:
    assert [] == re.findall(r"\b(?:GWE|SITE)[0-9]{3}", path.read_text(encoding="utf-8"))
