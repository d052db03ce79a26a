"""What an export of a day cannot show is neither there nor resolved: its age goes on when it can be seen again."""

from typing import Any

import pytest

from tests.builders import WRITERS, App, Files
from tests.conftest import Run, Write
from tests.findings.test_same_difference import Chain, drift, gone

FLEX, ANY = ("settings", "flex-disconnect-timeout"), ("acme", "colour")
FIRST = "2026-06-01"


def files(folder: str, form: str, *apps: App) -> Files:
    return {f"{folder}/{name}": text for name, text in WRITERS[form](apps).items()}


def chat(*options: tuple[tuple[str, str], str], name: str = "Chat", dbid: int = 7, **more: Any) -> App:
    """A Chat Server with these options, and one that is always there."""
    sections = {"endpoints:1": {"default": "Q"}}
    for (section, option), value in options:
        sections.setdefault(section, {})[option] = value
    return App(name, 59, dbid, sections, **{"version": "8.5.316.02", **more})


def ages(found: dict[str, Any]) -> dict[str, str]:
    return {each["option"]: each["first_seen"] for each in found["findings"]}


@pytest.mark.parametrize(
    ("option", "value", "form", "expected"),
    [
        pytest.param(FLEX, "60", "cfg", (0, 1), id="a number may be stored as an integer"),
        pytest.param(ANY, "60", "cfg", (0, 1), id="a number of an unknown option may be, too"),
        pytest.param(ANY, "60", "csv", (0, 1), id="CSV shows no integers either"),
        pytest.param(ANY, "blue", "cfg", (1, 0), id="a word is stored as a string"),
        pytest.param(ANY, "60", "bare", (1, 0), id="a whole object shows all"),
    ],
)
def test_an_option_that_a_format_cannot_show_is_not_resolved(
    estate: Write, run: Run, option: tuple[str, str], value: str, form: str, expected: tuple[int, int]
) -> None:
    chain = drift(estate, run)
    there = files("now", "confdata", chat((option, value)))
    assert {option[1]: FIRST} == ages(chain.next({**files("before", "confdata", chat()), **there}))
    other = files("now", form, chat())
    found = chain.next(other, gone=tuple(there))
    assert (expected, {}) == (gone(found), ages(found))
    found = chain.next(other)  # as long as nobody can see it
    assert expected[1] == gone(found)[1]
    found = chain.next(there, gone=tuple(other))
    assert {option[1]: FIRST if expected[1] else "2026-06-04"} == ages(found)
    assert (1, 0) == gone(chain.next(files("now", "confdata", chat())))


def test_where_all_exports_are_of_one_format_what_is_gone_is_resolved(estate: Write, run: Run) -> None:
    chain = drift(estate, run)
    chain.next({**files("before", "cfg", chat()), **files("now", "cfg", chat((ANY, "60")))})
    assert (1, 0) == gone(chain.next(files("now", "cfg", chat())))


MEMBERS = ("consistency", "now")
PAIR = {"A": (FLEX, "60"), "B": (FLEX, "90")}


def members(form: str, value: str = "90", **of_b: Any) -> Files:
    """Two members of one type, of which the second one may be different."""
    first = chat((FLEX, "60"), name="A", dbid=8)
    second = chat(*([(FLEX, value)] if value else []), name="B", dbid=9, **of_b)
    return {**files("now", "bare", first), **files("now", form, second)}


@pytest.mark.parametrize(
    ("different", "alike"),
    [
        pytest.param(members("bare"), {"value": "60"}, id="an option"),
        pytest.param(members("bare", "60", version="8.5.310.09"), {"value": "60"}, id="the release"),
        pytest.param(members("bare", "60", links=((77, "default"),)), {"value": "60"}, id="a connection"),
    ],
)
def test_a_member_of_which_a_format_says_less_resolves_nothing(
    estate: Write, run: Run, different: Files, alike: dict[str, Any]
) -> None:
    chain = Chain(estate, run, *MEMBERS)
    (first,) = ages(chain.next(different)).items()
    less = members("cfg", "")
    found = chain.next(less, gone=("now/B.xml",))
    assert ((0, 1), {}) == (gone(found), ages(found))
    assert (0, 1) == gone(chain.next(less))
    assert dict([first]) == ages(chain.next(different, gone=("now/B.cfg",)))
    assert (1, 0) == gone(chain.next(members("bare", **alike)))


def test_a_member_that_was_left_alone_resolves_nothing(estate: Write, run: Run) -> None:
    chain = Chain(estate, run, *MEMBERS)
    chain.next(members("bare"))
    assert (0, 1) == gone(chain.next(gone=("now/B.xml",)))
    assert {FLEX[1]: FIRST} == ages(chain.next(members("bare")))


def test_what_was_unknown_all_along_holds_nothing_back(estate: Write, run: Run) -> None:
    """A third member that never showed the option says nothing of whether the two others agree."""
    third = files("now", "cfg", chat(name="C", dbid=10))
    chain = Chain(estate, run, *MEMBERS)
    assert {FLEX[1]: FIRST} == ages(chain.next({**members("bare"), **third}))
    assert (1, 0) == gone(chain.next(members("bare", "60")))


TABLE = "[[compare]]\nfrom = 'uat'\nto = 'prod'\napplications = { 'U_*' = 'P_*' }\n"


@pytest.mark.parametrize("lacking", ["uat", "prod"])
@pytest.mark.parametrize(
    ("names", "table"),
    [
        pytest.param(("C1", "C1"), "", id="of one name"),
        pytest.param(("U_1", "P_1"), TABLE, id="of two names"),
    ],
)
def test_an_application_of_one_estate_only_resolves_nothing(
    estate: Write, run: Run, names: tuple[str, str], table: str, lacking: str
) -> None:
    values = (("uat", names[0], "red"), ("prod", names[1], "blue"))
    apps = {where: files(where, "cfg", chat((ANY, value), name=name)) for where, name, value in values}
    others = {where: files(where, "cfg", chat(name="Z")) for where in apps}
    chain = Chain(estate, run, "compare", "uat", "prod")
    configuration = {"gwe-lint.toml": table} if table else {}
    chain.next({**apps["uat"], **apps["prod"], **others["uat"], **others["prod"], **configuration})
    found = chain.next(gone=tuple(apps[lacking]))
    assert ((0, 1), {}) == (gone(found), ages(found))
    assert {ANY[1]: FIRST} == ages(chain.next(apps[lacking]))
    found = chain.next(gone=(*apps["uat"], *apps["prod"]))
    assert (1, 0) == gone(found)
