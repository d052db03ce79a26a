"""The keys of the ``[[lock]]`` rows of rule packs, each declared once."""

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.toml.keys import Key, Keys

LOCK = Keys(
    "[[lock]]",
    (
        Key("rule", "text", "the rule, of any pack, by its id or its name", required=True),
        Key("reason", "text", "why it holds everywhere, in words that errors show", required=True),
        Key(
            "severity",
            "choice",
            "the severity that it has from then on, in every estate; without it its own",
            choices=SEVERITIES,
            noun="severity",
        ),
    ),
)
