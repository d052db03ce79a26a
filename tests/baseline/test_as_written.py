"""A manifest as a snapshot wrote it says the same as where TOML is parsed; one in any other form is left to that."""

import random
from pathlib import Path

import pytest

from gwe_lint.baseline import manifest
from gwe_lint.baseline.as_written import as_written
from gwe_lint.baseline.manifest import Manifest, manifest_text, read_manifest
from gwe_lint.baseline.writer import Listed
from gwe_lint.exports.deferred import KnownExport

PLAIN = KnownExport("sha256:00", "cfg", "lf", "chat-server", "section [endpoints:1]", 150, 151, 6, 1, "")
FILES = [
    Listed("A.toml", "a\n", "x/eu/A.cfg", PLAIN),
    Listed(
        "B.toml", "b\n", "x/Ü b.csv", PLAIN._replace(type="", clue="", said="5f1c", beside="comments", format="csv")
    ),
    Listed("eu.C.toml", "c\n", "x/C.cfg"),
    Listed("profile.toml", "p\n"),
]
WRITTEN = manifest_text(FILES)
# What somebody, or a merge, may write into a manifest.
PIECES = (
    *('"', "\\", "\n", " ", "#", ".toml", "[[file]]", "= 1", "0", "-1", "é", "\x00", "\x7f", "\r", "{", "}", ", "),
    *('name = "A.toml"', "parts = 01", "seal = 'x'", '\nsource = "y"', "written = 2026-01-01T00:00:00Z\n", "\\u0041"),
)


def read(folder: Path, text: str) -> tuple[Manifest, list[str]]:
    (folder / "MANIFEST.toml").write_bytes(text.encode())
    problems: list[str] = []
    manifest._parsed.cache_clear()
    return read_manifest(folder, Path.as_posix, problems), problems


def test_what_a_snapshot_writes_is_read_without_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = as_written(WRITTEN)
    assert found
    assert [each.name for each in FILES] == list(found.names)
    assert [each.known for each in FILES if each.known] == [each.known for each in found.known.values()]
    with_it = read(tmp_path, WRITTEN)
    monkeypatch.setattr(manifest, "as_written", lambda _: None)
    assert with_it == read(tmp_path, WRITTEN)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_read_without_toml_is_what_toml_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, without = random.Random(seed), 0
    texts = []
    for _ in range(60):
        start = chance.randrange(len(WRITTEN))
        end = start + chance.choice((0, 0, 1, 5, 40))
        texts.append(WRITTEN[:start] + chance.choice((*PIECES, "", WRITTEN[start - 30 : start])) + WRITTEN[end:])
    quick = [read(tmp_path, text) for text in texts]
    without = sum(as_written(text) is not None for text in texts)
    monkeypatch.setattr(manifest, "as_written", lambda _: None)
    assert quick == [read(tmp_path, text) for text in texts]
    assert 0 < without < len(texts)
