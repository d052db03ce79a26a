"""``simulate``: what an import or a branch would do, with its exit codes, in every format."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.reports import FORMATS
from tests.builders import backend, chat, confdata
from tests.conftest import Golden, Ran, Run, Write, without_provenance
from tests.htmlpage import page_of

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "simulate"
WES = "wes.connector.chatServer."
BACKEND = f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n"
ESTATE = {
    "est/GWE_Backend.cfg": BACKEND,
    "est/ChatServer_01.cfg": "[endpoints:1]\nwebme=Q\nweb2=Q\ndefault=Q\n",
    "est/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\ndefault=Q\n",
}
TO_WEB2 = {"change/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:web2\n"}
WEB2_ON_02 = {"good/ChatServer_02.cfg": "[endpoints:1]\nweb2=Q\n"}
IMPORT = ("simulate", "est", "--import", "change/GWE_Backend.cfg")


def report(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def of(found: dict[str, Any], rule: str) -> list[str]:
    """The statuses of the findings of a rule."""
    return [each["status"] for each in found["findings"] if each["rule"] == rule]


def test_a_change_that_loses_chats_fails_and_says_where(estate: Write, run: Run) -> None:
    estate({**ESTATE, **TO_WEB2})
    ran = run(*IMPORT)
    assert ran.code == 1
    assert "LOSES CHATS  chats lost on 1 way, 1 error added" in ran.out
    assert "lost    GWE_Backend over ChatServer_02 to 1:web2" in ran.out
    found = report(run(*IMPORT, "-f", "json"))
    assert of(found, "GWE203") == ["new"]
    (lost,) = found["chats"]["lost"]
    assert (lost["client"], lost["chat_server"], lost["hop"]) == ("GWE_Backend", "ChatServer_02", "endpoint")
    assert lost["reason"] == "no endpoint 'web2' in [endpoints:1]"
    assert found["exit_code"] == 1


def test_the_same_change_with_what_it_needs_adds_nothing_wrong(estate: Write, run: Run) -> None:
    estate({**ESTATE, **TO_WEB2, **WEB2_ON_02})
    ran = run(*IMPORT, "--import", "good")
    assert ran.code == 0
    assert ran.out.startswith("ADDS NOTHING WRONG    exit 0\n")


def test_chats_that_a_change_brings_back_are_gained(estate: Write, run: Run) -> None:
    estate({**ESTATE, "est/GWE_Backend.cfg": BACKEND.replace("1:webme", "1:web2"), **WEB2_ON_02})
    found = report(run("simulate", "est", "--import", "good/ChatServer_02.cfg", "-f", "json"))
    assert found["exit_code"] == 0
    (gained,) = found["chats"]["gained"]
    assert (gained["chat_server"], gained["hop"]) == ("ChatServer_02", "endpoint")
    assert [each["rule"] for each in found["resolved"]] == ["GWE203"]
    assert found["resolved"][0]["status"] == "resolved"


def test_what_was_wrong_before_does_not_count(estate: Write, run: Run) -> None:
    wrong = f"{BACKEND}{WES}refreshPeriod=60\n"
    estate({**ESTATE, "est/GWE_Backend.cfg": wrong, "c/GWE_Backend.cfg": f"[service:wes]\n{WES}requestPoolSize=20\n"})
    ran = run("simulate", "est", "--import", "c/GWE_Backend.cfg")
    assert ran.code == 0
    assert "unchanged[GWE101]: refreshPeriod is '60'" in ran.out


def test_an_unchanged_finding_that_says_something_else_tells_both(estate: Write, run: Run) -> None:
    wrong = f"{BACKEND}{WES}refreshPeriod=60\n"
    estate({**ESTATE, "est/GWE_Backend.cfg": wrong, "c/GWE_Backend.cfg": f"[service:wes]\n{WES}refreshPeriod=70\n"})
    ran = run("simulate", "est", "--import", "c/GWE_Backend.cfg")
    assert ran.code == 0
    assert "was  refreshPeriod is '60'" in ran.out
    found = report(run("simulate", "est", "--import", "c/GWE_Backend.cfg", "-f", "json"))
    (finding,) = [each for each in found["findings"] if each["rule"] == "GWE101"]
    assert (finding["status"], finding["value"], finding["known"]) == ("unchanged", "70", True)
    assert "'60'" in finding["was"]["message"]


@pytest.mark.parametrize("more", [(), ("--mode", "replace")], ids=["merge", "replace"])
def test_the_other_mode_is_said_where_it_differs(estate: Write, run: Run, more: tuple[str, ...]) -> None:
    estate({**ESTATE, "c/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\n"})
    found = report(run("simulate", "est", "--import", "c/ChatServer_02.cfg", *more, "-f", "json"))
    removed = [(each["option"], each["after"]) for each in found["changes"]]
    assert removed == ([("default", None)] if more else [])
    assert [each["options"] for each in found["other_mode"]] == [["[endpoints:1] default"]]


def test_a_replacement_removes_what_the_file_lacks(estate: Write, run: Run) -> None:
    estate({**ESTATE, "c/ChatServer_02.cfg": "[endpoints:1]\ndefault=Q\n"})
    arguments = ("simulate", "est", "--import", "c/ChatServer_02.cfg")
    assert run(*arguments).code == 0
    assert run(*arguments, "--mode", "replace").code == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"c/GWE_Backnd.cfg": "[a]\nb=c\n"}, "did you mean 'GWE_Backend'?", id="a name that is misspelt"),
        pytest.param(
            {"c/CfgApplication_options_131.cfg": "[a]\nb=c\n"}, "application 'DBID 131'", id="an unknown DBID"
        ),
        pytest.param({"c/gone.cfg": None}, "no such file", id="no file"),
        pytest.param({"c/x.cfg": b"PK\x03\x04rest"}, "this is a ZIP archive", id="an archive"),
    ],
)
def test_a_file_that_cannot_be_applied_is_an_error(
    estate: Write, run: Run, change: dict[str, str | bytes | None], words: str
) -> None:
    estate({**ESTATE, **{name: text for name, text in change.items() if text is not None}})
    ran = run("simulate", "est", "--import", *change)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert next(iter(change)) in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name a change: --import FILE, or --git BASE"),
        (("--import", "change/GWE_Backend.cfg", "--git", "HEAD"), "exclude each other"),
        (("--import", "change/GWE_Backend.cfg", "--for", "GWE_Backend"), "expected NAME=FILE"),
        (("--import", "change/GWE_Backend.cfg", "--for", "X=other.cfg"), "is no file of --import"),
        (("--import", "change/GWE_Backend.cfg", "--for", "X=change/GWE_Backend.cfg"), "no application 'X'"),
        (("--import", "empty"), "there is no file to import in this folder"),
    ],
)
def test_wrong_arguments_are_errors(estate: Write, run: Run, arguments: tuple[str, ...], words: str) -> None:
    (estate({**ESTATE, **TO_WEB2}) / "empty").mkdir()
    ran = run("simulate", "est", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_for_says_which_application_a_file_is_for(estate: Write, run: Run) -> None:
    estate({**ESTATE, "c/ticket-4711.cfg": TO_WEB2["change/GWE_Backend.cfg"]})
    named = ("--for", "GWE_Backend=c/ticket-4711.cfg")
    assert run("simulate", "est", "--import", "c/ticket-4711.cfg", *named).code == 1


def test_rows_that_delete_take_away_and_the_finding_stands_in_them(estate: Write, run: Run) -> None:
    estate({**ESTATE, "c/GWE_Backend.csv": f"Action,Section,Option,Value\nDELETE,service:wes,{WES}queueKey,\n"})
    found = report(run("simulate", "est", "--import", "c/GWE_Backend.csv", "-f", "json"))
    (finding,) = [each for each in found["findings"] if each["rule"] == "GWE102"]
    assert (finding["path"], finding["line"], finding["option"]) == ("c/GWE_Backend.csv", 2, f"{WES}queueKey")
    assert sorted((each["chat_server"], each["hop"]) for each in found["chats"]["lost"]) == [
        ("ChatServer_01", "queueKey"),
        ("ChatServer_02", "queueKey"),
    ]


def test_what_is_removed_from_a_selection_is_certainly_gone(estate: Write, run: Run) -> None:
    files = {"est/GWE_Backend.cfg": BACKEND, "est/CfgApplication_options_201.cfg": "[endpoints:1]\nwebme=Q\n"}
    rows = "Action,Section,Option,Value\nDELETE,endpoints:1,webme,\n"
    estate({**files, "c/CfgApplication_options_201.csv": rows})
    found = report(run("simulate", "est", "--import", "c/CfgApplication_options_201.csv", "-f", "json"))
    assert [each["hop"] for each in found["chats"]["lost"]] == ["endpoint"]


UPDATE = """<CfgData><CfgReference><CfgServerRef id="S" name="Chat_201"/></CfgReference><CfgUpdate>
<CfgServerUpdate DBIDref="S">
<options action="change"><list_pair key="endpoints:1"><str_pair key="webme" value="Q2"/></list_pair></options>
{more}
</CfgServerUpdate></CfgUpdate></CfgData>
"""


def test_an_update_of_an_object_is_laid_over_it(estate: Write, run: Run) -> None:
    objects = confdata([backend(201), chat(201)])
    estate({**{f"est/{name}": text for name, text in objects.items()}, "c/update.xml": UPDATE.format(more="")})
    found = report(run("simulate", "est", "--import", "c/update.xml", "-f", "json"))
    assert of(found, "GWE204") == ["new"]
    assert [(each["application"], each["before"], each["after"]) for each in found["changes"]] == [
        ("Chat_201", "Q", "Q2")
    ]
    assert found["exit_code"] == 1


def test_what_an_update_changes_beside_options_is_not_known(estate: Write, run: Run) -> None:
    objects = confdata([backend(201), chat(201)])
    update = UPDATE.format(more='<appServerDBIDs action="delete"/>').replace("Q2", "Q")
    estate({**{f"est/{name}": text for name, text in objects.items()}, "c/update.xml": update})
    ran = run("simulate", "est", "--import", "c/update.xml", "-f", "json")
    assert any("also changes appServerDBIDs" in each for each in report(ran)["unknown"])
    assert ran.code == 3


def test_an_object_that_a_change_removes_stays_and_that_is_said(estate: Write, run: Run) -> None:
    objects = confdata([backend(201), chat(201)])
    removal = '</CfgUpdate><CfgRemove><CfgServerRef id="T" name="GWE"/></CfgRemove></CfgData>'
    update = UPDATE.format(more="").replace("Q2", "Q").replace("</CfgUpdate></CfgData>", removal)
    estate({**{f"est/{name}": text for name, text in objects.items()}, "c/update.xml": update})
    ran = run("simulate", "est", "--import", "c/update.xml")
    assert ran.code == 3
    assert "not checked: c/update.xml: it also removes GWE, which was not laid over" in ran.err


def test_a_replacement_leaves_what_is_no_string(estate: Write, run: Run) -> None:
    (name, text), *_ = confdata([chat(201)]).items()
    with_number = text.replace('<str_pair key="webme"', '<int_pair key="n" value="5"/><str_pair key="webme"')
    estate({f"est/{name}": with_number, "c/Chat_201.cfg": "[log]\nverbose=trace\n"})
    arguments = ("simulate", "est", "--import", "c/Chat_201.cfg", "--mode", "replace", "-f", "json")
    assert [each["option"] for each in report(run(*arguments))["changes"]] == ["verbose", "webme"]


def test_no_report_is_written_over_a_file_of_the_change(estate: Write, run: Run) -> None:
    folder = estate({**ESTATE, **TO_WEB2})
    ran = run(*IMPORT, "--output", "json=change/GWE_Backend.cfg")
    assert ran.code == 2
    assert (folder / "change/GWE_Backend.cfg").read_text(encoding="utf-8") == TO_WEB2["change/GWE_Backend.cfg"]


def test_a_waiver_holds_for_what_a_change_adds(estate: Write, run: Run) -> None:
    entry = 'rule = "GWE203"\nreason = "r"\nowner = "o"\ncreated = 2026-11-01\nexpires = 2026-12-31\n'
    wrong = f"[service:wes]\n{WES}refreshPeriod=60\n"
    waiver = f"[[waiver]]\n{entry.replace('GWE203', 'GWE101')}"
    estate({**ESTATE, "change/GWE_Backend.cfg": wrong, "accepted.toml": waiver})
    assert run(*IMPORT).code == 1
    ran = run(*IMPORT, "--waivers", "accepted.toml", "--as-of", "2026-11-20")
    assert ran.code == 0
    assert "waived[GWE101]" in ran.out


def test_a_dbid_beats_the_name_of_a_file(estate: Write, run: Run) -> None:
    objects = confdata([backend(201), chat(201)])
    estate({**{f"est/{name}": text for name, text in objects.items()}, "c/CfgApplication_x_201.cfg": "[log]\nall=x\n"})
    found = report(run("simulate", "est", "--import", "c/CfgApplication_x_201.cfg", "-f", "json"))
    assert [each["application"] for each in found["changes"]] == ["Chat_201"]


def test_what_is_set_already_and_what_is_the_default_change_nothing(estate: Write, run: Run) -> None:
    same = "[endpoints:1]\nwebme=Q\n\n[settings]\nsession-restoration-mode=none\n"
    estate({**ESTATE, "c/ChatServer_02.cfg": same})
    found = report(run("simulate", "est", "--import", "c/ChatServer_02.cfg", "-f", "json"))
    assert [(each["option"], each["reason"]) for each in found["without_effect"]] == [
        ("webme", "it is 'Q' already"),
        ("session-restoration-mode", "'none' is the documented default, which acts already"),
    ]
    assert [each["section"] for each in found["new_sections"]] == ["settings"]


def test_of_two_files_the_later_one_counts(estate: Write, run: Run) -> None:
    estate({**ESTATE, **TO_WEB2, "later/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n"})
    found = report(run(*IMPORT, "--import", "later/GWE_Backend.cfg", "-f", "json"))
    assert found["exit_code"] == 0
    assert [each["reason"] for each in found["without_effect"]] == [
        "later/GWE_Backend.cfg sets it again, and counts",
        "it is '1:webme' already",
    ]


def test_what_nobody_knows_of_an_import_is_said(estate: Write, run: Run) -> None:
    estate({**ESTATE, "c/ChatServer_02.cfg": "[endpoints:1]\n#webme=Q2\n\n[security]\npassword=****\n"})
    unknown = report(run("simulate", "est", "--import", "c/ChatServer_02.cfg", "-f", "json"))["unknown"]
    assert any("c/ChatServer_02.cfg:2 begins with # or ;" in each for each in unknown)
    assert any("password is masked" in each for each in unknown)


def test_a_file_that_is_called_annex_may_hold_the_annex(estate: Write, run: Run) -> None:
    objects = confdata([backend(201), chat(201)])
    name = "c/CfgApplication_annex_201.cfg"
    estate({**{f"est/{file}": text for file, text in objects.items()}, name: "[endpoints:1]\nwebme=Q\n"})
    unknown = report(run("simulate", "est", "--import", name, "-f", "json"))["unknown"]
    assert any(f"{name} is called annex" in each for each in unknown)


def test_an_option_that_could_not_be_read_is_no_reason_for_a_loss(estate: Write, run: Run) -> None:
    broken = b"[endpoints:1]\nwebme=Q\nweb\xff2=Q\ndefault=Q\n"
    estate({**ESTATE, "est/ChatServer_02.cfg": broken, **TO_WEB2})
    found = report(run(*IMPORT, "-f", "json"))
    assert found["chats"]["lost"] == []
    assert of(found, "GWE203") == []


def test_a_malformed_line_of_a_change_is_a_finding_in_it(estate: Write, run: Run) -> None:
    estate({**ESTATE, "change/GWE_Backend.cfg": "[service:wes]\n<<<<<<< HEAD\n"})
    found = report(run(*IMPORT, "-f", "json"))
    assert [(each["path"], each["line"]) for each in found["findings"] if each["rule"] == "GWE001"] == [
        ("change/GWE_Backend.cfg", 2)
    ]
    assert found["exit_code"] == 1


def test_a_change_of_what_is_only_declared_is_all_that_is_known_of_it(estate: Write, run: Run) -> None:
    declared = '[[estate.application]]\nname = "ChatServer_09"\ntype = "chat-server"\n'
    table = f'[[estate]]\nname = "e"\npaths = ["est"]\n\n{declared}'
    estate({**ESTATE, "gwe-lint.toml": table, "c/ChatServer_09.cfg": "[endpoints:1]\nwebme=Q\n"})
    found = report(run("simulate", "--import", "c/ChatServer_09.cfg", "-f", "json"))
    assert [(each["application"], each["option"]) for each in found["changes"]] == [("ChatServer_09", "webme")]
    assert found["chats"]["lost"] == []


TWO = {f"{name}/{file.removeprefix('est/')}": text for name in ("prod", "uat") for file, text in ESTATE.items()}


def test_an_application_of_two_estates_has_to_be_named(estate: Write, run: Run) -> None:
    estate({**TWO, **TO_WEB2})
    ran = run("simulate", "prod", "uat", "--import", "change/GWE_Backend.cfg")
    assert ran.code == 2
    assert "prod/GWE_Backend and uat/GWE_Backend may be meant" in ran.err
    named = ("--for", "uat/GWE_Backend=change/GWE_Backend.cfg")
    found = report(run("simulate", "prod", "uat", "--import", "change/GWE_Backend.cfg", *named, "-f", "json"))
    assert {each["estate"] for each in found["chats"]["lost"]} == {"uat"}


def test_the_folder_of_a_fragment_names_its_estate(estate: Write, run: Run) -> None:
    estate({**TWO, "plan/uat/GWE_Backend.cfg": TO_WEB2["change/GWE_Backend.cfg"]})
    found = report(run("simulate", "prod", "uat", "--import", "plan", "-f", "json"))
    assert {each["estate"] for each in found["chats"]["lost"]} == {"uat"}
    assert found["summary"]["estates"] == 2


def test_what_drift_wrote_to_restore_a_baseline_can_be_simulated(estate: Write, run: Run) -> None:
    estate({**ESTATE, **{name.replace("est/", "approved/"): text for name, text in ESTATE.items()}})
    Path("est/GWE_Backend.cfg").write_text(BACKEND.replace("1:webme", "1:nosuch"), encoding="utf-8")
    run("drift", "est", "--against", "approved", "--remediate", "fix")
    found = report(run("simulate", "est", "--import", "fix", "--against", "approved", "-f", "json"))
    assert found["exit_code"] == 0
    assert {each["rule"] for each in found["resolved"]} >= {"GWE202", "GWE801"}
    assert found["simulation"]["against"] == "approved"


def test_drift_that_a_change_brings_is_new(estate: Write, run: Run) -> None:
    estate({**ESTATE, **{name.replace("est/", "approved/"): text for name, text in ESTATE.items()}, **TO_WEB2})
    found = report(run(*IMPORT, "--against", "approved", "-f", "json"))
    assert of(found, "GWE801") == ["new"]


def test_a_file_of_the_change_below_the_path_is_no_export_as_well(estate: Write, run: Run) -> None:
    estate({**ESTATE, "est/change/GWE_Backend.cfg": TO_WEB2["change/GWE_Backend.cfg"]})
    found = report(run("simulate", "est", "--import", "est/change/GWE_Backend.cfg", "-f", "json"))
    assert of(found, "GWE013") == []
    assert len(found["chats"]["lost"]) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [(("--fail-on", "never"), 0), (("--exit-zero",), 0), (("--fail-on", "warning"), 1), (("--strict",), 1)],
)
def test_exit_codes_that_flags_ask_for(estate: Write, run: Run, more: tuple[str, ...], code: int) -> None:
    estate({**ESTATE, **TO_WEB2})
    assert run(*IMPORT, *more).code == code


def test_coverage_counts_as_in_a_check(estate: Write, run: Run) -> None:
    estate({"est/GWE_Backend.cfg": BACKEND, "c/GWE_Backend.cfg": f"[service:wes]\n{WES}requestPoolSize=20\n"})
    assert run("simulate", "est", "--import", "c/GWE_Backend.cfg").code == 3


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_shows_a_secret_of_a_change(estate: Write, run: Run, format: str) -> None:
    password = "Hunter2-" + "of-the-change"
    estate({**ESTATE, "c/GWE_Backend.cfg": f"[security]\npassword={password}\nuser-id=u\n"})
    ran = run("simulate", "est", "--import", "c/GWE_Backend.cfg", "-f", format)
    assert password not in ran.out + ran.err


def git(*arguments: str) -> None:
    names = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], check=True, capture_output=True, env={**os.environ, **names})


@pytest.mark.parametrize("path", ["est", "."])
def test_a_branch_is_compared_with_its_base(estate: Write, run: Run, path: str) -> None:
    wrong = f"{BACKEND}{WES}refreshPeriod=60\n"
    estate({**ESTATE, "est/GWE_Backend.cfg": wrong})
    git("init", "-q", ".")
    git("add", "-A")
    git("commit", "-qm", "1")
    Path("est/GWE_Backend.cfg").write_text(wrong.replace("1:webme", "1:webmee"), encoding="utf-8")
    found = report(run("simulate", path, "--git", "HEAD", "-f", "json"))
    assert (found["exit_code"], of(found, "GWE202"), of(found, "GWE101")) == (1, ["new"], ["unchanged"])
    assert [(each["before"], each["after"]) for each in found["changes"]] == [("1:webme", "1:webmee")]
    assert len(found["chats"]["lost"]) == 2
    Path("est/GWE_Backend.cfg").write_text(wrong.replace("=60", "=3"), encoding="utf-8")
    ran = run("simulate", path, "--git", "HEAD")
    assert ran.code == 0
    assert "resolved[GWE101]" in ran.out
    assert "--> HEAD:est/GWE_Backend.cfg:4" in ran.out


def test_a_base_that_git_does_not_have_is_an_error(estate: Write, run: Run) -> None:
    estate(ESTATE)
    git("init", "-q", ".")
    ran = run("simulate", "est", "--git", "nosuch")
    assert ran.code == 2
    assert "--git" in ran.err
    assert "--against" not in ran.err


def test_a_server_that_a_branch_adds_and_forgets_loses_chats(estate: Write, run: Run) -> None:
    estate(ESTATE)
    git("init", "-q", ".")
    git("add", "-A")
    git("commit", "-qm", "1")
    Path("est/ChatServer_03.cfg").write_text("[endpoints:1]\ndefault=Q\n", encoding="utf-8")
    found = report(run("simulate", "est", "--git", "HEAD", "-f", "json"))
    assert [each["chat_server"] for each in found["chats"]["lost"]] == ["ChatServer_03"]
    assert ("ChatServer_03", "export") in [(each["application"], each["option"]) for each in found["changes"]]
    Path("est/ChatServer_03.cfg").unlink()
    Path("est/ChatServer_02.cfg").unlink()
    found = report(run("simulate", "est", "--git", "HEAD", "-f", "json"))
    assert (found["chats"]["ended"], found["chats"]["lost"]) == ([], [])


def test_sarif_has_new_findings_in_the_lines_of_the_change(estate: Write, run: Run) -> None:
    estate({**ESTATE, **TO_WEB2, "est/GWE_Backend.cfg": f"{BACKEND}{WES}refreshPeriod=60\n"})
    (found,) = report(run(*IMPORT, "-f", "sarif"))["runs"]
    (result,) = found["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("change/GWE_Backend.cfg", 2)
    told = [each["message"]["text"] for each in found["invocations"][0]["toolExecutionNotifications"]]
    assert any(each.startswith("Chats of GWE_Backend over ChatServer_02 are lost at endpoint") for each in told)


def test_formats_for_programs_have_what_is_new(estate: Write, run: Run) -> None:
    estate({**ESTATE, **TO_WEB2, "est/GWE_Backend.cfg": f"{BACKEND}{WES}refreshPeriod=60\n"})
    assert [each["check_name"] for each in json.loads(run(*IMPORT, "-f", "gitlab").out)] == ["GWE203"]
    github = run(*IMPORT, "-f", "github").out.splitlines()
    assert github[0].startswith("::error title=chats are lost::Chats of GWE_Backend over ChatServer_02")
    assert len(github) == 2
    junit = run(*IMPORT, "-f", "junit").out
    assert 'name="gwe-lint simulate"' in junit
    assert '<testcase classname="gwe-lint.chats" name="Chats of GWE_Backend over ChatServer_02' in junit
    lines = run(*IMPORT, "-f", "concise").out.splitlines()
    assert [line.split()[1] for line in lines] == ["error", "unchanged"]
    statuses = [json.loads(line)["status"] for line in run(*IMPORT, "-f", "jsonl").out.splitlines()]
    assert statuses == ["new", "unchanged"]


def test_the_page_has_the_chats_first(estate: Write, run: Run) -> None:
    estate({**ESTATE, **TO_WEB2})
    page = page_of(run(*IMPORT, "-f", "html").out)
    assert "LOSES CHATS: chats lost on 1 way, 1 error added" in page.text
    headings = page.texts_of("h2")
    assert headings.index("Chats") < headings.index("New findings by cause") < headings.index("What changes")


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
@pytest.mark.parametrize("change", ["wrong", "right"])
def test_whole_reports_of_the_examples(
    run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch, change: str, format: str
) -> None:
    monkeypatch.chdir(ROOT)
    select = ("--select", "GWE203,GWE205")
    ran = run("simulate", "examples/cluster", "--import", f"examples/changes/{change}", "-f", format, *select)
    assert ran.code == (1 if change == "wrong" else 0)
    golden(GOLDEN / f"{change}.{format}", without_provenance(ran.out) if format == "json" else ran.out)
