"""A secret at every position of every format at which text can stand: no command says it, and no file holds it.

Each position has a canary of its own number, so that one run looks at all of them, and a failure says no more than
where and of what shape it was, and what said it.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gwe_lint.reports import FORMATS
from tests.builders import TEXTS, WRITERS, App
from tests.conftest import Run, Write
from tests.exports.test_fuzz import HIDING

CANARY = re.compile(r"Canary7Zq(\d{4})")
SHAPES = {
    "URL": "https://user:{0}@host.example/x",
    "pair": "password={0}",
    "token": "ghp_{0}{0}{0}",
}
# The places of text in a file, by how it is written. Where a text is empty, there is nothing to replace.
IN_XML = r'(?<==")[^"<>]+(?=")|(?<==\')[^\'<>]+(?=\')|(?<=>)[^<>\n]+(?=<)|(?<=<!--)[^<>]+(?=-->)|(?<=CDATA\[)[^]]+'
IN_JSON = r'(?<=")[^"\\:,{}\[\]\n]+(?=")'
IN_CSV = r'[^,"\r\n]+'
IN_CFG = r"(?<=\[)[^\]\n]+|^[^=\[\n]+|(?<==)[^\n]+"
IN_LOG = rf"{IN_XML}|(?<= )[a-zA-Z]+(?=[ \n])"
KINDS = {".xml": IN_XML, ".json": IN_JSON, ".csv": IN_CSV, ".cfg": IN_CFG, ".log": IN_LOG}

CHAT = App(
    "Chat_01",
    59,
    5111,
    {
        "endpoints:1": {"default": "Chat In", "webme": "Web Chat"},
        "settings": {"session-restoration-mode": "simple", "transcript-auto-save": "1"},
        "site": {"db-passwd": "plain", "banner": "Welcome to our chat", "path": "/var/log/chat"},
    },
    ((5120, "webapi"),),
    backup=5120,
)
OTHER = App("Contact_01", 63, 5120)
# Rows of the database cut a value behind its third character. A secret that is cut is looked for by another test.
SHORT = CHAT._replace(
    sections={
        section: {name: value[:3] for name, value in options.items()} for section, options in CHAT.sections.items()
    }
)
CLIENT = "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\nwes.connector.chatServer.refreshPeriod=60\n"
TEMPLATES: dict[str, tuple[str, str]] = {  # the ending of the file, and a text with a place of every kind
    **{
        f"{writer}, {Path(name).stem}" if len(files) > 1 else writer: (Path(name).suffix, text)
        for writer, write in WRITERS.items()
        for files in (write([SHORT if writer in ("database", "rows as JSON") else CHAT, OTHER]),)
        for name, text in files.items()
        if not name.startswith("Contact")
    },
    **{
        # Rows cut this value at its blank, so that a secret in the second one begins a word.
        f"{writer} with annex": (f".{ending}", write("plain-name", "My Value"))
        for writer, (ending, write) in HIDING.items()
    },
}
TEMPLATES["cfg with odd lines"] = (
    ".cfg",
    "; a comment\n# another comment\n[settings]\nsession-restoration-mode=simple\nsession-restoration-mode=none\n"
    "no option at all\nsettings/joined=1\n[settings]\nagain=1\n[half\n=no name\n  indented = 1\n[endpoints:1]\n"
    "webme=Q\n",
)
TEMPLATES["csv with odd rows"] = (
    ".csv",
    "Action,Section,Option,Value,Comment\r\nUPDATE,settings,a,1,why\r\nUPDATE,settings,a,2\r\nMOVE,settings,b,3\r\n"
    "UPDATE,settings\r\nDELETE,settings,old,\r\nUPDATE,endpoints:1,webme,Q,x,more,cells\r\n",
)


def marked_up(ending: str, text: str) -> str:
    """The text with a comment and a CDATA section, where its form knows them."""
    if ending not in (".xml", ".log"):
        return text
    return re.sub(
        r"(<(?:ConfData|CfgData|CfgApplication)\b[^>]*>)", r"\1<!--remark--><![CDATA[characters]]>", text, count=1
    )


def positions(template: str, shape: str = "") -> Iterator[str]:
    """The text of the template with a secret of this shape at each of its places in turn; without one, of any shape."""
    ending, plain = TEMPLATES[template]
    text = marked_up(ending, plain)
    for number, place in enumerate(re.finditer(KINDS[ending], text, re.MULTILINE)):
        form = SHAPES[shape] if shape else [*SHAPES.values()][number % len(SHAPES)]
        secret = form.format(f"Canary7Zq{number:04}")
        before, behind = (_renamed(part, number) for part in (text[: place.start()], text[place.end() :]))
        yield f"{before}{secret}{behind}"


def _renamed(text: str, number: int) -> str:
    """The text with names and numbers of its objects that no other file has."""
    text = text.replace("Chat_01", f"Chat_{number:04}").replace("Contact_01", f"Contact_{number:04}")
    return text.replace("5111", f"{61110000 + number}").replace("5120", f"{61200000 + number}")


def every(*words: str) -> tuple[str, ...]:
    """A run that writes its report in every format."""
    outputs = (word for format in FORMATS for word in ("--output", f"{format}={words[0]}.{format}"))
    return *words, *outputs, "-v", "--debug"


ACCEPTED = ("--reason", "r", "--owner", "o", "--expires", "2026-06-01", "--as-of", "2026-01-01")
CHECKED = (every("check", "est"), every("drift", "est", "--against", "approved"))
COMMANDS = (
    *CHECKED,
    every("consistency", "est"),
    every("compare", "approved", "est"),
    ("drift", "est", "--against", "git:HEAD:approved", "-v", "--debug"),
    ("drift", "est", "--against", "approved", "--remediate", "remedy", "-v"),
    ("snapshot", "est", "--to", "baseline", "--force", "--profiles"),
    ("snapshot", "est", "--to", "baseline", "--check", "--force"),
    ("drift", "approved", "--against", "baseline", "-v", "--remediate", "remedy-of-baseline"),
    *(("show", "est", "-f", format, "--debug") for format in ("text", "json", "mermaid")),
    ("trace", "GWE_Backend", "est", "--debug"),
    ("trace", "GWE_Backend", "est", "-f", "json"),
    ("why", "Chat_0003", "site/db-passwd", "est", "--debug"),
    ("why", "Chat_0003", "settings/session-restoration-mode", "est", "-f", "json"),
    ("check", "est", "--known", "check.json", "--since", "check.json", "--as-of", "2026-01-01", "-v"),
    ("waivers", "add", "--from", "check.json", *ACCEPTED),
    ("waivers", "add", "--from", "drift.json", *ACCEPTED),
    ("waivers", "list", "--as-of", "2026-01-01"),
    ("waivers", "list", "-f", "json", "--as-of", "2026-01-01"),
    ("waivers", "lint", "est", "--as-of", "2026-01-01"),
    ("waivers", "prune", "est", "--as-of", "2026-07-01"),
    ("init", "est", "--debug"),
    ("config", "-f", "json"),
    ("rules", "-f", "json"),
    ("check", "-v", "--debug"),  # with the configuration that was just written
    ("drift", "--against", "approved", "-v", "--debug"),
)


def leaked(text: str) -> set[int]:
    """The numbers of the positions whose canaries stand in the text."""
    return {int(number) for number in CANARY.findall(text)}


def look(folder: Path, run: Run, commands: tuple[tuple[str, ...], ...], what: str) -> None:
    """Run all commands, and fail with the number of each position that was told, by what."""
    found: list[str] = []
    for command in commands:
        ran = run(*command)
        assert "internal error" not in ran.err, (what, command)
        found += [f"{what}, position {number}: said by {' '.join(command[:3])}" for number in leaked(ran.out + ran.err)]
    inputs = ("est", "approved", ".git")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] not in inputs:
            told = leaked(f"{path.relative_to(folder)} {path.read_bytes().decode('utf-8', 'replace')}")
            found += [f"{what}, position {number}: written to {path.name.partition('Canary')[0]}" for number in told]
    assert not found, "\n".join(found)


def prepared(estate: Write, template: str, shape: str = "", *, cut: bool = False) -> Path:
    """An estate with a file for each position, and one to compare it with that has the same secrets."""
    ending = TEMPLATES[template][0].replace(".log", ".txt")
    texts = list(positions(template, shape))
    assert len(texts) >= 4
    if cut:
        texts = [text[: [*CANARY.finditer(text)][-1].end() + 1] for text in texts]
    files = {f"est/p{number:03}{ending}": text for number, text in enumerate(texts)}
    others = {f"approved/p{number:03}{ending}": text.replace("simple", "none") for number, text in enumerate(texts)}
    return estate({**files, **others, "est/GWE_Backend.cfg": CLIENT})


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_command_says_a_secret_that_stands_at_any_position(estate: Write, run: Run, template: str) -> None:
    folder = prepared(estate, template)
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@localhost", "-c", "gc.auto=0"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--no-verify", "--message", "m"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    look(folder, run, COMMANDS, template)
    written = {path.name for path in folder.iterdir()}
    assert {f"{command}.{format}" for command in ("check", "drift") for format in FORMATS} <= written


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_report_says_a_secret_of_any_shape(estate: Write, run: Run, template: str, shape: str) -> None:
    look(prepared(estate, template, shape), run, CHECKED, f"{template}, {shape}")


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_secret_comes_out_of_a_file_that_ends_behind_it(estate: Write, run: Run, template: str) -> None:
    folder = prepared(estate, template, cut=True)
    look(folder, run, (*CHECKED, ("show", "est"), ("init", "est")), f"{template}, cut")


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_check_says_a_secret_that_stands_at_any_position(estate: Write, run: Run, template: str) -> None:
    folder = prepared(estate, template)
    look(folder, run, (("check", "est", "-v", "--debug", "--output", "json=r.json"),), template)


def test_the_positions_are_all_that_there_is() -> None:
    texts = {template: list(positions(template, "pair")) for template in TEMPLATES}
    assert all(leaked(text) == {number} for each in texts.values() for number, text in enumerate(each))
    assert sum(map(len, texts.values())) > 600
    assert set(TEXTS) < set(WRITERS) < {*TEMPLATES, *(name.partition(",")[0] for name in TEMPLATES)}
    assert json.loads(next(positions("gax, Chat_01", "pair")))
