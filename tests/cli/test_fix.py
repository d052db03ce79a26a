"""``fix``: what would resolve the findings, each fix tried; shown, as a diff, as a plan, and written in place."""

import codecs
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from gwe_lint.authoring.report_schema import report_schema
from gwe_lint.changes import order
from gwe_lint.paths import WRITTEN_MARK
from tests.builders import backend, chat, confdata
from tests.changes.importer import with_fragment
from tests.conftest import Golden, Ran, Run, Write

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "plan"
WES = "wes.connector.chatServer."
BACKEND = f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n"
CHAT = "[endpoints:1]\nwebme=Q\ndefault=Q\n"
TYPO = {
    "est/GWE_Backend.cfg": BACKEND.replace("1:webme", "1:webmee"),
    "est/ChatServer_01.cfg": CHAT,
    "est/ChatServer_02.cfg": CHAT,
}
FORGOTTEN = {
    "est/GWE_Backend.cfg": BACKEND,
    "est/ChatServer_01.cfg": CHAT,
    "est/ChatServer_02.cfg": "[endpoints:1]\ndefault=Q\n",
}
FIX = ("fix", "est", "--isolated", "--unsafe")


def report(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def written(folder: Path) -> dict[str, str]:
    """The text of all files below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_probable_fix_is_held_back_until_it_is_wanted(estate: Write, run: Run) -> None:
    estate(TYPO)
    ran = run("fix", "est", "--isolated")
    assert ran.code == 1
    assert ran.out.startswith("NOTHING TO FIX  1 finding left    exit 1\n")
    assert "1 probable fix that would resolve 1 finding is held back: --unsafe takes it" in ran.out
    ran = run(*FIX)
    assert ran.code == 0
    assert ran.out.startswith("WOULD FIX  1 finding by 1 change in 1 application    exit 0\n\nGWE_Backend\n")
    assert "    '1:webmee' -> '1:webme'  (probable)\n    resolves GWE202 queueKey '1:webmee'" in ran.out


def test_a_typo_as_a_diff(estate: Write, run: Run) -> None:
    estate(TYPO)
    assert run(*FIX, "--diff").out.splitlines() == [
        "--- est/GWE_Backend.cfg",
        "+++ est/GWE_Backend.cfg",
        "@@ -1,3 +1,3 @@",
        " [service:wes]",
        f"-{WES}queueKey=1:webmee",
        f"+{WES}queueKey=1:webme",
        f" {WES}queueWebengagement=Q",
    ]


def test_a_typo_as_a_plan_that_simulates_well(estate: Write, run: Run) -> None:
    folder = estate(TYPO)
    assert run(*FIX, "--to", "plan").code == 0
    files = written(folder / "plan")
    assert list(files) == [WRITTEN_MARK, "GWE_Backend.cfg", "plan.md", "rollback/GWE_Backend.cfg"]
    assert files["GWE_Backend.cfg"] == f"[service:wes]\n{WES}queueKey=1:webme\n"
    assert files["rollback/GWE_Backend.cfg"] == f"[service:wes]\n{WES}queueKey=1:webmee\n"
    assert "none loses chats that arrive before it" in files["plan.md"]
    ran = run("simulate", "est", "--isolated", "--import", "plan", "-f", "json")
    assert ran.code == 0
    assert [each["rule"] for each in report(ran)["resolved"]] == ["GWE202"]


def test_an_endpoint_that_one_server_lacks_is_defined_there(estate: Write, run: Run) -> None:
    folder = estate(FORGOTTEN)
    assert run(*FIX, "--to", "plan").code == 0
    files = written(folder / "plan")
    assert files["ChatServer_02.cfg"] == "[endpoints:1]\nwebme=Q\n"
    assert "import `ChatServer_02.cfg` into `ChatServer_02`" in files["plan.md"]
    assert "ChatServer_02: [endpoints:1] webme is not set now: remove it" in files["rollback/manual.txt"]
    assert "rollback/ChatServer_02.cfg" not in files


BOTH = TYPO | {"est/ChatServer_02.cfg": "[endpoints:1]\ndefault=Q\n"}


def test_what_a_fix_would_bring_is_put_right_with_it(estate: Write, run: Run) -> None:
    """The endpoint that is nearly called so is not on every Chat Server: it is defined there first."""
    folder = estate(BOTH)
    (fix,) = report(run(*FIX, "--to", "plan", "-f", "json"))["fixes"]
    assert [(each["application"], each["before"], each["after"]) for each in fix["changes"]] == [
        ("GWE_Backend", "1:webmee", "1:webme"),
        ("ChatServer_02", None, "Q"),
    ]
    plan = (folder / "plan" / "plan.md").read_text()
    assert 0 < plan.index("import `ChatServer_02.cfg`") < plan.index("import `GWE_Backend.cfg`")
    checked = report(run("check", "est", "--isolated", "--fixes", "-f", "json"))
    assert [len(each["fix"]["changes"]) for each in checked["findings"] if each["rule"] == "GWE202"] == [2]


def test_check_says_how_much_a_tried_fix_resolves(estate: Write, run: Run) -> None:
    estate(TYPO)
    proposed, tried = (report(run("check", "est", "--isolated", "-f", "json", *more)) for more in ((), ("--fixes",)))
    assert [("resolves" in each["fix"]) for each in proposed["findings"]] == [False]
    assert [each["fix"]["resolves"] for each in tried["findings"]] == [1]
    assert "(probable, tried: resolves 1 finding)" in run("check", "est", "--isolated", "--fixes").out


def test_what_is_left_is_said_with_why(estate: Write, run: Run) -> None:
    folder = estate(TYPO | {"est/GWE_Backend.cfg": TYPO["est/GWE_Backend.cfg"] + f"{WES}identifyCreateContact=7\n"})
    ran = run(*FIX, "--to", "plan")
    assert ran.code == 1
    assert "Needs a person\n  error[GWE101]: identifyCreateContact is '7'" in ran.out
    assert "    no fix is known\n" in ran.out
    manual = (folder / "plan" / "manual.txt").read_text()
    assert "GWE_Backend: GWE101 identifyCreateContact is '7'" in manual
    assert run(*FIX, "--fail-on", "never").code == 0


@pytest.mark.parametrize(
    ("section", "rule"), [("endpoints:Environment", "GWE209"), ("endpoint:1", "GWE103"), ("Endpoints:1", "GWE103")]
)
def test_the_options_of_a_section_with_another_name_are_moved(estate: Write, run: Run, section: str, rule: str) -> None:
    estate(
        {"est/ChatServer_01.cfg": f"[settings]\nflex-disconnect-timeout=60\n\n[{section}]\nwebme=Q\n[endpoints:101]\n"}
    )
    found = report(run(*FIX, "-f", "json"))
    assert [rule] == [each["rule"] for offer in found["fixes"] for each in offer["findings"]]
    assert run(*FIX, "--write").code == 0
    assert "[endpoints:1]\nwebme=Q\n" in Path("est/ChatServer_01.cfg").read_text()
    assert not report(run("check", "est", "-f", "json"))["findings"]


def test_an_empty_section_with_another_name_is_no_finding(estate: Write, run: Run) -> None:
    estate({"est/ChatServer_01.cfg": f"{CHAT}[endpoints:Environment]\n[endpoint:101]\n[Settings]\n"})
    assert not report(run("check", "est", "-f", "json"))["findings"]


def test_an_endpoint_in_other_capitals_is_renamed_and_not_doubled(estate: Write, run: Run) -> None:
    estate({**FORGOTTEN, "est/ChatServer_02.cfg": CHAT.replace("webme", "WebMe")})
    (finding,) = report(run("check", "est", "--isolated", "-f", "json"))["findings"]
    assert finding["help"].endswith("as on ChatServer_01, in place of WebMe")
    assert run(*FIX, "--write").code == 0
    assert sorted(Path("est/ChatServer_02.cfg").read_text().split()) == ["[endpoints:1]", "default=Q", "webme=Q"]
    assert not report(run("check", "est", "--isolated", "-f", "json"))["findings"]


def test_chats_that_can_be_followed_afterwards_make_no_run_incomplete(estate: Write, run: Run) -> None:
    estate({**TYPO, "est/GWE_Backend.cfg": BACKEND.replace("1:webme", "1: webme")})
    assert run("check", "est", "--isolated").code == 1
    ran = run(*FIX, "-f", "json")
    found = report(ran)
    assert (0, 1, []) == (ran.code, found["coverage"]["followed"], found["coverage"]["missing"])
    assert "not followed" not in ran.err


def test_a_finding_behind_one_that_goes_is_left(estate: Write, run: Run) -> None:
    estate({**FORGOTTEN, "est/ChatServer_02.cfg": CHAT.replace("endpoints:1", "endpoint:1")})
    assert ["GWE203"] == [each["rule"] for each in report(run("check", "est", "--isolated", "-f", "json"))["findings"]]
    ran = run(*FIX, "--fail-on", "warning", "--to", "plan")
    assert ran.out.startswith("WOULD FIX  1 finding by 1 change in 1 application; 1 finding left    exit 1\n")
    assert "  warning[GWE103]: section 'endpoint:1'" in ran.out
    assert "    the same cause as a finding that goes: run fix again afterwards\n" in ran.out
    assert "GWE103" in Path("plan/manual.txt").read_text()


def test_waived_findings_are_left_alone(estate: Write, run: Run) -> None:
    waiver = (
        '[[waiver]]\nrule = "GWE202"\napplication = "GWE_Backend"\nreason = "r"\nowner = "o"\n'
        "created = 2026-01-01\nexpires = 2026-05-01\n"
    )
    estate({**TYPO, "w.toml": waiver})
    ran = run(*FIX, "--waivers", "w.toml", "--as-of", "2026-02-01")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "NOTHING TO FIX    exit 0")


def test_only_selected_rules_are_fixed_and_all_judge(estate: Write, run: Run) -> None:
    estate({**BOTH, "est/GWE_Backend.cfg": BOTH["est/GWE_Backend.cfg"] + f"{WES}chatSessionRestoreTimeout=30\n"})
    found = report(run(*FIX, "--select", "GWE202", "-f", "json"))
    assert (found["exit_code"], found["findings"]) == (0, [])
    assert [each["rule"] for fix in found["fixes"] for each in fix["findings"]] == ["GWE202"]
    assert {change["application"] for fix in found["fixes"] for change in fix["changes"]} == {
        "GWE_Backend",
        "ChatServer_02",
    }


@pytest.mark.parametrize(
    "more", [(), ("--diff",), ("-f", "json"), ("-f", "markdown"), ("--verbose",), ("--write",)], ids=" ".join
)
def test_no_secret_is_ever_shown(estate: Write, run: Run, more: tuple[str, ...]) -> None:
    secret = f"[security]\npassword=CANARY1\n#password=CANARY2\n{WES}x=https://user:CANARY3@host/\nCANARY4\n"
    folder = estate({**TYPO, "est/GWE_Backend.cfg": secret + TYPO["est/GWE_Backend.cfg"] + secret})
    ran = run(*FIX, *more, "--to", "plan")
    assert "CANARY" not in ran.out + ran.err + "".join(written(folder / "plan").values())
    assert (folder / "plan" / "GWE_Backend.cfg").read_text() == f"[service:wes]\n{WES}queueKey=1:webme\n"
    before = secret + TYPO["est/GWE_Backend.cfg"] + secret
    after = before.replace("1:webmee", "1:webme") if more == ("--write",) else before
    assert (folder / "est" / "GWE_Backend.cfg").read_text() == after


def test_a_folder_that_is_used_is_refused(estate: Write, run: Run) -> None:
    folder = estate({**TYPO, "plan/notes.txt": "mine"})
    ran = run(*FIX, "--to", "plan")
    assert ran.code == 2
    assert "--to" in ran.err
    assert "name a new folder" in ran.err
    assert written(folder / "plan") == {"notes.txt": "mine"}


def test_a_plan_is_no_export(estate: Write, run: Run) -> None:
    estate(TYPO)
    run(*FIX, "--to", "est/plan")
    assert report(run("check", "est", "--isolated", "-f", "json"))["summary"]["files"] == 3


def test_a_diff_is_text(estate: Write, run: Run) -> None:
    estate(TYPO)
    ran = run(*FIX, "--diff", "-f", "json")
    assert (ran.code, "--diff is text" in ran.err) == (2, True)


def test_other_formats_than_cfg_have_a_table(estate: Write, run: Run) -> None:
    wrong = {"service:wes": {f"{WES}queueKey": "1:webmee", f"{WES}queueWebengagement": "Q"}}
    text = confdata([backend(111, sections=wrong), chat(111)])["estate.xml"]
    folder = estate({"est/estate.xml": text})
    assert run(*FIX, "--diff").out == f"est/estate.xml  GWE\n  [service:wes] {WES}queueKey  '1:webmee' -> '1:webme'\n"
    ran = run(*FIX, "--write", "--verbose")
    assert ran.code == 1
    assert "est/estate.xml is no CFG export, and --write edits these only" in ran.err
    assert (folder / "est/estate.xml").read_text() == text
    run(*FIX, "--to", "plan")
    assert (folder / "plan" / "GWE.cfg").read_text() == f"[service:wes]\n{WES}queueKey=1:webme\n"


@pytest.mark.parametrize(
    ("encoding", "mark", "newline", "end"),
    [
        pytest.param("utf-8", b"", "\n", "\n", id="UTF-8"),
        pytest.param(
            "utf-8", codecs.BOM_UTF8, "\r\n", "", id="UTF-8 with a mark and CRLF, the last line without an end"
        ),
        pytest.param("utf-16-le", codecs.BOM_UTF16_LE, "\r\n", "\r\n", id="UTF-16 with a mark"),
        pytest.param("cp1252", b"", "\n", "\n", id="a code page"),
    ],
)
def test_exports_are_edited_in_place(
    estate: Write, run: Run, encoding: str, mark: bytes, newline: str, end: str
) -> None:
    """The line of the option changes, and nothing else: encoding, mark, line ends, comments and blank lines stay."""
    lines = [
        "[other]",
        "name=Größe ",
        "",
        "; was 1:webmee",
        *TYPO["est/GWE_Backend.cfg"].splitlines(),
        "",
        "[x]",
        "a=b",
    ]
    before, after = (
        mark + (newline.join(lines) + end).replace("=1:webmee", f"=1:{name}").encode(encoding)
        for name in ("webmee", "webme")
    )
    folder = estate({**TYPO, "est/GWE_Backend.cfg": before})
    more = ("--encoding", encoding) if encoding == "cp1252" else ()
    ran = run(*FIX, "--write", "--select", "GWE202", *more)
    assert ran.out.startswith("FIXED  1 finding by 1 change in 1 application")
    assert (folder / "est/GWE_Backend.cfg").read_bytes() == after
    assert (folder / "est/ChatServer_01.cfg").read_text() == CHAT
    assert run(*FIX, "--write", "--select", "GWE202", *more).out.startswith("NOTHING TO FIX")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("[endpoints:1]\ndefault=Q\n", "[endpoints:1]\ndefault=Q\nwebme=Q\n", id="at the end"),
        pytest.param("[endpoints:1]\r\ndefault=Q", "[endpoints:1]\r\ndefault=Q\r\nwebme=Q", id="no last line end"),
        pytest.param(
            "[endpoints:1]\ndefault=Q\n\n[log]\nall=x\n",
            "[endpoints:1]\ndefault=Q\nwebme=Q\n\n[log]\nall=x\n",
            id="within the file",
        ),
    ],
)
def test_a_new_option_joins_its_section(estate: Write, run: Run, before: str, after: str) -> None:
    folder = estate({**FORGOTTEN, "est/ChatServer_02.cfg": before.encode()})
    assert run(*FIX, "--write").code == 0
    assert (folder / "est/ChatServer_02.cfg").read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "[setings]\nsession-restoration-mode=none\n# of the site\nflex-disconnect-timeout=60\n",
            "[settings]\nsession-restoration-mode=none\n# of the site\nflex-disconnect-timeout=60\n",
            id="a section gets another name",
        ),
        pytest.param(
            "[settings]\nflex-disconnect-timeout=60\n\n[setings]\nsession-restoration-mode=none\n\n[log]\nall=x\n",
            "[settings]\nflex-disconnect-timeout=60\nsession-restoration-mode=none\n\n\n[log]\nall=x\n",
            id="an option moves to the section that is there",
        ),
    ],
)
def test_options_of_a_misspelt_section(estate: Write, run: Run, before: str, after: str) -> None:
    servers = {f"est/ChatServer_0{number}.cfg": f"{CHAT}\n{before}" for number in (1, 2)}
    folder = estate({"est/GWE_Backend.cfg": BACKEND, **servers})
    run(*FIX, "--write", "--select", "GWE103")
    assert {path.read_text() for path in (folder / "est").glob("Chat*")} == {f"{CHAT}\n{after}"}


def test_an_option_that_is_set_twice_stands_once_where_it_counted(estate: Write, run: Run) -> None:
    twice = f"[service:wes]\n{WES}queueKey=1:old\n{WES}queueKey=1:webmee\n{WES}queueWebengagement=Q\n"
    folder = estate(TYPO | {"est/GWE_Backend.cfg": twice})
    run(*FIX, "--write")
    once = twice.replace(f"{WES}queueKey=1:old\n", "").replace("1:webmee", "1:webme")
    assert (folder / "est/GWE_Backend.cfg").read_text() == once


def test_each_of_several_estates_has_a_folder(estate: Write, run: Run) -> None:
    names = ("north", "south")
    folder = estate({f"est/{name}/{file.partition('/')[2]}": text for name in names for file, text in TYPO.items()})
    assert run("fix", "est/north", "est/south", "--isolated", "--unsafe", "--to", "plan").code == 0
    files = written(folder / "plan")
    for name in names:
        assert files[f"{name}/GWE_Backend.cfg"] == f"[service:wes]\n{WES}queueKey=1:webme\n"
        assert f"rollback/{name}/GWE_Backend.cfg" in files
        assert f"import `{name}/GWE_Backend.cfg` into `{name}/GWE_Backend`" in files["plan.md"]
    assert run("simulate", "est/north", "est/south", "--isolated", "--import", "plan").code == 0


def test_what_is_removed_is_brought_back_at_its_own_time(estate: Write, run: Run) -> None:
    """The way back leads over the same states: what the client named first comes back before the client goes back."""
    rows = ROWS + "UPDATE,endpoints:1,default,Q2\n"
    folder = estate({**ENDPOINT_MOVED, "change/ChatServer_01.csv": rows})
    assert run("simulate", "est", "--isolated", "--import", "change", "--to", "plan").code == 0
    files = written(folder / "plan")
    assert files["rollback/removed/ChatServer_01.cfg"] == "[endpoints:1]\nwebme=Q\n"
    assert files["rollback/ChatServer_01.cfg"] == "[endpoints:1]\ndefault=Q\n"
    back = [line for line in files["plan.md"].splitlines() if "import `rollback/" in line]
    assert back == [
        "- [ ] import `rollback/ChatServer_02.cfg` into `ChatServer_02`",
        "- [ ] import `rollback/removed/ChatServer_01.cfg` into `ChatServer_01`",
        "- [ ] import `rollback/GWE_Backend.cfg` into `GWE_Backend`",
        "- [ ] import `rollback/ChatServer_01.cfg` into `ChatServer_01`",
    ]


QUEUE_RENAMED = {
    "est/GWE_Backend.cfg": BACKEND,
    **{f"est/ChatServer_0{number}.cfg": CHAT for number in range(1, 5)},
    **{f"change/ChatServer_0{number}.cfg": "[endpoints:1]\nwebme=Chat_Web\n" for number in range(1, 5)},
    "change/GWE_Backend.cfg": f"[service:wes]\n{WES}queueWebengagement=Chat_Web\n",
}
ROWS = "Action,Section,Option,Value\nADD,endpoints:1,web2,Q\nDELETE,endpoints:1,webme,\n"
ENDPOINT_MOVED = {
    "est/GWE_Backend.cfg": BACKEND,
    **{f"est/ChatServer_0{number}.cfg": CHAT for number in (1, 2)},
    **{f"change/ChatServer_0{number}.csv": ROWS for number in (1, 2)},
    "change/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:web2\n",
}


@pytest.mark.parametrize(
    ("name", "files"),
    [("rename-a-queue", QUEUE_RENAMED), ("move-an-endpoint", ENDPOINT_MOVED)],
    ids=["the queue of four Chat Servers is renamed", "the endpoint moves to another name"],
)
def test_the_plan_of_a_wanted_change(estate: Write, run: Run, golden: Golden, name: str, files: dict[str, str]) -> None:
    folder = estate(files)
    assert run("simulate", "est", "--isolated", "--import", "change", "--to", "plan").code == 0
    found = written(folder / "plan")
    golden(GOLDEN / f"{name}.txt", "".join(f"==> {name} <==\n{text}\n" for name, text in found.items()))


def test_a_plan_names_the_restarts_that_are_documented(estate: Write, run: Run) -> None:
    late = "[settings]\nsession-shutdown-timeout=50\n"
    folder = estate({**FORGOTTEN, "c/ChatServer_01.cfg": late, "c/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\n"})
    run("simulate", "est", "--isolated", "--import", "c", "--to", "plan")
    files = written(folder / "plan")
    assert "ChatServer_01: [settings] session-shutdown-timeout" in files["restart.txt"]
    assert "- [ ] restart `ChatServer_01`: the change takes effect then" in files["plan.md"]
    assert "restart `ChatServer_02`" not in files["plan.md"]


def test_what_would_lose_chats_waits_for_what_does_not(estate: Write, run: Run) -> None:
    """Servers go first as a rule; here the client has to leave the endpoint before it gets another queue."""
    endpoints = "[endpoints:1]\nwebme=Q\nweb2=Q\ndefault=Q\n"
    change = {f"c/ChatServer_0{number}.cfg": "[endpoints:1]\nwebme=Q2\n" for number in (1, 2)}
    files = {f"est/ChatServer_0{number}.cfg": endpoints for number in (1, 2)}
    to_web2 = f"[service:wes]\n{WES}queueKey=1:web2\n"
    folder = estate({"est/GWE_Backend.cfg": BACKEND, **files, **change, "c/GWE_Backend.cfg": to_web2})
    assert run("simulate", "est", "--isolated", "--import", "c", "--to", "plan").code == 0
    plan = (folder / "plan" / "plan.md").read_text()
    assert "none loses chats that arrive before it" in plan
    assert 0 < plan.index("import `GWE_Backend.cfg`") < plan.index("import `ChatServer_01.cfg`")


def test_a_plan_that_cannot_be_written_is_an_error(estate: Write, run: Run) -> None:
    estate({**TYPO, "file": "x"})
    ran = run(*FIX, "--to", "file/plan")
    assert (ran.code, "Traceback" in ran.err) == (2, False)
    assert "--to" in ran.err


def test_what_no_line_can_hold_is_left_to_a_person(estate: Write, run: Run) -> None:
    """The value has a blank at its end, which a line of an export keeps, and an editor may not."""
    folder = estate({**FORGOTTEN, "c/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\n[log]\nall=x \n"})
    run("simulate", "est", "--isolated", "--import", "c", "--to", "plan")
    assert "ChatServer_02: [log] all cannot be written as a line" in (folder / "plan" / "manual.txt").read_text()


def test_a_plan_that_ends_with_lost_chats_says_so(estate: Write, run: Run) -> None:
    folder = estate({**ENDPOINT_MOVED, "change/ChatServer_02.csv": ROWS.replace("web2,Q", "web2,Q2")})
    ran = run("simulate", "est", "--isolated", "--import", "change", "--to", "plan")
    plan = (folder / "plan" / "plan.md").read_text()
    assert ran.code == 1
    assert "chats are lost on the way (plan.md says when)" in ran.err
    assert "- **brings** `GWE205 endpoint 'web2' of endpoints:1 leads to 'Q2' on ChatServer_02" in plan
    assert "those of `GWE_Backend` over `ChatServer_02`, from step 2 on, and they stay lost: at the queue" in plan
    assert "No way is known on which none is lost" in plan
    assert not (folder / "plan" / "longer-way").exists()


def test_a_plan_does_not_say_that_chats_arrive_again_where_they_cannot_be_followed(estate: Write, run: Run) -> None:
    """ChatServer_01 lacks the new endpoint, and may serve something else: its chats are lost, and then not followed."""
    files = {
        "est/GWE_Backend.cfg": BACKEND,
        "est/ChatServer_01.cfg": "[endpoints:1]\nwebme=Q\nother=Z\n",
        "est/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q\nweb2=Q\n",
        "change/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:web2\n{WES}queueWebengagement=Q2\n",
        "change/ChatServer_01.cfg": "[endpoints:1]\nwebme=Q2\n",
        "change/ChatServer_02.cfg": "[endpoints:1]\nwebme=Q3\nweb2=Q2\n",
    }
    folder = estate(files)
    ran = run("simulate", "est", "--isolated", "--import", "change", "--to", "plan")
    plan = (folder / "plan" / "plan.md").read_text()
    assert ran.code == 3
    assert "`GWE_Backend` over `ChatServer_02`, from step 1 until step 2 is done: at the queue" in plan
    assert "over `ChatServer_01`, from step 1 on, and whether they arrive later is not known: at the queue" in plan
    assert (
        "**Whether these chats arrive on the way is not known**: `GWE_Backend over ChatServer_01: its chats came"
        in plan
    )
    assert "gwe-lint: not known on the way: GWE_Backend over ChatServer_01: its chats came" in ran.err


def test_the_longer_way_and_its_way_back_lose_no_chat(estate: Write, run: Run) -> None:
    """Each of its steps is simulated here, one file after the other, on exports that are really edited."""
    folder = estate(QUEUE_RENAMED)
    run("simulate", "est", "--isolated", "--import", "change", "--to", "plan")
    steps = sorted(path for path in (folder / "plan" / "longer-way").iterdir())
    assert [step.name for step in steps] == ["1", "2", "3", "4", "5"]
    files = [sorted(step.glob("*.cfg")) for step in steps]
    back = [sorted((step / "rollback").glob("*.cfg")) for step in reversed(steps)]
    for path in [path for step in (*files, *back) for path in step]:
        ran = run("simulate", "est", "--isolated", "--import", str(path), "-f", "json")
        assert (ran.code, report(ran)["chats"]["lost"]) == (0, []), path
        export = folder / "est" / path.name
        export.write_text(with_fragment(export.read_text(), path.read_text()))
    assert (folder / "est" / "GWE_Backend.cfg").read_text() == BACKEND


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (ENDPOINT_MOVED, "Every step was simulated, as a whole, since it has many applications: none loses chats"),
        (QUEUE_RENAMED, "With so many applications no longer way was looked for"),
    ],
    ids=["no chat is lost", "chats are lost on the way"],
)
def test_a_large_plan_is_simulated_step_by_step(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(order, "MOST_JUDGED", 1)
    folder = estate(files)
    run("simulate", "est", "--isolated", "--import", "change", "--to", "plan")
    found = written(folder / "plan")
    assert words in found["plan.md"]
    assert [name for name in found if name.startswith("ChatServer_0")] == sorted(
        name.removeprefix("est/") for name in files if name.startswith("est/Chat")
    )


EXAMPLES = {
    "broken": (
        f"-{WES}chatSessionRestoreTimeout=30\n-{WES}queueKey=1:webmee\n"
        f"+{WES}sessionRestoreTimeout=30\n+{WES}queueKey=1:webme\n"
    ),
    "cluster": "  [endpoints:1] webme  not set -> 'Webengagement_Chat'\n",
    "good": "",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_mended_as_by_hand(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(ROOT)
    out = run("fix", f"examples/{name}", "--isolated", "--unsafe", "--diff").out
    assert "".join(f"{line}\n" for line in out.splitlines() if line[:2] in ("-w", "+w", "  ")) == EXAMPLES[name]


def test_a_report_fits_its_schema(estate: Write, run: Run) -> None:
    typo = confdata([backend(111, sections={"service:wes": {f"{WES}queueKey": "1:webmee"}}), chat(111)])["estate.xml"]
    estate({**TYPO, "xml/estate.xml": typo})
    found = report(run("fix", "est", "xml", "--isolated", "--unsafe", "--write", "-f", "json"))
    jsonschema.Draft202012Validator(report_schema()).validate(found)
    assert found["fixes"]
    assert found["not_offered"]
    assert found["written"] == ["est/GWE_Backend.cfg"]


def test_a_wanted_secret_is_left_to_a_person(estate: Write, run: Run) -> None:
    folder = estate(
        {**TYPO, "c/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n[security]\npassword=CANARY1\n"}
    )
    ran = run("simulate", "est", "--isolated", "--import", "c", "--to", "plan")
    files = written(folder / "plan")
    assert "CANARY" not in ran.out + ran.err + "".join(files.values())
    assert "[security] password is a secret, or masked: set it as c/GWE_Backend.cfg has it" in files["manual.txt"]


def test_a_plan_is_of_files_to_import(estate: Write, run: Run) -> None:
    estate(TYPO)
    ran = run("simulate", "est", "--git", "HEAD", "--to", "plan")
    assert (ran.code, "--to is about files of --import" in ran.err) == (2, True)


def test_a_file_that_is_read_only_is_not_written(estate: Write, run: Run) -> None:
    estate(
        {
            "est/GWE_Backend.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\n"
            "wes.connector.chatServer.queueWebengagement=Q\n",
            "est/Chat.cfg": "[endpoints:1]\nwebme=Q\ndefault=Q\n",
        }
    )
    Path("est/GWE_Backend.cfg").chmod(0o444)
    ran = run("fix", "est", "--unsafe", "--write")
    assert (ran.code, "it is read-only" in ran.err) == (2, True)
    assert "webmee" in Path("est/GWE_Backend.cfg").read_text(encoding="utf-8")
