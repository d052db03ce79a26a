"""Configuration objects in pieces of XML inside of a text, such as a log."""

import re
from collections.abc import Iterator

from gwe_lint.exports.detect import GENESYS_XML, NotAnExport
from gwe_lint.exports.readers.builder import NotReadable, TooMuch, not_read
from gwe_lint.exports.readers.unread import repaired
from gwe_lint.exports.readers.xml_lists import Source
from gwe_lint.exports.readers.xml_objects import ADVICE, Objects
from gwe_lint.exports.readers.xml_position import either, moved
from gwe_lint.exports.readers.xml_text import as_utf8
from gwe_lint.exports.records import Document, Problem
from gwe_lint.exports.redactor import Redactor

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
    document = either(lambda source_of: _document(source_of(text), undecodable, path, redactor), redactor.plain)
    return document._replace(encoding=encoding, bom=bom)


def _document(source: Source, undecodable: "_Undecodable", path: str, redactor: Redactor) -> Document:
    text = source.data
    objects = Objects(path, redactor, damaged=bool(undecodable))
    inside: list[Problem] = []
    problems: list[Problem] = []
    offset, line, column = 0, 1, 1
    begin = _BEGIN.search(text)
    left = _MOST_TRIED + len(text)
    while begin and len(problems) < _MOST_BROKEN and left > 0:
        line, column = moved(text, offset, begin.start(), line, column)
        offset = begin.start()
        nodes = objects.nodes(source, offset, (line, column))
        try:
            end = nodes.read_first()
            inside += undecodable.among(line, moved(text, offset, end, line, column)[0])
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
    document = objects.document((*inside, *problems))
    return document._replace(whole=False, unread=bool(problems))


class _Undecodable:
    """Lines that could not be decoded. Those outside of objects are nobody's business."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        self._problems = problems

    def __bool__(self) -> bool:
        return bool(self._problems)

    def among(self, first: int, last: int) -> Iterator[Problem]:
        """Those of these lines."""
        return (problem for problem in self._problems if first <= problem.line <= last)


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
