"""What is found in one estate, in whatever process: all that the report of a run over many estates is made of."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import ChatOptions, follows_chats
from gwe_lint.explore.coverage import Coverage, coverage_of
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.under_paths import has_file_under
from gwe_lint.loading.loader import Loader
from gwe_lint.loading.portions import Portion
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:  # overrides and pictures are rare
    from gwe_lint.explore.route import Trace
    from gwe_lint.findings.overrides import Overrides


class Checked(NamedTuple):
    """An estate, or its outline, and what the rules found in it. ``traces`` are the ways of chats, where asked for."""

    estate: Estate
    result: Result
    coverage: Coverage | None = None  # how far chats were followed; None where nobody asked
    traces: "tuple[Trace, ...]" = ()


class Checking(NamedTuple):
    """How an estate is checked."""

    rules: Sequence[Rule]
    config: Config
    loader: Loader
    overrides: "Overrides | None" = None
    chat_options: ChatOptions | None = None
    traced: bool = False

    def checked(self, estate: Estate) -> Checked:
        """What the rules find in an estate."""
        result = run(self.rules, (estate,), self.overrides)
        if not self.chat_options:
            return Checked(estate, result)
        return Checked(
            estate, result, self._coverage((estate,)), _traces(estate, self.chat_options) if self.traced else ()
        )

    def coverage(self, estates: Sequence[Estate], paths: Sequence[Path]) -> Coverage | None:
        """How far the chats of those estates were followed that the paths are about; None where nobody asked."""
        wanted = [self.loader.absolute(path) for path in paths] if self.config.estates else []
        asked = [each for each in estates if not wanted or has_file_under(each, wanted, self.loader)]
        return self._coverage(asked) if self.chat_options else None

    def _coverage(self, estates: Sequence[Estate]) -> Coverage | None:
        return coverage_of(estates, self.chat_options, selected=self._is_selected) if self.chat_options else None

    def _is_selected(self, estate: Estate) -> bool:
        """Whether a rule follows chats there; none does where none is selected, or overrides ignore all."""
        within = self.overrides.within(estate) if self.overrides else None
        about = [(rule, within.about(rule) if within else None) for rule in self.rules if follows_chats(rule)]
        return any(not each or each.may_count(rule.severity_in(estate)) for rule, each in about)

    def with_loader(self, loader: Loader) -> "Checking":
        """The same with another loader."""
        return self._replace(loader=loader)

    def done(self, portion: Portion) -> tuple[tuple[str, Checked], ...]:
        """What the rules find in the estates of a portion, ready to travel to another process."""
        return tuple((name, self._packed(self.checked(each))) for name, each in self.loader.load(portion, self.config))

    def _packed(self, checked: Checked) -> Checked:
        from gwe_lint.estate.outline import application_without_options  # noqa: PLC0415  one estate does without
        from gwe_lint.findings.packing import outlined, packed  # noqa: PLC0415

        result = checked.result
        findings = (*result.findings, *result.ignored, *result.yielded)
        return Checked(
            outlined(checked.estate, findings, self.overrides),
            packed(result, self.overrides),
            checked.coverage,
            tuple(each._replace(client=application_without_options(each.client)) for each in checked.traces),
        )

    def unpacked(self, checked: Checked) -> Checked:
        """The same in the process that asked for it."""
        from gwe_lint.findings.packing import unpacked  # noqa: PLC0415  one estate does without

        estate = checked.estate._replace(catalogue=self.loader.catalogue)
        return checked._replace(estate=estate, result=unpacked(checked.result, self.overrides))


def _traces(estate: Estate, chat_options: ChatOptions) -> "tuple[Trace, ...]":
    from gwe_lint.explore.trace import traces_of  # noqa: PLC0415  needed only for a format that draws them

    return traces_of(estate, chat_options)
