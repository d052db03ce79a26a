"""Near misses: one or two slips are found, other names are left alone."""

import pytest

from gwe_lint.spelling import near_miss

KNOWN = ("session-restoration-mode", "transcript-auto-save", "message-alert", "enabled", "endpoints:1")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("sesion-restoration-mode", "session-restoration-mode"),
        ("session-restoraiton-mode", "session-restoration-mode"),
        ("Transcript-Auto-Save", "transcript-auto-save"),
        ("transcript_auto_save", "transcript-auto-save"),
        ("enabeld", "enabled"),
        ("enable", "enabled"),
        ("message-alert2", None),
        ("message-alerts-all", None),
        ("endpoints:2", None),
        ("transcript-save", None),
        ("", None),
    ],
)
def test_near_misses(given: str, meant: str | None) -> None:
    assert meant == near_miss(given, KNOWN)
