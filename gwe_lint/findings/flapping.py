"""When a finding flaps: it comes and goes so often that somebody should ask why, and not only mend it again."""

from collections.abc import Iterable
from datetime import date, timedelta

FLAPS = 3  # how often a finding has to begin
FLAPS_WITHIN = 30  # days


def is_flapping(begins: Iterable[date], today: date) -> bool:
    """True for a finding that began on these days: several of them are among the last ones."""
    return sum(today - timedelta(days=FLAPS_WITHIN) < day <= today for day in begins) >= FLAPS
