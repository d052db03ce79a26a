"""What becomes one estate, and the plan of an estate that nobody configured."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gwe_lint.config.model import EstateConfig
from gwe_lint.estate.left_out import Excluded, Pattern
from gwe_lint.loading.content import Content


class Part(NamedTuple):
    """What becomes one estate: the plan, what was found for it, and how its path was split, as a sentence."""

    plan: EstateConfig
    content: Content
    grouping: str = ""


def plan_of(name: str, paths: tuple[str, ...]) -> EstateConfig:
    """The plan of an estate that is found at these paths."""
    return EstateConfig(None, name, paths, (), None, None, None, None, (), ())


def patterns_of(plan: EstateConfig, excluded: Iterable[Excluded]) -> Iterator[Pattern]:
    """The ``exclude`` patterns of an estate, each with whether it leaves a file out."""
    if plan.exclude and plan.place:
        spot = plan.place._replace(where=(*plan.place.where, "exclude"))
        line = spot.file.line(spot.where)
        fitting = {pattern for each in excluded for pattern in each.patterns}
        yield from (Pattern(pattern, spot.file.path, line, pattern in fitting) for pattern in plan.exclude)
