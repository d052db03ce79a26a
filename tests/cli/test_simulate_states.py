"""``simulate``: what its two states are made of, and that neither of them is taken for more than was read."""

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.builders import App, backend, bare, chat, cluster, confdata, gax, interaction_server
from tests.conftest import Ran, Run, Write

WES = "wes.connector.chatServer."
BACKEND = f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n"
SERVER = "[endpoints:1]\nwebme=Q\ndefault=Q\n"
BROKEN = "[endpoints:1]\nwebmee=Q\ndefault=Q\n"
REFRESH = f"[service:wes]\n{WES}refreshPeriod=3\n"


def exports(folder: str, second: str = SERVER) -> dict[str, str]:
    """A Backend and two Chat Servers in a folder."""
    return {
        f"{folder}/GWE_Backend.cfg": BACKEND,
        f"{folder}/ChatServer_01.cfg": SERVER,
        f"{folder}/ChatServer_02.cfg": second,
    }


def report(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_fragment_with_the_name_of_the_export_changes_it(estate: Write, run: Run) -> None:
    estate({**exports("est"), "GWE_Backend.cfg": REFRESH})
    ran = run("simulate", "est", "--import", "GWE_Backend.cfg", "-f", "json")
    assert ran.code == 0
    assert [each["option"] for each in report(ran)["changes"]] == [f"{WES}refreshPeriod"]


@pytest.mark.parametrize("name", ["t.cfg", "ChatServer_02.cfg", "Chat[S]erver_02.cfg"])
def test_no_export_goes_since_a_fragment_has_its_name(estate: Write, run: Run, name: str) -> None:
    web2 = "[endpoints:1]\nweb2=Q\n"
    queue_key = f"[service:wes]\n{WES}queueKey=1:web2\n"
    estate({**exports("est"), name: web2, "change/GWE_Backend.cfg": queue_key})
    files = ("--import", name, "--import", "change", "--for", f"ChatServer_01={name}")
    ran = run("simulate", "est", *files, "-f", "json")
    assert ran.code == 1
    assert [each["chat_server"] for each in report(ran)["chats"]["lost"]] == ["ChatServer_02"]


def test_a_fragment_in_the_folder_of_the_exports_is_no_export_by_another_way_there(estate: Write, run: Run) -> None:
    top = estate({**exports("est"), "est/change/GWE_Backend.cfg": REFRESH})
    try:
        (top / "link").symlink_to("est", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    found = report(run("simulate", "est", "--import", "link/change/GWE_Backend.cfg", "-f", "json"))
    assert [each["option"] for each in found["changes"]] == [f"{WES}refreshPeriod"]
    assert [each for each in found["findings"] if each["rule"] == "GWE013"] == []


WHOLE = [backend(102, 4), chat(102, 5), cluster(4, 101), interaction_server(5)]


def changed(whole: App, part: str) -> App:
    """The application with another part than its options."""
    ways = {
        "connections": whole._replace(links=()),
        "ports": whole._replace(ports=()),
        "state": whole._replace(state=2),
    }
    return ways[part]


@pytest.mark.parametrize("written", [confdata, bare, gax])
@pytest.mark.parametrize("part", ["connections", "ports", "state"])
@pytest.mark.parametrize("position", [0, 2])
def test_what_a_whole_object_changes_beside_options_is_not_checked(
    estate: Write, run: Run, written: Callable[[Sequence[App]], dict[str, str]], part: str, position: int
) -> None:
    estate({f"est/{name}": text for name, text in written(WHOLE).items()})
    same = {f"same/{name}": text for name, text in written([WHOLE[position]]).items()}
    other = {f"other/{name}": text for name, text in written([changed(WHOLE[position], part)]).items()}
    estate({**same, **other})
    found = report(run("simulate", "est", "--import", "same", "-f", "json"))
    assert [each for each in found["unknown"] if "not laid over" in each] == []
    ran = run("simulate", "est", "--import", "other", "-f", "json")
    (reason,) = (each for each in report(ran)["unknown"] if "not laid over" in each)
    assert f"also changes {part}, which" in reason
    assert ran.code == 3
    assert f"it also changes {part}, which was not laid over" in ran.err


def commit() -> None:
    """Commit what is there."""
    names = {f"GIT_{who}_{part}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    for command in (("init", "-q", "."), ("add", "-A"), ("commit", "-qm", "1")):
        subprocess.run(["git", *command], check=True, capture_output=True, env={**os.environ, **names})


@pytest.mark.parametrize(
    ("gone", "unknown"),
    [("ChatServer_02", ["ChatServer_02"]), ("GWE_Backend", ["ChatServer_01", "ChatServer_02"])],
)
@pytest.mark.parametrize("path", ["est", "."])
def test_an_export_that_a_branch_removes_is_unknown(
    estate: Write, run: Run, gone: str, unknown: list[str], path: str
) -> None:
    top = estate(exports("est"))
    commit()
    (top / "est" / f"{gone}.cfg").unlink()
    ran = run("simulate", path, "--git", "HEAD", "-f", "json")
    found = report(ran)
    assert (found["chats"]["ended"], found["chats"]["lost"]) == ([], [])
    for server in unknown:
        assert any(f"over {server}: its chats cannot be followed" in each for each in found["chats"]["unknown"])
    assert ran.code == 3
    assert f"{gone}: it is not exported any more" in ran.err


def test_an_environment_that_a_branch_removes_is_unknown(estate: Write, run: Run) -> None:
    top = estate({**exports("est/prod"), **exports("est/uat"), **exports("est/dev")})
    commit()
    for path in (top / "est" / "uat").iterdir():
        path.unlink()
    ran = run("simulate", "est", "--git", "HEAD")
    assert ran.code == 3
    assert "uat: nothing of it is exported any more" in ran.err


@pytest.mark.parametrize(
    "paths",
    [
        ("est/uat", "est/prod"),
        ("est/prod", "est/uat"),
        ("est/uat/GWE_Backend.cfg", "est/uat/ChatServer_01.cfg", "est/uat/ChatServer_02.cfg"),
    ],
)
def test_each_of_several_paths_is_compared_with_itself_in_a_commit(
    estate: Write, run: Run, paths: tuple[str, ...]
) -> None:
    top = estate({**exports("est/uat"), **exports("est/prod", BROKEN), **exports("est/other", BROKEN)})
    commit()
    found = report(run("simulate", *paths, "--git", "HEAD", "-f", "json"))
    assert (found["exit_code"], found["changes"]) == (0, [])
    assert (found["chats"]["lost"], found["chats"]["gained"], found["resolved"]) == ([], [], [])
    ran = run("drift", *paths, "--against", "git:HEAD", "-f", "json")
    assert (ran.code, report(ran)["findings"]) == (0, [])
    (top / "est" / "uat" / "ChatServer_02.cfg").write_text(BROKEN, encoding="utf-8")
    found = report(run("simulate", *paths, "--git", "HEAD", "-f", "json"))
    assert (found["exit_code"], [each["chat_server"] for each in found["chats"]["lost"]]) == (1, ["ChatServer_02"])


def test_a_path_outside_of_the_repository_is_not_compared_with_a_commit(
    estate: Write, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    estate(exports("est"))
    commit()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert run("simulate", "est", str(elsewhere), "--git", "HEAD").code == 2


def test_a_path_that_a_branch_adds_is_new_beside_another_one(estate: Write, run: Run) -> None:
    estate(exports("est/uat"))
    commit()
    estate(exports("est/prod", BROKEN))
    found = report(run("simulate", "est/uat", "est/prod", "--git", "HEAD", "-f", "json"))
    assert (found["exit_code"], {each["estate"] for each in found["chats"]["lost"]}) == (1, {"prod"})


MASKED = "[output suppressed]"


@pytest.mark.parametrize(
    ("name", "text", "server"),
    [
        ("ChatServer_01", f"[endpoints:1]\nwebme={MASKED}\n", "ChatServer_01"),
        ("GWE_Backend", f"[service:wes]\n{WES}queueKey={MASKED}\n", ""),
    ],
)
def test_chats_that_a_change_hides_are_not_called_right(
    estate: Write, run: Run, name: str, text: str, server: str
) -> None:
    estate({**exports("est"), f"c/{name}.cfg": text})
    ran = run("simulate", "est", "--import", "c", "-f", "json")
    assert any(f"over {server}" in each for each in report(ran)["chats"]["unknown"])
    assert ran.code == 3
    assert run("simulate", "est", "--import", "c").out.startswith("NOT COMPLETE  chats can no longer be followed")


@pytest.mark.parametrize("working_directory", ["", "all"])
def test_a_second_environment_that_regroups_the_first_is_refused(
    estate: Write, run: Run, working_directory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = estate(exports(f"{working_directory}/exports/prod".lstrip("/"), BROKEN))
    commit()
    estate(exports(f"{working_directory}/exports/uat".lstrip("/")))
    top = top / working_directory
    monkeypatch.chdir(top)
    ran = run("simulate", "exports", "--git", "HEAD")
    assert ran.code == 2
    assert "the grouping of the exports is another one: " in ran.err
    assert "exports/prod/ChatServer_01.cfg is of the estate" in ran.err
    tables = "".join(f'[[estate]]\nname = "{name}"\npaths = ["exports/{name}"]\n' for name in ("prod", "uat"))
    (top / "gwe-lint.toml").write_text(tables, encoding="utf-8")
    found = report(run("simulate", "exports", "--git", "HEAD", "-f", "json"))
    assert (found["exit_code"], found["chats"]["lost"]) == (0, [])


@pytest.mark.parametrize(("more", "after"), [("", "'3' (the documented default)"), ("#x=1\n", "not known")])
def test_a_string_that_a_replacement_removes_has_its_default(estate: Write, run: Run, more: str, after: str) -> None:
    estate({**exports("est"), "c/GWE_Backend.cfg": BACKEND + more})
    estate({"est/GWE_Backend.cfg": f"{BACKEND}{WES}identifyCreateContact=1\n"})
    ran = run("simulate", "est", "--import", "c", "--mode", "replace")
    assert f"'1' -> {after}" in " ".join(ran.out.split())


def test_an_import_into_an_empty_export_and_one_that_empties_it_are_told_as_such(estate: Write, run: Run) -> None:
    change = {"fill/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\n"}
    clear = {"clear/ChatServer_01.csv": "Action,Section,Option,Value\nDELETE,endpoints:1,webme,\n"}
    exports = {
        "est/ChatServer_01.cfg": "[endpoints:1]\nwebme=Q\n",
        "est/ChatServer_02.cfg": "[endpoints:1]\n",
    }
    estate({**exports, **change, **clear})
    found = report(run("simulate", "est", "--import", "fill", "--import", "clear", "-f", "json"))
    told = [(each["application"], each["status"]) for each in found["findings"] if each["rule"] == "GWE007"]
    assert told == [("ChatServer_01", "new")]
    assert [each["application"] for each in found["resolved"] if each["rule"] == "GWE007"] == ["ChatServer_02"]
