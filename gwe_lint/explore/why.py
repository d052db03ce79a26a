"""``why`` explains one option: its effective value, where that comes from, and what each rule says of it.

Each rule runs as in a check. The estate is a copy whose options note each look at them.
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

# Checks that judge each option by itself: the options that they looked at before do not matter.
_ALONE = ("documented-value", "misspelt-option", "known-to-release")
Key = tuple[int, str, str]  # an application by its position in the estate, a section, an option


class RuleOutcome(NamedTuple):
    """What a rule says of an option: ``message`` is that of the hit, or the reason; empty for a pass."""

    rule: Rule
    severity: Severity | None  # of a hit
    status: str  # failed, passed, not evaluated
    message: str
    beside: tuple[Effective, ...]  # what else the rule looked at on the way to this outcome

    @property
    def key(self) -> tuple[object, ...]:
        """Two outcomes with the same key are shown once."""
        others = tuple((each.application.name, each.section, each.name) for each in self.beside)
        return self.rule.id, self.status, self.message, others if self.status == "passed" else ()


class Account(NamedTuple):
    """The explanation of one option: its effective value, its fact, and the outcome of each rule."""

    estate: str
    application: Application
    section: str
    name: str
    value: Effective | NotEvaluated
    fact: Fact | None  # as it is for the release, where that is known
    outcomes: tuple[RuleOutcome, ...]


def account_of(estate: Estate, position: int, section: str, name: str, rules: Sequence[Rule]) -> Account:
    """The account of an option of the application at this position of the estate.

    Raises ``Untrusted`` where a rule crashes: one of a plug-in may.
    """
    application = estate.applications[position]
    fact = estate.catalogue.fact(application.type, section, name)
    looks: list[Key] = []
    observed = _observed_estate(estate, looks)
    outcomes = [
        outcome
        for rule in rules
        for outcome in _outcomes_or_crash(rule, observed, (position, section, name), looks, estate)
    ]
    return Account(
        estate=estate.name,
        application=application,
        section=section,
        name=name,
        value=effective(estate, application, section, name),
        fact=(fact.at(application.running_release) or fact) if fact else None,
        outcomes=tuple({outcome.key: outcome for outcome in outcomes}.values()),
    )


def _outcomes_or_crash(rule: Rule, observed: Estate, key: Key, looks: list[Key], estate: Estate) -> list[RuleOutcome]:
    try:
        return list(_outcomes(rule, observed, key, looks, estate))
    except (Exception, SystemExit) as error:  # the message could quote what was read
        problem = f"why: rule {rule.id} crashed in estate {estate.name} with {type(error).__name__}"
        raise Untrusted([f"{problem}: leave it out of the packs, or run check --debug"]) from None


def _outcomes(rule: Rule, observed: Estate, key: Key, looks: list[Key], estate: Estate) -> Iterator[RuleOutcome]:
    """The outcomes of the rule that are about the option, in the order of the check."""
    severity = rule.severity_in(observed)
    if severity is None:
        return
    looks.clear()
    for outcome in all_checks()[rule.check](observed, **rule.parameters):
        looked = list(dict.fromkeys(looks[-1:] if rule.check in _ALONE and isinstance(outcome, Pass) else looks))
        looks.clear()
        if key in looked or _is_hit_at(outcome, observed.applications[key[0]], key):
            alone = rule.check in _ALONE or isinstance(outcome, NotEvaluated)
            others = [] if alone else [each for each in looked if each != key]
            yield _rule_outcome(rule, severity, outcome, tuple(_values(estate, others)))


def _is_hit_at(outcome: Outcome, application: Application, key: Key) -> bool:
    if not isinstance(outcome, Hit):
        return False
    place = outcome.place
    who = (place.application, place.section, place.option)
    return who == (application.name, *key[1:]) and place.path in application.paths


def _rule_outcome(rule: Rule, severity: Severity, outcome: Outcome, beside: tuple[Effective, ...]) -> RuleOutcome:
    if isinstance(outcome, Hit):
        return RuleOutcome(rule, severity, "failed", outcome.message, beside)
    if isinstance(outcome, NotEvaluated):
        return RuleOutcome(rule, None, "not evaluated", outcome.reason, beside)
    if not isinstance(outcome, Pass):
        raise TypeError(f"{type(outcome).__name__} is no outcome of a check")
    return RuleOutcome(rule, None, "passed", "", beside)


def _values(estate: Estate, keys: Iterable[Key]) -> Iterator[Effective]:
    for position, section, name in keys:
        value = effective(estate, estate.applications[position], section, name)
        if isinstance(value, Effective) and (value.option or value.text is not None):
            yield value


def _observed_estate(estate: Estate, looks: list[Key]) -> Estate:
    """An equal estate that adds each look at an option to ``looks``, also where the option is missing."""
    applications = tuple(_observed_application(each, number, looks) for number, each in enumerate(estate.applications))
    return estate._replace(applications=applications)


def _observed_application(application: Application, number: int, looks: list[Key]) -> Application:
    export = application.export
    if not export:
        return application
    sections = {name: _observed_section(section, number, name, looks) for name, section in export.sections.items()}
    observed = _ObservedApplication(*application._replace(export=export._replace(sections=sections)))
    observed.number, observed.looks = number, looks
    return observed


def _observed_section(section: Section, number: int, name: str, looks: list[Key]) -> Section:
    options: dict[str, Option] = {}
    for key, option in section.options.items():
        observed = _ObservedOption(*option)
        observed.key, observed.looks = (number, name, key), looks
        options[key] = observed
    return Section(section.header, options)


class _ObservedApplication(Application):
    number = -1
    looks: list[Key] = []  # noqa: RUF012  of a copy that a check makes, nobody asks

    def option(self, section: str, name: str) -> Option | None:
        option_found = super().option(section, name)
        if option_found is None:
            self.looks.append((self.number, section, name))
        return option_found


class _ObservedOption(Option):
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
    """All options that are set on an application or that the catalogue has for it, as ``section/option``."""
    known = estate.catalogue.sections(application.type)
    names = {f"{section}/{option}": None for section, options in known.items() for option in options}
    own = {
        f"{name}/{option}": None for name, own_section in application.sections.items() for option in own_section.options
    }
    return names | own
