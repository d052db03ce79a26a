"""Exports that make no baseline: two of one application, contradictions, damaged files, half of a character."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.baseline.names import HALF_CHARACTER, escaped_path
from gwe_lint.drift.diff import subjects_of
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Connection, Port, Target
from gwe_lint.text import escaped


def refuse(estates: Sequence[Estate], more: Sequence[str]) -> None:
    """Raise ``Untrusted`` where these exports make no baseline, with ``more`` problems if there are some."""
    problems = [problem for estate in estates for problem in (*_exported_twice(estate), *_contradictions(estate))]
    problems += more
    subjects = subjects_of(estates)
    problems += [problem for subject in subjects for problem in _not_unicode(subject.application)]
    if problems:
        raise Untrusted(problems)


def absent_in(estates: Sequence[Estate], before: StoredBaseline) -> Iterator[str]:
    """The estates of a baseline of several of which nothing was given: all of their applications would leave it."""
    given = {estate.name for estate in estates if any(estate.exports) or estate.left_out}
    labels = dict.fromkeys(file.estate for file in before.files.values() if file.application and file.estate)
    for label in labels:
        if label not in given:
            what = "it is in the baseline, and nothing of it was given"
            yield f"estate {escaped(label)}: {what}: --force takes it out of the baseline"


def _exported_twice(estate: Estate) -> Iterator[str]:
    applications = [subject.application for subject in subjects_of([estate])]
    for name, count in Counter(each.name for each in applications).items():
        if count > 1:
            paths = " and ".join(each.path for each in applications if each.name == name)
            yield f"{paths}: each is an export of {name!r}: leave out all but one, or exclude it in the configuration"


def _contradictions(estate: Estate) -> Iterator[str]:
    for application, export in estate.exports:
        for found in export.contradictions:
            what = f"[{found.section}] {found.name}" if found.section else found.name
            others = f"{escaped_path(found.first.path)} and {escaped_path(found.second.path)}"
            yield f"{others}: contradict each other about {what} of {application.name}: leave one of them out"


def _not_unicode(application: Application) -> Iterator[str]:
    """Texts that are not Unicode, such as the name of a file in another encoding."""
    if any(HALF_CHARACTER.search(text) for text in _texts(application)):
        yield f"{escaped_path(application.path)}: a name of {escaped_path(application.name)} is not UTF-8: correct it"
    for name, section in application.sections.items():
        for option in section.options.values():
            if HALF_CHARACTER.search(f"{name}{option.name}{option.value}"):
                yield f"{application.path}:{option.line}: half of a character stands in this option: correct the export"


def _texts(application: Application) -> Iterator[str]:
    """The texts of an application beside its options."""
    parts: tuple[Connection | Port | Target, ...] = (
        *(application.connections or ()),
        *(application.ports or ()),
        *(application.tenants or ()),
    )
    yield from (application.name, application.release or "", str(application.backup or ""))
    yield from (text for part in parts for text in map(str, part))
