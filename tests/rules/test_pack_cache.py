"""Packs kept compiled: the same rules and facts as from TOML, and never older ones; nothing about it can fail a run."""

import pickle
from pathlib import Path
from zlib import crc32

import pytest

from gwe_lint.rules import pack_cache
from gwe_lint.rules.pack_reader import read_packs
from gwe_lint.rules.selection import builtin_packs, load_packs
from tests.conftest import outside

PACKS = list(builtin_packs())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the packs are kept in this test."""
    place = tmp_path / "packs.pickle"
    monkeypatch.setattr(pack_cache, "_cache_file", lambda: place)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return place


def test_what_is_kept_is_what_was_read(place: Path) -> None:
    rows = read_packs([(path, f"rules/{path.name}") for path in builtin_packs()], [])
    assert rows.rules
    assert rows.facts
    assert rows.drift
    assert pack_cache.load(PACKS) is None
    pack_cache.store(PACKS, rows)
    assert place.exists()
    kept = pack_cache.load(PACKS)
    assert rows == kept
    assert [type(value) for rule in rows.rules for value in rule.parameters.values()] == [
        type(value) for rule in kept.rules for value in rule.parameters.values()
    ]


def test_a_comparison_parses_no_toml_of_built_in_packs_once_they_are_kept(tmp_path: Path) -> None:
    env = {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONPYCACHEPREFIX": str(tmp_path / "cache"),
    }
    empty = tmp_path / "empty"
    empty.mkdir()
    first, second = (
        outside("consistency", "--allow-empty", cwd=empty, env={**env, "PYTHONPROFILEIMPORTTIME": "1"})
        for _ in range(2)
    )
    assert (0, 0) == (first.code, second.code)
    assert "gwe_lint.rules.pack_reader" in first.err
    assert "gwe_lint.rules.pack_reader" not in second.err
    assert "tomli" not in second.err


def test_changed_packs_and_changed_code_are_read_again(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_packs()
    assert pack_cache.load(PACKS)
    assert pack_cache.load([*PACKS, Path(__file__)]) is None
    pack = tmp_path / "a.toml"
    pack.write_text("")
    before = pack_cache._key([pack])
    pack.write_text("# longer")
    assert before != pack_cache._key([pack])
    monkeypatch.setattr(pack_cache, "__version__", "99")
    assert pack_cache.load(PACKS) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"truncated", b"foreign"])
def test_a_damaged_file_is_not_used(place: Path, damage: bytes) -> None:
    load_packs()
    good = place.read_bytes()
    place.write_bytes({b"truncated": good[:-1], b"foreign": good[:30] + bytes(len(good) - 30)}.get(damage, damage))
    assert pack_cache.load(PACKS) is None
    assert load_packs().rules


def test_a_body_that_is_not_ours_is_not_used(place: Path) -> None:
    for body in (pickle.dumps(1), pickle.dumps(([(1,)], [], b"")), b"?", b"cno_such_module\nX\n."):
        head = pack_cache._FORMAT + pack_cache._key(PACKS) + crc32(body).to_bytes(4, "big")
        place.write_bytes(head + body)
        assert pack_cache.load(PACKS) is None


def test_a_place_that_cannot_be_written_is_no_failure(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert load_packs().rules
    assert not place.exists()
