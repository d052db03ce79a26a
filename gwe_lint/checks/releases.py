"""Releases: values and options that a server of its release does not know, or knows by another name; leftovers."""

from collections.abc import Iterator

from gwe_lint.catalogue import Fact, Older
from gwe_lint.checks.combinations import release_unknown
from gwe_lint.conditions import integer_of
from gwe_lint.display import listed, quoted
from gwe_lint.effective import short
from gwe_lint.model import Application, Estate, Hit, Outcome, Pass, Prose, Unjudged
from gwe_lint.places import file_of, header_of, name_of, value_of
from gwe_lint.records import Option
from gwe_lint.releases import Releases, is_below
from gwe_lint.selectors import AppType, Selector, fits


def _known_options(estate: Estate) -> Iterator[tuple[Application, Option, Fact]]:
    """Every option that is set, and that the catalogue knows as one that releases tell apart."""
    for application, export in estate.active:
        for name, section in export.sections.items():
            facts = estate.catalogue.every(application.type, name)
            for fact in facts.values():
                if fact.since or fact.until or fact.older:
                    option = section.options.get(fact.option)
                    if option and option.value.strip():
                        yield application, option, fact


def value_of_release(estate: Estate) -> Iterator[Outcome]:
    """A value that newer releases know lies outside of what is documented for the release of the application."""
    for application, option, fact in _known_options(estate):
        for older in fact.older:
            why = _outside(option.value, older)
            below = is_below(application.release, older.below) if why else False
            if below is None:
                yield Unjudged(release_unknown(application))
            elif below:
                yield Hit(
                    message=f"{short(option.name)} is {quoted(option.value)}, and {application.release} knows {why}",
                    place=value_of(application, option),
                    label=f"from {older.below} on",
                    help=f"use {why}, or a server of {older.below} or later",
                    takes_effect=fact.takes_effect,
                )
            else:
                yield Pass()


def _outside(value: str, older: Older) -> str:
    """What the older release knew, where this value is not of it."""
    number = integer_of(value)
    if older.values and value.strip() not in older.values:
        return listed(older.values)
    if number is not None and older.maximum is not None and number > older.maximum:
        return f"at most {older.maximum}"
    if number is not None and older.minimum is not None and number < older.minimum:
        return f"{older.minimum} or more"
    return ""


def newer_than_server(estate: Estate) -> Iterator[Outcome]:
    """An option is set on a server whose release does not know it yet."""
    for application, option, fact in _known_options(estate):
        if not fact.since:
            continue
        below = is_below(application.release, fact.since)
        if below is None:
            yield Unjudged(release_unknown(application))
        elif below:
            yield Hit(
                message=f"{short(option.name)} is known from {fact.since} on, and {application.name} is of "
                f"{application.release}: it has no effect",
                place=name_of(application, option),
                label="not known to this release",
                help=f"remove the option, or have a server of {fact.since} or later",
            )
        else:
            yield Pass()


def option_replaced(estate: Estate) -> Iterator[Outcome]:
    """An option is set whose place another one has taken in the release of the application."""
    for application, option, fact in _known_options(estate):
        if not fact.until or not fact.replaced_by:
            continue
        until = is_below(application.release, fact.until)
        if until is None and application.release != fact.until:
            yield Unjudged(release_unknown(application))
        elif until or application.release == fact.until:
            yield Pass()
        else:
            section, _, name = fact.replaced_by.partition("/")
            both = application.option(section, name)
            also = f", which is set too: {quoted(both.value)}" if both else ""
            yield Hit(
                message=f"{short(option.name)} is called [{section}] {name} after {fact.until}{also}",
                place=name_of(application, option),
                label="the older name",
                help=f"{'keep only' if both else 'move the value to'} {name} in section [{section}]",
            )


def leftover_section(
    estate: Estate, *, sections: tuple[Selector, ...], releases: Releases, because: Prose
) -> Iterator[Outcome]:
    """A section is there that servers of this release do not read."""
    for selector in sections:
        for application in selector.applications(estate):
            for name in application.sections:
                if not fits(selector.section, name):
                    continue
                of_release = releases.hold(application.release)
                if of_release is None:
                    yield Unjudged(release_unknown(application))
                elif not of_release:
                    yield Pass()
                else:
                    yield Hit(
                        message=f"section [{name}] has no effect in {application.release}: {because}",
                        place=header_of(application, name),
                        label="left over",
                        help="remove the section",
                    )


def release_at_least(
    estate: Estate, *, server: AppType, beside: AppType, releases: Releases, because: Prose
) -> Iterator[Outcome]:
    """A server is of these releases although an application of another type needs a later one."""
    others = estate.of_type(beside) or tuple(each for each in estate.applications if each.type == beside)
    for application in estate.of_type(server) if others else ():
        of_release = releases.hold(application.release)
        if of_release is None:
            yield Unjudged(release_unknown(application))
        elif not of_release:
            yield Pass()
        else:
            yield Hit(
                message=f"{application.name} is of {application.release}, and there is {others[0].name}: {because}",
                place=file_of(application),
                help=f"install {releases.below or releases.first} or later",
            )
