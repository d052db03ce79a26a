"""From paths to a report: load the estates, run the rules, match the waivers, count.

``check`` and the examples of rules share this.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import ChatOptions, follows_chats
from gwe_lint.explore.coverage import Coverage, coverage_of
from gwe_lint.findings.accept import Accepted, resolved_of, use_of, with_accepted
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.hint import connections_hint
from gwe_lint.findings.report import Population, Report
from gwe_lint.findings.under_paths import has_file_under, under
from gwe_lint.findings.unseen import inputs_of, nothing_there, unseen_in, with_groupings
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.rule import Rule
from gwe_lint.text import escaped


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
    return with_traces(report, _asked(estates, wanted, loader), chat_options)


def with_traces(report: Report, estates: Sequence[Estate], chat_options: ChatOptions) -> Report:
    """The report with the ways of the chats of all clients of these estates."""
    from gwe_lint.explore.trace import traces_of  # noqa: PLC0415  needed only for a format that draws them

    return report._replace(traces=tuple(trace for estate in estates for trace in traces_of(estate, chat_options)))


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
        incomplete=(*(coverage.reasons if coverage else ()), *unseen.incomplete, *_asked_in_vain(result, asked)),
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


def _asked_in_vain(result: Result, estates: Sequence[Estate]) -> Iterator[str]:
    """What somebody asked for in these estates and no rule could evaluate, as reasons."""
    names = {estate.name for estate in estates}
    for each in result.not_evaluated:
        if each.incomplete and each.estate in names:
            yield escaped(f"{each.estate}: {each.rule} {each.name} could not be evaluated: {each.reason}")


def _not_counted(coverage: Coverage) -> Iterator[str]:
    return (f"not followed, and not counted: {escaped(each)}" for each in coverage.remarks)


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
