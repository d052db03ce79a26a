"""What is not set and has to be."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.catalogue.fact import Basis, Fact
from gwe_lint.checks.spelling import of_others
from gwe_lint.checks.stands_elsewhere import Stray, is_like, stray_option
from gwe_lint.estate.effective import absence_unproved, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import deleted_at, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.exports.lazy_options import beside_options
from gwe_lint.exports.records import Deleted
from gwe_lint.text import listed


class _Missing(NamedTuple):
    """An option that an application has to have and lacks, and where it stands instead."""

    application: Application
    fact: Fact
    stray: Stray | None


def mandatory_options(estate: Estate, basis: tuple[Basis, ...]) -> Iterator[Outcome]:
    """What is wrong where an option that the product needs is absent or empty; only facts of these bases are used.

    Options of one section that all stand in another one are one hit: one header is wrong.
    """
    missing: dict[tuple[str, ...], list[_Missing]] = {}
    for fact in estate.catalogue:
        for application in estate.of_type(fact.app) if fact.mandatory and fact.basis in basis else ():
            outcome = _judged(estate, application, fact)
            if isinstance(outcome, _Missing):
                missing.setdefault(_cause(outcome), []).append(outcome)
            else:
                yield outcome
    for each in missing.values():
        alone = each[0] if len(each) == 1 and not each[0].stray else None  # what stands elsewhere is moved
        right = of_others(estate, alone.application, alone.fact.section, alone.fact.option) if alone else ()
        yield _not_set(each)._replace(corrections=right)


def _judged(estate: Estate, application: Application, fact: Fact) -> Outcome | _Missing:
    option = application.option(fact.section, fact.option)
    if option and option.kind == "unknown":
        return NotEvaluated(value_unknown(application, option))
    if option and option.value.strip():
        return Pass()
    if option:
        message = f"{short(fact.option)} is empty, and the product needs it"
        right = of_others(estate, application, fact.section, fact.option)
        return Hit(message, value_of(application, option), label="empty", help=_needed(fact), corrections=right)
    if gone := _deleted(application, fact):
        message = f"this list of changes removes {short(fact.option)}, and the product needs it"
        return Hit(message=message, place=deleted_at(application, gone), help=_needed(fact))
    if reason := absence_unproved(application, fact.section, fact.option, fact.type, fact.values):
        return NotEvaluated(reason)
    return _Missing(application, fact, stray_option(application, fact.section, fact.option))


def _cause(missing: _Missing) -> tuple[str, ...]:
    """The wrong header where the right section is not there at all; else the option alone."""
    application, fact, stray = missing
    whole = stray and stray.section and not application.section(fact.section)
    what = ("section", stray.section) if stray and whole else ("option", fact.option)
    return (application.path, application.name, fact.section, *what)


def _deleted(application: Application, fact: Fact) -> Deleted | None:
    """What removes the option, or its section, in a list of changes."""
    records = beside_options(application.export.records) if application.export else ()
    return next(
        (
            record
            for record in records
            if isinstance(record, Deleted) and record.section == fact.section and record.name in (fact.option, "")
        ),
        None,
    )


def _not_set(missing: list[_Missing]) -> Hit:
    application, fact, stray = missing[0]
    together = len(missing) > 1
    names = listed(short(each.fact.option) for each in missing)
    instead = stray and stray.section
    return Hit(
        message=f"{names} {'are' if together else 'is'} not set, and the product needs {'them' if together else 'it'}"
        + (f": {'they stand' if together else 'it stands'} in [{instead}]" if instead else ""),
        place=header_of(application, fact.section, fact.option),
        label=f"{fact.option} is missing here",
        help=_set_all(missing) if together else f"{_needed(fact)}{f'; {stray.words}' if stray else ''}",
        related=(Note(stray.words, stray.place),) if stray else (),
        takes_effect=fact.takes_effect,
    )


def _set_all(missing: list[_Missing]) -> str:
    """What to do where several options stand in another section: it is misspelt, or theirs is not there."""
    _, fact, stray = missing[0]
    options = listed(each.fact.option for each in missing)
    if stray and is_like(stray.section, fact.section):
        return f"rename section [{stray.section}] to [{fact.section}], which has to hold {options}"
    return f"set {options} in section [{fact.section}]"


def _needed(fact: Fact) -> str:
    return f"set {fact.option} in section [{fact.section}]: {fact.summary.rstrip('.')}"
