"""Names of endpoints and their sections: a placeholder, without a queue, with the wrong kind of tenant."""

import re
from collections.abc import Iterator

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.checks.look_alike import odd_shown, printed
from gwe_lint.estate.correction import Correction
from gwe_lint.estate.edits import Corrections, edit_of, section_moved
from gwe_lint.estate.effective import set_value, short, value_unknown
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of, value_of
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import AppType, Selector
from gwe_lint.exports.records import Target
from gwe_lint.exports.tenants import tenant_named
from gwe_lint.text import quoted


def is_placeholder(text: str) -> bool:
    """True for text that a template or a manual has where a real name belongs: ``<queue name>``, ``*tenant_dbid*``."""
    text = text.strip()
    if text[:1] not in ("<", "*"):
        return False
    # In capitals a name between stars may be a site's own.
    words = r"<[^<>]+>|\*[a-z_ ]+\*|(?i:\*[a-z_ ]*(?:name|dbid|tenant|queue)[a-z_ ]*\*)"
    return re.fullmatch(words, text) is not None


def of_others(estate: Estate, application: Application, section: str, name: str) -> Corrections:
    """The one value that all other applications of the type have which set the option; nothing without one."""
    others = [each.option(section, name) for each in estate.of_type(application.type) if each.name != application.name]
    known = {each.value for each in others if each and each.value.strip() and not is_placeholder(each.value)}
    unsure = any(each and each.kind not in ("string", "integer") for each in others)
    if unsure or len(known) != 1:
        return ()
    return (Correction((edit_of(application, section, name, known.pop()),)),)


def _endpoints_sections(estate: Estate) -> Iterator[tuple[Application, str, str]]:
    """Every endpoints section of a Chat Server: the application, the section, and what stands for the tenant in it."""
    for application in estate.of_type("chat-server"):
        for name in application.sections:
            head, colon, tenant = name.partition(":")
            if head == "endpoints" and colon:
                yield application, name, tenant


def placeholder_left(
    estate: Estate, *, options: tuple[Selector, ...], servers: tuple[AppType, ...] = ()
) -> Iterator[Outcome]:
    """A placeholder of the template or the manual stands where a tenant, a queue or a section's own name belongs."""
    for application in [each for type in servers for each in estate.of_type(type)]:
        open_sections = [name for name in estate.catalogue.sections(application.type) if name.endswith("*")]
        heads = tuple(filter(None, (name.removesuffix("*") for name in open_sections)))
        for name in application.sections:
            if any(name.startswith(head) and is_placeholder(name.removeprefix(head)) for head in heads):
                yield _placeholder_section(application, name)._replace(
                    corrections=_as_others(estate, application, name)
                )
    for selector in options:
        for application, option in selector.matches(estate):
            if option.why_unknown:
                yield NotEvaluated(value_unknown(application, option))
            elif option.kind == "string" and is_placeholder(option.value):
                yield Hit.at(
                    set_value(estate, application, option),
                    f"{short(option.name)} is {quoted(option.value)}, which is a placeholder and no queue",
                    label="the name of an Interaction Queue belongs here",
                    help="set it to the name of the Interaction Queue",
                )._replace(corrections=of_others(estate, application, option.section, option.name))
            else:
                yield Pass()


def _as_others(estate: Estate, application: Application, placeholder: str) -> Corrections:
    """The endpoints section with the one tenant that all other servers of the type have endpoints of."""
    named = {name for each in estate.of_type(application.type) for name in each.sections if tenant_of(name)}
    if len(named) != 1 or not placeholder.startswith("endpoints:"):
        return ()
    edits = section_moved(application, placeholder, *named)
    return (Correction(edits),) if edits else ()


def _placeholder_section(application: Application, name: str) -> Hit:
    """The hit; an error where the documentation says that the template has the placeholder."""
    hit = Hit(
        message=f"section {quoted(name)} still has the placeholder of the template",
        place=header_of(application, name),
        label="a tenant DBID belongs here",
        help="rename it to endpoints:<tenant DBID>, such as endpoints:1 for the Environment tenant",
    )
    if name.startswith("endpoints:"):
        return hit
    message = f"section {quoted(name)} has a placeholder where a name of its own belongs"
    return hit._replace(message=message, label="a placeholder", help="rename or remove it", at_most="warning")


def endpoint_without_queue(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """An endpoint has no value, so it leads to no Interaction Queue."""
    for application, found in option.matches(estate):
        if found.kind == "unknown":
            yield NotEvaluated(value_unknown(application, found))
            continue
        if found.value.strip():
            yield Pass()
            continue
        yield Hit(
            message=f"endpoint {quoted(found.name)} of [{found.section}] is empty, so it leads to no Interaction Queue",
            place=value_of(application, found),
            label="empty",
            help="set it to the name of the Interaction Queue, or remove the endpoint",
            corrections=of_others(estate, application, found.section, found.name),
        )


def tenant_as_dbid(estate: Estate) -> Iterator[Outcome]:
    """An endpoints section names its tenant by something else than its DBID."""
    for application, name, tenant in _endpoints_sections(estate):
        if is_placeholder(tenant) or re.match(r"[0-9]+[^0-9A-Za-z:\s]", tenant):
            continue  # the last one is a copy that somebody kept: 1_old, 1.bak
        wrong = _no_dbid(tenant)
        if not wrong or not application.sections[name].options:  # where nothing stands in it, nothing is lost
            yield Pass()
            continue
        yield Hit(
            message=f"section {quoted(odd_shown(name))} names its tenant {quoted(odd_shown(tenant))}, {wrong}",
            place=header_of(application, name),
            label="not a tenant DBID",
            help=_by_dbid(application, tenant),
            corrections=_renamed(estate, application, name, tenant),
        )


def _no_dbid(tenant: str) -> str:
    """Why this is not the DBID of a tenant, as the end of a sentence; empty for a DBID."""
    if not tenant_of(f"endpoints:{tenant}"):
        return "where the tenant's DBID belongs"
    if not tenant.strip("0"):
        return "and no tenant has that DBID"
    return "and a DBID has no leading zeros" if tenant.startswith("0") else ""


def _dbid_in(tenant: str) -> str:
    """The DBID that stands there among other characters; empty without one."""
    digits = re.fullmatch(r"\W*0*([1-9][0-9]*)\W*", printed(tenant))
    return digits[1] if digits else ""


def _renamed(estate: Estate, application: Application, section: str, tenant: str) -> Corrections:
    """The section under the DBID that stands there, or that the tenant of the name has."""
    dbid = _dbid_in(tenant) or str(tenant_named(Target(tenant.strip()), estate.tenants).dbid or "")
    edits = section_moved(application, section, f"endpoints:{dbid}") if dbid else ()
    return (Correction(edits),) if edits else ()


def _by_dbid(application: Application, tenant: str) -> str:
    dbid = _dbid_in(tenant)
    right = f"endpoints:{dbid}" if dbid else ""
    if right and application.section(right):
        return f"[{right}] is there as well: move its endpoints there, or remove it"
    return (
        f"rename it to [{right}]" if right else "use the DBID in decimal digits: endpoints:1 for the Environment tenant"
    )
