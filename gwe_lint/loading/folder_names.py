"""Name applications after their folders, where the names of their files say nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from gwe_lint.exports.detect import plain_name
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Document, Export

# What people and programs call any export.
_SAY_NOTHING = frozenset(
    ("app", "application", "config", "configuration", "export", "exported", "option", "options", "settings")
)


def names_of_folders(documents: Sequence[Document], given: Collection[str] = ()) -> dict[str, str]:
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
    in_folder = Counter(PurePosixPath(path).parent for path in nameless)
    alike = _alike(nameless.values())
    return {
        path: folder.name
        for path in nameless
        if _stem(path) in alike
        and in_folder[folder := PurePosixPath(path).parent] == 1
        and folder.name not in ("", "..")
        and folder.as_posix() not in given
    }


def _stem(path: str) -> str:
    return PurePosixPath(plain_name(PurePosixPath(path).name)).stem.lower()


def _alike(exports: Iterable[Export]) -> set[str]:
    """The stems of files that say nothing: words that fit any export, and what files of several products are called."""
    exports = tuple(exports)
    uses = Counter(_stem(export.path) for export in exports)
    products: dict[str, set[str]] = defaultdict(set)
    for export in exports:
        if uses[_stem(export.path)] == 1 and _stem(export.path) not in _SAY_NOTHING:
            continue
        recognised = recognise(export.sections)
        products[_stem(export.path)].update({recognised.type} if recognised else ())
    return {stem for stem, types in products.items() if stem in _SAY_NOTHING or len(types) > 1}
