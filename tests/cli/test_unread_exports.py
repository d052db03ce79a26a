"""What is not known of an export that was not read whole, in every command; and exports in a declared code page."""

import json

import pytest

from tests.builders import BACKEND, WES, WRITERS, backend, chat
from tests.conftest import Ran, Run, Write, outside

QUEUE = "Warteschlange für Chat"
APPS = [
    backend(111, 112, sections={"service:wes": {**BACKEND["service:wes"], f"{WES}queueWebengagement": QUEUE}}),
    chat(111, sections={"endpoints:1": {"webme": QUEUE, "default": "Chat In"}}),
    chat(112, sections={"endpoints:1": {"webme": QUEUE, "default": "Chat In"}}),
]
FORMS = sorted(WRITERS)


def exports(form: str, *, encoding: str = "cp1252", folder: str = "est") -> dict[str, str | bytes]:
    """The estate in one format, in a code page. JSON without escapes, else it would be ASCII."""
    return {
        f"{folder}/{name}": text.replace("\\u00fc", "ü").encode(encoding) for name, text in WRITERS[form](APPS).items()
    }


def findings(ran: Ran) -> set[str]:
    return {finding["rule"] for finding in json.loads(ran.out)["findings"] if finding["severity"] != "note"}


def as_read_whole(form: str, estate: Write, run: Run) -> set[str]:
    """The rules with a finding about the same exports in UTF-8."""
    estate(exports(form, encoding="utf-8", folder="whole"))
    return findings(run("check", "--isolated", "--format", "json", "whole"))


@pytest.mark.parametrize("form", FORMS)
def test_a_check_finds_the_lines_and_nothing_that_follows_from_them(form: str, estate: Write, run: Run) -> None:
    before = as_read_whole(form, estate, run)
    estate(exports(form))
    ran = run("check", "--isolated", "--format", "json", "est")
    assert (1, {"GWE002"}) == (ran.code, findings(ran) - before)


@pytest.mark.parametrize("form", sorted(WRITERS.keys() - {"confdata", "bare", "cfgdata", "cfgdata without namespace"}))
def test_a_check_in_the_code_page_finds_the_same_as_in_utf8(form: str, estate: Write, run: Run) -> None:
    before = as_read_whole(form, estate, run)
    estate(exports(form))
    assert before == findings(run("check", "--isolated", "--format", "json", "--encoding", "windows-1252", "est"))


@pytest.mark.parametrize("form", FORMS)
def test_drift_does_not_take_what_was_not_read_for_gone(form: str, estate: Write, run: Run) -> None:
    estate({**exports(form), **exports("cfg", encoding="utf-8", folder="before")})
    report = json.loads(run("drift", "--isolated", "est", "--against", "before", "--format", "json").out)
    drifting = [each for each in report["findings"] if each["rule"] != "GWE002" and each.get("class")]
    assert not [each for each in drifting if (each["section"] or "").startswith("endpoints:")]
    assert "[unknown]" not in {each["after"] for each in drifting}
    assert "[endpoints:1] webme" in {each["option"] for each in report["drift"]["unverifiable"]}


def test_members_are_not_compared_by_what_was_not_read(estate: Write, run: Run) -> None:
    estate(
        {
            "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["est"]\n[[estate.cluster]]\nname = "C"\n'
            'members = ["A", "B", "D"]\n',
            "est/A.conf": b"[endpoints:1]\nwebme=Q\n[settings]\nx=1\ny=2\n",
            "est/B.conf": b"[endpoints:1]\nwebme=Q\n[settings]\nx=\xff\n\xfe\n",
            "est/D.conf": b"[endpoints:1]\nwebme=Q\n[settings]\nx=1\ny=2\n",
        }
    )
    report = json.loads(run("consistency", "--format", "json").out)
    assert {"GWE002"} == {each["rule"] for each in report["findings"]}
    assert 2 == report["drift"]["classes"]["unverifiable"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param(b"webme=f\xfcr", "has a value that is not known", id="a value"),
        pytest.param(b"w\xe4bme=Q", "is not in the export, of which line 2 was not read", id="a name"),
        pytest.param(b"webme", "is not in the export, of which line 2 was not read", id="a line that breaks off"),
    ],
)
def test_trace_does_not_lose_a_chat_in_a_line_that_was_not_read(
    line: bytes, says: str, estate: Write, run: Run
) -> None:
    estate({"e/GWE.cfg": WRITERS["cfg"](APPS)["GWE.cfg"], "e/Chat.conf": b"[endpoints:1]\n" + line + b"\n"})
    ran = run("trace", "GWE", "e", "--isolated")
    assert 3 == ran.code
    assert says in " ".join(ran.out.split())
    assert "LOST" not in ran.out


def test_why_says_that_a_value_is_set_and_not_known(estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": b"[endpoints:1]\nwebme=f\xfcr\n"})
    ran = run("why", "Chat", "endpoints:1/webme", "e", "--isolated")
    assert "set, and not known" in ran.out
    assert "GWE002" in ran.out


def test_why_says_that_an_option_may_be_on_a_line_that_was_not_read(estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": b"[endpoints:1]\nwebme=Q\n\xff\n"})
    ran = run("why", "Chat", "settings/session-restoration-mode", "e", "--isolated")
    assert "is not in the export, of which line 3 was not read" in " ".join(ran.out.split())


def test_a_snapshot_of_it_is_refused(estate: Write, run: Run) -> None:
    root = estate({"e/Chat.conf": b"[endpoints:1]\nwebme=f\xfcr\n"})
    ran = run("snapshot", "e", "--to", "baseline", "--isolated")
    assert (2, False) == (ran.code, (root / "baseline").exists())
    assert "e/Chat.conf:2" in ran.err
    assert 0 == run("snapshot", "e", "--to", "baseline", "--isolated", "--encoding", "cp1252").code
    assert "für" in (root / "baseline" / "Chat.toml").read_text(encoding="utf-8")


def test_a_document_that_is_cut_off_may_hold_the_chat_server_that_is_missing(estate: Write, run: Run) -> None:
    text = WRITERS["confdata"](APPS[1:])["estate.xml"]
    text = text.replace("webme", "other", 1)
    estate({"e/GWE.cfg": WRITERS["cfg"](APPS)["GWE.cfg"], "e/estate.xml": text[: text.index("Chat_112")]})
    ran = run("check", "--isolated", "--format", "json", "e")
    assert {"GWE016"} == findings(ran) - {"GWE235"}
    reasons = {each["reason"] for each in json.loads(ran.out)["not_evaluated"] if each["rule"] == "GWE202"}
    assert "GWE: whether the unread part of e/estate.xml defines the endpoint is not in the exports" in reasons


def test_a_server_whose_header_was_not_read_may_be_the_chat_server_that_is_missing(estate: Write, run: Run) -> None:
    estate(
        {
            "e/GWE.cfg": WRITERS["cfg"](APPS)["GWE.cfg"],
            "e/Chat_1.conf": "[endpoints:1]\nother=Q\n",
            "e/Chat_2.conf": b"[\xffendpoints:1]\nwebme=Q\n",
        }
    )
    assert {"GWE002"} == findings(run("check", "--isolated", "--format", "json", "e"))


def test_a_waiver_for_what_was_not_read_is_not_stale(estate: Write, run: Run) -> None:
    waiver = (
        '[[waiver]]\nrule = "GWE103"\napplication = "Chat"\noption = "settings/flex-disconect-timeout"\n'
        'reason = "r"\nowner = "o"\ncreated = 2026-11-01\nexpires = 2026-12-31\n'
    )
    estate({"gwe-lint-waivers.toml": waiver, "e/Chat.conf": b"[endpoints:1]\nwebme=Q\n\xff\n"})
    ran = run("check", "--isolated", "--waivers", "gwe-lint-waivers.toml", "--as-of", "2026-11-27", "-f", "json", "e")
    assert {"GWE002"} == findings(ran)


def test_a_finding_about_a_line_that_was_not_read_is_not_resolved(estate: Write, run: Run) -> None:
    root = estate({"e/GWE.cfg": f"[service:wes]\n{WES}refreshPeriod=60\n{WES}queueKey=1:webme\n"})
    day = ("--isolated", "--format", "json", "--as-of", "2026-11-27")
    before = run("check", *day, "--first-seen", "e")
    assert "GWE101" in findings(before)
    (root / "before.json").write_text(before.out, encoding="utf-8")
    (root / "e" / "GWE.cfg").write_bytes(f"[service:wes]\n{WES}refreshPeriod=".encode() + b"60\xff\n")
    report = json.loads(run("check", *day, "--since", "before.json", "e").out)
    assert "GWE101" in {each["rule"] for each in report["carried"]}
    assert [] == report["resolved"]


# Declared code pages


CONFIGURED = '[[estate]]\nname = "bonn"\npaths = ["est"]\nencoding = "{}"\n'


def test_an_estate_can_declare_its_code_page(estate: Write, run: Run) -> None:
    estate({**exports("cfg"), "gwe-lint.toml": CONFIGURED.format("cp1252")})
    assert 0 == run("check").code
    assert "für" in run("why", "Chat_111", "endpoints:1/webme").out


def test_the_flag_counts_more_than_the_configuration(estate: Write, run: Run) -> None:
    estate({**exports("cfg"), "gwe-lint.toml": CONFIGURED.format("cp1251")})
    assert "fьr" in run("why", "Chat_111", "endpoints:1/webme").out
    assert "für" in run("why", "Chat_111", "endpoints:1/webme", "--encoding", "cp1252").out


def test_each_estate_has_its_own_code_page(estate: Write, run: Run) -> None:
    russian = "[endpoints:1]\nwebme=Очередь\n".encode("cp1251")
    other = '[[estate]]\nname = "kiev"\npaths = ["other"]\nencoding = "windows-1251"\n'
    estate(
        {**exports("cfg"), "other/Chat_K.conf": russian, "gwe-lint.toml": CONFIGURED.format("cp1252") + other},
    )
    assert "Очередь" in run("why", "Chat_K", "endpoints:1/webme").out
    assert "für" in run("why", "Chat_111", "endpoints:1/webme").out


def test_the_other_side_of_a_comparison_is_read_in_the_declared_code_page_too(estate: Write, run: Run) -> None:
    estate({**exports("cfg"), **exports("cfg", folder="before"), "gwe-lint.toml": CONFIGURED.format("cp1252")})
    assert 0 == run("drift", "--against", "before").code


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("klingon", "'klingon' is no encoding that is known", id="unknown"),
        pytest.param("base64", "'base64' is no code page that text exports can be in", id="no text"),
        pytest.param("rot13", "'rot13' is no code page", id="text to text"),
        pytest.param("cp500", "'cp500' is no code page", id="EBCDIC"),
        pytest.param("utf-7", "'utf-7' is no code page", id="an encoding in which ASCII is not ASCII"),
        pytest.param("idna", "'idna' is no code page", id="an encoding of host names"),
        pytest.param("utf-16", "'utf-16' need not be declared", id="UTF-16"),
    ],
)
def test_an_encoding_that_no_export_can_be_in_is_an_error(name: str, problem: str, estate: Write, run: Run) -> None:
    estate({"est/Chat.conf": "[endpoints:1]\nwebme=Q\n", "gwe-lint.toml": CONFIGURED.format(name)})
    configured = run("check")
    assert (2, True) == (configured.code, f"gwe-lint.toml:4: estate[1] (bonn).encoding: {problem}" in configured.err)
    flag = run("check", "--isolated", "--encoding", name, "est")
    assert (2, True) == (flag.code, f"--encoding: {problem}" in flag.err)


def test_init_writes_the_code_page_that_it_was_given(estate: Write, run: Run) -> None:
    root = estate(exports("cfg"))
    assert 0 == run("init", "est", "--encoding", "latin-1").code
    assert 'encoding = "iso8859-1"' in (root / "gwe-lint.toml").read_text(encoding="utf-8")
    assert 0 == run("check").code


def test_standard_input_is_read_in_the_code_page(estate: Write) -> None:
    root = estate({"x": ""})
    data = "[endpoints:1]\nwebme=für\n".encode("cp1252")
    assert 1 == outside("check", "--isolated", "-", cwd=root, stdin=data).code
    assert 0 == outside("check", "--isolated", "--encoding", "cp1252", "-", cwd=root, stdin=data).code


def test_no_command_shows_a_secret_of_a_line_that_was_not_read(estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": b"[endpoints:1]\nwebme=Q\n[security]\npassword=geheim\xfcnis\nuser=f\xfcr\n"})
    for command in (("check",), ("check", "--encoding", "cp1252"), ("show",), ("drift", "--against", "e")):
        for format in ("json", "text"):
            ran = run(*command, "--isolated", "--format", format, "e", *(["-v"] if command[0] == "check" else []))
            assert "geheim" not in ran.out + ran.err


def annex(option: str) -> str:
    return (
        '<ConfData><CfgApplication><DBID value="111"/><name value="Chat"/><type value="59"/><options>'
        '<list_pair key="endpoints:1"><str_pair key="webme" value="Q"/></list_pair></options><userProperties>'
        f'<list_pair key="log-filter"><str_pair key="a" value="copy"/>{option}</list_pair></userProperties>'
        "</CfgApplication></ConfData>"
    )


@pytest.mark.parametrize(
    "option",
    [
        pytest.param('<str_pair key="b" value="f\xfcr"/>', id="a value that is not UTF-8"),
        pytest.param('<uni_pair key="b" value="x"/>', id="a value of a kind that is not known"),
        pytest.param('<str_pair key="\xfc" value="x"/>', id="a name that is not UTF-8"),
        pytest.param("<str_pair value='x'/>", id="no name"),
    ],
)
def test_what_was_not_read_of_the_annex_is_unverifiable(option: str, estate: Write, run: Run) -> None:
    estate(
        {
            "before/a.xml": annex('<str_pair key="b" value="hide"/>'),
            "now/a.xml": annex(option).encode("cp1252"),
        }
    )
    report = json.loads(run("drift", "--isolated", "now", "--against", "before", "--format", "json").out)
    assert not [each for each in report["findings"] if each.get("class")]
    assert 1 == report["drift"]["classes"]["unverifiable"]
