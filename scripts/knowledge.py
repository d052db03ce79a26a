"""What the catalogue says of itself: what is inferred, what documentation was not found, where rules hold back."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gwe_lint.catalogue.fact import Fact
from gwe_lint.rules.selection import Packs

_KNOWLEDGE = Path(__file__).with_name("knowledge.toml")
_PARTS = {
    "minimum": "a least value",
    "maximum": "a greatest value",
    "values": "the list of values",
    "pattern": "the form of values",
}


def knowledge(packs: Packs) -> Iterator[str]:
    """The chapters. Exits with what is wrong where a row names a rule that does not exist."""
    data = tomllib.loads(_KNOWLEDGE.read_text(encoding="utf-8"))
    known = {rule.id: rule.name for rule in packs.rules}
    unknown = [id for row in data["restraint"] for id in row["rules"] if id not in known]
    if unknown:
        raise SystemExit("\n".join(f"scripts/knowledge.toml: {id} is no rule" for id in unknown))
    yield from _inferred(packs)
    yield from _missing(data)
    yield from _restraint(data, known)


def _inferred(packs: Packs) -> Iterator[str]:
    facts = sorted(fact.key for fact in packs.catalogue if fact.inferred)
    yield from ("", "### What is inferred of documented options", "")
    yield "What no page states is drawn from what an option means: a time below 0 is none, a pool of 0 serves nobody."
    yield "A value that is wrong by it alone is a warning, and never an error."
    yield from ("", "| option | inferred |", "| --- | --- |")
    by_key = {fact.key: fact for fact in packs.catalogue}
    for key in facts:
        yield f"| `{key}` | {_parts(by_key[key])} |"


def _parts(fact: Fact) -> str:
    said = [
        f"{_PARTS[name]} of {value}" if isinstance(value := getattr(fact, name), int) else _PARTS[name]
        for name in fact.inferred
    ]
    return ", ".join(said)


def _missing(data: dict[str, Any]) -> Iterator[str]:
    yield from ("", "### What was looked for and not found", "")
    yield "The vendor's pages and public code were searched for these; none of them is guessed."
    yield from ("", "| what | what was found instead |", "| --- | --- |")
    for row in data["missing"]:
        yield f"| {row['what']} | {row['found']} |"


def _restraint(data: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    yield from ("", "### Where rules hold back", "")
    yield "Working estates have these, so that they are no error, or nothing is said."
    yield from ("", "| what | rules, and what they do |", "| --- | --- |")
    for row in data["restraint"]:
        links = ", ".join(f"[{id}](rules/{id}.md) {names[id]}" for id in row["rules"])
        yield f"| {row['what']} | {links}. {row['answer']} |"
