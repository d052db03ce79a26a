"""One target for each other input: configuration, packs, waivers, baselines, reports, an estate, the command line."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

from tests.builders import WRITERS, backend, chat
from tests.fuzz.mutation import Material
from tests.fuzz.verdict import command

_TOP = Path(__file__).parents[2]
_WES = "[service:wes]\nwes.connector.chatServer.queueKey=1:webmee\nwes.connector.chatServer.queueWebengagement=Q\n"
_CHAT = "[endpoints:1]\nwebme=Q\n[settings]\nflex-disconnect-timeout=9999\npassword=hidden\n"

Prepared = tuple[Material, Callable[[bytes], None]]


def prepare(folder: Path) -> None:
    """Write what the targets run on: exports, a baseline, reports. The working directory is this folder."""
    for name, text in {"e/GWE.cfg": _WES, "e/Chat.cfg": _CHAT, "two/GWE.cfg": _WES, "two/Chat.cfg": _CHAT * 2}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "whole").mkdir()
    for name, content in WRITERS["cfgdata"]((backend(102), chat(102))).items():
        (folder / "whole" / name).write_text(content)
    command("rules", "new", "site.toml")
    command("snapshot", "e", "--to", "base")
    command("snapshot", "whole", "--to", "base-whole")
    for name in ("base", "base-whole"):
        shutil.copytree(folder / name, folder / f"{name}-kept")
    command("check", "e", "--output", "json=check.json", "--first-seen")
    command("drift", "two", "--against", "base", "--output", "json=drift.json", "--first-seen")
    command("consistency", "whole", "--output", "json=consistency.json")


def _toml_blocks(*pages: str) -> Iterator[bytes]:
    """The TOML that these pages show."""
    for page in pages:
        text = (_TOP / "docs" / page).read_text()
        yield from (block.encode() for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL))


def _rows() -> Iterator[bytes]:
    """Single rows of the built-in packs, under ids of a site."""
    for pack in sorted((_TOP / "rules").glob("*.toml")):
        rows = re.split(r"(?m)^(?=\[\[(?:rule|option|drift|lock)\]\])", pack.read_text())
        yield from (row.replace('"GWE', '"SITE').replace('name = "', 'name = "site-').encode() for row in rows[1::7])


def _pieces(*texts: str) -> tuple[bytes, ...]:
    """Words and lines of these texts, as pieces of inputs."""
    found = {word for text in texts for word in re.findall(r"[\w.:/*-]+|\"[^\"\n]*\"", text)}
    return tuple(sorted(word.encode() for word in found if not word.startswith("/") and ".." not in word))


def _chosen(data: bytes, ways: Sequence[str]) -> list[str]:
    """One of the ways to use an input, always the same for the same input, as arguments."""
    return ways[crc32(data) % len(ways)].split()


def _in_file(name: str, ways: Sequence[str]) -> Callable[[bytes], None]:
    """Write an input into a file, and run one of the commands."""

    def run(data: bytes) -> None:
        Path(name).write_bytes(data)
        command(*_chosen(data, ways))

    return run


def _configuration() -> Prepared:
    seeds = (*_toml_blocks("configuration.md", "drift.md"), (_TOP / "examples/good/gwe-lint.toml").read_bytes())
    ways = (
        *("config --config fuzz.toml",) * 12,
        "check e --config fuzz.toml",
        "show e --config fuzz.toml",
        "drift e --against base --config fuzz.toml",
        "compare e two --config fuzz.toml",
        "rules --config fuzz.toml",
    )
    text = (_TOP / "docs/configuration.md").read_text()
    named = b'[[estate]]\nname = "e"\npaths = ["e"]\n'
    return Material((*seeds, *(named + seed for seed in seeds)), _pieces(text)), _in_file("fuzz.toml", ways)


def _pack() -> Prepared:
    seeds = (Path("site.toml").read_bytes(), (_TOP / "tests/data/pinned-rules.toml").read_bytes(), *_rows())
    ways = (
        "check e --pack fuzz-pack.toml",
        "drift e --against base --pack fuzz-pack.toml",
        "rules --pack fuzz-pack.toml",
    )
    rows = (_TOP / "rules/references.toml").read_text()[:20_000] + (_TOP / "rules/drift.toml").read_text()
    return Material(seeds, _pieces(rows)), _in_file("fuzz-pack.toml", ways)


def _waivers() -> Prepared:
    seeds = tuple(_toml_blocks("waivers.md"))
    ways = (
        "check e --waivers fuzz-waivers.toml --as-of 2026-12-01",
        "waivers list --waivers fuzz-waivers.toml",
        "waivers lint e --waivers fuzz-waivers.toml",
        "waivers prune e --waivers fuzz-waivers.toml",
        "drift two --against base --waivers fuzz-waivers.toml",
    )
    return Material(seeds, _pieces((_TOP / "docs/waivers.md").read_text())), _in_file("fuzz-waivers.toml", ways)


def _baseline() -> Prepared:
    """A file of a baseline: its manifest, or an application."""
    files = [path for name in ("base", "base-whole") for path in sorted(Path(f"{name}-kept").iterdir())]

    def run(data: bytes) -> None:
        name = "base-whole" if b"dbid" in data else "base"
        kept = sorted(path.name for path in Path(f"{name}-kept").iterdir())
        manifest = b"[files" in data or b"sha256" in data
        changed = "MANIFEST.toml" if manifest else kept[crc32(data) % len(kept)]
        exports = "whole" if name == "base-whole" else "e"
        path = Path(name, changed)
        path.write_bytes(data)
        try:
            command(*_chosen(data, (f"drift {exports} --against {name}", f"snapshot {exports} --to {name} --check")))
        finally:
            shutil.copyfile(Path(f"{name}-kept", changed), path)

    texts = [path.read_text() for path in files]
    return Material(tuple(text.encode() for text in texts), _pieces(*texts)), run


def _report() -> Prepared:
    """An earlier report, for all that reads one."""
    seeds = tuple(Path(name).read_bytes() for name in ("check.json", "drift.json", "consistency.json"))
    added = "waivers add --from fuzz.json --reason r --owner o --expires 2026-12-31 --waivers fuzz-added.toml"

    def run(data: bytes) -> None:
        Path("fuzz.json").write_bytes(data)
        Path("fuzz-added.toml").unlink(missing_ok=True)
        ways = (
            *(f"{one} {flag} fuzz.json" for one in ("check e", "drift two --against base", "consistency whole")
              for flag in ("--known", "--since")),
            added,
            "report verify fuzz.json",
            "report verify fuzz.json two --format json",
        )  # fmt: skip
        command(*_chosen(data, ways))

    return Material(seeds, _pieces(seeds[0].decode()[:8_000])), run


def _estate() -> Prepared:
    """An export of any form, as the other end of a chat, through all rules and into any report."""
    from tests.fuzz.readers import READERS  # noqa: PLC0415  it loads packs, which prepare() has to do first

    formats = ("text", "concise", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "html")
    ways = (
        *(f"check fuzz -f {format} --profile advice" for format in formats),
        *(f"drift fuzz --against base -f {format}" for format in ("text", "json", "html")),
        *("compare base-kept fuzz", "consistency fuzz", "show fuzz", "show fuzz -f mermaid", "trace GWE fuzz"),
        *("why GWE queueKey fuzz", "snapshot fuzz --to fuzz-base", "snapshot fuzz --to fuzz-base --check"),
        "drift fuzz --against base --remediate fuzz-remedy",
    )

    def run(data: bytes) -> None:
        for folder in ("fuzz", "fuzz-base", "fuzz-remedy"):
            shutil.rmtree(folder, ignore_errors=True)
        Path("fuzz").mkdir()
        shutil.copyfile("e/GWE.cfg", "fuzz/GWE.cfg")
        ending = "xml" if data[:1] == b"<" else "json" if data[:1] in b"{[" and b'"' in data[:40] else "cfg"
        Path(f"fuzz/Chat.{'csv' if b',' in data[:12] else ending}").write_bytes(data)
        command(*_chosen(data, ways))

    materials = [material for material, _ in READERS.values()]
    seeds = tuple(seed for material in materials for seed in material.seeds)
    return Material(seeds, tuple({piece: 0 for material in materials for piece in material.pieces})), run


_LINES = """check e
check e two -f json -v
check --select GWE2 --ignore GWE209 e --fail-on warning
check - --stdin-name x.cfg
check e --output json=out.json --output sarif=out.sarif --color always
check e --known check.json --since check.json --as-of 2026-01-01 --strict
check e --encoding cp1252 --exclude *.txt --allow-empty --exit-zero --profile advice
drift e --against base
drift two --against base --remediate out-remedy -f html
drift e --against git:HEAD:e
consistency whole -f markdown
compare e two -f junit
snapshot e --to out-base --profiles --check
show e -f mermaid
trace GWE e
why GWE service:wes/wes.connector.chatServer.queueKey e
init e --force
rules --select GWE2
rules new out.toml --prefix SITE --name site-x --force
explain GWE202
explain chat-server:settings/flex-disconnect-timeout
explain exit-codes
waivers list
waivers add --from check.json --rule GWE202 --reason r --owner o --expires 2026-12-31 --waivers out-w.toml
config schema --of report
--version
--help"""


def _arguments() -> Prepared:
    """The command line itself, one argument a line."""
    seeds = tuple("\n".join(line.split()).encode() for line in _LINES.splitlines())

    def run(data: bytes) -> None:
        command(*_harmless(data))

    flags = re.findall(r"--?[a-z-]+", _LINES)
    return Material(seeds, tuple(sorted({flag.encode() for flag in flags} | {b"-q", b"--isolated", b"--debug"}))), run


def _harmless(data: bytes) -> list[str]:
    """The arguments in an input, but for what leads out of the folder, and tests of all packs, which are slow."""
    arguments = [line.decode("utf-8", "surrogateescape").replace("\0", "") for line in data.split(b"\n")[:40]]
    kept = [each for each in arguments if ".." not in each and "/" not in (each[:1], each.partition("=")[2][:1])]
    return [each for each in kept if each not in ("test", "--mutate") and len(each) < 20_000] or ["--help"]


COMMANDS: dict[str, Callable[[], Prepared]] = {
    "configuration": _configuration,
    "pack": _pack,
    "waivers": _waivers,
    "baseline": _baseline,
    "report": _report,
    "estate": _estate,
    "arguments": _arguments,
}
