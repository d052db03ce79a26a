"""The numbers at the top of a report: how many findings of each kind, and how much was not evaluated."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.report import Report

Kind = str  # a severity, waived, known, expected, unverifiable, not-checked or not-evaluated


class Number(NamedTuple):
    """How many there are of a kind, and the section that shows them."""

    kind: Kind
    number: int
    noun: str
    section: str


def numbers_of(report: Report) -> Iterator[Number]:
    """All numbers, in the order in which they are shown; those that are zero as well."""
    for severity in SEVERITIES:
        number = report.number_of(severity)
        yield Number(severity, number, severity if number == 1 else f"{severity}s", "findings")
    yield Number("waived", report.waived, "waived", "waived")
    yield Number("known", report.known, "unchanged" if report.simulation else "known", "known")
    if report.drift:
        yield Number("expected", report.drift.classes.get("expected", 0), "expected", "expected")
        yield Number("unverifiable", len(report.drift.unverifiable), "unverifiable", "unverifiable")
    else:
        yield Number("not-evaluated", report.statuses["not_evaluated"], "not evaluated", "not-evaluated")
    yield Number("not-checked", len(report.not_checked), "not checked", "not-checked")
