"""Exports that failed, and the baseline: nothing is approved of them, and what was approved stays."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.baseline.loader import StoredBaseline, applications_in
from gwe_lint.baseline.profiled import ProfiledApplication
from gwe_lint.baseline.writer import Entry
from gwe_lint.drift.failed_exports import FailedExport, failed_in
from gwe_lint.drift.subject import Key
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.lazy_options import beside_options
from gwe_lint.exports.records import NOT_WHOLE, Option
from gwe_lint.text import quoted


class Approved(NamedTuple):
    """What a baseline has of applications whose exports failed, each with its export; and the exports of no one."""

    kept: tuple[tuple[ProfiledApplication, FailedExport], ...] = ()
    of_nobody: tuple[FailedExport, ...] = ()

    @property
    def problems(self) -> Iterator[str]:
        """Why no baseline can be made of these exports."""
        for each, failed in self.kept:
            name = each.application.name
            yield f"{name}: {failed.reason}: export it again; with --force it stays in the baseline as it was approved"
        for failed in self.of_nobody:
            yield f"{failed.name}: {failed.reason}: export it again, or remove the file; --force leaves it out"

    @property
    def remarks(self) -> Iterator[str]:
        """What became of these exports where a baseline is written all the same."""
        for each, failed in self.kept:
            yield f"{each.application.name} is in the baseline as it was approved: {failed.reason}"
        for failed in self.of_nobody:
            yield f"{failed.name} is not in the baseline: {failed.reason}"

    @property
    def names(self) -> frozenset[str]:
        """The names of the applications."""
        kept = (each.application.name for each, _ in self.kept)
        return frozenset((*kept, *(failed.name for failed in self.of_nobody)))

    def entries(self, label: str) -> Iterator[Entry]:
        """The applications of an estate as they were approved."""
        for each, _ in self.kept:
            if each.estate == label:
                yield Entry(each.application, options_of(each), unset_of(each), each.estate, each.cluster)


def approved_of(estates: Sequence[Estate], before: StoredBaseline | None) -> Approved:
    """What the baseline has of applications of which no export could be read, or nothing of one."""
    several = len(estates) > 1
    failed = tuple(failed_in(estates, lambda name: name if several else ""))
    exported = {(each.place, each.name) for each in failed}
    names = {(estate.name if several else "", each.name) for estate in estates for each, _ in estate.exports} - exported
    kept: list[tuple[ProfiledApplication, FailedExport]] = []
    for each in applications_in(before, []) if before and failed else ():
        if (each.estate, each.application.name) not in names:
            here = [export for export in failed if export.place == each.estate]
            own = [export for export in here if export.is_of(each.application)]
            own = own or [export for export in here if export.may_be_of(each.application)]
            kept += [(each, own[0])] if own else []
    used = {id(export) for _, export in kept}
    return Approved(tuple(kept), tuple(each for each in failed if each.empty and id(each) not in used))


def damage_in(estate: Estate) -> Iterator[str]:
    """Files of which not all could be read, each with the reason."""
    for file in estate.left_out:
        if file.kind == "unreadable":
            yield f"{file.path}: is {file.what} and no export"
    for document in estate.documents:
        problems = [*document.problems, *(problem for export in document.exports for problem in export.problems)]
        for problem in problems:
            if problem.kind in NOT_WHOLE:
                yield f"{document.path}:{problem.line}: {problem.message}"
        told = {problem.line for problem in problems if problem.kind in NOT_WHOLE}
        options = (each for export in document.exports for each in beside_options(export.records))
        for option in options:
            if isinstance(option, Option) and option.kind == "unknown" and option.line not in told:
                yield f"{document.path}:{option.line}: the value of {quoted(option.name)} {option.why_unknown}"


def options_of(profiled: ProfiledApplication) -> dict[Key, Option]:
    """All options of an application of a baseline, those of its profile included."""
    sections = profiled.application.sections
    return {(name, each.name): each for name, section in sections.items() for each in section.options.values()}


def unset_of(profiled: ProfiledApplication) -> frozenset[Key]:
    """The options that have to stay unset in an application of a baseline, those of its profile included."""
    return frozenset((each.section, each.name) for each in profiled.unset)
