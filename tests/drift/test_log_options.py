"""[log]: sizes and times that mean the same, and the spellings that servers on the Platform SDK for Java know."""

import json

import pytest

from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Chats\n[log]\n{}\n"
BACKEND = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n[log]\n{}\n"


@pytest.mark.parametrize(
    ("server", "before", "after", "kind"),
    [
        pytest.param(CHAT, "segment=10 MB", "segment=10MB", "equivalent", id="a blank before the unit"),
        pytest.param(CHAT, "segment=10 MB", "segment=10240 KB", "equivalent", id="a multiple of another unit"),
        pytest.param(CHAT, "segment=500", "segment=500 KB", "equivalent", id="a number alone is in the first unit"),
        pytest.param(CHAT, "segment=1 hr", "segment=1 MB", "changed", id="an hour is no size"),
        pytest.param(CHAT, "segment=100 MB", "", "equivalent", id="the default"),
        pytest.param(CHAT, "expire=10", "expire=10 file", "equivalent", id="files"),
        pytest.param(CHAT, "expire=10", "expire=10 day", "changed", id="days are no files"),
        pytest.param(CHAT, "expire=false", "expire=10", "changed", id="a word is no number"),
        pytest.param(CHAT, "verbose=all", "verbose=debug", "equivalent", id="levels that are documented as the same"),
        pytest.param(CHAT, "verbose=all", "verbose=All", "changed", id="case counts for Chat Server"),
        pytest.param(BACKEND, "verbose=all", "verbose=All", "equivalent", id="and not for a server on Java"),
        pytest.param(BACKEND, "buffering=false", "buffering=OFF", "equivalent", id="words for false"),
        pytest.param(BACKEND, "check-point=2", "CheckPoint=2", "equivalent", id="two spellings of a name"),
        pytest.param(BACKEND, "check-point=2", "check_point=3", "changed", id="two spellings, two values"),
        pytest.param(CHAT, "check-point=2", "check_point=2", "extra", id="two names for Chat Server"),
    ],
)
def test_what_means_the_same_is_no_drift(
    estate: Write, run: Run, server: str, before: str, after: str, kind: str
) -> None:
    estate({"base/a.cfg": server.format(before), "now/a.cfg": server.format(after)})
    classes = json.loads(run("drift", "now", "--against", "base", "--format", "json").out)["drift"]["classes"]
    spelt_alike = before.partition("=")[0] != after.partition("=")[0] and kind == "equivalent"
    assert classes["unchanged" if spelt_alike else kind] >= 1
    assert {name for name, count in classes.items() if count} - {"unchanged", "missing"} <= {kind}


def test_members_that_spell_an_option_otherwise_agree(estate: Write, run: Run) -> None:
    estate({"e/A.cfg": BACKEND.format("keep-startup-file=true"), "e/B.cfg": BACKEND.format("KeepStartupFile=TRUE")})
    found = json.loads(run("consistency", "e", "--format", "json").out)["findings"]
    assert not [each for each in found if each["section"] == "log"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        pytest.param("expire=never", "false, 1 to 1000 file, 1 to 100 day", id="a word that is none of its values"),
        pytest.param("expire=2000", "1 to 1000 file", id="too many files"),
        pytest.param("segment=99 KB", "100 KB or more", id="too small"),
        pytest.param("segment=5 GB", "false, 100 KB or more, 1 MB or more, 1 hr or more", id="an unknown unit"),
        pytest.param("memory-storage-size=65 MB", "at most 64 MB", id="too large"),
        pytest.param("verbose=everything", "all, debug, trace, interaction, standard, none", id="an unknown level"),
    ],
)
def test_what_is_none_of_the_documented_forms_is_wrong(estate: Write, run: Run, line: str, wrong: str) -> None:
    estate({"e/a.cfg": CHAT.format(line)})
    found = json.loads(run("check", "e", "--format", "json").out)["findings"]
    about = [each for each in found if each["section"] == "log"]
    assert len(about) == 1
    assert wrong in about[0]["message"]


@pytest.mark.parametrize("line", ["buffering=TRUE", "enable-thread=yes", "VERBOSE=All", "Segment=10mb"])
def test_a_server_on_java_reads_it_in_any_case(estate: Write, run: Run, line: str) -> None:
    estate({"e/a.cfg": BACKEND.format(line)})
    found = json.loads(run("check", "e", "--format", "json").out)["findings"]
    assert not [each for each in found if each["section"] == "log"]
