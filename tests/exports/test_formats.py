"""One row a format: a new one is a row and a reader, and nothing else in the tree asks a format for its name."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.locations import script_at
from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.formats import FORMATS, Format, endings, format_of, reader_of
from gwe_lint.exports.records import Completeness, Header, Option, Script
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.source_lines import Lines
from gwe_lint.loading.merge_exports import applications_of
from tests.conftest import Run

Write = Callable[[Mapping[str, str | bytes]], Path]
ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parents[1] / "data" / "samples"

# A format that no other test knows: sections end with a colon, options are written as name -> value.
READER = """
from gwe_lint.exports.readers.builder import StructuredBuilder
from gwe_lint.exports.records import Document, Identity


def read_toy(data, path, redactor):
    builder = StructuredBuilder(redactor)
    for number, line in enumerate(data.decode().splitlines(), 1):
        name, arrow, value = line.strip().partition(" -> ")
        if arrow:
            column = line.index(name) + 1
            builder.option(section, name, value, "string", (number, column, column + len(name) + len(arrow)))
        elif line.endswith(":"):
            section = builder.section(line[:-1], number, 1, len(line) + 1)
    return Document(path, "toy", (builder.export(path, "toy", Identity()),))
"""


def toy_section(header: Header) -> tuple[str, int]:
    return f"{header.section}:", 0


def toy_option(option: Option) -> tuple[str, int, int]:
    head = f"{' ' * (option.column - 1)}{option.name} -> "
    return head + option.value, option.column - 1, len(head)


TOY = Format(
    name="toy",
    title="Toy",
    completeness="complete",
    lines=Lines(toy_section, toy_option),
    read="toy_reader:read_toy",
    detect=lambda file, own: own or file.head.startswith(b"!toy\n"),
    endings=(".toy",),
    columns="name and value",
    one_application=True,
)
FILES = {
    "prod/GWE_Backend.toy": "!toy\nservice:wes:\n"
    "  wes.connector.chatServer.queueKey -> 1:webmee\n"
    "  wes.connector.chatServer.queueWebengagement -> Webengagement_Chat\n",
    "prod/Chat_01.toy": "!toy\nendpoints:1:\n  webme -> Webengagement_Chat\n",
}


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Format]:
    """One row, and a module that can be imported."""
    (tmp_path / ".toy").mkdir()
    (tmp_path / ".toy" / "toy_reader.py").write_text(READER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / ".toy")
    monkeypatch.setitem(FORMATS, "toy", TOY)
    yield TOY
    sys.modules.pop("toy_reader", None)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        pytest.param(b"anything", "a.toy", "toy", id="by its ending"),
        pytest.param(b"!toy\n", "a.txt", "toy", id="by its content"),
        pytest.param(b"!toy\n", "a.cfg", "cfg", id="not before a format that stands before it"),
        pytest.param(b"toy\n", "a.txt", None, id="not without either"),
    ],
)
def test_a_new_format_is_known(toy: Format, data: bytes, name: str, format: str | None) -> None:
    assert format == format_of(data, name)


def test_an_empty_file_of_a_new_format_is_no_export(toy: Format) -> None:
    with pytest.raises(NotAnExport, match="an empty file"):
        format_of(b" \n", "a.toy")


def test_a_new_format_is_found_below_a_folder(toy: Format, estate: Write, run: Run) -> None:
    estate({**FILES, "prod/by-content.txt": "!toy\nlog:\n  verbose -> all\n", "prod/other.txt": "log:\n"})
    found = json.loads(run("show", "prod", "--format", "json").out)["estates"][0]
    names = [each["name"] for each in found["applications"]]
    assert ["Chat_01", "GWE_Backend", "by-content"] == sorted(names)


def test_the_reader_of_a_new_format_is_imported_when_a_file_is_read(toy: Format) -> None:
    before = "toy_reader" in sys.modules
    reader_of("toy")(b"!toy\n", "a.toy", Redactor())
    assert (False, True) == (before, "toy_reader" in sys.modules)


@pytest.mark.parametrize(
    ("completeness", "reason"),
    [
        ("complete", None),
        ("strings-only", "which holds string options only"),
        ("selection", "which is a selection of the options"),
    ],
)
def test_what_an_absence_proves_stands_in_the_row(
    toy: Format, monkeypatch: pytest.MonkeyPatch, completeness: Completeness, reason: str | None
) -> None:
    monkeypatch.setitem(FORMATS, "toy", toy._replace(completeness=completeness))
    document = reader_of("toy")(FILES["prod/GWE_Backend.toy"].encode(), "GWE_Backend.toy", Redactor())
    (application,) = applications_of([document])
    said = absence_unproved(application, "service:wes", "wes.connector.chatServer.refreshPeriod", "integer")
    assert (said or "").endswith(reason or "")
    assert (reason is None) == (said is None)


def test_a_finding_in_a_new_format_has_its_place(toy: Format, estate: Write, run: Run) -> None:
    estate(FILES)
    ran = run("check", "prod", "--select", "GWE202", "--format", "concise")
    assert ran.out.startswith("prod/GWE_Backend.toy:3:40: error GWE202")


def test_a_code_frame_shows_the_lines_of_a_new_format(toy: Format, estate: Write, run: Run) -> None:
    estate(FILES)
    frame = """
  --> prod/GWE_Backend.toy:3:40                              GWE_Backend
   |
 2 | service:wes:
 3 |   wes.connector.chatServer.queueKey -> 1:webmee
   |                                        ^^^^^^^^ not defined
  ::: prod/Chat_01.toy:2:1                                   Chat_01
   |
 2 | endpoints:1:
   | ------------ endpoints of tenant 1 are defined here: webme
"""
    assert frame in run("check", "prod", "--select", "GWE202").out


def test_the_columns_of_a_new_format_may_be_those_of_an_element(
    toy: Format, estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "toy", toy._replace(columns="element"))
    estate(FILES)
    ran = run("check", "prod", "--select", "GWE202", "--format", "concise")
    assert ran.out.startswith("prod/GWE_Backend.toy:3:3: error GWE202")


def test_show_names_a_new_format_and_how_much_it_shows(toy: Format, estate: Write, run: Run) -> None:
    estate(FILES)
    shown = run("show", "prod").out
    assert "read from    prod/GWE_Backend.toy:1:1 (toy)" in shown
    assert re.search(r"^GWE_Backend +gwe-\w+ +\S+ +2  complete$", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("one_application", "entry"), [(True, 'file = "GWE_Backend.toy"'), (False, 'name = "unnamed"')], ids=repr
)
def test_init_finds_the_applications_of_a_new_format(
    toy: Format, estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, one_application: bool, entry: str
) -> None:
    monkeypatch.setitem(FORMATS, "toy", toy._replace(one_application=one_application))
    root = estate({"prod/GWE_Backend.toy": FILES["prod/GWE_Backend.toy"]})
    assert run("init", "prod").code == 0
    assert f"\n{entry}\n" in (root / "gwe-lint.toml").read_text(encoding="utf-8")


def test_a_new_format_can_be_a_baseline(toy: Format, estate: Write, run: Run) -> None:
    root = estate(FILES)
    assert run("snapshot", "prod", "--to", "approved").code == 0
    clean = run("drift", "prod", "--against", "approved")
    (root / "prod/Chat_01.toy").write_text("!toy\nendpoints:1:\n  webme -> Other\n", encoding="utf-8")
    assert (0, 1) == (clean.code, run("drift", "prod", "--against", "approved").code)


def test_a_script_object_of_a_new_format_is_shown_by_its_name(toy: Format) -> None:
    script = Script("Chat In", "queue", None, None, {}, "a.toy", "toy", 3, 1, 8)
    assert (((3, "Chat In"),), (0, 7)) == (script_at(script).lines, script_at(script).mark)


def test_what_has_a_reader_is_detected_and_nothing_else() -> None:
    assert all(bool(row.read) == bool(row.detect) for row in FORMATS.values())
    assert all(row.read or not row.endings + row.searched for row in FORMATS.values())


def test_every_reader_of_the_table_can_be_imported() -> None:
    assert all(callable(reader_of(name)) for name, row in FORMATS.items() if row.read)


def test_no_reader_is_imported_with_the_table() -> None:
    code = "import sys, gwe_lint.exports.formats; print(*(n for n in sys.modules if '.exports.readers.' in n))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "\n"


@pytest.mark.parametrize("path", [each for each in sorted(SAMPLES.iterdir()) if each.suffix in endings()], ids=str)
def test_all_that_readers_give_has_a_row(path: Path) -> None:
    data = path.read_bytes()
    document = reader_of(format_of(data, path.name) or "")(data, path.name, Redactor())
    given = {document.format, *(each.format for each in document.exports), *(each.format for each in document.scripts)}
    assert given <= set(FORMATS)


# No format is asked for its name.

OWN_NAME = ("exports/formats.py", "exports/readers/")
REPORTS = ("cli/", "reports/listing.py")  # where a format is that of a report or a list
NAMES_OF_NOTHING_ELSE = {name for name in FORMATS if name not in ("cfg", "csv", "xml", "json", "log", "baseline")}


def asked_by_name(source: str, *, of_reports: bool = False) -> Iterator[int]:
    """The lines that compare a format, unless it is that of a report, or that hold the name of one."""

    def is_format(node: ast.expr) -> bool:
        if of_reports:
            return False
        if isinstance(node, ast.Attribute):
            return node.attr == "format"
        return isinstance(node, ast.Name) and node.id in ("format", "form")

    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, comparators=others) if any(map(is_format, (left, *others))):
                yield node.lineno
            case ast.Match(subject=subject) if is_format(subject):
                yield node.lineno
            case ast.Attribute(value=value, attr="startswith" | "endswith") if is_format(value):
                yield node.lineno
            case ast.Constant(value=str(text)) if text in NAMES_OF_NOTHING_ELSE:
                yield node.lineno
            case _:
                pass


@pytest.mark.parametrize(
    "source",
    [
        'if export.format == "cfg": pass',
        'x = application.format not in ("cfg", "csv")',
        'x = "xml" if format != "cfg" else ""',
        "x = self.application.format == BASELINE",
        'x = format.endswith("json")',
        "match export.format:\n    case 'cfg': pass",
        'x = {"gax-json": 1}',
    ],
)
def test_a_question_for_the_name_of_a_format_is_noticed(source: str) -> None:
    assert [1] == list(asked_by_name(source))


def test_nothing_but_the_table_and_the_readers_asks_a_format_for_its_name() -> None:
    package = ROOT / "gwe_lint"
    sources = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    found = [
        f"{name}:{line}"
        for name, source in sources.items()
        if not name.startswith(OWN_NAME)
        for line in asked_by_name(source, of_reports=name.startswith(REPORTS))
    ]
    assert len(sources) > 100
    assert not found


# Every row is documented.

DOCUMENTED = [row for row in FORMATS.values() if row.completeness != "none"]
PROVES = {"complete": "count", "strings-only": "of a string count"}


@pytest.fixture(scope="module")
def documentation() -> str:
    return (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_table_of_the_documentation_has_every_format(documentation: str) -> None:
    rows = [line.strip("| ").split(" | ") for line in documentation.splitlines() if line.startswith("| ")]
    told = {(cells[0], cells[1], cells[-1].partition(";")[0]) for cells in rows[1:]}
    assert {(row.title, f"`{row.name}`", PROVES[row.completeness]) for row in DOCUMENTED} == told


def test_the_documentation_has_the_endings_of_files_that_are_always_read(documentation: str) -> None:
    (sentence,) = re.findall(r"looked at:\n(.*) are read whatever they hold", documentation)
    assert sorted(endings()) == sorted(re.findall(r"`(\.\w+)`", sentence))
