"""XML, JSON and CSV: every option with its value, its kind and its place; nothing lost, nothing guessed."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from gwe_lint.exports.detect import NotAnExport, cfg_look_alike
from gwe_lint.exports.formats import format_of, reader_of
from gwe_lint.exports.records import Document, Export, Option, Section
from gwe_lint.exports.redactor import Redactor
from tests.builders import WRITERS, App
from tests.conftest import Golden

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
GOLDEN = Path(__file__).parents[1] / "golden" / "samples"


def read(text: str | bytes, name: str) -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    format = format_of(data, name)
    assert format
    return reader_of(format)(data, name, Redactor())


def options(sections: dict[str, Section]) -> dict[str, list[list[str]]]:
    return {name: [[o.name, o.value, o.kind] for o in section.options.values()] for name, section in sections.items()}


def as_text(document: Document) -> str:
    """A document for a golden file, a line for each thing in it."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"{document.format} {document.encoding} {document.newline if document.format == 'csv' else ''}".rstrip()
    yield from (f"problem {problem.kind} {problem.line}" for problem in document.problems)
    yield from (f"tenant {tenant!r}" for tenant in document.tenants)
    for export in document.exports:
        yield ""
        yield f"{export.completeness} {export.line}:{export.column}-{export.end_column} {export.size} options"
        for key, value in export.identity._asdict().items():
            yield from (f"  {key}: {each!r}" for each in (value if isinstance(value, tuple) else [value]) if each)
        yield from (f"  {record!r}" for record in export.records)
        yield from (
            f"  annex {name} {options({name: section})[name]}" for name, section in (export.annex or {}).items()
        )
        yield from (f"  problem {problem.kind} {problem.line}" for problem in export.problems)


SAMPLE_FILES = sorted(
    path.name
    for path in SAMPLES.iterdir()
    if path.suffix in (".xml", ".json", ".csv") or path.name.startswith(("ga", "stress"))
)


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_every_sample_is_read(name: str, golden: Golden) -> None:
    document = read((SAMPLES / name).read_bytes(), name)
    golden(GOLDEN / f"{name}.txt", as_text(document))


@pytest.mark.parametrize("name", ["cfgdb_export.sql", "lookalike_confserv_local.conf", "lookalike_genesys_silent.ini"])
def test_samples_that_are_no_exports_are_refused(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    if name.endswith(".sql"):
        with pytest.raises(NotAnExport, match="SQL text"):
            format_of(data, name)
    else:
        assert cfg_look_alike(read(data, name))


def test_the_two_forms_of_the_gax_sample_hold_the_same() -> None:
    pretty = read((SAMPLES / "gax_rest_Application.json").read_bytes(), "a.json")
    dump = read((SAMPLES / "genesystools_Application.json").read_bytes(), "a.json")
    assert [options(dict(one.sections)) for one in pretty.exports] == [
        options(dict(one.sections)) for one in dump.exports
    ]


AWKWARD = App(
    "Chat & <Server> 😀",
    59,
    111,
    {
        "endpoints:1": {"webme": "Köln 你好 😀", "a b": "x \"y\" <z> & 'w'"},
        "😀 section/with:all": {"name:with/all": "a=b;c#d,e", "empty": "", "long": "x" * 5000, "tab": "a\tb"},
    },
)


@pytest.mark.parametrize("format", WRITERS)
def test_a_region_is_what_carries_the_option(format: str) -> None:
    files = WRITERS[format]([AWKWARD])
    seen = 0
    for name, text in files.items():
        if text == "[]":
            continue
        lines = [line.encode("utf-16-le") for line in text.split("\n")]
        for export in read(text, name).exports:
            for option in (record for record in export.records if isinstance(record, Option)):
                seen += 1
                line = lines[option.line - 1]
                region = line[(option.column - 1) * 2 : (option.value_column - 1) * 2].decode("utf-16-le")
                check_region(format, option, region)
    assert seen == 6


def check_region(format: str, option: Option, region: str) -> None:
    if format in ("cfg", "csv"):
        shown = region if format == "cfg" else "".join(next(csv.reader([region]), [""]))
        assert (f"{option.name}=" if format == "cfg" else option.value) == shown
    elif format.startswith(("confdata", "bare", "log", "cfgdata")):
        assert (True, True) == (region.startswith("<str_pair key="), region.endswith("/>"))
    elif format in ("gax", "dump", "mutagen", "raw"):
        assert option.value == json.loads(region)
    else:
        assert region


def only(document: Document) -> Export:
    (export,) = document.exports
    return export


def test_values_keep_their_kind() -> None:
    export = only(read((SAMPLES / "confdata_applications.xml").read_bytes(), "a.xml"))
    kinds = {option.name: (option.value, option.kind) for option in export.sections["settings"].options.values()}
    assert {"empty": ("", "string"), "no-value": ("", "absent"), "number": ("5", "integer")} == kinds
    assert "suppressed" == only(
        read('<CfgApplication><options><list_pair key="s"><str_pair key="x" value="[output suppressed]"/>'
             "</list_pair></options></CfgApplication>", "a.xml")
    ).sections["s"].options["x"].kind  # fmt: skip


def test_nested_lists_are_kept_apart() -> None:
    export = only(read((SAMPLES / "cfgdata_create_server.xml").read_bytes(), "a.xml"))
    assert [["inner", "", "list"], ["inner/leaf", "1", "string"]] == options(dict(export.sections))["nested"]
    assert "first\nsecond" == export.sections["settings"].options["two-lines"].value


def test_repeated_blocks_are_merged_and_collisions_reported() -> None:
    block = '<options><list_pair key="s"><str_pair key="a" value="{}"/></list_pair></options>'
    export = only(read(f"<CfgApplication>{block.format(1)}{block.format(2)}</CfgApplication>", "a.xml"))
    assert ["section-reopened", "duplicate-option"] == [problem.kind for problem in export.problems]
    assert "2" == export.sections["s"].options["a"].value


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        pytest.param('<str_pair value="x"/>', "malformed-line", id="a pair without a key"),
        pytest.param('<foo key="x"/>', "malformed-line", id="something that is no pair"),
        pytest.param(
            '<str_pair key="a" value="b"><str_pair key="c"/></str_pair>', "malformed-line", id="a pair in a pair"
        ),
    ],
)
def test_what_is_no_option_is_reported(inside: str, kind: str) -> None:
    pairs = f'<list_pair key="s">{inside}<str_pair key="z" value="1"/></list_pair>'
    text = f"<CfgApplication><options>{pairs}</options></CfgApplication>"
    export = only(read(text, "a.xml"))
    assert (kind, "1") == (export.problems[0].kind, export.sections["s"].options["z"].value)


def test_pairs_of_an_unknown_kind_are_named_once_in_each_application() -> None:
    section = '\n<list_pair key="{}">\n<unicode_pair key="a" value="x"/>\n<unicode_pair key="b" value="x"/></list_pair>'
    options = f"<options>{section.format('s')}{section.format('t')}</options>"
    document = read(f"<ConfData>{2 * f'<CfgApplication>{options}</CfgApplication>'}</ConfData>", "a.xml")
    found = [[(each.kind, each.line, each.message) for each in export.problems] for export in document.exports]
    message = (
        "an element 'unicode_pair' among the options is no kind of option that is known, so these were not all read"
    )
    assert [[("malformed-line", 3, message)], [("malformed-line", 9, message)]] == found


def test_an_option_outside_of_a_section_is_reported() -> None:
    export = only(read('<CfgApplication><options><str_pair key="a" value="b"/></options></CfgApplication>', "a.xml"))
    assert ["outside-section"] == [problem.kind for problem in export.problems]


def test_a_reference_to_nothing_is_kept_as_a_name() -> None:
    text = '<CfgData><CfgCreate><CfgServer name="A" type="59" appPrototypeDBID="Nobody"><appServerDBIDs>'
    text += '<CfgConnectionInfo linkDBID="Nobody" connID="x"/></appServerDBIDs></CfgServer></CfgCreate></CfgData>'
    (connection,) = only(read(text, "a.xml")).identity.connections or ()
    assert ("Nobody", None) == connection.target


def test_references_may_come_last() -> None:
    text = '<CfgData><CfgCreate><CfgServer name="A" type="59"><tenantDBIDs><CfgAppTenant linkDBID="T"/></tenantDBIDs>'
    text += (
        '</CfgServer></CfgCreate><CfgReference><CfgTenantRef id="T" name="Acme" DBID="101"/></CfgReference></CfgData>'
    )
    assert (("Acme", 101),) == only(read(text, "a.xml")).identity.tenants


def test_an_answer_with_created_data_is_read_and_an_error_is_refused() -> None:
    server = '<CfgServer name="A" type="59"/>'
    data = f"<CfgResponse><responseItem><createData>{server}</createData></responseItem></CfgResponse>"
    assert "complete" == only(read(data, "a.xml")).completeness
    with pytest.raises(NotAnExport, match="holds an error"):
        read("<CfgResponse><responseItem><errorInfo/></responseItem></CfgResponse>", "a.xml")


@pytest.mark.parametrize(
    ("text", "name", "what"),
    [
        ("<html><body/></html>", "a.xml", "an XML file that is no export"),
        ("<CfgData><CfgCreate/></CfgData>", "a.xml", "an XML file of configuration objects without an application"),
        ("<ConfData><CfgPerson/></ConfData>", "a.xml", "an XML file of other configuration objects (CfgPerson)"),
        ("null", "Application.json", "a JSON file without an application"),
        ('[{"type": "CfgPerson"}]', "Person.json", "a JSON file without an application in it, of objects CfgPerson"),
        ('{"name": "x", }', "package.json", "a file that is not valid JSON"),
        (
            "dbid,name,type,version,host,ports,status,backup\n",
            "Application.csv",
            "a list of applications by genesys-tools",
        ),
        ("Action,User Name,First Name\nADD,a,b\n", "agents.csv", "a CSV file of other objects"),
        ("Section,Option\na,b\n", "a.csv", "a CSV file whose first row does not name the columns Value"),
    ],
    ids=lambda value: value if " " in str(value) else "",
)
def test_what_is_no_export_is_named(text: str, name: str, what: str) -> None:
    with pytest.raises(NotAnExport) as caught:
        read(text, name)
    assert caught.value.what.startswith(what)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("text", "name", "line", "message"),
    [
        ("<ConfData><CfgApplication><x></ConfData>", "a.xml", 1, "mismatched tag"),
        ('<ConfData>\n<CfgApplication>\n<options>\n<list_pair key="s">\n', "a.xml", 5, "no element found"),
        ("<!DOCTYPE a>\n<ConfData/>", "a.xml", 1, "document type declaration"),
        ('[{"type": "CfgApplication",\n "name": }]', "a.json", 2, "a value is missing"),
        ('[{"type": "CfgApplication"}\n{', "a.json", 2, "a comma or ] is missing"),
        ('[{"type": "CfgApplication"}] x', "a.json", 1, "something follows the end"),
        ('{"__metadata__": {}', "a.json", 1, "a comma or } is missing"),
    ],
)
def test_where_a_document_cannot_be_read_any_further_is_said(text: str, name: str, line: int, message: str) -> None:
    problem = read(text, name).problems[-1]
    assert ("not-read", line, True) == (problem.kind, problem.line, message in problem.message)


def test_what_stands_before_the_damage_is_read() -> None:
    text = WRITERS["confdata"]([AWKWARD, AWKWARD._replace(name="B", dbid=112)])["estate.xml"]
    document = read(text[: text.index('<name value="B"')], "a.xml")
    assert (["Chat & <Server> 😀"], ["not-read"]) == (
        [export.identity.name for export in document.exports],
        [problem.kind for problem in document.problems],
    )


def test_duplicate_keys_are_seen() -> None:
    document = read('[{"type": "CfgApplication", "name": "A",\n "name": "B", "options": {"property": []}}]', "a.json")
    assert [("duplicate-key", 2)] == [(problem.kind, problem.line) for problem in document.problems]
    assert "B" == only(document).identity.name


@pytest.mark.parametrize(
    "text",
    [
        "action;SECTION;Key;value\r\nADD;s;n;a,b\r\n",
        '\ufeffValue,Name,Section\r\n"a,b",n,s\r\n',
        "Section\tOption\tValue\ns\tn\ta,b\n",
        'Section,Option,Value\n\n,,\ns,n,"a,b"\n',
        "\ufeffsep=;\r\nsection;opt;val\r\ns;n;a,b\r\n",
        '"sep=|"\nSection|Option|Value\ns|n|a,b\n',
    ],
    ids=["semicolons", "another order, with a mark", "tabs", "blank rows", "as Excel writes it", "as Excel quotes it"],
)
def test_columns_of_csv_are_found_by_name(text: str) -> None:
    assert {"s": [["n", "a,b", "string"]]} == options(dict(only(read(text, "a.csv")).sections))


def test_rows_of_csv_that_cannot_be_read_are_reported() -> None:
    text = 'Action,Section,Option,Value\nUPDATE\nFOO,s,n,v\nUPDATE,s,n,"a\nb"\nUPDATE,s,m,v\n'
    export = only(read(text, "a.csv"))
    assert [("malformed-line", 2), ("malformed-line", 3)] == [(each.kind, each.line) for each in export.problems[:2]]
    assert [("n", 4), ("m", 6)] == [(each.name, each.line) for each in export.sections["s"].options.values()]


def test_a_row_that_deletes_needs_no_value() -> None:
    export = only(read("Action,Section,Option,Value\nDELETE,s,n\n", "a.csv"))
    assert ("delta", ()) == (export.completeness, export.problems)


def test_parts_of_a_value_are_joined_in_their_order() -> None:
    header = "OBJECT_DBID,OBJECT_TYPE,SECTION,OPT,PART,VAL\n"
    text = f"{header}131,9,s,n,2,second\n131,9,s,n,10,third\n131,9,s,n,1,first\n131,20,s,x,1,y\n"
    export = only(read(text, "rows.csv"))
    assert ({"s": [["n", "firstsecondthird", "string"]]}, 131) == (options(dict(export.sections)), export.identity.dbid)


def test_rows_that_stand_twice_count_once_and_others_for_the_same_option_are_reported() -> None:
    text = "object_dbid,section,opt,part,val\n131,s,n,1,a\n131,s,n,1,a\n131,s,n,1,b\n"
    export = only(read(text, "rows.csv"))
    assert ("unknown", [("malformed-line", 4)]) == (
        export.sections["s"].options["n"].kind,
        [(problem.kind, problem.line) for problem in export.problems],
    )


def test_the_line_that_excel_writes_first_is_counted() -> None:
    export = only(read('sep=,\nSection,Option,Value\ns,n,"a\nb"\ns,m,v\n', "a.csv"))
    assert [("n", 3, 1), ("m", 5, 5)] == [(o.name, o.line, o.column) for o in export.sections["s"].options.values()]
    open_quote = read('sep=,\nSection,Option,Value\ns,n,v\ns,m,"w\n', "a.csv")
    assert [("not-read", 4)] == [(each.kind, each.line) for each in open_quote.problems]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("name,section,opt,val\nGWE,s,n,1\nChat,s,n,2\n", "rows.csv"),
        ("APP_NAME;PART;SECTION;OPT;VAL\nGWE;1;s;n;1\nChat;1;s;n;2\n", "rows.csv"),
        (
            '[{"name": "GWE", "section": "s", "opt": "n", "val": "1"}, {"name": "Chat", "section": "s", "opt": "n", '
            '"val": "2"}]',
            "rows.json",
        ),
    ],
    ids=["the name of an application", "another word for it", "in JSON"],
)
def test_rows_joined_with_the_names_of_applications_are_read(text: str, name: str) -> None:
    document = read(text, name)
    found = [(each.identity.name, options(dict(each.sections))) for each in document.exports]
    assert [("GWE", {"s": [["n", "1", "string"]]}), ("Chat", {"s": [["n", "2", "string"]]})] == found
    assert "database" == document.format


def test_a_row_without_the_name_of_its_application_is_reported() -> None:
    document = read("name,section,opt,val\nGWE,s,n,1\n,s,n,2\n", "rows.csv")
    assert [("malformed-line", 3)] == [(each.kind, each.line) for each in document.problems]


def test_gax_without_options_shows_none() -> None:
    export = only(
        read('[{"type": "CfgApplication", "name": "A", "dbid": 131, "appservers": {"conninfo": []}}]', "a.json")
    )
    assert ("none", 131, ()) == (export.completeness, export.identity.dbid, export.identity.connections)
