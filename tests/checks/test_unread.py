"""What was not read is no reason for a finding: every rule's own examples, each with one line that cannot be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gwe_lint.authoring.examples import _written
from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.config.model import Config
from gwe_lint.findings.engine import run
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.rule import Example
from gwe_lint.rules.selection import load_packs

PACKS = load_packs()
RULES = tuple(rule for rule in PACKS.rules if rule.check != OF_DRIFT)
LOCKED = {rule.id for rule in RULES if rule.locked}
EXAMPLES = [
    pytest.param(example, id=f"{rule.id} {example.title}")
    for rule in PACKS.rules
    for example in rule.examples
    if any(name.endswith((".cfg", ".conf")) for name in example.files)
]
# One rule steps back where another one says the same of more servers, and says it where that one cannot be evaluated.
STEP_BACK = {"GWE204": {"GWE205"}, "GWE304": {"GWE301"}}
LEADING = {rule.id: {*rule.yields_to, *STEP_BACK.get(rule.id, ())} for rule in RULES}  # a cause is found once


def found(config: Config, loader: Loader) -> set[str]:
    """The ids of the rules that have a finding about something else than an unread line."""
    result = run(RULES, loader.estates(config, () if config.estates else (Path(),)))
    assert not result.failures
    return {finding.rule for finding in result.findings} - LOCKED


def unread(line: bytes) -> Iterator[bytes]:
    """The line as it may arrive, so that its value, its name, or all of it cannot be read."""
    line = line.strip()
    name, equals, value = line.partition(b"=")
    if equals and not line.startswith((b"#", b";", b"[")):
        yield b"\xff\xff"
        yield name
        if value.strip():
            yield line + b"\xff"
            yield line + b"\0"
    elif line.startswith(b"["):
        yield line[:-1] + b"\xff]"


def check_each_line(example: Example) -> None:
    with _written(example, PACKS.catalogue) as (config, loader):
        before = found(config, loader)
        if "GWE008" in before:  # a file that is no export, as long as the section is read that shows it
            return
        for name in example.files:
            path = loader.root / name
            lines = path.read_bytes().split(b"\n") if name.endswith((".cfg", ".conf")) else []
            for number, line in enumerate(lines):
                for damaged in unread(line):
                    path.write_bytes(b"\n".join((*lines[:number], damaged, *lines[number + 1 :])))
                    new = {rule for rule in found(config, loader) - before if not LEADING[rule] & before}
                    assert not new, f"{name}: {line!r} as {damaged!r}"
            path.write_bytes(b"\n".join(lines) if lines else path.read_bytes())


@pytest.mark.parametrize("example", EXAMPLES[::16])
def test_an_unread_line_makes_no_finding_in_some_examples(example: Example) -> None:
    check_each_line(example)


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_unread_line_makes_no_finding(example: Example) -> None:
    check_each_line(example)
