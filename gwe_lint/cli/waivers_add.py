"""The new waivers that ``gwe-lint waivers add`` makes of its flags and a JSON report."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from gwe_lint.cli.accepted import findings_in
from gwe_lint.errors import Untrusted
from gwe_lint.estate.selectors import fits
from gwe_lint.exports.redactor import is_token, keys_in
from gwe_lint.findings.finding import Waiver
from gwe_lint.findings.waivers import LONGEST, literal
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import is_about_own_settings

_NEEDED: dict[str, tuple[type, ...]] = {  # of a finding in a report
    "rule": (str,),
    "name": (str,),
    "estate": (str,),
    "application": (str, type(None)),
    "section": (str, type(None)),
    "option": (str, type(None)),
}


def checked_template(waiver: Waiver, today: date) -> Waiver:
    """The template of all new waivers, once it is checked. Raises ``Untrusted`` with every flag that is wrong."""
    latest = date.fromordinal(min(today.toordinal() + LONGEST, date.max.toordinal()))
    wrong = {
        "--reason: must be a text that is not empty": not waiver.reason.strip(),
        "--owner: must be a text that is not empty": not waiver.owner.strip(),
        f"--expires {waiver.expires}: is over already": waiver.expires < today,
        f"--expires {waiver.expires}: is more than {LONGEST} days ahead; {latest} is the last": waiver.expires > latest,
    }
    problems = [problem for problem, is_wrong in wrong.items() if is_wrong]
    if problems:
        raise Untrusted(problems)
    return waiver


def refuse_unknown(report: Path, added: Iterable[Waiver], rules: tuple[Rule, ...]) -> None:
    """Raise ``Untrusted`` for findings of rules that no loaded pack has."""
    unknown = sorted({waiver.rule for waiver in added} - {rule.id for rule in rules})
    if unknown:
        raise Untrusted(
            [
                f"{report.as_posix()}: no rule has the id {id!r}: name its pack with --pack, or choose with --rule"
                for id in unknown
            ]
        )


def waivers_for(
    report: Path,
    template: Waiver,
    wanted: list[str] | None,
    application: str | None,
    rules: tuple[Rule, ...],
    *,
    pinned: bool = True,
) -> list[Waiver]:
    """A waiver for each active finding of the rules and application, each once. Raises ``Untrusted`` for none.

    Names are taken literally. Where ``pinned``, a waiver accepts the value that its option has in the report only.
    """
    chosen = [each for each in _findings(report) if _is_meant(each, wanted, application, rules)]
    if not chosen:
        raise Untrusted([f"{report.as_posix()}: no active finding of that rule and application"])
    return list(dict.fromkeys(_waiver(finding, template, pinned) for finding in chosen))


def _waiver(finding: dict[str, Any], template: Waiver, pinned: bool) -> Waiver:
    """The waiver for one finding. It has no option where the finding has no section and no option."""
    option = f"{finding['section'] or ''}/{finding['option'] or ''}"
    return template._replace(
        rule=finding["rule"],
        estate=literal(finding["estate"]),
        application=finding["application"] and literal(finding["application"]),
        option=None if option == "/" else literal(option),
        value=_pin(finding) if pinned and option != "/" else None,
    )


def _pin(finding: dict[str, Any]) -> str | None:
    """The value that a waiver is for: of the option, or the one that a comparison found; None where there is none.

    A token that was made without a key is no pin: in the next run it stands for another secret.
    """
    value = finding.get("value", finding.get("after"))
    if not isinstance(value, str) or (is_token(value) and "" in keys_in(value)):
        return None
    held = [each.get("value") for each in finding.get("values", ()) if not each.get("right")]
    return value if all(each == value for each in held) else None


def _findings(path: Path) -> list[dict[str, Any]]:
    """The active findings of a JSON report. Raises ``Untrusted`` where one lacks a key that a waiver needs."""
    findings = findings_in(path)
    lacking = (
        f"{path.as_posix()}: finding {number} has no {key!r} that can be read: write it with --output json=FILE"
        for number, finding in enumerate(findings, 1)
        for key, kinds in _NEEDED.items()
        if key not in finding or not isinstance(finding[key], kinds)
    )
    if problem := next(lacking, None):
        raise Untrusted([problem])
    return [finding for finding in findings if not finding.get("waiver") and not finding.get("known")]


def _is_meant(
    finding: dict[str, Any], wanted: list[str] | None, application: str | None, rules: tuple[Rule, ...]
) -> bool:
    never = {rule.id for rule in rules if rule.locked or is_about_own_settings(rule)}
    if finding["rule"] in never:
        return False
    meant = {rule.id for rule in rules if not set(rule.names).isdisjoint(wanted or ())}
    if wanted and finding["rule"] not in meant and not {finding["rule"], finding["name"]} & set(wanted):
        return False
    return application is None or fits(application, finding["application"] or "")
