"""What goes wrong outside the exports: the result must not be trusted, and the command ends with exit code 2."""

from collections.abc import Iterable


class Untrusted(Exception):
    """A bad option, configuration, rule pack or file; ``problems`` says where, what and what to do, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
