"""What operators do about a drift: they import fragments and follow steps, or copy what accepts the current state.

Fragments and steps are read by plain Python, as people and Genesys would read them: nothing of the tool is asked.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree

from tests.drift.year import PASSWORD, Fleet, Option, Server

Values = dict[Option, str]


def adopted(baseline: Path, fix: Path, target: Path) -> None:
    """A copy of the baseline, over which all files of ``adopt/`` are copied."""
    rmtree(target, ignore_errors=True)
    copytree(baseline, target)
    for path in (fix / "adopt").iterdir():
        (target / path.name).write_bytes(path.read_bytes())


def imported(fleet: Fleet, folder: Path) -> Fleet:
    """The fleet after its fragments are imported: options are added and changed, and none is removed."""
    after = deepcopy(fleet)
    by_name = {name: dbid for dbid, each in after.now.items() for name in names_of(each, fleet.approved.get(dbid))}
    for path in sorted(folder.glob("*.cfg")):
        dbid = by_name[path.stem]
        server = after.now[dbid]
        after.now[dbid] = replace(server, values={**server.values, **lines_of(path.read_text(encoding="utf-8"))})
    return after


def names_of(now: Server, then: Server | None) -> set[str]:
    """What a report may call a server: one whose export is no object has no name but that of its file, or of before."""
    if now.says_object:
        return {now.name}
    return {then.name} if then else {now.file}


def lines_of(text: str) -> Values:
    """The options of a fragment."""
    values: Values = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line[1:-1]
        elif line:
            name, _, value = line.partition("=")
            values[section, name] = value
    return values


Step = Callable[[Fleet, int, Server, Server, re.Match[str]], Server | None]


def _removed(_: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    gone = (found["section"], found["option"])
    return replace(now, values={key: value for key, value in now.values.items() if key != gone})


def _secret(_: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    assert (found["section"], found["option"]) == PASSWORD
    return replace(now, values={**now.values, PASSWORD: then.values[PASSWORD]})


def _state(_: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    return replace(now, enabled=found["value"] == "enabled")


def _release(_: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    return replace(now, release=found["value"])


def _name(_: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    return replace(now, name=found["value"])


def _link_gone(fleet: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    return replace(now, links=tuple(sorted({*now.links} - {_dbid_of(fleet, found["target"])})))


def _link_back(fleet: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    return replace(now, links=tuple(sorted({*now.links} | {_dbid_of(fleet, found["target"])})))


def _dbid_of(fleet: Fleet, name: str) -> int:
    """The server of this name: as it is called now, where anything says that."""
    sides = (fleet.now, fleet.approved)
    return next(dbid for side in sides for dbid, each in side.items() if each.name == name)


def _back(fleet: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> Server:
    return then


def _away(fleet: Fleet, dbid: int, now: Server, then: Server, found: re.Match[str]) -> None:
    return None


_OPTION = r"\[(?P<section>[^\]]+)\] (?P<option>\S+)"
STEPS: dict[str, Step] = {
    rf"{_OPTION} was not set: remove it on the Options tab.*": _removed,
    rf"{_OPTION} is a secret: set the approved value again": _secret,
    r"state was '(?P<value>\w+)': set it on the tab General": _state,
    r"release was '(?P<value>[\d.]+)': the version comes with the template.*": _release,
    r"it was called '(?P<value>\w+)': set this name again on the tab General": _name,
    r"connection to (?P<target>\w+) was not there: remove it on the tab Connections": _link_gone,
    r"connection to (?P<target>\w+) was 'port default': add it again on the tab Connections": _link_back,
    r"it is not exported any more: .*": _back,
    r"it was not approved: remove it, .*": _away,
}


def steps_in(fix: Path, estate: str = "") -> Iterator[tuple[str, str]]:
    """Each step by hand, with the name of the application in this estate."""
    manual = fix / "manual.txt"
    lines = manual.read_text(encoding="utf-8").splitlines()[2:] if manual.exists() else []
    for line in lines:
        who, _, step = line.partition(": ")
        where, slash, name = who.rpartition("/")
        assert bool(slash) == bool(estate)
        if where == estate:
            yield name, step


def followed(fleet: Fleet, steps: Iterator[tuple[str, str]], as_read: Fleet) -> Fleet:
    """The fleet after somebody did by hand what the steps say. ``as_read`` is what the report was about."""
    after = deepcopy(fleet)
    by_name = {name: dbid for dbid, each in as_read.now.items() for name in names_of(each, as_read.approved.get(dbid))}
    by_name |= {each.name: dbid for dbid, each in as_read.approved.items() if dbid not in as_read.now}
    for name, step in steps:
        (found, act), *more = [(each, act) for form, act in STEPS.items() if (each := re.fullmatch(form, step))]
        assert not more
        dbid = by_name[name]
        then = after.approved.get(dbid) or after.now[dbid]
        server = act(as_read, dbid, after.now.get(dbid) or then, then, found)
        if server:
            after.now[dbid] = server
        else:
            del after.now[dbid]
    return after
