"""Read ``gwe-lint-waivers.toml``: all mistakes are reported at once, each with its line."""

from datetime import date
from pathlib import Path

from gwe_lint.errors import Untrusted
from gwe_lint.findings.finding import Waiver
from gwe_lint.findings.waiver_keys import WAIVERS
from gwe_lint.findings.waivers import LONGEST, Ledger
from gwe_lint.rules.rule import Rule
from gwe_lint.suggest import meant
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import Spot, TomlFile, parse_toml, read_toml


def read_waivers(path: Path, shown: str, rules: tuple[Rule, ...], today: date) -> Ledger:
    """The ledger in this file. Raises ``Untrusted`` with every mistake, and where the file cannot be read."""
    return _ledger(read_toml(path, shown), rules, today)


def parse_waivers(text: str, shown: str, rules: tuple[Rule, ...], today: date) -> Ledger:
    """The ledger in this text. Raises ``Untrusted`` with every mistake."""
    return _ledger(parse_toml(text, shown), rules, today)


def _ledger(file: TomlFile, rules: tuple[Rule, ...], today: date) -> Ledger:
    problems: list[str] = []
    top = DeclaredTable(file, file.data, (), problems, WAIVERS)
    tables = top.get("waiver")
    waivers = tuple(_waiver(table, rules, today) for table in tables)
    top.done()
    if problems:
        raise Untrusted(problems)
    return Ledger(file.path, waivers, tuple(Spot(file, table.where) for table in tables))


def _waiver(table: DeclaredTable, rules: tuple[Rule, ...], today: date) -> Waiver:
    waiver = Waiver(rule=_rule(table, rules), **table.rest())
    waiver = waiver._replace(expires=waiver.expires or today)
    if (waiver.expires - today).days > LONGEST:
        table.problem(f"is more than {LONGEST} days ahead, {waiver.expires}: decide again earlier", "expires")
    if waiver.option and "/" not in waiver.option:
        table.problem(f"must be section/option, not {waiver.option!r}; * stands for any text", "option")
    if waiver.value is not None and not waiver.option:
        table.problem("needs option, whose value it is", "value")
    table.done()
    return waiver


def _rule(table: DeclaredTable, rules: tuple[Rule, ...]) -> str:
    """The id of the rule, which the table names by its id or its name."""
    given = table.get("rule")
    if not given:
        return ""
    named = next((rule for rule in rules if given in rule.names), None)
    if not named:
        names = [name for rule in rules for name in (rule.id, rule.name)]
        table.problem(f"no rule has the id or name {given!r}{meant(given, names)}", "rule")
    elif named.locked:
        table.problem(f"{named.id} cannot be waived: {named.lock}", "rule")
    return named.id if named else ""
