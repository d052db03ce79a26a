"""A plan as Markdown, for the engineer who makes the changes: steps to tick off, when chats are lost, the way back."""

from collections.abc import Iterator, Mapping, Sequence

from gwe_lint.findings.plan import Move, Phase, Plan, Purpose, Step, Window
from gwe_lint.findings.simulation import OptionChange
from gwe_lint.reports.markdown_spans import code
from gwe_lint.text import counted, listed

_TITLES: Mapping[Phase, str] = {
    "servers": "what others refer to",
    "clients": "what refers to others",
    "removal": "remove what is not needed any more",
    "beside": "define the endpoint for a while under a second name",
    "switch": "let the clients name it, with what else changes there",
    "change": "change the endpoint itself, which nobody names now",
    "back": "let the clients name it under its own name again",
    "removal of the temporary": "remove the second name",
}


def plan_text(plan: Plan, purpose: Sequence[Purpose], folder: str, *, several: bool) -> str:
    """The plan, which is written to the ``folder``."""
    applications = {(move.estate, move.application) for move in plan.moves}
    numbers = f"{counted(len(list(plan.changes)), 'change')} in {counted(len(applications), 'application')}"
    lines = [f"# Plan: {numbers}", "", *map(_purpose, purpose)]
    if plan.steps:
        lines += [*(f"- {each}" for each in _safety(plan)), "", *_HOW, *_steps(plan, several=several)]
    lines += _longer(plan.longer, several=several) if plan.longer else ()
    lines += ["", "## By hand", "", *(f"- [ ] {code(each)}" for each in plan.by_hand)] if plan.by_hand else ()
    lines += _back(plan, several=several) if plan.steps else ()
    lines += ["", "## Check", "", *_check(plan, folder)]
    return "\n".join(lines) + "\n"


_HOW = (
    "A file is imported on the Options tab of its application in Genesys Administrator, in the mode that keeps the",
    "options which the file lacks. Go on with the next step when all of a step is done, its restarts included.",
)


def _purpose(purpose: Purpose) -> str:
    return f"- {purpose.word} {code(purpose.what)}{f' ({code(purpose.whose)})' if purpose.whose else ''}"


def _safety(plan: Plan) -> Iterator[str]:
    yield from _unknown(plan)
    if not plan.windows:
        how = "as a whole, since it has many applications" if plan.as_steps else "one application after the other"
        known = "is known to lose" if plan.unknown else "loses"
        yield f"Every step was simulated, {how}: none {known} chats that arrive before it."
        return
    alike: dict[tuple[object, ...], list[Window]] = {}
    for window in plan.windows:
        chat, ends = window.chat, window.ends and plan.number_of(window.ends)
        begins = plan.number_of(window.begins)
        alike.setdefault((chat.client, chat.hop, begins, ends, window.stays_lost), []).append(window)
    for windows in alike.values():
        yield f"**Chats are lost on the way**: {_window(plan, windows)}"
    if plan.longer:
        yield "**There is a longer way on which none is lost**: it stands below these steps, with files of its own."
    elif plan.as_steps:
        yield "With so many applications no longer way was looked for: do it while no chat comes in."
    else:
        yield "No way is known on which none is lost: do it while no chat comes in."


def _unknown(plan: Plan) -> Iterator[str]:
    return (f"**Whether these chats arrive on the way is not known**: {code(each)}" for each in plan.unknown)


def _window(plan: Plan, windows: Sequence[Window]) -> str:
    first, servers = windows[0], [each.chat.chat_server for each in windows if each.chat.chat_server]
    over = f" over {code(listed(servers))}" if servers else ""
    begins = f"from step {plan.number_of(first.begins)}"
    ends = _until(plan, first)
    return (
        f"those of {code(first.chat.client)}{over}, {begins} {ends}: at the {first.chat.hop} {code(first.chat.reason)}"
    )


def _until(plan: Plan, window: Window) -> str:
    if window.ends:
        return f"until step {plan.number_of(window.ends)} is done"
    return "on, and they stay lost" if window.stays_lost else "on, and whether they arrive later is not known"


def _who(move: Move, *, several: bool) -> str:
    return code(f"{move.estate}/{move.application}" if several else move.application)


def _steps(plan: Plan, *, several: bool, level: str = "##") -> Iterator[str]:
    alone = not {"servers", "clients"} <= {step.phase for step in plan.steps}
    for number, step in enumerate(plan.steps, 1):
        title = "import" if alone and step.phase in ("servers", "clients") else _TITLES[step.phase]
        yield from ("", f"{level} Step {number}: {title}", "")
        yield from _moves(step, several=several)


def _moves(step: Step, *, several: bool) -> Iterator[str]:
    for move in step.moves:
        who = _who(move, several=several)
        yield f"- [ ] import {code(move.file)} into {who}" if move.is_import else f"- [ ] in {who}, on the Options tab:"
        yield from (f"  - {_change(each)}" for each in move.changes)
        if move.waiting:
            yield f"- [ ] restart {who}: the change takes effect then"
        elif not all(each.takes_effect for each in move.changes):
            yield f"- [ ] be sure that {who} works with it, by a restart if need be: no page says when it takes effect"


def _change(change: OptionChange) -> str:
    name = code(f"[{change.section}] {change.option}")
    effect = f"; takes effect {change.takes_effect}" if change.takes_effect else ""
    if change.after is None:
        return f"remove {name}, which is {code(change.before or '')}{effect}"
    if change.before is None:
        return f"{name}: {code(change.after)}, not set before{effect}"
    return f"{name}: {code(change.after)} in place of {code(change.before)}{effect}"


def _longer(plan: Plan, *, several: bool) -> Iterator[str]:
    yield from ("", "## The longer way, on which no chat is lost", "")
    yield "In place of the steps above. The way back is that of the same steps in the reverse order, each with the"
    yield f"files below {code('rollback')} in its folder; what was not set before is removed by hand."
    unknown = [f"- {each}" for each in _unknown(plan)]
    yield from ("", *unknown) if unknown else ()
    yield from _steps(plan, several=several, level="###")


def _back(plan: Plan, *, several: bool) -> Iterator[str]:
    """How to bring back what is now: the moves in the reverse order."""
    yield from ("", "## Back to how it is now", "", "In this order, with the same restarts:", "")
    for move in reversed(list(plan.moves)):
        who = _who(move, several=several)
        if move.has_rollback:
            yield f"- [ ] import {code(f'rollback/{move.file}')} into {who}"
        yield from (f"- [ ] in {who}, on the Options tab: {code(each)}" for each in move.back_by_hand)


def _check(plan: Plan, folder: str) -> Iterator[str]:
    if any(move.is_import for move in plan.moves):
        yield f"- before you begin: {code(f'gwe-lint simulate EXPORTS --import {folder}')} says what all this comes to"
    yield f"- afterwards: export again, and {code('gwe-lint check EXPORTS')}"
