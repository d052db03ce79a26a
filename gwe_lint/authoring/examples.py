"""The examples inside rule packs: run for real, in a folder of their own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from gwe_lint.catalogue.fact import Catalogue
from gwe_lint.checks.files import MADE_ELSEWHERE
from gwe_lint.config.model import FILE_NAME, Config
from gwe_lint.config.reader import read_config
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.lint import checking_of, lint
from gwe_lint.findings.report import Report
from gwe_lint.interruption import temporary_folder
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.rule import Example, Rule


class Mistake(NamedTuple):
    """An example that does not show what it promises, of a rule or of the values that a fact states."""

    row: str  # id of the rule, or key of the option
    title: str
    problem: str


Shown = tuple[Example, tuple[Estate, ...]]  # an example and what its files hold


def run_example(rule: Rule, example: Example, catalogue: Catalogue) -> Report:
    """The report of this one rule on the example's files, its paths relative to the example."""
    with _written(example, catalogue) as (config, loader):
        report = lint(checking_of((rule,), config, loader), _paths(config))
    return report._replace(exit_code=int(any(finding.severity == "error" for finding in report.findings)))


def shown(example: Example, catalogue: Catalogue) -> Shown:
    """The example, its files read."""
    with _written(example, catalogue) as (config, loader):
        return example, loader.estates(config, _paths(config))


@contextmanager
def _written(example: Example, catalogue: Catalogue) -> Iterator[tuple[Config, Loader]]:
    """The files of the example in a folder of their own: their configuration, and what loads them."""
    with temporary_folder() as root:
        for name, content in example.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
        declared = FILE_NAME in example.files
        config = read_config(root / FILE_NAME, root) if declared else Config(shown=None, folder=root)
        yield config, Loader(root=root, catalogue=catalogue, redactor=Redactor(catalogue))


def _paths(config: Config) -> tuple[Path, ...]:
    return () if config.estates else (Path(),)


def mistakes(rule: Rule, catalogue: Catalogue) -> Iterator[Mistake]:
    """What is wrong with the examples of a rule: places that differ, nothing bad, nothing good."""
    return judged(rule, (shown(example, catalogue) for example in rule.examples))


def judged(rule: Rule, examples: Iterable[Shown]) -> Iterator[Mistake]:
    """The same for examples that were read before."""
    bad = good = rule.check in MADE_ELSEWHERE or bool(rule.retired)  # which no export shows
    for example, estates in examples:
        result = run((rule,), estates)
        found = [f"{finding.hit.place.path}:{finding.hit.place.line}" for finding in result.findings]
        if sorted(found) != sorted(example.expect):
            expected = ", ".join(example.expect) or "no finding"
            yield Mistake(rule.id, example.title, f"expected {expected}; found {', '.join(found) or 'no finding'}")
        fixes = fixes_in_words(result)
        if fixes != example.fixes:
            expected = " | ".join(example.fixes) or "no fix"
            yield Mistake(rule.id, example.title, f"expected {expected}; found {' | '.join(fixes) or 'no fix'}")
        for failure in result.failures:
            yield Mistake(rule.id, example.title, f"the check crashed: {type(failure.error).__name__}")
        if example.not_evaluated and not result.not_evaluated:
            yield Mistake(rule.id, example.title, "expected the rule not to be evaluated, and it was")
        if example.not_evaluated is False and result.not_evaluated:
            yield Mistake(rule.id, example.title, f"could not be evaluated: {result.not_evaluated[0].reason}")
        bad = bad or bool(example.expect)
        good = good or (not example.expect and result.statuses["passed"] > 0)
    if not bad:
        yield Mistake(rule.id, "", "no example expects a finding")
    if rule.fixable and not any(example.fixes for example in rule.examples):
        yield Mistake(rule.id, "", "the rule is fixable, and no example expects a fix")
    if not good:
        yield Mistake(rule.id, "", "there is no good example in which the rule looks at something and finds it right")


def fixes_in_words(result: Result) -> tuple[str, ...]:
    """Every fix that is proposed, as ``fixes`` of an example has it: its safety, a colon, and what to do."""
    return tuple(f"{fix.safety}: {fix.in_words}" for finding in result.findings for fix in finding.fixes)
