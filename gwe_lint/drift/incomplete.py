"""Files that were not read whole: what they lack would look like no difference, so that every comparison says so."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.finding import Finding
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import says_not_whole

_BEFORE = " before"  # makes the fingerprints of both sides differ


class Former(NamedTuple):
    """The estates of the other side, of exports or of baseline files; ``label`` is put before their paths."""

    estates: tuple[Estate, ...] = ()
    label: str = ""

    def left_of(self, estates: Sequence[Estate]) -> list[Estate]:
        """These estates without those that are on the other side: both sides may be on one list."""
        return [each for each in estates if all(each is not other for other in self.estates)]


NO_FORMER = Former()


def damage_of(rules: Sequence[Rule], estates: Sequence[Estate], former: Former) -> Result:
    """What the rules about files that were not read whole find on both sides; one estate may be on both lists."""
    about = [rule for rule in rules if says_not_whole(rule)]
    found = run(about, former.left_of(estates))
    old = run(about, [each._replace(name=each.name + _BEFORE) for each in former.estates])
    names = {each.name for each in estates}
    before = tuple(_of_before(finding, former.label, names) for finding in old.findings)
    return found._replace(findings=(*before, *found.findings), failures=(*old.failures, *found.failures))


def _of_before(finding: Finding, label: str, names: set[str]) -> Finding:
    """The finding with the path and the estate that reports know; of an estate that is gone, it is of all."""
    name = finding.estate.removesuffix(_BEFORE)
    place = finding.hit.place._replace(path=label + finding.hit.place.path)
    return finding._replace(estate=name if name in names else "all", hit=finding.hit._replace(place=place))
