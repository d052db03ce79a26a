"""Where something stands that is missing: in another section, behind a #, under a misspelt header or name."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.look_alike import in_what, odd_shown, printed, prints_like
from gwe_lint.estate.effective import short
from gwe_lint.estate.locations import disabled_at, header_of, name_of
from gwe_lint.estate.model import Application, Place
from gwe_lint.exports.lazy_options import beside_options
from gwe_lint.exports.records import Disabled, Option
from gwe_lint.suggest import near_miss, near_misses
from gwe_lint.text import quoted

_ENDPOINTS = r"(?i)\W*en?d?po?i?nts?[\W_]*(?P<tenant>[0-9]*)\W*"


class Stray(NamedTuple):
    """What stands elsewhere: in words that go on after "but", and where."""

    words: str
    place: Place
    section: str = ""  # where a whole section is in question, its name as it is written


def stray_option(application: Application, section: str, name: str) -> Stray | None:
    """Where an option stands that is missing in its section; None where nothing is like it."""
    found = application.section(section)
    if found:
        near = _near(name, tuple(found.options))
        if near:
            option = found.options[near]
            words = f"line {option.line} has {quoted(near)}, which is probably meant{in_what(near, name)}"
            return Stray(words, name_of(application, option))
    elsewhere = list(_in_other_sections(application, section, name))
    if elsewhere:
        option = min(elsewhere, key=lambda each: near_miss(each.section, [section]) is None)
        exact = "it" if option.name == name else quoted(option.name)
        words = f"line {option.line} has {exact} in [{option.section}], where it has no effect"
        return Stray(words, _header_or_name(application, option, section), option.section)
    off = _switched_off(application, name, section)
    if off:
        return Stray(f"line {off.line} has it behind a # or ;, which does not set it", disabled_at(application, off))
    return None


def _header_or_name(application: Application, option: Option, section: str) -> Place:
    """The option where its right section is there; else the header above it, since that is what is wrong."""
    return name_of(application, option) if application.section(section) else header_of(application, option.section)


def _near(name: str, names: Sequence[str]) -> str | None:
    """The name that was probably meant for this one: alike, misspelt, or its telling end alone."""
    near = prints_like(name, names) or near_miss(name, names)
    return near or next((each for each in names if short(each) == short(name)), None)


def _in_other_sections(application: Application, section: str, name: str) -> Iterator[Option]:
    for other, content in application.sections.items():
        if other != section:
            near = near_miss(name, tuple(content.options)) if is_like(other, section) else None
            found = content.options.get(name) or content.options.get(near or "")
            if found:
                yield found


def is_like(given: str, section: str) -> bool:
    """True where the one name of a section is probably the other one misspelt."""
    return given.strip().casefold() == section.casefold() or bool(
        near_misses(given.strip(), (section,), _slips(section))
    )


def _slips(name: str) -> int:
    """How many slips make a name another one that is still known for it."""
    return 1 if len(name) < 9 else 2


def _switched_off(application: Application, name: str, section: str) -> Disabled | None:
    """The line that has the option behind a # or ;, one of its own section before others."""
    records = beside_options(application.export.records) if application.export else ()
    found = [each for each in records if isinstance(each, Disabled) and each.name and each.name.strip() == name]
    return next((each for each in found if each.section == section), found[0] if found else None)


def stray_endpoint(server: Application, section: str, endpoint: str) -> Stray | None:
    """Where an endpoint stands that a Chat Server lacks; or the section that was probably meant for its section."""
    found = server.section(section)
    near = _near_endpoint(endpoint, tuple(found.options)) if found else None
    if found and near:
        return Stray(f"there is {quoted(near)}{in_what(near, endpoint)}", header_of(server, section, endpoint))
    off = _switched_off_endpoint(server, section, endpoint)
    if off:
        return Stray(f"line {off.line} has it behind a # or ;, which does not set it", disabled_at(server, off))
    return _in_another_section(server, section, endpoint)


def _near_endpoint(endpoint: str, names: Sequence[str]) -> str | None:
    return prints_like(endpoint, names) or near_miss(endpoint, sorted(names))


def _switched_off_endpoint(server: Application, section: str, endpoint: str) -> Disabled | None:
    off = _switched_off(server, endpoint, section)
    return off if off and off.section == section else None


def _in_another_section(server: Application, section: str, endpoint: str) -> Stray | None:
    """A section that is probably meant for the missing one; else another one that has the endpoint."""
    tenant = section.partition(":")[2]
    if not server.section(section):
        for name in server.sections:
            if is_meant_for(name, tenant):
                return Stray(
                    f"section [{odd_shown(name)}] is probably meant for [{section}]", header_of(server, name), name
                )
    for name, content in server.sections.items():
        if endpoint in content.options and tenant_of(name):
            words = f"[{name}] has it, which is {whose_section(name, tenant)}"
            return Stray(words, header_of(server, name), name)
    for name, content in server.sections.items():
        if endpoint in content.options:
            option = content.options[endpoint]
            return Stray(
                f"line {option.line} has it in [{name}], where it is no endpoint", name_of(server, option), name
            )
    return None


def whose_section(section: str, tenant: str) -> str:
    """What an endpoints section is to somebody who looks for the one of a tenant, as a phrase: ``01`` is tenant 1."""
    if int(tenant_of(section) or 0) != int(tenant):
        return "the section of another tenant"
    return "the section of this tenant, whose DBID is written in another way"


def is_meant_for(section: str, tenant: str) -> bool:
    """True for a section that is probably meant for the endpoints of a tenant, and is not it: ``endpoint: 01``."""
    right = f"endpoints:{tenant}"
    if section == right:
        return False
    found = re.fullmatch(_ENDPOINTS, printed(section))
    if not found:
        return bool(near_misses(section.strip(), (right,), _slips(right)))
    return (found["tenant"].lstrip("0") or "1") == tenant
