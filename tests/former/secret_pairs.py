"""Pairs of a name and a value inside of a value: ``password=x`` in a list of parameters, ``"token": "x"`` in JSON."""

import re
from functools import cached_property

from tests.former.secret_names import Secrecy, secrecy_of
from tests.former.secret_values import SWITCHES, is_file_name, is_harmless_under, is_plain_word, is_sentence

HELD = r"(?i)(?:value|val|content|data)[\"']?\s{0,9}[=:>]\s{0,9}[\"']?[^\s\"',;}\])<]"
_SEPARATOR = re.compile(r"=>|:=|::|[=:]")
_NAME_BEFORE = re.compile(r"[\s\"'\\\])]{0,29}([^;&?,{}()\[\]|<>\"'=:\r\n]{1,60})")  # in the text turned round
_VALUE_BEHIND = re.compile(r"[ \t]{0,9}([\"'\\]{0,4})\s{0,9}([^;&,}\"'<>\r\n]{0,200})")
_SERVER = r"(?i)[a-z][a-z0-9+.-]{0,20}://[^\s/?#\"'<>;,&]*"
_MOST_WORDS = {"=": 2, ":": 4}  # of a name before this separator; more words before it are a sentence


def looks_random(word: str) -> bool:
    """True for a word that nobody would write in a sentence: with digits, or capitals inside, or long."""
    word = word.strip("\"'`,;.!?()[]")
    return not is_plain_word(word) or len(word) > 24


class _Pairs:
    """A text of pairs. What takes a look at all of the text is found out once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def is_sentence(self) -> bool:
        return is_sentence(self.text)

    @cached_property
    def holds_values(self) -> bool:
        """True where something is called a value, so that a key is the name of one."""
        return re.search(HELD, self.text) is not None

    @cached_property
    def is_of_tests(self) -> bool:
        """True for results such as ``pass: 10, fail: 2``."""
        return "fail" in self.text.lower()


def holds_pair(text: str) -> bool:
    """True where a ``=`` or a ``:`` has the name of a secret before it and a value behind it."""
    if "://" in text:
        text = re.sub(_SERVER, "/", text)  # its port is no value
    pairs = _Pairs(text)
    for match in _SEPARATOR.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else "="
        if before.isalnum() or before in " \"'\\_-$])":
            found = _NAME_BEFORE.match(text[max(0, start - 70) : start][::-1])
            if found and _is_pair(found[1][::-1].strip(), match[0], pairs, end):
                return True
    return False


def _is_pair(name: str, separator: str, pairs: _Pairs, end: int) -> bool:
    name = " ".join(name.split()[-_MOST_WORDS[separator[0]] :])
    secrecy = secrecy_of(name)
    if secrecy == "plain":
        return False
    found = _VALUE_BEHIND.match(pairs.text, end)
    quotes, value = (found[1], found[2].strip()) if found else ("", "")
    if not value:
        rest = pairs.text[end : end + 20].lstrip()[:1]
        return bool(rest) and len(quotes) < 2 and rest not in ";&}\"'"
    if value.lower() in SWITCHES or is_harmless_under(name, value):
        return False
    return not _goes_on(value, pairs) and _may_be_secret(name, secrecy, separator, value, pairs)


def _may_be_secret(name: str, secrecy: Secrecy, separator: str, value: str, pairs: _Pairs) -> bool:
    """Whether the value behind a name that announces a secret may be one."""
    folded = name.lower().strip("\"' ")
    if secrecy == "secret":
        return not (folded.endswith("pass") and re.fullmatch("[0-9]{1,6}", value) and pairs.is_of_tests)
    if is_file_name(value) or (" " in value and not looks_random(value.partition(" ")[0])):
        return False
    if folded in ("key", "keys"):  # of a pair of name and value, more often than not
        return looks_random(value) if separator == ":" else not pairs.holds_values
    return separator != ":" or folded.rstrip("s").endswith("key") or looks_random(value)


def _goes_on(value: str, pairs: _Pairs) -> bool:
    """True where the value goes on as a sentence does: ``Your PIN: never tell it``."""
    words = value.split()
    return len(words) > 1 and words[0].strip(",.!").isalpha() and words[0].islower() and pairs.is_sentence
