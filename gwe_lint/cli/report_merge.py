"""``gwe-lint report merge``: the JSON reports of shards as the report of one run."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from gwe_lint.cli.asked import Asked as Given
from gwe_lint.cli.check_setup import ListingOptions, SarifOptions, check_setup
from gwe_lint.cli.comparison_setup import prepared
from gwe_lint.cli.consistency import consistency_of_portions
from gwe_lint.cli.drift_division import drift_of_portions, drifting_of
from gwe_lint.cli.exports import incomplete_fails
from gwe_lint.cli.finish import finish
from gwe_lint.cli.options import (
    ConfigOptions,
    ExportOptions,
    MessageOptions,
    ProfileOptions,
    ReportOptions,
    SelectionOptions,
)
from gwe_lint.cli.output_files import Destination
from gwe_lint.cli.provenance import with_dates
from gwe_lint.cli.shard_reports import Shards, refuse_other_run, shards_in
from gwe_lint.cli.sharding import digests_of
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.config.model import Config
from gwe_lint.drift.judge import BASELINE_HITS
from gwe_lint.drift.judge_members import MEMBER_HITS
from gwe_lint.errors import Untrusted
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.lint import lint_portions
from gwe_lint.findings.report import Report
from gwe_lint.findings.shard import Asked
from gwe_lint.findings.shared_work import Gathered
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import Packs


class Merged(NamedTuple):
    """The report of the whole run, and where it goes."""

    report: Report
    destination: Destination
    settings: Config
    accepted: Accepted


@with_options()
def merge(
    *,
    reports: Annotated[list[Path], typer.Argument(metavar="REPORT...", help="The JSON reports of all shards.")],
    config: Annotated[ConfigOptions, Without("isolated")],
    report: Annotated[ReportOptions, Without("fail_on", "strict", "exit_zero", "allow_empty", "as_of")],
    messages: MessageOptions,
    listing: ListingOptions,
    sarif: SarifOptions,
    given: Given,
) -> int:
    """Put the JSON reports of shards together: the report that one run on all estates would have given, to the byte.

    In the working directory of the shards, with the same --config, --pack, --waivers and --known. What else was asked
    for, the reports know. Exit code 3 where a shard is missing or there twice, else that of the whole run.
    """
    shards = shards_in(reports)
    asked = shards.asked
    config.isolated = asked.isolated
    report.fail_on, report.strict = asked.fail_on, asked.strict
    report.exit_zero, report.allow_empty = asked.exit_zero, asked.allow_empty
    report.accepted.as_of = date.fromisoformat(asked.day) if asked.dated else None
    selection = SelectionOptions(select=_listed(asked.select), ignore=_listed(asked.ignore), preview=asked.preview)
    merged = (
        _checked(shards, config, selection, report, listing, sarif)
        if shards.command == "check"
        else _compared(shards, config, selection, report)
    )
    provenance = with_dates(shards.provenance, given, merged.destination.root) if shards.provenance else None
    result = _with_gaps(merged.report, shards)._replace(provenance=provenance)
    return finish(result, report, messages, merged.destination, merged.settings, merged.accepted.today, given)


def _listed(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)


def _checked(
    shards: Shards,
    config: ConfigOptions,
    selection: SelectionOptions,
    report: ReportOptions,
    listing: ListingOptions,
    sarif: SarifOptions,
) -> Merged:
    asked = shards.asked
    setup = check_setup(config, selection, ProfileOptions(profile=asked.profile), report, listing, sarif)
    refuse_other_run(shards, digests_of(setup.rules, (), setup.settings, setup.accepted))
    accepted = setup.accepted._replace(today=date.fromisoformat(asked.day))
    checking = setup.checking(_loader(setup.root, setup.packs))
    found = Gathered(tuple(part for part in shards.parts if part))
    result = lint_portions(checking, found, _paths(asked), accepted, whole=shards.whole)
    fails = incomplete_fails(ExportOptions(paths=None), setup.settings, strict=asked.strict)
    return Merged(setup.completed(result, fails=fails), setup.destination, setup.settings, accepted)


def _compared(shards: Shards, config: ConfigOptions, selection: SelectionOptions, report: ReportOptions) -> Merged:
    if report.accepted.since or report.accepted.first_seen:
        raise Untrusted(["--since and --first-seen are for reports of check: comparisons are dated in one run"])
    drift = shards.command == "drift"
    setup = prepared(shards.command, BASELINE_HITS if drift else MEMBER_HITS, config, selection, report)
    refuse_other_run(shards, digests_of(setup.rules, setup.rows, setup.settings, setup.accepted))
    accepted = setup.accepted._replace(today=date.fromisoformat(shards.asked.day))
    setup = setup._replace(accepted=accepted)
    loader = _loader(setup.root, setup.packs)
    found = Gathered(tuple(part for part in shards.parts if part))
    if drift:
        drifting = drifting_of(setup, loader, shards.asked.against, report)
        result = drift_of_portions(drifting, found, whole=shards.whole)
    else:
        comparing = setup.comparing(loader, report)
        result = consistency_of_portions(comparing, found, _paths(shards.asked), whole=shards.whole)
    return Merged(result, setup.destination, setup.settings, accepted)


def _paths(asked: Asked) -> tuple[Path, ...]:
    return tuple(map(Path, asked.paths))


def _loader(root: Path, packs: Packs) -> Loader:
    """What tells how paths are shown; it loads nothing."""
    return Loader(root=root, catalogue=packs.catalogue, redactor=Redactor())


def _with_gaps(report: Report, shards: Shards) -> Report:
    """The report that says which shards are missing, and which are there twice."""
    gaps = tuple(shards.gaps())
    if not gaps:
        return report
    return report._replace(left=shards.left, shards_fit=False, incomplete=(*gaps, *report.incomplete))
