"""The quantifiers of connected-to where the rules that have them leave a parameter out."""

import pytest

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.catalogue.releases import Releases
from gwe_lint.checks.required_connections import Quantifier, connected_to
from gwe_lint.estate.conditions import parse_condition
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit, NotEvaluated, Outcome, Prose
from gwe_lint.estate.selectors import AppType
from tests.checks.test_outcomes import application

IXN, ORS, CHAT = AppType("interaction-server"), AppType("orchestration-server"), AppType("chat-server")
BECAUSE = Prose("so it is")


def ors(*targets: str, options: str = "[ors]\na=1\n", release: str | None = None) -> Estate:
    """An Orchestration Server that is connected to some of two Interaction Servers and a Chat Server."""
    servers = [application(name, IXN, "[settings]\na=1\n", "Chat") for name in ("Ixn_1", "Ixn_2")]
    chat = application("Chat", CHAT, "[settings]\na=1\n", "Ixn_1")
    own = application("ORS", ORS, options, *targets)._replace(release=release)
    return Estate("prod", (own, *servers, chat), Catalogue([]))


def outcomes(estate: Estate, quantifier: Quantifier, **more: object) -> list[Outcome]:
    given = {"clients": (ORS,), "servers": (IXN,), "because": BECAUSE, "quantifier": quantifier, **more}
    return list(connected_to(estate, **given))  # type: ignore[arg-type]


def messages(found: list[Outcome]) -> list[str]:
    return [each.message for each in found if isinstance(each, Hit)]


def test_several_servers_are_wrong_where_nothing_makes_them_right() -> None:
    (hit,) = outcomes(ors("Ixn_1", "Ixn_2"), "one")
    assert isinstance(hit, Hit)
    assert ("ORS is connected to Ixn_1 and Ixn_2: so it is", "keep the connection to one of them") == (
        hit.message,
        hit.help,
    )


@pytest.mark.parametrize("targets", [("Ixn_1",), ("Chat",), ("Ixn_1", "Chat")])
def test_one_server_is_nothing_to_judge(targets: tuple[str, ...]) -> None:
    assert [] == outcomes(ors(*targets), "one")


SEVERAL = parse_condition("orchestration-server:ors/several is true")
OFF = parse_condition("orchestration-server:ors/off is-set")


def test_one_at_most_is_asked_only_when_and_unless() -> None:
    estate = ors("Ixn_1", "Ixn_2", options="[ors]\nseveral=true\noff=1\n")
    assert 1 == len(messages(outcomes(estate, "one", when=(SEVERAL,))))
    assert [] == outcomes(estate, "one", when=(SEVERAL,), unless=(OFF,))


def test_one_at_most_is_asked_beside_another_server_only() -> None:
    assert [] == outcomes(ors("Ixn_1", "Ixn_2"), "one", beside=(CHAT,))
    assert 1 == len(messages(outcomes(ors("Ixn_1", "Ixn_2", "Chat"), "one", beside=(CHAT,))))


def test_a_quantifier_of_a_release_is_not_evaluated_where_the_release_is_unknown() -> None:
    found = outcomes(ors("Ixn_1", "Ixn_2"), "one", releases=Releases(first="8.1.4"))
    assert [NotEvaluated("ORS: its release is unknown")] == found
    (found_of_template,) = outcomes(ors("Ixn_1", "Ixn_2", release="8.1.4"), "one", releases=Releases(first="8.1.4"))
    assert "the object says 8.1.4, which is the version of a template" in str(found_of_template)
    assert [] == outcomes(ors("Ixn_1", "Ixn_2", release="8.1.300.11"), "one", releases=Releases(first="8.1.4"))
    assert 1 == len(
        messages(outcomes(ors("Ixn_1", "Ixn_2", release="8.1.400.33"), "one", releases=Releases(first="8.1.4")))
    )


def test_every_server_is_asked_of_those_that_stand_in_for_each_other() -> None:
    assert [] == outcomes(ors("Ixn_1"), "every")
    cluster = application("Cluster", "application-cluster", "[a]\nb=1\n", "Ixn_1", "Ixn_2")
    estate = ors("Ixn_1")
    estate = estate._replace(applications=(*estate.applications, cluster))
    assert ["ORS is connected to Ixn_1 and not to Ixn_2: so it is"] == messages(outcomes(estate, "every"))
