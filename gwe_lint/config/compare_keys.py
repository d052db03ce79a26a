"""The keys of ``gwe-lint.toml`` that are for comparisons, each declared once."""

from gwe_lint.estate.model import FAIL_ON
from gwe_lint.toml.keys import Key, Keys

VALUES = Keys(
    "[[compare.values]]",
    (
        Key("from", "text", "a pattern of the values of the one estate"),
        Key(
            "to",
            "text",
            "what they are in the other one, each `*` for the same text; without `from` and `to`, any two values that "
            "are not the same",
        ),
        Key(
            "options",
            "texts",
            "the options it is about, as selectors",
            required=True,
            default=(),
            at_least=1,
            wanted="a list of options, such as common:log/*",
        ),
        Key("reason", "text", "why they differ", required=True),
        Key(
            "must-differ",
            "boolean",
            "the same value in both estates is a finding, GWE804",
            default=False,
        ),
    ),
)

COMPARE = Keys(
    "[[compare]]",
    (
        Key("from", "text", "the one estate by its name; of a folder, its last part", required=True),
        Key("to", "text", "the other one; a table is for both directions", required=True),
        Key(
            "applications",
            "texts by name",
            "names in the one estate, and those in the other; `*` stands for any text",
            default=(),
        ),
        Key(
            "tenants",
            "texts by name",
            "names, or DBIDs in quotes, of tenants, and those in the other estate",
            default=(),
        ),
        Key("values", "tables", "values of some options that are expected to differ", default=(), inside=VALUES),
    ),
)

DRIFT = Keys(
    "[drift]",
    (
        Key(
            "fail-on",
            "choice",
            "the least severity that makes `drift`, `consistency` and `compare` exit with 1; without it any difference "
            "that should not be there does, whatever its severity; `--fail-on` replaces it",
            choices=FAIL_ON,
            noun="severity",
        ),
    ),
)
