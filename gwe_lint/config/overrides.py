"""The ``[[check.override]]`` tables of a configuration: other settings for some places."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES
from gwe_lint.config.override_keys import PLACES, SETTINGS
from gwe_lint.estate.model import FailOn, Profile, Severity
from gwe_lint.estate.selectors import Selector, parse_selector
from gwe_lint.suggest import meant
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import Spot


class Override(NamedTuple):
    """One ``[[check.override]]``. It is about findings that fit every place it names; an empty place fits all.

    ``folder`` is the folder of its file, where ``files`` start.
    """

    place: Spot
    folder: Path
    reason: str
    estates: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    options: tuple[Selector, ...] = ()
    files: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    ignore: tuple[str, ...] = ()
    profile: Profile | None = None
    fail_on: FailOn | None = None

    @property
    def path(self) -> str:
        """The path of its file, as errors show it."""
        return self.place.file.path

    @property
    def line(self) -> int:
        """The line of its header."""
        return self.place.file.line(self.place.where)

    @property
    def settings(self) -> Mapping[str, object]:
        """All that the table names, by key, without its reason."""
        given = {
            "estates": list(self.estates),
            "applications": list(self.applications),
            "options": [option_text(each) for each in self.options],
            "files": list(self.files),
            "severity": dict(self.severity),
            "ignore": list(self.ignore),
            "profile": self.profile,
            "fail-on": self.fail_on,
        }
        return {key: value for key, value in given.items() if value}

    def at(self, key: str) -> Spot:
        """The place of one of its keys."""
        return self.place._replace(where=(*self.place.where, key))


def read_override(folder: Path, table: DeclaredTable) -> Override:
    """The override in this table of a file in the folder; mistakes are noted, each with its line."""
    options = table.get("options", _option)
    override = Override(
        Spot(table.file, table.where), folder, options=tuple(each for each in options if each), **table.rest()
    )
    if not any(key in table.data for key in PLACES):
        table.problem(f"names no place: give {_one_of(PLACES)}; what holds everywhere belongs into [check]")
    if not any(key in table.data for key in SETTINGS):
        table.problem(f"changes nothing: give {_one_of(SETTINGS)}")
    table.done()
    return override


def option_text(option: Selector) -> str:
    """The selector as a configuration has it: without a type where it is for any."""
    return option.key.removeprefix(f"{ANY}:")


def _one_of(keys: tuple[str, ...]) -> str:
    return f"{', '.join(keys[:-1])} or {keys[-1]}"


def _option(text: str) -> Selector:
    """The options that the text names. A type may be left out: a section may have a colon in its name too."""
    app, colon, _ = text.partition(":")
    if colon and "/" not in app:
        if app in (*APPLICATION_TYPES, ANY):
            return parse_selector(text)
        if hint := meant(app, APPLICATION_TYPES):
            raise ValueError(f"unknown application type {app!r}{hint}; {ANY}:{text} is for a section of this name")
    try:
        return parse_selector(f"{ANY}:{text}")
    except ValueError:
        raise ValueError(f"{text!r} is not of the form section/option; * stands for any text") from None
