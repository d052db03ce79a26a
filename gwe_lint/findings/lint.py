"""From paths to a report: load the estates, run the rules, match the waivers, count.

``check`` and the examples of rules share this.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, cast

from gwe_lint.checks.files import OF_DRIFT, OF_THE_TOOL, ToolHit
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit
from gwe_lint.findings.engine import Result, in_order, run, stamped
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import NotEvaluated, Population, Report
from gwe_lint.findings.waivers import Ledger, apply_waivers, expired_hits, stale_hits
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import on_disk
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import rules_by_hit
from gwe_lint.text import listed


class Accepted(NamedTuple):
    """What was accepted before: waivers, the day on which they are matched, and fingerprints of an earlier report."""

    ledger: Ledger
    today: date
    known: frozenset[str] = frozenset()


def lint(
    rules: Sequence[Rule], config: Config, loader: Loader, paths: tuple[Path, ...], accepted: Accepted | None = None
) -> Report:
    """Run the rules on the estates, and report. With configured estates, paths only choose which findings are shown."""
    estates = loader.estates(config, paths)
    rules = [rule for rule in rules if rule.check != OF_DRIFT]
    result = run(rules, estates)
    if accepted:
        result = _with_waivers(result, rules, estates, accepted)
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    left_out = [file for estate in estates for file in estate.left_out]
    read = (document.path for estate in estates for document in estate.documents)
    inputs = (*read, *(file.path for file in left_out))
    shown = tuple(f for f in result.findings if not wanted or _has_end_under(f, wanted, loader))
    return Report(
        command="check",
        findings=shown,
        not_evaluated=result.not_evaluated,
        enabled=tuple(rules),
        statuses=result.statuses,
        population=population_of(estates, len(inputs)),
        failures=result.failures,
        assumptions=tuple(assumption for estate in estates for assumption in estate.assumptions),
        inputs=inputs,
        unchecked=tuple(_unchecked(estates, inputs, wanted, loader)),
        hidden=frozenset(f.fingerprint for f in result.findings) - {f.fingerprint for f in shown},
        resolved=len(accepted.known - {finding.fingerprint for finding in result.findings}) if accepted else 0,
        estates=tuple(estate.name for estate in estates),
    )


def population_of(estates: Sequence[Estate], files: int) -> Population:
    """How many estates, files, applications and options were looked at."""
    exports = [export for estate in estates for _, export in estate.exports]
    return Population(len(estates), files, len(exports), sum(export.size for export in exports))


def _with_waivers(result: Result, rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted) -> Result:
    """The result with waived and known findings marked, and with findings about the waivers themselves."""
    findings = accept(result.findings, rules, estates, accepted, result.not_evaluated)
    own = [rule for rule in rules if rule.check == OF_THE_TOOL]
    failed = len({finding.rule for finding in findings} & {rule.id for rule in own})
    passed = len(own) - failed if accepted.ledger.waivers else 0
    statuses = Counter(result.statuses)
    statuses.update(failed=failed, passed=passed, not_applicable=-failed - passed)
    return result._replace(findings=findings, statuses=dict(statuses))


def accept(
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    estates: Sequence[Estate],
    accepted: Accepted,
    not_evaluated: Sequence[NotEvaluated] = (),
) -> tuple[Finding, ...]:
    """The findings with their waivers, the known ones marked, and findings about the waivers; sorted by place."""
    by_id = {rule.id: rule for rule in rules}
    waived = apply_waivers(accepted.ledger, findings, estates, frozenset(by_id), accepted.today, not_evaluated)
    hits: dict[ToolHit, Iterator[Hit]] = {
        "waiver-expired": expired_hits(accepted.ledger, waived.expired, accepted.today),
        "waiver-stale": stale_hits(accepted.ledger, waived.stale),
    }
    keys: dict[tuple[str, ...], int] = {}
    own = [
        stamped(rule, rule.severity, "all", hit, keys)
        for of, rule in rules_by_hit(rules, OF_THE_TOOL).items()
        for hit in hits[cast(ToolHit, of)]
    ]
    locked = {rule.id for rule in rules if rule.locked}  # what was not read whole stays so
    known = {each.fingerprint for each in waived.findings if each.rule not in locked} & accepted.known
    return in_order(each._replace(known=each.fingerprint in known) for each in (*waived.findings, *own))


def findings_under(report: Report, paths: tuple[Path, ...], loader: Loader) -> Report:
    """The report with the findings that have one end under a path; without paths, all findings."""
    wanted = tuple(loader.absolute(path) for path in paths)
    outside = tuple(
        f"{loader.shown(path)}: belongs to no [[estate]] of the configuration"
        for path in wanted
        if not any(loader.absolute(on_disk(each)).is_relative_to(path) for each in report.inputs)
    )
    shown = tuple(each for each in report.findings if not wanted or _has_end_under(each, wanted, loader))
    hidden = frozenset(each.fingerprint for each in report.findings) - {each.fingerprint for each in shown}
    return report._replace(findings=shown, unchecked=(*report.unchecked, *outside), hidden=hidden)


def _has_end_under(finding: Finding, wanted: tuple[Path, ...], loader: Loader) -> bool:
    """True when one end of a finding lies under a wanted path: a changed Chat Server shows what it broke elsewhere."""
    places = (finding.hit.place, *(note.place for note in finding.hit.related))
    files = [loader.absolute(on_disk(place.path)) for place in places]
    return any(file.is_relative_to(path) for file in files for path in wanted)


def _unchecked(
    estates: Sequence[Estate], inputs: tuple[str, ...], wanted: tuple[Path, ...], loader: Loader
) -> Iterator[str]:
    """Why a run did not check all that was asked for: the reasons for exit code 3."""
    if not inputs:
        places = listed([path for estate in estates for path in estate.paths])
        yield f"no export (.cfg, .conf, .csv, .xml, .json) in {places}"
        return
    files = [loader.absolute(on_disk(path)) for path in inputs]
    for path in wanted:
        if not any(file.is_relative_to(path) for file in files):
            yield f"{loader.shown(path)}: belongs to no [[estate]] of the configuration"
    with_options = [
        (estate, app) for estate in estates for app, export in estate.exports if export.completeness != "none"
    ]
    if not with_options and any(estate.exports for estate in estates):
        yield "no export holds options"
    elif not any(estate.catalogue.sections(app.type) for estate, app in with_options):
        yield "no file is recognised as an application that has rules"
