"""The engine turns hits into findings."""

import pytest

from gwe_lint.estate.model import Hit, Place, Severity
from gwe_lint.findings.engine import stamped
from gwe_lint.rules.selection import load_packs

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@pytest.mark.parametrize("at_most", [None, *SEVERITIES])
@pytest.mark.parametrize("severity", SEVERITIES)
def test_what_rests_on_an_assumption_is_never_more_severe_than_it_may_be(
    severity: Severity, at_most: Severity | None
) -> None:
    hit = Hit("an endpoint is missing", Place("Backend.cfg"), at_most=at_most)

    found = stamped(load_packs(()).rules[0], severity, "prod", hit, {}).severity

    assert SEVERITIES.index(found) == max(SEVERITIES.index(each) for each in (severity, at_most or severity))
