"""Secrets die here: a reader passes every name and value through, and only a token that keeps equality comes out."""

import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Mapping

from gwe_lint.catalogue import Fact
from gwe_lint.model import Kind

KEY_VARIABLE = "GWE_LINT_HMAC_KEY"

# Words of option names that hold a credential: whole words after splitting at punctuation and at capitals, or, for the
# long ones, any part of a name.
_ANYWHERE = re.compile(
    r"password|passwd|passphrase|passcode|secret|token|credential|authorization|bearer"
    r"|(?:api|access|account|auth|client|encryption|encrypt|license|master|private|secure|session|shared|signing|ssh)"
    r"[-_. ]?key|key[-_. ]?store",
    re.IGNORECASE,
)
_WORDS = frozenset({"pwd", "pass", "pw", "pin", "apikey", "passwort", "kennwort", "userpass", "dbpass", "userpwd"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[a-z]+")
_KEY_AT_END = re.compile(r"(?<![a-z])key$", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\\/]|\.(?:pem|key|crt|cer|p12|pfx|jks|der)$", re.IGNORECASE)

# Shapes of values: credentials inside a URL, a credential in a parameter list, an authorization header, a private key.
_SHAPE = re.compile(
    r"://\S*@"
    r"|(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|accountkey|credential)s?[\"']?\s*[=:]\s*\S"
    r"|(?:^|authorization\s*[=:])\s*(?:bearer|basic)\s+\S{6,}\s*$"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY",
    re.IGNORECASE,
)
_MASKED = re.compile(r"\*{3,}|\[output suppressed\]|x{4,}|•{3,}")


def _secret_by_name(name: str) -> bool:
    if _ANYWHERE.search(name):
        return True
    return any(word.lower() in _WORDS for word in _WORD.findall(name))


def suspicious(value: str) -> bool:
    """False when no shape can fit: a quick look, since nearly every value of an export is harmless."""
    if "=" in value or ":" in value:
        return True
    return " " in value and ("bearer " in (low := value.lower()) or "basic " in low or "-----begin" in low)


class Redactor:
    """Replaces secrets by tokens. Same value, same token; across runs only with a key, else tokens are numbered."""

    def __init__(self, facts: Iterable[Fact] = (), key: bytes | None = None) -> None:
        facts = tuple(facts)
        self._secret = frozenset(fact.option.lower() for fact in facts if fact.secret)
        self._plain = frozenset((fact.section, fact.option) for fact in facts if not fact.secret)
        self._keyed = key is not None
        self._key = key or os.urandom(32)
        self._key_id = hashlib.sha256(b"gwe-lint key id" + self._key).hexdigest()[:4] if key else ""
        self._numbers: dict[bytes, int] = {}
        self._harmless: dict[str, dict[str, bool]] = {}

    def __repr__(self) -> str:
        return "Redactor()"

    def _class(self, section: str, name: str) -> str:
        """``secret``, ``maybe`` (a name that ends in ``key``) or ``plain``: what the name alone says of its value."""
        if (section, name) in self._plain:
            return "plain"
        if name.lower() in self._secret or _secret_by_name(name):
            return "secret"
        return "maybe" if _KEY_AT_END.search(name) else "plain"

    def harmless_names(self, section: str) -> Mapping[str, bool]:
        """The names of a section that were already found to hold no secret; it grows as ``value`` is asked."""
        return self._harmless.setdefault(section, {})

    def value(self, section: str, name: str, value: str) -> tuple[str, Kind]:
        """The value as any object may hold it, and its kind: ``string``, ``secret`` or ``suppressed``."""
        harmless = self._harmless.setdefault(section, {})
        verdict = "plain" if harmless.get(name) else self._class(section, name)
        if verdict == "plain":
            harmless[name] = True
            if not suspicious(value):
                return value, "string"
        if verdict == "maybe":
            verdict = "plain" if not value or _FILE_NAME.search(value) else "secret"
        if not value or (verdict == "plain" and not _SHAPE.search(value)):
            return value, "string"
        if _MASKED.fullmatch(value.strip()):
            return value, "suppressed"
        return self.token(value), "secret"

    def text(self, text: str) -> str:
        """Free text, such as a name or a comment: a token when it holds a credential by shape, else unchanged."""
        return self.token(text) if _SHAPE.search(text) else text

    def token(self, value: str) -> str:
        """The token that stands for a secret: ``<secret 1>``, or ``<secret 3f2a:…>`` under a key."""
        digest = hmac.digest(self._key, value.encode("utf-8", "surrogatepass"), "sha256")
        if self._keyed:
            return f"<secret {self._key_id}:{digest.hex()[:16]}>"
        return f"<secret {self._numbers.setdefault(digest, len(self._numbers) + 1)}>"


def beginning(text: str) -> str:
    """A line that is no option, as far as it may be shown: up to its first ``=`` or ``:``, or the word of a secret."""
    ends = [match.end() for match in (_ANYWHERE.search(text), re.search(r"\b(?:pwd|pass)\b", text, re.I)) if match]
    ends += [position for position in (text.find("="), text.find(":")) if position >= 0]
    end = min(ends, default=len(text))
    return text if end == len(text) else f"{text[:end]}…"
