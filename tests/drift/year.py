"""A seeded history of a fleet, and an oracle that knows what is different from what was approved, and since when.

It is plain Python: nothing of the tool is asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from tests.builders import WRITERS, App

CHAT, CONTACT, INTERACTION = 59, 63, 111
RELEASES = ("8.5.300.05", "8.5.310.09", "8.5.316.02")
FLEX, MODE, HIDE = (
    ("settings", name) for name in ("flex-disconnect-timeout", "session-restoration-mode", "hide-attached-data")
)
PASSWORD = ("acme", "password")
OPTIONS = tuple(("acme", f"option-{number:02}") for number in range(10))
VALUES = {
    FLEX: ("45", "045", "300", "60", "060", "90"),
    MODE: ("none", "simple"),
    HIDE: ("true", "false"),
    **dict.fromkeys(OPTIONS, ("blue", "Blue", "green", "45", "045", "a, b", '<ü & "x">')),
}
ENDINGS = {"confdata": "xml", "gax": "json", "cfg": "cfg"}
MASKED = "****"
HOST = '"hostdbid": "99"'

Option = tuple[str, str]  # section and name
Identity = tuple[int, str, str]  # the DBID of the application, section and name; of a connection the DBID of its target
Open = dict[
    Identity, tuple[date, str | None]
]  # since when a difference is there, and the last value of it that was seen


@dataclass(frozen=True, slots=True)
class Server:
    """A server as it really is, whatever its export shows of it."""

    dbid: int
    name: str
    number: int
    values: Mapping[Option, str]
    links: tuple[int, ...] = ()
    release: str = RELEASES[1]
    enabled: bool = True
    file: str = ""  # the stem of its export, which follows a new name when that is approved
    format: str = "confdata"
    failed: bool = False  # its export is an empty file
    masked: bool = False  # its export hides the secret

    @property
    def says_object(self) -> bool:
        """True where the export says more than options."""
        return self.format != "cfg"


class Expected(NamedTuple):
    """A difference as a report has to tell it. The values of secrets are in clear text here."""

    rule: str
    kind: str
    application: str
    section: str | None
    option: str | None
    before: str | None
    after: str | None


@dataclass(slots=True)
class Fleet:
    """The servers as approved and as they are, by DBID, and what is open since when."""

    random: Random
    day: date = date(2026, 1, 1)
    approved: dict[int, Server] = field(default_factory=dict)
    now: dict[int, Server] = field(default_factory=dict)
    removed: dict[int, Server] = field(default_factory=dict)
    open: Open = field(default_factory=dict)
    names: int = 0


def first_day(seed: int, servers: int = 40) -> Fleet:
    """A fleet as approved."""
    fleet = Fleet(Random(seed))
    for number in range(servers):
        kind = CONTACT if number < 4 else INTERACTION if number < 8 else CHAT
        add(fleet, kind)
    fleet.approved = dict(fleet.now)
    return fleet


def add(fleet: Fleet, kind: int = CHAT) -> None:
    """A server is created."""
    random = fleet.random
    fleet.names += 1
    dbid, name = 100 + fleet.names, f"Server_{fleet.names:03}"
    values = {option: random.choice(VALUES[option]) for option in OPTIONS[:7]}
    values[PASSWORD] = f"clear-text-{random.randrange(10**9)}"
    if kind == CHAT:
        values |= {option: random.choice(VALUES[option]) for option in (FLEX, MODE, HIDE) if random.random() < 0.6}
    links = tuple(sorted(random.sample(range(101, 109), 3))) if kind == CHAT else ()
    fleet.now[dbid] = Server(dbid, name, kind, values, links, file=name)


def edited(server: Server, random: Random) -> Server:
    """An option is set, removed, or written otherwise."""
    own = [*OPTIONS, *((FLEX, MODE, HIDE) * 3 if server.number == CHAT else ())]
    option = random.choice(own)
    values = {**server.values, option: random.choice(VALUES[option])}
    if random.random() < 0.25 and option != OPTIONS[0]:
        del values[option]
    return replace(server, values=values)


def linked(server: Server, random: Random) -> Server:
    """A connection is made or taken away."""
    target = random.randrange(101, 109)
    links = set(server.links) ^ {target}
    return replace(server, links=tuple(sorted(links))) if server.number == CHAT else server


def upgraded(server: Server, random: Random) -> Server:
    return replace(server, release=random.choice(RELEASES))


def switched(server: Server, random: Random) -> Server:
    return replace(server, enabled=random.random() < 0.5)


def rotated(server: Server, random: Random) -> Server:
    return replace(server, values={**server.values, PASSWORD: f"clear-text-{random.randrange(10**9)}"})


def masked(server: Server, random: Random) -> Server:
    return replace(server, masked=random.random() < 0.7)


def failed(server: Server, random: Random) -> Server:
    return replace(server, failed=random.random() < 0.9)


def written_otherwise(server: Server, random: Random) -> Server:
    return replace(server, format=random.choice(sorted(ENDINGS)))


EDITS = (*(edited,) * 4, linked, linked, upgraded, switched, rotated, masked, failed, written_otherwise)


def next_day(fleet: Fleet) -> bool:
    """The next day, with what happens on it. True where the state of this day was approved."""
    random = fleet.random
    fleet.day += timedelta(days=1)
    for dbid, server in list(fleet.now.items()):
        if server.failed and random.random() < 0.5:
            fleet.now[dbid] = replace(server, failed=False)
    for dbid in [dbid for dbid in fleet.removed if random.random() < 0.2]:
        fleet.now[dbid] = fleet.removed.pop(dbid)
    for _ in range(random.randrange(9)):
        happen(fleet)
    approves = random.random() < 0.08
    for dbid, server in fleet.now.items() if approves else ():  # what is approved is exported whole
        fleet.now[dbid] = server if server.says_object else replace(server, format="confdata")
    return approves


def happen(fleet: Fleet) -> None:
    """One event."""
    random = fleet.random
    dbid = random.choice(sorted(fleet.now))
    server = fleet.now[dbid]
    event = random.random()
    if event < 0.06:
        add(fleet)
    elif event < 0.14:
        if server.number == CHAT:
            fleet.removed[dbid] = fleet.now.pop(dbid)
    elif event < 0.22:
        fleet.names += 1
        fleet.now[dbid] = replace(server, name=f"Renamed_{fleet.names:03}") if dbid in fleet.approved else server
    elif event < 0.42:
        fleet.now[dbid] = restored(server, fleet.approved.get(dbid, server), random)
    else:
        fleet.now[dbid] = random.choice(EDITS)(server, random)


def restored(server: Server, approved: Server, random: Random) -> Server:
    """Some or all of a server is set back to what was approved; its export stays as it is made."""
    if random.random() < 0.5:
        return replace(server, values=approved.values)
    as_approved = replace(approved, file=server.file, format=server.format, failed=server.failed)
    return replace(as_approved, masked=server.masked and server.values[PASSWORD] == approved.values[PASSWORD])


def approve(fleet: Fleet) -> None:
    """What the exports say is approved; what they do not say stays as it was approved."""
    approved: dict[int, Server] = {}
    for dbid, server in fleet.now.items():
        before = fleet.approved.get(dbid)
        if server.failed:
            approved |= {dbid: before} if before else {}
            continue
        secret = (before.values[PASSWORD] if before else MASKED) if server.masked else server.values[PASSWORD]
        hidden = hidden_of(before, server) if before else {}
        approved[dbid] = replace(server, values={**server.values, **hidden, PASSWORD: secret})
        if before and hidden:  # so that it is known what else the baseline lacks
            approved[dbid] = replace(approved[dbid], format=before.format)
    fleet.approved = approved
    for dbid, server in approved.items():
        fleet.now[dbid] = replace(fleet.now[dbid], file=server.name)


def hidden_of(then: Server, now: Server) -> dict[Option, str]:
    """The options that were approved, and of which today's export does not show whether they are still there."""
    gone = {option: value for option, value in then.values.items() if option not in now.values}
    return {option: value for option, value in gone.items() if not is_known(option, then, now)}


def exports(fleet: Fleet) -> dict[str, str]:
    """The files of today: one a server."""
    return {f"{each.file}.{ENDINGS[each.format]}": "" if each.failed else text_of(each) for each in fleet.now.values()}


def text_of(server: Server) -> str:
    """The export of a server."""
    sections: dict[str, dict[str, str]] = {}
    values = {**server.values, **({PASSWORD: MASKED} if server.masked else {})}
    for (section, name), value in values.items():
        sections.setdefault(section, {})[name] = value
    links = tuple((dbid, "default") for dbid in server.links)
    state = 1 if server.enabled else 2
    app = App(server.name, server.number, server.dbid, sections, links, state=state, version=server.release)
    (text,) = WRITERS[server.format]([app]).values()
    return text.replace('"backupserverdbid"', f'{HOST},\n  "backupserverdbid"') if server.format == "gax" else text


def default(option: Option, release: str) -> str | None:
    """The documented default: of the flex-disconnect-timeout another one before 8.5.301.06."""
    return {FLEX: "300" if release == RELEASES[0] else "45", MODE: "none", HIDE: "true"}.get(option)


def meaning(option: Option, value: str | None) -> str | int | None:
    return int(value) if option == FLEX and value is not None else value


def is_known(option: Option, then: Server, now: Server) -> bool:
    """True where today's export and the baseline show what an option is.

    CFG and GAX hold no numbers: what they lack is unset only where the documentation says that it is no number.
    """
    if option == PASSWORD:
        return not now.masked and then.values[PASSWORD] != MASKED
    whole = [each.format == "confdata" for each in (then, now)]
    if not any(whole):  # what one of two such exports has is no number
        return option in then.values or option in now.values
    sides = zip((then, now), whole, strict=True)
    return all(is_whole or option in each.values or option in (MODE, HIDE) for each, is_whole in sides)


def differences(fleet: Fleet) -> dict[Identity, Expected]:
    """All true differences that the exports of today show."""
    found: dict[Identity, Expected] = {}
    for dbid in sorted({*fleet.approved, *fleet.now}):
        then, now = fleet.approved.get(dbid), fleet.now.get(dbid)
        whole = (dbid, "(application)", "export")
        if then and not now:
            found[whole] = Expected("GWE808", "missing", then.name, *whole[1:], "exported", "not exported")
        elif now and not now.failed:
            if then:
                found |= {(dbid, *key): row for key, row in changes(fleet, then, now)}
            else:
                found[whole] = Expected("GWE809", "extra", shown(now), *whole[1:], "not exported", "exported")
    return found


def shown(now: Server, then: Server | None = None) -> str:
    """What a report calls a server: as its export does; a file that is no object is called as the baseline calls it."""
    return now.name if now.says_object else then.name if then else now.file


def changes(fleet: Fleet, then: Server, now: Server) -> Iterator[tuple[Option, Expected]]:
    name = shown(now, then)
    for option in {**then.values, **now.values, **dict.fromkeys((FLEX,) if now.number == CHAT else ())}:
        if is_known(option, then, now) and (row := of_option(option, then, now)):
            yield option, Expected(row[0], row[1], name, *option, *row[2:])
    if not now.says_object:
        return
    if then.name != now.name:
        yield ("", "name"), Expected("GWE806", "changed", name, None, None, then.name, now.name)
    words = {True: "enabled", False: "disabled"}
    for part, old, new in (("state", words[then.enabled], words[now.enabled]), ("release", then.release, now.release)):
        if old != new:
            yield ("(application)", part), Expected("GWE805", "changed", name, "(application)", part, old, new)
    for target in {*then.links} ^ {*now.links}:
        sides = ("port default", None) if target in then.links else (None, "port default")
        kind = "missing" if target in then.links else "extra"
        link = Expected("GWE805", kind, name, "(connections)", name_of(fleet, target), *sides)
        yield ("(connections)", str(target)), link


def of_option(option: Option, then: Server, now: Server) -> tuple[str, str, str | None, str | None] | None:
    """Rule, class, before and after of an option; None where both sides mean the same."""
    old, new = then.values.get(option), now.values.get(option)
    before = default(option, then.release) if old is None else old
    after = default(option, now.release) if new is None else new
    if meaning(option, before) == meaning(option, after):
        return None
    if (old is None) == (new is None):
        return "GWE801", "changed", before, after
    return ("GWE803", "extra", before, after) if old is None else ("GWE802", "missing", before, after)


def name_of(fleet: Fleet, dbid: int) -> str:
    """What a report calls the target of a connection."""
    now, then = fleet.now[dbid], fleet.approved[dbid]
    return then.name if now.failed or not now.says_object else now.name


def is_unseen(fleet: Fleet, identity: Identity, last: str | None) -> bool:
    """True where the exports of today say nothing of a difference, so that it may still be there.

    ``last`` is the value that the option had when it was seen. What is no number is stored as a string.
    """
    dbid, section, name = identity
    then, now = fleet.approved.get(dbid), fleet.now.get(dbid)
    if not then or not now or now.failed:
        return bool(then and not now) or bool(now and now.failed)
    if section in ("", "(application)", "(connections)"):
        return not now.says_object and name != "export"
    option = (section, name)
    if option in then.values or option in now.values:
        return not is_known(option, then, now)
    alike = then.format != "confdata" and now.format != "confdata"
    return not (now.format == "confdata" or alike or option in (MODE, HIDE) or not (last or "x").isdigit())


class Told(NamedTuple):
    """What the report of a day has to say."""

    findings: dict[Identity, tuple[Expected, date]]
    resolved: list[Identity]
    carried: list[Identity]
    exit_code: int


def told(fleet: Fleet) -> Told:
    """The truth of today, after which the fleet knows what is open."""
    found = differences(fleet)
    gone = [identity for identity in fleet.open if identity not in found]
    carried = {
        identity: fleet.open[identity] for identity in gone if is_unseen(fleet, identity, fleet.open[identity][1])
    }
    ages = {identity: fleet.open.get(identity, (fleet.day,))[0] for identity in found}
    fleet.open = {**carried, **{identity: (ages[identity], row.after) for identity, row in found.items()}}
    code = 1 if found else 3 if any(each.failed for each in fleet.now.values()) else 0
    rows = {identity: (row, ages[identity]) for identity, row in found.items()}
    return Told(rows, [each for each in gone if each not in carried], list(carried), code)
