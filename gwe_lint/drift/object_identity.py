"""Of which object a finding is, beside its name: its DBID, and what the baseline calls it; of a connection both."""

from collections.abc import Mapping

from gwe_lint.drift.diff import Drift
from gwe_lint.drift.judge import Judged
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import CONNECTIONS
from gwe_lint.findings.comparison import Renamed
from gwe_lint.findings.finding import Finding

_Key = tuple[str, str]  # the estate and today's name of an application
_Sides = tuple[Subject, Subject]  # before and after


def renamed_in(drift: Drift) -> tuple[Renamed, ...]:
    """The applications that the baseline calls otherwise."""
    return tuple(
        Renamed(pair.after.estate.name, pair.before.application.name, pair.after.application.name)
        for pair in drift.pairs
        if pair.renamed
    )


def with_objects(judged: Judged, drift: Drift, *, baseline: bool) -> tuple[Finding, ...]:
    """The findings with the DBID of their application, and with the names that the baseline has.

    ``baseline`` is False where both sides are estates, whose DBIDs have nothing to do with each other.
    """
    sides = {fingerprint: (difference.before, difference.after) for fingerprint, difference in judged.found}
    renamed = {
        (pair.after.estate.name, pair.after.application.name): (pair.before, pair.after)
        for pair in drift.pairs
        if pair.renamed
    }
    return tuple(
        _with_object(finding, sides.get(finding.fingerprint), renamed, baseline=baseline) for finding in judged.findings
    )


def _with_object(finding: Finding, sides: _Sides | None, renamed: Mapping[_Key, _Sides], *, baseline: bool) -> Finding:
    if not finding.change:
        return finding
    place = finding.hit.place
    other_names = renamed.get((finding.estate, place.application or ""))
    target = renamed.get((finding.estate, place.option or "")) if place.section == CONNECTIONS else None
    change = finding.change._replace(
        dbids=_dbids(sides or other_names, baseline=baseline),
        former_application=other_names[0].application.name if other_names else "",
        former_option=target[0].application.name if target else "",
        target_dbid=_target_dbid(sides, place.option, baseline=baseline) if place.section == CONNECTIONS else None,
    )
    return finding._replace(change=change)


def _target_dbid(sides: _Sides | None, name: str | None, *, baseline: bool) -> int | None:
    """The DBID of the application of this name to which a connection leads; None where neither side tells it."""
    before, after = sides or (None, None)
    subjects = [each for each in (after, before if baseline else None) if each]
    targets = [link.target for each in subjects for link in each.application.connections or ()]
    objects = [(each.name, each.dbid) for each in targets]
    objects += [(each.name, each.dbid) for subject in subjects for each in subject.estate.applications]
    return next((dbid for known, dbid in objects if known == name and dbid is not None), None)


def _dbids(sides: _Sides | None, *, baseline: bool) -> tuple[int, ...]:
    """The DBID that an application has now, else the one that the baseline knows."""
    if not sides:
        return ()
    before, after = (each.application.dbid for each in sides)
    dbid = before if after is None and baseline else after
    return () if dbid is None else (dbid,)
