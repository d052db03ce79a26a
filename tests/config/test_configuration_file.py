"""gwe-lint.toml: what it says is used, and every mistake is named with its line."""

from pathlib import Path

import pytest

from gwe_lint.config.model import find_config
from gwe_lint.config.reader import read_config
from gwe_lint.errors import Untrusted
from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Webengagement_Chat\n"
BACKEND = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    "wes.connector.chatServer.queueWebengagement=Webengagement_Chat\n"
)
EXPECT = '[[expect]]\nfrom = "x"\nendpoint = "e"\n'
ESTATE = '[[estate]]\nname = "prod"\npaths = ["exports"]\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[chek]\n", "1: chek: unknown key 'chek' (did you mean 'check'?)", id="a table"),
        pytest.param(
            '[check]\nfail-on = "eror"\n',
            "2: check.fail-on: unknown severity 'eror' (did you mean 'error'?)",
            id="a severity",
        ),
        pytest.param(
            "[check]\nfailon = 1\n", "2: check.failon: unknown key 'failon' (did you mean 'fail-on'?)", id="a key"
        ),
        pytest.param('[[estate]]\nname = "a"\n', "1: estate[1] (a): paths is missing", id="no paths"),
        pytest.param(
            '[[estate]]\nname = "a"\npaths = ["."]\nproduction = "yes"\n',
            "4: estate[1] (a).production: must be true or false, not a string",
            id="a type",
        ),
        pytest.param(
            ESTATE + '[[estate.application]]\nname = "x"\ntype = "chat-sever"\n',
            "6: estate[1].application[1].type: unknown application type 'chat-sever' (did you mean 'chat-server'?)",
            id="an application type",
        ),
        pytest.param(
            ESTATE + "[[estate.application]]\npartial = true\n",
            "4: estate[1].application[1]: needs file",
            id="nameless",
        ),
        pytest.param(ESTATE + ESTATE, "4: there is another estate named 'prod'", id="two estates of one name"),
        pytest.param(
            ESTATE + '[[estate.cluster]]\nname = "c"\n', "4: estate[1].cluster[1]: members is missing", id="no members"
        ),
        pytest.param(
            "[[expect]]\nform = 'x'\n", "2: expect[1].form: unknown key 'form' (did you mean 'from'?)", id="from"
        ),
        pytest.param('[[expect]]\nfrom = "x"\n', "1: expect[1]: tenant is missing: it must be", id="no tenant"),
        pytest.param(EXPECT + "tenant = 0\n", "4: expect[1].tenant: must be the DBID of a tenant", id="a tenant"),
        pytest.param(
            EXPECT + 'tenant = 1\nqueue = ""\n',
            "5: expect[1].queue: must be the name of an Interaction Queue",
            id="queue",
        ),
        pytest.param(
            EXPECT + 'tenant = 1\non = "Every chat server"\n',
            "5: expect[1].on: 'Every chat server' is no name of a Chat Server (did you mean 'every Chat Server'?)",
            id="every Chat Server",
        ),
        pytest.param(
            EXPECT + 'tenant = 1\non = ["every Chat Server", "a"]\n',
            "5: expect[1].on: 'every Chat Server' has all others with it",
            id="every one and another",
        ),
        pytest.param(
            ESTATE + EXPECT + 'tenant = 1\nestate = "prd"\n',
            "8: expect.estate: there is no estate 'prd' (did you mean 'prod'?)",
            id="the estate of an expectation",
        ),
        pytest.param(
            EXPECT + 'tenant = 1\nestate = "prd"\n', "5: expect.estate: no [[estate]] is there", id="an estate of none"
        ),
        pytest.param(
            ESTATE + ESTATE.replace("prod", "test") + EXPECT + "tenant = 1\n",
            "7: expect: estate is missing: say which one is meant, prod and test",
            id="one of several estates",
        ),
        pytest.param(
            (EXPECT + "tenant = 1\n") * 2,
            "5: expect: the chats of x to '1:e' have an expectation already, at gwe-lint.toml:1",
            id="two expectations of one kind",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "gwe-lint.toml").write_text(text)
    with pytest.raises(Untrusted) as error:
        read_config(tmp_path / "gwe-lint.toml", tmp_path)
    assert any(found.startswith(f"gwe-lint.toml:{problem}") for found in error.value.problems), error.value.problems


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "gwe-lint.toml").write_text("chek = 1\n[check]\nselct = []\nignore = 3\n")
    with pytest.raises(Untrusted) as error:
        read_config(tmp_path / "gwe-lint.toml", tmp_path)
    assert len(error.value.problems) == 3


def test_the_nearest_configuration_upward_is_found(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "gwe-lint.toml").write_text("")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert find_config(deep) == tmp_path / "gwe-lint.toml"
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.gwe-lint.check]\nfail-on = "note"\n')
    found = find_config(deep)
    assert found == tmp_path / "a" / "pyproject.toml"
    assert read_config(found, deep).fail_on == "note"


def test_an_unknown_export_is_an_error_with_a_suggestion(estate: Write, run: Run) -> None:
    estate({"exports/Chat_01.conf": CHAT, "gwe-lint.toml": ESTATE + '[[estate.application]]\nfile = "Chat_1.conf"\n'})
    ran = run("check")
    assert ran.code == 2
    assert "gwe-lint.toml:4: estate 'prod' has no export 'Chat_1.conf' (did you mean 'Chat_01.conf'?)" in ran.err


def test_a_path_chooses_what_is_shown_and_the_estate_is_checked_whole(estate: Write, run: Run) -> None:
    estate(
        {
            "exports/GWE.cfg": BACKEND.replace("1:webme", "1:webmee"),
            "exports/Chat_01.conf": CHAT,
            "exports/Chat_02.conf": CHAT,
            "other/Chat_03.conf": CHAT + "[settings]\nflex-disconnect-timeout=0\n",
            "gwe-lint.toml": ESTATE + '[[estate]]\nname = "other"\npaths = ["other"]\n',
        }
    )
    assert "GWE202" in run("check", "exports/Chat_02.conf", "-f", "concise").out  # the other end of a broken reference
    assert "GWE101" not in run("check", "exports", "-f", "concise").out
    assert "GWE101" in run("check", "-f", "concise").out


def test_a_path_outside_every_estate_is_incomplete(estate: Write, run: Run) -> None:
    estate({"exports/Chat.conf": CHAT, "new/Chat.conf": CHAT, "gwe-lint.toml": ESTATE})
    ran = run("check", "new")
    assert (3, "gwe-lint: not checked: new: belongs to no [[estate]] of the configuration") == (
        ran.code,
        ran.err.split("\n")[0],
    )


def test_exclude_leaves_files_out(estate: Write, run: Run) -> None:
    estate(
        {
            "exports/Chat.conf": CHAT,
            "exports/archive/2025/Chat.conf": CHAT,
            "exports/old/Chat.conf": CHAT,
            "gwe-lint.toml": ESTATE + 'exclude = ["archive/**", "**/old/*"]\n',
        }
    )
    ran = run("check")
    assert (0, True) == (ran.code, "in 1 file (" in ran.err)


def test_severity_and_selection_of_the_configuration_are_used_and_flags_replace_them(estate: Write, run: Run) -> None:
    check = '[check]\nfail-on = "note"\nignore = ["GWE1"]\nseverity = { duplicate-option = "note" }\n'
    estate(
        {
            "exports/Chat.conf": CHAT + "webme=Webengagement_Chat\n[settings]\nflex-disconnect-timeout=0\n",
            "gwe-lint.toml": check + ESTATE,
        }
    )
    ran = run("check", "-f", "concise")
    assert (1, True, False) == (ran.code, "note GWE004" in ran.out, "GWE101" in ran.out)
    assert "GWE101" in run("check", "-f", "concise", "--ignore", "GWE004").out


def test_connections_that_are_declared_replace_the_assumption(estate: Write, run: Run) -> None:
    application = '[[estate.application]]\nfile = "GWE.cfg"\nconnects-to = ["Chat_01"]\n'
    files = {
        "exports/GWE.cfg": BACKEND,
        "exports/Chat_01.conf": CHAT,
        "exports/Chat_02.conf": "[endpoints:1]\nother=Queue\n",
    }
    estate({**files, "gwe-lint.toml": ESTATE})
    assert "GWE203" in run("check", "-f", "concise").out
    estate({"gwe-lint.toml": ESTATE + application})
    assert run("check", "-f", "concise").code == 0


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (
            'name = "GWE"\nconnects-to = ["Chat_1"]',
            "connects-to names 'Chat_1', which is no application or cluster of the estate (did you mean 'Chat_01'?",
        ),
        ('name = "GWE"\nconnects-to = ["Chatt_01"]', "did you mean 'Chat_01'?"),
        ('name = "GWE"\nbackup = "Cht_01"', "backup names 'Cht_01'"),
    ],
)
def test_a_name_that_is_nobodys_and_close_to_somebodys_is_an_error(
    estate: Write, run: Run, names: str, problem: str
) -> None:
    text = ESTATE + f"[[estate.application]]\n{names}\n"
    estate({"exports/GWE.cfg": BACKEND, "exports/Chat_01.conf": CHAT, "gwe-lint.toml": text})
    ran = run("check")
    assert (2, True) == (ran.code, f"gwe-lint.toml:4: estate 'prod': {problem}" in ran.err or problem in ran.err)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [(">=0.1", 0), (">=0.1,<2", 0), ("==0.1.0", 0), ("==0.1", 0), (">=9", 2), ("<0.1", 2), ("0.1", 2), (">=x", 2)],
)
def test_the_required_version_is_checked(estate: Write, run: Run, wanted: str, code: int) -> None:
    estate({"exports/Chat.conf": CHAT, "gwe-lint.toml": f'required-version = "{wanted}"\n' + ESTATE})
    ran = run("check")
    assert code == ran.code
    assert not code or ran.err.startswith("gwe-lint: error: gwe-lint.toml:1: ")


def test_a_pattern_in_the_configuration_that_fits_no_rule_is_named_with_its_line(estate: Write, run: Run) -> None:
    estate({"exports/Chat.conf": CHAT, "gwe-lint.toml": '[check]\nignore = ["GWE999"]\n' + ESTATE})
    assert "gwe-lint.toml:2: check.ignore: 'GWE999': no rule has this id" in run("check").err
    assert "--ignore: 'GWE998': no rule has this id" in run("check", "--ignore", "GWE998").err
    assert "(did you mean 'GWE243'?)" in run("check", "--ignore", "gwe243").err


def test_the_settings_of_the_contract_are_known(estate: Write, run: Run) -> None:
    check = (
        '[check]\nfail-on = "error"\nignore = ["GWE403"]\nseverity = { GWE103 = "error" }\npeak-chat-sessions = 800\n'
    )
    estate({"exports/Chat.conf": CHAT, "gwe-lint.toml": 'required-version = ">=0.1"\n\n' + check + ESTATE})
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            '[[estate.application]]\nfile = "GWE.cfg"\n[[estate.application]]\nname = "GWE"\nrelease = "8.1"\n',
            "gwe-lint.toml:6: estate 'prod': 'GWE' has an entry already, at gwe-lint.toml:4",
            id="two entries for one application",
        ),
        pytest.param(
            '[[estate.application]]\nfile = "GWE.cfg"\n\nconnects-to = ["Chat_1"]\n',
            "gwe-lint.toml:7: estate 'prod': connects-to names 'Chat_1'",
            id="the line of connects-to",
        ),
        pytest.param(
            '[[estate.cluster]]\nname = "c"\nmembers = ["Chat_1"]\n',
            "gwe-lint.toml:6: estate 'prod': cluster 'c' names 'Chat_1'",
            id="the line of the members",
        ),
        pytest.param(
            '[[estate.cluster]]\nname = "c"\nmembers = ["c", "Chat_01"]\n',
            "gwe-lint.toml:6: estate[1].cluster[1].members: cluster 'c' is among its own members",
            id="a cluster that is its own member",
        ),
        pytest.param(
            '[[estate.cluster]]\nname = "c"\nmembers = ["Chat_01", "GWE", "Chat_01"]\n',
            "gwe-lint.toml:6: estate[1].cluster[1].members: 'Chat_01' is there 2 times: name each member once",
            id="a member that is named twice",
        ),
        pytest.param(
            '[[estate.cluster]]\nname = "GWE"\nmembers = ["Chat_01"]\n',
            "gwe-lint.toml:5: estate 'prod': 'GWE' is the name of an application too",
            id="a cluster called like a server",
        ),
        pytest.param(
            '[[estate.application]]\nname = "x"\n[[estate.application]]\nname = "x"\n',
            "gwe-lint.toml:6: [[estate.application]] 'x' is there twice",
            id="the line of the second entry",
        ),
    ],
)
def test_what_contradicts_itself_is_named_with_its_line(estate: Write, run: Run, text: str, problem: str) -> None:
    estate({"exports/GWE.cfg": BACKEND, "exports/Chat_01.conf": CHAT, "gwe-lint.toml": ESTATE + text})
    ran = run("check")
    assert (2, True) == (ran.code, problem in ran.err), ran.err


@pytest.mark.parametrize("file", ["exports/GWE.cfg", "GWE.cfg", "./exports/GWE.cfg"])
def test_a_file_is_found_from_whatever_working_directory(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    text = ESTATE + f'[[estate.application]]\nfile = "{file}"\nconnects-to = []\n'
    folder = estate({"exports/GWE.cfg": BACKEND, "exports/Chat_01.conf": CHAT, "gwe-lint.toml": text})
    for where in (folder, folder / "exports"):
        monkeypatch.chdir(where)
        assert "GWE206" in run("check", "-f", "concise").out


@pytest.mark.parametrize("pattern", ["archive", "archive/", "./archive/**", "**/archive", "archive/*"])
def test_a_folder_is_excluded_however_it_is_written(estate: Write, run: Run, pattern: str) -> None:
    text = ESTATE + f'exclude = ["{pattern}"]\n'
    estate({"exports/Chat.conf": CHAT, "exports/archive/Chat.conf": CHAT, "gwe-lint.toml": text})
    assert "in 1 file (" in run("check").err


def test_a_file_that_is_reached_by_a_link_as_well_is_read_once(estate: Write, run: Run) -> None:
    folder = estate({"exports/Chat.conf": CHAT, "gwe-lint.toml": ESTATE.replace('"exports"', '"exports", "link"')})
    (folder / "link").symlink_to("exports", target_is_directory=True)
    assert "in 1 file (" in run("check").err


def test_an_empty_argument_is_not_the_working_directory(estate: Write, run: Run) -> None:
    estate({"exports/Chat.conf": CHAT})
    assert run("check", "").code == 2
