"""What does not count, what could not be judged, and what the rules say: the rest of the HTML report."""

from collections.abc import Iterable

from gwe_lint.findings.report import Report
from gwe_lint.reports.html.elements import Column, Row, code, folded, listed, prose, shown, table
from gwe_lint.reports.view.comparison import comparison_view
from gwe_lint.rules.rule import Rule
from gwe_lint.text import counted

_MOST_NAMES = 8


def expected(report: Report) -> str:
    """What differs by design."""
    rows = [
        Row((code(each.name), str(each.applications), shown(each.reason)), ("expected",))
        for each in (report.drift.expected if report.drift else ())
    ]
    columns = (Column("Option"), Column("Applications", number=True), Column("Reason"))
    return table("expected", "Differences that are meant; they are no drift", columns, rows) if rows else ""


def unverifiable(report: Report) -> str:
    """What was there, and could not be compared."""
    found: dict[tuple[str, str], list[str]] = {}
    for application, name, reason in report.drift.unverifiable if report.drift else ():
        found.setdefault((name, reason), []).append(shown(application))
    rows = [
        Row((code(name), shown(reason), folded(names, _MOST_NAMES, "applications")), ("unverifiable",))
        for (name, reason), names in found.items()
    ]
    columns = (Column("Option"), Column("Reason"), Column("Applications"))
    return table("unverifiable", "Options that may or may not differ", columns, rows) if rows else ""


def not_checked(report: Report) -> str:
    """What was asked for and not looked at at all."""
    if not report.drift:
        rows = [Row((shown(reason),), ("not-checked",)) for reason in report.unchecked]
        return table("not-checked", "What was asked for and not checked", (Column("What"),), rows) if rows else ""
    rows = [
        Row((shown(name), shown(why)), ("not-checked",))
        for name, why in comparison_view(report, report.drift).not_checked
    ]
    caption = "Of these nothing is known to be right or wrong"
    return table("not-checked", caption, (Column("What"), Column("Reason")), rows) if rows else ""


def not_evaluated(report: Report) -> str:
    """Rules that could not judge something."""
    rows = [
        Row((f"{shown(each.rule)} {shown(each.name)}", shown(each.estate), shown(each.reason)), ("not-evaluated",))
        for each in report.not_evaluated
    ]
    columns = (Column("Rule"), Column("Estate"), Column("Reason"))
    return table("not-evaluated", "Rules that could not judge something", columns, rows) if rows else ""


def assumed(report: Report) -> str:
    """What was taken to be true."""
    return listed(map(shown, report.assumptions)) if report.assumptions else ""


def rules(report: Report) -> str:
    """What the rules with findings demand, why, and what to do; once each."""
    fired = {finding.rule for finding in report.findings}
    return "\n".join(_rule(rule) for rule in report.enabled if rule.id in fired)


def _rule(rule: Rule) -> str:
    said = (
        f"<p>{prose(rule.summary)}</p>",
        f"<p>{prose(rule.why)}</p>",
        f"<p><b>What to do.</b> {prose(rule.fix)}</p>",
    )
    more = f'<p class="quiet">More: {code(f"gwe-lint explain {rule.id}")}</p>'
    name = f"{shown(rule.id)} {shown(rule.name)}"
    return f'<article id="{shown(rule.id)}">\n<h3>{name}</h3>\n{"".join(said)}{more}</article>'


def classes_said(report: Report) -> str:
    """How many options have which class, of those that are no drift."""
    counts = report.drift.classes if report.drift else {}
    words = {
        "unchanged": "the same",
        "equivalent": "equivalent (other text, same meaning)",
        "expected": "expected to differ",
    }
    parts: Iterable[str] = (f"{counts[name]} {word}" for name, word in words.items() if counts.get(name))
    told = ", ".join(parts)
    return f"Of {counted(report.drift.options, 'option')}: {told}." if report.drift and told else ""
