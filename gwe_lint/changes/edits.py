"""Edits of options as what an import would take over: read from the very text that would be written."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.baseline.fragments import fits_one_line, fragment_text, not_carried
from gwe_lint.changes.overlay import Change
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.formats import FRAGMENTS_ARE, reader_of
from gwe_lint.exports.records import Deleted, Export
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.simulation import OptionChange
from gwe_lint.text import quoted


class EditsOf(NamedTuple):
    """The edits of one application."""

    application: Application
    edits: tuple[Edit, ...]

    @property
    def imported(self) -> tuple[Edit, ...]:
        """Those that an import makes."""
        return tuple(each for each in self.edits if each.after is not None)

    @property
    def removals(self) -> tuple[Edit, ...]:
        """Those that a person has to make, since an import removes nothing."""
        return tuple(each for each in self.edits if each.after is None)


def by_application(estate: Estate, edits: Iterable[Edit]) -> tuple[EditsOf, ...]:
    """The edits of each application, in the order in which the estate has them; of equal ones, one.

    Those of an application that the estate lacks are left out.
    """
    own: dict[str, dict[Edit, None]] = {}
    for edit in edits:
        own.setdefault(edit.application, {})[edit] = None
    return tuple(
        EditsOf(each, tuple(own[each.name]))
        for each in estate.applications
        if each.name in own and _may_be_edited(each)
    )


def _may_be_edited(application: Application) -> bool:
    return application.export is not None and application.completeness != "delta"


def why_not(estate: Estate, edits: Sequence[Edit]) -> str:
    """Why an import, or a person who follows a plan, cannot make these edits; empty where it can be done."""
    for edit in edits:
        found = [each for each in estate.topology.named(edit.application) if _may_be_edited(each)]
        if len(found) != 1:
            return f"{edit.application} is {'there several times' if found else 'not in the exports'}"
        if reason := _why_not(found[0], edit):
            return f"{edit.application}: [{edit.section}] {short(edit.option)} {reason}"
    return ""


def _why_not(application: Application, edit: Edit) -> str:
    option = application.option(edit.section, edit.option)
    if option and option.kind in ("secret", "suppressed"):
        return "is a secret, or masked"
    if option and option.kind not in ("string", "absent"):
        return f"is {not_carried(option.kind)}" if option.kind != "unknown" else "has a value that is not known"
    if (option and option.value) != edit.before:
        return f"is {quoted(option.value) if option else 'not set'} now"
    if not fits_one_line(edit.section, edit.option, edit.after or ""):
        return "cannot be written as a line of an option export"
    return ""


def fragment_of(edits: Iterable[Edit | OptionChange]) -> str:
    """The text that an import takes over to make these edits."""
    return fragment_text((each.section, f"{each.option}={each.after}") for each in edits if each.after is not None)


def can_be_imported_back(change: OptionChange | Edit) -> bool:
    """True where an import can bring back the value of now."""
    return change.before is not None and fits_one_line(change.section, change.option, change.before)


def back_by_hand(edits: Iterable[Edit]) -> tuple[str, ...]:
    """What a person has to do to bring back how these options are now, as far as an import cannot."""
    return tuple(
        f"[{each.section}] {each.option} is not set now: remove it"
        if each.before is None
        else f"[{each.section}] {each.option} cannot be a line of an option export: set it to {quoted(each.before)}"
        for each in edits
        if not can_be_imported_back(each)
    )


def change_of(estate: Estate, own: EditsOf, redactor: Redactor) -> Change:
    """The edits of an application as a change of it. Raises ``ValueError`` where their text is read otherwise."""
    path = f"{own.application.name}.cfg"
    if not own.imported:
        export = Export(path, FRAGMENTS_ARE, "delta", (), {}, (), 0)
    else:
        (export,) = reader_of(FRAGMENTS_ARE)(fragment_of(own.imported).encode(), path, redactor).exports
    read = {(name, each.name): each for name, section in export.sections.items() for each in section.options.values()}
    if {key: (each.value, each.kind) for key, each in read.items()} != {
        (each.section, each.option): (each.after, "string") for each in own.imported
    }:
        raise ValueError(f"{path}: what would be written is not read as it is meant")
    removals = tuple(Deleted(each.section, each.option, 1, 1, 1) for each in own.removals)
    return Change(estate, own.application, export._replace(completeness="delta", records=(*export.records, *removals)))
