"""Expectations: where the chats of a client are to go, as the configuration says."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from gwe_lint.estate.model import Place

if TYPE_CHECKING:
    from gwe_lint.toml.document import Spot

EVERY = "every Chat Server"  # what `on` says without a name: each over which the chats may go


class Expectation(NamedTuple):
    """One ``[[expect]]``. What is None may be anything; ``on`` has patterns of Chat Servers, and none is every one.

    ``is_settled`` is False where no estates are configured: another run may be about other applications.
    """

    spot: "Spot"
    client: str
    tenant: int
    endpoint: str
    queue: str | None = None
    strategy: str | None = None
    on: tuple[str, ...] = ()
    estate: str | None = None
    is_settled: bool = True

    @property
    def key(self) -> str:
        """The endpoint as most clients write it."""
        return f"{self.tenant}:{self.endpoint}"

    @property
    def settings(self) -> Mapping[str, object]:
        """All that the table says, by key."""
        given = {
            "estate": self.estate,
            "from": self.client,
            "tenant": self.tenant,
            "endpoint": self.endpoint,
            "queue": self.queue,
            "strategy": self.strategy,
            "on": list(self.on),
        }
        return {key: value for key, value in given.items() if value not in (None, [])}

    def at(self, key: str) -> Place:
        """Where the configuration says it: the line of this key, or of the table where it has none."""
        return Place(self.spot.file.path, self.spot.file.line((*self.spot.where, key)))
