"""A small importer of its own: it writes a change into the text of an export, as an import would store it."""

import csv
import io

Options = dict[str, dict[str, str]]


def options_of(text: str) -> Options:
    """The options of a CFG text."""
    options: Options = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line[1:-1]
            options.setdefault(section, {})
        elif line:
            name, _, value = line.partition("=")
            options[section][name] = value
    return options


def text_of(options: Options) -> str:
    """The CFG text of options. A section whose last option goes stays: nobody documents that it goes as well."""
    return "\n".join(
        f"[{section}]\n" + "".join(f"{name}={value}\n" for name, value in own.items())
        for section, own in options.items()
    )


def with_fragment(text: str, fragment: str, *, replace: bool = False) -> str:
    """The export after an import of a CFG fragment."""
    options, change = options_of(text), options_of(fragment)
    if replace:
        return text_of(change)
    for section, own in change.items():
        options.setdefault(section, {}).update(own)
    return text_of(options)


def with_rows(text: str, rows: str) -> str:
    """The export after an import of a CSV with actions."""
    options = options_of(text)
    for action, section, name, value in list(csv.reader(io.StringIO(rows)))[1:]:
        if action == "DELETE":
            options.get(section, {}).pop(name, None)
        else:
            options.setdefault(section, {})[name] = value
    return text_of(options)
