"""The remedy of a drift: a CFG fragment for each application, and a list of what to do by hand."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.adopt import adopted, is_lost
from gwe_lint.baseline.adopt_applications import came_and_went_in, manifest_with, steps_of
from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.baseline.writer import MANIFEST
from gwe_lint.catalogue.fact import needs_restart
from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.judge import name_of
from gwe_lint.estate.model import ANNEX, CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS
from gwe_lint.text import escaped, quoted

ApplicationKey = tuple[str, str]  # estate and application
_UNSAFE = re.compile(r"[^\w.-]+")


class Remedy(NamedTuple):
    """The files of a remedy by name, and how many differences they restore or leave to a person."""

    files: Mapping[str, str]
    restored: int
    manual: int


def remedy_of(
    fingerprinted: Sequence[tuple[str, Difference]], active: Collection[str], *, several: bool = False
) -> Remedy:
    """The files for the differences whose findings count; ``found`` has the fingerprint of each.

    Waived, known and expected differences are left alone. With ``several`` estates, each has a folder for its
    fragments.
    """
    counted = [difference for fingerprint, difference in fingerprinted if fingerprint in active]
    by_application: dict[ApplicationKey, list[Difference]] = {}
    manual: list[str] = []
    for difference in counted:
        reason = _by_hand(difference)
        if reason:
            manual.append(f"{_application_name(difference, several=several)}: {reason}")
        else:
            by_application.setdefault(_key_of(difference), []).append(difference)
    names = _file_names(by_application, several=several)
    files = {name: _fragment(each) for name, each in zip(names, by_application.values(), strict=True)}
    after_restart = [each for each in counted if each.fact and needs_restart(each.fact.takes_effect)]
    restart = [f"{_application_name(each, several=several)}: {name_of(each)}" for each in after_restart]
    files |= {name: _list(head, lines) for name, head, lines in ((*_MANUAL, manual), (*_RESTART, restart)) if lines}
    return Remedy(files, sum(map(len, by_application.values())), len(manual))


_MANUAL = ("manual.txt", "By hand, in Genesys Administrator: an import cannot do it, or not for sure.")
_RESTART = ("restart.txt", "These take effect after a restart of the application only.")
_TAKEN = ("adopt", "manual.txt", "restart.txt")
_TO_DO = "Copy the other files over those of the baseline; what copying cannot do:"
_SECRETS_LEFT = (
    "Secrets, of which nothing can be kept without a key (GWE_LINT_HMAC_KEY): the baseline has them as they were."
)


def adoption_of(
    fingerprinted: Sequence[tuple[str, Difference]],
    active: Collection[str],
    baseline: StoredBaseline | None,
    *,
    several: bool = False,
) -> Mapping[str, str]:
    """The files below ``adopt`` that accept the current state: baseline files, or a list of exports to copy.

    Of the files of the baseline only the counted differences change. None means a baseline of exports: then the
    current exports take their place.
    """
    changed = [difference for fingerprint, difference in fingerprinted if fingerprint in active]
    if not changed:
        return {}
    if baseline is not None:
        return _adopted_files(changed, baseline, several=several)
    pairs = dict.fromkeys(
        f"{each.after.application.path} over {each.before.label}{each.before.application.path}"
        for each in changed
        if not is_of_application(each)
    )
    exports = [each for each in changed if is_of_application(each)]
    gone = [f"{each.before.label}{each.before.application.path}" for each in exports if each.kind == "missing"]
    new = [each.after.application.path for each in exports if each.kind == "extra"]
    blocks = {
        "To accept the current state, copy these exports.": list(pairs),
        "Copy these into the baseline, too: it has no export of theirs.": new,
        "Remove these from the baseline: they are not exported any more.": gone,
    }
    return {"adopt/adopt.txt": "\n".join(_list(head, lines) for head, lines in blocks.items() if lines)}


def _adopted_files(changed: Sequence[Difference], baseline: StoredBaseline, *, several: bool) -> Mapping[str, str]:
    """The baseline files that accept the differences, and what copying them cannot do."""
    not_kept = [f"{_application_name(each, several=several)}: {name_of(each)}" for each in changed if is_lost(each)]
    texts = adopted([each for each in changed if not is_of_application(each)], baseline.files)
    applications = came_and_went_in(changed, baseline)
    if applications.new or applications.gone:
        manifest = manifest_with(baseline, texts, applications)
        texts = {**texts, **{each.name: each.text for each in applications.new}, MANIFEST: manifest}
    blocks = {_TO_DO: steps_of(applications), _SECRETS_LEFT: not_kept}
    notes = "\n".join(_list(head, lines) for head, lines in blocks.items() if lines)
    files = {f"adopt/{name}": text for name, text in texts.items()}
    return {**files, "adopt/adopt.txt": notes} if notes else files


def _key_of(difference: Difference) -> ApplicationKey:
    return difference.after.estate.name, difference.after.application.name


def _application_name(difference: Difference, *, several: bool) -> str:
    """The application, with its estate where there are several."""
    estate, application = _key_of(difference)
    return f"{estate}/{application}" if several else application


def _file_names(applications: Collection[ApplicationKey], *, several: bool) -> list[str]:
    """A safe file name for each application. Each of several estates has its own folder."""
    estates = list(dict.fromkeys(estate for estate, _ in applications))
    file_names: dict[ApplicationKey, str] = {}
    for estate, folder in zip(estates, _safe(estates), strict=True):
        names = [name for other, name in applications if other == estate]
        parent = f"{f'estate-{folder}' if folder.lower() in _TAKEN else folder}/" if several else ""
        file_names |= {(estate, name): f"{parent}{file}.cfg" for name, file in zip(names, _safe(names), strict=True)}
    return [file_names[each] for each in applications]


def _safe(names: Sequence[str]) -> list[str]:
    """The names as safe names of files or folders. Equal ones get a number."""
    safe_names = [_UNSAFE.sub("_", name).strip(".") or "application" for name in names]
    lower_names = [name.lower() for name in safe_names]
    return [
        name if lower_names.count(name.lower()) == 1 else f"{name}-{lower_names[:position].count(name.lower()) + 1}"
        for position, name in enumerate(safe_names)
    ]


def _by_hand(difference: Difference) -> str:
    """Why an import cannot restore the approved value, and what to do; empty where it can."""
    name, old = name_of(difference), difference.old
    if is_of_application(difference):
        return _BY_HAND[difference.kind]
    if difference.section in FACETS:
        if old.option and old.option.kind == "secret":
            return f"{name} is a secret: set the approved value again {_where(difference)}"
        approved_text = quoted(old.text) if old.text is not None else "not there"
        return f"{name} was {approved_text}: {_where(difference)}"
    if difference.kind == "must-differ":
        return f"{name} has to differ from the other side: choose a value of its own"
    if old.option is None:
        return f"{name} was not set: remove it on the Options tab, an import adds and changes options only"
    if old.option.kind == "secret":
        return f"{name} is a secret: set the approved value again"
    if old.option.kind not in ("string", "absent"):
        return f"{name} was {quoted(old.text or '')}, of type {old.option.kind}: an option export does not carry it"
    if not _fits_one_line(difference.section, difference.name, old.text or ""):
        return f"{name} cannot be written as a line of an option export: set it to {quoted(old.text or '')}"
    return ""


_BY_HAND = {
    "missing": "it is not exported any more: export it again, or create it again as it was approved",
    "extra": "it was not approved: remove it, or approve it with the file below adopt/",
}
_TABS = {CONNECTIONS: "Connections", PORTS: "Server Info", TENANTS: "Tenants", ANNEX: "Options, view Annex"}


def _where(difference: Difference) -> str:
    """What to do in Genesys Administrator about a part of an object beside its options."""
    section, name = difference.section, difference.name
    if section != OBJECT:
        return f"set it on the tab {_TABS[section]}"
    if name == "release":
        return "the version comes with the template of the application: find out who upgraded it"
    if name in ("dbid", "type"):
        return "nobody can set it: the object was created anew, or the export is of another environment"
    return f"set it on the tab {'General' if name == 'state' else 'Server Info'}"


def _fits_one_line(section: str, name: str, value: str) -> bool:
    """True where the option can be a line of a CFG file that is read as it was."""
    text = f"{section}{name}{value}"
    without_blanks = all(each == each.strip() for each in (section, name, value))
    return (
        without_blanks
        and text.isprintable()
        and "=" not in name
        and name[:1] not in ("#", ";", "[", "")
        and bool(section)
    )


def _fragment(differences: Sequence[Difference]) -> str:
    """The CFG text of the approved options of one application."""
    sections: dict[str, dict[str, str]] = {}
    for difference in differences:
        sections.setdefault(difference.section, {})[difference.name] = difference.old.text or ""
    parts = (
        "\n".join((f"[{section}]", *(f"{option}={value}" for option, value in options.items())))
        for section, options in sections.items()
    )
    return "\n\n".join(parts) + "\n"


def _list(head: str, lines: Collection[str]) -> str:
    return "\n".join((head, "", *_escaped(dict.fromkeys(lines)))) + "\n"


def _escaped(lines: Collection[str]) -> Iterator[str]:
    return (escaped(line) for line in lines)
