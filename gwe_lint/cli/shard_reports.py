"""The JSON reports of shards, which have to be of one run."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gwe_lint import __version__
from gwe_lint.drift.consistency import Agreement
from gwe_lint.drift.division import Drifted
from gwe_lint.errors import Untrusted
from gwe_lint.exports.redactor import NUMBERED
from gwe_lint.findings.checked import Checked
from gwe_lint.findings.provenance import Provenance
from gwe_lint.findings.record_json import Reading
from gwe_lint.findings.shard import Asked, Shard
from gwe_lint.findings.shard_json import shard_in
from gwe_lint.findings.shared_work import Part
from gwe_lint.loading.portions import SINGLE_FILES, Portion, named_anew, without_same_names
from gwe_lint.paths import read_small
from gwe_lint.text import counted, escaped, listed

_RESULTS = {"check": Checked, "consistency": Agreement, "drift": Drifted}  # of the commands that can be divided
_MOST = 1 << 30  # bytes of a report
_NUMBERED = re.compile(NUMBERED).search


class ShardReport(NamedTuple):
    """The report of a shard, and how its file is called."""

    path: str
    command: str
    shard: Shard
    provenance: Provenance | None  # where it comes from
    shows_numbers: bool  # True: it shows secrets by numbers, which are those of its run

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"shard {self.shard.number} ({self.path})"


class Shards(NamedTuple):
    """The shards of one run, as far as they are there, each once. ``double`` are those that others are like."""

    command: str
    reports: Mapping[int, ShardReport]
    double: tuple[ShardReport, ...]

    @property
    def first(self) -> Shard:
        """The first of those that are there."""
        return next(iter(self.reports.values())).shard

    @property
    def asked(self) -> Asked:
        """What was asked for in all of them."""
        return self.first.asked

    @property
    def whole(self) -> bool:
        """True where every shard is there."""
        return len(self.reports) == self.first.number.total

    @property
    def parts(self) -> tuple[Part | None, ...]:
        """The part of each portion of the run; None where its shard is missing."""
        parts: list[Part | None] = [None] * len(self.first.names)
        for report in self.reports.values():
            number = report.shard.number
            parts[number.position - 1 :: number.total] = report.shard.parts
        return tuple(parts)

    @property
    def provenance(self) -> Provenance | None:
        """Where the report of the whole run comes from; None where a shard does not say it."""
        each_of = [report.provenance for report in self.reports.values()]
        known = [each for each in each_of if each]
        if len(known) < len(each_of):
            return None
        inputs = {path: digest for each in known for path, digest in each.inputs.items()}
        return known[0]._replace(inputs=dict(sorted(inputs.items())))

    @property
    def left(self) -> tuple[str, ...]:
        """The names of the portions whose shard is missing."""
        return tuple(name for name, part in zip(self.first.names, self.parts, strict=True) if not part)

    def gaps(self) -> Iterator[str]:
        """Which shards are missing, and which are there twice, as reasons."""
        total = self.first.number.total
        missing = [f"{position}/{total}" for position in range(1, total + 1) if position not in self.reports]
        if missing:
            what = f"{counted(len(self.left), 'estate')} not looked at{f': {listed(self.left)}' if self.left else ''}"
            yield f"{'shard' if len(missing) == 1 else 'shards'} {listed(missing)} missing: {what}"
        for report in self.double:
            other = self.reports[report.shard.number.position].path
            yield f"shard {report.shard.number} is there twice: {escaped(other)} and {escaped(report.path)}"


def shards_in(paths: Sequence[Path]) -> Shards:
    """The shards in these files. Raises ``Untrusted`` for a file that is no shard, or one of another run."""
    reports = [_report_in(path) for path in paths]
    first, *others = reports
    problems = [problem for other in others for problem in _differences(first, other)]
    if problems:
        raise Untrusted(problems)
    there: dict[int, ShardReport] = {}
    double = [each for each in reports if there.setdefault(each.shard.number.position, each) is not each]
    shards = Shards(first.command, dict(sorted(there.items())), tuple(double))
    problems = [*_same_names(shards), *_numbers_of_secrets(shards)]
    if problems:
        raise Untrusted(problems)
    return shards


def refuse_other_run(shards: Shards, digests: Mapping[str, str]) -> None:
    """Raise ``Untrusted`` where this run has other rules, waivers and so on than the shards had."""
    theirs = shards.first.digests
    other = [what for what, digest in digests.items() if theirs.get(what) != digest]
    if other:
        raise Untrusted(
            [
                f"the shards ran with other {what} than this: merge where they ran, with the same version, "
                "--config, --pack, --waivers and --known"
                for what in other
            ]
        )


def _report_in(path: Path) -> ShardReport:
    shown = path.as_posix()
    try:
        data = json.loads(read_small(path, shown, most=_MOST))
        command, version = data["command"], data["tool"]["version"]
        if data["format"] != "gwe-lint/1" or command not in _RESULTS or not isinstance(version, str):
            raise ValueError
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Untrusted([f"{shown}: {_NO_SHARD}"]) from None
    if "shard" not in data:
        raise Untrusted([f"{shown}: the report of a whole run, and of no shard: {_HOW}"])
    if version != __version__:
        raise Untrusted([f"{shown}: written by gwe-lint {escaped(version)}, and this is {__version__}"])
    try:
        shard = shard_in(data["shard"], _RESULTS[command])
        provenance = _provenance(data["provenance"]) if "provenance" in data else None
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError):
        raise Untrusted([f"{shown}: {_NO_SHARD}"]) from None
    return ShardReport(shown, command, shard, provenance, bool(_NUMBERED(json.dumps(data["shard"]["parts"]))))


def _provenance(data: Any) -> Provenance:
    reading = Reading([])
    options = {
        flag: tuple(value) if isinstance(value, list) else value
        for flag, value in reading.of(Mapping[str, str | int | bool | list[str]], data["options"]).items()
    }
    digests = (
        {reading.of(str, each["path"]): reading.of(str | None, each["digest"]) or "" for each in data[key]}
        for key in ("packs", "files", "inputs")
    )
    return Provenance(options, reading.of(tuple[str, ...], data["arguments"]), *digests)


_HOW = "write one with --shard I/N --output json=FILE"
_NO_SHARD = f"not the JSON report of a shard: {_HOW}"


def _differences(one: ShardReport, other: ShardReport) -> Iterator[str]:
    """How two shards show that they are of different runs."""
    pairs: list[tuple[str, Any, Any]] = [
        ("command", one.command, other.command),
        ("number of shards", one.shard.number.total, other.shard.number.total),
        ("estates", one.shard.names, other.shard.names),
        ("day", one.shard.asked.day, other.shard.asked.day),
        ("options", one.shard.asked._replace(day=""), other.shard.asked._replace(day="")),
        *((what, digest, other.shard.digests.get(what)) for what, digest in one.shard.digests.items()),
    ]
    for what, here, there in pairs:
        if here != there:
            advice = ": give both the same --as-of" if what == "day" else ""
            yield f"{one.name} and {other.name} differ in their {what}, so that they are of different runs{advice}"


def _same_names(shards: Shards) -> Iterator[str]:
    """Estates that are called as those of another shard, which their own one could not know."""
    names = [part.names if part else () for part in shards.parts]
    if not (shards.asked.paths and shards.whole):
        return
    portions = [Portion(None, name, None if name == SINGLE_FILES else Path(name)) for name in shards.first.names]
    for _, portion in named_anew(without_same_names(portions), names, whole=True):
        for name in sorted(portion.taken):
            yield f"estates of several shards are called {escaped(name)}: give each a name in an [[estate]] table"


def _numbers_of_secrets(shards: Shards) -> Iterator[str]:
    """The shards that show secrets by numbers, where others have secrets, too: each counted its own."""
    for report in shards.reports.values():
        others = (each.shard.parts for each in shards.reports.values() if each is not report)
        if report.shows_numbers and any(part.secrets for parts in others for part in parts):
            yield (
                f"{report.name} shows secrets by numbers, which mean others in other shards: "
                "give all shards the same GWE_LINT_HMAC_KEY or --hmac-key-file"
            )
