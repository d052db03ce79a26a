"""What tests build: applications and Script objects, written in every format that is read, and loaded as estates."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from gwe_lint.config.model import Config
from gwe_lint.estate.estate import Estate
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import load_packs

Sections = dict[str, dict[str, str]]


class App(NamedTuple):
    """One application; ``links`` are the DBIDs that it is connected to, each with the id of the port."""

    name: str
    number: int
    dbid: int
    sections: Sections = {}  # noqa: RUF012  nothing changes it
    links: tuple[tuple[int, str], ...] = ()
    ports: tuple[str, ...] = ("default", "webapi", "ESP")
    tenants: tuple[int, ...] = (1,)
    state: int = 1
    backup: int = 0
    version: str = ""

    @property
    def release(self) -> str:
        """The version; where none is given, of an application with the sections of Web Engagement 8.1.2 that one."""
        return self.version or (
            "8.1.2" if any(section.startswith("service:") for section in self.sections) else "8.5.1"
        )


Link = int | tuple[int, str]  # the DBID of what an application is connected to, with the id of the port or without
WES = "wes.connector.chatServer."
BACKEND: Sections = {
    "service:wes": {f"{WES}identifyCreateContact": "1", f"{WES}queueKey": "1:webme", f"{WES}queueWebengagement": "Q"}
}
QUEUE_KEY: Sections = {"service:wes": {f"{WES}queueKey": "1:webme"}}
CHAT: Sections = {"endpoints:1": {"webme": "Q"}}


def links(*given: Link) -> tuple[tuple[int, str], ...]:
    """Connections to the port for web clients, unless another one is named."""
    return tuple((each, "webapi") if isinstance(each, int) else each for each in given)


def backend(*to: Link, name: str = "GWE", dbid: int = 101, sections: Sections = BACKEND, **more: Any) -> App:
    """A Backend Server that is connected to these."""
    return App(name, 107, dbid, sections, links(*to), **more)


def chat(dbid: int, *to: Link, sections: Sections = CHAT, **more: Any) -> App:
    """A Chat Server that is connected to these."""
    return App(f"Chat_{dbid}", 59, dbid, sections, links(*to), **more)


def cluster(dbid: int, *members: Link, **more: Any) -> App:
    """An Application Cluster that is connected to these."""
    return App(f"Cluster_{dbid}", 82, dbid, {}, links(*members), **more)


def interaction_server(dbid: int, *to: int) -> App:
    """An Interaction Server that is connected to these by their port for the External Service Protocol."""
    return App(f"Ixn_{dbid}", 111, dbid, {}, tuple((each, "ESP") for each in to))


def script(name: str, type: int, dbid: int, annex: str = "", tenant: int = 1) -> str:
    """A Script object, such as an Interaction Queue (23), as it stands in ConfData."""
    properties = f"<userProperties>{annex}</userProperties>" if annex else ""
    return (
        f'<CfgScript><DBID value="{dbid}"/><tenantDBID value="{tenant}"/><name value="{name}"/>'
        f'<type value="{type}"/>{properties}<state value="1"/></CfgScript>\n'
    )


def estate_of(folder: Path, files: Mapping[str, str], key: bytes | None = None) -> Estate:
    """The estate of these files, written below the folder. Its paths start at the folder above."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    catalogue = load_packs().catalogue
    loader = Loader(folder.parent, catalogue, Redactor(catalogue, key))
    return loader.estates(Config(shown=None, folder=folder.parent), (folder,))[0]


Files = dict[str, str]


def cfg(apps: Sequence[App]) -> Files:
    """A file for each application that has options; nothing but the options."""
    return {
        f"{app.name}.cfg": "\n".join(
            f"[{section}]\n" + "".join(f"{name}={value}\n" for name, value in options.items())
            for section, options in app.sections.items()
        )
        for app in apps
        if app.sections
    }


def gax_csv(apps: Sequence[App]) -> Files:
    """The same as CSV, in the columns that are inferred."""
    return {
        f"{app.name}.csv": _csv(
            ("Action", "Section", "Option", "Value"),
            [("UPDATE", s, n, v) for s, options in app.sections.items() for n, v in options.items()],
        )
        for app in apps
        if app.sections
    }


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([header, *rows])
    return text.getvalue()


def _lists(sections: Sections) -> str:
    return "".join(
        f"<list_pair key={quoteattr(section)}>\n"
        + "".join(f"<str_pair key={quoteattr(name)} value={quoteattr(value)}/>\n" for name, value in options.items())
        + "</list_pair>\n"
        for section, options in sections.items()
    )


def _conf_application(app: App) -> str:
    links = "".join(
        f'<CfgConnectionInfo><appServerDBID value="{dbid}"/><id value="{port}"/></CfgConnectionInfo>\n'
        for dbid, port in app.links
    )
    ports = "".join(f'<CfgPortInfo><id value="{port}"/><port value="4810"/></CfgPortInfo>\n' for port in app.ports)
    tenants = "".join(f'<DBID value="{dbid}"/>' for dbid in app.tenants)
    return (
        f'<CfgApplication>\n<DBID value="{app.dbid}"/>\n<name value={quoteattr(app.name)}/>\n'
        f'<type value="{app.number}"/>\n<version value="{app.release}"/>\n'
        + (f"<appServerDBIDs>\n{links}</appServerDBIDs>\n" if links else "")
        + f'<tenantDBIDs>{tenants}</tenantDBIDs>\n<isServer value="2"/>\n'
        f'<CfgServerInfo><hostDBID value="99"/><backupServerDBID value="{app.backup}"/></CfgServerInfo>\n'
        + (f"<options>\n{_lists(app.sections)}</options>\n" if app.sections else "")
        + f'<state value="{app.state}"/>\n<portInfos>\n{ports}</portInfos>\n</CfgApplication>\n'
    )


def confdata(apps: Sequence[App]) -> Files:
    """All applications in one document."""
    return {"estate.xml": f"<ConfData>\n{''.join(map(_conf_application, apps))}</ConfData>\n"}


def bare(apps: Sequence[App]) -> Files:
    """A file for each application, without the root, in the namespace that Platform SDK writes."""
    root = '<CfgApplication xmlns="http://schemas.genesyslab.com/Protocols/Configuration/ConfLib/2005/">'
    return {f"{app.name}.xml": _conf_application(app).replace("<CfgApplication>", root) for app in apps}


def log(apps: Sequence[App]) -> Files:
    """Each application in a log, between lines that are something else, and each twice: first as it was before."""
    text = "".join(
        f"2026-11-24T09:00:0{number % 10} DEBUG <- {_conf_application(app._replace(sections={}))}\n"
        f"09:01 DEBUG <- <ConfData>{_conf_application(app)}</ConfData> received, a < b & c\n"
        for number, app in enumerate(apps)
    )
    return {"psdk.log": f"started\n{text}stopped\n"}


def cfgdata(apps: Sequence[App], namespace: str = ' xmlns="http://www.genesyslab.com/cs"') -> Files:
    """All applications in one document, which refer to each other by its ids."""
    tenants = sorted({dbid for app in apps for dbid in app.tenants})
    references = "".join(f'<CfgTenantRef id="T{dbid}" DBID="{dbid}" name="{_tenant(dbid)}"/>\n' for dbid in tenants)
    created = "".join(_cfg_server(app) for app in apps)
    text = f"<CfgReference>\n{references}</CfgReference>\n<CfgCreate>\n{created}</CfgCreate>\n"
    return {"wizard.xml": f'<?xml version="1.0" encoding="utf-8"?>\r\n<CfgData{namespace}>\n{text}</CfgData>\n'}


def _tenant(dbid: int) -> str:
    return "Environment" if dbid == 1 else f"Tenant_{dbid}"


def _cfg_server(app: App) -> str:
    links = "".join(f'<CfgConnectionInfo linkDBID="A{dbid}" connID="{port}"/>\n' for dbid, port in app.links)
    tenants = "".join(f'<CfgAppTenant linkDBID="T{dbid}"/>' for dbid in app.tenants)
    ports = "".join(f'<CfgPortInfo connID="{port}" port="4810"/>\n' for port in app.ports)
    backup = f' backupServerDBID="A{app.backup}"' if app.backup else ""
    return (
        f'<CfgServer id="A{app.dbid}" name={quoteattr(app.name)} type="{app.number}" version="{app.release}" '
        f'state="{app.state}"{backup}>\n<appServerDBIDs>\n{links}</appServerDBIDs>\n'
        f"<tenantDBIDs>{tenants}</tenantDBIDs>\n<portInfos>\n{ports}</portInfos>\n"
        f"<options>\n{_lists(app.sections)}</options>\n</CfgServer>\n"
    )


_SUBTYPES = {59: "CFGChatServer", 63: "CFGContactServer", 82: "CFGApplicationCluster", 111: "CFGInteractionServer"}


def _gax_application(app: App) -> dict[str, Any]:
    rows = [{"section": s, "key": n, "value": v} for s, options in app.sections.items() for n, v in options.items()]
    return {
        "type": "CfgApplication",
        "subtype": _SUBTYPES.get(app.number, "CFGGenericServer"),
        "dbid": str(app.dbid),
        "name": app.name,
        "version": app.release,
        "state": "CFGEnabled" if app.state == 1 else "CFGDisabled",
        "backupserverdbid": str(app.backup),
        "appservers": {"conninfo": [{"appserverdbid": str(dbid), "id": port} for dbid, port in app.links]},
        "portinfos": {"portinfo": [{"id": port, "port": "4810"} for port in app.ports]},
        "tenantdbids": {"id": [{"dbid": str(dbid)} for dbid in app.tenants], "mode": ""},
        "options": {"property": rows},
        "userproperties": {"property": []},
    }


def gax(apps: Sequence[App]) -> Files:
    """A file for each application, as GAX answers."""
    return {f"{app.name}.json": json.dumps([_gax_application(app)], indent=1) for app in apps}


def dump(apps: Sequence[App]) -> Files:
    """All applications on one line, keys sorted, as genesys-tools keeps them."""
    text = json.dumps([_gax_application(app) for app in apps], sort_keys=True, separators=(",", ":"))
    return {"Application.json": text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")}


def mutagen(apps: Sequence[App]) -> Files:
    """All applications in one document, which refer to each other by name."""
    names = {app.dbid: app.name for app in apps}
    applications = [
        {
            "name": app.name,
            "state": "enabled" if app.state == 1 else "disabled",
            "tenants": [_tenant(dbid) for dbid in app.tenants],
            "serverInfo": {"host": "host-a", **({"backupServer": names[app.backup]} if app.backup else {})},
            "appServers": [{"appServer": names[dbid], "id": port, "mode": "tmnone"} for dbid, port in app.links],
            "portInfos": [{"id": port, "port": "4810"} for port in app.ports],
            "options": app.sections,
        }
        for app in apps
    ]
    data = {"__metadata__": {"formatName": "JSON", "formatVersion": "1.0.0"}, "applications": applications}
    return {"export.json": json.dumps(data, indent=2, sort_keys=True)}


def raw(apps: Sequence[App]) -> Files:
    """The same in the form RAW: a list of one is no list."""
    applications = [
        {
            "DBID": app.dbid,
            "name": app.name,
            "type": app.number,
            "version": app.release,
            "state": app.state,
            "appServerDBIDs": {
                "CfgConnectionInfo": _one([{"appServerDBID": dbid, "id": port} for dbid, port in app.links])
            },
            "tenantDBIDs": {"DBID": _one(list(app.tenants))},
            "CfgServerInfo": {"hostDBID": 99, "backupServerDBID": app.backup},
            "portInfos": {"CfgPortInfo": _one([{"id": port, "port": 4810} for port in app.ports])},
            "options": {
                "list_pair": _one(
                    [
                        {"key": section, "str_pair": _one([{"key": n, "value": v} for n, v in options.items()])}
                        for section, options in app.sections.items()
                    ]
                )
            },
        }
        for app in apps
    ]
    return {"raw.json": json.dumps({"__metadata__": {"formatName": "RAW"}, "CFGApplication": applications}, indent=2)}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def database(apps: Sequence[App]) -> Files:
    """The rows of three tables, long values in two parts, the parts in disorder."""
    options = [
        (app.dbid, 9, section, name, part, text)
        for app in apps
        for section, values in app.sections.items()
        for name, value in values.items()
        for part, text in ((2, value[3:]), (1, value[:3]))
        if text or part == 1
    ]
    applications = [(app.dbid, app.name, app.number, app.release, 2, app.state) for app in apps]
    links = [(app.dbid, dbid) for app in apps for dbid, _ in app.links]
    return {
        "cfg_app_option.csv": _csv(("object_dbid", "object_type", "section", "opt", "part", "val"), options),
        "cfg_application.csv": _csv(("dbid", "name", "type", "version", "is_server", "state"), applications),
        "cfg_app_server.csv": _csv(("app_dbid", "app_server_dbid"), links),
    }


def rows_as_json(apps: Sequence[App]) -> Files:
    """The same rows as JSON."""
    return {
        name.replace(".csv", ".json"): json.dumps(list(csv.DictReader(io.StringIO(text, newline=""))))
        for name, text in database(apps).items()
    }


WRITERS: dict[str, Callable[[Sequence[App]], Files]] = {
    "cfg": cfg,
    "csv": gax_csv,
    "confdata": confdata,
    "bare": bare,
    "log": log,
    "cfgdata": cfgdata,
    "cfgdata without namespace": lambda apps: cfgdata(apps, ""),
    "gax": gax,
    "dump": dump,
    "mutagen": mutagen,
    "raw": raw,
    "database": database,
    "rows as JSON": rows_as_json,
}
TEXTS = ("cfg", "csv")  # carry nothing but options
