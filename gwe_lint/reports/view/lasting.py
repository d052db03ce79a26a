"""What a history adds to a report for people: the trend as a picture, the oldest findings, and whose they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from gwe_lint.findings.earlier import TrendDay
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.history import begin_of, days
from gwe_lint.reports.wording import called
from gwe_lint.text import counted

WIDTH, HEIGHT, MARGIN = 640, 160, 12  # of the picture
MOST_OLDEST = 10
MOST_DAYS = 366  # of the trend


class Line(NamedTuple):
    """A line of the picture: its name, its points as SVG has them, and its highest value."""

    name: str
    kind: str
    points: str
    most: int


class Trend(NamedTuple):
    """The trend: two lines in one picture, each by a scale of its own from 0 on, and the days behind it."""

    days: tuple[TrendDay, ...]
    lines: tuple[Line, ...]
    said: str


class Oldest(NamedTuple):
    """A finding that counts, by its age."""

    since: str
    whose: str
    message: str
    severity: str
    state: str


class OwnerRow(NamedTuple):
    """How many findings a team has."""

    owner: str
    findings: int
    overdue: int
    oldest: str


def trend_of(report: Report) -> list[Trend]:
    """The trend with today; nothing where no history tells two days."""
    history = report.history
    if not history or not history.trend:
        return []
    options = report.drift.options if report.drift else report.population.options
    all_days = (*history.trend, TrendDay(history.today, len(report.active), options))[-MOST_DAYS:]
    first, last = all_days[0], all_days[-1]
    said = f"{counted(first.findings, 'finding')} on {first.day}, {last.findings} on {last.day}"
    findings = _line("findings", "found", all_days, [each.findings for each in all_days])
    looked_at = _line("options looked at", "looked-at", all_days, [each.options for each in all_days])
    return [Trend(all_days, (looked_at, findings), said)]


def _line(name: str, kind: str, all_days: Sequence[TrendDay], values: Sequence[int]) -> Line:
    most = max(values)
    span = max((all_days[-1].day - all_days[0].day).days, 1)
    points = []
    for each, value in zip(all_days, values, strict=True):
        x = MARGIN + (WIDTH - 2 * MARGIN) * (each.day - all_days[0].day).days / span
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / max(most, 1)
        points.append(f"{x:.1f},{y:.1f}")
    return Line(name, kind, " ".join(points), most)


def oldest_of(report: Report) -> list[Oldest]:
    """The oldest findings that count; nothing where no history tells them."""
    history = report.history
    if not history or not history.of_store:
        return []
    dated = [(begin, each) for each in report.active if (begin := begin_of(each))]
    dated.sort(key=lambda pair: pair[0])
    return [
        Oldest(
            since=f"{begin}, {days(begin, history.today)}",
            whose=called(each.hit.place.application, each.estate, report),
            message=each.hit.message,
            severity=each.severity,
            state=_state(each),
        )
        for begin, each in dated[:MOST_OLDEST]
    ]


def _state(finding: Finding) -> str:
    lasting = finding.lasting
    if not lasting:
        return ""
    late = "overdue" if lasting.overdue else ""
    back = "flapping" if lasting.flapping else f"began {lasting.times} times" if lasting.times > 1 else ""
    return ", ".join(filter(None, (late, back, lasting.owner)))


def owners_of(report: Report) -> list[OwnerRow]:
    """The teams with their findings, who has most that is overdue first; nothing where none is named."""
    by_owner: dict[str, list[tuple[date, Finding]]] = {}
    for each in report.active:
        if each.lasting:
            by_owner.setdefault(each.lasting.owner, []).append((each.lasting.since, each))
    if not any(by_owner):
        return []
    rows = list(_owner_rows(by_owner))
    return sorted(rows, key=lambda row: (-row.overdue, -row.findings, row.owner))


def _owner_rows(by_owner: dict[str, list[tuple[date, Finding]]]) -> Iterator[OwnerRow]:
    for owner, findings in by_owner.items():
        overdue = sum(bool(each.lasting and each.lasting.overdue) for _, each in findings)
        yield OwnerRow(owner or "(nobody)", len(findings), overdue, str(min(since for since, _ in findings)))
