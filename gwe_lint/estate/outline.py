"""The outline of an estate: all that is asked of it once its rules have run. It is small, and travels well."""

from collections.abc import Callable, Collection, Iterator, Mapping

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import NOT_WHOLE, Document, Export, Header, Option, Problem, Section

Wanted = Mapping[str, Collection[tuple[str, str]]]  # sections and names of options, by the path of their file
Also = Callable[[Application], Iterator[Option]]  # further options of an application that somebody asks for


def outline_of(estate: Estate, wanted: Wanted, also: Also | None = None) -> Estate:
    """The estate with no options but those wanted, no records, and no object beside applications.

    How much there is of everything is still said, and what was not read. Who is connected to whom is not.
    """
    return estate._replace(
        applications=tuple(_application(each, wanted, also) for each in estate.applications),
        documents=tuple(map(_document, estate.documents)),
        expectations=(),
    )


def application_without_options(application: Application) -> Application:
    """The outline of an application alone."""
    return _application(application, {}, None)


def _application(application: Application, wanted: Wanted, also: Also | None) -> Application:
    """An application without what other objects it names; whether it names any is still known."""
    kept = tuple(also(application)) if also else ()
    export = application.export
    return application._replace(
        export=_export(export, wanted, kept) if export else None,
        connections=None if application.connections is None else (),
        ports=None,
        tenants=None,
        backup=None,
        host=None,
        properties=None,
    )


def _export(export: Export, wanted: Wanted, kept: Collection[Option]) -> Export:
    parts = tuple(_export(part, wanted, ()) for part in export.parts)
    places = wanted.get(export.path, ())
    options = [*kept, *(option for place in places if (option := _option(export, *place)))]
    return Export(
        export.path,
        export.format,
        export.completeness,
        (),
        _sections(options),
        tuple(_problems(export.problems)),
        export.size,
        annex=_sections([Option("", "", "", 1, 1, 1)]) if export.annex else export.annex,
        unread=export.unread,
        source=export.source,
        parts=parts,
    )


def _option(export: Export, section: str, name: str) -> Option | None:
    known = export.sections.get(section)
    return known.options.get(name) if known else None


def _sections(options: Collection[Option]) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    for option in options:
        section = sections.setdefault(option.section, Section(Header(option.section, 1, 1, 1), {}))
        section.options[option.name] = option
    return sections


def _document(document: Document) -> Document:
    scripts = tuple(script._replace(annex={}) for script in document.scripts[:1])
    return Document(
        document.path,
        document.format,
        exports=tuple(_export(export, {}, ()) for export in document.exports if _problems(export.problems)),
        scripts=scripts,
        problems=tuple(_problems(document.problems)),
        whole=document.whole,
        unread=document.unread,
    )


def _problems(problems: Collection[Problem]) -> list[Problem]:
    """The kinds of what was not read, each once, without the words."""
    return [Problem(kind, "", "", 1) for kind in dict.fromkeys(each.kind for each in problems) if kind in NOT_WHOLE]
