"""What is said of the tool's own settings; waivers are judged behind all rules, when their findings are there."""

from collections.abc import Iterator

from gwe_lint.display import quoted
from gwe_lint.model import Estate, Hit, Outcome, Pass, Place

OF_DRIFT = "of-drift"  # rules whose findings are differences
OF_THE_TOOL = "of-the-tool"


def of_the_tool(estate: Estate) -> Iterator[Outcome]:  # noqa: ARG001
    """Nothing: hits of such a rule are made where waivers are applied, or two sides compared."""
    return iter(())


def exclude_fits_nothing(estate: Estate) -> Iterator[Outcome]:
    """A pattern of ``exclude`` fits no file of the estate."""
    for pattern in estate.patterns:
        if pattern.used:
            yield Pass()
            continue
        yield Hit(
            message=f"exclude {quoted(pattern.text)} fits no file of estate {quoted(estate.name)}",
            place=Place(pattern.path, pattern.line),
            help="correct it, or remove it; patterns are relative to each path of the estate",
            discriminator=pattern.text,
        )
