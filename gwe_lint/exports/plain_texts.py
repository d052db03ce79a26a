"""Names and values that hold no secret for sure, judged all at once, and once in a run.

What is odd here may still be harmless: the redactor judges it, one by one. Texts that differ in digits only are alike:
no digit decides whether a text may hold a secret, and where one might, the text is odd.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, filterfalse

from gwe_lint.exports.secret_lines import BREAKS_OFF, expects_secret
from gwe_lint.exports.secret_names import MAY_BE_MISSPELT, is_section_of_secrets, may_announce, secret_by_name
from gwe_lint.exports.secret_shapes import TOKENS, secret_by_shape
from gwe_lint.suggest import Near

_LONG = 1000  # characters of a text that is judged alone, so that no pattern looks far for its end
_MOST_KEPT = 200_000
_SEEN = "[!-~\xa1-\xac\xae-\xff]"  # characters of Western Europe that can be seen
_VALUE = f"(?:{_SEEN}++(?: ++{_SEEN}++)*+)?+"
# No blank, no separator, no brackets: nothing but an option begins so, and it is no list in a section.
_NAME = r"[!$-.0-9<>-Z\\^-~][!-.0-9<>-Z\\^-~]*+"
_WORDS = "[A-Za-z0-9_.][A-Za-z0-9_.-]*+"  # a name in which only tokens can hide
_APART = str.maketrans("-_.", "   ")  # what sets words apart in such a name
# How a word begins that may be the first one of a token, where every digit is a 0.
_OF_TOKEN = "[A-Z]|[gx][a-z]|.k |whsec|ya|npm|pypi|dckr|hvs|sq|dop|shp|eyJ|b0|.{32}"
# Digits that tell something: between letters they may stand for letters, and some tokens begin with them.
_DIGITS_COUNT = ("0[a-zA-Z_.]", "GR0")
# Where a value may hold something: what is odd or long, a flag, or what breaks off where a secret would follow.
_SUSPECT = (r"[$%&@{]", r"\\[xu\"'/=:@&]", r"[A-Za-z0-9_-]{15}", "sq0", " -", "\n-", r"[\"':=>]\n")
_OF_SESSION = "(?>.*?sess).*(?:id|ion=)"  # in lower case, beside what announces a secret
_ANSWER = "rity[-_. ]?answ"  # the one announcement that may be two words
_NO_DIGITS = str.maketrans("123456789", "000000000")


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
        self._digits_count = any(char.isdigit() for name in secrets for char in name)
        self._near = Near(secrets)
        self.names: set[str] = set()  # that are plain
        self.values: set[str] = set()  # that are plain, whatever plain name they have
        self._kinds: set[str] = set()  # of names, which are plain whatever digits they have
        self._likes: set[str] = set()  # of values, likewise

    def judge(self, names: Iterable[str], values: Iterable[str]) -> tuple[set[str], set[str]]:
        """The names and the values that are not known to be plain."""
        return _judged(set(names), self.names, self._of_names), _judged(set(values), self.values, self._of_values)

    def judge_sections(self, sections: Collection[tuple[str, Mapping[str, str]]]) -> tuple[set[str], set[str]]:
        """The same of sections with their options. No value is kept that its name, or its section, makes a secret.

        So the values of odd names, and those of sections of secrets, are not looked at.
        """
        all_names = set(chain.from_iterable(options for _, options in sections))
        names = _judged(all_names, self.names, self._of_names)
        values: set[str] = set()
        for section, options in sections:
            if is_section_of_secrets(section):
                continue
            if names.isdisjoint(options):
                values.update(options.values())
            else:
                values.update(value for name, value in options.items() if name not in names)
        return names, _judged(values, self.values, self._of_values)

    def _of_names(self, names: Collection[str]) -> Iterator[str]:
        kinds = "\n".join(names).translate(_NO_DIGITS).split("\n")
        odd = _judged(set(kinds), self._kinds, self._of_kinds)
        if odd:
            suspects = (name for name, kind in zip(names, kinds, strict=True) if kind in odd)
            yield from (name for name in suspects if not (re.fullmatch(_NAME, name) and self._is_plain(name)))

    def _of_kinds(self, kinds: Collection[str]) -> Iterator[str]:
        """Kinds whose names are not all plain for sure."""
        text = "\n".join(("", *kinds, ""))
        is_long = max(map(len, kinds), default=0) >= _LONG
        if self._digits_count or is_long or not re.fullmatch(f"\n(?:{_WORDS}\n)*+", text):
            unlike = {kind for kind in kinds if self._digits_count or not _is_of_words(kind)}
            yield from unlike
            kinds = [kind for kind in kinds if kind not in unlike]
            text = "\n".join(("", *kinds, ""))
        odd = {kind for each in _DIGITS_COUNT for kind in _lines_with(text, text, re.compile(each).search)}
        yield from odd
        suspects = self._near.among(kinds)
        if self._beginnings:
            suspects.update(kind for kind in kinds if kind.lower().startswith(self._beginnings))
        words = set(text.translate(_APART).split())  # the same ones come again and again
        misspelt = {word for word in words if MAY_BE_MISSPELT(word) and secret_by_name(word)}
        if misspelt:
            may_be = _lines_with(text, text, MAY_BE_MISSPELT)
            suspects.update(kind for kind in may_be if not misspelt.isdisjoint(kind.translate(_APART).split()))
        if any(map(re.compile(_OF_TOKEN).match, (f"{word} " for word in words))):
            suspects.update(_lines_with(text, text, re.compile(TOKENS).search))
        folded = text.lower()
        suspects.update(_of_sessions(text, folded))
        if re.search(_ANSWER, folded) or may_announce("\n".join(words).lower()):
            suspects.update(_lines_with(text, folded, may_announce))
        yield from (kind for kind in suspects - odd if not self._is_plain(kind))

    def _of_values(self, values: Collection[str]) -> Iterator[str]:
        text = "\n".join(values)
        if not text.isascii():
            others = set(filterfalse(str.isascii, values))
            odd_ones = set(_suspect_likes(others))
            yield from (value for value in odd_ones if not re.fullmatch(_VALUE, value) or _is_odd(value))
            values = list(filter(str.isascii, values))
            text = "\n".join(values)
        likes = text.translate(_NO_DIGITS).split("\n") if values else []
        odd = _judged(set(likes), self._likes, _suspect_likes)
        if odd:
            suspects = (value for value, like in zip(values, likes, strict=True) if like in odd)
            yield from (value for value in suspects if not re.fullmatch(_VALUE, value) or _is_odd(value))


def _is_of_words(kind: str) -> bool:
    return len(kind) < _LONG and re.fullmatch(_WORDS, kind) is not None


def _judged(texts: set[str], plain: set[str], judge: Callable[[Collection[str]], Iterable[str]]) -> set[str]:
    """The odd ones of these texts; ``plain`` keeps the others."""
    new = texts - plain
    if len(plain) + len(new) > _MOST_KEPT:
        plain.clear()
    if not new:
        return set()
    if "".join(new).find("\n") >= 0:
        broken = {text for text in new if "\n" in text}  # of several lines, which are never plain
        return broken | _judged(new - broken, plain, judge)
    odd = set(judge(new))
    plain |= new - odd if odd else new
    return odd


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
    folded = text.lower()  # as long as before: each letter of Western Europe stays one
    if not text.isascii():
        yield from (like for like in _lines_with(text, folded, re.compile("sess").search) if not like.isascii())
    yield from _of_sessions(text, folded)
    yield from _lines_with(text, folded, re.compile("soap/v").search)
    words = "\n".join(set(folded.split()))  # the words of sentences come again and again
    if re.search(_ANSWER, folded) or may_announce(words):
        yield from _lines_with(text, folded, may_announce)


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
