"""The keys of ``gwe-lint.toml``, each declared once for its reader, its JSON Schema and its documentation."""

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.config.compare_keys import COMPARE, DRIFT
from gwe_lint.config.expect_keys import EXPECT
from gwe_lint.config.model import INCOMPLETE
from gwe_lint.config.override_keys import OVERRIDE
from gwe_lint.estate.model import FAIL_ON, PROFILES, SEVERITIES
from gwe_lint.toml.keys import Key, Keys

CHECK = Keys(
    "[check]",
    (
        Key(
            "fail-on",
            "choice",
            "the least severity that makes `check` exit with 1; without it `error`",
            choices=FAIL_ON,
            noun="severity",
        ),
        Key(
            "incomplete",
            "choice",
            "what becomes of a `check` in which something could not be followed: `fail` (without it) exits with 3, "
            "`report` says and counts the same and exits with 0, for teams whose Chat Servers others export; with "
            "`--strict` it always fails",
            choices=INCOMPLETE,
            noun="way to treat an incomplete check",
        ),
        Key(
            "peak-chat-sessions",
            "integer",
            "how many chat sessions are planned for at the same time, for rules about sizes",
            at_least=1,
            wanted="a number of chat sessions, 1 or more",
        ),
        Key(
            "profile",
            "choice",
            "which rules are on: with `advice` also those that a careful engineer may disagree with; `--profile` "
            "replaces it, and one of them alone is switched on by its id: `--select GWE2,GWE245`",
            choices=PROFILES,
            noun="profile",
        ),
        Key(
            "preview",
            "boolean",
            "with `true`, preview rules are on: new ones that may still change, or go "
            "([versioning.md](versioning.md)); `--preview` switches them on as well",
        ),
        Key(
            "packs",
            "texts",
            'rule packs of your own, files or folders, relative to this file: `packs = ["rules/site.toml"]`; `--pack` '
            "adds to them",
            default=(),
        ),
        Key(
            "select",
            "texts",
            "rules to use: ids, prefixes of ids (`GWE2`), names; `--select` replaces them",
            default=(),
        ),
        Key(
            "ignore",
            "texts",
            "rules to leave out, named likewise; `--ignore` replaces them; for `drift`, `consistency` and `compare` "
            "only an `ignore` that names rules of differences (`GWE8`, `GWE803`) or of waivers counts",
            default=(),
        ),
        Key(
            "exclude",
            "texts",
            "files and folders that are no exports, in every estate and without one, as patterns relative to each path "
            'or to the working directory: `exclude = ["archive", "**/*.txt"]`; `--exclude` adds to them',
            default=(),
        ),
        Key(
            "severity",
            "choices by name",
            'another severity for a rule, by id or name: `severity = { GWE103 = "error" }`',
            default={},
            choices=SEVERITIES,
            noun="severity",
        ),
        Key(
            "override",
            "tables",
            "other settings for some estates, applications, options or files",
            default=(),
            inside=OVERRIDE,
        ),
    ),
)

APPLICATION = Keys(
    "[[estate.application]]",
    (
        Key("file", "text", "the export it is about: its path, or the end of it"),
        Key(
            "name",
            "text",
            "its name; without it the one in the export, else the file's stem; an entry without a file is about the "
            "application of this name, which need not be exported",
        ),
        Key(
            "dbid",
            "integer",
            "its DBID, for one that other exports refer to by DBID and that is not exported itself",
        ),
        Key(
            "type",
            "choice",
            "its type; without it the one in the export, else recognised from its sections",
            choices=tuple(APPLICATION_TYPES),
            noun="application type",
        ),
        Key(
            "release",
            "text",
            "the release that runs, such as `8.5.316.02`; an object says [that of its template](formats.md#releases)",
        ),
        Key("tenants", "integers", "the DBIDs of its tenants; without it what the export says"),
        Key(
            "connects-to",
            "texts",
            "the names of all applications and clusters it has connections to; `[]` means connected to nothing",
        ),
        Key("backup", "text", "the name of its backup server; without it what the export says"),
        Key(
            "partial",
            "boolean",
            "the export is a selection of its options, so that what is missing proves nothing",
            default=False,
        ),
        Key(
            "exported",
            "boolean",
            "with `false`, nobody exports it on purpose: that its export is not there does not make a run incomplete",
            default=True,
        ),
    ),
)

CLUSTER = Keys(
    "[[estate.cluster]]",
    (
        Key("name", "text", "the name of the Application Cluster", required=True),
        Key(
            "members",
            "texts",
            "the names of its applications",
            required=True,
            default=(),
            wanted="a list of application names",
        ),
    ),
)

STRATEGY = Keys(
    "[[estate.strategy]]",
    (
        Key("name", "text", "the name of the routing strategy", required=True),
        Key(
            "queues",
            "texts",
            "the names of the Interaction Queues it takes interactions from",
            required=True,
            default=(),
            wanted="a list of Interaction Queue names",
        ),
    ),
)

ESTATE = Keys(
    "[[estate]]",
    (
        Key("name", "text", "the estate's name in reports and fingerprints", required=True),
        Key(
            "paths",
            "texts",
            "folders and files of exports, relative to the configuration file",
            required=True,
            default=(),
            at_least=1,
            wanted="a list of folders or files, relative to this file",
        ),
        Key(
            "exclude",
            "texts",
            'files and folders to leave out, as patterns relative to each path: `["archive", "**/old/*"]`',
            default=(),
        ),
        Key(
            "encoding",
            "text",
            "the code page of its text exports, such as `cp1252`: CFG, CSV and JSON that is not UTF-8 is read in it; a "
            "byte-order mark and the declaration of XML count more; `--encoding` replaces it",
        ),
        Key(
            "production",
            "boolean",
            "whether customers use it; without it, rules about production warn instead of failing",
        ),
        Key(
            "interaction-queues",
            "texts",
            "the names of all Interaction Queues, so that endpoints can be checked against them (GWE207)",
        ),
        Key("strategy", "tables", "its routing strategies, each with the queues it takes from", inside=STRATEGY),
        Key(
            "application",
            "tables",
            "what the exports do not say of its applications",
            default=(),
            inside=APPLICATION,
        ),
        Key("cluster", "tables", "its Application Clusters", default=(), inside=CLUSTER),
    ),
)

CONFIGURATION = Keys(
    "gwe-lint.toml",
    (
        Key(
            "required-version",
            "text",
            "which versions of gwe-lint may read the file, such as `>=0.1,<2`; any other refuses it",
        ),
        Key(
            "extend",
            "text or texts",
            "another configuration to take as the base, or several, relative to this file",
            default=(),
        ),
        Key("check", "table", "what is checked, and what counts", inside=CHECK),
        Key("drift", "table", "what counts where sides or members are compared", inside=DRIFT),
        Key("estate", "tables", "the estates, each of which is checked whole", default=(), inside=ESTATE),
        Key("compare", "tables", "what another estate calls otherwise, for `compare`", default=(), inside=COMPARE),
        Key("expect", "tables", "where chats are to go", default=(), inside=EXPECT),
    ),
)
