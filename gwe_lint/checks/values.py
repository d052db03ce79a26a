"""Options against the catalogue: type, range, enumeration, spelling, and what is mandatory."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Literal

from gwe_lint.catalogue.fact import BASES, Basis, Fact
from gwe_lint.catalogue.quantity import quantity_of
from gwe_lint.checks.mandatory import mandatory_options
from gwe_lint.checks.right_values import in_right_form
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.edits import with_value
from gwe_lint.estate.effective import canonical, set_value, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_miss
from gwe_lint.text import quoted

Of = Literal["range", "spelling", "presence"]  # what of an option is judged


def _known_options(estate: Estate) -> Iterator[tuple[Application, Option, Fact]]:
    """Every option that is set and that the catalogue knows."""
    for application, name, section, facts in estate.documented:
        for option in section.options.values():
            fact = facts.get(option.name) or estate.catalogue.fact(application.type, name, option.name)
            if fact:
                yield application, option, fact


def documented_value(estate: Estate, *, of: Of = "range", basis: tuple[Basis, ...] = BASES) -> Iterator[Outcome]:
    """A known option is not as the catalogue has it; only what is known on these bases is used.

    ``range`` judges type, range and enumeration; ``spelling`` judges values that are documented in another spelling;
    ``presence`` judges options that the product needs.
    """
    if of == "presence":
        yield from mandatory_options(estate, basis)
        return
    judged = _out_of_range if of == "range" else _misspelt
    for application, option, fact in _known_options(estate):
        known = _known_on(basis, fact, option) if of == "range" else fact if fact.basis in basis else None
        if known and option.kind == "unknown":
            yield NotEvaluated(value_unknown(application, option))
            continue
        outcome = judged(estate, application, option, known) if known else None
        if outcome is not None:
            yield outcome


def _known_on(basis: tuple[Basis, ...], fact: Fact, option: Option) -> Fact | None:
    """What of a fact is known on these bases; None where that is nothing, and where a value is wrong without it."""
    if fact.basis in basis:
        return fact if "inferred" in basis else fact.as_documented
    if not fact.inferred or "inferred" not in basis:
        return None
    return None if not option.why_unknown and what_is_wrong(option.value, fact.as_documented) else fact


def _out_of_range(estate: Estate, application: Application, option: Option, fact: Fact) -> Outcome | None:
    if option.why_unknown or option.kind in ("secret", "absent", "list"):
        return None
    wrong = what_is_wrong(option.value, fact)
    if not wrong or _other_spelling(option.value, fact):
        return Pass()
    fallback = fact.invalid_acts_as
    acts = f"; the server then acts as if it were {fallback}{_meaning(fact)}" if fallback else ""
    return Hit.at(
        set_value(estate, application, option),
        f"{short(option.name)} is {_shown(option.value)}, {wrong}{acts}",
        label=f"expected {_expected(fact)}",
        help=f"use {_expected(fact)}: {fact.summary[:1].lower()}{fact.summary[1:].rstrip('.')}",
    )._replace(corrections=in_right_form(application, option, fact, partial(what_is_wrong, fact=fact)))


def _misspelt(estate: Estate, application: Application, option: Option, fact: Fact) -> Outcome | None:
    meant = _other_spelling(option.value, fact)
    if not meant or option.kind != "string":
        return None
    if option.value.strip() in (*fact.values, *fact.synonyms):
        return Pass()
    return Hit.at(
        set_value(estate, application, option),
        f"{short(option.name)} is {quoted(option.value)}; the documentation lists {_expected(fact)}",
        label=f"documented as {meant}",
        help=f"write {meant}: predefined values are case-sensitive",
    )._replace(corrections=with_value(application, option, meant))


def _shown(value: str) -> str:
    return quoted(value) if value.strip() else "empty"


def _meaning(fact: Fact) -> str:
    return f" ({fact.note})" if fact.note else ""


def what_is_wrong(value: str, fact: Fact) -> str:
    """Why a value is not what is documented, as the end of a sentence; empty when it is right."""
    if fact.type == "integer" and value.strip() not in fact.synonyms:
        number = integer_of(value)
        if number is None:
            return "which is not an integer"
        low, high = fact.minimum, fact.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            return f"outside its {fact.basis_of_range} range: {_expected(fact)}"
    if fact.type == "quantity" and not _is_word(value, fact):
        quantity = quantity_of(value, fact.units)
        if not quantity:
            return f"which is not {_expected(fact)}"
        return "" if quantity.is_in_range else f"outside its {fact.basis} range: {quantity.unit.range}"
    if fact.type == "list" and fact.values:
        unknown = [item for item in re.split(r"[,;]\s*", value.strip()) if item not in fact.values]
        return f"where {quoted(unknown[0])} is not one of {', '.join(fact.values)}" if unknown and value.strip() else ""
    if fact.pattern and not re.fullmatch(fact.pattern, value.strip()):
        return f"which is not {_expected(fact)}"
    if fact.values and fact.type != "list" and not _is_word(value, fact):
        return f"which is not {_expected(fact)}"
    return ""


def _is_word(value: str, fact: Fact) -> bool:
    """True for one of the documented values, and for one that is accepted too."""
    words = (*fact.values, *fact.synonyms)
    plain = value.strip()
    if plain in words or not fact.ignore_case:
        return plain in words
    return plain.casefold() in {word.casefold() for word in words} or canonical(plain, fact) in words


def _expected(fact: Fact) -> str:
    """What the documentation allows, as a phrase: ``1 to 5 seconds``, ``one of 1, 2, 3``."""
    unit = f" {fact.unit}" if fact.unit else ""
    if fact.type == "integer":
        if fact.minimum is not None and fact.maximum is not None:
            return f"{fact.minimum} to {fact.maximum}{unit}"
        if fact.minimum is not None:
            return f"{fact.minimum} or more{unit}"
        if fact.maximum is not None:
            return f"at most {fact.maximum}{unit}"
        return f"an integer{f', in {fact.unit}' if fact.unit else ''}"
    if fact.form:
        return fact.form
    words = (word for value in fact.values for word in (value or "empty", *_also_spelt(value, fact)))
    values = [*words, *(unit.range for unit in fact.units)]
    return values[0] if len(values) == 1 else " or ".join(values) if len(values) == 2 else f"one of {', '.join(values)}"


def _also_spelt(value: str, fact: Fact) -> list[str]:
    """Accepted words that are the same value in a near spelling; words of older releases are other words."""
    return [word for word, meaning in fact.same_as if meaning == value and near_miss(word, [value])]


def _other_spelling(value: str, fact: Fact) -> str | None:
    """The documented value that this one spells in another case, or, of a boolean, in other words."""
    if fact.type == "list" or not fact.values or fact.ignore_case:
        return None
    folded = value.strip().casefold()
    if fact.type == "boolean" and (meant := canonical(value, fact)) in fact.values:
        return meant
    return next((known for known in fact.values if known and known.casefold() == folded), None)
