"""What is plain for sure among many names and values is plain for the redactor, one by one, whatever came before."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwe_lint.catalogue.fact import Fact
from gwe_lint.exports import secret_names
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_lines import BREAKS_OFF, expects_secret
from tests.exports.test_same_as_before import CATALOGUE, VALUES, some
from tests.former.redactor import Redactor as FormerRedactor

OF_A_PACK = (
    Fact("chat-server", "settings", "vendor-blob*", "any", secret=True),
    Fact("chat-server", "settings", "k2-blob3", "any", secret=True),
    Fact("chat-server", "settings", "maß", "any", secret=True),
)
FACTS = (*CATALOGUE, *OF_A_PACK)
NOW, BEFORE = Redactor(FACTS), FormerRedactor(FACTS)
# None of these is about secrets, but in some the values are judged as names of objects.
SECTIONS = ("settings", "", "endpoints:1", "service:wes", "Straße", "password-policy", "a/b", "security")


def redactors_of(text: str) -> tuple[Redactor | FormerRedactor, ...]:
    """The redactors that are asked: not the former one where it took parts of words for one: ``session-to-ken``."""
    return (NOW,) if "sess" in text.lower() else (NOW, BEFORE)


def assert_plain_name(name: str) -> None:
    """Neither redactor hides anything in this name, or behind it."""
    for redactor in redactors_of(name):
        assert redactor.text(name) == name
        for section in SECTIONS:
            assert redactor.value(section, name, "Canary7Zq1") == ("Canary7Zq1", "string")


def assert_plain_value(value: str) -> None:
    """Neither redactor hides this value under a name that says nothing, and nothing behind it may be hidden."""
    for redactor in redactors_of(value):
        for section in SECTIONS:
            assert redactor.value(section, "verbose", value) == (value, "string")
    assert not (value.endswith(BREAKS_OFF) and expects_secret(value))
    assert "\n" not in value


# Each kind of token, with how many characters there are at least where any may be.
# fmt: off
TOKENS = (
    *("AKIA{12}", "A3TX{12}", "ghp_{12}", "github_pat_{8}", "glpat-{10}", "glagent-{10}", "GR1348941{8}", "xoxb-{11}"),
    *("XOXP-{11}", "xoxe.xoxp-{11}", "xapp-{11}", "xwfp-{11}", "sk_live_{8}", "pk_test_{8}", "rk_live_{8}"),
    *("whsec_{10}", "AIza{16}", "ya29.{16}", "GOCSPX-{9}", "1//0{16}", "SG.{16}.{8}", "npm_{16}", "pypi-{16}"),
    *("dckr_pat_{8}", "hvs.{16}", "sk-{16}", "sq0csp-{9}", "sq0csp-a\\{7}", "dop_v1_{16}", "shpat_{16}", "AKC{13}"),
    *("AP0a0{12}", "AC{32}", "SK{32}", "{32}-us7", "12345678:{35}", "M{23}.abcdef.{27}", "N{25}.ABCDEF.{38}"),
    *("b3BlbnNzaC1rZXktdjE", "PuTTY-User-Key-File-", "eyJ{13}.{8}", "eyJ{13}.eyJ{8}"),
)
# fmt: on


def made_token(kind: str, filling: str) -> str:
    """A token of this kind that has nothing but the filling where any character may be."""
    return re.sub(r"\{([0-9]+)\}", lambda found: (filling * int(found[1]))[: int(found[1])], kind)


@pytest.mark.parametrize("kind", TOKENS)
def test_every_kind_of_token_is_odd(kind: str) -> None:
    hidden = 0
    for filling, before in product(("a", "Q", "0", "7", "a1", "1a"), ("", "x-", "log.", "a_b_", "9.", "x9_", "q")):
        text = before + made_token(kind, filling)
        odd_names, odd_values = Redactor(FACTS).plain.judge([text, "x"], [text, "x"])
        if text not in odd_names:
            assert_plain_name(text)
        if text not in odd_values:
            assert_plain_value(text)
        hidden += text in odd_values
    assert hidden


@pytest.mark.parametrize(
    "value",
    [
        *("-p Canary7Zq", "x -p Canary7Zq", "-u x:Canary7Zq", "{SHA}Canary7Zq", "{cipher}Canary7Zq", "$6$Canary7Zq"),
        *(
            "OBF:1Canary7Zq",
            "{xor}Canary7Zq",
            "q=OBF:1Canary7Zq",
            "ENC(Canary7Zq)",
            "api.softlayer.com/soap/v3/x",
            "hooks.slack.com/services/T1",
            "sa:Canary7Zq@sql",
        ),
        *(
            "/x?session=Canary7Zq",
            "jsessionid=Canary7Zq",
            "x;session\xefd=Canary7Zq",
            "q;sess-id=Canary7Zq",
            "s=sess\xedid x;jsessid=Canary7Zq",
        ),
        *(
            "Security answer: Canary7Zq",
            "security_answer=Canary7Zq",
            "x" * 985 + " ghp_Canary7ZqCanary",
            "sq0csp-a\\b\\cdefg",
        ),
        *(
            "q=pass\\u0077ord\\u003dCanary7Zq",
            'q=a\\"pin\\":Canary7Zq',
            "q%3Dpwd%3DCanary7Zq",
            "p&#97;ss&#61;Canary7Zq",
        ),
    ],
)
def test_every_kind_of_secret_is_odd_in_a_value(value: str) -> None:
    redactor = Redactor(FACTS)
    likes = [re.sub("[0-9]", "5", value).replace("Canary", "queue"), value.lower().replace("canary7zq", ""), "x", ""]
    for texts in ([value], [*likes, value], [value, *likes]):
        assert value in redactor.plain.judge((), texts)[1]
    assert redactor.value("settings", "verbose", value)[1] == "secret"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "vendor-blob",
            "Vendor-BlobX-9",
            "vendor-blob-of-the-site-of-the-other-side-7",
            "k2-blob3",
            "k2-blbo3",
            "mass",
        ),
        *("user-id", "User_Id", "uesr-id", "trusted-ca-pwd", "p4ssw0rd", "passwrod-12", "pAsSword7", "key", "x.KEY-3"),
        *(
            "session-id",
            "SESSION.ID",
            "security-answer-2",
            "security_answer",
            "webhook",
            "slack.webhook-1",
            "snmp-community",
        ),
    ],
)
def test_every_kind_of_secret_is_odd_in_a_name(name: str) -> None:
    redactor = Redactor(FACTS)
    likes = [name[:-1], f"{name[:-3]}x", name.rstrip("-0123456789")[:-1], "x", "session", "x-id-3", "answer"]
    for texts in ([name], [*likes, name], [name, *likes]):
        assert name in redactor.plain.judge(texts, ())[0]


def test_what_announces_a_secret_is_one_word_of_letters_or_listed() -> None:
    parts = secret_names.ANNOUNCEMENTS.split("|")
    listed = {"rity[-_. ]?answ", *map(re.escape, secret_names.BESIDE_WORDS)}
    assert listed <= set(parts)
    letters = re.compile(r"(?:[a-z()]|\(\?[:!]|\[[a-z]+\])*").fullmatch
    assert [part for part in parts if part not in listed and not letters(part)] == []


WORDS = sorted(
    {word for table in vars(secret_names).values() if isinstance(table, frozenset) for word in table}
    | secret_names.set_of("passwd passphrase credential sess ss word to ken login auth hook security answer user-id")
    | secret_names.set_of("vendor-blob k2-blob3 k1-blob2 mass maß chat queue size timeout Ⅷ \u017f \u212a")
)
CHANGES: tuple[Callable[[str], str], ...] = (
    str,
    str,
    str.upper,
    str.capitalize,
    lambda word: f"{word}s",
    lambda word: f"{word}7",
    lambda word: word.translate(str.maketrans("oieastb", "0134578")),
    lambda word: word[:2] + word[3:],  # slips of the keyboard
    lambda word: word[:2] + word[2:4][::-1] + word[4:],
    lambda word: f"{word[:3]}x{word[3:]}",
)
CHANGED = st.builds(lambda change, word: change(word), st.sampled_from(CHANGES), st.sampled_from(WORDS))
BETWEEN = st.sampled_from((*'-_. :/="@%1\u00ad\u00a0\0\n', "", "", "23", "--", "-7-"))
NUMBERS = st.sampled_from(("", "", "", "1", "-2", "-0-01", "007", "-", "_3", ".4"))
NAMES = st.builds(
    lambda pieces, number: "".join(map("".join, pieces)) + number,
    st.lists(st.tuples(CHANGED, BETWEEN), min_size=1, max_size=4),
    NUMBERS,
)
BEHIND = st.sampled_from(
    ("=Canary7Zq", " -p Canary7Zq", ": Canary7Zq", " is Canary7Zq", "=>x1", "=", ":", ">", "", " 5", "%3DCanary7Zq")
)
TEXTS = st.builds(
    lambda before, name, behind: before + name + behind,
    st.sampled_from(("", "-p ", "a=", "q=1;", "/x?", "Your ", " -", "{", '{"', "é ", "C:\\", "x" * 985)),
    NAMES | st.sampled_from(VALUES) | st.builds(made_token, st.sampled_from(TOKENS), st.sampled_from("aA0")),
    BEHIND,
)


@given(st.lists(NAMES, max_size=12), st.lists(TEXTS, max_size=12), st.sampled_from("0123456789"))
@some
def test_what_was_plain_in_other_texts_makes_no_secret_plain(names: list[str], values: list[str], digit: str) -> None:
    redactor = Redactor(FACTS)
    plain = redactor.plain
    alike = [re.sub("[0-9]", digit, text) for text in (*names, *values)]
    others = [*alike, *(name.rstrip("-0123456789") for name in names), *(f"{name}{digit}" for name in names)]
    plain.judge(others, others)
    options = dict(zip(names, values, strict=False))
    judged = plain.judge_sections(
        [("credentials", options), ("log", {"x": "1"} | options), *((name, {}) for name in names)]
    )
    for name in names:  # also those of sections
        assert (redactor.text(name) == name) is (NOW.text(name) == name)
    for odd_names, odd_values in (plain.judge(names, values), judged):
        for name in set(options) - odd_names:
            assert_plain_name(name)
            if options[name] not in odd_values:
                assert_plain_value(options[name])
