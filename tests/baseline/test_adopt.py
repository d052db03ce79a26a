"""adopt/: baseline files with what counts of the drift; all else in them stays as it was approved."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.builders import cfg, chat, cluster, confdata
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
    return {name: text for name, text in files.items() if name != "MANIFEST.toml"}


def is_accepted(run: Run, *arguments: str) -> bool:
    """True where nothing drifts any more, and a snapshot would change no byte."""
    ran = run("drift", "now", "--against", "approved")
    return ran.code == 0 and run("snapshot", "now", "--to", "approved", "--check", *arguments).code == 0


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


def test_a_profile_holds_what_members_still_share(estate: Write, run: Run) -> None:
    table = (
        '[[estate]]\nname = "prod"\npaths = ["now"]\n[[estate.cluster]]\nname = "G"\nmembers = ["C", "D"]\n'
        '[[estate.application]]\nname = "C"\ntype = "chat-server"\n'
        '[[estate.application]]\nname = "D"\ntype = "chat-server"\n'
    )
    shared = "[own]\na=1\nb=1\nc=1\nd=1\n"
    root = estate({"now/C.conf": shared, "now/D.conf": shared, "gwe-lint.toml": table})
    run("snapshot", "--to", "approved", "--profiles")
    assert "profile = " in (root / "approved" / "C.toml").read_text()
    estate({"now/C.conf": "[own]\na=2\nc=1\nd=1\n"})
    files = adopted(root, run)
    profile = files["profile-members-of-G.toml"]
    assert {'c = "1"', 'd = "1"'} <= lines(profile)
    assert {'a = "2"'} == {each for each in lines(files["C.toml"]) if each[:2] in ("a ", "b ", "c ", "d ")}
    assert {'a = "1"', 'b = "1"'} <= lines(files["D.toml"])
    assert is_accepted(run, "--profiles")


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
    assert text.index("dbid = 10\nport") < text.index("dbid = 8\nport") < text.index("dbid = 11\nport")  # as today
    assert "dbid = 9" not in text
    assert is_accepted(run)


def server(name: str, dbid: int, options: str, *targets: int, more: str = "") -> str:
    infos = "".join(f'<CfgConnInfo><appServerDBID value="{each}"/></CfgConnInfo>' for each in targets)
    pairs = "".join(
        f'<str_pair key="{key}" value="{value}"/>'
        for key, _, value in (each.partition("=") for each in options.split())
    )
    return (
        f'<ConfData><CfgApplication><DBID value="{dbid}"/><name value="{name}"/><type value="59"/>{more}'
        f'<appServerDBIDs>{infos}</appServerDBIDs><options><list_pair key="own">{pairs}</list_pair></options>'
        "</CfgApplication></ConfData>"
    )


def test_a_new_name_is_taken_over_with_all_that_refers_to_it(estate: Write, run: Run) -> None:
    root = estate({"now/c.xml": server("Chat", 7, "a=1"), "now/b.xml": server("Client", 8, "a=1", 7)})
    run("snapshot", "now", "--to", "approved")
    path = root / "approved" / "Chat.toml"
    path.write_text(path.read_text() + '\n[unset]\nown = ["never"]\n')
    estate({"now/c.xml": server("Chat_New", 7, "a=1")})
    files = adopted(root, run)
    assert {"Chat.toml", "Chat_New.toml", "Client.toml", "adopt.txt"} == set(files)
    assert 'own = ["never"]' in files["Chat_New.toml"]
    assert 'name = "Chat_New"' in files["Client.toml"]
    assert "Chat.toml" in files["adopt.txt"]
    assert is_accepted(run)
    path.unlink()  # what copying cannot do, and need not
    assert is_accepted(run)


def test_what_copying_left_is_removed_by_the_next_snapshot(estate: Write, run: Run) -> None:
    root = estate({"now/c.xml": server("Chat", 7, "a=1")})
    run("snapshot", "now", "--to", "approved")
    estate({"now/c.xml": server("Chat_New", 7, "a=1")})
    adopted(root, run)
    assert (root / "approved" / "Chat.toml").exists()
    assert "Chat.toml (removed)" in run("snapshot", "now", "--to", "approved").err
    assert not (root / "approved" / "Chat.toml").exists()
    assert is_accepted(run)


def test_a_renaming_that_is_waived_leaves_all_names_as_they_were(estate: Write, run: Run) -> None:
    waiver = '[[waiver]]\nrule = "GWE806"\nreason = "x"\nowner = "y"\nexpires = 2026-06-30\n'
    root = estate(
        {
            "now/c.xml": server("Chat", 7, "a=1"),
            "now/b.xml": server("Client", 8, "a=1", 7),
            "gwe-lint-waivers.toml": waiver,
        }
    )
    run("snapshot", "now", "--to", "approved")
    before = {path.name: path.read_text() for path in (root / "approved").iterdir()}
    estate({"now/c.xml": server("Chat_New", 7, "a=2")})
    (text,) = adopted(root, run).values()
    assert ({'a = "1"'}, {'a = "2"'}) == (
        lines(before["Chat.toml"]) - lines(text),
        lines(text) - lines(before["Chat.toml"]),
    )


def test_an_application_that_came_and_one_that_went(estate: Write, run: Run) -> None:
    root = estate({"now/a.xml": server("A", 7, "a=1"), "now/b.xml": server("B", 8, "a=1")})
    run("snapshot", "now", "--to", "approved")
    (root / "now/b.xml").unlink()
    estate({"now/c.xml": server("C", 9, "a=1")})
    assert {"B.toml", "C.toml", "adopt.txt"} == set(adopted(root, run))
    assert is_accepted(run)


def test_what_means_the_same_is_taken_over_too(estate: Write, run: Run) -> None:
    """Else a snapshot would still change the baseline."""
    root = estate({"now/C.conf": "[settings]\nlimit-for-sessions=045\n[own]\na=1\n", "now/D.conf": "[own]\na=1\n"})
    run("snapshot", "now", "--to", "approved")
    estate({"now/C.conf": "[settings]\nlimit-for-sessions=45\n[own]\na=1\n", "now/D.conf": "[own]\na=2\n"})
    assert {"C.toml", "D.toml"} == set(adopted(root, run))
    assert is_accepted(run)


def test_one_estate_of_several_is_adopted_alone(estate: Write, run: Run) -> None:
    tables = "".join(f'[[estate]]\nname = "{each}"\npaths = ["now/{each}"]\n' for each in ("eu", "us"))
    root = estate({"now/eu/C.cfg": "[own]\na=1\n", "now/us/C.cfg": "[own]\na=1\n", "gwe-lint.toml": tables})
    run("snapshot", "now", "--to", "approved")
    estate({"now/eu/C.cfg": "[own]\na=2\n", "now/us/C.cfg": "[own]\na=3\n"})
    run("drift", "now/eu", "--against", "approved", "--remediate", "fix")
    for path in (root / "fix" / "adopt").iterdir():
        (root / "approved" / path.name).write_bytes(path.read_bytes())
    assert 0 == run("drift", "now/eu", "--against", "approved").code
    assert 1 == run("drift", "now/us", "--against", "approved").code
    assert 'a = "1"' in (root / "approved" / "us.C.toml").read_text()


def test_a_masked_secret_stays_as_approved(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = estate({"now/C.conf": "[own]\na=1\npassword=x\n"})
    monkeypatch.setenv(KEY, "of the baseline, long enough")
    run("snapshot", "now", "--to", "approved")
    (kept,) = [each for each in (root / "approved" / "C.toml").read_text().splitlines() if "<secret" in each]
    estate({"now/C.conf": "[own]\na=2\npassword=****\n"})
    assert {'a = "2"', kept} <= lines(adopted(root, run)["C.toml"])
    assert is_accepted(run)


def test_what_the_format_of_today_does_not_carry_stays_as_approved(estate: Write, run: Run) -> None:
    apps = [cluster(300, (1, "webapi")), chat(1, sections={"own": {"a": "1"}, "security": {"b": "2"}}, backup=9)]
    now = [apps[0], apps[1]._replace(sections={"own": {"a": "2"}, "security": {"b": "2"}})]
    root = estate({f"base/{name}": text for name, text in confdata(apps).items()})
    estate({f"now/{name}": text for name, text in cfg(now).items()})
    run("snapshot", "base", "--to", "approved")
    before = (root / "approved" / "Chat_1.toml").read_text()
    (text,) = adopted(root, run).values()
    assert ({'a = "1"'}, {'a = "2"'}) == (lines(before) - lines(text), lines(text) - lines(before))
    found = json.loads(run("drift", "now", "--against", "approved", "-f", "json").out)
    assert [] == [each for each in found["findings"] if each.get("class")]


def test_what_the_baseline_did_not_know_is_taken_over(estate: Write, run: Run) -> None:
    apps = [chat(1, sections={"own": {"a": "1"}})]
    root = estate({f"base/{name}": text for name, text in cfg(apps).items()})
    now = [apps[0]._replace(sections={"own": {"a": "2"}})]
    estate({f"now/{name}": text for name, text in confdata(now).items()})
    run("snapshot", "base", "--to", "approved")
    assert 'completeness = "complete"' in adopted(root, run)["Chat_1.toml"]
    assert is_accepted(run)


def test_of_a_name_that_changed_in_case_only_the_old_file_is_removed_by_hand(estate: Write, run: Run) -> None:
    """On some systems both names are one file, so that no file can say that the other one is not needed."""
    root = estate({f"x/{name}": text for name, text in confdata([chat(7)]).items()})
    run("snapshot", "x", "--to", "approved")
    estate({f"now/{name}": text for name, text in confdata([chat(7)._replace(name="chat_7")]).items()})
    assert "chat_7.toml" in adopted(root, run)
    notes = (root / "fix/adopt/adopt.txt").read_text()
    assert "remove Chat_7.toml from the baseline: another file, whose name differs in case only" in notes
    (root / "approved" / "Chat_7.toml").unlink()
    assert is_accepted(run)
