"""Equality of values: whether two values mean the same, by the type that the catalogue gives the option."""

from collections.abc import Callable, Hashable, Mapping
from typing import Literal

from gwe_lint.catalogue.fact import Fact
from gwe_lint.catalogue.quantity import quantity_of
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.effective import canonical

Likeness = Literal["unchanged", "equivalent", "changed"]


def likeness(before: str, after: str, fact: Fact | None) -> Likeness:
    """Whether two values are the same text, have the same meaning by the catalogue, or differ.

    It is symmetric, and for each fact transitive, since both values are brought to one form. Case counts, but in
    the units of quantities, and where a fact says that it does not.
    """
    if before == after:
        return "unchanged"
    return "equivalent" if meaning(before, fact) == meaning(after, fact) else "changed"


def meaning(value: str, fact: Fact | None) -> Hashable:
    """The value in the one form that all values of the same meaning have."""
    if not fact:
        return value
    if fact.ignore_case:
        value = value.strip().casefold()
    return _FORMS.get(fact.type, _text)(value, fact)


def _integer(value: str) -> Hashable:
    number = integer_of(value)
    return value if number is None or number == 10**18 else number


def _list(value: str) -> Hashable:
    """A list of names in sorted order, since no documentation says that the order counts."""
    return tuple(sorted(item.strip() for item in value.replace(";", ",").split(",") if item.strip()))


def _quantity(value: str, fact: Fact) -> Hashable:
    quantity = quantity_of(value, fact.units)
    return quantity.size if quantity else _choice(value, fact)


def _choice(value: str, fact: Fact) -> Hashable:
    plain = value.strip()
    return dict(fact.same_as).get(plain, plain)


def _text(value: str, fact: Fact) -> Hashable:
    return dict(fact.same_as).get(value, value)


_FORMS: Mapping[str, Callable[[str, Fact], Hashable]] = {
    "integer": lambda value, _: _integer(value),
    "boolean": canonical,
    "list": lambda value, _: _list(value),
    "endpoint-list": lambda value, _: tuple(item.strip() for item in value.split(",")),
    "enum": _choice,
    "quantity": _quantity,
}


def differs_in_case_only(before: str, after: str) -> bool:
    """True for the same letters in another case, which is another name in Genesys."""
    return before != after and before.casefold() == after.casefold()
