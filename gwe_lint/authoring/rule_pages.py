"""The page of a rule: what, why, examples with the output they give, fix, evidence; made by running the pack."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from gwe_lint.authoring.drift_row_pages import row_line, rows_about, rows_section
from gwe_lint.authoring.examples import run_example
from gwe_lint.catalogue.fact import ANY, APPLICATION_TYPES, Catalogue, Fact, Older
from gwe_lint.catalogue.option_types import TYPES_IN_WORDS
from gwe_lint.estate.model import FACETS
from gwe_lint.estate.selectors import Selector, fits
from gwe_lint.exports.formats import FORMATS
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.text.check import text
from gwe_lint.rules.drift_rows import DriftRow
from gwe_lint.rules.rule import Example, Rule
from gwe_lint.rules.selection import Packs
from gwe_lint.text import listed

_LANGUAGES = {".toml": "toml"} | {ending: row.language for row in FORMATS.values() for ending in row.endings}
_SAFETY = {
    "documented": "*documented* where it follows from the documentation or from the other end alone, else *probable*",
    "probable": "*probable*, since it is the likeliest of several",
}
_MUST_MATCH = {True: "yes", False: "it may differ", None: ""}
_IN_WORDS = {"error": "an error", "warning": "a warning", "note": "a note"}


def rule_page(rule: Rule, packs: Packs) -> str:
    """The Markdown page of one rule."""
    return "\n".join(_page(rule, packs)) + "\n"


def _reason_of_lock(rule: Rule) -> str:
    return f": {rule.locked_because}" if rule.locked_because else ""


def _page(rule: Rule, packs: Packs) -> Iterator[str]:
    yield from (f"# {rule.id} {rule.name}", "", f"**{rule.summary}**", "")
    yield from _facts_of(rule, packs)
    yield from ("", "## Why", "", rule.why)
    bad = [example for example in rule.examples if example.expect]
    good = [example for example in rule.examples if not example.expect and not example.not_evaluated]
    yield from _examples("Wrong", bad, rule, packs.catalogue)
    yield from _examples("Right", good, rule, packs.catalogue)
    yield from rows_section(rows_about(rule, packs.drift_rows))
    yield ""
    yield "## Fix"
    yield ""
    yield rule.fix
    if rule.not_evaluated:
        yield ""
        yield "## When it is not evaluated"
        yield ""
        yield rule.not_evaluated
    yield ""
    yield "## Evidence"
    yield ""
    for source in rule.sources or ("Drawn from what the exports themselves show; no page states it.",):
        yield f"- {f'<{source}>' if source.startswith('https://') else source}"


def _stability(rule: Rule) -> Iterator[str]:
    """Since when the rule is there, whether it may still change, and what it was called before."""
    if rule.since:
        yield f"- Since: {rule.since}"
    if rule.preview:
        yield "- Preview: off unless `--preview` or `[check] preview = true` asks for it; it may still change, or go"
    if rule.retired:
        yield f"- Retired: it finds nothing since {rule.retired}"
    if rule.former:
        yield f"- Formerly: {listed(rule.former, len(rule.former))}, which are still accepted"


def _facts_of(rule: Rule, packs: Packs) -> Iterator[str]:
    """What holds for the rule as a whole, an entry a line."""
    yield f"- Severity: {_severity(rule)}"
    yield f"- Basis: {rule.basis}"
    if rule.profile == "advice":
        yield "- Profile: `advice`, which is off unless asked for: a careful engineer may disagree"
    yield from _stability(rule)
    if rule.takes_effect:
        yield f"- A correction takes effect: {rule.takes_effect}"
    if rule.fixable:
        yield f"- Fix: proposed where the right value is known; {_SAFETY[rule.fixable]}"
    if rule.locked:
        yield f"- Locked: no configuration ignores it, no waiver accepts it{_reason_of_lock(rule)}"
    if rule.yields_to:
        first = [f"{each.id} {each.name}" for each in packs.rules if set(each.names) & set(rule.yields_to)]
        yield f"- Yields to: {listed(first, len(first))}, where they found the same cause"


def _severity(rule: Rule) -> str:
    words = _IN_WORDS[rule.severity]
    if rule.severity_unknown == rule.severity == rule.severity_development:
        return words
    development = _IN_WORDS[rule.severity_development] if rule.severity_development else "silent"
    unknown = _IN_WORDS[rule.severity_unknown]
    return (
        f"{words} where the configuration says `production = true`, {unknown} where it does not say, "
        f"{development} where it says `production = false`"
    )


def _examples(heading: str, examples: list[Example], rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    if not examples:
        return
    yield ""
    yield f"## {heading}"
    for example in examples:
        yield ""
        yield f"### {example.title[0].upper()}{example.title[1:]}"
        for name, content in example.files.items():
            yield ""
            yield f"`{name}`"
            yield ""
            yield from _fenced(_visible(content), _LANGUAGES.get(PurePosixPath(name).suffix, "ini"))
        output = text(run_example(rule, example, catalogue), Layout())
        if output:
            yield ""
            yield from _fenced(output, "text")
        yield from ("", "Proposed fixes:", "", *(f"- {fix}" for fix in example.fixes)) if example.fixes else ()


def _visible(content: str) -> str:
    """Control characters of an example as escapes, and blanks at the end of a line as dots."""
    lines = content.strip("\n").split("\n") if content.strip() else ["(nothing but blank lines)"]
    return "\n".join(_line(line) for line in lines)


def _line(line: str) -> str:
    ends = len(line) - len(line.rstrip(" "))
    shown = line.rstrip(" ") + "·" * ends
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in shown)


def _fenced(content: str, language: str) -> Iterator[str]:
    yield f"```{language}"
    yield content.rstrip("\n")
    yield "```"


def fact_page(fact: Fact, packs: Packs) -> str:
    """What is known of one option, as text, with the rules and the drift rows about it."""
    lines = [
        *_fact(fact),
        *(_entry("rule", f"{rule.id} {rule.name}: {rule.summary}") for rule in _naming(fact, packs.rules)),
    ]
    return "\n".join((*lines, *_drift_lines(Selector(fact.app, fact.section, fact.option), packs.drift_rows))) + "\n"


def rows_page(option: Selector, rows: Sequence[DriftRow]) -> str:
    """What drift rows say of an option that the catalogue does not know, or of a part of an object.

    Empty where no row names it: that an open row would fit does not say that there is such an option.
    """
    if not any(_is_named(option, row) for row in rows):
        return ""
    head = f"{option.key}   {APPLICATION_TYPES.get(option.app, 'any application')}"
    return "\n".join((head, "", *_drift_lines(option, rows))) + "\n"


def _is_named(option: Selector, row: DriftRow) -> bool:
    if option.app not in (*APPLICATION_TYPES, ANY) or not row.fits(*option):
        return False
    return option.section in FACETS or not row.option.is_open or row.option == option


def _drift_lines(option: Selector, rows: Iterable[DriftRow]) -> Iterator[str]:
    return (_entry("drift", row_line(row)) for row in rows if row.fits(*option))


def _entry(name: str, value: str) -> str:
    return f"  {name:<22} {value}"


def _fact(fact: Fact) -> Iterator[str]:
    yield f"{fact.key}   {APPLICATION_TYPES.get(fact.app, 'any application')}"
    yield ""
    yield fact.summary
    if fact.note:
        yield f"Note: {fact.note}."
    yield ""
    rows = {
        "type": TYPES_IN_WORDS.get(fact.type, fact.type),
        "range": _range(fact),
        "values": ", ".join(value or "(empty)" for value in fact.values),
        "also accepted": ", ".join(word or "(empty)" for word in fact.synonyms),
        "unit": fact.unit,
        "default": fact.default,
        "acts as, when invalid": fact.invalid_acts_as,
        "mandatory": "yes" if fact.mandatory else "",
        "secret": "yes: its value is never shown" if fact.secret else "",
        "takes effect": fact.takes_effect,
        "releases": ", ".join(fact.releases),
        "known from": fact.since,
        "known up to": fact.until,
        "then called": fact.replaced_by,
        "has an effect with": fact.only_with,
        "same on all members": _MUST_MATCH[fact.must_match],
        "basis": fact.basis_in_words,
    }
    for name, value in rows.items():
        if value:
            yield _entry(name, value)
    for older in fact.older:
        yield _entry(f"below {older.below}", _older(older))
    for source in fact.sources:
        yield _entry("source", source)


def _older(older: Older) -> str:
    """What was different, as a phrase."""
    parts = {
        "default": older.default,
        "from": older.minimum,
        "to": older.maximum,
        "values": ", ".join(older.values) or None,
    }
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)


def _naming(fact: Fact, rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules whose parameters name the option."""
    for rule in rules:
        if any(_names(selector, fact) for selector in _selectors(rule.parameters.values())):
            yield rule


def _names(selector: Selector, fact: Fact) -> bool:
    same_place = fits(selector.section, fact.section) and fits(selector.option, fact.option)
    return same_place and selector.app in (fact.app, ANY)


def _selectors(values: Iterable[Any]) -> Iterator[Selector]:
    """Every selector in the parameters of a rule, those of conditions included."""
    for value in values:
        if isinstance(value, Selector):
            yield value
        elif isinstance(value, tuple):
            yield from _selectors(value)


def _range(fact: Fact) -> str:
    if fact.minimum is None and fact.maximum is None:
        return ""
    low = "any" if fact.minimum is None else str(fact.minimum)
    return f"{low} to {'any' if fact.maximum is None else fact.maximum}"
