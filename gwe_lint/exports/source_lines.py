"""Source lines for code frames: sections and options as their format writes them, made anew from records."""

from collections.abc import Callable

from gwe_lint.exports.records import Header, Option, Script
from gwe_lint.text import utf16_length

_ELEMENTS = {"integer": "int_pair", "binary": "bin_pair", "list": "list_pair"}


def _unchanged(value: str) -> str:
    return value


def _name(script: Script) -> str:
    return script.name


class Lines:
    """The source lines of a format. Each line is made anew, since no record holds a secret of the export.

    ``section`` gives the line and the offset at which the section begins in it; ``option`` gives the line and the
    offsets of name and value. Offsets count characters from 0.
    """

    def __init__(
        self,
        section: Callable[[Header], tuple[str, int]],
        option: Callable[[Option], tuple[str, int, int]],
        value: Callable[[str], str] = _unchanged,
        script: Callable[[Script], str] = _name,
        flat: bool = False,
    ) -> None:
        self.section = section
        self.option = option
        self.value = value  # the value as it stands in the line
        self.script = script  # what stands where a Script object begins
        self.flat = flat  # True: each option names its section itself


def _section_in_brackets(header: Header) -> tuple[str, int]:
    return f"[{header.section}]", 0


def _section_in_cfg(header: Header) -> tuple[str, int]:
    return f"{' ' * (header.column - 1)}[{header.section}]", header.column - 1


def _option_in_cfg(option: Option) -> tuple[str, int, int]:
    indent = " " * (option.column - 1)
    gap = " " * (option.value_column - option.column - utf16_length(option.name) - 1)
    head = f"{indent}{option.name}{gap}="
    return head + option.value, option.column - 1, len(head)


def _option_in_row(option: Option) -> tuple[str, int, int]:
    head = f"{option.section},{option.name},"
    return head + option.value, len(option.section) + 1, len(head)


def _section_in_xml(header: Header) -> tuple[str, int]:
    return f"<list_pair key={quoteattr(header.section)}>", 0


def _option_in_xml(option: Option) -> tuple[str, int, int]:
    element = _ELEMENTS.get(option.kind, "str_pair")
    head = f"<{element} key={quoteattr(option.name)}"
    if option.kind in ("absent", "list"):
        return f"{head}{'/' if option.kind == 'absent' else ''}>", len(element) + 7, len(element) + 7
    return f"{head} value={quoteattr(option.value)}/>", len(element) + 7, len(head) + 8


def _value_in_xml(value: str) -> str:
    return quoteattr(value)[1:-1]


def _script_in_xml(script: Script) -> str:
    return f"<CfgScript> {script.name}"


def _option_in_json_list(option: Option) -> tuple[str, int, int]:
    name_offset = len(f'{{"section": {dumps(option.section)}, "key": "')
    head = f'{{"section": {dumps(option.section)}, "key": {dumps(option.name)}, "value": '
    return f"{head}{dumps(option.value)}}}", name_offset, len(head) + 1


def _section_in_json_map(header: Header) -> tuple[str, int]:
    return f"{dumps(header.section)}: {{", 0


def _option_in_json_map(option: Option) -> tuple[str, int, int]:
    head = f"{dumps(option.name)}: "
    if option.kind == "integer":
        return head + option.value, 1, len(head)
    return head + dumps(option.value), 1, len(head) + 1


def _value_in_json(value: str) -> str:
    return dumps(value)[1:-1]


def _script_in_json(script: Script) -> str:
    return f"{dumps('name')}: {dumps(script.name)}"


def dumps(text: str) -> str:
    """The text as JSON has it, readable where it can be."""
    import json  # noqa: PLC0415  only where something was found in JSON

    return json.dumps(text, ensure_ascii=False)


def quoteattr(text: str) -> str:
    """The text as the value of an attribute in XML."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;")):
        text = text.replace(char, entity)
    return f'"{text}"'


CFG = Lines(_section_in_cfg, _option_in_cfg)
BASELINE = Lines(_section_in_brackets, _option_in_cfg)
ROWS = Lines(_section_in_brackets, _option_in_row, flat=True)
XML = Lines(_section_in_xml, _option_in_xml, _value_in_xml, _script_in_xml)
JSON_LIST = Lines(_section_in_brackets, _option_in_json_list, _value_in_json, _script_in_json, flat=True)
JSON_MAP = Lines(_section_in_json_map, _option_in_json_map, _value_in_json, _script_in_json)
