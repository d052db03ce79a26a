"""Write the ways of chats as expectations: to standard output or to a file, for somebody to read."""

import sys
from collections.abc import Sequence
from pathlib import Path

from gwe_lint.cli.open_estates import Opened
from gwe_lint.cli.output_files import refuse_overwriting_inputs
from gwe_lint.cli.streams import make_folder_of, say, write_whole
from gwe_lint.config.model import FILE_NAME
from gwe_lint.errors import Untrusted
from gwe_lint.explore.learned import expectations_as_toml, not_followed
from gwe_lint.explore.route import Trace
from gwe_lint.findings.unseen import groupings_of, inputs_of
from gwe_lint.paths import is_there
from gwe_lint.text import counted

_PROJECT = "pyproject.toml"


def write_learned(traces: Sequence[Trace], opened: Opened, output: Path | None, *, quiet: bool) -> None:
    """Write the tables for the configuration that is in use, and say what has none.

    Raises ``Untrusted`` for a file that is an export or a configuration, and for names that no TOML can hold.
    """
    in_project = (opened.settings.shown or "").rpartition("/")[2] == _PROJECT
    text = expectations_as_toml(
        traces, "tool.gwe-lint.expect" if in_project else "expect", with_estate=len(_estates(opened)) > 1
    )
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Untrusted(["trace: a name in these exports is not UTF-8, so that no configuration can hold it"]) from None
    count = sum(line.endswith("expect]]") for line in text.splitlines())
    if output:
        _refuse_inputs(output, opened)
        if count:
            make_folder_of(output)
            write_whole(output, text)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()
    for reason in not_followed(traces):
        say(f"gwe-lint: not learned: {reason}")
    if quiet:
        return
    for grouping in groupings_of(opened.estates):
        say(f"gwe-lint: {grouping}")
    if not count:
        say("nothing was learned" + (f": {output.as_posix()} is not written" if output else ""))
        return
    where = f"wrote {output.as_posix()}: " if output else ""
    say(f"{where}{counted(count, 'expectation')}; read them before you rely on them")


def _estates(opened: Opened) -> Sequence[object]:
    """The estates of which a configuration would have to name one."""
    return opened.settings.estates or opened.estates


def _refuse_inputs(output: Path, opened: Opened) -> None:
    if output.name in (FILE_NAME, _PROJECT) and is_there(output):
        raise Untrusted(
            [f"--output {output.as_posix()}: that is a configuration, which it would replace: name another"]
        )
    refuse_overwriting_inputs([("toml", output)], inputs_of(opened.estates), opened.root)
