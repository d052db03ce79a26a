"""The limit of what is said of one file, so that one of nothing but mistakes fits into memory."""

from gwe_lint.exports.records import Document, Problem

MOST_PROBLEMS = 10_000  # of a file: nobody reads more, and each is up to three kilobytes of memory


def limited(document: Document) -> Document:
    """The document with so many problems at most. One that has more says it, which is an error."""
    total = len(document.problems) + sum(len(export.problems) for export in document.exports)
    if total <= MOST_PROBLEMS:
        return document
    message = f"the file has {total:,} mistakes, of which {MOST_PROBLEMS:,} are told"
    problems = (Problem("not-read", message, "mend these first", 1), *document.problems[:MOST_PROBLEMS])
    left = MOST_PROBLEMS - len(problems) + 1
    exports = []
    for export in document.exports:
        exports.append(export._replace(problems=export.problems[:left]))
        left -= len(exports[-1].problems)
    return document._replace(problems=problems, exports=tuple(exports))
