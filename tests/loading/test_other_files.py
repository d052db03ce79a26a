"""Files that are something else, links, and names that no export has: each is said, and counts for what it is."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nwebme=Q\ndefault=Q\n"
BACKEND = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q\n"


def zipped(name: str = "Chat.cfg") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, CHAT)
    return data.getvalue()


def tarred() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        entry = tarfile.TarInfo("GWE.xml")
        content = b'<ConfData><CfgApplication><name value="GWE"/></CfgApplication></ConfData>'
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


BITMAP = b"BM" + (58).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
OTHERS = {
    "ZIP": (zipped(), "a ZIP archive"),
    "an empty ZIP": (zipped()[-22:].replace(b"\x01", b"\x00"), "a ZIP archive with nothing in it"),
    "Word": (zipped("word/document.xml"), "a document of Microsoft Office"),
    "Java": (zipped("META-INF/MANIFEST.MF"), "a Java archive"),
    "tar": (tarred(), "a tar archive"),
    "gzip": (gzip.compress(CHAT.encode()), "an archive that gzip packed"),
    "bzip2": (bz2.compress(CHAT.encode()), "an archive that bzip2 packed"),
    "xz": (lzma.compress(CHAT.encode()), "an archive that xz packed"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7-Zip archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture (PNG)"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a picture (JPEG)"),
    "GIF": (b"GIF89a\x01\x00\x01\x00", "a picture (GIF)"),
    "WebP": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a picture (WebP)"),
    "BMP": (BITMAP, "a picture (BMP)"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF document"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(32), "a document of Microsoft Office"),
    "ELF": (b"\x7fELF\x02\x01\x01" + bytes(16), "a program (ELF)"),
    "Windows": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64), "a program (Windows)"),
    "class": (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "a program (Java class)"),
    "anything": (bytes(range(1, 9)) * 40, "a binary file"),
}
SCRIPT = "#!/bin/sh\n[ -x /opt/gax ] || exit 1\nJAVA_OPTS=-Xmx1g\n"


@pytest.mark.parametrize(("data", "what"), OTHERS.values(), ids=OTHERS.keys())
def test_what_is_no_text_is_an_error_where_an_export_was_meant(estate: Write, run: Run, data: bytes, what: str) -> None:
    estate({"e/Chat_1.cfg": CHAT, "e/Chat_2.cfg": data, "e/beside.dat": data, "named": data})
    ran = run("check", "e", "-f", "json")
    found = [(each["rule"], each["severity"], each["path"], each["line"]) for each in json.loads(ran.out)["findings"]]
    assert [("GWE016", "error", "e/Chat_2.cfg", 1), ("GWE008", "note", "e/beside.dat", 1)] == found
    assert ran.code == 1
    ran = run("check", "named", "-f", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert (1, "GWE016", f"this is {what} and no export") == (ran.code, finding["rule"], finding["message"])
    assert finding["help"]


def test_a_script_is_one_error_where_it_is_named_and_nothing_beside_exports(estate: Write, run: Run) -> None:
    estate({"e/Chat.cfg": CHAT, "e/gax.sh": SCRIPT})
    named = run("check", "e/gax.sh", "-f", "concise")
    assert named.code == 1
    assert ["this is a script for /bin/sh and no export"] == [
        line.split(" GWE016 ")[1].partition(" [")[0].strip() for line in named.out.splitlines()
    ]
    assert (0, "") == run("check", "e", "-f", "concise")[:2]


def test_the_error_cannot_be_ignored_and_the_file_can_be_excluded(estate: Write, run: Run) -> None:
    estate({"e/Chat.cfg": CHAT, "e/Chat_2.cfg": zipped()})
    assert run("check", "e", "--ignore", "GWE016").code == 2
    assert run("check", "e", "--exclude", "Chat_2.cfg").code == 0


def test_no_baseline_is_made_and_no_drift_denied_where_a_server_is_a_picture(estate: Write, run: Run) -> None:
    root = estate({"e/Chat.cfg": CHAT, "e/Chat_2.cfg": CHAT})
    assert run("snapshot", "e", "--to", "b").code == 0
    (root / "e/Chat_2.cfg").write_bytes(OTHERS["PNG"][0])
    ran = run("snapshot", "e", "--to", "b")
    assert ran.code == 2
    assert "e/Chat_2.cfg: is a picture (PNG) and no export" in ran.err
    ran = run("drift", "e", "--against", "b")
    assert ran.code == 1
    assert "GWE016" in ran.out
    assert "Chat_2: e/Chat_2.cfg is a picture (PNG)" in ran.err


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("[lca]\nlookup_clienthost=true\n[general]\nlca-upgrade=true\n[log]\nall=stdout\n", True),
        ("[lca]\nx=1\n" + CHAT, False),
    ],
    ids=["the start-up file of a Local Control Agent", "a section of the site in an export"],
)
def test_a_start_up_file_is_known_by_its_section(estate: Write, run: Run, text: str, left_out: bool) -> None:
    estate({"e/Chat_1.cfg": CHAT, "e/lca.cfg": text})
    ran = run("check", "e", "-f", "concise")
    assert left_out == ("left out: this is the start-up file of a Local Control Agent" in ran.out)
    assert ran.code == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("GWE.cfg.txt", 3),
        ("GWE.txt", 3),
        ("GWE.ini", 3),
        ("GWE", 3),
        ("GWE_8.5", 3),
        ("GWE.cfg.bak", 0),
        ("GWE.cfg.orig", 0),
        ("GWE.cfg~", 0),
        ("GWE.cfg.20260101", 0),
        ("GWE.old", 0),
    ],
)
def test_an_export_under_another_name_is_not_checked_unless_it_was_put_aside(
    estate: Write, run: Run, name: str, code: int
) -> None:
    estate({"e/Chat.cfg": CHAT, f"e/{name}": BACKEND})
    ran = run("check", "e", "-f", "concise")
    assert code == ran.code
    assert f"e/{name}:1:1: note GWE008" in ran.out
    assert (code == 3) == (f"not checked: e/{name}: a file" in ran.err)
    assert run("check", "e", "--exclude", name).code == 0
    (Path("gwe-lint.toml")).write_text(f'[check]\nexclude = ["{name}"]\n')
    assert run("check", "e").code == 0


def test_a_text_of_no_known_product_is_not_missed(estate: Write, run: Run) -> None:
    estate({"e/Chat.cfg": CHAT, "e/php.ini": "[PHP]\nengine=On\n", "e/notes.txt": "[todo]\ncall=back\n"})
    assert run("check", "e").code == 0


def test_a_linked_folder_is_not_entered_and_named(estate: Write, run: Run) -> None:
    root = estate({"e/Chat.cfg": CHAT, "day/GWE.cfg": BACKEND.replace("1:webme", "1:wembe")})
    (root / "e/current").symlink_to("../day", target_is_directory=True)
    ran = run("check", "e", "-f", "concise")
    assert "e/current:1:1: note GWE008 left out: this is a link to a folder, which is not entered" in ran.out
    assert "in 1 file (" in ran.err
    assert "in 1 file (1 application, 2 options" in run("check", "e/current").err  # named, it is meant
    assert "e/current: left out" in run("snapshot", "e", "--to", "b").err
    assert "e/current" in run("drift", "e", "--against", "b").err
    assert run("init", "e").code == 0
    assert "day" not in (root / "gwe-lint.toml").read_text()


@pytest.mark.parametrize("target", ["../secret.ini", "/nowhere/at/all.cfg"], ids=["a file", "nothing"])
def test_a_link_that_leads_out_of_the_estate_is_not_read(estate: Write, run: Run, target: str) -> None:
    root = estate({"e/Chat.cfg": CHAT, "secret.ini": "[default]\nregion=OTHERVALUE\n"})
    (root / "e/y.cfg").symlink_to(target)
    ran = run("check", "e", "-f", "concise")
    assert "e/y.cfg:1:1: note GWE008 left out: this is a link that leads out of the folder of its estate" in ran.out
    assert run("snapshot", "e", "--to", "b").code == 0
    assert not [path.name for path in (root / "b").iterdir() if "OTHERVALUE" in path.read_text()]


def test_a_link_inside_of_the_estate_is_read_and_one_to_a_lost_file_of_it_fails(estate: Write, run: Run) -> None:
    root = estate({"e/store/Chat.data.cfg": CHAT})
    (root / "e/Chat.cfg").symlink_to("store/Chat.data.cfg")
    assert "in 1 file (1 application" in run("check", "e").err
    (root / "e/GWE.cfg").symlink_to("store/GWE.data.cfg")
    assert run("check", "e").code == 2


ESTATE = '[[estate]]\nname = "p"\npaths = ["exports/p"]\nexclude = ["archive/*"]\n'


def test_an_excluded_file_that_is_named_is_told_its_pattern(estate: Write, run: Run) -> None:
    old = "exports/p/archive/Old.cfg"
    estate({"exports/p/Chat.cfg": CHAT, old: CHAT, "gwe-lint.toml": ESTATE})
    alone = run("check", old)
    assert alone.code == 3
    assert f"not checked: {old}: left out by exclude 'archive/*'" in alone.err
    assert "belongs to no" not in alone.err
    for command in (["show", old], ["consistency", old]):
        assert f"{old}: left out by exclude 'archive/*'" in run(*command).err
    both = run("check", old, "exports/p/Chat.cfg")
    assert both.code == 0
    assert f"gwe-lint: {old}: left out by exclude 'archive/*'" in both.err
    singly = run("check", "--isolated", old, "exports/p/Chat.cfg", "--exclude", old)
    assert (singly.code, "in 1 file (" in singly.err) == (0, True)
    assert run("check", "--isolated", old, "--exclude", old).code == 3


def test_exports_that_belong_to_no_estate_are_named(estate: Write, run: Run) -> None:
    files = {"exports/p/Chat.cfg": CHAT, "exports/q/GWE.cfg": BACKEND, "exports/q/Chat.cfg": CHAT}
    others = {"exports/q/package.json": "{}", "exports/q/setup.cfg": "[metadata]\nname=x\n"}
    estate({**files, **others, "gwe-lint.toml": ESTATE})
    said = "exports/q: 2 exports (Chat.cfg and GWE.cfg) of no [[estate]] of the configuration"
    for command in (["check", "exports"], ["consistency", "exports"]):
        ran = run(*command)
        assert (3, True) == (ran.code, said in ran.err)
    assert run("snapshot", "exports", "--to", "b").code == 0
    ran = run("drift", "exports", "--against", "b")
    assert (3, True) == (ran.code, said in ran.err)
    assert run("check").code == 0
    assert run("check", "exports/p").code == 0
    assert run("check", "exports", "--exclude", "q").code == 0


def test_a_folder_that_a_remedy_was_written_to_holds_no_exports(estate: Write, run: Run) -> None:
    root = estate({"e/Chat.cfg": CHAT})
    assert run("snapshot", "e", "--to", "b").code == 0
    (root / "e/Chat.cfg").write_text(CHAT.replace("webme=Q", "webme=Other"))
    assert run("drift", "e", "--against", "b", "--remediate", "e/fix").code == 1
    assert (root / "e/fix/Chat.cfg").exists()
    ran = run("check", "e", "-f", "concise")
    assert "in 1 file (1 application" in ran.err
    assert "e/fix:1:1: note GWE008 left out: this is a folder that gwe-lint wrote" in ran.out


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"e/GWE/options.cfg": BACKEND, "e/Chat_1/options.cfg": CHAT}, ["Chat_1", "GWE"]),
        ({"e/GWE/options.cfg": BACKEND, "e/Chat.cfg": CHAT}, ["Chat", "GWE"]),
        ({"e/GWE/server.cfg": BACKEND, "e/Chat_1/server.conf": CHAT}, ["Chat_1", "GWE"]),
        ({"e/live/Chat.cfg": CHAT, "e/archive/Chat.cfg": CHAT}, ["Chat", "Chat"]),
        ({"e/GWE/options.cfg": BACKEND, "e/GWE/export.cfg": CHAT}, ["export", "options"]),
    ],
    ids=["options.cfg", "one options.cfg", "two products", "one product twice", "two exports in one folder"],
)
def test_the_folder_names_an_application_whose_file_name_says_nothing(
    estate: Write, run: Run, files: dict[str, str], names: list[str]
) -> None:
    estate(files)
    shown = json.loads(run("show", "e", "--format", "json").out)
    assert names == [each["name"] for each in shown["estates"][0]["applications"]]
