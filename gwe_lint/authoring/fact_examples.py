"""The values that a fact states as good and as bad, put into an export of its application and judged."""

from collections.abc import Iterator
from itertools import count

from gwe_lint.authoring.examples import Mistake
from gwe_lint.catalogue.fact import Catalogue, Fact
from gwe_lint.checks.values import documented_value
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, Outcome
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.redactor import Redactor
from gwe_lint.text import quoted


def estate_of(fact: Fact, catalogue: Catalogue, redactor: Redactor) -> Estate:
    """An application for each good value, then one for each bad one; without any, one that has the option."""
    section, option = fact.section.replace("*", "1"), fact.option.replace("*", "1")
    applications = []
    for number, value in zip(count(1), (*fact.good, *fact.bad) or ("",), strict=False):
        data = f"[{section}]\n{option}={value}\n".encode()
        (export,) = read_cfg(data, f"{number}.cfg", redactor).exports
        applications.append(Application(export.path, fact.app, "stated", certain=True, export=export))
    return Estate(fact.key, tuple(applications), catalogue)


def fact_mistakes(fact: Fact, estate: Estate) -> Iterator[Mistake]:
    """Good values that are found wrong or misspelt, and bad ones that are found right."""
    wrong = _hit(documented_value(estate))
    misspelt = _hit(documented_value(estate, of="spelling"))
    values = (*((value, True) for value in fact.good), *((value, False) for value in fact.bad))
    for (value, good), application in zip(values, estate.applications, strict=False):
        if good and application.name in wrong:
            yield Mistake(fact.key, "", f"{quoted(value)} is stated to be good, and is found wrong")
        elif good and application.name in misspelt:
            yield Mistake(fact.key, "", f"{quoted(value)} is stated to be good, and is documented in another spelling")
        elif not good and application.name not in wrong:
            yield Mistake(fact.key, "", f"{quoted(value)} is stated to be bad, and is not found wrong")


def is_known(estate: Estate) -> bool:
    """True where the catalogue knows every option of the estate, as it does by the names of the rows."""
    options = (
        (application.type, section.header.section, name)
        for application in estate.applications
        for section in application.sections.values()
        for name in section.options
    )
    return all(estate.catalogue.fact(*option) for option in options)


def _hit(outcomes: Iterator[Outcome]) -> set[str | None]:
    """The names of the applications in which something was found."""
    return {outcome.place.application for outcome in outcomes if isinstance(outcome, Hit)}
