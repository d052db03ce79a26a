"""Edits and corrections of options: another value, another name or section, or no option."""

from gwe_lint.estate.correction import Correction, Edit
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Option

Corrections = tuple[Correction, ...]


def edit_of(application: Application, section: str, name: str, after: str | None) -> Edit:
    """The edit that gives an option this value, or takes it away; before is what the export has."""
    option = application.option(section, name)
    return Edit(application.name, section, name, option.value if option else None, after)


def with_value(application: Application, option: Option, value: str, *, chosen: bool = False) -> Corrections:
    """The option gets another value; nothing where it has that value."""
    if option.value == value:
        return ()
    return (Correction((edit_of(application, option.section, option.name, value),), chosen),)


def without(application: Application, option: Option, *, chosen: bool = False) -> Corrections:
    """The option is removed."""
    return (Correction((edit_of(application, option.section, option.name, None),), chosen),)


def moved(application: Application, option: Option, section: str, name: str, *, chosen: bool = False) -> Corrections:
    """The option gets another name, or stands in another section, with its value.

    Where the right one is set to another value, either value may be the one to keep. Nothing where it is not known.
    """
    gone = edit_of(application, option.section, option.name, None)
    right = application.option(section, name)
    set_there = edit_of(application, section, name, option.value)
    if not right:
        return (Correction((gone, set_there), chosen),)
    if right.kind not in ("string", "integer"):
        return ()
    keep = Correction((gone,), chosen or right.value != option.value)
    return (keep,) if right.value == option.value else (keep, Correction((gone, set_there), chosen=True))


def section_moved(application: Application, section: str, to: str) -> tuple[Edit, ...]:
    """The options of a section in another one; nothing where one of them stands there with another value."""
    options = application.sections[section].options
    there = {name: right.value for name in options if (right := application.option(to, name))}
    if any(value != options[name].value for name, value in there.items()):
        return ()
    gone = (edit_of(application, section, name, None) for name in options)
    new = (edit_of(application, to, name, option.value) for name, option in options.items() if name not in there)
    return (*gone, *new)
