"""Fragments: what an import of options takes over, a file for each application; and lists of what it cannot do."""

from collections.abc import Collection, Iterable

from gwe_lint.baseline.file_names import fragment_names
from gwe_lint.exports.records import Kind
from gwe_lint.text import escaped

MANUAL = ("manual.txt", "By hand, in Genesys Administrator: an import cannot do it, or not for sure.")
RESTART = ("restart.txt", "These take effect after a restart of the application only.")
ApplicationKey = tuple[str, str]  # estate and application


def fragment_files(applications: Collection[ApplicationKey], taken: Collection[str], *, several: bool) -> list[str]:
    """A safe file name for each application. Each of several estates has its own folder, called like none ``taken``."""
    estates = list(dict.fromkeys(estate for estate, _ in applications))
    file_names: dict[ApplicationKey, str] = {}
    for estate, folder in zip(estates, fragment_names(estates), strict=True):
        names = [name for other, name in applications if other == estate]
        parent = f"{f'estate-{folder}' if folder.lower() in taken else folder}/" if several else ""
        safe = zip(names, fragment_names(names), strict=True)
        file_names |= {(estate, name): f"{parent}{file}.cfg" for name, file in safe}
    return [file_names[each] for each in applications]


def fragment_text(lines: Iterable[tuple[str, str]]) -> str:
    """The text of an option export with these lines, each given with its section."""
    sections: dict[str, list[str]] = {}
    for section, line in lines:
        sections.setdefault(section, []).append(line)
    return "\n\n".join("\n".join((f"[{section}]", *own)) for section, own in sections.items()) + "\n"


def list_text(head: str, lines: Collection[str]) -> str:
    """A list for people: a heading, an empty line, and each line once."""
    return "\n".join((head, "", *(escaped(line) for line in dict.fromkeys(lines)))) + "\n"


def fits_one_line(section: str, name: str, value: str) -> bool:
    """True where the option can be a line of an option export that is read as it was."""
    text = f"{section}{name}{value}"
    without_blanks = all(each == each.strip() for each in (section, name, value))
    return (
        without_blanks
        and text.isprintable()
        and "=" not in name
        and name[:1] not in ("#", ";", "[", "")
        and bool(section)
    )


def not_carried(kind: Kind) -> str:
    """The clause that an option of this kind is in no option export."""
    return f"of type {kind}: an option export does not carry it"
