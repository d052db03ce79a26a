"""The folder of a plan: what ``fix --to`` and ``simulate --to`` write, and what they say of it."""

from collections.abc import Sequence
from pathlib import Path

from gwe_lint.changes.plan_files import PLAN, files_of
from gwe_lint.cli.own_folder import write_new_folder
from gwe_lint.cli.streams import say
from gwe_lint.findings.plan import Plan, Purpose
from gwe_lint.reports.markdown_plan import plan_text
from gwe_lint.text import counted


def write_plan(folder: Path, plan: Plan, purpose: Sequence[Purpose], command: str) -> None:
    """Write the plan into a new folder, whole or not at all, and print what it holds.

    Raises ``Untrusted`` where the folder cannot be written.
    """
    if not (plan.steps or plan.by_hand):
        say("nothing to plan, so nothing was written")
        return
    several = len({move.estate for move in plan.moves}) > 1
    text = plan_text(plan, purpose, folder.name, several=several)
    files = {PLAN: text, **files_of(plan, several=several)}
    write_new_folder(folder, files, command, "--to")
    moves = list(plan.moves)
    restarts = {(move.estate, move.application) for move in moves if move.waiting}
    say(
        f"{folder.name}: {counted(len(files), 'file')}; {counted(len(plan.steps), 'step')}, "
        f"{counted(sum(move.is_import for move in moves), 'import')}, {counted(len(restarts), 'restart')}"
    )
    for each in plan.unknown:
        say(f"gwe-lint: not known on the way: {each}")
    if plan.windows:
        longer = f"; {PLAN} has a longer way on which none is lost" if plan.longer else ""
        say(f"gwe-lint: chats are lost on the way ({PLAN} says when){longer}")
