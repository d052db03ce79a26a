"""Where a report comes from: what was asked for, by which packs and files it was judged, and what was read."""

from collections.abc import Mapping
from typing import NamedTuple

Given = str | int | bool | tuple[str, ...]  # what an option was set to
Digests = Mapping[str, str]  # by path; empty where none may be told


class Provenance(NamedTuple):
    """All by which a run can be made again, and by which one sees whether it was the same.

    Of ``options`` there are those that were given and decide what a report says. ``arguments`` are the paths, or the
    sides of a comparison. ``files`` are configuration, waivers and earlier reports.
    """

    options: Mapping[str, Given]
    arguments: tuple[str, ...]
    packs: Digests
    files: Digests
    inputs: Digests
