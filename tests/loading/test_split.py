"""Without a configuration, folders with a client and a Chat Server are one estate or several, and it is said."""

import json
from collections.abc import Mapping

import pytest

from tests.conftest import Run, Write
from tests.loading.test_loader import load

CHAT = "[endpoints:1]\nwebme={queue}\ndefault=Chat In\n"
BACKEND = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement={queue}\n"
)
COBROWSE = "[chat]\nuseChat=true\nqueueKey=1:webme\n"
GMS = "[chat]\ndefault_chat_endpoint=Environment:webme\n[push]\nx=1\n"


def side(folder: str, name: str, queue: str, client: str = BACKEND) -> dict[str, str]:
    """A client and a Chat Server in a folder, called after ``name``."""
    return {
        f"{folder}/{name}GWE.cfg": client.format(queue=queue),
        f"{folder}/{name}Chat.conf": CHAT.format(queue=queue),
    }


def estates_of(found: Mapping[str, str], write: Write) -> dict[str, list[str]]:
    root = write(found)
    return {one.name: [app.name for app in one.applications] for one in load(root, "x")}


SPLIT: dict[str, Mapping[str, str]] = {
    "an application of one name": side("x/a", "", "Q") | side("x/b", "", "Q"),
    "an endpoint that leads to different queues": side("x/a", "A_", "Q") | side("x/b", "B_", "Other"),
    "clients of Co-browse": side("x/a", "A_", "Q", COBROWSE) | side("x/b", "B_", "Other", COBROWSE),
    "clients of Mobile Services": side("x/a", "A_", "Q", GMS) | side("x/b", "B_", "Other", GMS),
    "folders inside of a folder that holds nothing else": side("x/exports/a", "", "Q") | side("x/exports/b", "", "Q"),
    "applications deeper in the folders": {
        "x/a/web/GWE.cfg": BACKEND.format(queue="Q"),
        "x/a/chat/Chat.cfg": CHAT.format(queue="Q"),
        "x/b/web/GWE.cfg": BACKEND.format(queue="Q"),
        "x/b/chat/Chat.cfg": CHAT.format(queue="Q"),
    },
    "a DBID": {
        "x/a/CfgApplication_options_131.cfg": CHAT.format(queue="Q"),
        "x/a/A_GWE.cfg": BACKEND.format(queue="Q"),
        "x/b/CfgApplication_annex_131.cfg": CHAT.format(queue="Q"),
        "x/b/B_GWE.cfg": BACKEND.format(queue="Q"),
    },
}
ONE: dict[str, Mapping[str, str]] = {
    "nothing is repeated": side("x/a", "A_", "Q") | side("x/b", "B_", "Q"),
    "one folder has no client": side("x/a", "A_", "Q") | {"x/b/B_Chat.cfg": CHAT.format(queue="Other")},
    "one folder has no Chat Server": side("x/a", "A_", "Q") | {"x/b/B_GWE.cfg": BACKEND.format(queue="Other")},
    "a folder of changes": side("x/a", "", "Q")
    | {
        "x/b/GWE.csv": "Action,Section,Option,Value\nDELETE,service:wes,wes.connector.chatServer.queueKey,\n",
        "x/b/Chat.csv": "Action,Section,Option,Value\nDELETE,endpoints:1,webme,\n",
    },
    "one member of a site leads elsewhere": side("x/a", "A_", "Q")
    | side("x/b", "B_", "Q")
    | {"x/b/B_Chat_2.cfg": CHAT.format(queue="Other")},
}


@pytest.mark.parametrize("files", SPLIT.values(), ids=SPLIT.keys())
def test_folders_are_estates_of_their_own_where_they_share(estate: Write, files: Mapping[str, str]) -> None:
    found = estates_of(files, estate)
    assert ["a", "b"] == list(found)
    assert [2, 2] == [len(names) for names in found.values()]


@pytest.mark.parametrize("files", ONE.values(), ids=ONE.keys())
def test_folders_are_one_estate_where(estate: Write, files: Mapping[str, str]) -> None:
    assert ["x"] == list(estates_of(files, estate))


def test_what_lies_beside_the_folders_belongs_to_each(estate: Write) -> None:
    beside = {"x/UCS.cfg": "[cview]\nx=1\n", "x/shared/Stat.cfg": "[statserver]\nx=1\n"}
    found = estates_of({**side("x/a", "", "Q"), **side("x/b", "", "Q"), **beside}, estate)
    assert {"a": ["UCS", "Chat", "GWE", "Stat"], "b": ["UCS", "Chat", "GWE", "Stat"]} == found


def test_folders_of_one_name_are_told_apart_by_their_paths(estate: Write) -> None:
    root = estate(
        {key: text for top in ("x", "y") for name in "ab" for key, text in side(f"{top}/{name}", "", "Q").items()}
    )
    assert ["x/a", "x/b", "y/a", "y/b"] == [one.name for one in load(root, "x", "y")]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            SPLIT["an application of one name"],
            "x: a and b are estates of their own, since a and b each have application",
            id="split",
        ),
        pytest.param(
            SPLIT["an endpoint that leads to different queues"],
            "endpoint 'webme' of tenant 1 leads to other queues in a and b",
            id="queues",
        ),
        pytest.param(
            ONE["nothing is repeated"], "x: a and b are one estate, since no application is in two of them", id="one"
        ),
    ],
)
def test_it_is_said_how_folders_were_grouped(estate: Write, run: Run, files: Mapping[str, str], said: str) -> None:
    estate(files)
    checked = run("check", "x", "--format", "json")
    assert said in checked.err
    assert "gwe-lint init" in checked.err
    assert any(said in each for each in json.loads(checked.out)["assumptions"])
    shown = json.loads(run("show", "x", "--format", "json").out)
    assert all(said in one["assumptions"][0] for one in shown["estates"])
    for command in (["consistency", "x"], ["trace", "GWE" if "x/a/GWE.cfg" in files else "A_GWE", "x"]):
        assert said in run(*command).err
    assert "are " not in run("check", "x", "--quiet").err


def test_nothing_is_said_where_only_one_folder_has_both_ends(estate: Write, run: Run) -> None:
    estate(ONE["one folder has no client"])
    assert "estate" not in run("check", "x").err


def test_an_initial_configuration_splits_as_a_check_does(estate: Write, run: Run) -> None:
    for files in (*SPLIT.values(), *ONE.values()):
        root = estate(files)
        before = run("check", "x", "--format", "concise")
        assert run("init", "x").code == 0
        after = run("check", "--format", "concise")
        assert (before.code, before.out) == (after.code, after.out)
        (root / "gwe-lint.toml").unlink()
        for path in files:
            (root / path).unlink()


def test_compare_takes_one_estate_on_each_side(estate: Write, run: Run) -> None:
    estate({**side("x/a", "", "Q"), **side("x/b", "", "Q")})
    ran = run("compare", "x", "x/a")
    assert ran.code == 2
    assert "compare takes one estate on each side, such as x/a" in ran.err
    assert run("compare", "x/a", "x/b").code == 0


@pytest.mark.parametrize("before", ["snapshot", "exports"])
def test_a_comparison_keeps_the_grouping_of_its_baseline(estate: Write, run: Run, before: str) -> None:
    """What was one estate when it was approved, or two, stays so: a changed queue is a change and no lost server."""
    shared = {"x/Stat.cfg": "[statserver]\nx=1\n"}
    apart, together = side("x/b", "B_", "Other"), side("x/b", "B_", "Q")
    for then, now in ((together, apart), (apart, together)):
        root = estate({**side("x/a", "A_", "Q"), **then, **shared})
        if before == "snapshot":
            assert run("snapshot", "x", "--to", "base").code == 0
            assert run("snapshot", "x", "--to", "base", "--check").code == 0
        else:
            (root / "x").rename(root / "base")
        estate({**side("x/a", "A_", "Q"), **now, **shared})
        ran = run("drift", "x", "--against", "base", "--format", "json")
        report = json.loads(ran.out)
        classes = {(each["application"], each["class"]) for each in report["findings"]}
        assert ({("B_Chat", "changed"), ("B_GWE", "changed")}, []) == (classes, report["unchecked"])
        for path in sorted((root / "base").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        (root / "base").rmdir()


def test_every_site_of_many_is_an_estate_of_its_own_files(estate: Write) -> None:
    root = estate({key: text for number in range(40) for key, text in side(f"x/{number:02}", "", "Q").items()})
    found = load(root, "x")
    read = [document.path for one in found for document in one.documents]
    assert (40, 80, 80) == (len(found), len(read), len(set(read)))
