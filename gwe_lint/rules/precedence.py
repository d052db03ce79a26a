"""Which rule comes first where several find one cause: what ``yields-to`` says is checked over all packs."""

from collections.abc import Collection, Iterator

from gwe_lint.rules.rule import Rule
from gwe_lint.suggest import meant


def order_problems(rules: Collection[Rule]) -> Iterator[str]:
    """Problems: a rule yields to one that does not exist, or in the end to itself, so that neither would speak."""
    by_name = {name: rule for rule in rules for name in rule.names}
    for rule in rules:
        for name in rule.yields_to:
            if name not in by_name:
                yield f"{rule.pack}: rule {rule.id!r}: yields-to: no rule {name!r}{meant(name, by_name)}"
        if rule.id in _led_by(rule, by_name):
            yield f"{rule.pack}: rule {rule.id!r}: yields-to: it yields to itself, over {', '.join(rule.yields_to)}"


def _led_by(rule: Rule, by_name: dict[str, Rule]) -> set[str]:
    """The ids of all rules that come before this one, directly or over others."""
    found: set[str] = set()
    waiting = list(rule.yields_to)
    while waiting:
        leading = by_name.get(waiting.pop())
        if leading and leading.id not in found:
            found.add(leading.id)
            waiting += leading.yields_to
    return found
