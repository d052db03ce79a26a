"""The sources of a run: every file that it reads, with its digest where one may be told."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.input_digest import digest_of, plain_digest


class Sources:
    """Notes files as they are read. ``label`` goes before their paths, which are those of a commit then."""

    def __init__(self, digests: dict[str, str] | None = None, label: str = "") -> None:
        self._digests: dict[str, str] = {} if digests is None else digests
        self._label = label

    def labelled(self, label: str) -> "Sources":
        """The same, for files of a former state."""
        return Sources(self._digests, label)

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each file by its path, in order; empty where a file may hold secrets and there is no key."""
        return dict(sorted(self._digests.items()))

    def handed_over(self) -> Mapping[str, str]:
        """What was noted up to now, for another process that takes it; from now on it is noted anew."""
        noted = dict(self._digests)
        self._digests.clear()
        return noted

    def take(self, noted: Mapping[str, str]) -> None:
        """Note what another process noted."""
        self._digests.update(noted)

    def add(self, path: str, data: bytes, document: Document, redactor: Redactor, *, redacted: bool) -> None:
        """Note an export."""
        self._digests[f"{self._label}{path}"] = digest_of(data, document, redactor, redacted=redacted)

    def add_known(self, path: str, data: bytes, redactor: Redactor, *, is_secret: bool) -> None:
        """Note an export that was not parsed, since a baseline knows it, and whether it may hold a secret."""
        self._digests[f"{self._label}{path}"] = redactor.digest(data) if is_secret else plain_digest(data)

    def add_baseline(self, path: str, text: str) -> None:
        """Note a file of a baseline, which holds no secret in clear."""
        self._digests[f"{self._label}{path}"] = plain_digest(text.encode())


class NotedExport(NamedTuple):
    """An export as it was read: its document, the digest of its bytes, and of which kind one may be that is told.

    The kind is ``sha256:``, or ``hmac-sha256:`` where it may hold a secret; empty: none may be told, without a key.
    ``words`` are all that stand in it.
    """

    document: Document
    digest: bytes
    kind: str
    words: Callable[[], frozenset[bytes]]


class NotedSources(Sources):
    """Notes exports as they are read, for a baseline that is made of them."""

    def __init__(self) -> None:
        super().__init__()
        self.exports: dict[str, NotedExport] = {}

    def add(self, path: str, data: bytes, document: Document, redactor: Redactor, *, redacted: bool) -> None:
        """Note an export."""
        kind, colon, _ = digest_of(data, document, redactor, redacted=redacted).partition(":")
        self.exports[path] = NotedExport(document, sha256(data).digest(), kind + colon, partial(words_in, data))


def words_in(data: bytes) -> frozenset[bytes]:
    """All words and numbers in a text, in lower case."""
    return frozenset(re.findall(rb"[^\W_]+|[\x80-\xff]+", data.lower()))
