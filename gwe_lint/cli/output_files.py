"""Where reports are written: standard output and the files of ``--output``; and their layout."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from gwe_lint.cli.options import ColorOptions, ReportOptions
from gwe_lint.cli.streams import colour_wanted
from gwe_lint.errors import Untrusted
from gwe_lint.paths import on_disk
from gwe_lint.reports import FORMATS
from gwe_lint.reports.layout import Layout
from gwe_lint.suggest import meant

_DRAWN = "html"  # the format that shows the ways of chats as a picture
_FORMAT_OF_ENDING = {"xml": "junit", "md": "markdown", "htm": "html", "txt": "text"}


class Destination(NamedTuple):
    """Where the reports of a run are written: standard output in one format, and files with their formats."""

    root: Path
    format: str
    files: tuple[tuple[str, Path], ...]
    layout: Layout

    @property
    def draws(self) -> bool:
        """Whether one of the reports shows the ways of chats as a picture."""
        return _DRAWN in (self.format, *(format for format, _ in self.files))


def destination_of(options: ReportOptions, root: Path) -> Destination:
    """The destination that the options ask for. Raises ``Untrusted`` for an ``--output`` that is wrong."""
    files = outputs_of(options.output or ())
    return Destination(root, options.format, files, layout_for(root, options.color))


def outputs_of(outputs: Iterable[str]) -> tuple[tuple[str, Path], ...]:
    """The files to write, as format and path. Raises ``Untrusted`` for a format that does not exist."""
    files: list[tuple[str, Path]] = []
    problems: list[str] = []
    for output in outputs:
        format, equals, path = output.partition("=")
        if format not in FORMATS and not equals:
            problems.append(f"--output {output}: expected FMT=PATH, such as {_format_of(output)}={output}")
        elif format not in FORMATS:
            problems.append(f"--output {output}: unknown format {format!r}{meant(format, FORMATS)}")
        elif not equals or not path:
            problems.append(f"--output {output}: expected FMT=PATH, such as sarif=report.sarif")
        elif path == "-":
            problems.append(f"--output {output}: standard output is chosen with --format {format}")
        elif path in [other.as_posix() for _, other in files]:
            problems.append(f"--output {output}: another report goes to the same file")
        files.append((format, Path(path)))
    if problems:
        raise Untrusted(problems)
    return tuple(files)


def _format_of(path: str) -> str:
    """The format that a file of this name most likely is for."""
    ending = Path(path).suffix.casefold().lstrip(".")
    return ending if ending in FORMATS else _FORMAT_OF_ENDING.get(ending, "json")


def refuse_overwriting_inputs(outputs: Iterable[tuple[str, Path]], inputs: Iterable[str], root: Path) -> None:
    """Raise ``Untrusted`` where a report would overwrite a file that was just read."""
    outputs = tuple(outputs)
    read = {os.path.realpath(root / on_disk(path)) for path in inputs} if outputs else ()
    overwritten = [path.as_posix() for _, path in outputs if os.path.realpath(root / path) in read]
    if overwritten:
        raise Untrusted([f"--output {path}: that is one of the files that the run reads" for path in overwritten])


def layout_for(root: Path, options: ColorOptions) -> Layout:
    """The layout of reports. The top of the repository is the nearest folder upward that holds .git."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return Layout(
        colour=colour_wanted(options.color),
        wraps=sys.stdout.isatty(),
        bounded=sys.stdout.isatty() or bool(os.environ.get("COLUMNS")),
        width=shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() or "COLUMNS" in os.environ else 80,
        here=root.as_posix(),
        root=top.as_posix(),
    )
