"""Redaction of secrets such as passwords: a reader passes every name and value through. A secret becomes a token.

A token keeps equality and nothing else.
"""

import os
import re
from collections.abc import Iterable, Mapping
from copy import copy

from gwe_lint.catalogue.fact import Fact, tenant_of
from gwe_lint.exports.plain_texts import PlainTexts
from gwe_lint.exports.records import Kind
from gwe_lint.exports.secret_names import is_section_of_secrets, may_be_a_key, secret_by_name
from gwe_lint.exports.secret_shapes import credentials_in_url, is_login, secret_beyond_doubt, secret_by_shape
from gwe_lint.exports.secret_values import SWITCHES, is_harmless_under, may_be_secret
from gwe_lint.suggest import near_miss

KEY_VARIABLE = "GWE_LINT_HMAC_KEY"
Mark = int | bytes  # what a process knows a secret by, without a key

NUMBERED = "<secret [0-9]+>"  # a pattern of tokens without a key, which mean something in one run alone
SUPPRESSED = "[output suppressed]"  # what Configuration Server shows in place of a value
# Types of options that hold the name of something.
_NAMES = ("queue-name", "endpoint-reference", "endpoint-by-tenant-name", "endpoint-list")
# Ends of names of options that may hold a user and a password.
_OF_LOGINS = ("auth", "authentication", "login", "logon")
_MASK = re.compile(r"\*{3,}|\[output suppressed\]|x{4,}|•{3,}")

_ENDS_OF_NAMES = "=:]\r "  # where the name of a secret may end, inside a longer text
_HAS_END = re.compile(f"[{re.escape(_ENDS_OF_NAMES)}]").search

_TOKEN = re.compile(r"<secret (?:[0-9]+|(?P<key>[0-9a-f]{4}):[0-9a-f]{16})>")


def is_masked(value: str) -> bool:
    """True for a masked value, which an export has in place of a secret."""
    return _MASK.fullmatch(value.strip()) is not None


def is_token(text: str) -> bool:
    """True for a text that has the form of a token, whole."""
    return text.startswith("<secret ") and _TOKEN.fullmatch(text) is not None


def keys_in(text: str) -> tuple[str, ...]:
    """The key id of every token in a text, in order; empty for a token that was made without a key."""
    return tuple(found["key"] or "" for found in _TOKEN.finditer(text)) if "<secret " in text else ()


def _names_for_all_types(facts: Iterable[Fact]) -> frozenset[tuple[str, str]]:
    """The options that hold a name in every product that documents them, by section and option.

    A text export is read before its product is known. So that one product documents a name does not make the value of
    another one's option readable. Facts of a site make no value readable at all.
    """
    types: dict[tuple[str, str], set[bool]] = {}
    for fact in facts:
        if not fact.of_site:
            types.setdefault((fact.section, fact.option), set()).add(fact.type in _NAMES)
    return frozenset(option for option, found in types.items() if found == {True})


class Redactor:
    """Replaces secrets by tokens. Same value, same token; across runs only with a key, else tokens are numbered."""

    def __init__(self, facts: Iterable[Fact] = (), key: bytes | None = None) -> None:
        facts = tuple(facts)
        self._secret = tuple(sorted({fact.option.lower() for fact in facts if fact.secret}))
        self._beginnings = tuple(name.rstrip("*") for name in self._secret if name.endswith("*"))
        self._names = _names_for_all_types(facts)
        self._key = key
        self._salt = os.urandom(32)
        self.replaced = 0  # how many secrets were replaced, each time that one is met
        self._is_shared = False
        self._numbers: dict[Mark, int] = {}
        self._harmless: dict[str, dict[str, bool]] = {}
        self.plain = PlainTexts(self._is_plain_name, self._secret, self._beginnings)

    def __repr__(self) -> str:
        return "Redactor()"

    def for_processes(self) -> "Redactor":
        """The same for several processes: each knows a secret of the others again, and none can tell what it is."""
        copied = copy(self)
        copied._is_shared, copied._numbers = True, {}
        return copied

    def with_key(self, key: bytes | None, salt: bytes = b"") -> "Redactor":
        """The same with this key and this salt, and nothing of its own ones. It knows no secret yet."""
        new = copy(self)
        new._key, new._salt, new._is_shared, new._numbers = key, salt, False, {}
        new.plain = PlainTexts(new._is_plain_name, self._secret, self._beginnings)  # which holds no former one
        return new

    @property
    def seen(self) -> tuple[Mark, ...]:
        """What stands for each numbered secret, in the order of their numbers; nothing under a key."""
        return tuple(self._numbers)

    @property
    def numbered(self) -> int:
        """How many secrets have a number."""
        return len(self._numbers)

    def number_from(self, seen: Iterable[Mark]) -> None:
        """Give these secrets the first numbers, in their order, and those after them to all others."""
        self._numbers = {mark: number for number, mark in enumerate(seen, 1)}

    def _mark(self, value: str) -> Mark:
        """A salted hash of a secret. Processes that share the work of a run have the same."""
        if not self._is_shared:
            return hash((self._salt, value))
        from hmac import digest  # noqa: PLC0415  only where work is shared

        return digest(self._salt, value.encode("utf-8", "surrogatepass"), "sha256")

    def _secrecy_of_name(self, section: str, name: str) -> str:
        """The class of a value by the names alone: ``stated``, ``secret``, ``maybe`` and so on.

        What a fact states is secret whatever the value is. The value decides where a name is ``maybe`` a secret's.
        The value of an endpoint is a ``name``, unless the endpoint is clearly called like a password. The value of a
        documented queue option is a ``name`` in its own section, unless the name is a secret's. No fact makes the value
        of a secret's name readable, since rule packs may come from anybody.
        """
        folded = name.lower().rpartition("/")[2]  # of a list in a section: the member
        if tenant_of(section) and not folded.endswith(("password", "passwd", "pwd")):
            return "name"
        if near_miss(folded, self._secret) or folded.startswith(self._beginnings):
            return "stated"
        if secret_by_name(name):
            return "secret"
        if (section, name) in self._names:
            return "name"
        if is_section_of_secrets(section):
            return "secret"
        if may_be_a_key(name):
            return "maybe"
        return "login" if folded.endswith(_OF_LOGINS) else "plain"

    def _is_plain_name(self, name: str) -> bool:
        """True for a name that holds no secret, and announces none in a section that is not about secrets."""
        return self._secrecy_of_name("", name) == "plain" and not self._holds_credential(name)

    def holds_secret(self, section: str, name: str) -> bool:
        """True for a name whose value is a secret, whatever the value is."""
        return self._secrecy_of_name(section, name) in ("stated", "secret", "maybe")

    def harmless_names(self, section: str) -> Mapping[str, bool]:
        """A cache of the names of a section that hold no secret. Calls of ``value`` fill it."""
        return self._harmless.setdefault(section, {})

    def value(self, section: str, name: str, value: str) -> tuple[str, Kind]:
        """The redacted value and its kind: ``string``, ``secret`` or ``suppressed``."""
        secrecy = self._secrecy_of_name(section, name)
        if secrecy in ("plain", "name"):
            self._harmless.setdefault(section, {})[name] = True
        if value.strip() == SUPPRESSED:
            return SUPPRESSED, "suppressed"
        if not value.strip() or value.lower() in SWITCHES or not self._is_secret(section, name, secrecy, value):
            return value, "string"
        return (value, "suppressed") if is_masked(value) else (self.token(value), "secret")

    def _is_secret(self, section: str, name: str, secrecy: str, value: str) -> bool:
        if "\r" in value and any(
            self._secrecy_of_name(section, part.partition("=")[0]) in ("stated", "secret") for part in value.split("\r")
        ):
            return True  # lines of a file with other line ends
        if secrecy == "name":  # names have no quotes, and what has them may be JSON or markup
            return secret_beyond_doubt(value) or ('"' in value and secret_by_shape(value))
        if secrecy == "login":
            return is_login(value) or secret_by_shape(value)
        if secrecy == "stated":
            return True
        announced = secrecy == "secret" or (secrecy == "maybe" and may_be_secret(name, value))
        return (announced and not is_harmless_under(name, value)) or secret_by_shape(value)

    def text(self, text: str) -> str:
        """A redacted name or comment: a token where it holds a credential by shape, or behind the name of one."""
        return text if text in self.plain.names or self.shows(text) else self.token(text)

    def shows(self, text: str) -> bool:
        """True where ``text`` would leave this text as it is. No token is made."""
        return not self._holds_credential(text)

    def _holds_credential(self, text: str) -> bool:
        if not _HAS_END(text):
            return secret_by_shape(text)
        ends = [end for end, char in enumerate(text) if char in _ENDS_OF_NAMES][:20]
        named = any(
            text[end:].strip(_ENDS_OF_NAMES + "[") and self._ends_in_secret(text[:end], text[end]) for end in ends
        )
        return named or secret_by_shape(text)

    def object_name(self, name: str) -> str:
        """The name of an object: a token only where it holds a credential beyond doubt.

        Options refer to objects by name, and a queue may be called ``Password Reset``.
        """
        is_secret = secret_beyond_doubt(name) or ("=" in name and self._holds_credential(name.replace(" ", "_")))
        return self.token(name) if is_secret else name

    def parameters(self, text: str) -> str:
        """A parameter list, ``tls=1;password=x``, each value a token where it is a secret: the others are needed."""
        if credentials_in_url(text):
            return self.token(text)
        return ";".join(self._parameter(part) for part in text.split(";"))

    def _parameter(self, part: str) -> str:
        name, equals, value = part.partition("=")
        return f"{self.text(name)}={self.value('', name.strip(), value)[0]}" if equals else self.text(part)

    def _ends_in_secret(self, text: str, char: str) -> bool:
        """True where the text ends in the name of a secret. ``char`` is the character behind it."""
        if secret_by_name(text):
            return True
        word = text.rstrip(_ENDS_OF_NAMES).rpartition(";")[2].split(" ")[-1].lower()
        stated = near_miss(word, self._secret) or word.startswith(self._beginnings)
        return bool(stated) or (may_be_a_key(word) and (char == "=" or word != "key"))

    def token(self, value: str) -> str:
        """The token that stands for a secret: ``<secret 1>``, or ``<secret 3f2a:…>`` under a key."""
        self.replaced += 1
        if self._key is None:  # a salted hash, of which only the number is shown
            return f"<secret {self._numbers.setdefault(self._mark(value), len(self._numbers) + 1)}>"
        from hmac import digest  # noqa: PLC0415  only where a key is given

        code = digest(self._key, value.encode("utf-8", "surrogatepass"), "sha256").hex()[:16]
        return f"<secret {self.key_id}:{code}>"

    @property
    def key_id(self) -> str:
        """What tokens show of the key, so that those of two keys are told apart; empty without one."""
        return self._key_id(self._key) if self._key is not None else ""

    def digest(self, data: bytes, of: str = "file") -> str:
        """The digest of a file, or ``of`` another thing, under the key: ``hmac-sha256:3f2a:…``; empty without one."""
        if self._key is None:
            return ""
        from hmac import digest  # noqa: PLC0415  only where a key is given

        made = digest(self._key, f"gwe-lint {of}\n".encode() + data, "sha256")  # never that of a secret
        return f"hmac-sha256:{self._key_id(self._key)}:{made.hex()}"

    @staticmethod
    def _key_id(key: bytes) -> str:
        from hmac import digest  # noqa: PLC0415  only where a key is given

        return digest(key, b"gwe-lint key id", "sha256").hex()[:4]
