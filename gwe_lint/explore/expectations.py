"""The checks of ``[[expect]]``: they stand beside ``trace``, since they follow chats as it does.

Expectations are rare, so what follows chats is imported only where there are some.
"""

from collections.abc import Iterator

from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Outcome
from gwe_lint.estate.selectors import AppType, Selector


def chats_as_expected(
    estate: Estate, *, server: AppType, keys: tuple[Selector, ...], queues: tuple[Selector, ...]
) -> Iterator[Outcome]:
    """Chats that do not go where an ``[[expect]]`` of the configuration says that they go."""
    if not estate.expectations:
        return
    from gwe_lint.explore.clients import ChatOptions  # noqa: PLC0415  see above
    from gwe_lint.explore.expected_ways import ways_judged  # noqa: PLC0415

    yield from ways_judged(estate, ChatOptions(keys, queues), server)


def expectation_fits(estate: Estate, *, server: AppType) -> Iterator[Outcome]:
    """An ``[[expect]]`` of the configuration names an application or a Chat Server that is not there."""
    if not estate.expectations:
        return
    from gwe_lint.explore.expected_names import names_judged  # noqa: PLC0415  see above

    yield from names_judged(estate, server)
