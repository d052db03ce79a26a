"""What lies under given paths: estates with a file there, and findings with one end there, be it only counted."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from gwe_lint.estate.estate import Estate
from gwe_lint.findings.finding import Finding
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import on_disk


def under(wanted: tuple[Path, ...], findings: Iterable[Finding], loader: Loader) -> tuple[Finding, ...]:
    """The findings that have one end under a wanted path; all of them without paths."""
    ends = _Ends(wanted, loader)
    return tuple(finding for finding in findings if not wanted or ends.of(finding))


def has_file_under(estate: Estate, wanted: Sequence[Path], loader: Loader) -> bool:
    """True where an export of an estate lies under a wanted path, or is it."""
    files = [loader.absolute(on_disk(document.path)) for document in estate.documents]
    return any(file.is_relative_to(path) for file in files for path in wanted)


class _Ends:
    """Whether one end of a finding lies under a wanted path: a changed Chat Server shows what it broke elsewhere."""

    def __init__(self, wanted: tuple[Path, ...], loader: Loader) -> None:
        self._wanted = wanted
        self._loader = loader
        self._paths: dict[str, bool] = {}
        self._ends: dict[int, bool] = {}  # thousands of findings may share the places of thousands of servers

    def of(self, finding: Finding) -> bool:
        """True where one of its ends does."""
        hit = finding.hit
        if self._has(hit.place.path) or any(self._has(note.place.path) for note in hit.related):
            return True
        if id(hit.ends) not in self._ends:
            self._ends[id(hit.ends)] = any(self._has(place.path) for place in hit.ends)
        return self._ends[id(hit.ends)]

    def _has(self, path: str) -> bool:
        if path not in self._paths:
            file = self._loader.absolute(on_disk(path))
            self._paths[path] = any(file.is_relative_to(each) for each in self._wanted)
        return self._paths[path]
