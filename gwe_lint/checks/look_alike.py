"""Names that print alike and are not the same: which characters differ, shown so that people see it."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from gwe_lint.text import quoted

# Letters of other alphabets that print like Latin ones in most fonts, each with the Latin letter.
_LETTERS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵıɡ",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXovig",
)
_MARKS = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u2018\u2019\u02bc\u201c\u201d",
    "-------'''\"\"",
    "\u200b\u200c\u200d\u2060\ufeff",
)
_MOST_SHOWN = 2  # characters that a message names


@lru_cache(maxsize=4096)
def printed(text: str) -> str:
    """The text as it looks: composed, letters that print alike as one, without what cannot be seen."""
    if text.isascii():
        return " ".join(text.split())
    from unicodedata import normalize  # noqa: PLC0415  only for what is not ASCII

    composed = normalize("NFKC", text.translate(_MARKS)).translate(_LETTERS)
    return " ".join(composed.split())


def visible(text: str) -> str:
    """The text without characters that cannot be seen, but for tabulators, and without sequences for terminals."""
    from unicodedata import category  # noqa: PLC0415  only where such a character stands

    text = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", text)
    return "".join(char for char in text if char == "\t" or category(char) not in ("Cc", "Cf"))


def folded(text: str) -> str:
    """The text as it looks, in lower case: what has the same is the same name, written in another way."""
    return printed(text).casefold()


def prints_like(given: str, names: Iterable[str]) -> str | None:
    """The name that looks like the given one and is another; None where there is none."""
    looks = printed(given)
    return next((name for name in names if name != given and printed(name) == looks), None)


def mixed_word(text: str) -> str:
    """A word of Latin letters in which others only look Latin, with the first by name; empty without any.

    Letters of other Latin alphabets, such as a dotless i, are none. Nor is a word with a letter that looks like none.
    """
    if text.isascii():
        return ""
    from unicodedata import name, normalize  # noqa: PLC0415  only for what is not ASCII

    for word in re.split(r"[\W\d_]+", text):
        foreign = [char for char in word if not char.isascii() and not name(char, "").startswith("LATIN ")]
        looks_latin = all(printed(char).isascii() and normalize("NFC", char) == char for char in foreign)
        if foreign and looks_latin and len(foreign) < len(word):
            return f"{quoted(word)} has U+{ord(foreign[0]):04X} {name(foreign[0], '')}"
    return ""


def blanks_shown(text: str) -> str:
    """The text as messages quote it, with an escape for each blank that is no plain one."""
    return quoted("".join(_escapes(char) if char.isspace() else char for char in text))


def odd_shown(text: str) -> str:
    """The text; where it looks like plain letters and is not, with an escape for each character that is none."""
    return text if text.isascii() or not printed(text).isascii() else _escapes(text)


def both_shown(first: str, second: str) -> tuple[str, str]:
    """Both names as messages quote them; where they look alike, with an escape for each character that differs."""
    if first == second or printed(first) != printed(second):
        return quoted(first), quoted(second)
    left = right = ""
    for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        left += first[i:j] if tag == "equal" else _escapes(first[i:j])
        right += second[k:m] if tag == "equal" else _escapes(second[k:m])
    return quoted(left), quoted(right)


def _escapes(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)


def how_they_differ(first: str, second: str) -> str:
    """What two names that look alike differ in, as the end of a sentence; empty for names that look different."""
    if first == second:
        return ""
    if first.strip(" \t") == second.strip(" \t"):
        return "; they differ only in blanks at the beginning or end"
    if first.casefold() == second.casefold():
        return "; they differ only in case, and names are case-sensitive"
    if printed(first) != printed(second):
        return ""
    if first.isascii() and second.isascii():
        return "; they differ only in blanks"
    from unicodedata import normalize  # noqa: PLC0415  only for what is not ASCII

    if normalize("NFC", first) == normalize("NFC", second):
        return f"; they look alike and differ in Unicode composition: {_named(first, second)}"
    return f"; they look alike and are different characters: {_named(first, second)}"


def in_what(first: str, second: str) -> str:
    """The same behind a question, for names that look alike only; empty for others, whose difference can be seen."""
    return how_they_differ(first, second).replace(";", "", 1) if printed(first) == printed(second) else ""


def _named(first: str, second: str) -> str:
    """The characters that only one of two names has, by number and name."""
    from unicodedata import name  # noqa: PLC0415  only for what is not ASCII

    differing = [
        (first[i:j], second[k:m])
        for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    pairs = [
        tuple(" ".join(f"U+{ord(char):04X} {name(char, '')}".strip() for char in side) or "nothing" for side in pair)
        for pair in differing[:_MOST_SHOWN]
    ]
    return " and ".join(f"{left} against {right}" for left, right in pairs)
