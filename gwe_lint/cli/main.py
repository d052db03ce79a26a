"""The entry point of ``gwe-lint``: it loads the command, runs it, and gives the exit code, also after an error."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from gwe_lint import __version__
from gwe_lint.cli.finish import FAILED, FINDINGS, INTERRUPTED, OK
from gwe_lint.cli.help import Commands, unknown_command, usage_problem
from gwe_lint.cli.options import COMPLETES
from gwe_lint.cli.streams import Patient, say
from gwe_lint.errors import Untrusted, frames_of, kind_of
from gwe_lint.lazy import LazyTable, imported
from gwe_lint.paths import from_here

# One module each, with a function that adds the command to the application.
COMMANDS: LazyTable[Callable[[typer.Typer], None]] = LazyTable(
    {
        "check": "gwe_lint.cli.check:add_to",
        "compare": "gwe_lint.cli.compare:add_to",
        "completion": "gwe_lint.cli.completion:add_to",
        "config": "gwe_lint.cli.config:add_to",
        "consistency": "gwe_lint.cli.consistency:add_to",
        "drift": "gwe_lint.cli.drift:add_to",
        "explain": "gwe_lint.cli.explain:add_to",
        "fix": "gwe_lint.cli.fix:add_to",
        "history": "gwe_lint.cli.history:add_to",
        "init": "gwe_lint.cli.init:add_to",
        "options": "gwe_lint.cli.option_list:add_to",
        "report": "gwe_lint.cli.report:add_to",
        "rules": "gwe_lint.cli.rules:add_to",
        "show": "gwe_lint.cli.show:add_to",
        "simulate": "gwe_lint.cli.simulate:add_to",
        "snapshot": "gwe_lint.cli.snapshot:add_to",
        "trace": "gwe_lint.cli.trace:add_to",
        "waivers": "gwe_lint.cli.waivers:add_to",
        "why": "gwe_lint.cli.why:add_to",
    }
)


def application(given: Sequence[str]) -> typer.Typer:
    """The command line. Only the command that is given is imported; without one, as for help, all commands are.

    The version needs none.
    """
    app = Commands(
        name="gwe-lint",
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(epilog="Exit codes: gwe-lint explain exit-codes")(_gwe_lint)
    first = given[0] if given else ""
    for command in () if first in ("--version", "-V") else (first,) if first in COMMANDS else COMMANDS:
        COMMANDS[command](app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        print(f"gwe-lint {__version__}")
        raise typer.Exit


def _gwe_lint(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Lint exported option sets of Genesys servers: can a chat that Web Engagement starts reach an agent?"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code. Nothing is raised, and a closed pipe does not change the code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    streams = sys.stdout, sys.stderr
    out, err = Patient(sys.stdout), Patient(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        code = _run(given)
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        out.flush()
        if out.failed:
            say(f"gwe-lint: error: standard output cannot be written: {out.failed.strerror}")
            code = FAILED
        err.flush()
        sys.stdout, sys.stderr = streams
    return code


def _run(given: list[str]) -> int:
    if "" in given:
        say("gwe-lint: error: one of the arguments is empty: a variable that is not set?")
        return FAILED
    if problem := unknown_command(given, COMMANDS):
        say(f"gwe-lint: error: {problem}")
        return FAILED
    try:
        begun = imported("gwe_lint.cli.completing:begun")() if COMPLETES in os.environ else given
        code = application(begun)(given, prog_name="gwe-lint", standalone_mode=False)
        return code if isinstance(code, int) else OK
    except Untrusted as error:
        for problem in error.problems:
            say(f"gwe-lint: error: {problem}")
    except OSError as error:  # what happens to files while we look at them is no bug of ours
        if isinstance(error.filename, str | bytes):
            say(f"gwe-lint: error: {from_here(os.fsdecode(error.filename))}: cannot be used: {error.strerror}")
        else:
            _crashed(error, debug="--debug" in given)
    except SystemExit as stop:  # Typer's own way out when a pipe is closed
        return stop.code if isinstance(stop.code, int) and stop.code != FINDINGS else FAILED
    except Exception as error:
        if getattr(error, "exit_code", None) == FAILED and hasattr(error, "show"):
            _usage(error)
        else:
            _crashed(error, debug="--debug" in given)
    return FAILED


def _usage(error: Any) -> None:
    """Print a usage error; or the help, where no command was given. It is escaped, since it quotes arguments."""
    if type(error).__name__ == "NoArgsIsHelpError":
        for line in error.format_message().splitlines():
            say(line)
        return
    problem, hint = usage_problem(error)
    say(f"gwe-lint: error: {problem}")
    say(f"gwe-lint: {hint}")


def _crashed(error: BaseException, *, debug: bool) -> None:
    """Print the type and place of a crash. Never print its message: an error of a reader could quote a secret."""
    frames = frames_of(error)
    where = f" in {frames[-1].function}, line {frames[-1].line}" if frames else ""
    say(f"gwe-lint: internal error: {kind_of(error)}{where}; a bug in gwe-lint, the result is not complete")
    if debug:
        for frame in frames:
            say(f"  {frame.path}:{frame.line} in {frame.function}")
    else:
        say("gwe-lint: run again with --debug to see where it happened")
