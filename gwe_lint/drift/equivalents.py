"""Options that are equivalent: what is written on each side or by each member, and why it means the same."""

from collections.abc import Iterable, Iterator, Sequence

from gwe_lint.catalogue.fact import Fact
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.member_values import Spread
from gwe_lint.drift.side_value import SideValue
from gwe_lint.findings.comparison import Equivalent, Held
from gwe_lint.findings.finding import noun_of

_DEFAULT = "what is not set acts as the documented default"
_BY_TYPE = {
    "integer": "it is the same number",
    "quantity": "it is the same size or time",
    "boolean": "both words mean the same",
    "list": "it is the same list: neither order nor blanks count",
    "endpoint-list": "it is the same list: blanks do not count",
}
_SYNONYM = "the documentation gives both the same meaning"
_CASE = "its servers ignore the case"
_BLANKS = "blanks around it do not count"


def equivalent_differences(differences: Iterable[Difference]) -> Iterator[Equivalent]:
    """The equivalent options of two sides, in the order of the differences."""
    for each in differences:
        if each.kind == "equivalent":
            sides = (each.old, each.new)
            values = tuple(Held(side.text, side.default, ()) for side in sides)
            name, application = noun_of(each.section, each.name), each.after.application.name
            yield Equivalent(each.after.estate.name, application, name, _reason(sides, each.fact), values)


def equivalent_spreads(spreads: Iterable[Spread]) -> Iterator[Equivalent]:
    """The equivalent options of members, in the order of the spreads."""
    for each in spreads:
        if each.kind == "equivalent":
            members: dict[tuple[str | None, bool], list[str]] = {}
            sides: list[SideValue] = []
            for member, side in zip(each.member_group.members, each.member_values, strict=True):
                if side:
                    sides.append(side)
                    members.setdefault((side.text, side.default), []).append(member.application.name)
            values = tuple(Held(text, default, tuple(names)) for (text, default), names in members.items())
            name, group = noun_of(each.section, each.name), each.member_group
            yield Equivalent(group.estate.name, group.name, name, _reason(sides, each.fact), values)


def _reason(sides: Sequence[SideValue], fact: Fact | None) -> str:
    """Why values mean the same."""
    if len({side.default for side in sides}) > 1:
        return _DEFAULT
    texts = {side.text.strip() for side in sides if side.text is not None}
    if len(texts) == 1:
        return _BLANKS
    if fact and fact.ignore_case and len({text.casefold() for text in texts}) == 1:
        return _CASE
    return _BY_TYPE.get(fact.type if fact else "", _SYNONYM)
