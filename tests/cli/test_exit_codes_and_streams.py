"""The command line: exit codes on every way out, streams, files, colour."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from gwe_lint.checks import reference_syntax
from gwe_lint.cli import check
from gwe_lint.cli.finish import FAILED, FINDINGS, INCOMPLETE, OK
from gwe_lint.estate.selectors import Selector
from tests.conftest import Run, Write, outside

GOOD = {
    "exports/Chat.conf": "[endpoints:1]\nwebme=Webengagement_Chat\n",
    "exports/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    "wes.connector.chatServer.queueWebengagement=Webengagement_Chat\n",
}
BAD = {**GOOD, "exports/Chat.conf": "[endpoints:1]\ndefault=Chat In\n"}
WARNING = {**GOOD, "exports/Chat.conf": GOOD["exports/Chat.conf"] + "webme=Webengagement_Chat\n"}


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        pytest.param(GOOD, "check exports", OK, id="clean"),
        pytest.param(BAD, "check exports", FINDINGS, id="an error"),
        pytest.param(WARNING, "check exports", OK, id="a warning does not fail"),
        pytest.param(WARNING, "check exports --fail-on warning", FINDINGS, id="unless it is asked to"),
        pytest.param(BAD, "check exports --fail-on never", OK, id="never"),
        pytest.param(BAD, "check exports --exit-zero", OK, id="exit zero"),
        pytest.param(BAD, "check exports --exit-zero --format xml", FAILED, id="exit zero hides no wrong flag"),
        pytest.param(BAD, "check exports nowhere", FAILED, id="a path that is not there beats findings"),
        pytest.param(GOOD, "check", OK, id="the working directory by default"),
        pytest.param({"exports/readme.txt": "x"}, "check exports", INCOMPLETE, id="no export"),
        pytest.param({"exports/readme.txt": "x"}, "check exports --allow-empty", OK, id="no export, allowed"),
        pytest.param({"exports/Billing.cfg": "[billing]\na=1\n"}, "check exports", INCOMPLETE, id="nothing recognised"),
        pytest.param({"exports/a.xml": "<ConfData/>"}, "check exports", INCOMPLETE, id="everything left out"),
        pytest.param(GOOD, "check exports --select GWE999", FAILED, id="an unknown rule"),
        pytest.param(GOOD, "check exports --select GWE2 --ignore GWE2", INCOMPLETE, id="no rule left"),
        pytest.param(GOOD, "check exports --select GWE801", INCOMPLETE, id="a rule of drift only"),
        pytest.param(GOOD, "check exports --select GWE001", OK, id="a locked rule that was asked for"),
        pytest.param(GOOD, "check exports --ignore GWE --allow-empty", OK, id="no rule left, allowed"),
        pytest.param(GOOD, "check exports --config gone.toml", FAILED, id="no configuration there"),
        pytest.param({**GOOD, "gwe-lint.toml": "x = 1"}, "check exports", FAILED, id="a bad configuration"),
        pytest.param({**GOOD, "gwe-lint.toml": "x = 1"}, "check exports --isolated", OK, id="an ignored one"),
        pytest.param({**GOOD, "p.toml": "[[rule]]"}, "check exports --pack p.toml", FAILED, id="a bad pack"),
        pytest.param(GOOD, "check exports --pack gone.toml", FAILED, id="no pack there"),
        pytest.param(GOOD, "check exports --output xml=a.xml", FAILED, id="an unknown format"),
        pytest.param(
            GOOD, "check exports --output json=exports/Chat.conf/r.json", FAILED, id="a file that cannot be written"
        ),
        pytest.param(GOOD, "check --nope", FAILED, id="an unknown flag"),
        pytest.param(GOOD, "chek", FAILED, id="an unknown command"),
        pytest.param(GOOD, "explain GWE999", FAILED, id="an unknown rule to explain"),
        pytest.param(GOOD, "explain exit-codes", OK, id="the exit codes"),
        pytest.param(GOOD, "explain chat-server:settings/flex-disconnect-timeout", OK, id="an option"),
        pytest.param(GOOD, "--version", OK, id="version"),
        pytest.param(GOOD, "check --help", OK, id="help"),
    ],
)
def test_exit_codes(estate: Write, run: Run, files: Mapping[str, str], arguments: str, code: int) -> None:
    estate(files)
    assert code == run(*arguments.split()).code


def test_a_crash_in_a_rule_names_the_rule_and_fails(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(estate: object, *, keys: tuple[Selector, ...]) -> None:
        raise ValueError("the password is hunter2")

    monkeypatch.setattr(reference_syntax, "queue_key_form", crash)
    estate(BAD)
    ran = run("check", "exports", "-f", "json")
    report = json.loads(ran.out)
    assert (2, 2, False) == (ran.code, report["exit_code"], report["complete"])
    assert ["GWE201"] == [failure["rule"] for failure in report["failures"]]
    assert "rule GWE201 crashed in estate exports with ValueError" in ran.err
    before = json.loads(run("check", "exports", "-f", "json", "--ignore", "GWE201").out)
    assert report["summary"]["rules"]["not_evaluated"] == before["summary"]["rules"]["not_evaluated"] + 1
    assert any(finding["rule"] == "GWE202" for finding in report["findings"])  # the others still ran
    assert "hunter2" not in ran.out + ran.err + run("check", "exports", "--debug").err


def test_an_internal_error_is_no_finding_and_shows_no_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(check, "check_setup", crash)
    ran = run("check", "--debug")
    assert (2, "") == (ran.code, ran.out)
    assert "internal error: RuntimeError in crash" in ran.err
    assert "hunter2" not in ran.err
    assert "Traceback" not in ran.err


def test_ctrl_c_exits_with_130(tmp_path: Path) -> None:
    # What runs in the background of a script ignores Ctrl-C, and so does all that it starts, unless it is told.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "gwe_lint", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    time.sleep(2)  # it waits for standard input by then
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (130, b"") == (process.returncode, out)
    assert b"Traceback" not in err


@pytest.mark.parametrize("arguments", [("check", "exports"), ("rules",), ("--help",), ("explain", "GWE202")], ids=str)
def test_a_closed_pipe_keeps_the_code_and_prints_no_traceback(estate: Write, arguments: tuple[str, ...]) -> None:
    folder = estate(BAD)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "gwe_lint", *arguments],
        cwd=folder,
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (1 if arguments[0] == "check" else 0) == done.returncode
    assert b"BrokenPipe" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_findings_go_to_stdout_and_the_summary_to_stderr(estate: Write) -> None:
    ran = outside("check", "exports", cwd=estate(BAD))
    assert ran.out.startswith("error[GWE202]: ")
    counts = r"Found 1 error in 2 files \(2 applications, 3 options, \d+ rules; \d+ not evaluated, 0 waived\)"
    assert re.fullmatch(f"{counts}; followed 1 of 1 clients, 1 Chat Server in the exports\n", ran.err)
    assert outside("check", "exports", "-q", cwd=estate(BAD)).err == ""


def test_verbose_lists_assumptions_and_what_was_not_evaluated(estate: Write, run: Run) -> None:
    estate(GOOD)
    err = run("check", "exports", "--verbose").err
    assert "assumed: exports: exports/GWE.cfg is the gwe-backend GWE (section [service:wes])\n" in err
    assert "assumed: exports: GWE talks to every Chat Server of the estate (Chat): connections are unknown\n" in err
    assert "not evaluated: GWE206 chat-server-unconnected in exports: GWE: connections are unknown" in err


def test_one_run_writes_several_reports_whole(estate: Write, run: Run) -> None:
    folder = estate({**BAD, "old.json": "before"})
    ran = run("check", "exports", "--output", "json=old.json", "--output", "sarif=new.sarif", "-f", "concise")
    assert ran.out.count("\n") == 1
    assert json.loads((folder / "old.json").read_text())["summary"]["errors"] == 1
    assert json.loads((folder / "new.sarif").read_text())["version"] == "2.1.0"
    assert sorted(path.name for path in folder.iterdir()) == ["exports", "new.sarif", "old.json"]


def test_standard_input_is_one_document_with_a_name(estate: Write) -> None:
    folder = estate(GOOD)
    document = b"[endpoints:1]\nwebme=\n"
    ran = outside("check", "-", "--stdin-name", "Chat_09.conf", "-f", "concise", cwd=folder, stdin=document)
    assert ran.out.startswith("Chat_09.conf:2:7: error GWE107 ")


def test_standard_input_takes_the_place_of_its_file_in_its_estate(estate: Write) -> None:
    folder = estate({**GOOD, "gwe-lint.toml": '[[estate]]\nname = "prod"\npaths = ["exports"]\n'})
    document = b"[endpoints:1]\nwebmee=Webengagement_Chat\n"
    ran = outside("check", "-", "--stdin-name", "exports/Chat.conf", "-f", "concise", cwd=folder, stdin=document)
    assert ran.out.startswith("exports/GWE.cfg:2:35: error GWE202 ")


@pytest.mark.parametrize(
    ("environment", "arguments", "coloured"),
    [
        pytest.param({}, (), False, id="not a terminal"),
        pytest.param({"FORCE_COLOR": "1"}, (), True, id="FORCE_COLOR beats not being a terminal"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False, id="NO_COLOR beats FORCE_COLOR"),
        pytest.param({"NO_COLOR": "1"}, ("--color", "always"), True, id="the flag beats NO_COLOR"),
        pytest.param({"FORCE_COLOR": "1"}, ("--color", "never"), False, id="the flag beats FORCE_COLOR"),
    ],
)
def test_colour(estate: Write, environment: dict[str, str], arguments: tuple[str, ...], coloured: bool) -> None:
    clean = {"NO_COLOR": "", "FORCE_COLOR": ""}
    ran = outside("check", "exports", *arguments, cwd=estate(BAD), env={**clean, **environment})
    assert coloured == ("\x1b[1;31merror[GWE202]\x1b[0m" in ran.out)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_any_locale_gives_the_same_bytes(estate: Write, locale: str) -> None:
    folder = estate({"exports/Köln.conf": "[endpoints:1]\nwebme=\n"})
    ran = outside(
        "check",
        "exports",
        "-f",
        "concise",
        cwd=folder,
        env={"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert "exports/Köln.conf:2:7: error GWE107" in ran.out


def test_same_input_gives_the_same_bytes(estate: Write) -> None:
    folder = estate({**BAD, "exports/secret.cfg": "[security]\npassword=a\npassword=b\n[service:wes]\nx=1\n"})
    for format in ("text", "concise", "json", "sarif"):
        first, second = (
            outside("check", "exports", "-f", format, cwd=folder, env={"PYTHONHASHSEED": seed}).out
            for seed in ("1", "2")
        )
        assert first == second
        assert str(folder) not in first


@pytest.mark.parametrize(
    ("redirection", "arguments", "code"),
    [
        pytest.param("2>&-", "check exports", 1, id="no standard error"),
        pytest.param("2>&-", "check --nope", 2, id="no standard error to complain on"),
        pytest.param(">&-", "check exports", 1, id="no standard output"),
        pytest.param("<&-", "check -", 2, id="no standard input"),
        pytest.param(">/dev/full", "check exports", 2, id="a full disk on standard output"),
        pytest.param(">/dev/full", "--version", 2, id="a full disk for the version"),
        pytest.param("2>/dev/full", "check exports", 1, id="a full disk on standard error"),
        pytest.param("| true", "check exports", 0, id="nobody reads"),
    ],
)
def test_streams_that_cannot_be_used(estate: Write, redirection: str, arguments: str, code: int) -> None:
    folder = estate(BAD)
    command = f"{sys.executable} -m gwe_lint {arguments} {redirection}"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        capture_output=True,
        env=environment,
        check=False,
    )
    assert code == done.returncode
    assert not [word for word in (b"Traceback", b"Exception ignored", b"internal error") if word in done.stderr]


def test_a_broken_installation_does_not_look_like_findings(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise ImportError('no typer')")
    ran = outside("check", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert (2, "gwe-lint: cannot start: ImportError: no typer\n") == (ran.code, ran.err)


def test_what_is_given_on_the_command_line_does_not_act_on_the_terminal(estate: Write, run: Run) -> None:
    estate(
        {
            "exports/Chat.conf": GOOD["exports/Chat.conf"],
            "gwe-lint.toml": '[[estate]]\nname = "\\u001b[31m"\npaths = ["x"]\n',
        }
    )
    hostile = "a\x1b[31m\nfake: error"
    for arguments in (
        (hostile,),
        ("--config", hostile),
        ("--pack", hostile),
        ("--output", f"{hostile}=x"),
        ("--format", hostile),
        (),
    ):
        ran = run("check", *arguments)
        assert ran.code == 2
        assert "\x1b" not in ran.err
        assert "\nfake" not in ran.err


def test_an_empty_run_still_writes_its_reports(estate: Write, run: Run) -> None:
    folder = estate({"exports/readme.txt": "x", "out.sarif": "OLD"})
    ran = run("check", "exports", "--output", "sarif=out.sarif", "-f", "json")
    assert (3, 3) == (ran.code, json.loads(ran.out)["exit_code"])
    assert "Found nothing, but not all was checked, in 0 files" in ran.err
    assert ["no export (.cfg, .conf, .csv, .xml, .json) in exports"] == json.loads(ran.out)["unchecked"]
    assert json.loads((folder / "out.sarif").read_text())["runs"][0]["results"] == []
    assert run("check", "exports", "--allow-empty").code == 0


def test_a_report_is_never_written_over_an_input_or_another_report(estate: Write, run: Run) -> None:
    folder = estate(BAD)
    assert run("check", "exports", "--output", "json=exports/Chat.conf").code == 2
    assert (folder / "exports/Chat.conf").read_text() == BAD["exports/Chat.conf"]
    assert run("check", "exports", "--output", "json=a", "--output", "sarif=a").code == 2
    assert run("check", "exports", "--output", "json=-").code == 2
    assert not (folder / "a").exists()


def test_a_written_report_keeps_link_and_mode(estate: Write, run: Run) -> None:
    folder = estate({**BAD, "target.json": "old"})
    (folder / "target.json").chmod(0o600)
    (folder / "link.json").symlink_to("target.json")
    run("check", "exports", "--output", "json=link.json")
    assert (folder / "link.json").is_symlink()
    assert (folder / "target.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((folder / "target.json").read_text())["format"] == "gwe-lint/1"


@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "named"])
def test_a_pipe_is_written_as_a_report(estate: Write, place: str) -> None:
    folder = estate(BAD)
    if place.startswith("/") and not os.path.exists(place):
        pytest.skip("this system has no such name of a pipe")
    command = [sys.executable, "-m", "gwe_lint", "check", "exports", "-f", "concise", "--output", f"json={place}"]
    if place == "named":
        os.mkfifo(folder / place)
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as running:
            report = (folder / place).read_text()
        code = running.returncode
    else:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        code, report = done.returncode, done.stdout
        assert done.stderr.count("cannot be written") == 0

    assert code == 1
    assert json.JSONDecoder().raw_decode(report[report.index("{") :])[0]["format"] == "gwe-lint/1"


def test_a_pipe_that_nobody_reads_any_more_is_no_failure(estate: Write) -> None:
    folder = estate(BAD)
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "gwe_lint", "check", "exports", "--output", f"json=/dev/fd/{writes}"]

    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, pass_fds=(writes,))
    os.close(writes)

    assert (done.returncode, "cannot be written" in done.stderr) == (1, False)


def test_an_export_may_come_from_a_named_pipe(estate: Write) -> None:
    folder = estate(GOOD)
    (name, *_) = (path for path in (folder / "exports").iterdir() if path.is_file())
    os.mkfifo(folder / "pipe.cfg")
    wait = "import sys, time; text = open(sys.argv[1], 'rb').read(); pipe = open('pipe.cfg', 'wb', 0); time.sleep(0.2)"
    writer = f"{wait}; pipe.write(text[:9]); time.sleep(0.2); pipe.write(text[9:])"
    command = [sys.executable, "-m", "gwe_lint", "show", "pipe.cfg"]
    with subprocess.Popen([sys.executable, "-c", writer, str(name)], cwd=folder):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_pipes_in_a_folder_are_skipped_and_long_names_are_no_bug(estate: Write) -> None:
    folder = estate(GOOD)
    os.mkfifo(folder / "exports" / "pipe.cfg")
    assert outside("check", "exports", cwd=folder).code == 0
    ran = outside("check", "x" * 300, cwd=folder)
    assert (2, True) == (ran.code, "no such file or folder" in ran.err)


def test_a_folder_given_twice_is_one_estate_and_the_order_of_paths_changes_nothing(estate: Write, run: Run) -> None:
    estate(
        {
            **{f"a/{name.split('/')[1]}": text for name, text in BAD.items()},
            "b/x.cfg": "[security]\npassword=a\npassword=b\n",
        }
    )
    once = run("check", "a", "b", "a/../a", "./b", "a/Chat.conf", "-f", "json").out
    assert once == run("check", "b", "a", "-f", "json").out
    assert json.loads(once)["summary"]["estates"] == 2


@pytest.mark.parametrize("command", [["check"], ["show"], ["trace", "GWE"], ["init"]])
def test_a_removed_working_directory_is_named(tmp_path: Path, command: list[str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = [sys.executable, "-c", "import os, sys; os.rmdir(os.getcwd()); os.execv(sys.executable, sys.argv[1:])"]
    given = [sys.executable, "-P", "-m", "gwe_lint", *command]
    done = subprocess.run([*program, *given], check=False, cwd=gone, capture_output=True, text=True)
    said = "gwe-lint: error: the working directory does not exist any more: change to one that does\n"
    assert (2, "", said) == (done.returncode, done.stdout, done.stderr)
