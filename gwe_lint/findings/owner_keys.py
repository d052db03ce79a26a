"""The keys of ``owners.toml``, each declared once for its reader, its JSON Schema and its documentation."""

from gwe_lint.toml.keys import Key, Keys

_DAYS = "a number of days, 0 or more"

GRACE = Keys(
    "[grace]",
    (
        Key(
            "error",
            "integer",
            "days that an error may be there; without it no error is overdue",
            at_least=0,
            wanted=_DAYS,
        ),
        Key("warning", "integer", "the same for warnings", at_least=0, wanted=_DAYS),
        Key("note", "integer", "the same for notes", at_least=0, wanted=_DAYS),
    ),
)
OWNER = Keys(
    "[[owner]]",
    (
        Key("team", "text", "whose the findings are", required=True),
        Key("estates", "texts", "patterns of estates; without it, any estate", default=()),
        Key("applications", "texts", "patterns of applications, or of clusters and groups of members", default=()),
        Key("sections", "texts", "patterns of sections; without it, any section, and what is in none", default=()),
    ),
)
PLANNED = Keys(
    "[[planned]]",
    (
        Key("option", "text", "a pattern of `section/option` that was approved before it is changed", required=True),
        Key("effective-from", "date", "the day on which the change is made: grace begins then", required=True),
        Key("reason", "text", "which change it is", required=True),
        Key("estate", "text", "a pattern of the estate's name; without it, any estate"),
        Key("application", "text", "a pattern of the application's name; without it, any application"),
    ),
)
OWNERS = Keys(
    "owners.toml",
    (
        Key("grace", "table", "how long a finding may be there before it is overdue", inside=GRACE),
        Key("owner", "tables", "whose findings are; of several that fit the last one counts", default=(), inside=OWNER),
        Key("planned", "tables", "changes that a baseline has already", default=(), inside=PLANNED),
    ),
)
