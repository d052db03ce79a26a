"""Comparisons of several estates as one: how much was compared in all, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.findings.comparison import DriftSummary, Expected

_SUMS = ("compared", "applications", "options", "known", "left_out", "parts")
_LISTS = (
    *("unverifiable", "not_checked", "groups", "alone", "matrices", "equivalent", "renamed", "partly_shown"),
    *("missing", "hints"),
)


def summaries_together(summaries: Sequence[DriftSummary], nothing: DriftSummary) -> DriftSummary:
    """The summary of all these; that of ``nothing`` where there are none."""
    together: dict[str, Any] = {
        "classes": {kind: sum(each.classes[kind] for each in summaries) for kind in nothing.classes},
        "expected": tuple(_expected(each.expected for each in summaries)),
    }
    together |= {name: sum(getattr(each, name) for each in summaries) for name in _SUMS}
    together |= {name: tuple(chain.from_iterable(getattr(each, name) for each in summaries)) for name in _LISTS}
    return (summaries[0] if summaries else nothing)._replace(**together)


def _expected(lists: Iterable[Sequence[Expected]]) -> Iterable[Expected]:
    """Each option and reason once, with the number of applications."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in chain.from_iterable(lists):
        counts[each.name, each.reason] += each.applications
    return (Expected(*key, count) for key, count in counts.items())


def travelling(summary: DriftSummary, *, dated: bool) -> DriftSummary:
    """The summary ready to travel. ``dated``: of earlier findings it is asked whether they are gone."""
    from gwe_lint.estate.outline import application_without_options  # noqa: PLC0415  one estate does without
    from gwe_lint.findings.packing import NO_CATALOGUE  # noqa: PLC0415

    shown = (
        each._replace(
            application=each.application if dated else application_without_options(each.application),
            catalogue=NO_CATALOGUE,
        )
        for each in summary.partly_shown
    )
    return summary._replace(partly_shown=tuple(shown))


def arrived(summary: DriftSummary, catalogue: Catalogue) -> DriftSummary:
    """The summary in the process that asked for it."""
    return summary._replace(partly_shown=tuple(each._replace(catalogue=catalogue) for each in summary.partly_shown))
