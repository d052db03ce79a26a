"""What could not be read is unknown and never absent: names are kept, and where none can be read, a file says so."""

from collections.abc import Callable

import pytest

from gwe_lint.catalogue.fact import Fact
from gwe_lint.exports.formats import FORMATS, format_of, reader_of
from gwe_lint.exports.readers.likely_code_page import likely_code_page
from gwe_lint.exports.records import Document, Export, Problem
from gwe_lint.exports.redactor import Redactor
from tests.builders import CHAT, WRITERS, chat
from tests.conftest import cfg_export

HIDDEN = "of which line 3 was not read"


def read(data: bytes, name: str, code_page: str = "") -> Document:
    format = format_of(data, name)
    assert format
    told = (code_page,) if FORMATS[format].code_pages else ()
    return reader_of(format)(data, name, Redactor(), *told)


def problems_of(document: Document) -> list[Problem]:
    return [*document.problems, *(each for export in document.exports for each in export.problems)]


def kinds(export: Export) -> dict[str, str]:
    return {
        f"{name}/{option.name}": option.kind
        for name, section in export.sections.items()
        for option in section.options.values()
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param(b"webme=f\xfcr", "undecodable", id="not UTF-8"),
        pytest.param(b" webme = f\xfcr", "undecodable", id="not UTF-8, with blanks around the name"),
        pytest.param(b"webme=\0", "nul-byte", id="a NUL byte"),
        pytest.param(b"webme=Q\0\xfc", "undecodable", id="both"),
    ],
)
def test_an_unread_value_leaves_its_option_there(line: bytes, problem: str) -> None:
    export = cfg_export(b"[endpoints:1]\na=1\n" + line + b"\nb=2\n")
    assert {"endpoints:1/a": "string", "endpoints:1/webme": "unknown", "endpoints:1/b": "string"} == kinds(export)
    assert problem in [each.kind for each in export.problems]
    assert "" == export.unread
    assert "f" not in export.sections["endpoints:1"].options["webme"].value


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"w\xe4bme=Q", id="a name that is not UTF-8"),
        pytest.param(b"w\0bme=Q", id="a name with a NUL byte"),
        pytest.param(b"\xff\xfe\xfd", id="nothing that can be read"),
        pytest.param(b"=\xff", id="no name"),
        pytest.param(b"webme", id="a line that breaks off"),
        pytest.param(b"[endpoints:1\xff]", id="a section that cannot be read"),
        pytest.param(b"[endpoints:1", id="a header that breaks off"),
    ],
)
def test_a_line_whose_name_cannot_be_read_may_hide_any_option(line: bytes) -> None:
    export = cfg_export(b"[settings]\na=1\n" + line + b"\n")
    assert HIDDEN == export.unread
    assert ["settings/a"] == list(kinds(export))


@pytest.mark.parametrize("line", [b"# gr\xfc\xdfe", b"; a\0=b", b"  #\xff"], ids=["not UTF-8", "NUL byte", "blanks"])
def test_a_comment_hides_nothing(line: bytes) -> None:
    export = cfg_export(b"[settings]\na=1\n" + line + b"\n")
    assert ("", 1) == (export.unread, len(export.problems))


def test_options_behind_an_unread_header_are_in_no_known_section() -> None:
    export = cfg_export(b"[settings]\na=1\n[endp\xfcints]\na=2\nb=3\n[log]\nc=4\n")
    assert {"settings/a": "string", "log/c": "string"} == kinds(export)
    assert "1" == export.sections["settings"].options["a"].value
    assert HIDDEN == export.unread


def test_an_option_before_the_first_section_may_be_any() -> None:
    assert "of which line 1 is in no section" == cfg_export(b"webme=Q\n[settings]\na=1\n").unread
    assert "of which line 1 was not read" == cfg_export(b"webme=\xff\n[settings]\na=1\n").unread


def test_a_second_option_of_that_name_is_a_duplicate_whatever_its_value() -> None:
    export = cfg_export(b"[s]\na=\xff\na=2\n")
    (problem,) = [each for each in export.problems if each.kind == "duplicate-option"]
    assert "once with a value that is not known" in problem.message


def test_too_many_lines_hide_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gwe_lint.exports.readers.cfg.MOST_OPTIONS", 2)
    assert "which was not read to its end" == cfg_export(b"[s]\na=1\nb=2\n").unread


@pytest.mark.parametrize(
    ("rows", "expected", "unread"),
    [
        pytest.param(b"e,webme,f\xfcr\n", {"e/webme": "unknown"}, "", id="a value that is not UTF-8"),
        pytest.param(b"e,webme,a\0b\n", {"e/webme": "unknown"}, "", id="a value with a NUL byte"),
        pytest.param(b"e,w\xe4bme,Q\n", {}, "of which line 2 was not read", id="a name that is not UTF-8"),
        pytest.param(b"e,w\0bme,Q\n", {}, "of which line 2 was not read", id="a name with a NUL byte"),
        pytest.param(b"e,webme,a,b\n", {"e/webme": "unknown"}, "", id="more cells than columns"),
        pytest.param(b"e\n", {}, "of which line 2 was not read", id="fewer cells than names"),
        pytest.param(
            b"e,webme\ne,a,\n", {"e/webme": "unknown", "e/a": "string"}, "", id="a row that ends before its value"
        ),
        pytest.param(
            b"e,a,1\ne,webme",
            {"e/a": "string", "e/webme": "unknown"},
            "of which line 3 was not read",
            id="a file that ends before a value",
        ),
        pytest.param(
            b'e,webme,"Q\ne,x,1\n', {"e/webme": "unknown"}, "which was not read to its end", id="an open quote"
        ),
        pytest.param(b'e,"webme\n', {}, "which was not read to its end", id="an open quote in the name"),
    ],
)
def test_the_same_in_rows(rows: bytes, expected: dict[str, str], unread: str) -> None:
    document = read(b"Section,Option,Value\n" + rows, "a.csv")
    (export,) = document.exports
    assert (expected, unread) == (kinds(export), export.unread)
    assert problems_of(document)


@pytest.mark.parametrize(
    ("rows", "expected", "whole"),
    [
        pytest.param(b"131,e,webme,f\xfcr\n131,e,a,1\n", {"e/webme": "unknown", "e/a": "string"}, True, id="not UTF-8"),
        pytest.param(b"131,e,webme,1\n131,e,webme,2\n", {"e/webme": "unknown"}, True, id="two values"),
        pytest.param(b"131,e,a,1\n131,e,w\xe4bme,Q\n", {"e/a": "string"}, False, id="a name that is not UTF-8"),
        pytest.param(b"131,e,a,1\nx,e,webme,Q\n", {"e/a": "string"}, False, id="a row of nobody knows whom"),
        pytest.param(b"131,e,a,1\n131,e,webme\n", {"e/a": "string"}, False, id="a row that ends before its value"),
        pytest.param(b'131,e,a,1\n131,e,webme,"Q\n', {"e/a": "string"}, False, id="an open quote"),
    ],
)
def test_the_same_in_rows_of_the_database(rows: bytes, expected: dict[str, str], whole: bool) -> None:
    document = read(b"object_dbid,section,opt,val\n" + rows, "rows.csv")
    (export,) = document.exports
    assert (expected, whole, whole) == (kinds(export), not export.unread, not document.unread)
    assert problems_of(document)


def test_connections_are_unknown_where_a_row_of_them_was_not_read() -> None:
    document = read(b"app_dbid,app_server_dbid\n131,120\n131,x\n", "links.csv")
    assert [None] == [export.identity.connections for export in document.exports]


DAMAGED: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data.replace(b"Warteschlange", b"f\xfcr"),
    lambda data: data.replace(b"webme", b"w\xe4bme"),
)


@pytest.mark.parametrize("form", sorted(WRITERS.keys() - {"cfg", "csv", "database"}))
def test_one_character_in_another_code_page_costs_one_value_in_xml_and_json(form: str) -> None:
    apps = [chat(111, sections={"endpoints:1": {"webme": "Warteschlange", "other": "Q"}}), chat(112, 111)]
    read_whole = {n: read(t.encode(), n) for n, t in WRITERS[form](apps).items()}
    for name, text in WRITERS[form](apps).items():
        values, names = (read(damage(text.encode()), name) for damage in DAMAGED)
        assert len(values.exports) == len(read_whole[name].exports)
        for export in values.exports:
            assert "" == export.unread
            assert {"endpoints:1/webme", "endpoints:1/other"} >= kinds(export).keys()
        unknown = [kind for export in values.exports for kind in kinds(export).values() if kind == "unknown"]
        assert len(unknown) == ("Warteschlange" in text)
        if "webme" in text:
            assert any(export.unread for export in names.exports)
            assert "undecodable" in {problem.kind for problem in problems_of(names)}


def test_lines_of_a_log_outside_of_objects_may_be_in_any_code_page() -> None:
    text = WRITERS["log"]([chat(111, sections=CHAT)])["psdk.log"].encode()
    document = read(b"gest\xfcrzt\n" + text, "psdk.log")
    assert [] == problems_of(document)
    assert {"endpoints:1/webme": "string"} == kinds(document.exports[0])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(
            b'<CfgApplication><options><list_pair key="s"><uni_pair key="a" value="x"/></list_pair></options>'
            b"</CfgApplication>",
            "a.xml",
            id="a pair of an unknown kind",
        ),
        pytest.param(
            b'[{"type": "CfgApplication", "options": {"property": [{"section": "s", "key": "a", "value": {"x": 1}}]}}]',
            "a.json",
            id="GAX, a value that is an object",
        ),
        pytest.param(
            b'{"__metadata__": {"formatName": "JSON"}, "applications": [{"options": {"s": {"a": ["x", "y"]}}}]}',
            "a.json",
            id="mutagen, a list of two",
        ),
        pytest.param(
            b'{"__metadata__": {"formatName": "RAW"}, "CFGApplication": {"options": {"list_pair": {"key": "s", '
            b'"str_pair": {"key": "a", "value": ["x"]}}}}}',
            "a.json",
            id="RAW, a value that is a list",
        ),
    ],
)
def test_a_value_of_an_unknown_form_is_unknown(data: bytes, name: str) -> None:
    (export,) = read(data, name).exports
    assert ({"s/a": "unknown"}, "") == (kinds(export), export.unread)


def test_xml_that_is_cut_off_may_hide_applications() -> None:
    text = WRITERS["confdata"]([chat(111), chat(112)])["estate.xml"].encode()
    document = read(text[: text.index(b"Chat_112")], "estate.xml")
    assert (["Chat_111"], True, False) == (
        [export.identity.name for export in document.exports],
        document.unread,
        document.lists_all,
    )
    assert "" == document.exports[0].unread


def test_xml_is_told_to_declare_its_encoding() -> None:
    text = WRITERS["confdata"]([chat(111, sections={"s": {"a": "Größe"}})])["estate.xml"]
    document = read(text.encode("cp1252"), "a.xml")
    (problem,) = document.problems
    assert problem.help.startswith('it is probably Windows-1252; if so, have its first line declare encoding="cp1252"')
    declared = read(f'<?xml version="1.0" encoding="cp1252"?>\n{text}'.encode("cp1252"), "a.xml")
    assert ([], "Größe") == (problems_of(declared), declared.exports[0].sections["s"].options["a"].value)


# Which code page


@pytest.mark.parametrize(
    ("code_page", "texts"),
    [
        ("cp1252", ["Warteschlange für Chat"]),
        ("cp1252", ["file d'attente générale", "Équipe française"]),
        ("cp1252", ["España Atención"]),
        ("cp1250", ["Zażółć gęślą jaźń", "Kolejka główna"]),
        ("cp1250", ["Příliš žluťoučký kůň"]),
        ("cp1251", ["Очередь чата"]),
        ("cp1251", ["служба поддержки"]),
        ("cp1253", ["Ουρά συνομιλίας"]),
        ("cp1254", ["Müşteri hizmetleri", "Sohbet kuyruğu"]),
        ("cp1255", ["תור שיחות"]),
        ("cp1256", ["قائمة الانتظار"]),
        ("cp1257", ["Vilnius Žalgiris eilė"]),
        ("cp932", ["チャット待ち行列"]),
        ("cp949", ["채팅 대기열"]),
        ("gbk", ["聊天队列"]),
        ("big5", ["聊天佇列"]),
        ("koi8-r", ["Очередь чата"]),
        ("cp866", ["Очередь чата"]),
        ("cp850", ["Warteschlange für Chat"]),
        ("iso8859-2", ["Škoda", "žádost"]),
    ],
)
def test_the_code_page_in_which_a_text_reads_like_words_is_named(code_page: str, texts: list[str]) -> None:
    found = likely_code_page(f"webme={text}".encode(code_page) for text in texts)
    assert found is not None
    assert code_page == found[0]


@pytest.mark.parametrize("data", [bytes(range(0x80, 0x100)), b"PNG\x89\x1a\xd0\xce"])
def test_what_reads_like_nothing_is_in_no_code_page(data: bytes) -> None:
    assert likely_code_page([data]) is None


def helps(text: bytes, redactor: Redactor | None = None) -> list[str]:
    return [each.help for each in cfg_export(text, redactor).problems if each.kind == "undecodable"]


def test_the_help_shows_how_the_line_reads_and_how_to_say_so() -> None:
    (help,) = helps(b"[endpoints:1]\r\nwebme=Warteschlange f\xfcr Chat\r\n")
    assert "in Windows-1252 it is 'webme=Warteschlange für Chat'; if so, set encoding = \"cp1252\"" in help
    assert "--encoding cp1252" in help


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(b"password=geheim\xfc", id="by its name"),
        pytest.param(b"Kennwort=geheim\xfc", id="by a fact"),
        pytest.param(b"server=https://admin:geheim\xfc@host", id="by its shape"),
        pytest.param(b"pass=\ngeheim\xfc=x", id="in the next line"),
        pytest.param(b"# password=geheim\xfc", id="behind a comment sign"),
        pytest.param(b"geheim\xfc", id="without a name"),
        pytest.param(b'x={"password":\ngeheim\xfc=', id="of a value in several lines"),
    ],
)
def test_the_help_never_shows_a_secret(lines: bytes) -> None:
    fact = Fact(app="other", section="*", option="Kennwort", type="secret", summary="", secret=True)
    found = helps(b"[s]\n" + lines + b"\nx=gr\xfc\xdfe\n", Redactor([fact]))
    assert not [help for help in found if "geheim" in help]
    assert "1252" in found[0]


# A declared code page


@pytest.mark.parametrize("form", ["cfg", "csv", "database", "gax", "dump", "mutagen", "raw", "rows as JSON", "log"])
def test_text_is_read_in_the_declared_code_page(form: str) -> None:
    apps = [chat(111, 112, sections={"endpoints:1": {"webme": "Warteschlange für Chat"}}), chat(112, 111, sections={})]
    for name, text in WRITERS[form](apps).items():
        document = read(text.replace("\\u00fc", "ü").encode("cp1252"), name, "cp1252")
        assert [] == [each for each in problems_of(document) if each.kind != "lossy-format"]
        values = [o.value for e in document.exports for s in e.sections.values() for o in s.options.values()]
        assert ["Warteschlange für Chat"] * len(values) == values


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("[s]\na=Größe\n".encode(), id="UTF-8"),
        pytest.param("\ufeff[s]\na=Größe\n".encode(), id="UTF-8 with a mark"),
        pytest.param("\ufeff[s]\na=Größe\n".encode("utf-16-le"), id="UTF-16 with a mark"),
        pytest.param("[s]\na=Größe\n".encode("utf-16-be"), id="UTF-16 without"),
        pytest.param("[s]\na=Größe\n".encode("cp1252"), id="the code page"),
    ],
)
def test_a_code_page_is_for_what_is_neither_utf8_nor_utf16(data: bytes) -> None:
    (export,) = read(data, "a.cfg", "cp1252").exports
    assert "Größe" == export.sections["s"].options["a"].value


def test_a_mark_counts_more_than_a_code_page() -> None:
    (export,) = read(b"\xef\xbb\xbf[s]\na=f\xfcr\n", "a.cfg", "cp1252").exports
    assert ({"s/a": "unknown"}, ["undecodable"]) == (kinds(export), [each.kind for each in export.problems])


def test_what_the_code_page_does_not_have_is_still_unread() -> None:
    (export,) = read(b"[s]\na=f\xfcr\nb=\x81\n", "a.cfg", "cp1252").exports
    (problem,) = export.problems
    assert {"s/a": "string", "s/b": "unknown"} == kinds(export)
    assert ("this line is not valid CP1252 (byte offset 12), so it was not read", 3) == (problem.message, problem.line)
    assert "name another code page" in problem.help


def test_xml_says_its_encoding_itself() -> None:
    text = WRITERS["cfgdata"]([chat(111, sections={"s": {"a": "für"}})])["wizard.xml"]
    document = read(text.replace('encoding="utf-8"', 'encoding="cp1250"').encode("cp1250"), "a.xml", "cp1251")
    assert "für" == document.exports[0].sections["s"].options["a"].value
