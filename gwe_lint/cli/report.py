"""``gwe-lint report``: commands about JSON reports that were written before."""

import typer

from gwe_lint.cli.help import Commands
from gwe_lint.cli.report_merge import merge
from gwe_lint.cli.report_verify import verify


def add_to(app: typer.Typer) -> None:
    """Add the group with its commands to the application."""
    group = Commands(help="Put together or confirm JSON reports that were written before.", no_args_is_help=True)
    group.command()(merge)
    group.command()(verify)
    app.add_typer(group, name="report")
