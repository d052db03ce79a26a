"""The report as one page that needs nothing else: no network, no script, no other file."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from gwe_lint import __version__
from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.report import Report
from gwe_lint.reports.html.causes import cause_as_html
from gwe_lint.reports.html.elements import Kind, code, sentence, shown
from gwe_lint.reports.html.sections import (
    assumed,
    classes_said,
    expected,
    not_checked,
    not_evaluated,
    rules,
    unverifiable,
)
from gwe_lint.reports.html.tables import Numbered, by_application, matrices, not_live
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.view.cause import causes_of
from gwe_lint.reports.view.verdict import looked_at, verdict_of
from gwe_lint.reports.wording import Status
from gwe_lint.text import counted

_EXITS = {
    0: "Exit code 0: nothing that fails the run.",
    1: "Exit code 1: there are findings that fail the run.",
    2: "Exit code 2: the result must not be trusted.",
    3: "Exit code 3: nothing fails the run, but not everything could be looked at.",
}


class Section(NamedTuple):
    """A section of the page; without content it is left out, heading and all."""

    id: str
    heading: str
    content: Callable[[Report, Numbered], str]


class Card(NamedTuple):
    """A number at the top, which leads to a section and filters by kind."""

    kind: Kind
    number: int
    noun: str
    section: str


def html(report: Report, layout: Layout) -> str:
    """The page. Its style and script are let in by their hashes; nothing else is."""
    causes = list(enumerate(causes_of(report.findings, report.history), 1))
    contents = [(section, section.content(report, causes)) for section in _SECTIONS]
    sections = [(section, content) for section, content in contents if content]
    style, script = _file("page.css"), _file("page.js")
    parts = (
        *_head(report, style, script),
        '<body>\n<a class="skip" href="#main">To the findings</a>',
        *_header(report),
        '<nav aria-label="Contents"><ul>',
        *(f'<li><a href="#{section.id}">{section.heading}</a></li>' for section, _ in sections),
        '</ul></nav>\n<main id="main" tabindex="-1">',
        *_cards(report),
        *(_section(section, content) for section, content in sections),
        "</main>",
        f"<footer><p>gwe-lint {__version__}, {shown(report.command)}. {_EXITS.get(report.exit_code, '')}</p></footer>",
        f"<script>{script}</script>\n</body>\n</html>",
    )
    return "\n".join(parts) + "\n"


def _file(name: str) -> str:
    """A file beside this module."""
    return files("gwe_lint.reports.html").joinpath(name).read_text(encoding="utf-8")


def _head(report: Report, style: str, script: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">'
    yield f"<title>{shown(str(verdict_of(report)))} - gwe-lint {shown(report.command)}</title>"
    yield f"<style>{style}</style>\n</head>"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _header(report: Report) -> Iterator[str]:
    """The verdict, and what it rests on."""
    verdict = verdict_of(report)
    against = f" against {code(report.drift.against)}" if report.drift else ""
    yield f'<header>\n<div class="verdict {verdict.tone}">'
    yield f'<p class="quiet">gwe-lint {shown(report.command)}{against}</p>'
    yield f"<h1>{shown(str(verdict))}</h1>\n<p>{shown(sentence(looked_at(report)))}.</p>"
    for said in (classes_said(report), *_crashes(report)):
        yield f"<p>{shown(said)}</p>" if said else ""
    yield "</div>\n</header>"


def _crashes(report: Report) -> Iterator[str]:
    for failure in report.failures:
        yield f"Rule {failure.rule} crashed in estate {failure.estate}: its findings are missing."


def _cards(report: Report) -> Iterator[str]:
    yield '<section aria-labelledby="numbers">\n<h2 id="numbers">At a glance</h2>\n<ul class="cards">'
    for card in _all_cards(report):
        plural = "s" if card.noun in SEVERITIES and card.number != 1 else ""
        label = f"<b>{card.number}</b> <span>{card.noun}{plural}</span>"
        if card.number:
            classes = f'class="card {card.kind}" data-filter="{card.kind}"'
            yield f'<li><a {classes} href="#{card.section}">{label}</a></li>'
        else:
            yield f'<li><span class="card none">{label}</span></li>'
    yield "</ul>\n</section>"


def _all_cards(report: Report) -> Iterator[Card]:
    for severity in SEVERITIES:
        yield Card(severity, report.number_of(severity), severity, "findings")
    yield Card("waived", report.waived, "waived", "waived")
    yield Card("known", report.known, "known", "known")
    drift = report.drift
    if drift:
        yield Card("expected", sum(each.applications for each in drift.expected), "expected", "expected")
        yield Card("unverifiable", len(drift.unverifiable), "unverifiable", "unverifiable")
        yield Card("not-checked", len(report.unchecked), "not checked", "not-checked")
        return
    yield Card("not-evaluated", len(report.not_evaluated), "not evaluated", "not-evaluated")
    yield Card("not-checked", len(report.unchecked), "not checked", "not-checked")


def _section(section: Section, content: str) -> str:
    id = f"{section.id}-heading"
    head = f'<section id="{section.id}" aria-labelledby="{id}">\n<h2 id="{id}">{section.heading}</h2>'
    return f"{head}\n{content}\n</section>"


def _of(status: Status) -> Callable[[Report, Numbered], str]:
    """The entries of the causes with this status, and how many findings they stand for."""

    def content(report: Report, causes: Numbered) -> str:
        wanted = [(number, cause) for number, cause in causes if cause.status == status]
        count = sum(len(cause.findings) for _, cause in wanted)
        size = f"{counted(count, 'finding')}, {counted(len(wanted), 'cause')}"
        entries = (cause_as_html(cause, number, report) for number, cause in wanted)
        return "\n".join((f'<p class="quiet">{size}</p>', *entries)) if wanted else ""

    return content


def _only(content: Callable[[Report], str]) -> Callable[[Report, Numbered], str]:
    """A section that needs no causes."""

    def alone(report: Report, causes: Numbered) -> str:
        return content(report)

    return alone


_SECTIONS: Sequence[Section] = (
    Section("findings", "Findings by cause", _of("active")),
    Section("restart", "Changed, and probably not yet live", not_live),
    Section("applications", "By application", by_application),
    Section("matrix", "Options and applications", matrices),
    Section("waived", "Waived", _of("waived")),
    Section("known", "Known from an earlier report", _of("known")),
    Section("not-checked", "Not checked", _only(not_checked)),
    Section("unverifiable", "Unverifiable", _only(unverifiable)),
    Section("not-evaluated", "Not evaluated", _only(not_evaluated)),
    Section("expected", "Expected", _only(expected)),
    Section("assumed", "Assumed", _only(assumed)),
    Section("rules", "What the rules say", _only(rules)),
)
