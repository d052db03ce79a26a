"""Notes about rules that are named as they were called before, or that are retired: what names them still holds."""

from collections.abc import Iterable, Iterator
from typing import Any

from gwe_lint.config.model import Config
from gwe_lint.findings.waivers import Ledger
from gwe_lint.rules.rule import Rule


def notes_on_names(
    rules: Iterable[Rule], settings: Config, ledger: Ledger, *patterns: Iterable[str] | None
) -> tuple[str, ...]:
    """A note for each former name, and each retired rule, that flags, configuration or waivers name.

    ``patterns`` are those of flags, where they were given.
    """
    former = {name: rule for rule in rules for name in rule.names if rule.retired or name in rule.former}
    if not former:
        return ()
    flags = (part.strip() for each in patterns for text in each or () for part in text.split(","))
    named = dict.fromkeys((*flags, *_configured(settings), *_waived(ledger)))
    return tuple(note_on(name, former[name]) for name in named if name in former)


def note_on(name: str, rule: Rule) -> str:
    """What has become of the rule of this former name, or of this retired rule."""
    if rule.retired:
        return f"{name} is retired since {rule.retired}, and finds nothing: name it no longer"
    return f"{name} is {rule.id} {rule.name} now: name it so"


def _configured(settings: Config) -> Iterator[str]:
    yield from (*settings.select, *settings.ignore, *settings.severity)
    for override in settings.overrides:
        yield from (*override.ignore, *override.severity)


def _waived(ledger: Ledger) -> Iterator[str]:
    """The rules as the ledger has them written."""
    for spot in ledger.spots:
        table: Any = spot.file.data
        for key in spot.where:
            table = table[key]
        yield table["rule"]
