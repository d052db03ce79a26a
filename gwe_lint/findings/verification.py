"""A report against the same run made again: what of it is confirmed, what differs, and what nobody can tell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

Json = Mapping[str, Any]
_NOT_COMPARED = ("format", "tool", "provenance", "findings")  # which are compared one by one, or say nothing


class Difference(NamedTuple):
    """A pack, file or export that differs from that of the report, or a key of the report."""

    kind: Literal["version", "pack", "file", "input", "result"]
    name: str
    what: str


class FindingDifference(NamedTuple):
    """A finding that only the report has, or only the run made again, or that says something else now."""

    what: Literal["gone", "new", "changed"]
    finding: Json
    was: Json | None = None


class Verification(NamedTuple):
    """What differs, and what could not be compared, as sentences.

    ``others`` are another version and other packs: the same was not run again, but its result may be the same.
    """

    differences: tuple[Difference, ...]
    others: tuple[Difference, ...]
    findings: tuple[FindingDifference, ...]
    unknown: tuple[str, ...]

    @property
    def verdict(self) -> Literal["confirmed", "differs", "partly"]:
        """``differs`` wins; ``partly`` where nothing differs, as far as one can tell."""
        if self.differences or self.findings:
            return "differs"
        return "partly" if self.others or self.unknown else "confirmed"


def verified(report: Json, again: Json) -> Verification:
    """The report, compared with the same run made again. Both say where they come from."""
    then, now = report["provenance"], again["provenance"]
    unknown: list[str] = []
    inputs = tuple(_of_files("input", then["inputs"], now["inputs"], unknown))
    files = tuple(_of_files("file", then["files"], now["files"], unknown))
    packs = tuple(_of_files("pack", then["packs"], now["packs"], unknown))
    version, here = report["tool"]["version"], again["tool"]["version"]
    versions = (Difference("version", version, f"here it is {here}"),) if version != here else ()
    return Verification(
        differences=(*inputs, *files, *_results(report, again)),
        others=(*versions, *packs),
        findings=tuple(_of_findings(report["findings"], again["findings"])),
        unknown=tuple(unknown),
    )


def _of_files(
    kind: Literal["pack", "file", "input"], then: Iterable[Json], now: Iterable[Json], unknown: list[str]
) -> Iterator[Difference]:
    """What differs between files by their digests; where one has none, or one of another key, nobody can tell."""
    before, after = ({each["path"]: each["digest"] for each in side} for side in (then, now))
    for path in sorted({*before, *after}):
        if path not in after or path not in before:
            yield Difference(kind, path, "new" if path not in before else "not there any more")
        elif why := _not_comparable(before[path], after[path]):
            unknown.append(f"{path}: {why}")
        elif before[path] != after[path]:
            yield Difference(kind, path, "changed")


def _not_comparable(before: str | None, after: str | None) -> str:
    """Why two digests cannot be compared; empty where they can."""
    if before is None:
        return "the report has no digest of it: it may hold secrets, and there was no key then"
    if after is None:
        return "it may hold secrets, and its digest needs the key of the report" if _key(before) else ""
    one, other = _key(before), _key(after)
    return f"its digest was made under another key ({one})" if one and other and one != other else ""


def _key(digest: str | None) -> str:
    """The id of the key of a digest; empty for a plain one."""
    parts = (digest or "").split(":")
    return parts[1] if len(parts) == 3 else ""


def _results(report: Json, again: Json) -> Iterator[Difference]:
    """The keys of the report, beside its findings, that differ."""
    for key in dict.fromkeys((*report, *again)):
        if key in _NOT_COMPARED or report.get(key) == again.get(key):
            continue
        short = all(isinstance(side.get(key), int | str | bool) for side in (report, again))
        yield Difference("result", key, f"{report[key]} then, {again[key]} now" if short else "another one")


def _of_findings(then: Sequence[Json], now: Sequence[Json]) -> Iterator[FindingDifference]:
    """Findings by fingerprint; one whose other content differs is changed. Equal ones need no partner."""
    before, after = ({(each["fingerprint"], each.get("after")): each for each in side} for side in (then, now))
    for key, finding in before.items():
        if key not in after:
            yield FindingDifference("gone", finding)
        elif after[key] != finding:
            yield FindingDifference("changed", after[key], finding)
    yield from (FindingDifference("new", finding) for key, finding in after.items() if key not in before)


def kinds_of(findings: Iterable[FindingDifference]) -> Mapping[str, int]:
    """How many findings are gone, new and changed."""
    return Counter(each.what for each in findings)
