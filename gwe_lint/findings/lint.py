"""From paths to a report: load the estates, run the rules, match the waivers, count.

``check`` and the examples of rules share this.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from gwe_lint.checks.files import OF_DRIFT, OF_THE_TOOL, ToolHit
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit
from gwe_lint.explore.clients import ChatOptions, follows_chats
from gwe_lint.explore.coverage import Coverage, coverage_of
from gwe_lint.findings.engine import Result, in_order, run, stamped
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.hint import connections_hint
from gwe_lint.findings.report import NotEvaluated, Population, Report
from gwe_lint.findings.under_paths import has_file_under, under
from gwe_lint.findings.unseen import inputs_of, nothing_there, unseen_in, with_groupings
from gwe_lint.findings.waivers import Ledger, apply_waivers, expired_hits, stale_hits
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import rules_by_hit
from gwe_lint.text import escaped

if TYPE_CHECKING:  # overrides, known findings and pictures are rare
    from gwe_lint.explore.route import Trace
    from gwe_lint.findings.known import Known
    from gwe_lint.findings.override_use import OverrideUse
    from gwe_lint.findings.overrides import Overrides


class Accepted(NamedTuple):
    """What was accepted before: waivers, the day on which they are matched, and findings of an earlier report.

    Overrides are what the configuration says of some places.
    """

    ledger: Ledger
    today: date
    known: "Known | None" = None
    overrides: "Overrides | None" = None


def lint(
    rules: Sequence[Rule],
    config: Config,
    loader: Loader,
    paths: tuple[Path, ...],
    accepted: Accepted | None = None,
    chat_options: ChatOptions | None = None,  # with them the report says how far chats were followed
    *,
    traced: bool = False,  # True: it has the ways of chats as well
) -> Report:
    """Run the rules on the estates, and report. With configured estates, paths only choose which findings are shown."""
    estates, rules = loader.estates(config, paths), judging(rules)
    result = with_accepted(run(rules, estates, accepted.overrides if accepted else None), rules, estates, accepted)
    report = report_on(result, rules, config, loader, paths, estates, accepted, chat_options)
    if not (traced and chat_options):
        return report
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    return report._replace(traces=_traces(_asked(estates, wanted, loader), chat_options))


def judging(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that judge estates, without those about differences."""
    return [rule for rule in rules if rule.check != OF_DRIFT]


def report_on(
    result: Result,
    rules: Sequence[Rule],
    config: Config,
    loader: Loader,
    paths: tuple[Path, ...],
    estates: Sequence[Estate],
    accepted: Accepted | None,
    chat_options: ChatOptions | None,
) -> Report:
    """The report of what the rules found in these estates."""
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    inputs, shown = inputs_of(estates), under(wanted, result.findings, loader)
    asked = _asked(estates, wanted, loader)
    coverage = _coverage(asked, rules, chat_options, accepted) if chat_options else None
    unseen = unseen_in(estates, inputs, paths, config, loader)
    report = Report(
        command="check",
        findings=shown,
        not_evaluated=result.not_evaluated,
        enabled=tuple(rules),
        statuses=result.statuses,
        population=population_of(estates, len(inputs)),
        failures=result.failures,
        hint=(hint := connections_hint(estates)),
        assumptions=(*(each for estate in estates for each in estate.assumptions), *filter(None, [hint])),
        inputs=inputs,
        unchecked=(*unseen.nothing, *(_unchecked(estates) if inputs else ())),
        incomplete=(*(coverage.reasons if coverage else ()), *unseen.incomplete),
        coverage=coverage,
        remarks=(*unseen.remarks, *(_not_counted(coverage) if coverage else ())),
        hidden=frozenset(f.fingerprint for f in (*result.there, *result.ignored)) - {f.fingerprint for f in shown},
        resolved=resolved_of(accepted, result.there, result.ignored) if accepted else 0,
        overrides=use_of(accepted.overrides, result.there, result.ignored) if accepted else (),
        estates=tuple(estate.name for estate in estates),
    )
    return with_groupings(report, estates)


def _asked(estates: Sequence[Estate], wanted: tuple[Path, ...], loader: Loader) -> list[Estate]:
    """The estates that the paths are about."""
    return [each for each in estates if not wanted or has_file_under(each, wanted, loader)]


def _not_counted(coverage: Coverage) -> Iterator[str]:
    return (f"not followed, and not counted: {escaped(each)}" for each in coverage.remarks)


def _traces(estates: Sequence[Estate], chat_options: ChatOptions) -> "tuple[Trace, ...]":
    """The ways of the chats of all clients."""
    from gwe_lint.explore.trace import traces_of  # noqa: PLC0415  needed only for a format that draws them

    return tuple(trace for estate in estates for trace in traces_of(estate, chat_options))


def resolved_of(accepted: Accepted, findings: Sequence[Finding], ignored: Sequence[Finding] = ()) -> int:
    """How many known findings are gone; one that an override ignores is not."""
    return accepted.known.gone_from((*findings, *ignored)) if accepted.known else 0


def use_of(
    overrides: "Overrides | None", findings: Sequence[Finding], ignored: Sequence[Finding]
) -> "tuple[OverrideUse, ...]":
    """How many findings each override decided something of; nothing without overrides."""
    if not overrides:
        return ()
    from gwe_lint.findings.override_use import uses_of  # noqa: PLC0415  only where there are overrides

    return uses_of(overrides, findings, ignored)


def with_accepted(
    result: Result, rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted | None
) -> Result:
    """The result with what was accepted marked."""
    return _with_waivers(result, rules, estates, accepted) if accepted else result


def _coverage(
    estates: Sequence[Estate], rules: Sequence[Rule], chat_options: ChatOptions, accepted: Accepted | None
) -> Coverage:
    """How far chats were followed; none where no rule is selected that follows them, or overrides ignore all."""
    following = [rule for rule in rules if follows_chats(rule)]

    def is_selected(estate: Estate) -> bool:
        within = accepted.overrides.within(estate) if accepted and accepted.overrides else None
        about = [(rule, within.about(rule) if within else None) for rule in following]
        return any(not each or each.may_count(rule.severity_in(estate)) for rule, each in about)

    return coverage_of(estates, chat_options, selected=is_selected)


def population_of(estates: Sequence[Estate], files: int) -> Population:
    """How many estates, files, applications and options were looked at."""
    exports = [export for estate in estates for _, export in estate.exports]
    return Population(len(estates), files, len(exports), sum(export.size for export in exports))


def _with_waivers(result: Result, rules: Sequence[Rule], estates: Sequence[Estate], accepted: Accepted) -> Result:
    """The result with waived and known findings marked, and with findings about the waivers themselves."""
    not_shown = (*result.ignored, *(finding._replace(ignored=True) for finding in result.yielded))
    findings = accept(result.findings, rules, estates, accepted, result.not_evaluated, not_shown)
    own = [rule for rule in rules if rule.check == OF_THE_TOOL]
    failed = {finding.rule for finding in findings} & {rule.id for rule in own}
    passed = sum(rule.id not in failed and _has_own_settings(rule, accepted) for rule in own)
    statuses = Counter(result.statuses)
    statuses.update(failed=len(failed), passed=passed, not_applicable=-len(failed) - passed)
    return result._replace(findings=findings, statuses=dict(statuses))


def _has_own_settings(rule: Rule, accepted: Accepted) -> bool:
    """True where there are settings that a rule about the tool's own settings is about."""
    if rule.parameters["of"] == "override-unused":
        return accepted.overrides is not None
    return bool(accepted.ledger.waivers)


def accept(
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    estates: Sequence[Estate],
    accepted: Accepted,
    not_evaluated: Sequence[NotEvaluated] = (),
    ignored: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """The findings with their waivers, the known ones marked, and findings about own settings; sorted by place.

    A waiver of an ignored finding is not stale.
    """
    by_id = {rule.id: rule for rule in rules}
    both = (*findings, *ignored)
    waived = apply_waivers(accepted.ledger, both, estates, frozenset(by_id), accepted.today, not_evaluated)
    hits: dict[ToolHit, Iterator[Hit]] = {
        "waiver-expired": expired_hits(accepted.ledger, waived.expired, accepted.today),
        "waiver-stale": stale_hits(accepted.ledger, waived.stale, accepted.today),
        "override-unused": _unused_overrides(accepted.overrides, estates, both),
    }
    keys: dict[tuple[str, ...], int] = {}
    own = [
        stamped(rule, rule.severity, "all", hit, keys)
        for of, rule in rules_by_hit(rules, OF_THE_TOOL).items()
        for hit in hits[cast(ToolHit, of)]
    ]
    locked = {rule.id for rule in rules if rule.locked}  # what was not read whole stays so
    may_be_known = [each for each in waived.findings if each.rule not in locked]
    known = accepted.known.fingerprints_among(may_be_known) if accepted.known else ()
    shown = (*(each for each in waived.findings if not each.ignored), *own)
    return in_order(each._replace(known=each.fingerprint in known) for each in shown)


def _unused_overrides(
    overrides: "Overrides | None", estates: Sequence[Estate], findings: Sequence[Finding]
) -> Iterator[Hit]:
    if not overrides:
        return iter(())
    from gwe_lint.findings.override_use import unused_hits  # noqa: PLC0415  only where there are overrides

    return unused_hits(overrides, estates, findings)


def findings_under(
    report: Report, estates: Sequence[Estate], paths: tuple[Path, ...], config: Config, loader: Loader
) -> Report:
    """The report with the findings that have one end under a path; without paths, all findings.

    A path of which nothing was read is a reason that not all was checked.
    """
    wanted = tuple(loader.absolute(path) for path in paths)
    nothing = nothing_there(estates, report.inputs, wanted, config, loader).values()
    shown = under(wanted, report.findings, loader)
    hidden = frozenset(each.fingerprint for each in report.findings) - {each.fingerprint for each in shown}
    return report._replace(findings=shown, unchecked=(*report.unchecked, *nothing), hidden=hidden | report.hidden)


def _unchecked(estates: Sequence[Estate]) -> Iterator[str]:
    """Why no rule could check what was read: reasons for exit code 3 that ``--allow-empty`` turns off."""
    with_options = [
        (estate, app) for estate in estates for app, export in estate.exports if export.completeness != "none"
    ]
    if not with_options and any(estate.exports for estate in estates):
        yield "no export holds options"
    elif not any(estate.catalogue.sections(app.type) for estate, app in with_options):
        yield "no file is recognised as an application that has rules"
