"""What a shell is offered where a name has to be given: ids of rules, names of applications.

Nothing is said where something is wrong: a person is in the middle of a line.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from typer._completion_classes import completion_init  # the only way to them; Typer is pinned

# A name of the working directory is offered where no shell can take any of it for more than a text.
_HARMLESS = re.compile(r"[\w+][\w .:@+,=%-]*").fullmatch
_MOST_FILES = 200  # exports that are read for a name


def begun() -> list[str]:
    """The words of the line in front of the one that is completed, the program left out; its shell is made known."""
    completion_init()
    line = os.environ.get("_TYPER_COMPLETE_ARGS")
    words = (os.environ.get("COMP_WORDS", "") if line is None else line).split()
    return words[1:-1] if line is None or not line.endswith(" ") else words[1:]


def rule_ids(incomplete: str) -> list[tuple[str, str]]:
    """The ids of rules that begin so, each with its name; in a list with commas that of its last entry."""
    return _or_nothing(_rules, incomplete)


def subjects(incomplete: str) -> list[tuple[str, str]]:
    """What ``explain`` takes and begins so: ids and names of rules, options, ``exit-codes``."""
    return _or_nothing(_subjects, incomplete)


def application_names(incomplete: str) -> list[tuple[str, str]]:
    """The names of applications that begin so, in the estates of the configuration or below the working directory."""
    return _or_nothing(_applications, incomplete)


def _or_nothing(offered: Callable[[str], Iterable[tuple[str, str]]], incomplete: str) -> list[tuple[str, str]]:
    try:
        return list(offered(incomplete))
    except Exception:
        return []


def _rules(incomplete: str) -> Iterator[tuple[str, str]]:
    from gwe_lint.rules.selection import load_packs  # noqa: PLC0415  a run that completes nothing starts without

    head, comma, last = incomplete.rpartition(",")
    for rule in load_packs().rules:
        if rule.id.startswith(last):
            yield f"{head}{comma}{rule.id}", rule.name


def _subjects(incomplete: str) -> Iterator[tuple[str, str]]:
    from gwe_lint.cli.explain import TOPICS  # noqa: PLC0415
    from gwe_lint.rules.selection import load_packs  # noqa: PLC0415

    packs = load_packs()
    every = [(rule.id, rule.name) for rule in packs.rules] + [(rule.name, rule.id) for rule in packs.rules]
    every += [(fact.key, fact.summary) for fact in packs.catalogue]
    for name, help in (*every, *((topic, "") for topic in TOPICS)):
        if name.startswith(incomplete):
            yield name, help


def _applications(incomplete: str) -> Iterator[tuple[str, str]]:
    from gwe_lint.cli.open_estates import open_estates  # noqa: PLC0415
    from gwe_lint.cli.options import ConfigOptions, ExportOptions  # noqa: PLC0415

    if sum(1 for _, _ in zip(range(_MOST_FILES + 1), Path().rglob("*.*"), strict=False)) > _MOST_FILES:
        return
    for estate in open_estates(ExportOptions(), ConfigOptions()).estates:
        for application, _ in estate.exports:
            if application.name.startswith(incomplete) and _HARMLESS(application.name):
                yield application.name, application.type if _HARMLESS(application.type) else ""
