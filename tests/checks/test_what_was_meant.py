"""What a finding about a reference says of the right value, of names that look alike, and of where something stands."""

import json
from typing import Any

import pytest

from gwe_lint.checks.look_alike import both_shown, how_they_differ, prints_like
from gwe_lint.rules.selection import Packs
from tests.builders import WRITERS, App, backend, chat
from tests.conftest import Run, Write

KEY, QUEUE = "wes.connector.chatServer.queueKey", "wes.connector.chatServer.queueWebengagement"
CHAT = "[endpoints:1]\nsupport=Web_Chat\nsales=Sales_Chat\ndefault=Other\n"


def gwe(key: str, queue: str = "Web_Chat") -> str:
    return f"[service:wes]\n{KEY}={key}\n{QUEUE}={queue}\n"


def found(run: Run, *arguments: str) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(run("check", "e", "--isolated", "-f", "json", *arguments).out)[
        "findings"
    ]
    return findings


MEANT = {
    "1:support ": ("GWE201", "write 1:support: blanks"),
    "1 : support": ("GWE201", "write 1:support: blanks"),
    "1:support\u00a0": ("GWE201", "write 1:support: blanks"),
    '"1:support"': ("GWE201", "write 1:support: quotes are part of a value"),
    "\u201c1:support\u201d": ("GWE201", "write 1:support: quotes are part of a value"),
    '1:"support"': ("GWE202", "write 1:support: quotes are part of a value"),
    "1/support": ("GWE201", "write 1:support: a colon stands between"),
    "1;support": ("GWE201", "write 1:support: a colon stands between"),
    "1\uff1asupport": ("GWE201", "write 1:support: colon and digits have to be plain ones"),
    "support:1": ("GWE201", "write 1:support: the tenant DBID comes first"),
    "support": ("GWE201", "write 1:support: tenant 1 has an endpoint of that name"),
    ":support": ("GWE201", "write 1:support: tenant 1 has an endpoint of that name"),
    "Sales_Chat": ("GWE201", "write 1:sales: Sales_Chat is the queue that the endpoint leads to"),
    "Environment:support": ("GWE201", "write 1:support: 1 is the DBID of tenant Environment"),
    f"{KEY}=1:support": ("GWE201", "write 1:support: the name of the option is no part of its value"),
    "1:support   # web chat": ("GWE202", "write 1:support: there are no comments behind a value, so '# web chat' is"),
    "1:support ; web": ("GWE202", "write 1:support: there are no comments behind a value"),
    "1:support,": ("GWE202", "write 1:support: the separator at the end"),
    "1:support,1:sales": ("GWE202", "write one of these, 1:support and 1:sales: queueKey holds one reference"),
    "1:support; 101:support": ("GWE202", "write one of these, 1:support and 101:support: queueKey holds one reference"),
    "1:supprt": ("GWE202", "did you mean '1:support'?"),
    "1:supp\u043ert": ("GWE202", "did you mean '1:support'? they look alike and are different characters: U+043E CYR"),
    "1:nowhere": ("GWE202", "define nowhere in [endpoints:1] on each Chat Server"),
    "7": ("GWE201", "write tenant DBID, colon, endpoint name"),
    "no such thing": ("GWE201", "write tenant DBID, colon, endpoint name"),
}


@pytest.mark.parametrize(("value", "rule", "help"), [(key, *said) for key, said in MEANT.items()], ids=MEANT)
def test_help_shows_the_value_that_was_meant(value: str, rule: str, help: str, estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": gwe(value), "e/Chat.conf": CHAT})
    (finding,) = found(run)
    assert (rule, True) == (finding["rule"], finding["help"].startswith(help)), finding["help"]


def test_a_bare_name_is_of_the_environment_where_no_chat_server_is_there(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": gwe("support")})
    assert ["write 1:support: 1 is the DBID of the Environment tenant"] == [each["help"] for each in found(run)]


def test_an_endpoint_that_is_called_so_is_right(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": gwe("1:support,1:sales"), "e/Chat.conf": "[endpoints:1]\nsupport,1:sales=Web_Chat\n"})
    assert [] == found(run)


@pytest.mark.parametrize("writer", WRITERS)
def test_the_value_that_was_meant_is_shown_in_every_format(writer: str, estate: Write, run: Run) -> None:
    client = backend(102, sections={"service:wes": {KEY: "1:webme ", QUEUE: "Q"}})
    estate({f"e/{name}": text for name, text in WRITERS[writer]([client, chat(102)]).items()})
    helps = [each["help"] for each in found(run, "--select", "GWE010", "--select", "GWE2") if each["option"] == KEY]
    assert ["write 1:webme: blanks are part of the value"] == helps


@pytest.mark.parametrize("writer", WRITERS)
def test_each_chat_server_with_a_queue_of_its_own_is_a_finding_in_every_format(
    writer: str, estate: Write, run: Run
) -> None:
    servers = [chat(number, sections={"endpoints:1": {"webme": f"Q{number}"}}) for number in (102, 103, 104)]
    estate({f"e/{name}": text for name, text in WRITERS[writer]([backend(102, 103, 104), *servers]).items()})
    names = [each["application"] for each in found(run, "--select", "GWE205")]
    assert ["Chat_102", "Chat_103", "Chat_104"] == sorted(names)


ALIKE = {
    "composed and decomposed": ("Gespr\u00e4ch", "Gespra\u0308ch", "\\u00e4", "a\\u0308", "Unicode composition"),
    "a no-break space": ("Web\u00a0Chat", "Web Chat", "Web\\u00a0Chat", "Web Chat", "U+00A0 NO-BREAK SPACE"),
    "a zero-width space": ("Web\u200bChat", "WebChat", "Web\\u200bChat", "WebChat", "U+200B ZERO WIDTH SPACE"),
    "a Cyrillic letter": ("\u0421hat", "Chat", "\\u0421hat", "'Chat'", "U+0421 CYRILLIC CAPITAL LETTER ES"),
    "a Greek letter": ("Ch\u03bft", "Chot", "Ch\\u03bft", "Chot", "U+03BF GREEK SMALL LETTER OMICRON"),
    "another dash": ("Web\u2013Chat", "Web-Chat", "Web\\u2013Chat", "Web-Chat", "U+2013 EN DASH"),
}


@pytest.mark.parametrize(("own", "theirs", "shown", "other", "why"), ALIKE.values(), ids=ALIKE)
def test_names_that_look_alike_are_shown_with_what_differs(
    own: str, theirs: str, shown: str, other: str, why: str, estate: Write, run: Run
) -> None:
    estate({"e/GWE.cfg": gwe("1:support", own), "e/Chat.conf": CHAT.replace("Web_Chat", theirs)})
    (finding,) = found(run)
    assert finding["rule"] == "GWE204"
    assert shown in finding["message"]
    assert other in finding["message"]
    assert why in finding["help"]


@pytest.mark.parametrize(("own", "theirs", "shown", "other", "why"), ALIKE.values(), ids=ALIKE)
def test_members_whose_queues_look_alike_are_told_apart(
    own: str, theirs: str, shown: str, other: str, why: str, estate: Write, run: Run
) -> None:
    servers = {f"e/Chat_{number}.conf": CHAT.replace("Web_Chat", theirs) for number in (1, 2)}
    estate({"e/GWE.cfg": gwe("1:support", theirs), **servers, "e/Chat_3.conf": CHAT.replace("Web_Chat", own)})
    (finding,) = found(run)
    assert finding["rule"] == "GWE205"
    assert shown in finding["message"]
    assert other in finding["message"]
    assert why in finding["help"]


@pytest.mark.parametrize(
    ("first", "second"), [("Web Chat", "Web Chat"), ("Web", "Chat"), ("Köln", "Bonn"), ("Чат", "Chat")]
)
def test_names_that_look_different_are_shown_as_they_are(first: str, second: str) -> None:
    assert (f"'{first}'", f"'{second}'") == both_shown(first, second)
    assert how_they_differ(first, second) == ""
    assert prints_like(first, [second]) is None


def test_a_reference_in_place_of_a_queue_is_told(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": gwe("1:support", "1:support"), "e/Chat.conf": CHAT})
    (finding,) = found(run)
    assert finding["help"].startswith("set queueWebengagement to 'Web_Chat': it holds a reference to an endpoint")


MISSING = {
    "in another section": (
        f"[service:wmsg]\n{KEY}=1:support\n[service:wes]\n{QUEUE}=Web_Chat\n",
        ["queueKey is not set, and the product needs it: it stands in [service:wmsg]"],
        (2, "line 2 has it in [service:wmsg], where it has no effect"),
    ),
    "behind a #": (
        f"[service:wes]\n{QUEUE}=Web_Chat\n#{KEY}=1:support\n",
        ["queueKey is not set, and the product needs it"],
        (3, "line 3 has it behind a # or ;, which does not set it"),
    ),
    "under a misspelt name": (
        gwe("1:support").replace("queueKey", "queueKye"),
        ["queueKey is not set, and the product needs it"],
        (2, f"line 2 has '{KEY[:-2]}ye', which is probably meant"),
    ),
    "under its short name": (
        gwe("1:support").replace(KEY, "queueKey"),
        ["queueKey is not set, and the product needs it"],
        (2, "line 2 has 'queueKey', which is probably meant"),
    ),
    "under a misspelt header": (
        gwe("1:support").replace("service:wes", "service:Wes"),
        ["queueKey and queueWebengagement are not set, and the product needs them: they stand in [service:Wes]"],
        (1, "line 2 has it in [service:Wes], where it has no effect"),
    ),
    "nowhere": (f"[service:wes]\n{QUEUE}=Web_Chat\n", ["queueKey is not set, and the product needs it"], None),
}


@pytest.mark.parametrize(("config", "messages", "where"), MISSING.values(), ids=MISSING)
def test_what_is_not_set_says_where_it_stands(
    config: str, messages: list[str], where: tuple[int, str] | None, estate: Write, run: Run
) -> None:
    estate({"e/GWE.cfg": config, "e/Chat.conf": CHAT})
    findings = found(run, "--select", "GWE102")
    assert messages == [each["message"] for each in findings]
    assert [*([where] if where else [])] == [(each["line"], each["message"]) for each in findings[0]["related"]]


CONNECTED = """
[[estate]]
name = "e"
paths = ["."]
[[estate.application]]
file = "GWE.cfg"
connects-to = ["Chat_1", "Chat_2"]
"""
LACKING = {
    "under a misspelt header": ("[endpoint:1]\nsupport=Web_Chat\n", 1, "section [endpoint:1] is probably meant for"),
    "under a header with a blank": (
        "[endpoints: 1]\nsupport=Web_Chat\n",
        1,
        "section [endpoints: 1] is probably meant",
    ),
    "under a DBID with a zero": ("[endpoints:01]\nsupport=Web_Chat\n", 1, "section [endpoints:01] is probably meant"),
    "under another tenant": (
        "[log]\nall=stdout\n[endpoints:7]\nsupport=Web_Chat\n",
        3,
        "[endpoints:7] has it, which is",
    ),
    "behind a #": ("[endpoints:1]\ndefault=Other\n#support=Web_Chat\n", 3, "line 3 has it behind a # or ;"),
    "in another section": ("[endpoints:1]\na=b\n[settings]\nsupport=Web_Chat\n", 4, "line 4 has it in [settings]"),
    "under a near name": ("[endpoints:1]\nsupports=Web_Chat\n", 1, "there is 'supports'"),
}


@pytest.mark.parametrize(("config", "line", "words"), LACKING.values(), ids=LACKING)
def test_an_endpoint_that_is_missing_says_where_it_stands(
    config: str, line: int, words: str, estate: Write, run: Run
) -> None:
    estate({"GWE.cfg": gwe("1:support"), "Chat_1.conf": CHAT, "Chat_2.conf": config, "gwe-lint.toml": CONNECTED})
    (finding,) = json.loads(run("check", "-f", "json", "--select", "GWE203").out)["findings"]
    place = next(each for each in finding["related"] if each["application"] == "Chat_2")
    assert (line, True) == (place["line"], words in place["message"]), place


@pytest.mark.parametrize(("config", "line", "words"), LACKING.values(), ids=LACKING)
def test_an_endpoint_that_nobody_defines_says_where_it_stands(
    config: str, line: int, words: str, estate: Write, run: Run
) -> None:
    estate({"e/GWE.cfg": gwe("1:support"), "e/Chat_2.conf": config})
    (finding,) = found(run, "--select", "GWE202")
    said = [(each["line"], each["message"]) for each in finding["related"]]
    assert any(number == line and words in message for number, message in said) or "'1:supports'?" in finding["help"]


HEADERS = {
    "endpoints:01": ("and a DBID has no leading zeros", "rename it to [endpoints:1]"),
    "endpoints:0": ("and no tenant has that DBID", "use the DBID in decimal digits"),
    "endpoints:1:2": ("where the tenant's DBID belongs", "use the DBID in decimal digits"),
    "endpoints:1 ": ("where the tenant's DBID belongs", "rename it to [endpoints:1]"),
}


@pytest.mark.parametrize(("name", "wrong", "help"), [(name, *said) for name, said in HEADERS.items()], ids=HEADERS)
def test_a_header_that_names_no_dbid(name: str, wrong: str, help: str, estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": f"[settings]\na=b\n[{name}]\nsupport=Web_Chat\n"})
    (finding,) = found(run, "--select", "GWE209")
    assert (3, wrong) == (finding["line"], finding["message"].rpartition(", ")[2])
    assert finding["help"].startswith(help)


def test_a_section_that_somebody_kept_is_none_for_a_tenant(estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": f"{CHAT}[endpoints:1_old]\nsupport=Web_Chat\n[endpoints:1.bak]\nsupport=Web_Chat\n"})
    assert [] == found(run, "--select", "GWE209")


def test_both_spellings_of_a_value_are_offered(estate: Write, run: Run) -> None:
    config = f"{gwe('1:support')}[service:pacing]\npacing.connector.optimizationTarget=ABANDON\n"
    estate({"e/GWE.cfg": config, "e/Chat.conf": CHAT})
    (finding,) = found(run, "--select", "GWE101")
    assert "one of ABANDONEMENT_RATE, ABANDONMENT_RATE, BUSY_FACTOR" in finding["message"]


@pytest.mark.parametrize(
    ("section", "shown"),
    [("endpoints:1\u00a0", "endpoints:1\\u00a0"), ("endpoints:\uff11", "endpoints:\\uff11")],
    ids=["a no-break space", "a full-width digit"],
)
def test_a_section_that_looks_right_is_shown_with_the_character_that_is_not(
    section: str, shown: str, estate: Write, run: Run
) -> None:
    estate({"e/GWE.cfg": gwe("1:support"), "e/Chat.conf": f"[{section}]\nsupport=Web_Chat\ndefault=Other\n"})
    (finding,) = found(run)
    assert ("GWE202", f"rename section [{shown}] to [endpoints:1]") == (finding["rule"], finding["help"])


@pytest.mark.parametrize("section", ["endpoints\uff1a1", "endp\u043eints:1"])
def test_sections_that_nobody_knows_are_shown_with_the_characters_that_look_alike(
    section: str, estate: Write, run: Run
) -> None:
    estate({"e/Chat.conf": f"[{section}]\nsupport=Web_Chat\n"})
    assert "\\uff1a" in found(run)[0]["message"] or "\\u043e" in found(run)[0]["message"]


@pytest.mark.parametrize(
    "queue",
    [
        "Bankac\u0131l\u0131k Chat",
        "Sat\u0131\u015f Kanal\u0131",
        "Chat_\u041f\u043e\u0434\u0434\u0435\u0440\u0436\u043a\u0430",
        "VIP-\u0427\u0430\u0442",
    ],
    ids=[
        "a dotless i is a letter of Turkish",
        "another Turkish name",
        "two alphabets beside an underscore",
        "beside a hyphen",
    ],
)
def test_names_of_other_alphabets_are_names(queue: str, estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": f"[endpoints:1]\nsupport={queue}\ndefault={queue}\n[settings]\n"})
    assert [] == found(run, "--select", "GWE114")


def test_a_letter_that_only_looks_latin_is_named(estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": "[endpoints:1]\ndefault=Ch\u0430t In\n[settings]\n"})
    (finding,) = found(run, "--select", "GWE114")
    assert "U+0430 CYRILLIC SMALL LETTER A" in finding["message"]


def test_a_twin_in_another_export_of_the_object_is_not_said_to_count(estate: Write, run: Run) -> None:
    right, twin = "session-shutdown-timeout=300\n", "session-shutdown-timout=900\n"
    head = "[endpoints:1]\ndefault=Q\n[settings]\n"
    names = ("CfgApplication_options_131.cfg", "CfgApplication_options_131 (1).cfg")
    estate({f"e/{names[0]}": head + right, f"e/{names[1]}": head + twin})
    messages = [each["message"] for each in found(run, "--select", "GWE103")]
    assert all("in line" not in each for each in messages)


def test_no_period_is_said_to_mean_one_that_is_out_of_its_own_range(packs: Packs) -> None:
    (rule,) = (each for each in packs.rules if each.id == "GWE108")
    bounds = [each for each in rule.parameters["options"] if each.operator == "thousands-from"]
    facts = [(packs.catalogue.fact(*each.option), int(each.values[0])) for each in bounds]
    assert len(bounds) > 20
    assert [] == [fact.key for fact, least in facts if fact and fact.minimum is not None and least < fact.minimum]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("wes.connector.chatServer.queuKey", "queueKey"),
        ("queueKey", KEY),
        ("wes.connector.chatserver.queueWebengagement", QUEUE),
    ],
)
def test_the_question_never_repeats_the_name_that_stands_there(estate: Write, run: Run, name: str, asked: str) -> None:
    meant = QUEUE if "Web" in name else KEY
    estate({"e/GWE.cfg": gwe("1:support").replace(f"{meant}=", f"{name}=")})
    shown = run("check", "e", "--isolated", "--select", "GWE103").out
    assert f"^ did you mean {asked}?\n" in shown


@pytest.mark.parametrize(("format", "key"), [("cfg", "file"), ("mutagen", "name"), ("confdata", "name")])
def test_the_declaration_that_is_advised_finds_its_application(estate: Write, run: Run, format: str, key: str) -> None:
    odd = App("Odd", 107, 7, {"mine": {"a": "b"}})
    estate({f"e/{name}": text for name, text in WRITERS[format]([chat(201), odd]).items()})
    (finding,) = found(run, "--select", "GWE009")
    assert f"([[estate.application]] {key}, type); 'other' silences this note" in finding["help"]
    value = finding["path"] if key == "file" else "Odd"
    declared = f'[[estate.application]]\n{key} = "{value}"\ntype = "other"\n'
    estate({"gwe-lint.toml": f'[[estate]]\nname = "e"\npaths = ["e"]\n{declared}'})
    ran = run("check", "--select", "GWE009", "-f", "json")
    assert (0, []) == (ran.code, json.loads(ran.out)["findings"])
