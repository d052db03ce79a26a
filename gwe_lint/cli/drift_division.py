"""``drift`` divided by the estates of the configuration: among processes, shards and the workers of a cluster."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.baseline.loader import recorded_files
from gwe_lint.baseline.source import open_baseline
from gwe_lint.changes.chats import chats_together
from gwe_lint.changes.reachability import reachability
from gwe_lint.cli.comparison_setup import Prepared
from gwe_lint.cli.drift_sides import Today, default_folder, estates_at
from gwe_lint.cli.options import ReportOptions
from gwe_lint.config.model import Config
from gwe_lint.drift.division import Drifted, drifted_in, packed, report_together, unpacked, why_one
from gwe_lint.drift.incomplete import Former
from gwe_lint.drift.listed_objects import listed_on_both_sides
from gwe_lint.drift.subject import Subject
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import ChatOptions, chat_options_of
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.lint import interrupted, without_own_settings
from gwe_lint.findings.report import Report
from gwe_lint.findings.unseen import left_out_of, with_groupings
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion
from gwe_lint.paths import read_small
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:  # a run on one estate does without
    from gwe_lint.findings.shared_work import Gathered

_NUMBERS = (
    "secrets of the baseline are shown by numbers, which are counted over both sides: give GWE_LINT_HMAC_KEY or "
    "--hmac-key-file"
)


class Baseline:
    """The estates of a baseline. Each process reads them once, where it sees them: they do not travel."""

    def __init__(self, against: str) -> None:
        self.against = against
        self._former: Former | None = None
        self._why_one: list[str] = []

    def __reduce__(self) -> "tuple[type[Baseline], tuple[str]]":
        """What another process makes it of."""
        return Baseline, (self.against,)

    def former(self, loader: Loader, settings: Config) -> Former:
        """The former estates. Raises ``Untrusted`` where they are not those of the configuration."""
        reasons = self.why_one(loader, settings)
        if reasons or self._former is None:
            raise Untrusted([f"--against {self.against}: {each}" for each in reasons])
        return self._former

    def why_one(self, loader: Loader, settings: Config) -> list[str]:
        """Why the estates cannot be compared one by one, as reasons."""
        if self._former is None:
            now, numbered = _of_all(settings), loader.redactor.numbered
            with open_baseline(self.against, loader.root, default_folder(loader, now, ())) as place:
                self._former = Former(estates_at(place, loader, now, ()), place.label)
            names = now.chosen
            self._why_one = why_one(self._former.estates, names)
            if loader.redactor.numbered > numbered:
                self._why_one.append(_NUMBERS)
        return self._why_one

    def digest(self, loader: Loader, settings: Config) -> str:
        """What differs where another baseline is compared with; secrets are tokens in it."""
        made = sha256()
        with open_baseline(self.against, loader.root, default_folder(loader, _of_all(settings), ())) as place:
            if files := recorded_files(place.path):
                for file in files:  # whose options may not have been read
                    made.update(f"\0{file.name}\0".encode() + sha256(read_small(file)).digest())
                return made.hexdigest()[:16]
        for estate in self.former(loader, settings).estates:
            for application in estate.applications:
                options = [application.option(*key) for key in Subject(estate, application).keys()]  # noqa: SIM118
                made.update(repr((estate.name, application._replace(export=None), options)).encode("utf-8", "replace"))
        return made.hexdigest()[:16]


def _of_all(settings: Config) -> Today:
    """All configured estates, none of which was read yet."""
    return Today((), tuple(plan.name for plan in settings.estates), (), settings)


class Drifting(NamedTuple):
    """How an estate is compared with what it was."""

    rows: Sequence[DriftRow]
    rules: Sequence[Rule]
    accepted: Accepted
    overridden: frozenset[str]
    config: Config
    loader: Loader
    baseline: Baseline
    chat_options: ChatOptions
    dated: bool = False

    def with_loader(self, loader: Loader) -> "Drifting":
        """The same with another loader."""
        return self._replace(loader=loader)

    def drifted(self, estate: Estate, former: Former) -> Drifted:
        """What became of an estate since the baseline, and of its chats."""
        drifted, drift, then = drifted_in(
            estate,
            former,
            self.rows,
            self.rules,
            against=self.baseline.against,
            overridden=self.overridden,
        )
        chats = reachability(drift, then.estates, [estate], self.chat_options)
        outcome = drifted.outcome
        return drifted._replace(outcome=outcome._replace(summary=outcome.summary._replace(chats=chats)))

    def done(self, portion: Portion) -> tuple[tuple[str, Drifted], ...]:
        """The same for the estate of a portion, ready to travel to another process."""
        former = self.baseline.former(self.loader, self.config)
        done = []
        for name, estate in self.loader.load(portion, self.config):
            then, (now,) = listed_on_both_sides(former.named(estate.name), [estate])
            done.append((name, packed(self.drifted(now, then), self.accepted, dated=self.dated)))
        return tuple(done)

    def unpacked(self, drifted: Drifted) -> Drifted:
        """The same in the process that asked for it."""
        return unpacked(drifted, self.loader.catalogue)


def drifting_of(setup: Prepared, loader: Loader, against: str, options: ReportOptions) -> Drifting:
    """How each of several estates is compared with what it was in the baseline that ``against`` names."""
    return Drifting(
        setup.rows,
        setup.rules,
        setup.accepted,
        setup.overridden,
        setup.settings,
        loader,
        Baseline(against),
        chat_options_of(setup.packs.rules),
        dated=bool(options.accepted.since),
    )


def drift_of(drifting: Drifting, drifted: Sequence[Drifted]) -> Report:
    """The report on these estates."""
    estates = [each.estate for each in drifted]
    report = report_together(drifted, drifting.rules, drifting.accepted, drifting.baseline.against)
    assert report.drift is not None
    chats = chats_together([each.outcome.summary.chats for each in drifted])
    report = report._replace(drift=report.drift._replace(chats=chats), remarks=left_out_of(estates))
    return with_groupings(report, estates)


def drift_of_portions(drifting: Drifting, found: "Gathered", *, whole: bool = True) -> Report:
    """The same report, of portions that were compared one by one. Not ``whole``: others look at the other estates."""
    if not whole or found.left:
        drifting = drifting._replace(rules=without_own_settings(drifting.rules))
    report = drift_of(drifting, found.results(drifting))
    return interrupted(report, [portion.name for portion in found.left]) if found.left else report


def why_whole(settings: Config, given: Sequence[Path], *, remediate: bool) -> list[str]:
    """Why a drift cannot be divided, whatever the baseline holds, as reasons."""
    reasons = []
    if len(settings.estates) < 2:
        reasons.append("it is divided by the [[estate]] tables of a configuration, of which there are fewer than two")
    elif given:
        reasons.append("it is divided by the estates of the configuration: give no PATH, which would choose findings")
    if remediate:
        reasons.append("--remediate writes one folder for all estates")
    return reasons
