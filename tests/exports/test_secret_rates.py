"""How well secrets are told from other values, by a list, another detector, and the quick test before the shapes."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_names import is_section_of_secrets, secrecy_of, secret_by_name
from gwe_lint.exports.secret_shapes import holds_credential, suspicious
from gwe_lint.rules.selection import load_packs

CATALOGUE = load_packs().catalogue


class Row(NamedTuple):
    """An option of the list, and whether it is a secret."""

    kind: str
    section: str
    option: str
    value: str


def rows() -> Iterator[Row]:
    path = Path(__file__).parent.parent / "data" / "secret-corpus.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield Row(*line.split("\t"))


ROWS = tuple(rows())


def is_hidden(row: Row) -> bool:
    return Redactor(CATALOGUE).value(row.section, row.option, row.value)[1] == "secret"


def test_the_list_is_long_enough_to_measure_by() -> None:
    kinds = [row.kind for row in ROWS]
    assert kinds.count("secret") >= 350
    assert kinds.count("plain") >= 200
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("kind", "most"), [("secret", 0.022), ("plain", 0.024)])
def test_no_more_of_the_list_is_judged_wrong_than_was_measured(kind: str, most: float) -> None:
    """The values that are judged wrong are in the list on purpose: docs/secrets.md says why of each."""
    of_kind = [row for row in ROWS if row.kind == kind]
    wrong = [row for row in of_kind if is_hidden(row) != (kind == "secret")]
    assert len(wrong) <= most * len(of_kind), wrong


PLUGINS: list[Any] = list(get_mapping_from_secret_type_to_class().values())
DETECTORS = sorted(each.__name__ for each in PLUGINS if "Entropy" not in each.__name__)


def test_what_another_detector_flags_in_the_list_is_hidden() -> None:
    flagged = []
    with transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}):
        for row in ROWS:
            if any(True for _ in scan_line(f"{row.option}={row.value}")):
                flagged.append(row)
    assert len(flagged) >= 25
    assert [] == [row for row in flagged if not is_hidden(row)]


# Of these detectors, all that their patterns fit. The others look for names as well, or for tokens below 16 characters.
_OF_MAKERS = (
    *("AzureStorageKeyDetector", "BasicAuthDetector", "DiscordBotTokenDetector", "GitHubTokenDetector"),
    *("GitLabTokenDetector", "MailchimpDetector", "NpmDetector", "OpenAIDetector", "PrivateKeyDetector"),
    *("PypiTokenDetector", "SendGridDetector", "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector"),
    "TwilioKeyDetector",
)
PATTERNS = [pattern for each in PLUGINS if each.__name__ in _OF_MAKERS for pattern in each.denylist]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:30])
def test_every_token_that_another_detector_knows_by_its_form_is_hidden(pattern: re.Pattern[str]) -> None:
    printable = st.characters(min_codepoint=0x20, max_codepoint=0x7E)

    @given(st.from_regex(pattern, fullmatch=True, alphabet=printable))
    @settings(max_examples=40, deadline=None, derandomize=True)
    def hidden(token: str) -> None:
        assert is_hidden(Row("secret", "settings", "custom.value", token))

    hidden()


PIECES = (
    *(
        "password",
        "Pwd",
        "pin",
        "token",
        "key",
        "api-key",
        "secret",
        "cookie",
        "session",
        "sid",
        "auth",
        "login",
        "pass",
    ),
    *("name", "value", "x", "host", "a.b", "Bearer ", "Basic ", "identified by ", "-p ", "-u ", "--user", "%3D", "%40"),
    *(
        "&#61;",
        "\\u003d",
        '\\"',
        "://",
        "//",
        "@",
        ":",
        "=",
        ";",
        "&",
        "?",
        ",",
        "|",
        '"',
        "'",
        "<",
        ">",
        "/",
        " ",
        "-",
    ),
    *(
        "\t",
        "\n",
        "\r",
        "\x0b",
        "\u00a0",
        "\u2003",
        "＝",
        "ä",
        "ß",
        "а",
        "п",
        "密码",
        "ﬁ",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
    ),
    *(
        "$6$",
        "{SSHA}",
        "ENC(",
        "eyJ",
        "AKIA",
        "ghp_",
        "xoxb-",
        "sk_live_",
        "AIza",
        "-----BEGIN ",
        "PRIVATE KEY",
        "fail",
    ),
    *("0123456789abcdef", "Canary7Zq", "1", "60", "true", "****", "[output suppressed]", "hooks.slack.com/services/T"),
    *("soap/v3/", "signature", "X-Amz-", "salt", "kennwort", "contraseña", "hasło", "security-answer", "is", "to"),
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=9).map("".join))
@settings(max_examples=1500, deadline=None)
def test_the_quick_test_is_silent_only_where_nothing_is_hidden(value: str) -> None:
    if not suspicious(value):
        assert (value, "string") == Redactor(CATALOGUE).value("settings", "verbose", value)
        assert not holds_credential(value)


SPELLINGS: tuple[Callable[[list[str]], str], ...] = (
    "".join,
    "-".join,
    "_".join,
    ".".join,
    " ".join,
    lambda words: words[0] + "".join(word.title() for word in words[1:]),
    lambda words: "".join(word.title() for word in words),
    lambda words: "-".join(word.title() for word in words),
    lambda words: "_".join(words).upper(),
    lambda words: "-".join(words) + "s",
    lambda words: "-".join(words) + "-2",
    lambda words: "db." + "-".join(words),
    lambda words: "db" + "".join(word.title() for word in words) + "1",
)
NAMES = (
    *("password", "user passwd", "pass phrase", "client secret", "access token", "api key", "hmac key", "private key"),
    *(
        "ssh key",
        "encryption key",
        "snmp community",
        "bind pwd",
        "user pin",
        "session cookie",
        "auth code",
        "pass code",
    ),
)


_TOO_SHORT_TO_TELL = ("userpin", "sessioncookie")  # in one word, which may end in spin as well


@pytest.mark.parametrize("spelling", range(len(SPELLINGS)))
@pytest.mark.parametrize("name", NAMES)
def test_a_name_announces_a_secret_in_every_spelling(name: str, spelling: int) -> None:
    spelt = SPELLINGS[spelling](name.split())
    if spelt not in _TOO_SHORT_TO_TELL:
        assert secret_by_name(spelt) or secrecy_of(spelt) == "maybe"


@pytest.mark.parametrize(
    ("section", "holds"),
    [
        *(("credentials", True), ("password", True), ("Secrets", True), ("db.passwords", True), ("tokens:prod", True)),
        *(
            ("api-keys", True),
            ("password-policy", False),
            ("token-service", False),
            ("settings", False),
            ("log", False),
        ),
        *(("endpoints:1", False), ("service:wes", False), ("inactivity-control", False), ("keyboard", False)),
    ],
)
def test_a_section_that_is_called_after_secrets_holds_some(section: str, holds: bool) -> None:
    assert holds == is_section_of_secrets(section)


def test_what_is_harmless_in_a_section_of_secrets_stays_readable() -> None:
    redactor = Redactor(CATALOGUE)
    options = {"token-timeout": "30", "host": "db.example", "port": "5432", "enabled": "true", "type": "ldap", "x": ""}
    assert {"string"} == {redactor.value("credentials", name, value)[1] for name, value in options.items()}
    assert "secret" == redactor.value("credentials", "user", "scott")[1]


REPEATED = (
    *("=", ":", "@", "/", "//", "://", "a:", "x@", "a/", "<", "<a", "=<", '"', "'", "\\", '\\"', "%3D", "&#61;", "&"),
    *(
        " ",
        " -",
        " -p",
        " -u",
        " -u x -p",
        "-",
        "_",
        ".",
        "a",
        "a ",
        "a.",
        "a-",
        "A1",
        "password ",
        "password=",
        "pin:",
    ),
    *(" password", "key=", "key=a;", "key:a ", "name=", "name=password ", "value=", "<password", "token,", '"token",'),
    *("eyJ", "eyJ-", "eyJa.", "-eyJaaaaaaaaaaaaaa", "AKIA", "gh_", "xox", "SG.", "-----BEGIN ", "BEGIN A", "bearer "),
    *(
        "x/y@acme ",
        "your x/y@acme ",
        "ALL:!",
        "cipher=ALL:",
        "C:\\",
        "/x@y",
        "sess",
        "cookie:",
        "&sig",
        "auth=u",
        "ä",
        "а",
    ),
    *(
        "pass: 10, fail: 2 ",
        "Your PIN: then go ",
        "key 'aaaaaaaaaaaa",
        "identified ",
        "u:p@",
        "https://u:p",
        "{SHA",
        "$6",
    ),
)


@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
def test_the_time_for_a_value_grows_with_its_length(piece: str) -> None:
    """Eight times the text may take eight times as long, and more on a busy machine: 64 times were quadratic."""
    redactor = Redactor(CATALOGUE)

    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        begun = time.process_time()
        redactor.value("settings", "x", text)
        redactor.text(text)
        secret_by_name(text)
        return time.process_time() - begun

    seconds(1_000)
    short, long = min(seconds(8_000) for _ in range(3)), min(seconds(64_000) for _ in range(2))
    assert long < max(24 * short, 0.05)
    assert long < 2
