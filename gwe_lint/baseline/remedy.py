"""The remedy of a drift: a CFG fragment for each application, and a list of what to do by hand."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from gwe_lint.baseline.fragments import MANUAL, RESTART, ApplicationKey, fragment_files, fragment_text, list_text
from gwe_lint.baseline.steps import full_name, line_of, step_of, step_of_name
from gwe_lint.baseline.taken import was_damaged
from gwe_lint.catalogue.fact import needs_restart
from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.judge import Judged
from gwe_lint.drift.subject import Subject


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
    names = fragment_files(by_application, _TAKEN, several=several)
    files = {
        name: fragment_text((each.section, line_of(each)) for each in own)
        for name, own in zip(names, by_application.values(), strict=True)
    }
    after_restart = [each for each in counted if each.fact and needs_restart(each.fact.takes_effect)]
    restart = [f"{_application_name(each.after, several=several)}: {full_name(each)}" for each in after_restart]
    files |= {name: list_text(head, lines) for name, head, lines in ((*MANUAL, manual), (*RESTART, restart)) if lines}
    return Remedy(files, sum(map(len, by_application.values())), len(manual))


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
