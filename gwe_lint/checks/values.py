"""Values and names against the catalogue: type, range, enumeration, mandatory, misspelt, placeholder."""

import re
from collections.abc import Iterator, Mapping

from gwe_lint.catalogue import Basis, Fact, tenant_of
from gwe_lint.checks.wording import short
from gwe_lint.display import quoted
from gwe_lint.model import Application, Disabled, Estate, Hit, Option, Outcome, Pass, Unjudged
from gwe_lint.places import header_of, name_of, value_of
from gwe_lint.selectors import Selector
from gwe_lint.spelling import near_miss

_INTEGER = re.compile(r"[ \t]*[+-]?([0-9]+)[ \t]*")
_BOOLEAN = frozenset({"true", "false", "yes", "no", "on", "off", "1", "0"})
_PLACEHOLDER = re.compile(
    r"[*<{\[].*[*>}\]]|\$\{.*\}|(?:your[ _-])?tenant[ _-]?(?:db)?id|queue[ _-]name", re.IGNORECASE
)
STORED_AS_STRING = frozenset({"endpoint-reference", "queue-name", "string", "path"})


def integer_of(text: str) -> int | None:
    """The integer a value holds, blanks around it allowed; None when it is none. Very long ones count as 10**18."""
    match = _INTEGER.fullmatch(text)
    return (int(text) if len(match[1]) <= 18 else 10**18) if match else None


def is_placeholder(text: str) -> bool:
    """True for text that a template or a manual has where a real name belongs: ``<queue name>``, ``*tenant_dbid*``."""
    return bool(_PLACEHOLDER.fullmatch(text.strip()))


def _known_options(estate: Estate) -> Iterator[tuple[Application, Option, Fact]]:
    """Every option that is set and that the catalogue knows."""
    for application in estate.applications:
        if not application.export:
            continue
        for name, section in application.export.sections.items():
            facts = estate.catalogue.options(application.type, name)
            if not facts:
                continue
            for option in section.options.values():
                fact = facts.get(option.name) or facts.get("*")
                if fact:
                    yield application, option, fact


def documented_value(estate: Estate, *, basis: Basis) -> Iterator[Outcome]:
    """A known option has a value outside its type, range or enumeration; only facts of this basis are used."""
    for application, option, fact in _known_options(estate):
        if fact.basis != basis or option.kind in ("secret", "suppressed"):
            continue
        wrong = _what_is_wrong(option.value, fact)
        if not wrong or _other_spelling(option.value, fact):
            yield Pass(value_of(application, option))
            continue
        fallback = fact.invalid_acts_as
        acts = f"; the server then acts as if it were {fallback}{_meaning(fact)}" if fallback else ""
        yield Hit(
            message=f"{short(option.name)} is {_shown(option.value)}, {wrong}{acts}",
            place=value_of(application, option),
            label=f"expected {_expected(fact)}",
            help=f"use {_expected(fact)}",
            takes_effect=fact.takes_effect,
        )


def _shown(value: str) -> str:
    return quoted(value) if value.strip() else "empty"


def _meaning(fact: Fact) -> str:
    return f" ({fact.note})" if fact.note else ""


def _what_is_wrong(value: str, fact: Fact) -> str:
    """Why a value is not what is documented, as the end of a sentence; empty when it is right."""
    if fact.type == "integer":
        number = integer_of(value)
        if number is None:
            return "which is not an integer"
        low, high = fact.minimum, fact.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            return f"outside its {fact.basis} range: {_expected(fact)}"
    if fact.type == "list" and fact.values:
        unknown = [item for item in re.split(r"[,;]\s*", value.strip()) if item not in fact.values]
        return f"where {quoted(unknown[0])} is not one of {', '.join(fact.values)}" if unknown and value.strip() else ""
    if fact.values and fact.type != "list" and value.strip() not in (*fact.values, *fact.synonyms):
        return f"which is not {_expected(fact)}"
    return ""


def _expected(fact: Fact) -> str:
    """What the documentation allows, as a phrase: ``1 to 5 seconds``, ``one of 1, 2, 3``."""
    unit = f" {fact.unit}" if fact.unit else ""
    if fact.type == "integer":
        if fact.minimum is not None and fact.maximum is not None:
            return f"{fact.minimum} to {fact.maximum}{unit}"
        if fact.minimum is not None:
            return f"{fact.minimum} or more{unit}"
        if fact.maximum is not None:
            return f"at most {fact.maximum}{unit}"
        return f"an integer{f', in {fact.unit}' if fact.unit else ''}"
    values = [value or "empty" for value in fact.values]
    return values[0] if len(values) == 1 else " or ".join(values) if len(values) == 2 else f"one of {', '.join(values)}"


def _other_spelling(value: str, fact: Fact) -> str | None:
    """The documented value that this one spells in another case, or, of a boolean, in other words."""
    if fact.type == "list" or not fact.values:
        return None
    folded = value.strip().casefold()
    if fact.type == "boolean" and folded in _BOOLEAN:
        return "true" if folded in ("true", "yes", "on", "1") else "false"
    return next((known for known in fact.values if known and known.casefold() == folded), None)


def value_spelling(estate: Estate) -> Iterator[Outcome]:
    """A value is a documented one in another case, or another word for true or false."""
    for application, option, fact in _known_options(estate):
        meant = _other_spelling(option.value, fact)
        if not meant or option.kind != "string":
            continue
        if option.value.strip() in (*fact.values, *fact.synonyms):
            yield Pass(value_of(application, option))
            continue
        yield Hit(
            message=f"{short(option.name)} is {quoted(option.value)}; the documentation lists {_expected(fact)}",
            place=value_of(application, option),
            label=f"documented as {meant}",
            help=f"write {meant}: predefined values are case-sensitive",
            takes_effect=fact.takes_effect,
        )


def mandatory_option(estate: Estate) -> Iterator[Outcome]:
    """An option that the product needs is absent or empty."""
    for fact in estate.catalogue:
        if not fact.mandatory:
            continue
        for application in estate.of_type(fact.app):
            option = application.option(fact.section, fact.option)
            if option and option.value.strip():
                yield Pass(value_of(application, option))
            elif option:
                message = f"{short(fact.option)} is empty, and the product needs it"
                yield Hit(message=message, place=value_of(application, option), label="empty", help=_needed(fact))
            elif reason := absence_unproved(application, fact.section, fact.option, fact.type):
                yield Unjudged(reason)
            else:
                yield _missing(application, fact)


def absence_unproved(application: Application, section: str, option: str, kind: str) -> str | None:
    """Why an option that is not in the export may still be set; None when its absence is certain."""
    if application.completeness == "complete":
        return None
    where = f"{application.name}: [{section}] {short(option)}"
    if application.completeness == "strings-only":
        if kind in STORED_AS_STRING:
            return None
        return f"{where} is not in the export, which holds string options only"
    what = "a selection of the options" if application.completeness == "selection" else "a list of changes"
    return f"{where} is not in the export, which is {what}"


def _missing(application: Application, fact: Fact) -> Hit:
    records = application.export.records if application.export else ()
    off = next((r for r in records if isinstance(r, Disabled) and r.name and r.name.strip() == fact.option), None)
    switched_off = f"; line {off.line} has it behind a # or ;, which does not set it" if off else ""
    return Hit(
        message=f"{short(fact.option)} is not set, and the product needs it",
        place=header_of(application, fact.section, fact.option),
        label=f"{fact.option} is missing here",
        help=f"{_needed(fact)}{switched_off}",
        takes_effect=fact.takes_effect,
    )


def _needed(fact: Fact) -> str:
    return f"set {fact.option} in section [{fact.section}]: {fact.summary.rstrip('.')}"


def misspelt_option(estate: Estate) -> Iterator[Outcome]:
    """A section or an option is not known, but close to a known one that is not set."""
    for application in estate.applications:
        known = estate.catalogue.sections(application.type)
        if not application.export or not known:
            continue
        for name, section in application.export.sections.items():
            facts = estate.catalogue.options(application.type, name)
            if not facts:
                yield from _section(application, name, tuple(known))
                continue
            for option in section.options.values():
                yield from _option(application, option, facts)


def _section(application: Application, name: str, known: tuple[str, ...]) -> Iterator[Hit]:
    head, colon, tail = name.partition(":")
    candidates = [section.replace("*", tail) if head and colon else section for section in known]
    meant = near_miss(name, candidates) or ("endpoints:1" if name == "endpoints" and "endpoints:*" in known else None)
    if not meant or meant == name or application.section(meant):
        return
    yield Hit(
        message=f"section {quoted(name)} is not known{_how(name, meant, 'section')}",
        place=header_of(application, name),
        label=f"did you mean [{meant}]?",
        help=f"rename the section to [{meant}]: its options have no effect under another name",
    )


def _option(application: Application, option: Option, facts: Mapping[str, Fact]) -> Iterator[Outcome]:
    fact = facts.get(option.name)
    place = name_of(application, option)
    if fact and fact.misspelling_of:
        right = fact.misspelling_of
        both = application.option(option.section, right)
        conflict = f", and both are set: {quoted(option.value)} and {quoted(both.value)}" if both else ""
        help = f"{'keep only' if both else 'rename it to'} {right}: {fact.note}"
        message = f"{quoted(short(option.name))} is probably {quoted(short(right))} misspelt{conflict}"
        yield Hit(message=message, place=place, label=f"did you mean {right}?", help=help)
    elif fact or "*" in facts:
        yield Pass(place)
    else:
        names = tuple(name for name, known in facts.items() if not known.misspelling_of)
        meant = near_miss(option.name, names)
        if meant and not application.option(option.section, meant):
            message = f"option {quoted(option.name)} is not known{_how(option.name, meant, 'option')}"
            help = f"rename it to {meant}, unless it is meant"
            yield Hit(message=message, place=place, label=f"did you mean {meant}?", help=help)


def _how(given: str, meant: str, noun: str) -> str:
    if given.casefold() == meant.casefold():
        return f": it differs from {quoted(meant)} in case, and {noun} names are case-sensitive"
    return f", but it is close to {quoted(meant)}"


def placeholder_left(estate: Estate, *, options: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A placeholder of the template or the manual stands where a tenant or a queue belongs."""
    for application in estate.of_type("chat-server"):
        assert application.export
        for name in application.export.sections:
            tail = name.removeprefix("endpoints:")
            if tail != name and is_placeholder(tail):
                yield Hit(
                    message=f"section {quoted(name)} still has the placeholder of the template",
                    place=header_of(application, name),
                    label="a tenant DBID belongs here",
                    help="rename it to endpoints:<tenant DBID>, such as endpoints:1 for the Environment tenant",
                )
    for selector in options:
        for application, option in selector.matches(estate):
            if is_placeholder(option.value):
                yield Hit(
                    message=f"{short(option.name)} is {quoted(option.value)}, which is a placeholder and no queue",
                    place=value_of(application, option),
                    label="the name of an Interaction Queue belongs here",
                    help="set it to the name of the Interaction Queue",
                )
            else:
                yield Pass(value_of(application, option))


def endpoint_without_queue(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """An endpoint has no value, so it leads to no Interaction Queue."""
    for application, found in option.matches(estate):
        if found.value.strip():
            yield Pass(value_of(application, found))
            continue
        yield Hit(
            message=f"endpoint {quoted(found.name)} of [{found.section}] is empty, so it leads to no Interaction Queue",
            place=value_of(application, found),
            label="empty",
            help="set it to the name of the Interaction Queue, or remove the endpoint",
        )


def tenant_as_dbid(estate: Estate) -> Iterator[Outcome]:
    """An endpoints section names its tenant by something else than its DBID."""
    for application in estate.of_type("chat-server"):
        assert application.export
        for name in application.export.sections:
            tail = name.removeprefix("endpoints:")
            if tail == name or is_placeholder(tail):
                continue
            if tenant_of(name):
                yield Pass(header_of(application, name))
                continue
            yield Hit(
                message=f"section {quoted(name)} names its tenant {quoted(tail)}, where the tenant's DBID belongs",
                place=header_of(application, name),
                label="not a tenant DBID",
                help="use the DBID in decimal digits: endpoints:1 for the Environment tenant",
            )
