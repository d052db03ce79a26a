"""Who decides whether a rule is on, and its severity: its pack, a lock, the profile, the configuration, overrides."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gwe_lint.cli.options import SelectionOptions
from gwe_lint.cli.selected_rules import enabled_rules, with_overrides
from gwe_lint.config.model import Config
from gwe_lint.config.override_keys import PLACES
from gwe_lint.config.overrides import Override
from gwe_lint.estate.model import Severity
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs, fits, is_named


class Decision(NamedTuple):
    """What holds for a rule where no override says otherwise, and who decided it: ``by`` at the place ``at``."""

    severity: Severity
    on: bool
    by: str  # pack, lock, profile, check.severity, check.select or check.ignore
    at: str
    overrides: tuple[tuple[Override, str], ...] = ()  # each with what it says of the rule

    @property
    def as_json(self) -> Mapping[str, Any]:
        """The keys that the list of rules has for it."""
        return {
            "severity": self.severity,
            "on": self.on,
            "decided_by": {"by": self.by, "at": self.at},
            "overrides": [
                {
                    "at": str(override.place),
                    "says": says,
                    **{key: value for key, value in override.settings.items() if key in PLACES},
                    "reason": override.reason,
                }
                for override, says in self.overrides
            ],
        }

    @property
    def in_words(self) -> str:
        """What the line of a rule ends with; nothing where its pack alone decides."""
        origin = f"{self.by} {self.at}".strip()
        own = "" if self.by == "pack" or not self.at else f"  ({'' if self.on else 'off: '}{origin})"
        return own + "".join(f"  ({says}: override {override.place})" for override, says in self.overrides)


def decisions_in(packs: Packs, settings: Config, root: Path) -> Mapping[str, Decision]:
    """The decision about each rule, by its id. Raises ``Untrusted`` where settings name what no pack has."""
    options = SelectionOptions()
    enabled = enabled_rules(packs.rules, settings, options)
    _, overrides = with_overrides(enabled, packs.rules, settings, options, root)
    on = {rule.id: rule for rule in enabled}
    decisions = {}
    for rule in packs.rules:
        decision = _decision(rule, on.get(rule.id), settings)
        said = overrides.said.get(rule.id, {}) if overrides else {}
        fixed = rule.locked or bool(overrides and rule.id in overrides.fixed)
        decisions[rule.id] = decision._replace(overrides=tuple(_about(rule, settings, said, fixed=fixed)))
    return decisions


def _decision(rule: Rule, enabled: Rule | None, settings: Config) -> Decision:
    def at(key: str) -> str:
        return str(settings.spots.get(key, ""))

    if not enabled and rule.retired:
        return Decision(rule.severity, False, "retired", rule.retired)
    if not enabled and rule.preview and not settings.preview:
        return Decision(rule.severity, False, "preview", at("preview"))
    if not enabled:
        ignored = any(fits(rule, pattern) for pattern in settings.ignore)
        selected = not settings.select or any(fits(rule, pattern) for pattern in settings.select)
        key = "ignore" if ignored else "profile" if selected else "select"
        return Decision(rule.severity, False, key if key == "profile" else f"check.{key}", at(key))
    named = next((name for name in settings.severity if name in rule.names), None)
    if named:
        return Decision(enabled.severity, True, "check.severity", at(named))
    if rule.profile == "advice" and not rule.locked and not is_named(rule, settings.select):
        return Decision(rule.severity, True, "profile", at("profile"))
    if rule.locked:
        return Decision(rule.severity, True, "lock", rule.locked_at)
    return Decision(rule.severity, True, "pack", rule.pack)


def _about(rule: Rule, settings: Config, said: Mapping[int, str], *, fixed: bool) -> Iterator[tuple[Override, str]]:
    """The overrides that say something of the rule, each with what; ``fixed``: no profile switches it."""
    for number, override in enumerate(settings.overrides):
        if number in said:
            yield override, said[number]
        elif override.profile and rule.profile == "advice" and not fixed:
            yield override, "on" if override.profile == "advice" else "off"
