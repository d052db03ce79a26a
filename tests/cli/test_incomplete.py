"""Every way out of ``check``: exit code, summary line and JSON for what was not followed, in every format."""

import io
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.reports import FORMATS
from tests.conftest import Ran, Run, Write
from tests.history.test_reports import openmetrics_families
from tests.htmlpage import page_of

Files = Mapping[str, str]

BACKEND = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Web chats\n"
)
CHAT = "[endpoints:1]\nwebme=Web chats\ndefault=Chat In\n"
ALONE = {"e/GWE.cfg": BACKEND}
TWO = {**ALONE, "e/Chat_01.cfg": CHAT}
WRONG = {**TWO, "e/Chat_01.cfg": CHAT.replace("webme", "webmee")}
LATE = {**TWO, "e/GWE.cfg": BACKEND + "wes.connector.chatServer.refreshPeriod=60\n"}
NO_SERVER = "no Chat Server in the exports"


def configured(*tables: str, check: str = "") -> dict[str, str]:
    """A configuration in which the Backend Server is connected to a cluster of two."""
    own = '[[estate.application]]\nname = "GWE"\nconnects-to = ["Cluster"]\n'
    members = '[[estate.cluster]]\nname = "Cluster"\nmembers = ["Chat_01", "Chat_02"]\n'
    text = f'{check}[[estate]]\nname = "prod"\npaths = ["e"]\n{own}{members}{"".join(tables)}'
    return {"gwe-lint.toml": text}


def not_exported(name: str, type: str = "chat-server") -> str:
    return f'[[estate.application]]\nname = "{name}"\ntype = "{type}"\nexported = false\n'


REPORT = '[check]\nincomplete = "report"\n'
SELECTED = ("--select", "GWE101")


class Way(NamedTuple):
    """One way out: what is there, what is asked, and what has to be said of it."""

    files: Files
    arguments: tuple[str, ...]
    code: int
    summary: str  # in the summary line
    coverage: dict[str, Any]  # of JSON, or some of it
    reasons: int = 0  # how many are said not to be checked


def way(
    files: Files,
    *arguments: str,
    code: int,
    summary: str,
    clients: int = 1,
    followed: int = 0,
    servers: int = 0,
    reasons: int = 0,
    missing: tuple[str | None, ...] = (),
    declared: tuple[str, ...] = (),
) -> Way:
    told = {"clients": clients, "followed": followed, "chat_servers": servers}
    coverage = {**told, "missing": list(missing), "not_exported": list(declared)}
    return Way(files, arguments, code, summary, coverage, reasons)


WAYS = {
    "followed": way(
        TWO, "e", code=OK, summary="; followed 1 of 1 clients, 1 Chat Server in the exp", followed=1, servers=1
    ),
    "an endpoint that is not there is followed, and an error": way(
        WRONG, "e", code=FINDINGS, summary="Found 1 error", followed=1, servers=1
    ),
    "a queueKey of a wrong form is an error, and not followed": way(
        {**TWO, "e/GWE.cfg": BACKEND.replace("1:webme", "webme")},
        "e",
        code=FINDINGS,
        summary="followed 0 of 1 clients",
        servers=1,
        reasons=1,
        missing=("Chat_01",),
    ),
    "a queueKey of a wrong form, and the rule about it is ignored": way(
        {**TWO, "e/GWE.cfg": BACKEND.replace("1:webme", "webme")},
        "e",
        "--ignore",
        "GWE201",
        code=INCOMPLETE,
        summary="followed 0 of 1 clients",
        servers=1,
        reasons=1,
        missing=("Chat_01",),
    ),
    "a server that nobody exports, and whose type nobody says": way(
        {
            **TWO,
            "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n[[estate.application]]\nfile = "GWE.cfg"\n'
            'connects-to = ["UCS"]\n[[estate.application]]\nname = "UCS"\nexported = false\n',
        },
        code=INCOMPLETE,
        summary="followed 0 of 1 clients",
        servers=1,
        reasons=1,
        missing=("UCS",),
    ),
    "an estate without exports beside another one": way(
        {
            **TWO,
            "f/readme.md": "",
            "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n[[estate]]\nname = "f"\npaths = ["f"]\n',
        },
        code=INCOMPLETE,
        summary="not all was checked",
        followed=1,
        servers=1,
        reasons=1,
    ),
    "a path without exports, of an estate that has some": way(
        {**TWO, "e/sub/readme.md": "", "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n'},
        "e/sub",
        code=INCOMPLETE,
        summary="not all was checked",
        clients=0,
        reasons=1,
    ),
    "an endpoint rule that an override ignores": way(
        {
            **TWO,
            "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n[[check.override]]\nestates = ["e"]\n'
            'ignore = ["GWE2"]\nreason = "moves"\n',
        },
        code=OK,
        summary="chats were not followed",
        servers=1,
    ),
    "a Backend Server alone": way(
        ALONE, "e", code=INCOMPLETE, summary=f"followed 0 of 1 clients, {NO_SERVER}", reasons=1, missing=(None,)
    ),
    "the same, and an empty match is allowed": way(
        ALONE, "e", "--allow-empty", code=INCOMPLETE, summary=NO_SERVER, reasons=1, missing=(None,)
    ),
    "the same, and findings do not count": way(
        ALONE, "e", "--exit-zero", code=INCOMPLETE, summary=NO_SERVER, reasons=1, missing=(None,)
    ),
    "the same beside an error": way(
        {"e/GWE.cfg": LATE["e/GWE.cfg"]}, "e", code=FINDINGS, summary="Found 1 error", reasons=1, missing=(None,)
    ),
    "the same beside an error, and findings do not count": way(
        {"e/GWE.cfg": LATE["e/GWE.cfg"]},
        "e",
        "--exit-zero",
        code=OK,
        summary="Found 1 error",
        reasons=1,
        missing=(None,),
    ),
    "the same beside an error that does not fail": way(
        {"e/GWE.cfg": LATE["e/GWE.cfg"]},
        "e",
        "--fail-on",
        "never",
        code=INCOMPLETE,
        summary="Found 1 error",
        reasons=1,
        missing=(None,),
    ),
    "the same, only reported": way(
        {**ALONE, "gwe-lint.toml": REPORT},
        "e",
        code=OK,
        summary="not all was checked, in 1 file",
        reasons=1,
        missing=(None,),
    ),
    "the same, and no rule is selected that follows chats": way(
        ALONE, "e", *SELECTED, code=OK, summary="chats were not followed: no rule is selected"
    ),
    "declared members without an export": way(
        {**ALONE, **configured()},
        code=INCOMPLETE,
        summary=NO_SERVER,
        reasons=1,
        missing=("Chat_01", "Chat_02"),
    ),
    "one member without an export": way(
        {**TWO, **configured()},
        code=INCOMPLETE,
        summary="0 of 1 clients, 1 Chat",
        servers=1,
        reasons=1,
        missing=("Chat_02",),
    ),
    "one member without an export, only reported": way(
        {**TWO, **configured(check=REPORT)},
        code=OK,
        summary="0 of 1 clients, 1 Chat",
        servers=1,
        reasons=1,
        missing=("Chat_02",),
    ),
    "one member without an export, declared": way(
        {**TWO, **configured(not_exported("Chat_02"))},
        code=OK,
        summary="followed 1 of 1 clients, 1 Chat Server in the exports, 1 not exported, as declared",
        followed=1,
        servers=1,
        declared=("Chat_02",),
    ),
    "nobody exports any Chat Server": way(
        {**ALONE, **configured(not_exported("Chat_01"), not_exported("Chat_02"))},
        code=OK,
        summary="followed 0 of 1 clients, no Chat Server in the exports, 2 not exported, as declared",
        declared=("Chat_01", "Chat_02"),
    ),
    "the backup of a member without an export": way(
        {**TWO, "e/Chat_02.cfg": CHAT, **configured('[[estate.application]]\nname = "Chat_02"\nbackup = "Spare"\n')},
        "--ignore",
        "GWE3",
        code=INCOMPLETE,
        summary="0 of 1 clients, 2 Chat Servers",
        servers=2,
        reasons=1,
        missing=("Spare",),
    ),
    "a connection to something of unknown type": way(
        {
            **TWO,
            "gwe-lint.toml": '[[estate]]\nname = "prod"\npaths = ["e"]\n'
            '[[estate.application]]\nname = "GWE"\nconnects-to = ["Chat_01", "Something"]\n',
        },
        code=OK,
        summary="followed 1 of 1 clients, 1 Chat",
        followed=1,
        servers=1,
        missing=("Something",),
    ),
    "a declared Chat Server without an export, connections unknown": way(
        {
            **TWO,
            "gwe-lint.toml": '[[estate]]\nname = "prod"\npaths = ["e"]\n'
            '[[estate.application]]\nname = "Chat_02"\ntype = "chat-server"\n',
        },
        code=INCOMPLETE,
        summary="followed 0 of 1 clients, 1 Chat",
        servers=1,
        reasons=1,
        missing=("Chat_02",),
    ),
    "only Chat Servers": way(
        {"e/Chat_01.cfg": CHAT}, "e", code=OK, summary="; no client names an endpoint", clients=0, servers=1
    ),
    "nothing at all": way({"e/x.txt": "x"}, "e", code=INCOMPLETE, summary="Found nothing, but", clients=0, reasons=1),
    "nothing at all, allowed": way(
        {"e/x.txt": "x"}, "e", "--allow-empty", code=OK, summary="Found nothing, but", clients=0, reasons=1
    ),
    "nothing at all, only reported": way(
        {"e/x.txt": "x", "gwe-lint.toml": REPORT},
        "e",
        code=INCOMPLETE,
        summary="Found nothing, but",
        clients=0,
        reasons=1,
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_ways_out(estate: Write, run: Run, name: str) -> None:
    files, arguments, code, summary, coverage, reasons = WAYS[name]
    estate(files)
    outputs = [argument for format in FORMATS for argument in ("--output", f"{format}=report.{format}")]
    ran = run("check", *arguments, *outputs)
    written = {format: Path(f"report.{format}").read_text(encoding="utf-8") for format in FORMATS}
    report = json.loads(written["json"])
    told = [line for line in ran.err.splitlines() if line.startswith("gwe-lint: not checked: ")]
    assert (code, code, reasons) == (ran.code, report["exit_code"], len(told))
    assert summary in ran.err.splitlines()[-1]
    assert coverage == {**{key: report["coverage"][key] for key in coverage}, "missing": _servers(report)}
    assert [line.removeprefix("gwe-lint: not checked: ") for line in told] == report["unchecked"]
    assert report["complete"] is True
    for format, text in written.items():
        READ[format](ran._replace(out=text), report)


@pytest.mark.parametrize("format", FORMATS)
def test_the_format_on_standard_output_changes_nothing(estate: Write, run: Run, format: str) -> None:
    estate(ALONE)
    ran = run("check", "e", "--format", format, "--output", f"{format}=report")
    assert (INCOMPLETE, Path("report").read_text(encoding="utf-8")) == (ran.code, ran.out)
    assert "gwe-lint: not checked: e: GWE names an endpoint, and no Chat Server's export is there" in ran.err
    assert ran.err.endswith("; followed 0 of 1 clients, no Chat Server in the exports\n")


def _servers(report: Mapping[str, Any]) -> list[str | None]:
    return [missing["server"] for missing in report["coverage"]["missing"]]


Report = Mapping[str, Any]


def _followed(ran: Ran) -> str:
    """What the summary line says of chats."""
    phrase = ran.err.splitlines()[-1].partition("; ")[2].partition("; ")[2]
    return phrase[:1].upper() + phrase[1:]


def _nothing_of_it(ran: Ran, report: Report) -> None:
    """The format has findings only: what else there is to say is on standard error."""
    assert "not checked" not in ran.out


def _jsonl(ran: Ran, report: Report) -> None:
    assert report["findings"] == [json.loads(line) for line in ran.out.splitlines()]


def _gitlab(ran: Ran, report: Report) -> None:
    assert len(report["findings"]) == len(json.loads(ran.out))


def _json(ran: Ran, report: Report) -> None:
    assert report == json.loads(ran.out)


def _sarif(ran: Ran, report: Report) -> None:
    (invocation,) = json.loads(ran.out)["runs"][0]["invocations"]
    told = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert (ran.code, True) == (invocation["exitCode"], invocation["executionSuccessful"])
    assert all(f"Not checked: {reason}." in told for reason in report["unchecked"])
    assert f"{_followed(ran)}." in told


def _junit(ran: Ran, report: Report) -> None:
    root = ET.fromstring(ran.out)
    assert (ran.code == FINDINGS) <= (root.get("failures") != "0")
    assert (ran.code == INCOMPLETE) <= (root.get("errors") == str(len(report["unchecked"])))
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert set(report["unchecked"]) <= set(cases)
    assert _followed(ran).lower() in (cases["chats are followed"].findtext("system-out") or "").lower()


def _github(ran: Ran, report: Report) -> None:
    told = [line for line in ran.out.splitlines() if "title=gwe-lint did not check everything" in line]
    assert bool(report["unchecked"]) == len(told)
    assert all(reason in line for line in told for reason in report["unchecked"])
    assert (ran.code == INCOMPLETE) <= all(line.startswith("::error ") for line in told)


def _markdown(ran: Ran, report: Report) -> None:
    assert f"\n{_followed(ran)}.\n" in ran.out.replace("\\", "")
    assert all(f"- `{reason}`" in ran.out for reason in report["unchecked"])


def _html(ran: Ran, report: Report) -> None:
    shown = page_of(ran.out).text
    assert f"{_followed(ran)}." in shown
    assert all(reason in shown for reason in report["unchecked"])


def _openmetrics(ran: Ran, report: Mapping[str, Any]) -> None:
    samples = {each.name: each.value for family in openmetrics_families(ran.out) for each in family.samples}
    assert len(report["unchecked"]) == samples["gwe_lint_not_checked"]
    coverage = report["coverage"]
    assert (coverage["clients"], coverage["followed"]) == (samples["gwe_lint_clients"], samples["gwe_lint_followed"])


READ: Mapping[str, Callable[[Ran, Report], None]] = {
    "text": _nothing_of_it,
    "concise": _nothing_of_it,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "junit": _junit,
    "gitlab": _gitlab,
    "github": _github,
    "markdown": _markdown,
    "html": _html,
    "openmetrics": _openmetrics,
}


def test_every_format_is_looked_at() -> None:
    assert set(FORMATS) == set(READ)


STRICT = {
    "a rule of severity error that could not be evaluated": (
        TWO,
        "GWE206 chat-server-unconnected could not be evaluated: GWE: connections are unknown",
    ),
    "no client": ({"e/Chat_01.cfg": CHAT}, "no client names an endpoint"),
    "what is only reported otherwise": (
        {**ALONE, "gwe-lint.toml": REPORT},
        "GWE names an endpoint, and no Chat Server's export is there to look at",
    ),
}


@pytest.mark.parametrize("name", STRICT)
def test_strict_wants_more(estate: Write, run: Run, name: str) -> None:
    files, reason = STRICT[name]
    estate(files)
    relaxed, strict = run("check", "e"), run("check", "e", "--strict", "-f", "json")
    assert (OK, INCOMPLETE) == (relaxed.code, strict.code)
    assert f"gwe-lint: not checked: e: {reason}" in strict.err or f"gwe-lint: not checked: {reason}" in strict.err
    assert INCOMPLETE == json.loads(strict.out)["exit_code"]


def test_strict_is_content_where_all_is_known(estate: Write, run: Run) -> None:
    estate({**TWO, "e/Chat_02.cfg": CHAT, **configured()})
    ran = run("check", "--strict", "--select", "GWE201,GWE202,GWE203,GWE204,GWE205,GWE206")
    assert (OK, True) == (ran.code, "; followed 1 of 1 clients, 2 Chat Servers" in ran.err)


@pytest.mark.parametrize(
    "files", [{}, {"gwe-lint.toml": configured()["gwe-lint.toml"], **ALONE}], ids=["alone", "configured"]
)
@pytest.mark.parametrize("arguments", [(), ("--strict",)], ids=["", "strict"])
def test_the_one_document_of_an_editor_is_never_incomplete(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, files: Files, arguments: tuple[str, ...]
) -> None:
    estate(files)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BACKEND.encode())))
    ran = run("check", "-", "--stdin-name", "e/GWE.cfg", *arguments)
    assert OK == ran.code
    assert "followed 0 of 1 clients" in ran.err
    assert "gwe-lint: not checked: " in ran.err


def test_an_editor_still_fails_for_findings_and_for_nothing(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate({})
    for text, code in ((LATE["e/GWE.cfg"], FINDINGS), ("[billing]\na=1\n", INCOMPLETE)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert code == run("check", "-").code


def test_a_document_on_standard_input_beside_a_folder_is_a_run_like_any_other(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate({**ALONE})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[billing]\na=1\n")))
    assert INCOMPLETE == run("check", "-", "e").code


def test_a_path_asks_for_the_estates_that_it_is_about(estate: Write, run: Run) -> None:
    estate(
        {
            "a/GWE.cfg": BACKEND,
            "b/GWE.cfg": BACKEND,
            "b/Chat.cfg": CHAT,
            "gwe-lint.toml": "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in "ab"),
        }
    )
    assert (INCOMPLETE, INCOMPLETE, OK) == (run("check").code, run("check", "a").code, run("check", "b").code)
    assert "followed 1 of 1 clients" in run("check", "b").err
    assert "followed 1 of 2 clients" in run("check").err


def test_what_to_do_is_said_once_and_not_where_it_is_only_reported(estate: Write, run: Run) -> None:
    estate(ALONE)
    assert run("check", "e").err.count("exported = false in [[estate.application]]") == 1
    assert "exported = false" not in run("check", "e", "-q").err
    estate({"gwe-lint.toml": REPORT})
    assert "exported = false" not in run("check", "e").err


def test_what_does_not_count_is_named(estate: Write, run: Run) -> None:
    estate(WAYS["a connection to something of unknown type"].files)
    remark = "prod: GWE is not followed on Something: there is no export, and nothing tells whether it is a Chat Server"
    assert f"not followed, and not counted: {remark}\n" in run("check", "--verbose").err
    assert remark in run("check", "-f", "markdown").out
    assert remark in page_of(run("check", "-f", "html").out).text
    assert remark in run("check", "-f", "sarif").out
    assert remark in run("check", "-f", "junit").out


def test_an_export_that_is_declared_as_not_exported_is_a_mistake(estate: Write, run: Run) -> None:
    text = configured('[[estate.application]]\nfile = "Chat_01.cfg"\nexported = false\n')["gwe-lint.toml"]
    estate({**TWO, "gwe-lint.toml": text})
    ran = run("check")
    assert (2, True) == (ran.code, "file names an export, and exported = false says that there is none" in ran.err)


def test_an_export_that_is_there_after_all_is_looked_at(estate: Write, run: Run) -> None:
    estate({**WRONG, "e/Chat_02.cfg": CHAT, **configured(not_exported("Chat_01"))})
    ran = run("check")
    assert (FINDINGS, True) == (ran.code, "followed 1 of 1 clients, 2 Chat Servers in the exports\n" in ran.err)


@pytest.mark.parametrize("severity", ["warning", "note"])
def test_junit_fails_only_for_what_fails_the_run(estate: Write, run: Run, severity: str) -> None:
    estate(
        {
            **TWO,
            "e/nginx.conf": "events {\n}\nhttp {\n  server_name x;\n}\n",
            "e/Chat_01.cfg": CHAT + "webme=Web chats\n",
        }
    )
    for fail_on, codes in (("error", OK), ("never", OK), (severity, FINDINGS)):
        ran = run("check", "e", "--fail-on", fail_on, "-f", "junit")
        root = ET.fromstring(ran.out)
        failing = [case for case in root.iter("testcase") if case.find("failure") is not None]
        assert (codes, bool(codes)) == (ran.code, bool(failing))
        assert "set again" in ran.out or "twice" in ran.out or "duplicate" in ran.out
