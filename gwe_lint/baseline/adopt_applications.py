"""Applications that came and went, accepted: the files of new ones, and which files of a baseline have to go."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.baseline.names import source_of
from gwe_lint.baseline.profiles import cluster_of
from gwe_lint.baseline.file_names import FileOf, file_names
from gwe_lint.baseline.writer import MANIFEST, Entry, Listed, application_text, manifest_text
from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.difference import Difference


class CameAndWent(NamedTuple):
    """The files of new applications, and the names of the files of those that are gone."""

    new: tuple[Listed, ...] = ()
    gone: tuple[str, ...] = ()


def came_and_went_in(differences: Iterable[Difference], baseline: StoredBaseline) -> CameAndWent:
    """What the baseline has to get and to lose for the applications that came and went."""
    whole = [each for each in differences if is_of_application(each)]
    gone = tuple(PurePosixPath(each.before.application.path).name for each in whole if each.kind == "missing")
    return CameAndWent(_new_files([each for each in whole if each.kind == "extra"], baseline), gone)


def _new_files(differences: Sequence[Difference], baseline: StoredBaseline) -> tuple[Listed, ...]:
    several = any(file.estate for file in baseline.files.values())
    subjects = [each.after for each in differences]
    new = [FileOf(each.application.name, each.estate.name if several else "") for each in subjects]
    known = [FileOf(file.application.name, file.estate) for file in baseline.files.values() if file.application]
    names = file_names([*new, *known])[: len(new)]
    clusters = {id(each.estate): cluster_of(each.estate) for each in subjects}
    entries = (
        Entry(
            each.application,
            {
                (section, option.name): option
                for section, content in each.application.sections.items()
                for option in content.options.values()
                if option.kind != "unknown"
            },
            estate=each.estate.name if several else "",
            cluster=clusters[id(each.estate)].get(id(each.application), ""),
        )
        for each in subjects
    )
    return tuple(
        Listed(name, application_text(entry), source_of(entry.application, ""))
        for name, entry in zip(names, entries, strict=True)
    )


def manifest_with(baseline: StoredBaseline, changed: Mapping[str, str], applications: CameAndWent) -> str:
    """The manifest with changed files, with those of new applications, and without those of gone ones."""
    sources = baseline.manifest.sources
    kept = {name: file.file.text for name, file in baseline.files.items() if name not in applications.gone}
    texts = {**kept, **changed}
    files = [Listed(name, text, sources.get(name, "")) for name, text in texts.items()]
    return manifest_text([*files, *applications.new], baseline.manifest.written)


def steps_of(applications: CameAndWent) -> tuple[str, ...]:
    """What copying files cannot do."""
    return tuple(f"remove {name} from the baseline, as {MANIFEST} has it" for name in applications.gone)
