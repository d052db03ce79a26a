"""The same estate in every format gives the same findings, and formats can be mixed."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from gwe_lint.rules.selection import load_packs
from tests.builders import TEXTS, WRITERS, App, Sections
from tests.conftest import Run, Write

Change = Callable[[dict[str, Sections]], None]

WES = "wes.connector.chatServer."


def parts() -> dict[str, Sections]:
    """The options of a correct estate: a Backend and a cluster of three Chat Servers."""
    chat = {
        "endpoints:1": {"default": "Chat In", "webme": "Web & <Chat> {1}"},
        "settings": {
            "session-restoration-mode": "simple",
            "transcript-auto-save": "1",
            "flex-disconnect-timeout": "60",
        },
        "site:own/section": {
            "a=b" if False else "plain name": "x; y # z = 100%",
            "empty": "",
            "ünïcode": "Köln 你好 😀",
        },
    }
    backend = {
        "service:wes": {
            f"{WES}identifyCreateContact": "3",
            f"{WES}queueKey": "1:webme",
            f"{WES}queueWebengagement": "Web & <Chat> {1}",
            f"{WES}refreshPeriod": "2",
        },
        "service:pacing": {"pacing.connector.algorithm": "SUPER_PROGRESSIVE"},
    }
    names = ("ChatServer_01", "ChatServer_02", "ChatServer_03")
    return {"GWE_Backend": backend, **{name: {s: dict(o) for s, o in chat.items()} for name in names}}


def apps_of(sections: dict[str, Sections]) -> list[App]:
    """The estate's applications, with whom they are connected to."""
    members = tuple((dbid, "webapi") for dbid in (111, 112, 113))
    servers = ((120, "default"), (121, "default"))
    return [
        App("GWE_Backend", 107, 101, sections["GWE_Backend"], ((110, "webapi"),)),
        App("Chat_Cluster", 82, 110, {}, members),
        *(App(f"ChatServer_0{n}", 59, 110 + n, sections[f"ChatServer_0{n}"], servers) for n in (1, 2, 3)),
        App("UCS_01", 63, 120),
        App("Ixn_01", 111, 121, {}, ((111, "ESP"), (112, "ESP"), (113, "ESP"))),
    ]


DECLARED = """
[[estate]]
name = "e"
paths = ["exports"]
production = true
[[estate.application]]
name = "GWE_Backend"
connects-to = ["Chat_Cluster"]
[[estate.cluster]]
name = "Chat_Cluster"
members = ["ChatServer_01", "ChatServer_02", "ChatServer_03"]
[[estate.application]]
name = "UCS_01"
type = "contact-server"
[[estate.application]]
name = "Ixn_01"
type = "interaction-server"
""" + "".join(
    f'[[estate.application]]\nname = "ChatServer_0{n}"\nconnects-to = ["UCS_01", "Ixn_01"]\n' for n in (1, 2, 3)
)
TYPES = """
[[estate]]
name = "e"
paths = ["exports"]
production = true
[[estate.application]]
name = "Chat_Cluster"
type = "application-cluster"
[[estate.application]]
name = "UCS_01"
type = "contact-server"
[[estate.application]]
name = "Ixn_01"
type = "interaction-server"
"""
PLAIN = '[[estate]]\nname = "e"\npaths = ["exports"]\nproduction = true\n'


def wes(parts: dict[str, Sections]) -> dict[str, str]:
    return parts["GWE_Backend"]["service:wes"]


def set_option(application: str, section: str, option: str, value: str) -> Change:
    def change(parts: dict[str, Sections]) -> None:
        parts[application].setdefault(section, {})[option] = value

    return change


def no_endpoint(parts: dict[str, Sections]) -> None:
    del parts["ChatServer_02"]["endpoints:1"]["webme"]


def no_key(parts: dict[str, Sections]) -> None:
    del wes(parts)[f"{WES}queueKey"]


CHANGES: dict[str, tuple[Change, list[str]]] = {
    "nothing wrong": (lambda _: None, []),
    "a value out of range": (set_option("GWE_Backend", "service:wes", f"{WES}refreshPeriod", "60"), ["GWE101"]),
    "a contact mode that does not exist": (
        set_option("GWE_Backend", "service:wes", f"{WES}identifyCreateContact", "yes"),
        ["GWE101"],
    ),
    "no queueKey": (no_key, ["GWE102"]),
    "a queueKey without a tenant": (set_option("GWE_Backend", "service:wes", f"{WES}queueKey", "webme"), ["GWE201"]),
    "an endpoint that nobody has": (set_option("GWE_Backend", "service:wes", f"{WES}queueKey", "1:webmee"), ["GWE202"]),
    "a member without the endpoint": (no_endpoint, ["GWE203"]),
    "another queue at the Backend": (
        set_option("GWE_Backend", "service:wes", f"{WES}queueWebengagement", "Old"),
        ["GWE204"],
    ),
    "a member with another queue": (set_option("ChatServer_03", "endpoints:1", "webme", "Copy"), ["GWE205"]),
    "a channel for development": (
        set_option("GWE_Backend", "service:wmsg", "wmsg.connector.defaultEngagementChannel", "proactiveChat"),
        ["GWE402", "GWE403"],
    ),
    "a misspelt option": (set_option("ChatServer_01", "settings", "sesion-restoration-mode", "simple"), ["GWE103"]),
    "a section in another case": (set_option("ChatServer_01", "Settings", "x", "y"), ["GWE103"]),
    "blanks at the end of a value": (set_option("ChatServer_01", "settings", "site", "x "), ["GWE010"]),
    "a name with its section": (set_option("ChatServer_01", "settings", "settings/site", "x"), ["GWE006"]),
    "an escape sequence": (set_option("ChatServer_01", "settings", "site", "a\u200eb"), ["GWE014"]),
}


def findings(run: Run) -> list[tuple[Any, ...]]:
    """What was found, without places: rule, severity, where, and the message."""
    report = json.loads(run("check", "-f", "json", "--ignore", "GWE018").out)
    assert report["complete"]
    keys = ("rule", "severity", "application", "section", "option", "message", "help")
    found = ({**each, "message": re.sub(r",? (?:is )?in line \d+", "", each["message"])} for each in report["findings"])
    return sorted(tuple(finding[key] for key in keys) for finding in found)


def configuration(format: str) -> str:
    return DECLARED if format in TEXTS else TYPES if format == "mutagen" else PLAIN


@pytest.mark.parametrize("format", [name for name in WRITERS if name != "cfg"])
@pytest.mark.parametrize(("change", "rules"), CHANGES.values(), ids=CHANGES)
def test_the_same_estate_gives_the_same_findings_in_every_format(
    estate: Write, run: Run, format: str, change: Change, rules: list[str]
) -> None:
    sections = parts()
    change(sections)
    apps = apps_of(sections)
    found = []
    for each in ("cfg", format):
        root = estate({})
        for old in root.glob("exports/*"):
            old.unlink()
        files = {f"exports/{name}": text for name, text in WRITERS[each](apps).items()}
        estate({**files, "gwe-lint.toml": configuration(each)})
        found.append(findings(run))
    expected, other = found
    assert rules == sorted({rule for rule, *_ in expected})
    if rules == ["GWE011"]:  # mutagen sorts the sections, so that the other one of two comes first
        assert len(expected) == len(other)
    elif rules == ["GWE014"]:  # a line in one format is an option in the other
        assert [one[:5] for one in expected] == [one[:5] for one in other]
    else:
        assert expected == other


@pytest.mark.parametrize(("change", "rules"), CHANGES.values(), ids=CHANGES)
def test_formats_can_be_mixed_in_an_estate(estate: Write, run: Run, change: Change, rules: list[str]) -> None:
    sections = parts()
    change(sections)
    backend, cluster, first, second, third, ucs, ixn = apps_of(sections)
    files = {
        **WRITERS["gax"]([backend]),
        **WRITERS["confdata"]([cluster, first, ucs]),
        **WRITERS["log"]([second]),
        **WRITERS["database"]([third, ixn]),
    }
    estate({**{f"exports/{name}": text for name, text in files.items()}, "gwe-lint.toml": PLAIN})
    assert rules == sorted({rule for rule, *_ in findings(run)})


@pytest.mark.parametrize("format", WRITERS)
def test_no_format_makes_a_correct_estate_speak(estate: Write, run: Run, format: str) -> None:
    files = {f"exports/{name}": text for name, text in WRITERS[format](apps_of(parts())).items()}
    estate({**files, "gwe-lint.toml": configuration(format)})
    ran = run("check", "-f", "concise", "--ignore", "GWE018", "--verbose")
    assert (0, "") == (ran.code, ran.out)
    own = {rule.id for rule in load_packs().rules if rule.pack in ("rules/chat-channel.toml", "rules/topology.toml")}
    unknown = {line.split()[2] for line in ran.err.split("\n") if line.startswith("not evaluated")} & own
    carried = {"GWE207", "GWE208", "GWE213"}  # Script objects are in none of them
    ports = {"GWE212"} if format in (*TEXTS, "database", "rows as JSON") else set()
    assert carried == unknown - ports


def test_a_listing_and_options_are_put_together_by_dbid(estate: Write, run: Run) -> None:
    app = apps_of(parts())[2]
    listing = [{"type": "CfgApplication", "subtype": "CFGChatServer", "dbid": str(app.dbid), "name": app.name}]
    options = WRITERS["cfg"]([app])["ChatServer_01.cfg"]
    estate({"e/Application.json": json.dumps(listing), f"e/CfgApplication_options_{app.dbid} (1).cfg": options})
    shown = json.loads(run("show", "e", "-f", "json").out)["estates"][0]
    (one,) = shown["applications"]
    assert ("ChatServer_01", "chat-server", True, "selection") == (
        one["name"],
        one["type"],
        one["certain"],
        one["completeness"],
    )
    assert (2, "e/CfgApplication_options_111 (1).cfg") == (shown["files"], one["path"])


def test_a_listing_and_options_are_put_together_by_name(estate: Write, run: Run) -> None:
    listing = [
        {"type": "CfgApplication", "dbid": "111", "name": "Chat", "version": "8.5.3", "subtype": "CFGChatServer"}
    ]
    estate({"e/Application.json": json.dumps(listing), "e/Chat.cfg": "[endpoints:1]\nwebme=Q\n"})
    (one,) = json.loads(run("show", "e", "-f", "json").out)["estates"][0]["applications"]
    assert ("Chat", "8.5.3", 111, "strings-only") == (one["name"], one["release"], one["dbid"], one["completeness"])


DELTA = """<CfgData><CfgReference><CfgServerRef id="S" name="ChatServer_01"/></CfgReference><CfgUpdate>
<CfgServerUpdate DBIDref="S"><options action="change"><list_pair key="settings">
<str_pair key="flex-disconnect-timeout" value="0"/>
</list_pair></options><options action="delete"><list_pair key="settings">
<str_pair key="transcript-auto-save"/>
</list_pair><list_pair key="gone"/></options></CfgServerUpdate></CfgUpdate></CfgData>
"""


def test_of_a_list_of_changes_only_what_it_says_is_judged(estate: Write, run: Run) -> None:
    files = {f"e/{name}": text for name, text in WRITERS["confdata"](apps_of(parts())).items()}
    estate({**files, "e/change.xml": DELTA})
    ran = run("check", "e", "-f", "concise")
    assert [line.split()[:3] for line in ran.out.splitlines()] == [["e/change.xml:3:1:", "error", "GWE101"]]


def test_a_list_of_changes_alone_proves_no_absence(estate: Write, run: Run) -> None:
    backend = WRITERS["cfg"](apps_of(parts())[:1])
    estate({**{f"e/{name}": text for name, text in backend.items()}, "e/change.xml": DELTA})
    ran = run("check", "e", "--verbose", "-f", "concise", "--ignore", "GWE101")
    assert ("", True) == (ran.out, "whether ChatServer_01 defines the endpoint is not in the exports" in ran.err)


DELTA_OF_BACKEND = """<CfgData><CfgReference><CfgServerRef id="S" name="GWE_Backend"/></CfgReference><CfgUpdate>
<CfgServerUpdate DBIDref="S"><options action="change"><list_pair key="service:wes">
<str_pair key="wes.connector.chatServer.queueKey" value="1:webme"/>
</list_pair></options></CfgServerUpdate></CfgUpdate></CfgData>
"""


def test_a_change_of_a_client_has_the_connections_of_the_client(estate: Write, run: Run) -> None:
    other = App("Chat_CB", 59, 199, {"endpoints:1": {"default": "Chat In"}})
    files = {f"e/{name}": text for name, text in WRITERS["confdata"]([*apps_of(parts()), other]).items()}
    estate({**files, "e/change.xml": DELTA_OF_BACKEND})
    assert "" == run("check", "e", "-f", "concise", "--ignore", "GWE235").out
    assert 1 == len(json.loads(run("trace", "GWE_Backend", "e", "-f", "json").out)["traces"])


@pytest.mark.parametrize("value", ["[output suppressed]", "${KEY}"])
def test_a_value_that_is_not_told_is_not_judged(estate: Write, run: Run, value: str) -> None:
    sections = parts()
    wes(sections)[f"{WES}queueKey"] = value
    estate({f"e/{name}": text for name, text in WRITERS["mutagen"](apps_of(sections)).items()})
    ran = run("check", "e", "-f", "concise", "--ignore", "GWE019,GWE009,GWE206")
    assert ("", 3) == (ran.out, run("trace", "GWE_Backend", "e").code)


def test_a_listing_says_what_an_export_by_name_does_not(estate: Write, run: Run) -> None:
    apps = apps_of(parts())
    listing = [
        {
            "type": "CfgApplication",
            "dbid": str(app.dbid),
            "name": app.name,
            "version": "8.5.7",
            "subtype": "CFGChatServer",
        }
        for app in apps[2:5]
    ]
    files = {f"e/{name}": text for name, text in WRITERS["mutagen"](apps).items()}
    estate({**files, "e/Application.json": json.dumps(listing)})
    shown = json.loads(run("show", "e", "-f", "json").out)["estates"][0]["applications"]
    assert (len(apps), "8.5.7", 111) == (len(shown), shown[2]["release"], shown[2]["dbid"])


def test_a_selection_beside_the_whole_application_is_the_same_application(estate: Write, run: Run) -> None:
    files = {f"e/{name}": text for name, text in WRITERS["confdata"](apps_of(parts())).items()}
    estate({**files, "e/CfgApplication_annex_112.cfg": "[endpoints:1]\nwebme=WRONG\n"})
    rules = {line.split()[2] for line in run("check", "e", "-f", "concise").out.splitlines()}
    assert {"GWE013"} == rules  # and no second Chat Server that disagrees


def test_a_listing_alone_is_not_clean(estate: Write, run: Run) -> None:
    estate({"e/Application.json": '[{"type": "CfgApplication", "dbid": "1", "name": "A", "subtype": "CFGChatServer"}]'})
    ran = run("check", "e")
    assert (3, True) == (ran.code, "no export holds options" in ran.err)


def test_a_node_of_a_web_engagement_cluster_is_known_by_its_connection(estate: Write, run: Run) -> None:
    node = App("GWE_Node", 107, 102, {"log": {"all": "stdout"}}, ((101, "default"),))
    main = App("GWE_Cluster", 82, 101, {"chat": {"queueKey": "1:webme", "webengagementChatQueue": "Web & <Chat> {1}"}})
    apps = [main._replace(links=((111, "webapi"),)), node, *apps_of(parts())[2:3]]
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    ran = run("check", "e", "-f", "concise", "--ignore", "GWE401")
    assert (0, "") == (ran.code, ran.out)


@pytest.mark.parametrize(
    "repeated",
    [
        {"chat": {"queueKey": "1:webme", "webengagementChatQueue": "Web & <Chat> {1}"}},
        {"chat": {"queueKey": "1:webme"}, "engagement": {"engagementExpirationTime": "1800"}},
        {"chat": {"queueKey": "1:webme"}, "cometd": {"timeout": "25"}},
    ],
    ids=" ".join,
)
def test_a_node_that_repeats_chat_of_its_cluster_is_a_node(
    estate: Write, run: Run, repeated: dict[str, dict[str, str]]
) -> None:
    node = App("GWE_Node", 107, 102, repeated, ((101, "default"),))
    main = App("GWE_Cluster", 82, 101, {"chat": {"queueKey": "1:webme", "webengagementChatQueue": "Web & <Chat> {1}"}})
    apps = [main._replace(links=((111, "webapi"),)), node, *apps_of(parts())[2:3]]
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    ran = run("check", "e", "-f", "concise", "--ignore", "GWE401")
    assert (0, "") == (ran.code, ran.out)


UNRELATED: dict[str, bytes] = {
    "README.txt": b"Export the objects as <ConfData> or as <CfgApplication> and put them here.\n",
    "export.py": b"print('<ConfData>')\n",
    "settings.json": '{"name": "Müller"}'.encode("latin-1"),
    "pom.xml": b'<?xml version="1.0" encoding="x-odd"?><project/>',
    "cut.log": b"09:00 sent <CfgApplication name=\n09:01 done\n",
}


@pytest.mark.parametrize("name", UNRELATED)
def test_files_that_are_no_exports_are_no_errors(estate: Write, run: Run, name: str) -> None:
    files = {f"e/{file}": text for file, text in WRITERS["confdata"](apps_of(parts())).items()}
    estate({**files, f"e/{name}": UNRELATED[name]})
    rules = {line.split()[2] for line in run("check", "e", "-f", "concise").out.splitlines()}
    assert rules <= {"GWE008"}


SECRET = "Hunter2Part"
LEAKS: dict[str, tuple[str, str]] = {
    "a value in parts that stands twice": (
        "rows.csv",
        "object_dbid,section,opt,part,val\n1,db,url,1,jdbc:x://user:\n"
        f"1,db,url,2,{SECRET}@host \n1,db,url,2,{SECRET}@host2 \n",
    ),
    "a comma in a value": ("a.csv", f"Section,Option,Value,Action\nsettings,password,abc,{SECRET},UPDATE\n"),
    "an action that is none": ("a.csv", f"Section,Option,Value,Action\nsettings,password,abc,{SECRET}\n"),
    "a variable": (
        "a.json",
        '{"__metadata__": {"formatName": "JSON"}, "applications": [{"name": "A", "options": {"s": {"password": "${'
        + SECRET
        + '}"}}}]}',
    ),
}


@pytest.mark.parametrize(("name", "text"), LEAKS.values(), ids=LEAKS)
def test_no_secret_leaves_a_reader_in_a_message(estate: Write, run: Run, name: str, text: str) -> None:
    estate({f"e/{name}": text, "e/Chat.conf": "[endpoints:1]\nwebme=Q\n"})
    for format in ("text", "json", "sarif"):
        ran = run("check", "e", "-f", format, "-v")
        assert (True, False) == ("GWE0" in ran.out, SECRET.lower() in (ran.out + ran.err).lower())


@pytest.mark.parametrize("text", ["Section,Option,Value\r\ns,n,b\rc\r\n", "Section,Option,Value\rs,n,v\r"])
def test_a_lone_carriage_return_in_csv_is_reported(estate: Write, run: Run, text: str) -> None:
    estate({"e/a.csv": text, "e/Chat.conf": "[endpoints:1]\nwebme=Q\n"})
    rules = {line.split()[2] for line in run("check", "e", "-f", "concise").out.splitlines()}
    assert rules & {"GWE016", "GWE008"}


def test_a_row_that_is_longer_than_the_header_is_not_read(estate: Write, run: Run) -> None:
    estate({"e/a.csv": "Action,Section,Option,Value\nUPDATE,endpoints:1,webme,Chat In, 1\n"})
    assert "GWE001" in run("check", "e", "-f", "concise").out


@pytest.mark.parametrize("name", ["a.xml", "a.json", "a.csv"])
def test_an_empty_file_is_left_out_and_named(estate: Write, run: Run, name: str) -> None:
    estate({f"e/{name}": "", "e/Chat.conf": "[endpoints:1]\nwebme=Q\n"})
    assert "left out: this is an empty file" in run("check", "e", "-f", "concise").out


def test_an_initial_configuration_names_an_application_once(estate: Write, run: Run) -> None:
    text = WRITERS["confdata"](apps_of(parts())[:1])["estate.xml"]
    estate({"e/a.xml": text, "e/b.xml": text})
    assert (0, 3) == (run("init", "e").code, run("check").code)  # a Backend Server alone cannot be followed
