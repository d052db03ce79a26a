"""Values that are no secrets under the name of one: switches, limits, kinds, addresses, files, sentences."""

import re

from gwe_lint.exports.secret_names import set_of, words_of

SWITCHES = set_of("true false yes no on off")  # of options such as password-required
_LIMITS = set_of(
    "timeout ttl count length day size limit retry interval period expiration expiry age lifetime hour minute "
    "second attempt delay max min maximum minimum len duration bit iteration threshold rate tries try depth port"
)
_BOUNDS = set_of("max min maximum minimum")
_NUMBER = r"(?i)[+-]?[0-9]{1,12}(?:[.,][0-9]{1,6})?\s?(?:ms|[smhd]|sec|min|hours?|days?|[kmg]?b|%)?"
_DURATION = r"(?i)P(?:[0-9]{1,6}[YMWD])*(?:T(?:[0-9]{1,6}[HMS])+)?"
_KINDS = set_of(
    "jks jceks pkcs11 pkcs12 p12 pfx pem der bearer basic digest jwt mac oauth oauth2 saml opaque cookie header "
    "query body plain plaintext clear base64 hex utf-8 utf8 rsa dsa ec ecdsa aes des 3des hs256 hs384 hs512 "
    "rs256 rs384 rs512 es256 md5 sha sha1 sha-1 sha256 sha-256 sha512 sha-512 bcrypt scrypt pbkdf2 argon2 "
    "hmac-sha256 none null default auto any strict lax strong weak medium low high simple optional required "
    "mandatory enabled disabled always never internal external local ldap database file"
)
_OF_KIND = set_of(
    "type mode format encoding algorithm alg provider policy method scheme source strength level location style "
    "storage required enabled transport"
)
_OF_FILES = set_of("file path dir directory folder location keystore truststore filename store")
_OF_ADDRESSES = set_of("url uri endpoint link page host server service address site")
_OF_TEXTS = set_of("message text prompt label title hint description tooltip alert placeholder")
_ADDRESS = (
    r"(?i)(?:https?|ldaps?|wss?)://[a-z0-9.-]{1,200}(?::[0-9]{1,5})?(?:/[a-z]{0,20}[0-9.]{0,4}){0,9}"
    r"|(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,20}(?::[0-9]{1,5})?"
    r"|(?:/[a-z][a-z0-9_-]{0,20}){1,9}"
)
_FILE_NAME = r"(?i)(?:/|\./|\.\./|~|[a-z]:[\\/]|\\\\)\S.*|.*\.(?:pem|key|crt|cer|p12|pfx|jks|der|dat|txt)"


def is_file_name(value: str) -> bool:
    """True for a path or a file of keys and certificates, which is what ``certificate-key`` holds."""
    return re.fullmatch(_FILE_NAME, value.strip()) is not None


def is_harmless_under(name: str, value: str) -> bool:
    """True for a value that is no secret under the name of one: a limit, a kind, an address, a file, a sentence."""
    value = value.strip()
    words = words_of(name.rpartition("/")[2])
    if not words:
        return False
    last = words[-1]
    if last in _LIMITS or not _BOUNDS.isdisjoint(words):
        return re.fullmatch(_NUMBER, value) is not None or re.fullmatch(_DURATION, value) is not None
    if last in _OF_KIND and value.lower() in _KINDS:
        return True
    if last in _OF_FILES and is_file_name(value):
        return True
    if last in _OF_ADDRESSES and (re.fullmatch(_ADDRESS, value) or re.fullmatch("[0-9]{2,5}", value)):
        return True
    return last in _OF_TEXTS and is_sentence(value)


_FUNCTION_WORDS = set_of(
    "the a an your you please is are it and to for then not never we us our will with or of in on has have been "
    "must be can if this that no at by from may do does was again when enter bitte ihr ihre ihren der die das "
    "und nicht ist sie wir ein eine le la les votre vous est et ne pas el los su es por favor"
)
_AROUND = ".,;:!?()[]\"'’“”„«»#*-–—…/&+"
_WORD = r"[A-Z]?[^\W\d_A-Z]*(?:['’/-][A-Z]?[^\W\d_A-Z]*){0,3}|[A-Z]{1,5}"


def is_plain_word(word: str) -> bool:
    """True for a word as people write it, and for punctuation; a word with digits, or capitals inside, is none."""
    return re.fullmatch(_WORD, word.strip(_AROUND)) is not None


def is_sentence(text: str) -> bool:
    """True for three words and more of a language, of which one is such as ``the`` or ``your``."""
    words = text.split()
    if len(words) < 3 or not all(map(is_plain_word, words)):
        return False
    return any(word.strip(_AROUND).lower() in _FUNCTION_WORDS for word in words)


def may_be_secret(name: str, value: str) -> bool:
    """Whether the value of a name that leaves it open is a secret. A key is one unless it is a file."""
    if is_file_name(value):
        return False
    return " " not in value.strip() or name.lower().rstrip("s0123456789-_. ").endswith("key")
