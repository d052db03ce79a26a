"""Named tuples as those of ``typing``, made at a fraction of the time: a check defines some eighty, and uses a third.

What takes long is a constructor in generated code. Here a class gets its own when it is first called.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414  it is what this module offers
else:
    from _collections import _tuplegetter
    from collections.abc import Iterable

    class _Record(tuple):
        """What all named tuples share."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()
        _field_defaults: dict[str, Any] = {}  # noqa: RUF012  each class has its own

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"expected {len(cls._fields)} values, got {len(made)}")
            return made

        def _replace(self, **changes: Any) -> Any:
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            said = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({said})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    def _constructor(kind: type[_Record]) -> Any:
        """A function that takes the fields by position or by name, as generated for the named tuples of Python."""
        names = "".join(f"{name}, " for name in kind._fields)
        scope = {"__builtins__": {}, "_new": tuple.__new__}  # no field begins with _
        made = eval(f"lambda _cls, {names}: _new(_cls, ({names}))", scope)  # noqa: S307  names of our own fields
        made.__name__, made.__qualname__ = "__new__", f"{kind.__name__}.__new__"
        made.__defaults__ = tuple(kind._field_defaults.values())
        return made

    class _Maker(type):
        """Turns the body of a class into a named tuple."""

        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            getters = {field: _tuplegetter(position, "") for position, field in enumerate(fields)}
            shared = {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}

            def first(cls: type, *values: Any, **named: Any) -> Any:
                made.__new__ = _constructor(made)
                return made.__new__(cls, *values, **named)

            made = type(name, (_Record,), {**body, **shared, **getters, "__new__": first})
            return made

    class NamedTuple(metaclass=_Maker):
        """The base of every named tuple."""
