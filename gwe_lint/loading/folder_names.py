"""Name applications after their folders, where the names of their files say nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.product import recognise
from gwe_lint.exports.records import Document, Export

# What people and programs call any export.
_SAY_NOTHING = frozenset(
    ("app", "application", "config", "configuration", "export", "exported", "option", "options", "settings")
)


def named_by_folder(documents: Sequence[Document]) -> list[Document]:
    """The documents; an export whose file is called as those of other applications are has the name of its folder.

    The folder says which application it is only where it holds no other export without a name of its own.
    """
    nameless = {
        export.path: export
        for document in documents
        for export in document.exports
        if FORMATS[export.format].one_application and not (export.identity.name or export.identity.dbid)
    }
    in_folder = Counter(PurePosixPath(path).parent for path in nameless)
    alike = _alike(nameless.values())
    names = {
        path: PurePosixPath(path).parent.name
        for path in nameless
        if _stem(path) in alike and in_folder[PurePosixPath(path).parent] == 1
    }
    return [_named(document, names) for document in documents] if any(names.values()) else list(documents)


def _stem(path: str) -> str:
    return PurePosixPath(path).stem.lower()


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


def _named(document: Document, names: dict[str, str]) -> Document:
    name = names.get(document.path)
    if not name or name == "..":
        return document
    exports = (each._replace(identity=each.identity._replace(name=name)) for each in document.exports)
    return document._replace(exports=tuple(exports))
