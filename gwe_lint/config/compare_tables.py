"""The ``[[compare]]`` tables of a configuration: which names differ between two estates, and which values may."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from gwe_lint.estate.selectors import Selector, fits, parse_selector
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import Spot
from gwe_lint.toml.table import Table


class Both(NamedTuple):
    """A pair of patterns, one for each estate: each ``*`` stands for the same text in both."""

    here: str
    there: str
    place: Spot

    def mapped(self, text: str) -> str | None:
        """The text in the other estate; None where the text does not fit the pattern."""
        match = _regex(self.here).fullmatch(text)
        if not match:
            return None
        parts = self.there.split("*")
        return "".join(part + star for part, star in zip(parts, (*match.groups(), ""), strict=True))

    def concerns(self, text: str) -> bool:
        """True for a text that fits the pattern of either estate."""
        return fits(self.here, text) or fits(self.there, text)

    @property
    def turned(self) -> "Both":
        """The pair for the other direction."""
        return Both(self.there, self.here, self.place)


class ValueMap(NamedTuple):
    """Values of some options that are expected to differ; without a pattern, any two different values."""

    options: tuple[Selector, ...]
    reason: str
    pattern: Both | None
    must_differ: bool
    place: Spot

    def is_about(self, app: str, section: str, name: str) -> bool:
        """True for an option of this application type, section and name."""
        return any(
            selector.app in (app, "common") and fits(selector.section, section) and fits(selector.option, name)
            for selector in self.options
        )


class Comparison(NamedTuple):
    """One ``[[compare]]``: two estates, and how names and values of the first map to the second."""

    here: str
    there: str
    place: Spot
    applications: tuple[Both, ...] = ()
    tenants: tuple[Both, ...] = ()  # names, and DBIDs as texts
    values: tuple[ValueMap, ...] = ()

    @property
    def turned(self) -> "Comparison":
        """The table for a comparison in the other direction."""
        return self._replace(
            here=self.there,
            there=self.here,
            applications=tuple(each.turned for each in self.applications),
            tenants=tuple(each.turned for each in self.tenants),
            values=tuple(each._replace(pattern=each.pattern and each.pattern.turned) for each in self.values),
        )


def mapped(patterns: tuple[Both, ...], text: str) -> str | None:
    """The name in the other estate, by a pair without ``*``, else by the first pair that fits; else None."""
    exact = next((each.there for each in patterns if each.here == text and "*" not in text), None)
    return exact or next((found for each in patterns if (found := each.mapped(text)) is not None), None)


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, pattern.split("*"))), re.DOTALL)


def comparisons_in(top: DeclaredTable) -> tuple[Comparison, ...]:
    """The ``[[compare]]`` tables of a configuration; mistakes are noted, each with its line."""
    comparisons: list[Comparison] = []
    top.get("compare", partial(_add, comparisons))
    return tuple(comparisons)


def _add(comparisons: list[Comparison], table: DeclaredTable) -> None:
    comparison = _comparison(table)
    names = {comparison.here, comparison.there}
    if any(names == {each.here, each.there} for each in comparisons):
        table.problem(f"{comparison.here!r} and {comparison.there!r} have another one: it is for both directions")
    comparisons.append(comparison)


def _comparison(table: DeclaredTable) -> Comparison:
    here, there = table.get("from"), table.get("to")
    table.title = f" ({here} to {there})" if here and there else ""
    if here and here == there:
        table.problem("from and to are the same estate", "to")
    applications, tenants = table.get("applications", _pairs), table.get("tenants", _pairs)
    comparison = Comparison(
        here=here,
        there=there,
        place=Spot(table.file, table.where),
        applications=tuple(applications),
        tenants=tuple(tenants),
        values=table.get("values", _value),
    )
    table.done()
    return comparison


def _pairs(table: Table) -> Iterator[Both]:
    """Pairs of names; each pair must work in both directions."""
    seen: dict[str, str] = {}
    for here in table.data:
        there = table.required(here)
        if not there:
            continue
        _check_stars(table, here, here, there)
        if there in seen:
            table.problem(f"{there!r} is already what {seen[there]!r} is called: two cannot be one", here)
        seen[there] = here
        yield Both(here, there, Spot(table.file, (*table.where, here)))


def _check_stars(table: Table, key: str, here: str, there: str) -> None:
    if here.count("*") != there.count("*"):
        table.problem(f"{here!r} and {there!r} must have the same number of *, which stand for the same texts", key)


def _value(table: DeclaredTable) -> ValueMap:
    here, there = table.get("from"), table.get("to")
    if (here is None) != (there is None) and not {"from", "to"} <= table.data.keys():
        table.problem(f"{'to' if there is None else 'from'} is missing: give both, or none of them for any two values")
    pattern = Both(here, there, Spot(table.file, table.where)) if here is not None and there is not None else None
    if pattern:
        _check_stars(table, "from", pattern.here, pattern.there)
        if pattern.here == pattern.there:
            table.problem(
                f"from and to are both {pattern.here!r}, which maps nothing: leave both out for any values", "to"
            )
    value_map = ValueMap(
        options=table.get("options", parse_selector),
        pattern=pattern,
        place=Spot(table.file, table.where),
        **table.rest(),
    )
    table.done()
    return value_map
