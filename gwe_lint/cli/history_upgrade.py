"""``gwe-lint history upgrade``: a store of an older version gets the schema of this one."""

from typing import Annotated

from gwe_lint.cli.finish import OK
from gwe_lint.cli.options import ConfigOptions, MessageOptions, StoreOptions
from gwe_lint.cli.setup import settings_of, working_directory
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.store import history_of
from gwe_lint.cli.streams import say


@with_options()
def upgrade(
    *,
    where: StoreOptions,
    config: Annotated[ConfigOptions, Without("pack")],
    messages: Annotated[MessageOptions, Without("verbose")],
) -> int:
    """Bring a store of an older version up to date, whole or not at all. Nothing that was recorded is lost.

    Whatever records does so by itself, so that this is for a server where only some may change tables. Older versions
    of gwe-lint refuse the store afterwards.
    """
    root = working_directory()
    history = history_of(where.store, settings_of(config, root), root)
    before = history.bring_up_to_date()
    if not messages.quiet:
        is_new = before == history.version
        what = "is up to date" if is_new else "is brought up to date"
        say(f"{history.shown}: {what} (schema {history.version}{'' if is_new else f', it was {before}'})")
    return OK
