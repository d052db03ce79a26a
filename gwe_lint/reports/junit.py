"""JUnit XML: a suite an estate, and in it a test case a rule."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.view.change import change_view
from gwe_lint.reports.view.happened import question_of
from gwe_lint.reports.wording import accepted_by, difference_in_words, followed_in_words, lost_in_words, spot_of
from gwe_lint.rules.rule import Rule
from gwe_lint.text import escaped

Outcome = Literal["passed", "failure", "error", "skipped"]
_COUNTED: dict[str, Outcome] = {"failures": "failure", "errors": "error", "skipped": "skipped"}


class Case(NamedTuple):
    """A test case: its outcome, the reason in short and in full, and remarks in ``beside``."""

    name: str
    outcome: Outcome = "passed"
    message: str = ""
    type: str = ""
    text: str = ""
    beside: str = ""


def junit(report: Report, layout: Layout) -> str:
    """All test cases. No times: the same report gives the same bytes."""
    names = dict.fromkeys((*report.estates, *(finding.estate for finding in report.findings)))
    suites = {name: list(_cases(report, name)) for name in names}
    if lost := lost_in_words(report):
        suites["chats"] = [Case(each, "failure", each, "error") for each in lost]
    elif report.simulation:
        suites["chats"] = [Case("no chat is lost by the change")]
    if followed := followed_in_words(report):
        suites["coverage"] = [_coverage(report, followed)]
    if report.not_checked:
        suites["not checked"] = [
            *(_not_checked(reason, fails=report.empty_fails) for reason in report.unchecked),
            *(_not_checked(reason, fails=report.incomplete_fails) for reason in report.incomplete),
        ]
    every = [case for cases in suites.values() for case in cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<testsuites name={_attribute(f'gwe-lint {report.command}')}{_counts(every)}>")
    for name, cases in suites.items():
        lines.append(f"  <testsuite name={_attribute(name)}{_counts(cases)}>")
        lines += [line for case in cases for line in _case_lines(case, f"gwe-lint.{name}")]
        lines.append("  </testsuite>")
    return "\n".join((*lines, "</testsuites>")) + "\n"


def _counts(cases: Sequence[Case]) -> str:
    outcomes = [case.outcome for case in cases]
    counts = {name: outcomes.count(outcome) for name, outcome in _COUNTED.items()}
    return f' tests="{len(cases)}"' + "".join(f' {name}="{count}"' for name, count in counts.items())


def _cases(report: Report, estate: str) -> Iterator[Case]:
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.estate == estate:
            findings.setdefault(finding.rule, []).append(finding)
    reasons: dict[str, list[str]] = {}
    for entry in report.not_evaluated:
        if entry.estate == estate:
            reasons.setdefault(entry.rule, []).append(entry.reason)
    crashed = {failure.rule: type(failure.error).__name__ for failure in report.failures if failure.estate == estate}
    for rule in report.enabled:
        own = findings.get(rule.id, [])
        failing = [each for each in own if report.fails(each)]
        sides = question_of(report.drift).sides
        yield _case_of(rule, failing, own, reasons.get(rule.id, []), crashed.get(rule.id, ""), sides)


def _case_of(
    rule: Rule,
    failing: Sequence[Finding],
    findings: Sequence[Finding],
    reasons: Sequence[str],
    crashed: str,
    sides: tuple[str, str],
) -> Case:
    """The test case of a rule in an estate. It fails for findings that fail the run, and lists the others.

    A crash wins over findings, and findings over what was not evaluated.
    """
    active = sorted(failing, key=lambda each: SEVERITIES.index(each.severity))
    beside = [_finding_line(each, sides) for each in findings if each.active and each not in failing]
    beside += [f"{_finding_line(each, sides)}: {accepted_by(each)}" for each in findings if not each.active]
    beside += [f"not evaluated: {reason}" for reason in reasons]
    case = Case(f"{rule.id} {rule.name}", beside="\n".join(beside))
    if crashed:
        return case._replace(outcome="error", message="the rule crashed", type=crashed)
    if active:
        more = f" (and {len(active) - 1} more)" if len(active) > 1 else ""
        text = "\n".join(_finding_line(finding, sides) for finding in active)
        message = f"{active[0].hit.message}{more}"
        return case._replace(outcome="failure", message=message, type=active[0].severity, text=text)
    return case._replace(outcome="skipped", message="; ".join(reasons)) if reasons else case


def _coverage(report: Report, followed: str) -> Case:
    """The test case that says how far chats were followed; what fails the run for it has cases of its own."""
    coverage = report.coverage
    remarks = [f"not followed, and not counted: {remark}" for remark in coverage.remarks] if coverage else []
    case = Case("chats are followed", beside="\n".join([followed, *remarks]))
    whole = coverage and not coverage.reasons and coverage.followed
    return case if whole else case._replace(outcome="skipped", message=followed)


def _not_checked(reason: str, *, fails: bool) -> Case:
    """The test case of something that was not checked: an error where the run fails for it."""
    return Case(reason, outcome="error" if fails else "skipped", message=f"not checked: {reason}")


def _finding_line(finding: Finding, sides: tuple[str, str]) -> str:
    """One finding as a line; for a change also its class, the value of each side or member, and its group."""
    application, change = finding.hit.place.application, finding.change
    who = f" [{application}]" if application and not (change and change.values) else ""
    line = escaped(f"{spot_of(finding)}: {finding.severity} {finding.hit.message}{who}")
    if not change:
        return line
    view = change_view(change)
    pairs = zip(map(escaped, sides), view.both, strict=True)
    values = list(map(str, view.holdings)) or [f"{side} {value}" for side, value in pairs]
    kind = difference_in_words(change).removeprefix("class ")
    return f"{line} ({kind}; {'; '.join(values)}; group {escaped(change.group)})"


def _case_lines(case: Case, group: str) -> Iterator[str]:
    head = f"    <testcase classname={_attribute(group)} name={_attribute(case.name)}"
    if case.outcome == "passed" and not case.beside:
        yield f"{head}/>"
        return
    yield f"{head}>"
    if case.outcome != "passed":
        type = f" type={_attribute(case.type)}" if case.type else ""
        yield f"      <{case.outcome} message={_attribute(case.message)}{type}>{_text(case.text)}</{case.outcome}>"
    if case.beside:
        yield f"      <system-out>{_text(case.beside)}</system-out>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_allowed(escaped(text)))


def _text(text: str) -> str:
    """Lines, each of which is escaped already where it may hold what an export says."""
    return escape("\n".join(_allowed(escaped(line)) for line in text.split("\n")))


def _allowed(text: str) -> str:
    """The text with the two characters escaped that are no control characters, and that XML cannot hold."""
    return re.sub("[\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)
