"""What an object holds beside its options is compared, approved and adopted; what is not said is not clean."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import WRITERS, App
from tests.conftest import Run, Write

CONFDATA = (
    '<?xml version="1.0"?><ConfData><CfgApplication><DBID value="1"/><name value="C1"/><type value="59"/>'
    '<version value="8.5.301.06"/><state value="1"/>'
    '<CfgServerInfo><hostDBID value="102"/><backupServerDBID value="7"/></CfgServerInfo>'
    '<redundancyType value="2"/><isPrimary value="2"/><startupType value="1"/><autoRestart value="2"/>'
    '<commandLine value="./chat"/><commandLineArguments value="-app C1"/><workDirectory value="/opt/c1"/>'
    '<startupTimeout value="90"/><shutdownTimeout value="60"/>'
    '<portInfos><CfgPortInfo><id value="default"/><port value="4810"/></CfgPortInfo></portInfos>'
    '<appServerDBIDs><CfgConnectionInfo><appServerDBID value="9"/><id value="default"/><mode value="4"/>'
    "</CfgConnectionInfo></appServerDBIDs>"
    '<tenantDBIDs><DBID value="1"/></tenantDBIDs>'
    '<userProperties><list_pair key="log-filter"><str_pair key="default-filter-type" value="hide"/></list_pair>'
    "</userProperties>"
    '<options><list_pair key="settings"><str_pair key="session-restoration-mode" value="simple"/></list_pair></options>'
    "</CfgApplication></ConfData>"
)
GAX: dict[str, Any] = {
    "dbid": "1",
    "name": "C1",
    "type": "CfgApplication",
    "subtype": "CFGChatServer",
    "version": "8.5.301.06",
    "state": "CFGEnabled",
    "hostdbid": "102",
    "backupserverdbid": "7",
    "redundancytype": "CFGHTWarmStanby",
    "isprimary": "CFGTrue",
    "startuptype": "CFGSUTAutomatic",
    "autorestart": "CFGTrue",
    "commandline": "./chat",
    "commandlinearguments": "-app C1",
    "workdirectory": "/opt/c1",
    "startuptimeout": "90",
    "shutdowntimeout": "60",
    "portinfos": {"portinfo": [{"id": "default", "port": "4810"}]},
    "appservers": {"conninfo": [{"appserverdbid": "9", "id": "default", "mode": "CFGTMBoth"}]},
    "tenantdbids": {"id": [{"dbid": "1"}]},
    "userproperties": {"property": [{"section": "log-filter", "key": "default-filter-type", "value": "hide"}]},
    "options": {"property": [{"section": "settings", "key": "session-restoration-mode", "value": "simple"}]},
}
CFG = "[settings]\nsession-restoration-mode=simple\n"
CHANGES = [
    pytest.param('hostDBID value="102"', 'hostDBID value="103"', "(application)", "host", id="the host"),
    pytest.param('backupServerDBID value="7"', 'backupServerDBID value="0"', "(application)", "backup", id="no backup"),
    pytest.param(
        'redundancyType value="2"', 'redundancyType value="3"', "(application)", "redundancy", id="redundancy"
    ),
    pytest.param('isPrimary value="2"', 'isPrimary value="1"', "(application)", "primary", id="primary or backup"),
    pytest.param('startupType value="1"', 'startupType value="3"', "(application)", "start-up", id="the start"),
    pytest.param('autoRestart value="2"', 'autoRestart value="1"', "(application)", "auto-restart", id="auto-restart"),
    pytest.param('value="./chat"', 'value="./other"', "(application)", "command-line", id="the command line"),
    pytest.param('value="-app C1"', 'value="-app C9"', "(application)", "arguments", id="its arguments"),
    pytest.param('value="/opt/c1"', 'value="/tmp"', "(application)", "working-directory", id="the working directory"),
    pytest.param('startupTimeout value="90"', 'startupTimeout value="9"', "(application)", "start-up-timeout", id="90"),
    pytest.param(
        'shutdownTimeout value="60"', 'shutdownTimeout value="6"', "(application)", "shutdown-timeout", id="60"
    ),
    pytest.param('state value="1"', 'state value="2"', "(application)", "state", id="disabled"),
    pytest.param('<DBID value="1"/><name', '<DBID value="5"/><name', "(application)", "dbid", id="created anew"),
    pytest.param('<mode value="4"/>', '<mode value="1"/>', "(connections)", "DBID 9", id="the trace mode"),
    pytest.param('<port value="4810"/>', '<port value="4811"/>', "(ports)", "default", id="a port"),
    pytest.param('value="hide"', 'value="copy"', "(annex)", "log-filter/default-filter-type", id="the annex"),
    pytest.param(
        '<CfgPortInfo><id value="default"/><port value="4810"/></CfgPortInfo>',
        "",
        "(ports)",
        "default",
        id="all ports are gone",
    ),
    pytest.param(
        '<list_pair key="log-filter"><str_pair key="default-filter-type" value="hide"/></list_pair>',
        "",
        "(annex)",
        "log-filter/default-filter-type",
        id="the annex is empty",
    ),
]


def drift(run: Run, *arguments: str) -> dict[str, Any]:
    """The JSON report of ``x`` against the baseline ``b``."""
    report: dict[str, Any] = json.loads(run("drift", "x", "--against", "b", "-f", "json", *arguments).out)
    return report


def changed(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["section"], each["option"]) for each in report["findings"] if each.get("class")]


@pytest.mark.parametrize(("old", "new", "section", "name"), CHANGES)
def test_every_part_of_an_object_is_compared_and_can_be_adopted(
    estate: Write, run: Run, old: str, new: str, section: str, name: str
) -> None:
    root = estate({"x/a.xml": CONFDATA})
    run("snapshot", "x", "--to", "b")
    assert changed(drift(run)) == []
    assert old in CONFDATA
    estate({"x/a.xml": CONFDATA.replace(old, new)})

    assert changed(drift(run, "--remediate", "fix")) == [(section, name)]

    manifest, adopted = sorted((root / "fix" / "adopt").iterdir())
    before = (root / "b" / adopted.name).read_text().splitlines()
    after = adopted.read_text().splitlines()
    assert len(set(before) ^ set(after)) <= 4  # one changed thing is one changed line, or a table that is gone
    for file in (manifest, adopted):
        (root / "b" / file.name).write_text(file.read_text())
    assert changed(drift(run)) == []
    assert run("snapshot", "x", "--to", "b", "--check").code == 0


def test_the_same_object_in_another_format_is_no_drift(estate: Write, run: Run) -> None:
    root = estate({"x/a.xml": CONFDATA})
    run("snapshot", "x", "--to", "b")
    (root / "x/a.xml").unlink()
    estate({"x/a.json": json.dumps([GAX])})
    report = drift(run)
    assert ([], []) == (changed(report), report["drift"]["unverifiable"])


def test_what_the_export_of_today_cannot_say_is_unverifiable_once_a_kind(estate: Write, run: Run) -> None:
    root = estate({"x/C1.xml": CONFDATA})
    run("snapshot", "x", "--to", "b")
    (root / "x/C1.xml").unlink()
    estate({"x/C1.cfg": CFG})
    report = drift(run)
    kinds = [each["option"] for each in report["drift"]["unverifiable"]]
    assert kinds == ["the object", "all connections", "all ports", "all tenants", "the annex"]
    assert ([], 0, 3) == (changed(report), report["exit_code"], drift(run, "--strict")["exit_code"])


def test_two_text_exports_have_nothing_that_could_not_be_compared(estate: Write, run: Run) -> None:
    estate({"x/C1.cfg": CFG})
    run("snapshot", "x", "--to", "b")
    assert drift(run, "--strict")["exit_code"] == 0


def test_a_baseline_without_these_parts_is_read_and_renewed(estate: Write, run: Run) -> None:
    root = estate({"x/a.xml": CONFDATA})
    run("snapshot", "x", "--to", "b")
    text = (root / "b/C1.toml").read_text()
    older = text[: text.index("\n[server]")] + text[text.index("\n[backup]") : text.index("\n[annex.")]
    (root / "b/C1.toml").write_text(older)
    report = drift(run)
    reasons = {each["option"]: each["reason"] for each in report["drift"]["unverifiable"]}
    assert ([], {"the object", "the annex"}) == (changed(report), set(reasons))
    assert "b/C1.toml does not say" in reasons["the annex"]
    run("snapshot", "x", "--to", "b")
    assert (root / "b/C1.toml").read_text() == text


def test_a_secret_in_the_annex_is_never_shown(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "k" * 20)
    secret = CONFDATA.replace("default-filter-type", "password").replace('"hide"', '"CANARY-1"')
    root = estate({"x/a.xml": secret})
    run("snapshot", "x", "--to", "b")
    assert changed(drift(run)) == []
    estate({"x/a.xml": secret.replace("CANARY-1", "CANARY-2")})
    ran = run("drift", "x", "--against", "b", "--remediate", "fix")
    assert "annex [log-filter] password changed" in ran.out
    files = [path for path in root.rglob("*") if path.is_file() and path.parent != root / "x"]
    assert not any("CANARY" in text for text in (ran.out, ran.err, *(path.read_text() for path in files)))


def test_members_and_estates_have_hosts_of_their_own(estate: Write, run: Run) -> None:
    other = CONFDATA.replace('hostDBID value="102"', 'hostDBID value="103"').replace("4810", "4811")
    own = other.replace("-app C1", "-app C2").replace(
        '<DBID value="1"/><name value="C1"', '<DBID value="2"/><name value="C2"'
    )
    estate({"x/a.xml": CONFDATA, "x/b.xml": own, "y/a.xml": other})
    consistency = json.loads(run("consistency", "x", "-f", "json").out)
    compared = json.loads(run("compare", "x/a.xml", "y", "-f", "json").out)
    assert ([], []) == (changed(consistency), changed(compared))


SECURE = CONFDATA.replace(
    '<port value="4810"/>', '<port value="4810"/><transportParams value="tls=1;certificate=c1.pem;trusted-ca=ca.pem"/>'
)
SECURE = SECURE.replace(
    '<mode value="4"/>', '<transportParams value="certificate=c1.pem; certificate-key=c1.key;tls=1"/>'
)
SECURE = SECURE.replace('backupServerDBID value="7"', 'backupServerDBID value="0"')


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("c1", "c2", set(), id="its own files"),
        pytest.param("ca.pem", "other.pem", {"(ports)"}, id="another authority"),
        pytest.param("certificate=c1.pem;trusted", "trusted", {"(ports)"}, id="no certificate"),
        pytest.param(" certificate-key=c1.key;", "", {"(connections)"}, id="no key"),
    ],
)
def test_members_and_estates_have_certificates_of_their_own(
    estate: Write, run: Run, old: str, new: str, told: set[str]
) -> None:
    assert old in SECURE
    other = SECURE.replace(old, new)
    member = other.replace('<DBID value="1"/><name value="C1"', '<DBID value="2"/><name value="C2"')
    estate({"x/a.xml": SECURE, "x/b.xml": member, "y/a.xml": other})
    for arguments in (("consistency", "x"), ("compare", "x/a.xml", "y")):
        assert told == {each[0] for each in changed(json.loads(run(*arguments, "-f", "json").out))}
    found = json.loads(run("drift", "y", "--against", "x/a.xml", "-f", "json").out)
    assert changed(found) != []


def test_the_last_connection_to_a_chat_server_is_an_error(estate: Write, run: Run, tmp_path: Path) -> None:
    backend = (
        '<ConfData><CfgApplication><DBID value="3"/><name value="B1"/><type value="107"/><version value="8.1.200.36"/>'
        '<state value="1"/><appServerDBIDs><CfgConnectionInfo><appServerDBID value="1"/><id value="default"/>'
        '</CfgConnectionInfo></appServerDBIDs><options><list_pair key="service:wes">'
        '<str_pair key="wes.connector.chatServer.queueKey" value="1:webme"/></list_pair></options>'
        "</CfgApplication></ConfData>"
    )
    estate({"x/a.xml": CONFDATA, "x/b.xml": backend})
    run("snapshot", "x", "--to", "b")
    begin, end = backend.index("<CfgConnectionInfo>"), backend.index("</appServerDBIDs>")
    estate({"x/b.xml": backend[:begin] + backend[end:]})
    (found,) = drift(run)["findings"]
    assert ("(connections)", "C1", "error") == (found["section"], found["option"], found["severity"])
    assert "no Chat Server is left" in found["help"]


@pytest.mark.parametrize(
    ("value", "severity"), [("none", "error"), ("quark", "error"), ("simple", "")], ids=["none", "undocumented", "same"]
)
def test_a_value_that_is_ruled_out_is_as_bad_as_a_documented_one(
    estate: Write, run: Run, value: str, severity: str
) -> None:
    estate({"x/C1.cfg": CFG})
    run("snapshot", "x", "--to", "b")
    estate({"x/C1.cfg": CFG.replace("simple", value)})
    assert [severity] * bool(severity) == [each["severity"] for each in drift(run)["findings"]]


@pytest.mark.parametrize(("old", "new", "section", "name"), CHANGES)
def test_what_is_waived_of_an_object_stays_as_it_was_approved(
    estate: Write, run: Run, old: str, new: str, section: str, name: str
) -> None:
    waiver = (
        f'[[waiver]]\nrule = "GWE805"\napplication = "C1"\noption = "{section}/{name}"\nreason = "x"\nowner = "y"\n'
        "expires = 2026-06-30\n"
    )
    root = estate({"x/a.xml": CONFDATA, "gwe-lint-waivers.toml": waiver})
    run("snapshot", "x", "--to", "b")
    estate({"x/a.xml": CONFDATA.replace(old, new).replace('value="simple"', 'value="none"')})
    run("drift", "x", "--against", "b", "--remediate", "fix", "--as-of", "2026-06-01")
    before, after = (set((root / each / "C1.toml").read_text().splitlines()) for each in ("b", "fix/adopt"))
    lines = {f'session-restoration-mode = "{value}"' for value in ("simple", "none")}
    assert lines == before ^ after


def twice(*ports: str) -> str:
    """A Chat Server with several connections to one Contact Server."""
    (text,) = WRITERS["bare"]([App("C1", 59, 7, {"a": {"b": "c"}}, tuple((30, port) for port in ports))]).values()
    return text


SERVER = WRITERS["bare"]([App("UCS", 63, 30, {"a": {"b": "c"}})])["UCS.xml"]


@pytest.mark.parametrize("baseline", ["x", "b"])
@pytest.mark.parametrize(
    ("ports", "now"),
    [
        pytest.param(("other", "ESP"), "port ESP; port other", id="the first one changed"),
        pytest.param(("default", "other"), "port default; port other", id="the second one changed"),
        pytest.param(("ESP",), "port ESP", id="one is gone"),
        pytest.param(("ESP", "default"), None, id="the order means nothing"),
        pytest.param(("ESP", "default", "ESP"), None, id="the same one again means nothing"),
    ],
)
def test_several_connections_to_one_server_are_all_compared(
    estate: Write, run: Run, ports: tuple[str, ...], now: str | None, baseline: str
) -> None:
    estate({"x/UCS.xml": SERVER, "y/UCS.xml": SERVER, "x/C1.xml": twice("default", "ESP"), "y/C1.xml": twice(*ports)})
    run("snapshot", "x", "--to", "b")
    arguments = ("drift", "y", "--against", baseline, "--remediate", "fix", "--format", "json")
    found = [(each["option"], each["before"], each["after"]) for each in json.loads(run(*arguments).out)["findings"]]
    assert found == ([("UCS", "port ESP; port default", now)] if now else [])
    for path in Path("fix/adopt").iterdir() if now and baseline == "b" else ():
        Path("b", path.name).write_bytes(path.read_bytes())
    if now and baseline == "b":
        assert 0 == run("drift", "y", "--against", "b").code
        assert 0 == run("snapshot", "y", "--to", "b", "--check").code


def test_several_ports_of_one_id_are_all_compared(estate: Write, run: Run) -> None:
    port = '<CfgPortInfo><id value="ESP"/><port value="{}"/></CfgPortInfo>'
    text = twice("default")
    more = text.replace("</portInfos>", port.format(9999) + "</portInfos>")
    estate({"x/C1.xml": text, "y/C1.xml": more})
    found = json.loads(run("drift", "y", "--against", "x", "--format", "json").out)["findings"]
    assert [("ESP", "number 4810", "number 4810; number 9999")] == [
        (each["option"], each["before"], each["after"]) for each in found
    ]
