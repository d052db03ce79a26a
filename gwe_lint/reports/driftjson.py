"""A comparison for machines."""

from gwe_lint.report import Change, DriftSummary, Report
from gwe_lint.reports.driftwords import pending


def change_as_json(change: Change) -> dict[str, object]:
    """What a finding of drift has beside what every finding has."""
    return {
        "class": change.kind,
        "before": change.before,
        "after": change.after,
        "before_is_default": change.before_default,
        "after_is_default": change.after_default,
        "group": change.group,
        **(_members_as_json(change) if change.values else {}),
    }


def _members_as_json(change: Change) -> dict[str, object]:
    """Who has which value: ``reference`` says what they are judged by, ``right`` which values are as they should be."""
    return {
        "among": change.among,
        "reference": change.reference,
        "values": [
            {"value": held.text, "is_default": held.default, "right": held.reference, "members": list(held.members)}
            for held in change.values
        ],
    }


def summary_as_json(report: Report) -> dict[str, object]:
    """How much was compared, for machines."""
    assert report.drift is not None
    drift = report.drift
    return {
        "scope": drift.scope,
        "against": drift.against,
        "classes": dict(drift.classes),
        "applications": drift.applications,
        "compared": drift.compared,
        "options": drift.options,
        "known": drift.known,
        "expected": [{"name": each.name, "reason": each.reason, "count": each.applications} for each in drift.expected],
        "unverifiable": [
            {"application": application, "option": name, "reason": reason}
            for application, name, reason in drift.unverifiable
        ],
        "not_checked": [{"application": name, "reason": why} for name, why in drift.not_checked],
        "left_out": drift.left_out,
        "not_whole": list(drift.not_whole),
        "pending": pending(report),
        **(_groups_as_json(drift) if drift.scope == "members" else {}),
    }


def _groups_as_json(drift: DriftSummary) -> dict[str, object]:
    return {
        "groups": [
            {"estate": each.estate, "name": each.name, "members": list(each.members), "assumed": each.assumed}
            for each in drift.groups
        ],
        "alone": list(drift.alone),
    }
