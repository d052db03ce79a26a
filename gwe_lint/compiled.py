"""The built-in packs in a form that loads fast, kept beside Python's own bytecode and made anew when a pack changes.

Reading the TOML of all packs at every start costs more than all else that ``check`` does on a small estate. Nothing but
the packs is kept here. Where it cannot be written, as in a read-only installation, packs are read as TOML.
"""

import marshal
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

from gwe_lint import __version__
from gwe_lint.catalogue import Fact, Older
from gwe_lint.conditions import Condition
from gwe_lint.model import Example, Rule, Wording, Words
from gwe_lint.releases import Releases
from gwe_lint.selectors import Selector

_FORMAT = b"gwe-lint packs 3\n"
_OURS: tuple[type[Any], ...] = (Selector, Condition, Releases)  # types of parameters, kept by their number


def _place() -> Path | None:
    cached = __spec__.cached if __spec__ else None
    return Path(cached).with_name(f"packs.{sys.implementation.cache_tag}.marshal") if cached else None


def _key(packs: Iterable[bytes]) -> bytes:
    """What the packs hold, and what reads them: other code makes other rules of the same packs."""
    package = Path(__file__).parent
    files = [each for folder in (package, package / "checks") for each in os.scandir(folder) if each.is_file()]
    code = sorted((each.name, each.stat().st_mtime_ns, each.stat().st_size) for each in files)
    key = crc32(f"{__version__} {marshal.version} {code}".encode())
    for pack in packs:
        key = crc32(pack, key)
    return key.to_bytes(4, "big")


def load(packs: Iterable[bytes]) -> tuple[tuple[Rule, ...], tuple[Fact, ...]] | None:
    """The rules and facts of these packs, or None when they are not kept here."""
    place = _place()
    try:
        data = place.read_bytes() if place and place.is_file() else b""
        head, body = data[: len(_FORMAT) + 8], data[len(_FORMAT) + 8 :]
        if head != _FORMAT + _key(packs) + crc32(body).to_bytes(4, "big"):
            return None
        rules, facts, words = marshal.loads(body)  # noqa: S302  what we wrote ourselves, beside our own bytecode
        told = _Told(words)
        return tuple(_rule(rule, number, told) for number, rule in enumerate(rules)), tuple(map(_fact, facts))
    except (OSError, ValueError, EOFError, TypeError):  # not readable, or not ours
        return None


class _Told:
    """The words of all rules, taken apart when the first of them is asked for."""

    def __init__(self, kept: bytes) -> None:
        self._kept = kept
        self._words: list[Any] = []

    def of(self, number: int) -> Words:
        self._words = self._words or marshal.loads(self._kept)  # noqa: S302  ours, as above
        words = Words._make(self._words[number])
        return words._replace(examples=tuple(map(Example._make, words.examples)))


def store(packs: Iterable[bytes], rules: Iterable[Rule], facts: Iterable[Fact]) -> None:
    """Keep the rules and facts of these packs, unless Python itself keeps no bytecode here."""
    place = _place()
    if sys.dont_write_bytecode or not place:
        return
    rules = tuple(rules)
    words = marshal.dumps([_plain_words(rule.wording.words) for rule in rules])
    body = marshal.dumps(([_plain_rule(rule) for rule in rules], [_plain_fact(fact) for fact in facts], words))
    temporary = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        temporary.write_bytes(_FORMAT + _key(packs) + crc32(body).to_bytes(4, "big") + body)
        os.replace(temporary, place)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def _plain_rule(rule: Rule) -> tuple[Any, ...]:
    parameters = {key: _plain(value) for key, value in rule.parameters.items()}
    return tuple(rule._replace(parameters=parameters, wording=None))  # type: ignore[arg-type]


def _plain_words(words: Words) -> tuple[Any, ...]:
    return tuple(words._replace(examples=tuple(map(tuple, words.examples))))  # type: ignore[arg-type]


def _plain_fact(fact: Fact) -> tuple[Any, ...]:
    return tuple(fact._replace(older=tuple(map(tuple, fact.older))))  # type: ignore[arg-type]


def _fact(plain: tuple[Any, ...]) -> Fact:
    fact = Fact._make(plain)
    return fact._replace(older=tuple(map(Older._make, fact.older))) if fact.older else fact


def _plain(value: Any) -> Any:
    """A parameter without our own types: each becomes a list, of which there are no others."""
    if type(value) in _OURS:
        return [_OURS.index(type(value)), *map(_plain, value)]
    return tuple(_plain(each) for each in value) if isinstance(value, tuple) else value


def _rule(plain: tuple[Any, ...], number: int, told: _Told) -> Rule:
    rule = Rule._make(plain)
    parameters = {key: _parameter(value) for key, value in rule.parameters.items()}
    return rule._replace(parameters=parameters, wording=Wording(partial(told.of, number)))


def _parameter(value: Any) -> Any:
    if isinstance(value, list):
        return _OURS[value[0]]._make(map(_parameter, value[1:]))
    return tuple(_parameter(each) for each in value) if isinstance(value, tuple) else value
