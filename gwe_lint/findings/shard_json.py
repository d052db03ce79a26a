"""A shard as JSON, and back; and the digests by which the shards of one run know each other."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any

from gwe_lint.findings.record_json import Reading, Writing
from gwe_lint.findings.shard import Asked, Shard, ShardNumber
from gwe_lint.findings.shared_work import Part
from gwe_lint.toml.document import Spot


def shard_as_json(shard: Shard) -> dict[str, Any]:
    """What the JSON report of a shard holds beside what every report does."""
    writing = Writing()
    parts = [
        {"names": list(part.names), "secrets": part.secrets, "results": [writing.json(each) for each in part.results]}
        for part in shard.parts
    ]
    return {
        "index": shard.number.position,
        "count": shard.number.total,
        "estates": list(shard.number.of(shard.names)),
        "of": list(shard.names),
        "asked": shard.asked._asdict(),
        "digests": dict(shard.digests),
        "shared": writing.shared,
        "parts": parts,
    }


def shard_in(data: Any, kind: Any) -> Shard:
    """The shard of a JSON report; ``kind`` is that of its results. Raises ``ValueError`` for what is none."""
    reading = Reading(data["shared"])
    number = ShardNumber(reading.of(int, data["index"]), reading.of(int, data["count"]))
    names = reading.of(tuple[str, ...], data["of"])
    parts = tuple(
        Part(
            reading.of(tuple[str, ...], part["names"]),
            tuple(reading.of(kind, each) for each in part["results"]),
            secrets=reading.of(int, part["secrets"]),
        )
        for part in data["parts"]
    )
    if not 1 <= number.position <= number.total or len(parts) != len(number.of(names)):
        raise ValueError
    asked = Asked(*(reading.of(each, data["asked"][name]) for name, each in Asked.__annotations__.items()))
    return Shard(number, names, asked, reading.of(Mapping[str, str], data["digests"]), parts)


def digest_of(value: Any) -> str:
    """A digest of settings: the same wherever they were read, and whatever the order of what has none."""
    return sha256(dumps(_canonical(value), ensure_ascii=True).encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Path | Spot):
        return ""  # where something stands makes no difference
    if isinstance(value, Mapping):
        return sorted([str(key), _canonical(each)] for key, each in value.items())
    if isinstance(value, frozenset | set):
        return sorted(map(dumps, map(_canonical, value)))
    if isinstance(value, Iterable):
        return [_canonical(each) for each in value]
    return [type(value).__name__, _canonical(getattr(value, "__dict__", str(value)))]
