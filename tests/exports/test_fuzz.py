"""Readers against bytes that nobody wrote, and one meaning whatever the format: properties of all readers."""

import codecs
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.formats import FORMATS, format_of, reader_of
from gwe_lint.exports.records import (
    Connection,
    Deleted,
    Disabled,
    Document,
    Export,
    Header,
    Malformed,
    Option,
    Problem,
    Record,
    Script,
    Section,
)
from gwe_lint.exports.redactor import Redactor
from gwe_lint.rules.selection import load_packs
from gwe_lint.text import utf16_length
from tests.builders import WRITERS, App, Sections
from tests.conftest import cfg_export
from tests.exports.test_secrets import CANARY, SECRETS

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
FILES = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix not in (".md", "")}
NAMES = ("x", "x.cfg", "x.conf", "x.csv", "x.xml", "x.json", "x.log", "x.ini", "x.sql", "CfgApplication_annex_131.csv")
CATALOGUE = load_packs().catalogue
READERS = [name for name, row in FORMATS.items() if row.read]

few = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
some = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
many = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def read(format: str, data: bytes, redactor: Redactor | None = None) -> Document | NotAnExport:
    """The document, or the refusal of a file that is no export; any other exception is a bug."""
    try:
        return reader_of(format)(data, f"x.{format}", redactor or Redactor(CATALOGUE))
    except NotAnExport as refusal:
        return refusal


def only_looks_like_an_export(format: str, document: Document) -> bool:
    """Whether the row of the format refuses the document."""
    look_alike = FORMATS[format].look_alike
    return look_alike is not None and look_alike(document) is not None


# Arbitrary bytes.

COMMON = ["\n", "\r\n", "\r", " ", "\t", "\0", '"', "'", "é", "😀", "\x1b", "\ufeff"]
MARKUP = """
<?xml version="1.0"?>  <?xml version="1.0" encoding="windows-1252"?>  <!DOCTYPE x>  <!--  -->  <![CDATA[  ]]>
<ConfData>  </ConfData>  <CfgData>  </CfgData>  <CfgCreate>  </CfgCreate>  <CfgRemove>  </CfgRemove>  <errorInfo/>
<CfgApplication>  </CfgApplication>  <CfgServer id="A" name="n">  </CfgServer>  <CfgServerUpdate DBIDref="A">
</CfgServerUpdate>  <CfgScript/>  <CfgTenant id="T" DBID="1"/>  <DBID value="1"/>  <name value="n"/>
<appServerDBIDs>  </appServerDBIDs>  <CfgConnectionInfo linkDBID="T"/>  <options>  </options>  <options action="delete">
<userProperties>  </userProperties>  <flexibleProperties>  </flexibleProperties>  <list_pair key="s">  </list_pair>
<list_pair/>  <str_pair key="a" value="1"/>  <str_pair key="a">  </str_pair>  <str_pair key="é😀"  value="1"></str_pair>
<int_pair key="a" value="1"/>  &#10;  &#13;  &amp;  &x;  <a>  </a>  <  >  09:00 received
"""
TOKENS = {
    "cfg": "[  ]  [s]  s/  a  =  #  ;  password  @  ://  []  [s",
    "csv": """
Action,Section,Option,Value  object_dbid,section,opt,val,part  dbid,name,type,version,is_server
app_dbid,app_server_dbid  ,  ;  ""  UPDATE  DELETE  s  a  1  9  password
""",
    "xml": MARKUP,
    "log": MARKUP,
    "json": """
{  }  [  ]  :  ,  \\  \\ud800  "type":"CfgApplication"  "name":  "options":  {"property":[  "section":"s"  "key":"a"
"value":"1"  {"__metadata__":{}  "applications":  "object_dbid":"1","section":"s","opt":"o","val":"v"  1  -1.5e9  true
""",
}


def soup(format: str) -> st.SearchStrategy[bytes]:
    """Pieces of a format in any order, which go deeper into its reader than bytes do."""
    pieces = [*COMMON, *filter(None, re.split("\n|  ", TOKENS[format]))]
    return st.lists(st.sampled_from([piece.encode() for piece in pieces]), max_size=40).map(b"".join)


KEYS = (
    *("type", "name", "dbid", "DBID", "version", "state", "options", "property", "section", "key", "value"),
    *("userproperties", "appservers", "conninfo", "appserverdbid", "portinfos", "portinfo", "tenantdbids", "id"),
    *("__metadata__", "formatName", "applications", "scripts", "appServers", "appServer", "tenants", "tenant"),
    *("userProperties", "serverInfo", "backupServer", "portInfos", "CFGApplication", "CFGScript", "CFGTenant"),
    *("list_pair", "str_pair", "int_pair", "bin_pair", "appServerDBIDs", "CfgConnectionInfo", "appServerDBID"),
    *("tenantDBIDs", "CfgPortInfo", "CfgServerInfo", "backupServerDBID", "transportParams"),
    *("object_dbid", "object_type", "opt", "val", "part", "app_dbid", "app_server_dbid", "is_server"),
)
LEAVES = st.sampled_from(("CfgApplication", "CfgScript", "CfgTenant", "s", "", "1", 1, -1.5, True, None, "\ud800"))


def trees(hidden: Iterable[str] = ()) -> st.SearchStrategy[bytes]:
    """JSON that is well-formed, in which any key of any form has any value, and these keys hold a secret."""

    secrets = st.fixed_dictionaries({}, optional=dict.fromkeys(hidden, st.just(CANARY)))

    def members(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        plain = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)
        return st.builds(lambda data, more: data | more, plain, secrets)

    inside = st.recursive(LEAVES, lambda more: st.lists(more, max_size=3) | members(more), max_leaves=20)
    mark = st.sampled_from(
        ({"type": "CfgApplication"}, {"__metadata__": {"a": 1}}, {"__metadata__": {"formatName": "RAW"}})
    )
    top = st.builds(lambda data, first: data | first, members(inside), mark)
    return st.lists(top, min_size=1, max_size=3).map(lambda data: json.dumps(data).encode())


@pytest.mark.parametrize("format", READERS)
@given(data=st.data())
@many
def test_no_bytes_crash_a_reader(format: str, data: st.DataObject) -> None:
    deep = trees() if format == "json" else soup(format)
    text = data.draw(st.one_of(st.binary(max_size=200), soup(format), deep, deep))
    found = read(format, text)
    if isinstance(found, Document):
        assert_places(found, text)
        only_looks_like_an_export(format, found)


@given(data=st.one_of(st.binary(max_size=200), *map(soup, READERS)), name=st.sampled_from(NAMES))
@many
def test_no_bytes_crash_what_tells_the_format(data: bytes, name: str) -> None:
    with suppress(NotAnExport):
        assert format_of(data, name) in (None, *READERS)


# Samples, damaged.


def damaged(data: bytes, hurt: str, at: int, size: int, with_: bytes) -> bytes:
    """The data with one thing done to it at this place."""
    at %= len(data) + 1
    before, there, after = data[:at], data[at : at + size], data[at + size :]
    made = {
        "flipped": bytes(byte ^ 1 << size % 8 for byte in there),
        "deleted": b"",
        "twice": there * 2,
        "inserted": with_ + there,
        "replaced": with_,
    }
    return before if hurt == "cut off" else before + made[hurt] + after


HURTS = st.tuples(
    st.sampled_from(("flipped", "deleted", "twice", "inserted", "replaced", "cut off")),
    st.integers(0, 4000),
    st.integers(1, 60),
    st.one_of(
        st.binary(min_size=1, max_size=4),
        st.sampled_from(
            [b"\n", b"\r", b"\r\n", b'"', b"'", b"<", b">", b"{", b"}", b"[", b"]", b"\0", b"\xff", "😀".encode()]
        ),
    ),
)


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("name", FILES)
@given(hurts=st.lists(HURTS, min_size=1, max_size=4))
@few
def test_no_damaged_sample_crashes_a_reader(name: str, format: str, hurts: list[tuple[str, int, int, bytes]]) -> None:
    data = FILES[name]
    for hurt in hurts:
        data = damaged(data, *hurt)
    found = read(format, data)
    if isinstance(found, Document):
        assert_places(found, data)
        only_looks_like_an_export(format, found)


# Places.


def text_of(document: Document, data: bytes) -> str:
    """The file as text, without the mark at its beginning."""
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    return data.removeprefix(marks[document.encoding] if document.bom else b"").decode(document.encoding, "replace")


def is_markup(document: Document) -> bool:
    return document.format in ("confdata", "cfgdata", "xml", "log")


def options_in(sections: Iterable[Section]) -> Iterable[Record]:
    for section in sections:
        yield section.header
        yield from section.options.values()


def placed(document: Document) -> Iterable[tuple[object, int, int, int]]:
    """All that has a place: what it is, line, column and end."""
    for export in document.exports:
        yield "the export", export.line, export.column, export.end_column
        for record in (
            *export.records,
            *options_in(export.sections.values()),
            *options_in((export.annex or {}).values()),
        ):
            yield from place_of(record)
        for connection in export.identity.connections or ():
            yield from place_of(connection)
        for problem in export.problems:
            yield from place_of(problem)
    for script in document.scripts:
        yield from place_of(script)
        for record in options_in(script.annex.values()):
            yield from place_of(record)
    for problem in document.problems:
        yield from place_of(problem)


def place_of(what: Record | Connection | Script | Problem) -> Iterable[tuple[object, int, int, int]]:
    match what:
        case Option():
            yield what, what.line, what.column, what.value_column
        case Header() | Deleted() | Connection() | Script():
            yield what, what.line, what.column, what.end_column
        case Disabled() | Malformed():
            yield what, what.line, 1, 1
        case Problem():
            yield what, what.line, what.column, what.column


def assert_places(document: Document, data: bytes) -> None:
    """Everything stands inside the file; behind a lone carriage return in XML, at least in one of its lines."""
    text = text_of(document, data)
    lines = re.split("\r\n|\r|\n", text) if is_markup(document) else text.split("\n")
    exact = not (is_markup(document) and re.search("\r(?!\n)", text))
    for what, line, column, end in placed(document):
        assert 1 <= line <= len(lines), what
        assert 1 <= column <= end, what
        assert not exact or end <= utf16_length(lines[line - 1]) + 1, what


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", FILES)
def test_samples_in_any_encoding_have_their_places_inside_the_file(name: str, encoding: str, format: str) -> None:
    data = FILES[name].removeprefix(codecs.BOM_UTF8).decode().encode(encoding)
    found = read(format, data)
    if isinstance(found, Document):
        assert_places(found, data)


@pytest.mark.parametrize("row", ["s,a", "s,", ",a", ",", '"s",a', "s,é"])
def test_a_csv_row_without_a_value_ends_where_its_line_ends(row: str) -> None:
    data = f"Section,Option,x,y,Value\n{row}\nt,b,,,1\n".encode()
    found = read("csv", data)
    assert isinstance(found, Document)
    assert_places(found, data)


@pytest.mark.parametrize("format", ["xml", "log"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<ConfData>\r<CfgApplication/></ConfData>", id="inside"),
        pytest.param(b"\r<ConfData>\n<CfgApplication/></ConfData>", id="before it begins"),
        pytest.param(b"\r<ConfData>\r<CfgApplication/></ConfData>", id="both"),
        pytest.param(b"<ConfData>\r\r\n<CfgApplication/></ConfData>", id="before another line end"),
        pytest.param("<ConfData a='😀'>\r<CfgApplication/></ConfData>".encode(), id="behind a wide letter"),
    ],
)
def test_a_lone_carriage_return_ends_a_line_of_xml(format: str, data: bytes) -> None:
    found = read(format, data)
    assert isinstance(found, Document)
    before = data.partition(b"<CfgApplication")[0]
    line = len(re.findall(rb"\r\n|\r|\n", before)) + 1
    assert [(line, 1, 18)] == [(export.line, export.column, export.end_column) for export in found.exports]


# CFG keeps every line.

# No word of a secret can be made of these letters, and no @ stands there, without which no address holds credentials.
HARMLESS = "abdxoAZ12é你😀 \t=:/[]#;.,-_%\"'\\<>{}&?!\r\x0b\x1b\x85\xa0\u200b\u2028\ufeff"


def canonical(line: str) -> str:
    """A line as its record can give it back: blanks outside of name, value and brackets are only counted."""
    stripped = line.strip(" \t")
    indent = " " * (len(line) - len(line.lstrip(" \t")))
    if not stripped:
        return ""
    if stripped[0] == "[" and stripped[-1] == "]":
        return indent + stripped
    name, equals, value = line.partition("=")
    if stripped[0] in "#;":
        return line if equals else beginning(line)
    if not equals or stripped[0] == "=":
        return beginning(line)
    plain = name.strip(" \t")
    behind = " " * (len(name) - len(name.rstrip(" \t")))
    return f"{indent}{plain}{behind}={value}"


def beginning(line: str) -> str:
    """What is no option is shown up to the first character behind which a secret could stand."""
    found = re.search("[=:]", line)
    return f"{line[: found.start()]}…" if found else line


def line_again(record: Record) -> str:
    match record:
        case Header():
            return f"{' ' * (record.column - 1)}[{record.section}]"
        case Option():
            gap = record.value_column - record.column - utf16_length(record.name) - 1
            return f"{' ' * (record.column - 1)}{record.name}{' ' * gap}={record.value}"
        case Disabled() | Malformed():
            return record.text
        case Deleted():
            raise AssertionError(record)


@given(
    lines=st.lists(st.text(HARMLESS, max_size=20), max_size=12),
    end=st.sampled_from(("\n", "\r\n")),
    last=st.booleans(),
)
@many
def test_every_line_of_a_cfg_file_can_be_made_again_from_its_record(lines: list[str], end: str, last: bool) -> None:
    text = end.join(lines) + (end if last else "")
    expected = [canonical(line.removesuffix("\r")) for line in text.removeprefix("\ufeff").split("\n")]
    again = [""] * len(expected)
    for record in cfg_export(text.encode()).records:
        assert again[record.line - 1] == ""
        again[record.line - 1] = line_again(record)
    assert expected == again


# The same options in every format.


def free_text(more: str = "", **limits: int) -> st.SearchStrategy[str]:
    """Characters that every format can carry."""
    one = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    return st.text(st.one_of(one, st.sampled_from(f"ab:/=@%&<>\"',;[]#$ {more}")), **limits)


def is_name(name: str) -> bool:
    return name == name.strip(" \t") != "" and name[0] not in "[#;" and "=" not in name


SECTIONS: st.SearchStrategy[Sections] = st.dictionaries(
    free_text(min_size=1, max_size=12).filter(lambda name: name.strip() != ""),
    st.dictionaries(
        st.one_of(
            free_text(min_size=1, max_size=12).filter(is_name), st.sampled_from(("password", "api-key", "a/b", "key"))
        ),
        st.one_of(
            free_text("\t", max_size=16).filter(lambda value: value.strip() != "="),  # in CFG a secret could end so
            st.sampled_from((f"x;password={CANARY}", f"//u:{CANARY}@h", "true")),
        ),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)


@given(sections=SECTIONS)
@some
def test_the_same_options_are_read_from_every_format(sections: Sections) -> None:
    app = App("Chat_01", 59, 131, sections)
    redactor = Redactor(CATALOGUE)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for writer, write in WRITERS.items():
        for name, text in write([app]).items():
            format = format_of(text.encode(), name)
            assert format, (writer, name)
            options = triples(read(format, text.encode(), redactor))
            if options:  # rows of other tables hold none
                found[f"{name} by {writer}"] = options
    known = found.pop("Chat_01.cfg by cfg")
    assert len(WRITERS) - 1 == len(found)
    assert dict.fromkeys(found, known) == found


def triples(found: Document | NotAnExport) -> list[tuple[str, str, str]]:
    """Section, name and value of every option."""
    return sorted(
        (record.section, record.name, record.value)
        for export in (found.exports if isinstance(found, Document) else ())
        for record in export.records
        if isinstance(record, Option)
    )


# Secrets.

# Values that are, or nearly are, secrets.
SUSPECTS = [
    "".join(parts)
    for parts in product(
        ("", " ", "password", "a pwd", "token", "https://u", "Basic", "[output suppressed]"),
        ("", "=", ":", " ", "\r", "\t", "@", " -", "<", "%"),
        ("", " ", CANARY, "***", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "[output suppressed]"),
    )
]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("before", ["a", "true", "1"])
def test_a_value_is_read_alike_whatever_its_option_had_before(writer: str, before: str) -> None:
    # A name with a harmless value must not vouch for another one.
    fresh, experienced = Redactor(CATALOGUE), Redactor(CATALOGUE)
    read_all(writer, [before] * len(SUSPECTS), experienced)
    assert read_all(writer, SUSPECTS, fresh) == read_all(writer, SUSPECTS, experienced)


def read_all(writer: str, values: list[str], redactor: Redactor) -> list[Record]:
    """All that is read of an application whose options have these values."""
    files = WRITERS[writer]([App("Chat_01", 59, 131, {"s": {f"o{n}": value for n, value in enumerate(values)}})])
    found = (read(format_of(text.encode(), file) or "", text.encode(), redactor) for file, text in files.items())
    return [
        record for each in found if isinstance(each, Document) for export in each.exports for record in export.records
    ]


Writer = Callable[[str, str], str]
PARAMETER = "keystore-password"  # of a connection


def in_gax(name: str, value: str) -> str:
    options = [{"value": value, "key": name, "section": "security"}, {"section": "s", "key": name, "value": value}]
    link = {"appserverdbid": "118", "id": "default", "transportparams": f"tls=1;{PARAMETER}={value}"}
    return json.dumps(
        [
            {
                "type": "CfgApplication",
                "name": "Chat_01",
                "password": value,
                "appservers": {"conninfo": [link]},
                "options": {"property": options},
                "userproperties": {"property": options},
            },
            {"type": "CfgScript", "name": "q", "scripttype": "23", "userproperties": {"property": options}},
        ]
    )


def in_mutagen(name: str, value: str) -> str:
    options: dict[str, Any] = {"security": {name: value}, "s": {"inner": {name: value, "more": {name: value}}}}
    link = {"appServer": "Ixn_01", "id": "default", "transportParams": f"{PARAMETER}={value};tls=1"}
    app = {
        "name": "Chat_01",
        "password": value,
        "tenants": ["Acme", {name: value}],
        "appServers": [link],
        "options": options | {"t": {name: [value], "list": [{name: value}]}},
        "userProperties": options,
    }
    script = {"name": "q", "type": "interactionqueue", "userProperties": options}
    return json.dumps({"__metadata__": {"formatName": "JSON"}, "applications": [app], "scripts": [script]})


def in_raw(name: str, value: str) -> str:
    pair = {"key": name, "value": value}
    lists = [
        {"key": "security", "str_pair": pair},
        {"key": "s", "list_pair": {"key": "inner", "str_pair": [pair, pair], "bin_pair": pair}},
    ]
    link = {"appServerDBID": 118, "appParams": f"a=b;{PARAMETER}={value}"}
    app = {
        "name": "Chat_01",
        "password": value,
        "appServerDBIDs": {"CfgConnectionInfo": link},
        "options": {"list_pair": lists},
        "userProperties": {"list_pair": lists},
    }
    return json.dumps({"__metadata__": {"formatName": "RAW"}, "CFGApplication": app})


def lists_with(name: str, value: str) -> str:
    key, data = quoteattr(name), quoteattr(value)
    return (
        f'<list_pair key="security"><str_pair key={key} value={data}/></list_pair>\n'
        f'<list_pair key="s"><list_pair key="inner"><str_pair value={data} key={key}/><list_pair key="more">'
        f"<bin_pair key={key} value={data}/></list_pair></list_pair></list_pair>\n"
    )


def in_confdata(name: str, value: str) -> str:
    return (
        f"<ConfData><CfgApplication><name value='Chat_01'/><password value={quoteattr(value)}/><appServerDBIDs>"
        f"<CfgConnectionInfo><appServerDBID value='118'/><transportParams value={quoteattr(f'{PARAMETER}={value}')}/>"
        f"</CfgConnectionInfo></appServerDBIDs>\n"
        f"<options>{lists_with(name, value)}</options><userProperties>{lists_with(name, value)}</userProperties>"
        f"<flexibleProperties>{lists_with(name, value)}</flexibleProperties></CfgApplication>\n<CfgScript>"
        f"<userProperties>{lists_with(name, value)}</userProperties></CfgScript></ConfData>"
    )


def in_cfgdata(name: str, value: str) -> str:
    return (
        f'<CfgData><CfgCreate><CfgServer id="A" name="Chat_01" password={quoteattr(value)}><appServerDBIDs>'
        f'<CfgConnectionInfo linkDBID="A" appParams={quoteattr(f"tls=1;{PARAMETER}={value}")}/>'
        f"</appServerDBIDs>\n<options>{lists_with(name, value)}</options>"
        f"<userProperties>{lists_with(name, value)}</userProperties></CfgServer></CfgCreate><CfgUpdate>"
        f'<CfgServerUpdate DBIDref="A"><password action="change" value={quoteattr(value)}/><options action="change">'
        f'{lists_with(name, value)}</options><options action="delete">{lists_with(name, value)}</options>'
        f"</CfgServerUpdate></CfgUpdate></CfgData>"
    )


def in_csv(name: str, value: str) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    # What a row of an unknown action is about is not known any more, so that one has sections of its own.
    places = {"UPDATE": "st", "": "st", "x": "uv"}
    rows = (f"{action},{each},{quoted(name)},{quoted(value)}" for action, within in places.items() for each in within)
    return "Action,Section,Option,Value\r\n" + "".join(f"{row}\r\n" for row in rows)


def in_rows(name: str, value: str) -> str:
    rows = [
        {"object_dbid": "131", "section": "s", "opt": name, "part": str(part), "val": text}
        for part, text in ((2, value[3:]), (1, value[:3]))
    ]
    return json.dumps([*rows, {"object_dbid": "none", "section": "s", "opt": name, "val": value}])


def in_cfg(name: str, value: str) -> str:
    return f"[security]\n{name}={value}\n#{name}={value}\n[s]\ns/{name}={value}\n{name} {value}\n"


HIDING: dict[str, tuple[str, Writer]] = {
    "gax": ("json", in_gax),
    "mutagen": ("json", in_mutagen),
    "raw": ("json", in_raw),
    "confdata": ("xml", in_confdata),
    "cfgdata": ("xml", in_cfgdata),
    "log": ("log", lambda name, value: f"09:00 got {in_confdata(name, value)} and\n10:00 <CfgTenant/>\n"),
    "csv": ("csv", in_csv),
    "rows": ("json", in_rows),
    "cfg": ("cfg", in_cfg),
}
# Those options of the other table that every format can carry, the name of each once.
PAIRS = {
    name.strip(): value
    for name, equals, value in (line.partition("=") for line in SECRETS if line.isprintable() and line[0] not in "[#;")
    if equals and CANARY in value
}


def told(found: Document | NotAnExport, redactor: Redactor) -> str:
    """All that comes out of a reader."""
    said = f"{found.what} {found.advice} {found}" if isinstance(found, NotAnExport) else repr(found)
    return f"{said} {redactor} {vars(redactor)}"


@pytest.mark.parametrize("name", PAIRS, ids=ascii)
@pytest.mark.parametrize("writer", HIDING)
def test_no_secret_leaves_any_reader(writer: str, name: str) -> None:
    format, write = HIDING[writer]
    redactor = Redactor(CATALOGUE)
    found = read(format, write(name, PAIRS[name]).encode(), redactor)
    assert isinstance(found, Document)
    assert CANARY not in told(found, redactor)


def linked(format: str, name: str, value: str) -> str:
    """An application with one connection, which has this parameter."""
    given = f"tls=1;{name}={value.strip()};x=y"
    attribute = quoteattr(given)
    link = {"appServer": "a", "appserverdbid": "1", "transportParams": given, "appParams": given}
    folded = {key.lower(): each for key, each in link.items()}
    return {
        "confdata": "<CfgApplication><appServerDBIDs><CfgConnectionInfo><appServerDBID value='1'/>"
        f"<transportParams value={attribute}/><appParams value={attribute}/>"
        "</CfgConnectionInfo></appServerDBIDs></CfgApplication>",
        "cfgdata": "<CfgData><CfgCreate><CfgServer><appServerDBIDs>"
        f"<CfgConnectionInfo linkDBID='1' transportParams={attribute} appParams={attribute}/>"
        "</appServerDBIDs></CfgServer></CfgCreate></CfgData>",
        "gax": json.dumps({"type": "CfgApplication", "appservers": {"conninfo": folded}}),
        "mutagen": json.dumps({"__metadata__": {"formatName": "JSON"}, "applications": [{"appServers": [link]}]}),
    }[format]


@pytest.mark.parametrize("name", PAIRS, ids=ascii)
@pytest.mark.parametrize("writer", ["confdata", "cfgdata", "gax", "mutagen"])
def test_no_secret_among_the_parameters_of_a_connection_leaves_a_reader(writer: str, name: str) -> None:
    redactor = Redactor(CATALOGUE)
    found = read("xml" if "data" in writer else "json", linked(writer, name, PAIRS[name]).encode(), redactor)
    assert isinstance(found, Document)
    assert len(found.exports[0].identity.connections or ()) == 1
    assert CANARY not in told(found, redactor)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("db-passwd", CANARY, id="by its name"),
        pytest.param("url", f"https://user:{CANARY}@host.example/x", id="by its shape"),
    ],
)
@pytest.mark.parametrize("writer", HIDING)
def test_no_secret_leaves_a_reader_wherever_its_document_breaks_off(writer: str, name: str, value: str) -> None:
    format, write = HIDING[writer]
    text = write(name, value)
    redactor = Redactor(CATALOGUE)
    shown = [
        text[:end]
        for end in range(len(text))
        if CANARY[:5] in told(read(format, text[:end].encode(), redactor), redactor)
        and not (writer == "cfg" and looks_harmless(text[:end], value))
    ]
    assert not shown, shown[0][-80:]


def looks_harmless(text: str, value: str) -> bool:
    """True where a text without a grammar ends in a part of the value that cannot be told from host and port."""
    return any(text.endswith(f"={value[:end]}") for end in range(value.find("@") + 1))


@pytest.mark.parametrize("root", ["ConfData", "CfgData"])
@pytest.mark.parametrize("key", ["DBIDref", "DBID"])
def test_no_secret_in_a_reference_leaves_a_reader(root: str, key: str) -> None:
    given = f"https://user:{CANARY}@host.example"
    text = f"<{root}><CfgServerUpdate {key}='{given}'><{key} value='{given}'/></CfgServerUpdate></{root}>"
    redactor = Redactor(CATALOGUE)
    assert CANARY not in told(read("xml", text.encode(), redactor), redactor)


@given(trees(("password", "db-passwd", "hmac-key", "user-id", "rootpw")))
@some
def test_no_secret_leaves_the_reader_of_json_wherever_it_stands(data: bytes) -> None:
    redactor = Redactor(CATALOGUE)
    said = told(read("json", data, redactor), redactor)
    assert CANARY not in said
    assert "Json(" not in said  # an object where a text belongs


def test_documents_that_hide_a_secret_are_read() -> None:
    for writer, (format, write) in HIDING.items():
        found = read(format, write("plain", "Value").encode())
        assert isinstance(found, Document), writer
        exports: tuple[Export, ...] = found.exports
        assert "Value" in repr([export.sections for export in exports]), writer
