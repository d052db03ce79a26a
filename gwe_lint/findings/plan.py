"""A plan: in which order to make changes, so that no chat is lost on the way, or when some are. All immutable."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gwe_lint.findings.chats import ChatChange
from gwe_lint.findings.simulation import OptionChange

Phase = Literal["servers", "clients", "removal", "beside", "switch", "change", "back", "removal of the temporary"]
"""What a step is for. The last five are those of the longer way."""


class Move(NamedTuple):
    """What is done to one application in a step. ``file`` is what is imported, and what brings it back is called so."""

    estate: str
    application: str
    changes: tuple[OptionChange, ...]
    file: str
    back_by_hand: tuple[str, ...] = ()  # what brings it back that its file in ``rollback`` cannot

    @property
    def has_rollback(self) -> bool:
        """True where a file brings back some of it."""
        return len(self.back_by_hand) < len(self.changes)

    @property
    def is_import(self) -> bool:
        """True for an import of its file; False for what is done by hand."""
        return any(each.after is not None for each in self.changes)

    @property
    def waiting(self) -> tuple[OptionChange, ...]:
        """The changes that take effect after a restart only."""
        return tuple(each for each in self.changes if each.needs_restart)


class Step(NamedTuple):
    """Moves of one phase, in their order."""

    phase: Phase
    moves: tuple[Move, ...]


class Window(NamedTuple):
    """A time in which chats are lost that arrived before: from one move on until another.

    It has no end where they stay lost, or where nobody can say whether they do.
    """

    chat: ChatChange
    begins: Move
    ends: Move | None
    stays_lost: bool = False


class Purpose(NamedTuple):
    """What a plan is for: a word such as "resolves", and what; whose it is, where that is not said."""

    word: str
    what: str
    whose: str = ""


class Plan(NamedTuple):
    """The steps, in order, and when chats are lost. ``longer`` is a way on which none are, where one was found."""

    steps: tuple[Step, ...]
    windows: tuple[Window, ...] = ()
    longer: "Plan | None" = None
    by_hand: tuple[str, ...] = ()  # what no step does, and a person has to, as sentences
    as_steps: bool = False  # True: of many moves each step was simulated as a whole
    unknown: tuple[str, ...] = ()  # chats that cannot be followed any more on the way, as sentences

    @property
    def moves(self) -> Iterator[Move]:
        """All moves, in order."""
        return (move for step in self.steps for move in step.moves)

    @property
    def changes(self) -> Iterator[OptionChange]:
        """All changes, in order."""
        return (change for move in self.moves for change in move.changes)

    def number_of(self, move: Move) -> int:
        """The number of the step that a move is in."""
        return next(number for number, step in enumerate(self.steps, 1) if any(each is move for each in step.moves))
