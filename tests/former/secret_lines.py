"""Secrets on broken lines of a text: those that go on in the next line, and what of a malformed line may be shown."""

import re

from tests.former.secret_names import may_be_a_key, secrecy_of, secret_by_name

_MOST_LOOKED_AT = 100  # words of a line
_ENDS_OF_NAME = r"([\w.\- ]{1,60})[\"']?\s{0,9}[=:>]?\s{0,9}[\"']?\Z"
_WORDS = r"[^\W_]+"
_PRIVATE_KEY = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY"
_LINE_OF_KEY = r"\s*(?:[A-Za-z0-9+/]+={0,2}|(?:Proc-Type|DEK-Info|Comment|Version):.*)\s*"
_PADDED = r"\s*(?:[A-Za-z0-9+/_-]{2,}==|(?=\S*[0-9])(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/]{20,}=)\s*"


def opens_private_key(line: str) -> bool:
    """True for a line in which a private key begins that goes on in the next lines."""
    return "-----BEGIN" in line and "-----END" not in line and re.search(_PRIVATE_KEY, line) is not None


def is_in_private_key(line: str) -> bool:
    """True for a line as a private key has them behind its first one, to its last."""
    return re.fullmatch(_LINE_OF_KEY, line) is not None or "-----END" in line


def may_continue_secret(line: str) -> bool:
    """True for a line that looks like an option and may be the rest of a secret: base64 with its padding.

    An option without a value, ``trusted-ca=``, is none: names are no long mixtures of letters of all kinds and digits.
    """
    return re.fullmatch(_PADDED, line) is not None


def expects_secret(value: str) -> bool:
    """True for a value that breaks off where a secret would follow, in the next line: ``{"password":``."""
    found = re.search(_ENDS_OF_NAME, value[-90:])
    return found is not None and secrecy_of(found[1]) == "secret"


def shown_beginning(text: str) -> str:
    """The part of a malformed line that may be shown: up to its first ``=`` or ``:``, or the word of a secret.

    Nothing is shown where the line holds the name of a secret in other words.
    """
    ends = [position for position in (text.find("="), text.find(":"), _end_of_name(text)) if position >= 0]
    end = min(ends, default=len(text))
    if end < len(text):
        return f"{text[:end]}…"
    return "…" if secret_by_name(text) or may_be_a_key(text.split(maxsplit=1)[0] if text.strip() else "") else text


def _end_of_name(text: str) -> int:
    """Where the first word ends that announces a secret; -1 where none does."""
    before = ""
    for match, _ in zip(re.finditer(_WORDS, text), range(_MOST_LOOKED_AT), strict=False):
        if secret_by_name(match[0]) or (before and secrecy_of(f"{before} {match[0]}") == "secret"):
            return match.end()
        before = match[0]
    return -1
