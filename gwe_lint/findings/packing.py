"""What was found in an estate, made ready to travel to another process, and as that process has it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gwe_lint.catalogue.fact import ANY, Catalogue
from gwe_lint.errors import as_elsewhere
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.outline import outline_of
from gwe_lint.exports.records import Option
from gwe_lint.findings.engine import Result
from gwe_lint.findings.finding import Finding

if TYPE_CHECKING:  # overrides are rare
    from gwe_lint.findings.overrides import Overrides

NO_CATALOGUE = Catalogue(())  # every process has its own


def outlined(estate: Estate, findings: Iterable[Finding], overrides: "Overrides | None") -> Estate:
    """The outline of an estate, with the options that these findings and the overrides are about."""
    wanted: dict[str, set[tuple[str, str]]] = {}
    for place in (finding.hit.place for finding in findings):
        if place.section is not None and place.option is not None:
            wanted.setdefault(place.path, set()).add((place.section, place.option))

    def named(application: Application) -> Iterator[Option]:
        """One option for each pattern of options in an override that it fits."""
        options = (option for row in (overrides.rows if overrides else ()) for option in row.options)
        for option in options:
            if option.app in (ANY, application.type):
                yield from (found for found in [next(option.found_in(application), None)] if found)

    return outline_of(estate, wanted, named if overrides else None)._replace(catalogue=NO_CATALOGUE)


def packed(result: Result, overrides: "Overrides | None") -> Result:
    """The result, in which a number stands for an override, since each of these is only itself."""
    failures = tuple(each._replace(error=as_elsewhere(each.error)) for each in result.failures)
    result = result._replace(failures=failures)
    if not overrides:
        return result
    numbers = {id(row): number for number, row in enumerate(overrides.rows)}
    return _with_overrides(result, lambda row: numbers[id(row)])


def unpacked(result: Result, overrides: "Overrides | None") -> Result:
    """The result with its overrides."""
    return _with_overrides(result, overrides.rows.__getitem__) if overrides else result


def _with_overrides(result: Result, stands_for: Callable[[Any], Any]) -> Result:
    def replaced(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            each._replace(overrides=tuple(map(stands_for, each.overrides))) if each.overrides else each
            for each in findings
        )

    return result._replace(
        findings=replaced(result.findings), ignored=replaced(result.ignored), yielded=replaced(result.yielded)
    )
