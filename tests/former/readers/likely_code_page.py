"""The likely code page of text that is not UTF-8: the one in which it reads most like words of the languages it is for.

A line or two are all that there is, which is too little for statistics of bytes: charset-normalizer takes most of them
for something else. Known letters tell more, with scripts that do not mix in a word, and capitals at its beginning.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from gwe_lint.exports.code_pages import title_of

_MOST_BYTES = 1 << 13  # of the text that is looked at: more tells no more
_LEAST = 0.5  # of points for each byte that is not ASCII
_WORDS = "àáèéíòóúÀÁÈÉÍÒÓÚ"  # of one letter
_MARKS = "–—‘’“”„…€«»¿¡°§©®·•\u00a0"  # beside words in any language; not in them
_CYRILLIC = ("оеаинтсрвлкмдпу", "яыьгзбчйхжшюцщэфъёіїєґ")
_GREEK = ("αοιετσνηυρπκ", "μλςωγδχθφβξζψάέήίόύώϊϋΐΰ")
_HANGUL = "이다는에을를의가은한고로하지기사시리서어스대해자인전라도정일상부장수제동보구원유주성여조만나"
_HAN = "\u4e00-\u9fff\u3005"


class _Page(NamedTuple):
    """A code page with the letters of its languages: the frequent ones, which count double, and the others."""

    name: str
    frequent: str
    others: str = ""
    wide: bool = False  # True: a character takes two bytes, and the letters are patterns
    old: bool = False  # True: of systems that hardly anybody has any more


# Those that come first are more usual, and win where the points are the same.
_PAGES = (
    _Page("cp1252", "äöüßéèàçêñóíáúôâîûøåæãõëï", "ùìòœºªÿ"),
    _Page("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžőűăâîşţ", "äöüßëçđĺľŕô"),
    _Page("cp1251", *_CYRILLIC),
    _Page("cp1253", *_GREEK),
    _Page("cp1254", "ğışçöüİ", "âîû"),
    _Page("cp1257", "ąčęėįšųūžāēģīķļņõäöü", "ŗōß"),
    _Page("cp932", "\u3041-\u309f\u30a1-\u30ff", f"{_HAN}\u3001-\u301f\uff01-\uff5e", wide=True),
    _Page("gbk", "", f"{_HAN}\u3001-\u301f\uff01-\uff5e", wide=True),
    _Page("big5", "", f"{_HAN}\u3001-\u301f\uff01-\uff5e", wide=True),
    _Page("cp949", _HANGUL, "\uac00-\ud7a3\u3001-\u301f\uff01-\uff5e", wide=True),
    _Page("cp1255", "יוהלאתרמשבנ", "גדזחטכסעפצקךםןףץ"),
    _Page("cp1256", "ابتدرسعفقلمنهويةى", "ثجحخذزشصضطظغكءآأؤإئپچژگ"),
    _Page("cp850", "äöüßéèàçêñóíáúôâîûøåæãõ", "ëïùìò", old=True),
    _Page("cp852", "ąćęłńóśźżáčďéěíňřšťúůýžőűă", "äöüßâîşţ", old=True),
    _Page("cp866", *_CYRILLIC, old=True),
    _Page("koi8-r", *_CYRILLIC, old=True),
    _Page("iso8859-2", "ąćęłńóśźżáčďéěíňřšťúůýžőűă", "äöüß"),
)
# The first byte of the characters that people use most, in the order of the standards of those code pages.
_USUAL = {"cp932": (0x81, 0x97), "gbk": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp949": (0xB0, 0xC8)}


def likely_code_page(lines: Iterable[bytes]) -> tuple[str, str] | None:
    """The code page in which these lines read most like words, and its title; None where none of them is likely."""
    data = b"\n".join(lines)[:_MOST_BYTES]
    size = sum(byte >= 0x80 for byte in data)
    best, most = "", _LEAST * size
    for page in _PAGES:
        points = _points(data, page)
        if points is not None and points > most:
            best, most = page.name, points
    return (best, title_of(best)) if best else None


def _points(data: bytes, page: _Page) -> float | None:
    try:
        text = data.decode(page.name)
    except UnicodeDecodeError:
        return None
    if page.wide:
        return sum(_wide_points(text, page))
    return sum(_letter_points(text, page)) + sum(_word_points(text))


def _letter_points(text: str, page: _Page) -> Iterator[float]:
    for char in text:
        if char >= "\x80":
            lower = char if char in page.frequent else char.lower()
            good = 2 if lower in page.frequent else 1 if lower in page.others else 0.6 if char in _MARKS else -3
            yield good - (0.2 if char != lower else 0) - (0.5 if page.old else 0)


def _word_points(text: str) -> Iterator[float]:
    """What speaks against words: two scripts, a capital behind a small letter, a mark between letters."""
    for word in re.findall(r"[^\W\d_]+", text):
        if word.isascii():
            continue
        if len({_script(char) for char in word}) > 1:
            yield -3.0 * sum(char >= "\x80" for char in word)
        yield -3.0 * sum(before.islower() and char.isupper() for before, char in pairwise(word))
        yield -3.0 * ((word[0] in "ьъы") + (word[-1] == "σ") + any(char in "ςךםןףץ" for char in word[:-1]))
        if len(word) == 1 and word not in _WORDS:
            yield -1.5
        if _script(word[0]) == "latin":
            runs = (len(list(run)) for is_ascii, run in groupby(word, str.isascii) if not is_ascii)
            yield -2.0 * sum(run - 1 for run in runs)
    yield -3.0 * len(re.findall(rf"(?<=[^\W\d_])[{_MARKS.replace('’', '')}](?=[^\W\d_])", text))


def _script(char: str) -> str:
    """The script of a letter, as far as code pages need it."""
    if char < "\u0250":
        return "latin"
    return "greek" if char < "\u0400" else "cyrillic" if char < "\u0530" else "other"


def _wide_points(text: str, page: _Page) -> Iterator[float]:
    """The points of each character of a code page of two bytes: rare ones are hardly ever meant."""
    first, last = _USUAL[page.name]
    least = 2.5 if page.name == "cp949" else 3
    for char in text:
        code = b"" if char < "\x80" else char.encode(page.name)
        if len(code) == 1:
            yield 0.4 if "\uff66" <= char <= "\uff9f" else -3
        elif code:
            usual = first <= code[0] <= last
            frequent = page.frequent and re.match(f"[{page.frequent}]", char)
            letter = frequent or re.match(f"[{page.others}]", char)
            yield (4 if frequent else least) if letter and usual else -2 if letter else -4
    yield -4.0 * len(re.findall(r"(?<=[a-zA-Z])[\u3001-\uffff]|[\u3001-\uffff](?=[a-zA-Z])", text))
