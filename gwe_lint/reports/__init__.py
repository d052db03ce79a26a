"""One module a format: pure functions from a report to text. Only the command line touches streams."""

from collections.abc import Callable, Iterator

from gwe_lint.findings.report import Report
from gwe_lint.lazy import LazyTable
from gwe_lint.reports.layout import Layout

Reporter = Callable[[Report, Layout], str | Iterator[str]]
"""A report as text, or in pieces of whole lines where it grows with every finding and nobody reads it whole."""

REPORTERS: LazyTable[Reporter] = LazyTable(
    {
        "text": "gwe_lint.reports.text.check:text",
        "concise": "gwe_lint.reports.concise:concise",
        "json": "gwe_lint.reports.json:json",
        "jsonl": "gwe_lint.reports.json:jsonl",
        "sarif": "gwe_lint.reports.sarif:sarif",
        "junit": "gwe_lint.reports.junit:junit",
        "gitlab": "gwe_lint.reports.gitlab:gitlab",
        "github": "gwe_lint.reports.github:github",
        "markdown": "gwe_lint.reports.markdown:markdown",
        "html": "gwe_lint.reports.html.page:html",
        "openmetrics": "gwe_lint.reports.openmetrics:openmetrics",
    }
)
FORMATS = tuple(REPORTERS)
OF_COMMANDS = ("github",)  # formats whose lines are commands to the platform that shows them


def written(format: str, report: Report, layout: Layout) -> Iterator[str]:
    """The report in this format, in pieces that end where a line ends. Its reporter is imported only now."""
    text = REPORTERS[format](report, layout)
    return iter((text,)) if isinstance(text, str) else text
