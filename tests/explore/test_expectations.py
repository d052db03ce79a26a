"""Expectations: chats that go where they are meant to go, those that do not, and those that nobody can follow."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.reports import FORMATS
from tests.builders import App, backend, chat, cluster, confdata, script
from tests.conftest import Ran, Run, Write
from tests.estate.test_topology import NEWER

ESTATE = '[[estate]]\nname = "prod"\npaths = ["prod"]\n'
WAY = 'from = "GWE"\ntenant = 1\nendpoint = "webme"\nqueue = "Q"\nstrategy = "S"\n'
STRATEGY = '[[estate.strategy]]\nname = "S"\nqueues = ["Q"]\n'
SERVERS = (chat(111), chat(112))
OTHER_QUEUE = {"endpoints:1": {"webme": "Elsewhere"}}


def expect(way: str = WAY, **keys: str) -> str:
    return "[[expect]]\n" + way + "".join(f"{key} = {value}\n" for key, value in keys.items())


def written(apps: tuple[App, ...], configuration: str) -> Mapping[str, str]:
    return {**{f"prod/{name}": text for name, text in confdata(apps).items()}, "gwe-lint.toml": configuration}


def found(ran: Ran, *rules: str) -> list[dict[str, Any]]:
    return [each for each in json.loads(ran.out)["findings"] if each["rule"] in (rules or ("GWE227",))]


def unjudged(ran: Ran, rule: str = "GWE227") -> list[str]:
    return [each["reason"] for each in json.loads(ran.out)["not_evaluated"] if each["rule"] == rule]


def status_of(run: Run) -> str:
    """What became of the rule about ways in a check."""
    both = [check(run, "--ignore", ignored) for ignored in ("GWE905", "GWE227,GWE905")]
    counts, without = (json.loads(ran.out)["summary"]["rules"] for ran in both)
    (status,) = [each for each in counts if counts[each] > without[each]]
    return str(status)


def check(run: Run, *more: str) -> Ran:
    return run("check", "--format", "json", "--select", "GWE227,GWE905", *more)


def test_chats_that_go_as_expected_are_no_finding(estate: Write, run: Run) -> None:
    estate(written((backend(111, 112), *SERVERS), ESTATE + STRATEGY + expect()))
    ran = check(run)
    assert (ran.code, found(ran), unjudged(ran)) == (0, [], [])


@pytest.mark.parametrize(
    "more", [{}, {"on": '"every Chat Server"'}, {"on": '"Chat_1*"'}, {"on": '["Chat_112"]'}], ids=str
)
def test_another_queue_is_an_error_at_the_endpoint(estate: Write, run: Run, more: dict[str, str]) -> None:
    estate(written((backend(111, 112), chat(111), chat(112, sections=OTHER_QUEUE)), ESTATE + STRATEGY + expect(**more)))
    ran = check(run)
    (finding,) = found(ran)
    assert ran.code == 1
    assert finding["message"] == (
        "chats of GWE to '1:webme' over Chat_112 do not go as expected: "
        "the endpoint leads to 'Elsewhere', and not to 'Q'"
    )
    assert (finding["application"], finding["section"], finding["option"]) == ("Chat_112", "endpoints:1", "webme")
    (related,) = finding["related"]
    assert (related["path"], related["line"]) == ("gwe-lint.toml", 11)
    assert related["message"] == "expected here: queue 'Q'"


def test_servers_that_are_not_meant_are_not_judged(estate: Write, run: Run) -> None:
    apps = (backend(111, 112), chat(111), chat(112, sections=OTHER_QUEUE))
    estate(written(apps, ESTATE + STRATEGY + expect(on='"Chat_111"')))
    ran = check(run)
    assert (ran.code, found(ran)) == (0, [])


@pytest.mark.parametrize(
    ("apps", "way", "message", "place"),
    [
        pytest.param(
            (backend(111), chat(111)),
            WAY.replace("webme", "web2"),
            "do not go as expected: GWE does not name it: queueKey is '1:webme'",
            ("GWE", "wes.connector.chatServer.queueKey"),
            id="another endpoint",
        ),
        pytest.param(
            (backend(111), chat(111)),
            WAY.replace("tenant = 1", "tenant = 2"),
            "chats of GWE to '2:webme' do not go as expected: GWE does not name it",
            ("GWE", "wes.connector.chatServer.queueKey"),
            id="another tenant",
        ),
        pytest.param(
            (backend(111), chat(111)),
            WAY.replace('"S"', '"T"'),
            "over Chat_111 do not go as expected: the strategy is 'S', and not 'T'",
            (None, None),
            id="another strategy",
        ),
        pytest.param(
            (backend(111), chat(111, sections=OTHER_QUEUE)),
            WAY.replace('"Q"', '"Elsewhere"').replace('strategy = "S"\n', ""),
            "'Elsewhere' is not 'Q', the queue from which GWE has chats routed",
            ("GWE", "wes.connector.chatServer.queueWebengagement"),
            id="the expected queue, and routing that begins at another",
        ),
        pytest.param(
            (backend(111, 112), chat(111), chat(112, sections={"endpoints:1": {"default": "Q"}})),
            WAY,
            "over Chat_112 do not go as expected: no endpoint 'webme' in [endpoints:1]",
            ("Chat_112", "webme"),
            id="no endpoint",
        ),
        pytest.param(
            (backend((111, "nowhere")), chat(111)),
            WAY,
            "over Chat_111 do not go as expected: direct, port nowhere, which the server does not have",
            ("GWE", None),
            id="no such port",
        ),
        pytest.param(
            (backend(113), chat(111), cluster(113)),
            WAY + 'on = "Chat_111"\n',
            "over Chat_111 do not go as expected: GWE is not connected to it",
            ("GWE", None),
            id="a Chat Server that is not used",
        ),
        pytest.param(
            (backend(111, 112), chat(111), chat(112, state=2)),
            WAY + 'on = ["Chat_111", "Chat_112"]\n',
            "over Chat_112 do not go as expected: it is disabled: no chat goes there",
            ("GWE", None),
            id="a Chat Server that is disabled",
        ),
        pytest.param(
            (backend(111, state=2), chat(111)),
            WAY,
            "do not go as expected: GWE is disabled, so that none begins there",
            ("GWE", None),
            id="the application is disabled",
        ),
    ],
)
def test_what_is_otherwise_is_found_where_it_breaks(
    estate: Write, run: Run, apps: tuple[App, ...], way: str, message: str, place: tuple[str | None, str | None]
) -> None:
    estate(written(apps, ESTATE + STRATEGY + expect(way)))
    ran = check(run)
    assert ran.code == 1
    (finding,) = found(ran)
    assert message in finding["message"]
    assert (finding["application"], finding["option"]) == place
    assert finding["severity"] == "error"


def test_a_disabled_server_beside_another_one_is_nobodys_mistake(estate: Write, run: Run) -> None:
    estate(written((backend(111, 112), chat(111), chat(112, state=2)), ESTATE + STRATEGY + expect()))
    ran = check(run)
    assert (ran.code, found(ran), unjudged(ran)) == (0, [], [])


def test_one_cause_on_several_servers_is_one_finding(estate: Write, run: Run) -> None:
    way = WAY.replace('"Q"', '"Elsewhere"').replace('strategy = "S"\n', "")
    apps = (backend(111, 112), chat(111, sections=OTHER_QUEUE), chat(112, sections=OTHER_QUEUE))
    estate(written(apps, ESTATE + STRATEGY + expect(way)))
    (finding,) = found(check(run))
    assert "over Chat_111 and Chat_112 do not go as expected" in finding["message"]


@pytest.mark.parametrize("format", [each for each in FORMATS if each not in ("json", "openmetrics")])
def test_every_format_has_it(estate: Write, run: Run, format: str) -> None:
    apps = (backend(111, 112), chat(111), chat(112, sections=OTHER_QUEUE))
    estate(written(apps, ESTATE + STRATEGY + expect()))
    ran = run("check", "--format", format, "--select", "GWE227")
    assert ran.code == 1
    assert "GWE227" in ran.out
    assert ("gwe-lint.toml" in ran.out) is (format not in ("concise", "junit", "gitlab"))  # which have one place each


def test_other_waivers_and_overrides_hold_for_it_too(estate: Write, run: Run) -> None:
    apps = (backend(111, 112), chat(111), chat(112, sections=OTHER_QUEUE))
    override = '[[check.override]]\nreason = "moves in March"\napplications = ["Chat_112"]\nignore = ["GWE227"]\n'
    estate(written(apps, override + ESTATE + STRATEGY + expect()))
    ran = check(run)
    assert (ran.code, found(ran)) == (0, [])


# What nobody can look at


def test_a_missing_export_is_never_met(estate: Write, run: Run) -> None:
    declared = '[[estate.application]]\nname = "Chat_112"\ndbid = 112\ntype = "chat-server"\n'
    estate(written((backend(111, 112), chat(111)), ESTATE + declared + STRATEGY + expect()))
    ran = check(run)
    assert (ran.code, found(ran)) == (3, [])
    (reason,) = unjudged(ran)
    assert reason == ("GWE: whether chats to '1:webme' over Chat_112 go as expected is not known: there is no export")
    assert "not checked: prod: GWE227 chats-not-as-expected could not be evaluated: GWE: whether" in ran.err
    assert check(run, "--exit-zero").code == 3


def test_an_object_of_which_nothing_tells_the_type_is_named_and_does_not_count(estate: Write, run: Run) -> None:
    """As everywhere: a connection to it makes no run incomplete where another Chat Server was looked at."""
    estate(written((backend(111, 112), chat(111)), ESTATE + STRATEGY + expect()))
    ran = check(run)
    assert (ran.code, found(ran)) == (0, [])
    assert "over DBID 112 go as expected is not known" in unjudged(ran)[0]


def test_what_takes_the_chats_may_be_unknown(estate: Write, run: Run) -> None:
    estate(written((backend(111), chat(111)), ESTATE + expect()))
    ran = check(run)
    assert (ran.code, found(ran)) == (3, [])
    assert "what takes chats from 'Q' is not known" in unjudged(ran)[0]


@pytest.mark.parametrize("key", ["queue", "endpoint"])
def test_an_expectation_is_followed_only_as_far_as_it_goes(estate: Write, run: Run, key: str) -> None:
    way = "".join(line for line in WAY.splitlines(keepends=True) if line.startswith(("from", "ten", "endpoint", key)))
    estate(written((backend(111), chat(111)), ESTATE + expect(way)))
    ran = check(run)
    assert (ran.code, found(ran), unjudged(ran)) == (0, [], [])


def test_an_endpoint_that_could_not_be_read_is_not_known(estate: Write, run: Run) -> None:
    estate({**ASSUMED, "prod/Chat_112.cfg": "[endpoints:1]\nwebme=Q\0\n", "gwe-lint.toml": ESTATE + expect(NAMED)})
    ran = check(run)
    assert (ran.code, found(ran)) == (1, [])  # for the file, which no selection leaves out
    assert "not checked: prod: GWE227" in ran.err
    assert "has a value that is not known" in unjudged(ran)[0]


def test_a_selection_without_the_option_is_not_known(estate: Write, run: Run) -> None:
    configuration = ESTATE + STRATEGY + '[[estate.application]]\nname = "GWE"\ntype = "gwe-backend"\npartial = true\n'
    apps = (backend(111, sections={"service:wes": {"wes.connector.chatServer.refreshPeriod": "2"}}), chat(111))
    estate(written(apps, configuration + expect()))
    ran = check(run)
    assert (ran.code, found(ran)) == (3, [])
    assert "is not in the export" in unjudged(ran)[0]


def test_a_server_that_nobody_exports_is_said_and_does_not_count(estate: Write, run: Run) -> None:
    declared = '[[estate.application]]\nname = "Chat_112"\ndbid = 112\ntype = "chat-server"\nexported = false\n'
    estate(written((backend(111, 112), chat(111)), ESTATE + declared + STRATEGY + expect()))
    ran = check(run)
    assert (ran.code, found(ran)) == (0, [])
    assert unjudged(ran) == [
        "GWE: whether chats to '1:webme' go as expected is not known: Chat_112 is not exported, as declared"
    ]


def test_a_report_of_what_others_export_is_complete(estate: Write, run: Run) -> None:
    configuration = '[check]\nincomplete = "report"\n' + ESTATE + STRATEGY + expect()
    estate(written((backend(111, 112), chat(111)), configuration))
    assert check(run).code == 0


ASSUMED = {
    "prod/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n",
    "prod/Chat_111.cfg": "[endpoints:1]\nwebme=Q\n",
    "prod/Chat_112.cfg": "[endpoints:1]\nwebme=Elsewhere\nother=Sales\n",
}
NAMED = 'from = "GWE"\ntenant = 1\nendpoint = "webme"\nqueue = "Q"\non = ["Chat_112"]\n'
TO_QUEUE = 'from = "GWE"\ntenant = 1\nendpoint = "webme"\nqueue = "Q"\n'


@pytest.mark.parametrize(
    ("on", "severity"), [("", "warning"), ('on = "Chat_112"\n', "error")], ids=["assumed", "named"]
)
def test_over_an_assumed_connection_to_a_server_with_work_of_its_own_it_is_a_warning(
    estate: Write, run: Run, on: str, severity: str
) -> None:
    estate({**ASSUMED, "gwe-lint.toml": ESTATE + expect(TO_QUEUE + on)})
    (finding,) = found(check(run))
    assert (finding["application"], finding["severity"]) == ("Chat_112", severity)


def test_the_server_of_another_client_breaks_nothing(estate: Write, run: Run) -> None:
    both = {
        f"prod/{name}.cfg": (
            "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
            f"wes.connector.chatServer.queueWebengagement={queue}\n"
        )
        for name, queue in (("GWE", "Q"), ("GWE_2", "Elsewhere"))
    }
    estate({**ASSUMED, **both, "gwe-lint.toml": ESTATE + expect(TO_QUEUE)})
    ran = check(run)
    assert (ran.code, found(ran)) == (0, [])
    assert "another client" in unjudged(ran)[0]


# Names that are not there


@pytest.mark.parametrize(
    ("way", "message"),
    [
        (WAY.replace("GWE", "GWEE"), "expect: no application of estate 'prod' is called 'GWEE' (did you mean 'GWE'?)"),
        (WAY.replace("GWE", "Chat_111"), "expect: Chat_111 is Chat Server, which names no endpoint"),
        (
            WAY + 'on = ["Chat_111", "Chat_119"]\n',
            "expect: no Chat Server of estate 'prod' is called 'Chat_119' (did you mean 'Chat_111'?)",
        ),
    ],
    ids=["a misspelt application", "an application without chats", "a misspelt server"],
)
def test_an_expectation_about_nothing_is_told_and_never_met(estate: Write, run: Run, way: str, message: str) -> None:
    estate(written((backend(111), chat(111)), ESTATE + STRATEGY + expect(way)))
    ran = check(run)
    assert ran.code == 3
    (finding,) = found(ran, "GWE227", "GWE905")
    assert (finding["rule"], finding["severity"], finding["path"]) == ("GWE905", "warning", "gwe-lint.toml")
    assert finding["message"] == message
    assert unjudged(ran)


def test_without_configured_estates_another_run_may_be_about_it(estate: Write, run: Run) -> None:
    estate(written((backend(111), chat(111)), expect(TO_QUEUE.replace("GWE", "Other"))))
    ran = check(run, "prod")
    assert ran.code == 0
    assert [(each["rule"], each["severity"]) for each in found(ran, "GWE905")] == [("GWE905", "note")]


def test_what_was_not_read_may_hold_the_application(estate: Write, run: Run) -> None:
    whole = confdata((backend(111), chat(111)))["estate.xml"]
    estate({"prod/estate.xml": whole[: whole.index("<CfgApplication>", 200)], "gwe-lint.toml": ESTATE + expect()})
    ran = check(run)
    assert found(ran, "GWE905") == []
    assert unjudged(ran)


def test_an_expectation_belongs_to_the_estate_that_it_names(estate: Write, run: Run) -> None:
    two = ESTATE + '[[estate]]\nname = "test"\npaths = ["test"]\n'
    files = written((backend(111), chat(111)), two + expect(TO_QUEUE, estate='"test"'))
    estate({**files, "test/estate.xml": confdata((backend(111), chat(111, sections=OTHER_QUEUE)))["estate.xml"]})
    (finding,) = found(check(run))
    assert finding["estate"] == "test"


# simulate


@pytest.mark.parametrize(
    ("before", "code", "statuses"),
    [("Q", 1, ["new"]), ("Elsewhere", 0, ["unchanged"])],
    ids=["newly broken", "broken before"],
)
def test_a_simulation_fails_where_a_change_breaks_an_expectation(
    estate: Write, run: Run, before: str, code: int, statuses: list[str]
) -> None:
    apps = (backend(111, sections={"service:wes": {"wes.connector.chatServer.queueKey": "1:webme"}}), chat(111))
    changed = confdata((apps[0], chat(111, sections={"endpoints:1": {"webme": before}})))["estate.xml"]
    estate(
        {
            "prod/estate.xml": changed,
            "change/Chat_111.cfg": "[endpoints:1]\nwebme=Third\n",
            "gwe-lint.toml": ESTATE + expect(TO_QUEUE),
        }
    )
    ran = run("simulate", "prod", "--import", "change", "--format", "json", "--select", "GWE227")
    assert [each["status"] for each in found(ran)] == statuses
    assert ran.code == code


# trace --learn

SCRIPTS = {"prod/scripts.xml": f"<ConfData>{NEWER}{script('Unused', 23, 220)}</ConfData>"}


def test_learned_ways_are_met_as_long_as_nothing_changes(estate: Write, run: Run) -> None:
    root = estate({**written((backend(111, 112), *SERVERS), ESTATE), **SCRIPTS})
    learned = run("trace", "--learn")
    assert learned.code == 0
    (table,) = tomllib.loads(learned.out)["expect"]
    assert table == {
        "from": "GWE",
        "tenant": 1,
        "endpoint": "webme",
        "queue": "Q",
        "strategy": "Routing",
        "on": "every Chat Server",
    }
    assert learned.err.splitlines()[-1] == "1 expectation; read them before you rely on them"
    (root / "gwe-lint.toml").write_text(ESTATE + "\n" + learned.out, encoding="utf-8")
    ran = check(run)
    assert (ran.code, found(ran), unjudged(ran)) == (0, [], [])
    assert status_of(run) == "passed"


def test_only_ways_that_arrive_are_learned_and_the_others_are_named(estate: Write, run: Run) -> None:
    apps = (backend(111, 112, 113), *SERVERS, chat(113, sections={"endpoints:1": {"default": "Q"}}))
    estate({**written(apps, ESTATE), **SCRIPTS})
    learned = run("trace", "--learn", "GWE")
    assert learned.code == 1
    (table,) = tomllib.loads(learned.out)["expect"]
    assert table["on"] == ["Chat_111", "Chat_112"]
    lost = "GWE (estate prod) to 1:webme over Chat_113: lost at the endpoint: no endpoint 'webme' in [endpoints:1]"
    assert f"# {lost}\n" in learned.out
    assert f"gwe-lint: not learned: {lost}" in learned.err


def test_nothing_is_learned_of_what_is_not_followed_to_its_end(estate: Write, run: Run) -> None:
    estate(ASSUMED)
    learned = run("trace", "--learn", "prod")
    assert (learned.code, tomllib.loads(learned.out)) == (3, {})
    assert "over Chat_111 and Chat_112: not followed at the connection: assumed" in learned.out


def test_where_nothing_is_learned_no_file_is_written(estate: Write, run: Run) -> None:
    root = estate(ASSUMED)
    ran = run("trace", "--learn", "prod", "--output", "new/learned.toml")
    assert (ran.code, ran.out) == (3, "")
    assert "nothing was learned: new/learned.toml is not written" in ran.err
    assert not (root / "new").exists()


@pytest.mark.parametrize("name", ["learned.toml", "new/learned.toml"])
def test_learned_ways_can_be_a_file_of_their_own(estate: Write, run: Run, name: str) -> None:
    root = estate({**written((backend(111, 112), *SERVERS), ESTATE), **SCRIPTS})
    ran = run("trace", "--learn", "--output", name)
    assert (ran.code, ran.out) == (0, "")
    assert f"wrote {name}: 1 expectation" in ran.err
    (root / "gwe-lint.toml").write_text(f'extend = "{name}"\n' + ESTATE, encoding="utf-8")
    assert (check(run).code, status_of(run)) == (0, "passed")


def test_tables_of_a_project_and_of_several_estates_are_written_as_they_are_read(estate: Write, run: Run) -> None:
    files = written((backend(111, 112), *SERVERS), "")
    one = {name: text for name, text in files.items() if name != "gwe-lint.toml"}
    head = '[tool.gwe-lint]\n[[tool.gwe-lint.estate]]\nname = "{0}"\npaths = ["{0}"]\n'
    both = head.format("prod") + head.format("test").replace("[tool.gwe-lint]\n", "")
    two = {name.replace("prod/", "test/"): text for name, text in {**one, **SCRIPTS}.items()}
    root = estate({**one, **SCRIPTS, **two, "pyproject.toml": both})
    learned = run("trace", "--learn")
    tables = tomllib.loads(learned.out)["tool"]["gwe-lint"]["expect"]
    assert [each["estate"] for each in tables] == ["prod", "test"]
    (root / "pyproject.toml").write_text(both + learned.out, encoding="utf-8")
    ran = check(run)
    assert (ran.code, found(ran, "GWE227", "GWE905"), unjudged(ran)) == (0, [], [])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--learn", "--output", "gwe-lint.toml"], "--output gwe-lint.toml: that is a configuration"),
        (["--learn", "--output", "prod/estate.xml"], "that is one of the files that the run reads"),
        (["GWE", "--output", "x.toml"], "trace: --output is for --learn"),
        (["--learn", "Nobody"], "'Nobody' is no application of these exports that names an endpoint"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_learned_is_said(estate: Write, run: Run, arguments: list[str], message: str) -> None:
    root = estate(written((backend(111), chat(111)), ESTATE))
    before = {path: path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    ran = run("trace", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert {path: path.read_bytes() for path in sorted(Path(root).rglob("*")) if path.is_file()} == before
