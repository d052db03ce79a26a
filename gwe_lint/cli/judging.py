"""What judges estates before and after changes, as a check would, from the options of a command."""

from gwe_lint.changes.simulation import Judges
from gwe_lint.cli.accepted import accepted_of
from gwe_lint.cli.options import ReportOptions, SelectionOptions
from gwe_lint.cli.selected_rules import judging_rules
from gwe_lint.config.model import Config
from gwe_lint.estate.model import Profile
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import Packs


def judges_of(
    command: str,
    loader: Loader,
    settings: Config,
    packs: Packs,
    selection: SelectionOptions,
    profile: Profile | None,
    report: ReportOptions,
    *,
    isolated: bool,
) -> Judges:
    """What judges, as a check would. Raises ``Untrusted`` where a selection, an override or a waiver is wrong."""
    rules, overrides = judging_rules(
        packs.rules, settings, selection, loader.root, profile=profile, fail_on=report.fail_on
    )
    accepted = accepted_of(
        command, settings, packs.rules, report.accepted, isolated=isolated, root=loader.root, overrides=overrides
    )
    return Judges(rules, settings, loader, accepted, chat_options_of(packs.rules))
