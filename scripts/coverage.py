"""The page docs/coverage.md: how many options are known, how many rules there are, what becomes of each constraint."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge import knowledge
from slip_record import slips_of_the_hand

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import Packs

_CONSTRAINTS = Path(__file__).with_name("constraints.toml")
_JUDGEMENTS = Path(__file__).with_name("judgements.toml")


def coverage(packs: Packs, families: Mapping[str, str]) -> str:
    """The page. Exits with what is missing where a constraint has neither a rule nor a reason."""
    data = tomllib.loads(_CONSTRAINTS.read_text(encoding="utf-8"))
    judgements = tomllib.loads(_JUDGEMENTS.read_text(encoding="utf-8"))["judgement"]
    problems = [*_problems(packs, data["constraint"]), *_unknown(packs, judgements)]
    if problems:
        raise SystemExit("\n".join(problems))
    parts = (
        _head(),
        _options(packs),
        _rules(packs, families),
        slips_of_the_hand(),
        _constraints(packs, data),
        _judgements(packs, judgements),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _problems(packs: Packs, constraints: list[dict[str, Any]]) -> Iterator[str]:
    known = {each["id"] for each in constraints}
    covered = {id for rule in packs.rules for id in rule.constraints}
    for each in constraints:
        if each["id"] not in covered and not each.get("reason"):
            yield f"scripts/constraints.toml: {each['id']} has no rule and no reason"
    for rule in packs.rules:
        for id in rule.constraints:
            if id not in known:
                yield f"{rule.pack}: {rule.id} covers {id}, which is no constraint"


def _head() -> Iterator[str]:
    yield "# What gwe-lint knows"
    yield ""
    yield "Made from the rule packs by `make docs`."


def _options(packs: Packs) -> Iterator[str]:
    yield ""
    yield "## Options"
    yield ""
    yield "`gwe-lint explain APPLICATION:SECTION/OPTION` shows what is known of one. *Inferred*: the name or the"
    yield "meaning is not documented as such; no rule makes an error of it."
    yield ""
    yield "| product | documented | inferred |"
    yield "| --- | --- | --- |"
    counts = Counter((fact.app, fact.basis) for fact in packs.catalogue)
    total: Counter[str] = Counter()
    for app, title in {**APPLICATION_TYPES, "common": "any server: `[log]`, `[log-extended]`"}.items():
        documented, inferred = counts[app, "documented"], counts[app, "inferred"]
        if documented or inferred:
            total.update(documented=documented, inferred=inferred)
            yield f"| {title} | {documented} | {inferred} |"
    yield f"| all | {total['documented']} | {total['inferred']} |"
    yield from knowledge(packs)


def _rules(packs: Packs, families: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield "## Rules"
    yield ""
    yield "| family | rules | of these in the profile `advice` | errors | examples |"
    yield "| --- | --- | --- | --- | --- |"
    for family, title in families.items():
        rules = [rule for rule in packs.rules if rule.id.startswith(family)]
        if rules:
            advice = sum(rule.profile == "advice" for rule in rules)
            errors = sum(rule.severity == "error" for rule in rules)
            examples = sum(len(rule.examples) for rule in rules)
            yield f"| {family}xx {title} | {len(rules)} | {advice} | {errors} | {examples} |"


def _constraints(packs: Packs, data: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield "## Constraints"
    yield ""
    yield "What the documentation says of how options depend on each other, and which rule holds it."
    for theme in data["theme"]:
        yield ""
        yield f"### {theme['id']}. {theme['title']}"
        yield ""
        yield "| id | constraint | rules, or why there is none |"
        yield "| --- | --- | --- |"
        for each in data["constraint"]:
            if each["id"].startswith(theme["id"]):
                yield f"| {each['id']} | {each['title']} | {_answer(packs, each)} |"


def _answer(packs: Packs, constraint: dict[str, Any]) -> str:
    rules = [rule for rule in packs.rules if constraint["id"] in rule.constraints]
    return _linked(rules, constraint.get("reason", ""))


def _linked(rules: Iterable[Rule], reason: str) -> str:
    links = ", ".join(f"[{rule.id}](rules/{rule.id}.md) {rule.name}" for rule in rules)
    return ". ".join(part for part in (links, reason) if part)


def _unknown(packs: Packs, judgements: list[dict[str, Any]]) -> Iterator[str]:
    known = {rule.id for rule in packs.rules}
    for each in judgements:
        if not each.get("rules") and not each.get("reason"):
            yield f"scripts/judgements.toml: {each['title']!r} has no rule and no reason"
        yield from (f"scripts/judgements.toml: {id} is no rule" for id in each.get("rules", ()) if id not in known)


def _judgements(packs: Packs, judgements: list[dict[str, Any]]) -> Iterator[str]:
    by_id = {rule.id: rule for rule in packs.rules}
    yield ""
    yield "## Slips and contradictions"
    yield ""
    yield "What else people get wrong, and which rules find it."
    yield ""
    yield "| what | rules, and what they leave out |"
    yield "| --- | --- |"
    for each in judgements:
        answer = _linked((by_id[id] for id in each.get("rules", ())), each.get("reason", ""))
        yield f"| {each['title'].replace('<', '&lt;')} | {answer} |"
