"""What the exports of today cannot say stays as it was approved, such as connections in an export of options."""

from collections.abc import Sequence
from typing import NamedTuple

from gwe_lint.baseline.entries import EstateEntries, former_by_application
from gwe_lint.baseline.profiled import ProfiledApplication
from gwe_lint.baseline.put_back import put_back
from gwe_lint.baseline.taken import is_hidden
from gwe_lint.baseline.writer import Entry
from gwe_lint.drift.diff import compare, subjects_of
from gwe_lint.drift.judge import name_of
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.records import NOT_WHOLE


class WithUnsaid(NamedTuple):
    """An estate and its entries, with what stays as approved: of which applications, and what of them."""

    estate: Estate
    entries: tuple[Entry, ...]
    applications: tuple[str, ...]
    kept: tuple[str, ...]


def with_unsaid(of_estate: EstateEntries, label: str, former: Sequence[ProfiledApplication]) -> WithUnsaid:
    """The entries, where what an export says less than the baseline is as in the baseline.

    An export of which a part could not be read is left alone: a person forced what was read.
    """
    estate, entries = of_estate.estate, of_estate.entries
    here = former_by_application(estate, label, former).values()
    there = estate._replace(applications=tuple(each.application for each in here))
    known = {id(each.application): each for each in here}
    position = {id(each.application): number for number, each in enumerate(entries)}
    now = [Subject(estate, each.application) for each in entries if not _is_damaged(each)]
    drift = compare([Subject(there, each.application) for each in here], now, comparable=True, named=True)
    result = list(entries)
    kept: dict[str, list[str]] = {}
    for pair in drift.pairs:
        hidden = [each for each in pair.differences if is_hidden(each)]
        if not hidden or not pair.as_read:
            continue
        then, today = (each.application for each in pair.as_read)
        result[position[id(today)]] = put_back(entries[position[id(today)]], known[id(then)], pair, hidden)
        kept[today.name] = [name_of(each) for each in hidden]
    new_ones = {id(old.application): new.application for old, new in zip(subjects_of([estate]), result, strict=True)}
    applications = tuple(new_ones.get(id(each), each) for each in estate.applications)
    names = tuple(dict.fromkeys(name for each in kept.values() for name in each))
    return WithUnsaid(estate._replace(applications=applications), tuple(result), tuple(kept), names)


def _is_damaged(entry: Entry) -> bool:
    export = entry.application.export
    return bool(export and (export.unread or any(each.kind in NOT_WHOLE for each in export.problems)))
