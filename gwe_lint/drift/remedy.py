"""What brings the approved state back: a CFG fragment an application, and what has to be done by hand."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from gwe_lint.display import escaped, quoted
from gwe_lint.drift.classes import Difference
from gwe_lint.drift.judging import name_of
from gwe_lint.drift.sides import FACETS
from gwe_lint.model import Estate
from gwe_lint.tuples import NamedTuple

_UNSAFE = re.compile(r"[^\w.-]+")


class Remedy(NamedTuple):
    """The files that are written, by name, and how many differences each of the two ways covers."""

    files: Mapping[str, str]
    restored: int
    manual: int


def remedy_of(found: Sequence[tuple[str, Difference]], active: Collection[str]) -> Remedy:
    """The files for the differences whose findings count; ``found`` has the fingerprint of each.

    What is waived, known or expected is never touched.
    """
    wanted = [difference for fingerprint, difference in found if fingerprint in active]
    by_application: dict[str, list[Difference]] = {}
    manual: list[str] = []
    for difference in wanted:
        reason = _by_hand(difference)
        if reason:
            manual.append(f"{_who(difference)}: {reason}")
        else:
            by_application.setdefault(_who(difference), []).append(difference)
    files = {_file_name(name, by_application): _fragment(each) for name, each in by_application.items()}
    restart = [f"{_who(each)}: {name_of(each)}" for each in wanted if _needs_restart(each)]
    files |= {name: _list(head, lines) for name, head, lines in ((*_MANUAL, manual), (*_RESTART, restart)) if lines}
    return Remedy(files, sum(map(len, by_application.values())), len(manual))


_MANUAL = ("manual.txt", "By hand, in Genesys Administrator: an import cannot do it, or not for sure.")
_RESTART = ("restart.txt", "These take effect after a restart of the application only.")


def adoption_of(
    found: Sequence[tuple[str, Difference]], active: Collection[str], estates: Sequence[Estate], *, recorded: bool
) -> Mapping[str, str]:
    """What accepts the current state instead, below ``adopt``: baseline files, or which exports to take over.

    Of a baseline of exports nothing is written anew: the current export is what is approved then.
    """
    changed = [difference for fingerprint, difference in found if fingerprint in active]
    if not changed:
        return {}
    names = dict.fromkeys(_who(difference) for difference in changed)
    if recorded:
        from gwe_lint.drift.snapshot import snapshot_of

        only = [
            estate._replace(applications=tuple(each for each in estate.applications if each.name in names))
            for estate in estates
        ]
        return {f"adopt/{file.name}": file.text for file in snapshot_of(only, None, profiles=False).listed}
    pairs = dict.fromkeys(
        f"{each.after.application.path} over {each.before.label}{each.before.application.path}" for each in changed
    )
    return {"adopt/adopt.txt": _list("To accept the current state, copy these exports.", list(pairs))}


def _who(difference: Difference) -> str:
    return difference.after.application.name


def _file_name(name: str, all: Collection[str]) -> str:
    """A file name that is safe anywhere, and of one application only."""
    plain = _UNSAFE.sub("_", name).strip(".") or "application"
    alike = [each for each in all if (_UNSAFE.sub("_", each).strip(".") or "application").lower() == plain.lower()]
    return f"{plain}.cfg" if len(alike) == 1 else f"{plain}-{alike.index(name) + 1}.cfg"


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


def _needs_restart(difference: Difference) -> bool:
    effect = difference.fact.takes_effect if difference.fact else None
    return bool(effect and effect.startswith("after restart"))


def _list(head: str, lines: Sequence[str]) -> str:
    return "\n".join((head, "", *_escaped(dict.fromkeys(lines)))) + "\n"


def _escaped(lines: Collection[str]) -> Iterator[str]:
    return (escaped(line) for line in lines)
