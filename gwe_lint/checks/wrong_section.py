"""Documented options that stand in a section where no product is documented to read them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from gwe_lint.catalogue.fact import ANY, Catalogue, Fact
from gwe_lint.checks.log_values import is_of_log
from gwe_lint.checks.values import what_is_wrong
from gwe_lint.checks.what_counts import what_counts, with_missing
from gwe_lint.estate.correction import Correction
from gwe_lint.estate.edits import Corrections, moved
from gwe_lint.estate.effective import absence_unproved, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of, name_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.exports.records import Malformed, Option
from gwe_lint.text import listed, quoted

_TWO_WORDS = re.compile(r"[a-z0-9][-_.][A-Za-z0-9]|[a-z][A-Z]")


def documented_section(estate: Estate, *, free_form: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """An option stands in a documented section, and is documented in exactly one other section of its product.

    Single words are left alone, since a section may have them without a documentation: ``enabled``; not so those of
    [log] with a value that says it. Among endpoints, whose names are open, a number or a word has to be the value that
    the option has. Sections that are ``free_form`` are left alone, and others of which the name is open.
    """
    homes_of: dict[str, Mapping[str, Fact]] = {}
    for application, export in estate.active:
        type = application.type
        if type not in homes_of:
            homes_of[type] = _homes(estate.catalogue, type)
        homes = homes_of[type]
        for name, section in export.sections.items() if homes else ():
            facts = estate.catalogue.every(type, name)
            judged = _told_by_value if "*" in facts else _told_by_name
            if f"{type}:{name}" in free_form or not ("*" in facts or _is_closed(estate.catalogue, type, name)):
                continue
            wrong: dict[str, list[tuple[Option, Fact]]] = {}
            for option in section.options.values():
                home = homes.get(option.name) if option.name not in facts else None
                if home and judged(option, home):
                    wrong.setdefault(home.section, []).append((option, home))
                else:
                    yield Pass()
            for found in wrong.values():
                yield from _misplaced(application, found)


def _misplaced(application: Application, found: list[tuple[Option, Fact]]) -> Iterator[Outcome]:
    """What is said of options of one section in another one: of several, where theirs is not there, that it is lost."""
    option, home = found[0]
    if line := _unread_above(application, option):
        yield NotEvaluated(f"{application.name}: line {line} could not be read, and may have been a section's header")
    elif len(found) == 1 or application.section(home.section):
        yield from (_hit(application, *each) for each in found)
    else:
        names = listed(short(each.name) for each, _ in found)
        hit = Hit(
            message=f"{names} stand in [{option.section}] and belong to [{home.section}], which the export lacks",
            place=header_of(application, option.section),
            label=f"is the header of [{home.section}] missing below?",
            help=f"begin section [{home.section}] before line {option.line}",
            related=(Note("the first of them", name_of(application, option)),),
            discriminator=home.section,
            corrections=_all_moved(application, found),
        )
        yield with_missing(hit, application, home.section, (each.name for each, _ in found))


def _all_moved(application: Application, found: list[tuple[Option, Fact]]) -> Corrections:
    corrections = (moved(application, option, home.section, home.option) for option, home in found)
    return (Correction(tuple(edit for first, *_ in corrections for edit in first.edits)),)


def _unread_above(application: Application, option: Option) -> int | None:
    """The line above the option, in its section, that could not be read; None where there is none."""
    records = application.export.records if application.export else ()
    lines = (each.line for each in records if isinstance(each, Malformed) and each.section == option.section)
    return next((line for line in lines if line < option.line), None)


def _homes(catalogue: Catalogue, type: str) -> Mapping[str, Fact]:
    """The one fact of each option that one section alone of a product has. None of a product without facts."""
    own = [fact for facts in catalogue.sections(type).values() for fact in facts.values()]
    common = [fact for facts in catalogue.sections(ANY).values() for fact in facts.values()] if own else []
    counts = Counter(fact.option for fact in (*own, *common))
    return {fact.option: fact for fact in (*own, *common) if counts[fact.option] == 1 and "*" not in fact.section}


def _is_closed(catalogue: Catalogue, type: str, name: str) -> bool:
    """True for a section that is documented under exactly this name."""
    return name in catalogue.sections(type) or name in catalogue.sections(ANY)


def _told_by_name(option: Option, home: Fact) -> bool:
    return _TWO_WORDS.search(option.name) is not None or is_of_log(option, home)


def _told_by_value(option: Option, home: Fact) -> bool:
    typed = home.type in ("integer", "boolean", "enum", "quantity") and option.kind in ("string", "integer")
    right = typed and _TWO_WORDS.search(option.name) is not None and not what_is_wrong(option.value, home)
    return right or is_of_log(option, home)


def _hit(application: Application, option: Option, home: Fact) -> Hit:
    counts = what_counts(application, home.section, home.option)
    unset = not counts.words and not absence_unproved(application, home.section, home.option, home.type, home.values)
    there = counts.words or (", where it is not set" if unset else "")
    hit = Hit(
        message=f"{quoted(short(option.name))} is documented in [{home.section}] and not in [{option.section}]{there}",
        place=name_of(application, option),
        label=f"belongs in [{home.section}]",
        help=f"remove it here: [{home.section}] has it too" if counts.words else f"move it to [{home.section}]",
        related=counts.related,
        takes_effect=home.takes_effect,
        corrections=moved(application, option, home.section, home.option),
    )
    return with_missing(hit, application, home.section, (home.option,))
