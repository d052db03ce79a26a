"""A snapshot turns estates into baseline files. The same content gives the same bytes, whatever the export's format."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.entries import EstateEntries, entries_of, label_of
from gwe_lint.baseline.failed import approved_of, damage_in
from gwe_lint.baseline.listed_files import listed_files
from gwe_lint.baseline.loader import StoredBaseline, applications_in
from gwe_lint.baseline.manifest import Manifest, manifest_text
from gwe_lint.baseline.names import with_approved_names
from gwe_lint.baseline.refusals import absent_in, refuse
from gwe_lint.baseline.seals import NO_SEALING, Sealing
from gwe_lint.baseline.unsaid import WithUnsaid, with_unsaid
from gwe_lint.baseline.writer import MANIFEST, Entry, Listed
from gwe_lint.drift.listed_objects import with_listed_objects
from gwe_lint.drift.subject import Key, is_comparable
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.records import Option
from gwe_lint.exports.redactor import keys_in
from gwe_lint.text import counted, listed

_NOT_WHOLE = "a baseline of it would not be whole"


class Snapshot(NamedTuple):
    """The files of applications and profiles, and the counts and warnings that a person should see."""

    listed: tuple[Listed, ...]
    applications: int
    options: int
    secrets: tuple[str, ...]  # the key id of each option whose value is one, empty where there was no key
    set_now: tuple[tuple[str, Key], ...]  # what had to stay unset, and is set: of which application, which option
    skipped: tuple[str, ...]  # applications of which the exports hold no options, or changes only
    remarks: tuple[str, ...] = ()  # about exports that failed

    def files(self, written: str = "") -> Mapping[str, str]:
        """All files by name, with the manifest; empty without a file. ``written`` is a time as TOML has it."""
        if not self.listed:
            return {}
        return {**{file.name: file.text for file in self.listed}, MANIFEST: manifest_text(self.listed, written)}


def snapshot_of(
    estates: Sequence[Estate],
    before: StoredBaseline | None,
    *,
    profiles: bool,
    force: bool = False,
    sealing: Sealing = NO_SEALING,
) -> Snapshot:
    """The baseline of these estates. Options that the files before kept unset stay so, unless they are set now.

    With ``force`` it has what could be read of incomplete files, and of empty ones what was approved.
    Raises ``Untrusted`` for exports that make no baseline: an application twice, half a character. Without ``force``
    it does so for an empty or incomplete file, too. So it does for an estate of the baseline without exports.
    """
    manifest = before.manifest if before else Manifest()
    approved_before = [each.application for each in applications_in(before, [])] if before else []
    estates = [with_listed_objects(each, approved_before) for each in estates]
    approved = approved_of(estates, before)
    damage = [each for estate in estates for each in damage_in(estate)]
    absent = absent_in(estates, before) if before else ()
    incomplete = [*approved.problems, *(f"{each}: {_NOT_WHOLE}" for each in damage), *absent]
    refuse(estates, [] if force else incomplete)
    estates = [with_approved_names(estate, before, label_of(estate, estates)) for estate in estates]
    former = tuple(applications_in(before, [])) if before else ()
    by_estate = [entries_of(estate, label_of(estate, estates), former) for estate in estates]
    whole_entries = [with_unsaid(each, label_of(each.estate, estates), former) for each in by_estate]
    with_failed = [
        (each.estate, [*each.entries, *approved.entries(label_of(each.estate, estates))]) for each in whole_entries
    ]
    all_entries = [entry for _, entries in with_failed for entry in entries]
    options = [option for entry in all_entries for option in entry.options.values()]
    return Snapshot(
        listed=_listed(with_failed, manifest, sealing, profiles=profiles),
        applications=len(all_entries),
        options=len(options),
        secrets=_keys_of_secrets(options),
        set_now=tuple(each for entries in by_estate for each in entries.set_now),
        skipped=tuple(_skipped(estates, approved.names)),
        remarks=(*approved.remarks, *_about_damage(damage), *_about_masks(by_estate), *_about_unsaid(whole_entries)),
    )


def _about_damage(damage: Iterable[str]) -> Iterator[str]:
    return (f"{each}: the baseline has what was read" for each in damage)


def _listed(
    by_estate: Sequence[tuple[Estate, Sequence[Entry]]], before: Manifest, sealing: Sealing, *, profiles: bool
) -> tuple[Listed, ...]:
    sealing = sealing._replace(former=before.known)
    return tuple(listed_files(by_estate, before.sources, profiles=profiles, sealing=sealing))


def _keys_of_secrets(options: Iterable[Option]) -> tuple[str, ...]:
    return tuple(key for option in options if option.kind == "secret" for key in keys_in(option.value))


def _skipped(estates: Sequence[Estate], approved: Collection[str]) -> Iterator[str]:
    """The applications of which no export has the options, and that the baseline does not have either."""
    for estate in estates:
        for application, export in estate.exports:
            if not is_comparable(export) and application.name not in approved:
                yield application.name


def _about_unsaid(whole_entries: Sequence[WithUnsaid]) -> tuple[str, ...]:
    """The line about what the exports do not say, and that stays as approved; none where they say all."""
    applications = [name for each in whole_entries for name in each.applications]
    if not applications:
        return ()
    names = dict.fromkeys(name for each in whole_entries for name in each.kept)
    return (f"the exports of {listed(applications)} do not say all: kept as approved ({listed(names)})",)


def _about_masks(by_estate: Sequence[EstateEntries]) -> tuple[str, ...]:
    """The line about values that the exports mask, and that stay as approved; none without one."""
    masked = [f"{application} [{section}] {name}" for each in by_estate for application, (section, name) in each.masked]
    if not masked:
        return ()
    return (f"{counted(len(masked), 'value')} masked in the exports: kept as approved ({listed(masked)})",)
