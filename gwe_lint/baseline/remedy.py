"""What brings the approved state back: a CFG fragment an application, and what has to be done by hand."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.baseline.adopt import adopted, is_lost
from gwe_lint.baseline.reader import Recorded
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.judge import name_of
from gwe_lint.estate.model import FACETS, needs_restart
from gwe_lint.text import escaped, quoted

Who = tuple[str, str]  # estate and application
_UNSAFE = re.compile(r"[^\w.-]+")


class Remedy(NamedTuple):
    """The files that are written, by name, and how many differences each of the two ways covers."""

    files: Mapping[str, str]
    restored: int
    manual: int


def remedy_of(found: Sequence[tuple[str, Difference]], active: Collection[str], *, several: bool = False) -> Remedy:
    """The files for the differences whose findings count; ``found`` has the fingerprint of each.

    What is waived, known or expected is never touched. ``several``: there are estates to be told apart, each with a
    folder for its fragments.
    """
    wanted = [difference for fingerprint, difference in found if fingerprint in active]
    by_application: dict[Who, list[Difference]] = {}
    manual: list[str] = []
    for difference in wanted:
        reason = _by_hand(difference)
        if reason:
            manual.append(f"{_called(difference, several=several)}: {reason}")
        else:
            by_application.setdefault(_who(difference), []).append(difference)
    names = _file_names(by_application, several=several)
    files = {name: _fragment(each) for name, each in zip(names, by_application.values(), strict=True)}
    waiting = [each for each in wanted if each.fact and needs_restart(each.fact.takes_effect)]
    restart = [f"{_called(each, several=several)}: {name_of(each)}" for each in waiting]
    files |= {name: _list(head, lines) for name, head, lines in ((*_MANUAL, manual), (*_RESTART, restart)) if lines}
    return Remedy(files, sum(map(len, by_application.values())), len(manual))


_MANUAL = ("manual.txt", "By hand, in Genesys Administrator: an import cannot do it, or not for sure.")
_RESTART = ("restart.txt", "These take effect after a restart of the application only.")
_TAKEN = ("adopt", "manual.txt", "restart.txt")
_LEFT = "Secrets, of which nothing can be kept without a key (GWE_LINT_HMAC_KEY): the baseline has them as they were."


def adoption_of(
    found: Sequence[tuple[str, Difference]],
    active: Collection[str],
    files: Mapping[str, Recorded] | None,
    *,
    several: bool = False,
) -> Mapping[str, str]:
    """What accepts the current state instead, below ``adopt``: baseline files, or which exports to take over.

    ``files`` are those of the baseline: of each that drifted, only what counts is changed. Of a baseline of exports,
    None, nothing is written anew: the current export is what is approved then.
    """
    changed = [difference for fingerprint, difference in found if fingerprint in active]
    if not changed:
        return {}
    if files is not None:
        left = [f"{_called(each, several=several)}: {name_of(each)}" for each in changed if is_lost(each)]
        texts = {f"adopt/{name}": text for name, text in adopted(changed, files).items()}
        return {**texts, **({"adopt/adopt.txt": _list(_LEFT, left)} if left else {})}
    pairs = dict.fromkeys(
        f"{each.after.application.path} over {each.before.label}{each.before.application.path}" for each in changed
    )
    return {"adopt/adopt.txt": _list("To accept the current state, copy these exports.", list(pairs))}


def _who(difference: Difference) -> Who:
    return difference.after.estate.name, difference.after.application.name


def _called(difference: Difference, *, several: bool) -> str:
    """The application, with its estate where there are several."""
    estate, application = _who(difference)
    return f"{estate}/{application}" if several else application


def _file_names(all: Collection[Who], *, several: bool) -> list[str]:
    """A file name for each application that is safe anywhere; below a folder for each of several estates."""
    estates = list(dict.fromkeys(estate for estate, _ in all))
    named: dict[Who, str] = {}
    for estate, folder in zip(estates, _safe(estates), strict=True):
        names = [name for other, name in all if other == estate]
        inside = f"{f'estate-{folder}' if folder.lower() in _TAKEN else folder}/" if several else ""
        named |= {(estate, name): f"{inside}{file}.cfg" for name, file in zip(names, _safe(names), strict=True)}
    return [named[each] for each in all]


def _safe(names: Sequence[str]) -> list[str]:
    """The names as those of files or folders, told apart by a number where they would be the same."""
    plain = [_UNSAFE.sub("_", name).strip(".") or "application" for name in names]
    folded = [name.lower() for name in plain]
    return [
        name if folded.count(name.lower()) == 1 else f"{name}-{folded[:position].count(name.lower()) + 1}"
        for position, name in enumerate(plain)
    ]


def _by_hand(difference: Difference) -> str:
    """Why an import cannot bring the approved value back, and what to do; empty where it can."""
    name, old = name_of(difference), difference.old
    if difference.section in FACETS:
        was = quoted(old.text) if old.text is not None else "not there"
        return f"{name} was {was}: set it on the Connections, Server Info or Tenants tab"
    if difference.kind == "must-differ":
        return f"{name} has to differ from the other side: choose a value of its own"
    if old.option is None:
        return f"{name} was not set: remove it on the Options tab, an import adds and changes options only"
    if old.option.kind == "secret":
        return f"{name} is a secret: set the approved value again"
    if old.option.kind not in ("string", "absent"):
        return f"{name} was {quoted(old.text or '')}, of type {old.option.kind}: an option export does not carry it"
    if not _fits(difference.section, difference.name, old.text or ""):
        return f"{name} cannot be written as a line of an option export: set it to {quoted(old.text or '')}"
    return ""


def _fits(section: str, name: str, value: str) -> bool:
    """True where the option can be a line of a CFG file that is read as it was."""
    text = f"{section}{name}{value}"
    plain = all(each == each.strip() for each in (section, name, value))
    return plain and text.isprintable() and "=" not in name and name[:1] not in ("#", ";", "[", "") and bool(section)


def _fragment(differences: Sequence[Difference]) -> str:
    """The options of one application, as an option export has them."""
    sections: dict[str, dict[str, str]] = {}
    for each in differences:
        sections.setdefault(each.section, {})[each.name] = each.old.text or ""
    parts = (
        "\n".join((f"[{section}]", *(f"{option}={value}" for option, value in options.items())))
        for section, options in sections.items()
    )
    return "\n\n".join(parts) + "\n"


def _list(head: str, lines: Sequence[str]) -> str:
    return "\n".join((head, "", *_escaped(dict.fromkeys(lines)))) + "\n"


def _escaped(lines: Collection[str]) -> Iterator[str]:
    return (escaped(line) for line in lines)
