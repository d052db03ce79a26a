"""From two estates to a report of how they differ."""

from collections.abc import Sequence

from gwe_lint.config.compare_tables import Comparison
from gwe_lint.drift.diff import Watched, compare_estates, subjects_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.report import drift_report
from gwe_lint.drift.translation import Translation, translation_of
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.lint import Accepted
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule


def between(
    one: Estate,
    other: Estate,
    comparisons: Sequence[Comparison],
    rows: Sequence[DriftRow],
    rules: Sequence[Rule],
    accepted: Accepted,
    *,
    overridden: frozenset[str] = frozenset(),
) -> Report:
    """The report: what the first estate has, read in the terms of the second, beside what the second has."""
    translation = translation_of(comparisons, one.name, other)
    before, after = subjects_of([one]), subjects_of([other])
    there = [translation.subject(each) for each in before]
    drift = compare_estates(there, after, translation.names(before), _watched(translation, rows))
    report, _ = drift_report(
        drift,
        rows,
        "estates",
        rules,
        accepted,
        command="compare",
        estates=(one, other),
        against=other.name,
        overridden=overridden,
        sides=_names(one, other),
        meant=translation.meant,
        former=Former((one,)),
    )
    unused = tuple(translation.unused(before, after, drift))
    return report._replace(unchecked=(*report.unchecked, *unused, *_nothing(one, before), *_nothing(other, after)))


def _watched(translation: Translation, rows: Sequence[DriftRow]) -> Watched:
    """The options that must differ, as the table or the rows of packs say."""
    apart = must_differ(rows)
    return lambda *key: translation.watched(*key) or apart(*key)


def must_differ(rows: Sequence[DriftRow]) -> Watched:
    """The options that must differ between estates, as the rows of packs say."""
    apart = [row for row in rows if row.must_differ and "estates" in row.scopes]
    return lambda *key: any(row.fits(*key) for row in apart)


def _names(one: Estate, other: Estate) -> tuple[str, str]:
    """What both are called in the report; told apart by their paths where they have one name."""
    if one.name != other.name:
        return one.name, other.name
    return ", ".join(one.paths) or one.name, ", ".join(other.paths) or other.name


def _nothing(estate: Estate, subjects: Sequence[object]) -> tuple[str, ...]:
    return () if subjects else (f"estate {estate.name}: no export holds options",)
