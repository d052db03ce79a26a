"""One module a format: pure functions from a report to text. Only the command line touches streams."""

from collections.abc import Callable
from importlib import import_module

from gwe_lint.report import Report
from gwe_lint.reports.layout import Layout

Reporter = Callable[[Report, Layout], str]

# One module a format, with a function of the same name.
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "html")


def reporter(format: str) -> Reporter:
    """The reporter of a format, imported only now that it is used."""
    function: Reporter = getattr(import_module(f"gwe_lint.reports.{format}"), format)
    return function
