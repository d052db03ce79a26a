"""Configuration objects in pieces of XML inside of a text, such as a log."""

import re

from gwe_lint.exports.detect import GENESYS_XML, NotAnExport
from gwe_lint.exports.records import Document, Problem
from tests.former.readers.builder import NotReadable, TooMuch, not_read
from tests.former.readers.unread import repaired
from tests.former.readers.xml_objects import ADVICE, Objects, moved
from tests.former.readers.xml_text import as_utf8, has_wide
from tests.former.redactor import Redactor

_BEGIN = re.compile(GENESYS_XML)
_MOST_BROKEN = 20  # pieces of XML in a log that cannot be read, until the rest is not looked at
_MOST_TRIED = 256 << 20  # bytes of such pieces, beside once the whole log


def read_log(data: bytes, path: str, redactor: Redactor, code_page: str = "") -> Document:
    """The objects in all pieces of XML in a text, such as a log. The last one of duplicate objects counts."""
    try:
        text, encoding, bom = as_utf8(data)
    except NotReadable as reason:
        return Document(path, "log", problems=(not_read(reason),), unread=True)
    text, encoding, undecodable = _decoded(text, encoding, code_page)
    objects = Objects(path, redactor, damaged=bool(undecodable))
    problems: list[Problem] = []
    wide = has_wide(text)
    offset, line, column = 0, 1, 1
    begin = _BEGIN.search(text)
    left = _MOST_TRIED + len(text)
    while begin and len(problems) < _MOST_BROKEN and left > 0:
        line, column = moved(text, offset, begin.start(), line, column)
        offset = begin.start()
        nodes = objects.nodes(text, wide=wide)
        try:
            end = nodes.read(offset, only=False, place=(line, column))
            undecodable.reached(line, moved(text, offset, end, line, column)[0])
        except (NotReadable, TooMuch) as reason:
            if nodes.in_object or isinstance(reason, TooMuch):  # else it is text about objects
                problems.append(not_read(reason))
            end = begin.end()
            left -= nodes.fed
            if isinstance(reason, TooMuch):
                break
        begin = _BEGIN.search(text, max(end, begin.end()))
    if begin:
        problems.append(Problem("not-read", "the rest of the file was not read", "export the objects again", line))
    if not objects.known and not problems:
        raise NotAnExport("a text without configuration objects", ADVICE)
    objects.keep_last()
    document = objects.document((*undecodable.inside, *problems), encoding, bom)
    return document._replace(whole=False, unread=bool(problems))


class _Undecodable:
    """Lines that could not be decoded. Those outside of objects are nobody's business."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        self._problems = problems
        self.inside: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._problems)

    def reached(self, first: int, last: int) -> None:
        """Note that these lines are a piece of XML."""
        self.inside += (problem for problem in self._problems if first <= problem.line <= last)


def _decoded(text: bytes, encoding: str, code_page: str) -> tuple[bytes, str, _Undecodable]:
    """The text in UTF-8 and its encoding: what is not UTF-8 is of the code page, or gets marks."""
    fixed = repaired(text)
    if not fixed:
        return text, encoding, _Undecodable()
    if code_page:
        try:
            return text.decode(code_page).encode(), code_page, _Undecodable()
        except UnicodeDecodeError:
            pass
    return fixed[0].encode(), encoding, _Undecodable(fixed[1])
