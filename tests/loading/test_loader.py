"""Files become applications and estates: what is read, what is recognised, what is left out."""

from pathlib import Path

import pytest

from gwe_lint.config.model import Config
from gwe_lint.config.reader import read_config
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.detect import NotAnExport, cfg_look_alike
from gwe_lint.exports.formats import format_of
from gwe_lint.exports.product import application_type, recognise
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import load_packs
from tests.conftest import Write, cfg_export

WES = "wes.connector.chatServer."
SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def load(root: Path, *paths: str) -> tuple[Estate, ...]:
    catalogue = load_packs().catalogue
    path = root / "gwe-lint.toml"
    config = read_config(path, root) if path.exists() else Config(shown=None, folder=root)
    loader = Loader(root=root, catalogue=catalogue, redactor=Redactor(catalogue))
    return loader.estates(config, tuple(Path(path) for path in paths))


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("[service:wes]\nx=1", "gwe-backend"),
        ("[service:pacing]\nx=1", "gwe-backend"),
        ("[Service:WMSG]\nx=1", "gwe-backend"),
        ("[chat]\nwebengagementChatQueue=q\n[service:pacing]\nx=1", "gwe-cluster"),
        ("[service:wes]\nx=1\n[Chat]\nwebengagementchatqueue=q", "gwe-cluster"),
        ("[service:wes]\nx=1\n[chat]\nqueueKey=1:webme", "gwe-backend"),
        (f"[services:wes]\n{WES}queueKey=1:webme", "gwe-backend"),
        (f"[wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=q", "gwe-backend"),
        (f"[documentation]\n{WES}queueKey=text", None),
        ("[caht]\nwebengagementChatQueue=q", "gwe-cluster"),
        ("[web]\nwebengagementChatQueue=q\nqueueKey=1:webme", "gwe-cluster"),
        ("[notes]\nwebengagementChatQueue=q", None),
        ("[chat]\nwebengagementChatQueue=q", "gwe-cluster"),
        ("[chat]\nidentifyCreateContact=1", "gwe-cluster"),
        ("[cometd]\nx=1", "gwe-server"),
        ("[chat]\nqueueKey=1:webme\n[cometd]\nx=1", "gwe-server"),
        ("[chat]\nqueueKey=1:webme\nwebengagementChatQueue=q\n[cometd]\nx=1", "gwe-cluster"),
        ("[chat]\nqueueKey=1:webme\n[engagement]\nx=1", "gwe-cluster"),
        ("[chat]\nacme=1\n[userData]\nx=1", "gwe-server"),
        ("[chat]\nuseChat=true\nidentifyCreateContact=1\n[cometd]\nx=1", "cobrowse-server"),
        ("[push]\nx=1", "gms"),
        ("[endpoints:1]\na=q\n[smtp-client]\nx=1", "email-server"),
        ("[endpoints:1]\na=q\n[channel-sms]\nx=1", "sms-server"),
        ("[endpoints:1]\na=q\n[settings]\nx=1\n[channel-sms]\ninbound-route=1:a", "sms-server"),
        ("[channel-chatbot]\nha-bot-recovery-batch=0", "bot-gateway"),
        ("[Channel-Chatbot]\nx=1\n[log]\nall=stdout", "bot-gateway"),
        ("[channel-chatbot]\nx=1\n[channel-whatsapp]\nx=1", "sms-server"),
        ("[channel-chatbot]\nx=1\n[channel-chatbot-2]\nx=1\n[settings]\nx=1\n[endpoints:1]\na=q", "bot-gateway"),
        ("[channel-whatsapp]\ndriver-classname=x\n[endpoints:1]\na=q\n[settings]\nx=1", None),
        ("[driver-for-twitter]\nx=1\n[endpoints:1]\na=q\n[settings]\nx=1", None),
        ("[channel-chatbot]\nx=1\n[endpoints:1]\na=q\n[settings]\nx=1\n[inactivity-control]\nx=1", "chat-server"),
        ("[endpoints:1]\na=q\n[settings]\nx=1", "chat-server"),
        ("[endpoints:1]\na=q\n[settings]\nx=1\n[push]\nx=1", "chat-server"),
        ("[endpoints:1]\na=q\n[settings]\nx=1\n[email-processing]\nx=1", "email-server"),
        ("[endpoints:1]\na=q\n[settings]\nx=1\n[smtp-client]\nx=1", "email-server"),
        ("[endpoints:1]\na=q\n[inactivity-control]\nx=1\n[pop-client]\nx=1", None),
        ("[endpoints:1]\na=q\n[email-alerts]\nx=1", None),
        ("[endpoints:1]\na=q\n[cometd]\nx=1", None),
        ("[email-alerts]\nx=1", None),
        ("[settings]\nhide-attached-data=true\nuse-contact-server=true", None),
        ("[chat]\nuseChat=true\nqueueKey=1:default", "cobrowse-server"),
        ("[chat]\nqueueKey=1:default", None),
        ("[chat]\ndefault_chat_endpoint=Environment:default", "gms"),
        ("[endpoints:1]\ndefault=q\n[pop-client]\nx=1", "email-server"),
        ("[endpoints:1]\nwebme=q", "chat-server"),
        ("[Endpoints:1]\nwebme=q", "chat-server"),
        ("[endpoints:*tenant_dbid*]\ndefault=q", "chat-server"),
        ("[settings]\nsession-restoration-mode=simple", "chat-server"),
        ("[setings]\nsession-restoration-mode=simple", "chat-server"),
        ("[own]\nsession-restoration-mode=simple\ntranscript-auto-save=1", "chat-server"),
        ("[chat-thresholds]\nflex-disconnect-timeout=50\n[log]\nall=stdout", None),
        ("[endponits:1]\nwebme=q", "chat-server"),
        ("[entpoints:1]\nurl=http://x", None),
        ("[midpoints:1]\na=q", None),
        ("[inactivity-control]\nenabled=true", "chat-server"),
        ("[settings]\nhandling-timeout=60", None),
        ("[log]\nall=stdout", None),
    ],
    ids=ascii,
)
def test_an_application_is_recognised_by_its_sections(text: str, type: str | None) -> None:
    found = recognise(cfg_export(text.encode()).sections)
    assert type == (found.type if found else None)


@pytest.mark.parametrize(
    "own",
    [
        "email-alerts",
        "imap-x",
        "channel-whatsapp",
        "driver-for-y",
        "push",
        "cometd",
        "userData",
        "engagement",
        "smtp-client-x",
    ],
)
@pytest.mark.parametrize("chat", ["", "[chat]\nacme=1\n"])
def test_a_section_of_the_site_makes_chat_server_no_other_product(own: str, chat: str) -> None:
    text = f"[{own}]\nacme=1\n{chat}[endpoints:1]\nwebme=q\n[settings]\nx=1\n[inactivity-control]\nenabled=true"
    found = recognise(cfg_export(text.encode()).sections)
    assert found
    assert found.type == "chat-server"


@pytest.mark.parametrize(
    ("number", "sections", "type"),
    [
        (107, "[chat]\nqueueKey=1:webme\nwebengagementChatQueue=q", "gwe-server"),
        (107, "[chat]\nqueueKey=1:webme\n[engagement]\nx=1", "gwe-server"),
        (107, "[chat]\nuseChat=true\n[cometd]\nx=1", "cobrowse-server"),
        (107, "[service:wes]\nx=1", "gwe-backend"),
        (82, "[chat]\nqueueKey=1:webme\n[cometd]\nx=1", "gwe-cluster"),
        (82, "[log]\nx=1", "application-cluster"),
        (None, "[chat]\nqueueKey=1:webme\nwebengagementChatQueue=q", "gwe-cluster"),
    ],
)
def test_a_type_tells_a_node_of_web_engagement_from_its_cluster(number: int | None, sections: str, type: str) -> None:
    export = cfg_export(sections.encode())
    found, _certain = application_type(export._replace(identity=export.identity._replace(number=number)))
    assert found.type == type


@pytest.mark.parametrize(
    ("number", "subtype", "certain"),
    [
        (20, None, True),
        (28, None, False),
        (84, None, False),
        (107, None, False),
        (173, None, True),
        (174, None, False),
        (None, "CFGCCView", True),
        (None, "CFGCustomServer", False),
        (None, "CFGThirdPartyServer", False),
        (None, "CFGGenericClient", False),
        (None, "CFGGProxy", False),
        (None, "CFGSomethingProxy", False),
    ],
)
def test_what_a_type_may_be_besides(number: int | None, subtype: str | None, certain: bool) -> None:
    """The proxies of Universal Contact Server and Interaction Server have a type that is not public."""
    export = cfg_export(b"[log]\nall=stdout")
    identity = export.identity._replace(number=number, subtype=subtype)
    found, known = application_type(export._replace(identity=identity))
    assert ("other", certain) == (found.type, known)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("lookalike_confserv_local.conf", "the start-up file of a Configuration Server"),
        ("lookalike_genesys_silent.ini", "an installer's answer file"),
    ],
)
def test_look_alikes_are_named(name: str, what: str) -> None:
    found = cfg_look_alike(read_cfg((SAMPLES / name).read_bytes(), name, Redactor()))
    assert found
    assert found[0].startswith(what)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b'<?xml version="1.0"?><ConfData/>', "a.cfg", "xml"),
        (b"<CfgApplication>", "a", "xml"),
        ("\ufeff<?xml version='1.0'?>".encode("utf-16-le"), "a.cfg", "xml"),
        (b"09:00 sent <ConfData><CfgApplication/></ConfData>\n", "a.log", "log"),
        (b'[{"type": "CfgApplication"}]', "a.cfg", "json"),
        (b'{\n "applications": []}', "a.conf", "json"),
        (b"[]", "a.json", "json"),
        (b"dbid,name\n", "Application.csv", "csv"),
        (b"[s]\na=1\n", "CfgApplication_annex_131.cfg", "cfg"),
        (b"[s]\na=1\n", "CfgExport_GWE_Backend_01.cfg", "cfg"),
        (b"[s]\na=<b>\n", "a.cfg", "cfg"),
        (b"[]\n", "a.cfg", "cfg"),
        (b"## Options (5):\n[service:wes]\na=1\n", "a.cfg", "cfg"),
        (b"[{tenant}]\na=1\n", "a.cfg", "cfg"),
        (b"<settings>\n[s]\na=1\n", "a.cfg", "cfg"),
        (b"# by hand\n[s]\na=1\n", "a.txt", "cfg"),
        (b"09:00 nothing to see\n", "a.log", None),
        (b"# Title\n", "README.md", None),
    ],
    ids=repr,
)
def test_a_format_is_known_by_the_content(data: bytes, name: str, format: str | None) -> None:
    assert format == format_of(data, name)


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"[s]\na=1\n", "CfgPerson_annex_6378.cfg", "an export of a CfgPerson object by GAX"),
        (b"# Chat (1)\n## Options (2):\n", "Chat.md", "a Markdown dump"),
        (b"anything", "ChatServer_85.apd", "an application template"),
        (b"a=b", "gax.properties", "the settings of a GAX installation"),
        (b"select distinct 'x';\ninsert into cfg_application\n", "export.txt", "SQL text"),
        (b"<script>callback('{}')</script>", "answer.json", "an answer of GAX to an import"),
        (b"a\x17b\x18c\x19d\x1ae\x1bf\x1cg\x1dh\x1ei\x1fj", "dump.txt", "an internal one-line dump"),
    ],
    ids=repr,
)
def test_a_look_alike_is_named(data: bytes, name: str, what: str) -> None:
    with pytest.raises(NotAnExport) as caught:
        format_of(data, name)
    assert caught.value.what.startswith(what)
    assert caught.value.advice


def test_each_folder_is_an_estate_and_single_files_are_one(estate: Write) -> None:
    root = estate(
        {"a/x.cfg": "[s]\n", "b/sub/y.conf": "[s]\n", "b/.hidden/z.cfg": "[s]\n", "c.cfg": "[s]\n", "d.cfg": "[s]\n"}
    )
    found = {one.name: [app.name for app in one.applications] for one in load(root, "a", "b", "c.cfg", "d.cfg")}
    assert {"a": ["x"], "b": ["y"], "files": ["c", "d"]} == found


def test_a_file_reached_twice_is_read_once(estate: Write) -> None:
    root = estate(
        {"a/x.cfg": "[s]\n", "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["a", "a/x.cfg", "./a/../a"]\n'}
    )
    (one,) = load(root)
    assert ["x"] == [app.name for app in one.applications]


def test_links_to_folders_are_not_followed(estate: Write) -> None:
    root = estate({"a/x.cfg": "[s]\n"})
    (root / "a" / "loop").symlink_to(root / "a", target_is_directory=True)
    (one,) = load(root, "a")
    assert ["x"] == [app.name for app in one.applications]


CLUSTERS = """
[[estate]]
name = "e"
paths = ["a"]
[[estate.application]]
file = "GWE.cfg"
connects-to = {connections}
[[estate.application]]
name = "Chat_X"
type = "chat-server"
[[estate.application]]
name = "Stat"
type = "stat-server"
[[estate.cluster]]
name = "Cluster_1"
members = ["Chat_1", "Chat_2"]
[[estate.cluster]]
name = "Cluster_2"
members = ["Chat_3", "Gone"]
[[estate.cluster]]
name = "Stats"
members = ["Stat"]
"""


@pytest.mark.parametrize(
    ("connections", "servers", "unseen"),
    [
        pytest.param('["Chat_1"]', ["Chat_1"], [], id="one server"),
        pytest.param('["Cluster_1"]', ["Chat_1", "Chat_2"], [], id="a cluster"),
        pytest.param('["Chat_3", "Cluster_1"]', ["Chat_1", "Chat_2"], [], id="a cluster beats a direct connection"),
        pytest.param(
            '["Stats", "Cluster_1", "Cluster_2"]',
            ["Chat_1", "Chat_2"],
            [],
            id="the first cluster with Chat Servers wins",
        ),
        pytest.param('["Stats", "Chat_3"]', ["Chat_3"], [], id="a cluster of other servers does not count"),
        pytest.param('["Cluster_2"]', ["Chat_3"], ["Gone"], id="an unknown member is unseen"),
        pytest.param('["Chat_X", "Stat"]', [], ["Chat_X"], id="a server without an export is unseen"),
        pytest.param("[]", [], [], id="nothing"),
    ],
)
def test_a_client_reaches(estate: Write, connections: str, servers: list[str], unseen: list[str]) -> None:
    chats = {f"a/Chat_{number}.conf": "[endpoints:1]\nwebme=q\n" for number in (1, 2, 3)}
    root = estate(
        {**chats, "a/GWE.cfg": "[service:wes]\nx=1\n", "gwe-lint.toml": CLUSTERS.format(connections=connections)}
    )
    (one,) = load(root)
    client = next(app for app in one.applications if app.name == "GWE")
    reach = one.topology.chat_servers_of(client)
    assert (servers, unseen, False) == ([app.name for app in reach.servers], list(reach.unseen), reach.assumed)


def test_a_file_of_another_ending_is_left_out_with_a_note_and_never_in_silence(estate: Write) -> None:
    root = estate(
        {"a/x.cfg": "[s]\na=1\n", "a/y.ini": "[endpoints:1]\nwebme=\n", "a/z.apd": "template", "a/README.md": "x"}
    )
    (one,) = load(root, "a")
    assert ["a/y.ini", "a/z.apd"] == [file.path for file in one.left_out]
    (named,) = load(root, "a/y.ini")
    assert ["chat-server"] == [app.type for app in named.applications]
