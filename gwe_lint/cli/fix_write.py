"""``fix --write``: CFG exports edited in place. Each file holds all of its edits, or what it held before."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from gwe_lint.changes.edited_text import EditedFile, edited_files, rewritten
from gwe_lint.changes.edits import by_application
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.fix import Fix
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import on_disk, refuse_link_outside
from gwe_lint.text import escaped
from gwe_lint.whole_file import replace_file


def why_not_writable(estates: Sequence[Estate]) -> Callable[[str, Fix], str]:
    """A function that says why a fix of an estate cannot be written into its exports; empty where it can."""
    named = {each.name: each for each in estates}

    def why_not(estate: str, fix: Fix) -> str:
        for own in by_application(named[estate], fix.changes):
            for file in edited_files(own.application, own.edits):
                if not file.by_line:
                    return f"{file.export.path} is no CFG export, and --write edits these only"
        return ""

    return why_not


def write_files(files: Sequence[EditedFile], estates: Sequence[Estate], loader: Loader) -> tuple[str, ...]:
    """Edit the files, and give their paths. All are made before the first one is replaced.

    Raises ``Untrusted`` where one is not as it was read, or cannot be written as it is meant.
    """
    documents = {each.path: each for estate in estates for each in estate.documents}
    made: list[tuple[Path, bytes, str]] = []
    problems: list[str] = []
    for file in _together(files):
        shown = file.export.path
        path = loader.root / on_disk(shown)
        try:
            if loader.stdin and loader.stdin[0] == path:
                raise ValueError("it is standard input")
            refuse_link_outside(path)
            if not path.stat().st_mode & 0o222:
                raise ValueError("it is read-only")
            made.append((path, rewritten(path.read_bytes(), documents[shown], file, loader.redactor), shown))
        except (ValueError, OSError) as error:
            problems.append(f"--write {escaped(shown)}: not edited: {getattr(error, 'strerror', None) or error}")
    if problems:
        raise Untrusted(problems)
    for path, content, shown in made:
        target = Path(os.path.realpath(path))
        try:
            replace_file(target, [content], target.stat().st_mode & 0o7777)
        except OSError as error:
            raise Untrusted([f"--write {escaped(shown)}: cannot be written: {error.strerror}"]) from None
    return tuple(shown for _, _, shown in made)


def _together(files: Sequence[EditedFile]) -> list[EditedFile]:
    """Each file once: one that belongs to several estates has the edits of all."""
    by_path: dict[str, EditedFile] = {}
    for file in files:
        known = by_path.get(file.export.path)
        edits = tuple(dict.fromkeys((*(known.edits if known else ()), *file.edits)))
        by_path[file.export.path] = file._replace(edits=edits)
    return list(by_path.values())
