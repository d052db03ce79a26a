"""One section of a CFG file, cut out to be read alone. The file is known to be without mistakes."""

import re

_NAME = re.compile(r"(?a)[\w.:*-]+(?: [\w.:*-]+)*").fullmatch  # as it stands in a header, with nothing to be replaced


def section_alone(data: bytes, name: str) -> bytes | None:
    """The file with empty lines in place of all others; None where that cannot be told by a look at headers.

    Raises ``KeyError`` where the section is not there.
    """
    if not _NAME(name):
        return None
    if name.encode() not in data:
        raise KeyError(name)
    end = b"\r\n" if b"\r" in data else b"\n"
    if b"\r" in data and not data.count(b"\r") == data.count(end) == data.count(b"\n"):
        return None
    header = b"[%b]%b" % (name.encode(), end)
    start = 0 if data.startswith(header) else data.find(b"\n" + header) + 1
    if not (start or data.startswith(header)) or data.find(b"\n" + header, start) >= 0:
        return None
    until = data.find(b"\n[", start)
    return end * data.count(b"\n", 0, start) + data[start : None if until < 0 else until + 1]
