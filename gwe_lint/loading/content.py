"""The content of the files that were found for an estate, and how it is divided by folders."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple, TypeVar

from gwe_lint.estate.left_out import Excluded, LeftOut
from gwe_lint.exports.records import Document
from gwe_lint.loading.read_file import FileReader
from gwe_lint.loading.walk import Found
from gwe_lint.progress import steps

Thing = TypeVar("Thing")
InFolder = tuple[tuple[str, ...], Thing]  # the folders below the path in which a thing lies, the outermost first


class Content(NamedTuple):
    """The documents and what was left out, in the order of their paths, each with its folders."""

    documents: tuple[InFolder[Document], ...]
    left_out: tuple[InFolder[LeftOut], ...]
    excluded: tuple[Excluded, ...]

    @property
    def read(self) -> tuple[Document, ...]:
        """The documents."""
        return tuple(document for _, document in self.documents)

    @property
    def common(self) -> tuple[str, ...]:
        """The folders in which all documents lie: a folder that holds nothing but another one stands for that."""
        every = [folders for folders, _ in self.documents]
        ends = zip(min(every), max(every), strict=False) if every else ()
        return tuple(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], ends))

    def by_folder(self) -> Mapping[str, Sequence[Document]]:
        """The documents of each folder directly below the common one; what lies beside them under no name."""
        return _grouped(self.documents, len(self.common))

    def split(self, names: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], Mapping[str, "Content"]]:
        """The documents beside these folders, by folder and path, and the content of each folder with what lies beside.

        What was left out beside them is in the first one only.
        """
        depth, split_off = len(self.common), frozenset(names)
        beside = [each for each in self.documents if _at(each[0], depth) not in split_off]
        order = {document.path: position for position, (_, document) in enumerate(self.documents)}
        documents, left_out = _grouped(self.documents, depth), _grouped(self.left_out, depth)
        parts: dict[str, Content] = {}
        for name in names:
            own = [((*self.common, name), document) for document in documents.get(name, ())]
            lost = [((*self.common, name), each) for each in left_out.get(name, ())]
            if not parts:
                lost += [each for each in self.left_out if _at(each[0], depth) not in split_off]
            parts[name] = Content(
                tuple(sorted((*beside, *own), key=lambda each: order[each[1].path])),
                tuple(sorted(lost, key=lambda each: each[1].path)),
                self.excluded,
            )
        return tuple((_at(folders, depth), document.path) for folders, document in beside), parts


def content_of(found: Found, reader: FileReader) -> Content:
    """What the files hold. Raises ``Untrusted`` for one that cannot be opened."""
    documents: list[InFolder[Document]] = []
    left_out: list[InFolder[LeftOut]] = list(found.left_out)
    for file in steps(found.files, len(found.files), "file"):
        content = reader.read(file.path, named=file.named)
        if isinstance(content, Document):
            documents.append((file.folders, content))
        elif content:
            left_out.append((file.folders, content))
    return Content(tuple(documents), tuple(left_out), found.excluded)


def _at(folders: tuple[str, ...], depth: int) -> str:
    """The folder at this depth; empty where the path ends before."""
    return folders[depth] if depth < len(folders) else ""


def _grouped(things: Sequence[InFolder[Thing]], depth: int) -> Mapping[str, list[Thing]]:
    grouped: dict[str, list[Thing]] = {}
    for folders, thing in things:
        grouped.setdefault(_at(folders, depth), []).append(thing)
    return grouped
