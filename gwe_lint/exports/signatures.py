"""Files of other kinds, known by their first bytes under any name: archives, pictures, documents, programs, scripts."""

from typing import NamedTuple

_EXPORT_INSTEAD = "export the options of the application in Genesys Administrator instead"
_UNPACK = "unpack it, and give the exports that are in it"
_EXCLUDE = "exclude it, or export the options of the application again if this should be one"
_MOST_TEXT = 4096  # bytes that are looked at to tell a text


class OtherFile(NamedTuple):
    """What a file is instead of an export, and what to do. ``script`` is True for one that is a text."""

    what: str
    advice: str
    script: bool = False


# Signatures as their formats define them, the longer ones first.
_SIGNATURES = (
    (b"PK\x05\x06", "a ZIP archive with nothing in it", _UNPACK),
    (b"PK\x07\x08", "a part of a ZIP archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x1f\x8b", "an archive that gzip packed", _UNPACK),
    (b"\xfd7zXZ\x00", "an archive that xz packed", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "an archive that zstd packed", _UNPACK),
    (b"\x04\x22\x4d\x18", "an archive that LZ4 packed", _UNPACK),
    (b"MSCF\x00\x00\x00\x00", "a Cabinet archive", _UNPACK),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _EXPORT_INSTEAD),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT_INSTEAD),
    (b"GIF87a", "a picture (GIF)", _EXPORT_INSTEAD),
    (b"GIF89a", "a picture (GIF)", _EXPORT_INSTEAD),
    (b"II*\x00", "a picture (TIFF)", _EXPORT_INSTEAD),
    (b"MM\x00*", "a picture (TIFF)", _EXPORT_INSTEAD),
    (b"\x00\x00\x01\x00", "a picture (icon)", _EXPORT_INSTEAD),
    (b"%PDF-", "a PDF document", _EXPORT_INSTEAD),
    (b"{\\rtf", "a text document (RTF)", _EXPORT_INSTEAD),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Microsoft Office", _EXPORT_INSTEAD),
    (b"SQLite format 3\x00", "a SQLite database", _EXPORT_INSTEAD),
    (b"\x7fELF", "a program (ELF)", _EXCLUDE),
    (b"\xca\xfe\xba\xbe", "a program (Java class)", _EXCLUDE),
    (b"\xcf\xfa\xed\xfe", "a program (Mach-O)", _EXCLUDE),
    (b"\xac\xed\x00\x05", "a stored Java object", _EXCLUDE),
    (b"\xfe\xed\xfe\xed", "a Java key store", _EXCLUDE),
)
_FIRST_BYTES = frozenset(signature[:1] for signature, _, _ in _SIGNATURES) | {b"P", b"B", b"M", b"R", b"#"}
_INSIDE_OF_ZIP = (
    ((b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"docProps/"), "a document of Microsoft Office"),
    ((b"mimetypeapplication/vnd.oasis",), "a document of LibreOffice"),
    ((b"META-INF/",), "a Java archive"),
)
# Control characters that no text has. Line ends are none of them, nor what separates the parts of an internal dump.
_CONTROLS = bytes((*range(1, 8), *range(0x0E, 0x17)))
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16, in which any byte may stand


def other_file(data: bytes) -> OtherFile | None:
    """What the first bytes of a file show; None for a text, and for all that is not known."""
    if data[:1] in _FIRST_BYTES and (known := _by_signature(data)):
        return known
    if data[257:262] == b"ustar":
        return OtherFile("a tar archive", _UNPACK)
    return None


def is_binary(data: bytes) -> bool:
    """True where more than one in twenty of the first bytes is no part of any text."""
    head = data[:_MOST_TEXT]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 20 > len(head) and not head.startswith(_MARKS)


def _by_signature(data: bytes) -> OtherFile | None:
    if data.startswith(b"PK\x03\x04"):
        inside = (what for names, what in _INSIDE_OF_ZIP if any(name in data[30:_MOST_TEXT] for name in names))
        what = next(inside, "a ZIP archive")
        return OtherFile(what, _EXPORT_INSTEAD if what.startswith("a document") else _UNPACK)
    for signature, what, advice in _SIGNATURES:
        if data.startswith(signature):
            return OtherFile(what, advice)
    if data[:3] == b"BZh" and data[4:10] == b"1AY&SY":
        return OtherFile("an archive that bzip2 packed", _UNPACK)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return OtherFile("a picture (WebP)", _EXPORT_INSTEAD)
    if data[:2] == b"BM" and data[6:10] == bytes(4) and data[15:18] == bytes(3):
        return OtherFile("a picture (BMP)", _EXPORT_INSTEAD)
    if data[:2] == b"MZ" and b"\0" in data[2:64]:
        return OtherFile("a program (Windows)", _EXCLUDE)
    line = data[:128].partition(b"\n")[0]
    if line[:2] == b"#!" and line[2:].lstrip()[:1] == b"/":
        program = line[2:].decode("ascii", "replace").strip()
        return OtherFile(f"a script for {program}", _EXCLUDE, script=True)
    return None
