"""The readers of JSON, CSV and database rows against what they were before, on a thousand made files."""

import csv
import gc
import io
import json
from collections.abc import Callable, Iterator
from random import Random
from types import FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.formats import reader_of
from gwe_lint.exports.placed_options import PlacedOptions
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from tests.builders import WRITERS, chat
from tests.exports.test_same_as_before import (
    CATALOGUE,
    RARE,
    READERS,
    VALUES,
    WORDS,
    assert_same,
    made_name,
    made_value,
    some,
)
from tests.former.redactor import Redactor as FormerRedactor

SECRET = "Canary"
SECTIONS = (
    "settings",
    "endpoints:1",
    "service:wes",
    "credentials",
    "log",
    "x y",
    "Straße",
    "password=Canary7Zq",
    "a/b",
    "",
)
ODD_VALUES = (
    *VALUES,
    *(
        '"',
        "\\",
        '\\"',
        "\n",
        "x\ny",
        "\t",
        "\r",
        "}",
        "]",
        "{",
        "}]",
        '"}]',
        '"}, {"',
        '","',
        "\u2028",
        "\x7f",
        "\U0001f600",
    ),
    *("${variable}", "${not one", "a,b", 'say ""hi""', " blank ", "ключ", "=x", "\ud83d", "\uf7ff", "0" * 400),
)
Pairs = list[tuple[str, str]]


def made_pairs(random: Random, odd: float) -> Pairs:
    """The options of a section."""
    pairs: Pairs = []
    for _ in range(random.choice((0, 1, 3, 12, 40, 90))):
        name = random.choice((*RARE, *WORDS)) if random.random() < odd else made_name(random)
        pairs.append((name, random.choice(ODD_VALUES) if random.random() < odd else made_value(random)))
    return pairs


def made_sections(random: Random, odd: float) -> list[tuple[str, Pairs]]:
    """The sections of an application. Some come again."""
    count = random.randrange(1, 7)
    names = [random.choice(SECTIONS) if random.random() < 0.3 else f"site-{number}" for number in range(count)]
    return [(name, made_pairs(random, odd)) for name in names]


def written(random: Random, value: object) -> str:
    """JSON in one of the forms in which programs write it."""
    text = json.dumps(
        value,
        indent=random.choice((None, None, 0, 1, 2, "\t")),
        ensure_ascii=random.random() < 0.3,
        separators=random.choice(((",", ":"), (", ", ": "), (" ,", " : "))),
    )
    if random.random() < 0.2:
        text = text.replace("\n", "\r\n")
    return text.replace("&", "\\u0026").replace("<", "\\u003c") if random.random() < 0.2 else text


class Repeated(dict[str, Any]):
    """An object that is written with one of its keys twice."""

    def items(self) -> Any:
        found = list(super().items())
        return [*found, found[0]]


def odd_item(random: Random, item: dict[str, Any]) -> dict[str, Any]:
    """The same with something in it that is not common."""
    key = random.choice(tuple(item))
    another: Callable[[], dict[str, Any]] = random.choice(
        (
            lambda: {name: each for name, each in item.items() if name != key},
            lambda: item | {key: random.choice((None, 5, -1.5e3, True, [], ["x"], {}, {"a": "b"}, "${x}"))},
            lambda: item | {"more": "x"},
            lambda: dict(reversed(item.items())),
            lambda: Repeated(item),
        )
    )
    return another()


def oddly(random: Random, odd: float, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The objects, some of them in another form."""
    return [odd_item(random, item) if random.random() < odd / 4 else item for item in items]


def gax(random: Random, odd: float) -> str:
    keys = random.choice((("section", "key", "value"), ("key", "section", "value"), ("value", "key", "section")))

    def properties() -> dict[str, Any]:
        options = [
            {"section": section, "key": name, "value": value}
            for section, pairs in made_sections(random, odd)
            for name, value in pairs
        ]
        if random.random() < 0.1:
            random.shuffle(options)
        return {"property": oddly(random, odd, [{key: option[key] for key in keys} for option in options])}

    applications: list[Any] = [
        {
            "type": random.choice(("CfgApplication", "CfgApplication", "CfgScript", "CfgTenant", "CfgHost")),
            "dbid": str(number),
            "name": f"Server_{number}",
            "subtype": "CFGChatServer",
            "options": properties(),
            "appservers": {"conninfo": [{"appserverdbid": str(each), "id": "default"} for each in range(number * 5)]},
            **({"userproperties": properties()} if random.random() < 0.3 else {}),
        }
        for number in range(random.randrange(1, 4))
    ]
    return written(random, applications if random.random() < 0.9 else applications[0])


def mutagen(random: Random, odd: float) -> str:
    def maps() -> dict[str, Any]:
        found: dict[str, Any] = {}
        for section, pairs in made_sections(random, odd):
            found[section] = dict(pairs)
            for name in found[section]:
                if random.random() < odd / 10:
                    found[section][name] = random.choice((5, 1.5, None, ["AQID"], ["a", "b"], [], {"x": "y"}, True))
            if random.random() < odd / 4:
                found[section] = Repeated(found[section]) if found[section] else []
        return found

    applications = [
        {"name": f"Server_{number}", "tenants": ["Acme"], "options": maps(), "userProperties": maps()}
        for number in range(random.randrange(1, 4))
    ]
    return written(random, {"__metadata__": {"formatName": "JSON"}, "applications": applications})


def raw(random: Random, odd: float) -> str:
    def coerced(value: str) -> Any:
        if random.random() < 0.1:
            return random.choice((5, -7, 1.5, True, False, 10**30))
        return int(value) if value.isdigit() and value[:1] != "0" else value == "true" if value == "true" else value

    def lists() -> dict[str, Any]:
        return {
            "list_pair": [
                {
                    "key": section,
                    "str_pair": oddly(random, odd, [{"key": name, "value": coerced(value)} for name, value in pairs]),
                    **({"int_pair": {"key": "number", "value": 5}} if random.random() < odd else {}),
                    **(
                        {"list_pair": {"key": "l", "str_pair": {"key": "x", "value": "y"}}}
                        if random.random() < odd
                        else {}
                    ),
                }
                for section, pairs in made_sections(random, odd)
            ]
        }

    applications = [
        {"DBID": number, "name": f"Server_{number}", "type": 59, "options": lists(), "userProperties": lists()}
        for number in range(random.randrange(1, 4))
    ]
    return written(random, {"__metadata__": {"formatName": "RAW"}, "CFGApplication": applications})


def rows_of(random: Random, odd: float) -> list[dict[str, str]]:
    """Rows of options, some values in parts."""
    rows = []
    by_name = random.random() < 0.2
    for number in range(1, random.randrange(2, 5)):
        owner = {"app_name": f"Server_{number}"} if by_name else {"object_dbid": str(number), "object_type": "9"}
        for section, pairs in made_sections(random, odd):
            for name, value in pairs:
                cut = len(value) // 2 if random.random() < odd / 2 else len(value)
                for part, text in enumerate((value[:cut], value[cut:]), 1):
                    if text or part == 1:
                        rows.append({**owner, "section": section, "opt": name, "part": str(part), "val": text})
    if random.random() < odd:
        random.shuffle(rows)
    for row in rows:
        if random.random() < odd / 10:
            row[random.choice(tuple(row))] = random.choice(("", "x", "20", "9 ", "-1"))
    return rows


def database_json(random: Random, odd: float) -> str:
    rows: list[dict[str, Any]] = [*rows_of(random, odd)]
    if random.random() < 0.5:
        for row in rows:
            for key in ("object_dbid", "part"):
                if row.get(key, "").isdigit():
                    row[key] = int(row[key])
    rows += [{"dbid": str(n), "name": f"S{n}", "type": "59", "version": "8", "is_server": "2"} for n in range(1, 12)]
    rows += [{"app_dbid": "1", "app_server_dbid": str(number)} for number in range(12)]
    rows = oddly(random, odd, rows)
    if random.random() < 0.5:
        return f"[\n{','.join(json.dumps(row, ensure_ascii=False) for row in rows)}\n]"
    if random.random() < 0.5:
        return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]"
    return written(random, rows)


def csv_text(random: Random, rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=random.choice(",,,;\t"),
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        lineterminator=random.choice(("\n", "\r\n")),
    )
    for row in rows:
        writer.writerow(row)
    return text.getvalue()


def odd_row(random: Random, row: list[str]) -> list[str]:
    return random.choice((row[:-1], [*row, "x"], [], row[:1], ["", *row[1:]], ["DELETE", *row[1:]], ["x", *row[1:]]))


def options_csv(random: Random, odd: float) -> str:
    header = random.choice(
        (["Action", "Section", "Option", "Value"], ["Section", "Key", "Value", "Type"], ["Value", "Option", "Section"])
    )
    rows = [header]
    for section, pairs in made_sections(random, odd):
        for name, value in pairs:
            cells = {
                "section": section,
                "option": name,
                "key": name,
                "value": value,
                "action": random.choice(("UPDATE", "ADD", "update ")),
            }
            row = [cells.get(column.lower(), random.choice(("", "string", "int"))) for column in header]
            rows.append(odd_row(random, row) if random.random() < odd / 4 else row)
    if random.random() < odd:
        rows[1:] = random.sample(rows[1:], len(rows) - 1)
    return csv_text(random, rows)


def database_csv(random: Random, odd: float) -> str:
    made = rows_of(random, odd) or [{"object_dbid": "1", "section": "s", "opt": "o", "val": "v"}]
    rows = [list(made[0]), *([*row.values()] for row in made)]
    return csv_text(
        random,
        [odd_row(random, row) if number and random.random() < odd / 8 else row for number, row in enumerate(rows)],
    )


FORMS: dict[str, tuple[str, Callable[[Random, float], str]]] = {
    "gax": ("json", gax),
    "mutagen": ("json", mutagen),
    "raw": ("json", raw),
    "database-json": ("json", database_json),
    "csv": ("csv", options_csv),
    "database-csv": ("csv", database_csv),
}


def encoded(random: Random, text: str) -> bytes:
    """The text in one of the encodings that are read; seldom cut, or with a wrong byte in it."""
    data = text.encode(random.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")), "surrogatepass")
    if random.random() < 0.05:
        return data[: random.randrange(len(data) + 1)]
    if random.random() < 0.05:
        at = random.randrange(len(data) + 1)
        return data[:at] + random.choice((b"\xfc", b"\0", b'"', b"\\", b"\n", b"{", b"]", b",")) + data[at:]
    return data


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(17))
def test_made_files(form: str, seed: int) -> None:
    random = Random(f"{form} {seed}")
    format, make = FORMS[form]
    for _ in range(5):
        odd = random.choice((0.0, 0.0, 0.01, 0.1, 0.5))
        assert_same(format, *(encoded(random, make(random, odd)) for _ in range(2)))


def read_made(form: str, seed: int, odd: float, read: Callable[..., Document], redactor: object) -> Document:
    """A made file of this form, as it is read; nothing where it is refused."""
    text = FORMS[form][1](Random(seed), odd)
    try:
        return read(text.encode("utf-8", "surrogatepass"), "x", redactor)
    except NotAnExport:
        return Document("x", "")


@pytest.mark.parametrize("form", FORMS)
def test_an_option_is_made_only_when_somebody_asks_for_it(form: str) -> None:
    read, redactor = reader_of(FORMS[form][0]), Redactor(CATALOGUE)
    exports = [export for seed in range(20) for export in read_made(form, seed, 0.0, read, redactor).exports]
    sections = [section.options for export in exports for section in export.sections.values()]
    assert sum(len(options) for options in sections if isinstance(options, PlacedOptions)) > 50


def texts_in(thing: object) -> Iterator[str]:
    """All texts that somebody who has this can reach."""
    seen, left = set(), [thing]
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, type | ModuleType | FunctionType):
            continue
        seen.add(id(each))
        if isinstance(each, str):
            yield each
        left += gc.get_referents(each)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("odd", [0.01, 0.3])
def test_no_secret_is_kept_anywhere(form: str, odd: float) -> None:
    reader, former, count = reader_of(FORMS[form][0]), READERS[FORMS[form][0]], 0
    for seed in range(12):
        redactor = Redactor(CATALOGUE)
        document = read_made(form, seed, odd, reader, redactor)
        kept = {text for text in texts_in((document, redactor.plain)) if SECRET in text}
        before = read_made(form, seed, odd, former, FormerRedactor(CATALOGUE))
        assert kept <= {text for text in texts_in(before) if SECRET in text}  # what it takes for no secret
        count += sum("<secret" in text for text in texts_in(before))
    assert count


def test_what_a_name_or_a_section_makes_a_secret_is_not_remembered_either() -> None:
    redactor = Redactor(CATALOGUE)
    sections = {"a": {"password": "summer"}, "credentials": {"x": "autumn"}, "b": {"y": "spring"}}
    sections = {name: {f"option-{number}": "1" for number in range(30)} | own for name, own in sections.items()}
    for writer in ("cfg", "csv", "gax", "mutagen", "raw", "database"):
        for name, text in WRITERS[writer]([chat(1, sections=sections)]).items():
            reader_of(name.rpartition(".")[2])(text.encode(), name, redactor)
    assert {"spring"} == {"summer", "autumn", "spring"}.intersection(texts_in(redactor.plain))


def cuts(text: str) -> Iterator[str]:
    """The text as it breaks off here and there, and with each of some characters put in or left out."""
    for at in range(0, len(text), 41):
        yield text[:at]
        yield text[:at] + text[at + 1 :]
        yield from (f"{text[:at]}{char}{text[at:]}" for char in '"\\,}]{\0\1\n ')


@pytest.mark.parametrize("every", [1, 3, 12, 40])
@pytest.mark.parametrize("blank", ["\n", " ", "\n  "], ids=repr)
def test_blanks_in_front_of_the_first_key_move_no_place(blank: str, every: int) -> None:
    row = '"app_name":"Server_1","section":"log","opt":"option-{}","part":"1","val":"x"'
    rows = [f"{{{'' if number % every else blank}{row.format(number)}}}" for number in range(40)]
    for between in (",", ",\n", ", "):
        assert_same("json", f"[\n{between.join(rows)}]".encode())


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_whatever_stands_anywhere(form: str) -> None:
    random = Random(form)
    format, make = FORMS[form]
    for _ in range(3):
        for text in cuts(make(random, 0.02)[:6000]):
            assert_same(format, text.encode("utf-8", "surrogatepass"))


PIECES = st.sampled_from((*WORDS, *RARE, *ODD_VALUES))


@given(
    st.lists(st.tuples(PIECES, PIECES | st.text(max_size=4)), min_size=10, max_size=30),
    st.randoms(use_true_random=False),
)
@some
def test_options_of_odd_pieces(pairs: Pairs, random: Random) -> None:
    sections = [("a", [(f"x{number}", "1") for number in range(12)]), ("b", pairs)]
    items = [{"section": section, "key": name, "value": value} for section, each in sections for name, value in each]
    application = {"type": "CfgApplication", "dbid": "1", "options": {"property": items}}
    assert_same("json", written(random, [application]).encode("utf-8", "surrogatepass"))
    maps = {
        "__metadata__": {"formatName": "JSON"},
        "applications": [{"options": {name: dict(each) for name, each in sections}}],
    }
    assert_same("json", written(random, maps).encode("utf-8", "surrogatepass"))
    rows = [
        ["Action", "Section", "Option", "Value"],
        *(["", section, name, value] for section, each in sections for name, value in each),
    ]
    assert_same("csv", csv_text(random, rows).encode("utf-8", "surrogatepass"))
