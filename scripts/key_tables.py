"""The tables of keys in docs/: what may stand in gwe-lint.toml, in waivers and in rule packs."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Any

from gwe_lint.config.keys import CONFIGURATION
from gwe_lint.findings.owner_keys import OWNERS
from gwe_lint.findings.waiver_keys import WAIVERS
from gwe_lint.rules.pack_keys import PACK
from gwe_lint.toml.keys import Key, Keys, Kind

# A comment that names a table of TOML, what is made of its keys, and a comment that ends it.
SHOWN = re.compile(r"(<!-- keys: (.+) -->\n)(?:(?!<!--).*\n)*(<!-- end of keys -->\n)")
_MOST_IN_A_CELL = 6  # choices; more of them stand below the table
_WRAPPED: dict[str, Any] = {"width": 125, "break_on_hyphens": False, "break_long_words": False}
_HOLDS: dict[Kind, str] = {
    "text": "text",
    "texts": "list of texts",
    "text or texts": "text, or list of texts",
    "integer": "integer",
    "integers": "list of integers",
    "boolean": "`true` or `false`",
    "date": "date",
    "choices": "list of ",
    "texts by name": "table of texts",
    "choices by name": "table of ",
    "any table": "table",
}


def with_keys(pages: Iterable[Path]) -> dict[Path, str]:
    """The pages with the keys as they are declared. Exits with what is declared and in no page, or the other way."""
    known = {keys.header: keys for keys in _declared()}
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    shown = {header for text in texts.values() for _, header, _ in SHOWN.findall(text)}
    wrong = [f"docs: {header!r} is declared nowhere" for header in sorted(shown - known.keys())]
    wrong += [
        f"docs: no page has the keys of {header!r}" for header in known.keys() - shown - {WAIVERS.header, OWNERS.header}
    ]
    if wrong:
        raise SystemExit("\n".join(wrong))
    return {
        page: SHOWN.sub(lambda each: f"{each[1]}{_table(known[each[2]])}{each[3]}", text)
        for page, text in texts.items()
    }


def _declared() -> Iterator[Keys]:
    """Every table of which keys are declared, each before those inside of it."""
    for top in (CONFIGURATION, WAIVERS, OWNERS, PACK):
        yield from _with_inner(top)


def _with_inner(keys: Keys) -> Iterator[Keys]:
    yield keys
    for key in keys.rows:
        if key.inside:
            yield from _with_inner(key.inside)


def _table(keys: Keys) -> str:
    """The required keys first."""
    rows = [f"| `{key.name}` | {_holds(key)} | {_cell(key.about)} |" for key in sorted(keys.rows, key=_is_optional)]
    many = [fill(f"`{key.name}` is one of {_choices(key)}.", **_WRAPPED) for key in keys.rows if _has_many(key)]
    return "\n".join(["| key | holds | meaning |", "|---|---|---|", *rows, *(f"\n{each}" for each in many)]) + "\n"


def _is_optional(key: Key) -> bool:
    return not key.required


def _has_many(key: Key) -> bool:
    return len(key.choices) > _MOST_IN_A_CELL


def _holds(key: Key) -> str:
    what = _what(key)
    if key.kind == "boolean" and key.default is False:
        what += " (default)"
    if key.kind == "integer" and key.at_least is not None:
        what += f" from {key.at_least}"
    return f"{what}; required" if key.required else what


def _what(key: Key) -> str:
    if key.inside and key.kind != "choice or table":
        return f"{key.kind} `{key.inside.header}`"
    if not key.choices:
        return _HOLDS[key.kind]
    choices = "text, see below" if _has_many(key) else _choices(key)
    return f"{choices}, or a table of them" if key.inside else f"{_HOLDS.get(key.kind, '')}{choices}"


def _choices(key: Key) -> str:
    *most, last = [f"`{each}`{' (default)' if each == key.default else ''}" for each in key.choices]
    return f"{', '.join(most)} or {last}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
