"""From paths to a report: load the estates, run the rules, match the waivers, count.

``check`` and the examples of rules share this.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.checks.files import OF_DRIFT, OF_THE_TOOL
from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.explore.coverage import Coverage
from gwe_lint.explore.coverage import put_together as coverages_together
from gwe_lint.findings.accept import Accepted, resolved_of, use_of, with_accepted
from gwe_lint.findings.checked import Checked, Checking
from gwe_lint.findings.engine import Result, put_together, run
from gwe_lint.findings.hint import connections_hint
from gwe_lint.findings.report import Population, Report
from gwe_lint.findings.under_paths import has_file_under, under
from gwe_lint.findings.unseen import inputs_of, nothing_there, unseen_in, with_groupings
from gwe_lint.loading.loader import Loader
from gwe_lint.progress import steps
from gwe_lint.rules.rule import Rule
from gwe_lint.text import counted, escaped, listed

if TYPE_CHECKING:
    from gwe_lint.findings.shared_work import Gathered


def lint(checking: Checking, paths: tuple[Path, ...], accepted: Accepted | None = None) -> Report:
    """Run the rules on the estates, and report. With configured estates, paths only choose which findings are shown."""
    return lint_loaded(checking, checking.loader.estates(checking.config, paths), paths, accepted)


def lint_loaded(
    checking: Checking, estates: Sequence[Estate], paths: tuple[Path, ...], accepted: Accepted | None
) -> Report:
    """The same report, of estates that were loaded from the paths."""
    checked = [checking.checked(each) for each in steps(estates, len(estates), "estate")]
    return report_of_checked(checking, checked, paths, accepted)


def checking_of(
    rules: Sequence[Rule],
    config: Config,
    loader: Loader,
    accepted: Accepted | None = None,
    chat_options: ChatOptions | None = None,  # with them the report says how far chats were followed
    *,
    traced: bool = False,  # True: it has the ways of chats as well
) -> Checking:
    """How each estate is checked, by whomever."""
    overrides = accepted.overrides if accepted else None
    return Checking(judging(rules), config, loader, overrides, chat_options, traced)


def lint_portions(
    checking: Checking, found: "Gathered", paths: tuple[Path, ...], accepted: Accepted, *, whole: bool = True
) -> Report:
    """The same report, of portions that were checked one by one. Not ``whole``: others check the rest of the estates.

    Which waivers and overrides are of no use is known only where all is looked at.
    """
    if not whole or found.left:
        checking = checking._replace(rules=without_own_settings(checking.rules))
    report = report_of_checked(checking, found.results(checking), paths, accepted)
    return interrupted(report, [portion.name for portion in found.left]) if found.left else report


def without_own_settings(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules without those about waivers and overrides: which of them are of no use is known in the end."""
    return tuple(rule for rule in rules if rule.check != OF_THE_TOOL)


def interrupted(report: Report, left: Sequence[str]) -> Report:
    """The report of a run that the user interrupted, which says what was not looked at."""
    reason = f"interrupted: {counted(len(left), 'estate')} not looked at: {listed(left)}"
    return report._replace(left=tuple(left), incomplete=(reason, *report.incomplete))


def report_of_checked(
    checking: Checking, checked: Sequence[Checked], paths: tuple[Path, ...], accepted: Accepted | None
) -> Report:
    """The report of what was found in each estate, in the order of the estates."""
    estates, rules = tuple(each.estate for each in checked), checking.rules
    config, loader = checking.config, checking.loader
    found = put_together(*(each.result for each in checked)) if checked else run(rules, ())
    result = with_accepted(found, rules, estates, accepted)
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    asked = [each for each in checked if not wanted or has_file_under(each.estate, wanted, loader)]
    coverage = coverages_together(each.coverage for each in asked if each.coverage) if checking.chat_options else None
    report = report_on(result, rules, config, loader, paths, estates, accepted, coverage)
    return report._replace(traces=tuple(trace for each in asked for trace in each.traces))


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
    coverage: Coverage | None,
) -> Report:
    """The report of what the rules found in these estates, of which those that the paths are about were followed."""
    wanted = tuple(loader.absolute(path) for path in paths) if config.estates else ()
    inputs, shown = inputs_of(estates), under(wanted, result.findings, loader)
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
        incomplete=(
            *(coverage.reasons if coverage else ()),
            *unseen.incomplete,
            *_asked_in_vain(result, _asked(estates, wanted, loader)),
        ),
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
