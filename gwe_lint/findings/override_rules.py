"""Which rules the overrides of a configuration name, and what they say of each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import Severity
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import fits, is_lower
from gwe_lint.suggest import meant

if TYPE_CHECKING:
    from gwe_lint.config.overrides import Override

IGNORED: Literal["ignored"] = "ignored"
Said = Severity | Literal["ignored"]  # what an override says of a rule


def said_by(overrides: "Sequence[Override]", rules: Sequence[Rule]) -> Mapping[str, Mapping[int, Said]]:
    """What each override says of each rule: by the id of the rule, then by the number of the override.

    Raises ``Untrusted`` with every name that no rule has, and every locked rule that is ignored or lowered.
    """
    said: dict[str, dict[int, Said]] = {}
    problems: list[str] = []
    for number, override in enumerate(overrides):
        for rule in _ignored(override, rules, problems):
            said.setdefault(rule.id, {})[number] = IGNORED
        for rule, severity in _severities(override, rules, problems):
            if number in said.get(rule.id, ()):
                problems.append(
                    f"{override.at('severity')}: check.override: {rule.id} is in ignore too: say one of both"
                )
            said.setdefault(rule.id, {})[number] = severity
    if problems:
        raise Untrusted(problems)
    return said


def _ignored(override: "Override", rules: Sequence[Rule], problems: list[str]) -> Iterator[Rule]:
    """The rules that an override ignores; a locked one that a prefix stands for too stays."""
    for pattern in override.ignore:
        named = [rule for rule in rules if fits(rule, pattern)]
        head = f"{override.at('ignore')}: check.override.ignore:"
        if not named:
            names = [name for rule in rules for name in (rule.id, rule.name)]
            problems.append(f"{head} {pattern!r}: no rule has this id, prefix of an id, or name{meant(pattern, names)}")
        elif all(rule.locked for rule in named):
            problems.extend(f"{head} {rule.id} cannot be ignored: {rule.lock}" for rule in named)
        yield from (rule for rule in named if not rule.locked)


def _severities(override: "Override", rules: Sequence[Rule], problems: list[str]) -> Iterator[tuple[Rule, Severity]]:
    by_name = {name: rule for rule in rules for name in rule.names}
    for name, severity in override.severity.items():
        rule = by_name.get(name)
        head = f"{override.at('severity')}: check.override.severity:"
        if not rule:
            problems.append(f"{head} no rule has the id or name {name!r}{meant(name, by_name)}")
        elif is_lower(rule, severity):
            problems.append(f"{head} {rule.id} cannot be lowered to {severity}: {rule.lock}")
        else:
            yield rule, severity
