"""Names and values that hold no secret for sure, judged all at once, and once in a run.

What is odd here may still be harmless: the redactor judges it, one by one. Digits decide little. A name is judged
without the numbers at its end, and values that differ in digits only are alike. Where a digit may decide whether a text
holds a secret, the text is odd.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, islice, repeat

from gwe_lint.exports.secret_lines import BREAKS_OFF, expects_secret
from gwe_lint.exports.secret_names import is_section_of_secrets
from gwe_lint.exports.secret_shapes import secret_by_shape
from gwe_lint.exports.suspect_texts import VALUE, suspect_likes, suspect_names, suspect_stems
from gwe_lint.suggest import Near

_MOST_KEPT = 200_000
_PART = 1 << 15  # texts that are judged at once
# No blank, no separator, no brackets: nothing but an option begins so, and it is no list in a section.
_NAME = r"[!$-.0-9<>-Z\\^-~][!-.0-9<>-Z\\^-~]*+"
_NUMBERS = "-0123456789"  # at the end of a name, with what sets them apart
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
        self.sections: set[str] = set()  # whose names are no plain ones, and are shown all the same
        self.values: set[str] = set()  # that are plain, whatever plain name they have, and that were looked at alone
        self._stems: set[str] = set()  # of names, which are plain whatever numbers follow
        self._likes: set[str] = set()  # of values, which are plain whatever digits they have

    def judge(self, names: Iterable[str], values: Iterable[str]) -> tuple[set[str], set[str]]:
        """The names and the values that are not plain for sure."""
        return _in_parts(names, self._odd_names), _in_parts(values, self._odd_values)

    def judge_sections(self, sections: Collection[tuple[str, Mapping[str, str]]]) -> tuple[set[str], set[str]]:
        """The same of the options of these sections. No value is kept that its name, or its section, makes a secret.

        So the values of odd names, and those of sections of secrets, are not looked at. The names of the sections are
        judged as well, so that the plain ones are known.
        """
        new = (section for section, _ in sections if section not in self.sections)
        texts = chain(new, chain.from_iterable(options for _, options in sections))
        names = _in_parts(texts, self._odd_names)
        if names:
            names.intersection_update(chain.from_iterable(options for _, options in sections))
        others = (options for section, options in sections if not is_section_of_secrets(section))
        values: Iterable[str] = chain.from_iterable(options.values() for options in others)
        if names:
            values = (value for options in others for name, value in options.items() if name not in names)
        return names, _in_parts(values, self._odd_values)

    def shows(self, section: str, shows: Callable[[str], bool]) -> bool:
        """True where the name of a section holds no secret, by what is known or else as ``shows`` says."""
        if section in self.names or section in self.sections:
            return True
        if not shows(section):
            return False
        if len(self.sections) >= _MOST_KEPT:
            self.sections.clear()
        self.sections.add(section)
        return True

    def _odd_names(self, names: Iterable[str]) -> set[str]:
        return _judged(names, self.names, self._of_names)

    def _of_names(self, names: Collection[str]) -> Iterator[str]:
        suspects = self._near.among(names)
        if self._beginnings:
            suspects.update(name for name in names if name.lower().startswith(self._beginnings))
        if "\n" in "".join(names):
            suspects.update(name for name in names if "\n" in name)
            names = [name for name in names if "\n" not in name]
        stems = list(map(str.rstrip, names, repeat(_NUMBERS)))
        odd = _judged(stems, self._stems, suspect_stems)
        if odd:
            suspects.update(suspect_names([name for name, stem in zip(names, stems, strict=True) if stem in odd]))
        return (name for name in suspects if not (re.fullmatch(_NAME, name) and self._is_plain(name)))

    def _odd_values(self, values: Collection[str]) -> set[str]:
        text = "\n".join(values)
        try:
            likes = text.encode("latin-1").translate(_NO_DIGITS).decode("latin-1").split("\n")
        except UnicodeEncodeError:
            others = set(filter(_OTHER, values))
            return others | self._odd_values([value for value in values if value not in others])
        if len(likes) > len(values) > 0:
            broken = {value for value in values if "\n" in value}
            return broken | self._odd_values([value for value in values if value not in broken])
        odd = _judged(likes, self._likes, suspect_likes) if values else ()
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
    new = set(texts).difference(plain)
    if not new:
        return new
    odd = set(judge(new))
    if len(plain) + len(new) > _MOST_KEPT:
        plain.clear()
    plain |= new - odd if odd else new
    return odd


def _odd_ones(values: Collection[str]) -> Iterator[str]:
    """The values that are no plain ones, each looked at alone."""
    return (value for value in values if not re.fullmatch(VALUE, value) or _is_odd(value))


def _is_odd(value: str) -> bool:
    """True for a value that holds a secret, or behind which one may follow, or that is a mask."""
    if secret_by_shape(value) or "[output suppressed]" in value:
        return True
    return value.endswith(BREAKS_OFF) and expects_secret(value)
