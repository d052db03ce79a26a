"""Names of options that another release has: Web Engagement 8.1.2 and 8.5 call most of them differently."""

from collections.abc import Iterator, Mapping

from gwe_lint.checks.what_counts import what_counts
from gwe_lint.estate.edits import moved
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import name_of
from gwe_lint.estate.model import Application, Hit, Outcome, Pass
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.records import Option
from gwe_lint.text import quoted

_Options = Mapping[str, Option]


def name_of_release(
    estate: Estate,
    *,
    older: tuple[Selector, ...],
    newer: tuple[str, ...],
    types: tuple[AppType, ...],
    without: tuple[str, ...] = (),
) -> Iterator[Outcome]:
    """An application has the name that the other release gives to an option of its own.

    The first option of ``older`` is called as the first one of ``newer`` says, ``section/option``, and so on. Options
    of the older release ``without`` a successor are written so too. Applications of ``types`` are of the newer release;
    sections that only the older one has are not judged there.
    """
    pairs = tuple(zip(older, newer, strict=True))
    names = (*((old.section, old.option, new) for old, new in pairs), *((*_split(each), "") for each in without))
    sections = frozenset(section for section, _, _ in names)
    for application, export in estate.active:
        for name, section in export.sections.items():
            if application.type in types and name not in sections:
                yield from (_older_name(application, section.options, old, new) for _, old, new in names)
            elif application.type not in types and name in sections:
                here = ((old, new) for old, new in pairs if old.section == name and old.app == application.type)
                yield from (_newer_name(application, section.options, old, new) for old, new in here)


def _split(text: str) -> tuple[str, str]:
    section, _, option = text.partition("/")
    return section, option


def _older_name(application: Application, options: _Options, old: str, new: str) -> Outcome:
    option = options.get(old)
    if not option:
        return Pass()
    section, name = _split(new)
    known = f"which probably calls it {name}, in [{section}]" if new else "of which no successor is known"
    message = f"{quoted(old)} is a name of 8.1.2, and {application.name} is of 8.5, {known}"
    return _hit(application, option, message, section, name)


def _newer_name(application: Application, options: _Options, old: Selector, new: str) -> Outcome:
    option = options.get(_split(new)[1])
    if not option:
        return Pass()
    message = f"{quoted(option.name)} is a name of 8.5, and 8.1.2 probably calls it {old.option}"
    return _hit(application, option, message, old.section, old.option)


def _hit(application: Application, option: Option, message: str, section: str, name: str) -> Hit:
    counts = what_counts(application, section, name)
    move = f"move the value to {name} in section [{section}]" if name else "remove it"
    return Hit(
        message=f"{message}{counts.words}",
        place=name_of(application, option),
        label="a name of another release",
        help="remove it: the option of this release is set" if counts.words else move,
        related=counts.related,
        corrections=moved(application, option, section, name) if name else (),
    )
