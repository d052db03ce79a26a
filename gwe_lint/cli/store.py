"""The store that options name, else the environment, else the one beside the configuration."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.history.address import FILE_NAME, VARIABLE, Address, address_of
from gwe_lint.paths import from_here, shown

if TYPE_CHECKING:
    from gwe_lint.history.book import Book


def history_of(given: str | None, settings: Config, root: Path) -> "Book":
    """The history that is meant. Raises ``Untrusted`` where what it needs is not installed."""
    try:
        from gwe_lint.history.book import Book  # noqa: PLC0415  SQLAlchemy is an extra, and takes long to import
    except ModuleNotFoundError as error:
        if error.name not in ("sqlalchemy", "alembic"):
            raise
        raise Untrusted(["the history needs SQLAlchemy: pip install 'gwe-lint[history]'"]) from None
    return Book(_address(given, settings, root))


def file_of_history(given: str | None, settings: Config, root: Path) -> tuple[str, ...]:
    """The file of the history that is meant; none of a database of a server."""
    path = _address(given, settings, root).path
    return (shown(Path(os.path.relpath(path, root)).as_posix()),) if path else ()


def _address(given: str | None, settings: Config, root: Path) -> Address:
    return address_of(given or os.environ.get(VARIABLE) or from_here(settings.folder / FILE_NAME), root)
