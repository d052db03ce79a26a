"""A site's own packs: begun with ``rules new``, named in the configuration, and with all of their mistakes at once."""

from pathlib import Path

import pytest

from gwe_lint.rules.selection import load_packs
from tests.conftest import Run


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("more", ["", "--prefix ACME", "--prefix ACME --name night-desk"])
def test_a_new_pack_passes_its_own_test(run: Run, more: str) -> None:
    written = run("rules", "new", "rules/our.toml", *more.split())
    assert (0, "") == (written.code, written.out)
    assert "gwe-lint rules test --mutate rules/our.toml\n" in written.err
    assert "gwe-lint check --pack rules/our.toml" in written.err
    tested = run("rules", "test", "--mutate", "rules/our.toml")
    assert (0, "1 rule, 2 examples, 1 option, 0 mistakes") == (tested.code, tested.err.splitlines()[0])
    assert ", 0 survived (100 %)" in tested.err


def test_a_new_pack_bears_the_names_that_were_asked_for(run: Run) -> None:
    run("rules", "new", "our.toml", "--prefix", "ACME", "--name", "night-desk")
    assert "ACME001  warning  night-desk" in run("rules", "--pack", "our.toml").out
    assert "1 to 60\n" in run("explain", "chat-server:acme-extension/timeout", "--pack", "our.toml").out


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("chat-server:", "gwe-backend:"), id="the type"),
        pytest.param(("chat-server:site-extension/", "chat-server:another-extension/"), id="the section"),
        pytest.param(("chat-server:site-extension/", "chat-server:*/"), id="a wider section"),
        pytest.param(("/timeout above", "/reconnect above"), id="the option"),
        pytest.param(("/timeout above", "/* above"), id="a wider option"),
        pytest.param((" above 30", " above 29"), id="a lower bound"),
        pytest.param((" above 30", " above 31"), id="a higher bound"),
        pytest.param((" above 30", " below 30"), id="the other side"),
    ],
)
def test_the_examples_of_a_new_pack_notice_every_change_of_its_rule(
    run: Run, here: Path, change: tuple[str, str]
) -> None:
    run("rules", "new", "our.toml")
    text = (here / "our.toml").read_text()
    assert text.count(change[0]) == 1
    (here / "our.toml").write_text(text.replace(*change))
    assert run("rules", "test", "our.toml").code == 1


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        pytest.param("old.toml", ["old.toml exists already; --force writes over it"], id="a file that is there"),
        pytest.param(
            "site.tml --prefix site --name Ours",
            ["site.tml: a rule pack is a file", "--prefix 'site': must be two to", "--name 'Ours': must be in lower"],
            id="all mistakes at once",
        ),
        pytest.param(
            "new.toml --prefix GWE --name queue-undefined",
            ["--prefix 'GWE': the ids of the built-in rules", "--name 'queue-undefined': a built-in rule has"],
            id="what is built in",
        ),
        pytest.param("old.toml/new.toml", ["cannot be made: "], id="a folder that cannot be made"),
        pytest.param("folder.toml --force", ["folder.toml: cannot be written: "], id="a folder in its place"),
    ],
)
def test_what_is_in_the_way_of_a_new_pack_is_said(run: Run, here: Path, arguments: str, problems: list[str]) -> None:
    (here / "old.toml").write_text("# mine\n")
    (here / "folder.toml").mkdir()
    ran = run("rules", "new", *arguments.split())
    assert ran.code == 2
    assert len(problems) == len(ran.err.splitlines())
    assert all(problem in line for problem, line in zip(problems, ran.err.splitlines(), strict=True))
    assert (here / "old.toml").read_text() == "# mine\n"
    assert {"old.toml", "folder.toml"} == {path.name for path in here.iterdir()}


def test_force_writes_over_a_pack(run: Run, here: Path) -> None:
    (here / "old.toml").write_text("# mine\n")
    assert run("rules", "new", "old.toml", "--force").code == 0
    assert "SITE001" in (here / "old.toml").read_text()
    assert ["old.toml"] == [path.name for path in here.iterdir()]


def test_the_configuration_names_packs_relative_to_itself(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("rules", "new", "rules/our.toml")
    (here / "gwe-lint.toml").write_text('[check]\npacks = ["rules"]\n')
    exports = here / "exports"
    exports.mkdir()
    (exports / "ChatServer_01.conf").write_text("[endpoints:1]\ndefault=Chat In\n[site-extension]\ntimeout=45\n")
    assert "(rules/our.toml)\n" in run("rules").out
    assert run("explain", "SITE001").code == 0
    assert run("rules", "test").err.startswith(f"{len(load_packs().rules) + 1} rules, ")
    for folder in (here, exports):
        monkeypatch.chdir(folder)
        assert "SITE001" in run("check", str(exports), "-f", "concise").out
        assert "SITE001" not in run("check", str(exports), "-f", "concise", "--isolated").out


def test_a_pack_that_is_named_twice_is_read_once(run: Run, here: Path) -> None:
    run("rules", "new", "rules/our.toml")
    (here / "gwe-lint.toml").write_text('[check]\npacks = ["rules"]\n')
    assert run("rules", "--pack", "rules/our.toml", "--pack", str(here / "rules")).code == 0


def test_a_configured_pack_that_is_not_there_is_named_with_its_line(run: Run, here: Path) -> None:
    (here / "gwe-lint.toml").write_text('[check]\npacks = ["our.toml"]\n')
    ran = run("check")
    assert ran.code == 2
    assert ran.err.startswith("gwe-lint: error: gwe-lint.toml:2: check.packs: no such rule pack 'our.toml': ")


def test_all_mistakes_of_two_packs_come_at_once_each_with_its_place(run: Run, here: Path) -> None:
    run("rules", "new", "one.toml")
    text = (here / "one.toml").read_text()
    wrong = text.replace('"unwise"', '"unwis"').replace('"integer"', '"intger"')
    (here / "one.toml").write_text(wrong)
    (here / "two.toml").write_text(text.replace("SITE001", "GWE101").replace("chat-server:", "chat-sever:"))
    ran = run("check", "--pack", "one.toml", "--pack", "two.toml")
    assert (2, "") == (ran.code, ran.out)
    assert [line.removeprefix("gwe-lint: error: ").split(": ", 2)[:2] for line in ran.err.splitlines()] == [
        ["one.toml:25", "rule[1] (SITE001).check"],
        ["one.toml:11", "option[1].type"],
        ["one.toml:11", "option[1].type"],
        ["two.toml:32", "rule[1].with.options"],
        ["two.toml", "rule 'GWE101' exists already, in rules/chat-channel.toml"],
        ["two.toml", "rule 'site-extension-timeout' exists already, in one.toml"],
    ]
