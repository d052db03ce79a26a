"""The reader of XML against what it was before: the same records, places, problems and tokens, of any text."""

import gc
from collections.abc import Callable
from random import Random
from types import FunctionType, ModuleType
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwe_lint.exports.formats import reader_of
from gwe_lint.exports.lazy_elements import LazyElements
from gwe_lint.exports.readers import xml_lists
from gwe_lint.exports.redactor import Redactor
from tests.exports.test_same_as_before import CATALOGUE, RARE, VALUES, assert_same, made_name, made_value, some
from tests.former.secret_shapes import secret_by_shape as former_secret_by_shape


class Form(NamedTuple):
    """How a document is written."""

    end: str  # of a line
    indent: str
    close: str  # of an option
    odd: float  # the share of what is not written in the one form


ENDS = ("\n", "\n", "\r\n", "", "", "\r")
CLOSES = ("/>", " />", "></str_pair>", "\t/>", " ></str_pair>", "\n/>")
SECTIONS = (
    "settings",
    "endpoints:1",
    "credentials",
    "log",
    "x y",
    "Straße",
    "chat",
    "password=Canary7Zq",
    "a&b",
    "",
    "😀",
)
ODD = (  # {} stands for an option
    *(
        "<!-- {} -->",
        "<![CDATA[{}]]>",
        "{}<!-- ",
        "{} text ",
        "{}&#10;",
        "{}\x01",
        "{}\x85",
        "{}\uffff",
        "{}<",
        "{}{}",
        "<x/>{}",
    ),
    *(
        "<list_pair key='in'>{}</list_pair>",
        '<list_pair key="in">{}</list_pair>',
        "<x>{}</x>",
        "{}</list_pair>",
        "<x:y>{}",
    ),
    '</list_pair><list_pair key="again">{}',
    '<list_pair key="in">{}<list_pair key="deep">{}</list_pair>{}</list_pair>',
)
PAIRS = (
    *(
        '<str_pair key="{}"/>',
        "<str_pair key='{}' value='{}'/>",
        '<str_pair value="{}" key="{}"/>',
        '<int_pair key="{}" value="5"/>',
    ),
    *(
        '<bin_pair key="{}" value="ff"/>',
        '<x:str_pair key="{}" value="{}"/>',
        '<str_pair key="{}" value="a\nb" />',
        "<str_pair/>",
    ),
    *(
        '<str_pair key="{}" value="a\tb"/>',
        '<str_pair key="{}" value="{}" more="1"/>',
        '<str_pair  key="{}" value="{}"/>',
    ),
    *('<str_pair key="{}" value="&#65;"/>', '<str_pair key="{}" value="&x;"/>', '<str_pair key="{}" value="a<b"/>'),
    *(
        '<str_pair key="{}" value="😀 😀"/>',
        '<str_pair key="{}" value="{}">x</str_pair>',
        '<str_pair key="{}" value=" x "/>',
    ),
    *('<float_pair key="{}" value="1"/>', '<str_pair key="same" value="{}"/>', '<str_pair key="a\x0bb" value="{}"/>'),
)
LISTS = (  # {} stands for a list
    *(
        "<!-- {} -->",
        "<![CDATA[{}]]>",
        "<x>{}</x>",
        "<flexibleProperties>{}</flexibleProperties>",
        "{}{}",
        "<?x {} ?>",
        "{}<x",
    ),
    *(
        "<appServerDBIDs>{}</appServerDBIDs>",
        "<options action='delete'>{}</options>",
        "<userProperties>{}</userProperties>",
    ),
    *(
        '<options action="change">{}</options>',
        "<options>{}",
        "<!DOCTYPE x>{}",
        "<CfgApplication>{}</CfgApplication>",
        "{}--",
    ),
)


def made_pair(random: Random, form: Form) -> str:
    """The element of an option."""
    name, value = quoteattr(made_name(random)), quoteattr(made_value(random), {"€": "&#8364;"})
    if random.random() < form.odd:
        pair = random.choice(PAIRS).replace("{}", escape(made_name(random)), 1).replace("{}", name[1:-1])
        return random.choice(ODD).replace("{}", pair) if random.random() < 0.3 else pair
    if random.random() < 0.02:
        value = quoteattr(random.choice(VALUES))
    if random.random() < 0.01:
        name = quoteattr(random.choice(RARE))
    return f"<str_pair key={name} value={value}{form.close}"


def made_list(random: Random, form: Form) -> str:
    """The element of a section."""
    deep = f"{form.end}{form.indent * 2}"
    name = random.choice(SECTIONS) if random.random() < 0.3 else f"site-{random.randrange(10**4)}"
    pairs = "".join(f"{deep}{form.indent}{made_pair(random, form)}" for _ in range(random.randrange(12)))
    made = f"{deep}<list_pair key={quoteattr(name)}>{pairs}{deep}</list_pair>"
    return random.choice(LISTS).replace("{}", made) if random.random() < form.odd / 3 else made


def made_application(random: Random, form: Form, kind: str) -> str:
    """An application, or another object."""
    line = f"{form.end}{form.indent}"
    trees = "".join(
        f"{line}<{tree}>{''.join(made_list(random, form) for _ in range(random.randrange(6)))}{line}</{tree}>"
        for tree in random.choices(
            ("options", "userProperties", "flexibleProperties"), (8, 2, 1), k=random.randrange(3)
        )
    )
    number, name = random.randrange(1, 300), random.choice(("Chat", "Grüße", "😀", "A=B"))
    if kind == "confdata":
        element = random.choice(("CfgApplication", "CfgApplication", "CfgScript", "CfgTenant", "CfgPerson"))
        scalars = f'{line}<DBID value="{number}"/><name value="{name}"/>'
        return f"{form.end}<{element}>{scalars}{trees}{form.end}</{element}>"
    if random.random() < 0.3:
        trees = trees.replace("<options>", f'<options action="{random.choice(("add", "change", "delete"))}">')
        return f'{form.end}<CfgServerUpdate DBIDref="{number}">{trees}{form.end}</CfgServerUpdate>'
    return f'{form.end}<CfgServer id="S{number}" name="{name}" DBID="{number}">{trees}{form.end}</CfgServer>'


def made_document(random: Random) -> str:
    """A document of any form, in which anything may be odd."""
    odd = random.choice((0.0, 0.0, 0.0, 0.003, 0.03, 0.2))
    form = Form(random.choice(ENDS), random.choice(("", "  ", "\t")), random.choice(CLOSES[:3]), odd)
    if odd and random.random() < 0.3:
        form = form._replace(close=random.choice(CLOSES))
    kind = random.choice(("confdata", "cfgdata"))
    inside = "".join(made_application(random, form, kind) for _ in range(random.randrange(1, 5)))
    if kind == "cfgdata":
        around = random.choice(("CfgCreate", "CfgUpdate", "CfgRemove"))
        return f"<CfgData>{form.end}<{around}>{inside}{form.end}</{around}></CfgData>"
    return f"<ConfData>{inside}{form.end}</ConfData>" if random.random() < 0.8 else inside.lstrip()


def damaged(random: Random, data: bytes) -> bytes:
    """The same, cut off or with other bytes somewhere."""
    at = random.randrange(len(data) + 1)
    with_ = random.choice(
        (
            b"<",
            b'"',
            b"\xff",
            b"&",
            b"\0",
            b"-->",
            b"<!--",
            b"\r",
            "😀".encode(),
            b"</list_pair>",
            b">",
            b"\xed\xa0\x80",
        )
    )
    return data[:at] if random.random() < 0.3 else data[:at] + with_ + data[at + random.randrange(3) :]


def made_file(random: Random) -> bytes:
    """A file of such a document."""
    text = made_document(random)
    encoding = random.choice(("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "windows-1252"))
    if random.random() < 0.5:
        text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{text}'
    data = text.encode(encoding, "replace" if encoding == "windows-1252" else "surrogatepass")
    return damaged(random, data) if random.random() < 0.15 else data


def made_log(random: Random) -> bytes:
    """A text in which such documents stand."""
    around = (
        "09:00 received\n",
        "a <CfgApplication> b",
        "<!-- x -->",
        "\n\n",
        "é😀 ",
        "<ConfData><x",
        "password=Canary7Zq ",
    )
    parts = [random.choice(around), made_document(random), random.choice(around)]
    if random.random() < 0.5:
        parts += [made_document(random), random.choice(around), made_document(random)]
    data = "".join(parts).encode("utf-8", "surrogatepass")
    return damaged(random, data) if random.random() < 0.2 else data


@pytest.fixture(autouse=True)
def in_any_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are looked for in the smallest documents, too."""
    monkeypatch.setattr(xml_lists, "_LEAST", 0)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("format", "made"), [("xml", made_file), ("log", made_log)], ids=["xml", "log"])
def test_made_files(format: str, made: Callable[[Random], bytes], seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    for part in (1 << 20, 1 << 20, 600, 100):  # bytes that are looked through at once
        monkeypatch.setattr(xml_lists, "_PART", part)
        for _ in range(2):
            assert_same(format, *(made(random) for _ in range(3)))


@given(st.randoms(use_true_random=False))
@some
@pytest.mark.slow
def test_a_made_file(random: Random) -> None:
    assert_same("xml", made_file(random))
    assert_same("log", made_log(random))


def document_of(options: str, before: str = "", behind: str = "") -> str:
    """An application with these options, and something around its tree of options."""
    head = '<ConfData><CfgApplication><DBID value="7"/><name value="Chat"/>'
    return f"{head}{before}<options>{options}</options>{behind}</CfgApplication></ConfData>"


LIST = '<list_pair key="{}">\n  <str_pair key="x" value="1" />\n  <str_pair key="y" value="2" />\n</list_pair>'
MANY = "".join(LIST.replace("{}", f"site-{number}") for number in range(9))
ONE = LIST.replace("{}", "one")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(document_of(f"{ONE}<!--{MANY}-->{LIST}"), id="in a comment"),
        pytest.param(document_of(f"{ONE}<!-- - -{MANY} -- -->{LIST}"), id="in a comment that is wrong"),
        pytest.param(document_of(f"{ONE}<!--{MANY.replace('1', '--')}-->{LIST}"), id="wrong in a comment"),
        pytest.param(document_of(f"{ONE}<![CDATA[{MANY}]]>{LIST}"), id="in CDATA"),
        pytest.param(document_of(f"{ONE}<?x {MANY}?>{LIST}"), id="in an instruction"),
        pytest.param(document_of(ONE, before=MANY), id="before the options"),
        pytest.param(
            document_of(ONE, behind=f"<flexibleProperties>{MANY}</flexibleProperties>"), id="that nobody reads"
        ),
        pytest.param(document_of(ONE, behind=f"<portInfos>{MANY}</portInfos>"), id="in an element of the object"),
        pytest.param(document_of(ONE, behind=f"<userProperties>{MANY}</userProperties>"), id="in the annex"),
        pytest.param(document_of(f"{ONE}{MANY}").replace("</ConfData>", f"{MANY}</ConfData>"), id="in the root"),
        pytest.param(document_of(f"{ONE}{MANY}") + MANY, id="behind the root"),
        pytest.param(document_of(f"{ONE}{MANY}") + f"<!--{MANY}-->", id="in a comment behind the root"),
        pytest.param(document_of(f'{ONE}<str_pair key="a">{MANY}</str_pair>{LIST}'), id="in an option"),
        pytest.param(document_of(f'{ONE}<list_pair key="a">{MANY}</list_pair>{LIST}'), id="in a list"),
        pytest.param(document_of(f"{ONE}<x>{MANY}</x>{LIST}"), id="in an unknown element"),
        pytest.param(document_of(f"{ONE}{ONE}{MANY}{MANY}"), id="again"),
        pytest.param(document_of(f'<list_pair key="one"></list_pair>{ONE}{MANY}'), id="again, behind an empty one"),
        pytest.param(document_of(f"{MANY}{ONE}<x"), id="of a file that is cut off"),
        pytest.param(document_of(f"{MANY}&x;{ONE}"), id="before what is wrong"),
        pytest.param(document_of(f"{MANY}😀&x;{ONE}"), id="before what is wrong in a line with a wide letter"),
        pytest.param(f"<!DOCTYPE x [ <!-- {MANY} --> ]>{document_of(MANY)}", id="in a document type"),
        pytest.param(document_of(MANY.replace('key="x', 'key="site-1/x')), id="with a name that repeats its section"),
        pytest.param(document_of(MANY.replace('"x"', '"password"')), id="with a secret"),
        pytest.param(document_of(MANY.replace('"1"', '"user:Canary7Zq@host"')), id="with a value that is a secret"),
        pytest.param(document_of(MANY.replace('"x"', '"password=Canary7Zq"')), id="with a name that is a secret"),
        pytest.param(document_of(MANY.replace('"site', '"password=Canary7Zq')), id="with a section that is a secret"),
        pytest.param(document_of(MANY.replace('"site', '"credentials')), id="of secrets"),
        pytest.param(document_of(MANY.replace('"1"', '" a "').replace('"2"', '"a\u200bb"')), id="with blanks"),
        pytest.param(
            document_of(MANY.replace('"1"', '"a&amp;&lt;b&amp;lt;"').replace('"y"', '"y&gt;"')), id="with entities"
        ),
        pytest.param(document_of(MANY.replace('"1"', '"a&#38;b"')), id="with a number for a letter"),
        pytest.param(document_of(MANY.replace('"1"', '"привет 😀"')), id="in other letters"),
        pytest.param(document_of(MANY.replace("\n", "\r")), id="with lone returns"),
        pytest.param(document_of(MANY.replace("\n", "\r\n")), id="with two signs at the end of each line"),
        pytest.param(document_of(MANY.replace("\n", "")), id="in one line"),
        pytest.param(document_of(MANY.replace(" />", "></str_pair>")), id="with end tags"),
        pytest.param(document_of(MANY.replace('"1"', '"a\tb"')), id="with a tabulator"),
        pytest.param(document_of(MANY.replace('"1"', '"a\nb"')), id="with a line end"),
        pytest.param(document_of(MANY.replace('"1"', '"a\x01b"')), id="with what no XML has"),
        pytest.param(document_of(MANY.replace('"1"', '"a\uffffb"')), id="with what is no character"),
    ],
)
def test_a_list(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (1 << 20, 300):
        monkeypatch.setattr(xml_lists, "_PART", part)
        for end in ("", "\n", " 😀"):
            assert_same("xml", f"\n{text.replace('{}', 'two')}{end}".encode("utf-8", "surrogatepass"))
            assert_same("log", f"09:00 é{text.replace('{}', 'two')}{end}{text}{end}".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("limit", range(18, 32))
def test_the_limit_of_options(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "gwe_lint.exports.readers.xml_pairs",
        "gwe_lint.exports.readers.builder",
        "tests.former.readers.builder",
    ):
        monkeypatch.setattr(f"{module}.MOST_OPTIONS", limit)
    assert_same("xml", document_of(MANY + ONE).encode())


def test_what_is_plain_is_made_when_it_is_asked_for() -> None:
    text = document_of(MANY.replace('site-3">', 'site-3">\n  <str_pair key="password" value="Canary7Zq" />'))
    (export,) = reader_of("xml")(text.encode(), "x.xml", Redactor(CATALOGUE)).exports
    assert [type(each.options) for each in export.sections.values()] == [LazyElements] * 9
    password = export.sections["site-3"].options["password"]
    assert (password.value, password.kind) == ("<secret 1>", "secret")


@pytest.mark.parametrize("hidden", [each for each in VALUES if "Canary7Zq" in each])
def test_nothing_that_is_kept_holds_a_secret(hidden: str) -> None:
    """Neither the document nor the redactor, whatever is not made yet."""
    pairs = f'<str_pair key="x" value={quoteattr(hidden)} />\n  <str_pair key={quoteattr(hidden)} value="y" />'
    secret = MANY.replace('<str_pair key="x" value="1" />', pairs).replace(
        '"y" value="2"', '"password" value="Canary7Zq"'
    )
    redactor = Redactor(CATALOGUE)
    for format in ("xml", "log"):
        document = reader_of(format)(document_of(secret, behind=f"<!--{MANY}-->").encode(), "x.xml", redactor)
        reachable = everything_in([document, redactor.plain])
        assert any("site-3" in each for each in reachable)
        assert [] == [each for each in reachable if "Canary7Zq" in each and former_secret_by_shape(each)]
        assert not any(each == "Canary7Zq" for each in reachable)


def everything_in(things: list[object]) -> list[str]:
    """All texts that these refer to, one way or another."""
    texts, seen = [], set()
    while things:
        thing = things.pop()
        if isinstance(thing, str):
            texts.append(thing)
        elif isinstance(thing, bytes):
            texts.append(thing.decode("utf-8", "replace"))
        elif id(thing) not in seen and not isinstance(thing, type | ModuleType | FunctionType):
            seen.add(id(thing))
            things += gc.get_referents(thing)
    return texts
