"""The account of one option: its value as it acts, where that comes from, and what each rule that looked at it says.

A rule is run as always; only the options of the estate are replaced by equal ones that note when they are looked at.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact
from gwe_lint.errors import Untrusted
from gwe_lint.estate.effective import Effective, effective
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass, Severity
from gwe_lint.exports.records import Option, Section
from gwe_lint.rules.plugins import all_checks
from gwe_lint.rules.rule import Rule

# Checks that judge each option by itself: what they looked at before it has nothing to do with it.
_ALONE = ("documented-value", "misspelt-option", "known-to-release")
Key = tuple[int, str, str]  # an application by its position in the estate, a section, an option


class Verdict(NamedTuple):
    """What a rule made of an option: ``said`` is its message or its reason, empty for a pass."""

    rule: Rule
    severity: Severity | None  # of a hit
    status: str  # failed, passed, not evaluated
    said: str
    beside: tuple[Effective, ...]  # what else the rule looked at on the way to this outcome

    @property
    def key(self) -> tuple[object, ...]:
        """What tells two verdicts apart."""
        others = tuple((each.application.name, each.section, each.name) for each in self.beside)
        return self.rule.id, self.status, self.said, others if self.status == "passed" else ()


class Account(NamedTuple):
    """All that can be said of an option of one application."""

    estate: str
    application: Application
    section: str
    name: str
    value: Effective | NotEvaluated
    fact: Fact | None  # as it is for the release, where that is known
    verdicts: tuple[Verdict, ...]


def account_of(estate: Estate, position: int, section: str, name: str, rules: Sequence[Rule]) -> Account:
    """The account of an option of the application at this position of the estate.

    Raises ``Untrusted`` where a rule crashes: one of a plug-in may.
    """
    application = estate.applications[position]
    fact = estate.catalogue.fact(application.type, section, name)
    looks: list[Key] = []
    seen = _watched(estate, looks)
    verdicts = [each for rule in rules for each in _guarded(rule, seen, (position, section, name), looks, estate)]
    return Account(
        estate=estate.name,
        application=application,
        section=section,
        name=name,
        value=effective(estate, application, section, name),
        fact=(fact.at(application.release) or fact) if fact else None,
        verdicts=tuple({verdict.key: verdict for verdict in verdicts}.values()),
    )


def _guarded(rule: Rule, seen: Estate, key: Key, looks: list[Key], estate: Estate) -> list[Verdict]:
    try:
        return list(_verdicts(rule, seen, key, looks, estate))
    except (Exception, SystemExit) as error:  # the message could quote what was read
        problem = f"why: rule {rule.id} crashed in estate {estate.name} with {type(error).__name__}"
        raise Untrusted([f"{problem}: leave it out of the packs, or run check --debug"]) from None


def _verdicts(rule: Rule, seen: Estate, key: Key, looks: list[Key], estate: Estate) -> Iterator[Verdict]:
    """What the rule made of the option, in the order in which it came to it."""
    severity = rule.severity_in(seen)
    if severity is None:
        return
    looks.clear()
    for outcome in all_checks()[rule.check](seen, **rule.parameters):
        looked = list(dict.fromkeys(looks))
        looks.clear()
        if key in looked or _stands_at(outcome, seen.applications[key[0]], key):
            alone = rule.check in _ALONE or isinstance(outcome, NotEvaluated)
            others = [] if alone else [each for each in looked if each != key]
            yield _verdict(rule, severity, outcome, tuple(_values(estate, others)))


def _stands_at(outcome: Outcome, application: Application, key: Key) -> bool:
    if not isinstance(outcome, Hit):
        return False
    place = outcome.place
    who = (place.application, place.path, place.section, place.option)
    return who == (application.name, application.path, *key[1:])


def _verdict(rule: Rule, severity: Severity, outcome: Outcome, beside: tuple[Effective, ...]) -> Verdict:
    if isinstance(outcome, Hit):
        return Verdict(rule, severity, "failed", outcome.message, beside)
    if isinstance(outcome, NotEvaluated):
        return Verdict(rule, None, "not evaluated", outcome.reason, beside)
    if not isinstance(outcome, Pass):
        raise TypeError(f"{type(outcome).__name__} is no outcome of a check")
    return Verdict(rule, None, "passed", "", beside)


def _values(estate: Estate, keys: Iterable[Key]) -> Iterator[Effective]:
    for position, section, name in keys:
        value = effective(estate, estate.applications[position], section, name)
        if isinstance(value, Effective) and (value.option or value.text is not None):
            yield value


def _watched(estate: Estate, looks: list[Key]) -> Estate:
    """An equal estate in which each look at the value of an option, or for an option that is not there, is noted."""
    applications = tuple(_application(each, number, looks) for number, each in enumerate(estate.applications))
    return estate._replace(applications=applications)


def _application(application: Application, number: int, looks: list[Key]) -> Application:
    export = application.export
    if not export:
        return application
    sections = {name: _section(section, number, name, looks) for name, section in export.sections.items()}
    found = _Application(*application._replace(export=export._replace(sections=sections)))
    found.number, found.looks = number, looks
    return found


def _section(section: Section, number: int, name: str, looks: list[Key]) -> Section:
    options: dict[str, Option] = {}
    for key, option in section.options.items():
        watched = _Option(*option)
        watched.key, watched.looks = (number, name, key), looks
        options[key] = watched
    return Section(section.header, options)


class _Application(Application):
    number = -1
    looks: list[Key] = []  # noqa: RUF012  of a copy that a check makes, nobody asks

    def option(self, section: str, name: str) -> Option | None:
        found = super().option(section, name)
        if found is None:
            self.looks.append((self.number, section, name))
        return found


class _Option(Option):
    key: Key
    looks: list[Key]

    @property
    def value(self) -> str:
        self.looks.append(self.key)
        return str(tuple.__getitem__(self, _VALUE))


_VALUE = Option._fields.index("value")


def applications_named(estates: Iterable[Estate], name: str) -> Iterator[tuple[Estate, int]]:
    """Every application of this name that has an export, with its estate and its position in it."""
    for estate in estates:
        for number, application in enumerate(estate.applications):
            if application.name == name and application.export:
                yield estate, number


def options_of(estate: Estate, application: Application) -> Collection[str]:
    """All options that are set on an application or known of it, as ``section/option``."""
    known = estate.catalogue.sections(application.type)
    names = {f"{section}/{option}": None for section, options in known.items() for option in options}
    own = {f"{name}/{option}": None for name, each in application.sections.items() for option in each.options}
    return names | own
