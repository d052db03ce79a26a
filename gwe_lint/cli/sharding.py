"""What a shard is told of its run, so that the reports of all shards become that of one run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from gwe_lint import __version__
from gwe_lint.cli.options import ReportOptions
from gwe_lint.cli.run import Run
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.shard import Asked, Shard, ShardNumber, number_of
from gwe_lint.findings.shard_json import digest_of
from gwe_lint.findings.shared_work import Gathered
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule


def number_for(text: str, report: ReportOptions, config: Config, loader: Loader, given: Sequence[Path]) -> ShardNumber:
    """The number of the shard. Raises ``Untrusted`` beside options that are about the whole of a run."""
    problems = []
    if config.estates and given:
        problems.append("--shard divides the estates of the configuration: give no PATH, which would choose findings")
    if config.expectations and not config.estates:
        problems.append(
            "--shard divides the estates of the configuration, which has [[expect]] and no [[estate]] table"
        )
    if loader.stdin:
        problems.append("--shard and standard input exclude each other: there is one document to look at")
    kept = report.accepted.record or report.accepted.history.store
    if kept:
        problems.append("--shard and a history exclude each other: record the report that gwe-lint report merge writes")
    if report.accepted.since or report.accepted.first_seen:
        problems.append("--shard dates no findings: give --since or --first-seen to gwe-lint report merge")
    if problems:
        raise Untrusted(problems)
    return number_of(text)


def shard_of(
    number: ShardNumber,
    names: tuple[str, ...],
    found: Gathered,
    run: Run,
    loader: Loader,
    baseline: tuple[str, str],
) -> Shard:
    """The shard of this number, with what was found in its estates. ``names`` are those of all portions of the run."""
    select, ignore = run.selection.select, run.selection.ignore
    asked = Asked(
        run.config.isolated,
        None if select is None else tuple(select),
        None if ignore is None else tuple(ignore),
        run.rules_of.profile if run.rules_of else None,
        run.selection.preview,
        run.report.fail_on,
        run.report.strict,
        run.report.exit_zero,
        run.report.allow_empty,
        run.report.accepted.as_of is not None,
        run.accepted.today.isoformat(),
        tuple(loader.shown(path) for path in run.given),
        baseline[0],
    )
    digests = {
        **digests_of(run.rules, run.rows, run.settings, run.accepted),
        "--exclude and --encoding": digest_of((loader.exclude, loader.code_page)),
        "key of secrets": loader.redactor.key_id,
        "baseline": baseline[1],
    }
    return Shard(number, names, asked, digests, found.parts)


def digests_of(
    rules: Sequence[Rule], rows: Sequence[DriftRow], config: Config, accepted: Accepted
) -> Mapping[str, str]:
    """The digests of all that decides a report beside exports, by what it is called."""
    return {
        "version": __version__,
        "rules": digest_of((rules, rows)),
        "configuration": digest_of(config._replace(shown=None)),
        "waivers": digest_of(accepted.ledger.waivers),
        "known findings": digest_of(accepted.known),
    }
