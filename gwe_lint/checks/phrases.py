"""Phrases and reasons that several checks share."""

from collections.abc import Iterable

from gwe_lint.estate.effective import Effective
from gwe_lint.estate.model import Application, NotEvaluated
from gwe_lint.text import listed

ASSUMED = "; connections are unknown, so every Chat Server of the estate counts (connects-to can say otherwise)"


def counted_names(applications: Iterable[Application]) -> str:
    """The names of the applications, as a phrase."""
    return listed([application.name for application in applications])


def leading(value: Effective) -> str:
    """The option with its value, as the beginning of a sentence that goes on with "while"."""
    return value.said if value.is_set or not value.text else f"{value.said},"


def release_unknown(application: Application) -> NotEvaluated:
    """Why it cannot be said whether an application is of a range of releases."""
    if application.release:
        return NotEvaluated(f"{application.name}: its release, {application.release}, is not told far enough")
    return NotEvaluated(f"{application.name}: its release is unknown")
