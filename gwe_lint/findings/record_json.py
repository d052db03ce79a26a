"""Records as JSON, and back, by the types that the records declare. What does not fit them is refused."""

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.errors import CrashElsewhere, Frame
from gwe_lint.estate.model import Place
from gwe_lint.explore.route import Trace
from gwe_lint.findings.comparison import Change
from gwe_lint.findings.fix import Fix
from gwe_lint.findings.packing import NO_CATALOGUE

# Names that some modules know only while types are checked. On the way an override is its number, and
# expectations stay where they are.
_NAMES = {"date": date, "Override": int, "Change": Change, "Fix": Fix, "Trace": Trace, "Expectation": int}
_MANY = 8  # places that several findings may share, and that are written once then
_PLAIN = (str, int, bool)


class Writing:
    """Records become lists of their fields, without those at the end that are as they always are."""

    def __init__(self) -> None:
        self.shared: list[Any] = []
        self._numbers: dict[int, int] = {}  # by identity, which lasts as long as the records do

    def json(self, value: Any) -> Any:
        """A value as JSON has it."""
        if value is None or isinstance(value, _PLAIN):
            return value
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return self._record(value)
        if isinstance(value, Mapping):
            return {key: self.json(each) for key, each in value.items()}
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, CrashElsewhere):
            return [value.kind, [list(frame) for frame in value.frames]]
        if isinstance(value, Catalogue):
            return None
        if isinstance(value, tuple) and len(value) > _MANY and isinstance(value[0], Place):
            return self._shared_places(value)
        return [self.json(each) for each in (sorted(value) if isinstance(value, frozenset) else value)]

    def _record(self, value: Any) -> list[Any]:
        defaults = value._field_defaults
        fields = list(zip(value._fields, value, strict=True))
        while fields and fields[-1][0] in defaults and defaults[fields[-1][0]] == fields[-1][1]:
            fields.pop()
        return [self.json(each) for _, each in fields]

    def _shared_places(self, places: tuple[Place, ...]) -> dict[str, int]:
        if id(places) not in self._numbers:
            self.shared.append([self.json(place) for place in places])
            self._numbers[id(places)] = len(self.shared) - 1
        return {"shared": self._numbers[id(places)]}


class Reading:
    """JSON becomes records. Raises ``ValueError`` where it is none of the kind."""

    def __init__(self, shared: Any) -> None:
        listed = isinstance(shared, list)
        self._shared = [self.of(tuple[Place, ...], each) for each in (shared if listed else ())]

    def of(self, kind: Any, data: Any) -> Any:
        """The value of this type that JSON stands for."""
        origin, inner = get_origin(kind), get_args(kind)
        if kind in (*_PLAIN, NoneType):
            return _expected(data, type(data) is kind)
        if origin in (Union, UnionType):
            return self._one_of(inner, data)
        if origin is Literal:
            return _expected(data, isinstance(data, str) and data in inner)
        if origin in (Mapping, MutableMapping, dict):
            _expected(data, isinstance(data, dict))
            return {key: self.of(inner[1], each) for key, each in data.items()}
        if kind is Catalogue:
            return NO_CATALOGUE
        if kind is date:
            return date.fromisoformat(_expected(data, isinstance(data, str)))
        if origin is tuple and isinstance(data, dict):
            return self._shared[_expected(data.get("shared"), data.get("shared") in range(len(self._shared)))]
        _expected(data, isinstance(data, list))
        if kind is BaseException:
            return CrashElsewhere(self.of(str, data[0]), self.of(tuple[Frame, ...], data[1]))
        return self._several(kind, origin, inner, data)

    def _several(self, kind: Any, origin: Any, inner: tuple[Any, ...], data: list[Any]) -> Any:
        if origin is frozenset:
            return frozenset(self.of(inner[0], each) for each in data)
        if origin in (tuple, list, Sequence, Collection) and (origin is not tuple or inner[-1] is Ellipsis):
            return tuple(self.of(inner[0], each) for each in data)
        if origin is tuple:
            return tuple(self.of(each, part) for each, part in zip(inner, data, strict=True))
        fields = _fields_of(kind)
        _expected(data, len(fields) - len(kind._field_defaults) <= len(data) <= len(fields))
        return kind(*(self.of(each, part) for each, part in zip(fields, data, strict=False)))

    def _one_of(self, kinds: Sequence[Any], data: Any) -> Any:
        if data is None and NoneType in kinds:
            return None
        for kind in kinds:
            try:
                return self.of(kind, data)
            except (ValueError, TypeError, LookupError):
                continue
        raise ValueError


@cache
def _fields_of(kind: Any) -> tuple[Any, ...]:
    """The types of the fields of a record, in order."""
    hints = get_type_hints(kind, localns=_NAMES)
    return tuple(hints[name] for name in kind._fields)


def _expected(data: Any, right: bool) -> Any:
    if not right:
        raise ValueError
    return data
