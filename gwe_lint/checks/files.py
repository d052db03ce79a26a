"""The files themselves: what a reader could not read, what stands twice, what was left out.

What is said of the tool's own settings; waivers are judged behind all rules, when their findings are there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from gwe_lint.checks.duplicates import application_twice, download_copy, exports_contradict
from gwe_lint.checks.look_alike import odd_shown, visible
from gwe_lint.estate.edits import Corrections, with_value
from gwe_lint.estate.effective import part_unread
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import document_at, file_of, header_of, name_of, problem_at
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Malformed, Option, Problem
from gwe_lint.text import escaped, listed, quoted

ProblemKind = Literal[
    "not-read",
    "duplicate-key",
    "lossy-format",
    "template-variable",
    "malformed-line",
    "undecodable",
    "nul-byte",
    "control-character",
    "encoding-assumed",
    "duplicate-option",
    "section-reopened",
    "joined-name",
    "empty-file",
    "outside-section",
    "outer-blanks",
    "odd-name",
    # What no reader sees in one file alone:
    "left-out",
    "no-export",
    "names-differ-only-in-case",
    "application-unrecognised",
    "application-twice",
    "exports-contradict",
    "download-copy",
    "exclude-fits-nothing",
]


OF_DRIFT = "of-drift"  # rules whose findings are differences
OF_THE_TOOL = "of-the-tool"
MADE_ELSEWHERE = (OF_DRIFT, OF_THE_TOOL)  # checks that only say for which hits, made elsewhere, a rule is

DriftHit = Literal[
    "changed",
    "missing",
    "extra",
    "must-differ",
    "object",
    "renamed",
    "inconsistent",
    "application-missing",
    "application-new",
]
ToolHit = Literal["waiver-expired", "waiver-stale", "override-unused", "coverage-dropped"]


def file_problem(estate: Estate, *, kinds: tuple[ProblemKind, ...]) -> Iterator[Outcome]:
    """A file has a problem of one of these kinds, or has it with the other files of the estate."""
    for kind in kinds:
        yield from _OF_FILES[kind](estate) if kind in _OF_FILES else ()
    if not _OF_FILES.keys() >= set(kinds):
        yield from _seen_by_reader(estate, kinds)


def _seen_by_reader(estate: Estate, kinds: tuple[ProblemKind, ...]) -> Iterator[Outcome]:
    for application, export in estate.exports:
        seen = ((part, problem) for part in export.files for problem in _one_for_each_option(part.problems))
        found = [(part, problem) for part, problem in seen if problem.kind in kinds]
        for part, problem in found:
            yield Hit(
                message=problem.message,
                place=problem_at(application._replace(export=part), problem),
                help=problem.help,
                discriminator=_discriminator(problem),
                corrections=_cleaned(estate, application, problem),
            )
        if not found:
            yield Pass()
    for document in estate.documents:
        for problem in document.problems:
            if problem.kind in kinds:
                yield Hit(message=problem.message, place=document_at(document, problem), help=problem.help)


def _cleaned(estate: Estate, application: Application, problem: Problem) -> Corrections:
    """The value without blanks at its ends, which a text may need, or without characters that cannot be seen."""
    option = problem.record
    if not isinstance(option, Option):
        return ()
    if problem.kind == "outer-blanks" and problem.part == "value":
        fact = estate.catalogue.fact(application.type, option.section, option.name)
        is_text = fact is None or fact.type in ("string", "path")
        return with_value(application, option, option.value.strip(), chosen=is_text)
    return with_value(application, option, visible(option.value)) if problem.kind == "control-character" else ()


def _one_for_each_option(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, with blanks around the name and the value of one option as one."""
    waiting: Problem | None = None
    for problem in problems:
        if waiting and waiting.record and problem.kind == "outer-blanks" and problem.record is waiting.record:
            waiting = waiting._replace(message=f"{waiting.message}, and {problem.message}")
            continue
        if waiting:
            yield waiting
            waiting = None
        if problem.kind == "outer-blanks":
            waiting = problem
        else:
            yield problem
    if waiting:
        yield waiting


def _discriminator(problem: Problem) -> str:
    """The beginning of a malformed line, as far as it is shown, or the part of an option; blanks have one for both."""
    if problem.kind == "outer-blanks":
        return "value"
    return problem.record.text if isinstance(problem.record, Malformed) else problem.part


def _names_differ_only_in_case(estate: Estate) -> Iterator[Outcome]:
    """Two sections of a file, or two options of a section, have names that differ only in case."""
    for application, export in estate.exports:
        sections = export.sections
        for first, second in _twins({name: each for name, each in sections.items() if each.options}):
            message = f"sections {quoted(first)} and {quoted(second)} differ only in case"
            other = Note("the other one stands here", header_of(application, first))
            yield Hit(message=message, place=header_of(application, second), help=_ONE_MEANT, related=(other,))
        for section in sections.values():
            for first, second in _twins(section.options):
                message = f"options {quoted(first)} and {quoted(second)} of one section differ only in case"
                other = Note("the other one stands here", name_of(application, section.options[first]))
                place = name_of(application, section.options[second])
                yield Hit(message=message, place=place, help=_ONE_MEANT, related=(other,))
        yield Pass()


_ONE_MEANT = "names are case-sensitive: keep the one that is meant"


def _twins(names: Mapping[str, object]) -> list[tuple[str, str]]:
    """Pairs of names that differ only in case, each later name with the first of its kind."""
    text = "".join(names)
    if text == text.lower():  # most names have no capitals, so that no two differ in them
        return []
    keys = list(names)
    if len({name.lower() for name in keys}) == len(keys):
        return []
    first: dict[str, str] = {}
    return [(first[low], name) for name in keys if first.setdefault(low := name.lower(), name) != name]


def _left_out(estate: Estate) -> Iterator[Outcome]:
    """A file that is no option export was left out."""
    for file in estate.left_out:
        if file.kind != "unreadable":
            yield Hit(message=f"left out: this is {escaped(file.what)}", place=Place(file.path), help=file.advice)
    yield from (Pass() for _ in estate.exports)


def _no_export(estate: Estate) -> Iterator[Outcome]:
    """A file that should be an export is of another kind, so that nothing in it was checked."""
    for file in estate.left_out:
        if file.kind == "unreadable":
            yield Hit(message=f"this is {escaped(file.what)} and no export", place=Place(file.path), help=file.advice)
    yield from (Pass() for _ in estate.exports)


def _application_unrecognised(estate: Estate) -> Iterator[Outcome]:
    """A file's application type is neither declared nor to be recognised from its sections."""
    for application, export in estate.exports:
        if application.type != "other" or application.certain or not export.size:
            yield Pass()
            continue
        if export.unread:
            yield NotEvaluated(part_unread(application))
            continue
        sections = listed([f"[{odd_shown(name)}]" for name in export.sections])
        yield Hit(
            message=f"no application is recognised by these sections ({sections}), so no rule judged the options",
            place=file_of(application),
            help=f"declare its type in gwe-lint.toml ([[estate.application]] {_declared_by(application)}, type); "
            "'other' silences this note",
        )


def _declared_by(application: Application) -> str:
    """The key by which a declaration finds the application: a file of many does not tell which one is meant."""
    if FORMATS[application.format].one_application:
        return "file"
    return "dbid" if application.named_by_file and application.dbid else "name"


def _exclude_fits_nothing(estate: Estate) -> Iterator[Outcome]:
    """A pattern of ``exclude`` fits no file of the estate."""
    for pattern in estate.patterns:
        if pattern.used:
            yield Pass()
            continue
        yield Hit(
            message=f"exclude {quoted(pattern.text)} fits no file of estate {quoted(estate.name)}",
            place=Place(pattern.path, pattern.line),
            help="correct it, or remove it; patterns are relative to each path of the estate",
            discriminator=pattern.text,
        )


_OF_FILES: Mapping[str, Callable[[Estate], Iterator[Outcome]]] = {
    "left-out": _left_out,
    "no-export": _no_export,
    "names-differ-only-in-case": _names_differ_only_in_case,
    "application-unrecognised": _application_unrecognised,
    "application-twice": application_twice,
    "exports-contradict": exports_contradict,
    "download-copy": download_copy,
    "exclude-fits-nothing": _exclude_fits_nothing,
}


def of_the_tool(estate: Estate, *, of: ToolHit) -> Iterator[Outcome]:  # noqa: ARG001
    """Nothing: the hits that such a rule is for are made where waivers are applied, and where reports are dated."""
    return iter(())


def of_drift(estate: Estate, *, of: DriftHit) -> Iterator[Outcome]:  # noqa: ARG001
    """Nothing: the hits that such a rule is for are made where two sides, or members, are compared."""
    return iter(())
