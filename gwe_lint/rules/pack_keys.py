"""The keys of rule packs, each declared once for its reader, its JSON Schema and its documentation."""

from gwe_lint.catalogue.fact import BASES
from gwe_lint.estate.correction import SAFETIES
from gwe_lint.estate.model import PROFILES, SEVERITIES
from gwe_lint.rules.drift_rows import SCOPES, VERDICTS
from gwe_lint.rules.fact_keys import OPTION
from gwe_lint.rules.lock_keys import LOCK
from gwe_lint.toml.keys import Key, Keys

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
        Key(
            "fixes",
            "texts",
            "every fix that is proposed for the findings, in their order: its safety, a colon, and what to do; without "
            "it none must be",
            default=(),
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
        Key("sources", "texts", "the evidence: addresses of pages", default=(), at_least=1),
        Key(
            "example",
            "tables",
            "files that show it at work: at least one with findings, and one without",
            default=(),
            inside=EXAMPLE,
        ),
        Key("takes-effect", "text", "when a change acts, such as `after restart`"),
        Key("tags", "texts", "words for code scanning, such as `security`: SARIF has the first ten", default=()),
        Key(
            "locked",
            "boolean",
            "no configuration ignores it or lowers its severity, and no waiver accepts it",
            default=False,
        ),
        Key(
            "fixable",
            "choice",
            "fixes that the check offers are proposed; how safe they are at best: the right value follows from the "
            "documentation or from the other end alone (`documented`), or it is the likeliest (`probable`)",
            choices=SAFETIES,
            noun="safety",
        ),
        Key(
            "profile",
            "choice",
            "`advice`: off unless it is asked for",
            default="default",
            choices=PROFILES,
            noun="profile",
        ),
        Key(
            "yields-to",
            "texts",
            "ids or names of rules that come first: where one of them found the same cause, this rule says nothing",
            default=(),
        ),
        Key("constraints", "texts", "ids of the constraints it covers, for the page about coverage", default=()),
        Key(
            "since",
            "text",
            "the version in which it came, such as `0.2`; every built-in rule says it",
            default="",
            pattern=r"[0-9]+(\.[0-9]+)+",
            wanted="a version such as 0.2",
        ),
        Key("preview", "boolean", "off unless preview rules are asked for: it may still change, or go", default=False),
        Key(
            "former",
            "texts",
            "ids and names that it had before, or that rules had which it replaces: they are accepted everywhere, with "
            "a note",
            default=(),
        ),
        Key(
            "retired",
            "text",
            "the version since which it finds nothing; its row stays, so that waivers and selections that name it hold",
            default="",
            pattern=r"[0-9]+(\.[0-9]+)+",
            wanted="a version such as 0.2",
        ),
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
        Key("lock", "tables", "rules that no configuration may ignore or lower", default=(), inside=LOCK),
    ),
)
