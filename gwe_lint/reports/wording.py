"""Words for one finding that all reports share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from gwe_lint.catalogue.fact import needs_restart
from gwe_lint.estate.model import ANNEX, Hit
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.text import counted, escaped

if TYPE_CHECKING:  # comparisons are rare, and defining their records takes time at every start
    from gwe_lint.findings.chats import ChatChange
    from gwe_lint.findings.comparison import Change
    from gwe_lint.findings.fix import Fix

Status = Literal["active", "waived", "known"]
STATUSES: tuple[Status, ...] = ("active", "waived", "known")

_MOST_FIXES = 3  # that are shown to people; of more alternatives programs have all
_MOST_TOLD = 500  # changes that are looked at to say them as one
_NAMES = {"(connections)": "connection", "(ports)": "port", "(tenants)": "tenant", "(application)": "application:"}


def followed_in_words(report: Report) -> str:
    """How far chats were followed, as a phrase; empty where nobody asked."""
    coverage = report.coverage
    if not coverage:
        return ""
    if not coverage.clients:
        return "no client names an endpoint"
    if not coverage.selected:
        return "chats were not followed: no rule is selected that asks for it"
    servers = counted(coverage.chat_servers, "Chat Server") if coverage.chat_servers else "no Chat Server"
    declared = f", {len(coverage.not_exported)} not exported, as declared" if coverage.not_exported else ""
    return f"followed {coverage.followed} of {coverage.clients} clients, {servers} in the exports{declared}"


def lost_in_words(report: Report) -> list[str]:
    """The chats that a change loses, each as an escaped sentence without a full stop."""
    lost = report.simulation.chats.lost if report.simulation else ()
    return [
        escaped(
            f"Chats of {called(each.client, each.estate, report)}{_over(each)} are lost at {each.hop}: {each.reason}"
        )
        for each in lost
    ]


def _over(change: "ChatChange") -> str:
    return f" over {change.chat_server}" if change.chat_server else ""


def as_of_in_words(report: Report) -> str:
    """Of which day the report is, and of which part of it, as a phrase; empty where nothing says so."""
    phrases = [f"as of {report.as_of}"] if report.as_of else []
    if report.only:
        states, number = report.only
        phrases.append(f"only {' or '.join(states)}: {len(report.findings)} of {counted(number, 'finding')}")
    return ", ".join(phrases)


def option_of(finding: Finding) -> str:
    """The option of a finding, as people name it."""
    place = finding.hit.place
    if not (place.section or place.option):
        return "name of the application"
    section, name = place.section or "", place.option or ""
    if section == ANNEX:
        section, _, name = name.partition("/")
        return f"annex [{section}] {name}"
    return f"{_NAMES.get(section, f'[{section}]')} {name}".strip()


def spot_of(finding: Finding) -> str:
    """The place of a finding as ``path:line:column``."""
    place = finding.hit.place
    return f"{place.path}:{place.line}:{place.column}"


def more_places(hit: Hit) -> str:
    """How many related places are not shown; empty where all are."""
    return f"and {counted(hit.more, 'more place')}" if hit.more else ""


def fixes_beside_help(finding: Finding) -> tuple[str, ...]:
    """The proposed fixes, as phrases; none where the help says the same already."""
    fixes = finding.fixes[:_MOST_FIXES]
    said = len(fixes) == 1 and fixes[0].resolves is None and fixes[0].is_said_in(finding.hit.help)
    return () if said else tuple(map(_with_safety, fixes))


def fixes_of_cause(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The same for findings that are shown as one; of several their first fixes, where these are all alike."""
    first = findings[0]
    if len(findings) == 1 or not all(finding.fixes for finding in findings):
        return fixes_beside_help(first) if len(findings) == 1 else ()
    distinct = {id(finding.fixes[0].changes): finding.fixes[0].changes for finding in findings}  # many may share one
    if sum(map(len, distinct.values())) > _MOST_TOLD:
        return ()
    changes = tuple(dict.fromkeys(change for each in distinct.values() for change in each))
    together = first.fixes[0]._replace(changes=changes)
    return (_with_safety(together),) if together.is_one_thing else ()


def _with_safety(fix: "Fix") -> str:
    said = ["probable"] if fix.safety == "probable" else []
    said += [f"tried: resolves {counted(fix.resolves, 'finding')}"] if fix.resolves is not None else []
    return f"{fix.in_words} ({', '.join(said)})" if said else fix.in_words


def status_of(finding: Finding) -> Status:
    """Whether a finding counts, and if not, why."""
    return "waived" if finding.waiver else "known" if finding.known else "active"


def status_in_words(finding: Finding) -> str:
    """The same in a word. What was there before a change is unchanged."""
    is_unchanged = finding.status == "unchanged" and finding.first_seen is None and not finding.waiver
    return "unchanged" if is_unchanged else status_of(finding)


def difference_in_words(change: "Change") -> str:
    """What kind of difference it is: its class, or among members what their values come to."""
    if not change.values or change.kind == "must-differ":
        return f"class {change.kind}"
    return "split" if change.reference == "split" else "differs from most"


def accepted_by(finding: Finding) -> str:
    """Why a finding does not count (its waiver, or an earlier report), escaped; empty for one that counts."""
    waiver = finding.waiver
    if waiver:
        ticket = f", {waiver.ticket}" if waiver.ticket else ""
        return escaped(f"{waiver.reason} ({waiver.owner}{ticket}, until {waiver.expires})")
    if finding.status == "unchanged" and finding.first_seen is None:
        return "it was there before the change"
    return "an earlier report has it" if finding.known else ""


def is_pending(finding: Finding) -> bool:
    """True for a change that takes effect after a restart only."""
    return finding.change is not None and needs_restart(finding.takes_effect)


def pending(report: Report) -> list[str]:
    """The options that changed since the baseline and take effect after a restart only, each with its application."""
    if not report.drift or report.drift.scope != "baseline":
        return []
    return [
        f"{called(finding.hit.place.application, finding.estate, report)}: {option_of(finding)}"
        for finding in report.active
        if is_pending(finding)
    ]


def called(application: str | None, estate: str, report: Report) -> str:
    """The name of an application, with its estate where a report is about several; without a name, the estate."""
    if report.drift:
        return report.drift.called(application, estate)
    return f"{application} in {estate}" if application and len(report.estates) > 1 else application or estate
