"""Canaries at every place of every format, looked for in all that every command says and writes."""

import json
from pathlib import Path

import pytest

from gwe_lint.reports import FORMATS
from tests.conftest import Run, Write
from tests.exports.test_fuzz import HIDING
from tests.exports.test_secrets import CANARY

CHAT = "[endpoints:1]\nwebme=Webengagement_Chat\n[settings]\nsession-restoration-mode=simple\n"
CLIENT = "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\nwes.connector.chatServer.refreshPeriod=60\n"
ENDINGS = {"json": "json", "xml": "xml", "log": "txt", "csv": "csv", "cfg": "cfg"}
SECTION = f"https://user:{CANARY}@host.example"
SECTIONS = (
    *(('"security"', '"credentials"'), ('"s"', '"credentials.db"'), ('"t"', '"api-tokens"')),  # XML and JSON
    *((",s,", ",secrets,"), (",t,", ",passwords,")),  # CSV
    *(("[security]", "[credentials]"), ("[s]\ns/", "[password]\npassword/")),  # CFG
)
# What stands where: the name and the value of an option, and a text that is put in place of another one.
PLACES = {
    "a value by its name": ("db-passwd", CANARY, ()),
    "a value by its shape": ("url", f"https://user:{CANARY}@host.example/x", ()),
    "a value in JSON": ("custom", f'[{{"key": "password", "value": "{CANARY}"}}]', ()),
    "a value in escapes": ("custom", f"p?password%3D{CANARY}", ()),
    "a token of a maker": ("custom", f"ghp_{CANARY}{CANARY}{CANARY}{CANARY}", ()),
    "the name of an option": (f"token={CANARY}", "x", ()),
    "a section by its shape": ("x", "y", (("security", SECTION),)),
    "a section of secrets": ("value", CANARY, SECTIONS),
    "the name of the application": ("x", "y", (("Chat_01", f"Chat password={CANARY}"),)),
}
REPORTS = tuple(("check", "est", "-f", format, "-v", "--debug") for format in FORMATS)
COMMANDS = (
    *REPORTS,
    *(("consistency", "est", "-f", format, "-v") for format in ("text", "json", "html")),
    *(("drift", "est", "--against", "approved", "-f", format, "-v") for format in FORMATS),
    ("drift", "est", "--against", "approved", "--remediate", "remedy", "-v"),
    ("drift", "est", "--against", "approved", "--output", "json=drift.json"),
    *(("compare", "approved", "est", "-f", format, "-v") for format in ("text", "json", "markdown")),
    ("snapshot", "est", "--to", "baseline"),
    ("snapshot", "est", "--to", "baseline", "--check"),
    ("drift", "est", "--against", "baseline", "-v"),
    *(("show", "est", "-f", format) for format in ("text", "json", "mermaid")),
    ("trace", "GWE_Backend", "est"),
    ("trace", "GWE_Backend", "est", "-f", "json"),
    ("why", "Chat_01", "security/db-passwd", "est"),
    ("why", "Chat_01", "security/url", "est", "-f", "json"),
    ("check", "est", *(word for format in FORMATS for word in ("--output", f"{format}=report.{format}"))),
    ("waivers", "add", "--from", "report.json", "--reason", "r", "--owner", "o", "--expires", "2026-06-01"),
    ("waivers", "list"),
    ("init", "est"),
    ("config",),
    ("check", "est", "-v"),  # with the configuration and the waivers that were just written
)


def _whole_csv(name: str, value: str) -> str:
    return "".join(line for line in HIDING["csv"][1](name, value).splitlines(True) if not line.startswith("x,"))


def _whole_rows(name: str, value: str) -> str:
    return json.dumps(json.loads(HIDING["rows"][1](name, value))[:-1])


# Without the lines that are there to be malformed: of these files baselines and remedies are written.
WRITERS = {
    **HIDING,
    "whole cfg": ("cfg", lambda name, value: HIDING["cfg"][1](name, value).rsplit("\n", 2)[0] + "\n"),
    "whole csv": ("csv", _whole_csv),
    "whole rows": ("json", _whole_rows),
}


def _written(folder: Path) -> str:
    """The names and the content of all files but the exports themselves."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] != "est")
    return "".join(f"{path.relative_to(folder)}\n{path.read_bytes().decode('utf-8', 'replace')}\n" for path in files)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("writer", WRITERS)
def test_no_canary_comes_out_of_any_command(estate: Write, run: Run, writer: str, place: str) -> None:
    format, write = WRITERS[writer]
    name, value, replaced = PLACES[place]
    text = write(name, value)
    for old, new in replaced:
        text = text.replace(old, new)
    chats = {"est/Chat_02.cfg": CHAT.replace("simple", "none"), "approved/Chat_02.cfg": CHAT}
    chats["approved/Chat_01.cfg"] = f"{CHAT}[security]\ndb-passwd=other\nx=z\n"
    folder = estate({**chats, "est/GWE_Backend.cfg": CLIENT, f"est/Chat_01.{ENDINGS[format]}": text})
    for command in COMMANDS:
        ran = run(*command, *(("--as-of", "2026-01-01") if command[0] == "waivers" else ()))
        leaked = CANARY in ran.out + ran.err
        assert not leaked, command
        assert ran.code in (0, 1, 2, 3), command
        assert "internal error" not in ran.err, command
    leaked = CANARY in _written(folder)
    assert not leaked
    expected = {"report.json", "gwe-lint.toml"} | (
        set()
        if writer in ("cfg", "csv", "rows", "mutagen")
        else {"baseline", "remedy"}  # what is not known, none keeps
    )
    assert expected <= {path.name for path in folder.iterdir()}


ODD_LINES = (
    f"#password={CANARY}",
    f"; old: https://user:{CANARY}@host.example",
    f"# the token is {CANARY}",
    f"password {CANARY}",
    f"Cookie: JSESSIONID={CANARY}",
    f"IDENTIFIED BY {CANARY}",
    f"ghp_{CANARY}{CANARY}{CANARY}{CANARY}",
    f"[credentials]\nvalue={CANARY}\n{CANARY}==",
    f"[db password={CANARY}]",
    f"auth=u:{CANARY}",
    f"db.password=\n{CANARY}",
    f"key=-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn\n{CANARY}=\n-----END RSA PRIVATE KEY-----",
    f"-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIGl\n\n{CANARY}\n-----END EC PRIVATE KEY-----",
    f"key=-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{CANARY}\n\n{CANARY}=",
)


@pytest.mark.parametrize("lines", ODD_LINES, ids=ascii)
def test_no_canary_of_an_odd_line_comes_out(estate: Write, run: Run, lines: str) -> None:
    folder = estate(
        {"est/Chat_01.cfg": f"{CHAT}{lines}\n", "est/GWE_Backend.cfg": CLIENT, "approved/Chat_01.cfg": CHAT}
    )
    for command in (*REPORTS[:3], ("snapshot", "est", "--to", "b"), ("drift", "est", "--against", "approved", "-v")):
        ran = run(*command)
        leaked = CANARY in ran.out + ran.err
        assert not leaked, command
    leaked = CANARY in "".join(path.read_text() for path in (folder / "b").rglob("*") if path.is_file())
    assert not leaked
