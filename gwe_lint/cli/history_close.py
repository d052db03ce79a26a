"""``gwe-lint history close``: an estate is no more, so that its findings are not open for ever."""

import shlex
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from gwe_lint.cli.finish import OK
from gwe_lint.cli.options import ConfigOptions, MessageOptions, StoreOptions, day
from gwe_lint.cli.setup import settings_of, working_directory
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.store import history_of
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.text import counted


def closing(estates: Iterable[str]) -> str:
    """The command that closes these estates, as one types it."""
    return f"gwe-lint history close {' '.join(map(shlex.quote, estates))}"


@with_options()
def close(
    *,
    estates: Annotated[list[str], typer.Argument(metavar="ESTATE...", help="Their names in reports.")],
    as_of: Annotated[
        date | None, typer.Option("--as-of", metavar="DATE", parser=day, help="Since when; default: today.")
    ] = None,
    where: StoreOptions,
    config: Annotated[ConfigOptions, Without("pack")],
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Say that estates are no more: their findings are not open from that day on, and not resolved either.

    Nothing is deleted. A report that has such an estate opens it again.
    """
    root, today = working_directory(), date.today()
    if as_of and as_of > today:
        raise Untrusted([f"--as-of {as_of}: that day is still to come"])
    for done in history_of(where.store, settings_of(config, root), root).close(estates, as_of or today):
        if not messages.quiet:
            say(f"closed: {done.estate}, {counted(done.findings, 'finding')}, last looked at {done.last}")
    return OK
