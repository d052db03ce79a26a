"""Secrets die here: a reader passes every name and value through, and only a token that keeps equality comes out."""

import os
import re
from collections.abc import Iterable, Mapping

from gwe_lint.catalogue import Fact, tenant_of
from gwe_lint.model import Kind

KEY_VARIABLE = "GWE_LINT_HMAC_KEY"

# Parts of option names that hold a credential, whatever stands before and behind them.
_PARTS = (
    *("password", "passwd", "passphrase", "passcode", "passwort", "kennwort"),
    *("secret", "token", "credential", "authorization", "bearer", "keystore", "key-store", "key_store"),
)
# Short words that do so only as a word of their own, after splitting at punctuation and at capitals.
_WORDS = frozenset({"pwd", "pass", "pw", "pin", "userpass", "dbpass", "userpwd", "dbpwd"})
# A name that ends in "key" holds a credential when one of these stands before it; else its value decides.
_KEYS = (
    *("api", "access", "account", "auth", "client", "crypt", "encryption", "license", "master", "private"),
    *("secure", "session", "shared", "signing", "ssh", "storage"),
)
_NAMES = ("queue-name", "endpoint-reference")  # types of options that hold the name of something
_FILE_NAME = r"(?i)[\\/]|\.(?:pem|key|crt|cer|p12|pfx|jks|der)$"

# Shapes of values: credentials inside a URL, a credential in a parameter list, an authorization header, a private key.
_IN_URL = r"://\S*@"
_SHAPE = (
    rf"(?i){_IN_URL}"
    r"|(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|accountkey|credential)s?[\"']?"
    r"\s*[=:]\s*\S"
    r"|(?:^|authorization\s*[=:])\s*(?:bearer|basic)\s+\S{6,}\s*$"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
)
_MASKED = r"\*{3,}|\[output suppressed\]|x{4,}|•{3,}"


def _secret_by_name(name: str) -> bool:
    folded = name.lower()
    if any(part in folded for part in _PARTS):
        return True
    if folded.endswith("key") and any(folded[:-3].rstrip("-_. ").endswith(word) for word in _KEYS):
        return True
    if not any(word in folded for word in ("pwd", "pass", "pw", "pin")):
        return False
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return any(word.lower() in _WORDS for word in words)


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
        self._names = frozenset((fact.section, fact.option) for fact in facts if fact.type in _NAMES)
        self._keyed = key is not None
        self._key = key or os.urandom(32)
        self._numbers: dict[bytes, int] = {}
        self._harmless: dict[str, dict[str, bool]] = {}

    def __repr__(self) -> str:
        return "Redactor()"

    def _class(self, section: str, name: str) -> str:
        """What the name alone says of its value: ``secret``, ``maybe`` (it ends in ``key``), ``plain``, or ``name``.

        The value of an endpoint or of a queue option is the name of something, whatever the option is called.
        """
        if tenant_of(section) or (section, name) in self._names:
            return "name"
        if (section, name) in self._plain:
            return "plain"
        if name.lower() in self._secret or _secret_by_name(name):
            return "secret"
        return "maybe" if re.search(r"(?i)(?<![a-z])key$", name) else "plain"

    def harmless_names(self, section: str) -> Mapping[str, bool]:
        """The names of a section that were already found to hold no secret; it grows as ``value`` is asked."""
        return self._harmless.setdefault(section, {})

    def value(self, section: str, name: str, value: str) -> tuple[str, Kind]:
        """The value as any object may hold it, and its kind: ``string``, ``secret`` or ``suppressed``."""
        harmless = self._harmless.setdefault(section, {})
        verdict = self._class(section, name)
        if verdict in ("plain", "name"):
            harmless[name] = True
            if not suspicious(value):
                return value, "string"
        if verdict == "maybe":
            verdict = "plain" if not value or re.search(_FILE_NAME, value) else "secret"
        shape = _IN_URL if verdict == "name" else _SHAPE
        if not value or (verdict in ("plain", "name") and not re.search(shape, value)):
            return value, "string"
        if re.fullmatch(_MASKED, value.strip()):
            return value, "suppressed"
        return self.token(value), "secret"

    def text(self, text: str) -> str:
        """Free text, such as a name or a comment: a token when it holds a credential by shape, else unchanged."""
        return self.token(text) if re.search(_SHAPE, text) else text

    def token(self, value: str) -> str:
        """The token that stands for a secret: ``<secret 1>``, or ``<secret 3f2a:…>`` under a key."""
        from hmac import digest as hmac  # only where there is a secret

        digest = hmac(self._key, value.encode("utf-8", "surrogatepass"), "sha256")
        if self._keyed:
            key_id = hmac(self._key, b"gwe-lint key id", "sha256").hex()[:4]
            return f"<secret {key_id}:{digest.hex()[:16]}>"
        return f"<secret {self._numbers.setdefault(digest, len(self._numbers) + 1)}>"


def beginning(text: str) -> str:
    """A line that is no option, as far as it may be shown: up to its first ``=`` or ``:``, or the word of a secret."""
    folded = text.lower()
    ends = [position for position in (text.find("="), text.find(":")) if position >= 0]
    ends += [folded.index(word) + len(word) for word in (*_PARTS, "pwd", "pass") if word in folded]
    end = min(ends, default=len(text))
    return text if end == len(text) else f"{text[:end]}…"
