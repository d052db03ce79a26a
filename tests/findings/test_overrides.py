"""Overrides: what holds otherwise for some estates, applications, options and files, and what is of no use any more."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from tests.conftest import Run, Write

WES = "wes.connector.chatServer."
BACKEND = (
    f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n{WES}identifyCreateContact=1\n"
    f"{WES}refreshPeriod=60\n"
)
CHAT = "[endpoints:1]\nwebme=Q\n[settings]\nflex-disconnect-timeout=-5\n"
ESTATES = """\
[[estate]]
name = "lab"
paths = ["exports/lab"]

[[estate]]
name = "prod"
paths = ["exports/prod"]

"""
FILES = {
    f"exports/{name}/{file}": text
    for name in ("lab", "prod")
    for file, text in (("GWE.cfg", BACKEND), ("Chat_01.conf", CHAT), ("Chat_02.conf", CHAT))
}
ALL = [
    *(("lab", name, "error") for name in ("Chat_01", "Chat_02", "GWE")),
    *(("prod", name, "error") for name in ("Chat_01", "Chat_02", "GWE")),
]
Found = list[tuple[str, str, str]]


def override(*lines: str, reason: str = "a reason") -> str:
    return "\n".join(["[[check.override]]", *lines, f'reason = "{reason}"', ""])


def with_estates(*overrides: str) -> Mapping[str, str]:
    return {**FILES, "gwe-lint.toml": ESTATES + "".join(overrides)}


def report(run: Run, *arguments: str) -> Any:
    return json.loads(run("check", "-f", "json", *arguments).out)


def of_values(found: Any) -> Found:
    """Estate, application and severity of the findings about documented values."""
    return sorted((f["estate"], f["application"], f["severity"]) for f in found["findings"] if f["rule"] == "GWE101")


def changed(*who: tuple[str, str]) -> Found:
    """All findings about values; those of these estates and applications are notes."""
    return [(estate, name, "note" if (estate, name) in who else severity) for estate, name, severity in ALL]


NOTE = 'severity = { GWE101 = "note" }'
LAB = (("lab", "Chat_01"), ("lab", "Chat_02"), ("lab", "GWE"))
CHATS = (("lab", "Chat_01"), ("lab", "Chat_02"), ("prod", "Chat_01"), ("prod", "Chat_02"))


@pytest.mark.parametrize(
    ("places", "who"),
    [
        pytest.param(['estates = ["lab"]'], LAB, id="an estate"),
        pytest.param(['estates = ["l*"]'], LAB, id="a pattern of estates"),
        pytest.param(['applications = ["Chat_*"]'], CHATS, id="a pattern of applications"),
        pytest.param(['applications = ["Chat_01", "Chat_02"]'], CHATS, id="two applications"),
        pytest.param(['options = ["settings/*"]'], CHATS, id="options of a section"),
        pytest.param(['options = ["chat-server:settings/flex-disconnect-timeout"]'], CHATS, id="an option of a type"),
        pytest.param(['options = ["common:settings/flex-*"]'], CHATS, id="an option of any type"),
        pytest.param(
            [f'options = ["service:wes/{WES}refreshPeriod"]'],
            (("lab", "GWE"), ("prod", "GWE")),
            id="a section with a colon in its name",
        ),
        pytest.param(['files = ["exports/lab/*"]'], LAB, id="files of a folder"),
        pytest.param(['files = ["exports/lab"]'], LAB, id="a folder"),
        pytest.param(['files = ["./exports/lab/"]'], LAB, id="a folder as shells write it"),
        pytest.param(['files = ["**/lab/**"]'], LAB, id="a folder at any depth"),
        pytest.param(['files = ["Chat_0*.conf"]'], CHATS, id="file names"),
        pytest.param(
            [
                'estates = ["lab"]',
                'applications = ["Chat_01", "GWE"]',
                'options = ["settings/*"]',
                'files = ["*.conf"]',
            ],
            (("lab", "Chat_01"),),
            id="all that is named",
        ),
    ],
)
def test_an_override_is_about_what_fits_all_that_it_names(
    estate: Write, run: Run, places: list[str], who: tuple[tuple[str, str], ...]
) -> None:
    estate(with_estates(override(*places, NOTE)))
    found = report(run)
    assert changed(*who) == of_values(found)
    assert [] == [each for each in found["findings"] if each["rule"] == "GWE904"]


def test_other_characters_than_the_star_stand_for_themselves(estate: Write, run: Run) -> None:
    files = {"exports/Chat [1].conf": CHAT, "exports/Chat 1.conf": CHAT, "exports/Chat_*.conf": CHAT}
    names = override('applications = ["Chat [1]", "Chat_\\\\*"]', NOTE)
    estate({**files, "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["exports"]\n' + names})
    assert [("e", "Chat 1", "error"), ("e", "Chat [1]", "note"), ("e", "Chat_*", "note")] == of_values(report(run))


def test_files_are_relative_to_the_configuration_that_names_them(estate: Write, run: Run) -> None:
    base = ESTATES + override('files = ["exports/lab/Chat_01.conf"]', NOTE)
    files = {f"base/{name}": text for name, text in FILES.items()}
    estate({**files, "base/gwe-lint.toml": base, "team/gwe-lint.toml": 'extend = "../base/gwe-lint.toml"\n'})
    assert changed(("lab", "Chat_01")) == of_values(report(run, "--config", "team/gwe-lint.toml"))


@pytest.mark.parametrize("ids", ['["GWE101"]', '["documented-value"]', '["GWE1"]'])
def test_an_ignored_rule_finds_nothing_there(estate: Write, run: Run, ids: str) -> None:
    estate(with_estates(override('estates = ["lab"]', f"ignore = {ids}")))
    found = report(run)
    assert [each for each in ALL if each[0] == "prod"] == of_values(found)
    assert [{"path": "gwe-lint.toml", "line": 9, "reason": "a reason", "decided": 0, "ignored": 3}] == found[
        "overrides"
    ]


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param(
            [('estates = ["lab"]', NOTE), ('applications = ["GWE"]', 'severity = { GWE101 = "warning" }')],
            [("lab", "Chat_01", "note"), ("lab", "Chat_02", "note"), ("lab", "GWE", "warning")],
            id="another severity",
        ),
        pytest.param(
            [('estates = ["lab"]', 'ignore = ["GWE1"]'), ('applications = ["GWE"]', NOTE)],
            [("lab", "GWE", "note")],
            id="back again",
        ),
        pytest.param(
            [('applications = ["GWE"]', NOTE), ('estates = ["lab"]', 'ignore = ["GWE1"]')], [], id="ignored in the end"
        ),
    ],
)
def test_the_last_override_that_fits_counts(
    estate: Write, run: Run, overrides: list[tuple[str, ...]], expected: Found
) -> None:
    estate(with_estates(*(override(*lines) for lines in overrides)))
    assert expected == [each for each in of_values(report(run)) if each[0] == "lab"]


def test_settings_of_several_overrides_add_up(estate: Write, run: Run) -> None:
    estate(
        with_estates(
            override('estates = ["lab"]', NOTE, reason="values are tried"),
            override('estates = ["lab"]', 'fail-on = "note"', reason="all must be clean"),
        )
    )
    reasons = [
        [each["reason"] for each in found["overrides"]]
        for found in report(run)["findings"]
        if (found["rule"], found["estate"]) == ("GWE101", "lab")
    ]
    assert [["values are tried", "all must be clean"]] * 3 == reasons


def test_an_override_wins_over_the_severity_of_all_and_a_flag_over_both(estate: Write, run: Run) -> None:
    everywhere = '[check]\nseverity = { GWE101 = "warning" }\n'
    estate({**FILES, "gwe-lint.toml": everywhere + ESTATES + override('estates = ["lab"]', NOTE)})
    assert {("lab", "note"), ("prod", "warning")} == {(each[0], each[2]) for each in of_values(report(run))}
    assert [] == of_values(report(run, "--ignore", "GWE101"))


def test_a_rule_that_is_silent_in_development_speaks_where_an_override_says_so(estate: Write, run: Run) -> None:
    pacing = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n[service:wmsg]\n"
    laboratory = '[[estate]]\nname = "lab"\npaths = ["exports"]\nproduction = false\n'
    line = "wmsg.connector.defaultEngagementChannel=proactiveChat\n"
    files = {"exports/GWE.cfg": pacing + line, "exports/Chat.conf": "[endpoints:1]\nwebme=Q\n"}
    estate({**files, "gwe-lint.toml": laboratory})
    before = [each["severity"] for each in report(run, "--select", "GWE402")["findings"]]
    (estate({"gwe-lint.toml": laboratory + override('estates = ["lab"]', 'severity = { GWE402 = "note" }')}))
    after = [each["severity"] for each in report(run, "--select", "GWE402")["findings"]]
    assert ([], ["note"]) == (before, after)


@pytest.mark.parametrize(
    ("fail_on", "flags", "code"),
    [
        pytest.param('"never"', [], 1, id="errors elsewhere still fail"),
        pytest.param('"never"', ["exports/lab"], 0, id="alone it does not"),
        pytest.param('"never"', ["exports/lab", "--fail-on", "note"], 1, id="the flag wins"),
        pytest.param('"warning"', ["exports/lab"], 1, id="errors are beyond warnings"),
    ],
)
def test_an_estate_has_a_limit_of_its_own(estate: Write, run: Run, fail_on: str, flags: list[str], code: int) -> None:
    estate(with_estates(override('estates = ["lab"]', f"fail-on = {fail_on}")))
    assert code == run("check", *flags).code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("note", 1)])
def test_a_stricter_limit_fails_what_would_pass(estate: Write, run: Run, fail_on: str, code: int) -> None:
    estate(
        with_estates(
            override('applications = ["*"]', NOTE),
            override('applications = ["Chat_01"]', 'estates = ["lab"]', f'fail-on = "{fail_on}"'),
        )
    )
    assert code == run("check", "--select", "GWE101").code


def advice(found: Any) -> set[tuple[str, str]]:
    return {(each["estate"], each["rule"]) for each in found["findings"] if each["rule"] == "GWE423"}


BOTH = {("lab", "GWE423"), ("prod", "GWE423")}


@pytest.mark.parametrize(
    ("profile", "flags", "expected"),
    [
        pytest.param("advice", [], {("prod", "GWE423")}, id="advice in one estate"),
        pytest.param("advice", ["--profile", "default"], set(), id="the flag wins"),
        pytest.param("default", ["--profile", "advice"], BOTH, id="the flag wins, the other way"),
        pytest.param("default", ["--select", "GWE423"], BOTH, id="a rule that is selected by its id"),
    ],
)
def test_an_estate_has_a_profile_of_its_own(
    estate: Write, run: Run, profile: str, flags: list[str], expected: set[tuple[str, str]]
) -> None:
    estate(with_estates(override('estates = ["prod"]', f'profile = "{profile}"')))
    assert expected == advice(report(run, *flags))


def test_advice_is_off_in_one_estate(estate: Write, run: Run) -> None:
    own = override('estates = ["prod"]', 'profile = "default"')
    estate({**FILES, "gwe-lint.toml": '[check]\nprofile = "advice"\n' + ESTATES + own})
    found = report(run)
    assert {("lab", "GWE423")} == advice(found)
    off = {each["estate"] for each in found["not_evaluated"] if each["rule"] == "GWE245"}
    assert {"lab"} == off


@pytest.mark.parametrize(
    ("lines", "line", "problem"),
    [
        pytest.param(
            ['estates = ["lba"]', NOTE],
            10,
            "override for estates 'lba': no estate is called so (did you mean 'lab'?)",
            id="no estate",
        ),
        pytest.param(
            ['estates = ["lab"]', 'applications = ["Chat_03"]', NOTE],
            11,
            "override for applications 'Chat_03': no application of estate lab is called so (did you mean 'Chat_02'?)",
            id="no application",
        ),
        pytest.param(
            ['files = ["exports/old/*"]', NOTE],
            10,
            "override for files 'exports/old/*': no file of any estate fits it",
            id="no file",
        ),
        pytest.param(
            ['options = ["chat-server:settings/flex-*", "chat-server:setings/x"]', NOTE],
            10,
            "override for options 'chat-server:setings/x': no chat-server that it is for has or knows such an option",
            id="no option",
        ),
        pytest.param(
            ['applications = ["GWE"]', 'options = ["settings/flex-disconnect-timeout"]', NOTE],
            11,
            "override for options 'settings/flex-disconnect-timeout': no application that it is for has or knows such "
            "an option",
            id="an option of another application",
        ),
        pytest.param(
            ['applications = ["GWE"]', 'files = ["*.conf"]', NOTE],
            11,
            "override for files '*.conf': no application that it is for is in such a file",
            id="a file of another application",
        ),
    ],
)
def test_a_pattern_that_fits_nothing_is_a_finding(
    estate: Write, run: Run, lines: list[str], line: int, problem: str
) -> None:
    estate(with_estates(override(*lines)))
    found = [each for each in report(run)["findings"] if each["rule"] == "GWE904"]
    assert [(problem, "warning", "gwe-lint.toml", line)] == [
        (each["message"], each["severity"], each["path"], each["line"]) for each in found
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(['estates = ["lab"]', 'severity = { GWE208 = "note" }'], id="nothing to change"),
        pytest.param(
            ['options = ["chat-server:settings/session-restoration-mode"]', NOTE], id="an option that is not set"
        ),
    ],
)
def test_an_override_whose_places_are_there_is_no_finding(estate: Write, run: Run, lines: list[str]) -> None:
    estate(with_estates(override(*lines)))
    assert [] == [each for each in report(run)["findings"] if each["rule"] == "GWE904"]
    assert "override: gwe-lint.toml:9: 0 findings, 0 ignored (a reason)\n" in run("check", "--verbose").err


def test_without_configured_estates_an_absent_one_is_a_note(estate: Write, run: Run) -> None:
    estate({**FILES, "gwe-lint.toml": override('estates = ["lab"]', NOTE)})
    notes = {
        folder: [(f["message"], f["severity"]) for f in report(run, folder)["findings"] if f["rule"] == "GWE904"]
        for folder in ("exports/lab", "exports/prod")
    }
    message = "override for estates 'lab': no estate of this run is called so (known: prod)"
    assert {"exports/lab": [], "exports/prod": [(message, "note")]} == notes


def test_nothing_is_said_of_an_option_of_a_file_that_was_not_read_whole(estate: Write, run: Run) -> None:
    one = override('applications = ["Chat_01"]', 'options = ["settings/odd"]', NOTE)
    estate({**with_estates(one), "exports/lab/Chat_01.conf": f"{CHAT}no option\n"})
    assert [] == [each for each in report(run)["findings"] if each["rule"] == "GWE904"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param(
            ['severity = { GWE999 = "note" }'],
            "gwe-lint.toml:11: check.override.severity: no rule has the id or name 'GWE999'",
            id="a severity of no rule",
        ),
        pytest.param(
            ['ignore = ["queue-key-from"]'],
            "gwe-lint.toml:11: check.override.ignore: 'queue-key-from': no rule has this id, prefix of an id, or name "
            "(did you mean 'queue-key-form'?)",
            id="an ignored rule that is not there",
        ),
        pytest.param(
            ['ignore = ["GWE1"]', NOTE],
            "gwe-lint.toml:12: check.override: GWE101 is in ignore too: say one of both",
            id="two words on one rule",
        ),
        pytest.param(
            ['ignore = ["GWE001"]'],
            "gwe-lint.toml:11: check.override.ignore: GWE001 cannot be ignored: rules/files.toml:8 locks it, since a "
            "file with this problem is not checked whole",
            id="a locked rule",
        ),
        pytest.param(
            ['severity = { unreadable-line = "warning" }'],
            "gwe-lint.toml:11: check.override.severity: GWE001 cannot be lowered to warning: rules/files.toml:8 locks",
            id="a lowered lock",
        ),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("consistency",), ("compare", "lab", "prod"), ("rules",)])
def test_every_command_refuses_a_wrong_override(
    estate: Write, run: Run, command: tuple[str, ...], lines: list[str], problem: str
) -> None:
    estate(with_estates(override('estates = ["lab"]', *lines)))
    ran = run(*command)
    assert (2, True) == (ran.code, problem in ran.err), ran.err


def test_a_family_may_be_ignored_and_its_locked_rules_stay(estate: Write, run: Run) -> None:
    broken = {"exports/lab/Chat_01.conf": f"{CHAT}no option\n[endpoints:1]\n"}
    estate({**with_estates(override('estates = ["lab"]', 'ignore = ["GWE0"]')), **broken})
    assert {"GWE001"} == {each["rule"] for each in report(run)["findings"] if each["rule"].startswith("GWE0")}


def test_what_cannot_be_ignored_fails_by_the_limit_of_all(estate: Write, run: Run) -> None:
    broken = {"exports/lab/Chat_01.conf": "[endpoints:1]\nwebme=Q\nno option\n"}
    estate({**with_estates(override('estates = ["lab"]', 'fail-on = "never"', 'ignore = ["GWE1"]')), **broken})
    assert 1 == run("check", "exports/lab").code
    assert 0 == run("check", "exports/lab", "--fail-on", "never").code


def test_a_waiver_of_what_is_ignored_is_not_stale_and_a_known_finding_not_gone(estate: Write, run: Run) -> None:
    waiver = (
        '[[waiver]]\nrule = "GWE101"\napplication = "GWE"\nestate = "lab"\nreason = "r"\nowner = "o"\n'
        "expires = 2026-12-31\n"
    )
    estate({**with_estates(), "gwe-lint-waivers.toml": waiver})
    run("check", "--output", "json=known.json", "--as-of", "2026-11-30")
    estate({"gwe-lint.toml": ESTATES + override('estates = ["lab"]', 'ignore = ["GWE1"]')})
    found = report(run, "--known", "known.json", "--as-of", "2026-11-30")
    assert [] == [each for each in found["findings"] if each["rule"] in ("GWE901", "GWE902")]
    assert " gone" not in run("check", "--known", "known.json", "--as-of", "2026-11-30").err
    resolved = report(run, "--since", "known.json", "--as-of", "2026-11-30")
    assert ([], 3) == (resolved["resolved"], len(resolved["carried"]))


def test_fingerprints_do_not_depend_on_overrides(estate: Write, run: Run) -> None:
    twice = {"exports/lab/a/Chat_01.conf": CHAT, "exports/lab/b/Chat_01.conf": CHAT}
    estate({**with_estates(), **twice})
    before = {(each["rule"], each["path"], each["line"]): each["fingerprint"] for each in report(run)["findings"]}
    estate({"gwe-lint.toml": ESTATES + override('files = ["lab/a"]', 'ignore = ["GWE"]')})
    after = {(each["rule"], each["path"], each["line"]): each["fingerprint"] for each in report(run)["findings"]}
    assert after.items() <= before.items()
    assert len(after) < len(before)


MEMBERS = {"exports/Chat_01.conf": CHAT, "exports/Chat_02.conf": CHAT.replace("-5", "60")}
ESTATE = '[[estate]]\nname = "e"\npaths = ["exports"]\n'


class TestComparisons:
    """Severities and ignored rules count in comparisons too."""

    def test_members(self, estate: Write, run: Run) -> None:
        estate({**MEMBERS, "gwe-lint.toml": ESTATE})
        (found,) = json.loads(run("consistency", "-f", "json").out)["findings"]
        milder = override('options = ["chat-server:settings/*"]', f'severity = {{ {found["rule"]} = "note" }}')
        estate({"gwe-lint.toml": ESTATE + milder})
        (now,) = json.loads(run("consistency", "-f", "json").out)["findings"]
        assert ("warning", "note") == (found["severity"], now["severity"])

    def test_ignored_differences_are_counted(self, estate: Write, run: Run) -> None:
        estate({**MEMBERS, "gwe-lint.toml": ESTATE + override('applications = ["Chat_*"]', 'ignore = ["GWE8"]')})
        ran = run("consistency", "-f", "json")
        found = json.loads(ran.out)
        assert (0, [], 1) == (ran.code, found["findings"], found["drift"]["left_out"])

    def test_a_baseline(self, estate: Write, run: Run) -> None:
        estate({**MEMBERS, "gwe-lint.toml": ESTATE})
        run("snapshot", "--to", "baseline")
        lower = override('estates = ["e"]', 'files = ["Chat_02.conf"]', 'ignore = ["GWE8"]')
        changed = {name: text.replace("webme=Q", "webme=R") for name, text in MEMBERS.items()}
        estate({**changed, "gwe-lint.toml": ESTATE + lower})
        found = json.loads(run("drift", "--against", "baseline", "-f", "json").out)["findings"]
        assert ["Chat_01"] == [each["application"] for each in found]

    def test_what_fits_nothing_is_reported(self, estate: Write, run: Run) -> None:
        estate({**MEMBERS, "gwe-lint.toml": ESTATE + override('estates = ["x"]', 'ignore = ["GWE8"]')})
        rules = [each["rule"] for each in json.loads(run("consistency", "-f", "json").out)["findings"]]
        assert "GWE904" in rules

    def test_other_estates_were_not_read(self, estate: Write, run: Run) -> None:
        estate(with_estates(override('estates = ["lab"]', 'applications = ["Nobody"]', 'ignore = ["GWE8"]')))
        run("snapshot", "exports/prod", "--to", "baseline")
        found = json.loads(run("drift", "exports/prod", "--against", "baseline", "-f", "json").out)["findings"]
        assert [] == found


def test_text_and_list_of_rules_and_settings_say_where_it_was_decided(estate: Write, run: Run) -> None:
    own = '[check]\nprofile = "default"\nignore = ["GWE103"]\nseverity = { GWE105 = "note" }\n'
    milder = override('estates = ["lab"]', NOTE, 'ignore = ["GWE2"]', reason="values are tried")
    more = override('estates = ["prod"]', 'profile = "advice"')
    estate({**FILES, "gwe-lint.toml": own + ESTATES + milder + more})
    assert "   = override: gwe-lint.toml:13: values are tried\n" in run("check").out
    settings = {each["key"]: each for each in json.loads(run("config", "-f", "json").out)}
    assert {
        "key": "check.override[1]",
        "value": {
            "estates": ["lab"],
            "severity": {"GWE101": "note"},
            "ignore": ["GWE2"],
            "reason": "values are tried",
        },
        "origin": "gwe-lint.toml:13",
    } == settings["check.override[1]"]
    rules = {each["id"]: each for each in json.loads(run("rules", "-f", "json").out)}
    says = {"at": "gwe-lint.toml:13", "says": "note", "estates": ["lab"], "reason": "values are tried"}
    assert ("error", True, [says]) == tuple(rules["GWE101"][key] for key in ("severity", "on", "overrides"))
    decided = {
        id: (*rules[id]["decided_by"].values(), rules[id]["on"]) for id in ("GWE001", "GWE103", "GWE105", "GWE423")
    }
    assert {
        "GWE001": ("lock", "rules/files.toml:8", True),
        "GWE103": ("check.ignore", "gwe-lint.toml:3", False),
        "GWE105": ("check.severity", "gwe-lint.toml:4", True),
        "GWE423": ("profile", "gwe-lint.toml:2", False),
    } == decided
    lines = {line[:6]: line for line in run("rules").out.splitlines()}
    assert lines["GWE101"].endswith("(note: override gwe-lint.toml:13)")
    assert lines["GWE202"].endswith("(ignored: override gwe-lint.toml:13)")
    assert lines["GWE103"].endswith("(off: check.ignore gwe-lint.toml:3)")
    assert lines["GWE105"].split()[1] == "note"
    assert lines["GWE423"].endswith("(on: override gwe-lint.toml:18)")


def test_hostile_patterns_take_no_time(estate: Write, run: Run) -> None:
    pattern = "*a" * 2_000 + "*b"
    name = "a" * 200
    lines = [f'{key} = ["{text}"]' for key, text in (("applications", pattern), ("files", f"{pattern}/{pattern}"))]
    both = [override(line, NOTE) for line in lines]
    files = {f"exports/{name}{number}.conf": CHAT for number in range(20)}
    estate({**files, "gwe-lint.toml": "".join(both) + override(f'options = ["{pattern}/{pattern}"]', NOTE)})
    before = process_time()
    found = report(run)
    assert process_time() - before < 10
    assert 20 == len(of_values(found))


def test_the_documented_example_is_read(estate: Write, run: Run) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(\[\[check\.override\]\].*?)```", guide, re.DOTALL)
    estate({"gwe-lint.toml": example})
    rows = [each for each in json.loads(run("config", "-f", "json").out) if each["key"].startswith("check.override")]
    assert example.count("[[") == len(rows) == 3
    assert 3 == run("check").code
