"""How sections and options look in each format: lines for code frames, made anew from what is known of them."""

from gwe_lint.exports.records import Header, Option, Script
from gwe_lint.text import utf16_length

XML = ("cfgdata", "confdata", "xml")
FLAT = ("gax-json", "mutagen-raw", "csv", "database")  # each option names its section itself
_ELEMENTS = {"integer": "int_pair", "binary": "bin_pair", "list": "list_pair"}


def header_line(header: Header, format: str) -> tuple[int, str]:
    """The line number of a section, and how it begins there."""
    if format in XML:
        return header.line, f"<list_pair key={quoteattr(header.section)}>"
    if format == "mutagen-json":
        return header.line, f"{dumps(header.section)}: {{"
    return header.line, f"{' ' * (header.column - 1) if format == 'cfg' else ''}[{header.section}]"


def option_line(option: Option, format: str) -> tuple[str, int, int]:
    """The option in the form of its export, and the offsets at which its name and its value begin.

    It is made anew, since no object holds what the export said of a secret.
    """
    name, value = option.name, option.value
    if format in XML:
        element = _ELEMENTS.get(option.kind, "str_pair")
        head = f"<{element} key={quoteattr(name)}"
        if option.kind in ("absent", "list"):
            return f"{head}{'/' if option.kind == 'absent' else ''}>", len(element) + 7, len(element) + 7
        return f"{head} value={quoteattr(value)}/>", len(element) + 7, len(head) + 8
    if format in ("gax-json", "mutagen-raw"):
        head = f'{{"section": {dumps(option.section)}, "key": {dumps(name)}, "value": '
        at = len(f'{{"section": {dumps(option.section)}, "key": "')
        return f"{head}{dumps(value)}}}", at, len(head) + 1
    if format == "mutagen-json":
        head = f"{dumps(name)}: "
        return head + (value if option.kind == "integer" else dumps(value)), 1, len(head) + (option.kind != "integer")
    if format in ("csv", "database"):
        head = f"{option.section},{name},"
        return head + value, len(option.section) + 1, len(head)
    indent = " " * (option.column - 1)
    gap = " " * (option.value_column - option.column - utf16_length(name) - 1)
    head = f"{indent}{name}{gap}="
    return head + value, option.column - 1, len(head)


def dumps(text: str) -> str:
    """The text as JSON has it, readable where it can be."""
    import json  # only where something was found in JSON

    return json.dumps(text, ensure_ascii=False)


def quoteattr(text: str) -> str:
    """The text as the value of an attribute in XML."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;")):
        text = text.replace(char, entity)
    return f'"{text}"'


def shown_value(option: Option, format: str) -> str:
    """The value as it stands in the option's line."""
    if format in XML:
        return quoteattr(option.value)[1:-1]
    return dumps(option.value)[1:-1] if format.endswith(("json", "raw")) else option.value


def script_line(script: Script) -> str:
    """What stands where a Script object begins."""
    if script.format in XML:
        return f"<CfgScript> {script.name}"
    return f"{dumps('name')}: {dumps(script.name)}"
