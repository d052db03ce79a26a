"""Which applications run, as far as exports say."""

from collections.abc import Iterable

from gwe_lint.estate.model import Application


def running_by_type(applications: Iterable[Application]) -> dict[str, tuple[Application, ...]]:
    """The applications that have an export and are not disabled, by type, in order."""
    by_type: dict[str, list[Application]] = {}
    for application in applications:
        if application.export and application.enabled is not False:
            by_type.setdefault(application.type, []).append(application)
    return {type: tuple(each) for type, each in by_type.items()}
