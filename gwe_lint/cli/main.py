"""``gwe-lint``: every way out of it, mapped to one set of exit codes."""

import gc
import io
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from gwe_lint import __version__
from gwe_lint.cli import exits
from gwe_lint.cli.check import check
from gwe_lint.cli.explain import explain
from gwe_lint.cli.rules import rules, rules_app
from gwe_lint.cli.streams import Patient, say
from gwe_lint.errors import Untrusted

app = typer.Typer(
    name="gwe-lint",
    help="Lint exported option sets of Genesys servers: is a chat that Web Engagement starts able to reach an agent?",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command()(check)
app.command()(explain)
rules_app.callback(invoke_without_command=True)(rules)
app.add_typer(rules_app, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"gwe-lint {__version__}")
        raise typer.Exit


@app.callback(epilog="Exit codes: gwe-lint explain exit-codes")
def _gwe_lint(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Lint exported option sets of Genesys servers."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; nothing is raised, and a closed pipe changes nothing."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.disable()  # one short run that makes many objects and hardly any cycles
    streams = sys.stdout, sys.stderr
    out, err = Patient(sys.stdout), Patient(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        code = _run(given)
    except KeyboardInterrupt:
        code = exits.INTERRUPTED
    finally:
        out.flush()
        if out.failed:
            say(f"gwe-lint: error: standard output cannot be written: {out.failed.strerror}")
            code = exits.FAILED
        err.flush()
        sys.stdout, sys.stderr = streams
        gc.enable()
    return code


def _run(given: list[str]) -> int:
    try:
        code = app(given, prog_name="gwe-lint", standalone_mode=False)
        return code if isinstance(code, int) else exits.OK
    except Untrusted as error:
        for problem in error.problems:
            say(f"gwe-lint: error: {problem}")
    except SystemExit as stop:  # Typer's own way out when a pipe is closed
        return stop.code if isinstance(stop.code, int) and stop.code != exits.FINDINGS else exits.FAILED
    except Exception as error:
        if getattr(error, "exit_code", None) == exits.FAILED and hasattr(error, "show"):
            _usage(error)
        else:
            _crashed(error, debug="--debug" in given)
    return exits.FAILED


def _usage(error: Any) -> None:
    """Show a usage error as Typer words it, line by line: it quotes what was given."""
    text = io.StringIO()
    error.show(file=text)
    for line in text.getvalue().splitlines():
        say(line)


def _crashed(error: BaseException, *, debug: bool) -> None:
    """Name the bug by type and place. Never its message: raised in a reader, it could quote a secret."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    where = f" in {last.name}, line {last.lineno}" if last else ""
    say(f"gwe-lint: internal error: {type(error).__name__}{where}; a bug in gwe-lint, the result is not complete")
    if debug:
        for frame in frames:
            say(f"  {frame.filename}:{frame.lineno} in {frame.name}")
    else:
        say("gwe-lint: run again with --debug to see where it happened")
