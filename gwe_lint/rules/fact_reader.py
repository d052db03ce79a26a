"""An ``[[option]]`` row of a pack becomes a fact; every mistake is noted with file, line, table and key."""

import re
from typing import cast

from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, BASES, TYPES_IN_WORDS, Basis, Fact, Older
from gwe_lint.catalogue.releases import release_of
from gwe_lint.suggest import meant
from gwe_lint.toml.table import Table

_APPS = (*APPLICATION_TYPES, ANY)


def read_fact(table: Table) -> Fact:
    """The fact in this row. Mistakes are noted in the table's problems; what is wrong has a default instead."""
    app = table.required("app")
    if app and app not in _APPS:
        table.problem(f"unknown application type {app!r}{meant(app, _APPS)}", "app")
    fact = Fact(
        app=app,
        section=table.required("section"),
        option=table.required("option"),
        type=table.choice("type", TYPES_IN_WORDS, "option type") or "any",
        default=table.text("default"),
        minimum=table.integer("minimum"),
        maximum=table.integer("maximum"),
        values=table.texts("values") or (),
        synonyms=table.texts("synonyms") or (),
        same_as=_same_as(table),
        good=table.texts("good") or (),
        bad=table.texts("bad") or (),
        unit=table.text("unit"),
        mandatory=table.boolean("mandatory") or False,
        invalid_acts_as=table.text("invalid-acts-as"),
        misspelling_of=table.text("misspelling-of"),
        takes_effect=table.text("takes-effect"),
        secret=table.boolean("secret") or table.data.get("type") == "secret",
        releases=table.texts("releases") or (),
        pattern=_pattern(table),
        form=table.text("form"),
        since=_release(table, "since"),
        until=_release(table, "until"),
        replaced_by=table.text("replaced-by"),
        only_with=_only_with(table),
        older=tuple(_older(each) for each in table.tables("older")),
        must_match=table.boolean("must-match"),
        basis=cast(Basis, table.choice("basis", BASES, "basis") or "documented"),
        summary=table.required("summary"),
        note=table.text("note") or "",
        sources=table.texts("sources") or (),
    )
    if fact.minimum is not None and fact.maximum is not None and fact.minimum > fact.maximum:
        table.problem("minimum is above maximum", "minimum")
    if (fact.minimum is not None or fact.maximum is not None) and fact.type != "integer":
        table.problem("a range needs type = 'integer'", "type")
    if fact.type == "enum" and not fact.values:
        table.problem("type 'enum' needs values", "type")
    if fact.pattern and not fact.form:
        table.problem("a pattern needs form, which says it in words", "pattern")
    table.done()
    return fact


def _same_as(table: Table) -> tuple[tuple[str, str], ...]:
    meanings = table.table("same-as")
    if not meanings:
        return ()
    return tuple((key, text) for key in meanings.data if (text := meanings.text(key)))


def _older(table: Table) -> Older:
    older = Older(
        below=_release(table, "below") or "",
        default=table.text("default"),
        minimum=table.integer("minimum"),
        maximum=table.integer("maximum"),
        values=table.texts("values") or (),
    )
    if not older.below and "below" not in table.data:
        table.problem("below is missing: it must be a release such as '8.5.301.06'")
    table.done()
    return older


def _release(table: Table, key: str) -> str | None:
    text = table.text(key)
    if text is not None and release_of(text) is None:
        table.problem(f"must be a release such as '8.5.301.06', not {text!r}", key)
        return None
    return text


def _only_with(table: Table) -> str | None:
    text = table.text("only-with")
    if text is not None and not re.fullmatch(r"[^/=]+/[^/=]+=[^=]+", text):
        table.problem(f"must be section/option=value, not {text!r}", "only-with")
        return None
    return text


def _pattern(table: Table) -> str | None:
    pattern = table.text("pattern")
    try:
        re.compile(pattern or "")
    except re.error as error:
        table.problem(f"is not a regular expression: {error}", "pattern")
    return pattern
