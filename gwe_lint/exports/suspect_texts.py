"""Which of many names and values may hold a secret: a search in the one text that they make.

What is found may still be harmless; what is not found holds no secret. First come the quick looks that say of most
texts that a pattern finds nothing in them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from gwe_lint.exports.secret_lines import BREAKS_OFF
from gwe_lint.exports.secret_names import BESIDE_WORDS, MAY_BE_MISSPELT, may_announce, secret_by_name
from gwe_lint.exports.secret_shapes import TOKENS

_LONG = 1000  # characters of a text that is judged alone, so that no pattern looks far for its end
_SEEN = "[!-~\xa1-\xac\xae-\xff]"  # characters of Western Europe that can be seen
VALUE = f"(?:{_SEEN}++(?: ++{_SEEN}++)*+)?+"
_WORDS = "[A-Za-z0-9_.][A-Za-z0-9_.-]*+"  # a name in which only tokens can hide
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = b"0123456789"
_OF_NAMES = _LETTERS + _DIGITS + b"_.-\n"  # all that a text of such names has in it
_APART = bytes.maketrans(b"-_." + _DIGITS, b" " * 13)  # what sets words apart in such a name
_KINDS = bytes.maketrans(_LETTERS + _DIGITS + b"-", b"a" * 52 + b"0" * 10 + b"\n")
_BEFORE_LETTER = "0a"  # of these kinds: a digit that may stand for a letter
_UNLIKE = b"\n\n"  # of these kinds: an empty name, or one with a dash at an end, or with two of them
# How a word begins that may be the first one of a token, or in one with letters behind its digits.
_OF_TOKEN = (
    r"[AGMNOPSX]|g(?:h[oprsu]|l|ithub)|x(?:[oO][xX]|app|wfp)|(?:[prs]k|ya|sq|us)(?![A-Za-z])|whsec|npm|pypi|dckr|hvs"
    r"|dop|shp|eyJ"
)
# Tokens where every digit is a 0: those that have certain digits as well.
_LIKE_TOKENS = rf"{TOKENS}|A0T|GR0000000|0//0|ya00|dop_v0|b0B"
_OF_VALUES = bytes((*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))) + b" \n"  # as _SEEN and blanks
# Where a value may hold something: what is odd, or a flag. What the pattern finds has one of the strings beside it,
# which is quicker to see.
_SUSPECT = (
    (r"[$%&@{]", tuple("$%&@{")),
    (r"\\[xu\"'/=:@&]", ("\\",)),
    *((text, (text,)) for text in ("sq0", " -", "\n-")),
)
_ALIKE = bytes.maketrans(_LETTERS + _DIGITS + b"_-" + "".join(BREAKS_OFF).encode(), b"w" * 64 + b"=" * len(BREAKS_OFF))
_LONG_WORD = "w" * 15  # of these: every token has one, but for those with a backslash
_BREAKS_OFF = "=\n"  # of these: where a secret would follow
_WORDS_ALONE = bytes(char | 0x20 if char in _LETTERS else 0x20 for char in range(256))
_ANSWER = "rity[-_. ]?answ"  # the one announcement that may be two words


def suspect_stems(stems: Collection[str]) -> Iterator[str]:
    """The stems that are not plain for sure whatever numbers follow."""
    return _suspects(stems, rf"(?<![A-Za-z0-9])(?:{_OF_TOKEN})")


def suspect_names(names: Collection[str]) -> Iterator[str]:
    """The names that may hold a secret, or announce one."""
    return _suspects(names, TOKENS)


def _suspects(names: Collection[str], tokens: str) -> Iterator[str]:
    text = "\n".join(("", *names, ""))
    of_words = text.isascii() and not text.encode().translate(None, _OF_NAMES)
    if not of_words or _UNLIKE in text.encode().translate(_KINDS) or _is_long(names):
        unlike = {name for name in names if not _is_of_words(name)}
        yield from unlike
        text = "\n".join(("", *(name for name in names if name not in unlike), ""))
    data = text.encode()
    kinds = data.translate(_KINDS).decode()
    if "0" in kinds:
        yield from _lines_at(text, kinds, _BEFORE_LETTER)
    words = _words_in(data)
    misspelt = {word for word in words if MAY_BE_MISSPELT(word) and secret_by_name(word)}
    if misspelt:
        may_be = _lines_with(text, text, MAY_BE_MISSPELT)
        yield from (name for name in may_be if not misspelt.isdisjoint(_words_in(name.encode())))
    if any(map(re.compile(_OF_TOKEN).match, words)):
        yield from _lines_with(text, text, re.compile(tokens).search)
    folded = text.lower()
    yield from _of_sessions(text, folded)
    if re.search(_ANSWER, folded) or may_announce("\n".join(words).lower()):
        yield from _lines_with(text, folded, may_announce)


def _words_in(names: bytes) -> set[str]:
    """The words of such names; the same ones come again and again."""
    return set(names.translate(_APART).decode().split())


def _is_of_words(name: str) -> bool:
    return len(name) < _LONG and re.fullmatch(_WORDS, name) is not None


def suspect_likes(likes: Collection[str]) -> Iterator[str]:
    """The likes of values that may hold a secret, or are not as values mostly are."""
    text = "\n".join(("", *likes, ""))
    if text.encode("latin-1").translate(None, _OF_VALUES) or "\n " in text or " \n" in text or _is_long(likes):
        unlike = {like for like in likes if len(like) >= _LONG or not re.fullmatch(VALUE, like)}
        yield from unlike
        text = "\n".join(("", *(like for like in likes if like not in unlike), ""))
    data = text.encode("latin-1")
    for pattern, among in _SUSPECT:
        if any(each in text for each in among):
            yield from _lines_with(text, text, re.compile(pattern).search)
    alike = data.translate(_ALIKE).decode("latin-1")
    yield from _lines_at(text, alike, _BREAKS_OFF)
    long = "\n".join(("", *_lines_at(text, alike, _LONG_WORD), ""))
    yield from _lines_with(long, long, re.compile(_LIKE_TOKENS).search)
    folded = data.lower().decode("latin-1")  # all that is looked for in it is ASCII
    yield from _of_sessions(text, folded)
    yield from _lines_at(text, folded, "soap/v")
    words = b" ".join(set(data.translate(_WORDS_ALONE).split())).decode()  # the same ones come again and again
    if may_announce(words) or any(each in folded for each in BESIDE_WORDS) or re.search(_ANSWER, folded):
        yield from _lines_with(text, folded, may_announce)


def _is_long(texts: Iterable[str]) -> bool:
    """True where one of these texts is to be judged alone."""
    return max(map(len, texts), default=0) >= _LONG


def _lines_with(text: str, searched: str, search: Callable[[str, int], re.Match[str] | None]) -> Iterator[str]:
    """The lines of a text in which something is found; it begins and ends with a line feed."""
    at = 0
    while found := search(searched, at):
        place = found.start() + (searched[found.start()] == "\n")
        at = text.find("\n", place)
        yield text[text.rfind("\n", 0, place) + 1 : at]


def _lines_at(text: str, searched: str, wanted: str) -> Iterator[str]:
    """The lines of a text in which this is found; it begins and ends with a line feed."""
    found = searched.find(wanted)
    while found >= 0:
        at = text.find("\n", found)
        yield text[text.rfind("\n", 0, found) + 1 : at]
        found = searched.find(wanted, at)


def _of_sessions(text: str, folded: str) -> Iterator[str]:
    """The lines that may name a session by its id, where another letter may stand for one of ASCII.

    Each is looked through once, however often it says the word.
    """
    for line in _lines_at(text, folded, "sess"):
        behind = line.lower().partition("sess")[2]
        if "id" in behind or "ion=" in behind or not line.isascii():
            yield line
