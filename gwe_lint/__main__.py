"""``python -m gwe_lint`` is the command ``gwe-lint``."""

from gwe_lint.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
