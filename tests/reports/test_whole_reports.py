"""Whole reports, as users and machines get them: golden files that ``pytest --accept`` rewrites."""

import json
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.rules.selection import load_packs
from tests.conftest import Golden, Run, Write, without_provenance

GOLDEN = Path(__file__).parents[1] / "golden"
PINNED = ("--pack", str(Path(__file__).parents[1] / "data" / "pinned-rules.toml"), "--select", "PIN")

ESTATE = {  # the example of the contract with users: 3 files, both ends of a broken reference
    "exports/prod/GWE_Backend.cfg": """\
[service:wes]
wes.connector.chatServer.identifyCreateContact=1
wes.connector.chatServer.refreshPeriod=2
wes.connector.chatServer.queueKey=1:webmee
wes.connector.chatServer.queueWebengagement=Webengagement_Chat
""",
    "exports/prod/ChatServer_01.conf": "[endpoints:1]\ndefault=Chat In\nwebme=Webengagement_Chat\n",
    "exports/prod/Ixn.cfg": "[billing]\na=1\n",
}
ODD = {
    "exports/Kö ln/GWE.cfg": "\ufeff[service:wes]\r\n#x=1\r\n 😀wes.connector.chatServer.queueKey =1:webme\r\n"
    "wes.connector.chatServer.queueKey=webme\r\nwes.connector.chatServer.refreshPeriod=\r\n"
    "[security]\r\npassword=a\r\npassword=b\r\nno equals [link](1)\r\n[service:wmsg]\r\n"
    "wmsg.connector.defaultEngagementChannel=proactiveChat\r\n[service:pacing]\r\npacing.connector.algorithm=x\r\n",
    "exports/Kö ln/empty.conf": "",
    "exports/confserv.conf": "[dbserver]\nhost = a\npassword = b\n",
    "exports/wide.conf": f"[endpoints:1]\n你好=\nlong={'x' * 500}<queue>\n\n[Settings]\nflex-disconnect-timeout=0\n",
}


@pytest.mark.parametrize("format", ["text", "concise", "json", "sarif"])
@pytest.mark.parametrize("name", ["contract", "odd"])
def test_whole_reports(estate: Write, run: Run, golden: Golden, name: str, format: str) -> None:
    estate(ESTATE if name == "contract" else ODD)
    folder = "exports/prod" if name == "contract" else "exports"
    text = run("check", folder, "-f", format, *PINNED).out
    golden(GOLDEN / f"{name}.{format}", without_provenance(text) if format == "json" else text)


def test_text_for_a_narrow_terminal(estate: Write, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    estate(ESTATE)
    monkeypatch.setenv("COLUMNS", "60")
    golden(GOLDEN / "narrow.text", run("check", "exports/prod", *PINNED).out)


def report(run: Run, format: str, *arguments: str) -> Any:
    return json.loads(run("check", "exports", "-f", format, *arguments).out)


def test_columns_count_utf16_units(estate: Write, run: Run) -> None:
    estate({"exports/Chat.conf": "[endpoints:1]\n😀=\n"})
    (finding,) = report(run, "json")["findings"]
    assert (2, 4, 4) == (finding["line"], finding["column"], finding["end_column"])


def test_paths_are_posix_and_relative_to_the_working_directory(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = estate({**ODD, ".git/HEAD": ""})
    assert not [f for f in report(run, "json")["findings"] if f["path"].startswith((".", "/"))]
    monkeypatch.chdir(folder / "exports" / "Kö ln")
    found = json.loads(run("check", "..", "-f", "sarif").out)
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in found["runs"][0]["results"]}
    assert {
        "exports/K%C3%B6%20ln/GWE.cfg",
        "exports/K%C3%B6%20ln/empty.conf",
        "exports/confserv.conf",
        "exports/wide.conf",
    } == uris


def test_sarif_lists_every_enabled_rule_and_points_into_that_list(estate: Write, run: Run) -> None:
    estate(ODD)
    found = report(run, "sarif")["runs"][0]
    rules = found["tool"]["driver"]["rules"]
    enabled = [rule.id for rule in load_packs().rules if rule.profile == "default" and rule.check != OF_DRIFT]
    assert enabled == [rule["id"] for rule in rules]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in found["results"])
    assert all(min(result["locations"][0]["physicalLocation"]["region"].values()) >= 1 for result in found["results"])
    assert "EndpointUndefined" in {rule["name"] for rule in rules}
    assert all(len(rule["fullDescription"]["text"]) <= 1024 for rule in rules)


def test_links_of_sarif_messages_lead_to_related_locations(estate: Write, run: Run) -> None:
    estate({name.replace("/prod", ""): content for name, content in ESTATE.items()})
    result = next(r for r in report(run, "sarif")["runs"][0]["results"] if r["ruleId"] == "GWE202")
    assert "[ChatServer_01](1)" in result["message"]["text"]
    assert [1, 2] == [location["id"] for location in result["relatedLocations"]]


def test_the_semantic_fingerprint_of_sarif_is_set_when_asked_for(estate: Write, run: Run) -> None:
    estate(ODD)
    for arguments, expected in (((), False), (("--sarif-fingerprint", "semantic"), True)):
        results = report(run, "sarif", *arguments)["runs"][0]["results"]
        assert {expected} == {"primaryLocationLineHash" in result["partialFingerprints"] for result in results}


def fingerprints(run: Run) -> dict[str, str]:
    return {finding["fingerprint"]: finding["rule"] for finding in report(run, "json")["findings"]}


def test_fingerprints_survive_a_new_export(estate: Write, run: Run) -> None:
    chat = "[endpoints:1]\nwebme=Other\n\n[settings]\nflex-disconnect-timeout=0\ntranscript-auto-save=9\n"
    backend = ESTATE["exports/prod/GWE_Backend.cfg"].replace("webmee", "webme")
    estate({"exports/GWE.cfg": backend, "exports/Chat.conf": chat})
    before = fingerprints(run)
    assert {"GWE204": 1, "GWE101": 2} == {rule: list(before.values()).count(rule) for rule in before.values()}
    sections = chat.split("\n\n")
    estate({"exports/Chat.conf": "\r\n".join(("[log]\nall=stdout\n" + sections[1] + "\n" + sections[0]).split("\n"))})
    assert before == fingerprints(run)
    estate({"exports/Chat.conf": chat.replace("timeout=0", "timeout=60").replace("=9", "=8")})
    assert {"GWE204", "GWE101"} == set(fingerprints(run).values())
    assert set(fingerprints(run)) < set(before)


def test_no_two_findings_share_a_fingerprint(estate: Write, run: Run) -> None:
    estate({"exports/Chat.conf": "[endpoints:1]\na\na\nb=1\nb=2\nb=3\n[endpoints:1]\n[endpoints:1]\n"})
    found = report(run, "json")["findings"]
    assert len(found) == len({finding["fingerprint"] for finding in found}) == 6


def test_correcting_a_neighbour_moves_no_fingerprint(estate: Write, run: Run) -> None:
    lines = {"first bad line": "malformed", "second bad line": "malformed", " a=1 ": "blanks on both sides"}
    estate({"exports/Chat.conf": "[endpoints:1]\n" + "\n".join(lines) + "\n"})
    before = fingerprints(run)
    assert {"GWE001": 2, "GWE010": 1} == {rule: list(before.values()).count(rule) for rule in before.values()}
    estate({"exports/Chat.conf": "[endpoints:1]\nsecond bad line\na=1 \n"})
    assert len(fingerprints(run)) == 2
    assert set(fingerprints(run)) < set(before)


def test_many_members_that_say_the_same_are_folded(estate: Write, run: Run) -> None:
    chats = {f"e/Chat_{number:02}.conf": "[endpoints:1]\ndefault=Q\n" for number in range(9)}
    odd = {"e/Chat_99.conf": "[endpoints:1]\nother=Q\n"}
    estate({**chats, **odd, "e/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"})
    out = run("check", "e", "--select", "GWE202").out
    assert (4, 1, 3) == (out.count("defined here"), out.count("and 3 more like this:"), out.count("1:1  Chat_0"))
    assert out.count("and 3 more places") == 1
    assert out.count("may take the chats instead") == 1
    assert "defined here: other" in out
