"""Options of elements that follow each other in the same form, made when somebody asks for them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gwe_lint.exports.lazy_options import LazyOptions
from gwe_lint.exports.records import Option
from gwe_lint.text import utf16_length

Place = tuple[int, int, int]  # line, column and end column

_new = tuple.__new__


class Form(NamedTuple):
    """How the elements of a list are written around their names and values, in UTF-16 code units."""

    width: int  # of an element without its name and value, up to where it ends
    lines: int  # from one element to the next
    indent: int  # before the next element: from the beginning of its line, or else from where this one ends


class LazyElements(LazyOptions):
    """The options of one section by name; ``line`` and ``column`` are those of the first element.

    ``odd`` are options among them that are made already.
    """

    __slots__ = ("_column", "_form", "_odd", "_wider")

    def __init__(
        self,
        section: str,
        line: int,
        column: int,
        values: dict[str, str],
        form: Form,
        wider: Mapping[str, int],
        odd: Mapping[str, Option] | None = None,
    ) -> None:
        super().__init__(section, line, values)
        self._column = column
        self._form = form
        self._wider = wider  # by name: how much wider the text is than name and value, as with entities
        self._odd = odd or {}

    def places(self) -> Iterator[Place]:
        """The place of each element."""
        line, column = self._line, self._column
        width, lines, indent = self._form
        for name, value in self._values.items():
            end = column + width + utf16_length(name) + utf16_length(value) + self._wider.get(name, 0)
            yield line, column, end
            line += lines
            column = indent + 1 if lines else end + indent

    def with_made(self, made: Mapping[str, Option]) -> "LazyElements":
        """The same with these options, which are made already, in place of those of these names."""
        values: dict[str, str] = {}
        wider: dict[str, int] = {}
        for name, value in self._values.items():
            if option := made.get(name):
                more = option.value_column - option.column - self._form.width
                wider[option.name] = more - utf16_length(option.name) - utf16_length(option.value)
                values[option.name] = option.value
            else:
                wider[name] = self._wider.get(name, 0)
                values[name] = value
        by_name = {option.name: option for option in made.values()}
        return LazyElements(self._section, self._line, self._column, values, self._form, wider, by_name)

    def _make(self) -> Iterator[Option]:
        section, odd = self._section, self._odd
        return (
            odd.get(name) or _new(Option, (section, name, value, *at, "string"))
            for (name, value), at in zip(self._values.items(), self.places(), strict=True)
        )
