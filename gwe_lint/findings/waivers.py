"""The ledger of waivers, and how they are matched with findings. A waiver has a reason, an owner and an end.

Waivers do not stand in exports: those are made anew and lose their comments.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit, Place
from gwe_lint.estate.selectors import fits
from gwe_lint.exports.records import Section
from gwe_lint.findings.finding import Finding, Waiver
from gwe_lint.findings.report import NotEvaluated
from gwe_lint.text import counted, quoted

if TYPE_CHECKING:
    from gwe_lint.toml.document import Spot

FILE_NAME = "gwe-lint-waivers.toml"
LONGEST = 180  # days from today to the end of a waiver
SOON = 14  # days
_NOT_VALUES = ("absent", "suppressed", "list")  # kinds of options without a value to pin


class Ledger(NamedTuple):
    """The waivers of one file. ``spots`` has their places in the file, in the same order."""

    path: str = ""
    waivers: tuple[Waiver, ...] = ()
    spots: "tuple[Spot, ...]" = ()

    def line(self, number: int) -> int:
        """The line of a waiver in its file."""
        spot = self.spots[number]
        return spot.file.line(spot.where)


class Waived:
    """Findings with the waivers that accept them, and what is wrong with the ledger."""

    def __init__(
        self, findings: tuple[Finding, ...], expired: tuple[int, ...] = (), stale: tuple[int, ...] = ()
    ) -> None:
        self.findings = findings
        self.expired = expired  # numbers of waivers that would accept a finding, and are over
        self.stale = stale  # numbers of waivers that fit no finding, where one would have been seen


def apply_waivers(
    ledger: Ledger,
    findings: Sequence[Finding],
    estates: Sequence[Estate],
    ran: frozenset[str],
    today: date,
    not_evaluated: Collection[NotEvaluated] = (),
) -> Waived:
    """Match waivers with findings: each finding gets the waiver that accepts it. ``ran`` has the ids of rules that ran.

    A waiver is not stale where its rule did not run or was not evaluated. Nor is it where its application was not read.
    """
    findings = with_values(findings, estates)
    if not ledger.waivers:
        return Waived(tuple(findings))
    used: set[int] = set()
    results = []
    for finding in findings:
        matching = [number for number, waiver in enumerate(ledger.waivers) if _matches(waiver, finding)]
        used.update(matching)
        active = next((ledger.waivers[number] for number in matching if ledger.waivers[number].expires >= today), None)
        results.append(finding._replace(waiver=active))
    numbers = range(len(ledger.waivers))
    expired_numbers = tuple(number for number in numbers if number in used and ledger.waivers[number].expires < today)
    stale = tuple(
        number
        for number in numbers
        if number not in used and _would_be_seen(ledger.waivers[number], estates, ran, not_evaluated)
    )
    return Waived(tuple(results), expired_numbers, stale)


def _would_be_seen(
    waiver: Waiver, estates: Iterable[Estate], ran: frozenset[str], not_evaluated: Collection[NotEvaluated]
) -> bool:
    """True when a finding that the waiver matches would be seen: its rule was evaluated, its application was read."""
    undecided = any(each.rule == waiver.rule and _is_in(waiver, each.estate) for each in not_evaluated)
    decided = waiver.rule in ran and not undecided
    return decided and has_options_for(waiver, estates) and not any(_may_hide(each, waiver) for each in estates)


def _may_hide(estate: Estate, waiver: Waiver) -> bool:
    """True where what the waiver is for may be in a part of an export that was not read."""
    return _is_in(waiver, estate.name) and any(
        not estate.partly_read.isdisjoint(application.paths)
        and (not waiver.application or fits(waiver.application, application.name))
        for application, _ in estate.exports
    )


def has_options_for(waiver: Waiver, estates: Iterable[Estate]) -> bool:
    """True when the estates hold options of an application that the waiver is for.

    Only an application whose type is in the catalogue counts.
    """
    return any(
        export.completeness != "none"
        and estate.catalogue.sections(application.type)
        and (not waiver.application or fits(waiver.application, application.name))
        for estate in estates
        if _is_in(waiver, estate.name)
        for application, export in estate.exports
    )


def _is_in(waiver: Waiver, estate: str) -> bool:
    return not waiver.estate or fits(waiver.estate, estate)


def with_values(findings: Sequence[Finding], estates: Iterable[Estate]) -> tuple[Finding, ...]:
    """The findings with the values that their options have today; a comparison's finding has its own."""
    sections: dict[tuple[str, str], Mapping[str, Section]] = {}
    if any(finding.hit.place.option for finding in findings):
        for estate in estates:
            for application, export in estate.exports:
                sections.update({(part.path, application.name): part.sections for part in export.files})
    return tuple(finding if finding.change else _with_value(finding, sections) for finding in findings)


def _with_value(finding: Finding, sections: Mapping[tuple[str, str], Mapping[str, Section]]) -> Finding:
    place = finding.hit.place
    section = sections.get((place.path, place.application or ""), {}).get(place.section or "")
    option = section.options.get(place.option or "") if section else None
    return finding._replace(value=option.value) if option and option.kind not in _NOT_VALUES else finding


def _matches(waiver: Waiver, finding: Finding) -> bool:
    place = finding.hit.place
    if waiver.rule not in (finding.rule, finding.name):
        return False
    if not _is_in(waiver, finding.estate):
        return False
    if waiver.application and not all(fits(waiver.application, name) for name in finding.who):
        return False
    if waiver.option and not fits(waiver.option, f"{place.section or ''}/{place.option or ''}"):
        return False
    if waiver.value is None:
        return True
    if finding.change and finding.change.values:
        return all(held.text == waiver.value for held in finding.change.deviating)
    return waiver.value == (finding.change.after if finding.change else finding.value)


def covers(waiver: Waiver, other: Waiver) -> bool:
    """True when a waiver accepts all that the other one accepts; the other one has names and no patterns."""
    pairs = ((waiver.estate, other.estate), (waiver.application, other.application))
    named = all(not pattern or pattern == text or fits(pattern, unescaped(text or "")) for pattern, text in pairs)
    option = not waiver.option or waiver.option == other.option or fits(waiver.option, unescaped(other.option or "/"))
    return waiver.rule == other.rule and waiver.value in (None, other.value) and named and option


def literal(name: str) -> str:
    r"""The pattern that fits this name only: a star becomes ``\*``."""
    return name.replace("*", r"\*")


def unescaped(pattern: str) -> str:
    """The name that a pattern without wildcards stands for."""
    return pattern.replace(r"\*", "*")


def expired(ledger: Ledger, today: date) -> tuple[int, ...]:
    """The numbers of the waivers that are over, by their date alone."""
    return tuple(number for number, waiver in enumerate(ledger.waivers) if waiver.expires < today)


def expired_hits(ledger: Ledger, numbers: Iterable[int], today: date) -> Iterator[Hit]:
    """A hit for each waiver that is over, at its place in the ledger."""
    for number in numbers:
        waiver = ledger.waivers[number]
        ended = _ended(waiver, today)
        yield Hit(
            message=f"the waiver of {waiver_in_words(waiver)} {ended}, so that its findings count again",
            place=Place(ledger.path, ledger.line(number)),
            help=f"correct what it was for, or have {waiver.owner} set another end with a reason",
            discriminator=waiver_in_words(waiver),
        )


def _ended(waiver: Waiver, today: date) -> str:
    return f"expired {counted((today - waiver.expires).days, 'day')} ago"


def stale_hits(ledger: Ledger, numbers: Iterable[int], today: date) -> Iterator[Hit]:
    """A hit for each waiver that fits no finding. Of one that is over both are said."""
    for number in numbers:
        waiver = ledger.waivers[number]
        pinned = f" with the value {quoted(waiver.value)}" if waiver.value is not None else ""
        over = f"{_ended(waiver, today)}, and " if waiver.expires < today else ""
        yield Hit(
            message=f"the waiver of {waiver_in_words(waiver)}{pinned} {over}fits no finding",
            place=Place(ledger.path, ledger.line(number)),
            help="remove it, or correct its estate, application, option or value",
            discriminator=waiver_in_words(waiver),
        )


def waiver_in_words(waiver: Waiver) -> str:
    """The waiver as a phrase: rule, estate, application and option."""
    parts = (waiver.rule, waiver.estate and f"in {waiver.estate}", waiver.application, waiver.option)
    return " ".join(part for part in parts if part)
