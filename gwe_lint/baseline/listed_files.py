"""The files of a baseline: one an application, and one for what the members of a group share."""

from collections.abc import Mapping, Sequence

from gwe_lint.baseline.file_names import FileOf, file_names
from gwe_lint.baseline.names import source_of
from gwe_lint.baseline.profiles import profiles_of, without_shared
from gwe_lint.baseline.seals import NO_SEALING, Sealing
from gwe_lint.baseline.writer import Entry, Listed, application_text, profile_text
from gwe_lint.estate.estate import Estate


def listed_files(
    by_estate: Sequence[tuple[Estate, Sequence[Entry]]],
    sources: Mapping[str, str],
    *,
    profiles: bool,
    others: Sequence[FileOf] = (),
    sealing: Sealing = NO_SEALING,
) -> list[Listed]:
    """The files of these entries. ``sources`` are the paths of exports that the manifest had, by the names of files.

    ``others`` have a file already, so that no other one may get its name. ``sealing`` tells what is known of exports.
    """
    entries_of = [list(entries) for _, entries in by_estate]
    shared = [
        (entries, profile)
        for (estate, _), entries in zip(by_estate, entries_of, strict=True)
        for profile in (profiles_of(entries, estate, entries[0].estate) if profiles and entries else ())
    ]
    of_applications = [FileOf(entry.application.name, entry.estate) for entries in entries_of for entry in entries]
    of_profiles = [FileOf(each.shared.group, each.estate, profile=True) for _, each in shared]
    names = file_names([*of_applications, *of_profiles, *others])
    application_names, profile_names = names[: len(of_applications)], names[len(of_applications) :][: len(of_profiles)]
    files: list[Listed] = []
    for name, (entries, profile) in zip(profile_names, shared, strict=True):
        files.append(Listed(name, profile_text(profile.shared)))
        for position in profile.members:
            entries[position] = without_shared(entries[position], profile, name)
    estates = [estate for estate, _ in by_estate]
    owners = [(estate, entry) for estate, entries in zip(estates, entries_of, strict=True) for entry in entries]
    return files + [
        sealing.sealed(
            Listed(name, application_text(entry), source_of(entry.application, sources.get(name, ""))), entry, estate
        )
        for name, (estate, entry) in zip(application_names, owners, strict=True)
    ]
