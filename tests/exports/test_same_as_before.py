"""The readers against what they were before: the same records, problems and tokens, of samples and of made files."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwe_lint.catalogue.fact import Fact
from gwe_lint.exports import secret_names, secret_pairs, secret_shapes
from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.formats import reader_of
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.exports.secret_shapes import holds_credential, suspicious
from gwe_lint.rules.selection import load_packs
from tests.former.readers.cfg import read_cfg
from tests.former.readers.csv import read_csv
from tests.former.readers.json_dispatch import read_json
from tests.former.readers.xml_log import read_log
from tests.former.readers.xml_objects import read_xml
from tests.former.redactor import Redactor as FormerRedactor
from tests.former.secret_shapes import secret_by_shape as former_secret_by_shape

CATALOGUE = load_packs().catalogue
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
READERS: dict[str, Callable[..., Document]] = {
    "cfg": read_cfg,
    "csv": read_csv,
    "json": read_json,
    "log": read_log,
    "xml": read_xml,
}

some = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def read(read: Callable[..., Document], data: bytes, redactor: Redactor | FormerRedactor) -> Document | str:
    """The document, or why it is none."""
    try:
        return read(data, "x.cfg", redactor)
    except NotAnExport as refusal:
        return f"{refusal.what}, {refusal.advice}"


def assert_same(format: str, *files: bytes) -> None:
    """All files, read one after the other in one run, are what they were; the second time, too."""
    now, before = Redactor(CATALOGUE), FormerRedactor(CATALOGUE)
    for data in (*files, *files):
        new, old = read(reader_of(format), data, now), read(READERS[format], data, before)
        if isinstance(new, Document) and isinstance(old, Document):
            for one, other in zip(new.exports, old.exports, strict=True):
                assert list(one.records) == list(other.records)
                assert {name: dict(each.options) for name, each in one.sections.items()} == {
                    name: dict(each.options) for name, each in other.sections.items()
                }
                assert list(one.sections) == list(other.sections)
                assert [list(each.options) for each in one.sections.values()] == [
                    list(each.options) for each in other.sections.values()
                ]
        assert new == old
        assert [type(each) for each in all_records(new)] == [type(each) for each in all_records(old)]


def all_records(document: Document | str) -> list[object]:
    """All records of a document."""
    return [] if isinstance(document, str) else [each for export in document.exports for each in export.records]


@pytest.mark.parametrize("path", sorted(filter(Path.is_file, SAMPLES.iterdir())), ids=lambda path: path.name)
def test_a_sample(path: Path) -> None:
    for format in READERS:
        assert_same(format, path.read_bytes())


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[1].rglob("*.c[fo][gn]*")), ids=lambda path: path.name)
def test_an_export_of_the_tests(path: Path) -> None:
    if path.is_file():
        assert_same("cfg", path.read_bytes())


# fmt: off
WORDS = (
    *("chat", "queue", "agent", "server", "log", "web", "media", "voice", "route", "contact", "transfer", "session"),
    *("desk", "north", "key", "id", "pass", "token"),
)
RARE = (
    *("password", "pwd", "api-key", "session-id", "auth", "login", "user-id", "trusted-ca-pwd", "p4ssw0rd", "passwort"),
    *("Token", "sessionID", "pa55word", "list/member", "ключ", "trusted-ca", "a b", ""),
)
VALUES = (
    *("user:Canary7Zq@host", "password=Canary7Zq", '{"password":', "password>", "<secret 1>", "[output suppressed]"),
    *("****", "Grüße 50%", "x\ty", " a ", "a\u200bb", "a\x0bb", "€ 5", "AKIAABCDEFGHIJKL1234", "-p Canary7Zq", "- x"),
    *("ghp_0123456789abcdefghij", "C:\\GCTI\\x\\user.log", "\\u0070assword=x", "%70assword=Canary7Zq", "a\\=b"),
    *("/x?session=Canary7Zq", "sessíonid=Canary7Zq", "sess key: Canary7Zq", "session id is Canary7Zq", "ENC(abc)"),
    *("{SHA}abcdef", "$1$abcdefgh", "hooks.slack.com/services/T1"),
    *("https://api.softlayer.com/soap/v3/x", "md5", "x" * 1200),
    *(
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghij",
        "ya29.0123456789abcdefgh",
        "1//0abcdefghijklmnopq",
    ),
)
LINES = (  # {} stands for a text that nothing else has: what an option was called once is no secret
    *("", "#x=1", "; note", "# password=Canary7Zq", "no option", "=x", "[broken", "[]", "[a]=[b]", " x=1", "x =1"),
    "x= 1",
    *("{}", "{}==", "password=\n{}==", "password=", "password", "x=1\r", "\rx=1", "x=\0", "settings/x=1", "x=1"),
    "a/b=1",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7{}\nA{}=\n-----END RSA PRIVATE KEY-----",
    "private=-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7{}\n-----END RSA PRIVATE KEY-----",
    *("chat-web=password>\n{}==", "client-secret:\n{}==", "[site-x]\ny=-----BEGIN PRIVATE KEY-----\n{}=\nchat=\nx=1"),
    *("x=1\r\r", "\r", "\r\r"),
)


def made_name(random: Random) -> str:
    """The name of an option."""
    if random.random() < 0.02:
        return random.choice(RARE)
    name = "-".join(random.choices(WORDS[:14], k=3))
    return name if random.random() < 0.75 else f"{name}{random.choice('-._')}{random.randrange(10**5)}"


def made_value(random: Random) -> str:
    """A value as options have them, seldom one that may hold a secret."""
    one, two, number = random.choice(WORDS[:14]), random.choice(WORDS), random.randrange(10**5)
    return random.choice(
        (
            *("", "true", str(number), f"/var/log/{one}/{two}_{number}.log", f"C:\\GCTI\\{one}\\{two}.log"),
            *(f"http://{one}.example.com:{number}/{two}", f"{number}:{two}", f"{one}={number};{two}=x", f"[{one}]"),
            *(f"The {one} of {two} is shown to the {one}.", f"Grüße aus {one}", f"{one}_{two}, {two}_{one}"),
            random.choice(VALUES) if random.random() < 0.2 else "x",
        )
    )


def made_file(random: Random) -> bytes:
    """An export of some sections, in which anything may be wrong."""
    lines, odd = [], random.choice((0.0, 0.0, 0.003, 0.03, 0.3))
    sections = ("settings", "endpoints:1", "credentials", "log", "x y", "Straße", "chat", "password=Canary7Zq")
    for number in range(random.randrange(1, 9)):
        lines.append(f"[{random.choice(sections) if random.random() < 0.4 else f'site-{number:03}'}]")
        for _ in range(random.randrange(30)):
            odd_line = random.choice(LINES).replace("{}", f"Ab9{random.randrange(10**20)}Zq")
            lines.append(odd_line if random.random() < odd else f"{made_name(random)}={made_value(random)}")
        lines += [""] * random.randrange(3)
    text = random.choice(("\n", "\r\n")).join(lines)
    data = text.encode(random.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")))
    return data if random.random() < 0.95 else data.replace("ü".encode(), b"\xfc")


@pytest.mark.parametrize("seed", range(20))
def test_made_files(seed: int) -> None:
    random = Random(seed)
    for _ in range(10):
        assert_same("cfg", *(made_file(random) for _ in range(5)))


BREAKS = ("password>", "password->", "client-secret>", '{"password":', "'secret'=", "passwd:", "api-key = '")
KEYS = ("RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK")


def assert_hidden(*files: str, hidden: str) -> None:
    """Each file shows nothing of it, first and again, alone and after a file in which all its names are harmless."""
    for data in files:
        assert_same("cfg", data.encode())
        names = {line.partition("=")[0] for line in data.splitlines() if line.partition("=")[0].isidentifier()}
        warm = "".join(f"[{section}]\n" + "".join(f"{name}=1\n" for name in names) for section in "abc")
        redactor = Redactor(CATALOGUE)
        reads = [read(reader_of("cfg"), each.encode(), redactor) for each in (data, data, warm, data)]
        assert not any(hidden in repr(each) for each in (*reads[:2], reads[3]))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("value", BREAKS)
def test_what_follows_a_value_that_breaks_off_is_hidden(value: str, end: str) -> None:
    secret = "Q2FuYXJ5N1pxU2VjcmV0=="
    texts = (
        f"[a]\nx={value}\n{secret}\n",
        f"[b]\nx=1\n[a]\nx={value}\n{secret}\ny=2\n",
        f"[a]\nx={value}\n{secret}",
        f"[a]\n#x={value}\n{secret}\n",
        f"[a]\ny=1\nx=2\n;password=\n{secret}\n",
    )
    assert_hidden(*(text.replace("\n", end) for text in texts), hidden="Q2FuYXJ5N1px")


@pytest.mark.parametrize("kind", KEYS)
def test_no_line_of_an_open_private_key_is_an_option(kind: str) -> None:
    opened = f"-----BEGIN {kind}-----"
    for before in (f"[b]\nx={opened}", f"[b]\n#x={opened}", f"[b]\n{opened}", f"[b]\ny=1\nx={opened}\nMIIEowIB"):
        assert_hidden(
            f"{before}\nCanaryShort12=\n",
            f"[a]\nCanaryShort12=1\n{before}\nCanaryShort12=\n-----END {kind}-----\nz=1\n".replace("12=1", "=1"),
            f"[a]\nz=1\n{before}\nCanaryShort12==\n[c]\nz=1\n",
            hidden="CanaryShort12",
        )
    for name in ("zab", "CanaryShort"):
        assert_same("cfg", f"[a]\n{name}=1\n[b]\nx={opened}\n{name}=\n{name}=\ny=1\n".encode())


STARTS = ("[a]", "[a]\n", "[a]\r\n", "[a]\r\nx=1", "[a]\nx=1", "[a]\nx=1\r\ny=2", "[a]\r\nx=1\r\n[b]\r\nz=")


@pytest.mark.parametrize("start", STARTS)
def test_every_end_of_a_file(start: str) -> None:
    for length in range(6):
        for ends in product("\r\n", repeat=length):
            assert_same("cfg", f"{start}{''.join(ends)}".encode())


PACK = Fact("chat-server", "settings", "vendor-blob*", "any", secret=True)
BEGUN = ("vendor-blob-number-one", "Vendor-Blob_x", "VENDOR-BLOBS", "vendor-blob.of.the.site-12", "vendor-blob")


@pytest.mark.parametrize("name", BEGUN)
@pytest.mark.parametrize("section", ["settings", "site"])
@pytest.mark.parametrize("beginning", ["vendor-blob*", "vendor-b*", "vendor-blob**", "*"])
def test_a_name_that_begins_as_a_pack_says_is_that_of_a_secret(beginning: str, section: str, name: str) -> None:
    facts = (*CATALOGUE, PACK._replace(option=beginning))
    redactor = Redactor(facts)
    for text in (f"[{section}]\nx=1\n{name}=Canary7Zq\n", f"[{section}]\nx=1\n#{name}: Canary7Zq\n"):
        shown = [read(reader_of("cfg"), text.encode(), redactor) for _ in range(2)]
        assert "Canary7Zq" not in repr(shown)
        (export,) = shown[0].exports if isinstance(shown[0], Document) else ()
        assert beginning == "*" or export.sections[section].options["x"].value == "1"


@pytest.mark.parametrize("text", ["sess", "pass", "p", "session.", "a-", "s", "sess-", "AP0a", "log", "[", "key"])
def test_a_long_name_is_read_in_a_time_that_grows_with_it(text: str) -> None:
    lines = [f"{text * (400_000 // len(text))}=1"]
    lines += [f"{text * (900 // len(text))}{one}{other}=1" for one, other in product("bcfhjkmq", repeat=2)]
    data = "\n".join(("[settings]", *lines))
    start = process_time()
    read(reader_of("cfg"), data.encode(), Redactor(CATALOGUE))
    assert process_time() - start < 5


PIECES = st.sampled_from((*WORDS, *RARE, *VALUES, *LINES[:-2], *"=: \\@%&${-1."))


@given(st.lists(st.lists(PIECES | st.text(max_size=3), max_size=6).map("".join), max_size=8).map("\n".join))
@some
def test_lines_of_odd_pieces(text: str) -> None:
    assert_same("cfg", f"[settings]\nx-1=1\n{text}\n[chat]\ny=2\n{text}".encode("utf-8", "surrogatepass"))


PATTERNS = [
    (f"{module.__name__.rpartition('.')[2]}.{name}", value)
    for module in (secret_shapes, secret_pairs, secret_names)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str) and name not in ("_STRANGE", "_USER_AND_NO_PORT")
]


@pytest.mark.parametrize("pattern", [value for _, value in PATTERNS], ids=[name for name, _ in PATTERNS])
@pytest.mark.slow
@given(st.data())
@some
def test_what_fits_a_pattern_is_suspicious_where_it_is_a_secret(pattern: str, data: st.DataObject) -> None:
    fitting = data.draw(st.from_regex(re.compile(pattern)))
    digits = data.draw(st.sampled_from("0123456789"))
    around = data.draw(
        st.sampled_from(("{}", "x {} y", "a={}", "{}=Canary7Zq", "http://h/?{}", "C:\\{}", "ü {}", "\\{}"))
    )
    for text in (fitting, re.sub("[0-9]", digits, fitting), around.format(fitting)):
        value = text.replace("\n", " ").replace("\r", " ")
        if not suspicious(value):
            assert not holds_credential(value)
            assert not former_secret_by_shape(value)
        odd_names, odd_values = Redactor(CATALOGUE).plain.judge([value.replace("=", "")], [value])
        former = FormerRedactor(CATALOGUE)
        if not odd_values:
            assert former.value("settings", "verbose", value) == (value, "string")
        if not odd_names:
            name = value.replace("=", "")
            assert former.text(name) == name
            assert former.value("settings", name, "Canary7Zq1") == ("Canary7Zq1", "string")


@given(st.lists(PIECES | st.text(max_size=3), max_size=6).map("".join))
@some
def test_a_text_that_is_plain_among_others_is_plain_alone(text: str) -> None:
    value = text.replace("\n", " ")
    plain = Redactor(CATALOGUE).plain
    for others in ([], ["x-1", "session-size", "C:\\GCTI\\x.log"], [re.sub("[0-9]", "7", value)]):
        odd_names, odd_values = plain.judge([*others, value], [*others, value])
        former = FormerRedactor(CATALOGUE)
        if value not in odd_values:
            assert former.value("settings", "verbose", value) == (value, "string")
        if value not in odd_names:
            assert former.text(value) == value
            assert former.value("settings", value, "Canary7Zq1") == ("Canary7Zq1", "string")


@pytest.mark.parametrize("secret", [each for each in VALUES if "Canary7Zq" in each and former_secret_by_shape(each)])
def test_no_secret_stays_behind_in_what_is_known_to_be_plain(secret: str) -> None:
    redactor = Redactor(CATALOGUE)
    text = f"[a]\nx={secret}\n[b]\npassword={secret}\n[c]\n{secret}={secret}\n[d]\ny=1\n"
    reader_of("cfg")(text.encode(), "x.cfg", redactor)
    kept = repr(vars(redactor.plain))
    assert "'y'" in kept
    assert "Canary7Zq" not in kept
    assert "Canary0Zq" not in kept


@pytest.mark.parametrize("text", ["[a]\npassword={}\ny=1\n", "[credentials]\nx={}\n[a]\ny=1\n"])
def test_no_value_stays_behind_that_only_its_name_makes_a_secret(text: str) -> None:
    redactor = Redactor(CATALOGUE)
    reader_of("cfg")(text.replace("{}", "Canary7Zq").encode(), "x.cfg", redactor)
    kept = repr(vars(redactor.plain))
    assert "'y'" in kept
    assert "Canary" not in kept


@pytest.mark.parametrize("token", ["gldt-0123456789", "sq0csp-ab\\cd\\ef\\g", "softlayer.com/soap/v3/x"])
def test_a_short_token_alone_is_a_secret(token: str) -> None:
    (export,) = reader_of("cfg")(f"[site]\nx={token}\n".encode(), "x.cfg", Redactor(CATALOGUE)).exports
    assert export.sections["site"].options["x"].kind == "secret"
