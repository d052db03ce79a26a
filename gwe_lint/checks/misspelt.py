"""Misspelt names of sections and options: close to a documented one, which is not set or stands beside it."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from gwe_lint.catalogue.fact import ANY, Fact, tenant_of
from gwe_lint.checks.log_values import is_of_log
from gwe_lint.checks.look_alike import folded, how_they_differ, odd_shown, prints_like
from gwe_lint.checks.values import what_is_wrong
from gwe_lint.checks.what_counts import what_counts, with_missing
from gwe_lint.estate.correction import Correction
from gwe_lint.estate.edits import moved, section_moved
from gwe_lint.estate.effective import part_unread, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of, name_of
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import fits
from gwe_lint.exports.records import Option
from gwe_lint.suggest import near_misses
from gwe_lint.text import quoted

_Facts = Mapping[str, Fact]
_SHORT = 5  # letters; in names that are shorter one slip makes another word as often
_LONG = 9  # letters from which on two slips may be made


def misspelt_option(estate: Estate, *, free_form: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """A section or an option is not known, but close to a known one.

    In sections that are ``free_form``, such as ``chat-server:log-filter-data``, any name may stand: one beside the
    known one is another name there.
    """
    for application, export in estate.active:
        known = _known_sections(estate, application)
        documented = frozenset(option for facts in known.values() for option in facts)
        for name, section in export.sections.items() if known else ():
            facts = estate.catalogue.every(application.type, name)
            if not facts and not section.options:
                continue  # nothing stands in the wrong one
            if not facts:
                yield from _section(application, name, known)
                continue
            beside = f"{application.type}:{name}" not in free_form
            names = tuple(each for each, fact in facts.items() if not fact.misspelling_of)
            for option in section.options.values():
                if estate.catalogue.fact(application.type, name, option.name):
                    yield from _known_option(application, option, facts)
                elif option.name not in documented:  # one of another section stands in the wrong one
                    yield from _option(application, option, facts, _nearest(option.name, names), beside=beside)


def _known_sections(estate: Estate, application: Application) -> Mapping[str, _Facts]:
    """The known sections of the application with those that all servers have; none where its type is not known."""
    sections = estate.catalogue.sections(application.type)
    return {**sections, **estate.catalogue.sections(ANY)} if sections else {}


def _section(application: Application, name: str, known: Mapping[str, _Facts]) -> Iterator[Outcome]:
    near = [each for each in _meant_sections(name, tuple(known)) if _looks_like(application, name, each, known)]
    if len(near) != 1:
        return
    meant = near[0]
    right = application.section(meant)
    if not right and (reason := part_unread(application)):
        yield NotEvaluated(reason)  # the right one may be there as well
        return
    beside = f"; the section that counts is in line {right.header.line}" if right else ""
    edits = section_moved(application, name, meant)
    note = Note("the section that counts", header_of(application, meant))
    hit = Hit(
        message=f"section {quoted(odd_shown(name))} is not known{_how(name, meant, 'section')}{beside}",
        place=header_of(application, name),
        label=f"did you mean [{meant}]?",
        help=f"move its options to [{meant}], unless it is your own"
        if right
        else f"rename the section to [{meant}], unless it is your own",
        related=(note,) if right else (),
        corrections=(Correction(edits, folded(name) != folded(meant)),) if edits else (),
    )
    yield with_missing(hit, application, meant, application.sections[name].options)


def _looks_like(application: Application, name: str, meant: str, known: Mapping[str, _Facts]) -> bool:
    """True where only case or blanks are wrong, or where the section holds options of the one probably meant.

    Without that a short word is another word as often: ``[paging]`` beside ``[pacing]``. In a word of few letters most
    options have to be those of the other section.
    """
    if name.strip().casefold() == meant.casefold() or prints_like(name, [meant]):
        return True
    facts = next((facts for section, facts in known.items() if fits(section, meant)), None)
    if not facts or "*" in facts:
        return True  # any option may stand there
    options = application.sections[name].options
    alike = sum(option in facts or bool(_nearest(option, tuple(facts))) for option in options)
    return alike > 0 and (len(meant.rpartition(":")[2]) >= _SHORT or 2 * alike > len(options))


@lru_cache(maxsize=4096)  # many servers have the same sections
def _meant_sections(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The known sections that were probably meant: several where they are equally near."""
    if name.startswith("#"):
        return ()  # switched off
    stripped = name.strip()
    if re.sub(r"[-_. ]?[0-9]+$", "", stripped) in known:
        return ()  # one of several that are numbered: pop-client-1
    if stripped[:2].lower() == "en" and "endpoints:*" in known:
        tenant = re.fullmatch(r"(?i)end?po?i?nts?[\W_]*([0-9]*)", stripped)
        if tenant:
            return (f"endpoints:{tenant[1] or 1}",) if f"endpoints:{tenant[1] or 1}" != name else ()
    names = tuple(_as_written(stripped, known))
    if stripped in names:
        return (stripped,) if stripped != name else ()
    alike = prints_like(name, names)
    near = (alike,) if alike else near_misses(stripped, names, 1 if len(stripped) < _LONG else 2)
    return tuple(each for each in near if not is_marked(stripped, each))


def _as_written(name: str, known: tuple[str, ...]) -> Iterator[str]:
    """The known sections; where the documentation leaves the end of a name open, with the end that the name has."""
    for section in known:
        if not section.endswith("*"):
            yield section
            continue
        head = section[:-1]
        tail = name.partition(head[-1:])[2] if head else ""
        if tail and (head != "endpoints:" or tenant_of(f"{head}{tail}")):
            yield f"{head}{tail}"


def _known_option(application: Application, option: Option, facts: _Facts) -> Iterator[Outcome]:
    """What is said of a documented name: some are documented as misspellings of others."""
    fact = facts.get(option.name)
    if not fact or not fact.misspelling_of:
        yield Pass()
        return
    right = fact.misspelling_of
    both = application.option(option.section, right)
    known = both and not (option.why_unknown or both.why_unknown)
    values = f": {quoted(option.value)} and {quoted(both.value)}" if both and known else ""
    conflict = f", and both are set{values}" if both else ""
    yield Hit(
        message=f"{quoted(short(option.name))} is probably {quoted(short(right))} misspelt{conflict}",
        place=name_of(application, option),
        label=_meant(option.name, right),
        help=f"{'keep only' if both else 'rename it to'} {right}: {fact.note}",
        corrections=moved(application, option, option.section, right, chosen=fact.basis == "inferred"),
    )


def _option(
    application: Application, option: Option, facts: _Facts, near: tuple[str, ...], *, beside: bool
) -> Iterator[Outcome]:
    meant = near[0] if near else ""
    if not meant or not _is_slip(option, facts[meant], near):
        return
    right = application.option(option.section, meant)
    if not right and (reason := part_unread(application)):
        yield NotEvaluated(reason)  # the right one may be there as well
    elif not right or (beside and _would_do(option, facts[meant])):
        counts, how = what_counts(application, option.section, meant), _how(option.name, meant, "option")
        hit = Hit(
            message=f"option {quoted(odd_shown(option.name))} is not known{how}{counts.words}",
            place=name_of(application, option),
            label=_meant(option.name, meant),
            help=f"{f'keep only {meant}' if right else f'rename it to {meant}'}, unless it is meant",
            related=counts.related,
            corrections=moved(application, option, option.section, meant, chosen=folded(option.name) != folded(meant)),
        )
        yield with_missing(hit, application, option.section, (meant,))


def _is_slip(option: Option, meant: Fact, near: tuple[str, ...]) -> bool:
    """True where one name is meant, and nobody marked it. Names that only digits tell apart count as one.

    One slip makes another word of a short one as often; the value then has to show which is meant.
    """
    name, right = option.name.casefold(), meant.option.casefold()
    if name.strip() == right:
        return True
    if min(len(name), len(right)) < _SHORT and not is_of_log(option, meant):
        return False
    spelt_apart = option.section == "log" and _joined(name) == _joined(right)
    return len({re.sub("[0-9]", "", each) for each in near}) == 1 and not is_marked(name, right) and not spelt_apart


def _joined(name: str) -> str:
    """The name without hyphens: in [log] servers have ``time_format`` and ``time-format``."""
    return name.replace("-", "").replace("_", "")


def _would_do(option: Option, fact: Fact) -> bool:
    """True where the value is of the documented option's type: else the name is probably that of another one."""
    if option.kind in ("secret", "unknown", "suppressed"):
        return True
    return not what_is_wrong(option.value, fact._replace(minimum=None, maximum=None))


@lru_cache(maxsize=4096)
def _nearest(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The documented names that a name may misspell: more than one where they are equally near.

    The telling end of a long name stands for it.
    """
    alike = None if name.isascii() and " " not in name else prints_like(name, names)
    folded = name.strip().casefold()
    same = [alike] if alike else [each for each in names if each.casefold() == folded or short(each) == name.strip()]
    if same or len(folded) < 2:
        return tuple(same)
    return near_misses(name.strip(), names, 1 if len(folded) < _LONG else 2)


def is_marked(name: str, meant: str) -> bool:
    """True for a name that somebody made of another one by a mark: ``x-log``, ``settings_``."""
    given, right = name.strip().casefold(), meant.casefold()
    if given == right:
        return False
    if given.endswith(right):
        return re.fullmatch(r"x|\w*[-_.!~+]+", given.removesuffix(right)) is not None
    return given.startswith(right) and re.fullmatch(r"x|[-_.!~+]+\w*", given.removeprefix(right)) is not None


def _meant(given: str, meant: str) -> str:
    """The question, with the telling end of the name; with all of it where the given one ends alike."""
    return f"did you mean {meant if short(given.strip()) == short(meant) else short(meant)}?"


def _how(given: str, meant: str, noun: str) -> str:
    if given.strip() == meant:
        return f": it is {quoted(meant)} with blanks around it"
    if given.strip() == short(meant):
        return f", but it is the end of {quoted(meant)}"
    if given.casefold() == meant.casefold():
        return f": it differs from {quoted(meant)} in case, and {noun} names are case-sensitive"
    return f", but it is close to {quoted(meant)}{how_they_differ(given, meant)}"
