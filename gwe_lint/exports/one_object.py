"""Exports of one object put together: the options of all, and what they contradict each other about.

No file is preferred. What two of them say differently is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from gwe_lint.exports.detect import gax_name, plain_name
from gwe_lint.exports.records import (
    NOT_WHOLE,
    UNKNOWN,
    Completeness,
    Connection,
    Contradiction,
    Deleted,
    Export,
    Identity,
    Option,
    Port,
    Section,
    Target,
)

_ORDER: tuple[Completeness, ...] = ("complete", "strings-only", "selection", "delta", "none")  # the most telling first


def put_together(exports: Sequence[Export]) -> Export:
    """One export for several of one object: all that they say, and unknown what they contradict each other about.

    Its path is that of the export that shows most; each part keeps its own. Copies come last.
    """
    if len(exports) == 1:
        return exports[0]
    exports = sorted(exports, key=_is_copy)
    with_options = [export for export in exports if export.completeness != "none"]
    annexes = [export for export in with_options if _is_annex(export, with_options)]
    parts = [export for export in with_options if all(export is not annex for annex in annexes)]
    base = min(parts or exports, key=lambda export: _ORDER.index(export.completeness))
    identity, about_object = _identity(base, exports)
    about_object = [*(each for export in exports for each in export.contradictions), *about_object]
    merged = base._replace(
        identity=identity,
        contradictions=tuple(about_object),
        annex=_united([*(export.annex for export in exports), *(export.sections for export in annexes)]),
    )
    if len(with_options) < 2:
        return merged
    sections, about_options = _sections(parts)
    every = (*parts, *annexes)
    return merged._replace(
        records=tuple(record for export in parts for record in export.records),
        sections=sections,
        problems=tuple(problem for export in every for problem in export.problems),
        size=sum(len(section.options) for section in sections.values()),
        parts=every,
        contradictions=(*about_object, *about_options),
        unread=next(filter(None, (export.unread for export in every)), ""),
    )


def _united(trees: Iterable[Mapping[str, Section] | None]) -> dict[str, Section] | None:
    """The sections of all trees; None where no export says any."""
    said = [tree for tree in trees if tree is not None]
    return {name: section for tree in said for name, section in tree.items()} if said else None


def part_with(export: Export, section: str, option: Option | None = None) -> Export:
    """The part that a section, or an option in it, was taken from; the export itself where no part has it."""
    having = [part for part in export.parts if section in part.sections]
    if option is None:
        return having[0] if having else export
    found = [(part, own) for part in having if (own := part.sections[section].options.get(option.name))]
    return next((part for part, own in found if _is_taken(option, own)), found[0][0] if found else export)


def removal_in(export: Export | None, section: str, name: str) -> Deleted | None:
    """What removes an option, or its whole section, of the changes that were laid over an export."""
    if not export or not export.deletions:
        return None
    return next((each for each in export.deletions if each.section == section and each.name in (name, "")), None)


def _is_taken(option: Option, own: Option) -> bool:
    """True where an option of all parts is the one of a part: it stands there, and shows as much."""
    return (option.line, option.column) == (own.line, own.column) and option.kind in (own.kind, "unknown")


def _is_annex(export: Export, exports: Sequence[Export]) -> bool:
    """True for the annex of an object whose options another file has.

    Whether GAX calls the options of an application so is not documented: alone, or with their sections, they are it.
    """
    others = [other for other in exports if not _is_called_annex(other)]
    shares = any(not export.sections.keys().isdisjoint(other.sections) for other in others)
    return _is_called_annex(export) and bool(others) and not shares


def _is_copy(export: Export) -> bool:
    """True where the name of the file says that it is a second download or a copy."""
    name = export.path.rpartition("/")[2]
    return plain_name(name) != name


def _is_called_annex(export: Export) -> bool:
    gax = gax_name(export.path.rpartition("/")[2])
    return gax is not None and gax.word.lower() == "annex"


def _sections(parts: Sequence[Export]) -> tuple[dict[str, Section], list[Contradiction]]:
    """The options of all parts by section, and the contradictions about them, in the order of the parts."""
    sections: dict[str, Section] = {}
    about: list[Contradiction] = []
    for part in parts:
        for name, section in part.sections.items():
            options = sections.setdefault(name, Section(section.header, {})).options
            for option in section.options.values():
                if option.name not in options:
                    options[option.name], found = _option(parts, name, option)
                    about += found
    return sections, about


def _option(parts: Sequence[Export], section: str, option: Option) -> tuple[Option, list[Contradiction]]:
    """One option as all parts have it. ``option`` is that of the first part that has it."""
    having = [(part, own) for part in parts if (own := _option_in(part, section, option.name))]
    known = [(part, own) for part, own in having if not own.why_unknown]
    if not known:
        return option, []
    first, one = known[0]
    found = [Contradiction(section, one.name, first, part, one, own) for part, own in known if own.value != one.value]
    found += [
        Contradiction(section, one.name, first, part, one)
        for part in parts
        if not _option_in(part, section, one.name) and _would_have(part, one)
    ]
    return (one._replace(value=UNKNOWN, kind="unknown"), found) if found else (one, [])


def _option_in(part: Export, section: str, name: str) -> Option | None:
    there = part.sections.get(section)
    return there.options.get(name) if there else None


def _would_have(part: Export, option: Option) -> bool:
    """True where the part would show the option, were it set: the part is whole, and holds options of this kind."""
    if part.unread or any(problem.kind in NOT_WHOLE for problem in part.problems):
        return False
    is_text = option.kind in ("string", "secret") and not option.value.strip().lstrip("+-").isdigit()
    return part.completeness == "complete" or (part.completeness == "strings-only" and is_text)


def _identity(base: Export, exports: Sequence[Export]) -> tuple[Identity, list[Contradiction]]:
    """What the exports say of the object, None where they contradict each other, and the contradictions."""
    fields: dict[str, Any] = {}
    about: list[Contradiction] = []
    for name in Identity._fields:
        saying = [(export, value) for export in exports if (value := getattr(export.identity, name)) is not None]
        other = next((export for export, value in saying if not _same(saying[0][1], value)), None)
        if other:
            about.append(Contradiction("", name, saying[0][0], other))
        elif saying:
            export, fields[name] = max(saying, key=lambda each: _details(each[1]))
            if name == "connections" and export is not base:
                fields[name] = tuple(each._replace(path=each.path or export.path) for each in fields[name])
    return Identity(**fields), about


def _same(one: Any, other: Any) -> bool:
    """True where two values of an identity mean the same, or may: some formats name an object, and some number it."""
    if isinstance(one, Mapping):
        return all(other.get(name, text) == text for name, text in one.items())
    if isinstance(one, tuple) and not hasattr(one, "_fields"):
        mine, theirs = list(map(_comparable, one)), list(map(_comparable, other))
        if len(mine) != len(theirs):
            return False
        return all(any(_alike(each, their) for their in theirs) for each in mine)
    return _alike(_comparable(one), _comparable(other))


class _Comparable(NamedTuple):
    """A part of an object as it can be compared: what is empty is not said."""

    name: str
    dbid: int | None
    detail: str


def _comparable(value: Any) -> Any:
    if isinstance(value, Connection):
        return _Comparable(value.target.name, value.target.dbid, value.port)
    if isinstance(value, Port):
        return _Comparable(value.id, None, value.number)
    return _Comparable(value.name, value.dbid, "") if isinstance(value, Target) else value


def _alike(one: Any, other: Any) -> bool:
    if not isinstance(one, _Comparable):
        return bool(one == other)
    return not any(mine and theirs and mine != theirs for mine, theirs in zip(one, other, strict=True))


def _details(value: Any) -> int:
    """How much is said: a connection with its port says more than one without."""
    if not isinstance(value, tuple):
        return len(value) if isinstance(value, Mapping) else 0
    parts = (value,) if hasattr(value, "_fields") else value
    return sum(1 for part in parts for detail in part if detail)
