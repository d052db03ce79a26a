"""The objects of one JSON document, as they come."""

from functools import cached_property

from gwe_lint.exports.readers.builder import StructuredBuilder
from gwe_lint.exports.readers.bulk_builder import BulkBuilder
from gwe_lint.exports.readers.config_objects import number_of, script_of
from gwe_lint.exports.readers.counted import Counted
from gwe_lint.exports.readers.json_parser import JsonText
from gwe_lint.exports.readers.json_values import Json
from gwe_lint.exports.records import Completeness, Export, Identity, Problem, Script, Target
from gwe_lint.exports.redactor import Redactor


class Objects:
    """Collects applications, Script objects, tenants and problems, each with its place in the document."""

    def __init__(self, path: str, redactor: Redactor, json: JsonText, *, damaged: bool = False) -> None:
        self.path = path
        self.redactor = redactor
        self.json = json
        self.damaged = damaged  # True: marks stand for what could not be decoded
        self.format = ""
        self.exports: list[Export] = []
        self.scripts: list[Script] = []
        self.tenants: list[Target] = []
        self.problems: list[Problem] = []
        self._counted = Counted()
        self.others: set[str] = set()  # what else was found

    @cached_property
    def holds_variables(self) -> bool:
        """True where a text may be replaced before it is imported, also one that is written with escapes."""
        text = self.json.text
        return ("$" in text and ("${" in text or "\\u" in text)) or "u0024" in text

    def builder(self) -> BulkBuilder:
        """For the options of an object."""
        return BulkBuilder(self.redactor, self._counted, damaged=self.damaged)

    def at(self, value: Json) -> tuple[int, int, int]:
        """Line, column and end column of a value."""
        return self.json.lines.span(value.start, value.end)

    def shown(self, name: str | None) -> str:
        """A redacted name; empty for none."""
        return self.redactor.text(name) if name else ""

    def target(self, name: str | None, dbid: int | None = None) -> Target:
        """Another object, by its name."""
        return Target(self.redactor.object_name(name) if name else "", dbid)

    def problem(self, kind: str, message: str, help: str, offset: int = 0) -> None:
        """Note a problem of the document, at an offset of its text."""
        line, column = self.json.lines.at(offset)
        self.problems.append(Problem(kind, message, help, line, column=column))

    def application(
        self,
        value: Json,
        options: StructuredBuilder,
        annex: StructuredBuilder | None,
        identity: Identity,
        completeness: Completeness | None = None,
    ) -> None:
        """An application with its options, as many as exports of this format show unless ``completeness`` is given."""
        at = self.at(value)
        self.exports.append(options.export(self.path, self.format, identity, completeness, annex=annex, at=at))

    def script(self, value: Json, kind: str | None, tenant: Target | None, annex: StructuredBuilder) -> None:
        """A Script object."""
        script = script_of(
            value.text,
            self.redactor,
            kind=kind,
            tenant=tenant,
            annex=annex.sections,
            path=self.path,
            format=self.format,
            at=self.at(value),
        )
        self.scripts.append(script)

    def tenant(self, value: Json, dbid: str) -> None:
        """A tenant, whose DBID is the member of this name."""
        self.tenants.append(self.target(value.text("name"), number_of(value.text(dbid)) or None))
