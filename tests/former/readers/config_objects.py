"""Configuration objects of every format: identity, connections and ports of an application, Script objects, tenants."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from gwe_lint.exports.records import Connection, Identity, Port, Script, Section, Target
from tests.former.redactor import Redactor

# CfgScript.type by number; counted in the order of the enumeration, so that the numbers are inferred.
_SCRIPTS = {
    "5": "routing",
    "6": "strategy",
    "23": "queue",
    "24": "view",
    "25": "workbin",
    "26": "submitter",
    "cfgsimplerouting": "routing",
    "cfgenhancedrouting": "strategy",
    "cfginteractionqueue": "queue",
    "cfginteractionqueueview": "view",
    "cfginteractionworkbin": "workbin",
    "cfginteractionsubmitter": "submitter",
}
_STATES = {
    "1": True,
    "2": False,
    "3": False,
    "cfgenabled": True,
    "cfgdisabled": False,
    "cfgdeleted": False,
    "enabled": True,
    "disabled": False,
    "deleted": False,
}

_FLAGS = {"1": "false", "2": "true", "cfgfalse": "false", "cfgtrue": "true", "false": "false", "true": "true"}
# CfgHAType and the type of the start, by number and by name; the numbers are inferred from the order of the names.
_REDUNDANCY = {
    "nohatype": "none",
    "coldstanby": "cold standby",
    "warmstanby": "warm standby",
    "hotstanby": "hot standby",
}
_START_UP = {"automatic": "automatic", "manual": "manual", "disabled": "disabled"}
_WORDS = {
    "redundancy": {str(number): word for number, word in enumerate(_REDUNDANCY.values())}
    | {f"{prefix}{name}": word for prefix in ("cfght", "ht") for name, word in _REDUNDANCY.items()},
    "start-up": {str(number): word for number, word in enumerate(_START_UP.values(), 1)}
    | {f"{prefix}{name}": word for prefix in ("cfgsut", "sut") for name, word in _START_UP.items()},
    "primary": _FLAGS,
    "auto-restart": _FLAGS,
}
_PROPERTIES = {  # as baselines have them, each with the keys of the formats
    "redundancy": ("redundancyType", "redundancytype"),
    "primary": ("isPrimary", "isprimary"),
    "start-up": ("startupType", "startuptype"),
    "auto-restart": ("autoRestart", "autorestart"),
    "command-line": ("commandLine", "commandline"),
    "arguments": ("commandLineArguments", "commandlinearguments"),
    "working-directory": ("workDirectory", "workdirectory"),
    "start-up-timeout": ("startupTimeout", "startuptimeout"),
    "shutdown-timeout": ("shutdownTimeout", "shutdowntimeout"),
}

Get = Callable[..., str | None]  # the first of some keys that the object has, as text


def number_of(text: str | None) -> int | None:
    """A number that is written in at most nine decimal digits, such as a DBID; None for anything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def state_of(text: str | None) -> bool | None:
    """Whether an object in this state is enabled, by number or by name; None where that is not said."""
    return _STATES.get((text or "").strip().lower())


def _kind_of_script(text: str | None) -> str:
    """The kind of a Script object of this type, by number or by name; ``other`` for those that carry no chats."""
    return _SCRIPTS.get((text or "").strip().lower().removeprefix("cfgscripttype."), "other")


def by_dbid(text: str | None) -> Target | None:
    """The object of this DBID; None for no DBID, and for 0, which means none."""
    dbid = number_of(text)
    return Target("", dbid) if dbid else None


def reference_of(get: Get, form: str, *keys: str) -> Target | None:
    """What an element of XML refers to: in CfgData an id of the document, else a DBID."""
    text = get(*keys)
    if form == "cfgdata":
        return Target(text) if text else None
    return by_dbid(text)


def connection_of(target: Target, get: Get, at: tuple[int, int, int], redactor: Redactor) -> Connection:
    """A connection to this target; ``at`` is line, column and end column. Formats use aliases of the same keys."""

    def text(*keys: str) -> str:
        found = get(*keys) or ""
        return redactor.text(found) if found else ""

    def parameters(*keys: str) -> str:
        return redactor.parameters(get(*keys) or "")

    return Connection(
        target,
        port=text("id", "connID"),
        protocol=text("connProtocol", "connprotocol"),
        local_timeout=number_of(get("timoutLocal", "timoutlocal", "timeoutLocal")),
        remote_timeout=number_of(get("timoutRemote", "timoutremote", "timeoutRemote")),
        trace=text("mode"),
        transport=parameters("transportParams", "transportparams"),
        parameters=parameters("appParams", "appparams"),
        line=at[0],
        column=at[1],
        end_column=at[2],
    )


def port_of(get: Get, redactor: Redactor) -> Port:
    """A port of a server, read by the aliases that formats use for the same keys."""
    return Port(
        id=redactor.text(get("id", "connID") or ""),
        number=redactor.text(get("port") or ""),
        protocol=redactor.text(get("connProtocol", "connprotocol") or ""),
        transport=redactor.parameters(get("transportParams", "transportparams") or ""),
    )


def script_of(
    get: Get,
    redactor: Redactor,
    *,
    kind: str | None,
    tenant: Target | None,
    annex: Mapping[str, Section],
    path: str,
    format: str,
    at: tuple[int, int, int],
) -> Script:
    """A Script object; ``kind`` is its type as the format has it, ``at`` is line, column and end column."""
    return Script(
        name=redactor.object_name(get("name") or ""),
        kind=_kind_of_script(kind),
        enabled=state_of(get("state")),
        tenant=tenant,
        annex=annex,
        path=path,
        format=format,
        line=at[0],
        column=at[1],
        end_column=at[2],
    )


def identity_of(
    get: Get,
    redactor: Redactor,
    *,
    tenants: Iterable[Target | None] | None,
    connections: Iterable[Connection] | None,
    ports: Iterable[Port] | None,
    backup: Target | None,
    host: Target | None,
) -> Identity:
    """The identity of an application. A list is None where the format left it out."""
    name, subtype, release = get("name"), get("subtype"), get("version")
    return Identity(
        name=redactor.object_name(name) if name else None,
        dbid=number_of(get("DBID", "dbid")) or None,
        number=number_of(get("type")) or None,
        subtype=redactor.text(subtype) if subtype else None,
        release=redactor.text(release) if release else None,
        enabled=state_of(get("state")),
        tenants=None if tenants is None else tuple(tenant for tenant in tenants if tenant),
        connections=None if connections is None else tuple(connections),
        ports=None if ports is None else tuple(ports),
        backup=backup,
        host=host,
        properties=dict(_properties(get, redactor)),
    )


def _properties(get: Get, redactor: Redactor) -> Iterator[tuple[str, str]]:
    """The properties that the object says, with the same words for numbers and names of an enumeration."""
    for name, keys in _PROPERTIES.items():
        text = get(*keys)
        if text:
            yield name, _WORDS.get(name, {}).get(text.strip().lower()) or redactor.text(text)
