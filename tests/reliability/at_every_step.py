"""Run a command again and again, stopped by a signal at another step each time, and tell what is on the disk then.

It is a process of its own, which forks: each run is a real one, with real signals, and has nothing to import any more.
Standard input is a plan, standard output the outcomes, both JSON.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from gwe_lint.__main__ import start
from gwe_lint.cli.main import main as run_here

# Where files are written, and what that stands on.
WATCHED = ("whole_file.py", "atomic_folder.py", "interruption.py", "leftovers.py", "__main__.py")
EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "subprocess.Popen")
Tree = dict[str, str]


def tree(folder: Path) -> Tree:
    """What lies below a folder: each file with a digest, each folder with no more than its name."""
    found = {}
    for base, folders, files in os.walk(folder):
        shown = os.path.relpath(base, folder)
        found.update({os.path.normpath(os.path.join(shown, name)): "folder" for name in folders})
        for name in files:
            content = Path(base, name).read_bytes()
            found[os.path.normpath(os.path.join(shown, name))] = hashlib.sha256(content).hexdigest()
    return found


def at_line(step: int, act: Callable[[], None]) -> None:
    """Act before the line of this number of those that the watched modules run."""
    left = step

    def line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left == -1:
                act()
        return line

    def call(frame: FrameType, event: str, _: Any) -> Any:
        caller = frame.f_back if frame.f_code.co_filename.endswith("contextlib.py") else frame
        return line if caller and caller.f_code.co_filename.endswith(WATCHED) else None

    sys.settrace(call)


def at_event(step: int, act: Callable[[], None]) -> None:
    """Act before the step of this number that concerns files or processes."""
    left = step

    def event(name: str, _: tuple[Any, ...]) -> None:
        nonlocal left
        if name in EVENTS:
            left -= 1
            if left == -1:
                act()

    sys.addaudithook(event)


def child(arguments: list[str], prepare: Callable[[], None]) -> NoReturn:
    """Run the command as its own process does."""
    code = 120
    try:
        sys.argv[1:] = arguments
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        prepare()
        start()
    except KeyboardInterrupt:  # before the first line of start
        code = 130
    finally:
        os._exit(code)


def ended(arguments: list[str], prepare: Callable[[], None]) -> int:
    """The exit code of a run; below 0 for one that a signal ended."""
    process = os.fork()
    if not process:
        child(arguments, prepare)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def main() -> None:
    """Carry out the plan."""
    plan = json.load(sys.stdin)
    template, work, arguments = Path(plan["template"]), Path(plan["work"]), plan["arguments"]
    signals = [signal.Signals[name] for name in plan["signals"]]
    stop_at = {"lines": at_line, "events": at_event}[plan["by"]]

    def restore() -> None:
        os.chdir("/")
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(template, work, symlinks=True)
        (work / "tmp").mkdir()
        os.chdir(work)

    restore()
    os.environ["TMPDIR"] = str(work / "tmp")
    outputs = sys.stdout, sys.stderr
    with Path(os.devnull).open("w") as silent:
        sys.stdout = sys.stderr = silent
        run_here(arguments)  # so that all is imported
        sys.stdout, sys.stderr = outputs
    restore()
    old, usual, new = tree(work), ended(arguments, lambda: None), tree(work)
    outcomes: dict[str, int] = {}
    steps = plan["first"]
    while True:
        restore()
        number = signals[steps % len(signals)]

        def prepare(step: int = steps, number: int = number) -> None:
            stop_at(step, lambda: os.kill(os.getpid(), number))

        code = ended(arguments, prepare)
        left = tree(work)
        again = [ended(arguments, lambda: None), tree(work)] if plan["again"] else None
        outcome = json.dumps([int(number), code, left, again], sort_keys=True)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if code == usual:
            break
        steps += plan["stride"]
    runs = [[*json.loads(outcome), times] for outcome, times in outcomes.items()]
    json.dump({"old": old, "new": new, "usual": usual, "steps": steps, "runs": runs}, sys.stdout)


if __name__ == "__main__":
    main()
