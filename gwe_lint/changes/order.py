"""The order of changes: what is referred to first, then what refers to it, then what nothing refers to any more.

Every move is simulated. Where one loses chats, another one goes first that loses none; where none does, that is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from gwe_lint.baseline.fragments import ApplicationKey
from gwe_lint.changes.candidates import MOST_JUDGED
from gwe_lint.changes.chats import Side, chats_of
from gwe_lint.changes.edits import back_by_hand, by_application, can_be_imported_back
from gwe_lint.changes.effects import change_of
from gwe_lint.changes.trial import edited
from gwe_lint.drift.difference import classified
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.explore.trace import followed_clients
from gwe_lint.findings.chats import ChatChange, Chats
from gwe_lint.findings.plan import Move, Phase, Plan, Step, Window
from gwe_lint.findings.simulation import OptionChange
from gwe_lint.loading.loader import Loader

_PHASES: tuple[Phase, ...] = ("servers", "clients", "removal")


class Unit(NamedTuple):
    """Edits that are made at once: what one file for one application imports, or what is removed there by hand."""

    phase: Phase
    application: str
    edits: tuple[Edit, ...]
    file: str


class Walk:
    """An estate on its way through a plan, move by move, and the chats that are lost meanwhile."""

    def __init__(self, estate: Estate, loader: Loader, chat_options: ChatOptions) -> None:
        self._first = self.estate = estate
        self._loader, self._chat_options = loader, chat_options
        self.moves: list[tuple[Phase, Move]] = []
        self._open: dict[tuple[str, str], tuple[ChatChange, Move]] = {}
        self._closed: list[Window] = []
        self._unknown: dict[str, None] = {}

    def looked_ahead(self, *units: Unit) -> tuple[Estate, Chats]:
        """The estate after these edits, and what becomes of its chats."""
        after = edited(self.estate, (edit for unit in units for edit in unit.edits), self._loader)
        return after, chats_of(self.estate, after, self._chat_options)

    def go(self, units: Sequence[Unit], after: Estate, chats: Chats) -> None:
        """Make the edits of one or more units, between which nobody looks."""
        before, self.estate = self.estate, after
        moves = [
            Move(after.name, unit.application, tuple(_changes(before, after, unit.edits)), unit.file, back)
            for unit in units
            for back in [back_by_hand(unit.edits)]
        ]
        self.moves += [(unit.phase, move) for unit, move in zip(units, moves, strict=True)]
        if chats.unknown:  # what was lost meanwhile, and then is as it was at first, is none of them
            self._unknown |= dict.fromkeys(chats_of(self._first, after, self._chat_options).unknown)
        for each in chats.lost:
            self._open.setdefault(_way(each), (each, moves[0]))
        earlier = {way: chat for way, (chat, begins) in self._open.items() if begins is not moves[0]}
        side = Side(after, self._chat_options) if earlier else None
        for way, chat in earlier.items():
            if side and side.brings_back(chat):
                self._closed.append(Window(*self._open.pop(way), moves[-1]))

    @property
    def plan(self) -> Plan:
        """The way as a plan: its moves as steps, and what becomes of chats on it."""
        return Plan(_steps_of(self.moves), (*self._closed, *self._left_open()), unknown=tuple(self._unknown))

    def _left_open(self) -> Iterator[Window]:
        side = Side(self.estate, self._chat_options)
        for way, (chat, begins) in self._open.items():
            yield Window(chat, begins, None, stays_lost=side.loses(*way))


def _way(chat: ChatChange) -> tuple[str, str]:
    return chat.client, chat.chat_server


def ordered(
    estate: Estate,
    edits: Iterable[Edit],
    files: Mapping[ApplicationKey, str],
    loader: Loader,
    chat_options: ChatOptions,
) -> Plan:
    """The plan for edits of one estate. ``files`` are the names of the fragments of its applications."""
    walk = Walk(estate, loader, chat_options)
    waiting = sorted(_units(estate, edits, files, chat_options), key=lambda each: _PHASES.index(each.phase))
    if len(waiting) * len(estate.applications) > MOST_JUDGED:
        for _, group in groupby(waiting, key=lambda each: each.phase):
            units = tuple(group)
            walk.go(units, *walk.looked_ahead(*units))
        return walk.plan._replace(as_steps=True)
    while waiting:
        best = _safest((unit, *walk.looked_ahead(unit)) for unit in waiting)
        walk.go(best[:1], *best[1:])
        waiting.remove(best[0])
    return walk.plan


def _safest(tries: Iterable[tuple[Unit, Estate, Chats]]) -> tuple[Unit, Estate, Chats]:
    """The first that loses no chats and lets all be followed, else the first that loses none, else the first."""
    seen = []
    for each in tries:
        if not each[2].lost and not each[2].unknown:
            return each
        seen.append(each)
    return next((each for each in seen if not each[2].lost), seen[0])


def _units(
    estate: Estate, edits: Iterable[Edit], files: Mapping[ApplicationKey, str], chat_options: ChatOptions
) -> Iterator[Unit]:
    clients = {client.name for client, _ in followed_clients(estate, chat_options)}
    for own in by_application(estate, edits):
        name, file = own.application.name, files[estate.name, own.application.name]
        if own.imported:
            yield Unit("clients" if name in clients else "servers", name, own.imported, file)
        if own.removals:  # what is brought back at another time stands in another file
            apart = any(map(can_be_imported_back, own.imported))
            yield Unit("removal", name, own.removals, f"removed/{file}" if apart else file)


def _steps_of(moves: Sequence[tuple[Phase, Move]]) -> tuple[Step, ...]:
    """Moves as steps: those of one phase that follow each other are one."""
    return tuple(
        Step(phase, tuple(move for _, move in group)) for phase, group in groupby(moves, key=lambda each: each[0])
    )


def _changes(before: Estate, after: Estate, edits: Sequence[Edit]) -> Iterator[OptionChange]:
    """The edits as rows of what changes, with when they take effect."""
    for edit in edits:
        sides = [
            Subject(side, each)
            for side in (before, after)
            for each in side.topology.named(edit.application)
            if each.export is not None and each.completeness != "delta"
        ]
        difference = classified(sides[0], sides[1], edit.section, edit.option, comparable=True)
        place = file_of(sides[0].application, edit.section, edit.option)
        yield change_of(difference, place)._replace(before=edit.before, after=edit.after)
