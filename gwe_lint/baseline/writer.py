"""Baseline files as text: canonical TOML for review, the same bytes for the same content."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gwe_lint.drift.subject import Key
from gwe_lint.estate.model import Application
from gwe_lint.exports.deferred import KnownExport
from gwe_lint.exports.records import Connection, Kind, Option, Port, Target
from gwe_lint.exports.redactor import is_token, keys_in
from gwe_lint.toml.writer import Quote, array, assignment, key, visible_string

FORMAT = "gwe-baseline/1"
MANIFEST = "MANIFEST.toml"

Options = Mapping[Key, Option]
Value = str | int | None


class Entry(NamedTuple):
    """An application with the options of its own file, without those of its profile."""

    application: Application
    options: Options
    unset: frozenset[Key] = frozenset()  # options that must stay absent
    estate: str = ""  # where a snapshot holds several
    cluster: str = ""
    profile: str = ""  # the file of the options that it shares with others


class Shared(NamedTuple):
    """The options that the members of a group share. ``group`` names the group as a phrase."""

    group: str
    options: Options
    unset: frozenset[Key] = frozenset()


class Listed(NamedTuple):
    """A file of the manifest. ``source`` is the path of the export, empty for a profile."""

    name: str
    text: str
    source: str = ""
    known: KnownExport | None = None  # what is known of the export, where it need not be read again


class _Quote:
    """Quotes text for TOML, and gives secret tokens without a key new numbers, in the order of this file.

    Their numbers of the run depend on which file was read first.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if is_token(text) and keys_in(text) == ("",):
            text = self.numbers.setdefault(text, f"<secret {len(self.numbers) + 1}>")
        return visible_string(text)


def application_text(entry: Entry) -> str:
    """The text of an application's file."""
    quote = _Quote()
    return _text([*_head(entry, quote), *_objects(entry.application, quote), *_options(entry, quote)])


def profile_text(shared: Shared) -> str:
    """The text of a profile: the options that the members of a group share."""
    quote = _Quote()
    head = [assignment("format", FORMAT), assignment("shared-by", shared.group, quote)]
    return _text([*head, *_options(shared, quote)])


def removed_text() -> str:
    """The text of a file that is not needed any more. It can be deleted, and the next snapshot does that."""
    return _text(["# Not needed any more: delete this file.", assignment("format", FORMAT), "removed = true"])


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _head(entry: Entry, quote: _Quote) -> Iterator[str]:
    application = entry.application
    state = {None: None, True: "enabled", False: "disabled"}[application.enabled]
    type_known = application.type != "other" or application.certain
    yield from _lines(
        quote,
        {
            "format": FORMAT,
            "application": application.name,
            "estate": entry.estate or None,
            "type": application.type if type_known else None,
            "release": application.release,
            "release-declared": application.release_declared or None,
            "cluster": entry.cluster or None,
            "dbid": application.dbid,
            "completeness": application.completeness,
            "state": state,
            "profile": entry.profile or None,
        },
    )
    parts = {"tenant": application.tenants, "connection": application.connections, "port": application.ports}
    yield from (f"{name} = []" for name, values in parts.items() if values == ())
    if application.annex is not None and not application.annex:
        yield "annex = {}"


def _objects(application: Application, quote: _Quote) -> Iterator[str]:
    """The server's host and start, the backup server, tenants, connections and ports: a table for each."""
    if application.properties is not None:
        host = application.host
        server = {"host": host.name or None, "host-dbid": host.dbid} if host else {}
        yield from ("", "[server]", *_lines(quote, {**server, **dict(sorted(application.properties.items()))}))
    if application.backup:
        yield from ("", "[backup]", *_lines(quote, _target(application.backup)))
    for tenant in sorted(application.tenants or (), key=lambda each: (each.name, each.dbid or 0)):
        yield from ("", "[[tenant]]", *_lines(quote, _target(tenant)))
    for connection in application.connections or ():  # in their order, which may count
        yield from ("", "[[connection]]", *_lines(quote, {**_target(connection.target), **_connection(connection)}))
    for port in sorted(application.ports or ()):
        yield from ("", "[[port]]", *_lines(quote, _port(port)))


def _target(target: Target) -> dict[str, Value]:
    return {"name": target.name or None, "dbid": target.dbid}


def _connection(connection: Connection) -> dict[str, Value]:
    return {
        "port": connection.port or None,
        "protocol": connection.protocol or None,
        "local-timeout": connection.local_timeout,
        "remote-timeout": connection.remote_timeout,
        "trace": connection.trace or None,
        "transport": connection.transport or None,
        "parameters": connection.parameters or None,
    }


def _port(port: Port) -> dict[str, Value]:
    rest = {"number": port.number, "protocol": port.protocol, "transport": port.transport}
    return {"id": port.id, **{name: text or None for name, text in rest.items()}}


def _lines(quote: Quote, values: Mapping[str, Value]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield assignment(name, value, quote)


def _options(entry: Entry | Shared, quote: _Quote) -> Iterator[str]:
    """The options by section, then options that must stay unset, then the annex."""
    yield from _tables("options", "kinds", entry.options, quote)
    if entry.unset:
        yield from ("", "[unset]")
    for section in sorted({section for section, _ in entry.unset}):
        names = sorted(name for other, name in entry.unset if other == section)
        yield f"{key(section, quote)} = {array(names, quote)}"
    if isinstance(entry, Entry):
        annex = entry.application.annex or {}
        options = {(name, each.name): each for name, section in annex.items() for each in section.options.values()}
        yield from _tables("annex", "annex-kinds", options, quote)


def _tables(name: str, kinds: str, options: Options, quote: _Quote) -> Iterator[str]:
    """The options of each section, and their kinds where these differ from what the values show."""
    sections: dict[str, list[Option]] = {}
    for (section, _), option in sorted(options.items()):
        sections.setdefault(section, []).append(option)
    for section, in_section in sections.items():
        yield from ("", f"[{name}.{quote(section)}]")
        yield from (f"{key(each.name, quote)} = {_value(each, quote)}" for each in in_section)
        with_kind = [each for each in in_section if each.kind != kind_of(each.value)]
        if with_kind:
            yield from ("", f"[{kinds}.{quote(section)}]")
            yield from (f"{key(each.name, quote)} = {visible_string(each.kind)}" for each in with_kind)


def _value(option: Option, quote: _Quote) -> str:
    return quote(option.value) if option.kind == "secret" else visible_string(option.value)


def kind_of(value: str) -> Kind:
    """The default kind of a value, where its file names none."""
    return "secret" if is_token(value) else "string"
