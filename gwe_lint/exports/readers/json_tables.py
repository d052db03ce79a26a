"""Objects of a list that are all written in one form, as rows and options of GAX are: read as a whole, by columns."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, count, pairwise, repeat
from operator import add

from gwe_lint.exports.placed_options import NAME, VALUE, Gap, KnownPlaces, RepeatedPlaces, gap_of
from gwe_lint.exports.readers.json_form import Field, Form, Forms
from gwe_lint.exports.readers.json_quotes import BLANKS, Column, masked, strings_of
from gwe_lint.exports.readers.json_values import Json, Lines, Number

_FEW = 8  # objects of a list that are read one by one
_LARGEST_PART = 1 << 18  # characters that are looked at at once
_MOST_BLANKS = 100  # before the end of a list


class Table:
    """Some objects of a list, in one form."""

    def __init__(self, form: Form, start: int, columns: Sequence[Column]) -> None:
        self.form = form
        self._by_key = dict(zip(form.keys, columns, strict=True))
        self._templates: dict[tuple[str, str], tuple[Gap | int, ...] | None] = {}  # of places, by these two keys
        self._items: dict[tuple[str, str, tuple[int, ...]], Sequence[Gap | int]] = {}  # by these and lengths
        self._odd: dict[str, tuple[int, ...]] = {}  # by key: the objects whose values are longer than their texts
        self._start = start  # offset of the first key of the first object, with its quote
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0].texts)

    @property
    def values(self) -> int:
        """How many values there are, the objects among them."""
        return len(self) * (len(self.form.fields) + 1)

    def column(self, key: str) -> Sequence[str]:
        """The values of a member, as texts."""
        return self._by_key[key].texts

    @cached_property
    def starts(self) -> list[int]:
        """The offset of the first key of each object, and of the one that may follow."""
        each = self.form.width + sum(column.quotes for column in self._columns)
        lengths: Iterable[int] = repeat(0, len(self))
        for column in self._columns:
            lengths = map(add, lengths, column.inner_lengths)
        return list(map(add, accumulate(lengths, initial=self._start), count(0, each)))

    @property
    def end(self) -> int:
        """The offset behind the last object."""
        return self.starts[-1] - len(self.form.behind) + self.form.closing

    def span(self, number: int) -> tuple[int, int]:
        """Where an object begins, and the offset behind it."""
        behind = len(self.form.behind) - self.form.closing
        return self.starts[number] - self.form.lead, self.starts[number + 1] - behind

    def spans(self, lines: Lines) -> KnownPlaces:
        """The places of all objects."""
        form, starts = self.form, self.starts
        until = form.behind[: len(form.behind) - form.lead]  # the brace of the next object
        inside = form.behind[len(until) :] + "".join(form.before) + form.behind[: form.closing]
        count = len(self)
        line, column, end = lines.span(*self.span(0))
        if "\n" in inside and "\n" not in until:  # the column depends on the value before
            return KnownPlaces(
                *map(_array, zip(*(lines.span(*self.span(number)) for number in range(count)), strict=True))
            )
        ends_of_lines = form.behind.count("\n") + "".join(form.before).count("\n")
        if "\n" in until:
            columns = [column, *repeat(len(until) - until.rfind("\n"), count - 1)]
        else:
            columns = [column - starts[0] + start for start in starts[:-1]]
        if "\n" in inside:
            ends = [each + 1 for each in columns]
        else:
            around = form.lead - len(form.behind) + form.closing
            ends = [
                each + other - start + around for each, (start, other) in zip(columns, pairwise(starts), strict=True)
            ]
        assert (columns[0], ends[0]) == (column, end)
        return KnownPlaces(
            _array(range(line, line + ends_of_lines * count, ends_of_lines))
            if ends_of_lines
            else _array([line] * count),
            _array(columns),
            _array(ends),
        )

    def each(self, numbers: range | None = None) -> Iterator[Json]:
        """The objects of these numbers, or all."""
        return map(self._object, range(len(self)) if numbers is None else numbers)

    def _object(self, number: int) -> Json:
        members: dict[str, Json] = {}
        at = self.starts[number]
        for field, before, column in zip(self.form.fields, self.form.before, self._columns, strict=True):
            start = at + len(before)
            at = start + column.length(number)
            text = column.texts[number]
            members[field.key] = Json(text if column.quotes else Number(text), start, at)
        return Json(members, *self.span(number))

    def places(self, lines: Lines, numbers: range, name: str, value: str) -> RepeatedPlaces | None:
        """The places of the values in some objects that differ in two members alone: the keys of name and value.

        None where a text other than a value holds an escape.
        """
        if (name, value) not in self._templates:
            self._templates[name, value] = self._template(name, value)
        template = self._templates[name, value]
        if template is None:
            return None
        first, columns = numbers.start, self._columns
        gaps = tuple([columns[part].length(first) for part in template if type(part) is int and part >= 0])
        if (name, value, gaps) not in self._items:
            rest = iter(gaps)
            item = [Gap(0, next(rest)) if type(part) is int and part >= 0 else part for part in template]
            self._items[name, value, gaps] = item
        own = self._lengths_of(value, numbers)
        return RepeatedPlaces(*lines.at(self.starts[first]), self._items[name, value, gaps], own)

    def _lengths_of(self, key: str, numbers: range) -> Mapping[int, int]:
        """How long the values of a member are in some objects, where that is not the length of the text; by number."""
        lengths = self._by_key[key].lengths
        if not lengths:
            return lengths
        if key not in self._odd:
            self._odd[key] = tuple(lengths)  # in their order
        odd, first = self._odd[key], numbers.start
        return {at - first: lengths[at] for at in odd[bisect_left(odd, first) : bisect_left(odd, numbers.stop)]}

    def _template(self, name: str, value: str) -> tuple[Gap | int, ...] | None:
        """What follows on each other in an object: gaps, name and value, and the numbers of the other columns."""
        if self._by_key[name].quotes != 2 or any(self._by_key[key].lengths for key in self._by_key if key != value):
            return None
        texts = [{name: NAME, value: VALUE}.get(key, number) for number, key in enumerate(self.form.keys)]
        item: list[Gap | int] = []
        for before, text in zip(self.form.before, texts, strict=True):
            item += [gap_of(before), text]
        return (*item, gap_of(self.form.behind))


def _array(numbers: Iterable[int]) -> "array[int]":
    return array("I", numbers)


class Tables:
    """Looks for tables in one list of a document."""

    def __init__(self, text: str, forms: Forms) -> None:
        self._text = text
        self._forms = forms
        self._size = _LARGEST_PART  # characters of the next part that is looked at
        self._skipped = 0  # how many objects are read one by one before the next look
        self._patience = _FEW

    def beginning(self, first: Json) -> Table | None:
        """The table that begins with this object."""
        if self._skipped:
            self._skipped -= 1
            return None
        length = first.end - first.start
        end = self._end(first.end)
        form = self._forms.of(first) if end - first.end >= _FEW * length else None
        at = first.start + form.lead if form else 0
        table = table_at(self._text, at, form, end) if form and self._text.find('"', first.start) == at else None
        if table and len(table) >= _FEW:
            self._patience = _FEW
            self._size = min(max(4 * (table.end - first.start), 64 * length), _LARGEST_PART)
            return table
        self._skipped = self._patience
        self._patience *= 2
        self._size = min(64 * length, _LARGEST_PART)
        return None

    def _end(self, at: int) -> int:
        """Where the list probably ends, or the part that is looked at."""
        text, limit = self._text, min(at + self._size, len(self._text))
        end = text.find("]", at, limit)
        while end >= 0 and text[end - _MOST_BLANKS : end].rstrip(BLANKS)[-1:] != "}":
            end = text.find("]", end + 1, limit)
        return limit if end < 0 else end


def table_at(text: str, at: int, form: Form, end: int) -> Table | None:
    """The objects in this form in a part of a text that begins with the first key of one; None for none."""
    pieces = (masked(text[at:end]) or "").split('"')[1:]
    stride = len(form.pieces)
    count = len(pieces) // stride
    for place, piece in enumerate(form.pieces[:-1]):
        if piece is not None:
            count = _agreeing(pieces[place : count * stride : stride], piece)
    gap = form.pieces[-1]
    if gap is None:
        count = min(count, (len(pieces) - 1) // stride)  # the last piece may be cut
    else:
        gaps = pieces[stride - 1 : count * stride : stride]
        count = _agreeing(gaps, gap)
        count += count < len(gaps) and gaps[count].startswith(gap[: form.closing])
    columns = []
    for field in form.fields:
        column = _column(pieces[field.piece : count * stride : stride], field)
        if column is None:
            return None
        columns.append(column)
    return Table(form, at, columns) if count else None


def _agreeing(pieces: Sequence[str], wanted: str) -> int:
    """How many of the first pieces are as wanted."""
    if pieces.count(wanted) == len(pieces):
        return len(pieces)
    return next(number for number, piece in enumerate(pieces) if piece != wanted)


def _column(pieces: Sequence[str], field: Field) -> Column | None:
    """The values in these pieces; None where one is no such value."""
    if field.quotes:
        return strings_of(pieces)
    numbers = {piece: field.number_in(piece) for piece in set(pieces)}
    texts = [number for piece in pieces if (number := numbers[piece])]
    return Column(texts, {}, 0) if len(texts) == len(pieces) else None
