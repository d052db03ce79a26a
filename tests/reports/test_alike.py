"""The picture of who differs alike, and the table behind it."""

import pytest

from tests.conftest import Run, Write
from tests.htmlpage import Page, page_of

TEXT = "[endpoints:1]\nwebme=Q\n\n[settings]\nsession-restoration-mode=simple\ntranscript-auto-save=1\n"
NONE = TEXT.replace("simple", "none")
BOTH = NONE.replace("save=1", "save=0")


def estates(now: dict[str, str], before: int = 12) -> dict[str, str]:
    """A baseline of so many Chat Servers, and the same today but for some."""
    names = [f"Chat_{number:02}.conf" for number in range(before)]
    return {f"before/{name}": TEXT for name in names} | {f"now/{name}": now.get(name[:-5], TEXT) for name in names}


@pytest.fixture
def drawn(estate: Write, run: Run):  # type: ignore[no-untyped-def]  # a function from files to a page
    def draw(files: dict[str, str], *more: str) -> Page:
        estate(files)
        return page_of(run("drift", "now", "--against", "before", "-f", "html", *more).out)

    return draw


def test_applications_with_the_same_differences_share_a_lane_and_a_difference_a_column(drawn) -> None:  # type: ignore[no-untyped-def]
    page = drawn(estates({"Chat_01": NONE, "Chat_02": NONE, "Chat_03": BOTH}))
    mode, save = "session-restoration-mode", "transcript-auto-save"

    assert page.texts_of("text") == [
        "2 applications",
        mode,
        "Chat_03",
        mode,
        save,
        "9 applications",
        "nothing that counts",
    ]
    boxes = [element for element in page.elements if element.tag == "rect"]
    assert boxes[1].attributes["x"] == boxes[3].attributes["x"] != boxes[4].attributes["x"]
    assert "Chat_01 and Chat_02" in page.texts_of("title")
    assert any(
        text.startswith("Applications that differ alike: 2 with 1 difference") for text in page.texts_of("title")
    )


def test_the_table_behind_it_leads_to_the_causes(drawn) -> None:  # type: ignore[no-untyped-def]
    page = drawn(estates({"Chat_01": NONE, "Chat_02": BOTH}))
    links = {element.attributes["href"] for element in page.elements if element.tag == "a"}

    assert {"#c1", "#c2"} <= links


def test_an_application_that_is_gone_is_not_among_those_that_were_compared(drawn) -> None:  # type: ignore[no-untyped-def]
    files = estates({"Chat_01": NONE})
    del files["now/Chat_02.conf"]
    page = drawn(files)

    assert page.texts_of("text")[2:] == ["Chat_02", "not exported", "10 applications", "nothing that counts"]


def test_of_many_groups_the_first_are_drawn_and_the_rest_is_counted(drawn) -> None:  # type: ignore[no-untyped-def]
    now = {f"Chat_{number:02}": f"{TEXT}option-{number}=1\n" for number in range(20)}
    page = drawn(estates(now, before=20))

    assert len([text for text in page.texts_of("text") if text.startswith("Chat_")]) == 12
    assert "And 8 groups more, which are not drawn." in page.text


@pytest.mark.parametrize("now", [{}, {"Chat_01": NONE}], ids=["nobody differs", "one differs"])
def test_where_less_than_two_differ_nothing_is_drawn(drawn, now: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    assert "Who differs alike" not in drawn(estates(now)).text


def test_what_is_waived_or_known_is_no_difference_that_counts(drawn, run: Run) -> None:  # type: ignore[no-untyped-def]
    files = estates({"Chat_01": NONE, "Chat_02": BOTH, "Chat_03": BOTH})
    drawn(files, "--output", "json=known.json", "--select", "GWE801")
    page = drawn(files, "--known", "known.json")

    assert "Who differs alike" not in page.text
