"""A repair as JSON: the fixes that are offered, held back and not offered, beside the findings that stay."""

from collections.abc import Callable
from typing import Any

from gwe_lint.findings.finding import Finding
from gwe_lint.findings.repair import NotOffered, Offer, Repair
from gwe_lint.reports.fix_json import fix_as_json

_AsJson = Callable[[Finding], dict[str, Any]]


def repair_as_json(repair: Repair, finding_as_json: _AsJson) -> dict[str, Any]:
    """The keys that a report of ``fix`` has beside those of every report."""
    return {
        "fixes": [_offer(each, finding_as_json) for each in repair.offers],
        "held_back": [_offer(each, finding_as_json) for each in repair.held_back],
        "not_offered": [_not_offered(each) for each in repair.not_offered],
        "written": list(repair.written),
    }


def _offer(offer: Offer, finding_as_json: _AsJson) -> dict[str, Any]:
    return {
        "estate": offer.estate,
        **fix_as_json(offer.fix),
        "findings": [finding_as_json(each) for each in offer.resolved],
        "alternatives": [fix_as_json(each) for each in offer.others],
        "restart": list(offer.restarts),
    }


def _not_offered(each: NotOffered) -> dict[str, Any]:
    finding = each.finding
    about = {"rule": finding.rule, "fingerprint": finding.fingerprint, "reason": each.reason}
    return {"estate": each.estate, **fix_as_json(each.fix), **about}
