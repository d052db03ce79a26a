"""What a shell is offered. That real shells ask so is tested end to end."""

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run, Write, outside

FILES = {
    "Chat Server 01.cfg": "[endpoints:1]\ndefault=Q\nwebme=Q\n[settings]\nflex-disconnect-timeout=45\n",
    "GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n",
}


def offers(folder: Path, line: str, **more: str) -> list[str]:
    """The completions of a line, the last word of which is begun."""
    words = line.split(" ")
    asked = {"_GWE_LINT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), **more}
    ran = outside(cwd=folder, env=asked)
    assert ran.err == ""
    return [each for each in ran.out.splitlines() if each]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        pytest.param("gwe-lint consi", ["consistency"], id="a command"),
        pytest.param("gwe-lint waivers pr", ["prune"], id="a command of a command"),
        pytest.param("gwe-lint check --sarif-inc", ["--sarif-include-waived"], id="an option"),
        pytest.param("gwe-lint check --format sar", ["sarif"], id="a value of an option"),
        pytest.param("gwe-lint check --select GWE20", [f"GWE20{n}" for n in range(1, 10)], id="rules"),
        pytest.param("gwe-lint check --ignore GWE101,GWE204", ["GWE101,GWE204"], id="the last of a list of rules"),
        pytest.param("gwe-lint explain queue-key-f", ["queue-key-form"], id="the name of a rule"),
        pytest.param("gwe-lint explain exit", ["exit-codes"], id="a topic"),
        pytest.param("gwe-lint why G", ["GWE"], id="an application"),
        pytest.param("gwe-lint trace Chat", ["Chat Server 01"], id="an application with blanks in its name"),
        pytest.param("gwe-lint nonsense --x", [], id="nothing for what is no command"),
    ],
)
def test_what_a_shell_is_offered(estate: Write, line: str, offered: list[str]) -> None:
    assert offers(estate(FILES), line) == offered


def test_a_damaged_configuration_disturbs_nobody_who_is_typing(estate: Write) -> None:
    folder = estate(FILES | {"gwe-lint.toml": "[check"})

    assert offers(folder, "gwe-lint why G") == []
    assert offers(folder, "gwe-lint check --for") == ["--format"]


HOSTILE = (
    *(r"ax\$(touch PWNED)", "ax$(touch PWNED)", r"ax\`touch PWNED`", "ax`touch PWNED`", "ax;touch PWNED"),
    *("ax&touch PWNED", "ax|touch PWNED", "ax\ntouch PWNED", "ax'$(touch PWNED)'", 'ax"$(touch PWNED)"'),
    *("ax<(touch PWNED)", "ax>PWNED", "ax\\", "ax{a,b}", "ax*", "ax\tb", "ax\x1b[2J", "ax!touch", "ax\u2028b"),
    *("ax(e:'touch PWNED':)", "ax\r", "ax\n"),
)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_a_checkout_that_a_shell_may_obey_is_not_offered(estate: Write, shell: str, name: str) -> None:
    declared = "[[estate]]\nname = 'e'\npaths = ['.']\n[[estate.application]]\nfile = 'GWE.cfg'\n"
    declared += f"name = {json.dumps(name)}\n"
    folder = estate(FILES | {"gwe-lint.toml": declared, "ax-Köln 1.cfg": FILES["GWE.cfg"]})
    (folder / f"{name}.cfg").write_text(FILES["GWE.cfg"])
    asked = {"_GWE_LINT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": "gwe-lint why a"}
    if shell == "bash":
        asked |= {"COMP_WORDS": "gwe-lint why a", "COMP_CWORD": "2"}
    if shell == "powershell":
        asked["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = "a"
    if shell == "fish":
        asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"

    ran = outside(cwd=folder, env=asked)

    assert (ran.err, ran.out.count("ax")) == ("", 1)
    assert "ax-Köln 1" in ran.out


@pytest.mark.skipif(not shutil.which("zsh"), reason="needs zsh")
@pytest.mark.parametrize("name", [r"ab\$(touch PWNED)", r"ay\`touch PWNED`"])
def test_zsh_runs_nothing_of_what_a_checkout_calls_its_applications(estate: Write, name: str) -> None:
    folder = estate(FILES | {f"{name}.cfg": FILES["GWE.cfg"], "az.cfg": FILES["GWE.cfg"]})
    asked = {"_GWE_LINT_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "gwe-lint why a"}
    answer = outside(cwd=folder, env=asked).out
    assert '"az"' in answer
    # As the completion of zsh evaluates what an action in double parentheses has.
    of_shell = r'_arguments() { local each=${1#*\(\(}; eval "offered=( ${each%\)\)*} )"; print -r -- $offered }'
    script = f"{of_shell}\neval {shlex.quote(answer)}"

    done = subprocess.run(["zsh", "-f", "-c", script], cwd=folder, capture_output=True, text=True, check=False)

    assert not (folder / "PWNED").exists()
    assert "az:" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_script_for_the_shell(run: Run, shell: str) -> None:
    ran = run("completion", shell)

    assert ran.code == 0
    assert "gwe-lint" in ran.out
    assert "_GWE_LINT_COMPLETE" in ran.out


def test_bash_takes_the_script(run: Run) -> None:
    script = run("completion", "bash").out

    done = subprocess.run(["bash", "-n"], input=script.encode(), capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_run_that_no_shell_asks_does_not_load_what_completes(estate: Write) -> None:
    folder = estate(FILES)

    ran = outside("check", ".", cwd=folder, env={"PYTHONVERBOSE": "1", "PYTHONDONTWRITEBYTECODE": ""})

    assert "import 'gwe_lint.cli.options'" in ran.err
    assert "gwe_lint.cli.completing" not in ran.err
