"""One cause, one finding: which findings yield to others, which do not, and what is said of those that do."""

import json
from typing import Any

import pytest

from gwe_lint.rules.precedence import order_problems
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Web Chat\ndefault=Web Chat\n"
GWE = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Web Chat\n"
RESTORING = CHAT + "[settings]\nsession-restoration-mode=simple\ntranscript-auto-save={}\n"
GOAL = "[service:pacing]\npacing.connector.optimizationGoal=300\n"


def files(gwe: str = GWE, *chats: str) -> dict[str, str]:
    servers = {f"e/Chat_{number}.conf": text for number, text in enumerate(chats or (CHAT,), 1)}
    return {"e/GWE.cfg": gwe, **servers}


def report(run: Run, *arguments: str) -> Any:
    return json.loads(run("check", "e", "--isolated", "-f", "json", *arguments).out)


def rules_in(data: Any) -> list[str]:
    return [finding["rule"] for finding in data["findings"]]


ONE = {
    "a blank behind queueKey": (files(GWE.replace("1:webme", "1:webme ")), "GWE201", "GWE010"),
    "a blank on both sides of the equals sign": (files(GWE.replace("=1:webme", " = 1:webme")), "GWE201", "GWE010"),
    "a no-break space behind the queue of one member": (
        files(GWE, CHAT, CHAT.replace("Web Chat", "Web Chat\u00a0", 1), CHAT),
        "GWE205",
        "GWE010",
    ),
    "a zero-width space in the queue of the client": (
        files(GWE.replace("Web Chat", "Web\u200b Chat")),
        "GWE204",
        "GWE014",
    ),
    "a blank behind the endpoint's queue": (files(GWE, CHAT.replace("Web Chat", "Web Chat ", 1)), "GWE204", "GWE010"),
    "the option misspelt": (files(GWE.replace("queueKey", "queuKey")), "GWE102", "GWE103"),
    "the option in another case": (files(GWE.replace("queueKey", "QueueKey")), "GWE102", "GWE103"),
    "the section in another case": (files(GWE.replace("service:wes", "Service:Wes")), "GWE102", "GWE103"),
    "a timeout that is no number, on one member": (
        files(
            GWE, CHAT + "[settings]\nflex-disconnect-timeout=long\n", CHAT + "[settings]\nflex-disconnect-timeout=60\n"
        ),
        "GWE101",
        "GWE308",
    ),
    "a mode of saving that there is not": (files(GWE, RESTORING.format(9), RESTORING.format(1)), "GWE101", "GWE302"),
    "the endpoints header in another case": (files(GWE, CHAT.replace("[e", "[E")), "GWE202", "GWE103"),
    "the endpoints header without its last letter": (files(GWE, CHAT.replace("ts:1", "t:1")), "GWE202", "GWE103"),
    "letters swapped in the endpoints header": (files(GWE, CHAT.replace("points", "ponits")), "GWE202", "GWE103"),
    "the option under its name of 8.1.2": (
        files("[chat]\nwes.connector.chatServer.queueKey=1:webme\nwebengagementChatQueue=Web Chat\n"),
        "GWE102",
        "GWE613",
    ),
    "the option in another section": (
        files(
            GWE.replace("wes.connector.chatServer.queueKey=1:webme\n", "")
            + "[service:pacing]\nwes.connector.chatServer.queueKey=1:webme\n"
        ),
        "GWE102",
        "GWE113",
    ),
    "an option of one member misspelt": (
        files(GWE, RESTORING.format(1), RESTORING.format(1).replace("session-r", "sesion-r"), RESTORING.format(1)),
        "GWE103",
        "GWE302",
    ),
    "an option of one member in another section": (
        files(GWE, RESTORING.format(1), RESTORING.format(1).replace("[settings]", "[log]"), RESTORING.format(1)),
        "GWE113",
        "GWE302",
    ),
    "a queue in quotes": (files(GWE, CHAT.replace("webme=Web Chat", 'webme="Web Chat"')), "GWE204", "GWE114"),
    "the endpoints header without the tenant": (files(GWE, CHAT.replace(":1", "")), "GWE202", "GWE103"),
    "a blank before the tenant of the endpoints header": (files(GWE, CHAT.replace(":1", ": 1")), "GWE202", "GWE209"),
    "the endpoints header of one member misspelt": (files(GWE, CHAT, CHAT.replace("[e", "[E")), "GWE203", "GWE103"),
    "a zero before the tenant, on one member": (files(GWE, CHAT, CHAT.replace(":1", ":01")), "GWE203", "GWE209"),
    "a goal of 300 percent": (files(GWE + GOAL), "GWE101", "GWE421"),
}


@pytest.mark.parametrize(("given", "leading", "other"), ONE.values(), ids=ONE)
def test_one_cause_is_one_finding(given: dict[str, str], leading: str, other: str, estate: Write, run: Run) -> None:
    estate(given)
    data = report(run)
    assert [leading] == rules_in(data)
    reasons = [each["reason"] for each in data["not_evaluated"] if each["rule"] == other and leading in each["reason"]]
    assert reasons
    assert all("the same cause as" in reason for reason in reasons)


@pytest.mark.parametrize(("given", "leading", "other"), ONE.values(), ids=ONE)
def test_where_the_leading_rule_does_not_run_the_other_speaks(
    given: dict[str, str], leading: str, other: str, estate: Write, run: Run
) -> None:
    estate(given)
    assert other in rules_in(report(run, "--ignore", leading))
    assert {other} == set(rules_in(report(run, "--select", other)))


def test_a_section_that_names_no_tenant_is_found_beside_an_endpoint_that_is_not_in_it(estate: Write, run: Run) -> None:
    estate(files(GWE, "[endpoints:Acme]\nother=Web Chat\n"))
    data = report(run)
    assert {"GWE202", "GWE209"} <= set(rules_in(data))
    assert "another tenant" not in json.dumps([each for each in data["findings"] if each["rule"] == "GWE202"])


@pytest.mark.parametrize("header", ["Endpoints:1", "endpoint:1", "endpoints", "endpoints: 1"])
def test_trace_names_the_section_that_was_meant(header: str, estate: Write, run: Run) -> None:
    estate(files(GWE, CHAT.replace("endpoints:1", header)))
    (trace,) = json.loads(run("trace", "GWE", "e", "--isolated", "-f", "json").out)["traces"]
    hop = trace["routes"][0]["hops"][-1]
    assert f"but section [{header}] is probably meant for [endpoints:1]" in hop["message"]
    assert hop["status"] == "lost"


def test_a_wrong_header_is_one_finding_though_it_is_spelling_and_tenant(estate: Write, run: Run) -> None:
    estate(files(GWE, CHAT, CHAT + "[endpoints: 101]\nother=Web Chat\n"))
    assert ["GWE209"] == rules_in(report(run))


def test_advice_yields_to_the_rule_it_repeats(estate: Write, run: Run) -> None:
    estate(files(GWE + "wes.connector.chatServer.sessionRestoreTimeout=30\n", CHAT, CHAT))
    found = rules_in(report(run, "--profile", "advice"))
    assert ("GWE302" in found, "GWE316" in found) == (True, False)


def test_a_finding_never_yields_to_a_less_severe_one(estate: Write, run: Run) -> None:
    estate({**ONE["a goal of 300 percent"][0], "c.toml": '[check.severity]\nGWE101 = "note"\n'})
    found = json.loads(run("check", "e", "--config", "c.toml", "-f", "json").out)["findings"]
    assert {("GWE101", "note"), ("GWE421", "warning")} == {(each["rule"], each["severity"]) for each in found}


def test_two_causes_at_two_places_are_two_findings(estate: Write, run: Run) -> None:
    estate(files(GWE.replace("1:webme", "1:webme "), CHAT.replace("default=Web Chat", "default=Web Chat ")))
    assert ["GWE010", "GWE201"] == sorted(rules_in(report(run)))


def test_a_waiver_accepts_what_follows_from_the_finding_as_well(estate: Write, run: Run) -> None:
    waiver = (
        '[[waiver]]\nrule = "GWE101"\nreason = "being tried"\nowner = "chat-ops"\n'
        "created = 2026-01-01\nexpires = 2026-03-31\n"
    )
    estate({**ONE["a goal of 300 percent"][0], "gwe-lint.toml": "", "gwe-lint-waivers.toml": waiver})
    data = json.loads(run("check", "e", "--as-of", "2026-02-01", "-f", "json").out)
    assert [("GWE101", True)] == [(each["rule"], each["waiver"] is not None) for each in data["findings"]]
    assert "GWE421" in {each["rule"] for each in data["not_evaluated"]}


OVERRIDE = '[[check.override]]\napplications = ["GWE"]\n{}\nreason = "as agreed"\n'


def test_where_an_override_ignores_the_leading_finding_the_other_speaks(estate: Write, run: Run) -> None:
    config = OVERRIDE.format('ignore = ["GWE101"]')
    estate({**ONE["a goal of 300 percent"][0], "c.toml": config})
    found = json.loads(run("check", "e", "--config", "c.toml", "-f", "json").out)["findings"]
    assert ["GWE421"] == [each["rule"] for each in found]


def test_an_override_of_a_finding_that_yields_is_used(estate: Write, run: Run) -> None:
    config = OVERRIDE.format('severity = { GWE421 = "note" }')
    estate({**ONE["a goal of 300 percent"][0], "c.toml": config})
    found = json.loads(run("check", "e", "--config", "c.toml", "-f", "json").out)["findings"]
    assert ["GWE101"] == [each["rule"] for each in found]


def test_a_finding_never_yields_to_one_that_an_override_lets_pass(estate: Write, run: Run) -> None:
    config = OVERRIDE.format('fail-on = "never"').replace("GWE", "Chat_1")
    estate({**ONE["a timeout that is no number, on one member"][0], "c.toml": config})
    found = rules_in(json.loads(run("check", "e", "--config", "c.toml", "-f", "json").out))
    assert ["GWE101", "GWE308"] == sorted(found)


def test_a_locked_rule_yields_to_none(estate: Write, run: Run) -> None:
    lock = '[[lock]]\nrule = "GWE421"\nreason = "pacing is reviewed"\n'
    estate({**ONE["a goal of 300 percent"][0], "lock.toml": lock})
    found = rules_in(json.loads(run("check", "e", "--isolated", "--pack", "lock.toml", "-f", "json").out))
    assert ["GWE101", "GWE421"] == sorted(found)


RULE = load_packs().rules[0]
A, B, C = (RULE._replace(id=f"SITE{number:03}", name=name, pack="site.toml") for number, name in enumerate("abc", 1))
ORDERS = {
    "a rule that does not exist": ([A._replace(yields_to=("SITE009",))], "no rule 'SITE009'"),
    "itself": ([A._replace(yields_to=("a",))], "it yields to itself"),
    "itself over another one": ([A._replace(yields_to=("b",)), B._replace(yields_to=("SITE001",))], "yields to itself"),
}


@pytest.mark.parametrize(("rules", "said"), ORDERS.values(), ids=ORDERS)
def test_an_order_in_which_no_rule_would_speak_is_refused(rules: list[Any], said: str) -> None:
    problems = list(order_problems(rules))
    assert problems
    assert all(said in problem and problem.startswith("site.toml: rule 'SITE00") for problem in problems)


def test_an_order_that_ends_is_right() -> None:
    assert [] == list(order_problems([A._replace(yields_to=("b", "SITE003")), B._replace(yields_to=("c",)), C]))


def test_a_pack_of_a_site_says_what_its_rule_yields_to(estate: Write, run: Run) -> None:
    pack = """
[[rule]]
id = "SITE001"
name = "site-queue"
severity = "error"
yields-to = ["{}"]
check = "placeholder-left"
summary = "No placeholder is left."
why = "Chats go nowhere."
fix = "Name a queue."
[rule.with]
options = ["chat-server:endpoints:*/*"]
"""
    estate({**files(GWE, CHAT.replace("Web Chat", "<queue>")), "site.toml": pack.format("placeholder-left")})
    assert "SITE001" not in rules_in(report(run, "--pack", "site.toml"))
    estate({"site.toml": pack.format("GWE404")})
    assert "SITE001" in rules_in(report(run, "--pack", "site.toml"))
    estate({"site.toml": pack.format("place-holder")})
    assert "yields-to: no rule 'place-holder'" in run("check", "e", "--pack", "site.toml").err
