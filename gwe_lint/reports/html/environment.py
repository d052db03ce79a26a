"""The Jinja2 environment of the HTML templates. It escapes whatever they print."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gwe_lint.reports.html.code_frame import code_frame
from gwe_lint.reports.view import lasting, limits, ways
from gwe_lint.reports.view.members import alike_of
from gwe_lint.text import counted, escaped


@cache
def environment() -> Environment:
    """The environment that loads the templates, made once a process. An unknown name raises ``UndefinedError``."""
    templates = Environment(
        loader=PackageLoader("gwe_lint.reports.html"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    templates.filters.update(breakable=_breakable, prose=_prose, sentence=_sentence)
    templates.globals.update(
        alike_of=alike_of, code_frame=code_frame, counted=counted, lasting=lasting, limits=limits, shape=ways
    )
    return templates


def _shown(printed: object) -> object:
    """What a template prints, with characters that act on a terminal escaped; markup stays as it is."""
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
