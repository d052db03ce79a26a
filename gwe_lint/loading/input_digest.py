"""Digests of exports: by them a report tells later whether it was made of the same files.

A plain digest of a file that holds a short secret would let anybody guess it who knows the rest.
"""

import re
from hashlib import sha256

from gwe_lint.exports.records import NOT_WHOLE, Document
from gwe_lint.exports.redactor import Redactor

# Words in lower case that announce a secret, also where no reader looks: comments, objects and elements that nobody
# needs. Where one of them stands, the file may hold a secret.
_WORDS = (
    *(b"passw", b"pwd", b"passphrase", b"passcode", b"secret", b"token", b"credential", b"kennwort", b"-----begin"),
    *(b"authorization", b"bearer", b"jwt", b"apikey", b"api-key", b"api_key", b"private"),
)
_LOGIN_IN_URL = re.compile(rb"://[^\s/@]*:[^\s/@]*@").search


def plain_digest(data: bytes) -> str:
    """The digest of what holds no secret, ``sha256:…``."""
    return f"sha256:{sha256(data).hexdigest()}"


def digest_of(data: bytes, document: Document, redactor: Redactor, *, redacted: bool) -> str:
    """The digest of an export: ``sha256:``; under a key where the file may hold a secret, and without a key none.

    ``redacted`` is True where a secret of it was replaced.
    """
    if not (redacted or _may_hold_secret(data, document)):
        return plain_digest(data)
    return redactor.digest(data)


def _may_hold_secret(data: bytes, document: Document) -> bool:
    """True where a part that no reader looks at may hold a secret: what could not be read, a comment, an object."""
    if b"\0" in data or document.unread or any(export.unread for export in document.exports):
        return True
    problems = (*document.problems, *(each for export in document.exports for each in export.problems))
    if any(each.kind in NOT_WHOLE for each in problems):
        return True
    folded = data.lower()
    return any(word in folded for word in _WORDS) or (b"://" in data and _LOGIN_IN_URL(data) is not None)
