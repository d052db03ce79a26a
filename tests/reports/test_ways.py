"""The picture of how chats travel, and the table behind it."""

import pytest

from tests.conftest import Run, Write
from tests.htmlpage import Page, page_of

BACKEND = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    "wes.connector.chatServer.queueWebengagement=Webengagement_Chat\n"
)
RIGHT = "[endpoints:1]\ndefault=Chat In\nwebme=Webengagement_Chat\n"
LACKING = "[endpoints:1]\ndefault=Chat In\n"


def chat_servers(count: int, text: str = RIGHT) -> dict[str, str]:
    return {f"exports/Chat_{number:02}.conf": text for number in range(count)}


@pytest.fixture
def drawn(estate: Write, run: Run):  # type: ignore[no-untyped-def]  # a function from files to a page
    def draw(files: dict[str, str]) -> Page:
        estate({"exports/GWE.cfg": BACKEND} | files)
        return page_of(run("check", "exports", "-f", "html").out)

    return draw


def boxes(page: Page) -> list[str]:
    return page.texts_of("text")


def test_servers_over_which_chats_go_alike_share_a_lane(drawn) -> None:  # type: ignore[no-untyped-def]
    page = drawn(chat_servers(60))

    assert boxes(page) == ["GWE", "60 Chat Servers", "webme", "Webengagement_Chat", "?"]


def test_a_server_that_loses_the_chat_has_its_own_lane_and_comes_first(drawn) -> None:  # type: ignore[no-untyped-def]
    page = drawn(chat_servers(5) | {"exports/Chat_09.conf": LACKING})

    assert boxes(page)[:4] == ["GWE", "Chat_09", "✘ webme", "5 Chat Servers"]
    lost = [element for element in page.elements if element.tag == "g" and element.attributes.get("class") == "lost"]
    assert len(lost) == 1


def test_the_picture_is_said_to_those_who_do_not_see_it(drawn) -> None:  # type: ignore[no-untyped-def]
    page = drawn(chat_servers(5) | {"exports/Chat_09.conf": LACKING})

    assert "The ways of the chats of GWE: 1 lost, 5 not known" in page.texts_of("title")


def test_the_table_behind_it_names_every_server_and_the_reason(drawn) -> None:  # type: ignore[no-untyped-def]
    text = " ".join(drawn(chat_servers(5) | {"exports/Chat_09.conf": LACKING}).texts_of("td"))

    assert "no endpoint 'webme' in [endpoints:1]" in text


def test_a_long_name_is_cut_in_its_box_and_whole_in_its_title(drawn) -> None:  # type: ignore[no-untyped-def]
    page = drawn(chat_servers(1, RIGHT.replace("Webengagement_Chat", "A_queue_with_a_very_long_name_indeed")))

    assert "✘ A_queue_with_a_v…" in boxes(page)
    assert "A_queue_with_a_very_long_name_indeed" in page.texts_of("title")


def test_without_a_client_there_is_no_picture(estate: Write, run: Run) -> None:
    estate(chat_servers(2))

    assert "<svg" not in run("check", "exports", "-f", "html").out


def test_of_many_clients_those_that_lose_chats_are_drawn_and_the_rest_is_counted(drawn) -> None:  # type: ignore[no-untyped-def]
    clients = {f"exports/W{number:02}.cfg": BACKEND for number in range(35)}
    page = drawn(chat_servers(1) | clients | {"exports/Z.cfg": BACKEND.replace("1:webme", "1:no")})

    pictures = [element for element in page.elements if element.tag == "svg"]
    assert len(pictures) == 30
    assert boxes(page)[0] == "Z"
    assert "And 7 more, which are not drawn" in page.text


def test_a_simulation_draws_the_ways_as_they_are_after_the_change(estate: Write, run: Run) -> None:
    change = {"change/Chat_01.cfg": "[endpoints:1]\nwebme=Elsewhere\n"}
    estate({"exports/GWE.cfg": BACKEND} | chat_servers(3) | change)
    page = page_of(run("simulate", "exports", "--import", "change/Chat_01.cfg", "-f", "html").out)

    assert boxes(page) == [
        "GWE",
        "Chat_01",
        "webme",
        "✘ Elsewhere",
        "2 Chat Servers",
        "webme",
        "Webengagement_Chat",
        "?",
    ]


def test_a_trace_is_drawn_and_told_hop_by_hop_the_lost_way_first(estate: Write, run: Run) -> None:
    estate({"exports/GWE.cfg": BACKEND} | chat_servers(60) | {"exports/Chat_60.conf": LACKING})
    ran = run("trace", "GWE", "exports", "-f", "html")
    page = page_of(ran.out)
    ways = [element for element in page.elements if element.tag == "details" and "" == element.attributes.get("open")]

    assert ran.code == 1
    assert boxes(page)[:4] == ["GWE", "Chat_60", "✘ webme", "60 Chat Servers"]
    assert page.texts_of("summary")[2:3] == ["Chat_60: lost at the endpoint"]
    assert ["LOST no endpoint 'webme' in [endpoints:1]" in "".join(way.texts) for way in ways] == [True]
    assert page.texts_of("h1") == ["LOST"]
    assert page.texts_of("script") == []
    (policy,) = (element.attributes["content"] for element in page.elements if "http-equiv" in element.attributes)
    assert "script-src 'none'" in policy


@pytest.mark.parametrize(
    ("files", "code", "verdict"),
    [
        pytest.param(
            {"exports/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=\n"}, 1, "LOST", id="no key"
        ),
        pytest.param({"exports/GWE.cfg": BACKEND}, 3, "NOT FOLLOWED TO THE END", id="no Chat Server"),
    ],
)
def test_a_trace_without_a_way_is_a_page_as_well(
    estate: Write, run: Run, files: dict[str, str | bytes], code: int, verdict: str
) -> None:
    estate(files)
    ran = run("trace", "GWE", "exports", "-f", "html")

    assert (code, [verdict]) == (ran.code, page_of(ran.out).texts_of("h1"))
