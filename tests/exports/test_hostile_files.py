"""Files that are made, or broken, to do harm: each is read in good time, and a problem says what was not read."""

import json
import os
import signal
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from types import FrameType

import pytest

from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.formats import format_of, reader_of
from gwe_lint.exports.records import UNKNOWN, Document, Option, Problem
from gwe_lint.exports.redactor import Redactor
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write, outside

pytestmark = pytest.mark.slow

Make = Callable[[], str | bytes]

MANY = 100_000
MB = 1_000_000
CATALOGUE = load_packs().catalogue


class TooSlow(BaseException):
    """It took more time than anything that grows with the file does; no handler of errors may take it for one."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what takes more time of the processor, about twenty times of what it took when the limit was set."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read(format: str, data: str | bytes, seconds: float = 1) -> Document:
    """What a reader makes of it, in so much time at most."""
    data = data if isinstance(data, bytes) else data.encode()
    with within(seconds):
        return reader_of(format)(data, f"x.{format}", Redactor(CATALOGUE))


def problems_of(document: Document) -> list[Problem]:
    return [*document.problems, *(problem for export in document.exports for problem in export.problems)]


def kinds_of(document: Document) -> set[str]:
    return {problem.kind for problem in problems_of(document)}


def options_of(document: Document) -> list[tuple[str, str]]:
    """Name and value of every option."""
    return [
        (record.name, record.value)
        for export in document.exports
        for record in export.records
        if isinstance(record, Option)
    ]


def application(options: str, *, name: str = "A", dbid: int = 1) -> str:
    return (
        f'<CfgApplication><DBID value="{dbid}"/><name value="{name}"/><options>\n<list_pair key="s">\n{options}'
        "</list_pair></options></CfgApplication>"
    )


def pair(name: str = "a", value: str = "1") -> str:
    return f'<str_pair key="{name}" value="{value}"/>\n'


def confdata(options: str = pair()) -> str:
    return f"<ConfData>\n{application(options)}</ConfData>"


def gax(*options: tuple[str, str], name: str = "A") -> str:
    rows = [{"section": "s", "key": key, "value": value} for key, value in options]
    app = {"type": "CfgApplication", "name": name, "dbid": "1", "options": {"property": rows}}
    return json.dumps([app], ensure_ascii=False)


# XML that defines what it means.

LAUGHS = "".join(f'<!ENTITY l{number + 1} "{f"&l{number};" * 10}">' for number in range(12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("declared", "used"),
    [
        pytest.param(f'[<!ENTITY l0 "lol">{LAUGHS}]', "&l12;", id="entities of entities"),
        pytest.param(f'[<!ENTITY l "{"x" * MANY}">]', "&l;" * MANY, id="a long entity, used often"),
        pytest.param('[<!ENTITY x SYSTEM "canary.txt">]', "&x;", id="an external entity"),
        pytest.param('[<!ENTITY % x SYSTEM "canary.txt">%x;]', "", id="an external parameter entity"),
        pytest.param('SYSTEM "canary.txt"', "", id="an external declaration"),
        pytest.param('PUBLIC "-//x//y" "http://127.0.0.1:1/x.dtd"', "", id="a public declaration"),
        pytest.param("", "", id="nothing but the declaration"),
    ],
)
def test_a_document_type_declaration_is_refused(estate: Write, declared: str, used: str, encoding: str) -> None:
    estate({"canary.txt": "Canary"})
    document = read("xml", f"<!DOCTYPE ConfData {declared}>\n{confdata(pair('b', used) + used)}".encode(encoding))
    assert [("not-read", 1)] == [(problem.kind, problem.line) for problem in document.problems]
    assert "a document type declaration, which is refused" in document.problems[0].message
    assert not options_of(document)
    assert "Canary" not in repr(document)


@pytest.mark.parametrize("format", ["xml", "log"])
@pytest.mark.parametrize("where", ["value", "text"])
def test_an_entity_that_nothing_declares_ends_the_reading(format: str, where: str) -> None:
    options = pair() + (pair("b", "&x;") if where == "value" else "&x;")
    document = read(format, confdata(options))
    assert {"not-read"} == kinds_of(document)
    assert "&x;" not in repr(document)


# What is nested too deep.

APPLICATION = '{"type":"CfgApplication",'


@pytest.mark.parametrize(
    ("format", "make"),
    [
        pytest.param("xml", lambda: f"<ConfData>{'<a>' * MANY}", id="elements"),
        pytest.param("xml", lambda: f"<ConfData>{'<CfgApplication>' * MANY}", id="applications"),
        pytest.param("xml", lambda: f"<ConfData>{'<CfgCreate>' * MANY}", id="containers"),
        pytest.param("xml", lambda: confdata("<list_pair key='a'>" * MANY), id="lists of options"),
        pytest.param("xml", lambda: confdata("<str_pair key='a'>" * MANY), id="options"),
        pytest.param("xml", lambda: f"<CfgServer><flexibleProperties>{'<a>' * MANY}", id="what is ignored"),
        pytest.param("xml", lambda: f"<CfgServer>{'<a>' * MANY}{'</a>' * MANY}</CfgServer>", id="elements that end"),
        pytest.param("log", lambda: f"09:00 <CfgServer>{'<a>' * MANY}", id="elements in a log"),
        pytest.param("json", lambda: APPLICATION + '"a":' + "[" * MANY, id="lists"),
        pytest.param("json", lambda: APPLICATION + '"options":' + '{"property":[' * MANY, id="options in options"),
        pytest.param("json", lambda: APPLICATION + '"options":' + '{"property":' * MANY, id="objects"),
        pytest.param("json", lambda: APPLICATION + '"a":' + "[" * MANY + "]" * MANY + "}", id="lists that end"),
    ],
)
def test_what_is_nested_too_deep_is_not_read(format: str, make: Make) -> None:
    document = read(format, make())
    assert {"not-read"} == kinds_of(document)
    assert "nested more than 64 levels deep" in document.problems[0].message


@pytest.mark.parametrize("text", ["[" * MANY, '{"a":' * MANY, '[{"a":' * MANY], ids=lambda text: text[:5])
def test_json_that_is_nested_too_deep_and_shows_nothing_of_an_export_is_none(text: str) -> None:
    with pytest.raises(NotAnExport, match="not valid JSON"):
        read("json", text)


# What is too long, or too many.


@pytest.mark.parametrize("format", ["xml", "log"])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: confdata(pair("a", "x" * 20 * MB)), id="a value"),
        pytest.param(lambda: confdata(pair("x" * 20 * MB)), id="a name"),
        pytest.param(lambda: confdata(f"<str_pair {'x' * 20 * MB}='1'/>"), id="the name of an attribute"),
        pytest.param(lambda: confdata(f"<!--{'x' * 20 * MB}-->"), id="a comment"),
        pytest.param(lambda: confdata(f"<str_pair key='{'x' * 20 * MB}"), id="a value that does not end"),
    ],
)
def test_an_element_of_20_mb_is_not_read(format: str, make: Make) -> None:
    document = read(format, make(), 8)
    assert {"not-read"} == kinds_of(document)
    assert "longer than 16 MiB" in document.problems[0].message


@pytest.mark.parametrize("value", ["x", "x=: ", "://", "'\"", " -p", "<>"])
def test_a_value_of_3_mb_is_judged_and_read(value: str) -> None:
    value *= 3 * MB // len(value)
    document = read("xml", confdata(pair("a", value.replace("<", "&lt;").replace('"', "&quot;"))), 60)
    assert [("a", value)] == options_of(document)


@pytest.mark.parametrize(
    ("make", "seconds"),
    [
        pytest.param(lambda: f"<ConfData>{'<a/>' * 200_000}{application(pair())}</ConfData>", 5, id="in the root"),
        pytest.param(lambda: confdata(pair()).replace("<DBID", "<a/>" * 200_000 + "<DBID"), 20, id="in an application"),
        pytest.param(
            lambda: confdata().replace("<DBID", f"<appServerDBIDs>{'<a/>' * 200_000}</appServerDBIDs><DBID"),
            20,
            id="among connections",
        ),
        pytest.param(lambda: f"<ConfData>{'<CfgTenant/>' * 200_000}{application(pair())}</ConfData>", 20, id="tenants"),
    ],
)
def test_200_000_elements_without_attributes_do_not_matter(make: Make, seconds: float) -> None:
    document = read("xml", make(), seconds)
    assert ([("a", "1")], set()) == (options_of(document), kinds_of(document))


@pytest.mark.parametrize("inside", ["<list_pair/>", "<str_pair/>", "<a/>", "x"])
def test_200_000_elements_that_are_no_options_are_problems(inside: str) -> None:
    document = read("xml", confdata(inside * 200_000 + pair()), 15)
    assert [("a", "1")] == options_of(document)
    assert kinds_of(document) == (set() if inside == "x" else {"malformed-line"})


@pytest.mark.parametrize(
    ("format", "make"),
    [
        pytest.param("cfg", lambda: "[s]\n" + "a=1\n" * MANY, id="CFG"),
        pytest.param("csv", lambda: "Section,Option,Value\n" + "s,a,1\n" * MANY, id="CSV"),
        pytest.param("xml", lambda: confdata(pair() * MANY), id="XML"),
        pytest.param("xml", lambda: confdata(pair().strip() * MANY), id="XML in one line"),
        pytest.param("log", lambda: f"09:00 {confdata(pair() * MANY)} received", id="a log"),
        pytest.param("json", lambda: gax(*[("a", "1")] * MANY), id="JSON"),
    ],
)
def test_100_000_options_of_one_name_are_all_seen(format: str, make: Make) -> None:
    document = read(format, make(), 30)
    assert [("a", "1")] * MANY == options_of(document)
    assert [1] == [export.size for export in document.exports]
    assert ["duplicate-option"] * (MANY - 1) == [problem.kind for problem in problems_of(document)]


def test_100_000_keys_of_one_name_are_all_seen() -> None:
    document = read("json", '[{"type":"CfgApplication",' + '"name":"a",' * MANY + '"dbid":"1"}]', 8)
    assert ["duplicate-key"] * (MANY - 1) == [problem.kind for problem in document.problems]


@pytest.mark.parametrize(
    "number", ["1" * 10 * MB, f"-0.{'1' * 10 * MB}", f"1e{'1' * 10 * MB}"], ids=lambda text: text[:3]
)
def test_a_number_of_ten_million_digits_is_only_text(number: str) -> None:
    app = f'{{"name":"A","DBID":{number},"options":{{"s":{{"a":{number}}}}}}}'
    text = f'{{"__metadata__":{{"a":1}},"applications":[{app}]}}'
    document = read("json", text, 4)
    assert [("a", number)] == options_of(document)
    assert document.exports[0].identity.dbid is None


def test_one_csv_field_of_20_mb_is_read() -> None:
    value = 'x,"\n' * (5 * MB)
    document = read("csv", f'Section,Option,Value\ns,a,"{value.replace(chr(34), chr(34) * 2)}"\n', 60)
    assert [("a", value)] == options_of(document)


@pytest.mark.parametrize("filling", ["x", '""', "x\n", "x,"])
def test_one_csv_field_takes_no_more_than_some_times_its_memory(filling: str) -> None:
    data = f'Section,Option,Value\ns,a,"{filling * (2 * MB // len(filling))}"\n'.encode()
    tracemalloc.start()
    try:
        read("csv", data, 30)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * len(data)


@pytest.mark.parametrize("letter", ["a", "ü", "😀"], ids=["ASCII", "wide", "wider"])
@pytest.mark.parametrize(
    ("format", "make"),
    [
        pytest.param("cfg", lambda value: "[s]\n" + lines("{}={}\n", value), id="CFG"),
        pytest.param("csv", lambda value: "Section,Option,Value\n" + lines("s,{},{}\n", value), id="CSV"),
        pytest.param("xml", lambda value: confdata(lines(pair("{}", "{}"), value)), id="XML"),
        pytest.param("xml", lambda value: confdata(lines(pair("{}", "{}").strip(), value)), id="XML in one line"),
        pytest.param("log", lambda value: f"09:00 {confdata(lines(pair('{}', '{}').strip(), value))} end", id="a log"),
        pytest.param("json", lambda value: gax(*[(f"o{n}", value) for n in range(30_000)]), id="JSON in one line"),
    ],
)
def test_many_options_take_time_in_proportion(format: str, make: Callable[[str], str], letter: str) -> None:
    document = read(format, make(letter), 12)
    assert [30_000] == [export.size for export in document.exports]
    assert not kinds_of(document)


def lines(form: str, value: str) -> str:
    return "".join(form.format(f"o{number}", value) for number in range(30_000))


# Logs.


@pytest.mark.parametrize("end", ["\n", " "], ids=["in lines", "in one line"])
def test_10_000_objects_in_a_log_take_time_in_proportion(end: str) -> None:
    objects = (application(pair(), name=f"A{n}", dbid=n + 1).replace("\n", "") for n in range(10_000))
    document = read("log", "".join(f"09:00 got {each}{end}" for each in objects), 15)
    assert len(document.exports) == 10_000
    assert not kinds_of(document)


@pytest.mark.parametrize("end", ["\n", " "], ids=["in lines", "in one line"])
@pytest.mark.parametrize("begin", ["<CfgApplication a='", "<ConfData><CfgApplication></b>", "<CfgApplication>&x;"])
def test_10_000_beginnings_of_objects_that_do_not_go_on_are_no_objects(begin: str, end: str) -> None:
    with pytest.raises(NotAnExport):
        read("log", f"09:00 got {begin}{end}" * 10_000)


@pytest.mark.parametrize("end", ["\n", " "], ids=["in lines", "in one line"])
@pytest.mark.parametrize("begin", ["<CfgApplication>", "<ConfData><CfgApplication a='b'></b>"])
def test_10_000_objects_that_do_not_end_are_given_up(begin: str, end: str) -> None:
    document = read("log", f"09:00 got {begin}{end}" * 10_000)
    assert {"not-read"} == kinds_of(document)
    assert len(document.problems) <= 21
    assert document.problems[-1].message == "the rest of the file was not read"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param("x" * 10 * MB, "x" * 10 * MB, id="letters"),
        pytest.param("<" * 10 * MB, "<" * 10 * MB, id="brackets"),
        pytest.param("<" + "a" * 10 * MB, " " * 10 * MB, id="an element without an end"),
        pytest.param("<Cfg" * 3 * MB, "<!--" * 3 * MB, id="beginnings"),
        pytest.param("\n" * 10 * MB, "\n" * 10 * MB, id="no letter at all"),
    ],
)
def test_an_object_between_very_long_lines_is_found(before: str, behind: str) -> None:
    with within(40):
        assert format_of(f"{before}{confdata()}{behind}".encode(), "x.log") == "log"
    document = read("log", f"{before}{confdata()}{behind}", 40)
    assert [("a", "1")] == options_of(document)


def test_a_log_keeps_objects_without_a_name_apart() -> None:
    log = "".join(application(pair("a", str(dbid)), dbid=dbid).replace('<name value="A"/>', "") for dbid in (1, 2, 2))
    assert [("a", "1"), ("a", "2")] == options_of(read("log", log))


def test_objects_and_rows_in_one_json_document_are_both_read_or_a_problem() -> None:
    row = {"object_dbid": "9", "section": "s", "opt": "b", "val": "2"}
    document = read("json", json.dumps([*json.loads(gax(("a", "1"))), row]))
    assert kinds_of(document) or {("a", "1"), ("b", "2")} == set(options_of(document))


# Quotes and NUL bytes.


@pytest.mark.parametrize(
    ("format", "text"),
    [
        pytest.param("csv", 'Section,Option,Value\ns,a,1\ns,b,"2\ns,c,3\ns,d,4\n', id="CSV"),
        pytest.param("csv", 'Section,Option,Value\ns,a,1\ns,"b,2\n', id="the name in CSV"),
        pytest.param("json", gax(("a", "1"), ("b", "2")).replace('"2"', '"2'), id="JSON"),
        pytest.param("json", gax(("a", "1"), ("b", "2")).replace('"b"', 'b"'), id="a key of JSON"),
        pytest.param("xml", confdata(pair() + '<str_pair key="b" value="2/>\n'), id="XML"),
        pytest.param("log", f"09:00 {confdata(pair() + '<str_pair key=b value=2/>')}", id="no quotes in a log"),
    ],
)
def test_a_quote_that_is_missing_is_a_problem(format: str, text: str) -> None:
    assert kinds_of(read(format, text))


@pytest.mark.parametrize(
    ("format", "data"),
    [
        pytest.param("cfg", b"[s]\na\0b=1\n", id="CFG"),
        pytest.param("csv", b"Section,Option,Value\ns,a\0b,1\n", id="CSV"),
        pytest.param("csv", b"Section,Option,Value\ns,a,1\0\n", id="a value of CSV"),
        pytest.param("json", gax(("a\0b", "1")).encode(), id="an escape in JSON"),
        pytest.param("json", gax(("a", "1")).replace('"a"', '"a\0"').encode(), id="JSON"),
        pytest.param("xml", confdata(pair("a\0")).encode(), id="XML"),
        pytest.param("xml", confdata(pair("a&#0;")).encode(), id="a reference in XML"),
        pytest.param("log", f"\0\0{confdata(pair(chr(0)))}".encode(), id="a log"),
    ],
)
def test_a_nul_byte_is_a_problem(format: str, data: bytes) -> None:
    assert kinds_of(read(format, data))


@pytest.mark.parametrize("format", ["csv", "json", "xml", "log"])
@pytest.mark.parametrize("size", [2, 1001, MB])
def test_nothing_but_nul_bytes_is_no_export(format: str, size: int) -> None:
    with pytest.raises(NotAnExport):
        read(format, b"\0" * size)


# Encodings.

LETTERS = "Grüße € 你好 😀"
TEXTS = {
    "xml": confdata(pair("a", LETTERS)),
    "json": gax(("a", LETTERS)),
    "csv": f'Section,Option,Value\ns,a,"{LETTERS}"\n',
    "cfg": f"[section]\na={LETTERS}\n# a comment in plain letters\n",
    "log": f"09:00 got {confdata(pair('a', LETTERS))}\n",
}


@pytest.mark.parametrize("format", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_format_is_read_in_unicode_with_and_without_a_mark(format: str, encoding: str) -> None:
    data = TEXTS[format].encode(encoding)
    assert format_of(data, f"x.{format}") == format
    document = read(format, data)
    assert [("a", LETTERS)] == options_of(document)
    assert document.bom == (encoding in ("utf-8-sig", "utf-16"))
    assert document.encoding == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        pytest.param("windows-1252", "cp1252", id="a code page"),
        pytest.param("ISO-8859-1", "latin-1", id="Latin-1"),
        pytest.param("UTF-16", "utf-16", id="UTF-16 with a mark"),
        pytest.param("utf-16", "utf-16-le", id="UTF-16 without"),
        pytest.param("utf-8", "utf-16", id="UTF-8 in a file that a mark shows to be UTF-16"),
        pytest.param("windows-1252", "utf-8-sig", id="a code page in a file that a mark shows to be UTF-8"),
        pytest.param("utf-16", "utf-8", id="UTF-16 in a file that cannot be, as programs write that declare strings"),
        pytest.param("UTF-16LE", "utf-8", id="the same with the order of bytes"),
    ],
)
def test_a_declared_encoding_is_followed_where_it_can_be_true(declared: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?>\n{confdata(pair("a", "Grüße"))}'.encode(encoding)
    document = read("xml", data)
    assert [("a", "Grüße")] == options_of(document)
    assert not kinds_of(document)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        pytest.param("no-such", "utf-8", id="an unknown one"),
        pytest.param("x" * 40, "utf-8", id="a long unknown one"),
        pytest.param("rot13", "utf-8", id="rot13"),
        pytest.param("base64", "utf-8", id="base64"),
        pytest.param("zip", "utf-8", id="zip"),
        pytest.param("undefined", "utf-8", id="undefined"),
        pytest.param("idna", "utf-8", id="idna"),
        pytest.param("punycode", "utf-8", id="punycode"),
        pytest.param("unicode_escape", "utf-8", id="escapes"),
        pytest.param("raw_unicode_escape", "utf-8", id="raw escapes"),
        pytest.param("mbcs", "utf-8", id="one of another system"),
        pytest.param("utf-32", "utf-8", id="UTF-32 in a file that is not"),
    ],
)
def test_a_declared_encoding_that_cannot_be_true_is_a_problem(declared: str, encoding: str) -> None:
    options = pair("a", "Grüße") + pair("\\q", "\\ud800")
    data = f'<?xml version="1.0" encoding="{declared}"?>\n{confdata(options)}'
    document = read("xml", data.encode(encoding))
    assert {"not-read"} == kinds_of(document)
    assert not options_of(document)


@pytest.mark.parametrize("declared", ["utf-8", "ascii"])
def test_a_file_of_a_code_page_that_declares_another_one_loses_the_values_that_this_one_does_not_have(
    declared: str,
) -> None:
    options = pair("a", "Grüße") + pair("b", "1")
    data = f'<?xml version="1.0" encoding="{declared}"?>\n{confdata(options)}'
    document = read("xml", data.encode("cp1252"))
    assert {"undecodable"} == kinds_of(document)
    assert [("a", UNKNOWN), ("b", "1")] == options_of(document)


@pytest.mark.parametrize("format", ["xml", "log"])
@pytest.mark.parametrize("encoding", ["punycode", "idna", "unicode_escape", "utf-7"])
def test_no_declared_encoding_takes_long(format: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><ConfData>xn--{"a" * MB}</ConfData>-{"a" * MB}'
    try:
        found = read(format, data, 2)
    except NotAnExport:
        return
    assert not options_of(found)


@pytest.mark.parametrize("format", ["json", "csv", "cfg"])
def test_a_code_page_where_unicode_belongs_is_a_problem(format: str) -> None:
    document = read(format, TEXTS[format].replace(LETTERS, "Grüße").encode("cp1252"))
    assert {"undecodable"} == kinds_of(document)
    assert {UNKNOWN} == {value for _, value in options_of(document)}


# Ill-formed escapes.


@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\udfff", "\\ud83d", "\\udc00\\ud800", "\\ud800\\ud800"], ids=lambda text: text[1:]
)
def test_half_a_letter_in_json_is_kept_as_it_is(escape: str) -> None:
    half = json.loads(f'"{escape}"')
    document = read("json", gax(("a", "1")).replace('"a"', f'"a{escape}"').replace('"1"', f'"{escape}"'))
    assert (f"a{half}", half) in options_of(document)


@pytest.mark.parametrize("escape", ["\\x41", "\\u12", "\\u12g4", "\\", "\\u", "\\ud800\\u", "\t", "\x1f"], ids=ascii)
def test_an_escape_that_does_not_exist_is_a_problem(escape: str) -> None:
    document = read("json", gax(("a", "1")).replace('"a"', f'"{escape}"'))
    assert {"not-read"} == kinds_of(document)
    assert [] == options_of(document)


HALF = "\ud800"  # half a letter, which no encoding can write


def rows(sections: Mapping[str, Mapping[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {
        "property": [
            {"section": s, "key": k, "value": v} for s, options in sections.items() for k, v in options.items()
        ]
    }


def halves() -> dict[str, str | bytes]:
    """An estate in which nearly every name and value ends in half a letter, and much is wrong."""
    wes = "wes.connector.chatServer."
    client = {
        "type": "CfgApplication",
        "name": f"GWE{HALF}",
        "dbid": "101",
        "version": f"8.1{HALF}",
        "subtype": f"CFG{HALF}",
        "appservers": {"conninfo": [{"appserverdbid": str(dbid), "id": f"p{HALF}"} for dbid in (102, 103)]},
        "options": rows(
            {
                "service:wes": {f"{wes}queueKey": f"1:webme{HALF}", f"{wes}queueWebengagement": f"Q{HALF}"},
                f"x{HALF}": {f"a{HALF}": HALF, f"A{HALF}": HALF, "password": HALF},
                "service:pacing": {"pacing.connector.algorithm": HALF},
            }
        ),
    }
    servers = [
        {
            "type": "CfgApplication",
            "subtype": "CFGChatServer",
            "name": f"Chat{number}{HALF}",
            "dbid": str(number),
            "portinfos": {"portinfo": [{"id": f"p{HALF}", "port": HALF}]},
            "tenantdbids": {"id": [{"dbid": "1"}]},
            "options": rows({"endpoints:1": {name: f"Q{HALF}", f"other{HALF}": f"R{HALF}"}}),
        }
        for number, name in ((102, f"webme{HALF}"), (103, f"webmee{HALF}"))
    ]
    tenant = {"type": "CfgTenant", "name": f"T{HALF}", "dbid": "5"}
    queue = {"type": "CfgScript", "name": f"Q{HALF}", "scripttype": "23", "tenantdbid": "5"}
    other = {
        "__metadata__": {"formatName": "JSON"},
        f"k{HALF}": 1,
        "applications": [
            {
                "name": f"M{HALF}",
                "tenants": [f"T{HALF}"],
                "serverInfo": {"backupServer": f"B{HALF}"},
                "appServers": [{"appServer": f"Chat102{HALF}", "id": f"x{HALF}"}],
                "options": {f"s{HALF}": {f"l{HALF}": {f"m{HALF}": HALF}}, f"t{HALF}": HALF},
            }
        ],
    }
    doubled = json.dumps(other).replace('"k\\ud800": 1', '"k\\ud800": 1, "k\\ud800": 2')
    table = [
        {"object_dbid": "9", "section": HALF, "opt": HALF, "val": HALF},
        {"object_dbid": HALF, "section": "", "opt": "", "val": ""},
    ]
    return {
        "exports/a.json": json.dumps([client, *servers, tenant, queue]),
        "exports/b.json": doubled,
        "exports/c.json": json.dumps(table),
    }


@pytest.mark.parametrize(
    "command",
    [
        *(f"check exports --verbose -f {format}" for format in ("text", "concise", "json", "sarif")),
        *(f"show exports -f {format}" for format in ("text", "json", "mermaid")),
        *(f"trace GWE{HALF} exports -f {format}" for format in ("text", "json")),
        "trace other exports",
    ],
    ids=ascii,
)
def test_half_a_letter_in_a_name_is_shown_in_every_format(estate: Write, run: Run, command: str) -> None:
    estate(halves())
    ran = run(*command.split(" "))
    assert "internal error" not in ran.err
    assert ran.code in ((2,) if "other" in command else (0, 1))
    assert (ran.out + ran.err).encode()  # can be written
    assert "ud800" in ran.out + ran.err
    if command.endswith(("json", "sarif")):
        assert json.loads(ran.out)


@pytest.mark.parametrize("format", ["text", "concise", "json", "sarif"])
def test_half_a_letter_in_a_name_is_written_to_files(estate: Write, run: Run, format: str) -> None:
    folder = estate(halves())
    assert run("check", "exports", "-q", "--output", f"{format}=report").code == 1
    assert "ud800" in (folder / "report").read_text(encoding="utf-8")


def test_half_a_letter_in_the_name_of_an_object_is_not_blamed_on_a_file(estate: Write, run: Run) -> None:
    estate(halves())
    assert "the name of a file" not in run("init", "exports").err


@pytest.mark.parametrize(
    "command", ["check -f text", "check -f concise", "check -f json", "check -f sarif", "show", "show -f json"]
)
def test_a_folder_whose_name_is_not_utf8_is_checked(estate: Write, run: Run, command: str) -> None:
    folder = estate({"x": ""})
    inside = folder / os.fsdecode(b"ex\xff")
    inside.mkdir()
    (inside / os.fsdecode(b"Chat\xfe.cfg")).write_text("[endpoints:1]\nwebme=\n")
    ran = run(*command.split(" "), inside.name)
    assert "internal error" not in ran.err
    assert ran.code == (1 if "check" in command else 0)


# The whole way.


def chain() -> str:
    """Three thousand applications, each connected to the next."""
    link = "<appServerDBIDs><CfgConnectionInfo><appServerDBID value='{}'/></CfgConnectionInfo></appServerDBIDs>"
    apps = (
        f"<CfgApplication><DBID value='{n}'/><name value='A{n}'/><type value='{(59, 82, 107)[n % 3]}'/>"
        f"<tenantDBIDs><DBID value='{n}'/></tenantDBIDs>{link.format(n + 1)}</CfgApplication>"
        f"<CfgTenant><DBID value='{n}'/></CfgTenant>"
        for n in range(1, 3000)
    )
    return f"<ConfData>{''.join(apps)}</ConfData>"


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        pytest.param("x.cfg", lambda: "[endpoints:1]\n" + "a=1\n" * 20_000, 1, id="options of one name"),
        pytest.param(
            "x.cfg", lambda: "[endpoints:1]\n" + "".join(f"a{n}=q{n}\n" for n in range(20_000)), 0, id="options"
        ),
        pytest.param("x.cfg", lambda: "[endpoints:1]\n" + "a\n" * 20_000, 1, id="malformed lines"),
        pytest.param("x.cfg", lambda: "".join(f"[endpoints:{n}]\na=q\n" for n in range(1, 20_001)), 0, id="sections"),
        pytest.param("x.cfg", lambda: f"[endpoints:1]\n{'a' * 5 * MB}=q\n", 0, id="a long name"),
        pytest.param("x.cfg", lambda: f"[endpoints:1]\na={'q' * 5 * MB}\n", 0, id="a long value"),
        pytest.param("x.xml", lambda: f"<ConfData>{'<a>' * MANY}", 1, id="nested elements"),
        pytest.param("x.xml", lambda: f"<!DOCTYPE x [<!ENTITY y SYSTEM 'x.xml'>]>{confdata()}", 1, id="an entity"),
        pytest.param("x.log", lambda: "09:00 <CfgApplication a='b'>\n" * 10_000, 1, id="a log"),
        pytest.param("x.xml", chain, 0, id="applications in a chain"),
    ],
)
def test_a_check_of_it_ends_in_good_time(estate: Write, run: Run, name: str, make: Make, code: int) -> None:
    estate({f"exports/{name}": make()})
    with within(40):
        ran = run("check", "exports", "-f", "concise")
    assert "internal error" not in ran.err
    assert code == ran.code


def test_the_command_line_gives_no_traceback_for_any_of_it(estate: Write) -> None:
    folder = estate(
        {
            "exports/a.csv": "Section,Option,Value\ra,b,c\rd,e,f\r",
            "exports/b.xml": b'<?xml version="1.0" encoding="unicode_escape"?><ConfData a="\\q"/>',
            "exports/c.json": "[" * MANY,
            "exports/d.cfg": "[endpoints:1]\nwebme=\n",
        }
    )
    ran = outside("check", "exports", "-f", "concise", cwd=folder)
    assert "internal error" not in ran.err
    assert "Warning" not in ran.err
    assert ran.code == 1


# Numbers of any length, where a number is meant.

DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    ("chat", "key"),
    [
        (f"[endpoints:{DIGITS}]\nwebme=Q\n", "1:webme"),
        ("[endpoints:1]\nwebme=Q\n", f"{DIGITS}:webme"),
        (f"[endpoints:{DIGITS}]\nwebme=Q\n", f"{DIGITS}:webme"),
        ("[endpoints:99999999999]\nwebme=Q\n", "99999999999:webme"),
    ],
    ids=["a section", "a reference", "both", "one digit more than a DBID has"],
)
def test_a_number_that_is_too_long_for_a_tenant_is_no_tenant(estate: Write, run: Run, chat: str, key: str) -> None:
    backend = f"[service:wes]\nwes.connector.chatServer.queueKey={key}\n"
    backend += "wes.connector.chatServer.queueWebengagement=Q\nwes.connector.chatServer.identifyCreateContact=1\n"
    estate({"est/ChatServer_01.conf": chat, "est/GWE_Backend.cfg": backend})
    for arguments in (("check", "est"), ("show", "est"), ("trace", "GWE_Backend", "est"), ("consistency", "est")):
        ran = run(*arguments)
        assert "internal error" not in ran.err
        assert "a rule crashed" not in ran.err
        assert ran.code in (0, 1, 3), (arguments, ran.err[:300])
    found = json.loads(run("check", "est", "-f", "json").out)
    assert (1, True) == (found["exit_code"], found["complete"])
    assert {"GWE201" if key.startswith("9") else "GWE202"} <= {each["rule"] for each in found["findings"]}


LONG = f"x = {DIGITS}\n"
DEEP = "[" * 100_000
EXPIRES = ("--expires", (date.today() + timedelta(days=30)).isoformat())


@pytest.mark.parametrize(
    ("arguments", "name", "text"),
    [
        (("check", "est", "--config", "x.toml"), "x.toml", LONG),
        (("check", "est", "--pack", "x.toml"), "x.toml", LONG),
        (("check", "est", "--waivers", "x.toml"), "x.toml", LONG),
        (("waivers", "list", "--waivers", "x.toml"), "x.toml", LONG),
        (("drift", "est", "--against", "base"), "base/C.toml", f'format = "gwe-baseline/1"\n{LONG}'),
        (("check", "est"), "gwe-lint.toml", LONG),
        (("check", "est"), "gwe-lint.toml", f'required-version = ">={DIGITS}"\n'),
        (("check", "est"), "pyproject.toml", f"[tool.gwe-lint]\n{LONG}"),
        (("check", "est", "--config", "x.toml"), "x.toml", f"x = {DEEP}\n"),
        (("check", "est", "--known", "x.json"), "x.json", DEEP),
        (("check", "est", "--known", "x.json"), "x.json", '{"a":' * 100_000),
        (("check", "est", "--known", "x.json"), "x.json", f'{{"format": "gwe-lint/1", "findings": [{DIGITS}]}}'),
        (("check", "est", "--since", "x.json"), "x.json", DIGITS),
        (
            (*("waivers", "add", "--from", "x.json", "--rule", "GWE202", "--reason", "r", "--owner", "o"), *EXPIRES),
            "x.json",
            DEEP,
        ),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, tuple) else value[:20],
)
def test_a_file_of_long_numbers_or_deep_nesting_is_refused_by_name(
    estate: Write, run: Run, arguments: tuple[str, ...], name: str, text: str
) -> None:
    estate({"est/ChatServer_01.conf": "[endpoints:1]\nwebme=Q\n", name: text})
    ran = run(*arguments)
    assert (2, True) == (ran.code, ran.err.startswith("gwe-lint: error: ")), ran.err
    assert name in ran.err
