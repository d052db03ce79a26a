"""Names of secrets such as passwords: which names announce one, and which values under such a name are none.

A name is split into words at punctuation, digits and capitals, so that every spelling of it is judged alike.
"""

import re
from functools import lru_cache
from typing import Literal

from gwe_lint.suggest import near_miss


def set_of(words: str) -> frozenset[str]:
    """The words, which blanks set apart."""
    return frozenset(words.split())


# Words that announce a secret wherever they stand in a name, in the singular.
_SECRET = set_of(
    "pwd pass pw pin psw pswd pword passw pwrd pswrd cred creds bearer jwt otp totp psk hmac senha clave heslo "
    "haslo salasana parola sifre passord passordet kodeord geslo lozinka zaporka segredo segreto"
)
# Parts of names that do so inside of longer words and across them. Neither a secretary nor a tokenizer is secret,
# nor is encryption in Korean. Chinese and Japanese set no words apart, and Cyrillic words have many endings.
_PARTS = re.compile(
    r"passw(?:or[dt]|d)|passwrd|paswor[dt]|paswd|passphrase|passcode|kennwort|mot(?:de)?passe|contraseni?a|wachtwoord"
    r"|losenord|adgangskode|jelszo|secret(?!ar)|token(?!i[sz])|credential|authorization"
    r"|pincode|authcode|accesscode|unlockcode|securityanswer|sharedaccess|snmpcommunit|accesskey"
    r"|geheim(?!halt|dienst)|zugangs(?:dat|code)|anmeldedat|inloggegeven|palavrapasse|slaptazod|katasandi|matkhau"
    r"|парол|секрет(?!ар)|токен(?!из)|лозинк|密码|密碼|口令|密钥|密鑰|パスワード|暗証番号|비밀번호|암호(?!화)"
    r"|סיסמ|كلمةال(?:مرور|سر)|συνθηματικ|κωδικο[σς]προσβασ"
)
# Words that announce a secret at the end of a name only, and only where the value may be one.
_AT_THE_END = set_of("key community cookie signature sig salt sas sessionid jsessionid keystore truststore pem webhook")
# What a key is for. It is a credential after these words, none after the others, and after all else its value decides.
_CREDENTIAL_KEYS = set_of(
    "api access account auth client crypt encryption enc license master private priv secure session shared "
    "signing sign ssh storage hmac pass aes rsa des snmp service db database wrapping deploy recovery activation "
    "product"
)
_PLAIN_KEYS = set_of(
    "queue contact routing route primary foreign sort order group partition cache lookup search index map hot "
    "shortcut function arrow enter escape public registry resource message translation locale label field column "
    "property attribute name unique natural business interaction customer skill row object item entry option "
    "section parameter param header correlation thread conversation tracking campaign composite join reference "
    "ref dtmf soft hard"
)
_AFTER_KEY = set_of("value data material string content id text name")
# Words that tell several secrets of one kind apart.
_WHICH = set_of("prod production test dev uat staging live primary secondary backup old new current next")
_NO_PASSWORD = set_of("bypass compass encompass surpass trespass overpass underpass")
# Words behind pass and pin, and before pass, with which these are no password.
_NO_PASS = (
    r" (?:pass (?:through|thru|on|by|along|over|back|rate|fail|filter|count)|pin (?:to|top|on|board|bottom|left|right)"
    r"|(?:low|high|band|first|second|last|single|multi|two|one|boarding|ski) pass) "
)
MAY_BE_MISSPELT = re.compile("[pPcC][a-zA-Z]{5}").search
_MISSPELT = ("password", "passwd", "passphrase", "credential")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+").findall
# Letters that look like Latin ones, and digits that stand for letters.
_LOOK_ALIKES = str.maketrans("аеорсухіѕԁһАЕОРСХІЅ", "aeopcyxisdhAEOPCXIS")
_DIGITS = str.maketrans("0134578@$", "oieastbas")
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"

# Every ASCII name that announces a secret has one of these in lower case, or names a session. Most names have none,
# which is quick to see. A tree, since that is asked of nearly every name and of many values.
_STEMS = (
    r"a(?:dgang|nmelde|pork|uth)|bearer|c(?:lave|o(?:de|mmunit|ntrase|okie)|red)|g(?:angs|e(?:gev|heim|slo))"
    r"|h(?:aslo|eslo|mac)|jelsz|jwt|k(?:e(?:nnwort|y)|hau|odeord)|o(?:tp|zink)|p(?:a(?:rola|s(?:s|w(?:d|or)))"
    r"|em|in(?!g)|s(?:k|w)|w)|rity[-_. ]?answ"
    r"|s(?:a(?:l(?:asana|t)|ndi|s)|e(?:cret|gre[dt]o|nha|nord)|hared|i(?:fre|g(?!n(?!at)))|laptazod)"
    r"|t(?:oken|ruststore)|w(?:achtwoord|ebhook)"
)
_OTHER_LETTERS = re.compile("[^\x00-\xff]").search  # no letters of Western Europe
# With what announces a secret inside of a value; one pattern serves both, since compiling it takes time at every start.
# All but these, and but for the answer to a question, is within one word of letters.
BESIDE_WORDS = ("sid=", "[output", "soap/v3", "enc(", "obf:")
ANNOUNCEMENTS = "|".join((_STEMS, "basic|identified|log(?:in|on)|hook", *map(re.escape, BESIDE_WORDS)))
may_announce = re.compile(ANNOUNCEMENTS).search


def may_name_a_session(folded: str) -> bool:
    """False where ``session`` is a word as any other: no ``id`` comes behind it, and it is no parameter of a URL.

    In a text with other letters than those of ASCII, an ``id`` may have an accent.
    """
    at = folded.find("sess")
    if at < 0:
        return False
    return folded.find("id", at) >= 0 or "?session=" in folded or "&session=" in folded or not folded.isascii()


Secrecy = Literal["secret", "maybe", "plain"]


def plain_letters(text: str) -> str:
    """The text without accents; letters of other alphabets become the Latin ones that they look like."""
    if text.isascii():
        return text
    import unicodedata  # noqa: PLC0415  most exports are ASCII

    text = unicodedata.normalize("NFKD", re.sub(_INVISIBLE, "", text))
    text = "".join(char for char in text if not unicodedata.combining(char) or char in "\u3099\u309a")
    text = unicodedata.normalize("NFC", text.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    if text.translate(_LOOK_ALIKES) == text:
        return text  # most have none, and a text may have very many words
    return re.sub(r"[^\W\d_]+", _as_latin, text)


def _as_latin(word: re.Match[str]) -> str:
    """The word in Latin letters where some of its letters are, as in one that only looks like ``password``.

    A Cyrillic word beside a Latin one stays what it is.
    """
    latin = word[0].translate(_LOOK_ALIKES)
    return latin if re.search("[a-zA-Z]", word[0]) and not re.search("[а-яёА-ЯЁ]", latin) else word[0]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and in the singular."""
    words = []
    for word in _WORDS(plain_letters(name)):
        folded = word.lower()
        if folded.endswith("ies") and len(folded) > 4 and folded != "cookies":
            folded = f"{folded[:-3]}y"
        elif folded[-1] == "s" and len(folded) > 3 and folded[-2] != "s":
            folded = folded[:-1]
        words.append(folded)
    return tuple(words)


def secrecy_of(name: str) -> Secrecy:
    """What a name says of its value: a ``secret``, ``maybe`` one, which the value decides, or ``plain``."""
    return _kept_secrecy(name) if len(name) <= 64 else _secrecy(name)


def _secrecy(name: str) -> Secrecy:
    folded = name.lower()
    if not may_announce(folded) and not may_name_a_session(folded) and (name.isascii() or not _OTHER_LETTERS(name)):
        return "plain"
    words = words_of(name)
    if not words:
        return "plain"
    if _PARTS.search("".join(words)):
        return "secret"
    if any(_is_secret(word) for word in words) and not _only_passes(words):
        return "secret"
    return _secrecy_of_keys(words)


_kept_secrecy = lru_cache(maxsize=4096)(_secrecy)  # names come again and again


def _without_digits(name: str) -> str:
    """The letters of a name in which digits and signs stand for letters: ``p4ssw0rd``."""
    if not re.search(r"[a-zA-Z][0-9@$]+[a-zA-Z]", name):
        return ""
    return re.sub("[^a-z]", "", name.lower().translate(_DIGITS))


def _only_passes(words: tuple[str, ...]) -> bool:
    """True where the words are such as ``pass-through`` and announce nothing else."""
    text = f" {' '.join(words)} "
    if not re.search(_NO_PASS, text):
        return False
    return not any(_is_secret(word) for word in re.sub(_NO_PASS, " ", text).split())


def _is_secret(word: str) -> bool:
    if word in _SECRET:
        return True
    return word.endswith(("pwd", "pass", "pw", "passw")) and word not in _NO_PASSWORD


def _secrecy_of_keys(words: tuple[str, ...]) -> Secrecy:
    while len(words) > 1 and words[-1] in _WHICH:
        words = words[:-1]
    last = words[-1]
    for before, word in zip(("", *words), words, strict=False):
        if word == "key" and before in _CREDENTIAL_KEYS:
            return "secret"
        if word.endswith("key") and word[:-3] in _CREDENTIAL_KEYS:
            return "secret"
    if len(words) > 1 and words[-2] in ("key", "community") and last in _AFTER_KEY:
        return "maybe"
    if last == "id" and len(words) > 1 and words[-2] == "session":
        return "maybe"
    if last not in _AT_THE_END and not last.endswith(("sessid", "sessionid", "community")):
        return "plain"
    if last == "key" and len(words) > 1 and _is_plain_key(words[-2]):
        return "plain"
    return "maybe"


def _is_plain_key(word: str) -> bool:
    return word in _PLAIN_KEYS or near_miss(f"{word}key", ("queuekey",)) is not None


def secret_by_name(name: str) -> bool:
    """True for a name that holds a credential, near misses of such names included."""
    if secrecy_of(name) == "secret" or _PARTS.search(_without_digits(name)):
        return True
    if not name.isascii():
        name = plain_letters(name)
        if secrecy_of(name) == "secret":
            return True
    if not MAY_BE_MISSPELT(name):
        return False
    return any(word[0] in "pc" and len(word) > 5 and near_miss(word, _MISSPELT) is not None for word in words_of(name))


def may_be_a_key(name: str) -> bool:
    """True for a name whose value decides: one that ends in ``key``, as in ``hmac-key``; a queueKey is an address."""
    return secrecy_of(name) == "maybe"


# Last words of names of sections that are about secrets and hold none.
_ABOUT_SECRETS = set_of(
    "policy rule setting reset validation complexity expiration service server limit timeout option requirement "
    "endpoint log filter format"
)


@lru_cache(maxsize=4096)
def is_section_of_secrets(section: str) -> bool:
    """True for a section that is called after secrets: ``credentials``, ``db.passwords``, ``secrets:prod``."""
    parts = [words for part in re.split("[:/.]", section) if (words := words_of(part))]
    if not parts or parts[-1][-1] in _ABOUT_SECRETS:
        return False
    return any(map(_ends_in_secret, parts))


def _ends_in_secret(words: tuple[str, ...]) -> bool:
    if secrecy_of(words[-1]) == "secret" or words == ("key",):
        return True
    return words[-1] in ("key", "phrase", "code", "word") and secrecy_of(" ".join(words[-2:])) == "secret"
