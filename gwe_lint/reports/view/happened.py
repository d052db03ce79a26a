"""What happened, in words that fit the question: since a baseline, between two estates, or among members."""

from typing import NamedTuple

from gwe_lint.findings.comparison import Change, DriftSummary, RenamedSection
from gwe_lint.text import listed

_SINCE = {
    "changed": "changed",
    "missing": "is missing",
    "extra": "is extra",
    "must-differ": "is the same, and must differ",
}


class Question(NamedTuple):
    """What a comparison asks for, and how it calls its sides. Among members there are none."""

    scope: str = "baseline"
    sides: tuple[str, str] = ("before", "now")


NO_COMPARISON = Question()


def question_of(drift: DriftSummary | None) -> Question:
    """The question of a comparison; that of a drift where there is none."""
    return Question(drift.scope, drift.sides) if drift else NO_COMPARISON


def happened_to_option(change: Change, question: Question) -> str:
    """What happened to an option, as the end of a sentence."""
    if change.values:
        return extent_among(change)
    if question.scope != "estates":
        return _SINCE.get(change.kind, change.kind)
    one, other = question.sides
    words = {"changed": "differs", "missing": f"is in {one} only", "extra": f"is in {other} only"}
    return words.get(change.kind) or _SINCE.get(change.kind, change.kind)


def extent_among(change: Change) -> str:
    """How far members differ. A split one is nobody's fault: no value is that of most."""
    if change.kind == "must-differ":
        return "must differ, and is alike"
    if change.reference == "split":
        return "is split: no value has a majority"
    deviating, every = (sum(len(held.members) for held in each) for each in (change.deviating, change.values))
    return f"differs on {deviating} of {every}"


def happened_to_section(section: RenamedSection, question: Question, extent: str, options: int) -> str:
    """What happened to a renamed section, as the end of a sentence; ``extent`` says on how many applications."""
    same = f"{options} options in it are the same"
    if section.members:
        called = list(zip(section.names, section.members, strict=True))[0 if section.is_split else 1 :]
        names = " and ".join(f"[{name}] on {listed(members)}" for name, members in called)
        return f"{'is split:' if section.is_split else 'is called'} {names}; {same}"
    when = f"in {question.sides[1]}" if question.scope == "estates" else "now"
    return f"is called [{section.names[1]}] {when}{extent}; {same}"
