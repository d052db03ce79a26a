"""What restores one difference: a line to import, or a step by hand in Genesys Administrator."""

from collections.abc import Collection

from gwe_lint.baseline.fragments import fits_one_line, not_carried
from gwe_lint.catalogue.log_names import ignores_case
from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.diff import Pair
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.facets import ALL
from gwe_lint.drift.judge import name_of
from gwe_lint.estate.equality import likeness
from gwe_lint.estate.model import ANNEX, CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS
from gwe_lint.text import listed, quoted

_OF_APPLICATION = {
    "missing": "it is not exported any more: export it again, or create it again as it was approved",
    "extra": "it was not approved: remove it, or approve it with the file below adopt/",
}
_UNSETTLED = "do nothing before it is clear what became of {}: of a server that has a new name all this stays as it is"
_TABS = {CONNECTIONS: "Connections", PORTS: "Server Info", TENANTS: "Tenants", ANNEX: "Options, view Annex"}


def step_of(difference: Difference, unsettled: Collection[str] = ()) -> str:
    """What a person has to do, since an import cannot restore the approved value; empty where it can.

    ``unsettled`` are the names of applications that came or went. One may be another one under a new name.
    """
    if is_of_application(difference):
        return _step_of_application(difference)
    if difference.section in FACETS and unsettled and (named := _servers_in(difference) & frozenset(unsettled)):
        return f"{full_name(difference)}: {_UNSETTLED.format(listed(sorted(named)))}"
    if difference.section in FACETS:
        return _step_of_object(difference)
    name, old = full_name(difference), difference.old
    if difference.kind == "must-differ":
        return f"{name} has to differ from the other side: choose a value of its own"
    if old.option is None and not _is_restored_by_value(difference):
        return f"{name} was not set: remove it on the Options tab, an import adds and changes options only"
    if old.option and old.option.kind == "secret":
        return f"{name} is a secret: set the approved value again"
    if old.option and old.option.kind not in ("string", "absent"):
        return f"{name} was {quoted(old.text or '')}, {not_carried(old.option.kind)}"
    if not fits_one_line(difference.section, difference.name, old.text or ""):
        return f"{name} cannot be written as a line of an option export: set it to {quoted(old.text or '')}"
    return ""


def _step_of_application(difference: Difference) -> str:
    """What to do about an application that came or went. One that may be another one is left alone first."""
    what, _, advice = _OF_APPLICATION[difference.kind].partition(": ")
    if not difference.reason:
        return f"{what}: {advice}"
    return f"{what}, and do nothing before this is clear: {difference.reason} Only if that is not so, {advice}"


def step_of_name(pair: Pair) -> str:
    """What a person has to do about a name. All that refers to the object follows it, and needs no step."""
    return f"it was called {quoted(pair.before.application.name)}: set this name again on the tab General"


def line_of(difference: Difference) -> str:
    """The line of an option export that restores the approved value, with the name as the server has it now."""
    return f"{_spelling(difference)}={difference.old.text or ''}"


def full_name(difference: Difference) -> str:
    """The option as it stands on the Options tab, or the part of the object."""
    if difference.section in FACETS:
        return name_of(difference)
    return f"[{difference.section}] {difference.name}"


def _is_restored_by_value(difference: Difference) -> bool:
    """True for an option that was not set, and that acts otherwise without being set now.

    The release moved its default: the former one has to be set.
    """
    old, new, fact = difference.old, difference.new, difference.fact
    if old.text is None or not old.default or difference.before.must_stay_unset(difference.section, difference.name):
        return False
    if not new.is_set:
        return True
    now = fact.with_default_at(difference.after.application.running_release) if fact else None
    return now is not None and now.default is not None and likeness(old.text, now.default, fact) == "changed"


def _step_of_object(difference: Difference) -> str:
    name, old, new = name_of(difference), difference.old, difference.new
    if difference.section == OBJECT:
        was = f"{name} was {quoted(old.text) if old.text is not None else 'not there'}"
        return f"{was}: {_where_of_object(difference.name)}"
    tab = _TABS[difference.section]
    if old.option and old.option.kind == "secret":
        return f"{name} is a secret: set the approved value again on the tab {tab}"
    if old.text is None:
        return f"{name} was not there: remove it on the tab {tab}"
    return f"{name} was {quoted(old.text)}: {'add it again' if new.text is None else 'set it'} on the tab {tab}"


def _servers_in(difference: Difference) -> frozenset[str]:
    """The names of the servers that a difference is about."""
    if difference.section == CONNECTIONS:
        return frozenset((difference.name,))
    backup = difference.section == OBJECT and difference.name == "backup"
    return frozenset(text for text in (difference.old.text, difference.new.text) if backup and text)


def _where_of_object(name: str) -> str:
    """What to do in Genesys Administrator about a property of the object itself."""
    if name == "release":
        return "the version comes with the template of the application: find out who upgraded it"
    if name in ("dbid", "type", ALL):
        return "nobody can set it: the object was created anew, or the export is of another environment"
    return f"set it on the tab {'General' if name == 'state' else 'Server Info'}"


def _spelling(difference: Difference) -> str:
    """The name of the option as the server has it, where it knows several spellings; else the documented one."""
    section, name, after = difference.section, difference.name, difference.after
    if not ignores_case(after.application.type, section):
        return name
    for application in after.estate.applications:
        options = application.sections[section].options if section in application.sections else {}
        for other in options if application.path == after.application.path else ():
            if after.estate.catalogue.documented_name(after.application.type, section, other) == name:
                return other
    return name
