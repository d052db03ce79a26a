"""Shapes of values that hold a credential, whatever their option is called. All patterns take linear time.

Rather one value too many than one too few, but for sentences, paths and addresses, which people have to read.
"""

import re
from collections.abc import Iterator

from gwe_lint.exports.secret_names import may_announce, may_name_a_session, plain_letters, secrecy_of
from gwe_lint.exports.secret_pairs import HELD, holds_pair, looks_random
from gwe_lint.exports.secret_values import SWITCHES, is_file_name, is_harmless_under, is_plain_word, is_sentence

# Every shape has something strange, or is a token, or has one of these and a character that sets words apart.
# The patterns are of such a form that re skips what cannot begin a match: every alternative begins with a letter or a
# sign, and one set is faster than two. Nearly all the time of a reader is spent here.
_APART = re.compile("[=:<,| \"']").search
_ODD = re.compile(r"[^\x20-#'-?A-Z\[\]^-z|}~\xa1-\xac\xae-\xff]").search  # @ % \ & $ { and what is no plain text
# What of these is strange: all but paths of Windows, shares in percent, and braces around numbers and nothing.
_STRANGE = (
    r"[^\x20-\x7e\xa1-\xac\xae-\xff]|@|%[0-9a-fA-F]{2}|\\(?:[\"'/=:@&]|u00|x[0-9a-fA-F]{2})|&(?:#|[a-z]{2,6};)"
    r"|\$[\w-]{1,40}\$|\{[A-Za-z]|sq0"
)
_LONG_WORD = re.compile("[A-Za-z0-9_-]{15}").search  # every token has one, unless it has a backslash
_SHORTEST_TOKEN = 15

# Tokens by what they begin with, as their makers document it.
TOKENS = (
    r"(?a)(?<![A-Za-z0-9])(?:"
    r"(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12}"  # AWS
    r"|gh[oprsu]_[A-Za-z0-9_]{12}|github_pat_[A-Za-z0-9_]{8}"
    r"|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct|oas)-[\w-]{10}|GR1348941[\w-]{8}"  # GitLab
    r"|[xX][oO][xX][a-zA-Z](?:\.xox[a-z])?-[\w-]{11}|xapp-[\w-]{11}|xwfp-[\w-]{11}"  # Slack
    r"|[prs]k_(?:live|test)_\w{8}|whsec_\w{10}"  # Stripe
    r"|AIza[\w-]{16}|ya29\.[\w-]{16}|GOCSPX-[\w-]{9}|1//0[\w-]{16}"  # Google
    r"|SG\.[\w-]{16,40}\.[\w-]{8}|npm_[A-Za-z0-9]{16}|pypi-[\w-]{16}|dckr_pat_[\w-]{8}|hvs\.[\w-]{16}"
    r"|sk-[\w-]{16}|sq0(?:csp|atp|idp)-[\w\\-]{9}|dop_v1_\w{16}|shp(?:at|ca|pa|ss)_\w{16}|AKC[a-zA-Z0-9]{13}"
    r"|AP[0-9A-F](?=[a-zA-Z]{0,40}[0-9])[a-zA-Z0-9]{13,80}(?![\w.-])|(?:AC|SK)[0-9a-z]{32}|[0-9a-z]{32}-us[0-9]{1,2}"
    r"|[0-9]{8,10}:[\w-]{35}(?![\w-])|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}|b3BlbnNzaC1rZXktdjE|PuTTY-User-Key-File-"
    r"|eyJ[\w-]{13,600}\.(?:eyJ)?[\w-]{8}"  # JSON Web Token
    r")"
)
_HOOKS = (
    r"(?i)hooks\.slack\.com/(?:services|workflows)/\w|\.webhook\.office\.com/\w|discord(?:app)?\.com/api/webhooks/\w"
    r"|softlayer\.com/soap/v3[/.]"
)
_PRIVATE_KEY = r"BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY"
_HASH = (
    r"\{(?:S?SHA(?:[0-9]{3})?|S?MD5|CRYPT|BCRYPT|PBKDF2[\w-]{0,20}|ARGON2|cipher|bcrypt|noop|AES|xor)\}[^\s{}]"
    r"|\$(?:1|2[abxy]|5|6|7|y|apr1|argon2(?:id|i|d)|pbkdf2[\w-]{0,20})\$[^\s$]"
    r"|(?<!\w)ENC\([^\s()]|(?<!\w)OBF:\w{4}"
)
_HEADER = r"(?i)(?:^|[\s\"'=:,])(?:bearer|basic|apikey)\s{1,9}([A-Za-z0-9+/._~=-]{6,400})"
_SQL = r"(?i)\bidentified\s{1,9}by\s{1,9}\S"
# -p x, with a port or a path as no password; -u user:x; -px only beside -u
_FLAG = r"(?:^|\s)(?:-[pP]\s{1,9}(?![0-9]{1,5}(?:\s|$)|[./~-])\S|(?:-u|--user)[\s=]{1,9}[^\s:]{1,99}:\S)"
_OF_SNMP = r"(?i)\bsnmp[a-z]{1,20}\s(?:\S{1,40}\s){0,4}-c\s{1,9}\S"
_USER_FLAG = r"(?:^|\s)-u\s?[^\s-]"
_PASSWORD_FLAG = r"\s-p(?![a-z]{0,20}(?:[\s=]|$))\S"
_OPTION = r"(?:^|\s)-{1,2}([\w.-]{1,64})(?:\s{1,9}|=)([^\s]{1,200})"
_ELEMENT = r"<([\w:.-]{1,64})(?:\s[^<>]{0,200})?>\s{0,9}(?:<!\[CDATA\[)?([^<\s][^<]{0,200})"
_NAMED_ELEMENT = (
    r"<[\w:.-]{1,64}\s[^<>]{0,200}?\b(?:name|key)\s{0,3}=\s{0,3}[\"']([\w.-]{1,64})[\"'][^<>/]{0,200}>\s{0,9}"
    r"(?:<!\[CDATA\[)?([^<\s][^<]{0,200})"
)
_HOLDER = (
    r"(?i)(?:key|name|option|param|parameter|property|field|header|id|attribute)[\"']?\s{0,9}[=:>]\s{0,9}[\"']?"
    r"([\w.-]{1,64})"
)
_QUOTED = r"(?i)(?:key|pwd|pw|password|pass|token|secret).{0,20}?[\"'][\w/+=-]{24,200}[\"']"
_ITEMS = r"([\"'])([\w.-]{1,64})\1\s{0,9},\s{0,9}([\"'])([^\"']{1,200})\3"
_NEXT_WORD = (
    r"(?<![\w.-])([\w.-]{2,64})(?=(?:\s{1,3}(?:is|was|ist|es|est|to|=>|->)\s{1,3}|\s{0,3}[,|\t]\s{0,3}|\s{1,3})"
    r"([^\s,;|]{1,200}))"
)
_SESSION = (
    r"(?i)(?:^|[?&;,\s\"'{])(?:(?:set-)?cookie2?[\"']?\s{0,9}[=:]\s{0,9}[\"']?[\w.-]{1,64}=[^\s;]"
    r"|[\w.-]{0,20}(?:sess|session)[-_]?id[\"']?\s{0,9}[=:]\s{0,9}[\"']?[^\s\"';,&]{4}"
    r"|(?:x-amz-|x-goog-)(?:signature|credential|security-token)[=:]\S)"
    r"|[?&](?:auth|jwt|session|sid|sig|signature|otp|key)=[^\s&#]|[?&]code=[^\s&#]{12}"
)
_LOGIN = (
    r"(?i)(?:^|[?&;,\s\"'{])[\w.-]{0,30}(?:auth|authentication|login|logon|userpass)[\"']?\s{0,9}[=:]\s{0,9}[\"']?"
    r"[\w.@\\-]{1,64}[:/](?!/)[^\s;,&\"']"
)
_AUTHORITY = r"//([^/?#\s\"'<>]{0,300})"
_USER_AND_NO_PORT = r"[^\s:@,;|]{1,99}:(?![0-9]{0,5}(?:[,;|]|$))"
_USER_BEFORE_HOST = r"://[^\s:/?#@]{1,99}:[^\s:/?#@]{1,99}@"
_URL = r"(?i)[a-z][a-z0-9+.-]{0,20}://[^\s\"'<>]*"
# user:password@host and user/password@host; a user@host of SIP has no password, and a path is none either
_USER_AND_PASSWORD = (
    r"(?:^|[\s=;,\"'(@|:])(?!(?:sips?|mailto|xmpp|im|tel):[^\s:@]{1,99}@|[A-Za-z]:[\\/]|[.~]{1,2}/)"
    r"([^\s/:@\\]{1,99})[:/]([^\s@]{1,99})@(?:\(|//)?[\w.\[-]{1,99}"
)
_PATH = r"(?:[A-Za-z]:)?[\w.@ \\/-]*[\\/][\w.@ -]*\.(?:log|txt|cfg|conf|xml|json|csv|ini|properties|html?)"
# A list of ciphers in the form of OpenSSL, which ends in @STRENGTH.
_CIPHER = r"[!+-]?(?:[A-Z0-9][A-Z0-9_+-]{1,40}|[aek][A-Z]{2,10})"
_CIPHERS = (
    rf"(?:^|(?<=cipher=)|(?<=ciphers=)|(?<=cipher-list=)){_CIPHER}(?:[:, ]{_CIPHER}){{0,99}}[:, ]?"
    r"@(?:STRENGTH|SECLEVEL=[0-5])"
)
_ESCAPES = (
    r"%([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{2});|&#([0-9]{2,3});"
    r"|&(quot|apos|lt|gt|amp|equals|colon|commat);|\\{1,8}([\"'/=:@&])"
)
_ENTITIES = {
    "quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&", "equals": "=", "colon": ":", "commat": "@",
}  # fmt: skip


def suspicious(value: str) -> bool:
    """False when no shape can fit. This test is quick, since nearly every value of an export is harmless."""
    if len(value) < _SHORTEST_TOKEN:
        if value.isalnum() and value.isascii():
            return False
    elif _LONG_WORD(value) and re.search(TOKENS, value):
        return True
    if _ODD(value) and re.search(_STRANGE, value):
        return True
    if not _APART(value):
        folded = value.lower()
        return "hook" in folded or "soap/v3" in folded or "ENC(" in value
    if value[0] == "-" or " -" in value:
        return True
    folded = value.lower()
    return may_announce(folded) is not None or may_name_a_session(folded)


def secret_by_shape(value: str) -> bool:
    """True for a value that holds a credential, whatever its option is called."""
    return suspicious(value) and holds_credential(value)


def holds_credential(value: str) -> bool:
    """The same without the quick test before it."""
    return any(map(_holds_credential, _readings(value)))


def is_login(value: str) -> bool:
    """True for a user and a password with a colon or a slash between them, as in ``login=user/x``."""
    return re.match(_LOGIN, f"login={value}") is not None


def secret_beyond_doubt(name: str) -> bool:
    """True for the name of an object, or of a queue, that holds a credential: such names are free text, and needed."""
    if credentials_in_url(name) or re.search(TOKENS, name) or re.search(_PRIVATE_KEY, name):
        return True
    return "=" in name and secret_by_shape(name)


def _readings(value: str) -> Iterator[str]:
    """The value as it is, and as it is once its escapes are resolved, up to three times."""
    yield value
    text = value
    if not value.isascii() and re.search("[^\x00-\x9f\xa1-\xac\xae-\xff]", value):
        text = plain_letters(value)
        yield text
    for _ in range(3):
        if "%" not in text and "\\" not in text and "&" not in text:
            return
        resolved = re.sub(_ESCAPES, _resolved, text)
        if resolved == text:
            return
        text = resolved
        yield text


def _resolved(match: re.Match[str]) -> str:
    hexadecimal = match[1] or match[2] or match[3] or match[4]
    if hexadecimal:
        return chr(int(hexadecimal, 16))
    if match[5]:
        return chr(int(match[5])) if int(match[5]) < 256 else match[0]
    return _ENTITIES[match[6]] if match[6] else match[7]


def _holds_credential(text: str) -> bool:
    if re.search(TOKENS, text) or re.search(_HOOKS, text) or re.search(_PRIVATE_KEY, text) or re.search(_HASH, text):
        return True
    if "@" in text and (credentials_in_url(text) or _holds_user_and_password(text)):
        return True
    if any(looks_random(match[1]) for match in re.finditer(_HEADER, text)):
        return True
    if re.search(_SESSION, text) or re.search(_LOGIN, text) or re.search(_SQL, text) or re.search(_FLAG, text):
        return True
    if " -p" in text and re.search(_USER_FLAG, text) and re.search(_PASSWORD_FLAG, text):
        return True
    if re.search(_QUOTED, text) or ("-c" in text and re.search(_OF_SNMP, text)):
        return True
    return holds_pair(text) or _holds_named_value(text)


def credentials_in_url(value: str) -> bool:
    """True where an ``@`` stands in the authority of a URL, plain, percent-encoded or with the slashes escaped."""
    folded = value.lower().replace("\\/", "/").replace("%3a", ":").replace("%2f", "/").replace("%40", "@")
    if re.search(_USER_BEFORE_HOST, folded):
        return True
    for match in re.finditer(_AUTHORITY, folded):
        authority = match[1]
        if "@" in authority:
            return True
        # a password with a blank or a slash in it, which no URL may hold
        if re.match(_USER_AND_NO_PORT, authority) and "@" in folded[match.end() : match.end() + 200]:
            return True
    return False


def _holds_user_and_password(text: str) -> bool:
    if re.fullmatch(_PATH, text):
        return False
    text = re.sub(_URL, " ", re.sub(_CIPHERS, "", text))
    found = re.findall(_USER_AND_PASSWORD, text)
    if not found:
        return False
    words = all(is_plain_word(password) for _, password in found)
    return not (words and is_sentence(re.sub(_USER_AND_PASSWORD, " word ", text)))


def _holds_named_value(text: str) -> bool:
    """True where the name of a secret and its value stand side by side, without a ``=`` between them."""
    if "<" in text and any(_is_named(match[1], match[2]) for match in re.finditer(_ELEMENT, text)):
        return True
    named = re.finditer(_NAMED_ELEMENT, text) if "<" in text else ()
    if any(secrecy_of(match[1]) == "secret" and _is_named(match[1], match[2]) for match in named):
        return True
    if any(secrecy_of(match[1]) == "secret" for match in re.finditer(_HOLDER, text)) and re.search(HELD, text):
        return True
    if any(_is_named(match[2], match[4]) and secrecy_of(match[4]) == "plain" for match in re.finditer(_ITEMS, text)):
        return True
    if "-" in text and any(_is_named(match[1], match[2]) for match in re.finditer(_OPTION, text)):
        return True
    return any(_is_next(match) for match in re.finditer(_NEXT_WORD, text))


def _is_named(name: str, value: str) -> bool:
    secrecy, value = secrecy_of(name), value.strip()
    if secrecy == "plain" or not value or value.lower() in SWITCHES or is_harmless_under(name, value):
        return False
    return secrecy == "secret" or not is_file_name(value)


def _is_next(match: re.Match[str]) -> bool:
    name, word = match[1], match[2].strip("\"'`().!?")
    announced = secrecy_of(name) == "secret" or name.lower().endswith("community")
    return announced and len(word) > 4 and not is_file_name(word) and _is_mixed(word)


def _is_mixed(word: str) -> bool:
    """True for a word of letters and digits, as passwords are and the words of sentences are not."""
    return re.search("[0-9]", word) is not None and re.search("[A-Za-z]", word) is not None
