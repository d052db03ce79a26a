"""Verbs that serve several rules, with parameters that no built-in row gives them together."""

import pytest

from gwe_lint.catalogue.fact import BASES, Basis, Catalogue, Fact
from gwe_lint.catalogue.releases import Releases
from gwe_lint.checks.ports import keep_alive, right_ports
from gwe_lint.checks.timers import in_order
from gwe_lint.checks.value_combinations import unwise
from gwe_lint.checks.values import documented_value
from gwe_lint.estate.conditions import parse_condition
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, Outcome, Prose
from gwe_lint.estate.selectors import AppType, parse_selector
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Completeness, Connection, Port, Target
from gwe_lint.exports.redactor import Redactor

CHAT, GMS = AppType("chat-server"), AppType("gms")
BECAUSE, INSTEAD = Prose("so it is"), Prose("change it")
FACTS = (
    Fact("chat-server", "settings", "short", "integer", default="5", unit="seconds"),
    Fact("chat-server", "settings", "long", "integer", default="9", unit="seconds", mandatory=True),
    Fact("chat-server", "settings", "guessed", "boolean", values=("true", "false"), mandatory=True, basis="inferred"),
)


def application(name: str, type: str, options: str = "", completeness: Completeness = "complete") -> Application:
    (export,) = read_cfg(f"[settings]\n{options}\n".encode(), f"{name}.cfg", Redactor(())).exports
    return Application(name, type, "said", certain=True, export=export._replace(completeness=completeness))


def estate(*applications: Application) -> Estate:
    return Estate("prod", applications, Catalogue(FACTS))


def messages(outcomes: list[Outcome]) -> list[str]:
    """What is wrong; of other outcomes their kinds."""
    return [outcome.message if isinstance(outcome, Hit) else type(outcome).__name__ for outcome in outcomes]


@pytest.mark.parametrize(
    ("times", "strict", "expected"),
    [
        pytest.param(1, False, ["Pass"], id="it fits once"),
        pytest.param(2, False, ["Pass"], id="it fits twice, and just so"),
        pytest.param(2, True, ["short is '5' while long is '10': so it is"], id="strictly it does not fit twice"),
        pytest.param(3, False, ["short is '5' while long is '10': so it is"], id="it does not fit three times"),
    ],
)
def test_timers_of_one_application_fit_several_times(times: int, strict: bool, expected: list[str]) -> None:
    short, long = (parse_selector(f"chat-server:settings/{name}") for name in ("short", "long"))
    found = in_order(
        estate(application("Chat", CHAT, "short=5\nlong=10")),
        lower=(short,),
        upper=(long,),
        because=BECAUSE,
        instead=INSTEAD,
        times=times,
        strict=strict,
    )
    assert expected == messages(list(found))


def connected(release: str | None, connection: Connection) -> Estate:
    server = application("Chat", CHAT)._replace(
        release=release, ports=(Port("default", "5000"), Port("webapi", "5001"))
    )
    return estate(server, application("GMS", GMS)._replace(connections=(connection,)))


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        pytest.param(
            "8.5.102.14",
            ["GMS is connected to port 'default' of Chat: so it is (the object says that it is of 8.5.102.14)"],
            id="a server of these releases",
        ),
        pytest.param("8.1.001.30", [], id="a server of an earlier one"),
        pytest.param("8.5.1", ["NotEvaluated"], id="a server made from a template of these releases"),
        pytest.param(None, ["NotEvaluated"], id="a server of which the release is not known"),
    ],
)
def test_ports_that_clients_select_are_judged_by_the_release_of_the_server(
    release: str | None, expected: list[str]
) -> None:
    found = right_ports(
        connected(release, Connection(Target("Chat"), port="default")),
        clients=(GMS,),
        server=CHAT,
        ports=("webapi",),
        because=BECAUSE,
        releases=Releases(first="8.5"),
    )
    assert expected == messages(list(found))


@pytest.mark.parametrize(
    ("protocol", "seconds", "watched", "interval"),
    [
        pytest.param("", None, False, [], id="without ADDP there is no interval to judge"),
        pytest.param(
            "addp", 2, True, ["the connection of GMS to Chat has an ADDP interval of 2 s, below 3 s: so it is"]
        ),
        pytest.param("addp", 3, True, ["Pass"]),
    ],
)
def test_a_connection_is_watched_and_at_what_interval_are_two_questions(
    protocol: str, seconds: int | None, watched: bool, interval: list[str]
) -> None:
    connection = Connection(Target("Chat"), port="default", protocol=protocol, local_timeout=seconds)
    read = connected("8.5", connection)
    asked = keep_alive(read, server=CHAT, clients=(GMS,), servers=(), because=BECAUSE)
    unwatched = "the connection of GMS to Chat is not watched by ADDP: so it is"
    assert ["Pass" if watched else unwatched] == messages(list(asked))
    asked = keep_alive(read, server=CHAT, clients=(GMS,), servers=(), because=BECAUSE, shortest=3)
    assert interval == messages(list(asked))


@pytest.mark.parametrize(
    ("options", "completeness", "everywhere", "where_shown"),
    [
        pytest.param("short=7", "selection", ["Hit"], ["Hit"], id="it is shown"),
        pytest.param("other=7", "selection", ["NotEvaluated"], [], id="it may be set, and is not shown"),
        pytest.param("other=7", "complete", ["Pass"], ["Pass"], id="it is not set, so its default acts"),
    ],
)
def test_of_what_an_export_does_not_show_nothing_is_said_where_that_is_asked(
    options: str, completeness: Completeness, everywhere: list[str], where_shown: list[str]
) -> None:
    read = estate(application("Chat", CHAT, options, completeness))
    wrong = (parse_condition("chat-server:settings/short above 6"),)
    found = unwise(read, options=wrong, because=BECAUSE, instead=INSTEAD)
    assert everywhere == [type(outcome).__name__ for outcome in found]
    found = unwise(read, options=wrong, because=BECAUSE, instead=INSTEAD, only_where_shown=True)
    assert where_shown == [type(outcome).__name__ for outcome in found]


@pytest.mark.parametrize(
    ("options", "expected"), [("short=7", "of a lab only"), ("other=7", "not set here")], ids=["set", "not set"]
)
def test_the_label_of_a_row_is_for_values_that_are_there(options: str, expected: str) -> None:
    read = estate(application("Chat", CHAT, options))
    wrong = (parse_condition("chat-server:settings/short above 4"),)
    (hit,) = unwise(read, options=wrong, because=BECAUSE, instead=INSTEAD, label=Prose("of a lab only"))
    assert isinstance(hit, Hit)
    assert expected == hit.label


@pytest.mark.parametrize(
    ("basis", "missing", "misspelt"),
    [
        pytest.param(("documented",), ["long"], [], id="documented"),
        pytest.param(("inferred",), [], ["guessed"], id="inferred"),
        pytest.param(BASES, ["long"], ["guessed"], id="both"),
    ],
)
def test_presence_and_spelling_are_judged_by_facts_of_the_bases_that_are_asked_for(
    basis: tuple[Basis, ...], missing: list[str], misspelt: list[str]
) -> None:
    read = estate(application("Chat", CHAT, "guessed=Yes"))
    found = documented_value(read, of="presence", basis=basis)
    assert missing == [hit.place.option for hit in found if isinstance(hit, Hit)]
    found = documented_value(read, of="spelling", basis=basis)
    assert misspelt == [hit.place.option for hit in found if isinstance(hit, Hit)]
