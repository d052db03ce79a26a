"""One option, or all that a selector names, over all applications: effective value, origin and default."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import ANY, Fact
from gwe_lint.estate.effective import effective
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import value_of
from gwe_lint.estate.model import Application, NotEvaluated
from gwe_lint.estate.selectors import Selector, fits

Origin = Literal["set", "empty", "default", "not set", "unknown"]


class OptionRow(NamedTuple):
    """One option of one application.

    ``value`` acts: it is set, or the documented default; None where neither is there or it is not known.
    ``default`` is the documented one for the release; None where there is none, or where the release is not known.
    """

    estate: str
    application: str
    type: str
    release: str
    section: str
    option: str
    value: str | None
    origin: Origin
    default: str | None
    unknown: str  # why the value is not known; empty where it is
    path: str  # of the value that is set, else of the application's export
    line: int | None  # None where it is not set
    fact: Fact | None  # what says which values mean the same


def option_rows(estates: Iterable[Estate], selectors: Iterable[Selector]) -> Iterator[OptionRow]:
    """A row for each option that a selector names: all that are set, and all that are documented."""
    wanted = tuple(selectors)
    for estate in estates:
        for application, _ in estate.exports:
            mine = [each for each in wanted if each.app in (application.type, ANY)]
            for section, name in dict.fromkeys(
                each for selector in mine for each in _named(estate, application, selector)
            ):
                yield _row(estate, application, section, name)


def _named(estate: Estate, application: Application, selector: Selector) -> Iterator[tuple[str, str]]:
    """The options of the application that are set or documented, and that the selector names."""
    for option in selector.found_in(application):
        yield option.section, option.name
    for section in dict.fromkeys((*estate.catalogue.sections(application.type), *estate.catalogue.sections(ANY))):
        if not section.endswith("*") and fits(selector.section, section):
            facts = estate.catalogue.every(application.type, section)
            yield from ((section, name) for name in facts if not name.endswith("*") and fits(selector.option, name))


def _row(estate: Estate, application: Application, section: str, name: str) -> OptionRow:
    value = effective(estate, application, section, name)
    option, fact = application.option(section, name), estate.catalogue.fact(application.type, section, name)
    reason = value.reason if isinstance(value, NotEvaluated) else value.unknown
    text = None if isinstance(value, NotEvaluated) or reason else value.text
    place = value_of(application, option) if option else None
    if option and not reason:
        origin: Origin = "set" if option.value.strip() else "empty"
    else:
        origin = "unknown" if reason else "not set" if text is None else "default"
    return OptionRow(
        estate=estate.name,
        application=application.name,
        type=application.type,
        release=application.release or "",
        section=section,
        option=name,
        value=text,
        origin=origin,
        default=_default(application, fact),
        unknown=reason,
        path=place.path if place else application.path,
        line=place.line if place else None,
        fact=fact,
    )


def _default(application: Application, fact: Fact | None) -> str | None:
    of_release = fact.with_default_at(application.running_release) if fact else None
    return of_release.default if of_release else None
