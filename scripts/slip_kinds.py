"""Slips of the hand: for each kind, what becomes of the lines of a CFG export when it happens at one option."""

import random
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact

# The keys beside each key on an English keyboard, letters only.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {key: row[max(at - 1, 0) : at] + row[at + 1 : at + 2] for row in _ROWS for at, key in enumerate(row)}
_LOOK_ALIKE = str.maketrans("aceopxy", "асеорху")
_DECIDED_TYPES = ("integer", "boolean", "enum", "quantity", "endpoint-reference", "queue-name", "endpoint-list")


class Spot(NamedTuple):
    """A documented option in an export; the numbers of the lines with it and with its section's header count from 0."""

    path: str
    lines: tuple[str, ...]
    line: int
    header: int
    section: str
    name: str
    value: str
    fact: Fact
    elsewhere: tuple[int, ...]  # headers of documented sections of the application, in which it is not documented
    following: str  # the value of the next option of the section
    blind: bool  # True where case does not count, neither in the name nor in words that are its value
    named: bool  # False: an endpoint that no client of the estate names


Slip = Callable[[random.Random, Spot], tuple[str, ...] | None]  # the new lines; None where it cannot happen here


def _at(spot: Spot, number: int, *new: str) -> tuple[str, ...]:
    return (*spot.lines[:number], *new, *spot.lines[number + 1 :])


def _line(spot: Spot, name: str | None = None, value: str | None = None) -> tuple[str, ...]:
    return _at(spot, spot.line, f"{spot.name if name is None else name}={spot.value if value is None else value}")


def _letters(text: str) -> list[int]:
    return [number for number, char in enumerate(text) if char.isascii() and char.isalpha()]


def _dropped(rng: random.Random, text: str) -> str | None:
    at = rng.choice(_letters(text) or [-1])
    return text[:at] + text[at + 1 :] if at >= 0 else None


def _doubled(rng: random.Random, text: str) -> str | None:
    at = rng.choice(_letters(text) or [-1])
    return text[:at] + text[at] + text[at:] if at >= 0 else None


def _swapped(rng: random.Random, text: str) -> str | None:
    places = [at for at in _letters(text)[:-1] if at + 1 in _letters(text) and text[at].lower() != text[at + 1].lower()]
    at = rng.choice(places or [-1])
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if at >= 0 else None


def _neighbour(rng: random.Random, text: str) -> str | None:
    at = rng.choice([each for each in _letters(text) if text[each].lower() in _NEIGHBOURS] or [-1])
    return text[:at] + rng.choice(_NEIGHBOURS[text[at].lower()]) + text[at + 1 :] if at >= 0 else None


def _cased(rng: random.Random, text: str) -> str | None:
    at = rng.choice(_letters(text) or [-1])
    return text[:at] + text[at].swapcase() + text[at + 1 :] if at >= 0 else None


def _look_alike(rng: random.Random, text: str) -> str | None:
    at = rng.choice([each for each, char in enumerate(text) if char in "aceopxy"] or [-1])
    return text[:at] + text[at].translate(_LOOK_ALIKE) + text[at + 1 :] if at >= 0 else None


def _full_width(rng: random.Random, text: str) -> str | None:
    at = rng.choice(_letters(text) or [-1])
    return text[:at] + chr(ord(text[at]) + 0xFEE0) + text[at + 1 :] if at >= 0 else None


def _blank_inside(rng: random.Random, text: str) -> str | None:
    at = rng.choice(range(1, len(text))) if len(text) > 1 else 0
    return f"{text[:at]} {text[at:]}" if at else None


Spelling = Callable[[random.Random, str], str | None]


def _in_name(slip: Spelling) -> Slip:
    def applied(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
        name = slip(rng, spot.name) if spot.fact.option != "*" else None
        return _line(spot, name=name) if name and not (spot.blind and name.casefold() == spot.name.casefold()) else None

    return applied


def _in_section(slip: Spelling) -> Slip:
    def applied(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
        name = slip(rng, spot.section)
        return _at(spot, spot.header, f"[{name}]") if name else None

    return applied


def _in_value(slip: Spelling, *, named: bool | None = True) -> Slip:
    """A slip in a value that has a form: no free text, no path, no list of one's own.

    The queue of an endpoint counts where a client names the endpoint; with None everywhere, with False there alone.
    """

    def applied(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
        typed = spot.fact.type in _DECIDED_TYPES or spot.fact.values
        if not typed or not spot.value.strip() or named not in (None, spot.named):
            return None
        value = slip(rng, spot.value)
        same = spot.blind and value and value.casefold() == spot.value.casefold()
        return _line(spot, value=value) if value and value != spot.value and not same else None

    return applied


def _of_number(change: Callable[[str], str]) -> Slip:
    def applied(_: random.Random, spot: Spot) -> tuple[str, ...] | None:
        number = spot.fact.type == "integer" and re.fullmatch("[0-9]+", spot.value)
        return _line(spot, value=change(spot.value)) if number else None

    return applied


def _moved(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
    if not spot.elsewhere or spot.fact.option == "*":
        return None
    header = rng.choice(spot.elsewhere)
    lines = list(_at(spot, spot.line))
    lines.insert(header + 1 - (header > spot.line), spot.lines[spot.line])
    return tuple(lines)


def _twin(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
    name = _dropped(rng, spot.name) if spot.fact.option != "*" else None
    return _at(spot, spot.line, spot.lines[spot.line], f"{name}={spot.value}") if name else None


def _twice(_: random.Random, spot: Spot) -> tuple[str, ...] | None:
    return _at(spot, spot.line, spot.lines[spot.line], f"{spot.name}={spot.value}1")


def _bracket_lost(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
    return _at(spot, spot.header, rng.choice((f"[{spot.section}", f"{spot.section}]")))


def _colon(_: random.Random, spot: Spot) -> tuple[str, ...] | None:
    return _at(spot, spot.line, f"{spot.name}:{spot.value}")


def _off(rng: random.Random, spot: Spot) -> tuple[str, ...] | None:
    return _at(spot, spot.line, f"{rng.choice('#;')}{spot.lines[spot.line]}")


def _zero_and_o(_: random.Random, value: str) -> str | None:
    changed = value.replace("0", "O", 1) if "0" in value else re.sub("[oO]", "0", value, count=1)
    return changed if changed != value else None


def _digit(rng: random.Random, value: str) -> str | None:
    places = [at for at, char in enumerate(value) if char.isdigit()]
    if len(places) < 2:
        return None
    at = rng.choice(places)
    return value[:at] + value[at + 1 :]


def _of_the_next(_: random.Random, spot: Spot) -> tuple[str, ...] | None:
    return _line(spot, value=spot.following) if spot.following not in ("", spot.value) else None


# What the exports decide: the slip makes another name, or a value that is none.
DECIDED: Mapping[str, Slip] = {
    "name: a letter left out": _in_name(_dropped),
    "name: a letter doubled": _in_name(_doubled),
    "name: two letters swapped": _in_name(_swapped),
    "name: the key beside": _in_name(_neighbour),
    "name: another case": _in_name(_cased),
    "name: a blank inside": _in_name(_blank_inside),
    "name: a blank behind it": _in_name(lambda _, text: f"{text} "),
    "name: a letter that looks the same": _in_name(_look_alike),
    "name: a letter of full width": _in_name(_full_width),
    "name: misspelt beside the right one": _twin,
    "option moved to another section": _moved,
    "option there twice, with two values": _twice,
    "section: a letter left out": _in_section(_dropped),
    "section: a letter doubled": _in_section(_doubled),
    "section: two letters swapped": _in_section(_swapped),
    "section: the key beside": _in_section(_neighbour),
    "section: another case": _in_section(_cased),
    "section: a bracket lost": _bracket_lost,
    "line: a colon for the equals sign": _colon,
    "value: a letter left out": _in_value(_dropped),
    "value: a letter doubled": _in_value(_doubled),
    "value: two letters swapped": _in_value(_swapped),
    "value: the key beside": _in_value(_neighbour),
    "value: another case": _in_value(_cased),
    "value: a letter that looks the same": _in_value(_look_alike, named=None),
    "value: a blank inside": _in_value(_blank_inside),
    "value: a blank behind it": _in_value(lambda _, text: f"{text} ", named=None),
    "value: quotes around it": _in_value(lambda _, text: f'"{text}"', named=None),
    "value: a comment behind it": _in_value(lambda rng, text: f"{text} {rng.choice('#;')} as agreed"),
    "value: O for 0, or 0 for O": _in_value(_zero_and_o),
    "number: its unit written out": _of_number(lambda text: f"{text} seconds"),
    "number: its unit as a letter": _of_number(lambda text: f"{text}s"),
    "number: a decimal comma": _of_number(lambda text: f"{text},0"),
    "number: a decimal point": _of_number(lambda text: f"{text}.0"),
}
# What nothing decides: what comes of it is as often another legal value, or a default.
OPEN: Mapping[str, Slip] = {
    "value: a digit left out": _in_value(_digit),
    "value: that of the option below": _of_the_next,
    "value: a letter in the queue of an endpoint that no client names": _in_value(_neighbour, named=False),
    "option behind # or ;": _off,
}
