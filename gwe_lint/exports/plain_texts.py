"""Names and values that hold no secret for sure, judged all at once, and once in a run.

What is odd here may still be harmless: the redactor judges it, one by one. Digits decide little. A name is judged
without the numbers at its end, and values that differ in digits only are alike. Where a digit may decide whether a text
holds a secret, the text is odd.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, filterfalse, islice, repeat

from gwe_lint.exports.secret_lines import BREAKS_OFF, expects_secret
from gwe_lint.exports.secret_names import MAY_BE_MISSPELT, is_section_of_secrets, may_announce, secret_by_name
from gwe_lint.exports.secret_shapes import TOKENS, secret_by_shape
from gwe_lint.suggest import Near

_LONG = 1000  # characters of a text that is judged alone, so that no pattern looks far for its end
_MOST_KEPT = 200_000
_PART = 1 << 15  # texts that are judged at once
_SEEN = "[!-~\xa1-\xac\xae-\xff]"  # characters of Western Europe that can be seen
_VALUE = f"(?:{_SEEN}++(?: ++{_SEEN}++)*+)?+"
# No blank, no separator, no brackets: nothing but an option begins so, and it is no list in a section.
_NAME = r"[!$-.0-9<>-Z\\^-~][!-.0-9<>-Z\\^-~]*+"
_WORDS = "[A-Za-z0-9_.][A-Za-z0-9_.-]*+"  # a name in which only tokens can hide
_NUMBERS = "-0123456789"  # at the end of a name, with what sets them apart
_APART = str.maketrans("-_.0123456789", " " * 13)  # what sets words apart in such a name
_BEFORE_LETTER = "[0-9][a-zA-Z]"  # a digit that may stand for a letter
# How a word begins that may be the first one of a token, or in one with letters behind its digits.
_OF_TOKEN = (
    r"[AGMNOPSX]|g(?:h[oprsu]|l|ithub)|x(?:[oO][xX]|app|wfp)|(?:[prs]k|ya|sq|us)(?![A-Za-z])|whsec|npm|pypi|dckr|hvs"
    r"|dop|shp|eyJ"
)
# Tokens where every digit is a 0: those that have certain digits as well.
_LIKE_TOKENS = rf"{TOKENS}|A0T|GR0000000|0//0|ya00|dop_v0|b0B"
# Where a value may hold something: what is odd, a flag, or what breaks off where a secret would follow.
_SUSPECT = (r"[$%&@{]", r"\\[xu\"'/=:@&]", "sq0", " -", "\n-", r"[\"':=>]\n")
_LONG_WORD = "[A-Za-z0-9_-]{15}"  # every token has one, but for those with a backslash
_OF_SESSION = "(?>.*?sess).*(?:id|ion=)"  # in lower case, beside what announces a secret
_ANSWER = "rity[-_. ]?answ"  # the one announcement that may be two words
_NO_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_OTHER = re.compile("[^\0-\xff]").search


class PlainTexts:
    """What is known of names and values: those that are plain. What is odd is not kept, since it may be a secret.

    ``is_plain`` says of a name that nothing is hidden in it or under it. It says no of all near misses of ``secrets``,
    and of what has one of the ``beginnings``, in any case.
    """

    def __init__(
        self, is_plain: Callable[[str], bool], secrets: Collection[str], beginnings: tuple[str, ...] = ()
    ) -> None:
        self._is_plain = is_plain
        self._beginnings = beginnings
        self._near = Near(secrets)
        self.names: set[str] = set()  # that are plain
        self.values: set[str] = set()  # that are plain, whatever plain name they have, and that were looked at alone
        self._stems: set[str] = set()  # of names, which are plain whatever numbers follow
        self._likes: set[str] = set()  # of values, which are plain whatever digits they have

    def judge(self, names: Iterable[str], values: Iterable[str]) -> tuple[set[str], set[str]]:
        """The names and the values that are not plain for sure."""
        return _in_parts(names, self._odd_names), _in_parts(values, self._odd_values)

    def judge_sections(self, sections: Collection[tuple[str, Mapping[str, str]]]) -> tuple[set[str], set[str]]:
        """The same of sections with their options. No value is kept that its name, or its section, makes a secret.

        So the values of odd names, and those of sections of secrets, are not looked at.
        """
        names = _in_parts(chain.from_iterable(options for _, options in sections), self._odd_names)
        others = (options for section, options in sections if not is_section_of_secrets(section))
        values: Iterable[str] = chain.from_iterable(options.values() for options in others)
        if names:
            values = (value for options in others for name, value in options.items() if name not in names)
        return names, _in_parts(values, self._odd_values)

    def _odd_names(self, names: Iterable[str]) -> set[str]:
        return _judged(names, self.names, self._of_names)

    def _of_names(self, names: Collection[str]) -> Iterator[str]:
        suspects = self._near.among(names)
        if self._beginnings:
            suspects.update(name for name in names if name.lower().startswith(self._beginnings))
        stems = list(map(str.rstrip, names, repeat(_NUMBERS)))
        odd = _judged(stems, self._stems, _suspect_stems)
        if odd:
            suspects.update(_suspect_names([name for name, stem in zip(names, stems, strict=True) if stem in odd]))
        return (name for name in suspects if not (re.fullmatch(_NAME, name) and self._is_plain(name)))

    def _odd_values(self, values: Collection[str]) -> set[str]:
        text = "\n".join(values)
        try:
            likes = text.encode("latin-1").translate(_NO_DIGITS).decode("latin-1").split("\n")
        except UnicodeEncodeError:
            others = set(filter(_OTHER, values))
            return others | self._odd_values([value for value in values if value not in others])
        if len(likes) > len(values) > 0:
            broken = {value for value in values if "\n" in value}  # of several lines, which are never plain
            return broken | self._odd_values([value for value in values if value not in broken])
        odd = _judged(likes, self._likes, _suspect_likes) if values else ()
        if not odd:
            return set()
        suspects = (value for value, like in zip(values, likes, strict=True) if like in odd)
        return _judged(suspects, self.values, _odd_ones)


def _in_parts(texts: Iterable[str], odd: Callable[[Collection[str]], set[str]]) -> set[str]:
    """The odd ones of these texts, of which only so many are looked at together."""
    found: set[str] = set()
    rest = iter(texts)
    while part := list(islice(rest, _PART)):
        found |= odd(part)
    return found


def _judged(texts: Iterable[str], plain: set[str], judge: Callable[[Collection[str]], Iterable[str]]) -> set[str]:
    """The odd ones of these texts; ``plain`` keeps the others."""
    new = list(dict.fromkeys(filterfalse(plain.__contains__, texts)))
    if not new:
        return set()
    odd: set[str] = set()
    if "\n" in "".join(new):
        odd.update(text for text in new if "\n" in text)  # of several lines, which are never plain
        new = [text for text in new if text not in odd]
    odd.update(judge(new))
    if len(plain) + len(new) > _MOST_KEPT:
        plain.clear()
    plain.update(filterfalse(odd.__contains__, new) if odd else new)
    return odd


def _suspect_stems(stems: Collection[str]) -> Iterator[str]:
    """The stems that are not plain for sure whatever numbers follow."""
    return _suspects(stems, rf"(?<![A-Za-z0-9])(?:{_OF_TOKEN})")


def _suspect_names(names: Collection[str]) -> Iterator[str]:
    """The names that may hold a secret, or announce one."""
    return _suspects(names, TOKENS)


def _suspects(names: Collection[str], tokens: str) -> Iterator[str]:
    text = "\n".join(("", *names, ""))
    if max(map(len, names), default=0) >= _LONG or not re.fullmatch(f"\n(?:{_WORDS}\n)*+", text):
        unlike = {name for name in names if not _is_of_words(name)}
        yield from unlike
        names = [name for name in names if name not in unlike]
        text = "\n".join(("", *names, ""))
    yield from _lines_with(text, text, re.compile(_BEFORE_LETTER).search)
    words = set(text.translate(_APART).split())  # the same ones come again and again
    misspelt = {word for word in words if MAY_BE_MISSPELT(word) and secret_by_name(word)}
    if misspelt:
        may_be = _lines_with(text, text, MAY_BE_MISSPELT)
        yield from (name for name in may_be if not misspelt.isdisjoint(name.translate(_APART).split()))
    if any(map(re.compile(_OF_TOKEN).match, words)):
        yield from _lines_with(text, text, re.compile(tokens).search)
    folded = text.lower()
    yield from _of_sessions(text, folded)
    if re.search(_ANSWER, folded) or may_announce("\n".join(words).lower()):
        yield from _lines_with(text, folded, may_announce)


def _is_of_words(name: str) -> bool:
    return len(name) < _LONG and re.fullmatch(_WORDS, name) is not None


def _suspect_likes(likes: Collection[str]) -> Iterator[str]:
    """The likes of values that may hold a secret, or are not as values mostly are."""
    short = [like for like in likes if len(like) < _LONG]
    if len(short) < len(likes):
        yield from (like for like in likes if len(like) >= _LONG)
    text = "\n".join(("", *short, ""))
    if not re.fullmatch(f"\n(?:{_VALUE}\n)*+", text):
        yield from (like for like in short if not re.fullmatch(_VALUE, like))
        text = "\n".join(("", *(like for like in short if re.fullmatch(_VALUE, like)), ""))
    for pattern in _SUSPECT:
        yield from _lines_with(text, text, re.compile(pattern).search)
    long = "\n".join(("", *_lines_with(text, text, re.compile(_LONG_WORD).search), ""))
    yield from _lines_with(long, long, re.compile(_LIKE_TOKENS).search)
    folded = text.lower()  # as long as before: each letter of Western Europe stays one
    if not text.isascii():
        yield from (like for like in _lines_with(text, folded, re.compile("sess").search) if not like.isascii())
    yield from _of_sessions(text, folded)
    yield from _lines_with(text, folded, re.compile("soap/v").search)
    words = "\n".join(set(folded.split()))  # the words of sentences come again and again
    if re.search(_ANSWER, folded) or may_announce(words):
        yield from _lines_with(text, folded, may_announce)


def _odd_ones(values: Collection[str]) -> Iterator[str]:
    """The values that are no plain ones, each looked at alone."""
    return (value for value in values if not re.fullmatch(_VALUE, value) or _is_odd(value))


def _lines_with(text: str, searched: str, search: Callable[[str, int], re.Match[str] | None]) -> Iterator[str]:
    """The lines of a text in which something is found; it begins and ends with a line feed."""
    at = 0
    while found := search(searched, at):
        place = found.start() + (searched[found.start()] == "\n")
        at = text.find("\n", place)
        yield text[text.rfind("\n", 0, place) + 1 : at]


def _of_sessions(text: str, folded: str) -> Iterator[str]:
    """The lines that may name a session by its id. Each is looked through once, however often it says the word."""
    found = _lines_with(text, folded, re.compile("sess").search)
    return (line for line in found if re.match(_OF_SESSION, line.lower()))


def _is_odd(value: str) -> bool:
    """True for a value that holds a secret, or behind which one may follow, or that is a mask."""
    if secret_by_shape(value) or "[output suppressed]" in value:
        return True
    return value.endswith(BREAKS_OFF) and expects_secret(value)
