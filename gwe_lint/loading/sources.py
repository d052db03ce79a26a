"""The sources of a run: every file that it reads, with its digest where one may be told."""

from collections.abc import Mapping
from hashlib import sha256

from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.input_digest import digest_of


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

    def add_baseline(self, path: str, text: str) -> None:
        """Note a file of a baseline, which holds no secret in clear."""
        self._digests[f"{self._label}{path}"] = f"sha256:{sha256(text.encode()).hexdigest()}"
