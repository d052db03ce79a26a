"""What is not set and has to be."""

from collections.abc import Iterator

from gwe_lint.catalogue.fact import Basis, Fact
from gwe_lint.estate.effective import absence_unproved, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import deleted_at, header_of, value_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass
from gwe_lint.exports.records import Deleted, Disabled


def mandatory_options(estate: Estate, basis: tuple[Basis, ...]) -> Iterator[Outcome]:
    """What is wrong where an option that the product needs is absent or empty; only facts of these bases are used."""
    for fact in estate.catalogue:
        if not fact.mandatory or fact.basis not in basis:
            continue
        for application in estate.of_type(fact.app):
            option = application.option(fact.section, fact.option)
            if option and option.kind == "unknown":
                yield NotEvaluated(value_unknown(application, option))
            elif option and option.value.strip():
                yield Pass()
            elif option:
                message = f"{short(fact.option)} is empty, and the product needs it"
                yield Hit(message=message, place=value_of(application, option), label="empty", help=_needed(fact))
            elif gone := _deleted(application, fact):
                message = f"this list of changes removes {short(fact.option)}, and the product needs it"
                yield Hit(message=message, place=deleted_at(application, gone), help=_needed(fact))
            elif reason := absence_unproved(application, fact.section, fact.option, fact.type, fact.values):
                yield NotEvaluated(reason)
            else:
                yield _missing(application, fact)


def _deleted(application: Application, fact: Fact) -> Deleted | None:
    """What removes the option, or its section, in a list of changes."""
    records = application.export.records if application.export else ()
    return next(
        (
            record
            for record in records
            if isinstance(record, Deleted) and record.section == fact.section and record.name in (fact.option, "")
        ),
        None,
    )


def _missing(application: Application, fact: Fact) -> Hit:
    records = application.export.records if application.export else ()
    off = next((r for r in records if isinstance(r, Disabled) and r.name and r.name.strip() == fact.option), None)
    switched_off = f"; line {off.line} has it behind a # or ;, which does not set it" if off else ""
    return Hit(
        message=f"{short(fact.option)} is not set, and the product needs it",
        place=header_of(application, fact.section, fact.option),
        label=f"{fact.option} is missing here",
        help=f"{_needed(fact)}{switched_off}",
        takes_effect=fact.takes_effect,
    )


def _needed(fact: Fact) -> str:
    return f"set {fact.option} in section [{fact.section}]: {fact.summary.rstrip('.')}"
