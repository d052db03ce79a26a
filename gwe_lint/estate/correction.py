"""What would put a mistake right, as data: options that get another value, a value, or none. All immutable."""

from typing import Literal, NamedTuple

Safety = Literal["documented", "probable"]
SAFETIES: tuple[Safety, ...] = ("documented", "probable")  # the safer one first


class Edit(NamedTuple):
    """One option of one application, with the value it has and the one it should have; None where it is not set."""

    application: str
    section: str
    option: str
    before: str | None
    after: str | None


class Correction(NamedTuple):
    """Edits that belong together. A hit offers several where any one of them would put it right."""

    edits: tuple[Edit, ...]
    chosen: bool = False  # True: among what is there; False: documentation or the other end decides
