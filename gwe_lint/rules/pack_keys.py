"""The keys of rule packs, each declared once for its reader, its JSON Schema and its documentation."""

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, BASES, TYPES_IN_WORDS
from gwe_lint.estate.model import PROFILES, SEVERITIES
from gwe_lint.rules.drift_rows import SCOPES, VERDICTS
from gwe_lint.toml.keys import Key, Keys

APPS = (*APPLICATION_TYPES, ANY)
_RELEASE = r"[0-9]+(\.[0-9]+){1,4}"
A_RELEASE = "a release such as '8.5.301.06'"

EXAMPLE = Keys(
    "[[rule.example]]",
    (
        Key("title", "text", "what the example shows", required=True),
        Key(
            "files",
            "texts by name",
            "the content of each file by its name; one may be a `gwe-lint.toml`",
            required=True,
            at_least=1,
        ),
        Key("expect", "texts", "the places of all findings, `file:line`; without it there must be none", default=()),
        Key(
            "not-evaluated",
            "boolean",
            "`true`: there is something that the rule must not be able to judge; `false`: it must be able to judge all "
            "of it, which proves a default",
        ),
    ),
)

RULE = Keys(
    "[[rule]]",
    (
        Key(
            "id",
            "text",
            "two to twelve capitals and three to six digits, permanent: reports and waivers refer to it",
            required=True,
            pattern="[A-Z]{2,12}[0-9]{3,6}",
            wanted="an id such as SITE001",
        ),
        Key(
            "name",
            "text",
            "how people call it: lower case, words joined by `-`",
            required=True,
            pattern="[a-z0-9]+(-[a-z0-9]+)*",
            wanted="a name in lower case, words joined by -",
        ),
        Key("severity", "choice", "how bad a finding is", required=True, choices=SEVERITIES, noun="severity"),
        Key(
            "severity-when-unknown",
            "choice",
            "the severity where `production` of the estate is not said; without it the same",
            choices=SEVERITIES,
            noun="severity",
        ),
        Key(
            "severity-in-development",
            "choice",
            "the severity where `production` is false; without it the same",
            choices=(*SEVERITIES, "silent"),
            noun="severity",
        ),
        Key(
            "basis",
            "choice",
            "whether a page states it; an inferred rule is never an error",
            default="documented",
            choices=BASES,
            noun="basis",
        ),
        Key("check", "text", "one of the checks below, or of a plug-in", required=True),
        Key("with", "any table", "the parameters of the check"),
        Key("summary", "text", "what should be true, in one sentence", required=True),
        Key("why", "text", "what an operator or a customer sees when it is not so", required=True),
        Key("fix", "text", "what to do, in terms of Genesys Administrator", required=True),
        Key("not-evaluated", "text", "when it cannot be judged", default=""),
        Key("sources", "texts", "the evidence: addresses of pages", default=()),
        Key(
            "example",
            "tables",
            "files that show it at work: at least one with findings, and one without",
            default=(),
            inside=EXAMPLE,
        ),
        Key("takes-effect", "text", "when a change acts, such as `after restart`"),
        Key("tags", "texts", "words for code scanning, such as `security`: SARIF has the first ten", default=()),
        Key("locked", "boolean", "it cannot be ignored or waived", default=False),
        Key(
            "profile",
            "choice",
            "`advice`: off unless it is asked for",
            default="default",
            choices=PROFILES,
            noun="profile",
        ),
        Key("constraints", "texts", "ids of the constraints it covers, for the page about coverage", default=()),
    ),
)

OLDER = Keys(
    "[[option.older]]",
    (
        Key(
            "below",
            "text",
            "the first release that is no longer like this",
            required=True,
            pattern=_RELEASE,
            wanted=A_RELEASE,
        ),
        Key("default", "text", "the default before that release; without it the same"),
        Key("minimum", "integer", "the least value before it"),
        Key("maximum", "integer", "the greatest value before it"),
        Key("values", "texts", "the values before it", default=()),
    ),
)

OPTION = Keys(
    "[[option]]",
    (
        Key(
            "app",
            "choice",
            "the type of the application, or `common` for any",
            required=True,
            choices=APPS,
            noun="application type",
        ),
        Key(
            "section", "text", "its section; may end in `*` where the documentation leaves the rest open", required=True
        ),
        Key("option", "text", "its name; may end in `*` likewise", required=True),
        Key("type", "choice", "what it holds", default="any", choices=tuple(TYPES_IN_WORDS), noun="option type"),
        Key("default", "text", "how an option acts that is not set"),
        Key("minimum", "integer", "the least value, in `unit`"),
        Key("maximum", "integer", "the greatest value, in `unit`"),
        Key("values", "texts", "every value that the documentation names", default=()),
        Key("synonyms", "texts", "values that are accepted too", default=()),
        Key("same-as", "texts by name", "of synonyms, the value that each of them means", default=()),
        Key(
            "good",
            "texts",
            "examples of values that must be found right, and as the documentation spells them",
            default=(),
        ),
        Key("bad", "texts", "examples of values that each must be found wrong", default=()),
        Key("unit", "text", "the unit of a number, such as `seconds`"),
        Key("mandatory", "boolean", "it has to be set", default=False),
        Key("invalid-acts-as", "text", "the value that the product falls back to where it cannot read one"),
        Key("misspelling-of", "text", "the option that this name is a known misspelling of"),
        Key("takes-effect", "text", "when a change acts, such as `after restart`"),
        Key("secret", "boolean", "its value is replaced while the file is read", default=False),
        Key("releases", "texts", "the releases whose documentation has it", default=()),
        Key("pattern", "text", "a regular expression that a value has to fit; needs `form`"),
        Key("form", "text", "what `pattern` says, in words"),
        Key("since", "text", "the first release that knows it", pattern=_RELEASE, wanted=A_RELEASE),
        Key("until", "text", "the last release that knows it", pattern=_RELEASE, wanted=A_RELEASE),
        Key("replaced-by", "text", "what it is called after `until`"),
        Key("only-with", "text", "`section/option=value` without which it has no effect"),
        Key("older", "tables", "what was different before a release", default=(), inside=OLDER),
        Key(
            "must-match",
            "boolean",
            "whether it must be the same on the members of a cluster or pair; without it that is not known",
        ),
        Key("basis", "choice", "whether a page states it", default="documented", choices=BASES, noun="basis"),
        Key("summary", "text", "what it does, in one sentence", required=True),
        Key("note", "text", "what else a reader has to know", default=""),
        Key("sources", "texts", "the evidence: addresses of pages", default=()),
    ),
)

EXPECTED = Keys(
    "[drift.example.expect]",
    (
        Key("baseline", "choice", "when compared with a baseline", choices=VERDICTS, noun="verdict"),
        Key("members", "choice", "between the members of a group", choices=VERDICTS, noun="verdict"),
        Key("estates", "choice", "between estates", choices=VERDICTS, noun="verdict"),
    ),
)

DRIFT_EXAMPLE = Keys(
    "[[drift.example]]",
    (
        Key("option", "text", "one option of one application type, without `*`; without it the one that the row names"),
        Key("title", "text", "what the example shows", required=True),
        Key("before", "text", "the value on the one side, which most members have; without it the option is not set"),
        Key("after", "text", "the value on the other side"),
        Key(
            "expect",
            "choice or table",
            "what the row makes of it, in every comparison or by the name of each; where nothing is said, the row must "
            "decide nothing",
            choices=VERDICTS,
            noun="verdict",
            inside=EXPECTED,
        ),
    ),
)

DRIFT = Keys(
    "[[drift]]",
    (
        Key("option", "text", "the options it is about, as a selector", required=True),
        Key("must-differ", "boolean", "each member or estate must have a value of its own", default=False),
        Key(
            "scope",
            "choices",
            "the comparisons in which it counts: with a baseline (`drift`), of members (`consistency`), of estates "
            "(`compare`); without it all, and with `must-differ` the last two",
            choices=SCOPES,
            noun="scope",
        ),
        Key("severity", "choice", "how bad a difference is", choices=SEVERITIES, noun="severity"),
        Key("expected", "boolean", "a difference is expected, and no finding", default=False),
        Key("reason", "text", "why, in words that reports show", required=True),
        Key("before", "texts", "only a change from one of these values", default=()),
        Key("after", "texts", "only a change to one of these values", default=()),
        Key(
            "example",
            "tables",
            "values of both sides, and what the row makes of them",
            default=(),
            inside=DRIFT_EXAMPLE,
        ),
    ),
)

PACK = Keys(
    "a rule pack",
    (
        Key("rule", "tables", "judgements", default=(), inside=RULE),
        Key("option", "tables", "facts: what the documentation says of an option", default=(), inside=OPTION),
        Key("drift", "tables", "what a difference of an option means", default=(), inside=DRIFT),
    ),
)
