"""Plug-ins: found by their entry points, used like what is built in, named with the reason when they cannot be."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from gwe_lint.checks import CHECKS
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Prose
from gwe_lint.rules import parameter_reader, plugins
from gwe_lint.rules.plugins import load_plugins, metadata_folders
from tests.conftest import Ran, Write, outside

Try = Callable[..., Ran]

EXAMPLE = Path(__file__).parents[2] / "examples" / "plugin"
HEAD = "from gwe_lint.api import Selector\n"
CHAT = {"exports/ChatServer_01.conf": "[endpoints:1]\ndefault=Chat In\nwebme=Berlin_Chat_Sales\n"}


def put(site: Path, name: str, entry_points: str) -> Path:
    """The metadata of an installed package."""
    folder = site / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "entry_points.txt").write_text(entry_points)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    return folder


def put_example(site: Path) -> None:
    """What an installation of examples/plugin leaves in a folder; .ci/run installs it for real."""
    groups = tomli.loads((EXAMPLE / "pyproject.toml").read_text())["project"]["entry-points"]
    lines = [line for group in groups for line in (f"[{group}]", *(f"{k} = {v}" for k, v in groups[group].items()))]
    shutil.copytree(EXAMPLE / "src" / "gwe_lint_acme", site / "gwe_lint_acme")
    put(site, "gwe_lint_acme", "\n".join(lines))


@pytest.fixture
def acme(estate: Write, tmp_path: Path) -> Try:
    """Run the command line beside the example plug-in, on an estate with one queue that it minds."""
    put_example(tmp_path / "site")
    estate(CHAT)

    def call(*arguments: str, **environment: str) -> Ran:
        env = {"GWE_LINT_NO_PLUGINS": "", "PYTHONPATH": path_with(tmp_path / "site"), **environment}
        return outside(*arguments, cwd=tmp_path, env=env)

    return call


def path_with(site: Path) -> str:
    return os.pathsep.join(map(str, (site, Path(__file__).parents[2])))


def test_a_check_finds_with_the_rule_of_its_pack(acme: Try) -> None:
    ran = acme("check", "exports", "-f", "concise")
    assert ran.out == (
        "exports/ChatServer_01.conf:2:9: warning ACME001 default leads to 'Chat In', which is not a name "
        "that Acme allows [ChatServer_01 endpoints:1/default]\n"
    )
    assert ran.code == 0


def test_rules_of_plugins_are_listed_with_their_pack_and_explained(acme: Try) -> None:
    assert "Site_Chat_Purpose.  (gwe-lint-acme/acme.toml)\n" in acme("rules").out
    assert '"pack": "gwe-lint-acme/acme.toml"' in acme("rules", "-f", "json").out
    assert acme("explain", "acme-queue-name").out.startswith("ACME001 acme-queue-name\n")
    assert "1 to 60\n" in acme("explain", "chat-server:acme-escalation/timeout").out


def test_the_examples_of_an_installed_plugin_are_tested_with_all_and_alone(acme: Try) -> None:
    every, alone = acme("rules", "test"), acme("rules", "test", str(EXAMPLE / "src" / "gwe_lint_acme" / "acme.toml"))
    assert (0, 0) == (every.code, alone.code)
    assert every.err.endswith(", 0 mistakes\n")
    assert alone.err == "1 rule, 3 examples, 1 option, 1 drift row, 0 mistakes\n"


def test_drift_rows_of_a_plugin_count(acme: Try, estate: Write) -> None:
    wait = "[endpoints:1]\ndefault=Berlin_Chat_Sales\n[acme-escalation]\ntimeout="
    estate({"old/ChatServer_01.conf": f"{wait}30\n", "new/ChatServer_01.conf": f"{wait}60\n"})
    ran = acme("drift", "new", "--against", "old", "-f", "concise")
    assert (1, True) == (ran.code, ": error GWE801 " in ran.out)
    assert (1, True) == (
        (bare := acme("drift", "new", "--against", "old", "-f", "concise", GWE_LINT_NO_PLUGINS="1")).code,
        ": warning GWE801 " in bare.out,
    )
    known = acme("explain", "chat-server:acme-escalation/timeout").out
    assert "  drift                  error: supervisors plan their shifts by it\n" in known


def test_a_mistake_in_a_drift_row_of_a_plugin_is_named_by_every_command(acme: Try, tmp_path: Path) -> None:
    pack = tmp_path / "site" / "gwe_lint_acme" / "acme.toml"
    pack.write_text(pack.read_text().replace('severity = "error"', 'severity = "fatal"'))
    ran = acme("check", "exports")
    assert 2 == ran.code
    assert "acme.toml:58: drift[1].severity: unknown severity 'fatal' (known: error, note, warning)\n" in ran.err


def test_the_environment_leaves_plugins_out_and_isolated_does_not(acme: Try) -> None:
    assert "ACME001" in acme("check", "exports", "--isolated").out
    assert acme("check", "exports", GWE_LINT_NO_PLUGINS="1").out == ""


def test_without_plugins_nothing_is_imported_to_look_for_them(tmp_path: Path) -> None:
    put(tmp_path / "site", "other", "[console_scripts]\nother = other:main\n")
    env = {"GWE_LINT_NO_PLUGINS": "", "PYTHONPATH": path_with(tmp_path / "site"), "PYTHONPROFILEIMPORTTIME": "1"}
    imported = outside("check", "--allow-empty", cwd=tmp_path, env=env)
    assert imported.code == 0
    assert "gwe_lint.rules.plugins" in imported.err
    assert "importlib.metadata" not in imported.err


def plugin(site: Path, monkeypatch: pytest.MonkeyPatch, module: str, entry_points: str) -> Path:
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, "acme_checks", raising=False)
    (site / "acme_checks.py").write_text(module)
    return put(site, "gwe.lint_acme", entry_points)


@pytest.mark.parametrize(
    ("module", "entry", "problem"),
    [
        pytest.param(
            "", "nowhere:check", "cannot be loaded: ModuleNotFoundError: No module named 'nowhere'", id="gone"
        ),
        pytest.param("1/0", "acme_checks:check", "cannot be loaded: ZeroDivisionError: division by zero", id="crash"),
        pytest.param("import sys; sys.exit(0)", "acme_checks:check", "cannot be loaded: SystemExit: 0", id="exit"),
        pytest.param("def check(:", "acme_checks:check", "cannot be loaded: SyntaxError: ", id="a syntax error"),
        pytest.param(
            "", "acme_checks:check", "AttributeError: module 'acme_checks' has no attribute 'check'", id="none"
        ),
        pytest.param(
            "check = 1", "acme_checks:check", "gives no check but a int: a check is a function", id="a number"
        ),
        pytest.param("def check(): ...", "acme_checks:check", "first parameter has to be estate", id="no subject"),
        pytest.param("def check(it): ...", "acme_checks:check", "first parameter has to be estate", id="another one"),
        pytest.param(
            "def check(estate, pattern: str): ...", "acme_checks:check", "'pattern' has to be keyword-only", id="place"
        ),
        pytest.param(
            "def check(estate, *, pattern): ...",
            "acme_checks:check",
            "'pattern' has to be one of AppType, Selector",
            id="bare",
        ),
        pytest.param(
            "def check(estate, *, most: float): ...",
            "acme_checks:check",
            "'most' has to be one of AppType, Selector",
            id="float",
        ),
        pytest.param(
            "def check(estate, *, most: tuple[int, ...]): ...",
            "acme_checks:check",
            "'most' has to be one of AppType, Selector",
            id="numbers",
        ),
        pytest.param(
            "def check(estate, *, most: 'Most'): ...", "acme_checks:check", "NameError: name 'Most' is not", id="a name"
        ),
    ],
)
def test_what_is_no_check_is_named_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, entry: str, problem: str
) -> None:
    folder = plugin(tmp_path, monkeypatch, module, f"[gwe_lint.checks]\nmine = {entry}\n")
    with pytest.raises(Untrusted) as error:
        load_plugins([folder])
    (found,) = error.value.problems
    assert found.startswith(f"plug-in gwe-lint-acme 1.0: entry point 'mine' of gwe_lint.checks ({entry}): ")
    assert problem in found


@pytest.mark.parametrize(
    ("entry_points", "problem"),
    [
        pytest.param("[gwe_lint.packs]\na = nowhere\n", "ModuleNotFoundError: No module named 'nowhere'", id="gone"),
        pytest.param("[gwe_lint.packs]\na = email\n", "a package without a rule pack (*.toml)", id="no packs"),
        pytest.param(
            "[gwe_lint.rules]\na = email\n", "there is no such group (known: gwe_lint.checks, ", id="no group"
        ),
        pytest.param("[gwe_lint.packs]\nemail\n", "entry_points.txt cannot be read", id="damaged"),
    ],
)
def test_what_holds_no_packs_is_named_with_its_reason(tmp_path: Path, entry_points: str, problem: str) -> None:
    with pytest.raises(Untrusted) as error:
        load_plugins([put(tmp_path, "acme", entry_points)])
    assert problem in str(error.value)


def test_a_name_that_is_taken_is_an_error_that_names_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry_points = "[gwe_lint.checks]\nmine = acme_checks:check\nqueue-exists = acme_checks:check\n"
    first = plugin(tmp_path, monkeypatch, "def check(estate): ...", entry_points)
    second = put(tmp_path, "other", "[gwe_lint.checks]\nmine = acme_checks:check\n")
    with pytest.raises(Untrusted) as error:
        load_plugins([first, second])
    assert [
        "plug-in gwe-lint-acme 1.0: entry point 'queue-exists' of gwe_lint.checks (acme_checks:check): "
        "gwe-lint itself has a check of this name: rename it",
        "plug-in other 1.0: entry point 'mine' of gwe_lint.checks (acme_checks:check): "
        "plug-in gwe-lint-acme 1.0 has a check of this name: rename it",
    ] == list(error.value.problems)


def test_annotations_may_be_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = f"from __future__ import annotations\n{HEAD}def check(estate, *, options: tuple[Selector, ...]): ...\n"
    folder = plugin(tmp_path, monkeypatch, module, "[gwe_lint.checks]\nmine = acme_checks:check\n")
    assert ["mine"] == list(load_plugins([folder]).checks)


def test_a_check_may_ask_for_what_a_pack_can_give_and_every_built_in_one_is_such_a_check() -> None:
    assert {*parameter_reader.PARSERS, str, Prose} == set(plugins.TEXTS)
    assert not [(name, mistake) for name, check in CHECKS.items() for mistake in plugins._mistakes(check)]


def test_of_a_package_that_is_there_twice_the_first_counts(tmp_path: Path) -> None:
    first = put(tmp_path / "a", "gwe-lint-acme", "[gwe_lint.checks]\n")
    put(tmp_path / "b", "gwe_lint_acme", "[gwe_lint.checks]\n")
    put(tmp_path / "b", "gwe_lint", "[console_scripts]\ngwe-lint = gwe_lint.__main__:start\n")
    path = [str(tmp_path / folder) for folder in ("gone", "a", "b", "a")]
    assert [first] == list(metadata_folders(path))


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        pytest.param("raise ValueError('hunter2')", "ValueError", id="a crash"),
        pytest.param("raise SystemExit(0)", "SystemExit", id="an exit"),
        pytest.param("yield 'wrong'", "TypeError", id="no outcome"),
        pytest.param("return None", "TypeError", id="nothing to go through"),
    ],
)
def test_a_check_of_a_plugin_that_fails_makes_the_run_fail(acme: Try, tmp_path: Path, body: str, failure: str) -> None:
    module = tmp_path / "site" / "gwe_lint_acme" / "checks.py"
    module.write_text(f"{HEAD}def queue_name(estate, *, options: tuple[Selector, ...], pattern: str):\n    {body}\n")
    ran = acme("check", "exports")
    assert ran.code == 2
    assert f"rule ACME001 crashed in estate exports with {failure}; the result is not complete" in ran.err
    assert "hunter2" not in ran.out + ran.err


def test_why_names_the_rule_that_crashes(acme: Try, tmp_path: Path) -> None:
    module = tmp_path / "site" / "gwe_lint_acme" / "checks.py"
    body = "raise ValueError('hunter2')"
    module.write_text(f"{HEAD}def queue_name(estate, *, options: tuple[Selector, ...], pattern: str):\n    {body}\n")
    ran = acme("why", "ChatServer_01", "endpoints:1/default", "exports")
    assert (2, "") == (ran.code, ran.out)
    assert "why: rule ACME001 crashed in estate exports with ValueError" in ran.err
    assert "hunter2" not in ran.err


@pytest.mark.parametrize("command", ["check", "rules", "explain GWE101", "show exports", "init"])
def test_a_broken_plugin_is_an_error_of_every_command_and_no_traceback(acme: Try, tmp_path: Path, command: str) -> None:
    (tmp_path / "site" / "gwe_lint_acme" / "checks.py").unlink()
    ran = acme(*command.split())
    assert (2, "") == (ran.code, ran.out)
    assert ran.err == (
        "gwe-lint: error: plug-in gwe-lint-acme 1.0: entry point 'acme-queue-name' of gwe_lint.checks "
        "(gwe_lint_acme.checks:queue_name): cannot be loaded: "
        "ModuleNotFoundError: No module named 'gwe_lint_acme.checks'\n"
    )
