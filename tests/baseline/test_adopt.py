"""adopt/: baseline files with what counts of the drift; all else in them stays as it was approved."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Run, Write

KEY = "GWE_LINT_HMAC_KEY"
WAIVER = (
    '[[waiver]]\nrule = "GWE801"\napplication = "C"\noption = "own/waived"\nreason = "x"\nowner = "y"\n'
    "expires = 2026-06-30\n"
)


def adopted(root: Path, run: Run) -> Mapping[str, str]:
    """What is adopted, copied over the baseline."""
    run("drift", "now", "--against", "approved", "--remediate", "fix", "--as-of", "2026-06-01")
    files = {path.name: path.read_text() for path in (root / "fix" / "adopt").iterdir()}
    for name, text in files.items():
        if name.endswith(".toml"):
            (root / "approved" / name).write_text(text)
    return files


def lines(text: str) -> set[str]:
    return set(text.splitlines())


def test_what_is_waived_is_not_approved_by_the_way(estate: Write, run: Run) -> None:
    root = estate(
        {
            "base/C.conf": "[own]\na=1\nwaived=1\ngone=1\n",
            "now/C.conf": "[own]\na=2\nwaived=2\nnew=1\n",
            "gwe-lint-waivers.toml": WAIVER,
        }
    )
    run("snapshot", "base", "--to", "approved")
    before = (root / "approved" / "C.toml").read_text()
    (text,) = adopted(root, run).values()
    assert (lines(before) - lines(text), lines(text) - lines(before)) == (
        {'a = "1"', 'gone = "1"'},
        {'a = "2"', 'new = "1"'},
    )
    ran = run("drift", "now", "--against", "approved", "--as-of", "2026-06-01", "-f", "json")
    assert (0, 1) == (ran.code, ran.out.count('"class": "changed"'))


@pytest.mark.parametrize("key", ["", "of another run"], ids=["no key", "another key"])
def test_secrets_stay_as_they_are(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    root = estate(
        {"base/C.conf": "[own]\na=1\npassword=x\n", "now/C.conf": "[own]\na=2\npassword=x\n[more]\npassword=y\n"}
    )
    monkeypatch.setenv(KEY, "of the baseline, long enough")
    run("snapshot", "base", "--to", "approved")
    (kept,) = [each for each in (root / "approved" / "C.toml").read_text().splitlines() if "<secret" in each]
    monkeypatch.setenv(KEY, f"{key}, long enough") if key else monkeypatch.delenv(KEY)
    files = adopted(root, run)
    assert {'a = "2"', kept} <= lines(files["C.toml"])
    assert 'password = "<secret 1>"' not in lines(files["C.toml"])
    assert (not key) == ("C: [more] password" in files.get("adopt.txt", ""))


def test_a_secret_that_is_all_that_changed_needs_no_file(estate: Write, run: Run) -> None:
    root = estate({"base/C.conf": "[own]\na=1\n", "now/C.conf": "[own]\na=1\npassword=y\n"})
    run("snapshot", "base", "--to", "approved")
    assert ["adopt.txt"] == list(adopted(root, run))


def test_a_profile_stays_one(estate: Write, run: Run) -> None:
    table = (
        '[[estate]]\nname = "{0}"\npaths = ["{0}"]\n[[estate.cluster]]\nname = "G"\nmembers = ["C", "D"]\n'
        '[[estate.application]]\nname = "C"\ntype = "chat-server"\n'
        '[[estate.application]]\nname = "D"\ntype = "chat-server"\n'
    )
    shared = "[own]\na=1\nb=1\nc=1\n"
    root = estate(
        {"base/C.conf": shared, "base/D.conf": shared, "now/C.conf": "[own]\na=2\nc=1\n", "now/D.conf": shared}
    )
    (root / "gwe-lint.toml").write_text(table.format("base"))
    run("snapshot", "base", "--to", "approved", "--profiles")
    (root / "gwe-lint.toml").unlink()
    before = (root / "approved" / "C.toml").read_text()
    assert "profile = " in before
    (text,) = adopted(root, run).values()
    assert lines(text) - lines(before) == {'[options."own"]', 'a = "2"', "[unset]", 'own = ["b"]', ""}
    assert not lines(before) - lines(text)
    assert run("drift", "now", "--against", "approved").code == 0


def whole(release: str, port: str, *servers: str) -> str:
    infos = "".join(
        f'<CfgConnInfo><appServerDBID value="{each}"/><id value="{port}"/></CfgConnInfo>' for each in servers
    )
    ports = f'<portInfos><CfgPortInfo><id value="default"/><port value="{port}"/></CfgPortInfo></portInfos>'
    head = f'<DBID value="7"/><name value="C"/><type value="59"/><version value="{release}"/>'
    tenants = "".join(f'<DBID value="{each}"/>' for each in servers)
    return (
        f"<ConfData><CfgApplication>{head}<appServerDBIDs>{infos}</appServerDBIDs><tenantDBIDs>{tenants}</tenantDBIDs>"
        f'<options><list_pair key="own"><str_pair key="a" value="1"/></list_pair></options>{ports}'
        "</CfgApplication></ConfData>"
    )


def test_parts_of_the_object_are_adopted(estate: Write, run: Run) -> None:
    root = estate(
        {"base/a.xml": whole("8.5.1", "1", "8", "9", "10"), "now/a.xml": whole("8.5.2", "2", "10", "8", "11")}
    )
    run("snapshot", "base", "--to", "approved")
    (text,) = adopted(root, run).values()
    assert text.index("dbid = 8\nport") < text.index("dbid = 10\nport") < text.index("dbid = 11\nport")
    assert "dbid = 9" not in text
    assert run("drift", "now", "--against", "approved", "--fail-on", "note").code == 0
