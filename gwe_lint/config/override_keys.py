"""The keys of the ``[[check.override]]`` tables of ``gwe-lint.toml``, each declared once."""

from gwe_lint.estate.model import FAIL_ON, PROFILES, SEVERITIES
from gwe_lint.toml.keys import Key, Keys

PLACES = ("estates", "applications", "options", "files")
SETTINGS = ("severity", "ignore", "profile", "fail-on")

OVERRIDE = Keys(
    "[[check.override]]",
    (
        Key("reason", "text", "why it is otherwise there", required=True),
        Key("estates", "texts", "patterns of the names of estates", default=(), at_least=1),
        Key("applications", "texts", "patterns of the names of applications", default=(), at_least=1),
        Key(
            "options",
            "texts",
            "patterns of options: `section/option`, or a selector such as `chat-server:settings/*`",
            default=(),
            at_least=1,
        ),
        Key(
            "files",
            "texts",
            "patterns of files or folders, relative to this file; the end of a path is enough, from a folder on",
            default=(),
            at_least=1,
        ),
        Key(
            "severity",
            "choices by name",
            "another severity for a rule, by id or name",
            default={},
            choices=SEVERITIES,
            noun="severity",
            at_least=1,
        ),
        Key("ignore", "texts", "rules to leave out: ids, prefixes of ids, names", default=(), at_least=1),
        Key(
            "profile",
            "choice",
            "whether rules of advice are on; `--profile` replaces it",
            choices=PROFILES,
            noun="profile",
        ),
        Key(
            "fail-on",
            "choice",
            "the least severity with which a finding makes `check` exit with 1; `--fail-on` replaces it",
            choices=FAIL_ON,
            noun="severity",
        ),
    ),
)
