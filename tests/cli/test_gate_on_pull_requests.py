"""The gate of docs/ci-on-pull-requests.md, run on changes of an author who wants it green although a chat is lost."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
PAGE = (Path(__file__).parents[2] / "docs" / "ci-on-pull-requests.md").read_text(encoding="utf-8")
SCRIPT = re.search(r"```sh\n(#!/usr/bin/env bash\n.*?)```", PAGE, re.DOTALL)
BROKEN = "wes.connector.chatServer.queueKey=1:webmee\n"
CLIENT = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q\n"
SERVER = "[endpoints:1]\nwebme=Q\n[settings]\nx=1\n"
ESTATE = '[[estate]]\nname = "prod"\npaths = ["exports"]\nproduction = true\ninteraction-queues = ["Q"]\n'
WAIVER = (
    '[[waiver]]\nrule = "GWE202"\nreason = "r"\nowner = "o"\nexpires = 2026-12-31\n\n'
    '[[waiver]]\nrule = "GWE808"\nreason = "r"\nowner = "o"\nexpires = 2026-12-31\n'
)
PACK = """[[rule]]
id = "GWE202"
name = "endpoint-undefined"
severity = "note"
check = "unwise"
summary = "Nothing."
why = "Nothing."
fix = "Nothing."
sources = ["https://wiki.example"]
[rule.with]
options = ["chat-server:settings/x above 30"]
because = "b"
instead = "i"
[[rule.example]]
expect = ["Chat.cfg:2"]
[rule.example.files]
"Chat.cfg" = "[settings]\\nx=31"
"""


class Repository:
    """A repository with a target branch, whose gate is the script of the page, and a change of an author."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch", "main")
        for name, text in {
            "exports/GWE.cfg": CLIENT,
            "exports/Chat.cfg": SERVER,
            "gwe-lint.toml": ESTATE,
            "ci/gwe-lint-gate.sh": SCRIPT[1] if SCRIPT else "",
        }.items():
            self.write(name, text)
        self.commit("target")
        self.git("checkout", "--quiet", "-b", "change")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def commit(self, subject: str) -> None:
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject)

    def gate(self, script: str = "main:ci/gwe-lint-gate.sh") -> tuple[int, str]:
        """Run the gate of the target branch on the change; exit code and what it said."""
        self.write(".git/gate.sh", self.git("show", script))
        done = subprocess.run(
            ["bash", ".git/gate.sh", "main", "change", "exports"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "GWE_LINT_NO_PLUGINS": ""},
        )
        return done.returncode, done.stdout + done.stderr

    def lose_the_chat(self) -> None:
        self.write("exports/GWE.cfg", CLIENT.replace("wes.connector.chatServer.queueKey=1:webme\n", BROKEN))


Attack = Callable[[Repository], None]


def configured(text: str) -> Attack:
    return lambda repository: repository.write("gwe-lint.toml", text)


def added(name: str, text: str) -> Attack:
    return lambda repository: repository.write(name, text)


def by_pyproject(repository: Repository) -> None:
    (repository.folder / "gwe-lint.toml").unlink()
    for place in ("", "exports/"):
        repository.write(f"{place}pyproject.toml", '[tool.gwe-lint.check]\nfail-on = "never"\nignore = ["GWE2"]\n')


def by_extend(repository: Repository) -> None:
    repository.write("base.toml", '[check]\nignore = ["GWE202"]\n')
    repository.write("gwe-lint.toml", f'extend = "base.toml"\n{ESTATE}')


def by_pack(repository: Repository) -> None:
    repository.write("rules/site.toml", PACK)
    repository.write("gwe-lint.toml", f'[check]\npacks = ["rules/site.toml"]\n{ESTATE}')


def by_link_to_a_file(repository: Repository) -> None:
    """The broken export is elsewhere, and a link to it stands in the folder."""
    repository.write("elsewhere.cfg", (repository.folder / "exports/GWE.cfg").read_text())
    (repository.folder / "exports/GWE.cfg").unlink()
    (repository.folder / "exports/GWE.cfg").symlink_to("../elsewhere.cfg")


def by_linked_exports(repository: Repository) -> None:
    repository.write("clean/GWE.cfg", CLIENT)
    repository.write("clean/Chat.cfg", SERVER)
    (repository.folder / "exports").rename(repository.folder / "real")
    (repository.folder / "exports").symlink_to("clean")


def by_linked_configuration(repository: Repository) -> None:
    repository.write("other.toml", f'[check]\nfail-on = "never"\n{ESTATE}')
    (repository.folder / "gwe-lint.toml").unlink()
    (repository.folder / "gwe-lint.toml").symlink_to("other.toml")


def by_bare_repository(repository: Repository) -> None:
    """The exports look like a repository whose configuration runs a command, and whose commit is the change."""
    exports = repository.folder / "exports"
    for name in ("objects/x", "refs/heads/x"):
        repository.write(f"exports/{name}", "x")
    repository.write("exports/HEAD", "ref: refs/heads/main\n")
    command = f"touch {repository.folder.parent / 'RAN'}"
    repository.write("exports/config", f'[core]\nbare = false\nworktree = .\nfsmonitor = "{command}"\n')
    assert (exports / "HEAD").exists()


def by_plug_in(repository: Repository) -> None:
    ran = repository.folder.parent / "RAN"
    for place in ("", "exports/"):
        repository.write(f"{place}evil-1.0.dist-info/entry_points.txt", "[gwe_lint.checks]\nevil = evil:check\n")
        repository.write(f"{place}evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
        for module in ("evil", "typer", "tomli", "sitecustomize"):
            repository.write(f"{place}{module}.py", f"open({str(ran)!r}, 'w').close()\n")


def by_known_findings(repository: Repository) -> None:
    """A report that has the finding, as the tool itself would write it."""
    done = subprocess.run(
        [BIN / "gwe-lint", "check", "exports", "--format", "json"],
        cwd=repository.folder,
        capture_output=True,
        check=False,
    )
    assert json.loads(done.stdout)["findings"]
    repository.write("known-findings.json", done.stdout.decode())


def by_moved_path(repository: Repository) -> None:
    (repository.folder / "exports/GWE.cfg").rename(repository.folder / "GWE.cfg")
    repository.write("gwe-lint.toml", ESTATE.replace('"exports"', '"exports/Chat.cfg"'))


def by_hidden_name(repository: Repository) -> None:
    (repository.folder / "exports/GWE.cfg").rename(repository.folder / "exports/.GWE.cfg")


def by_attributes(repository: Repository) -> None:
    repository.write("exports/.gitattributes", "GWE.cfg export-ignore filter=lfs -text\n* export-subst\n")


def by_another_gate(repository: Repository) -> None:
    repository.write("ci/gwe-lint-gate.sh", "exit 0\n")


ATTACKS: dict[str, Attack] = {
    "nothing": lambda repository: None,
    "a waiver": added("gwe-lint-waivers.toml", WAIVER),
    "a waiver among the exports": added("exports/gwe-lint-waivers.toml", WAIVER),
    "ignore": configured(f'[check]\nignore = ["GWE202", "GWE2"]\n{ESTATE}'),
    "severity": configured(f'[check]\nseverity = {{ GWE202 = "note" }}\n{ESTATE}'),
    "fail-on": configured(f'[check]\nfail-on = "never"\nincomplete = "report"\n[drift]\nfail-on = "never"\n{ESTATE}'),
    "exclude": configured(f'[check]\nexclude = ["GWE.cfg"]\n{ESTATE}'),
    "an override": configured(
        f'[[check.override]]\nestates = ["*"]\nignore = ["GWE2"]\nfail-on = "never"\nreason = "r"\n{ESTATE}'
    ),
    "a configuration among the exports": added("exports/gwe-lint.toml", f'[check]\nfail-on = "never"\n{ESTATE}'),
    "no configuration": lambda repository: (repository.folder / "gwe-lint.toml").unlink(),
    "a pack": by_pack,
    "extend": by_extend,
    "pyproject.toml": by_pyproject,
    "a link in place of the export": by_link_to_a_file,
    "a link in place of the exports": by_linked_exports,
    "a link in place of the configuration": by_linked_configuration,
    "a bare repository": by_bare_repository,
    "a plug-in": by_plug_in,
    "known findings": by_known_findings,
    "a moved path": by_moved_path,
    "a hidden name": by_hidden_name,
    "attributes of git": by_attributes,
    "another gate": by_another_gate,
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "repository").mkdir()
    return Repository(tmp_path / "repository")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_gate_stays_red(repository: Repository, attack: str) -> None:
    repository.lose_the_chat()
    ATTACKS[attack](repository)
    repository.commit(attack)
    code, said = repository.gate()
    assert code in (1, 2), said
    assert "internal error" not in said
    assert code == 2 or "GWE202" in said or "GWE808" in said
    assert not (repository.folder.parent / "RAN").exists()
    assert not (repository.folder / ".git/worktrees").exists()


def test_a_change_without_a_fault_is_green(repository: Repository) -> None:
    repository.write("exports/Chat.cfg", SERVER + "y=2\n")
    repository.commit("harmless")
    code, said = repository.gate()
    assert code == 0, said


def test_what_the_target_branch_accepts_is_accepted(repository: Repository) -> None:
    """So that it is the branch which decides, and not a gate that is red whatever is in it."""
    repository.git("checkout", "--quiet", "main")
    repository.write("gwe-lint.toml", f'[check]\nignore = ["GWE202", "GWE203"]\nincomplete = "report"\n{ESTATE}')
    repository.commit("accepted")
    repository.git("checkout", "--quiet", "change")
    repository.lose_the_chat()
    repository.commit("lost")
    code, said = repository.gate()
    assert code == 0, said


def test_both_recipes_run_the_script_with_two_commits_and_a_folder() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert re.search(r"bash \S*gate\.sh\"? \S+ \"\$\w+\" exports\n", block)
    assert "pull_request_target" in blocks[0]
    assert "secrets" not in blocks[0]
