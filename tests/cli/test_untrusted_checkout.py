"""A checkout of anybody: file names as commands, links, devices, plug-ins beside the exports."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gwe_lint.reports import FORMATS, OF_COMMANDS
from tests.conftest import Run, Write, outside

CLIENT = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q\n"
COMMANDS = re.compile(r"^(?:\s|\x1b\[[0-9;]*m)*::[A-Za-z]|##(?:\[|vso\[|teamcity\[)", re.MULTILINE)
NAMES = (
    "::error file=README.md,line=1::x",
    "##[error]x",
    "##vso[task.setvariable]x",
    "##teamcity[buildStop]",
    " ::add-mask::o",
)


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_a_command_to_the_platform_that_shows_it(estate: Write, run: Run, name: str) -> None:
    """A file of anybody's change may be called so, and an application, a section, an option and a value."""
    client = f"[service:wes]\nwes.connector.chatServer.queueKey=webme\n[{name}]\n{name}=x\n{name}\n#{name}\n"
    folder = estate(
        {f"{name}.cfg": client, "Chat.cfg": f"[endpoints:1]\nwebme=\nx={name}\n", f"old/{name}.cfg": client}
    )
    formats = [format for format in FORMATS if format not in OF_COMMANDS]
    commands: list[tuple[str, ...]] = [("check", ".", "-f", format, "-v") for format in formats]
    commands += [("drift", ".", "--against", "old", "-f", format, "-v") for format in formats]
    commands += [
        ("show", "."),
        ("show", ".", "-f", "mermaid"),
        ("trace", name, "."),
        ("why", name, f"{name}/{name}", "."),
    ]
    commands += [("snapshot", ".", "--to", "b"), ("init", "."), ("consistency", "."), ("check", name)]
    for command in commands:
        ran = run(*command, "--color", "always") if "-f" in command else run(*command)
        assert not COMMANDS.search(ran.out + "\n" + ran.err), command
    run("check", ".", "--isolated", *(word for format in formats for word in ("--output", f"{format}=report.{format}")))
    for format in formats:
        assert not COMMANDS.search((folder / f"report.{format}").read_text()), format
    assert "::error" in run("check", ".", "--isolated", "-f", "github").out  # which is there for that


def test_a_json_report_that_holds_such_a_text_still_says_it(estate: Write, run: Run) -> None:
    estate({"##[error]x.cfg": CLIENT, "Chat.cfg": "[endpoints:1]\nweb=Q\n"})
    findings = json.loads(run("check", ".", "-f", "json").out)["findings"]
    assert {"##[error]x.cfg"} == {finding["path"] for finding in findings if finding["rule"] == "GWE202"}


def test_no_output_goes_through_a_link_that_leaves_the_working_directory(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = estate(
        {"work/e/Chat.cfg": "[endpoints:1]\nwebme=Q\n", "outside/kept.txt": "kept\n", "work/own.txt": "own\n"}
    )
    monkeypatch.chdir(folder / "work")
    for link, target in (("out.json", "../outside/kept.txt"), ("base", "../outside"), ("in.json", "own.txt")):
        Path(link).symlink_to(target)
    for command in (
        ("check", "e", "--output", "json=out.json"),
        ("check", "e", "--output", "json=base/new.json"),
        ("snapshot", "e", "--to", "base"),
        ("snapshot", "e", "--to", "base/new"),
        ("drift", "e", "--against", "e", "--remediate", "base/new"),
        ("rules", "new", "base/new.toml"),
    ):
        ran = run(*command)
        assert (2, True) == (ran.code, "a link leads out of the working directory" in ran.err), command
    assert ["kept.txt"] == [path.name for path in (folder / "outside").iterdir()]
    assert "kept\n" == (folder / "outside/kept.txt").read_text()
    assert run("check", "e", "--output", "json=in.json", "--allow-empty").code in (0, 3)  # a link inside stays a link
    assert "gwe-lint/1" in (folder / "work/own.txt").read_text()
    assert run("check", "e", "--output", f"json={folder / 'outside/asked.json'}").code in (0, 3)  # asked for by name


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "e", "--config", "{}"),
        ("check", "e", "--pack", "{}"),
        ("check", "e", "--waivers", "{}"),
        ("check", "e", "--known", "{}"),
        ("check", "e", "--since", "{}"),
        ("check", "e", "--hmac-key-file", "{}"),
        ("drift", "e", "--against", "e", "--waivers", "{}"),
        ("waivers", "list", "--waivers", "{}"),
        ("waivers", "add", "--from", "{}", "--reason", "r", "--owner", "o", "--expires", "2099-01-01"),
    ],
)
@pytest.mark.parametrize("kind", ["device", "folder", "large"])
def test_what_is_no_small_file_is_refused(estate: Write, run: Run, arguments: tuple[str, ...], kind: str) -> None:
    folder = estate({"e/Chat.cfg": "[endpoints:1]\nwebme=Q\n", "folder/x": ""})
    with (folder / "large").open("wb") as file:
        file.truncate((16 << 20) + 1)
    path = {"device": "/dev/zero", "folder": "folder", "large": "large"}[kind]
    if kind == "folder" and "--pack" in arguments:
        return  # of packs
    ran = run(*(word.format(path) for word in arguments))
    assert 2 == ran.code
    if "--expires" not in arguments:
        assert re.search(rf"{path}: (?:cannot be read|is larger than 16 MiB)", ran.err)


@pytest.mark.parametrize("name", ["gwe-lint.toml", "pyproject.toml", "gwe-lint-waivers.toml"])
@pytest.mark.parametrize("target", ["/dev/zero", "nowhere", "e", "itself", "pipe"])
def test_what_cannot_be_read_is_not_absent(estate: Write, run: Run, name: str, target: str) -> None:
    folder = estate({"e/Chat.cfg": "[endpoints:1]\nwebme=Q\n"})
    os.mkfifo("pipe")
    (folder / name).symlink_to(name if target == "itself" else target)
    for command in (("check", "e"), ("waivers", "list"), ("drift", "e", "--against", "e")):
        ran = run(*command)
        assert (2, True) == (ran.code, f"{name}: cannot be read" in ran.err), command


@pytest.mark.parametrize("command", ["list", "lint", "prune"])
def test_a_ledger_that_is_named_has_to_be_there(estate: Write, run: Run, command: str) -> None:
    estate({"e/Chat.cfg": "[endpoints:1]\nwebme=Q\n"})
    ran = run("waivers", command, "--waivers", "none.toml")
    assert (2, True) == (ran.code, "none.toml: no such file" in ran.err)


def test_a_key_may_come_through_a_pipe(estate: Write, run: Run) -> None:
    estate({"e/Chat.cfg": "[settings]\npassword=x\n", "key": "k"})
    os.mkfifo("pipe")
    outputs = []
    for key in ("key", "pipe"):
        with ThreadPoolExecutor() as pool:
            written = pool.submit(Path("pipe").write_text, "k") if key == "pipe" else None
            ran = run("snapshot", "e", "--to", f"b-{key}", "--hmac-key-file", key)
            assert 0 == ran.code, ran.err
            assert not written or written.result() == 1
        outputs.append(Path(f"b-{key}/Chat.toml").read_text())
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("path", ["-", "/dev/zero"])
def test_an_endless_device_is_refused(estate: Write, path: str) -> None:
    folder = estate({})
    with open("/dev/zero", "rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "gwe_lint", "check", path],
            cwd=folder,
            stdin=endless,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert (2, True) == (done.returncode, "larger than 256 MiB" in done.stderr and path in done.stderr), done.stderr


def test_an_output_of_init_or_of_waivers_goes_through_no_link_either(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = estate({"work/e/GWE.cfg": CLIENT, "work/e/Chat.cfg": "[endpoints:1]\nweb=Q\n", "outside/w.toml": ""})
    monkeypatch.chdir(folder / "work")
    assert 1 == run("check", "e", "--output", "json=r.json").code
    Path("gwe-lint.toml").symlink_to("../outside/c.toml")
    assert 2 == run("init", "e").code
    assert 2 == run("init", "e", "--force").code
    Path("gwe-lint.toml").unlink()
    Path("gwe-lint-waivers.toml").symlink_to("../outside/w.toml")
    Path("out").symlink_to("../outside")
    add = ("waivers", "add", "--from", "r.json", "--reason", "r", "--owner", "o", "--expires", "2026-12-01")
    for more in ((), ("--waivers", "out/new.toml")):
        ran = run(*add, "--as-of", "2026-11-01", *more)
        assert (2, True) == (ran.code, "a link leads out of the working directory" in ran.err), ran.err
    assert ["w.toml"] == [path.name for path in (folder / "outside").iterdir()]
    assert "" == (folder / "outside/w.toml").read_text()


def test_the_working_directory_gives_no_plug_ins(estate: Write) -> None:
    entry = "[gwe_lint.checks]\nevil = evil_plugin:check\n"
    folder = estate(
        {
            "evil-1.0.dist-info/entry_points.txt": entry,
            "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil_plugin.py": "open('RAN', 'w').close()\ndef check(estate):\n    yield from ()\n",
            "e/Chat.cfg": "[endpoints:1]\nwebme=Q\n",
        }
    )
    ran = outside("rules", cwd=folder, env={"GWE_LINT_NO_PLUGINS": ""})
    assert 0 == ran.code
    assert not (folder / "RAN").exists()
