"""Read ``owners.toml``: all mistakes are reported at once, each with its line."""

from pathlib import Path

from gwe_lint.errors import Untrusted
from gwe_lint.findings.owner_keys import OWNERS
from gwe_lint.findings.owners import Owner, Owners, Planned
from gwe_lint.toml.declared_table import DeclaredTable
from gwe_lint.toml.document import read_toml


def read_owners(path: Path, shown: str) -> Owners:
    """The owners in this file. Raises ``Untrusted`` with every mistake, and where the file cannot be read."""
    file = read_toml(path, shown)
    problems: list[str] = []
    top = DeclaredTable(file, file.data, (), problems, OWNERS)
    grace = top.get("grace")
    owners = tuple(_owner(table) for table in top.get("owner"))
    planned = tuple(_planned(table) for table in top.get("planned"))
    days = {key: value for key, value in grace.rest().items() if value is not None} if grace else {}
    if grace:
        grace.done()
    top.done()
    if problems:
        raise Untrusted(problems)
    return Owners(owners, days, planned)


def _owner(table: DeclaredTable) -> Owner:
    owner = Owner(**table.rest())
    table.done()
    return owner


def _planned(table: DeclaredTable) -> Planned:
    planned = Planned(**table.rest())
    if planned.option and "/" not in planned.option:
        table.problem(f"must be section/option, not {planned.option!r}; * stands for any text", "option")
    table.done()
    return planned
