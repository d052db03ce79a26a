"""Selectors: how a rule pack names options, ``chat-server:endpoints:*/webme``."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, NewType

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Option, Section
from gwe_lint.suggest import meant

AppType = NewType("AppType", str)
"""An application type, in the parameters of a check."""


class Selector(NamedTuple):
    """Options of one application type, or of any (``common``). The wildcard ``*`` in a name matches any text."""

    app: str
    section: str
    option: str

    @property
    def key(self) -> str:
        """The option as users write it."""
        return f"{self.app}:{self.section}/{self.option}"

    @property
    def is_open(self) -> bool:
        """True where the selector has a ``*``."""
        return "*" in self.section or "*" in self.option

    def names(self, section: str, option: str) -> bool:
        """True for an option, by section and name, that the selector means, whatever its application."""
        return fits(self.section, section) and fits(self.option, option)

    def applications(self, estate: Estate) -> tuple[Application, ...]:
        """The applications of this type, in order."""
        return estate.of_type(self.app) if self.app != ANY else tuple(application for application, _ in estate.active)

    def find(self, application: Application) -> Option | None:
        """The one option of the application that a selector without ``*`` names, or None."""
        return application.option(self.section, self.option) if self.app in (application.type, ANY) else None

    def matches(self, estate: Estate) -> Iterator[tuple[Application, Option]]:
        """Every matching option of the estate, in the order of applications and files."""
        for application in self.applications(estate):
            for option in self.found_in(application):
                yield application, option

    def found_in(self, application: Application) -> Iterator[Option]:
        """Every matching option of one application of this type."""
        sections = application.sections
        for name in self._sections(sections) if "*" in self.section else (self.section,):
            options = sections[name].options if name in sections else {}
            if "*" in self.option:
                yield from (option for option in options.values() if fits(self.option, option.name))
            elif self.option in options:
                yield options[self.option]

    def _sections(self, sections: Mapping[str, Section]) -> tuple[str, ...]:
        """The names of the sections that fit; nearly all begin otherwise, which is quick to see."""
        head = _parts(self.section)[0]
        return tuple([name for name in sections if name.startswith(head) and fits(self.section, name)])


@lru_cache(maxsize=1024)
def _parts(pattern: str) -> tuple[str, ...]:
    if "\\*" not in pattern:
        return tuple(pattern.split("*"))
    return tuple(part.replace("\\*", "*") for part in re.split(r"(?<!\\)\*", pattern))


def fits(pattern: str, name: str) -> bool:
    r"""True where the name fits the pattern, in which each ``*`` matches any text, and ``\*`` a star."""
    head, *parts = _parts(pattern)
    if not name.startswith(head):
        return False
    if not parts:
        return name == head
    if len(name) < len(head) + len(parts[-1]) or not name.endswith(parts[-1]):
        return False
    offset = len(head)
    for part in parts[:-1]:
        part_offset = name.find(part, offset, len(name) - len(parts[-1]))
        if part_offset < 0:
            return False
        offset = part_offset + len(part)
    return True


def parse_selector(text: str) -> Selector:
    """Read ``TYPE:SECTION/OPTION``. Raises ``ValueError`` that says what is wrong."""
    app, colon, rest = text.partition(":")
    section, slash, option = rest.partition("/")
    if not (colon and slash and section and option):
        raise ValueError(f"{text!r} is not a selector of the form application-type:section/option")
    if app not in (*APPLICATION_TYPES, ANY):
        raise ValueError(f"unknown application type {app!r}{meant(app, APPLICATION_TYPES)}")
    return Selector(app, section, option)


def parse_type(text: str) -> AppType:
    """Read an application type. Raises ``ValueError`` that says what is wrong."""
    if text not in (*APPLICATION_TYPES, ANY):
        raise ValueError(f"unknown application type {text!r}{meant(text, APPLICATION_TYPES)}")
    return AppType(text)


def of_application(selectors: tuple[Selector, ...], application: Application) -> Selector | None:
    """The selector for this application's type, or None."""
    return next((selector for selector in selectors if selector.app == application.type), None)


def name_set(selectors: tuple[Selector, ...], application: Application) -> Option | None:
    """The option of an application that one of the selectors names, where it is set to a known name."""
    selector = of_application(selectors, application)
    option = selector.find(application) if selector else None
    return option if option and option.value.strip() and option.kind == "string" else None
