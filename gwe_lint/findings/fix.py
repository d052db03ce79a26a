"""The fix of a finding: what a correction changes, how safe it is, and what a trial of it showed. Immutable."""

from typing import Literal, NamedTuple

from gwe_lint.estate.correction import Edit

Safety = Literal["documented", "probable"]


class Fix(NamedTuple):
    """What ``fix`` in reports says. ``resolves`` is None where the fix is only proposed, and was not tried."""

    safety: Safety
    changes: tuple[Edit, ...]
    resolves: int | None = None  # how many findings go when it is made
