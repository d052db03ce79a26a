"""The one lazy table: its names are known at once, what they stand for is imported when it is looked up."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar

Thing = TypeVar("Thing")


def imported(target: str) -> Any:
    """What stands at ``module:attribute``, whose module is imported now."""
    module, _, attribute = target.partition(":")
    return getattr(sys.modules.get(module) or import_module(module), attribute)


class LazyTable(Mapping[str, Thing]):
    """Names, each with what stands at its ``module:attribute``. Only a look-up imports, and only what it asks for."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self._targets = dict(targets)

    def __getitem__(self, name: str) -> Thing:
        thing: Thing = imported(self._targets[name])
        return thing

    def __contains__(self, name: object) -> bool:
        return name in self._targets  # a Mapping would look it up, and so import it

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)
