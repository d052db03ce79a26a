"""Make the signature of a command that Typer reads: a record of options becomes its fields.

So options that several commands share are declared once, in a record of ``options``.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from inspect import Parameter
from typing import Annotated, Any

import typer

from gwe_lint.cli.asked import Asked

Command = Callable[..., int]
Given = Mapping[str, Any]

_DEBUG = Parameter(
    "debug",
    Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--debug", help="Show where an internal error happened.")],
)


class Options:
    """Options that belong together, as attributes; one that a command was not given keeps its default.

    Nobody takes such a record apart. A named tuple takes ten times as long to define, and that at every start.
    """

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(given)


class Without:
    """Beside a record in ``Annotated``: the options that a command does not offer, and that keep their defaults."""

    def __init__(self, *options: str) -> None:
        self.options = frozenset(options)


def with_options(*, before: Mapping[str, str] | None = None) -> Callable[[Command], Command]:
    """Decorate a command so that Typer offers the fields of its records, each record where its parameter stands.

    ``before`` moves options: it maps a name to the name of the option that it goes in front of. Every command ends
    with ``--debug``, which ``main`` looks for; a record with a field of that name gets the value as well.
    Raises ``TypeError`` or ``ValueError`` where a name belongs to no option, or to two.
    """

    def decorate(command: Command) -> Command:
        offered: list[Parameter] = []
        takes = {
            name: _offer(name, parameter.annotation, parameter.default, frozenset(), offered)
            for name, parameter in inspect.signature(command).parameters.items()
            if parameter.annotation is not Asked
        }
        offered = [option for option in offered if option.name != _DEBUG.name]
        for name, other in (before or {}).items():
            _move(offered, name, other)

        @wraps(command)
        def called(**given: Any) -> int:
            return command(**{name: take(given) for name, take in takes.items()}, **_asked(command, offered, given))

        called.__signature__ = inspect.Signature([*offered, _DEBUG])  # type: ignore[attr-defined]  # inspect looks there
        called.__annotations__ = {}  # the signature has them; Typer would evaluate these as well, three times
        return called

    return decorate


def _asked(command: Command, offered: list[Parameter], given: Given) -> dict[str, Asked]:
    """What the command was asked for, for the parameter that wants all of it."""
    parameters = inspect.signature(command).parameters.values()
    return {each.name: Asked(offered, given) for each in parameters if each.annotation is Asked}


def _offer(
    name: str, annotation: Any, default: Any, without: frozenset[str], offered: list[Parameter]
) -> Callable[[Given], Any]:
    """Add the options of a parameter to those offered; the function returned finds its value in what was given."""
    record = _record(annotation)
    if record is None:
        offered.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation))
        return lambda given: given[name]
    left_out = _left_out(annotation)
    if left_out and (unknown := left_out.difference(_options(record))):
        raise TypeError(f"{record.__name__} has no option {', '.join(sorted(unknown))} to do without")
    left_out |= without
    takes = {
        field: _offer(field, kind, vars(record).get(field, Parameter.empty), left_out, offered)
        for field, kind in record.__annotations__.items()
        if field not in left_out
    }
    return lambda given: record(**{field: take(given) for field, take in takes.items()})


def _record(annotation: Any) -> Any:
    """The record that an annotation names; None where it belongs to a single option."""
    named = getattr(annotation, "__origin__", annotation)  # of Annotated[named, ...]
    return named if isinstance(named, type) and issubclass(named, Options) else None


def _left_out(annotation: Any) -> frozenset[str]:
    """The options that the marks of an annotation leave out."""
    marks = (mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, Without))
    return frozenset(option for mark in marks for option in mark.options)


def _options(record: Any) -> Iterator[str]:
    """The names of the options in a record, and of those in its records."""
    for field, kind in record.__annotations__.items():
        inner = _record(kind)
        yield from _options(inner) if inner else (field,)


def _move(offered: list[Parameter], name: str, other: str) -> None:
    """Put the option of this name in front of the other."""
    names = [option.name for option in offered]
    moved = offered.pop(names.index(name))
    names.remove(name)
    offered.insert(names.index(other), moved)
