"""``options``: one option, or all that a selector names, over all applications."""

import csv
import io
import json

import pytest

from gwe_lint.cli.finish import FAILED, INCOMPLETE, OK
from tests.conftest import Run, Write

FILES = {
    "est/C1.cfg": "[endpoints:1]\ndefault=Q\n[settings]\nsession-restoration-mode=simple\nflex-disconnect-timeout=300\n"
    "[log]\nverbose=standard\n[acme]\nformula==1+1\nlevel=-5\nsign=@home\nadmin-password=hunter2\n",
    "est/C2.cfg": "[endpoints:1]\ndefault=Q\nb=Chat In\n[settings]\nlimit-for-sessions=1000\n",
    "est/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    "wes.connector.chatServer.queueWebengagement=Q\n",
}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def ask(estate: Write, run: Run) -> Run:
    estate(FILES)
    return lambda selector, *more: run("options", selector, "est", *more)


def test_a_value_that_is_set_and_one_that_is_a_default(ask: Run) -> None:
    ran = ask("chat-server:settings/session-restoration-mode", "-f", "csv")

    assert ran.code == OK
    first, second = rows(ran.out)
    assert (first["application"], first["value"], first["origin"], first["line"]) == ("C1", "simple", "set", "4")
    assert (second["application"], second["value"], second["origin"], second["line"]) == ("C2", "none", "default", "")
    assert first["default"] == second["default"] == "none"


def test_a_table_has_a_heading_that_counts_the_values(ask: Run) -> None:
    shown = ask("common:log/verbose").out

    assert shown.startswith("[log] verbose   3 applications: 'all' on 2 and 'standard' on 1\n")
    assert "  C1           standard  set      all\n" in shown


def test_the_telling_end_of_a_name_is_enough(ask: Run) -> None:
    (only,) = rows(ask("queueKey", "-f", "csv").out)

    assert (only["section"], only["value"]) == ("service:wes", "1:webme")


def test_what_is_set_and_not_documented_is_there_as_well(ask: Run) -> None:
    assert [row["option"] for row in rows(ask("chat-server:acme/*", "-f", "csv").out)] == [
        *("formula", "level", "sign", "admin-password"),
    ]


def test_no_cell_of_csv_is_computed_by_a_spreadsheet(ask: Run) -> None:
    values = {row["option"]: row["value"] for row in rows(ask("chat-server:acme/*", "-f", "csv").out)}

    assert (values["formula"], values["sign"], values["level"]) == ("'=1+1", "'@home", "-5")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; @SUM(B1)", "a; '@SUM(B1)"),
        ('a;"=1+1"', 'a;"\'=1+1"'),
        ("a|+cmd", "a|'+cmd"),
        ("=a;-b;=c", "'=a;'-b;'=c"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-5;-6;+7.5", "-5;-6;+7.5"),
        ("-5+1;2", "'-5+1;2"),
        ("a=b;c-d", "a=b;c-d"),
        ("1,-2", "1,-2"),
    ],
)
def test_a_spreadsheet_that_separates_by_semicolons_computes_nothing(
    estate: Write, run: Run, value: str, cell: str
) -> None:
    estate({"est/C.cfg": f"[endpoints:1]\ndefault=Q\n[acme]\nx={value}\n"})

    out = run("options", "chat-server:acme/x", "est", "-f", "csv").out

    (row,) = rows(out)
    assert row["value"] == cell
    for separator in ";|\t":
        for line in csv.reader(io.StringIO(out), delimiter=separator):
            assert not [
                part
                for part in line
                if part.lstrip("\"' ")[:1] in tuple("=+@-") and "'" not in part and not part[1:2].isdigit()
            ]


def test_json_has_values_as_they_are(ask: Run) -> None:
    data = json.loads(ask("chat-server:acme/*", "-f", "json").out)

    assert data["format"] == "gwe-lint-options/1"
    assert {row["option"]: row["value"] for row in data["options"]}["formula"] == "=1+1"


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_secrets_are_tokens(ask: Run, format: str) -> None:
    ran = ask("chat-server:acme/*", "-f", format)

    assert "hunter2" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("selector", "where", "applications"),
    [
        pytest.param("chat-server:settings/session-restoration-mode", "value != default", ["C1"], id="not the default"),
        pytest.param("chat-server:settings/session-restoration-mode", "value = default", ["C2"], id="the default"),
        pytest.param("common:log/verbose", "origin = set", ["C1"], id="where it is set"),
        pytest.param("common:log/verbose", "value = all and type = chat-server", ["C2"], id="two conditions"),
        pytest.param("common:log/verbose", "application != 'C1'", ["C2", "GWE"], id="a text in quotes"),
        pytest.param("common:log/verbose", "value = 'default'", [], id="a text that looks like a field"),
        pytest.param(
            "common:log/verbose", "origin = default", ["C2", "GWE"], id="an origin that is called like a field"
        ),
        pytest.param("chat-server:endpoints:1/*", "value = Chat In and option = b", ["C2"], id="a text with blanks"),
    ],
)
def test_only_rows_for_which_the_condition_holds(ask: Run, selector: str, where: str, applications: list[str]) -> None:
    ran = ask(selector, "--where", where, "-f", "csv")

    assert [row["application"] for row in rows(ran.out)] == applications
    assert ran.code == OK


def test_values_are_compared_by_what_they_mean(estate: Write, run: Run) -> None:
    estate({"est/C.cfg": "[endpoints:1]\ndefault=Q\n[settings]\nuse-contact-server=yes\n"})

    ran = run("options", "chat-server:settings/use-contact-server", "est", "--where", "value != default", "-f", "csv")

    assert rows(ran.out) == []


def test_what_was_not_read_is_unknown_and_neither_equal_nor_different(estate: Write, run: Run) -> None:
    estate({"est/C.cfg": b"[endpoints:1]\ndefault=Q\n[log]\nverbose=\xff\xfe\x00\n[settings]\n"})

    (row,) = rows(run("options", "common:log/verbose", "est", "-f", "csv").out)
    assert (row["value"], row["origin"]) == ("", "unknown")
    assert "verbose" in row["unknown"]
    for condition in ("value = all", "value != all", "value != default"):
        ran = run("options", "common:log/verbose", "est", "-f", "csv", "--where", condition)
        assert rows(ran.out) == []
        assert "1 not decided" in ran.err


def test_an_option_that_the_export_cannot_show_is_unknown(estate: Write, run: Run) -> None:
    estate(FILES)

    (row, _) = rows(run("options", "chat-server:settings/flex-push-timeout", "est", "-f", "csv").out)

    assert row["origin"] == "unknown"
    assert "string options only" in row["unknown"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(("chat-server:acme2/*",), INCOMPLETE, "no application", id="an option that nobody has"),
        pytest.param(("gms:log/verbose",), INCOMPLETE, "no application", id="a type that is not there"),
        pytest.param(("QUEUEKEY",), INCOMPLETE, "did you mean 'queueKey'?", id="a name that nobody has, but nearly"),
        pytest.param(("nothing",), INCOMPLETE, "no application", id="a name that nobody has"),
        pytest.param(("chat-sever:log/*",), FAILED, "did you mean 'chat-server'?", id="a type that is none"),
        pytest.param(("log/*",), FAILED, "not a selector", id="no type"),
        pytest.param(("queueKey", "--where", "value"), FAILED, "is no condition", id="half a condition"),
        pytest.param(("queueKey", "--where", "valu = 1"), FAILED, "did you mean 'value'?", id="no such field"),
    ],
)
def test_what_cannot_be_answered_is_said(ask: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = ask(*arguments)

    assert ran.code == code
    assert said in ran.err


def test_estates_stand_in_a_column_where_there_are_several(estate: Write, run: Run) -> None:
    estate({f"{name}/{file[4:]}": text for name in ("uat", "prod") for file, text in FILES.items()})

    shown = run("options", "queueKey", "uat", "prod").out

    assert "  ESTATE  APPLICATION  VALUE    ORIGIN  DEFAULT\n" in shown
    assert "  prod    GWE          1:webme  set     -\n" in shown
