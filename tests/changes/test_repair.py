"""Which fixes are offered: those that a trial proves, the best ones first, as far as they go together."""

from datetime import date
from pathlib import Path

import pytest

from gwe_lint.changes.repair import repair_of
from gwe_lint.changes.simulation import Judges
from gwe_lint.changes.trial import Trials
from gwe_lint.config.model import Config
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.engine import run
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.fix import Fix
from gwe_lint.findings.lint import judging
from gwe_lint.findings.waivers import Ledger
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import Packs, selected
from tests.builders import estate_of

WES = "wes.connector.chatServer."
KEY = ("GWE", "service:wes", f"{WES}queueKey")
FILES = {
    "GWE.cfg": f"[service:wes]\n{WES}queueKey=1:web\n{WES}queueWebengagement=Q\n{WES}refreshPeriod=60\n",
    "Chat_1.cfg": "[endpoints:1]\nwebme=Q\nother=Q2\n[security]\npassword=CANARY1\n",
    "Chat_2.cfg": "[endpoints:1]\nwebme=Q\nother=Q2\n",
}


class Bench:
    """An estate, what the rules find in it, and trials of fixes."""

    def __init__(self, folder: Path, files: dict[str, str], packs: Packs, *, fixable: bool = False) -> None:
        """Rules propose nothing themselves, unless they are ``fixable``."""
        self.estate: Estate = estate_of(folder, files)
        rules = tuple(judging(selected(packs.rules, (), (), "default")))
        rules = rules if fixable else tuple(each._replace(fixable=None) for each in rules)
        loader = Loader(folder.parent, packs.catalogue, Redactor(packs.catalogue))
        config = Config(shown=None, folder=folder.parent)
        judges = Judges(rules, config, loader, Accepted(Ledger(), date(2026, 1, 1)), chat_options_of(packs.rules))
        self.findings = run(rules, [self.estate]).findings
        self.trials = Trials(judges, [self.estate], [each.fingerprint for each in self.findings])

    def finding(self, rule: str, *fixes: Fix) -> Finding:
        """The finding of a rule, with these fixes."""
        (found,) = [each for each in self.findings if each.rule == rule]
        return found._replace(fixes=fixes)


@pytest.fixture
def bench(tmp_path: Path, packs: Packs) -> Bench:
    return Bench(tmp_path / "est", FILES, packs)


def names(value: str) -> Edit:
    """The client names this endpoint."""
    return Edit(*KEY, "1:web", value)


def sets(after: str, before: str = "60") -> Edit:
    return Edit("GWE", "service:wes", f"{WES}refreshPeriod", before, after)


def defines(*servers: str) -> tuple[Edit, ...]:
    """These servers have the endpoint that the client names."""
    return tuple(Edit(server, "endpoints:1", "web", None, "Q") for server in servers)


def test_fewer_changes_go_before_more(bench: Bench) -> None:
    on_servers, on_client = Fix("probable", defines("Chat_1", "Chat_2")), Fix("probable", (names("1:webme"),))
    (offer,) = repair_of(bench.trials, [bench.finding("GWE202", on_servers, on_client)], unsafe=True).offers
    assert (offer.fix.changes, offer.fix.resolves) == (on_client.changes, 1)
    assert [(each.changes, each.resolves) for each in offer.others] == [(on_servers.changes, 1)]


def test_what_is_documented_goes_without_being_asked_for(bench: Bench) -> None:
    on_servers, on_client = Fix("documented", defines("Chat_1", "Chat_2")), Fix("probable", (names("1:webme"),))
    repair = repair_of(bench.trials, [bench.finding("GWE202", on_servers, on_client)], unsafe=False)
    assert [each.fix.changes for each in repair.offers] == [on_servers.changes]
    assert repair.held_back == ()
    assert repair.remaining == ()


@pytest.mark.parametrize(
    ("fix", "reason"),
    [
        pytest.param((names("1:nosuch"),), "it would resolve nothing", id="it resolves nothing"),
        pytest.param((names("1:other"),), "it would bring GWE204", id="another finding comes"),
        pytest.param(defines("Chat_1"), "it would bring GWE203", id="it is half of what is needed"),
        pytest.param(
            (*defines("Chat_1"), *defines("Chat_9")), "Chat_9 is not in the exports", id="an unknown application"
        ),
        pytest.param((names("1:webme")._replace(before="1:old"),), "queueKey is '1:web' now", id="another value"),
        pytest.param(
            (Edit("Chat_1", "security", "password", "x", "y"),), "is a secret, or masked", id="it is about a secret"
        ),
        pytest.param((names(" 1:webme"),), "cannot be written as a line", id="a blank at the beginning of a value"),
    ],
)
def test_what_is_not_offered_and_why(bench: Bench, fix: tuple[Edit, ...], reason: str) -> None:
    finding = bench.finding("GWE202", Fix("documented", fix))
    repair = repair_of(bench.trials, [finding], unsafe=True)
    assert repair.offers == ()
    assert [each.reason for each in repair.not_offered] != []
    assert reason in repair.not_offered[0].reason
    assert "CANARY" not in str(repair.not_offered)
    assert repair.why_left(finding) == f"not offered: {repair.not_offered[0].reason}"


def test_what_a_fix_brings_is_put_right_with_it(tmp_path: Path, packs: Packs) -> None:
    """The client goes to an endpoint that is missing on one server: its rule proposes to define it there."""
    bench = Bench(tmp_path / "est", {**FILES, "Chat_2.cfg": "[endpoints:1]\nother=Q2\n"}, packs, fixable=True)
    finding = bench.finding("GWE202", Fix("documented", (names("1:webme"),)))
    (offer,) = repair_of(bench.trials, [finding], unsafe=True).offers
    assert offer.fix.changes == (names("1:webme"), Edit("Chat_2", "endpoints:1", "webme", None, "Q"))
    assert offer.fix.safety == "probable"
    held_back = repair_of(bench.trials, [finding], unsafe=False)
    assert (held_back.offers, [each.fix for each in held_back.held_back]) == ((), [offer.fix])


def test_of_two_values_for_one_option_the_better_one_is_taken(bench: Bench) -> None:
    both = Fix("documented", (names("1:webme"), sets("3")))
    alone = Fix("documented", (sets("4"), Edit("GWE", "service:wes", "x", None, "y")))
    findings = [bench.finding("GWE202", both), bench.finding("GWE101", alone)]
    repair = repair_of(bench.trials, findings, unsafe=False)
    assert [(each.fix.changes, each.fix.resolves) for each in repair.offers] == [(both.changes, 2)]
    assert repair.remaining == ()


def test_a_value_that_a_better_fix_sets_otherwise_is_left_to_a_person(bench: Bench) -> None:
    """Both resolve a finding of their own, and cannot both be made."""
    one = Fix("documented", (names("1:webme"), Edit("GWE", "service:wes", "x", None, "1")))
    other = Fix("documented", (sets("3"), Edit("GWE", "service:wes", "x", None, "2"), Edit("GWE", "z", "z", None, "2")))
    findings = [bench.finding("GWE202", one), bench.finding("GWE101", other)]
    repair = repair_of(bench.trials, findings, unsafe=False)
    assert [each.fix.changes for each in repair.offers] == [one.changes]
    assert [each.rule for each in repair.remaining] == ["GWE101"]
    assert "sets GWE [service:wes] x to another value than '2'" in repair.why_left(findings[1])


def test_fixes_that_do_harm_together_are_not_both_offered(tmp_path: Path, packs: Packs) -> None:
    """The client goes to one endpoint, and another fix takes the queue away from under it."""
    bench = Bench(tmp_path / "est", FILES, packs)
    to_other = Fix("documented", (names("1:webme"),))
    queue = tuple(Edit(server, "endpoints:1", "webme", "Q", "Q3") for server in ("Chat_1", "Chat_2"))
    harmful = Fix("documented", (sets("3"), *queue))
    findings = [bench.finding("GWE202", to_other), bench.finding("GWE101", harmful)]
    repair = repair_of(bench.trials, findings, unsafe=False)
    assert [each.fix.changes for each in repair.offers] == [to_other.changes]
    assert "together with the other fixes it would bring GWE204" in repair.why_left(findings[1])


def test_equal_edits_are_tried_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = (names("1:webme"), sets("3"))
    first = bench.trials.of("est", edits)
    assert bench.trials.of("est", reversed(edits)) is first
    assert {each.rule for each in first.gone} == {"GWE101", "GWE202"}


def test_many_fixes_are_tried_in_groups(tmp_path: Path, packs: Packs) -> None:
    """Those that hold are found among those that do not, in far fewer trials than there are fixes."""
    clients = {f"GWE_{number}.cfg": FILES["GWE.cfg"].replace("60", "3") for number in range(102)}
    bench = Bench(tmp_path / "est", {**clients, "Chat_1.cfg": FILES["Chat_1.cfg"]}, packs)
    wrong = {"GWE_3", "GWE_40"}
    findings = [
        each._replace(
            fixes=(Fix("documented", (Edit(name, *KEY[1:], "1:web", "1:other" if name in wrong else "1:webme"),)),)
        )
        for each in bench.findings
        if each.rule == "GWE202" and (name := each.hit.place.application)
    ]
    assert len(findings) == len(clients)
    repair = repair_of(bench.trials, findings, unsafe=False)
    assert repair.grouped == ("est",)
    assert {each.fix.changes[0].application for each in repair.offers} == {
        name.removesuffix(".cfg") for name in clients
    } - wrong
    assert {each.hit.place.application for each in repair.remaining} == wrong
    assert all("it would bring GWE204" in each.reason for each in repair.not_offered)
    assert {each.fix.resolves for each in repair.offers} == {1}
    assert bench.trials.made < len(clients) / 2
