"""``gwe-lint completion``: the script with which a shell completes commands, options and names."""

import sys
from typing import Annotated, Literal

import typer
from typer._completion_shared import get_completion_script  # Typer is pinned

from gwe_lint.cli.finish import OK
from gwe_lint.cli.options import COMPLETES
from gwe_lint.cli.signature import with_options


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(completion)


@with_options()
def completion(
    *,
    shell: Annotated[
        Literal["bash", "zsh", "fish", "powershell"],
        typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell."),
    ],
) -> int:
    """Print the script that lets a shell complete gwe-lint: commands, options, rules, applications.

    bash: eval "$(gwe-lint completion bash)" in ~/.bashrc. zsh: the same in ~/.zshrc, behind compinit. fish:
    gwe-lint completion fish > ~/.config/fish/completions/gwe-lint.fish. PowerShell: gwe-lint completion powershell
    | Out-String | Invoke-Expression in $PROFILE.
    """
    script = get_completion_script(prog_name="gwe-lint", complete_var=COMPLETES, shell=shell)
    if shell == "bash":  # which then quotes names with blanks as it does those of files
        script = script.replace("complete -o default", "complete -o default -o filenames")
    sys.stdout.write(f"{script}\n")
    return OK
