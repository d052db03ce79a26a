"""``report verify``: a report is confirmed, or what differs is named; no digest tells a secret."""

import hashlib
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.authoring.schemas import schema_of
from gwe_lint.cli.asked import DECIDES, Asked, flag_of
from gwe_lint.cli.main import COMMANDS, application
from tests.conftest import Ran, Run, Write

WES = "wes.connector.chatServer."
FILES = {
    "prod/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:webmee\n{WES}queueWebengagement=Q\n",
    "prod/ChatServer_01.cfg": "[endpoints:1]\nwebme=Q\n",
    "prod/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\n",
}
SECRET = {"prod/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\n[security]\npassword=CANARY1\n"}
TODAY = "2026-11-27"
LEDGER = (
    '[[waiver]]\nrule = "GWE202"\napplication = "GWE_Backend"\nreason = "r"\nowner = "o"\n'
    "created = 2026-11-01\nexpires = 2026-12-01\n"
)


def made(run: Run, *arguments: str) -> dict[str, Any]:
    """The report of a run, which is written to report.json as well."""
    run(*arguments, "--output", "json=report.json")
    found: dict[str, Any] = json.loads(Path("report.json").read_text(encoding="utf-8"))
    return found


def inputs(report: dict[str, Any]) -> dict[str, str | None]:
    return {each["path"]: each["digest"] for each in report["provenance"]["inputs"]}


def verify(run: Run, *more: str) -> Ran:
    return run("report", "verify", "report.json", *more)


def differences(run: Run) -> list[tuple[str, str, str]]:
    found = json.loads(verify(run, "--format", "json").out)
    return [(each["kind"], each["name"], each["what"]) for each in found["differences"]]


def test_a_report_says_where_it_comes_from(estate: Write, run: Run) -> None:
    root = estate({**FILES, "gwe-lint.toml": '[check]\nignore = ["GWE601"]\n', "gwe-lint-waivers.toml": LEDGER})
    report = made(run, "check", str(root / "prod"), "--select", "GWE2", "--as-of", TODAY, "--quiet", "--color", "never")
    origin = report["provenance"]
    assert (report["as_of"], origin["options"]) == (TODAY, {"select": ["GWE2"]})
    assert origin["arguments"] == ["prod"]
    assert [each["path"] for each in origin["files"]] == ["gwe-lint.toml", "gwe-lint-waivers.toml"]
    assert inputs(report) == {
        name: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for name, text in sorted(FILES.items())
    }
    packs = {each["path"]: each["digest"] for each in origin["packs"]}
    pack = Path(__file__).parents[2] / "rules" / "values.toml"
    assert packs["rules/values.toml"] == f"sha256:{hashlib.sha256(pack.read_bytes()).hexdigest()}"


def test_the_same_run_has_the_same_bytes_and_no_path_of_the_machine(estate: Write, run: Run) -> None:
    root = estate({**FILES, **SECRET})
    arguments = ("check", str(root / "prod"), "--pack", str(root / "prod/../none.toml"), "--format", "json")
    (root / "none.toml").write_text("")
    one, other = (run(*arguments).out for _ in range(2))
    assert one == other
    assert str(root) not in one
    assert {"path": "none.toml", "digest": f"sha256:{hashlib.sha256(b'').hexdigest()}"} in json.loads(one)[
        "provenance"
    ]["packs"]


def test_other_formats_have_no_digests(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """They cost nothing there: no file is digested."""
    estate(FILES)
    monkeypatch.setattr("gwe_lint.loading.sources.digest_of", None)
    assert run("check", "prod", "--format", "sarif").code == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[security]\npassword=CANARY1\n", id="a secret"),
        pytest.param("[a]\nx=1\n; password=CANARY2\n", id="behind a semicolon"),
        pytest.param("[a]\nx=1\n; the password is CANARY3\n", id="in a comment"),
        pytest.param("[a]\nx=https://user:CANARY4@host/\n", id="in an address"),
        pytest.param("[a]\nx=1\nwhat is this CANARY5\n", id="in a line that is no option"),
        pytest.param("[a]\nx=CANARY6\0\n", id="in a line that was not read"),
    ],
)
def test_no_plain_digest_tells_a_secret(estate: Write, run: Run, text: str) -> None:
    estate({**FILES, "prod/Other.cfg": text})
    report = made(run, "check", "prod")
    plain = hashlib.sha256(text.encode()).hexdigest()
    assert inputs(report)["prod/Other.cfg"] is None
    assert plain not in json.dumps(report)
    assert all(digest for path, digest in inputs(report).items() if path != "prod/Other.cfg")


def test_an_object_that_nobody_reads_may_hold_a_secret(estate: Write, run: Run) -> None:
    person = '<CfgPerson><DBID value="7"/><userName value="x"/><password value="CANARY7"/></CfgPerson>'
    application = '<CfgApplication><DBID value="9"/><name value="A"/><type value="107"/></CfgApplication>'
    estate({"prod/all.xml": f"<ConfData>{application}{person}</ConfData>"})
    assert inputs(made(run, "check", "prod")) == {"prod/all.xml": None}


def test_under_a_key_every_export_has_a_digest(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    estate({**FILES, **SECRET})
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "CANARY8")
    digest = inputs(made(run, "check", "prod"))["prod/ChatServer_02.cfg"]
    assert digest
    assert digest.startswith("hmac-sha256:")
    assert hashlib.sha256(SECRET["prod/ChatServer_02.cfg"].encode()).hexdigest() not in digest


# Verified


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "prod"),
        ("check", "prod", "--select", "GWE202", "--ignore", "GWE203", "--exit-zero", "--strict", "--profile", "advice"),
        ("check", "prod/GWE_Backend.cfg", "prod/ChatServer_01.cfg", "--exclude", "*_02*"),
        ("drift", "prod", "--against", "base"),
        ("drift", "prod", "--against", "snapshot"),
        ("consistency", "prod", "--fail-on", "never"),
        ("compare", "prod", "base"),
        ("simulate", "prod", "--import", "change", "--for", "GWE_Backend=change/x.cfg", "--mode", "replace"),
    ],
    ids=" ".join,
)
def test_a_report_of_each_command_is_confirmed(estate: Write, run: Run, arguments: tuple[str, ...]) -> None:
    before = {name.replace("prod/", "base/"): text.replace("webmee", "webme") for name, text in FILES.items()}
    change = {"change/x.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n"}
    estate({**FILES, **before, **change})
    run("snapshot", "base", "--to", "snapshot")
    report = made(run, *arguments)
    ran = verify(run)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"CONFIRMED  report.json: {arguments[0]} of {len(inputs(report))} exports gives the same")


def test_what_differs_is_named(estate: Write, run: Run) -> None:
    root = estate({**FILES, "gwe-lint.toml": "[check]\n"})
    made(run, "check", "prod")
    (root / "prod/GWE_Backend.cfg").write_text(FILES["prod/GWE_Backend.cfg"].replace("webmee", "webme"))
    (root / "prod/ChatServer_02.cfg").unlink()
    (root / "prod/ChatServer_03.cfg").write_text(FILES["prod/ChatServer_02.cfg"])
    (root / "gwe-lint.toml").write_text("[check]\n# now\n")
    ran = verify(run)
    assert ran.code == 1
    assert ran.out.startswith("DIFFERS  report.json: ")
    assert differences(run)[:4] == [
        ("input", "prod/ChatServer_02.cfg", "not there any more"),
        ("input", "prod/ChatServer_03.cfg", "new"),
        ("input", "prod/GWE_Backend.cfg", "changed"),
        ("file", "gwe-lint.toml", "changed"),
    ]
    assert "\n  gone     prod/GWE_Backend.cfg:2: GWE202 queueKey '1:webmee' names" in ran.out


def test_a_changed_finding_is_told_with_both_forms(estate: Write, run: Run) -> None:
    root = estate(FILES)
    made(run, "check", "prod", "--select", "GWE202")
    (root / "prod/GWE_Backend.cfg").write_text("\n" + FILES["prod/GWE_Backend.cfg"])
    (row,) = json.loads(verify(run, "-f", "json").out)["findings"]
    assert (row["what"], row["was"]["line"], row["finding"]["line"]) == ("changed", 2, 3)


def test_a_file_that_somebody_corrected_in_the_report_is_noticed(estate: Write, run: Run) -> None:
    root = estate(FILES)
    report = made(run, "check", "prod")
    (root / "report.json").write_text(json.dumps({**report, "findings": [], "exit_code": 0}))
    ran = verify(run)
    assert ran.code == 1
    assert "result   exit_code: 0 then, 1 now" in ran.out
    assert "  new      prod/GWE_Backend.cfg:2: GWE202" in ran.out


@pytest.mark.parametrize("key", ["", "CANARY9"], ids=["no key", "a key"])
def test_without_the_key_of_a_report_it_is_confirmed_in_part(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    estate({**FILES, **SECRET})
    if key:
        monkeypatch.setenv("GWE_LINT_HMAC_KEY", key)
    made(run, "check", "prod", "--select", "GWE2")
    same = verify(run)
    assert same.code == (0 if key else 3)
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "CANARY10")
    other = verify(run)
    assert other.code == 3
    assert other.out.startswith("CONFIRMED IN PART  report.json: ")
    assert "  unknown  prod/ChatServer_02.cfg: " in other.out
    assert ("made under another key" if key else "there was no key then") in other.out


@pytest.mark.parametrize("what", ["version", "packs"])
def test_the_same_result_of_another_version_or_pack_is_a_part(estate: Write, run: Run, what: str) -> None:
    root = estate(FILES)
    report = made(run, "check", "prod")
    report["tool"]["version"] = "0.0.9" if what == "version" else report["tool"]["version"]
    report["provenance"]["packs"][0]["digest"] = f"sha256:{'0' * 64}" if what == "packs" else None
    (root / "report.json").write_text(json.dumps(report))
    ran = verify(run)
    assert ran.code == 3
    assert ("  version  0.0.9: here it is" in ran.out) is (what == "version")


def test_exports_that_moved_are_found_where_one_says(estate: Write, run: Run) -> None:
    root = estate(FILES)
    made(run, "check", "prod")
    (root / "kept").mkdir()
    (root / "prod").rename(root / "kept" / "prod")
    assert verify(run).code == 2
    ran = verify(run, "kept/prod")
    assert (ran.code, ran.out.split("  ")[0]) == (0, "CONFIRMED")
    assert verify(run, "kept/prod", "kept").code == 2


def test_the_day_of_a_report_is_that_of_its_waivers(estate: Write, run: Run) -> None:
    root = estate({**FILES, "gwe-lint-waivers.toml": LEDGER})
    made(run, "check", "prod", "--as-of", "2026-11-10")
    assert verify(run).code == 0
    report = json.loads((root / "report.json").read_text())
    del report["as_of"]
    (root / "report.json").write_text(json.dumps(report))
    (root / "gwe-lint-waivers.toml").write_text(LEDGER.replace("2026-12-01", "2026-11-02"))
    ran = verify(run)
    assert ran.code == 1
    assert "the report has no day (--as-of): its waivers were judged as of today" in ran.err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda report: report.pop("provenance"), "does not say where it comes from"),
        (lambda report: report.update(format="x"), "not a JSON report of gwe-lint"),
        (lambda report: report.update(command="snapshot"), "it is damaged"),
        (lambda report: report["provenance"].update(inputs=[{"path": 1}]), "it is damaged"),
        (lambda report: report.update(findings=[{}]), "it is damaged"),
        (lambda report: report["provenance"]["options"].update(output="json=x"), "'output' is no option by which"),
        (lambda report: report["provenance"]["options"].update(remediate="x"), "'remediate' is no option by which"),
        (lambda report: report["provenance"]["options"].update(select={"a": 1}), "'select' is no option by which"),
        (lambda report: report["provenance"].update(arguments=["nowhere"]), "cannot be made again: nowhere: no such"),
        (lambda report: report["provenance"].update(arguments=["--output=json=x"]), "cannot be made again: --output"),
        (lambda report: report["provenance"]["options"].update(mode="merge"), "cannot be made again: no such option"),
    ],
)
def test_what_cannot_be_verified_is_said_and_writes_nothing(estate: Write, run: Run, change: Any, message: str) -> None:
    root = estate(FILES)
    report = made(run, "check", "prod")
    change(report)
    (root / "report.json").write_text(json.dumps(report))
    before = sorted(root.iterdir())
    ran = verify(run)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert sorted(root.iterdir()) == before


@pytest.mark.parametrize("text", ["", "[", "[]", "null", "\0", '{"format": "gwe-lint/1", "provenance": []}'])
def test_what_is_no_report_is_said(estate: Write, run: Run, text: str) -> None:
    estate({"report.json": text})
    ran = verify(run)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gwe-lint: error: report.json: ")


# How an option looks, where a report goes, and what is done beside it.
DECIDES_NOTHING = {
    *("jobs", "shard", "dask", "no-cache"),
    *("format", "output", "color", "quiet", "verbose", "debug"),
    *("statistics", "group", "max-findings", "sarif-root", "sarif-include-waived", "sarif-fingerprint"),
    *("hmac-key-file", "remediate", "to", "diff", "write"),
    *("store", "record", "only"),  # a history has gone on since, and its address may hold a password
}


def test_of_each_option_it_is_decided_whether_a_run_needs_it_to_be_made_again() -> None:
    """A new option has to be added to one of both: a report that lacks it would be verified by another run."""
    known = set()
    for name in COMMANDS:
        (command, *others) = application([name]).registered_commands or (None,)
        callback = inspect.unwrap(command.callback) if command and command.callback and not others else None
        if callback and any(each.annotation is Asked for each in inspect.signature(callback).parameters.values()):
            assert command
            offered = inspect.signature(command.callback).parameters.values()  # type: ignore[arg-type]
            known |= {flag_of(each) for each in offered} - {""}
    assert "select" in known
    assert known == DECIDES | DECIDES_NOTHING


def test_the_schema_has_what_reports_have(estate: Write, run: Run) -> None:
    estate(FILES)
    schema = schema_of("report")["properties"]["provenance"]
    assert set(made(run, "check", "prod")["provenance"]) == set(schema["properties"]) == set(schema["required"])
