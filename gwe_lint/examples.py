"""The examples inside rule packs: run for real, in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from gwe_lint.catalogue import Catalogue
from gwe_lint.config import FILE_NAME, Config
from gwe_lint.configreader import read_config
from gwe_lint.linting import lint
from gwe_lint.loading import Loader
from gwe_lint.model import Example, Report, Rule
from gwe_lint.secrets import Redactor


class Mistake(NamedTuple):
    """An example that does not show what it promises."""

    rule: str
    title: str
    problem: str


def run_example(rule: Rule, example: Example, catalogue: Catalogue) -> Report:
    """The report of this one rule on the example's files, its paths relative to the example."""
    with TemporaryDirectory(prefix="gwe-lint-") as folder:
        root = Path(folder).resolve()
        for name, content in example.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
        declared = FILE_NAME in example.files
        config = read_config(root / FILE_NAME, root) if declared else Config(shown=None, folder=root)
        loader = Loader(root=root, catalogue=catalogue, redactor=Redactor(catalogue))
        report = lint((rule,), config, loader, () if config.estates else (Path(),))
    return report._replace(exit_code=int(any(finding.severity == "error" for finding in report.findings)))


def mistakes(rule: Rule, catalogue: Catalogue) -> Iterator[Mistake]:
    """What is wrong with the examples of a rule: places that differ, nothing bad, nothing good."""
    bad = good = False
    for example in rule.examples:
        report = run_example(rule, example, catalogue)
        found = [f"{finding.hit.place.path}:{finding.hit.place.line}" for finding in report.findings]
        if sorted(found) != sorted(example.expect):
            expected = ", ".join(example.expect) or "no finding"
            yield Mistake(rule.id, example.title, f"expected {expected}; found {', '.join(found) or 'no finding'}")
        for failure in report.failures:
            yield Mistake(rule.id, example.title, f"the check crashed: {type(failure.error).__name__}")
        if example.not_evaluated and not report.not_evaluated:
            yield Mistake(rule.id, example.title, "expected the rule not to be evaluated, and it was")
        bad = bad or bool(example.expect)
        good = good or (not example.expect and report.statuses["passed"] > 0)
    if not bad:
        yield Mistake(rule.id, "", "no example expects a finding")
    if not good:
        yield Mistake(rule.id, "", "there is no good example in which the rule looks at something and finds it right")
