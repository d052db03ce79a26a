"""Help, errors of usage, and short names: what people type, and what they are told."""

import pytest

from gwe_lint.cli.finish import FAILED, OK
from gwe_lint.cli.help import GROUPS
from gwe_lint.cli.main import COMMANDS
from tests.conftest import Run, Write

CHAT = {"exports/Chat.conf": "[endpoints:1]\ndefault=Q\nwebme=Q\n[settings]\nflex-disconnect-timeout=45\n"}
BACKEND = {
    "exports/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    "wes.connector.chatServer.queueWebengagement=Q\n[service:pacing]\npacing.connector.refreshPeriod=5\n"
}


def test_every_command_stands_in_one_group_of_the_help() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)


@pytest.mark.parametrize("command", ["history", "rules", "waivers", "report", "config"])
def test_the_commands_of_a_command_stand_under_one_heading(run: Run, command: str) -> None:
    """Also where one is called as a command of the first level is."""
    shown = run(command, "--help").out
    assert not [heading for heading in GROUPS if f"\n{heading}:" in shown]
    assert "\nCommands:\n" in shown


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_line_of_the_help_is_cut_or_too_long(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    for arguments in ((), ("rules",), ("waivers",), ("config",)):
        shown = run(*arguments, "--help").out
        assert "..." not in shown.replace("[ARGS]...", "").replace("[PATH]...", "")
        assert max(map(len, shown.splitlines())) <= max(columns, 50)


@pytest.mark.parametrize("command", [*COMMANDS, "waivers add", "waivers list", "rules new", "rules test"])
def test_what_has_to_be_given_is_named_in_words(run: Run, command: str) -> None:
    shown = run(*command.split(), "--help").out

    assert not {"{", "}", "%", "<str>", "<int>"} & set(shown.replace("<", " <").split())
    assert "{" not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param("chek exports", "'chek' is no command (did you mean 'check'?)", id="a misspelt command"),
        pytest.param("exports", "to check it: gwe-lint check exports", id="a path and no command"),
        pytest.param("no/such", "to check it: gwe-lint check no/such", id="what looks like a path"),
        pytest.param("check --sinc r.json", "no such option: --sinc (did you mean '--since'?)", id="a misspelt option"),
        pytest.param("check --fail-on bad", "invalid value for '--fail-on'", id="a value that is none"),
        pytest.param("check --as-of yesterday", "'yesterday' is no day", id="a day that is none"),
        pytest.param("check --as-of 2026-02-30", "such as 2026-11-27", id="a day that no month has"),
        pytest.param("drift exports", "missing option '--against'", id="an option that has to be there"),
        pytest.param("why", "missing argument 'APP'", id="an argument that has to be there"),
        pytest.param("check exports --output report.json", "such as json=report.json", id="an output without a format"),
        pytest.param("check exports --output r.xml", "such as junit=r.xml", id="an output whose ending tells a format"),
        pytest.param("check exports -f json --statistics", "--statistics is for text", id="counts for programs"),
        pytest.param("check exports -f sarif --max-findings 3", "--max-findings is for text", id="a part for programs"),
    ],
)
def test_an_error_of_usage_says_what_to_do_in_the_style_of_all_errors(
    estate: Write, run: Run, arguments: str, said: str
) -> None:
    estate(CHAT)

    ran = run(*arguments.split())

    assert (ran.code, ran.out) == (FAILED, "")
    assert said in ran.err
    assert all(line.startswith("gwe-lint: ") for line in ran.err.splitlines())
    assert "Usage:" not in ran.err


def test_the_version_has_a_short_option(run: Run) -> None:
    assert run("-V") == run("--version")


def test_rules_list_is_what_rules_prints(estate: Write, run: Run) -> None:
    estate(CHAT)

    assert run("rules", "list") == run("rules")
    assert run("rules", "list", "-f", "json").out == run("rules", "-f", "json").out


def test_folders_of_outputs_are_made(estate: Write, run: Run) -> None:
    folder = estate(CHAT | {"taken": "a file"})

    assert run("check", "exports", "--allow-empty", "--output", "html=build/reports/r.html").code == OK
    assert (folder / "build/reports/r.html").is_file()
    ran = run("check", "exports", "--output", "html=taken/r.html")
    assert (ran.code, "taken: cannot be made" in ran.err) == (FAILED, True)


def test_no_folder_is_made_behind_a_link_that_leads_out(estate: Write, run: Run) -> None:
    folder = estate({f"here/{name}": content for name, content in CHAT.items()} | {"outside/a": ""})
    (folder / "here/link").symlink_to(folder / "outside")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "here")
        ran = run("check", "exports", "--output", "html=link/new/r.html")

    assert (ran.code, "a link leads out" in ran.err) == (FAILED, True)
    assert not (folder / "outside/new").exists()


@pytest.mark.parametrize(
    "name",
    ["queueKey", "wes.connector.chatServer.queueKey", "service:wes/queueKey", "gwe-backend:queueKey"],
)
def test_explain_takes_the_name_of_an_option_alone(run: Run, name: str) -> None:
    ran = run("explain", name)

    assert ran.code == OK
    assert "gwe-backend:service:wes/wes.connector.chatServer.queueKey" in ran.out


def test_explain_shows_every_option_of_the_name(run: Run) -> None:
    shown = run("explain", "refreshPeriod").out

    assert "gwe-backend:service:wes/wes.connector.chatServer.refreshPeriod   " in shown
    assert "gwe-backend:service:pacing/pacing.connector.refreshPeriod   " in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("queueKey", "1:webme", id="the telling end of a name"),
        pytest.param("wes.connector.chatServer.queueKey", "1:webme", id="a name without its section"),
        pytest.param("service:wes/queueKey", "1:webme", id="with its section"),
        pytest.param("refreshPeriod", "5", id="of two that are documented the one that is set"),
    ],
)
def test_why_takes_the_name_of_an_option_alone(estate: Write, run: Run, name: str, value: str) -> None:
    estate(CHAT | BACKEND)

    ran = run("why", "GWE", name, "exports")

    assert ran.code == OK
    assert f"value             '{value}'" in ran.out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("queuKey", "did you mean 'queueKey'?", id="a misspelt name"),
        pytest.param("service:wes/queuKey", "did you mean", id="a misspelt name with its section"),
        pytest.param("maximum", "GWE has no option 'maximum'", id="a name that nothing has"),
    ],
)
def test_why_says_what_there_is_instead(estate: Write, run: Run, name: str, said: str) -> None:
    estate(CHAT | BACKEND)

    ran = run("why", "GWE", name, "exports")

    assert (ran.code, ran.out) == (FAILED, "")
    assert said in ran.err


def test_why_asks_which_option_is_meant_where_several_are_set(estate: Write, run: Run) -> None:
    twice = BACKEND["exports/GWE.cfg"] + "[service:wes]\nwes.connector.chatServer.refreshPeriod=2\n"
    estate(CHAT | {"exports/GWE.cfg": twice})

    ran = run("why", "GWE", "refreshPeriod", "exports")

    assert ran.code == FAILED
    assert "'refreshPeriod' names several options of GWE" in ran.err


def test_a_rule_s_page_for_a_terminal_has_no_signs_of_markdown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    shown = run("explain", "GWE202").out
    words = [line for line in shown.splitlines() if not line.startswith("    ")]

    assert not any(sign in line for line in words for sign in ("# ", "**", "`", "<http"))
    assert not any(" " in line.strip() for line in words if len(line) > 60)
    assert run("explain", "GWE202", "--format", "markdown").out.startswith("# GWE202 endpoint-undefined\n")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"exports/readme.txt": "x"}, id="no export"),
        pytest.param({"exports/Billing.cfg": "[billing]\na=1\n"}, id="exports of other products"),
    ],
)
def test_a_folder_without_exports_leads_to_how_to_get_them(estate: Write, run: Run, files: dict[str, str]) -> None:
    estate(files)

    assert "how to get exports: gwe-lint explain exporting" in run("check", "exports").err
    assert "exporting" not in run("check", "exports", "--quiet").err
    assert (
        "select object_dbid, object_type, section, opt, part, val from cfg_app_option"
        in run("explain", "exporting").out
    )


def test_a_command_that_is_advised_can_be_typed_as_it_is(estate: Write, run: Run) -> None:
    estate({"a b/Chat_01.cfg": "[endpoints:1]\nwebme=Q\n", "e/Chat_02.cfg": "[endpoints:1]\nwebme=Q\n"})
    assert run("a b").err.endswith("to check it: gwe-lint check 'a b'\n")
    assert run("simulate", "e", "--import", "a b").err.endswith("say which one with --for NAME='a b/Chat_01.cfg'\n")
