"""Lay a change over applications in memory, as an import would. Everything else of an estate stays the same.

What a change sets stands at its place in the file of the change.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.detect import NO_OPTION
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.product import application_type
from gwe_lint.exports.records import Completeness, Deleted, Disabled, Document, Export, Malformed, Option, Section
from gwe_lint.findings.simulation import Mode
from gwe_lint.loading.loader import Loader
from gwe_lint.text import escaped

Sections = Mapping[str, Section]
_BY_ACTION = "delta"  # the completeness of what says itself what it removes


class Change(NamedTuple):
    """A change of one application: ``export`` has the options that it sets, and records of what it removes."""

    estate: Estate
    application: Application  # as it is before
    export: Export


class Laid(NamedTuple):
    """An application before and after the changes that are about it, in their order."""

    before: Application
    after: Application
    changes: tuple[Export, ...]


class Overlay(NamedTuple):
    """The estates after some changes, and for each that was changed the one before and its applications.

    Estates that no change is about are the same objects.
    """

    estates: tuple[Estate, ...]
    touched: tuple[tuple[Estate, Estate, tuple[Laid, ...]], ...]


def overlay_of(
    estates: Sequence[Estate], changes: Iterable[Change], mode: Mode, loader: Loader, documents: Iterable[Document] = ()
) -> Overlay:
    """Lay changes over the estates. ``documents`` are those of the changes, whose own mistakes count as well."""
    by_application: dict[int, list[Change]] = {}
    for change in changes:
        by_application.setdefault(id(change.application), []).append(change)
    read = tuple(each._replace(whole=False) for each in documents)  # what is not in a change may be all the same
    after: list[Estate] = []
    touched: list[tuple[Estate, Estate, tuple[Laid, ...]]] = []
    for estate in estates:
        laid = {
            id(each): _laid(each, [change.export for change in own], mode)
            for each in estate.applications
            if (own := by_application.get(id(each)))
        }
        if not laid:
            after.append(estate)
            continue
        paths = {export.path for each in laid.values() for export in each.changes}
        applications = tuple(laid[id(each)].after if id(each) in laid else each for each in estate.applications)
        changed = loader.with_applications(estate, applications)
        changed = changed._replace(documents=(*estate.documents, *(each for each in read if each.path in paths)))
        after.append(changed)
        touched.append((estate, changed, tuple(laid.values())))
    return Overlay(tuple(after), tuple(touched))


def _laid(application: Application, changes: Sequence[Export], mode: Mode) -> Laid:
    export = application.export
    for change in changes:
        export = with_change(export, change, mode)
    after = application._replace(export=export)
    if export and application.because != "declared":
        recognised, certain = application_type(export)
        if recognised.type != application.type and not application.certain:
            after = after._replace(type=recognised.type, because=recognised.because, certain=certain)
    return Laid(application, after, tuple(changes))


def with_change(export: Export | None, change: Export, mode: Mode) -> Export:
    """The export after an import of the change. Of an application without an export it is all that is known."""
    change, deletions = settled(change)
    if export is None:
        return change._replace(completeness="selection", deletions=deletions, unread=_unread_of(change))
    removes_rest = mode == "replace" and change.completeness != _BY_ACTION
    kept = [_without(part, change.sections, deletions, removes_rest=removes_rest) for part in export.files]
    former = _without(export._replace(problems=()), {}, deletions, removes_rest=removes_rest)
    sections = _merged((former.sections, change.sections))
    size = sum(len(section.options) for section in sections.values())
    if not size or not export.size:
        kept = [_told_if_empty(part, empty=not size) for part in kept]
    dropped = _dropped(export, change) if removes_rest else ()
    return export._replace(
        records=(*export.records, *(each for each in change.records if not isinstance(each, Deleted))),
        sections=sections,
        problems=tuple(problem for part in (*kept, change) for problem in part.problems),
        size=size,
        annex=_merged((export.annex, change.annex)) if export.annex is not None and change.annex else export.annex,
        completeness=_completeness(export, removes_rest=removes_rest),
        unread=export.unread or _unread_of(change),
        parts=(*kept, change),
        contradictions=tuple(
            each
            for each in export.contradictions
            if not each.section or not _is_dropped(change.sections, deletions, each.section, each.name)
        ),
        deletions=(*(each for each in export.deletions if not _is_set(sections, each)), *deletions, *dropped),
    )


def _dropped(export: Export, change: Export) -> tuple[Deleted, ...]:
    """The strings that a replacement removes. None where the change may hold more than was read."""
    if change.unread or any(isinstance(each, Disabled | Malformed) for each in change.records):
        return ()
    return tuple(
        Deleted(name, option.name, option.line, option.column, option.value_column)
        for name, section in export.sections.items()
        for option in section.options.values()
        if option.kind in ("string", "secret") and not _is_dropped(change.sections, (), name, option.name)
    )


def _unread_of(change: Export) -> str:
    """What of a change may hide an option, with its path, since its lines are not those of the export."""
    return f"over which {escaped(change.path)} is laid, {change.unread}" if change.unread else ""


def settled(change: Export) -> tuple[Export, tuple[Deleted, ...]]:
    """A change with what it sets in the end, and what it removes in the end: of its rows the last one counts."""
    if not any(isinstance(each, Deleted) for each in change.records):
        return change, ()
    removed: dict[tuple[str, str], Deleted] = {}
    gone: set[tuple[str, str]] = set()  # that were set before they were removed
    for record in change.records:
        if isinstance(record, Deleted):
            removed[record.section, record.name] = record
            own = change.sections.get(record.section)
            gone |= {(record.section, name) for name in (own.options if own else ()) if record.name in (name, "")}
        elif isinstance(record, Option):
            removed.pop((record.section, record.name), None)
            gone.discard((record.section, record.name))
    sections = {
        name: Section(section.header, {key: each for key, each in section.options.items() if (name, key) not in gone})
        for name, section in change.sections.items()
    }
    return change._replace(sections=sections), tuple(removed.values())


def _completeness(export: Export, *, removes_rest: bool) -> Completeness:
    """How much the export shows then. After a replacement all of its strings are known."""
    if export.completeness == "none":
        return "strings-only" if removes_rest else "selection"
    return "strings-only" if removes_rest and export.completeness == "selection" else export.completeness


def _is_set(sections: Sections, deleted: Deleted) -> bool:
    section = sections.get(deleted.section)
    return bool(section and deleted.name and deleted.name in section.options)


def _is_dropped(sections: Sections, deletions: Sequence[Deleted], section: str, name: str) -> bool:
    """True for an option that a change sets or removes, so that its former value does not count."""
    own = sections.get(section)
    return bool(own and name in own.options) or any(
        each.section == section and each.name in (name, "") for each in deletions
    )


def _without(part: Export, sections: Sections, deletions: Sequence[Deleted], *, removes_rest: bool) -> Export:
    """An export without the options that a change sets or removes, and without what was wrong with them."""
    gone = {each.section for each in deletions if not each.name}
    concerned = {*sections, *(each.section for each in deletions)}
    kept: dict[str, Section] = {}
    for name, section in part.sections.items():
        if not removes_rest and name not in concerned:
            kept[name] = section
            continue
        options = {
            key: each
            for key, each in section.options.items()
            if (is_kept_by_replacement(each) or not removes_rest) and not _is_dropped(sections, deletions, name, key)
        }
        if (options or name in sections) if removes_rest else name not in gone:
            kept[name] = Section(section.header, options)
    if part.problems:
        problems = tuple(
            each
            for each in part.problems
            if not isinstance(each.record, Option)
            or each.record.name in kept.get(each.record.section, _NOTHING).options
        )
        part = part._replace(problems=problems)
    return part._replace(sections=kept)


_NOTHING = Section(None, {})  # type: ignore[arg-type]  # without a header, since it stands nowhere


def _told_if_empty(part: Export, *, empty: bool) -> Export:
    """The part with the problem of a file that holds no option where it is one, and without it elsewhere."""
    problems = tuple(each for each in part.problems if each != NO_OPTION)
    if empty and not problems and FORMATS[part.format].one_application:
        problems = (NO_OPTION,)
    return part._replace(problems=problems)


def is_kept_by_replacement(option: Option) -> bool:
    """True for an option that is no string: imports of text read and write strings only."""
    return option.kind in ("integer", "binary", "list")


def _merged(trees: Iterable[Sections]) -> dict[str, Section]:
    """The sections of all trees; of an option that several have, the last one counts."""
    merged: dict[str, Section] = {}
    for tree in trees:
        for name, section in tree.items():
            before = merged.get(name)
            merged[name] = Section(before.header, {**before.options, **section.options}) if before else section
    return merged
