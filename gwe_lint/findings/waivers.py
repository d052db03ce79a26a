"""The ledger of accepted findings: waivers with reason, owner and end, and what they do to findings.

Exports are regenerated and lose comments, so that nothing is waived inside of them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit, Place
from gwe_lint.estate.selectors import fits
from gwe_lint.findings.finding import Finding, Waiver
from gwe_lint.findings.report import NotEvaluated
from gwe_lint.text import counted, quoted

if TYPE_CHECKING:
    from gwe_lint.toml.document import Spot

FILE_NAME = "gwe-lint-waivers.toml"
LONGEST = 180  # days from today to the end of a waiver
SOON = 14  # days


class Ledger(NamedTuple):
    """The waivers of one file. ``spots`` are where they stand, in the same order."""

    path: str = ""
    waivers: tuple[Waiver, ...] = ()
    spots: "tuple[Spot, ...]" = ()

    def line(self, number: int) -> int:
        """The line of a waiver in its file."""
        spot = self.spots[number]
        return spot.file.line(spot.where)


class Waived(NamedTuple):
    """Findings with the waivers that accept them, and what is wrong with the ledger."""

    findings: tuple[Finding, ...]
    expired: tuple[int, ...] = ()  # numbers of waivers that would accept a finding, and are over
    stale: tuple[int, ...] = ()  # numbers of waivers that fit no finding, where one would have been seen


def apply(
    ledger: Ledger,
    findings: Sequence[Finding],
    estates: Sequence[Estate],
    ran: frozenset[str],
    today: date,
    not_evaluated: Collection[NotEvaluated] = (),
) -> Waived:
    """The findings, each with the waiver that accepts it, if any; ``ran`` are the ids of the rules that ran.

    A waiver whose rule did not run or could not judge, or whose application was not read, is not stale: nobody knows.
    """
    if not ledger.waivers:
        return Waived(tuple(findings))
    values = _values(estates)
    used: set[int] = set()
    judged = []
    for finding in findings:
        fitting = [number for number, waiver in enumerate(ledger.waivers) if _accepts(waiver, finding, values)]
        used.update(fitting)
        active = next((ledger.waivers[number] for number in fitting if ledger.waivers[number].expires >= today), None)
        judged.append(finding._replace(waiver=active))
    everyone = range(len(ledger.waivers))
    over = tuple(number for number in everyone if number in used and ledger.waivers[number].expires < today)
    stale = tuple(
        number
        for number in everyone
        if number not in used and _would_be_seen(ledger.waivers[number], estates, ran, not_evaluated)
    )
    return Waived(tuple(judged), over, stale)


def _would_be_seen(
    waiver: Waiver, estates: Iterable[Estate], ran: frozenset[str], not_evaluated: Collection[NotEvaluated]
) -> bool:
    """True when a finding that the waiver fits would be known: its rule judged, and its application was read."""
    open_ = any(each.rule == waiver.rule and _is_in(waiver, each.estate) for each in not_evaluated)
    return waiver.rule in ran and not open_ and looked_at(waiver, estates)


def looked_at(waiver: Waiver, estates: Iterable[Estate]) -> bool:
    """True when the estates hold options of an application that the waiver is for, and that is known to have rules."""
    return any(
        export.completeness != "none"
        and estate.catalogue.sections(application.type)
        and (not waiver.application or fnmatchcase(application.name, waiver.application))
        for estate in estates
        if _is_in(waiver, estate.name)
        for application, export in estate.exports
    )


def _is_in(waiver: Waiver, estate: str) -> bool:
    return not waiver.estate or fnmatchcase(estate, waiver.estate)


Values = dict[tuple[str, str, str, str], str]  # of options, by path, application, section and name


def _values(estates: Iterable[Estate]) -> Values:
    return {
        (application.path, application.name, name, option.name): option.value
        for estate in estates
        for application, export in estate.exports
        for name, section in export.sections.items()
        for option in section.options.values()
    }


def _accepts(waiver: Waiver, finding: Finding, values: Values) -> bool:
    place = finding.hit.place
    if waiver.rule not in (finding.rule, finding.name):
        return False
    if not _is_in(waiver, finding.estate):
        return False
    if waiver.application and not all(fnmatchcase(name, waiver.application) for name in finding.who):
        return False
    if waiver.option and not fits(waiver.option, f"{place.section or ''}/{place.option or ''}"):
        return False
    if waiver.value is None:
        return True
    if finding.change and finding.change.values:
        return all(held.text == waiver.value for held in finding.change.deviating)
    key = (place.path, place.application or "", place.section or "", place.option or "")
    return values.get(key) == waiver.value


def covers(waiver: Waiver, other: Waiver) -> bool:
    """True when a waiver accepts whatever the other one, which names single things, is for."""
    pairs = ((waiver.estate, other.estate), (waiver.application, other.application))
    named = all(not pattern or pattern == text or fnmatchcase(text or "", pattern) for pattern, text in pairs)
    option = not waiver.option or fits(waiver.option, other.option or "/")
    return waiver.rule == other.rule and waiver.value is None and named and option


def expired(ledger: Ledger, today: date) -> tuple[int, ...]:
    """The numbers of the waivers that are over, whatever they fit: their date alone says so."""
    return tuple(number for number, waiver in enumerate(ledger.waivers) if waiver.expires < today)


def expired_hits(ledger: Ledger, numbers: Iterable[int], today: date) -> Iterator[Hit]:
    """A hit for each waiver that is over, at its place in the ledger."""
    for number in numbers:
        waiver = ledger.waivers[number]
        days = counted((today - waiver.expires).days, "day")
        yield Hit(
            message=f"the waiver of {said(waiver)} expired {days} ago, so that its findings count again",
            place=Place(ledger.path, ledger.line(number)),
            help=f"correct what it was for, or have {waiver.owner} set another end with a reason",
            discriminator=said(waiver),
        )


def stale_hits(ledger: Ledger, numbers: Iterable[int]) -> Iterator[Hit]:
    """A hit for each waiver that fits no finding."""
    for number in numbers:
        waiver = ledger.waivers[number]
        pinned = f" with the value {quoted(waiver.value)}" if waiver.value is not None else ""
        yield Hit(
            message=f"the waiver of {said(waiver)}{pinned} fits no finding",
            place=Place(ledger.path, ledger.line(number)),
            help="remove it, or correct its estate, application, option or value",
            discriminator=said(waiver),
        )


def said(waiver: Waiver) -> str:
    """What is waived, as a phrase."""
    parts = (waiver.rule, waiver.estate and f"in {waiver.estate}", waiver.application, waiver.option)
    return " ".join(part for part in parts if part)
