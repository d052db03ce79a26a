"""The HTML report as text; what a browser makes of it is judged by ``.ci/html-end-to-end``."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise

import pytest
from jinja2 import UndefinedError

from gwe_lint.findings.comparison import DriftSummary
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Failure, Report
from gwe_lint.reports import FORMATS
from gwe_lint.reports.html.environment import environment
from gwe_lint.reports.html.page import html
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.view.verdict import verdict_of
from tests.conftest import Run, Write, outside
from tests.htmlpage import Page, page_of
from tests.reports.test_formats_for_programs import CHAT, CHECK, DRIFT, HOSTILE_ESTATE, finding, report_of

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "h1", "h2", "h3", "nav", "ul", "li"),
    *(
        "main",
        "section",
        "article",
        "dl",
        "dt",
        "dd",
        "span",
        "b",
        "code",
        "mark",
        "pre",
        "details",
        "summary",
        "footer",
    ),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "script"),
    *("svg", "defs", "marker", "g", "rect", "path", "text"),
}
COMPARED = DriftSummary("base", {}, 1, 1, 1, 1)


CONSISTENCY, COMPARE = ("consistency", "now"), ("compare", "before", "now")


def pages(estate: Write, run: Run) -> list[Page]:
    estate(HOSTILE_ESTATE)
    return [page_of(run(*arguments, "-f", "html").out) for arguments in (CHECK, DRIFT, CONSISTENCY, COMPARE)]


def test_only_our_elements_and_no_handlers_are_on_a_page(estate: Write, run: Run) -> None:
    for page in pages(estate, run):
        assert {element.tag for element in page.elements} <= TAGS
        names = {name for element in page.elements for name in element.attributes}
        assert not [name for name in names if name.startswith("on") or name in ("style", "src", "srcset")]
        assert len(page.texts_of("script")) == len(page.texts_of("style")) == 1


def test_links_lead_to_places_of_the_page_and_headings_are_in_order(estate: Write, run: Run) -> None:
    for page in pages(estate, run):
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        links = {element.attributes["href"] for element in page.elements if element.tag == "a"}
        assert links <= {f"#{id}" for id in ids}
        labels = {element.attributes.get("aria-labelledby", ids[0]) for element in page.elements}
        assert labels <= set(ids)
        levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_policy_lets_in_this_style_and_this_script_only() -> None:
    page = page_of(html(report_of(), Layout()))
    (policy,) = (
        each.attributes["content"] for each in page.elements if "Policy" in each.attributes.get("http-equiv", "")
    )
    for tag, (text,) in {tag: page.texts_of(tag) for tag in ("style", "script")}.items():
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert not re.search("https?:", html(report_of(), Layout()))


def test_a_cause_is_one_entry_with_all_its_applications(estate: Write, run: Run) -> None:
    _, page, *_ = pages(estate, run)
    (entry,) = (each for each in page.texts_of("article", **{"data-kind": "warning"}) if "flex" in each)
    assert "[settings] flex-disconnect-timeout changed on 2 applications" in entry
    assert "Chat_1 now/Chat_1.conf:5:25 before before/Chat_1.conf:5" in entry
    assert "Chat_2" not in entry


def test_the_matrix_has_symbol_and_word_for_each_application(estate: Write, run: Run) -> None:
    chats = {f"before/Chat_{number}.conf": CHAT for number in range(4)}
    now = {
        "now/Chat_0.conf": CHAT,
        "now/Chat_1.conf": CHAT.replace("=60", "=90"),
        "now/Chat_2.conf": CHAT.replace("=60", "=060"),
        "now/Chat_3.conf": f"{CHAT}more=1\n",
    }
    estate({**chats, **now})
    page = page_of(run("drift", "now", "--against", "before", "-f", "html").out)
    (matrix,) = page.texts_of("table", **{"class": "matrix"})
    rows = [" ".join(row.split()) for row in page.texts_of("tr") if "✔" in row or "◌" in row]
    assert "chat-server: 2 options with differences, 4 applications" in matrix
    assert ["[settings] flex-disconnect-timeout✘ differs✔ same✔ same≈ equivalent"] == [r for r in rows if "flex" in r]
    assert ["[settings] more◌ not set✘ differs: extra◌ not set◌ not set"] == [r for r in rows if "more" in r]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        pytest.param(report_of(finding(1, "x")), ("FINDINGS: 1 error", "error"), id="findings"),
        pytest.param(report_of(), ("NOTHING WRONG", "good"), id="nothing"),
        pytest.param(
            report_of(reasons=("a: gone",)),
            ("NOTHING WRONG: in what was checked, which is not all", "incomplete"),
            id="nothing, in a part",
        ),
        pytest.param(report_of()._replace(drift=COMPARED), ("NO DRIFT", "good"), id="no drift"),
        pytest.param(
            report_of()._replace(drift=COMPARED._replace(compared=0), unchecked=("a: gone",)),
            ("NOT COMPARED", "incomplete"),
            id="nothing was compared",
        ),
        pytest.param(
            report_of(finding(1, "x", "warning", change=False))._replace(drift=COMPARED),
            ("NO DRIFT: 1 warning", "warning"),
            id="a finding about a waiver is no drift",
        ),
        pytest.param(
            report_of()._replace(failures=(Failure("GWE101", "prod", ValueError()),)),
            ("NOT COMPLETE: no finding, and a rule crashed", "incomplete"),
            id="a crash",
        ),
    ],
)
def test_the_verdict_comes_first(report: Report, expected: tuple[str, str]) -> None:
    verdict = verdict_of(report)
    assert expected == (str(verdict), verdict.tone)
    assert [expected[0]] == page_of(html(report, Layout())).texts_of("h1")


def test_jinja_is_imported_for_html_only(estate: Write) -> None:
    folder = estate(HOSTILE_ESTATE)
    others = (argument for each in FORMATS if each != "html" for argument in ("--output", f"{each}=out.{each}"))
    for arguments, expected in ((others, False), (("--output", "html=out.html"), True)):
        imported = outside(*DRIFT, *arguments, cwd=folder, env={"PYTHONPROFILEIMPORTTIME": "1"}).err
        assert "gwe_lint.reports.text.drift" in imported
        assert expected == bool(re.search(r"\bjinja2\b", imported))


def test_a_template_prints_what_acts_or_is_markup_as_it_is_and_nothing_that_nobody_gave() -> None:
    template = environment().from_string("{{ text }}|{{ text | breakable }}|{{ text | prose }}|{{ text | sentence }}")
    shown = "a\\x1b&lt;b&gt;&#34;&#39;&amp;"
    assert template.render(text="a\x1b<b>\"'&") == f"{shown}|{shown}|{shown}|A{shown[1:]}"
    with pytest.raises(UndefinedError):
        template.render()


def test_every_template_compiles_and_none_turns_escaping_off() -> None:
    names = environment().list_templates()
    assert "page.html.j2" in names
    for name in names:
        assert environment().get_template(name)
        source = files("gwe_lint.reports.html").joinpath("templates", name).read_text(encoding="utf-8")
        assert not re.search(r"\bsafe\b|\bautoescape\b", source)


def many(count: int) -> tuple[Finding, ...]:
    """Findings of as many causes, in applications with a hundred each."""
    made = (finding(number, f"option {number} of a server") for number in range(count))
    return tuple(
        each._replace(
            estate="prod", hit=each.hit._replace(place=each.hit.place._replace(application=f"A{number // 100}"))
        )
        for number, each in enumerate(made)
    )


def test_three_thousand_causes_are_less_than_five_megabytes() -> None:
    text = html(report_of(*many(3000)), Layout())
    assert text.count("<article class=") == 3000
    assert len(text.encode()) < 5_000_000
