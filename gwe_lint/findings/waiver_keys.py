"""The keys of ``gwe-lint-waivers.toml``, each declared once for its reader, its JSON Schema and its documentation."""

from gwe_lint.findings.waivers import LONGEST
from gwe_lint.toml.keys import Key, Keys

WAIVER = Keys(
    "[[waiver]]",
    (
        Key("rule", "text", "the rule, by its id or its name", required=True),
        Key("reason", "text", "why the finding is accepted", required=True),
        Key("owner", "text", "who decides again when it is over", required=True),
        Key("expires", "date", f"the last day on which it counts, at most {LONGEST} days from today", required=True),
        Key("estate", "text", "a pattern of the estate's name; without it, any estate"),
        Key("application", "text", "a pattern of the application's name; without it, any application"),
        Key("option", "text", "a pattern of `section/option`; without it, any option"),
        Key("value", "text", "the value of today that is accepted: another one is a new finding; needs `option`"),
        Key("ticket", "text", "where the decision is written down"),
        Key("created", "date", "the day on which it was accepted"),
    ),
)
WAIVERS = Keys("gwe-lint-waivers.toml", (Key("waiver", "tables", "the accepted findings", default=(), inside=WAIVER),))
