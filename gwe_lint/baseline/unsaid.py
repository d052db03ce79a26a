"""What the exports of today cannot say stays as it was approved, such as connections in an export of options."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.baseline.entries import EstateEntries
from gwe_lint.baseline.loader import ProfiledApplication
from gwe_lint.baseline.put_back import put_back
from gwe_lint.baseline.taken import is_said_now
from gwe_lint.baseline.writer import Entry
from gwe_lint.drift.diff import compare
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.judge import name_of
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.text import listed


class WithUnsaid(NamedTuple):
    """An estate and its entries, with what stays as approved, and a phrase about it for each application."""

    estate: Estate
    entries: tuple[Entry, ...]
    kept: tuple[str, ...] = ()


def with_unsaid(of_estate: EstateEntries, label: str, former: Sequence[ProfiledApplication]) -> WithUnsaid:
    """The entries, where what an export says less than the baseline is as in the baseline.

    An export of which a part could not be read is left alone: a person forced what was read.
    """
    estate, entries = of_estate.estate, of_estate.entries
    here = [each for each in former if each.estate == label]
    there = estate._replace(applications=tuple(each.application for each in here))
    known = {id(each.application): each for each in here}
    position = {id(each.application): number for number, each in enumerate(entries)}
    now = [Subject(estate, each.application) for each in entries if not _is_damaged(each)]
    drift = compare([Subject(there, each.application) for each in here], now, comparable=True, named=True)
    result, kept = list(entries), []
    for pair in drift.pairs:
        hidden = [each for each in pair.differences if _is_hidden(each)]
        if not hidden or not pair.as_read:
            continue
        then, today = (each.application for each in pair.as_read)
        result[position[id(today)]] = put_back(entries[position[id(today)]], known[id(then)], pair, hidden)
        kept.append(f"{today.name}: {listed([name_of(each) for each in hidden])}")
    applications = {id(each): each for each in estate.applications}
    applications |= {id(old.application): new.application for old, new in zip(entries, result, strict=True)}
    return WithUnsaid(estate._replace(applications=tuple(applications.values())), tuple(result), tuple(kept))


def _is_damaged(entry: Entry) -> bool:
    export = entry.application.export
    return bool(export and (export.unread or export.problems))


def _is_hidden(difference: Difference) -> bool:
    """True for what the baseline has, and of which today's export says nothing: neither a value nor that it is gone."""
    return difference.kind == "unverifiable" and difference.new.option is None and not is_said_now(difference)
