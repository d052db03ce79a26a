"""Whose a finding is, and by when it should be gone."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from gwe_lint.estate.selectors import fits

FILE_NAME = "owners.toml"


class Subject(NamedTuple):
    """What a finding is about: its applications, or a group of members, and where in them."""

    estate: str
    names: tuple[str, ...]
    section: str
    option: str


class Owner(NamedTuple):
    """A team and what is theirs: what fits each kind of pattern, of which none fits everything."""

    team: str
    estates: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def owns(self, subject: Subject) -> bool:
        """True where the finding is this team's."""
        pairs = ((self.estates, (subject.estate,)), (self.applications, subject.names))
        return all(_fits_any(*pair) for pair in (*pairs, (self.sections, (subject.section,))))


class Planned(NamedTuple):
    """A change that was approved before the day on which it is made: until then nothing is late."""

    option: str
    effective_from: date
    reason: str
    estate: str | None = None
    application: str | None = None

    def covers(self, subject: Subject) -> bool:
        """True where the finding is about what is going to be changed."""
        where = (self.estate is None or fits(self.estate, subject.estate)) and (
            self.application is None or _fits_any((self.application,), subject.names)
        )
        return where and fits(self.option, f"{subject.section}/{subject.option}")


class Due(NamedTuple):
    """Whose a finding is, and the last day on which it is not overdue; None where nothing sets one."""

    owner: str = ""
    day: date | None = None

    def is_over(self, today: date) -> bool:
        """True where the finding is overdue."""
        return self.day is not None and today > self.day


class Owners(NamedTuple):
    """What ``owners.toml`` says; nothing of it where there is none."""

    owners: tuple[Owner, ...] = ()
    grace: Mapping[str, int] = {}  # days by severity
    planned: tuple[Planned, ...] = ()

    def due(self, subject: Subject, severity: str, since: date) -> Due:
        """Whose a finding is that is there since a day, and by when it should be gone."""
        team = next((each.team for each in reversed(self.owners) if each.owns(subject)), "")
        days = self.grace.get(severity)
        if days is None:
            return Due(team)
        begins = max((each.effective_from for each in self.planned if each.covers(subject)), default=since)
        try:
            return Due(team, max(since, begins) + timedelta(days=days))
        except OverflowError:  # past the last day that there is
            return Due(team)


def _fits_any(patterns: Iterable[str], names: Iterable[str]) -> bool:
    given = tuple(patterns)
    return not given or any(fits(pattern, name) for pattern in given for name in names)
