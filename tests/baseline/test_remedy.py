"""--remediate: what is imported brings the baseline back; what cannot be imported is named; adopting ends the drift."""

import errno
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.config.model import Config
from gwe_lint.drift.diff import compare, subjects_of
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Section
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from tests.builders import backend, chat, mutagen
from tests.conftest import Run, Write

BASE = (
    "[endpoints:1]\nwebme=Chats\nkö ln=Anfragen\n[settings]\nsession-restoration-mode=simple\n"
    "limit-for-sessions=60\nsession-shutdown-timeout=300\n[own]\na=1\nb=\n"
)
NOW = (
    "[endpoints:1]\nwebme=Other\nkö ln=Anfragen\n[settings]\nsession-restoration-mode=none\n"
    "session-shutdown-timeout=200\n[own]\na=2\n"
)


def imported(estate: Estate, folder: Path) -> Estate:
    """The estate once the fragments are imported: options are added and changed, and none is removed."""
    applications = []
    for application in estate.applications:
        fragment = folder / f"{application.name}.cfg"
        sections = dict(application.sections)
        for name, section in _sections(fragment).items() if fragment.exists() else ():
            known = sections[name].options if name in sections else {}
            sections[name] = Section(section.header, {**known, **section.options})
        assert application.export
        applications.append(application._replace(export=application.export._replace(sections=sections)))
    return estate._replace(applications=tuple(applications))


def _sections(path: Path) -> Mapping[str, Section]:
    document = read_cfg(path.read_bytes(), path.name, Redactor())
    assert not document.problems
    assert not document.exports[0].problems
    return document.exports[0].sections


def test_an_imported_fragment_ends_the_drift(estate: Write, run: Run) -> None:
    root = estate({"base/Chat_1.conf": BASE, "now/Chat_1.conf": NOW, "base/B.conf": BASE, "now/B.conf": BASE})
    assert run("drift", "now", "--against", "base", "--remediate", "fix").code == 1
    made = sorted(path.name for path in (root / "fix").iterdir())
    assert [".written-by-gwe-lint", "Chat_1.cfg", "adopt", "restart.txt"] == made
    catalogue = Catalogue(())
    (before,), (after,) = (
        Loader(root=root, catalogue=catalogue, redactor=Redactor()).estates(
            Config(shown=None, folder=root), (Path(name),)
        )
        for name in ("base", "now")
    )
    drifting = compare(subjects_of([before]), subjects_of([after]), comparable=True)
    mended = compare(subjects_of([before]), subjects_of([imported(after, root / "fix")]), comparable=True)
    left = [(each.section, each.name, each.kind) for each in mended.differences]
    assert (True, []) == (bool(drifting.differences), left)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("", "new=1", "[own] new was not set: remove it on the Options tab", id="what is new"),
        pytest.param(
            "password=a", "password=b", "[own] password is a secret: set the approved value again", id="a secret"
        ),
        pytest.param("a=x\x01y", "a=z", "[own] a cannot be written as a line", id="a character that cannot be seen"),
    ],
)
def test_what_an_import_cannot_do_is_said(estate: Write, run: Run, before: str, after: str, said: str) -> None:
    root = estate({"base/C.conf": f"[own]\nx=1\n{before}\n", "now/C.conf": f"[own]\nx=1\n{after}\n"})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    text = (root / "fix" / "manual.txt").read_text()
    assert (True, False) == (said in text, (root / "fix" / "C.cfg").exists())


def test_what_needs_a_restart_is_listed(estate: Write, run: Run) -> None:
    root = estate({"base/C.conf": BASE, "now/C.conf": NOW})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    assert "C: [settings] session-shutdown-timeout" in (root / "fix" / "restart.txt").read_text()


def test_adopting_accepts_the_current_state(estate: Write, run: Run) -> None:
    root = estate({"base/C.conf": BASE, "base/D.conf": BASE, "now/C.conf": NOW, "now/D.conf": BASE})
    run("snapshot", "base", "--to", "approved")
    run("drift", "now", "--against", "approved", "--remediate", "fix")
    for file in (root / "fix" / "adopt").iterdir():
        (root / "approved" / file.name).write_bytes(file.read_bytes())
    assert run("drift", "now", "--against", "approved").code == 0
    assert run("snapshot", "now", "--to", "approved", "--check").code == 0


def test_of_exports_the_current_one_is_taken_over(estate: Write, run: Run) -> None:
    root = estate({"base/C.conf": BASE, "now/C.conf": NOW})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    assert "now/C.conf over base/C.conf" in (root / "fix" / "adopt" / "adopt.txt").read_text()


def test_waived_drift_is_never_touched(estate: Write, run: Run) -> None:
    waiver = '[[waiver]]\nrule = "GWE801"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    root = estate(
        {
            "base/C.conf": "[own]\na=1\n",
            "now/C.conf": "[own]\na=2\n",
            "gwe-lint-waivers.toml": waiver,
        }
    )
    ran = run("drift", "now", "--against", "base", "--remediate", "fix", "--as-of", "2026-06-01")
    assert (0, False) == (ran.code, (root / "fix").exists())
    assert "nothing to restore, so nothing was written" in ran.err


def test_a_folder_that_is_not_empty_is_refused(estate: Write, run: Run) -> None:
    root = estate({"base/C.conf": BASE, "now/C.conf": NOW, "fix/mine.txt": "x"})
    ran = run("drift", "now", "--against", "base", "--remediate", "fix")
    assert (2, ["mine.txt"]) == (ran.code, [path.name for path in (root / "fix").iterdir()])
    assert "name a new folder" in ran.err


def test_names_that_are_no_file_names(estate: Write, run: Run) -> None:
    options = '<options><list_pair key="own"><str_pair key="a" value="{1}"/></list_pair></options>'
    whole = f'<CfgApplication><name value="{{0}}"/><type value="59"/>{options}</CfgApplication>'
    names = ("../up", "__up", "a/b")
    root = estate(
        {
            side: f"<ConfData>{''.join(whole.format(name, value) for name in names)}</ConfData>"
            for side, value in (("base/e.xml", "1"), ("now/e.xml", "2"))
        }
    )
    run("drift", "now", "--against", "base", "--remediate", "fix")
    made = sorted(path.relative_to(root / "fix").as_posix() for path in (root / "fix").glob("*.cfg"))
    assert len(made) == 3
    assert not (root / "up.cfg").exists()


def test_estates_with_the_same_applications_are_kept_apart(estate: Write, run: Run) -> None:
    """Names of fragments, and what is done by hand, say the estate; only what drifted is adopted."""
    text = "[endpoints:1]\nwebme=Chats\n[settings]\nsession-shutdown-timeout={}\n[own]\na=1\n{}"
    names = ("one", "three", "two")
    made = {f"{name}/C.conf": text.format(number, "") for number, name in enumerate(names, 300)}
    root = estate({**made, "one/D.conf": "[own]\na=1\n"})
    run("snapshot", *names, "--to", "approved")
    estate({f"{name}/C.conf": text.format(9, "b=1\n") for name in ("one", "two")})
    run("drift", *names, "--against", "approved", "--remediate", "fix")
    fix = root / "fix"
    fragments = {path.relative_to(fix).as_posix(): path.read_text() for path in fix.rglob("*.cfg")}
    line = "[settings]\nsession-shutdown-timeout={}\n"
    assert fragments == {"one/C.cfg": line.format(300), "two/C.cfg": line.format(302)}
    assert ["MANIFEST.toml", "one.C.toml", "two.C.toml"] == sorted(path.name for path in (fix / "adopt").iterdir())
    assert ["one/C: ", "two/C: "] == [each[:7] for each in (fix / "manual.txt").read_text().splitlines()[2:]]
    assert ["one/C: ", "two/C: "] == [each[:7] for each in (fix / "restart.txt").read_text().splitlines()[2:]]


@pytest.mark.parametrize("baseline", ["base", "approved"])
def test_a_damaged_file_keeps_nothing_of_the_others_back(estate: Write, run: Run, baseline: str) -> None:
    files = {"base/C1.conf": BASE, "base/C2.conf": BASE, "now/C1.conf": NOW, "now/C2.conf": f"{NOW}broken\n"}
    root = estate(files)
    run("snapshot", "base", "--to", "approved")
    ran = run("drift", "now", "--against", baseline, "--remediate", "fix")
    plain = run("drift", "now", "--against", baseline)
    assert (1, plain.code, plain.out) == (ran.code, 1, ran.out)
    assert "gwe-lint: --remediate leaves out what was not read whole: now/C2.conf" in ran.err
    names = {path.name for path in (root / "fix").rglob("*") if path.is_file()}
    assert ("C1.cfg" in names, {"C2.cfg", "C2.toml"} & names) == (True, set())
    assert "C2" not in (root / "fix" / "restart.txt").read_text()


def test_nothing_is_left_of_a_folder_that_could_not_be_written(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = estate({"base/C1.conf": BASE, "now/C1.conf": NOW, "now/C2.conf": NOW, "base/C2.conf": BASE})
    written: list[int] = []

    def full(handle: int) -> None:
        written.append(handle)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ran = run("drift", "now", "--against", "base", "--remediate", "fix")
    assert (2, True) == (ran.code, bool(written))
    assert "--remediate" in ran.err
    assert os.strerror(errno.ENOSPC) in ran.err
    assert ["base", "now"] == sorted(path.name for path in root.iterdir())


MOVED = '<CfgApplication><DBID value="7"/><name value="C"/><type value="59"/><version value="{}"/>{}</CfgApplication>'
OWN = '<options><list_pair key="settings">{}</list_pair></options>'
FLEX = '<str_pair key="flex-disconnect-timeout" value="{}"/>'
MODE = '<str_pair key="session-restoration-mode" value="simple"/>'


def moved(release: str, options: str) -> str:
    return f"<ConfData>{MOVED.format(release, OWN.format(MODE + options))}</ConfData>"


@pytest.mark.parametrize("now", ["", FLEX.format(60)], ids=["not set", "set to a third value"])
def test_a_default_that_moved_is_set_to_what_it_was(estate: Write, run: Run, now: str) -> None:
    root = estate({"base/c.xml": moved("8.5.201.07", ""), "now/c.xml": moved("8.5.316.02", now)})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    assert "[settings]\nflex-disconnect-timeout=300\n" == (root / "fix" / "C.cfg").read_text()
    assert "flex-disconnect-timeout" not in (root / "fix" / "manual.txt").read_text()
    assert "the version comes with the template" in (root / "fix" / "manual.txt").read_text()


def test_what_was_not_set_is_removed_where_the_default_stayed(estate: Write, run: Run) -> None:
    root = estate({"base/c.xml": moved("8.5.316.02", ""), "now/c.xml": moved("8.5.316.02", FLEX.format(60))})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    step = "C: [settings] flex-disconnect-timeout was not set: remove it on the Options tab"
    assert (True, False) == (step in (root / "fix" / "manual.txt").read_text(), (root / "fix" / "C.cfg").exists())


def test_options_are_named_as_they_stand_on_the_tab(estate: Write, run: Run) -> None:
    wes = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    text = f"{wes}[service:pacing]\npacing.connector.x.refreshPeriod=2\n"
    more = text.replace("[service:pacing]", "wes.connector.chatServer.requestPoolSize=77\n[service:pacing]")
    root = estate({"base/B.cfg": text, "now/B.cfg": more.replace("refreshPeriod=2", "refreshPeriod=3\npacing.b.y=1")})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    steps = (root / "fix" / "manual.txt").read_text()
    assert "[service:wes] wes.connector.chatServer.requestPoolSize was not set" in steps
    assert "[service:pacing] pacing.b.y was not set" in steps
    assert "pacing.connector.x.refreshPeriod=2" in (root / "fix" / "B.cfg").read_text()


def test_the_steps_of_a_renaming_name_nothing_but_the_name(estate: Write, run: Run) -> None:
    client = (
        '<ConfData><CfgApplication><DBID value="8"/><name value="B"/><type value="107"/><appServerDBIDs>'
        '<CfgConnInfo><appServerDBID value="7"/><id value="default"/></CfgConnInfo></appServerDBIDs>'
        "</CfgApplication></ConfData>"
    )
    chat = moved("8.5.316.02", "")
    root = estate(
        {"base/b.xml": client, "base/c.xml": chat, "now/b.xml": client, "now/c.xml": chat.replace('"C"', '"D"')}
    )
    run("drift", "now", "--against", "base", "--remediate", "fix")
    assert ["D: it was called 'C': set this name again on the tab General"] == (
        (root / "fix" / "manual.txt").read_text().splitlines()[2:]
    )


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("aux", r"aux-\w{8}\.cfg"),
        ("COM1.x", r"COM1\.x-\w{8}\.cfg"),
        ("ü" * 200, r"ü{100}-\w{8}\.cfg"),
        ("Büro_1", r"Büro_1\.cfg"),
    ],
)
def test_fragments_have_names_that_every_file_system_takes(estate: Write, run: Run, name: str, pattern: str) -> None:
    whole = '<ConfData><CfgApplication><name value="{}"/><type value="59"/>{}</CfgApplication></ConfData>'
    root = estate(
        {
            f"{side}/e.xml": whole.format(name, OWN.format(f'<str_pair key="a" value="{side}"/>'))
            for side in ("base", "now")
        }
    )
    assert 1 == run("drift", "now", "--against", "base", "--remediate", "fix").code
    (file,) = (root / "fix").glob("*.cfg")
    assert re.fullmatch(pattern, unicodedata.normalize("NFC", file.name))


def test_names_that_differ_in_case_only_are_two_files(estate: Write, run: Run) -> None:
    names = ("Chat", "chat", "chat-1")
    option = '<str_pair key="a" value="{}"/>'

    def all_of(value: str) -> str:
        options = OWN.format(option.format(value))
        return "".join(
            f'<CfgApplication><name value="{name}"/><type value="59"/>{options}</CfgApplication>' for name in names
        )

    root = estate({f"{side}/e.xml": f"<ConfData>{all_of(side)}</ConfData>" for side in ("base", "now")})
    run("drift", "now", "--against", "base", "--remediate", "fix")
    assert len({path.name.lower() for path in (root / "fix").glob("*.cfg")}) == 3


def test_of_a_server_that_may_have_a_new_name_no_step_touches_a_connection(estate: Write, run: Run) -> None:
    """This format has no DBIDs, so that nobody knows whether it is the same server."""
    before = [chat(1, sections={"own": {"a": "1", "b": "2", "c": "3"}}), backend((1, "webapi"))]
    now = [before[0]._replace(name="Chat_New"), before[1]]
    root = estate(
        {
            f"{side}/{name}": text
            for side, apps in (("base", before), ("now", now))
            for name, text in mutagen(apps).items()
        }
    )
    run("drift", "now", "--against", "base", "--remediate", "fix")
    steps = [line for line in (root / "fix" / "manual.txt").read_text().splitlines() if line.startswith("GWE: ")]
    assert len(steps) == 2
    assert all(": do nothing before it is clear what became of Chat_" in each for each in steps)


def test_a_server_that_may_have_a_new_name_is_not_removed_before_that_is_clear(estate: Write, run: Run) -> None:
    """Without a DBID nobody knows whether one was renamed. Who removed it would cut chats."""
    text = "[endpoints:1]\ndefault=Q\n[own]\na=1\nb=2\n"
    root = estate({"now/C_new.cfg": text, "base/C.cfg": text})
    run("snapshot", "base", "--to", "approved")
    run("drift", "now", "--against", "approved", "--remediate", "fix")
    hint = "C_new holds all 3 options of C: renamed?"
    steps = [line for line in (root / "fix/manual.txt").read_text().splitlines() if line.startswith("C")]
    assert steps == [
        f"C: it is not exported any more, and do nothing before this is clear: {hint} "
        "Only if that is not so, export it again, or create it again as it was approved",
        f"C_new: it was not approved, and do nothing before this is clear: {hint} "
        "Only if that is not so, remove it, or approve it with the file below adopt/",
    ]
