"""The catalogue of facts: what the documentation says of each option, as ``[[option]]`` rows of packs have it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from gwe_lint.catalogue.log_names import ignores_case, plain_name
from gwe_lint.catalogue.quantity import Unit
from gwe_lint.catalogue.releases import is_below

Basis = Literal["documented", "inferred"]
BASES: tuple[Basis, ...] = get_args(Basis)
INFERABLE = ("minimum", "maximum", "values", "pattern")  # what may be inferred of an option that is documented

# Application types that a configuration, a rule pack or an export can name.
APPLICATION_TYPES = {
    "gwe-backend": "Web Engagement Backend Server (8.1.2)",
    "gwe-frontend": "Web Engagement Frontend Server (8.1.2)",
    "gwe-cluster": "Web Engagement Cluster (8.5)",
    "gwe-server": "Web Engagement Server (8.5)",
    "chat-server": "Chat Server",
    "contact-server": "Universal Contact Server",
    "interaction-server": "Interaction Server",
    "application-cluster": "Application Cluster",
    "cobrowse-server": "Co-browse Server",
    "gms": "Genesys Mobile Services",
    "email-server": "E-mail Server",
    "sms-server": "SMS Server",
    "message-server": "Message Server",
    "solution-control-server": "Solution Control Server",
    "stat-server": "Stat Server",
    "orchestration-server": "Orchestration Server",
    "universal-routing-server": "Universal Routing Server",
    "web-api-server": "Web API Server",
    "bot-gateway": "Bot Gateway Server",
    "workspace": "Workspace Desktop Edition",
    "resource-access-point": "Resource Access Point",
    "other": "another application",
}
ANY = "common"  # in facts and selectors: applications of any type
WEB_ENGAGEMENT = ("gwe-backend", "gwe-cluster")  # the applications that hand chats to Chat Server


def needs_restart(takes_effect: str | None) -> bool:
    """True for a change that takes effect after a restart only, in the words of a fact."""
    return bool(takes_effect and takes_effect.startswith("after restart"))


class Older(NamedTuple):
    """Defaults, bounds and values that were different before a release. None, or no values: no difference."""

    below: str
    default: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    values: tuple[str, ...] = ()


class Fact(NamedTuple):
    """One documented option. ``section`` or ``option`` may end in ``*`` where the documentation leaves the rest open.

    ``minimum`` and ``maximum`` are inclusive and in ``unit``; ``values`` lists every value the documentation names;
    ``units`` are those of a quantity; a number alone is in the first one. ``pattern`` is what a value has to fit, and
    ``form`` says that to people; ``invalid_acts_as`` is the value that the product falls back to, where documented.
    ``synonyms`` are aliases of values. ``ignore_case`` says that the case of the value does not count.
    ``empty_counts`` says that an empty value is a value of its own, and not the default.

    ``since`` is the first release that knows the option. ``until`` is the last one, after which it is called
    ``replaced_by``. All else is as in the newest release; ``older`` has what differs.
    ``good`` and ``bad`` are examples of values that are right and that are not. ``inferred`` names what no page states
    of a documented option, such as its least value.
    """

    app: str
    section: str
    option: str
    type: str
    default: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    values: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    same_as: tuple[tuple[str, str], ...] = ()  # of synonyms, the value that each of them means
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    unit: str | None = None
    units: tuple[Unit, ...] = ()
    ignore_case: bool = False
    mandatory: bool = False
    empty_counts: bool = False
    invalid_acts_as: str | None = None
    misspelling_of: str | None = None
    takes_effect: str | None = None
    secret: bool = False
    releases: tuple[str, ...] = ()
    pattern: str | None = None
    form: str | None = None
    since: str | None = None
    until: str | None = None
    replaced_by: str | None = None
    older: tuple[Older, ...] = ()
    only_with: str | None = None  # section/option=value without which it has no effect
    must_match: bool | None = None  # across the members of a cluster or pair; None: not known
    basis: Basis = "documented"
    inferred: tuple[str, ...] = ()
    summary: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    of_site: bool = False  # from a pack that does not come with the tool: it makes options secret, and none readable

    @property
    def key(self) -> str:
        """The option as users write it: ``chat-server:settings/flex-disconnect-timeout``."""
        return f"{self.app}:{self.section}/{self.option}"

    @property
    def as_documented(self) -> "Fact":
        """The fact without what is inferred of it."""
        empty = Fact(self.app, self.section, self.option, self.type)
        return self._replace(**{name: getattr(empty, name) for name in self.inferred}) if self.inferred else self

    @property
    def basis_of_range(self) -> Basis:
        """The basis of its least and its greatest value."""
        return "inferred" if {"minimum", "maximum"} & set(self.inferred) else self.basis

    @property
    def basis_in_words(self) -> str:
        """The basis with what is inferred: ``documented, minimum inferred``."""
        return ", ".join((self.basis, *(f"{name} inferred" for name in self.inferred)))

    @property
    def default_varies(self) -> bool:
        """True where the default was another one before a release."""
        return any(older.default is not None for older in self.older)

    @property
    def defaults(self) -> tuple[str, ...]:
        """The defaults of all releases, the newest one first; none where one of them is not documented."""
        every = (self.default, *(older.default for older in self.older if older.default is not None))
        return tuple(each for each in every if each is not None) if self.default is not None else ()

    def with_default_at(self, release: str | None) -> "Fact | None":
        """The fact with the default of a release; None where that depends on the release, which is not known enough."""
        if not self.older:
            return self
        return self._replace(older=tuple(each for each in self.older if each.default is not None)).at(release)

    def at(self, release: str | None) -> "Fact | None":
        """The fact for a release; None where it depends on the release, and the release is not known well enough."""
        for older in self.older:
            below = is_below(release, older.below)
            if below is None:
                return None
            if below:
                return self._replace(**{key: value for key, value in older._asdict().items() if key in _VARY and value})
        return self


_VARY = ("default", "minimum", "maximum", "values")
_DBID_DIGITS = 10  # as many as the largest DBID of Configuration Server has, 2147483647


def is_dbid(text: str) -> bool:
    """True for a whole number of no more digits than a DBID can have."""
    return text.isascii() and text.isdigit() and len(text) <= _DBID_DIGITS


def tenant_of(section: str) -> str | None:
    """The tenant DBID in the name of an endpoints section as it is written there, or None: ``endpoints:1`` gives 1.

    A number with more digits than any DBID is none.
    """
    head, colon, tail = section.partition(":")
    return tail if head == "endpoints" and colon and is_dbid(tail) else None


class Catalogue:
    """All known facts; look-ups by application type, then section, then option."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_app: dict[str, dict[str, dict[str, Fact]]] = {}
        for fact in facts:
            options = self._by_app.setdefault(fact.app, {}).setdefault(fact.section, {})
            before = options.get(fact.option)
            # What is secret stays so, whatever a later pack says of the option.
            options[fact.option] = fact._replace(secret=True) if before and before.secret and not fact.secret else fact
        self._every: dict[tuple[str, str], Mapping[str, Fact]] = {}
        self._open = {
            app: tuple((name[:-1], options) for name, options in sections.items() if name.endswith("*"))
            for app, sections in self._by_app.items()
        }

    def __iter__(self) -> Iterator[Fact]:
        for sections in self._by_app.values():
            for options in sections.values():
                yield from options.values()

    def sections(self, app: str) -> Mapping[str, Mapping[str, Fact]]:
        """The known sections of an application type, each with its known options; empty for an unknown type."""
        return self._by_app.get(app, {})

    def options(self, app: str, section: str) -> Mapping[str, Fact]:
        """The known options of a section as it is named in an export; ``endpoints:1`` is known as ``endpoints:*``."""
        known = self._by_app.get(app, {})
        section_options = known.get(section)
        if section_options or app not in self._open:
            return section_options or {}
        for head, options in self._open[app]:
            if section.startswith(head) and (head != "endpoints:" or tenant_of(section)):
                return options
        return {}

    def title(self, app: str) -> str:
        """An application type in words."""
        return APPLICATION_TYPES.get(app, app)

    def every(self, app: str, section: str) -> Mapping[str, Fact]:
        """The same, with the options that applications of every type have in a section such as ``[log]``."""
        known = self._every.get((app, section))
        if known is None:
            common = self.sections(ANY).get(section)
            known = {**common, **self.options(app, section)} if common else self.options(app, section)
            if ignores_case(app, section):
                known = {name: fact._replace(ignore_case=True) for name, fact in known.items()}
            self._every[app, section] = known
        return known

    def documented_name(self, app: str, section: str, option: str) -> str:
        """The documented name of an option where neither case nor hyphens of its name count; else the name as it is."""
        if not ignores_case(app, section):
            return option
        names = self.every(app, section)
        alike = (name for name in names if plain_name(name) == plain_name(option))
        return option if option in names else next(alike, option)

    def fact(self, app: str, section: str, option: str) -> Fact | None:
        """The fact of one option, or None."""
        options = self.every(app, section)
        fact = options.get(option) or options.get("*")
        return fact or options.get(self.documented_name(app, section, option)) or _begun(options, option)


def _begun(options: Mapping[str, Fact], option: str) -> Fact | None:
    """The fact whose name is the beginning of this one: ``level-reassign-*`` for ``level-reassign-4121``."""
    begun = (fact for name, fact in options.items() if name.endswith("*") and option.startswith(name[:-1]))
    return next(begun, None)
