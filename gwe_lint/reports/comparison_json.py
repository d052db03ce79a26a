"""A comparison as JSON: what it adds to a finding, and its summary."""

from gwe_lint.findings.comparison import Change, DriftSummary, Equivalent
from gwe_lint.findings.finding import noun_of
from gwe_lint.findings.report import Report
from gwe_lint.reports.history import dbids_as_json
from gwe_lint.reports.view.verdict import verdict_of
from gwe_lint.reports.wording import pending

_OF_SIDES = ("class", "before", "after", "before_is_default", "after_is_default")


def change_as_json(change: Change) -> dict[str, object]:
    """The keys that a finding of drift adds to those of every finding."""
    return {
        "class": change.kind,
        "before": change.before,
        "after": change.after,
        "before_is_default": change.before_default,
        "after_is_default": change.after_default,
        "group": change.group,
        **(_members_as_json(change) if change.values else {}),
        **dbids_as_json(change.dbids, of_members=bool(change.among)),
        **({"type": change.app} if change.dbids else {}),
        **({"former_application": change.former_application} if change.former_application else {}),
        **({"former_option": change.former_option} if change.former_option else {}),
        **({"target_dbid": change.target_dbid} if change.target_dbid is not None else {}),
        **({"renamed_section": list(change.renamed_section.names)} if change.renamed_section else {}),
    }


def difference_as_json(change: Change) -> dict[str, object]:
    """The same for programs that show a finding: of members their values, and no side that others differ from."""
    keys = change_as_json(change)
    return {key: keys[key] for key in keys if key not in _OF_SIDES} if change.values else keys


def _members_as_json(change: Change) -> dict[str, object]:
    """Which members have which value. ``reference`` is majority or split; ``right`` is true for the right values."""
    return {
        "among": change.among,
        "reference": change.reference,
        "values": [
            {"value": held.text, "is_default": held.default, "right": held.reference, "members": list(held.members)}
            for held in change.values
        ],
    }


def summary_as_json(report: Report) -> dict[str, object]:
    """The summary of a comparison: how much was compared, and what does not count."""
    assert report.drift is not None
    drift = report.drift
    return {
        "verdict": verdict_of(report).word,
        "scope": drift.scope,
        "against": drift.against,
        **({"sides": list(drift.sides)} if drift.scope == "estates" else {}),
        "classes": dict(drift.classes),
        "applications": drift.applications,
        "compared": drift.compared,
        "options": drift.options,
        "parts": drift.parts,
        "known": drift.known,
        "expected": [{"name": each.name, "reason": each.reason, "count": each.applications} for each in drift.expected],
        "equivalent": [_equivalent_as_json(each) for each in drift.equivalent],
        "unverifiable": [
            {
                "estate": each.estate,
                "application": each.application,
                "option": noun_of(each.section, each.name),
                "reason": each.reason,
            }
            for each in drift.unverifiable
        ],
        "not_checked": [
            {"estate": each.estate, "application": each.application, "reason": each.reason}
            for each in drift.not_checked
        ],
        "hints": list(drift.hints),
        "left_out": drift.left_out,
        "not_whole": list(drift.not_whole),
        "pending": pending(report),
        **(_groups_as_json(drift) if drift.scope == "members" else {}),
    }


def _equivalent_as_json(equivalent: Equivalent) -> dict[str, object]:
    """An equivalent option with both values, or among members with every way to write it."""
    values = equivalent.values
    if values[0].members:
        head: dict[str, object] = {"estate": equivalent.estate, "among": equivalent.application}
        held = [{"value": each.text, "is_default": each.default, "members": list(each.members)} for each in values]
        return {**head, "option": equivalent.name, "reason": equivalent.reason, "values": held}
    before, after = values
    return {
        "estate": equivalent.estate,
        "application": equivalent.application,
        "option": equivalent.name,
        "reason": equivalent.reason,
        "before": before.text,
        "after": after.text,
        "before_is_default": before.default,
        "after_is_default": after.default,
    }


def _groups_as_json(drift: DriftSummary) -> dict[str, object]:
    return {
        "groups": [
            {"estate": group.estate, "name": group.name, "members": list(group.members), "assumed": group.assumed}
            for group in drift.groups
        ],
        "alone": list(drift.alone),
    }
