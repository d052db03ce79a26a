"""Facets compared: what two exports say of an object beside its options, and what only one of them says."""

from collections.abc import Iterator, Mapping

from gwe_lint.drift.difference import Difference, facet_difference
from gwe_lint.drift.facets import ALL, is_as_usual, leads_only, unsaid
from gwe_lint.drift.object_names import ONE_NAME_ONE_DBID, uncertain_names, uncertain_property
from gwe_lint.drift.side_value import SideValue
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import CONNECTIONS, FACETS, OBJECT
from gwe_lint.estate.said import says
from gwe_lint.text import escaped, listed


def facet_differences(
    before: Subject, after: Subject, *, comparable: bool, of_hosts: bool = True
) -> Iterator[Difference]:
    """The differences of facets: the object itself, connections, ports, tenants and annex.

    What one export says and the other one does not is unverifiable, once a facet.
    """
    old, new = before.facets(of_hosts=of_hosts), after.facets(of_hosts=of_hosts)
    yield from _of_object(before, after, old[OBJECT], new[OBJECT])
    for section in FACETS[1:]:
        if (section in old) != (section in new):
            silent = after if section in old else before
            difference = facet_difference(before, after, section, ALL, None, None)
            yield difference._replace(kind="unverifiable", reason=f"{escaped(silent.path)} does not say them")
        if section not in old or section not in new:
            continue
        names = dict.fromkeys((*old[section], *new[section]))
        links = (before.application, after.application, section)
        uncertain = uncertain_names(*links) if old[section] != new[section] else ()
        for name in names:
            old_value, new_value = old[section].get(name), new[section].get(name)
            difference = facet_difference(before, after, section, name, old_value, new_value, comparable=comparable)
            if section == CONNECTIONS and difference.kind == "changed":
                difference = _of_connection(difference)
            yield (
                difference._replace(kind="unverifiable", reason=ONE_NAME_ONE_DBID) if name in uncertain else difference
            )


def _of_connection(changed: Difference) -> Difference:
    """The difference; unverifiable where one side says of the connection only where it leads."""
    old, new = changed.old, changed.new
    if leads_only(old) == leads_only(new):
        return changed
    if is_as_usual(old) or is_as_usual(new):
        return changed._replace(kind="unchanged")
    silent = changed.before if leads_only(old) else changed.after
    return changed._replace(kind="unverifiable", reason=f"{escaped(silent.path)} says only where it leads")


def _of_object(
    before: Subject, after: Subject, old: Mapping[str, SideValue], new: Mapping[str, SideValue]
) -> Iterator[Difference]:
    """The differences of the object itself in what both exports say of it."""
    then, now = before.application, after.application
    for name in dict.fromkeys((*old, *new)):
        if says(then, name) and says(now, name):
            difference = facet_difference(before, after, OBJECT, name, old.get(name), new.get(name))
            uncertain = name in ("backup", "host") and uncertain_property(then, now, name)
            yield (difference._replace(kind="unverifiable", reason=ONE_NAME_ONE_DBID) if uncertain else difference)
    for silent, known in ((before, after), (after, before)):
        names = unsaid(silent.application, known.application)
        if names:
            reason = f"{escaped(silent.path)} does not say {listed(names)}"
            yield facet_difference(before, after, OBJECT, ALL, None, None)._replace(kind="unverifiable", reason=reason)
