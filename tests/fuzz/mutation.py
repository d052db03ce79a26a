"""Inputs made of others: seeds cut into tokens, which are dropped, doubled, swapped, replaced and nested. Seeded."""

import copy
import json
import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

LARGE = 100_000  # bytes; an input of this size is judged within a second
_TOKENS = re.compile(rb"\r\n|[\n<>{}\[\]\"',:;=/]|[^\n<>{}\[\]\"',:;=/]+")
ANYWHERE: tuple[bytes, ...] = (
    *(
        b"",
        b"\0",
        b"\r",
        b"\n",
        b"\r\n",
        b"\t",
        b" ",
        b'"',
        b"'",
        b"\\",
        b"=",
        b":",
        b";",
        b",",
        b"#",
        b"*",
        b"%",
        b"$",
    ),
    *(
        b"[",
        b"]",
        b"[[",
        b"]]",
        b"{",
        b"}",
        b"<",
        b">",
        b"</",
        b"/>",
        b"&",
        b"&#0;",
        b"&lt;",
        b"<!--",
        b"-->",
        b"<![CDATA[",
    ),
    *(b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", "\u2028é你😀\x85\u202e".encode()),
    *(b"0", b"-1", b"1e999", b"9" * 4_301, b"0" * 5_000 + b"1", b"18446744073709551616", b"nan", b"true", b"null"),
    *(
        b"2026-13-45",
        b"1979-05-27T07:32:00Z",
        b"\\ud800",
        b"\\u0000",
        b"/dev/null",
        b"../..",
        b"webme",
        b"password",
        b"****",
    ),
)
_LEAVES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, float("inf"), 10**4_300 - 1, "", "\0", "\ud800", "1", "x", [], {}, [[]], {"": {}}),
)


class Material(NamedTuple):
    """What inputs of one kind are made of: whole ones, and pieces that mean something there."""

    seeds: Sequence[bytes]
    pieces: Sequence[bytes] = ()


def mutated(material: Material, rng: random.Random) -> bytes:
    """One input. Nearly all are small; three of a thousand are as large as ``LARGE``."""
    data = rng.choice(material.seeds)
    if rng.random() < 0.3:
        with suppress(ValueError, RecursionError):
            data = _with_other_nodes(data, rng)
    for _ in range(rng.choice((1, 1, 2, 3, 5, 9))):
        data = rng.choice(_WAYS)(data, material, rng)
    return _enlarged(data, rng) if rng.random() < 0.003 else data[:LARGE]


def _bytes(data: bytes, material: Material, rng: random.Random) -> bytes:
    """Single bytes are other ones."""
    if not data:
        return rng.randbytes(rng.randrange(20))
    array = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        array[rng.randrange(len(array))] = rng.randrange(256)
    return bytes(array)


def _cut(data: bytes, material: Material, rng: random.Random) -> bytes:
    """It breaks off, or begins in the middle."""
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.7 else data[at:]


def _tokens(data: bytes, material: Material, rng: random.Random) -> bytes:
    """Some tokens are dropped, doubled, swapped, or replaced by those of others."""
    tokens = _TOKENS.findall(data) or [b""]
    at, other = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    end = at + rng.choice((1, 1, 2, 4, 16, 64))
    match rng.randrange(6):
        case 0:
            del tokens[at:end]
        case 1:
            tokens[at:at] = tokens[at:end]
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens[at] = rng.choice(material.pieces or ANYWHERE)
        case 4:
            tokens[at:end] = [rng.choice(ANYWHERE)]
        case _:
            tokens.insert(at, rng.choice((*material.pieces, *ANYWHERE)))
    return b"".join(tokens)


def _lines(data: bytes, material: Material, rng: random.Random) -> bytes:
    """Lines are dropped, doubled, moved, or come from another seed."""
    lines = data.splitlines(keepends=True) or [b""]
    at = rng.randrange(len(lines))
    others = rng.choice(material.seeds).splitlines(keepends=True) or [b""]
    match rng.randrange(4):
        case 0:
            del lines[at : at + rng.randrange(1, 4)]
        case 1:
            lines.insert(rng.randrange(len(lines) + 1), lines[at])
        case 2:
            start = rng.randrange(len(others))
            lines[at:at] = others[start : start + rng.randrange(1, 12)]
        case _:
            rng.shuffle(lines)
    return b"".join(lines)


def _repeated(data: bytes, material: Material, rng: random.Random) -> bytes:
    """A part is there many times, side by side or, for brackets, one in another."""
    size = rng.choice((1, 2, 5, 20, 100))
    at = rng.randrange(len(data) + 1)
    part = data[at : at + size] or rng.choice(ANYWHERE)
    return data[:at] + part * rng.choice((2, 3, 10, 70, 1_100)) + data[at:]


_WAYS: Sequence[Callable[[bytes, Material, random.Random], bytes]] = (
    *(_bytes, _cut, _tokens, _tokens, _tokens, _tokens, _lines, _lines, _repeated),
)


def _enlarged(data: bytes, rng: random.Random) -> bytes:
    """The input with one part, or the whole of it, so often that it has the size ``LARGE``."""
    tokens = _TOKENS.findall(data)
    if not tokens or rng.random() < 0.3:
        return ((data or b"x") * (LARGE // max(len(data), 1) + 1))[:LARGE]
    at = rng.randrange(len(tokens))
    part = b"".join(tokens[at : at + rng.choice((1, 2, 4, 10, 40))])
    before, after = b"".join(tokens[:at]), b"".join(tokens[at:])
    return (before + part * (max(LARGE - len(data), 0) // len(part) + 1) + after)[:LARGE]


def _with_other_nodes(data: bytes, rng: random.Random) -> bytes:
    """JSON that stays well-formed, with some values that are others, or deeper. Raises ``ValueError`` for no JSON."""
    if data[:1] not in (b"{", b"["):
        raise ValueError
    top: Any = [json.loads(data)]
    for _ in range(rng.randrange(1, 4)):
        holder = top
        while True:
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            key = rng.choice(keys)
            inner = holder[key]
            if not (isinstance(inner, dict | list) and inner) or rng.random() < 0.15:
                break
            holder = inner
        holder[key] = copy.deepcopy(rng.choice((*_LEAVES, [inner], {"value": inner}, [inner, inner], str(inner))))
    return json.dumps(top[0], indent=rng.choice((None, 1)), ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")
