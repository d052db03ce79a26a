"""A command's signature as Typer reads it: where a parameter is a record of options, the fields of the record stand.

So options that several commands share are declared once, as fields of a record in ``options``.
"""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import wraps
from inspect import Parameter
from typing import Annotated, Any, get_origin

import typer

Command = Callable[..., int]

_DEBUG = Parameter(
    "debug",
    Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--debug", help="Show where an internal error happened.")],
)


class Without:
    """Beside a record in ``Annotated``: the fields that a command does not offer, and that keep their defaults."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields


def with_options(*, before: Mapping[str, str] | None = None) -> Callable[[Command], Command]:
    """Decorate a command so that Typer offers the fields of its records, each record where its parameter stands.

    ``before`` moves options: each name goes in front of the one that it maps to. Every command has ``--debug``, as its
    last option, for ``main`` to see; a record with a field of that name gets it as well. Raises ``TypeError`` or
    ``ValueError`` where a name stands for no option, or for two.
    """

    def decorate(command: Command) -> Command:
        taken = inspect.signature(command).parameters
        offered = [each for parameter in taken.values() for each in _options(parameter) if each.name != _DEBUG.name]
        for name, other in (before or {}).items():
            _move(offered, name, other)

        @wraps(command)
        def called(**given: Any) -> int:
            return command(**{name: _value(parameter, given) for name, parameter in taken.items()})

        called.__signature__ = inspect.Signature([*offered, _DEBUG])  # type: ignore[attr-defined]  # inspect looks there
        return called

    return decorate


def _options(parameter: Parameter, without: Collection[str] = ()) -> Iterator[Parameter]:
    """The parameter itself, or for a record of options one for each of its fields that is offered."""
    if not _is_record(parameter):
        yield parameter.replace(kind=Parameter.KEYWORD_ONLY)
        return
    here = set(_left_out(parameter))
    if here and (unknown := here - {each.name for field in _fields(parameter) for each in _options(field)}):
        raise TypeError(f"{parameter.name}: without {', '.join(sorted(unknown))}, which it has not")
    for field in _fields(parameter):
        if field.name not in here and field.name not in without:
            yield from _options(field, {*without, *here})


def _value(parameter: Parameter, given: Mapping[str, Any], without: Collection[str] = ()) -> Any:
    """What the command gets for this parameter: what was given, or a record of that."""
    if not _is_record(parameter):
        return given[parameter.name]
    left_out = {*without, *_left_out(parameter)}
    fields = [field for field in _fields(parameter) if field.name not in left_out]
    return _record(parameter)(**{field.name: _value(field, given, left_out) for field in fields})


def _fields(parameter: Parameter) -> Iterator[Parameter]:
    record = _record(parameter)
    for name, annotation in inspect.get_annotations(record).items():
        default = record._field_defaults.get(name, Parameter.empty)
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _is_record(parameter: Parameter) -> bool:
    return hasattr(_record(parameter), "_field_defaults")


def _record(parameter: Parameter) -> Any:
    annotation = parameter.annotation
    return annotation.__origin__ if get_origin(annotation) is Annotated else annotation


def _left_out(parameter: Parameter) -> Iterator[str]:
    for mark in getattr(parameter.annotation, "__metadata__", ()):
        if isinstance(mark, Without):
            yield from mark.fields


def _move(offered: list[Parameter], name: str, other: str) -> None:
    """Put the parameter of this name in front of the other."""
    names = [each.name for each in offered]
    moved = offered.pop(names.index(name))
    names.remove(name)
    offered.insert(names.index(other), moved)
