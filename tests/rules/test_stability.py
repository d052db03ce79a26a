"""Rules that come, are tried, change their names and go: what names them holds, with a note."""

import json
import re
from pathlib import Path

import pytest

from gwe_lint.rules.selection import Packs, selected
from tests.conftest import Run, Write

ROOT = Path(__file__).parents[2]
QUEUE_KEY = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
ROW = """
[[rule]]
id = "{id}"
name = "{name}"
severity = "error"
check = "unwise"
summary = "s"
why = "w"
fix = "f"
{more}
[rule.with]
options = ["gwe-backend:service:wes/wes.connector.chatServer.queueKey is-set"]
because = "b"
instead = "i"
[[rule.example]]
title = "bad"
expect = ["GWE.cfg:2"]
files = {{ "GWE.cfg" = "[service:wes]\\nwes.connector.chatServer.queueKey=1:a" }}
[[rule.example]]
title = "good"
files = {{ "GWE.cfg" = "[service:wes]\\nwes.connector.chatServer.refreshPeriod=2" }}
"""
NOW = ROW.format(id="SITE002", name="new-name", more='former = ["SITE001", "old-name"]')
PREVIEW = ROW.format(id="SITE003", name="tried", more='preview = true\nsince = "1.2"')
RETIRED = ROW.format(id="SITE004", name="gone", more='retired = "1.4"')
CHECK = ("check", "prod", "--pack", "site.toml", "-f", "concise")
WAIVER = '[[waiver]]\nrule = "{rule}"\nreason = "r"\nowner = "o"\ncreated = 2026-11-01\nexpires = 2026-12-01\n'


def found(out: str) -> list[str]:
    return re.findall(r" (SITE\d+) ", out)


def site(*rows: str, configuration: str = "", ledger: str = "") -> dict[str, str]:
    files = {"prod/GWE_Backend.cfg": QUEUE_KEY, "site.toml": "".join(rows)}
    files |= {"gwe-lint.toml": configuration} if configuration else {}
    return files | ({"gwe-lint-waivers.toml": ledger} if ledger else {})


def test_every_built_in_rule_says_since_when_it_is_there(packs: Packs) -> None:
    assert [] == [rule.id for rule in packs.rules if not re.fullmatch(r"[0-9]+\.[0-9]+", rule.since)]
    assert {"0.1", "0.2"} <= {rule.since for rule in packs.rules}


def test_the_page_and_the_list_say_it(estate: Write, run: Run) -> None:
    estate(site(NOW, PREVIEW, RETIRED, configuration='[check]\npacks = ["site.toml"]\n'))
    assert "- Since: 1.2\n- Preview: off unless" in run("explain", "SITE003", "--format", "markdown").out
    assert (
        "- Formerly: SITE001 and old-name, which are still accepted\n"
        in run("explain", "SITE002", "--format", "markdown").out
    )
    assert "- Retired: it finds nothing since 1.4\n" in run("explain", "gone", "--format", "markdown").out
    listing = {each["id"]: each for each in json.loads(run("rules", "--format", "json").out)}
    assert listing["GWE202"]["since"] == "0.1"
    assert (listing["SITE003"]["preview"], listing["SITE003"]["on"]) == (True, False)
    assert listing["SITE003"]["decided_by"]["by"] == "preview"
    assert listing["SITE002"]["former"] == ["SITE001", "old-name"]
    assert (listing["SITE004"]["retired"], listing["SITE004"]["on"]) == ("1.4", False)
    text = run("rules").out
    assert re.search(r"SITE002 .*\(formerly SITE001 and old-name\)", text)
    assert re.search(r"SITE003 .*\(preview\)", text)
    assert re.search(r"SITE004 .*\(retired in 1.4\)", text)


# Previews


def test_a_preview_is_off_until_it_is_asked_for(estate: Write, run: Run) -> None:
    root = estate(site(PREVIEW))
    assert found(run(*CHECK).out) == []
    assert found(run(*CHECK, "--select", "SITE").out) == []
    assert found(run(*CHECK, "--preview").out) == ["SITE003"]
    assert found(run(*CHECK, "--preview", "--select", "SITE003").out) == ["SITE003"]
    assert found(run(*CHECK, "--preview", "--ignore", "tried").out) == []
    (root / "gwe-lint.toml").write_text("[check]\npreview = true\n")
    assert found(run(*CHECK).out) == ["SITE003"]
    assert "check.preview" in run("config").out


@pytest.mark.parametrize("name", ["SITE003", "tried"])
def test_a_preview_that_is_named_and_off_is_an_error(estate: Write, run: Run, name: str) -> None:
    estate(site(PREVIEW))
    ran = run(*CHECK, "--select", name)
    assert ran.code == 2
    assert "--select: SITE003 is a preview rule: --preview, or preview = true in [check], switches it on" in ran.err


def test_a_configuration_that_names_a_preview_is_told_the_line(estate: Write, run: Run) -> None:
    estate(site(PREVIEW, configuration='[check]\nselect = ["SITE003"]\n'))
    assert "gwe-lint.toml:2: check.select: SITE003 is a preview rule" in run(*CHECK).err


def test_a_waiver_for_a_preview_holds_while_it_is_off(estate: Write, run: Run) -> None:
    estate(site(PREVIEW, ledger=WAIVER.format(rule="tried")))
    ran = run(*CHECK, "--as-of", "2026-11-10")
    assert "GWE902" not in ran.out
    assert "GWE902" not in run(*CHECK, "--as-of", "2026-11-10", "--preview").out


# Former names


@pytest.mark.parametrize("name", ["SITE001", "old-name"])
def test_a_former_name_is_accepted_everywhere_with_a_note(estate: Write, run: Run, name: str) -> None:
    root = estate(site(NOW))
    note = f"gwe-lint: {name} is SITE002 new-name now: name it so\n"
    ran = run(*CHECK, "--select", name)
    assert (found(ran.out), note in ran.err) == (["SITE002"], True)
    ran = run(*CHECK, "--ignore", name)
    assert (found(ran.out), note in ran.err) == ([], True)
    assert note not in run(*CHECK, "--ignore", name, "--quiet").err
    for configuration in (
        f'[check]\nignore = ["{name}"]\n',
        f'[[check.override]]\nreason = "r"\napplications = ["*"]\nignore = ["{name}"]\n',
    ):
        (root / "gwe-lint.toml").write_text(configuration)
        ran = run(*CHECK)
        assert (found(ran.out), note in ran.err) == ([], True)
    for configuration in (
        f'[check.severity]\n{name} = "note"\n',
        f'[[check.override]]\nreason = "r"\napplications = ["*"]\nseverity = {{ {name} = "note" }}\n',
    ):
        (root / "gwe-lint.toml").write_text(configuration)
        ran = run(*CHECK)
        assert (": note SITE002 " in ran.out, note in ran.err) == (True, True)


@pytest.mark.parametrize("name", ["SITE001", "old-name"])
def test_waivers_of_a_former_name_hold(estate: Write, run: Run, name: str) -> None:
    estate(site(NOW, configuration='[check]\npacks = ["site.toml"]\n', ledger=WAIVER.format(rule=name)))
    ran = run("check", "prod", "--as-of", "2026-11-10", "--select", "SITE", "-f", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert finding["waiver"]["reason"] == "r"
    note = f"gwe-lint: {name} is SITE002 new-name now: name it so\n"
    assert note in ran.err
    assert note in run("waivers", "lint", "prod", "--as-of", "2026-11-10").err


def test_a_comparison_tells_it_too(estate: Write, run: Run) -> None:
    estate(site(NOW, configuration='[check]\npacks = ["site.toml"]\nignore = ["old-name"]\n'))
    assert "gwe-lint: old-name is SITE002 new-name now" in run("drift", "prod", "--against", "prod").err


def test_explain_knows_it_and_says_so(estate: Write, run: Run) -> None:
    estate(site(NOW, configuration='[check]\npacks = ["site.toml"]\n'))
    ran = run("explain", "old-name", "--format", "markdown")
    assert (ran.out.splitlines()[0], ran.err) == (
        "# SITE002 new-name",
        "gwe-lint: old-name is SITE002 new-name now: name it so\n",
    )


def test_other_rules_of_packs_may_name_it(estate: Write, run: Run) -> None:
    lock = '[[lock]]\nrule = "old-name"\nreason = "r"\n'
    other = ROW.format(id="SITE005", name="other", more='yields-to = ["SITE001"]')
    estate(site(NOW, other, lock))
    ran = run(*CHECK)
    assert found(ran.out) == ["SITE002"]
    assert "SITE002 cannot be ignored" in run(*CHECK, "--ignore", "SITE001").err


@pytest.mark.parametrize("former", ["SITE005", "other", "GWE202", "endpoint-undefined"])
def test_no_other_rule_may_have_a_former_name(estate: Write, run: Run, former: str) -> None:
    other = ROW.format(id="SITE005", name="other", more="")
    estate(site(NOW.replace('"old-name"', f'"{former}"'), other))
    ran = run(*CHECK)
    assert ran.code == 2
    assert f"rule {former!r} exists already" in ran.err


def test_waivers_are_added_by_a_former_name(estate: Write, run: Run) -> None:
    root = estate(site(NOW, configuration='[check]\npacks = ["site.toml"]\n'))
    run("check", "prod", "--output", "json=report.json")
    ran = run(
        *("waivers", "add", "--from", "report.json", "--rule", "old-name", "--reason", "r", "--owner", "o"),
        *("--expires", "2026-12-01", "--as-of", "2026-11-10"),
    )
    assert ran.code == 0
    assert 'rule = "SITE002"' in (root / "gwe-lint-waivers.toml").read_text()


# Retired rules


@pytest.mark.parametrize("name", ["SITE004", "gone"])
def test_a_retired_rule_finds_nothing_and_may_be_named(estate: Write, run: Run, name: str) -> None:
    estate(site(RETIRED, NOW, ledger=WAIVER.format(rule=name)))
    note = f"gwe-lint: {name} is retired since 1.4, and finds nothing: name it no longer\n"
    ran = run(*CHECK, "--select", f"{name},SITE002,GWE902", "--as-of", "2026-11-10")
    assert (found(ran.out), note in ran.err) == (["SITE002"], True)
    assert "GWE902" not in ran.out


def test_the_examples_of_a_retired_rule_are_not_run(estate: Write, run: Run) -> None:
    estate(site(RETIRED.partition("[[rule.example]]")[0]))
    assert run("rules", "test", "site.toml").code == 0


@pytest.mark.parametrize(("key", "value"), [("preview", "true"), ("retired", '"1.4"')])
def test_a_locked_rule_is_neither_a_preview_nor_retired(estate: Write, run: Run, key: str, value: str) -> None:
    estate(site(ROW.format(id="SITE006", name="locked", more=f"locked = true\n{key} = {value}")))
    assert "a locked rule is neither a preview nor retired" in run(*CHECK).err


def test_a_rule_of_a_pack_selected_without_previews(packs: Packs) -> None:
    (first, *others) = packs.rules[10:12]
    rules = (first._replace(preview=True, locked=False), *others)
    assert selected(rules, (), ()) == tuple(others)
    assert selected(rules, (), (), preview=True) == rules


def test_the_page_about_versions_shows_what_is_said() -> None:
    page = (ROOT / "docs" / "versioning.md").read_text(encoding="utf-8")
    assert "queue-unknown is GWE207 queue-undefined now: name it so" in page
