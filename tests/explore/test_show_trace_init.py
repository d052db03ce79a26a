"""show, trace and init: what was understood, where chats go, and a configuration to begin with."""

import json
import re
from pathlib import Path

import pytest

from tests.builders import BACKEND, WRITERS, App, chat, script
from tests.conftest import Golden, Run, Write
from tests.estate.test_topology import BROKEN, NEWER
from tests.exports.test_same_in_every_format import apps_of, parts

GOLDEN = Path(__file__).parents[1] / "golden" / "show"
FILES = {
    "prod/estate.xml": WRITERS["confdata"](BROKEN)["estate.xml"],
    "prod/scripts.xml": f"<ConfData>{NEWER}{script('Unused', 23, 220)}</ConfData>",
    "prod/old/Chat_9.cfg": "[endpoints:1]\nwebme=Q\n",
    "prod/notes.json": '{"no": "export"}',
}


@pytest.mark.parametrize("width", ["60", "100"])
@pytest.mark.parametrize("command", [["show"], ["trace", "GWE"]], ids=lambda command: command[0])
def test_whole_outputs(
    estate: Write, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch, command: list[str], width: str
) -> None:
    estate(FILES)
    monkeypatch.setenv("COLUMNS", width)
    ran = run(*command, "prod")
    assert max(len(line) for line in ran.out.splitlines()) <= int(width)
    golden(GOLDEN / f"{command[0]}-{width}.txt", ran.out + ran.err)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["show", "-f", "json"], "show.json"),
        (["show", "-f", "mermaid"], "show.mmd"),
        (["trace", "GWE", "-f", "json"], "trace.json"),
    ],
)
def test_whole_machine_outputs(estate: Write, run: Run, golden: Golden, command: list[str], name: str) -> None:
    estate(FILES)
    golden(GOLDEN / name, run(*command, "prod").out)


def test_colour_is_only_where_it_is_wanted(estate: Write, run: Run) -> None:
    estate(FILES)
    plain, painted = run("trace", "GWE", "prod"), run("trace", "GWE", "prod", "--color", "always")
    assert (False, True) == ("\x1b[" in plain.out, "\x1b[1;31mLOST" in painted.out)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["trace", "GWEE", "prod"],
            2,
            "'GWEE' is no application of these exports that names an endpoint (did you mean 'GWE'?)",
        ),
        (
            ["trace", "UCS", "prod"],
            2,
            "'UCS' is Universal Contact Server and names no endpoint (known: GWE)",
        ),
        (["trace", "GWE"], 2, "is no application of these exports that names an endpoint"),
        (["trace"], 2, "missing argument 'BACKEND'"),
        (["show", "nowhere"], 2, "nowhere: no such file or folder"),
        (["show", "empty"], 3, "there is no export in what was given"),
        (["show", "empty", "-f", "mermaid"], 3, "there is no Web Engagement application in what was given"),
        (["show", "prod", "-f", "html"], 2, "invalid value for '--format'"),
        (["init", "empty"], 3, "there is no export in what was given, so nothing was written"),
        (["init", "nowhere"], 2, "nowhere: no such file or folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said(estate: Write, run: Run, arguments: list[str], code: int, message: str) -> None:
    root = estate({**FILES, "empty/readme.txt": "x"})
    if arguments == ["trace", "GWE"]:
        (root / "prod").rename(root / ".hidden")
    ran = run(*arguments)
    assert (code, True) == (ran.code, message in ran.err)
    assert "Traceback" not in ran.err
    assert not (root / "gwe-lint.toml").exists()


def test_a_trace_that_cannot_be_finished_ends_with_3(estate: Write, run: Run) -> None:
    estate({f"e/{name}": text for name, text in WRITERS["cfg"]([App("GWE", 107, 1, BACKEND), chat(2)]).items()})
    ran = run("trace", "GWE", "e")
    assert (3, True) == (ran.code, "1 way of the chat: 1 not followed to the end" in ran.err)
    assert "Chat_2: cannot be followed to the end" in ran.out


def _last_hop(run: Run, backend: str) -> tuple[int, str, str]:
    """The exit code of a trace, and status and message of the last hop of its first way that names the queue."""
    ran = run("trace", backend, "e", "--isolated", "-f", "json")
    hops = [hop for trace in json.loads(ran.out)["traces"] for route in trace["routes"] for hop in route["hops"]]
    hop = next(hop for hop in hops if hop["step"] in ("queue", "endpoint") and hop["status"] != "ok")
    return ran.code, hop["status"], hop["message"]


TWO_CLIENTS = {
    "e/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
    "wes.connector.chatServer.queueWebengagement=Web\nwes.connector.chatServer.identifyCreateContact=1\n",
    "e/Next.cfg": "[chat]\nqueueKey=1:webme\nwebengagementChatQueue=Next\nidentifyCreateContact=1\n",
    "e/Chat_1.conf": "[endpoints:1]\nwebme=Web\n",
}


def test_a_chat_is_lost_where_all_chat_servers_lead_to_the_queue_of_another_client(estate: Write, run: Run) -> None:
    estate(TWO_CLIENTS)
    assert "GWE204" in run("check", "e", "--isolated", "-f", "concise").out
    assert (1, "lost") == _last_hop(run, "Next")[:2]


def test_nothing_is_lost_where_one_chat_server_leads_to_the_queue_of_each_client(estate: Write, run: Run) -> None:
    estate({**TWO_CLIENTS, "e/Chat_2.conf": "[endpoints:1]\nwebme=Next\n"})
    assert "GWE204" not in run("check", "e", "--isolated", "-f", "concise").out
    code, status, message = _last_hop(run, "Next")
    assert (3, "unknown", True) == (code, status, message.endswith("but another client has"))


def test_an_empty_reference_is_called_empty(estate: Write, run: Run) -> None:
    estate(
        {"e/GWE.cfg": TWO_CLIENTS["e/GWE.cfg"].replace("1:webme", ""), "e/Chat_1.conf": "[endpoints:1]\nwebme=Web\n"}
    )
    ran = run("trace", "GWE", "e", "--isolated")
    assert (1, True) == (ran.code, "queueKey is empty" in ran.out)


@pytest.mark.parametrize("endpoint", ["webme", "other"])
def test_zeros_before_a_dbid_make_no_other_tenant(endpoint: str, estate: Write, run: Run) -> None:
    backend = TWO_CLIENTS["e/GWE.cfg"].replace("1:webme", "01:webme")
    estate({"e/GWE.cfg": backend, "e/Chat_1.conf": f"[endpoints:1]\n{endpoint}=Web\n"})
    out = run("check", "e", "--isolated").out
    assert "GWE202" in out
    assert "another tenant" not in out
    assert "the section of this tenant, whose DBID is written in another way" in out


def test_a_trace_is_finished_by_what_is_declared(estate: Write, run: Run) -> None:
    files = {f"e/{name}": text for name, text in WRITERS["cfg"]([App("GWE", 107, 1, BACKEND), chat(2)]).items()}
    config = '[[estate]]\nname = "e"\npaths = ["e"]\ninteraction-queues = ["Q"]\n'
    config += '[[estate.application]]\nname = "GWE"\nconnects-to = ["Chat_2"]\n'
    estate({**files, "gwe-lint.toml": f'{config}[[estate.strategy]]\nname = "S"\nqueues = ["Q"]\n'})
    assert 0 == run("trace", "GWE").code
    estate({"gwe-lint.toml": f'{config}[[estate.strategy]]\nname = "S"\nqueues = ["R"]\n'})
    ran = run("trace", "GWE")
    assert (1, True) == (ran.code, "nothing takes chats from 'Q'" in ran.out)


def test_configured_estates_are_chosen_by_path(estate: Write, run: Run) -> None:
    config = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in ("a", "b"))
    estate({"a/GWE.cfg": "[service:wes]\nx=1\n", "b/GWE.cfg": "[service:wes]\nx=1\n", "gwe-lint.toml": config})
    both, one = (json.loads(run("show", "-f", "json", *paths).out)["estates"] for paths in ((), ("b",)))
    assert (["a", "b"], ["b"]) == ([each["name"] for each in both], [each["name"] for each in one])
    assert 2 == run("show", "elsewhere").code


def test_connections_are_shown_as_they_act(estate: Write, run: Run) -> None:
    def app(name: str, dbid: int, type: int, connections: str, options: str) -> str:
        return (
            f'<CfgApplication><DBID value="{dbid}"/><name value="{name}"/><type value="{type}"/>'
            f"<appServerDBIDs>{connections}</appServerDBIDs><options>{options}</options></CfgApplication>"
        )

    to_cluster = (
        '<CfgConnectionInfo><appServerDBID value="2"/><connProtocol value="addp"/><timoutLocal value="10"/>'
        '<timoutRemote value="20"/><transportParams value="tls=1;password=Canary7"/></CfgConnectionInfo>'
    )
    to_chat = '<CfgConnectionInfo><appServerDBID value="3"/><transportParams value="tls=0;x=2"/></CfgConnectionInfo>'
    key = '<list_pair key="service:wes"><str_pair key="wes.connector.chatServer.queueKey" value="1:webme"/></list_pair>'
    endpoint = '<list_pair key="endpoints:1"><str_pair key="webme" value="Q"/></list_pair>'
    server = app("Backend", 1, 0, to_cluster, key) + app("C", 2, 82, to_chat, "") + app("Chat", 3, 59, "", endpoint)
    estate({"e/all.xml": f"<ConfData>{server}</ConfData>"})
    assert "over cluster C, addp (local timeout 10 s, remote timeout 20 s)" in " ".join(
        run("trace", "Backend", "e").out.split()
    )
    ran = run("trace", "Backend", "e", "-f", "json")
    connection = json.loads(ran.out)["traces"][0]["routes"][0]["connection"]
    assert ("Chat", "addp", 10, 20) == tuple(
        connection[key] for key in ("target", "protocol", "local_timeout", "remote_timeout")
    )
    assert "tls=0;password=<secret 1>;x=2" == connection["transport"]
    assert "Canary7" not in ran.out + ran.err


def test_no_secret_is_shown(estate: Write, run: Run) -> None:
    connection = '<CfgConnectionInfo><appServerDBID value="7"/><transportParams value="tls=1;password=Canary7"/>'
    text = (
        '<CfgApplication><name value="Chat"/><password value="Canary7"/><type value="59"/><appServerDBIDs>'
        f"{connection}</CfgConnectionInfo></appServerDBIDs></CfgApplication>"
    )
    estate({"e/Chat.xml": text})
    for format in ("text", "json", "mermaid"):
        ran = run("show", "e", "-f", format)
        assert "Canary7" not in ran.out + ran.err


def test_an_initial_configuration_changes_nothing_that_is_found(estate: Write, run: Run) -> None:
    sections = parts()
    sections["GWE_Backend"]["service:wes"]["wes.connector.chatServer.refreshPeriod"] = "9"
    for format in ("cfg", "csv", "confdata", "gax", "mutagen"):
        root = estate({f"{format}/x/{n}": text for n, text in WRITERS[format](apps_of(sections)).items()})
        before = run("check", format, "-f", "concise")
        assert 0 == run("init", format).code
        after = run("check", "-f", "concise")
        assert (before.code, before.out) == (after.code, after.out)
        (root / "gwe-lint.toml").unlink()


UAT = App("UAT_Chat", 59, 131, {"endpoints:1": {"webme": "UAT"}})


def test_an_initial_configuration_has_an_estate_for_each_folder(estate: Write, run: Run, golden: Golden) -> None:
    root = estate(
        {
            "exports/prod/GWE_Backend.cfg": "[service:wes]\nx=1\n",
            "exports/prod/a/Chat.conf": "[endpoints:1]\nwebme=Chat In\n",
            "exports/prod/b/Chat.conf": "[endpoints:1]\nwebme=Other\n",
            "exports/prod/Odd.cfg": "[billing]\nx=1\n",
            "exports/uat/estate.xml": WRITERS["confdata"]([App("GWE", 107, 101, BACKEND, ((77, "x"),)), UAT])[
                "estate.xml"
            ],
            "README.md": "x",
        }
    )
    ran = run("init")
    assert (0, "") == (ran.code, ran.out)
    assert "wrote gwe-lint.toml: 2 estates, prod, uat" in ran.err
    golden(GOLDEN / "init.toml", (root / "gwe-lint.toml").read_text(encoding="utf-8"))
    assert ["README.md", "exports", "gwe-lint.toml"] == sorted(path.name for path in root.iterdir())
    shown = run("show")
    assert (3, "gwe-lint: not followed: uat: GWE is not followed on DBID 77") == (
        shown.code,
        shown.err.partition(" on DBID 77")[0] + " on DBID 77",
    )


def test_everything_in_an_initial_configuration_can_be_switched_on(estate: Write, run: Run) -> None:
    root = estate({f"e/{name}": text for name, text in WRITERS["cfg"](apps_of(parts())).items()})
    assert 0 == run("init", "e").code
    path = root / "gwe-lint.toml"
    lines = path.read_text(encoding="utf-8").split("\n")
    switched = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in lines]
    path.write_text("\n".join(switched), encoding="utf-8")
    assert "error" not in run("check").err.replace("0 errors", "")


def test_an_initial_list_of_queues_has_those_that_other_options_name(estate: Write, run: Run) -> None:
    wes = "wes.connector."
    backend = f"{wes}chatServer.queueKey=1:webme\n{wes}interactionServer.wcb.queueSubmit=Callbacks\n"
    root = estate({"e/GWE.cfg": f"[service:wes]\n{backend}", "e/Chat.conf": "[endpoints:1]\nwebme=Q\n"})
    assert 0 == run("init", "e").code
    path = root / "gwe-lint.toml"
    text = path.read_text(encoding="utf-8")
    assert '# interaction-queues = ["Callbacks", "Q"]\n' in text
    assert ["8.5.316.02", "8.1.2"] == re.findall("such as (.*)", text)
    path.write_text(text.replace("# interaction-queues", "interaction-queues"), encoding="utf-8")
    found = json.loads(run("check", "-f", "json").out)["findings"]
    assert [] == [each for each in found if "no Interaction Queue has that name" in each["message"]]


def test_a_configuration_is_never_written_over_without_force(estate: Write, run: Run) -> None:
    root = estate({"e/Chat.conf": "[endpoints:1]\nwebme=Q\n", "gwe-lint.toml": "# mine\n"})
    ran = run("init", "e")
    assert (2, "# mine\n") == (ran.code, (root / "gwe-lint.toml").read_text(encoding="utf-8"))
    assert "--force" in ran.err
    assert 0 == run("init", "e", "--force").code
    assert "[[estate]]" in (root / "gwe-lint.toml").read_text(encoding="utf-8")
