"""The HTML report: one page that needs no network and no other file."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from gwe_lint import __version__
from gwe_lint.findings.report import Report
from gwe_lint.reports.html.environment import environment
from gwe_lint.reports.html.section import Section
from gwe_lint.reports.html.simulation import chat_section, simulated_sections
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.view.alike import alike_view
from gwe_lint.reports.view.applications import applications_of, restarts_of
from gwe_lint.reports.view.chats import chat_rows
from gwe_lint.reports.view.happened import question_of
from gwe_lint.reports.view.lasting import oldest_of, owners_of, trend_of
from gwe_lint.reports.view.matrix import LEGEND, MatrixView, matrix_view
from gwe_lint.reports.view.members import MEMBER_LEGEND, member_matrices
from gwe_lint.reports.view.numbers import numbers_of
from gwe_lint.reports.view.report import ReportView, view_of
from gwe_lint.reports.view.ways import ways_of

ENDINGS = {
    0: "Exit code 0: nothing that fails the run.",
    1: "Exit code 1: there are findings that fail the run.",
    2: "Exit code 2: the result must not be trusted.",
    3: "Exit code 3: nothing fails the run, but not everything could be looked at.",
}


def html(report: Report, layout: Layout) -> str:
    """The page. Its content security policy allows its own style and script by their hashes, and nothing else."""
    view = view_of(report)
    script = _file("page.js")
    page = environment().get_template("page.html.j2")
    return page.render(
        view=view,
        command=view.command,
        verdict=view.verdict,
        tone=view.verdict.tone,
        sides=question_of(report.drift).sides,
        numbers=list(numbers_of(report)),
        sections=[section for section in _sections(report, view) if section.content],
        legend=MEMBER_LEGEND if report.drift and report.drift.scope == "members" else LEGEND,
        ending=ENDINGS.get(view.exit_code, ""),
        **frame(script),
    )


def frame(script: Markup | None) -> dict[str, object]:
    """What every page has: our style, perhaps our script, and their hashes for the content security policy."""
    style = _file("page.css")
    script_hash = Markup("'{}'").format(_hash(script)) if script else Markup("'none'")
    return {
        "version": __version__,
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": script_hash,
    }


def _sections(report: Report, view: ReportView) -> Iterator[Section]:
    """All sections, in the order of the page."""
    comparison = view.comparison
    yield Section("hints", "Look at this first", "assumed", comparison.hints if comparison else ())
    if report.simulation:
        yield from simulated_sections(report, report.simulation, first=True)
    if report.drift:
        yield chat_section(chat_rows(report, report.drift.chats))
    yield Section("ways", "How chats travel", "ways", ways_of(report.traces))
    if report.drift and report.drift.scope != "members":
        alike = alike_view(view.causes_with("active"), report.drift.compared)
        yield Section("alike", "Who differs alike", "alike", alike)
    found = "New findings by cause" if report.simulation else "Findings by cause"
    yield Section("findings", found, "causes", view.causes_with("active"))
    if report.simulation:
        yield from simulated_sections(report, report.simulation, first=False)
    yield from _of_history(report)
    yield Section("restart", "Changed, and probably not yet live", "restart", restarts_of(view.causes))
    yield Section("resolved", "Resolved", "resolved", view.resolved)
    if report.drift and report.drift.scope == "members":
        yield Section("applications", "By member", "applications", applications_of(view.causes))
        matrices = list(member_matrices(view.causes, report.drift.groups))
        yield Section("matrix", "Options and members", "member-matrix", matrices)
    else:
        yield Section("applications", "By application", "applications", applications_of(view.causes))
        yield Section("matrix", "Options and applications", "matrix", _matrices(report, view))
    yield Section("waived", "Waived", "causes", view.causes_with("waived"))
    known = "Unchanged" if report.simulation else "Known from an earlier report"
    yield Section("known", known, "causes", view.causes_with("known"))
    if comparison:
        yield Section("not-checked", "Not checked", "not-compared", comparison.not_checked)
        yield Section("unverifiable", "Unverifiable", "unverifiable", comparison.unverifiable_options)
    else:
        yield Section("not-checked", "Not checked", "not-checked", view.not_checked)
        yield Section("not-counted", "Not followed, and not counted", "not-counted", view.not_counted)
    yield Section("not-evaluated", "Not evaluated", "not-evaluated", view.not_evaluated)
    yield Section("expected", "Expected", "expected", comparison.expected if comparison else ())
    yield Section("alone", "Alone", "alone", comparison.alone if comparison else ())
    yield Section("assumed", "Assumed", "assumed", view.assumed)
    yield Section("rules", "What the rules say", "rules", view.rules)


def _of_history(report: Report) -> Iterator[Section]:
    """What a history adds."""
    yield Section("trend", "Trend", "trend", trend_of(report))
    yield Section("oldest", "The oldest", "oldest", oldest_of(report))
    yield Section("owners", "By owner", "owners", owners_of(report))


def _matrices(report: Report, view: ReportView) -> list[MatrixView]:
    """A matrix for each application type with several applications."""
    matrices = report.drift.matrices if report.drift else ()
    numbered = enumerate(matrices, 1)
    question = question_of(report.drift)
    wide = [(number, matrix) for number, matrix in numbered if len(matrix.applications) > 1]
    return [matrix_view(number, matrix, view.causes, question) for number, matrix in wide]


def _file(name: str) -> Markup:
    """A file beside this module, which the page holds as it is."""
    return Markup(files("gwe_lint.reports.html").joinpath(name).read_text(encoding="utf-8"))  # noqa: S704  our own


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
