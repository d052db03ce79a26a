"""Comparisons of several estates as one: how much was compared in all, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

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
