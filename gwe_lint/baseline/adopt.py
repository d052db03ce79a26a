"""The baseline that accepts what counts of a drift, and nothing else: the files that a snapshot would write then."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.entries import entries_of
from gwe_lint.baseline.failed import options_of, unset_of
from gwe_lint.baseline.file_names import FileOf
from gwe_lint.baseline.listed_files import listed_files
from gwe_lint.baseline.loader import StoredBaseline, applications_in
from gwe_lint.baseline.manifest import known_as_before, manifest_text
from gwe_lint.baseline.names import with_approved_names, with_names
from gwe_lint.baseline.profiled import ProfiledApplication
from gwe_lint.baseline.put_back import put_back
from gwe_lint.baseline.taken import Taken, file_of
from gwe_lint.baseline.writer import MANIFEST, Entry, Listed, removed_text
from gwe_lint.drift.diff import Pair, subjects_of
from gwe_lint.estate.estate import Estate


class Adopted(NamedTuple):
    """The files to copy over those of a baseline, by name, and the files that are not needed any more."""

    files: Mapping[str, str]
    removed: tuple[str, ...]


def adopted(estates: Sequence[Estate], before: StoredBaseline, taken: Taken) -> Adopted:
    """The baseline with the differences that are taken over, as the files that differ from those before.

    What is left alone stays as approved. So do applications that were not compared, and estates that were not given.
    A file that is not needed any more has a text that says so, since copying removes none.
    """
    former = tuple(applications_in(before, []))
    labels = _labels(estates, former, taken.pairs)
    by_estate = [_of_estate(estate, labels[estate.name], before, former, taken) for estate in estates]
    here = set(labels.values())
    elsewhere = [each for each in former if each.estate not in here]
    profiles = any(not file.application for file in before.files.values())
    others = [FileOf(each.application.name, each.estate) for each in elsewhere]
    listed = listed_files(by_estate, before.manifest.sources, profiles=profiles, others=others)
    listed += _kept(before, elsewhere)
    listed = [known_as_before(each, before.manifest.known) for each in listed]
    texts = {each.name: each.text for each in listed}
    texts[MANIFEST] = manifest_text(listed, before.manifest.written)
    removed = tuple(sorted(before.files.keys() - texts.keys()))
    return Adopted({**_changed(texts, before), **_emptied(removed, texts)}, removed)


def _changed(texts: Mapping[str, str], before: StoredBaseline) -> dict[str, str]:
    known = {name: file.file.text for name, file in before.files.items()}
    known[MANIFEST] = before.manifest.text
    return {name: text for name, text in texts.items() if known.get(name) != text}


def _emptied(removed: Iterable[str], texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of files that are not needed any more. A new file may take the place of one on some systems."""
    taken = {name.lower() for name in texts}
    return {name: removed_text() for name in removed if name.lower() not in taken}


def _labels(estates: Sequence[Estate], former: Sequence[ProfiledApplication], pairs: Sequence[Pair]) -> dict[str, str]:
    """What the files of the baseline call each estate: a single one may have another name there, or none."""
    several = any(each.estate for each in former)
    label_of_file = {each.file: each.estate for each in former}
    labels = {estate.name: estate.name if several else "" for estate in estates}
    for pair in pairs:
        labels[pair.after.estate.name] = label_of_file[file_of(pair.before.application)]
    return labels


def _kept(before: StoredBaseline, applications: Iterable[ProfiledApplication]) -> list[Listed]:
    """The files of these applications, and of their profiles, as they are."""
    names = [each.file for each in applications]
    names += dict.fromkeys(profile for name in names if (profile := before.files[name].profile))
    return [Listed(name, before.files[name].file.text, before.manifest.sources.get(name, "")) for name in names]


def _of_estate(
    estate: Estate, label: str, before: StoredBaseline, former: Sequence[ProfiledApplication], taken: Taken
) -> tuple[Estate, Sequence[Entry]]:
    """The estate as it is accepted, and the entries of its applications."""
    named = with_approved_names(estate, before, label)
    named = with_names(named, taken.old_names.get(estate.name, {}))
    as_read = {id(now): read for now, read in zip(named.applications, estate.applications, strict=True)}
    known = {each.file: each for each in former if each.estate == label}
    pair_of = {id(pair.as_read[1].application): pair for pair in taken.pairs if pair.as_read}
    subjects = [subject.application for subject in subjects_of([named])]
    entry_of = dict(zip(map(id, subjects), entries_of(named, label, former).entries, strict=True))
    accepted: dict[int, Entry] = {}
    compared: set[str] = set()
    for application in subjects:
        pair = pair_of.get(id(as_read[id(application)]))
        if pair:
            compared.add(file := file_of(pair.before.application))
            accepted[id(application)] = put_back(
                entry_of[id(application)], known[file], pair, taken.left_alone[id(pair)]
            )
    rest = [each for file, each in known.items() if file not in compared and file not in taken.gone]
    in_rest = {each.application.name for each in rest}
    for application in subjects:
        if id(as_read[id(application)]) in taken.new and application.name not in in_rest:
            accepted[id(application)] = entry_of[id(application)]
    not_accepted = {id(each) for each in subjects} - accepted.keys()
    applications = [
        accepted[id(each)].application if id(each) in accepted else each
        for each in named.applications
        if id(each) not in not_accepted and (id(each) in accepted or each.name not in in_rest)
    ]
    as_approved = [Entry(each.application, options_of(each), unset_of(each), label, each.cluster) for each in rest]
    return (
        named._replace(applications=(*applications, *(each.application for each in rest))),
        (*accepted.values(), *as_approved),
    )
