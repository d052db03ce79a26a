"""--remediate: what is imported brings the baseline back; what cannot be imported is named; adopting ends the drift."""

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
    (file,) = (root / "fix" / "adopt").iterdir()
    (root / "approved" / file.name).write_bytes(file.read_bytes())
    assert run("drift", "now", "--against", "approved").code == 0


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
    assert ["one.C.toml", "two.C.toml"] == sorted(path.name for path in (fix / "adopt").iterdir())
    assert ["one/C: ", "two/C: "] == [each[:7] for each in (fix / "manual.txt").read_text().splitlines()[2:]]
    assert ["one/C: ", "two/C: "] == [each[:7] for each in (fix / "restart.txt").read_text().splitlines()[2:]]


def test_of_a_file_that_was_not_read_whole_nothing_is_restored_or_adopted(estate: Write, run: Run) -> None:
    root = estate({"base/Chat_1.conf": BASE, "now/Chat_1.conf": f"{NOW}broken\n"})
    ran = run("drift", "now", "--against", "base", "--remediate", "fix")
    assert ran.code == 2
    assert "--remediate: not read whole, so nothing was written: now/Chat_1.conf: correct it first" in ran.err
    assert not (root / "fix").exists()
