"""Rules with one thing changed: a bound, a member of a list, a selector, a release.

``fact_mutants.py`` has facts, ``drift_mutants.py`` drift rows.

What cannot change any outcome is not changed: texts for people (summary, note, unit, sources, takes-effect), and the
fields of a parameter that the check never reads.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args, get_origin

from gwe_lint.authoring.read_tracking import Read, is_record
from gwe_lint.catalogue.fact import Fact
from gwe_lint.catalogue.releases import Releases, neighbours
from gwe_lint.checks.files import MADE_ELSEWHERE
from gwe_lint.estate.conditions import NUMERIC, Condition
from gwe_lint.estate.correction import SAFETIES
from gwe_lint.estate.model import Prose
from gwe_lint.estate.selectors import Selector
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.plugins import all_checks, parameters_of
from gwe_lint.rules.rule import Rule

Row = TypeVar("Row", Rule, Fact, DriftRow)
Where = tuple[str | int, ...]  # ("contacts", 1, "option")


class Mutant(NamedTuple, Generic[Row]):
    """A changed row; ``where`` and ``what`` say the change: ``with.contacts[2]``, ``without gwe-cluster:chat/x``."""

    where: str
    what: str
    row: Row


class Change(NamedTuple):
    """A changed value, where inside of it the change is, and what it is."""

    where: Where
    what: str
    value: Any

    @property
    def field(self) -> Read:
        """The names on the way to the change, without the numbers of list members."""
        return tuple(part for part in self.where if isinstance(part, str))


def of_rule(rule: Rule, read: Collection[Read]) -> Iterator[Mutant[Rule]]:
    """Every mutant of a rule; ``read`` are the fields inside of its parameters that its check reads.

    Of which kind of hit a rule is that is made elsewhere, no example shows; but no two rules are of one kind.
    """
    if rule.check in MADE_ELSEWHERE or rule.retired:
        return
    kinds = parameters_of(all_checks()[rule.check])
    for key, value in rule.parameters.items():
        for change in changes(value, kinds.get(key), (key,)):
            # A selector may stand for its application type alone: then its section is nothing that can be wrong.
            if len(change.field) == 1 or change.field in read:
                changed = rule._replace(parameters={**rule.parameters, key: change.value})
                yield Mutant(f"with{dotted(change.where)}", change.what, changed)
    if rule.fixable:
        safer = SAFETIES if rule.basis == "documented" else ()  # a fix of an inferred rule is probable anyway
        for other in (*(each for each in safer if each != rule.fixable), None):
            yield Mutant("fixable", f"{other or 'not'} instead of {rule.fixable}", rule._replace(fixable=other))
    if rule.severity_development is None:
        changed = rule._replace(severity_development=rule.severity)
        yield Mutant("severity-in-development", f"{rule.severity} instead of silent", changed)


def changes(value: Any, kind: Any, where: Where) -> Iterator[Change]:
    """Every change of a value by its type; ``kind`` is its annotation, which knows the choices of a text."""
    if kind is Prose or Prose in get_args(kind):
        return
    for fits, change in _CHANGES:
        if fits(value):
            yield from change(value, kind, where)
            return


def _of_record(value: Any, _: Any, where: Where) -> Iterator[Change]:
    for name, each in zip(value._fields, value, strict=True):
        for change in changes(each, type(value).__annotations__.get(name), (*where, name)):
            yield change._replace(value=value._replace(**{name: change.value}))


def _of_condition(value: Condition, _: Any, where: Where) -> Iterator[Change]:
    for change in changes(value.option, None, (*where, "option")):
        yield change._replace(value=value._replace(option=change.value))
    for number, each in enumerate(value.values):
        others = (str(int(each) - 1), str(int(each) + 1)) if value.operator in NUMERIC else (f"{each}-x",)
        for other in others:
            values = (*value.values[:number], other, *value.values[number + 1 :])
            yield Change((*where, "values", number), f"{other} instead of {each}", value._replace(values=values))


def _of_releases(value: Releases, _: Any, where: Where) -> Iterator[Change]:
    for name, bound in value._asdict().items():
        for other in neighbours(bound) if bound else ():
            yield Change((*where, name), f"{other} instead of {bound}", value._replace(**{name: other}))


def _of_tuple(value: tuple[Any, ...], kind: Any, where: Where) -> Iterator[Change]:
    inner = next(iter(get_args(kind)), None)
    for number, each in enumerate(value):
        before, behind = value[:number], value[number + 1 :]
        yield Change((*where, number), f"without {_shown(each)}", (*before, *behind))
        if not isinstance(each, str):  # another text would be one dropped, and one that nothing has
            for change in changes(each, inner, (*where, number)):
                yield change._replace(value=(*before, change.value, *behind))


def _of_bool(value: bool, _: Any, where: Where) -> Iterator[Change]:
    yield Change(where, f"{not value} instead of {value}".lower(), not value)


def _of_int(value: int, _: Any, where: Where) -> Iterator[Change]:
    for other in (value - 1, value + 1):
        yield Change(where, f"{other} instead of {value}", other)


def _of_text(value: str, kind: Any, where: Where) -> Iterator[Change]:
    others = [choice for choice in _choices(kind) if choice != value]
    for other in others or [f"{value}-x"]:
        yield Change(where, f"{other} instead of {value}", other)


_CHANGES: tuple[tuple[Callable[[Any], bool], Callable[[Any, Any, Where], Iterator[Change]]], ...] = (
    (lambda value: isinstance(value, Condition), _of_condition),
    (lambda value: isinstance(value, Releases), _of_releases),
    (is_record, _of_record),
    (lambda value: isinstance(value, tuple), _of_tuple),
    (lambda value: isinstance(value, bool), _of_bool),
    (lambda value: isinstance(value, int), _of_int),
    (lambda value: isinstance(value, str), _of_text),
)


def _choices(kind: Any) -> tuple[str, ...]:
    """The texts that an annotation allows; none where it allows any."""
    if get_origin(kind) is Literal:
        return tuple(choice for choice in get_args(kind) if isinstance(choice, str))
    return tuple(choice for part in get_args(kind) for choice in _choices(part))


def _shown(value: Any) -> str:
    if isinstance(value, Condition):
        return f"{value.option.key} {value.operator}"
    return value.key if isinstance(value, Selector) else str(value) or "empty"


def dotted(where: Where) -> str:
    """The way to a change as reports show it: ``.contacts[2].option``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where)
