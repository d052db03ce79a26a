"""Reports for programs and for tickets: whole ones as golden files, and what no content of an export may break."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from gwe_lint.estate.model import Hit, Place, Severity
from gwe_lint.findings.comparison import Change
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import NotEvaluated, Population, Report
from gwe_lint.reports import FORMATS, written
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.markdown_spans import code
from gwe_lint.reports.view.value_diff import contrast
from gwe_lint.rules.selection import load_packs
from gwe_lint.text import escaped
from tests.conftest import Golden, Run, Write
from tests.history.test_reports import openmetrics_families
from tests.htmlpage import page_of
from tests.reports.test_whole_reports import GOLDEN

NEW = ("jsonl", "junit", "gitlab", "github", "markdown", "html")
CHECK = ("check", "now", "--select", "GWE101,GWE202,GWE205")
DRIFT = ("drift", "now", "--against", "before", "--select", "GWE801,GWE802,GWE803,GWE805", "--as-of", "2026-03-01")
HOSTILE = (
    *("<script>alert(1)</script>", "</script>", '"><img src=x onerror=alert(1)>', "]]>", "<!-- -->", "&amp;", "a|b"),
    *(
        "`code` ``more``",
        "**bold** @someone #12 [link](http://a.example)",
        "::error::forged",
        "a%0Ab,c:d",
        "##[error]x",
    ),
    *("\x1b[31mred", "\u202egnp.exe", "שלום", "a\ufffeb", "😀"),
)
BACKEND = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.refreshPeriod=2\n"
CHAT = "[endpoints:1]\nwebme=Webengagement_Chat\n\n[settings]\nflex-disconnect-timeout=60\ntranscript-auto-save=1\n"
LEDGER = """\
[[waiver]]
rule = "GWE801"
application = "Chat_2"
reason = "being `tried` out <b>, %"
owner = "chat-ops"
expires = 2026-03-31
"""
HOSTILE_ESTATE = {
    "before/GWE <b>.cfg": BACKEND,
    "now/GWE <b>.cfg": BACKEND.replace("1:webme", "1:</script>").replace("=2", "=`9`")
    + "".join(f"{text}={text}\n" for text in HOSTILE if "=" not in text and text[0] not in "[#"),
    **{f"before/Chat_{number}.conf": CHAT for number in (1, 2, 3, 4)},
    **{f"now/Chat_{number}.conf": CHAT.replace("=60", "=90") for number in (1, 2, 3)},
    "now/Chat_4.xml": "",  # an export that failed
    "before/Chat_5.xml": "",
    "now/Chat_5.conf": CHAT,
    "gwe-lint-waivers.toml": LEDGER,
}

RULES = tuple(rule for rule in load_packs().rules if rule.id in ("GWE202", "GWE801"))


def place(**given: Any) -> Place:
    """A place in an export."""
    return Place(**{"path": "a.cfg", "line": 1, "column": 1, "end_column": 2, "application": "A", **given})


def finding(number: int, text: str, severity: Severity = "error", *, change: bool = True) -> Finding:
    """A finding in which every text that comes from an export is this one."""
    where = place(path=f"{text}.cfg", application=text, section=text, option=text)
    return Finding(
        rule="GWE801",
        name="option-changed",
        severity=severity,
        basis="documented",
        estate=text,
        hit=Hit(message=text, place=where, label=text, help=text),
        takes_effect="after restart",
        fingerprint=f"{number:016x}",
        docs="",
        change=Change("changed", text, f"{text}2", before_default=False, after_default=False, group=text, app=text)
        if change
        else None,
    )


def report_of(*findings: Finding, reasons: tuple[str, ...] = ()) -> Report:
    """A report with these findings, and rules that could not be evaluated for these reasons."""
    return Report(
        command="check",
        findings=findings,
        not_evaluated=tuple(NotEvaluated("GWE202", "endpoint-undefined", reason, reason) for reason in reasons),
        enabled=RULES,
        statuses={"failed": 1, "passed": 0, "not_applicable": 0, "not_evaluated": 1 if reasons else 0},
        population=Population(1, 1, 1, 1),
        unchecked=reasons,
        estates=tuple(dict.fromkeys(each.estate for each in findings)),
    )


@pytest.mark.parametrize("format", NEW)
@pytest.mark.parametrize("arguments", [pytest.param(CHECK, id="check"), pytest.param(DRIFT, id="drift")])
def test_whole_hostile_reports(
    estate: Write, run: Run, golden: Golden, format: str, arguments: tuple[str, ...]
) -> None:
    estate(HOSTILE_ESTATE)
    out = run(*arguments, "-f", format).out
    shown = re.sub(r"(?s)(<style>).*?(</style>)|(<script>)\"use strict.*?(</script>)|sha256-[^']*", r"\1\2\3\4", out)
    golden(GOLDEN / "hostile" / f"{arguments[0]}.{format}", shown)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(text, id=escaped(text)) for text in HOSTILE),
        pytest.param("nul\0", id="NUL"),
        pytest.param("\udcff", id="a byte that is no text"),
        pytest.param("a\r\n::set-output name=x::y\n# Heading", id="lines"),
        pytest.param(" ", id="a blank"),
    ],
)
def test_no_text_acts_or_breaks_a_report(format: str, text: str) -> None:
    for change in (True, False):
        out = "".join(written(format, report_of(finding(1, text, change=change), reasons=(text,)), Layout()))
        out.encode()
        assert not re.search("[\0-\x08\x0b-\x1f\x7f\u202e\ud800-\udfff]", out)
        READ[format](out, text)


def _any(out: str, text: str) -> None:
    assert out


def _junit(out: str, text: str) -> None:
    ET.fromstring(out)


def _json(out: str, text: str) -> None:
    assert json.loads(out)


def _jsonl(out: str, text: str) -> None:
    (line,) = out.splitlines()
    assert json.loads(line)["message"] == text


def _github(out: str, text: str) -> None:
    told, line = out.split("\n")[:-1]
    assert told == f"::error title=gwe-lint did not check everything::{escaped(text).replace('%', '%25')}"
    assert line.startswith("::error file=")
    properties, _, data = line.removeprefix("::error ").partition("::")
    keys = [part.partition("=")[0] for part in properties.split(",")]
    assert keys == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert escaped(text).replace("%", "%25") in data


def _markdown(out: str, text: str) -> None:
    """Without code spans, nothing that an export says is left."""
    bare = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", out)
    assert not re.search("[<>|@`]|http|\\[|alert|forged", bare)
    headings = [line for line in out.splitlines() if line.startswith("#")]
    assert headings[:2] + headings[-2:] == [
        "## FINDINGS: 1 error, and not all was checked",
        "### Findings",
        "### Not evaluated",
        "### Not checked",
    ]


def _html(out: str, text: str) -> None:
    assert escaped(text) in page_of(out).text


def _openmetrics(out: str, text: str) -> None:
    """Numbers alone, whatever a finding says."""
    families = openmetrics_families(out)
    assert 1 == sum(each.value for family in families for each in family.samples if each.name == "gwe_lint_findings")


READ: Mapping[str, Callable[[str, str], None]] = {
    "text": _any,
    "concise": _any,
    "json": _json,
    "sarif": _json,
    "gitlab": _json,
    "jsonl": _jsonl,
    "junit": _junit,
    "github": _github,
    "markdown": _markdown,
    "html": _html,
    "openmetrics": _openmetrics,
}


def of(out: str) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in out.splitlines()]


def test_a_line_of_json_has_the_keys_of_the_whole_report(estate: Write, run: Run) -> None:
    estate(HOSTILE_ESTATE)
    whole = json.loads(run(*DRIFT, "-f", "json").out)
    assert whole["findings"] == of(run(*DRIFT, "-f", "jsonl").out)
    assert {"class", "before", "after", "group"} <= set(whole["findings"][0])


@pytest.mark.parametrize("format", [each for each in FORMATS if each not in ("text", "concise", "openmetrics")])
def test_every_format_has_both_values_and_the_class_of_a_change(format: str) -> None:
    change = Change("must-differ", "host-a", "host-b", before_default=False, after_default=False, group="5b2a", app="x")
    found = finding(1, "x")._replace(change=change)
    out = "".join(written(format, report_of(found._replace(hit=found.hit._replace(message="host-a host-b"))), Layout()))
    assert {"must", "host-a", "host-b"} <= set(re.findall(r"[\w-]+|must", out.replace("must-differ", "must")))
    assert format == "markdown" or "5b2a" in out


def test_sarif_of_drift_has_properties_and_names_what_was_not_compared(estate: Write, run: Run) -> None:
    estate(HOSTILE_ESTATE)
    (found,) = json.loads(run(*DRIFT, "-f", "sarif").out)["runs"]
    result = next(each for each in found["results"] if each["properties"]["after"] == "90")
    assert "changed from '60' to '90'" in result["message"]["text"]
    assert ("changed", "60") == (result["properties"]["class"], result["properties"]["before"])
    told = [each["message"]["text"] for each in found["invocations"][0]["toolExecutionNotifications"]]
    assert [
        "Not checked: Chat_4: now/Chat_4.xml is an empty file.",
        "Not checked: Chat_5: before/Chat_5.xml is an empty file.",
    ] == told


def junit(run: Run, *arguments: str) -> ET.Element:
    return ET.fromstring(run(*arguments, "-f", "junit").out)


def test_junit_has_a_case_for_each_rule_and_counts_them(estate: Write, run: Run) -> None:
    estate(HOSTILE_ESTATE)
    root = junit(run, *DRIFT)
    drift, unchecked = root
    whole, different = ["GWE001", "GWE002", "GWE003", "GWE016"], ["GWE801", "GWE802", "GWE803", "GWE805"]
    assert [*whole, *different] == [case.get("name", "")[:6] for case in drift]
    assert ("10", "2", "2") == (root.get("tests"), root.get("failures"), root.get("errors"))
    assert all(case.find("error") is not None for case in unchecked)
    failure = drift[4].find("failure")
    assert failure is not None
    assert failure.get("type") == "error"
    assert "Chat_2" not in (failure.text or "")
    assert "Chat_2" in (drift[4].findtext("system-out") or "")


def test_junit_of_findings_that_are_all_known_does_not_fail(estate: Write, run: Run) -> None:
    estate(HOSTILE_ESTATE)
    run(*DRIFT, "--output", "json=earlier.json")
    root = junit(run, *DRIFT, "--known", "earlier.json")
    assert root.get("failures") == "0"
    assert "an earlier report has it" in (root[0][4].findtext("system-out") or "")


def test_junit_skips_what_was_not_evaluated_and_says_why(estate: Write, run: Run) -> None:
    contacts = f"{BACKEND}wes.connector.chatServer.identifyCreateContact=2\n"
    estate({"now/Chat.conf": CHAT, "now/GWE.cfg": contacts})
    suite, _ = junit(run, "check", "now", "--select", "GWE401,GWE101")
    reasons = {case.get("name"): [each.get("message", "") for each in case.iter("skipped")] for case in suite}
    assert reasons["GWE101 documented-value"] == []
    (reason,) = reasons["GWE401 contact-server-missing"]
    assert "connections" in reason


def test_gitlab_has_its_documented_keys(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = estate({f"repository/{name}": content for name, content in HOSTILE_ESTATE.items()})
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder / "repository")
    issues = json.loads(run(*DRIFT, "-f", "gitlab").out)
    assert issues
    assert len(issues) == len({issue["fingerprint"] for issue in issues})
    for issue in issues:
        assert issue["description"].startswith(f"{issue['check_name']}: ")
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"].startswith("repository/now/")
        assert issue["location"]["lines"]["begin"] >= 1
    assert not [issue for issue in issues if "Chat_2" in issue["description"]]


def test_github_shows_as_many_as_github_does_and_counts_the_others() -> None:
    errors = [finding(number, f"e{number}") for number in range(12)]
    warnings = [finding(20 + number, f"w{number}", "warning") for number in range(11)]
    lines = "".join(written("github", report_of(*warnings, *errors, finding(40, "n", "note")), Layout())).splitlines()
    commands = [line.split(" ")[0] for line in lines]
    assert [*["::error"] * 10, *["::warning"] * 10, "::notice", "3"] == commands
    assert lines[-1] == "3 more"


def test_properties_of_github_are_escaped() -> None:
    line = "".join(written("github", report_of(finding(1, "50%,a:b")), Layout()))
    assert "file=50%25%2Ca%3Ab.cfg,line=1," in line
    assert "::50%25,a:b: 50%25,a:b. 50%25,a:b." in line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", "`plain`", id="plain"),
        pytest.param("a`b", "``a`b``", id="a backtick inside"),
        pytest.param("`a`` b", "``` `a`` b ```", id="a backtick at the edge"),
        pytest.param(" a ", "`  a  `", id="blanks at the edges stay"),
        pytest.param("", "(empty)", id="nothing"),
        pytest.param("a\nb", "`a\\x0ab`", id="a line feed"),
    ],
)
def test_code_spans_show_exactly_the_text(text: str, expected: str) -> None:
    assert expected == code(text)


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        pytest.param("simple", "none", ("", ""), id="nothing in common is not marked"),
        pytest.param("a" * 900 + "X" + "b" * 900, "a" * 900 + "Y" + "b" * 900, ("X", "Y"), id="in the middle"),
        pytest.param("Webengagement", "Webengagement_Old", ("", "_Old"), id="at the end"),
        pytest.param("/data/log/x", "/var/log/x", ("data", "var"), id="at the beginning"),
    ],
)
def test_a_difference_is_never_cut_away(one: str, other: str, marked: tuple[str, str]) -> None:
    left, right = contrast(one, other)
    assert marked == (left.mark, right.mark)
    assert max(len("".join(left)), len("".join(right))) < 200
