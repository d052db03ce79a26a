"""``gwe-lint waivers``: list, lint, prune and add waivers in the ledger of accepted findings."""

import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from gwe_lint.checks.files import OF_DRIFT
from gwe_lint.cli.accepted import ledger_at, ledger_path, refuse_missing
from gwe_lint.cli.exports import estates_of, loader_for
from gwe_lint.cli.finish import FINDINGS, OK
from gwe_lint.cli.former_names import notes_on_names
from gwe_lint.cli.help import Commands
from gwe_lint.cli.ledger_lock import ledger_lock
from gwe_lint.cli.options import ConfigOptions, ExportOptions, day
from gwe_lint.cli.setup import packs_of, settings_of, working_directory
from gwe_lint.cli.show_options import ListOptions
from gwe_lint.cli.signature import Options, Without, with_options
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.cli.waivers_add import checked_template, refuse_unknown, waivers_for
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.engine import run
from gwe_lint.findings.finding import Waiver
from gwe_lint.findings.waiver_editor import extended, pruned, text_of
from gwe_lint.findings.waivers import (
    SOON,
    Ledger,
    apply_waivers,
    covers,
    expired,
    expired_hits,
    has_options_for,
    stale_hits,
    waiver_in_words,
)
from gwe_lint.reports.json_text import dumped
from gwe_lint.rules.rule import Rule, says_not_whole
from gwe_lint.rules.selection import Packs
from gwe_lint.text import counted, escaped


class LedgerOptions(Options):
    """The ledger, the configuration and packs whose rules it names, and the day to judge by."""

    waivers: Annotated[
        Path | None, typer.Option("--waivers", metavar="FILE", help="The ledger; default: beside the configuration.")
    ] = None
    config: Annotated[ConfigOptions, Without("isolated")] = ConfigOptions()
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", metavar="DATE", parser=day, help="The day to judge by; default: today."),
    ] = None


class CheckedLedger(NamedTuple):
    """A ledger and its file, with the numbers of its expired waivers and of those that match no finding."""

    path: Path
    ledger: Ledger
    over: tuple[int, ...]
    stale: tuple[int, ...]


def add_to(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    group = Commands(no_args_is_help=True)
    for command in (list_, lint_, prune, add):
        group.command(command.__name__.rstrip("_"))(command)
    app.add_typer(group, name="waivers", help="The ledger of accepted findings.")


class OpenedLedger(NamedTuple):
    """A ledger and its file, with the settings and packs that its rules come from."""

    path: Path
    ledger: Ledger
    settings: Config
    packs: Packs
    root: Path


def _path(options: LedgerOptions) -> Path:
    root = working_directory()
    return ledger_path(settings_of(options.config, root), options.waivers, root)


def _open_ledger(options: LedgerOptions, today: date, *, may_be_new: bool = False) -> OpenedLedger:
    """The ledger of the options. Raises ``Untrusted`` for one that is named and not there, unless it may be new."""
    root = working_directory()
    if not may_be_new:
        refuse_missing(options.waivers, root)
    settings = settings_of(options.config, root)
    packs = packs_of(settings, options.config.pack)
    path = ledger_path(settings, options.waivers, root)
    return OpenedLedger(path, ledger_at(path, packs.rules, today, root), settings, packs, root)


@with_options()
def list_(*, options: LedgerOptions, listing: ListOptions) -> int:
    """List all waivers, those that end first at the top."""
    today = options.as_of or date.today()
    ledger = _open_ledger(options, today).ledger
    ordered = sorted(ledger.waivers, key=lambda waiver: (waiver.expires, waiver.rule))
    if listing.format == "json":
        sys.stdout.write(dumped([_json(waiver, today) for waiver in ordered]))
        return OK
    for waiver in ordered:
        ticket = f", {waiver.ticket}" if waiver.ticket else ""
        sys.stdout.write(escaped(f"{_state(waiver, today):<22} {waiver_in_words(waiver)}") + "\n")
        sys.stdout.write(escaped(f"{'':<22} {waiver.reason} ({waiver.owner}{ticket})") + "\n")
    say(f"{counted(len(ordered), 'waiver')} in {ledger.path}" if ordered else f"no waiver in {ledger.path}")
    return OK


def _state(waiver: Waiver, today: date) -> str:
    days = (waiver.expires - today).days
    if days < 0:
        return f"expired {waiver.expires}"
    return f"{counted(days, 'day')} left" if days <= SOON else f"until {waiver.expires}"


def _json(waiver: Waiver, today: date) -> dict[str, Any]:
    dates = {key: value.isoformat() if isinstance(value, date) else value for key, value in waiver._asdict().items()}
    return {**dates, "expired": waiver.expires < today}


def _checked_ledger(exports: ExportOptions, options: LedgerOptions, today: date) -> CheckedLedger:
    """The ledger with its expired and stale waivers, after a run of every rule that needs no second side."""
    path, ledger, settings, packs, root = _open_ledger(options, today)
    loader, given = loader_for(exports, settings, packs, root)
    estates = loader.estates(settings, given)
    rules = {rule.id: rule for rule in packs.rules if rule.check != OF_DRIFT and not rule.retired}
    for note in notes_on_names(packs.rules, settings, ledger):
        say(f"gwe-lint: {note}")
    result = run(tuple(rules.values()), estates)
    if result.failures:
        raise Untrusted(
            [f"waivers: rule {result.failures[0].rule} crashed, so that nothing can be said of its waivers"]
        )
    waived = apply_waivers(ledger, result.findings, estates, frozenset(rules), today, result.not_evaluated)
    asked = estates_of(loader, settings, given) if settings.estates and given else estates
    incomplete = {finding.hit.place.path for finding in result.findings if says_not_whole(rules[finding.rule])}
    stale = [number for number in waived.stale if _was_asked(ledger.waivers[number], rules, asked, incomplete)]
    return CheckedLedger(path, ledger, expired(ledger, today), tuple(stale))


def _was_asked(waiver: Waiver, rules: Mapping[str, Rule], asked: Iterable[Estate], incomplete: Collection[str]) -> bool:
    """True when the rule looked at an application of the waiver under the paths, and each was read completely.

    ``incomplete`` has the paths of files that were not read completely.
    """
    rule = rules[waiver.rule]
    in_use = [estate for estate in asked if rule.severity_in(estate)]
    parts = [(app.path, estate._replace(applications=(app,))) for estate in in_use for app in estate.applications]
    return has_options_for(waiver, in_use) and not any(
        path in incomplete and has_options_for(waiver, [part]) for path, part in parts
    )


@with_options()
def lint_(
    *,
    exports: Annotated[ExportOptions, Without("hmac_key_file")],
    options: LedgerOptions,
) -> int:
    """Say which waivers are over, and which fit no finding of the exports; ends with 1 when there are any."""
    today = options.as_of or date.today()
    checked = _checked_ledger(exports, options, today)
    ledger = checked.ledger
    over = [number for number in checked.over if number not in checked.stale]
    hits = [*expired_hits(ledger, over, today), *stale_hits(ledger, checked.stale, today)]
    for hit in sorted(hits, key=lambda hit: hit.place.line):
        sys.stdout.write(escaped(f"{hit.place.path}:{hit.place.line}: {hit.message}") + "\n")
    say(f"{counted(len(ledger.waivers), 'waiver')}, {counted(len(hits), 'problem')}")
    return FINDINGS if hits else OK


@with_options()
def prune(
    *,
    exports: Annotated[ExportOptions, Without("hmac_key_file")],
    options: LedgerOptions,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
) -> int:
    """Remove the waivers that are over or fit no finding; all else in the file stays as it is."""
    today = options.as_of or date.today()
    with nullcontext() if dry_run else ledger_lock(_path(options)):
        path, ledger, over, stale = _checked_ledger(exports, options, today)
        gone = sorted({*over, *stale})
        text = pruned(text_of(path), ledger, gone) if gone else ""
        if gone and not dry_run:
            write_whole(path, text)
    for number in gone:
        say(f"{'would remove' if dry_run else 'removed'}: {waiver_in_words(ledger.waivers[number])}")
    say(f"{counted(len(gone), 'waiver')} of {len(ledger.waivers)}")
    return OK


@with_options()
def add(
    *,
    report: Annotated[Path, typer.Option("--from", metavar="REPORT", help="A JSON report with the findings.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why they are accepted.")],
    owner: Annotated[str, typer.Option(metavar="NAME", help="Who answers for it.")],
    expires: Annotated[date, typer.Option(metavar="DATE", parser=day, help="The last day, at most 180 days ahead.")],
    rule: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Only findings of these rules, by id or name.")
    ] = None,
    application: Annotated[
        str | None, typer.Option(metavar="PATTERN", help="Only of applications of this pattern.")
    ] = None,
    ticket: Annotated[str | None, typer.Option(metavar="TEXT", help="A reference, such as a change.")] = None,
    any_value: Annotated[
        bool, typer.Option("--any-value", help="Accept every value, not only the one in the report.")
    ] = False,
    options: LedgerOptions,
) -> int:
    """Accept findings of a JSON report: a waiver for each that the ledger does not accept yet, behind what it has."""
    today = options.as_of or date.today()
    template = checked_template(Waiver("", reason, owner, expires, ticket=ticket, created=today), today)
    with ledger_lock(_path(options)):
        path, ledger, _, packs, _ = _open_ledger(options, today, may_be_new=True)
        wanted = waivers_for(report, template, rule, application, packs.rules, pinned=not any_value)
        active = [waiver for waiver in ledger.waivers if waiver.expires >= today]
        added = [waiver for waiver in wanted if not any(covers(each, waiver) for each in active)]
        if added:
            refuse_unknown(report, added, packs.rules)
            write_whole(path, extended(text_of(path), added, ledger.path, packs.rules, today))
    skipped = len(wanted) - len(added)
    say(
        f"{counted(len(added), 'waiver')} added to {ledger.path}"
        + (f", {skipped} skipped: the ledger accepts {'it' if skipped == 1 else 'them'} already" if skipped else "")
    )
    return OK
