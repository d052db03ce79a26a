"""One module a format: pure functions from a report to text. Only the command line touches streams."""

from collections.abc import Callable
from importlib import import_module

from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout

Reporter = Callable[[Report, Layout], str]

# Each is a function of this name, in a module of this name or in the one that ``_MODULES`` names.
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "html")
_MODULES = {"text": "text.check", "jsonl": "json", "html": "html.page"}


def reporter(format: str) -> Reporter:
    """The reporter of a format, imported only now that it is used."""
    function: Reporter = getattr(import_module(f"gwe_lint.reports.{_MODULES.get(format, format)}"), format)
    return function
