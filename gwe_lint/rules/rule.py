"""A rule: one judgement, with its words for people and the examples that show it at work."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gwe_lint.catalogue.fact import Basis
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Profile, Severity


class Example(NamedTuple):
    """Files that show a rule at work; ``expect`` are the places of its findings, ``file:line``, none for a good one.

    ``not_evaluated`` says whether there is something that the rule cannot judge; None: that does not matter.
    """

    title: str
    files: Mapping[str, str]
    expect: tuple[str, ...]
    not_evaluated: bool | None


class Words(NamedTuple):
    """The texts of a rule for people, and its examples."""

    why: str
    fix: str
    not_evaluated: str
    sources: tuple[str, ...]
    examples: tuple[Example, ...]


class Wording:
    """The words of a rule, read when somebody asks for them: they are most of a pack, and a check needs none."""

    __slots__ = ("_read", "_words")

    def __init__(self, read: Callable[[], Words]) -> None:
        self._read = read
        self._words: Words | None = None

    @property
    def words(self) -> Words:
        """The words, read once."""
        if self._words is None:
            self._words = self._read()
        return self._words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wording) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words.why)


class Rule(NamedTuple):
    """One judgement. ``severity`` may depend on whether an estate is in production; None there means silent."""

    id: str
    name: str
    severity: Severity
    severity_unknown: Severity  # where the configuration does not say whether the estate is in production
    severity_development: Severity | None
    basis: Basis
    check: str
    parameters: Mapping[str, Any]
    summary: str
    takes_effect: str | None
    tags: tuple[str, ...]
    locked: bool  # cannot be ignored
    profile: Profile  # advice: off unless asked for, since a careful engineer may disagree
    apps: frozenset[str]  # application types one of which an estate needs for the rule to apply; empty: any will do
    constraints: tuple[str, ...]  # ids in the reference of constraints that the rule covers
    wording: Wording
    pack: str

    @property
    def why(self) -> str:
        """What an operator or a customer sees otherwise."""
        return self.wording.words.why

    @property
    def fix(self) -> str:
        """What to do, in terms of Genesys Administrator."""
        return self.wording.words.fix

    @property
    def not_evaluated(self) -> str:
        """When it cannot be judged; empty where it always can."""
        return self.wording.words.not_evaluated

    @property
    def sources(self) -> tuple[str, ...]:
        """The evidence."""
        return self.wording.words.sources

    @property
    def examples(self) -> tuple[Example, ...]:
        """Files that show it at work."""
        return self.wording.words.examples

    def severity_in(self, estate: Estate) -> Severity | None:
        """The severity of this rule's findings in an estate, or None where it is silent."""
        if estate.production is None:
            return self.severity_unknown
        return self.severity if estate.production else self.severity_development

    @property
    def docs(self) -> str:
        """The rule's page in the documentation."""
        return f"docs/rules/{self.id}.md"
