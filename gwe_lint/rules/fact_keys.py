"""The keys of ``[[option]]`` rows, which state facts, each declared once."""

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, BASES, INFERABLE
from gwe_lint.catalogue.option_types import TYPES_IN_WORDS
from gwe_lint.toml.keys import Key, Keys

APPS = (*APPLICATION_TYPES, ANY)
_RELEASE = r"[0-9]+(\.[0-9]+){1,4}"
A_RELEASE = "a release such as '8.5.301.06'"

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

UNIT = Keys(
    "[[option.units]]",
    (
        Key("name", "text", "the unit as it is written, such as `KB`", required=True),
        Key("of", "text", "the unit that it is a multiple of, such as `KB` for `MB`"),
        Key("times", "integer", "how many of that unit it is", default=1, at_least=1),
        Key("minimum", "integer", "the least number in this unit"),
        Key("maximum", "integer", "the greatest number in this unit"),
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
        Key("units", "tables", "the units of a quantity; a number alone is in the first one", default=(), inside=UNIT),
        Key("mandatory", "boolean", "it has to be set", default=False),
        Key(
            "empty-counts",
            "boolean",
            "an empty value is one of its own; without it, it acts as the default",
            default=False,
        ),
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
        Key(
            "inferred",
            "choices",
            "what no page states of a documented option: a value that is wrong by it alone is no error",
            default=(),
            choices=INFERABLE,
            noun="key",
            at_least=1,
        ),
        Key("summary", "text", "what it does, in one sentence", required=True),
        Key("note", "text", "what else a reader has to know", default=""),
        Key("sources", "texts", "the evidence: addresses of pages", default=(), at_least=1),
    ),
)
