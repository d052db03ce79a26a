"""Credentials that belong together, which are never shown."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.estate.correction import Correction
from gwe_lint.estate.edits import Corrections, edit_of
from gwe_lint.estate.effective import Effective, effective, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import name_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose
from gwe_lint.estate.selectors import Selector
from gwe_lint.text import listed


def set_together(estate: Estate, *, options: tuple[Selector, ...], because: Prose) -> Iterator[Outcome]:
    """Some of these options of one application are set, and some are not; values are not shown."""
    for application in options[0].applications(estate):
        asked = [selector for selector in options if selector.app == application.type]
        values = [effective(estate, application, selector.section, selector.option) for selector in asked]
        known = [value for value in values if isinstance(value, Effective)]
        unclear = [value.unknown for value in known if value.option and value.option.kind == "unknown"]
        there = sorted((value for value in known if value.is_set), key=_is_secret)
        lacking = [value for value in known if not value.is_set]
        if not there:
            continue
        if unclear:
            yield NotEvaluated(unclear[0])
            continue
        if lacking:
            names = listed([short(value.name) for value in lacking])
            yield Hit(
                message=f"{listed([short(value.name) for value in there])} {_is(there)} set, and {names} "
                f"{_is(lacking)} not: {because}",
                place=_spot(there[0]),
                help=f"set {names} too, or remove the others",
            )
        else:
            yield next((value for value in values if isinstance(value, NotEvaluated)), Pass())


def _is(values: list[Effective]) -> str:
    return "is" if len(values) == 1 else "are"


def _is_secret(value: Effective) -> bool:
    return bool((value.option and value.option.kind == "secret") or (value.fact and value.fact.secret))


def _spot(value: Effective) -> Place:
    """The place of a value; of a secret the name, without its line, which would show that two values are the same."""
    if not value.option or not _is_secret(value):
        return value.place
    return name_of(value.application, value.option)._replace(lines=(), mark=(0, 0))


class _Difference(NamedTuple):
    server: Effective
    client: Effective


def same_on_both_sides(
    estate: Estate, *, options: tuple[Selector, ...], others: tuple[Selector, ...], because: Prose
) -> Iterator[Outcome]:
    """The ``others`` of a client are not those ``options`` that any server has set; values are not shown."""
    for client in others[0].applications(estate):
        compared = [
            _compared(estate, server, client, list(zip(options, others, strict=True)))
            for server in options[0].applications(estate)
        ]
        judged = sorted(filter(None, compared), key=lambda each: (len(each[0]), len(each[1])))
        if not judged:
            continue
        differences, reasons = judged[0]  # the server that the client fits best: it need not fit all
        if not any(client.option(each.section, each.option) for each in others) and differences:
            yield NotEvaluated(_unused(client, differences[0].server))
            continue
        if differences and estate.unread:
            yield NotEvaluated(f"{client.name}: it may be a client of {listed(estate.unread)}")
            continue
        yield from (_differs(each, because) for each in differences)
        yield from map(NotEvaluated, reasons)
        if not differences and not reasons:
            yield Pass()


def _unused(client: Application, server: Effective) -> str:
    return f"{client.name} has none of these options: whether it uses {server.application.name} is not known"


def _compared(
    estate: Estate, server: Application, client: Application, options: list[tuple[Selector, Selector]]
) -> tuple[list[_Difference], list[str]] | None:
    """What differs, and why something cannot be compared; None for a server that has none of the options."""
    differences, reasons, some = [], [], False
    for mine, theirs in options:
        if (mine.app, theirs.app) != (server.type, client.type):
            continue
        left = effective(estate, server, mine.section, mine.option)
        right = effective(estate, client, theirs.section, theirs.option)
        if (isinstance(left, Effective) and not left.is_set) or (
            isinstance(left, NotEvaluated) and not _is_there(right)
        ):
            continue
        some = True
        reason = _unknown(left) or _unknown(right)
        if reason:
            reasons.append(reason)
        elif isinstance(left, Effective) and isinstance(right, Effective) and not _same(left, right):
            differences.append(_Difference(left, right))
    return (differences, reasons) if some else None


def _is_there(value: Effective | NotEvaluated) -> bool:
    return isinstance(value, Effective) and value.is_set


def _unknown(value: Effective | NotEvaluated) -> str:
    if isinstance(value, NotEvaluated):
        return value.reason
    return value.unknown


def _same(left: Effective, right: Effective) -> bool:
    if left.text == right.text:
        return True
    # Schemes of authentication are the same in any case; of user and password only tokens are known.
    return not _is_secret(left) and (left.text or "").lower() == (right.text or "").lower()


def _differs(difference: _Difference, because: Prose) -> Hit:
    server, client = difference
    name, there = short(client.name), server.application.name
    if client.is_set:
        what = f"{name} has another value on {client.application.name} than on {there}"
    else:
        what = f"{name} is not set on {client.application.name}, and is set on {there}"
    return Hit(
        message=f"{what}: {because}",
        place=_spot(client),
        label="another value" if client.is_set else "not set here",
        help=f"set {name} in section [{client.section}] to what it is in section [{server.section}] of {there}",
        related=(Note(f"{short(server.name)} of {there}", _spot(server)),),
        discriminator=there,
        corrections=_as_there(server, client),
    )


def _as_there(server: Effective, client: Effective) -> Corrections:
    """The value of the server on the client; nothing where one of them is a secret."""
    if not server.option or _is_secret(server) or _is_secret(client):
        return ()
    return (Correction((edit_of(client.application, client.section, client.name, server.option.value),)),)
