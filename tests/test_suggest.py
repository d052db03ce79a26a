"""Near misses: one or two slips are found, other names are left alone."""

import time

import pytest

from gwe_lint.suggest import near_miss, near_misses

KNOWN = ("session-restoration-mode", "transcript-auto-save", "message-alert", "enabled", "endpoints:1", "maxInterval")


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
        ("minInterval", None),
        ("maxIntervall", "maxInterval"),
        ("", None),
    ],
)
def test_near_misses(given: str, meant: str | None) -> None:
    assert meant == near_miss(given, KNOWN)


@pytest.mark.parametrize(
    ("given", "slips", "meant"),
    [
        ("chta", 1, ("chat",)),
        ("chat", 1, ("chat",)),
        ("shot", 1, ()),
        ("service:wms", 1, ("service:wes", "service:wmsg")),
        ("service:wse", 1, ("service:wes",)),
        ("service:msgw", 1, ()),
        ("service:msgw", 2, ("service:wmsg",)),
        ("endpoints:2", 2, ()),
        ("message-alertt", 2, ("message-alert",)),
    ],
)
def test_the_nearest_names(given: str, slips: int, meant: tuple[str, ...]) -> None:
    known = ("chat", "service:wes", "service:wmsg", "endpoints:1", "message-alert", "message-close")
    assert meant == near_misses(given, known, slips)


def test_many_names_are_compared_quickly() -> None:
    known = tuple(f"queue-{'x' * (n % 30)}-{n}" for n in range(900))
    started = time.process_time()
    for number in range(900):
        near_miss(f"queve_{'y' * (number % 30)}_{number}", known)
    assert time.process_time() - started < 10
