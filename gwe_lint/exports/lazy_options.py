"""Options that are made when somebody asks for them: a run looks at a few of each hundred that it reads."""

from collections.abc import ItemsView, Iterable, Iterator, MutableMapping, Sequence, ValuesView
from typing import Any, overload

from gwe_lint.exports.records import Option, Record

_new = tuple.__new__


class LazyOptions(MutableMapping[str, Option]):
    """The options of one section by name, from plain lines that follow each other; each is always the same object."""

    __slots__ = ("_line", "_made", "_options", "_section", "_values")

    def __init__(self, section: str, line: int, values: dict[str, str]) -> None:
        self._section = section
        self._line = line  # of the first option
        self._values = values
        self._made: tuple[Option, ...] | None = None
        self._options: dict[str, Option] | None = None

    @property
    def made(self) -> tuple[Option, ...]:
        """The options of the lines, in their order, whatever was set later."""
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    def _make(self) -> Iterator[Option]:
        section = self._section
        return (
            _new(Option, (section, name, value, number, 1, len(name) + 2, "string"))
            for number, (name, value) in enumerate(self._values.items(), self._line)
        )

    @property
    def read(self) -> int:
        """How many options the lines have."""
        return len(self._values)

    def _all(self) -> dict[str, Option]:
        if self._options is None:
            self._options = dict(zip(self._values, self.made, strict=True))
        return self._options

    def __len__(self) -> int:
        return len(self._values if self._options is None else self._options)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values if self._options is None else self._options)

    def __contains__(self, name: object) -> bool:
        return name in (self._values if self._options is None else self._options)

    def __getitem__(self, name: str) -> Option:
        return self._all()[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The option of this name, else the default. A name that is not there makes no options."""
        if self._options is None and name not in self._values:
            return default
        return self._all().get(name, default)

    def __setitem__(self, name: str, option: Option) -> None:
        self._all()[name] = option

    def __delitem__(self, name: str) -> None:
        del self._all()[name]

    def values(self) -> ValuesView[Option]:
        """The options, in the order of the file."""
        return self._all().values()

    def items(self) -> ItemsView[str, Option]:
        """The options by name, in the order of the file."""
        return self._all().items()

    def __repr__(self) -> str:
        return repr(self._all())


class Records(Sequence[Record]):
    """The records of one tree of options, in the order of the file."""

    __slots__ = ("_all", "_parts")

    def __init__(self, parts: Iterable[Sequence[Record] | LazyOptions]) -> None:
        self._parts = tuple(parts)
        self._all: tuple[Record, ...] | None = None

    def beside_options(self) -> Iterator[Record]:
        """All records but those of plain lines with an option."""
        return (record for part in self._parts if not isinstance(part, LazyOptions) for record in part)

    def _made(self) -> tuple[Record, ...]:
        if self._all is None:
            lists = (part.made if isinstance(part, LazyOptions) else part for part in self._parts)
            self._all = tuple(record for each in lists for record in each)
        return self._all

    def __len__(self) -> int:
        return sum(part.read if isinstance(part, LazyOptions) else len(part) for part in self._parts)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        return self._made()[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._made())

    def __eq__(self, other: object) -> bool:
        return self._made() == (other._made() if isinstance(other, Records) else other)

    __hash__ = None  # type: ignore[assignment]  # as any record of dicts

    def __repr__(self) -> str:
        return repr(self._made())


class RecordsSoFar(list[Record]):
    """The records of one tree while it is read; options that are made later stand among them in their places."""

    def __init__(self) -> None:
        super().__init__()
        self._lazy: list[tuple[int, LazyOptions]] = []  # each with how many of the records stand before it

    def add(self, options: LazyOptions) -> None:
        """Add options that are made when they are asked for."""
        self._lazy.append((len(self), options))

    def all(self) -> Sequence[Record]:
        """All records in the order of the file."""
        parts: list[Sequence[Record] | LazyOptions] = []
        start = 0
        for end, options in self._lazy:
            parts += [self[start:end], options]
            start = end
        return Records([*parts, self[start:]]) if parts else tuple(self)


def beside_options(records: Sequence[Record]) -> Iterator[Record]:
    """The records that are no options, and some that are; what nobody asked for is not made."""
    return records.beside_options() if isinstance(records, Records) else iter(records)
