"""An object that only its file names: no download of it is drift, a rename, or a stale baseline."""

import json

import pytest

from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Q\n"
OBJECT = (
    '<ConfData><CfgApplication><DBID value="131"/><name value="Chat_North"/><type value="59"/><options>'
    '<list_pair key="endpoints:1"><str_pair key="webme" value="Q"/></list_pair>'
    "</options></CfgApplication></ConfData>"
)
CLIENT = (
    '<ConfData><CfgApplication><DBID value="140"/><name value="GWE"/><type value="107"/>'
    '<appServerDBIDs><CfgConnectionInfo><appServerDBID value="131"/></CfgConnectionInfo></appServerDBIDs>'
    '<options><list_pair key="service:wes"><str_pair key="a" value="b"/></list_pair></options>'
    "</CfgApplication></ConfData>"
)
PLAIN = "CfgApplication_options_131.cfg"
DOWNLOADS = ("CfgApplication_options_131 (2).cfg", "CfgApplication_annex_131.cfg", "CfgApplication_options_131.csv")


def as_file(name: str) -> str:
    return "Section,Option,Value\nendpoints:1,webme,Q\n" if name.endswith(".csv") else CHAT


@pytest.mark.parametrize("name", DOWNLOADS)
def test_another_download_is_no_drift(estate: Write, run: Run, name: str) -> None:
    estate({f"before/{PLAIN}": CHAT, f"now/{name}": as_file(name)})
    ran = run("drift", "now", "--against", "before", "-f", "json")
    assert (0, []) == (ran.code, json.loads(ran.out)["findings"])


@pytest.mark.parametrize("name", DOWNLOADS[:2])
def test_another_download_makes_no_baseline_stale(estate: Write, run: Run, name: str) -> None:
    root = estate({f"now/{PLAIN}": CHAT})
    assert 0 == run("snapshot", "now", "--to", "b").code
    (root / "now" / PLAIN).rename(root / "now" / name)
    ran = run("snapshot", "now", "--to", "b", "--check")
    assert (0, "") == (ran.code, ran.out)
    (root / "now" / name).write_text(CHAT.replace("=Q", "=R"))
    assert "b/CfgApplication_options_131.toml: changed" in run("snapshot", "now", "--to", "b", "--check").out


def test_the_name_of_the_object_is_used_where_one_side_has_it(estate: Write, run: Run) -> None:
    estate({"before/a.xml": OBJECT, f"now/{PLAIN}": CHAT.replace("=Q", "=R")})
    found = json.loads(run("drift", "now", "--against", "before", "-f", "json").out)["findings"]
    assert [("GWE801", "Chat_North")] == [(each["rule"], each["application"]) for each in found]


def test_a_baseline_keeps_the_name_of_the_object(estate: Write, run: Run) -> None:
    root = estate({"now/a.xml": OBJECT})
    run("snapshot", "now", "--to", "b")
    (root / "now/a.xml").unlink()
    estate({f"now/{PLAIN}": CHAT})
    run("snapshot", "now", "--to", "b")
    assert ["Chat_North.toml", "MANIFEST.toml"] == sorted(path.name for path in (root / "b").iterdir())


def test_who_is_connected_to_an_object_did_not_change_with_its_name(estate: Write, run: Run) -> None:
    estate({"before/c.xml": CLIENT, f"before/{PLAIN}": CHAT, "now/c.xml": CLIENT, "now/a.xml": OBJECT})
    assert [] == json.loads(run("drift", "now", "--against", "before", "-f", "json").out)["findings"]
    assert [] == json.loads(run("drift", "before", "--against", "now", "-f", "json").out)["findings"]


def test_a_renamed_object_is_one_difference(estate: Write, run: Run) -> None:
    renamed = OBJECT.replace("Chat_North", "Chat_South")
    estate({"before/c.xml": CLIENT, "before/a.xml": OBJECT, "now/c.xml": CLIENT, "now/a.xml": renamed})
    found = json.loads(run("drift", "now", "--against", "before", "-f", "json").out)["findings"]
    assert [("GWE806", "Chat_South")] == [(each["rule"], each["application"]) for each in found]


def test_exports_that_contradict_each_other_make_no_baseline_and_no_drift(estate: Write, run: Run) -> None:
    copy = PLAIN.replace(".cfg", " (1).cfg")
    estate({f"before/{PLAIN}": CHAT, f"now/{PLAIN}": CHAT, f"now/{copy}": CHAT.replace("=Q", "=R")})
    ran = run("snapshot", "now", "--to", "b")
    assert (2, True) == (ran.code, "contradict each other about [endpoints:1] webme" in ran.err)
    drift = json.loads(run("drift", "now", "--against", "before", "-f", "json").out)
    assert ([], 1) == (drift["findings"], drift["drift"]["classes"]["unverifiable"])


def test_a_copy_without_a_dbid_is_asked_about(estate: Write, run: Run) -> None:
    estate({"before/Chat.conf": CHAT, "now/Chat (1).conf": CHAT})
    new = json.loads(run("drift", "now", "--against", "before", "-f", "json").out)["findings"]
    hint = "is it Chat, downloaded again? Name the file so; "
    assert [("Chat (1)", True)] == [
        (each["application"], each["help"].startswith(hint)) for each in new if each["rule"] == "GWE809"
    ]
