"""Of which object a finding is, beside its name: its DBID, and what the baseline calls it."""

from collections.abc import Mapping, Sequence

from gwe_lint.drift.diff import Drift
from gwe_lint.drift.judge import Judged
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import CONNECTIONS
from gwe_lint.findings.comparison import Renamed
from gwe_lint.findings.finding import Finding

_Names = Mapping[tuple[str, str], str]  # the former name of an application, by estate and today's name


def renamed_in(drift: Drift) -> tuple[Renamed, ...]:
    """The applications that the baseline calls otherwise."""
    return tuple(
        Renamed(pair.after.estate.name, pair.before.application.name, pair.after.application.name)
        for pair in drift.pairs
        if pair.renamed
    )


def with_objects(judged: Judged, drift: Drift) -> tuple[Finding, ...]:
    """The findings with the DBID of their application, and with the names that the baseline has."""
    subjects = {fingerprint: (difference.before, difference.after) for fingerprint, difference in judged.found}
    former_names = {(each.estate, each.after): each.before for each in renamed_in(drift)}
    dbids = {
        (pair.after.estate.name, pair.after.application.name): _dbid(pair.before, pair.after)
        for pair in drift.pairs
        if pair.renamed
    }
    return tuple(
        _with_object(finding, subjects.get(finding.fingerprint, ()), former_names, dbids) for finding in judged.findings
    )


def _with_object(
    finding: Finding,
    sides: Sequence[Subject],
    former_names: _Names,
    dbids: Mapping[tuple[str, str], int | None],
) -> Finding:
    if not finding.change:
        return finding
    place = finding.hit.place
    key = (finding.estate, place.application or "")
    target = (finding.estate, place.option or "") if place.section == CONNECTIONS else ("", "")
    change = finding.change._replace(
        dbid=_dbid(*sides) if sides else dbids.get(key),
        former_application=former_names.get(key, ""),
        former_option=former_names.get(target, ""),
    )
    return finding._replace(change=change)


def _dbid(before: Subject, after: Subject) -> int | None:
    """The DBID of an application, from the side that knows it. Two that contradict each other are none."""
    dbids = {each.application.dbid for each in (before, after)} - {None}
    return dbids.pop() if len(dbids) == 1 else None
