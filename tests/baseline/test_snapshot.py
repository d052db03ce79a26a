"""Baseline files: written to be reviewed, read back as if they were exports, and never half of either."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.builders import WRITERS, App
from tests.conftest import Run, Write
from tests.exports.test_same_in_every_format import apps_of, parts

CHAT = "[settings]\nsession-restoration-mode=simple\nflex-disconnect-timeout=60\n[endpoints:1]\nwebme=Chat In\n"
KEY = {"key": b"a key for tests", "other": b"another key"}


def under(folder: str, files: Mapping[str, str]) -> dict[str, str | bytes]:
    return {f"{folder}/{name}": text for name, text in files.items()}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def classes(out: str) -> list[tuple[str, str]]:
    """Class and option of each finding of a JSON report."""
    return sorted((each["class"], each["option"]) for each in json.loads(out)["findings"])


def test_a_file_is_made_to_be_reviewed(estate: Write, run: Run) -> None:
    estate({"e/Chat_1.cfg": '[settings]\nuser-name=O\'Neil "x"\n; a comment\n[endpoints:1]\nb=2\na=1\n'})
    ran = run("snapshot", "e", "--to", "b")
    assert (0, "") == (ran.code, ran.out)
    assert ran.err == "b: 1 application, 3 options; Chat_1.toml (added) and MANIFEST.toml (added)\n"
    assert (Path("b/Chat_1.toml").read_text()) == (
        'format = "gwe-baseline/1"\napplication = "Chat_1"\ntype = "chat-server"\ncompleteness = "strings-only"\n'
        '\n[options."endpoints:1"]\na = "1"\nb = "2"\n\n[options."settings"]\nuser-name = "O\'Neil \\"x\\""\n'
    )
    assert re.fullmatch(
        r'format = "gwe-baseline/1"\n\n\[\[file\]\]\nname = "Chat_1.toml"\nsha256 = "[0-9a-f]{64}"\n'
        r'source = "e/Chat_1.cfg"\n',
        Path("b/MANIFEST.toml").read_text(),
    )


def test_the_manifest_knows_in_one_line_how_an_export_was_read(estate: Write, run: Run) -> None:
    estate({"e/Chat_1.cfg": CHAT})
    assert run("snapshot", "e", "--to", "b").code == 0
    assert re.fullmatch(
        r'format = "gwe-baseline/1"\n\n\[\[file\]\]\nname = "Chat_1.toml"\nsha256 = "[0-9a-f]{64}"\n'
        r'source = "e/Chat_1.cfg"\n'
        r'as-read = \{ seal = "sha256:[0-9a-f]{64}", format = "cfg", newline = "lf", type = "chat-server", '
        r'clue = "section \[endpoints:1\]", options = 3, unchanged = 4, known = 4, parts = 1 \}\n',
        Path("b/MANIFEST.toml").read_text(),
    )


@pytest.mark.parametrize("options", [(), ("--profiles",)], ids=["alone", "with profiles"])
@pytest.mark.parametrize("format", WRITERS)
def test_an_estate_does_not_drift_from_its_own_snapshot(
    estate: Write, run: Run, format: str, options: tuple[str, ...]
) -> None:
    estate(under("e", WRITERS[format](apps_of(parts()))))
    assert run("snapshot", "e", "--to", "b", *options).code == 0
    assert run("drift", "e", "--against", "b", "--fail-on", "note").code == 0
    ran = run("snapshot", "e", "--to", "b", "--check", *options)
    assert (0, "") == (ran.code, ran.out)


def test_the_options_of_a_file_are_the_same_bytes_in_every_format(estate: Write, run: Run) -> None:
    found = set()
    for number, write in enumerate(WRITERS.values()):
        estate(under(f"e{number}", write(apps_of(parts()))))
        run("snapshot", f"e{number}", "--to", f"b{number}")
        (file,) = [
            path for path in Path(f"b{number}").glob("*.toml") if 'application = "ChatServer_02"' in path.read_text()
        ]
        found.add(file.read_text().partition("[options.")[2])
    assert (1, True) == (len(found), 'default = "Chat In"' in found.pop())


@pytest.mark.parametrize("baseline", ["confdata", "cfg", "mutagen"])
@pytest.mark.parametrize("now", ["gax", "csv", "cfgdata", "raw"])
def test_the_format_of_the_exports_may_change(estate: Write, run: Run, baseline: str, now: str) -> None:
    estate(under("old", WRITERS[baseline](apps_of(parts()))) | under("new", WRITERS[now](apps_of(parts()))))
    run("snapshot", "old", "--to", "b")
    ran = run("drift", "new", "--against", "b", "-f", "json", "--ignore", "GWE805")
    assert classes(ran.out) == []


@pytest.mark.parametrize(("now", "expected"), [("cfg", []), ("database", []), ("confdata", [("missing", "backup")])])
def test_a_backup_is_missing_only_where_the_format_would_say_it(
    estate: Write, run: Run, now: str, expected: list[tuple[str, str]]
) -> None:
    apps = apps_of(parts())
    old = [app._replace(backup=112) if app.dbid == 111 else app for app in apps]
    estate(under("old", WRITERS["gax"](old)) | under("new", WRITERS[now](apps)))
    run("snapshot", "old", "--to", "b")
    found = classes(run("drift", "new", "--against", "b", "-f", "json").out)
    assert [pair for pair in found if pair[1] == "backup"] == expected


def test_one_estate_may_mix_formats(estate: Write, run: Run) -> None:
    backend, cluster, *servers = apps_of(parts())
    estate(
        under("e", WRITERS["gax"]([backend]))
        | under("e/x", WRITERS["confdata"]([cluster, *servers[1:]]))
        | under("e/y", WRITERS["bare"](servers[:1]))
    )
    run("snapshot", "e", "--to", "b")
    assert run("drift", "e", "--against", "b", "--fail-on", "note").code == 0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("=60", "=61", [("changed", "flex-disconnect-timeout")], id="a value"),
        pytest.param("=60", "=060", [], id="the same meaning"),
        pytest.param("=simple", "=Simple", [("changed", "session-restoration-mode")], id="case"),
        pytest.param("webme=Chat In\n", "", [("missing", "webme")], id="an option that is gone"),
        pytest.param("webme=", "two=x\nwebme=", [("extra", "two")], id="an option that is new"),
    ],
)
def test_what_changed_is_found(estate: Write, run: Run, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    estate({"e/C.cfg": CHAT.replace(old, new)})
    assert classes(run("drift", "e", "--against", "b", "-f", "json").out) == expected
    stale = bool(old != new)
    ran = run("snapshot", "e", "--to", "b", "--check")
    assert (int(stale), "b/C.toml: changed\nb/MANIFEST.toml: changed\n") == (ran.code, ran.out)


def test_a_baseline_is_edited_in_review(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    file = Path("b/C.toml")
    file.write_text(file.read_text().replace('timeout = "60"', 'timeout = "90" # CHG-1'))
    ran = run("drift", "e", "--against", "b", "-f", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert ("changed", "90", "60") == tuple(finding[key] for key in ("class", "before", "after"))
    (before,) = finding["related"]
    assert ("b/C.toml", 10) == (before["path"], before["line"])


def test_a_baseline_is_read_from_a_commit(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "approved"]):
        subprocess.run([*git, *command], check=True)
    estate({"e/C.cfg": CHAT.replace("60", "70")})
    run("snapshot", "e", "--to", "b")
    ran = run("drift", "e", "--against", "git:HEAD:b", "-f", "json")
    assert classes(ran.out) == [("changed", "flex-disconnect-timeout")]
    assert json.loads(ran.out)["findings"][0]["related"][0]["path"] == "HEAD:b/C.toml"


@pytest.mark.parametrize("value", ["60", "300", "45", "70"], ids=lambda value: f"set to {value}")
def test_what_has_to_stay_unset_is_drift_when_it_is_set(estate: Write, run: Run, value: str) -> None:
    estate({"e/C.cfg": "[settings]\nsession-restoration-mode=simple\n"})
    run("snapshot", "e", "--to", "b")
    file = Path("b/C.toml")
    file.write_text(file.read_text() + '\n[unset]\nsettings = ["flex-disconnect-timeout"]\n')
    assert run("drift", "e", "--against", "b").code == 0
    estate({"e/C.cfg": f"[settings]\nsession-restoration-mode=simple\nflex-disconnect-timeout={value}\n"})
    ran = run("drift", "e", "--against", "b", "-f", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert ("extra", value, True) == (finding["class"], finding["after"], "stays unset" in finding["message"])
    assert finding["related"][0]["line"] == 10


def test_what_has_to_stay_unset_is_kept_until_it_is_set(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    file = Path("b/C.toml")
    file.write_text(file.read_text() + '\n[unset]\nsettings = ["b", "a"]\n"endpoints:1" = ["old"]\n')
    run("snapshot", "e", "--to", "b")
    assert file.read_text().endswith('\n[unset]\n"endpoints:1" = ["old"]\nsettings = ["a", "b"]\n')
    estate({"e/C.cfg": f"{CHAT}old=x\n"})
    ran = run("snapshot", "e", "--to", "b")
    assert "gwe-lint: C: [endpoints:1] old had to stay unset and is set: the new baseline allows it" in ran.err
    assert file.read_text().endswith('\n[unset]\nsettings = ["a", "b"]\n')


SECRET = "[security]\npassword=hunter2\nuser-id=joe\n[settings]\nflex-disconnect-timeout=60\n"


@pytest.mark.parametrize(
    ("key", "then", "new", "expected", "unverifiable"),
    [
        pytest.param(None, None, "hunter2", [], 2, id="no key"),
        pytest.param(None, "key", "hunter3", [], 2, id="a key only now"),
        pytest.param("key", None, "hunter3", [], 2, id="a key only then"),
        pytest.param("key", "key", "hunter2", [], 0, id="the same key and secret"),
        pytest.param("key", "key", "hunter3", [("changed", "password")], 0, id="the same key and another secret"),
        pytest.param("key", "other", "hunter3", [], 2, id="two keys"),
        pytest.param(None, None, "", [("changed", "password")], 1, id="no secret at all any more"),
    ],
)
def test_secrets_are_compared_where_one_key_made_both(
    estate: Write,
    run: Run,
    key: str | None,
    then: str | None,
    new: str,
    expected: list[tuple[str, str]],
    unverifiable: int,
) -> None:
    estate({"e/C.cfg": SECRET, **KEY})
    ran = run("snapshot", "e", "--to", "b", *(("--hmac-key-file", key) if key else ()))
    assert (key is None) == ("2 secrets: written as tokens that cannot be compared later" in ran.err)
    assert b"hunter2" not in b"".join(tree(Path("b")).values())
    estate({"e/C.cfg": SECRET.replace("hunter2", new)})
    ran = run("drift", "e", "--against", "b", "-f", "json", *(("--hmac-key-file", then) if then else ()))
    report = json.loads(ran.out)
    assert (expected, unverifiable) == (classes(ran.out), report["drift"]["classes"]["unverifiable"])


def test_another_key_is_said(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": SECRET, **KEY})
    run("snapshot", "e", "--to", "b", "--hmac-key-file", "key")
    ran = run("snapshot", "e", "--to", "b", "--check", "--hmac-key-file", "other")
    assert (1, True) == (ran.code, "the secrets in b were replaced with another key (" in ran.err)


def test_a_secret_in_the_name_of_an_option_of_a_baseline_goes_nowhere(estate: Write, run: Run) -> None:
    root = estate({"e/Chat_1.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    path = root / "b" / "Chat_1.toml"
    path.write_text(
        path.read_text().replace('[options."settings"]\n', '[options."settings"]\n"password=Canary7" = "3"\n')
    )
    for format in ("text", "json", "html"):
        ran = run("drift", "e", "--against", "b", "-f", format, "--verbose")
        assert "Canary7" not in ran.out + ran.err
        assert "secret 1" in ran.out + ran.err


def test_a_secret_that_is_typed_into_a_baseline_goes_nowhere(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": SECRET})
    run("snapshot", "e", "--to", "b")
    file = Path("b/C.toml")
    file.write_text(file.read_text().replace('password = "<secret 1>"', 'password = "swordfish"'))
    for format in ("text", "json", "sarif"):
        ran = run("drift", "e", "--against", "b", "-f", format, "--verbose")
        assert (0, False) == (ran.code, "swordfish" in ran.out + ran.err)


def test_an_estate_of_several_has_each_application_once(estate: Write, run: Run) -> None:
    estate({"prod/C.cfg": CHAT, "uat/C.cfg": CHAT.replace("60", "70"), "uat/D.cfg": CHAT})
    run("snapshot", "prod", "uat", "--to", "b")
    assert sorted(tree(Path("b"))) == ["D.toml", "MANIFEST.toml", "prod.C.toml", "uat.C.toml"]
    assert run("drift", "prod", "uat", "--against", "b", "--fail-on", "note").code == 0


def test_each_configured_estate_may_have_a_baseline_of_its_own(estate: Write, run: Run) -> None:
    tables = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in ("prod", "uat"))
    estate({"prod/C.cfg": CHAT, "uat/C.cfg": CHAT.replace("60", "70"), "gwe-lint.toml": tables})
    for name in ("prod", "uat"):
        assert run("snapshot", name, "--to", f"b/{name}").code == 0
        assert run("drift", name, "--against", f"b/{name}", "--fail-on", "note").code == 0
    assert classes(run("drift", "prod", "--against", "b/uat", "-f", "json").out) == [
        ("changed", "flex-disconnect-timeout")
    ]


@pytest.mark.parametrize("path", ["b/C.toml", "b/MANIFEST.toml", "b"])
def test_a_baseline_may_be_named_by_a_file(estate: Write, run: Run, path: str) -> None:
    estate({"e/C.cfg": CHAT, "e/D.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    assert run("drift", "e/C.cfg", "--against", path, "--fail-on", "note").code == (0 if path == "b/C.toml" else 3)


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        pytest.param(["Chat_a", "chat_A"], r"(?i)chat_a-[0-9a-f]{8}\.toml", id="names that differ in case only"),
        pytest.param(["../../etc"], r"_\._.._etc-[0-9a-f]{8}\.toml", id="a way out"),
        pytest.param(["A/B", "A:B"], r"A_B-[0-9a-f]{8}\.toml", id="two names, one spelling"),
        pytest.param(["NUL", "gwe-lint", "MANIFEST"], r"[A-Za-z-]+-[0-9a-f]{8}\.toml", id="names that mean something"),
        pytest.param(["ü" * 300, "-x", ".x", "a\nb"], r"[A-Za-z_x.]+-[0-9a-f]{8}\.toml", id="odd names"),
    ],
)
def test_every_application_has_a_file_of_its_own(estate: Write, run: Run, names: list[str], pattern: str) -> None:
    apps = [App(name, 59, 100 + number, {"s": {"a": str(number)}}) for number, name in enumerate(names)]
    files = WRITERS["dump"](apps)
    estate(under("e", files))
    assert run("snapshot", "e", "--to", "b").code == 0
    found = sorted(set(tree(Path("b"))) - {"MANIFEST.toml"})
    assert (len(names), []) == (len(found), [name for name in found if not re.fullmatch(pattern, name)])
    assert run("drift", "e", "--against", "b", "--fail-on", "note").code == 0


def test_times_are_in_the_manifest_only_and_only_when_asked_for(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b", "--timestamps")
    first = tree(Path("b"))
    assert re.search(rb"^written = 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", first["MANIFEST.toml"], re.MULTILINE)
    assert b"written" not in first["C.toml"]
    run("snapshot", "e", "--to", "b", "--timestamps")
    assert (tree(Path("b")), 0) == (first, run("snapshot", "e", "--to", "b", "--check").code)
    run("snapshot", "e", "--to", "b")
    assert b"written" not in tree(Path("b"))["MANIFEST.toml"]


def test_check_writes_nothing_and_names_the_files(estate: Write, run: Run) -> None:
    root = estate({"e/C.cfg": CHAT, "e/D.cfg": CHAT, "e/E.cfg": CHAT})
    assert run("snapshot", "e", "--to", "b", "--check").code == 1
    assert not Path("b").exists()
    run("snapshot", "e", "--to", "b")
    before = tree(root)
    (root / "e/E.cfg").unlink()
    estate({"e/F.cfg": CHAT, "e/D.cfg": CHAT.replace("60", "61")})
    ran = run("snapshot", "e", "--to", "b", "--check")
    assert (1, 4) == (ran.code, ran.out.count("\n"))
    assert ran.out == "b/D.toml: changed\nb/E.toml: removed\nb/F.toml: added\nb/MANIFEST.toml: changed\n"
    assert {name: text for name, text in tree(root).items() if name.startswith("b/")} == {
        name: text for name, text in before.items() if name.startswith("b/")
    }


PROFILED = "[settings]\nsession-restoration-mode=simple\nverbose=all\n[log]\nall={}.log\npassword=same\n"


def test_members_hold_the_host_specific_rest(estate: Write, run: Run) -> None:
    root = estate({f"e/C{n}.cfg": PROFILED.format(n) for n in (1, 2, 3)})
    estate(
        {
            "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["e"]\n[[estate.cluster]]\nname = "Chat_Cluster"\n'
            'members = ["C1", "C2", "C3"]\n'
            + "".join(f'[[estate.application]]\nname = "C{n}"\ntype = "chat-server"\n' for n in (1, 2, 3))
        }
    )
    assert run("snapshot", "--to", "b", "--profiles").code == 0
    member = (root / "b/C2.toml").read_text()
    assert 'profile = "profile-members-of-Chat_Cluster.toml"\n\n[options."log"]\nall = "2.log"\n' in member
    profile = root / "b/profile-members-of-Chat_Cluster.toml"
    assert (
        'password = "<secret 1>"\n\n[options."settings"]\nsession-restoration-mode = "simple"\n' in profile.read_text()
    )
    assert run("drift", "--against", "b", "--fail-on", "note").code == 0
    profile.write_text(profile.read_text().replace("simple", "none") + '[unset]\nlog = ["x"]\n')
    ran = run("drift", "--against", "b", "-f", "json")
    assert classes(ran.out) == [("changed", "session-restoration-mode")] * 3
    assert json.loads(ran.out)["findings"][0]["related"][0]["line"] == 6
    run("snapshot", "--to", "b", "--profiles")
    assert profile.read_text().endswith('[unset]\nlog = ["x"]\n')
    run("snapshot", "--to", "b")
    assert not profile.exists()
    assert (root / "b/C1.toml").read_text().endswith('[unset]\nlog = ["x"]\n')


FILE = 'format = "gwe-baseline/1"\napplication = "C"\ncompleteness = "complete"\n'
DAMAGE = {
    "A.toml": FILE.replace("/1", "/2"),
    "B.toml": FILE.replace('"C"', '"B"') + "<<<<<<< HEAD\n",
    "C.toml": FILE + '[options.s]\na = 5\n[kinds.s]\na = "strin"\nb = "integer"\n[[connection]]\nport = "x"\n',
    "D.toml": FILE + 'profile = "E.toml"\ntyp = "chat-server"\n[options.s]\na = "1"\n[unset]\ns = ["a"]\n',
    "F.toml": FILE.replace('completeness = "complete"\n', "") + 'type = "chat-sever"\n',
}
PROBLEMS = """\
b/A.toml:1: unknown format 'gwe-baseline/2': this version reads 'gwe-baseline/1'; ADVICE
b/B.toml:4:1: not valid TOML: Invalid statement
b/C.toml:7: kinds.s.a: unknown kind 'strin' (did you mean 'string'?)
b/C.toml:5: options.s.a: must be a string, not an integer
b/C.toml:8: kinds.s.b: has a kind, and no value under options
b/C.toml:9: connection[1]: needs a name or a dbid
b/D.toml:9: unset.s: 'a' is set in this file and has to stay unset: remove one of both
b/D.toml:5: typ: unknown key 'typ' (did you mean 'type'?)
b/F.toml:3: type: unknown application type 'chat-sever' (did you mean 'chat-server'?)
b/F.toml:1: completeness is missing: it must be one of complete, strings-only, selection
b/D.toml:4: profile: 'E.toml' is no profile in this folder
b/D.toml:2: application: b/C.toml is the baseline of 'C' already
b/F.toml:2: application: b/C.toml is the baseline of 'C' already
"""


def test_everything_that_is_wrong_is_said_at_once(estate: Write, run: Run) -> None:
    estate({"e/C.cfg": CHAT, **under("b", DAMAGE)})
    ran = run("drift", "e", "--against", "b")
    assert (2, "") == (ran.code, ran.out)
    found = [line.removeprefix("gwe-lint: error: ") for line in ran.err.splitlines()]
    assert "\n".join(found).replace("correct it, or write the baseline anew with snapshot", "ADVICE") + "\n" == PROBLEMS


def _remove(root: Path) -> None:
    (root / "b/C.toml").unlink()


def _add(root: Path) -> None:
    (root / "b/X.toml").write_text(FILE.replace('"C"', '"X"'))


def _empty(root: Path) -> None:
    (root / "b/C.toml").write_text("")


def _stamp(root: Path) -> None:
    file = root / "b/MANIFEST.toml"
    file.write_text(file.read_text().replace("\n\n", '\nwritten = "today"\n\n', 1))


def _cut(root: Path) -> None:
    (root / "b/MANIFEST.toml").write_text('format = "gwe-baseline/1"\n[[file]]\nname = "C.toml"\n')


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        pytest.param(_remove, "b/MANIFEST.toml:4: 'C.toml' is gone: restore it, or", id="a file is gone"),
        pytest.param(_add, "b/X.toml:1: is not in MANIFEST.toml: remove it, or", id="a file is too many"),
        pytest.param(_empty, "b/C.toml:1: format is missing: this version reads", id="a file is empty"),
        pytest.param(_stamp, "b/MANIFEST.toml:2: written: must be a time such as", id="a time in quotes"),
        pytest.param(_cut, "b/MANIFEST.toml:2: file[1]: sha256 is missing", id="the manifest is cut"),
    ],
)
def test_the_manifest_has_to_fit(estate: Write, run: Run, harm: Callable[[Path], None], problem: str) -> None:
    root = estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    harm(root)
    ran = run("drift", "e", "--against", "b")
    assert (2, True) == (ran.code, f"gwe-lint: error: {problem}" in ran.err)


def test_foreign_files_are_kept_and_ignored(estate: Write, run: Run) -> None:
    notes = {"README.md": "why", "notes/a.toml": "x = 1\n", "site.toml": "y = 2\n"}
    root = estate({"e/C.cfg": CHAT})
    run("snapshot", "e", "--to", "b")
    estate(under("b", notes) | {"e/C.cfg": CHAT.replace("60", "61")})
    (root / "b/link").symlink_to("README.md")
    (root / "b").chmod(0o750)
    assert run("snapshot", "e", "--to", "b").code == 0
    found = tree(root / "b")
    assert notes == {name: found[name].decode() for name in notes}
    assert (True, 0o750) == ((root / "b/link").is_symlink(), (root / "b").stat().st_mode & 0o777)
    assert run("drift", "e", "--against", "b").code == 0


@pytest.mark.parametrize(
    ("files", "to", "problem"),
    [
        pytest.param({"b/x.txt": "mine"}, "b", "holds other files and no baseline", id="a folder of something else"),
        pytest.param({"b/MANIFEST.toml": "a = 1"}, "b", "holds other files and no baseline", id="another manifest"),
        pytest.param({"b": "mine"}, "b", "is a file: name a folder", id="a file"),
        pytest.param({}, ".", "is the working directory, or around it", id="the working directory"),
        pytest.param({"b/.git/HEAD": "x"}, "b", "is a whole repository", id="a repository"),
        pytest.param({"b/C.toml": "format = 'gwe-baseline/9'"}, "b", "unknown format 'gwe-baseline/9'", id="damage"),
    ],
)
def test_what_is_no_baseline_is_left_alone(
    estate: Write, run: Run, files: dict[str, str | bytes], to: str, problem: str
) -> None:
    root = estate({"e/C.cfg": CHAT, **files})
    before = tree(root)
    ran = run("snapshot", "e", "--to", to)
    assert (2, True, before) == (ran.code, problem in ran.err, tree(root))


def test_force_keeps_what_is_there(estate: Write, run: Run) -> None:
    root = estate({"e/C.cfg": CHAT, "b/x.txt": "mine"})
    assert run("snapshot", "e", "--to", "b", "--force").code == 0
    assert sorted(tree(root / "b")) == ["C.toml", "MANIFEST.toml", "x.txt"]
    estate({"f/C.cfg": CHAT, "c/c.toml": "mine = 1\n"})
    ran = run("snapshot", "f", "--to", "c", "--force")
    assert (2, True) == (ran.code, "c/c.toml: is in the way and belongs to no baseline" in ran.err)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param({"e/C.cfg": CHAT + "what\n"}, "e/C.cfg:6: ", id="a line that is no option"),
        pytest.param({"e/C.cfg": CHAT.encode() + b"a=\xff\n"}, "e/C.cfg:6: ", id="a line in another encoding"),
        pytest.param({"e/C.cfg": CHAT, "e/x/C.cfg": CHAT}, "each is an export of 'C'", id="one application twice"),
    ],
)
def test_what_cannot_be_approved_is_not_written(
    estate: Write, run: Run, files: dict[str, str | bytes], problem: str
) -> None:
    estate(files)
    ran = run("snapshot", "e", "--to", "b")
    assert (2, True, False) == (ran.code, problem in ran.err, Path("b").exists())


def test_nothing_is_no_baseline(estate: Write, run: Run) -> None:
    estate({"e/README.md": "empty"})
    ran = run("snapshot", "e", "--to", "b")
    assert (3, False) == (ran.code, Path("b").exists())
    assert "there is no export with options" in ran.err
