"""A rule: one judgement, with its words for people and the examples that show it at work."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gwe_lint.catalogue.fact import Basis
from gwe_lint.estate.correction import Safety
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Profile, Severity
from gwe_lint.exports.records import NOT_WHOLE


class Example(NamedTuple):
    """Files that show a rule at work; ``expect`` are the places of its findings, ``file:line``, none for a good one.

    ``not_evaluated`` says whether the rule is not evaluated in a place; None: that does not matter.
    """

    title: str
    files: Mapping[str, str]
    expect: tuple[str, ...]
    not_evaluated: bool | None
    fixes: tuple[str, ...] = ()  # that are proposed for its findings, in words, each with its safety


class Rule(NamedTuple):
    """One judgement. Its severity may depend on whether an estate is in production; None means silent there."""

    id: str
    name: str
    severity: Severity
    severity_unknown: Severity  # where the configuration does not say whether the estate is in production
    severity_development: Severity | None
    basis: Basis
    check: str
    parameters: Mapping[str, Any]
    summary: str  # what should be true
    why: str  # what an operator or a customer sees otherwise
    fix: str  # what to do, in terms of Genesys Administrator
    not_evaluated: str  # when it cannot be judged; empty where it always can
    sources: tuple[str, ...]  # the evidence
    examples: tuple[Example, ...]
    takes_effect: str | None
    tags: tuple[str, ...]
    locked: bool  # cannot be ignored, lowered or waived
    profile: Profile  # advice: off unless asked for, since a careful engineer may disagree
    apps: frozenset[str]  # application types one of which an estate needs for the rule to apply; empty: any will do
    constraints: tuple[str, ...]  # ids in the reference of constraints that the rule covers
    pack: str
    locked_at: str = ""  # path:line of a pack
    locked_because: str = ""
    fixable: Safety | None = None  # that a fix is proposed, and how safe it is at best
    yields_to: tuple[str, ...] = ()  # ids or names of rules that come first where they found the same cause
    since: str = ""  # the version of the pack in which it came
    preview: bool = False  # off unless preview rules are asked for: it may still change, or go
    former: tuple[str, ...] = ()  # ids and names that it had, or that rules had which are part of it now
    retired: str = ""  # the version since which it finds nothing; the row stays, so that what names it holds

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which it may be named: its id, its name, and what it was called before."""
        return (self.id, self.name, *self.former)

    def severity_in(self, estate: Estate) -> Severity | None:
        """The severity of this rule's findings in an estate, or None where it is silent."""
        if estate.production is None:
            return self.severity_unknown
        return self.severity if estate.production else self.severity_development

    @property
    def lock(self) -> str:
        """Where a locked rule is locked, and why, as messages say it."""
        return f"{self.locked_at} locks it{f', since {self.locked_because}' if self.locked_because else ''}"

    @property
    def docs(self) -> str:
        """The rule's page in the documentation."""
        return f"docs/rules/{self.id}.md"


def says_not_whole(rule: Rule) -> bool:
    """True for a rule whose findings are files that were not read completely."""
    kinds = rule.parameters.get("kinds")  # a pack may lack them, which is a mistake of its own
    return rule.check == "file-problem" and bool(kinds) and set(kinds or ()).issubset(NOT_WHOLE)
