"""The report of ``compare``: how two estates differ."""

from collections.abc import Sequence

from gwe_lint.config.compare_tables import Comparison
from gwe_lint.drift.diff import Watched, compare_estates, subjects_of
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.listed_objects import with_listed_objects
from gwe_lint.drift.report import drift_report
from gwe_lint.drift.translation import Translation, translation_of
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.report import Report
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule


def two_estates_report(
    one: Estate,
    other: Estate,
    comparisons: Sequence[Comparison],
    rows: Sequence[DriftRow],
    rules: Sequence[Rule],
    accepted: Accepted,
    *,
    overridden: frozenset[str] = frozenset(),
) -> Report:
    """The report that compares the first estate, translated into the names of the second, with the second."""
    one, other = with_listed_objects(one, other.applications), with_listed_objects(other, one.applications)
    translation = translation_of(comparisons, one.name, other)
    before, after = subjects_of([one]), subjects_of([other])
    translated = [translation.subject(each) for each in before]
    drift = compare_estates(translated, after, translation.names(before), _watched(translation, rows))
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
        classify=translation.classify,
        former=Former((one,)),
    )
    assert report.drift is not None
    there = {each.application.name: name for each, (name, _) in zip(before, translation.names(before), strict=True)}
    not_checked = tuple(each._replace(counterpart=there.get(each.application, "")) for each in report.drift.not_checked)
    unused = tuple(translation.unused(before, after, drift))
    return report._replace(
        drift=report.drift._replace(not_checked=not_checked),
        unchecked=(*_holds_no_options(one, before), *_holds_no_options(other, after)),
        incomplete=(*report.incomplete, *unused),
    )


def _watched(translation: Translation, rows: Sequence[DriftRow]) -> Watched:
    """A test for options that must differ, by the table or the rows of packs."""
    differ_by_rows = must_differ(rows)
    return lambda *key: translation.watched(*key) or differ_by_rows(*key)


def must_differ(rows: Sequence[DriftRow]) -> Watched:
    """A test for options that must differ between estates, by the rows of packs."""
    must_differ_rows = [row for row in rows if row.must_differ and "estates" in row.scopes]
    return lambda *key: any(row.fits(*key) for row in must_differ_rows)


def _names(one: Estate, other: Estate) -> tuple[str, str]:
    """The names of both estates in the report; their paths where both have one name."""
    if one.name != other.name:
        return one.name, other.name
    return ", ".join(one.paths) or one.name, ", ".join(other.paths) or other.name


def _holds_no_options(estate: Estate, subjects: Sequence[object]) -> tuple[str, ...]:
    return () if subjects else (f"estate {estate.name}: no export holds options",)
