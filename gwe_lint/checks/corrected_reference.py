"""What a reference to an endpoint was probably meant to be: without quotes, comments, blanks, or as one of a list."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import tenant_of
from gwe_lint.estate.edits import Corrections, with_value
from gwe_lint.estate.endpoint_names import parts_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Option, Target
from gwe_lint.exports.tenants import ENVIRONMENT, tenant_named
from gwe_lint.text import escaped, listed, quoted

Notation = Literal["DBID", "name"]  # how the tenant is written

# Compiled when a reference is wrong, which is rare.
_COMMENT = r"(?s)(?P<value>\S.*?)\s+(?P<comment>(?:#|;|//).*)"
_QUOTES = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_AROUND = rf"^\s*[{_QUOTES}]|(?<=[:,;\s])[{_QUOTES}]|[{_QUOTES}](?=[:,;\s]|$)"
_SEPARATOR = r"(?P<tenant>[0-9]+)\s*[/\\;.,|=_ -]\s*(?P<endpoint>[^\s:].*)"
_SWAPPED = r"(?P<endpoint>[^:]*[^:0-9][^:]*)\s*:\s*(?P<tenant>[0-9]+)"
_PASTED = r"(?:\S*/)?[\w.-]*(?i:queueKey|endpoint|inbound-route)\s*=\s*(?P<value>.+)"


class Meant(NamedTuple):
    """What was probably meant, and what is wrong with the value as it is. Of several values one has to be chosen."""

    values: tuple[str, ...]
    because: tuple[str, ...]
    chosen: bool = False  # True: among what is there; False: the text itself, or the estate, leaves nothing to choose

    def instead_of(self, application: Application, option: Option, part: str) -> Corrections:
        """The corrections of an option that has the reference as this part of its value."""
        several = self.chosen or len(self.values) > 1
        values = (_with_part(option.value, part, value) for value in self.values)
        return tuple(each for value in values for each in with_value(application, option, value, chosen=several))

    @property
    def help(self) -> str:
        """What to write, and why."""
        which = "one of these, " if len(self.values) > 1 else ""
        return f"write {which}{listed(map(escaped, self.values))}: {'; '.join(self.because)}"


def _with_part(whole: str, part: str, value: str) -> str:
    """A list with another value for one of its parts; of a whole that is the part, the value."""
    if whole == part:
        return value
    return ",".join(value if each.strip() == part else each for each in whole.split(","))


def corrected(value: str, option: str, notation: Notation = "DBID") -> Meant | None:
    """What a reference was probably meant to be, from its own text alone; None where that does not say it."""
    because: list[str] = []
    text = value
    for step in (_without_name, _without_comment, _without_quotes):
        text = step(text, because)
    several = _one_of(text, option, notation, because)
    if several:
        return Meant(several, tuple(because))
    text = _without_blanks(text, because)
    if notation == "DBID" and not parts_of(text):
        text = _with_colon(text, because)
    return Meant((text,), tuple(because)) if because and text != value and _fits(text, notation) else None


def _fits(text: str, notation: Notation) -> bool:
    if notation == "DBID":
        return parts_of(text) is not None
    tenant, colon, endpoint = text.partition(":")
    return bool(colon and tenant and endpoint) and not tenant.isdigit()


def _without_name(text: str, because: list[str]) -> str:
    found = re.fullmatch(_PASTED, text.strip())
    if not found:
        return text
    because.append("the name of the option is no part of its value")
    return found["value"]


def _without_comment(text: str, because: list[str]) -> str:
    found = re.fullmatch(_COMMENT, text)
    if not found:
        return text
    because.append(f"there are no comments behind a value, so {quoted(found['comment'])} is part of it")
    return found["value"]


def _without_quotes(text: str, because: list[str]) -> str:
    plain = re.sub(_AROUND, "", text)
    if plain != text:
        because.append("quotes are part of a value")
    return plain


def _one_of(text: str, option: str, notation: Notation, because: list[str]) -> tuple[str, ...]:
    """The references of a list, where every part of it is one."""
    parts = tuple(dict.fromkeys(re.split(r"\s*[,;|]\s*|\s+(?=\S+:)", text.strip().strip(",;| "))))
    if len(parts) < 2 or not all(_fits(part, notation) for part in parts):
        return ()
    because.append(f"{option} holds one reference, and no list")
    return parts


def _without_blanks(text: str, because: list[str]) -> str:
    ended = text.strip().rstrip(",;|")
    if ended != text.strip():
        because.append("the separator at the end is part of the value")
    plain = re.sub(r"\s*:\s*", ":", ended.strip(), count=1)
    if plain != ended or text != text.strip():
        because.append("blanks are part of the value")
    return plain


def _with_colon(text: str, because: list[str]) -> str:
    from unicodedata import normalize  # noqa: PLC0415  only for what is not in the notation

    plain = normalize("NFKC", text)
    if parts_of(plain):
        because.append("colon and digits have to be plain ones")
        return plain
    found = re.fullmatch(_SEPARATOR, plain)
    if found:
        because.append("a colon stands between tenant DBID and endpoint name")
        return f"{found['tenant']}:{found['endpoint']}"
    found = re.fullmatch(_SWAPPED, plain)
    if found:
        because.append("the tenant DBID comes first")
        return f"{found['tenant']}:{found['endpoint'].strip()}"
    return text


def completed(estate: Estate, client: Application, value: str) -> Meant | None:
    """The reference that a name alone stands for, or the name of a tenant with that of an endpoint.

    It is looked for among the endpoints of the Chat Servers that the client reaches, then among their queues.
    """
    because: list[str] = []
    text = _without_quotes(_without_comment(value, because), because).strip()
    tenant, colon, endpoint = (part.strip() for part in text.partition(":"))
    if colon and tenant:
        found = _of_tenant(tenant_named(Target(tenant), estate.tenants), endpoint)
    else:
        found = _of_name(estate.topology.chat_servers_of(client).servers, endpoint or text)
    return found and found._replace(because=(*because, *found.because))


def _of_tenant(tenant: Target, endpoint: str) -> Meant | None:
    if not (tenant.dbid and endpoint):
        return None
    return Meant((f"{tenant.dbid}:{endpoint}",), (f"{tenant.dbid} is the DBID of tenant {escaped(tenant.name)}",))


def _of_name(servers: Collection[Application], name: str) -> Meant | None:
    if not name or name.isdigit() or name.startswith(":"):
        return None
    found = _named(servers, name) or _leading(servers, name)
    reference = f"{ENVIRONMENT.dbid}:{name}"
    if found or servers or not parts_of(reference):
        return found
    return Meant((reference,), (f"{ENVIRONMENT.dbid} is the DBID of the Environment tenant",), chosen=True)


def _named(servers: Iterable[Application], name: str) -> Meant | None:
    tenants = sorted({tenant for tenant, section in _sections(servers) if name in section}, key=int)
    if not tenants:
        return None
    found = f"tenant {listed(tenants)} has an endpoint of that name"
    return Meant(tuple(f"{tenant}:{name}" for tenant in tenants), (found,), chosen=True)


def _leading(servers: Iterable[Application], queue: str) -> Meant | None:
    led = {
        f"{tenant}:{option.name}"
        for tenant, section in _sections(servers)
        for option in section.values()
        if option.value == queue
    }
    because = f"{escaped(queue)} is the queue that the endpoint leads to, and queueKey never names a queue"
    return Meant(tuple(sorted(led)), (because,), chosen=True) if led else None


def _sections(servers: Iterable[Application]) -> Iterator[tuple[str, Mapping[str, Option]]]:
    """The endpoints sections of these servers: the tenant, and the endpoints by name."""
    for server in servers:
        for section, content in server.sections.items():
            if tenant := tenant_of(section):
                yield tenant, content.options
