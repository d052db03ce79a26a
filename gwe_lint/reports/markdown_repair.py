"""A repair in Markdown: what is offered for each application as a table, and what needs a person."""

from collections.abc import Iterator

from gwe_lint.findings.repair import Repair
from gwe_lint.findings.report import Report
from gwe_lint.reports.markdown_spans import code, code_in_table
from gwe_lint.reports.view.repair import repair_view


def repair_markdown(report: Report, repair: Repair) -> str:
    """The report, the verdict first; no heading stands without a row."""
    view = repair_view(report, repair)
    found = "; ".join(filter(None, (view.numbers, view.left)))
    lines = [f"## {view.word}{f': {found}' if found else ''}"]
    for application, rows in view.applications.items():
        lines += ["", f"### {code(application)}", "", "| Option | Before | After | How sure |  |", f"|{' --- |' * 5}"]
        for row in rows:
            notes = "<br>".join(f"{word} {code_in_table(text)}" for word, text in row.notes)
            cells = (
                code_in_table(row.option),
                code_in_table(row.before) if row.before else "",
                code_in_table(row.after),
                row.safety,
                notes,
            )
            lines.append(f"| {' | '.join(cells)} |")
    lines += _list("Restart", [code(each) for each in view.restarts])
    left = [
        f"**{row.severity}** {row.rule} {code(row.message)} ({code(row.whose)}, {code(row.spot)}): {code(row.why)}"
        for row in view.rows
    ]
    lines += _list("Needs a person", left)
    lines += ["", f"{view.held_back}."] if view.held_back else ()
    return "\n".join(lines) + "\n"


def _list(heading: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield from ("", f"### {heading}", "", *(f"- {row}" for row in rows))
