"""Name applications after their folders, where the names of their files say nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from gwe_lint.exports.detect import plain_name
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Document, Export
from gwe_lint.paths import stem_of

# What people and programs call any export.
_SAY_NOTHING = frozenset(
    ("app", "application", "config", "configuration", "export", "exported", "option", "options", "settings")
)


def names_of_folders(documents: Sequence[Document], given: Iterable[str] = ()) -> dict[str, str]:
    """The names of folders for exports whose files are called as those of other applications are, by path.

    A folder says which application it is only where it holds no other export without a name of its own. ``given`` are
    the folders of the estate, which are no application.
    """
    nameless = {
        export.path: export
        for document in documents
        for export in document.exports
        if FORMATS[export.format].one_application and not (export.identity.name or export.identity.dbid)
    }
    stems = {path: _stem(path) for path in nameless}
    alike = _alike(nameless.values(), stems)
    if not alike:
        return {}
    folders = frozenset(given)
    in_folder = Counter(PurePosixPath(path).parent for path in nameless)
    return {
        path: folder.name
        for path in nameless
        if stems[path] in alike
        and in_folder[folder := PurePosixPath(path).parent] == 1
        and folder.name not in ("", "..")
        and folder.as_posix() not in folders
    }


def _stem(path: str) -> str:
    return _stem_of(path.rpartition("/")[2])


@lru_cache(maxsize=4096)  # estates call their files alike
def _stem_of(name: str) -> str:
    return stem_of(plain_name(name)).lower()


def _alike(exports: Iterable[Export], stems: Mapping[str, str]) -> set[str]:
    """The stems of files that say nothing: words that fit any export, and what files of several products are called."""
    uses = Counter(stems.values())
    products: dict[str, set[str]] = defaultdict(set)
    for export in exports:
        stem = stems[export.path]
        if uses[stem] == 1 and stem not in _SAY_NOTHING:
            continue
        recognised = recognise(export.sections)
        products[stem].update({recognised.type} if recognised else ())
    return {stem for stem, types in products.items() if stem in _SAY_NOTHING or len(types) > 1}
