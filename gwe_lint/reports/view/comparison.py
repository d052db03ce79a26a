"""What a comparison has beside its findings: sides, what does not count, what could not be compared."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.findings.report import DriftSummary, Expected, Report
from gwe_lint.reports.view.verdict import population, word_of
from gwe_lint.text import counted, listed

_CLASSES = {  # of options that are no drift
    "unchanged": "the same",
    "equivalent": "equivalent (other text, same meaning)",
    "expected": "expected to differ",
}


class NotChecked(NamedTuple):
    """Something that was asked for and not compared, and why."""

    name: str
    reason: str


class Unverifiable(NamedTuple):
    """An option of an application that may or may not differ, and why nobody can tell."""

    application: str
    name: str
    reason: str


class ComparisonView(NamedTuple):
    """What all reports of a comparison say of it as a whole."""

    word: str  # what it comes to
    population: str  # how much was compared, as a phrase
    against: str
    sides: tuple[str, str]
    classes: str  # how many options are no drift, as a sentence; empty for none
    uncounted: tuple[str, ...]  # what does not count, as phrases
    expected: tuple[Expected, ...]
    alone: tuple[str, ...]  # applications with nothing to compare with
    unverifiable: tuple[Unverifiable, ...]
    not_checked: tuple[NotChecked, ...]

    @property
    def unverifiable_options(self) -> list[tuple[str, str, list[str]]]:
        """What is unverifiable, by option and reason, with the applications of which the same is true."""
        applications: dict[tuple[str, str], list[str]] = {}
        for each in self.unverifiable:
            applications.setdefault((each.name, each.reason), []).append(each.application)
        return [(name, reason, found) for (name, reason), found in applications.items()]


def comparison_view(report: Report, drift: DriftSummary) -> ComparisonView:
    """What is shown of a comparison."""
    not_checked = tuple(_not_checked(report, drift))
    return ComparisonView(
        word=word_of(report, drift),
        population=population(drift),
        against=drift.against,
        sides=drift.sides,
        classes=_classes(drift),
        uncounted=tuple(_uncounted(report, drift, not_checked)),
        expected=drift.expected,
        alone=drift.alone,
        unverifiable=tuple(Unverifiable(*each) for each in drift.unverifiable),
        not_checked=not_checked,
    )


def _not_checked(report: Report, drift: DriftSummary) -> Iterator[NotChecked]:
    """Applications that were not compared, and estates of which nothing was given."""
    named = {f"{name}: {reason}" for name, reason in drift.not_checked}
    yield from (NotChecked(name, reason) for name, reason in drift.not_checked)
    for said in report.unchecked:
        if said not in named:
            name, _, reason = said.partition(": ")
            yield NotChecked(name, reason)


def _classes(drift: DriftSummary) -> str:
    told = ", ".join(f"{drift.classes[name]} {word}" for name, word in _CLASSES.items() if drift.classes.get(name))
    return f"Of {counted(drift.options, 'option')}: {told}." if told else ""


def _uncounted(report: Report, drift: DriftSummary, not_checked: tuple[NotChecked, ...]) -> Iterator[str]:
    """What does not count, in the order of how much it is worth knowing."""
    counts = {
        "Expected": drift.classes.get("expected", 0),
        "Equivalent": drift.classes.get("equivalent", 0),
        "Waived": report.waived,
        "Known": report.known,
        "Alone": len(drift.alone),
    }
    yield from (f"{word} {count}" for word, count in counts.items() if count)
    if not_checked:
        yield f"Not checked: {listed(f'{name} ({reason})' for name, reason in not_checked)}"
