"""What drift, consistency and compare have in common before they compare."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gwe_lint.cli.setup import accepted_of, drift_rules, here, outputs_of, packs_of, settings_of
from gwe_lint.config.model import Config, severity_overrides
from gwe_lint.findings.lint import Accepted
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs


class Prepared(NamedTuple):
    """What the flags and the configuration come to; nothing of the exports was read yet."""

    root: Path
    settings: Config
    packs: Packs
    rules: tuple[Rule, ...]
    rows: Sequence[DriftRow]
    accepted: Accepted
    overridden: frozenset[str]  # ids of rules whose severity the configuration sets
    outputs: Sequence[tuple[str, Path]]


def prepared(
    needed: frozenset[str],
    *,
    config: Path | None,
    isolated: bool,
    pack: list[Path] | None,
    select: list[str] | None,
    ignore: list[str] | None,
    output: list[str] | None,
    waivers: Path | None,
    known: Path | None,
    as_of: datetime | None,
) -> Prepared:
    """All that a comparison goes by. Raises ``Untrusted`` where no rule is left of those that it needs."""
    root = here()
    settings = settings_of(config, isolated=isolated, root=root)
    packs = packs_of(settings, pack)
    rules = drift_rules(packs.rules, settings, select, ignore, needed)
    return Prepared(
        root=root,
        settings=settings,
        packs=packs,
        rules=rules,
        outputs=outputs_of(output or ()),
        accepted=accepted_of(settings, packs.rules, waivers, known, as_of, isolated=isolated, root=root),
        rows=packs.drift_rows,
        overridden=frozenset(severity_overrides(settings, packs.rules)),
    )
