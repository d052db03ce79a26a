"""What ``why`` prints of an option, as text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from gwe_lint import __version__
from gwe_lint.catalogue.fact import Fact
from gwe_lint.catalogue.option_types import TYPES_IN_WORDS
from gwe_lint.estate.effective import Effective, short
from gwe_lint.estate.model import NotEvaluated
from gwe_lint.explore.why import Account, RuleOutcome
from gwe_lint.reports.json_text import dumped
from gwe_lint.reports.layout import Layout, Paint
from gwe_lint.reports.text.trace import place_as_json
from gwe_lint.text import counted, escaped, listed, quoted

_INDENT = 20  # columns of what stands before a value
_PAINTS: dict[str, Paint] = {"failed": "error", "passed": "plain", "not evaluated": "note"}
_MOST_BESIDE = 6  # other options that a rule looked at


def accounts_as_text(accounts: Sequence[Account], layout: Layout) -> str:
    """The accounts as text: value and origin first, then every rule that looked at the option."""
    return "".join(f"{line}\n" for account in accounts for line in _account(account, layout))


def _account(account: Account, layout: Layout) -> Iterator[str]:
    application = account.application
    title = f"{application.name}   [{account.section}] {account.name}   (estate {account.estate})"
    yield layout.paint("bold", escaped(title))
    for name, value in _facts(account):
        yield from layout.wrapped(f"  {name:<{_INDENT - 2}}", value, _INDENT)
    yield ""
    if not account.outcomes:
        yield "  no rule looked at it"
    for outcome in account.outcomes:
        yield from _outcome(outcome, layout)
    yield ""


def _facts(account: Account) -> Iterator[tuple[str, str]]:
    value, fact, application = account.value, account.fact, account.application
    if isinstance(value, NotEvaluated):
        yield "value", f"not known: {value.reason}"
    else:
        yield "value", _value(value)
        yield "comes from", _origin(value)
    says = "" if application.release_declared else " (the object says)"
    yield "release", f"{application.release}{says}" if application.release else "not known"
    if not fact:
        yield "documentation", "nothing is known of this option"
        return
    yield "documentation", fact.summary
    yield "allowed", _allowed(fact)
    if fact.takes_effect:
        yield "takes effect", fact.takes_effect
    yield "basis", f"{fact.basis_in_words}{f': {fact.sources[0]}' if fact.sources else ''}"


_UNKNOWN = {"suppressed": "set, and not in the export", "unknown": "set, and not known"}


def _value(value: Effective) -> str:
    if value.option and value.option.why_unknown:
        return _UNKNOWN[value.option.kind]
    if value.text is None:
        return "none"
    return quoted(value.text) if value.text else "empty"


def _origin(value: Effective) -> str:
    place = value.place
    if value.option and value.option.value.strip():
        return f"{place.path}:{place.line}:{place.column}"
    how = "empty" if value.option else "not set"
    where = f"{how} in {place.path}"
    if value.text is None:
        return f"{where}, and no default is documented"
    return f"{where}: the documented default{value.default_of}"


def _allowed(fact: Fact) -> str:
    unit = f" {fact.unit}" if fact.unit else ""
    if fact.minimum is not None or fact.maximum is not None:
        low = "any" if fact.minimum is None else fact.minimum
        return f"{low} to {'any' if fact.maximum is None else fact.maximum}{unit}"
    if fact.values:
        return ", ".join(value or "(empty)" for value in fact.values)
    return (fact.form or TYPES_IN_WORDS.get(fact.type, fact.type)) + (f", in {fact.unit}" if fact.unit else "")


def _outcome(outcome: RuleOutcome, layout: Layout) -> Iterator[str]:
    paint = outcome.severity or _PAINTS[outcome.status]
    status = outcome.severity or outcome.status
    head = f"  {outcome.rule.id:<7} {layout.paint(paint, f'{status:<13}')} "
    message = outcome.message or outcome.rule.summary
    yield from layout.wrapped(head, f"{message}{_beside(outcome)}", 24)


def _beside(outcome: RuleOutcome) -> str:
    """The other options that the rule looked at."""
    names = [f"{short(each.name)} of {each.application.name} ({_value(each)})" for each in outcome.beside]
    return f" [looked at {listed(names, _MOST_BESIDE)}]" if names else ""


def summary_of(accounts: Sequence[Account]) -> str:
    """The summary line: how many rules looked at the option, and how many outcomes there are of each status."""
    outcomes = [outcome for account in accounts for outcome in account.outcomes]
    rules = {outcome.rule.id for outcome in outcomes}
    counts = {status: sum(outcome.status == status for outcome in outcomes) for status in _PAINTS}
    by_status = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    return f"{counted(len(rules), 'rule')} looked at it{f': {by_status}' if by_status else ''}"


def accounts_as_json(accounts: Sequence[Account]) -> str:
    """The accounts as JSON, format ``gwe-lint-why/1``."""
    return dumped(
        {
            "format": "gwe-lint-why/1",
            "tool": {"name": "gwe-lint", "version": __version__},
            "command": "why",
            "accounts": [_account_as_json(account) for account in accounts],
        }
    )


def _account_as_json(account: Account) -> dict[str, Any]:
    value, fact = account.value, account.fact
    known = None if isinstance(value, NotEvaluated) else value
    return {
        "estate": account.estate,
        "application": account.application.name,
        "type": account.application.type,
        "release": account.application.release,
        "release_declared": account.application.release_declared,
        "section": account.section,
        "option": account.name,
        "value": known.text if known else None,
        "origin": _origin_kind(value),
        "reason": value.reason if isinstance(value, NotEvaluated) else None,
        **place_as_json(known.place if known and known.option else None),
        "fact": _fact_as_json(fact) if fact else None,
        "rules": [_rule_as_json(outcome) for outcome in account.outcomes],
    }


def _origin_kind(value: Effective | NotEvaluated) -> str:
    if isinstance(value, NotEvaluated):
        return "unknown"
    if value.is_set:
        return "export"
    return "none" if value.text is None else "documented-default"


def _fact_as_json(fact: Fact) -> dict[str, Any]:
    return {
        "summary": fact.summary,
        "default": fact.default,
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "values": list(fact.values),
        "unit": fact.unit,
        "takes_effect": fact.takes_effect,
        "basis": fact.basis,
        "inferred": list(fact.inferred),
        "sources": list(fact.sources),
    }


def _rule_as_json(outcome: RuleOutcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule.id,
        "name": outcome.rule.name,
        "severity": outcome.severity,
        "status": outcome.status.replace(" ", "_"),
        "message": outcome.message or None,
        "looked_at": [
            {"application": other.application.name, "section": other.section, "option": other.name, "value": other.text}
            for other in outcome.beside
        ],
    }
