"""The templates of the page. Whatever they print is shown as it is: it neither acts nor is markup."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gwe_lint.reports.html.code_frame import code_frame
from gwe_lint.reports.view import limits
from gwe_lint.text import counted, escaped


@cache
def environment() -> Environment:
    """What loads the templates, each once a process. A name that nobody gave raises ``UndefinedError``."""
    made = Environment(
        loader=PackageLoader("gwe_lint.reports.html"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters.update(breakable=_breakable, prose=_prose, sentence=_sentence)
    made.globals.update(code_frame=code_frame, counted=counted, limits=limits)
    return made


def _shown(printed: object) -> object:
    """What a template prints, with characters that act as escapes; what is HTML already stays as it is."""
    return printed if type(printed) is Markup else escaped(str(printed))


def _breakable(text: str) -> Markup:
    """A name that may go on in the next line where its parts meet."""
    return Markup(re.sub("([._/-])(?=[^._/-])", r"\1<wbr>", str(escape(escaped(text)))))  # noqa: S704  escaped before


def _prose(text: str) -> Markup:
    """What a rule says: text, in which backticks mark code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(escaped(text)))))  # noqa: S704  escaped before


def _sentence(text: str) -> str:
    """The text with a capital at its beginning, unless a name that has capitals elsewhere stands there."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.islower() else text
