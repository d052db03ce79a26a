"""Which rules a command runs: what flags and the configuration select and ignore, with configured severities."""

from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.checks.files import MADE_ELSEWHERE, OF_DRIFT, DriftHit
from gwe_lint.cli.options import SelectionOptions
from gwe_lint.config.model import Config, severity_overrides
from gwe_lint.errors import Untrusted
from gwe_lint.estate.model import FailOn, Profile
from gwe_lint.rules.rule import Rule, says_not_whole
from gwe_lint.rules.selection import fits, is_empty_selection, rules_by_hit, selected

if TYPE_CHECKING:
    from gwe_lint.findings.overrides import Overrides


def enabled_rules(
    rules: tuple[Rule, ...],
    settings: Config,
    options: SelectionOptions,
    profile: Profile | None = None,
) -> tuple[Rule, ...]:
    """The selected rules with their configured severities. ``--select`` and ``--ignore`` win over the configuration."""
    try:
        wanted = profile or settings.profile or "default"
        select, ignore = _split(options.select, settings.select), _split(options.ignore, settings.ignore)
        chosen = selected(rules, select, ignore, wanted, preview=options.preview or bool(settings.preview))
    except Untrusted as error:
        raise Untrusted([f"{_origin(problem, options, settings)}{problem}" for problem in error.problems]) from None
    overrides = severity_overrides(settings, rules)
    return tuple(
        rule._replace(severity=severity, severity_unknown=severity, severity_development=severity)
        if (severity := overrides.get(rule.id))
        else rule
        for rule in chosen
    )


def with_overrides(
    chosen: tuple[Rule, ...],
    rules: tuple[Rule, ...],
    settings: Config,
    options: SelectionOptions,
    root: Path,
    *,
    profile: Profile | None = None,
    fail_on: FailOn | None = None,
) -> "tuple[tuple[Rule, ...], Overrides | None]":
    """The chosen rules, with those that an override switches on, and the overrides; None without any.

    ``profile`` and ``fail_on`` are flags, which replace those of overrides. Raises ``Untrusted`` for a wrong override.
    """
    if not settings.overrides:
        return chosen, None
    from gwe_lint.findings.overrides import overrides_of  # noqa: PLC0415  only where there are overrides

    kept = tuple(
        each._replace(profile=None if profile else each.profile, fail_on=None if fail_on else each.fail_on)
        for each in settings.overrides
    )
    settings = settings._replace(overrides=kept)
    with_advice = any(each.profile == "advice" for each in kept)
    wide = enabled_rules(rules, settings, options, "advice") if with_advice else chosen
    off = {rule.id for rule in wide} - {rule.id for rule in chosen}
    selected_names = _split(options.select, settings.select)
    return wide, overrides_of(settings, rules, root, chosen=selected_names, off=off)


def judging_rules(
    rules: tuple[Rule, ...],
    settings: Config,
    options: SelectionOptions,
    root: Path,
    *,
    profile: Profile | None = None,
    fail_on: FailOn | None = None,
) -> "tuple[tuple[Rule, ...], Overrides | None]":
    """The rules that judge, and the overrides: what is selected, and what an override switches on."""
    chosen = enabled_rules(rules, settings, options, profile)
    return with_overrides(chosen, rules, settings, options, root, profile=profile, fail_on=fail_on)


def nothing_selected(rules: tuple[Rule, ...], settings: Config, options: SelectionOptions) -> tuple[str, ...]:
    """Why a check with these enabled rules says nothing of an estate; empty where it says something."""
    judging = [rule for rule in rules if rule.check != OF_DRIFT]
    if not is_empty_selection(judging, _split(options.select, settings.select)):
        return ()
    return ("no rule is selected that judges exports: only whether files can be read was looked at",)


def _origin(problem: str, options: SelectionOptions, settings: Config) -> str:
    """The origin of a problem with ``select`` or ``ignore``: a flag, or a line of the configuration."""
    key = problem.partition(":")[0]
    spot = settings.spots.get(key)
    given = options.select if key == "select" else options.ignore
    return f"{spot}: check." if given is None and spot else "--"


def _split(given: list[str] | None, configured: tuple[str, ...]) -> tuple[str, ...]:
    """One flag with several patterns is the same as several flags with one each."""
    if given is None:
        return configured
    return tuple(part.strip() for each in given for part in each.split(",") if part.strip())


def drift_rules(
    rules: tuple[Rule, ...],
    settings: Config,
    options: SelectionOptions,
    needed: frozenset[DriftHit],
) -> tuple[Rule, ...]:
    """The rules for a comparison: those about differences, waivers, and files that were not read completely.

    What ``[check]`` selects is ignored here. What it ignores counts where it names only differences or waivers.
    Raises ``Untrusted`` where no rule is left for the kinds of hits in ``needed``, which the command makes.
    """
    enabled_rules(rules, settings, options)  # which refuses what no rule has
    others = tuple(rule for rule in rules if rule.check not in MADE_ELSEWHERE)
    ignored = tuple(pattern for pattern in settings.ignore if not any(fits(rule, pattern) for rule in others))
    chosen = enabled_rules(rules, settings._replace(select=(), ignore=ignored), options)
    if needed.isdisjoint(rules_by_hit(chosen, OF_DRIFT)):
        ids = sorted(rule.id for of, rule in rules_by_hit(rules, OF_DRIFT).items() if of in needed)
        family, some = ids[0][:-2], ", ".join(ids)
        raise Untrusted([f"select and ignore leave no rule about differences: select {family}, or some of {some}"])
    return tuple(rule for rule in chosen if rule.check in MADE_ELSEWHERE or says_not_whole(rule))
