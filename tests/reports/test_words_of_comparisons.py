"""Each comparison is told in its own words: members are split or deviate, estates have names, nothing is before."""

import json
import re
from collections.abc import Sequence

import pytest

from gwe_lint.reports import FORMATS
from tests.conftest import Run, Write
from tests.htmlpage import Page, page_of

HEAD = "[endpoints:1]\ndefault=Q\n[settings]\n"


def servers(*values: str) -> dict[str, str]:
    """Chat Servers 01, 02, … with the lines of a value."""
    return {f"exports/Chat_{at:02}.conf": f"{HEAD}{value}\n" for at, value in enumerate(values, 1)}


def told(run: Run, format: str, *arguments: str) -> str:
    """What a format tells people; of machine formats what they show."""
    out = run(*arguments, "-f", format).out
    if format == "html":
        text = page_of(out).text
        return text.rpartition("What the rules say")[0] or text
    if format == "sarif":
        (found,) = json.loads(out)["runs"]
        return json.dumps(found["results"])
    if format == "junit":
        return re.sub(r'(name|classname)="[^"]*"', "", out)
    return out


SPLIT, MAJORITY = ("a=one", "a=two"), ("a=one", "a=one", "a=two")
SHOWN = tuple(
    format for format in FORMATS if format not in ("json", "jsonl", "openmetrics")
)  # these have keys, in words of a contract, or numbers alone


@pytest.mark.parametrize("format", SHOWN)
@pytest.mark.parametrize("values", [pytest.param(SPLIT, id="split"), pytest.param(MAJORITY, id="majority")])
def test_nothing_among_members_is_before_or_changed(
    estate: Write, run: Run, format: str, values: Sequence[str]
) -> None:
    estate(servers(*values))
    said = told(run, format, "consistency", "exports")
    assert not re.search(r"(?i)\b(before|now|changed|missing|extra)\b", said)
    assert ("split" in said) == (values == SPLIT)


@pytest.mark.parametrize("format", ["text", "html", "markdown"])
def test_a_split_shows_every_member_and_blames_none(estate: Write, run: Run, format: str) -> None:
    estate(servers(*SPLIT))
    said = told(run, format, "consistency", "exports")
    assert "exports/Chat_01.conf:4" in said
    assert "exports/Chat_02.conf:4" in said
    assert "value a" in said
    assert "value b" in said


def test_a_split_is_the_groups_in_the_list_of_members(estate: Write, run: Run) -> None:
    estate(servers("a=one\nb=1", "a=one\nb=x", "a=two\nb=y"))
    page = page_of(run("consistency", "exports", "-f", "html").out)
    assert {"Chat_0300", "all of type Chat Server00"} <= {row.partition("10[")[0] for row in rows_of(page)}
    assert "[C" not in run("consistency", "exports", "-f", "concise").out.splitlines()[1]


def rows_of(page: Page) -> list[str]:
    """The rows of all tables, without blanks around cells."""
    return [" ".join(row.split()) for row in page.texts_of("tr")]


MANY = ("a=one",) * 11 + ("a=two",) + ("a=one",) * 15 + ("b=x\na=one",) + ("a=one",) * 2


def test_the_matrix_of_a_large_group_has_those_that_deviate_and_how_many_are_alike(estate: Write, run: Run) -> None:
    estate(servers(*MANY))
    page = page_of(run("consistency", "exports", "-f", "html").out)
    (matrix,) = page.texts_of("table", **{"class": "matrix"})
    assert "30 members of estate exports" in matrix
    assert "28 alike: Chat_01, Chat_02" in matrix
    assert "OptionChat_12Chat_2828 alike" in rows_of(page)
    assert "[settings] a✘ differs✔ as most✔ as most" in rows_of(page)
    assert "[settings] b✔ as most✘ differs✔ as most" in rows_of(page)
    ticket = run("consistency", "exports", "-f", "markdown").out
    assert "| option | `Chat_12` | `Chat_28` | `28 alike` |\n| --- | --- | --- | --- |\n" in ticket
    assert "| `[settings] a` | ✘ differs | ✔ as most | ✔ as most |\n" in ticket
    assert "   3  28 alike: Chat_01, Chat_02" in run("consistency", "exports").out


def test_in_a_small_group_each_member_has_a_column(estate: Write, run: Run) -> None:
    estate(servers(*MAJORITY))
    ticket = run("consistency", "exports", "-f", "markdown").out
    assert "| option | `Chat_01` | `Chat_02` | `Chat_03` |\n" in ticket
    assert "| `[settings] a` | ✔ as most | ✔ as most | ✘ differs |\n" in ticket


def test_what_no_matrix_can_show_is_counted(estate: Write, run: Run) -> None:
    estate(servers(*(f"a=value {number}" for number in range(20))))
    page = page_of(run("consistency", "exports", "-f", "html").out)
    assert "; 4 members are not shown" in "".join(page.texts_of("caption"))
    assert "; 12 members not shown\n" in run("consistency", "exports", "-f", "markdown").out


def test_a_bar_in_a_name_ends_no_cell(estate: Write, run: Run) -> None:
    estate(servers("a|b=one", "a|b=two"))
    assert "| `[settings] a\\|b` | ≠ value a | ≠ value b |\n" in run("consistency", "exports", "-f", "markdown").out


def test_who_is_alone_has_a_name(estate: Write, run: Run) -> None:
    estate({**servers("a=1", "a=1"), "exports/GMS.cfg": "[gms]\nx=1\n[chat]\ny=2\n[push]\nz=1\n"})
    for format in ("text", "html", "markdown"):
        assert "GMS" in told(run, format, "consistency", "exports")


ESTATES = {
    "uat/Chat.conf": f"{HEAD}a=one\nb=1\n",
    "prod/Chat.conf": f"{HEAD}a=two\nc=1\n",
}


@pytest.mark.parametrize("format", SHOWN)
def test_estates_are_called_by_their_names_in_every_format(estate: Write, run: Run, format: str) -> None:
    estate(ESTATES)
    said = told(run, format, "compare", "uat", "prod")
    shown = re.sub(r'"(class|before|after|before_is_default|after_is_default)":', "", said)
    assert not re.search(r"(?i)\b(before|now)\b", shown)
    assert {"uat", "prod"} <= set(re.findall(r"\w+", said))


def test_json_names_both_estates(estate: Write, run: Run) -> None:
    estate(ESTATES)
    assert ["uat", "prod"] == json.loads(run("compare", "uat", "prod", "-f", "json").out)["drift"]["sides"]
    assert "sides" not in json.loads(run("drift", "prod", "--against", "uat", "-f", "json").out)["drift"]


def test_what_is_in_one_estate_only_is_so_in_the_matrix(estate: Write, run: Run) -> None:
    more = {f"{folder}/Chat_2.conf": HEAD for folder in ("uat", "prod")}
    estate({**ESTATES, **more})
    rows = rows_of(page_of(run("compare", "uat", "prod", "-f", "html").out))
    assert {"[settings] b✘ in uat only◌ not set", "[settings] c✘ in prod only◌ not set"} <= set(rows)


@pytest.mark.parametrize("arguments", [("consistency", "exports"), ("compare", "uat", "prod")])
def test_only_what_changed_may_not_be_live_yet(estate: Write, run: Run, arguments: tuple[str, ...]) -> None:
    text = f"{HEAD}use-contact-server=true\n"
    other = text.replace("true", "false")
    estate({"uat/Chat.conf": text, "exports/A.conf": text, "prod/Chat.conf": other, "exports/B.conf": other})
    for format in ("text", "html", "markdown", "json"):
        out = run(*arguments, "-f", format).out
        assert "use-contact-server" in out
        assert "not yet live" not in out
    assert [] == json.loads(out)["drift"]["pending"]
    assert "not yet live" in run("drift", "prod", "--against", "uat").out


def test_the_numbers_of_a_page_agree_about_what_is_expected(estate: Write, run: Run) -> None:
    pack = (
        '[[drift]]\noption = "chat-server:settings/a"\nexpected = true\nscope = ["members"]\n'
        'reason = "each has its own"\n'
    )
    estate({**servers("a=1", "a=2", "a=3"), "p.toml": pack})
    arguments = ("consistency", "exports", "--pack", "p.toml")
    page = page_of(run(*arguments, "-f", "html").out)
    assert ["1 expected"] == page.texts_of("a", **{"data-filter": "expected"})
    assert "1 expected to differ" in page.text
    assert "[settings] a3each has its own" in rows_of(page)
    assert "Expected 1" in run(*arguments).out
    assert "on 3 members" in run(*arguments, "-v").err


ODD = ("<b>x</b>", "@someone #12", "[link](http://a.example)", "**bold** _x_", "a`b``c", "!img | bar")


def test_nothing_that_members_or_estates_say_acts_in_a_ticket(estate: Write, run: Run) -> None:
    files = {
        f"{folder} <b>@x/Chat {number} <i>@y.conf": text for folder in ("a", "b") for number, text in enumerate(ODD)
    }
    estate({name: f"{HEAD}x={text} {name[0]}\n" for name, text in files.items()})
    for arguments in (("consistency", "a <b>@x"), ("compare", "a <b>@x", "b <b>@x")):
        ticket = run(*arguments, "-f", "markdown").out
        bare = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", ticket)
        bare = re.sub(r"\*\*(error|warning|note)\*\*", "", bare.partition("### Findings")[2])
        assert not re.search(r"[<>`@#*_\[\]]|http", bare.replace("### ", ""))
        assert all(line.startswith("| ") for line in bare.splitlines() if re.search(r"(?<!\\)\|", line))


def test_a_page_about_hostile_members_holds_nothing_but_text(estate: Write, run: Run) -> None:
    estate(servers(*(f"x={text}" for text in ODD)))
    page = page_of(run("consistency", "exports", "-f", "html").out)
    assert all(text in page.text for text in ODD)
    assert not [each for each in page.elements if each.tag in ("b", "i", "img") and "x" in "".join(each.texts[:1])]
