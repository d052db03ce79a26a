"""The loader of the exports that are given, from files or from standard input, and the key of their secrets."""

import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.cli.options import ExportOptions, ReportOptions
from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.code_pages import code_page
from gwe_lint.exports.formats import MOST_OF_EXPORTS
from gwe_lint.exports.redactor import KEY_VARIABLE, Redactor
from gwe_lint.findings.under_paths import has_file_under
from gwe_lint.findings.unseen import nothing_there
from gwe_lint.loading.loader import Loader
from gwe_lint.paths import read_small
from gwe_lint.rules.selection import Packs

if TYPE_CHECKING:
    from gwe_lint.loading.sources import Sources

STDIN_NAME = Path("stdin.cfg")  # of what has no name


def loader_for(
    options: ExportOptions,
    settings: Config,
    packs: Packs,
    root: Path,
    *,
    stdin_name: Path = STDIN_NAME,
    report: ReportOptions | None = None,
) -> tuple[Loader, tuple[Path, ...]]:
    """The loader, and the paths to load; without paths and configured estates, the working directory.

    Standard input is read when it is one of them. Where a ``report`` is for programs, the loader notes what it reads.
    """
    given, stdin = _stdin(options.paths or ([] if settings.estates else [Path()]), stdin_name, root)
    redactor = Redactor(packs.catalogue, _hmac_key(options.hmac_key_file))
    exclude = (*settings.exclude, *(options.exclude or ()))
    loader = Loader(root=root, catalogue=packs.catalogue, redactor=redactor, stdin=stdin, exclude=exclude)
    sources = _sources_for(report) if report else None
    return loader._replace(code_page=code_page_of(options.encoding), sources=sources), tuple(given)


def _sources_for(report: ReportOptions) -> "Sources | None":
    """What notes the files that are read; None where no report tells them."""
    if "json" not in (report.format, *(each.partition("=")[0] for each in report.output or ())):
        return None
    from gwe_lint.loading.sources import Sources  # noqa: PLC0415  digests take time at every start

    return Sources()


def estates_of(loader: Loader, settings: Config, given: tuple[Path, ...]) -> tuple[Estate, ...]:
    """The estates of these paths; of configured ones, those with a file under a path. Raises ``Untrusted``."""
    estates = loader.estates(settings, given)
    if not settings.estates or not given:
        return estates
    wanted = [loader.absolute(path) for path in given]
    chosen = tuple(estate for estate in estates if has_file_under(estate, wanted, loader))
    if not chosen:
        read = [document.path for estate in estates for document in estate.documents]
        raise Untrusted(list(nothing_there(estates, read, wanted, settings, loader).values()))
    return chosen


def incomplete_fails(options: ExportOptions, settings: Config, *, strict: bool = False) -> bool:
    """Whether a run fails where a chat could not be followed. An editor's one document on standard input never does."""
    return options.paths != [Path("-")] and (strict or settings.incomplete != "report")


def grouped_as_before(
    estates: tuple[Estate, ...], before: Collection[str], loader: Loader, settings: Config, given: tuple[Path, ...]
) -> tuple[Estate, ...]:
    """The estates; without a configuration, what lies below a path is grouped as in a baseline.

    ``before`` has the names of the estates there, of which a single one may have another name now.
    """
    alone = len(before) == len(estates) == 1
    if settings.estates or not before or alone or before == {each.name for each in estates}:
        return estates
    return loader.estates(settings, given, before)


def _stdin(paths: Sequence[Path], name: Path, root: Path) -> tuple[list[Path], tuple[Path, bytes] | None]:
    """The paths with ``name`` in place of ``-``, and the content of standard input where ``-`` is a path."""
    if Path("-") not in paths:
        return list(paths), None
    if sys.stdin is None:
        raise Untrusted(["-: there is no standard input"])
    path = Path(os.path.abspath(root / name))
    data = sys.stdin.buffer.read(MOST_OF_EXPORTS + 1)
    if len(data) > MOST_OF_EXPORTS:
        raise Untrusted([f"-: standard input is larger than {MOST_OF_EXPORTS >> 20} MiB, which no export is"])
    return [path if given == Path("-") else given for given in paths], (path, data)


def code_page_of(name: str | None) -> str:
    """The code page of this name. Raises ``Untrusted`` where text exports cannot be in it."""
    if name is None:
        return ""
    try:
        return code_page(name)
    except ValueError as error:
        raise Untrusted([f"--encoding: {error}"]) from None


def _hmac_key(file: Path | None) -> bytes | None:
    """The key for the tokens of secrets: of the file, else of the environment, else none."""
    if file is None:
        return os.fsencode(os.environ.get(KEY_VARIABLE, "")) or None
    key = read_small(file, or_pipe=True).strip()
    if not key:
        raise Untrusted([f"{file.as_posix()}: the key file is empty"])
    return key
