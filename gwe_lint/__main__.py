"""Where ``gwe-lint`` and ``python -m gwe_lint`` start: not even a broken installation looks like findings."""

import gc
import os


def start() -> int:
    """Run the command line and give its exit code: 130 for Ctrl-C, 2 where not even the program can be loaded."""
    gc.disable()  # one short run, which makes many objects and hardly any cycles; even importing is faster without
    try:
        from gwe_lint.cli.main import main

        return main()
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the message of anything but an import could quote what was read
        what = f"{type(error).__name__}{f': {error}' if isinstance(error, ImportError) else ''}"
        os.write(2, f"gwe-lint: cannot start: {what}\n".encode(errors="replace"))
        return 2


if __name__ == "__main__":
    raise SystemExit(start())
