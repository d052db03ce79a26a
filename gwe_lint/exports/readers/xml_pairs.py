"""The options of one object in XML: pairs in lists, as their elements come, or lists of them as a whole."""

from collections.abc import Iterator, Mapping

from gwe_lint.exports.lazy_elements import LazyElements, Place
from gwe_lint.exports.readers.builder import MOST_OPTIONS, StructuredBuilder
from gwe_lint.exports.readers.xml_lists import PlainList
from gwe_lint.exports.readers.xml_position import Position
from gwe_lint.exports.records import Kind, Option, Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_names import is_section_of_secrets
from gwe_lint.text import quoted

_PAIRS: dict[str, Kind] = {"str_pair": "string", "int_pair": "integer", "bin_pair": "binary", "list_pair": "list"}


class ElementBuilder(StructuredBuilder):
    """A builder that can take the options of a section as a whole. The builders of a document share ``counted``."""

    def takes(self, section: Section, key: str, found: PlainList, line: int, column: int) -> bool:
        """Take all options of a section, the first of which stands here; secrets are replaced.

        False where the section had some, or is one of secrets, and where there may be too many. ``key`` is the name of
        the section as the document has it.
        """
        header = section.header
        if self._damaged or header is not self.records[-1] or header.section != key or is_section_of_secrets(key):
            return False
        if self._counted.number + len(found.values) > MOST_OPTIONS:
            return False
        options = LazyElements(key, line, column, found.values, found.form, found.wider)
        if found.odd:
            made = dict(self._redacted_ones(key, found, options))
            options = options.with_made(made)
            if options.read < len(found.values) or any(name.startswith(f"{key}/") for name in found.odd):
                return False
            for option in made.values():
                self._judge(option)
        self._counted.skip(options.read)
        self.sections[key] = Section(header, options)
        self.records.add(options)
        return True

    def _redacted_ones(self, section: str, found: PlainList, options: LazyElements) -> Iterator[tuple[str, Option]]:
        """The options that may hold a secret, without it, by name."""
        for (name, value), at in zip(found.values.items(), options.places(), strict=True):
            if name in found.odd:
                shown, text, kind = self._redacted(section, name, value, "string")
                yield name, Option(section, shown, text, *at, kind)


class Pairs:
    """The elements among the options of the objects in one text."""

    def __init__(self, redactor: Redactor, position: Position) -> None:
        self.redactor = redactor
        self.position = position
        self.tree: ElementBuilder | None = None  # that takes the options now being read
        self.lists: list[str] = []  # names of the lists around the next option
        self._action = ""  # add, change or delete, in a list of changes
        self._section: Section | None = None
        self._pending: tuple[str, str | None, Kind, int, int] | None = None
        self._unknown: set[str] = set()  # names of the object's elements that are no options

    def enter(self, tree: ElementBuilder, action: str) -> None:
        """The element of a tree of options begins."""
        self.tree, self._action = tree, action

    def forget(self) -> None:
        """The object has ended."""
        self._unknown.clear()

    def start(self, name: str, attributes: Mapping[str, str]) -> bool:
        """An element begins; False where all that is in it has to be skipped."""
        kind, key = _PAIRS.get(name), attributes.get("key")
        line, column = self.position.here()
        assert self.tree is not None
        if self._pending or kind is None or key is None:
            self._unknown_pair(name, key, line, column, kind)
            return False
        if kind != "list":
            self._pending = (key, attributes.get("value"), kind, line, column)
            return True
        if self.lists:
            self._add(key, "", "list", (line, column, self.position.tag_end(column)))
        elif self._action == "delete":
            self._section = None
        else:
            self._section = self.tree.section(key, line, column, self.position.tag_end(column))
        self.lists.append(key)
        return True

    def fill(self, found: PlainList) -> None:
        """The options of the list that has just begun."""
        assert self.tree is not None
        place = self.position.at(found.first)
        if self._section and len(self.lists) == 1 and self.tree.takes(self._section, self.lists[0], found, *place):
            return
        places = LazyElements("", *place, found.values, found.form, found.wider).places()
        for (name, value), at in zip(found.values.items(), places, strict=True):
            self._add(name, value, "string", at)

    def _unknown_pair(self, name: str, key: str | None, line: int, column: int, kind: Kind | None) -> None:
        """Note an element that is no option, each name once in an object. One with a key is an unknown value."""
        assert self.tree is not None
        if key and self._section and not self._pending and self._action != "delete":
            self._add(key, None, "unknown", (line, column, self.position.tag_end(column)))
        else:
            self.tree.hide(line)
        why = "has no key" if kind else "is no kind of option that is known"
        why = "stands inside of an option" if self._pending else why
        message = f"an element {quoted(name)} among the options {why}, so these were not all read"
        if name not in self._unknown:
            help = "export it again; others of this name are not listed"
            self.tree.report("malformed-line", message, help, line, hides=False)
        self._unknown.add(name)

    def _add(self, key: str, value: str | None, kind: Kind, at: Place) -> None:
        assert self.tree is not None
        name = "/".join((*self.lists[1:], key)) if len(self.lists) > 1 else key
        if self._action == "delete":
            self.tree.deleted(self.lists[0] if self.lists else "", name, at)
        elif self._section:
            self.tree.option(self._section, name, value, kind, at)
        else:
            message = f"option {quoted(self.redactor.text(key))} stands in no section"
            self.tree.report("outside-section", message, "put it into a section, or export it again", at[0])

    def end(self) -> None:
        """An element ends: an option, a list, or the tree."""
        if self._pending:
            line, column = self.position.here()
            (key, value, kind, *began), self._pending = self._pending, None
            end_column = column if line == began[0] else began[1] + 1
            self._add(key, value, kind, (began[0], began[1], end_column))
        elif self.lists:
            self._leave_list()
        else:
            self.tree = None

    def _leave_list(self) -> None:
        key = self.lists.pop()
        if self.lists:
            return
        if self._action == "delete" and self.tree and self._section is None:
            records = self.tree.records
            last = records[-1] if records else None
            if last is None or last.section != key:  # nothing in it: the whole section goes
                line, column = self.position.here()
                self.tree.deleted(key, "", (line, column, column + 1))
        self._section = None
