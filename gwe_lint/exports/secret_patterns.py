"""Patterns of secrets such as passwords: names of options, shapes of values. Rather one too many than one too few."""

import re

from gwe_lint.suggest import near_miss

# Parts of names that hold a credential, whatever stands before and behind them.
_PARTS = (
    *("password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "passwrd"),
    *("mot-de-passe", "motdepasse", "contraseña", "contrasena"),
    *("secret", "token", "credential", "authorization", "bearer", "keystore", "key-store", "key_store"),
)
# Short words that do so only as a word of their own, after splitting at punctuation and at capitals, or at its end.
_WORDS = ("pwd", "pass", "pw", "pin", "psw", "pswd", "pword", "passw")
_NO_PASSWORD = ("bypass", "compass", "encompass", "surpass", "trespass", "overpass", "underpass")
# A key is a credential when one of these stands before it; after other words its value decides.
_KEYS = (
    *("api", "access", "account", "auth", "client", "crypt", "encryption", "license", "master", "private"),
    *("secure", "session", "shared", "signing", "ssh", "storage"),
)
_MISSPELT = ("password", "passwd", "passphrase", "credential")
_FILE_NAME = r"(?i)(?:/|\./|\.\./|~|[a-z]:[\\/]|\\\\)\S.*|.*\.(?:pem|key|crt|cer|p12|pfx|jks|der)"

_WORD_OF_SECRET = (
    r"(?:password|passwd|passphrase|passwort|kennwort|pwd|secret|token|credential|keystore|pswd|psw|api[-_ ]?key)s?"
)
_NOT_OF = "".join(f"(?<!{word.removesuffix('pass')})" for word in _NO_PASSWORD)
_SHORT_WORD = rf"[\w.-]{{0,40}}(?:{_NOT_OF}pass|pw|(?<![a-z])(?:pin|sig))"
_SHAPE = (
    # a parameter list: ;password=x ?token=x &sig=x; also password: x, "password": x
    rf"(?i){_WORD_OF_SECRET}[\"']?\s*[=:]\s*\S"
    rf"|(?:^|[;&?,{{\s\"'])(?:{_SHORT_WORD}|[\w-]{{0,40}}key)[\"']?\s*=\s*\S"
    rf"|(?:^|[;&?,{{\s\"'])(?:pass|pw|pin)[\"']?\s*:\s*\S"
    r"|(?:api|access|account|private|secret|shared|encryption|client)[-_ ]?key[\"']?\s*:\s*\S"
    # a command line: -password x
    rf"|(?:^|\s)-{{1,2}}(?:[\w-]{{0,40}}{_WORD_OF_SECRET}|{_SHORT_WORD})[\s=]+\S"
    r"|(?:^|\s)(?:-u|--user)[\s=]+[^\s:]{1,99}:\S"
    # markup: key="password" value="x", <password>x
    rf"|[\w.-]{{0,40}}{_WORD_OF_SECRET}[\w.-]{{0,40}}[\"']\s+value\s*=|<[\w:-]{{0,40}}{_WORD_OF_SECRET}[\w:-]{{0,40}}>\s*\S"
    # user:password@host, user/password@host; sip:user@host has no password
    r"|(?:^|[\s/=;,\"'(@])(?!(?:sips?|mailto|xmpp|im):[^\s:@]{1,99}@)[^\s/:@]{1,99}[:/][^\s@]{1,99}@[\w.-]"
    # an authorization header, a private key
    r"|(?:^|authorization\s{0,9}[=:])\s{0,9}(?:bearer|basic)\s{1,9}\S{6,}\s{0,9}$"
    r"|-----BEGIN [A-Z ]{0,40}PRIVATE KEY"
    # a web token
    r"|(?-i:eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.)"
)
_MASKED = r"\*{3,}|\[output suppressed\]|x{4,}|•{3,}"


def secret_by_name(name: str) -> bool:
    """True for the name of an option that holds a credential, near misses of such names included."""
    folded = name.lower()
    if any(part in folded for part in _PARTS):
        return True
    if "key" in folded and re.search(rf"(?:{'|'.join(_KEYS)})[-_. ]?key", folded):
        return True
    return any(_is_secret_word(word.lower()) for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))


def _is_secret_word(word: str) -> bool:
    if word in _WORDS or (word.endswith(("pwd", "pass", "pw", "passw")) and word not in _NO_PASSWORD):
        return True
    return word[0] in "pc" and len(word) > 5 and near_miss(word, _MISSPELT) is not None


def may_be_a_key(name: str) -> bool:
    """True for a name that ends in the word ``key``: ``hmac-key``, ``subscriptionKey``; a queueKey is an address."""
    return (
        not name.endswith("queueKey")
        and re.search(r"(?:^|[^a-zA-Z])key$|[a-z0-9]Key$|(?:^|[^A-Z])KEY$", name) is not None
    )


def is_file_name(value: str) -> bool:
    """True for a path or a file of keys and certificates, which is what ``certificate-key`` holds."""
    return re.fullmatch(_FILE_NAME, value.strip()) is not None


def is_masked(value: str) -> bool:
    """True for a masked value, which an export has in place of a secret."""
    return re.fullmatch(_MASKED, value.strip()) is not None


def suspicious(value: str) -> bool:
    """False when no shape can fit. This test is quick, since nearly every value of an export is harmless.

    A carriage return splits a value into lines, and the name of a secret may stand on one of them.
    """
    if "\r" in value or "=" in value or ":" in value or "@" in value or "<" in value or "%" in value:
        return True
    if "eyJ" in value:
        return True
    if " " not in value:
        return False
    folded = value.lower()
    if folded.strip() == "[output suppressed]":
        return True
    if " -" in folded or folded[0] == "-":
        return True
    return "pass" in folded or "pw" in folded or "bearer " in folded or "basic " in folded or "-----begin" in folded


def credentials_in_url(value: str) -> bool:
    """True where an ``@`` follows ``://``, plain, percent-encoded or with the slashes escaped."""
    folded = value.lower().replace("\\/", "/").replace("%3a", ":").replace("%2f", "/").replace("%40", "@")
    start = folded.find("//")
    return start >= 0 and folded.find("@", start) >= 0


def secret_by_shape(value: str) -> bool:
    """True for a value that holds a credential, whatever its option is called."""
    return suspicious(value) and (credentials_in_url(value) or re.search(_SHAPE, value) is not None)


def may_continue_secret(line: str) -> bool:
    """True for a line that looks like an option and may be the rest of a secret: base64 with its padding.

    An option without a value, ``trusted-ca=``, is none: names are no long mixtures of letters of all kinds and digits.
    """
    padded = r"[A-Za-z0-9+/_-]{2,}==|(?=\S*[0-9])(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/]{20,}="
    return re.fullmatch(rf"\s*(?:{padded})\s*", line) is not None


def expects_secret(value: str) -> bool:
    """True for a value that breaks off where a secret would follow, in the next line: ``{"password":``."""
    return re.search(rf"(?i)(?:{_WORD_OF_SECRET}|pass|pw)[\"']?\s*[=:>]?\s*$", value) is not None


def shown_beginning(text: str) -> str:
    """The part of a malformed line that may be shown: up to its first ``=`` or ``:``, or the word of a secret.

    Nothing is shown where the line holds the name of a secret in other words.
    """
    ends = [position for position in (text.find("="), text.find(":")) if position >= 0]
    word = re.search(rf"(?i){'|'.join(_PARTS)}|pass|pwd|pw\b", text)
    if word:
        ends.append(word.end())
    end = min(ends, default=len(text))
    if end < len(text):
        return f"{text[:end]}…"
    return "…" if secret_by_name(text) or may_be_a_key(text.split(maxsplit=1)[0] if text.strip() else "") else text
