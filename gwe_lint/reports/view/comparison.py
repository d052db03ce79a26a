"""The view of a comparison beside its findings: sides, what does not count, what could not be compared."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.findings.comparison import DriftSummary, Expected, Held
from gwe_lint.findings.finding import noun_of
from gwe_lint.findings.report import Report
from gwe_lint.reports.view.change import ValueView
from gwe_lint.reports.view.happened import Question, question_of
from gwe_lint.reports.view.limits import MOST_NAMES
from gwe_lint.reports.view.verdict import options_in_words, population
from gwe_lint.text import listed

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
    """An option of an application of which nobody can say whether it differs, and why."""

    application: str
    name: str
    reason: str


class ComparisonView(NamedTuple):
    """What all formats for people show of a comparison as a whole."""

    population: str  # how much was compared, as a phrase
    noun: str  # whom differences are counted by
    against: str
    question: Question
    classes: str  # how many options are no drift, as a sentence; empty for none
    uncounted: tuple[str, ...]  # what does not count, as phrases
    expected: tuple[Expected, ...]
    alone: tuple[str, ...]  # applications with nothing to compare with
    unverifiable: tuple[Unverifiable, ...]
    not_checked: tuple[NotChecked, ...]
    hints: tuple[str, ...]  # what a person should look at first

    @property
    def unverifiable_options(self) -> list[tuple[str, str, list[str]]]:
        """The unverifiable options by option and reason, each with its applications."""
        applications: dict[tuple[str, str], list[str]] = {}
        for option in self.unverifiable:
            applications.setdefault((option.name, option.reason), []).append(option.application)
        return [(name, reason, names) for (name, reason), names in applications.items()]


def comparison_view(report: Report, drift: DriftSummary) -> ComparisonView:
    """What is shown of a comparison."""
    not_checked = tuple(_not_checked(report, drift))
    return ComparisonView(
        population=population(drift),
        noun=noun_of_sides(drift),
        against=drift.against,
        question=question_of(drift),
        classes=_classes(drift),
        uncounted=tuple(_uncounted(report, drift, not_checked)),
        expected=drift.expected,
        alone=drift.alone,
        unverifiable=tuple(
            Unverifiable(drift.called(each.application, each.estate), noun_of(each.section, each.name), each.reason)
            for each in drift.unverifiable
        ),
        not_checked=not_checked,
        hints=drift.hints,
    )


def noun_of_sides(drift: DriftSummary) -> str:
    """What is counted where something does not count: members of groups, or applications."""
    return "member" if drift.scope == "members" else "application"


def equivalent_in_words(drift: DriftSummary) -> Iterator[str]:
    """What is equivalent and why, once for all applications with the same values; names are not escaped."""
    applications: dict[tuple[str, str, str], list[str]] = {}
    for each in drift.equivalent:
        written = "; ".join(map(_written, each.values))
        applications.setdefault((each.name, written, each.reason), []).append(each.application)
    for (name, written, reason), names in applications.items():
        yield f"{name} on {listed(names, MOST_NAMES)}: {written}: {reason}"


def _written(held: Held) -> str:
    value = ValueView(held.text, held.default)
    on = f" on {listed(held.members, MOST_NAMES)}" if held.members else ""
    return f"{value.quoted_as(value.text or '')}{on}"


def _not_checked(report: Report, drift: DriftSummary) -> Iterator[NotChecked]:
    """Applications that were not compared, and estates of which nothing was given; not what is declared."""
    applications = [
        NotChecked(drift.called(each.application, each.estate), each.reason)
        for each in drift.not_checked
        if not each.is_declared
    ]
    yield from applications
    named = {f"{name}: {reason}" for name, reason in applications}
    for line in report.not_checked:
        if line not in named:
            name, _, reason = line.partition(": ")
            yield NotChecked(name, reason)


def _classes(drift: DriftSummary) -> str:
    counts = ", ".join(f"{drift.classes[name]} {word}" for name, word in _CLASSES.items() if drift.classes.get(name))
    return f"Of {options_in_words(drift)}: {counts}." if counts else ""


def _uncounted(report: Report, drift: DriftSummary, not_checked: tuple[NotChecked, ...]) -> Iterator[str]:
    """Phrases for what does not count, the most useful ones first."""
    counts = {
        "Expected": drift.classes.get("expected", 0),
        "Equivalent": drift.classes.get("equivalent", 0),
        "Waived": report.waived,
        "Known": report.known,
    }
    yield from (f"{word} {count}" for word, count in counts.items() if count)
    if drift.alone:
        yield f"Alone {len(drift.alone)}: {listed(drift.alone, MOST_NAMES)}"
    if drift.not_exported:
        names = [drift.called(each.application, each.estate) for each in drift.not_exported]
        yield f"Not exported, as declared: {listed(names)}"
    if not_checked:
        yield f"Not checked: {listed(f'{name} ({reason})' for name, reason in not_checked)}"
