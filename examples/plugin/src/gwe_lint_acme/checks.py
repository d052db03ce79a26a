"""Checks of names that Acme prescribes."""

import re
from collections.abc import Iterator

from gwe_lint.api import Estate, Hit, NotEvaluated, Outcome, Pass, Selector, quoted, value_of


def queue_name(estate: Estate, *, options: tuple[Selector, ...], pattern: str) -> Iterator[Outcome]:
    """An option that names an Interaction Queue has a value that does not match the pattern, as a whole.

    An empty value is none of our business: GWE107 finds it.
    """
    for selector in options:
        for application, option in selector.matches(estate):
            if option.kind != "string":
                yield NotEvaluated(f"{application.name}: the value of {option.name} is not in the export as text")
            elif not option.value.strip() or re.fullmatch(pattern, option.value.strip()):
                yield Pass()
            else:
                yield Hit(
                    message=f"{option.name} leads to {quoted(option.value)}, which is not a name that Acme allows",
                    place=value_of(application, option),
                    label=f"expected to match {pattern}",
                    help="rename the Interaction Queue, then set the option to its new name",
                )
