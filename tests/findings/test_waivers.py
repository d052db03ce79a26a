"""Waivers and known findings: what is accepted stays visible and does not count; what is over or stale is loud."""

import json
import re
from pathlib import Path

import pytest

from gwe_lint.estate.selectors import fits
from tests.conftest import Run, Write

PERIOD = "service:wes/wes.connector.chatServer.refreshPeriod"
BACKEND = "[service:wes]\nwes.connector.chatServer.refreshPeriod=60\nwes.connector.chatServer.requestPoolSize=many\n"
TODAY = ("--as-of", "2026-06-01")
ONE = f"""\
# why this is accepted
[[waiver]]
rule = "GWE101"
application = "GWE_*"
option = "{PERIOD}"
value = "60"
reason = "slow network until the move"
owner = "chat-ops"
ticket = "CHG-1"
created = 2026-05-01
expires = 2026-06-30
"""


def findings(text: str) -> dict[tuple[str, str], dict[str, object]]:
    """The findings of a JSON report by rule and line."""
    return {(each["rule"], f"{each['path']}:{each['line']}"): each for each in json.loads(text)["findings"]}


def test_a_waived_finding_is_shown_and_does_not_count(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND.replace("many", "20"), "gwe-lint-waivers.toml": ONE})
    ran = run("check", *TODAY, "--select", "GWE101,GWE9")
    assert (0, True) == (ran.code, "waived[GWE101]: refreshPeriod is '60'" in ran.out)
    assert "slow network until the move (chat-ops, CHG-1, until 2026-06-30)" in ran.out
    assert "1 waived" in ran.err


def test_machines_see_who_accepted_it(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE})
    ran = run("check", *TODAY, "-f", "json", "--select", "GWE101")
    waived, other = findings(ran.out)["GWE101", "GWE_A.cfg:2"], findings(ran.out)["GWE101", "GWE_A.cfg:3"]
    expected = {
        "reason": "slow network until the move",
        "owner": "chat-ops",
        "ticket": "CHG-1",
        "expires": "2026-06-30",
    }
    assert (expected, None, 1) == (waived["waiver"], other["waiver"], ran.code)
    assert (1, 1) == tuple(json.loads(ran.out)["summary"][key] for key in ("errors", "waived"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"60"', '"61"', id="another value is a new finding"),
        pytest.param("GWE_*", "Other_*", id="another application"),
        pytest.param("refreshPeriod", "requestPool", id="another option"),
        pytest.param('rule = "GWE101"', 'rule = "GWE102"', id="another rule"),
        pytest.param('rule = "GWE101"', 'rule = "GWE101"\nestate = "prod"', id="another estate"),
        pytest.param("2026-06-30", "2026-05-31", id="yesterday was its last day"),
    ],
)
def test_what_a_waiver_does_not_fit_counts(estate: Write, run: Run, old: str, new: str) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE.replace(old, new)})
    found = findings(run("check", *TODAY, "-f", "json", "--select", "GWE101").out)
    assert found["GWE101", "GWE_A.cfg:2"]["waiver"] is None


def test_the_last_day_still_counts(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE})
    found = findings(run("check", "--as-of", "2026-06-30", "-f", "json", "--select", "GWE101").out)
    assert found["GWE101", "GWE_A.cfg:2"]["waiver"]


@pytest.mark.parametrize(
    ("ledger", "rule", "message"),
    [
        pytest.param(ONE.replace("06-30", "05-30"), "GWE901", "expired 2 days ago", id="over"),
        pytest.param(ONE.replace('"60"', '"61"'), "GWE902", "with the value '61' fits no finding", id="stale"),
        pytest.param(
            ONE.replace('"60"', '"61"').replace("06-30", "05-30"),
            "GWE902",
            "with the value '61' expired 2 days ago, and fits no finding",
            id="over and stale",
        ),
    ],
)
def test_a_ledger_that_is_not_kept_is_loud(estate: Write, run: Run, ledger: str, rule: str, message: str) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ledger})
    ran = run("check", *TODAY, "-f", "concise")
    assert f"gwe-lint-waivers.toml:2:1: warning {rule} " in ran.out
    assert message in ran.out


def test_a_waiver_of_a_rule_that_did_not_run_is_not_stale(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE.replace('"60"', '"61"')})
    assert "GWE902" not in run("check", *TODAY, "-f", "concise", "--select", "GWE2,GWE9").out


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('reason = "slow network until the move"\n', "", "2: waiver[1]: reason is missing"),
        ('owner = "chat-ops"\n', "", "2: waiver[1]: owner is missing"),
        ("expires = 2026-06-30\n", "", "2: waiver[1]: expires is missing: it must be a date such as 2026-11-30"),
        ("2026-06-30", '"2026-06-30"', "11: waiver[1].expires: must be a date such as 2026-11-30, without quotes"),
        ("2026-06-30", "2026-11-29", "11: waiver[1].expires: is more than 180 days ahead, 2026-11-29"),
        ("ticket", "tickt", "9: waiver[1].tickt: unknown key 'tickt' (did you mean 'ticket'?)"),
        ('"GWE101"', '"GWE1011"', "3: waiver[1].rule: no rule has the id or name 'GWE1011' (did you mean"),
        ('"GWE101"', '"GWE001"', "3: waiver[1].rule: GWE001 cannot be waived"),
        (f'"{PERIOD}"', '"refreshPeriod"', "5: waiver[1].option: must be section/option"),
        (f'option = "{PERIOD}"\n', "", "5: waiver[1].value: needs option, whose value it is"),
        ("[[waiver]]", "[[waver]]", "2: waver: unknown key 'waver' (did you mean 'waiver'?)"),
    ],
)
def test_a_wrong_ledger_is_an_error(estate: Write, run: Run, old: str, new: str, problem: str) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE.replace(old, new)})
    ran = run("check", *TODAY)
    assert ran.code == 2
    assert f"gwe-lint: error: gwe-lint-waivers.toml:{problem}" in ran.err


def test_180_days_ahead_is_the_most(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE.replace("2026-06-30", "2026-11-28")})
    assert run("check", *TODAY, "--select", "GWE101").code == 1


def test_the_ledger_lies_beside_the_configuration_unless_another_is_named(estate: Write, run: Run) -> None:
    config = "[[estate]]\nname='x'\npaths=['.']\n"
    estate({"conf/gwe-lint.toml": config, "conf/gwe-lint-waivers.toml": ONE, "conf/GWE_A.cfg": BACKEND, "w.toml": ""})
    arguments = ["check", *TODAY, "-f", "json", "--config", "conf/gwe-lint.toml", "--select", "GWE101"]
    counts = [json.loads(run(*arguments, *more).out)["summary"]["waived"] for more in ([], ["--waivers", "w.toml"])]
    assert [1, 0] == counts


def test_known_findings_do_not_fail_and_gone_ones_are_counted(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=before.json", "--select", "GWE101")
    (folder / "GWE_A.cfg").write_text(
        BACKEND.replace("many", "20") + "wes.connector.chatServer.identifyCreateContact=9\n"
    )
    ran = run("check", "--known", "before.json", "-f", "json", "--select", "GWE101")
    known = {line: each["known"] for (_, line), each in findings(ran.out).items()}
    assert {"GWE_A.cfg:2": True, "GWE_A.cfg:4": False} == known
    assert (1, 1, 1) == (ran.code, *(json.loads(ran.out)["summary"][key] for key in ("errors", "known")))
    assert "1 known, 1 gone" in run("check", "--known", "before.json", "--select", "GWE101").err


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "other", "findings": []}', '{"format": "gwe-lint/1"}'])
def test_a_file_that_is_no_report_is_an_error(estate: Write, run: Run, content: str) -> None:
    estate({"GWE_A.cfg": BACKEND, "before.json": content})
    ran = run("check", "--known", "before.json")
    assert (2, True) == (ran.code, "before.json: not a JSON report of gwe-lint" in ran.err)


def test_sarif_leaves_them_out_unless_asked(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ONE})
    arguments = ["check", *TODAY, "-f", "sarif", "--select", "GWE101"]
    plain, whole = (
        json.loads(run(*arguments, *more).out)["runs"][0]["results"] for more in ([], ["--sarif-include-waived"])
    )
    assert (1, 2) == (len(plain), len(whole))
    assert [1, 0] == [len(result["suppressions"]) for result in whole]
    assert "slow network" in whole[0]["suppressions"][0]["justification"]


TWO = f'{ONE}\n# another one\n[[waiver]]\nrule = "GWE204"\nreason = "x"\nowner = "y"\nexpires = 2026-06-02\n'


def test_list_shows_what_ends_first(estate: Write, run: Run) -> None:
    estate({"gwe-lint-waivers.toml": TWO})
    lines = run("waivers", "list", *TODAY).out.split("\n")
    assert ["1 day left             GWE204", f"until 2026-06-30       GWE101 GWE_* {PERIOD}"] == [lines[0], lines[2]]
    rows = json.loads(run("waivers", "list", *TODAY, "-f", "json").out)
    assert [("GWE204", False), ("GWE101", False)] == [(row["rule"], row["expired"]) for row in rows]


def test_lint_and_prune(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": f"# head\n\n{TWO}"})
    ran = run("waivers", "lint", *TODAY)
    assert (1, "gwe-lint-waivers.toml:16: the waiver of GWE204 fits no finding\n") == (ran.code, ran.out)
    ledger = folder / "gwe-lint-waivers.toml"
    before = ledger.read_text()
    assert (0, True) == (run("waivers", "prune", *TODAY, "--dry-run").code, before == ledger.read_text())
    run("waivers", "prune", *TODAY)
    assert f"# head\n\n{ONE}\n" == ledger.read_text()
    assert run("waivers", "lint", *TODAY).code == 0


def test_add_accepts_the_findings_of_a_report(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": "# the ledger\n"})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    words = ("--reason", 'a "quoted" reason', "--owner", "chat-ops", "--expires", "2026-06-30", *TODAY)
    assert run("waivers", "add", "--from", "report.json", "--rule", "GWE101", *words).code == 0
    assert (folder / "gwe-lint-waivers.toml").read_text().startswith("# the ledger\n\n[[waiver]]\n")
    ran = run("check", *TODAY, "--select", "GWE101")
    assert (0, True) == (ran.code, "2 waived" in ran.err)


def test_nothing_wrong_is_added(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    words = ("--reason", "x", "--owner", "y", *TODAY, "--expires")
    ran = run("waivers", "add", "--from", "report.json", *words, "2030-01-01")
    assert (2, False) == (ran.code, (folder / "gwe-lint-waivers.toml").exists())
    assert (
        "no active finding"
        in run("waivers", "add", "--from", "report.json", "--rule", "GWE999", *words, "2026-06-30").err
    )


def test_a_pattern_that_leaves_nothing_out_is_said(estate: Write, run: Run) -> None:
    config = "[[estate]]\nname='x'\npaths=['.']\nexclude = ['old', 'arch*', 'a.cfg']\n"
    estate({"gwe-lint.toml": config, "a.cfg": BACKEND, "archive/b.cfg": BACKEND, "c.cfg": BACKEND})
    out = run("check", "-f", "concise", "--select", "GWE903").out
    assert "gwe-lint.toml:4:1: warning GWE903 exclude 'old' fits no file of estate 'x'\n" == out


STALE = '[[waiver]]\nrule = "GWE204"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'


def stays(run: Run, folder: Path, *paths: str) -> bool:
    """True when prune leaves the ledger as it is."""
    ledger = folder / "gwe-lint-waivers.toml"
    before = ledger.read_bytes()
    assert run("waivers", "prune", *TODAY, *paths).code == 0
    return before == ledger.read_bytes()


def test_where_nothing_was_looked_at_no_waiver_is_stale(estate: Write, run: Run) -> None:
    folder = estate({"uat/GWE_A.cfg": BACKEND, "noex/README": "", "gwe-lint-waivers.toml": STALE})
    assert stays(run, folder, "noex")
    assert (0, "") == run("waivers", "lint", *TODAY, "noex")[:2]
    assert "GWE902" not in run("check", *TODAY, "-f", "concise", "noex").out
    assert not stays(run, folder, "uat")


@pytest.mark.parametrize("who", ['estate = "prod"', 'application = "CS_*"'])
def test_a_waiver_of_what_was_not_checked_is_not_stale(estate: Write, run: Run, who: str) -> None:
    folder = estate({"uat/GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": f"{STALE}{who}\n"})
    assert "GWE902" not in run("check", *TODAY, "-f", "concise", "uat").out
    assert stays(run, folder, "uat")


def test_a_waiver_of_a_rule_that_could_not_judge_is_not_pruned(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": STALE.replace("GWE204", "GWE206")})
    assert stays(run, folder)


@pytest.mark.parametrize(("path", "stay"), [("uat", True), ("prod", False)])
def test_a_path_of_configured_estates_names_those_whose_waivers_are_judged(
    estate: Write, run: Run, path: str, stay: bool
) -> None:
    config = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in ("prod", "uat"))
    ledger = {"gwe-lint.toml": config, "gwe-lint-waivers.toml": f'{STALE}estate = "prod"\n'}
    folder = estate({"prod/GWE_A.cfg": BACKEND, "uat/GWE_A.cfg": BACKEND, **ledger})
    assert stay == stays(run, folder, path)


def test_a_waiver_of_a_rule_of_differences_is_over_by_its_date_alone(estate: Write, run: Run) -> None:
    drift = STALE.replace("GWE204", "GWE801")
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": drift})
    assert stays(run, folder)
    (folder / "gwe-lint-waivers.toml").write_text(drift + drift.replace("06-30", "05-30"))
    ran = run("waivers", "lint", *TODAY)
    assert (1, True) == (ran.code, "gwe-lint-waivers.toml:6: the waiver of GWE801 expired 2 days ago" in ran.out)
    assert not stays(run, folder)
    assert drift == (folder / "gwe-lint-waivers.toml").read_text()


def test_a_waiver_that_is_over_and_stale_is_one_problem(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": STALE.replace("06-30", "05-30")})
    ran = run("waivers", "lint", *TODAY)
    assert (1, 1) == (ran.code, ran.out.count("gwe-lint-waivers.toml:"))
    assert "the waiver of GWE204 expired 2 days ago, and fits no finding" in ran.out
    assert "1 waiver of 1" in run("waivers", "prune", *TODAY).err
    assert "" == (folder / "gwe-lint-waivers.toml").read_text()


def test_what_is_stale_is_not_said_to_be_pruned(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": STALE})
    found = findings(run("check", *TODAY, "-f", "json").out)
    assert "prune" not in str(found["GWE902", "gwe-lint-waivers.toml:1"]["help"])


VALID = f'[[waiver]]\nrule = "GWE101"\noption = "{PERIOD}"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'


def pruned(run: Run, folder: Path) -> bytes:
    """The ledger after prune."""
    ran = run("waivers", "prune", *TODAY)
    assert (0, "") == (ran.code, ran.out)
    return (folder / "gwe-lint-waivers.toml").read_bytes()


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_line_of_a_reason_is_no_comment_of_the_next_waiver(estate: Write, run: Run, quotes: str) -> None:
    long = VALID.replace('reason = "x"\n', "") + f"reason = {quotes}slow\n# see change 12\n{quotes}\n"
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": f"{long}{STALE}"})
    assert long.encode() == pruned(run, folder)
    inside = long.replace(f"12\n{quotes}", f"12{quotes}").replace("# see", "[[waiver]]\n# see")
    (folder / "gwe-lint-waivers.toml").write_text(f"{inside}# stale\n{STALE}")
    assert inside.encode() == pruned(run, folder)


def test_a_heading_stays_when_the_waivers_around_it_go(estate: Write, run: Run) -> None:
    ledger = f"# head\n\n# goes\n{STALE}\n# ---\n# chat\n# ---\n\n# goes too\n{STALE}\n# tail\n{VALID}"
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ledger})
    assert f"# head\n\n# ---\n# chat\n# ---\n\n# tail\n{VALID}".encode() == pruned(run, folder)


def test_lines_end_as_they_did(estate: Write, run: Run) -> None:
    kept = f"\ufeff# head\n\n{VALID}".replace("\n", "\r\n")
    whole = kept + STALE.replace("\n", "\r\n")
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": whole})
    assert kept.encode() == pruned(run, folder)
    run("check", *TODAY, "--output", "json=report.json", "--select", "GWE101")
    words = ("--reason", "x", "--owner", "y", "--expires", "2026-06-30", *TODAY)
    assert run("waivers", "add", "--from", "report.json", *words).code == 0
    added = (folder / "gwe-lint-waivers.toml").read_bytes()
    assert added.startswith(kept.encode() + b"\r\n[[waiver]]\r\n")
    assert added.count(b"\n") == added.count(b"\r\n")


def test_an_unusual_line_end_inside_of_a_reason_moves_nothing(estate: Write, run: Run) -> None:
    kept = VALID.replace('"x"', '"a\u2028b\u2028c"')
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": f"{kept}\n{STALE}"})
    assert f"{kept}\n".encode() == pruned(run, folder)


def test_what_cannot_be_taken_out_stays(estate: Write, run: Run) -> None:
    rows = [
        f'{{rule = "{rule}", option = "{PERIOD}", reason = "x", owner = "y", expires = 2026-06-30}}'
        for rule in ("GWE204", "GWE101")
    ]
    ledger = f"waiver = [{rows[0]},\n{rows[1]}]\n"
    folder = estate({"GWE_A.cfg": BACKEND, "gwe-lint-waivers.toml": ledger})
    ran = run("waivers", "prune", *TODAY)
    assert (2, True) == (ran.code, "gwe-lint-waivers.toml: not changed: give each waiver its own [[waiver]]" in ran.err)
    assert ledger == (folder / "gwe-lint-waivers.toml").read_text()
    assert "removed:" not in ran.err


WORDS = ("--reason", "x", "--owner", "y", *TODAY)


def test_what_is_accepted_is_not_added_again(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    add = ("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30")
    assert "2 waivers added to gwe-lint-waivers.toml\n" == run(*add).err
    before = (folder / "gwe-lint-waivers.toml").read_text()
    ran = run(*add)
    message = "0 waivers added to gwe-lint-waivers.toml, 2 skipped: the ledger accepts them already\n"
    assert (0, message, before) == (ran.code, ran.err, (folder / "gwe-lint-waivers.toml").read_text())
    (folder / "gwe-lint-waivers.toml").write_text(ONE.replace('value = "60"\n', ""))
    assert "1 waiver added to gwe-lint-waivers.toml, 1 skipped: the ledger accepts it already\n" == run(*add).err
    (folder / "gwe-lint-waivers.toml").write_text(ONE.replace("06-30", "05-30"))
    assert "2 waivers added to gwe-lint-waivers.toml\n" == run(*add).err


@pytest.mark.parametrize(
    ("expires", "problem"),
    [
        ("2030-01-01", "--expires 2030-01-01: is more than 180 days ahead; 2026-11-28 is the last"),
        ("2026-05-31", "--expires 2026-05-31: is over already"),
    ],
)
def test_a_wrong_end_is_one_error_of_its_flag(estate: Write, run: Run, expires: str, problem: str) -> None:
    folder = estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    ran = run("waivers", "add", "--from", "report.json", *WORDS, "--expires", expires)
    assert (2, f"gwe-lint: error: {problem}\n") == (ran.code, ran.err)
    assert not (folder / "gwe-lint-waivers.toml").exists()


def test_words_that_are_missing_are_errors_of_their_flags(estate: Write, run: Run) -> None:
    estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    words = ("--reason", " ", "--owner", " ", "--expires", "2026-06-30", *TODAY)
    ran = run("waivers", "add", "--from", "report.json", *words)
    assert ["--reason", "--owner"] == [line.split(": ")[2] for line in ran.err.splitlines()]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"section": ...}, "report.json: finding 1 has no 'section' that can be read", id="missing"),
        pytest.param({"rule": 7}, "report.json: finding 1 has no 'rule' that can be read", id="no text"),
        pytest.param({"rule": "SITE1"}, "report.json: no rule has the id 'SITE1'", id="of a pack"),
        pytest.param({"application": "\ud800"}, "gwe-lint-waivers.toml: not changed", id="half a character"),
    ],
)
def test_a_report_that_no_waiver_can_be_made_of_is_an_error(
    estate: Write, run: Run, change: dict[str, object], problem: str
) -> None:
    folder = estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    report = json.loads((folder / "report.json").read_text())
    finding = {**report["findings"][0], **change}
    report["findings"] = [{key: value for key, value in finding.items() if value is not ...}]
    (folder / "report.json").write_text(json.dumps(report))
    ran = run("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30")
    assert (2, 1, True) == (ran.code, ran.err.count("error"), f"gwe-lint: error: {problem}" in ran.err)
    assert not (folder / "gwe-lint-waivers.toml").exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{BACKEND}[service:pacing\n", id="a file that is not read whole"),
        pytest.param("[log]\nverbose=all\n", id="an application that is not recognised"),
    ],
)
def test_a_waiver_of_what_could_not_be_judged_is_not_pruned(estate: Write, run: Run, content: str) -> None:
    folder = estate({"GWE_A.cfg": content, "gwe-lint-waivers.toml": f'{STALE}application = "GWE_A"\n'})
    assert stays(run, folder)


def test_a_file_that_was_not_read_whole_is_never_known(estate: Write, run: Run) -> None:
    estate({"e/Chat_1.cfg": "[endpoints:1]\nwebme=Q\nbroken\n"})
    run("check", "e", "--output", "json=before.json", "--exit-zero")
    ran = run("check", "e", "--known", "before.json", "-f", "concise")
    assert (1, "e/Chat_1.cfg:3:1: error GWE001") == (ran.code, ran.out[:30])


@pytest.mark.parametrize("name", ["B[1]", "B*", "B?", "B[!x]", r"B\\*", "B\\\\"], ids=ascii)
def test_names_are_added_literally(estate: Write, run: Run, name: str) -> None:
    """No character of a name is a pattern; a waiver for one application accepts nothing of another one."""
    config = f"[[estate]]\nname = 'now'\npaths = ['e']\n[[estate.application]]\nfile = 'a.cfg'\nname = '{name}'\n"
    folder = estate({"e/a.cfg": BACKEND, "gwe-lint.toml": config})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    assert "2 waivers added" in run("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30").err
    assert (0, True) == ((ran := run("check", *TODAY, "--select", "GWE101")).code, "2 waived" in ran.err)
    (folder / "e/B1.cfg").write_text(BACKEND)
    ran = run("check", *TODAY, "--select", "GWE101", "-f", "concise")
    assert (1, 2) == (ran.code, ran.out.count("[B1 "))
    assert 2 == ran.err.count("2 waived") + ran.out.count("e/B1.cfg:3")
    add = run("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30")
    assert "0 waivers added to gwe-lint-waivers.toml, 2 skipped" in add.err


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("*1", ("B1", "B*1", r"B\1")),
        (r"B\*", ("B*",)),
        (r"B\**", ("B*", "B*1")),
        ("B[1]", ("B[1]",)),
        ("B?", ("B?",)),
        (r"B\1", (r"B\1",)),
    ],
)
def test_a_star_is_the_only_wildcard(pattern: str, fitting: tuple[str, ...]) -> None:
    names = ("B", "B1", "B*", "B*1", "B[1]", "B?", r"B\1")
    assert set(fitting) == {name for name in names if fits(pattern, name)}


def test_a_waiver_that_is_added_is_for_the_value_of_today(estate: Write, run: Run) -> None:
    folder = estate({"GWE_A.cfg": BACKEND})
    run("check", "--output", "json=report.json", "--select", "GWE101")
    add = ("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30")
    run(*add)
    assert 'value = "60"\n' in (folder / "gwe-lint-waivers.toml").read_text()
    (folder / "GWE_A.cfg").write_text(BACKEND.replace("=60", "=61"))
    ran = run("check", *TODAY, "--select", "GWE101", "-f", "concise")
    assert (1, 1) == (ran.code, ran.out.count("'61'"))
    (folder / "gwe-lint-waivers.toml").unlink()
    run(*add, "--any-value")
    assert "value" not in (folder / "gwe-lint-waivers.toml").read_text()
    assert 0 == run("check", *TODAY, "--select", "GWE101").code


def test_a_waiver_of_a_difference_is_for_its_new_value(estate: Write, run: Run) -> None:
    folder = estate({"old/A.cfg": BACKEND.replace("=60", "=2"), "now/A.cfg": BACKEND})
    drift = ("drift", "now", "--against", "old", "--fail-on", "warning", *TODAY)
    run(*drift, "--output", "json=report.json")
    run("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30")
    assert 'value = "60"\n' in (folder / "gwe-lint-waivers.toml").read_text()
    assert 0 == run(*drift).code
    (folder / "now/A.cfg").write_text(BACKEND.replace("=60", "=70"))
    assert 1 == run(*drift).code


def test_a_token_without_a_key_is_no_pin(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands for another secret in the next run."""
    folder = estate(
        {"old/A.cfg": f"{BACKEND}[security]\nuser-id=a\n", "now/A.cfg": f"{BACKEND}[security]\nuser-id=b\n"}
    )
    add = ("waivers", "add", "--from", "report.json", *WORDS, "--expires", "2026-06-30")
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "key")
    assert "1 warning" in run("drift", "now", "--against", "old", "--output", "json=report.json").err
    run(*add)
    assert "<secret " in (folder / "gwe-lint-waivers.toml").read_text()
    (folder / "gwe-lint-waivers.toml").unlink()
    report = (folder / "report.json").read_text()
    (folder / "report.json").write_text(re.sub("<secret [0-9a-f]+:[0-9a-f]+>", "<secret 1>", report))
    run(*add)
    assert "value" not in (folder / "gwe-lint-waivers.toml").read_text()
