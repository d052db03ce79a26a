"""What a run did not look at, so that an earlier finding about it is neither there nor resolved."""

from collections.abc import Iterable

from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.model import FACETS, OBJECT
from gwe_lint.findings.comparison import NotCompared, Unverified
from gwe_lint.findings.earlier import EarlierFinding
from gwe_lint.findings.looked_at import LookedAt, Shown

_NAMED_IN_REASONS = ("type", "release", "state", "dbid", "backup", "host")  # where an object is not said whole

_EXPORT = "export"  # the name of the difference that an application came or went

_Key = tuple[str, str]  # an estate, and an application or a group of members


class NotLookedAt:
    """What a run cannot tell of earlier findings: whether they are gone."""

    def __init__(self, looked_at: LookedAt) -> None:
        self.looked_at = looked_at
        self.not_compared: dict[str, list[NotCompared]] = {}  # by estate
        self.unverified: dict[_Key, list[Unverified]] = {}
        self.partly_shown: dict[_Key, list[Shown]] = {}
        for entry in looked_at.not_compared:
            # Of two estates, a difference is said of one of them, whichever of both lacks the application.
            for estate in looked_at.estates if looked_at.of_two_estates else (entry.estate,):
                self.not_compared.setdefault(estate, []).append(entry)
        for where, name in looked_at.missing:  # of which other differences may still be there
            self.not_compared.setdefault(where, []).append(NotCompared(where, name, ""))
        for row in looked_at.unverifiable:
            self.unverified.setdefault((row.estate, row.application), []).append(row)
        for each in looked_at.partly_shown:
            self.partly_shown.setdefault((each.estate, each.name), []).append(each)
        self.names_now = {(each.estate, each.before): each.after for each in looked_at.renamed}
        self.groups = {(estate, name): members for estate, name, members in looked_at.groups}

    def holds(self, past: EarlierFinding) -> bool:
        """True for a finding of another rule, estate or path, or of what could not be compared."""
        looked_at = self.looked_at
        is_elsewhere = past.estate not in (*looked_at.estates, "all")
        if past.rule not in looked_at.rules or is_elsewhere or past.fingerprint in looked_at.hidden:
            return True
        names = self._names_of(past)
        if any((past.estate, name) in looked_at.partly_read for name in (*names, None)):
            return True
        if past.among and looked_at.any_alone and (past.estate, past.among) not in self.groups:
            return True  # who was a member is not compared with anybody now
        return self._is_not_compared(past, names) or any(self._may_be_there(past, name) for name in names)

    def carried(self, past: EarlierFinding) -> EarlierFinding:
        """A finding that was not looked at, with the name that its application has now as a further one.

        Once that name is approved, nothing tells the former one any more.
        """
        names = (past.application, past.former_application)
        now = (self.names_now.get((past.estate, name)) for name in names if name)
        return past._replace(former_application=next(filter(None, now), past.former_application))

    def _names_of(self, past: EarlierFinding) -> frozenset[str]:
        """All that the finding is about may be called, and of members all that were compared."""
        names = {name for name in (past.application, past.former_application, *past.members) if name}
        if past.among and not past.members:  # in reports of older versions
            names.update(self.groups.get((past.estate, past.among), ()))
        return frozenset(names | {self.names_now.get((past.estate, name), name) for name in names})

    def _is_not_compared(self, past: EarlierFinding, names: Iterable[str]) -> bool:
        starts = tuple(f"{name} is " for name in names)  # the reason of a group names the member that is not there
        return any(
            entry.application in names or entry.counterpart in names or entry.reason.startswith(starts)
            for entry in self.not_compared.get(past.estate, ())
        )

    def _may_be_there(self, past: EarlierFinding, name: str) -> bool:
        """True where the export of an application does not show whether a difference is still there."""
        key = (past.estate, name)
        if any(_is_about(row, past) for row in self.unverified.get(key, ())):
            return True
        if not past.is_difference or past.option is None or (past.section, past.option) == (OBJECT, _EXPORT):
            return False
        text = _telling_value(past)
        shown = self.partly_shown.get(key, ())
        return any(each.may_have(past.section or "", past.option, text) for each in shown)


def _telling_value(past: EarlierFinding) -> str | None:
    """A value of the option that is no number, if there is one: it is stored as a string."""
    values = (past.after, past.before, *past.deviating) if past.among else (past.after,)
    return next((text for text in values if text is not None and integer_of(text) is None), past.after)


def _is_about(row: Unverified, past: EarlierFinding) -> bool:
    """True where an unverifiable option, or all of a part of an object, holds what the finding is about."""
    if past.is_renaming:  # seen by the DBID only
        return (row.section, row.name) == (OBJECT, "*") and "dbid" in row.reason
    if row.section != (past.section or ""):
        return False
    if row.name == "*" and row.section in FACETS:
        if (past.section, past.option) == (OBJECT, _EXPORT):
            return False  # there is an export, however little it says
        return row.section != OBJECT or past.option not in _NAMED_IN_REASONS or past.option in row.reason
    return row.name == past.option
