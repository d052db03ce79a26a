"""Where ``gwe-lint`` and ``python -m gwe_lint`` start: not even a broken installation looks like findings."""

import gc
import os
from collections.abc import Callable
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line and end with its exit code. It is 2 where not even the program can be loaded.

    A signal that ended it makes the code 128 and its number: 130 for Ctrl-C, 143 for SIGTERM. All is written and
    flushed by then, so that the process ends at once: taking a large estate apart piece by piece, as the interpreter
    would, takes long and is of no use.
    """
    gc.disable()  # one short run, which makes many objects and hardly any cycles; even importing is faster without
    code = 2
    end: Callable[[int], int] = int
    try:
        from gwe_lint import interruption  # noqa: PLC0415  what cannot be imported is an exit code, too

        end = interruption.end
        try:
            interruption.listen()
            from gwe_lint.cli.main import main  # noqa: PLC0415

            code = main()
        finally:
            code = end(code)
    except KeyboardInterrupt:
        code = end(130)
    except Exception as error:  # the message of anything but an import could quote what was read
        what = f"{type(error).__name__}{f': {error}' if isinstance(error, ImportError) else ''}"
        os.write(2, f"gwe-lint: cannot start: {what}\n".encode(errors="replace"))
    os._exit(code)


if __name__ == "__main__":
    start()
