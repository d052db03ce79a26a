"""Text for people: names and values from an export are escaped, quoted and shortened."""

import re
from collections.abc import Iterable

LONGEST = 120  # characters of one value in a message

# Control characters, bidirectional and other invisible format characters, line separators, lone surrogates, and the
# characters of the private use planes: nothing that a terminal or a viewer would obey instead of show.
_UNSHOWN = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def _as_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def escaped(text: str) -> str:
    """The text with escapes for control characters and invisible ones, which a terminal would obey."""
    return text if text.isascii() and text.isprintable() else re.sub(_UNSHOWN, _as_escape, text)


# Lines that GitHub, Azure DevOps and TeamCity obey where they show them; GitHub also behind blanks and colours.
_COMMANDS = r"(?m)^((?:[^\S\n]|\x1b\[[0-9;]*m)*):(?=:[A-Za-z])|#(?=#(?:\[|vso\[|teamcity\[))"


def without_commands(text: str) -> str:
    """The text without any line that a platform of CI takes for a command: its first character is an escape."""
    if "::" not in text and "##" not in text:
        return text
    return re.sub(_COMMANDS, lambda match: f"{match[1]}\\x3a" if match[1] is not None else "\\x23", text)


def quoted(value: str) -> str:
    """The value as messages show it: escaped, in single quotes, shortened in the middle when it is very long."""
    if len(value) > LONGEST:
        value = f"{value[: LONGEST // 2]}…{value[-LONGEST // 4 :]}"
    return f"'{escaped(value)}'"


def listed(names: Iterable[object], limit: int = 6) -> str:
    """The names as a phrase, ``a, b and 3 more``, in the order given; each one escaped."""
    shown = [escaped(name if len(name) <= LONGEST else f"{name[:LONGEST]}…") for name in map(str, names)]
    if len(shown) > limit:
        shown = [*shown[: limit - 1], f"{len(shown) - limit + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "none"


def counted(count: int, noun: str) -> str:
    """``1 error``, ``2 errors``: the count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, in which SARIF and editors count columns."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
