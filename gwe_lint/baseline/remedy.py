"""The remedy of a drift: a CFG fragment for each application, and a list of what to do by hand."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.file_names import fragment_names
from gwe_lint.baseline.steps import full_name, line_of, step_of, step_of_name
from gwe_lint.baseline.taken import was_damaged
from gwe_lint.catalogue.fact import needs_restart
from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.judge import Judged
from gwe_lint.drift.subject import Subject
from gwe_lint.text import escaped

ApplicationKey = tuple[str, str]  # estate and application


class Remedy(NamedTuple):
    """The files of a remedy by name, and how many differences they restore or leave to a person."""

    files: Mapping[str, str]
    restored: int
    manual: int


def remedy_of(
    judged: Judged, active: Collection[str], not_whole: Collection[str] = (), *, several: bool = False
) -> Remedy:
    """The files for the differences whose findings count: those whose fingerprints are ``active``.

    Waived, known and expected differences are left alone, and so is what is in files that were ``not_whole`` read. With
    ``several`` estates, each has a folder for its fragments.
    """
    found = [difference for fingerprint, difference in judged.found if fingerprint in active]
    counted = [each for each in found if not was_damaged(each, not_whole)]
    renamed = [pair for fingerprint, pair in judged.renamed if fingerprint in active]
    by_application: dict[ApplicationKey, list[Difference]] = {}
    manual = [f"{_application_name(each.after, several=several)}: {step_of_name(each)}" for each in renamed]
    unsettled = _came_and_went(judged)
    for difference in counted:
        step = step_of(difference, unsettled.get(difference.after.estate.name, ()))
        if step:
            manual.append(f"{_application_name(difference.after, several=several)}: {step}")
        else:
            by_application.setdefault(_key_of(difference.after), []).append(difference)
    names = _file_names(by_application, several=several)
    files = {name: _fragment(each) for name, each in zip(names, by_application.values(), strict=True)}
    after_restart = [each for each in counted if each.fact and needs_restart(each.fact.takes_effect)]
    restart = [f"{_application_name(each.after, several=several)}: {full_name(each)}" for each in after_restart]
    files |= {name: list_text(head, lines) for name, head, lines in ((*_MANUAL, manual), (*_RESTART, restart)) if lines}
    return Remedy(files, sum(map(len, by_application.values())), len(manual))


_MANUAL = ("manual.txt", "By hand, in Genesys Administrator: an import cannot do it, or not for sure.")
_RESTART = ("restart.txt", "These take effect after a restart of the application only.")
_TAKEN = ("adopt", "manual.txt", "restart.txt")


def _came_and_went(judged: Judged) -> Mapping[str, Collection[str]]:
    """The names of the applications that came or went, by estate."""
    names: dict[str, list[str]] = {}
    for difference in judged.differences:
        if is_of_application(difference):
            names.setdefault(difference.after.estate.name, []).append(difference.after.application.name)
    return names


def _key_of(subject: Subject) -> ApplicationKey:
    return subject.estate.name, subject.application.name


def _application_name(subject: Subject, *, several: bool) -> str:
    """The application, with its estate where there are several."""
    estate, application = _key_of(subject)
    return f"{estate}/{application}" if several else application


def _file_names(applications: Collection[ApplicationKey], *, several: bool) -> list[str]:
    """A safe file name for each application. Each of several estates has its own folder."""
    estates = list(dict.fromkeys(estate for estate, _ in applications))
    file_names: dict[ApplicationKey, str] = {}
    for estate, folder in zip(estates, fragment_names(estates), strict=True):
        names = [name for other, name in applications if other == estate]
        parent = f"{f'estate-{folder}' if folder.lower() in _TAKEN else folder}/" if several else ""
        safe = zip(names, fragment_names(names), strict=True)
        file_names |= {(estate, name): f"{parent}{file}.cfg" for name, file in safe}
    return [file_names[each] for each in applications]


def _fragment(differences: Sequence[Difference]) -> str:
    """The CFG text of the approved options of one application."""
    sections: dict[str, list[str]] = {}
    for difference in differences:
        sections.setdefault(difference.section, []).append(line_of(difference))
    return "\n\n".join("\n".join((f"[{section}]", *lines)) for section, lines in sections.items()) + "\n"


def list_text(head: str, lines: Collection[str]) -> str:
    """A list for people: a heading, an empty line, and each line once."""
    return "\n".join((head, "", *(escaped(line) for line in dict.fromkeys(lines)))) + "\n"
