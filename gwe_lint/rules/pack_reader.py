"""Read rule packs: TOML rows become rules, facts, drift rows and locks.

All mistakes are reported at once, each with file, line, table and key.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from gwe_lint.catalogue.fact import Fact
from gwe_lint.errors import Untrusted
from gwe_lint.rules.drift_row_reader import read_drift_row
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.fact_reader import read_fact
from gwe_lint.rules.locks import Lock, read_lock
from gwe_lint.rules.pack_keys import PACK
from gwe_lint.rules.rows import Rows
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.rule_reader import read_rule
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import Spot, read_toml


def read_packs(packs: Iterable[tuple[Path, str]], problems: list[str]) -> Rows:
    """Read the rows of pack files; errors show each file under the name beside it. Mistakes go to ``problems``."""
    rules: list[Rule] = []
    facts: list[Fact] = []
    drift: list[DriftRow] = []
    locks: list[Lock] = []
    for path, shown in packs:
        try:
            file = read_toml(path, shown)
        except Untrusted as error:
            problems += error.problems
            continue
        top = DeclaredTable(file, file.data, (), problems, PACK)
        rules += top.get("rule", read_rule)
        facts += top.get("option", read_fact)
        drift += filter(None, top.get("drift", read_drift_row))
        locks += top.get("lock", read_lock)
        top.done()
    return Rows(tuple(rules), tuple(facts), tuple(drift), tuple(locks))


def rows_of(packs: Iterable[tuple[Path, str]]) -> Mapping[str, Spot]:
    """The place of every rule and every option in packs that were loaded before, by rule id and option."""
    rows: dict[str, Spot] = {}
    for path, shown in packs:
        file = read_toml(path, shown)
        for number, rule in enumerate(file.data.get("rule", ())):
            rows[rule["id"]] = Spot(file, ("rule", number))
        for number, option in enumerate(file.data.get("option", ())):
            rows[f"{option['app']}:{option['section']}/{option['option']}"] = Spot(file, ("option", number))
    return rows
