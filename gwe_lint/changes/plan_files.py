"""The files of a plan: fragments to import, what brings back how it is now, and lists for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gwe_lint.baseline.fragments import MANUAL, RESTART, fragment_files, list_text
from gwe_lint.changes.edits import can_be_imported_back, fragment_of
from gwe_lint.changes.longer_way import longer_way
from gwe_lint.changes.order import ordered
from gwe_lint.errors import Untrusted
from gwe_lint.estate.correction import Edit
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.findings.plan import Move, Plan, Step
from gwe_lint.findings.simulation import OptionChange
from gwe_lint.loading.loader import Loader

ROLLBACK, LONGER_WAY, PLAN = "rollback", "longer-way", "plan.md"
_TAKEN = ("adopt", "removed", ROLLBACK, LONGER_WAY, PLAN, MANUAL[0], RESTART[0])


def plan_of(
    edits: Mapping[str, Iterable[Edit]], estates: Sequence[Estate], loader: Loader, chat_options: ChatOptions
) -> Plan:
    """The plan for the edits of these estates, one estate after the other. Each move has the name of its file.

    Raises ``Untrusted`` where a file to import would be read otherwise than it is meant.
    """
    touched = [(estate, tuple(edits[estate.name])) for estate in estates if edits.get(estate.name)]
    keys = [(estate.name, each.name) for estate, _ in touched for each in estate.applications if each.export]
    keys = list(dict.fromkeys(keys))
    names = dict(zip(keys, fragment_files(keys, _TAKEN, several=len(touched) > 1), strict=True))
    try:
        parts = [(estate, own, ordered(estate, own, names, loader, chat_options)) for estate, own in touched]
    except ValueError as error:
        raise Untrusted([f"--to: nothing was written: {error}"]) from None
    plan = Plan(
        tuple(step for _, _, part in parts for step in part.steps),
        tuple(window for _, _, part in parts for window in part.windows),
        as_steps=any(part.as_steps for _, _, part in parts),
        unknown=tuple(each for _, _, part in parts for each in part.unknown),
    )
    if not plan.windows or plan.as_steps:
        return plan
    ways: list[Plan] = []
    for estate, own, part in parts:
        way = longer_way(estate, own, part, names, loader, chat_options) if part.windows else part
        if not way:
            return plan
        ways.append(way)
    steps = [step for way in ways for step in way.steps]
    unknown = tuple(each for way in ways for each in way.unknown)
    return plan._replace(longer=Plan(tuple(_in_folders(steps)), unknown=unknown))


def _in_folders(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps of the longer way, whose files lie in a folder for each step."""
    for number, step in enumerate(steps, 1):
        moves = (move._replace(file=f"{LONGER_WAY}/{number}/{move.file}") for move in step.moves)
        yield step._replace(moves=tuple(moves))


def files_of(plan: Plan, *, several: bool) -> dict[str, str]:
    """The files of the plan by name, without the plan itself."""
    files = {move.file: fragment_of(move.changes) for move in plan.moves if move.is_import}
    files |= {f"{ROLLBACK}/{name}": text for name, text in _rollback(plan.moves).items()}
    for number, step in enumerate(plan.longer.steps if plan.longer else (), 1):
        files |= {move.file: fragment_of(move.changes) for move in step.moves if move.is_import}
        own = f"{LONGER_WAY}/{number}/"
        files |= {f"{own}{ROLLBACK}/{name.removeprefix(own)}": text for name, text in _rollback(step.moves).items()}
    restart = [f"{called(move, several=several)}: {named(each)}" for move in plan.moves for each in move.waiting]
    changes = [(called(move, several=several), each) for move in plan.moves for each in move.changes]
    manual = [f"{who}: {named(each)}: remove it, as {PLAN} says" for who, each in changes if each.after is None]
    back = [f"{called(move, several=several)}: {each}" for move in plan.moves for each in move.back_by_hand]
    lists = ((*MANUAL, [*manual, *plan.by_hand]), (*RESTART, restart), (f"{ROLLBACK}/{MANUAL[0]}", MANUAL[1], back))
    return files | {name: list_text(head, lines) for name, head, lines in lists if lines}


def _rollback(moves: Iterable[Move]) -> dict[str, str]:
    """Fragments with the values that options have before these moves, by the names of their files."""
    before: dict[str, list[OptionChange]] = {}
    for move in moves:
        own = [
            each._replace(before=each.after, after=each.before) for each in move.changes if can_be_imported_back(each)
        ]
        before.setdefault(move.file, []).extend(own)
    return {name: fragment_of(own) for name, own in before.items() if own}


def called(move: Move, *, several: bool) -> str:
    """The application of a move, with its estate where there are several."""
    return f"{move.estate}/{move.application}" if several else move.application


def named(change: OptionChange) -> str:
    """The option as it stands on the Options tab."""
    return f"[{change.section}] {change.option}"
