"""CFG and CONF: every record with its place, nothing lost, nothing readable skipped."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Disabled, Document, Export, Header, Malformed, Option, Record
from gwe_lint.exports.redactor import Redactor
from tests.conftest import cfg_export

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
KINDS: dict[type, str] = {Header: "section", Option: "option", Disabled: "comment_or_disabled", Malformed: "malformed"}


def document(data: bytes | str, path: str = "x.cfg") -> Document:
    return read_cfg(data if isinstance(data, bytes) else data.encode(), path, Redactor())


def read(data: bytes | str, path: str = "x.cfg") -> Export:
    return cfg_export(data if isinstance(data, bytes) else data.encode(), path=path)


def as_json(record: Record) -> dict[str, Any]:
    shown: dict[str, Any] = {"line": record.line, "kind": KINDS[type(record)], "section": record.section}
    if isinstance(record, Disabled | Malformed):
        shown["text"] = record.text
    if isinstance(record, Disabled | Option):
        shown |= {"name": record.name, "value": record.value}
    return shown


@pytest.mark.parametrize("expected", sorted((SAMPLES / "expected").iterdir()), ids=lambda path: path.stem)
def test_samples_give_their_expected_records(expected: Path) -> None:
    sample = SAMPLES / expected.stem
    found_document = document(sample.read_bytes(), sample.name)
    found = {
        "encoding": found_document.encoding,
        "bom": found_document.bom,
        "newline": found_document.newline,
        "records": [as_json(record) for record in found_document.exports[0].records],
    }
    assert json.loads(expected.read_text()) == found


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        pytest.param("a=b=c", "a", "b=c", id="the first equals sign ends the name"),
        pytest.param("p:q/r=1:webme", "p:q/r", "1:webme", id="colons and slashes belong to the name"),
        pytest.param("a=100%", "a", "100%", id="percent is data"),
        pytest.param("a=x ; y # z", "a", "x ; y # z", id="there are no inline comments"),
        pytest.param('a="q"', "a", '"q"', id="quotes are data"),
        pytest.param("a=", "a", "", id="an empty value"),
        pytest.param("a= b ", "a", " b ", id="blanks around a value are kept"),
        pytest.param("\ta\t=b", "a", "b", id="blanks around a name are not"),
        pytest.param("a=C:\\x\\", "a", "C:\\x\\", id="backslashes are data"),
        pytest.param("a=x\ry", "a", "x\ry", id="a lone carriage return is data"),
        pytest.param("a=x\u2028y\x85z\x0c", "a", "x\u2028y\x85z\x0c", id="only a line feed ends a line"),
        pytest.param("[a=b", "[a", "b", id="a bracket that is not closed begins a name"),
        pytest.param("ключ=значение", "ключ", "значение", id="any script"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", ""], ids=["lf", "crlf", "no line end"])
def test_an_option_is_read_as_it_stands(line: str, name: str, value: str, end: str) -> None:
    export = read(f"[s]\n{line}{end}")
    assert (name, value) == export.sections["s"].options[name][1:3]
    assert export.sections["s"].options[name].line == 2


@pytest.mark.parametrize(
    ("line", "column", "value_column"),
    [
        pytest.param("ab=c", 1, 4, id="plain"),
        pytest.param("  ab =c", 3, 7, id="blanks before and behind the name"),
        pytest.param("äb=c", 1, 4, id="one unit for a letter of the basic plane"),
        pytest.param("😀=c", 1, 4, id="two units for one beyond"),
    ],
)
def test_columns_count_utf16_units_from_one(line: str, column: int, value_column: int) -> None:
    (option,) = read(f"[s]\n{line}\n").sections["s"].options.values()
    assert (column, value_column) == (option.column, option.value_column)


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        pytest.param("[s]\nnoequals\n", "malformed-line", 2, id="no equals sign"),
        pytest.param("[s]\n=v\n", "malformed-line", 2, id="no name"),
        pytest.param("[t]\n[s\na=b\n", "malformed-line", 2, id="a header that is not closed"),
        pytest.param("[s]\na\0=b\n", "nul-byte", 2, id="a NUL byte"),
        pytest.param("[s]\na=\x1b[2J\n", "control-character", 2, id="an escape sequence"),
        pytest.param("[s]\na=1\na=2\n", "duplicate-option", 3, id="an option twice"),
        pytest.param("[s]\n[t]\n[s]\n", "section-reopened", 3, id="a section twice"),
        pytest.param("[s]\ns/a=1\n", "joined-name", 2, id="section and name joined"),
        pytest.param("a=1\n[s]\n", "outside-section", 1, id="before the first section"),
        pytest.param("[s]\n a=1\n", "outer-blanks", 2, id="a blank before a name"),
        pytest.param("[s]\na=1 \n", "outer-blanks", 2, id="a blank behind a value"),
        pytest.param("[a]=[b]\n", "odd-name", 1, id="header or option"),
        pytest.param("[]\n", "odd-name", 1, id="a section without a name"),
        pytest.param("", "empty-file", 1, id="nothing"),
        pytest.param(" \n\t\r\n", "empty-file", 1, id="nothing but blanks"),
    ],
)
def test_what_is_wrong_is_reported_with_its_line(text: str, kind: str, line: int) -> None:
    assert [(kind, line)] == [(problem.kind, problem.line) for problem in read(text).problems]


def test_the_rest_of_a_damaged_file_is_still_read() -> None:
    export = read(b"[s]\na=1\nb\xff=2\nc\0=3\nnoequals\nd=4\n")
    assert {"a", "d"} == set(export.sections["s"].options)
    assert {"undecodable", "nul-byte", "malformed-line"} == {problem.kind for problem in export.problems}


def test_the_place_of_undecodable_bytes_is_their_line_and_offset() -> None:
    (problem,) = read(b"\xef\xbb\xbf[s]\na=\xe4\n").problems
    assert problem.line == 2
    assert "byte offset 9" in problem.message


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        pytest.param("[s]\na=ü\n".encode("utf-8-sig"), "utf-8", True, id="UTF-8 with a mark"),
        pytest.param("\ufeff[s]\na=ü\n".encode("utf-16-le"), "utf-16-le", True, id="UTF-16 LE with a mark"),
        pytest.param("\ufeff[s]\r\na=ü\r\n".encode("utf-16-be"), "utf-16-be", True, id="UTF-16 BE with a mark"),
        pytest.param("[s]\na=ü\n".encode("utf-16-le"), "utf-16-le", False, id="UTF-16 LE without"),
        pytest.param("[s]\na=ü\n".encode("utf-16-be"), "utf-16-be", False, id="UTF-16 BE without"),
    ],
)
def test_encodings_are_detected(data: bytes, encoding: str, bom: bool) -> None:
    found = document(data)
    (export,) = found.exports
    assert (encoding, bom, "ü") == (found.encoding, found.bom, export.sections["s"].options["a"].value)
    assert ([] if bom else ["encoding-assumed"]) == [problem.kind for problem in export.problems]


def test_utf16_that_breaks_in_the_middle_keeps_its_other_lines() -> None:
    data = "\ufeff[s]\na=1\n".encode("utf-16-le") + b"\x00\xd8\x0a\x00" + "b=2\n".encode("utf-16-le")
    export = read(data)
    assert {"a", "b"} == set(export.sections["s"].options)
    assert [("undecodable", 3)] == [(problem.kind, problem.line) for problem in export.problems]


def test_the_last_of_two_is_the_one_that_counts() -> None:
    export = read("[s]\na=1\na=2\n")
    assert export.sections["s"].options["a"].value == "2"
    assert len([record for record in export.records if isinstance(record, Option)]) == 2


def test_a_joined_name_is_read_as_the_plain_one_and_kept_as_a_record() -> None:
    export = read("[service:wes]\nservice:wes/x=1\n")
    assert (15 - 2, "1") == (
        export.sections["service:wes"].options["x"].column,
        export.sections["service:wes"].options["x"].value,
    )
    assert export.records[1].name == "service:wes/x"  # type: ignore[union-attr]


def test_disabled_options_are_records_and_not_set() -> None:
    export = read("[s]\n#a=1\n;b=2\n# text\n")
    assert not export.sections["s"].options
    assert [("a", "1"), ("b", "2"), (None, None)] == [
        (record.name, record.value) for record in export.records if isinstance(record, Disabled)
    ]


@pytest.mark.parametrize(
    ("path", "completeness"),
    [
        ("exports/Chat.cfg", "strings-only"),
        ("exports/CfgApplication_annex_131.cfg", "selection"),
        ("CfgApplication_options_131 (1).cfg", "selection"),
        ("CfgApplication_GWE_Backend_131.cfg", "selection"),
        ("CfgApplication_chat-01 (lab)_131.csv", "selection"),
        ("CfgApplication_annex.cfg", "strings-only"),
        ("CfgApplication__131.cfg", "strings-only"),
    ],
)
def test_a_file_named_by_gax_is_a_selection(path: str, completeness: str) -> None:
    assert completeness == read("[s]\na=1\n", path).completeness


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    export = read(data)
    assert all(record.line >= 1 for record in export.records)


def line_text() -> st.SearchStrategy[str]:
    return st.text(alphabet="ab =:[]#;/\t\r%\"'\\é😀\x1b\u2028", max_size=12)


@given(st.lists(line_text(), max_size=12))
def test_every_line_is_a_record_a_problem_or_blank(lines: list[str]) -> None:
    export = read("\n".join(lines))
    seen = {record.line for record in export.records} | {problem.line for problem in export.problems}
    assert all(number in seen or not line.strip(" \t\r") for number, line in enumerate(lines, 1))


@given(
    st.lists(st.tuples(st.text("abc:/.-", min_size=1), st.text("xyz;#%= ", max_size=6)), unique_by=lambda pair: pair[0])
)
def test_written_options_are_read_back(pairs: list[tuple[str, str]]) -> None:
    text = "[s]\n" + "".join(f"{name}={value}\n" for name, value in pairs)
    options = read(text).sections["s"].options
    assert dict(pairs) == {name: option.value for name, option in options.items()}


def test_utf16_with_half_a_letter_at_its_end_is_not_read_as_if_it_were_whole() -> None:
    export = read("\ufeff[s]\na=Queue".encode("utf-16-le")[:-1])
    assert [("undecodable", 2)] == [(problem.kind, problem.line) for problem in export.problems]
    assert "unknown" == export.sections["s"].options["a"].kind


@pytest.mark.parametrize("name", ["webme\u00a0", "we\u200bbme", "\ufeffwebme", "web\u202eme"], ids=ascii)
def test_what_cannot_be_seen_in_a_name_is_reported(name: str) -> None:
    kinds = {problem.kind for problem in read(f"[s]\n{name}=Queue\n").problems}
    assert kinds <= {"control-character", "outer-blanks"}
    assert kinds
