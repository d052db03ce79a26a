"""Releases: values and options that a server of its release does not know, or knows by another name; leftovers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from gwe_lint.catalogue.fact import Fact, Older
from gwe_lint.catalogue.releases import Releases, is_after, is_below
from gwe_lint.checks.phrases import is_of, release_unknown
from gwe_lint.checks.values import what_is_wrong
from gwe_lint.estate.conditions import integer_of
from gwe_lint.estate.edits import moved
from gwe_lint.estate.effective import set_value, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of, header_of, name_of
from gwe_lint.estate.model import Application, Hit, Outcome, Pass, Prose
from gwe_lint.estate.selectors import AppType, Selector, fits
from gwe_lint.exports.records import Option
from gwe_lint.text import listed, quoted

Of = Literal["range", "words", "options", "names"]  # what a release knows

# Applications of these types exist from a release on; that of Web Engagement 8.1.2 is recognised by sections only.
_EXIST_FROM = {"gwe-cluster": "8.5", "gwe-server": "8.5"}


def _known_options(estate: Estate) -> Iterator[tuple[Application, Option, Fact]]:
    """Every option that is set, and that the catalogue knows as one that releases tell apart."""
    for application, _, section, facts in estate.documented:
        for fact in facts.values():
            if fact.since or fact.until or fact.older:
                option = section.options.get(fact.option)
                if option and option.value.strip():
                    yield application, option, fact


def known_to_release(estate: Estate, *, of: Of) -> Iterator[Outcome]:
    """The release of an application does not know what is set: a number, a word, the option, or its name.

    ``range`` judges numbers, ``words`` other values; ``options`` judges options that are newer than the release, and
    ``names`` those that have another name in it.
    """
    judged = _JUDGED[of]
    for application, option, fact in _known_options(estate):
        yield from judged(estate, application, option, fact)


def _range(estate: Estate, application: Application, option: Option, fact: Fact) -> Iterator[Outcome]:
    if fact.type == "integer":
        yield from _value(estate, application, option, fact)


def _words(estate: Estate, application: Application, option: Option, fact: Fact) -> Iterator[Outcome]:
    if fact.type != "integer":
        yield from _value(estate, application, option, fact)


def _value(estate: Estate, application: Application, option: Option, fact: Fact) -> Iterator[Outcome]:
    if fact.since and is_below(application.running_release, fact.since):
        return  # the option is newer than the release: no value has an effect
    for older in fact.older if option.kind in ("string", "integer") else ():
        known = _known_instead(option.value, fact, older)
        below = is_below(application.running_release, older.below) if known else False
        if below is None:
            yield release_unknown(application)
        elif below:
            yield Hit.at(
                set_value(estate, application, option),
                f"{short(option.name)} is {quoted(option.value)}, and {is_of(application)}, which knows {known}",
                label=f"from {older.below} on",
                help=f"set it to what {application.release} knows, or have a server of {older.below} or later"
                + _declare(application),
            ).resting_on(application.release_at_most)
            return
        else:
            yield Pass()


def _known_instead(value: str, fact: Fact, older: Older) -> str:
    """What the older release knows, where a value is right in newer ones only; what is right in none is not ours."""
    number = integer_of(value)
    if number is None or fact.type != "integer":
        newer = value.strip() in fact.values and older.values and value.strip() not in older.values
        return f"only {listed(older.values)}" if newer else ""
    if not (fact.minimum or number) <= number <= (fact.maximum or number):
        return ""
    if older.maximum is not None and number > older.maximum:
        return f"at most {older.maximum}"
    if older.minimum is not None and number < older.minimum:
        return f"{older.minimum} or more"
    return ""


def _newer(_: Estate, application: Application, option: Option, fact: Fact) -> Iterator[Outcome]:
    if not fact.since:
        return
    below = is_below(application.running_release, fact.since)
    if below is None:
        yield release_unknown(application)
    elif below:
        yield Hit(
            message=f"{short(option.name)} is known from {fact.since} on, and {is_of(application)}: "
            f"{'it' if application.release_declared else 'there it'} has no effect",
            place=name_of(application, option),
            label="not known to this release",
            help=f"remove the option, or have a server of {fact.since} or later{_declare(application)}",
            at_most=application.release_at_most,
        )
    else:
        yield Pass()


def _renamed(estate: Estate, application: Application, option: Option, fact: Fact) -> Iterator[Outcome]:
    if not fact.until or not fact.replaced_by:
        return
    after = is_after(application.running_release, fact.until)
    if after is None:
        yield release_unknown(application)
    elif after:
        yield _replaced(estate, application, option, fact.until, fact.replaced_by)
    else:
        yield Pass()


def _replaced(estate: Estate, application: Application, option: Option, until: str, by: str) -> Hit:
    section, _, name = by.partition("/")
    both = application.option(section, name)
    value = f", the newer one to {quoted(both.value)}" if both and not both.why_unknown else ""
    also = f"; both are set{value}" if both else ""
    newer = estate.catalogue.fact(application.type, section, name)
    right = newer is not None and not what_is_wrong(option.value, newer)
    return Hit(
        message=f"{short(option.name)} is called [{section}] {name} after {until}, and {is_of(application)}{also}",
        place=name_of(application, option),
        label="the older name",
        help=f"{'keep only' if both else 'move the value to'} {name} in section [{section}]",
        at_most=application.release_at_most,
        corrections=moved(application, option, section, name) if right else (),
    )


_JUDGED: Mapping[Of, Callable[[Estate, Application, Option, Fact], Iterator[Outcome]]] = {
    "range": _range,
    "words": _words,
    "options": _newer,
    "names": _renamed,
}


def leftover_section(
    estate: Estate,
    *,
    sections: tuple[Selector, ...],
    releases: Releases,
    because: Prose,
    beside: tuple[Selector, ...] = (),
) -> Iterator[Outcome]:
    """A section is there that servers of this release do not read.

    Where the release is unknown, that is suspected only ``beside`` options of a newer one; without any, always.
    """
    for selector in sections:
        for application in selector.applications(estate):
            of_release = releases.hold(application.running_release or _EXIST_FROM.get(application.type))
            suspected = not beside or _has_any(application, beside)
            for name in (name for name in application.sections if fits(selector.section, name)):
                if of_release:
                    yield _left_over(application, name, because)
                elif of_release is False:
                    yield Pass()
                elif suspected:
                    yield release_unknown(application)


def _declare(application: Application) -> str:
    """What else helps where only the object says the release."""
    return "" if application.release_declared else "; if a later one runs, declare its release in gwe-lint.toml"


def _has_any(application: Application, selectors: tuple[Selector, ...]) -> bool:
    return any(each.app == application.type and any(each.found_in(application)) for each in selectors)


def _left_over(application: Application, section: str, because: Prose) -> Hit:
    known = application.running_release
    said = is_of(application) if known else f"{application.name} is of {_EXIST_FROM[application.type]} or later"
    return Hit(
        message=f"section [{section}] has probably no effect, since {said}: {because}",
        place=header_of(application, section),
        label="left over",
        help="remove the section",
        at_most=application.release_at_most if known else None,
    )


def release_at_least(
    estate: Estate, *, server: AppType, beside: AppType, releases: Releases, because: Prose
) -> Iterator[Outcome]:
    """A server is of these releases although an application of another type needs a later one.

    Where its connections lead to some of the servers, only these count.
    """
    for application, other, supposed in _servers_of(estate, server, beside).values():
        of_release = releases.hold(application.running_release)
        if of_release is None:
            yield release_unknown(application)
        elif of_release:
            yield Hit(
                message=f"{is_of(application)}, and there is {other.name}: {because}"
                + (" (that it is used there is assumed)" if supposed else ""),
                place=file_of(application),
                help=f"install {releases.below or releases.first} or later{_declare(application)}",
                at_most="warning" if supposed else application.release_at_most,
            )
        else:
            yield Pass()


def _servers_of(
    estate: Estate, server: AppType, beside: AppType
) -> dict[tuple[str, str, int], tuple[Application, Application, bool]]:
    """The servers that applications of a type may use, each with the first of these; disabled ones use none.

    The third is True where there are others too, and no known connection says which ones they use.
    """
    found: dict[tuple[str, str, int], tuple[Application, Application, bool]] = {}
    for other in estate.applications:
        if other.type == beside and other.enabled is not False:
            reach = estate.topology.chat_servers_of(other, server)
            servers = reach.servers or (() if reach.unread else estate.of_type(server))
            supposed = (reach.assumed or not reach.servers) and len({each.name for each in servers}) > 1
            for each in servers:
                key = (each.name, each.path, each.export.line if each.export else 0)
                found.setdefault(key, (each, other, supposed))
    return found
