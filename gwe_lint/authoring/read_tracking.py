"""Named tuples that remember which of their fields were read: a change of any other field changes no outcome."""

from functools import cache
from typing import Any

Read = tuple[str, ...]  # a parameter or a fact, and the field: ("contacts", "option")


def is_record(value: object) -> bool:
    """True for a named tuple, such as a selector."""
    return isinstance(value, tuple) and hasattr(value, "_fields")


def watched(value: Any, where: Read, seen: set[Read]) -> Any:
    """An equal value; whoever reads a field of a named tuple in it adds ``where`` and the field's name to ``seen``."""
    if is_record(value):
        fields = (watched(each, (*where, name), seen) for name, each in zip(value._fields, value, strict=True))
        kind: Any = type(value)
        found = tuple.__new__(_watching(kind), fields)
        found._where, found._seen = where, seen
        return found
    return tuple(watched(each, where, seen) for each in value) if isinstance(value, tuple) else value


@cache
def _watching(kind: Any) -> Any:
    """The same kind of named tuple, with properties for fields. What looks at all of it reads every field."""
    fields = {name: _field(name, position) for position, name in enumerate(kind._fields)}
    whole = {name: _whole(name) for name in ("__iter__", "__getitem__", "__eq__", "__ne__", "__hash__", "__contains__")}
    # What is made of it, as by _replace, remembers nothing: to make it all fields were read.
    return type(kind.__name__, (kind,), {"_where": (), "_seen": set(), **fields, **whole})


def _field(name: str, position: int) -> property:
    def read(self: Any) -> Any:
        self._seen.add((*self._where, name))
        return tuple.__getitem__(self, position)

    return property(read)


def _whole(method: str) -> Any:
    def read(self: Any, *arguments: Any) -> Any:
        self._seen.update((*self._where, name) for name in self._fields)
        return getattr(tuple, method)(self, *arguments)

    return read
