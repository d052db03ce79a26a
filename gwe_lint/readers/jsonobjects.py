"""The objects of one JSON document, as they come."""

from gwe_lint.readers.building import StructuredBuilder
from gwe_lint.readers.jsontext import Json, JsonText
from gwe_lint.readers.objects import kind_of_script, state_of
from gwe_lint.records import Completeness, Export, Identity, Problem, Script, Target
from gwe_lint.secrets import Redactor


class Objects:
    """Collects applications, Script objects, tenants and problems, each with its place in the document."""

    def __init__(self, path: str, redactor: Redactor, json: JsonText) -> None:
        self.path = path
        self.redactor = redactor
        self.json = json
        self.format = ""
        self.exports: list[Export] = []
        self.scripts: list[Script] = []
        self.tenants: list[Target] = []
        self.problems: list[Problem] = []
        self.others: set[str] = set()  # what else was found

    def at(self, value: Json) -> tuple[int, int, int]:
        """Line, column and end column of a value."""
        return self.json.lines.span(value.start, value.end)

    def shown(self, name: str | None) -> str:
        """A name as any object may hold it; empty for none."""
        return self.redactor.text(name) if name else ""

    def problem(self, kind: str, message: str, help: str, offset: int = 0) -> None:
        """Note a problem of the document, at an offset of its text."""
        line, column = self.json.lines.at(offset)
        self.problems.append(Problem(kind, message, help, line, column=column))

    def application(
        self,
        value: Json,
        completeness: Completeness,
        options: StructuredBuilder,
        annex: StructuredBuilder,
        identity: Identity,
    ) -> None:
        """An application with its options."""
        line, column, end_column = self.at(value)
        self.exports.append(
            Export(
                path=self.path,
                format=self.format,
                completeness=completeness,
                records=tuple(options.records),
                sections=options.sections,
                problems=(*options.problems, *annex.problems),
                size=options.size,
                identity=identity,
                annex=annex.sections,
                line=line,
                column=column,
                end_column=end_column,
            )
        )

    def script(self, value: Json, kind: str | None, tenant: Target | None, annex: StructuredBuilder) -> None:
        """A Script object."""
        line, column, end_column = self.at(value)
        self.scripts.append(
            Script(
                name=self.shown(value.text("name")),
                kind=kind_of_script(kind),
                enabled=state_of(value.text("state")),
                tenant=tenant,
                annex=annex.sections,
                path=self.path,
                format=self.format,
                line=line,
                column=column,
                end_column=end_column,
            )
        )
