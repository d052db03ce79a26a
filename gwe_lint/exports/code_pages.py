"""Code pages of text exports: which names of encodings may be declared, and how people call them."""

import codecs

# Bytes that every export has, with those by which an encoding would show that it reads ASCII as something else.
_ASCII = bytes((9, 10, 13, *range(32, 127))) + b"\\u0041\x1b$B.xn--mnchen-3ya."
_UTF_16 = ("utf-16", "utf-32")
_TITLES = {
    "cp932": "Shift JIS (Windows-932)",
    "gbk": "GBK (Windows-936)",
    "big5": "Big5",
    "cp949": "Korean (Windows-949)",
}


def code_page(name: str) -> str:
    """The code page of this name, as Python calls it: ``cp1252`` for ``windows-1252``.

    Raises ``ValueError`` for an unknown name, and for an encoding in which ASCII characters are not one byte each.
    """
    try:
        found = codecs.lookup(name)
        same = _ASCII.decode(found.name) == _ASCII.decode("ascii")
    except (LookupError, ValueError):  # unknown; or no encoding of text; or it cannot read this
        found, same = None, False
    if found and same:
        return found.name
    if name.lower().replace("_", "-").startswith(_UTF_16):
        raise ValueError(f"{name!r} need not be declared: UTF-16 is recognised by its mark or its NUL bytes")
    what = "is no code page that text exports can be in" if _is_known(name) else "is no encoding that is known"
    raise ValueError(f"{name!r} {what}: name one such as cp1252 (Western Europe), cp1251 (Cyrillic) or cp932")


def _is_known(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except (LookupError, ValueError):
        return False


def title_of(code_page: str) -> str:
    """The code page as people know it: ``Windows-1252``."""
    if code_page in _TITLES:
        return _TITLES[code_page]
    if code_page.startswith("cp125"):
        return f"Windows-{code_page[2:]}"
    if code_page.startswith("iso8859-"):
        return f"ISO 8859-{code_page[8:]}"
    return f"code page {code_page[2:]}" if code_page.startswith("cp") else code_page.upper()
