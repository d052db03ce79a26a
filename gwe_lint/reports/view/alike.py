"""Who differs alike: one lane for all applications with the same differences, one column for each difference."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.estate.effective import short
from gwe_lint.estate.model import OBJECT, Severity
from gwe_lint.reports.view.applications import Link, link_to, names_of
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.limits import MOST_LANE_COLUMNS, MOST_LANES
from gwe_lint.reports.view.ways import BOX, GAP, HIGH, LANE, Box, arrow, box
from gwe_lint.text import counted, listed

_Applications = tuple[tuple[str, str], ...]  # by estate and name


_MOVED = {"missing": "not exported", "extra": "new"}  # what an application on one side only is


class AlikeLane(NamedTuple):
    """Applications that have the same differences, with the boxes that are drawn of them."""

    applications: tuple[str, ...]  # empty for those without any difference
    links: tuple[Link, ...]
    boxes: tuple[Box, ...]


class AlikeView(NamedTuple):
    """The picture of all applications that are compared, those with the most severe differences first."""

    lanes: tuple[AlikeLane, ...]
    more: int  # lanes that are not drawn
    said: str  # in a sentence, for those who do not see it
    width: int
    height: int


def alike_view(causes: Sequence[Cause], compared: int) -> tuple[AlikeView, ...]:
    """The picture, of at least two applications that differ; ``compared`` is how many there are in all."""
    groups = _groups(causes)
    differing = sum(len(applications) for _, applications in groups)
    if differing < 2:
        return ()
    several = len({estate for _, applications in groups for estate, _ in applications}) > 1
    columns = _columns(groups)
    lanes = [
        _lane(at, own, _called(applications, several=several), columns)
        for at, (own, applications) in enumerate(groups[:MOST_LANES])
    ]
    same = compared - sum(len(applications) for own, applications in groups if not _came_or_went(own))
    if same > 0:
        lanes.append(_same(len(lanes), same))
    counts = [f"{len(applications)} with {counted(len(own), 'difference')}" for own, applications in groups]
    said = f"Applications that differ alike: {listed(counts[:MOST_LANES])}; {max(same, 0)} with nothing that counts"
    right = max(each.x for lane in lanes for each in lane.boxes) + BOX + 8
    return (AlikeView(tuple(lanes), len(groups[MOST_LANES:]), said, right, len(lanes) * LANE + 8),)


def _groups(causes: Iterable[Cause]) -> list[tuple[tuple[Cause, ...], _Applications]]:
    """The applications by the causes that they share, in the order of causes; of two alike the larger first."""
    causes_of: dict[tuple[str, str], dict[int, Cause]] = {}
    for cause in causes:
        for finding in cause.findings:
            for name in names_of(finding):
                causes_of.setdefault((finding.estate, name), {})[cause.number] = cause
    alike: dict[tuple[int, ...], list[tuple[str, str]]] = {}
    for application, own in causes_of.items():
        alike.setdefault(tuple(own), []).append(application)
    by_number = {cause.number: cause for cause in causes}
    ordered = sorted(alike.items(), key=lambda each: (each[0][0], -len(each[1]), each[0]))
    return [(tuple(map(by_number.__getitem__, numbers)), tuple(sorted(names))) for numbers, names in ordered]


def _came_or_went(causes: Iterable[Cause]) -> bool:
    """Whether the applications themselves are on one side only, so that nothing of them was compared."""
    places = [cause.first.hit.place for cause in causes]
    return any(place.section == OBJECT and place.option == "export" for place in places)


def _columns(groups: Sequence[tuple[tuple[Cause, ...], _Applications]]) -> list[int]:
    """The causes that have a column, by their numbers: those of the most applications."""
    sizes: dict[int, int] = {}
    for own, applications in groups:
        for cause in own:
            sizes[cause.number] = sizes.get(cause.number, 0) + len(applications)
    most = sorted(sizes, key=lambda number: (-sizes[number], number))[:MOST_LANE_COLUMNS]
    return sorted(most)


def _called(applications: _Applications, *, several: bool) -> tuple[str, ...]:
    return tuple(f"{name} in {estate}" if several else name for estate, name in applications)


def _lane(at: int, causes: Sequence[Cause], names: tuple[str, ...], columns: Sequence[int]) -> AlikeLane:
    title = names[0] if len(names) == 1 else counted(len(names), "application")
    y = at * LANE + 4
    boxes = [box(0, y, title, listed(names), "ok", "")]
    for column, text, whole, severity in _cells(causes, columns):
        x, middle = column * (BOX + GAP), y + HIGH // 2
        before = (boxes[-1].x - 2 + BOX, middle)
        boxes.append(box(x, y, text, whole, severity, arrow(before, (x, middle))))
    return AlikeLane(names, tuple(link_to(cause, cause.first) for cause in causes), tuple(boxes))


def _cells(causes: Sequence[Cause], columns: Sequence[int]) -> Iterator[tuple[int, str, str, Severity]]:
    """What stands in which column, from 1; behind the last one how many more there are."""
    beside = [cause for cause in causes if cause.number not in columns]
    for cause in causes:
        if cause.number in columns:
            text = _MOVED.get(_kind(cause), "") if _came_or_went([cause]) else ""
            text = text or short(cause.first.hit.place.option or cause.option)
            yield columns.index(cause.number) + 1, text, " ".join(cause.happened), cause.first.severity
    if beside:
        whole = listed([cause.option for cause in beside])
        yield len(columns) + 1, f"and {len(beside)} more", whole, beside[0].first.severity


def _kind(cause: Cause) -> str:
    return cause.first.change.kind if cause.first.change else ""


def _same(at: int, count: int) -> AlikeLane:
    """The lane of all that do not differ."""
    y = at * LANE + 4
    x, middle, title = BOX + GAP, y + HIGH // 2, counted(count, "application")
    boxes = (
        box(0, y, title, title, "ok", ""),
        box(x, y, "nothing that counts", "nothing that counts", "ok", arrow((BOX, middle), (x, middle))),
    )
    return AlikeLane((), (), boxes)
