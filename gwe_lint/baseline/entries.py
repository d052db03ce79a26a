"""What a baseline file will say of each application: what the exports say, and what was approved of what they hide."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.failed import options_of, unset_of
from gwe_lint.baseline.profiled import ProfiledApplication
from gwe_lint.baseline.profiles import cluster_of
from gwe_lint.baseline.writer import Entry
from gwe_lint.drift.diff import subjects_of
from gwe_lint.drift.pairing import matches_in_estate
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Header, Option, Section


class EstateEntries(NamedTuple):
    """The entries of an estate, and what the person who approves them should know, by application."""

    estate: Estate
    entries: tuple[Entry, ...]
    set_now: tuple[tuple[str, Key], ...]  # what had to stay unset, and is set
    masked: tuple[tuple[str, Key], ...]  # what the exports mask, and was approved


def label_of(estate: Estate, estates: Sequence[Estate]) -> str:
    """What files call an estate: nothing where it is the only one."""
    return estate.name if len(estates) > 1 else ""


def entries_of(estate: Estate, label: str, former: Sequence[ProfiledApplication]) -> EstateEntries:
    """The applications of an estate with all of their options. ``former`` are those of the baseline before.

    A value that its export does not show stays as approved. What has to stay unset stays so, too.
    """
    clusters = cluster_of(estate)
    entries: list[Entry] = []
    set_now: list[tuple[str, Key]] = []
    masked: list[tuple[str, Key]] = []
    approved = former_by_application(estate, label, former)
    for subject in subjects_of([estate]):
        application, known = subject.application, approved.get(id(subject.application))
        options, hidden = _with_approved(_options(application.sections), options_of(known) if known else {})
        unset = unset_of(known) if known else frozenset()
        set_now += [(application.name, key) for key in sorted(unset & options.keys())]
        masked += [(application.name, key) for key in hidden]
        application, hidden = _with_approved_annex(application, known)
        masked += [(application.name, key) for key in hidden]
        cluster = clusters.get(id(subject.application), "")
        entries.append(Entry(application, options, unset.difference(options), label, cluster))
    return EstateEntries(estate, tuple(entries), tuple(set_now), tuple(masked))


def former_by_application(
    estate: Estate, label: str, former: Sequence[ProfiledApplication]
) -> Mapping[int, ProfiledApplication]:
    """What the baseline has of each application of an estate, by the identity of the application.

    Where the baseline has no estate of this label, an application that it has once is meant all the same.
    """
    subjects = subjects_of([estate])
    here = [each for each in former if each.estate == label]
    if not here:
        count = Counter(each.application.name for each in former)
        here = [each for each in former if count[each.application.name] == 1]
    by_application = {id(each.application): each for each in here}
    matches = matches_in_estate([Subject(estate, each.application) for each in here], subjects)
    return {id(now.application): by_application[id(was.application)] for was, now, _ in matches}


def _options(sections: Mapping[str, Section]) -> dict[Key, Option]:
    return {(name, option.name): option for name, content in sections.items() for option in content.options.values()}


def _with_approved(
    options: Mapping[Key, Option], approved: Mapping[Key, Option]
) -> tuple[dict[Key, Option], list[Key]]:
    """The options with the approved value where the export shows none, and which of them the export masks."""
    shown = {key: each for key, each in options.items() if each.kind != "unknown" or key in approved}
    kept = {key: approved[key] for key, each in shown.items() if each.why_unknown and key in approved}
    masked = [key for key, each in kept.items() if options[key].kind == "suppressed" and each.kind != "suppressed"]
    return {**shown, **kept}, masked


def _with_approved_annex(application: Application, known: ProfiledApplication | None) -> tuple[Application, list[Key]]:
    """The application with the approved values of its annex where the export shows none, and which are masked."""
    export, approved = application.export, known.application.annex if known else None
    if not export or not export.annex or not approved:
        return application, []
    options, masked = _with_approved(_options(export.annex), _options(approved))
    if options == _options(export.annex):
        return application, []
    return application._replace(export=export._replace(annex=sections_of(options))), masked


def sections_of(options: Mapping[Key, Option]) -> dict[str, Section]:
    """The options by section."""
    sections: dict[str, Section] = {}
    for (section, name), option in options.items():
        sections.setdefault(section, Section(Header(section, 1, 1, 1), {})).options[name] = option
    return sections
