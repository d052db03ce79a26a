"""JSON as no program writes it, against what the readers made of it before: escapes, odd numbers, keys twice."""

import json
from collections.abc import Callable, Iterable
from random import Random

import pytest

from gwe_lint.exports.formats import reader_of
from gwe_lint.exports.lazy_options import LazyOptions
from gwe_lint.exports.placed_options import PlacedOptions
from gwe_lint.exports.readers.builder import MOST_LEVELS
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from tests.exports.test_same_as_before import CATALOGUE, assert_same

# fmt: off
ODD = (  # values
    *("5", "-0", "00", "01", "1.", "+1", ".5", "-", "0x1", "1e5", "1E400", "-1.5e-3", "12345678901", "9" * 400),
    *("true", "false", "null", "True", "nul", "NaN", "Infinity", "-Infinity", "[]", "[1]", "[[]]", '["AQID"]', "{}"),
    *('{"a":"b"}', "'x'", '"x\ty"', '"\\x"', '"\\ud83d"', '"\\udc00\\ud83d"', '"\\u0000"', '"\\u000a"', '"${X}"'),
    *('"\\u0024{X}"', '"$\\u007bX}"', '"a}b"', '"a]b"', '"{"', '"},{"', '"],["', '"\\""', '"\\\\"', '"\u2028"', '""'),
    *('"\U0001f600"', '"\x7f"', "/*c*/1", "1//x", '"password=Canary7Zq"', '"\\u0070assword=Canary7Zq"'),
)
PLAIN = (
    *("abc", "de fg", "12", "/var/log/x.log", "C:\\GCTI\\x.log", "http://a.example", 'say "hi"', "Grüße", "value"),
    "str_pair",
)
SECTIONS = ("settings", "log", "credentials", "endpoints:1", "a/b", "Straße", "key", "str_pair", '{"key":"x')
# fmt: on


class Writer:
    """Writes JSON: how often anything is odd, and how often a letter is an escape, is drawn for each file."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.odd = random.choice((0.0, 0.01, 0.05, 0.3))
        self.escaped = random.choice((0.0, 0.0, 0.02, 0.3))
        self.blanks = random.choice((("",), ("",), ("", "", " ", "\n", "\r\n", "\t")))

    def happens(self, part: float = 1.0) -> bool:
        """Whether something odd is done here."""
        return self.random.random() < self.odd * part

    def string(self, text: str) -> str:
        """A string, any letter of it perhaps as an escape."""
        escaped = (f"\\u{ord(char):04x}" if self.random.random() < self.escaped else char for char in text)
        return (
            '"'
            + "".join(char if len(char) > 1 else json.dumps(char, ensure_ascii=False)[1:-1] for char in escaped)
            + '"'
        )

    def value(self) -> str:
        return self.random.choice(ODD) if self.happens() else self.string(self.random.choice(PLAIN))

    def joined(self, items: Iterable[str]) -> str:
        blank = self.random.choice
        return ",".join(f"{blank(self.blanks)}{item}{blank(self.blanks)}" for item in items) + "," * self.happens(0.05)

    def array(self, items: Iterable[str]) -> str:
        return f"[{self.joined(items)}]"

    def object(self, members: Iterable[tuple[str, str]]) -> str:
        """An object; seldom one of its keys comes twice, perhaps in other escapes."""
        found = list(members)
        again = [self.random.choice(found)] if found and self.happens(0.5) else []
        return f"{{{self.joined(f'{self.string(key)}:{value}' for key, value in (*found, *again))}}}"

    def names(self) -> list[str]:
        most = 10 if self.happens() else 10**6  # of few numbers some come twice
        words = (
            ("queue", "agent", "log", "password", "api-key", "é", "str_pair", "}")
            if self.happens()
            else ("queue", "agent")
        )
        count = self.random.choice((0, 1, 2, 3, 20, 60))
        return [f"{self.random.choice(words)}-{self.random.randrange(most)}" for _ in range(count)]

    def sections(self, of: Callable[[list[str]], str]) -> list[tuple[str, str]]:
        names = [self.random.choice((*SECTIONS, f"site-{number}")) for number in range(self.random.randrange(1, 4))]
        return [(name, self.value() if self.happens(0.2) else of(self.names())) for name in names]


def mutagen(writer: Writer) -> str:
    options = (writer.object(writer.sections(lambda names: writer.object((each, writer.value()) for each in names))),)
    application = writer.object([("name", '"a"'), ("options", *options), ("userProperties", *options)])
    metadata = writer.object([("formatName", '"JSON"')])
    return writer.object([("__metadata__", metadata), ("applications", writer.array([application]))])


def raw(writer: Writer) -> str:
    turned = writer.random.random() < 0.3

    def pair(name: str) -> str:
        members = [("key", writer.value() if writer.happens(0.2) else writer.string(name)), ("value", writer.value())]
        if turned is not writer.happens(0.2):
            members.reverse()
        return writer.object([*members, ("more", '"x"')] if writer.happens(0.2) else members)

    lists = [
        writer.object([("key", writer.string(section)), ("str_pair", options)])
        for section, options in writer.sections(lambda names: writer.array(map(pair, names)))
    ]
    application = writer.object([("DBID", "5"), ("name", '"a"'), ("options", f'{{"list_pair":{writer.array(lists)}}}')])
    metadata = writer.object([("formatName", '"RAW"')])
    return writer.object([("__metadata__", metadata), ("CFGApplication", writer.array([application]))])


def gax(writer: Writer) -> str:
    options = [
        writer.object(
            [("section", writer.string(f"s{at // 15}")), ("key", writer.string(name)), ("value", writer.value())]
        )
        for at, name in enumerate(writer.names())
    ]
    members = [("type", '"CfgApplication"'), ("dbid", '"1"'), ("options", f'{{"property":{writer.array(options)}}}')]
    return writer.array([writer.object(members)])


@pytest.mark.parametrize("form", [mutagen, raw, gax])
def test_made_files(form: Callable[[Writer], str]) -> None:
    random = Random(form.__name__)
    for _ in range(120):
        text = form(Writer(random))
        if random.random() < 0.1:
            at = random.randrange(len(text))
            text = text[:at] + random.choice('"\\}]{,:\0\ufeff\n') + text[at + random.randrange(2) :]
        assert_same("json", text.encode(random.choice(("utf-8", "utf-8-sig", "utf-16")), "surrogatepass"))


def in_mutagen(section: str) -> bytes:
    """An export with this section."""
    options = f'{{"settings":{section}}}'
    return f'{{"__metadata__":{{"formatName":"JSON"}},"applications":[{{"name":"a","options":{options}}}]}}'.encode()


def in_map(members: str) -> bytes:
    """An export with these options in a map."""
    return in_mutagen(f"{{{members}}}")


def in_list(pairs: str) -> bytes:
    """An export with these options in a list."""
    return in_raw(f"[{pairs}]")


def in_raw(pairs: str) -> bytes:
    """An export with this section."""
    options = f'{{"list_pair":[{{"key":"settings","str_pair":{pairs}}}]}}'
    application = f'{{"DBID":1,"name":"a","options":{options}}}'
    return f'{{"__metadata__":{{"formatName":"RAW"}},"CFGApplication":[{application}]}}'.encode()


def in_one_section(document: Document) -> LazyOptions:
    """The options of the only section of an export, which were read as a whole."""
    (export,) = document.exports
    options = export.sections["settings"].options
    assert isinstance(options, PlacedOptions)
    return options


MEMBERS = (r'"\u0061#"%"x\u0079"', r'"value\\#"%"\"value\": \"1\""', r'"#"%"a\/b"')
PAIRS = (r'{"key"%"\u0061#","value"%"\u0078"}', r'{"ke\u0079"%"b#","\u0076alue"%5}', r'{"key"%"value#","value"%"\\"}')


@pytest.mark.parametrize("blank", ["", " ", "\n  ", "\r\n"], ids=repr)
@pytest.mark.parametrize(("form", "items"), [(in_map, MEMBERS), (in_list, PAIRS)], ids=["mutagen", "raw"])
def test_options_with_escapes_in_their_keys_have_their_places(
    form: Callable[[str], bytes], items: tuple[str, ...], blank: str
) -> None:
    colon, comma = f"{blank}:{blank}", f"{blank},{blank}"
    written = [item.replace("%", colon).replace("#", str(number)) for number in range(20) for item in items]
    data = form(comma.join(written))
    assert_same("json", data)
    lines = data.decode().split("\n")
    for option in in_one_section(reader_of("json")(data, "x", Redactor(CATALOGUE))).values():
        shown = lines[option.line - 1][option.column - 1 : option.value_column - 1]
        assert json.loads(shown) == option.value or str(json.loads(shown)) == option.value


def test_a_variable_that_is_written_with_escapes_is_one() -> None:
    plain = ",".join(f'"x{number}":"1"' for number in range(30))
    for variable in ("${SITE}", "\\u0024{SITE}", "$\\u007bSITE}", "\\u0024\\u007BSITE\\u007d"):
        data = in_map(f'{plain},"y":"{variable}"')
        assert_same("json", data)
        (export,) = reader_of("json")(data, "x", Redactor(CATALOGUE)).exports
        assert export.sections["settings"].options["y"].kind == "suppressed"


@pytest.mark.parametrize("levels", range(MOST_LEVELS - 9, MOST_LEVELS + 1))
def test_no_value_is_read_that_is_nested_too_deep(levels: int) -> None:
    for inside in ("[" + ",".join(['{"key":"a","value":"b"}'] * 2) + "]", f'{{"a":"{"x" * 300}"}}', '[{"a":1}]', '"a"'):
        assert_same("json", in_mutagen(f"{'[' * levels}{inside}{']' * levels}"))
        assert_same("json", in_raw(f"{'[' * levels}{inside}{']' * levels}"))
