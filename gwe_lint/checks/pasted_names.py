"""Names of queues that were probably pasted: in quotes, or with a letter of another alphabet."""

from collections.abc import Iterator

from gwe_lint.checks.look_alike import mixed_word, printed
from gwe_lint.estate.edits import with_value
from gwe_lint.estate.effective import set_value, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Hit, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import Selector
from gwe_lint.text import quoted


def pasted_name(estate: Estate, *, options: tuple[Selector, ...]) -> Iterator[Outcome]:
    """The name of a queue is in quotes, or a letter in it only looks like those beside it."""
    for selector in options:
        for application, option in selector.matches(estate):
            if option.why_unknown:
                yield NotEvaluated(value_unknown(application, option))
                continue
            text = option.value.strip()
            in_quotes = len(text) > 2 and text[0] == text[-1] and text[0] in "\"'"
            mixed = mixed_word(text) if option.kind == "string" else ""
            if not in_quotes and not mixed:
                yield Pass()
                continue
            yield Hit.at(
                set_value(estate, application, option),
                f"{short(option.name)} is {quoted(option.value)}: {mixed or 'the quotes are part of the name'}",
                label="probably pasted",
                help="type the name of the Interaction Queue as the queue has it",
            )._replace(corrections=with_value(application, option, printed(text[1:-1] if in_quotes else text)))
