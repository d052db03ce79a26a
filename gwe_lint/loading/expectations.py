"""Which estate each expectation of the configuration is about."""

from collections.abc import Iterator, Sequence

from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate


def with_expectations(estates: Sequence[Estate], config: Config) -> Iterator[Estate]:
    """The estates, each with its expectations.

    Without configured estates, an expectation is about those that have its application. Where none has it, it goes to
    the first one, where it fits nothing.
    """
    for number, estate in enumerate(estates):
        own = [each for each in config.expectations if each.estate in (None, estate.name)]
        if not config.estates:
            own = [
                each._replace(is_settled=False)
                for each in own
                if estate.topology.named(each.client) or (number == 0 and not _has_client(estates, each.client))
            ]
        yield estate._replace(expectations=tuple(own)) if own else estate


def _has_client(estates: Sequence[Estate], name: str) -> bool:
    return any(estate.topology.named(name) for estate in estates)
