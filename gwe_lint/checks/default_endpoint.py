"""The endpoint ``default``: each endpoints section of Chat Server has one."""

from collections.abc import Iterator

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.spelling import of_others
from gwe_lint.estate.effective import absence_unproved
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of
from gwe_lint.estate.membership import DEFAULT
from gwe_lint.estate.model import Hit, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import AppType


def has_default_endpoint(estate: Estate, *, server: AppType) -> Iterator[Outcome]:
    """An endpoints section of a server of this type has no endpoint ``default``."""
    for application in estate.of_type(server):
        for name in filter(tenant_of, application.sections):
            if application.option(name, DEFAULT):
                yield Pass()
            elif reason := absence_unproved(application, name, DEFAULT, "queue-name"):
                yield NotEvaluated(reason)
            else:
                yield Hit(
                    message=f"[{name}] has no endpoint 'default'",
                    place=header_of(application, name),
                    label="no default",
                    help="add default with the name of an Interaction Queue",
                    corrections=of_others(estate, application, name, DEFAULT),
                )
