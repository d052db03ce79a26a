"""Incomplete files, which were not read whole. Every comparison reports them, since they may hide a difference."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.finding import Finding
from gwe_lint.rules.rule import Rule, says_not_whole

_BEFORE = " before"  # makes the fingerprints of both sides differ


class FormerParts(NamedTuple):
    """The estates of the other side. ``label`` is put before their paths."""

    estates: tuple[Estate, ...] = ()
    label: str = ""


class Former(FormerParts):
    """The estates of the other side, from exports or baseline files, also by their names."""

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Estate, ...]]:
        by_name: dict[str, tuple[Estate, ...]] = {}
        for estate in self.estates:
            by_name[estate.name] = (*by_name.get(estate.name, ()), estate)
        return by_name

    def named(self, name: str) -> "Former":
        """The estates of this name alone."""
        return Former(self._by_name.get(name, ()), self.label)

    def left_of(self, estates: Sequence[Estate]) -> list[Estate]:
        """These estates without those of the other side, since one list may hold both sides."""
        others = set(map(id, self.estates))
        return [each for each in estates if id(each) not in others]


NO_FORMER = Former()


def damage_of(rules: Sequence[Rule], estates: Sequence[Estate], former: Former) -> Result:
    """The findings about files that were not read whole, on both sides. One estate may be on both lists."""
    selected = [rule for rule in rules if says_not_whole(rule)]
    current = run(selected, filter(_may_be_damaged, former.left_of(estates)))
    damaged = tuple(filter(_may_be_damaged, former.estates))
    if not damaged:
        return current
    former_result = run(selected, [each._replace(name=each.name + _BEFORE) for each in damaged])
    names = {each.name for each in estates}
    before = tuple(_of_before(finding, former.label, names) for finding in former_result.findings)
    return current._replace(
        findings=(*before, *current.findings), failures=(*former_result.failures, *current.failures)
    )


def _may_be_damaged(estate: Estate) -> bool:
    """False where all files were read, and nothing was wrong with any."""
    if estate.left_out:
        return True
    exports = [part for _, export in estate.exports for part in export.files]
    exports += [export for document in estate.documents for export in document.exports]
    return any(document.problems for document in estate.documents) or any(export.problems for export in exports)


def _of_before(finding: Finding, label: str, names: set[str]) -> Finding:
    """The finding with the path and the estate that reports know. For an estate that is gone, the estate is ``all``."""
    name = finding.estate.removesuffix(_BEFORE)
    place = finding.hit.place._replace(path=label + finding.hit.place.path)
    return finding._replace(estate=name if name in names else "all", hit=finding.hit._replace(place=place))
