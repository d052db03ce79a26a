"""The rows of rule packs, as the reader gives them and the cache stores them."""

from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.catalogue.fact import Fact
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Rule

if TYPE_CHECKING:
    from gwe_lint.rules.locks import Lock


class Rows(NamedTuple):
    """The rows of some packs, each kind in the order of the files."""

    rules: tuple[Rule, ...] = ()
    facts: tuple[Fact, ...] = ()
    drift: tuple[DriftRow, ...] = ()
    locks: "tuple[Lock, ...]" = ()
