"""drift: every compared option has one class, by what values mean; the verdict comes with how much was compared."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gwe_lint.catalogue.fact import Fact
from gwe_lint.estate.equality import likeness
from tests.builders import WRITERS, App
from tests.conftest import Golden, Run, Write

GOLDEN = Path(__file__).parents[1] / "golden" / "drift"
CHAT = "[endpoints:1]\nwebme=Chats\n[settings]\nsession-restoration-mode=simple\nflex-disconnect-timeout=60\n"


def both(before: str, after: str) -> dict[str, str | bytes]:
    return {"base/Chat.conf": before, "now/Chat.conf": after}


def report(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("drift", "now", "--against", "base", "-f", "json", *more).out)
    return found


def whole(options: str, release: str = "8.5.316.02", more: str = "") -> str:
    """A Chat Server that its export shows as a whole."""
    return (
        f'<CfgApplication><DBID value="7"/><name value="Chat"/><type value="59"/><version value="{release}"/>{more}'
        f"<options>{options}</options></CfgApplication>"
    )


def section(name: str, **options: str) -> str:
    pairs = "".join(f'<str_pair key="{key.replace("_", "-")}" value="{value}"/>' for key, value in options.items())
    return f'<list_pair key="{name}">{pairs}</list_pair>'


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        pytest.param("a=1", "a=1", "unchanged", id="the same text"),
        pytest.param("a=1", "a=2", "changed", id="another text of an unknown option"),
        pytest.param("a=1", "", "missing", id="an unknown option that is gone"),
        pytest.param("", "a=1", "extra", id="an unknown option that is new"),
        pytest.param("a=01", "a=1", "changed", id="an unknown option is compared as text"),
        pytest.param("limit-for-sessions=045", "limit-for-sessions=45", "equivalent", id="the same integer"),
        pytest.param("limit-for-sessions=45", "limit-for-sessions=46", "changed", id="another integer"),
        pytest.param("hide-attached-data=yes", "hide-attached-data=true", "equivalent", id="words for true"),
        pytest.param("hide-attached-data=true", "", "equivalent", id="not set acts as the default that was set"),
        pytest.param("", "hide-attached-data=true", "equivalent", id="set to what is the default"),
        pytest.param("hide-attached-data=false", "", "missing", id="not set acts as another value"),
        pytest.param("", "hide-attached-data=false", "extra", id="set to another value than the default"),
        pytest.param(
            "stop-abandoned-interaction=true",
            "stop-abandoned-interaction=noanswer",
            "equivalent",
            id="an older word for the same",
        ),
        pytest.param("session-restoration-mode=simple", "session-restoration-mode=Simple", "changed", id="case counts"),
        pytest.param(
            "flex-push-content=user-id,session-id",
            "flex-push-content=session-id, user-id",
            "equivalent",
            id="a list in another order, with other blanks",
        ),
        pytest.param("a=", "a=", "unchanged", id="empty on both sides"),
        pytest.param("a=", "a=x", "changed", id="empty before"),
    ],
)
def test_the_class_of_an_option(estate: Write, run: Run, before: str, after: str, kind: str) -> None:
    head = "[endpoints:1]\nwebme=Chats\n[settings]\n"
    estate(both(f"{head}{before}\n", f"{head}{after}\n"))
    found = report(run)
    classes = {name: count for name, count in found["drift"]["classes"].items() if count}
    facets = classes.pop("unchanged") - 2 - (kind == "unchanged")  # two options, and the parts of the object
    assert (1 if kind != "unchanged" else 0) == classes.get(kind, 0)
    assert facets >= 0
    assert {kind} - {"unchanged"} == set(classes)


@pytest.mark.parametrize("type", ["integer", "boolean", "list", "enum", "string", "endpoint-list"])
def test_meaning_the_same_is_symmetric_and_transitive(type: str) -> None:
    values = ["1", "01", " 1", "true", "yes", "True", "a,b", "b, a", "a;b", "none", "None", "", "x y", "1:a,1:b"]
    fact = Fact("chat-server", "s", "o", type, values=("none", "true"))
    same = {(a, b) for a in values for b in values if likeness(a, b, fact) != "changed"}
    assert same == {(b, a) for a, b in same}
    assert all((a, c) in same for a, b in same for b2, c in same if b == b2)


def test_a_default_that_moved_with_the_release_is_drift(estate: Write, run: Run) -> None:
    estate({"base/a.xml": whole("", "8.5.301.05"), "now/a.xml": whole("", "8.5.301.06")})
    found = {(f["section"], f["option"]): (f["before"], f["after"]) for f in report(run)["findings"]}
    assert found == {
        ("settings", "flex-disconnect-timeout"): ("300", "45"),
        ("(application)", "release"): ("8.5.301.05", "8.5.301.06"),
    }


def test_what_is_no_option_is_compared_too(estate: Write, run: Run) -> None:
    def connected(port: str, *more: str) -> str:
        infos = (f'<CfgConnInfo><appServerDBID value="{dbid}"/><id value="{port}"/></CfgConnInfo>' for dbid in more)
        return f"<appServerDBIDs>{''.join(infos)}</appServerDBIDs>"

    estate(
        {
            "base/a.xml": whole("", more=connected("default", "11", "12")),
            "now/a.xml": whole("", more=connected("default", "11", "13")),
        }
    )
    found = {(f["rule"], f["option"], f["class"]) for f in report(run)["findings"]}
    assert found == {("GWE805", "DBID 12", "missing"), ("GWE805", "DBID 13", "extra")}


def test_an_application_of_another_name_is_the_same_by_its_dbid(estate: Write, run: Run) -> None:
    options = section("settings", session_restoration_mode="simple")
    estate({"base/a.xml": whole(options), "now/a.xml": whole(options).replace('"Chat"', '"Chat_01"')})
    found = report(run)
    assert [("GWE806", "Chat", "Chat_01")] == [(f["rule"], f["before"], f["after"]) for f in found["findings"]]
    assert (1, 1, []) == (found["exit_code"], found["drift"]["compared"], found["drift"]["not_checked"])
    said = run("drift", "now", "--against", "base").out
    assert "note[GWE806] name of the application changed\n    before    'Chat'\n    now       'Chat_01'\n" in said


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        ("session-restoration-mode=simple", "session-restoration-mode=none", "error"),
        ("session-restoration-mode=none", "session-restoration-mode=simple", "note"),
        ("limit-for-sessions=10", "limit-for-sessions=11", "warning"),
    ],
    ids=["restoration off", "restoration on", "a limit"],
)
def test_the_direction_decides_how_bad_it_is(estate: Write, run: Run, before: str, after: str, severity: str) -> None:
    estate(
        both(f"[settings]\n{before}\nflex-disconnect-timeout=9\n", f"[settings]\n{after}\nflex-disconnect-timeout=9\n")
    )
    assert [severity] == [finding["severity"] for finding in report(run)["findings"]]


def test_the_configuration_has_the_last_word_on_severity(estate: Write, run: Run) -> None:
    off = CHAT.replace("simple", "none")
    estate({**both(CHAT, off), "gwe-lint.toml": "[check]\nseverity = { GWE801 = 'note' }\n"})
    assert ["note"] == [finding["severity"] for finding in report(run)["findings"]]


def test_one_cause_on_many_servers_is_one_group(estate: Write, run: Run) -> None:
    names = [f"Chat_{number}.conf" for number in range(5)]
    off = CHAT.replace("simple", "none")
    estate({f"base/{name}": CHAT for name in names} | {f"now/{name}": off for name in names})
    found = report(run)["findings"]
    assert (5, 1) == (len(found), len({finding["group"] for finding in found}))
    assert (
        "[settings] session-restoration-mode changed on 5 applications" in run("drift", "now", "--against", "base").out
    )


def test_waived_drift_does_not_count(estate: Write, run: Run) -> None:
    waiver = (
        '[[waiver]]\nrule = "GWE801"\napplication = "Chat"\noption = "settings/session-restoration-mode"\n'
        'value = "none"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    )
    estate({**both(CHAT, CHAT.replace("simple", "none")), "gwe-lint-waivers.toml": waiver})
    found = report(run, "--as-of", "2026-06-01")
    assert (0, 1, "y") == (found["exit_code"], found["summary"]["waived"], found["findings"][0]["waiver"]["owner"])


SECRET = "[security]\npassword={0}\n"


def test_a_rotated_password_is_drift_and_is_not_shown(estate: Write, run: Run) -> None:
    estate(both(CHAT + SECRET.format("first-Secret"), CHAT + SECRET.format("second-Secret")))
    for format in ("text", "json", "sarif", "concise"):
        ran = run("drift", "now", "--against", "base", "-f", format, "-v")
        assert (1, False) == (ran.code or 1, "Secret" in ran.out + ran.err)
    assert ["changed"] == [finding["class"] for finding in report(run)["findings"]]


def test_a_password_that_is_masked_cannot_be_verified(estate: Write, run: Run) -> None:
    estate(both(CHAT + SECRET.format("first"), CHAT + SECRET.format("****")))
    found = report(run)
    assert [("Chat", "[security] password")] == [
        (each["application"], each["option"]) for each in found["drift"]["unverifiable"]
    ]
    assert (0, 3) == (found["exit_code"], report(run, "--strict")["exit_code"])


@pytest.mark.parametrize("width", ["60", "100"])
def test_whole_output(estate: Write, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    after = CHAT.replace("simple", "none").replace("=60", "=060") + "[log]\nall=network\nverbose=\x1b[31mred\n"
    estate({**both(CHAT, after), "base/Old.conf": CHAT})
    ran = run("drift", "now", "--against", "base", "-v")
    assert "\x1b" not in ran.out + ran.err
    golden(GOLDEN / f"drift-{width}.txt", ran.out + ran.err)


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_baseline_in_git(estate: Write, run: Run) -> None:
    folder = estate({"now/Chat.conf": CHAT, "now/sub/Other.conf": CHAT})
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    changed = CHAT.replace("simple", "none")
    (folder / "now" / "Chat.conf").write_text(changed)
    for against in ("git:HEAD", "git:HEAD:now"):
        found = json.loads(run("drift", "now", "--against", against, "-f", "json").out)
        (finding,) = found["findings"]
        assert ("HEAD:now/Chat.conf", 4) == (finding["related"][0]["path"], finding["related"][0]["line"])
    assert changed == (folder / "now" / "Chat.conf").read_text()


def committed(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


@pytest.mark.parametrize("cwd", [".", "now", "other"])
@pytest.mark.parametrize(
    "named", ["{top}/now", "{top}/other/../now", "./{here}now", "{up}now", "now/../now", "now/.", "./{here}./now/"]
)
def test_a_folder_of_a_commit_is_never_that_of_the_work_tree(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, cwd: str, named: str
) -> None:
    """However it is written, and wherever it is written: absolute, or with dots."""
    folder = estate({"now/Chat.conf": CHAT, "other/Chat.conf": CHAT.replace("simple", "other")})
    committed(folder)
    (folder / "now" / "Chat.conf").write_text(CHAT.replace("simple", "none"))
    monkeypatch.chdir(folder / cwd)
    named = named.format(top=folder, here="" if cwd == "." else "../", up="now/../" if cwd == "." else "../")
    found = json.loads(run("drift", str(folder / "now"), "--against", f"git:HEAD:{named}", "-f", "json").out)
    assert [("simple", "none")] == [(each["before"], each["after"]) for each in found["findings"]]


@pytest.mark.parametrize("named", ["{top}/..", "/", "..", "../now", "./..", "now/../..", "{top}-beside"])
def test_a_folder_outside_of_the_repository_is_refused(estate: Write, run: Run, named: str) -> None:
    folder = estate({"now/Chat.conf": CHAT})
    committed(folder)
    ran = run("drift", "now", "--against", f"git:HEAD:{named.format(top=folder)}")
    assert (2, True) == (ran.code, " is not in the repository" in ran.err), ran.err


def blob_of(folder: Path, name: str) -> Path:
    """The file in which git keeps a file of the last commit."""
    command = ["git", "-C", str(folder), "rev-parse", f"HEAD:{name}"]
    id = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return folder / ".git" / "objects" / id[:2] / id[2:]


def test_a_commit_that_lacks_the_content_of_a_file_is_refused(estate: Write, run: Run) -> None:
    folder = estate({"now/Chat.conf": CHAT, "now/Other.conf": CHAT})
    committed(folder)
    blob_of(folder, "now/Chat.conf").unlink()
    ran = run("drift", "now", "--against", "git:HEAD:now")
    assert (2, True) == (ran.code, "now/Chat.conf: its content, object " in ran.err), ran.err


# git as it was before a setting could forbid repositories that are only found.
OLDER_GIT = """\
#!/bin/sh
for argument do
  shift
  case $argument in
    safe.bareRepository=*) set -- "$@" safe.bareRepository=all ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec {git} "$@"
"""


@pytest.mark.parametrize("older", [False, True], ids=["this git", "an older git"])
@pytest.mark.parametrize("bare", ["true", "false", "elsewhere"])
def test_a_bare_repository_among_the_exports_is_not_read(
    estate: Write,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    bare: str,
    older: bool,
) -> None:
    """It may come with a change that somebody proposes: neither its commits nor its commands are taken."""
    if older:
        (tools := tmp_path_factory.mktemp("tools") / "git").write_text(OLDER_GIT.format(git=shutil.which("git")))
        tools.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tools.parent}{os.pathsep}{os.environ['PATH']}")
    folder = estate({"now/Chat.conf": CHAT, "inner/Chat.conf": CHAT.replace("simple", "none")})
    committed(folder)
    inner = folder / "inner"
    committed(inner)
    place = folder / "now"
    if bare == "elsewhere":
        place = folder / "now" / "common"
        place.mkdir()
        (folder / "now" / "commondir").write_text("common\n")
        (folder / "now" / "HEAD").write_text("ref: refs/heads/main\n")
    for name in ("HEAD", "objects", "refs"):
        (inner / ".git" / name).rename(place / name)
    (place / "config").write_text(
        f"[core]\n\trepositoryformatversion = 1\n\tbare = {'false' if bare == 'false' else 'true'}\n"
        + ("\tworktree = .\n" if bare == "false" else "")
        + '[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ext::sh -c touch% RAN\n\tpromisor = true\n'
        '[protocol "ext"]\n\tallow = always\n'
    )
    monkeypatch.chdir(folder / "now")
    for against in ("git:main", "git:main:."):
        ran = run("drift", ".", "--against", against)
        assert (2, True) == (ran.code, "cannot use bare repository" in ran.err), ran.err
    assert [] == list(folder.rglob("RAN"))
    monkeypatch.chdir(folder)
    assert 0 == run("drift", "now", "--against", "git:HEAD:now", "--select", "GWE8").code


def test_a_partial_clone_fetches_nothing(estate: Write, run: Run) -> None:
    """A missing object is an error, whatever the repository would do to get it."""
    folder = estate({"now/Chat.conf": CHAT})
    committed(folder)
    for key, value in (
        ("extensions.partialClone", "origin"),
        ("remote.origin.url", "ext::sh -c touch% RAN"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
    ):
        git(folder, "config", key, value)
    blob_of(folder, "now/Chat.conf").unlink()
    ran = run("drift", "now", "--against", "git:HEAD:now")
    assert (2, []) == (ran.code, list(folder.rglob("RAN")))
    assert ran.err.startswith("gwe-lint: error: --against git: ")


def test_a_git_in_the_working_directory_is_not_run(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = estate({"now/Chat.conf": CHAT, "git": "#!/bin/sh\ntouch RAN\n"})
    committed(folder)
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    assert 0 == run("drift", "now", "--against", "git:HEAD:now").code
    assert not (folder / "RAN").exists()


@pytest.mark.parametrize(
    ("against", "message"),
    [
        ("nowhere", "--against nowhere: no such file or folder; git:REVISION is read from git"),
        ("git:HEAD", "--against git: fatal:"),
        ("git:--output=x:now", "a revision does not begin with -"),
    ],
)
def test_a_baseline_that_is_not_there(estate: Write, run: Run, against: str, message: str) -> None:
    estate({"now/Chat.conf": CHAT})
    ran = run("drift", "now", "--against", against)
    assert (2, True) == (ran.code, message in ran.err)


def test_nothing_compared_is_not_no_drift(estate: Write, run: Run) -> None:
    estate({"now/Chat.conf": "", "base/Other.conf": ""})
    ran = run("drift", "now", "--against", "base")
    assert (3, True) == (ran.code, ran.out.startswith("NOT COMPARED"))


@pytest.mark.parametrize("broken", ["base", "now"])
def test_a_line_that_could_not_be_read_is_no_agreement(estate: Write, run: Run, broken: str) -> None:
    """What it should have said is not known, whichever side has it."""
    estate({**both(CHAT, CHAT), f"{broken}/Chat.conf": f"{CHAT}limit-for-sessions 5\n"})
    for command in (("drift", "now", "--against", "base"), ("compare", "base", "now", "--strict")):
        done = run(*command)
        assert (1, "NOT COMPARED WHOLE  1 error    exit 1") == (done.code, done.out.partition("\n")[0])
        said = "error[GWE001]: neither a section nor an option: 'limit-for-sessions 5'"
        assert f"{said}\n    where     Chat  {broken}/Chat.conf:6\n" in done.out
        assert done.err.startswith("Not compared whole: 1 error; ")
    found = report(run)
    assert ([f"{broken}/Chat.conf"], ["GWE001"]) == (
        found["drift"]["not_whole"],
        [each["rule"] for each in found["findings"]],
    )


def test_the_same_broken_line_on_both_sides_is_two_findings(estate: Write, run: Run) -> None:
    estate(both(f"{CHAT}no option\n", f"{CHAT}no option\n"))
    assert 2 == len({each["fingerprint"] for each in report(run)["findings"]})


def test_drift_in_a_file_that_was_not_read_whole_is_drift(estate: Write, run: Run) -> None:
    estate(both(CHAT, f"{CHAT.replace('simple', 'none')}limit-for-sessions 5\n"))
    assert run("drift", "now", "--against", "base").out.startswith("DRIFT  2 errors    exit 1\n")


def test_the_last_line_says_what_the_first_one_says(estate: Write, run: Run) -> None:
    estate({"base/Chat.conf": CHAT, "now/Chat.conf": ""})
    done = run("drift", "now", "--against", "base")
    assert done.out.startswith("NOT COMPARED  ")
    assert "Not compared; compared 0 of 1 application" in done.err
    waiver = '[[waiver]]\nrule = "GWE801"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    estate({"now/Chat.conf": CHAT, "w.toml": waiver})
    done = run("drift", "now", "--against", "base", "--waivers", "w.toml", "--as-of", "2026-06-01")
    assert (True, True) == (done.out.startswith("NO DRIFT  1 warning"), "No drift: 1 warning; " in done.err)


def test_what_check_selects_does_not_switch_drift_off(estate: Write, run: Run) -> None:
    off = CHAT.replace("simple", "none")
    estate({**both(CHAT, off), "gwe-lint.toml": '[check]\nselect = ["GWE1", "GWE2"]\nignore = ["GWE"]\n'})
    assert (1, 0) == ((found := report(run))["exit_code"], found["drift"]["left_out"])


def test_differences_that_are_ignored_are_counted(estate: Write, run: Run) -> None:
    off = CHAT.replace("simple", "none")
    estate({**both(CHAT, off), "gwe-lint.toml": '[check]\nignore = ["GWE801"]\n'})
    done = run("drift", "now", "--against", "base")
    said = "1 difference left out by select or ignore"
    assert (0, True, True) == (done.code, said in done.out.replace("\n", " "), said in done.err)
    assert run("drift", "now", "--against", "base", "--isolated", "--select", "GWE803").err.count(said) == 1


@pytest.mark.parametrize("flags", [("--select", "GWE1"), ("--ignore", "GWE8"), ("--select", "GWE807")])
def test_flags_that_leave_no_rule_of_differences_are_refused(estate: Write, run: Run, flags: tuple[str, ...]) -> None:
    estate(both(CHAT, CHAT))
    done = run("drift", "now", "--against", "base", *flags)
    assert (2, True) == (done.code, "leave no rule about differences: select GWE8, or some of GWE801, " in done.err)


def test_text_says_that_only_the_case_differs(estate: Write, run: Run) -> None:
    estate(both(CHAT, CHAT.replace("simple", "Simple")))
    out = run("drift", "now", "--against", "base").out
    assert "    now       'Simple'\n    note      the values differ only in case, which counts\n" in out


def test_headings_are_as_wide_as_the_terminal(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "session-restoration-mode"
    estate(both(CHAT, CHAT.replace(f"{name}=simple", "") + "an odd line " * 9 + "\n"))
    monkeypatch.setenv("COLUMNS", "60")
    out = run("drift", "now", "--against", "base").out
    assert "error[GWE001]" in out
    assert max(map(len, out.splitlines())) <= 60


def test_why_an_application_has_no_counterpart_is_said_once(estate: Write, run: Run) -> None:
    estate({"base/Chat.conf": CHAT, "now/Chat.conf": CHAT, "now/old/Chat.conf": CHAT})
    found = report(run)["drift"]["not_checked"]
    reason = "exported more than once: now/Chat.conf was compared, and now/old/Chat.conf was not"
    assert [{"estate": "now", "application": "Chat", "reason": reason}] == found


def test_an_empty_file_is_named_where_its_application_has_no_counterpart(estate: Write, run: Run) -> None:
    estate({"base/Chat.conf": CHAT, "now/Chat.xml": ""})
    found = report(run)["drift"]["not_checked"]
    assert [{"estate": "now", "application": "Chat", "reason": "now/Chat.xml is an empty file"}] == found


def test_a_list_of_changes_is_named_as_one(estate: Write, run: Run) -> None:
    estate({"base/Chat.conf": CHAT, "now/Chat.csv": "Section,Option,Value,Action\nendpoints:1,webme,X,DELETE\n"})
    found = report(run)["drift"]["not_checked"]
    assert [{"estate": "now", "application": "Chat", "reason": "the export holds changes only"}] == found


def test_a_default_that_moved_is_unverifiable_where_neither_export_holds_numbers(estate: Write, run: Run) -> None:
    files = {
        f"{side}/Chat.json": WRITERS["gax"]([App("Chat", 59, 7, {"own": {"a": "1"}}, version=release)])["Chat.json"]
        for side, release in (("base", "8.5.310.09"), ("now", "8.5.300.05"))
    }
    estate(files)
    found = report(run)
    assert ["release"] == [each["option"] for each in found["findings"]]
    named = [each["option"] for each in found["drift"]["unverifiable"]]
    assert "[settings] flex-disconnect-timeout" in named
