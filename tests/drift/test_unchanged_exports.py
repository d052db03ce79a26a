"""What is unchanged is not parsed: the report of drift is the same, byte for byte, as where all is read."""

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

import gwe_lint
from gwe_lint.baseline.fingerprint import fingerprint_of
from gwe_lint.baseline.manifest import read_manifest
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Application
from gwe_lint.exports.deferred import known_of
from gwe_lint.exports.redactor import KEY_VARIABLE, Redactor
from gwe_lint.loading.known_exports import KnownExports
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import load_packs, shown_packs
from tests.builders import WRITERS
from tests.cli.test_jobs import FORMATS as ALL_FORMATS
from tests.conftest import Ran, Run, Write
from tests.exports.test_same_in_every_format import apps_of, parts

CHAT = "[endpoints:1]\nwebme=Q\n[settings]\nsession-restoration-mode=simple\nflex-disconnect-timeout=60\n"
BACKEND = (
    "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q\n"
    "wes.connector.chatServer.refreshPeriod=2\n"
)
SECRET = f"{CHAT}[site]\npin-password=CANARY4711\n"
SAID = f"; the password is CANARY4712\n{CHAT}"
BEFORE = {
    **{
        f"x/{where}/C{number}.cfg": f"{CHAT}[own]\nnumber={number} of {where}\n"
        for where in ("eu", "us")
        for number in (1, 2, 3)
    },
    **{f"x/{where}/GWE.conf": BACKEND for where in ("eu", "us")},
    "x/eu/Secret.cfg": SECRET,
    "x/us/Said.cfg": SAID,
    "x/eu/Damaged.cfg": f"{CHAT}no option\n",
    "x/us/CfgApplication_options_131.cfg": CHAT,
    "x/us/Commented.cfg": f"; pin 4711\n{CHAT}",
    "x/us/Rows.csv": "Action,Section,Option,Value\nADD,endpoints:1,webme,Q\nADD,own,note,two words\n",
    "x/us/More.csv": "Section,Option,Value,Remark\nendpoints:1,webme,Q,door 4711\n",
}
CONFIG = '[[estate]]\nname = "eu"\npaths = ["x/eu"]\n[[estate]]\nname = "us"\npaths = ["x/us"]\n'
DRIFT = ("drift", "--against", "b")
FORMATS = ("text", "json", "markdown", "html", "sarif")


def both(run: Run, *arguments: str) -> tuple[Ran, Ran]:
    """What a drift says with what the baseline knows, and where all is read."""
    return run(*DRIFT, *arguments), run(*DRIFT, *arguments, "--no-cache")


def unread(folder: str = "x/eu", key: bytes | None = None) -> dict[str, bool]:
    """For each application below a folder, whether it is taken as the baseline knows it."""
    return {each.name: known_of(each.export) is not None for each in loaded(folder, key)}


def loaded(folder: str, key: bytes | None = None) -> Iterator[Application]:
    packs, root = load_packs(), Path.cwd()
    loader = Loader(root=root, catalogue=packs.catalogue, redactor=Redactor(packs.catalogue, key))
    manifest = read_manifest(Path("b"), loader.shown, [])
    fingerprint = fingerprint_of(path for path, _ in shown_packs())
    loader = loader._replace(known=KnownExports(manifest.known.values(), fingerprint, root))
    for estate in loader.estates(Config(shown=None, folder=root), (Path(folder),)):
        yield from estate.applications


@pytest.fixture
def approved(estate: Write, run: Run) -> Path:
    root = estate({**BEFORE, "gwe-lint.toml": CONFIG})
    assert run("snapshot", "--to", "b", "--force").code == 0
    return root


def test_an_unchanged_export_is_not_parsed_and_a_changed_one_is(approved: Path) -> None:
    assert {"C1": True, "C2": True, "C3": True, "GWE": True, "Secret": False, "Damaged": False} == unread()
    path = approved / "x/eu/C2.cfg"
    path.write_bytes(path.read_bytes().replace(b"60", b"61"))
    os.utime(approved / "x/eu/C1.cfg", (1, 1))
    assert {"C1": True, "C2": False, "C3": True, "GWE": True, "Secret": False, "Damaged": False} == unread()


def test_what_is_not_parsed_is_what_a_reader_gives(approved: Path) -> None:
    packs = load_packs()
    loader = Loader(root=approved, catalogue=packs.catalogue, redactor=Redactor(packs.catalogue))
    (read,) = loader.estates(Config(shown=None, folder=approved), (Path("x/us"),))
    for one, other in zip(loaded("x/us"), read.applications, strict=True):
        assert one.export
        assert other.export
        assert dict(one.sections) == dict(other.sections)
        assert tuple(one.export.records) == tuple(other.export.records)
        assert one._replace(export=None) == other._replace(export=None)
        assert one.export._replace(sections={}, records=()) == other.export._replace(sections={}, records=())


@pytest.mark.parametrize("content", [b"[endpoints:1]\nwebme=Other\n", None], ids=["changed", "gone"])
def test_what_is_asked_for_later_is_what_was_there_or_an_error(approved: Path, content: bytes | None) -> None:
    one = next(each for each in loaded("x/eu") if each.name == "C1")
    path = approved / "x/eu/C1.cfg"
    path.write_bytes(content) if content else path.unlink()
    with pytest.raises(Untrusted, match=r"x/eu/C1\.cfg: (changed while it was read|cannot be read)"):
        one.option("endpoints:1", "webme")


def test_a_pipe_with_what_the_baseline_knows_is_read_once(approved: Path) -> None:
    path = approved / "x/eu/C1.cfg"
    data = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    writer = Thread(target=path.write_bytes, args=(data,))
    writer.start()
    (one,) = loaded("x/eu/C1.cfg")
    writer.join()
    assert known_of(one.export) is None
    option = one.option("endpoints:1", "webme")
    assert option
    assert option.value == "Q"


def test_a_file_that_says_more_than_options_is_read(estate: Write, run: Run) -> None:
    estate({"x/A.cfg": CHAT})
    run("snapshot", "x", "--to", "b")
    path = Path("b/A.toml")
    path.write_text(f'{path.read_text()}\n[unset]\nsettings = ["more"]\n')
    run("snapshot", "x", "--to", "b")
    assert "[unset]" in path.read_text()
    assert "as-read" not in Path("b/MANIFEST.toml").read_text()


@pytest.mark.parametrize("key", [None, "a key for tests"], ids=["without a key", "with a key"])
def test_no_plain_digest_of_a_file_with_a_secret_is_written(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    estate({"x/Pin.cfg": SECRET, "x/Said.cfg": SAID, "x/Plain.cfg": CHAT})
    if key:
        monkeypatch.setenv(KEY_VARIABLE, key)
    run("snapshot", "x", "--to", "b")
    text = Path("b/MANIFEST.toml").read_text()
    entries = {re.search(r'name = "(\w+)', part)[1]: part for part in text.split("[[file]]")[1:]}  # type: ignore[index]
    kinds = {name: re.findall(r'seal = "([a-z0-9-]+):', part) for name, part in entries.items()}
    own = ["hmac-sha256"] if key else []
    assert {"Pin": own, "Said": own, "Plain": ["sha256"]} == kinds
    guesses = [body for data in (SECRET, SAID) for body in (data.encode(), sha256(data.encode()).digest())]
    assert not any(sha256(guess).hexdigest() in text for guess in guesses)
    assert "CANARY" not in text


def test_what_the_baseline_does_not_say_has_no_plain_digest(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks for secrets in a comment, or in a column that is not read; by a plain digest it could be guessed."""
    names = ("Commented.cfg", "Rows.csv", "More.csv")
    files = {f"x/{name}": BEFORE[f"x/us/{name}"] for name in names}
    for key, kinds in ((None, ["sha256"]), ("a key for tests", ["hmac-sha256", "hmac-sha256", "sha256"])):
        estate(files)
        if key:
            monkeypatch.setenv(KEY_VARIABLE, key)
        run("snapshot", "x", "--to", "b", "--force")
        text = Path("b/MANIFEST.toml").read_text()
        assert kinds == re.findall(r'seal = "([a-z0-9-]+):', text)
        assert text.count('beside = "comments"') == (2 if key else 0)
        one, other = both(run, "x", "--format", "json")
        assert one == other
    assert {"Commented": True, "Rows": True, "More": True} == unread("x", b"a key for tests")


def test_a_snapshot_of_what_is_unchanged_keeps_what_was_known(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate({"x/A.cfg": CHAT, "x/B.cfg": f"{CHAT}[own]\nnumber=1\n", "x/Pin.cfg": SECRET})
    monkeypatch.setenv(KEY_VARIABLE, "a key for tests")
    run("snapshot", "x", "--to", "b")
    first = Path("b/MANIFEST.toml").read_text()
    run("snapshot", "x", "--to", "b")
    assert Path("b/MANIFEST.toml").read_text() == first
    Path("x/B.cfg").write_text(f"{CHAT}[own]\nnumber=2\n")
    run("snapshot", "x", "--to", "b")
    second = Path("b/MANIFEST.toml").read_text()
    changed = [old for old, new in zip(first.split("[[file]]"), second.split("[[file]]"), strict=True) if old != new]
    assert ["B.toml"] == [re.findall(r'name = "([^"]+)"', each)[0] for each in changed]
    monkeypatch.setenv(KEY_VARIABLE, "another key")
    run("snapshot", "x", "--to", "b")
    assert {"A": True, "B": True, "Pin": True} == unread("x", b"another key")
    assert {"A": True, "B": True, "Pin": False} == unread("x", b"a key for tests")


def test_a_snapshot_mends_a_line_that_somebody_changed(estate: Write, run: Run) -> None:
    estate({"x/A.cfg": CHAT})
    run("snapshot", "x", "--to", "b")
    manifest = Path("b/MANIFEST.toml")
    honest = manifest.read_text()
    for line in ('type = "email-server"', "options = 9", 'clue = "none"', "unchanged = 9", 'seal = "sha256:00"'):
        name = line.partition(" ")[0]
        manifest.write_text(re.sub(rf'{name} = ("[^"]*"|[0-9]+)', line, honest))
        assert manifest.read_text() != honest
        one, other = both(run, "x", "--format", "json")
        assert one == other
        run("snapshot", "x", "--to", "b")
        assert manifest.read_text() == honest


@pytest.mark.parametrize("other", ["code", "pack", "python"])
def test_another_program_reads_all(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    estate({"x/A.cfg": CHAT, "site.toml": PACK})
    packs = [path for path, _ in shown_packs()]
    before = fingerprint_of(packs)
    if other == "code":
        copied = tmp_package(Path("copied"))
        (copied / "exports/product.py").write_bytes((copied / "exports/product.py").read_bytes() + b"\n")
        monkeypatch.setattr("gwe_lint.baseline.fingerprint._PACKAGE", copied)
    elif other == "pack":
        packs.append(Path("site.toml"))
    else:
        monkeypatch.setattr("sys.version_info", (3, 99, 0))
    assert fingerprint_of(packs) != before


def tmp_package(folder: Path) -> Path:
    return Path(shutil.copytree(Path(gwe_lint.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__")))


def test_under_the_key_a_file_with_a_secret_is_not_parsed_and_under_another_key_it_is(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate({"x/eu/Pin.cfg": SECRET, "x/eu/Plain.cfg": CHAT})
    monkeypatch.setenv(KEY_VARIABLE, "a key for tests")
    run("snapshot", "x/eu", "--to", "b")
    assert {"Pin": True, "Plain": True} == unread(key=b"a key for tests")
    assert {"Pin": False, "Plain": True} == unread(key=b"another key")
    assert {"Pin": False, "Plain": True} == unread()


def _seal(name: str) -> str:
    part = next(each for each in Path("b/MANIFEST.toml").read_text().split("[[file]]") if f'"{name}.toml"' in each)
    return re.search(r'seal = "([^"]+)"', part)[1]  # type: ignore[index]


def test_a_seal_of_another_file_or_a_digest_of_a_report_hides_no_change(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody edits the manifest so that a change would go unseen, and has what reports and baselines show."""
    monkeypatch.setenv(KEY_VARIABLE, "a key for tests")
    changed = SECRET.replace("simple", "none")
    estate({"x/Pin.cfg": SECRET, "x/Other.cfg": changed, "y/Pin.cfg": changed})
    run("snapshot", "x", "--to", "b")
    honest = Path("b/MANIFEST.toml").read_text()
    report = run("check", "y", "--format", "json").out
    digests = re.findall(r"hmac-sha256:[0-9a-f]{4}:[0-9a-f]{64}", report)
    run("snapshot", "y", "--to", "b2")
    of_change = re.findall(r'seal = "([^"]+)"', Path("b2/MANIFEST.toml").read_text())
    Path("x/Pin.cfg").write_text(changed)
    assert digests
    assert of_change
    for forged in (*digests, *of_change, _seal("Other"), f"sha256:{sha256(changed.encode()).hexdigest()}"):
        Path("b/MANIFEST.toml").write_text(honest.replace(_seal("Pin"), forged))
        one, other = both(run, "x")
        assert one == other
        assert "GWE801" in one.out
        Path("b/MANIFEST.toml").write_text(honest)


def test_a_file_of_the_baseline_edited_by_hand_is_read(approved: Path, run: Run) -> None:
    path = approved / "b/eu.C1.toml"
    path.write_text(path.read_text().replace('"60"', '"61"'))
    one, other = both(run)
    assert one == other
    assert "flex-disconnect-timeout" in one.out
    manifest = approved / "b/MANIFEST.toml"
    digest = sha256(path.read_bytes()).hexdigest()
    manifest.write_text(re.sub(r'(name = "eu.C1.toml"\nsha256 = ")[0-9a-f]+', rf"\g<1>{digest}", manifest.read_text()))
    assert other == run(*DRIFT)
    path.write_text(path.read_text() + "nonsense")
    one, other = both(run)
    assert one == other
    assert one.code == 2


def test_a_baseline_without_seals_is_compared_as_before(approved: Path, run: Run) -> None:
    known = run(*DRIFT)
    manifest = approved / "b/MANIFEST.toml"
    manifest.write_text(re.sub(r"as-read = .*\n", "", manifest.read_text()))
    assert not any(unread().values())
    assert (known, known) == both(run)
    assert run("snapshot", "--to", "b", "--force", "--check").code == 0


@pytest.mark.parametrize("line", ["as-read = { seal = 1 }", 'as-read = { seals = "x" }', 'as-read = "x"'])
def test_a_mistake_in_what_is_known_is_one_of_the_manifest(approved: Path, run: Run, line: str) -> None:
    manifest = approved / "b/MANIFEST.toml"
    manifest.write_text(re.sub(r"as-read = .*", line, manifest.read_text(), count=1))
    one, other = both(run)
    assert one == other
    assert (2, True) == (one.code, "b/MANIFEST.toml:" in one.err and "as-read" in one.err)


def test_what_nobody_approves_makes_no_baseline_stale(approved: Path, run: Run) -> None:
    path = approved / "x/eu/C1.cfg"
    path.write_text(f"; exported anew\n{path.read_text()}")
    assert (0, "") == run("snapshot", "--to", "b", "--force", "--check")[:2]


# Each step changes the exports, the baseline, or what is said of both.

Step = Callable[[random.Random], None]


def _exports() -> list[Path]:
    return sorted(path for path in Path("x").rglob("*") if path.is_file())


def _change_a_byte(chance: random.Random) -> None:
    path = chance.choice(_exports())
    data = bytearray(path.read_bytes())
    if data:
        data[chance.randrange(len(data))] = chance.choice(b"a0 \n=[;\xff")
        path.write_bytes(bytes(data))


def _touch(chance: random.Random) -> None:
    os.utime(chance.choice(_exports()), (1, 1))


def _rename(chance: random.Random) -> None:
    path = chance.choice(_exports())
    path.rename(path.with_name(f"{chance.choice(('New', 'C2', 'Zed'))}_{path.name}"))


def _swap(chance: random.Random) -> None:
    one, other = chance.sample(_exports(), 2)
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def _delete(chance: random.Random) -> None:
    if len(_exports()) > 3:
        chance.choice(_exports()).unlink()


def _copy(chance: random.Random) -> None:
    path = chance.choice(_exports())
    path.with_name(f"copy_{path.name}").write_bytes(path.read_bytes())


def _move(chance: random.Random) -> None:
    path = chance.choice(_exports())
    path.rename(Path("x", chance.choice(("eu", "us")), path.name))


def _edit_the_baseline(chance: random.Random) -> None:
    path = chance.choice(sorted(Path("b").glob("*.toml")))
    lines = path.read_text().splitlines()
    number = chance.randrange(len(lines))
    lines[number] = chance.choice(
        ("", lines[number].replace('"60"', '"61"').replace("simple", "none"), "# " + lines[number])
    )
    path.write_text("\n".join((*lines, "")))


def _take_a_file_of_the_baseline(chance: random.Random) -> None:
    chance.choice(sorted(Path("b").glob("*.toml"))).unlink()


def _change_the_key(chance: random.Random) -> None:
    os.environ[KEY_VARIABLE] = chance.choice(("a key for tests", "another key", ""))


def _configure(chance: random.Random) -> None:
    entry = chance.choice(
        (
            'release = "8.5.301.06"',
            'type = "email-server"',
            'connects-to = ["C2"]',
            "partial = true",
            "dbid = 131",
            'name = "Another"\nfile = "C1.cfg"',
        )
    )
    name = "" if entry.startswith("name") or "partial" in entry else 'name = "C1"\n'
    file = 'file = "C1.cfg"\n' if "partial" in entry else ""
    Path("gwe-lint.toml").write_text(f"{CONFIG}[[estate.application]]\n{name}{file}{entry}\n")


def _configure_otherwise(chance: random.Random) -> None:
    Path("gwe-lint.toml").write_text(chance.choice(("", f'packs = ["site.toml"]\n{CONFIG}')))


def _change_a_value(chance: random.Random) -> None:
    path = chance.choice([path for path in _exports() if b"=" in path.read_bytes()])
    lines = path.read_bytes().splitlines(keepends=True)
    number = chance.choice([number for number, line in enumerate(lines) if b"=" in line])
    lines[number] = lines[number].partition(b"=")[0] + chance.choice((b"=other\n", b"=\n", b"=61\n", b"=none\n"))
    path.write_bytes(b"".join(lines))


def _move_an_option(chance: random.Random) -> None:
    path, other = chance.sample(_exports(), 2)
    lines = path.read_bytes().splitlines(keepends=True)
    if lines:
        moved = lines.pop(chance.randrange(len(lines)))
        path.write_bytes(b"".join(lines))
        other.write_bytes(other.read_bytes() + moved)


def _add(chance: random.Random) -> None:
    name = chance.choice(("Added.cfg", "C2.csv", "C1.conf", "C1.cfg.bak"))
    chance.choice(_exports()).with_name(name).write_text(CHAT)


def _export_twice(chance: random.Random) -> None:
    """As a browser names what it saves again, and as GAX names a selection of one object."""
    path = chance.choice(_exports())
    path.with_name(f"{path.stem} (1){path.suffix}").write_bytes(path.read_bytes())
    other = path.with_name("CfgApplication_more_131.cfg")
    other.write_bytes(chance.choice((b"", b"[own]\nnumber=9\n")) + path.read_bytes())


STEPS: tuple[Step, ...] = (
    *(_change_a_value, _move_an_option, _add, _export_twice),
    *(_change_a_byte, _touch, _rename, _swap, _delete, _copy, _move, _edit_the_baseline),
    *(_take_a_file_of_the_baseline, _change_the_key, _configure, _configure_otherwise),
)
PACK = '[[option]]\napp = "chat-server"\nsection = "own"\noption = "number"\ntype = "string"\nsecret = true\nsource = "https://example.com/"\n'


def _every_form(chance: random.Random) -> dict[str, str | bytes]:
    """The files of two estates: one of single options exports, one in any of the forms, or both mixed."""
    files: dict[str, str | bytes] = dict(BEFORE)
    form = WRITERS[chance.choice(sorted(WRITERS))](apps_of(parts()))
    return {**files, **{f"x/us/form/{name}": data for name, data in form.items()}} if chance.random() < 0.7 else files


Approve = Callable[[random.Random, tuple[tuple[str, ...], ...]], None]


@pytest.fixture
def approve(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> Approve:
    """Writes files in any form and a baseline of them, with one of these choices of options."""

    def written(chance: random.Random, choices: tuple[tuple[str, ...], ...]) -> None:
        estate({**_every_form(chance), "gwe-lint.toml": CONFIG if chance.random() < 0.7 else "", "site.toml": PACK})
        monkeypatch.setenv(KEY_VARIABLE, chance.choice(("a key for tests", "")))
        run("snapshot", "x", "--to", "b", "--force", *chance.choice(choices))

    return written


@pytest.mark.parametrize("seed", range(40))
def test_the_report_is_the_same_where_all_is_read(approve: Approve, run: Run, seed: int) -> None:
    chance = random.Random(seed)
    approve(chance, ((), ("--profiles",)))
    for step in chance.sample(STEPS, chance.randrange(4)):
        step(chance)
    arguments = (
        "x",
        "--format",
        chance.choice(FORMATS),
        *chance.choice(((), ("--verbose",), ("--first-seen", "--as-of", "2026-01-01"))),
    )
    one, other = both(run, *arguments)
    assert other == one


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_every_form_of_the_report_is_the_same_where_all_is_read(approve: Approve, run: Run, seed: int) -> None:
    chance = random.Random(seed)
    approve(chance, ((), (), ("--profiles",)))
    for step in chance.sample(STEPS, chance.randrange(1, 5)):
        step(chance)
    for format in ALL_FORMATS:
        one, other = both(run, *chance.choice((("x",), ())), "--format", format, *chance.choice(((), ("--verbose",))))
        assert other == one


EXAMPLES = sorted(path for path in (Path(__file__).parents[2] / "examples").iterdir() if any(path.glob("*.[cx][om]*")))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: str(path.name))
def test_examples_are_reported_alike(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, example: Path) -> None:
    shutil.copytree(example, tmp_path / "x")
    monkeypatch.chdir(tmp_path)
    assert run("snapshot", "x", "--to", "b", "--force").code == 0
    for step in (None, _change_a_value, _delete, _add):
        if step:
            step(random.Random(1))
        for format in ALL_FORMATS:
            one, other = both(run, "x", "--format", format)
            assert other == one


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("format", FORMATS)
def test_each_change_alone_is_reported_alike(
    approved: Path, run: Run, monkeypatch: pytest.MonkeyPatch, step: Step, format: str
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "")
    (approved / "site.toml").write_text(PACK)
    step(random.Random(format))
    one, other = both(run, "x", "--format", format)
    assert other == one
