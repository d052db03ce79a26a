"""Names that stay: an object that only files name is called as it was approved, and so is the export it came from."""

import re
from collections.abc import Mapping, Sequence

from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.drift.pairing import is_same_object
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.detect import gax_name
from gwe_lint.exports.records import Target

HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # of a character; no text file can hold it


def escaped_path(path: str) -> str:
    """The path, with escapes for what is not UTF-8."""
    return HALF_CHARACTER.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", path)


def with_approved_names(estate: Estate, before: StoredBaseline | None, label: str) -> Estate:
    """The estate, with the names of the same DBIDs in the baseline where the exports say none.

    An application that is called after a file has the approved name. So has a server whose own export failed, wherever
    others refer to it.
    """
    files = [file for file in before.files.values() if file.estate == label] if before else []
    approved = [file.application for file in files if file.application]
    names: dict[str, str] = {}
    for application in estate.applications if approved else ():
        former = next((each for each in approved if is_same_object(each, application)), None)
        if former and application.named_by_file and former.name != application.name:
            names[application.name] = former.name
    return _with_names_of_dbids(with_names(estate, names), approved)


def _with_names_of_dbids(estate: Estate, approved: Sequence[Application]) -> Estate:
    """The estate; a server without a name that an application refers to is called as the baseline calls that DBID.

    Not so where an application of another DBID has that name today.
    """
    names = {target.dbid: target.name for each in approved for target in _servers_of(each) if target.name}
    names |= {each.dbid: each.name for each in approved if each.dbid is not None}
    exported = {each.dbid for each in estate.applications}
    taken = {each.name for each in estate.applications if each.dbid is not None}
    free = {dbid: name for dbid, name in names.items() if dbid not in exported and name not in taken}
    unnamed = {target for each in estate.applications for target in _servers_of(each) if not target.name}
    known = {each: each._replace(name=free[each.dbid]) for each in unnamed if each.dbid in free}
    if not known:
        return estate
    return estate._replace(applications=tuple(_referring(each, known) for each in estate.applications))


def _servers_of(application: Application) -> tuple[Target, ...]:
    return (*(each.target for each in application.connections or ()), *filter(None, (application.backup,)))


def _referring(application: Application, names: Mapping[Target, Target]) -> Application:
    """The application, whose connections and backup server have these names."""
    links, backup = application.connections, application.backup
    return application._replace(
        connections=links and tuple(each._replace(target=names.get(each.target, each.target)) for each in links),
        backup=backup and names.get(backup, backup),
    )


def with_names(estate: Estate, names: Mapping[str, str]) -> Estate:
    """The estate; an application that is called by one of these names, or referred to by it, has the other one."""
    if not names:
        return estate
    return estate._replace(applications=tuple(_renamed(application, names) for application in estate.applications))


def _renamed(application: Application, names: Mapping[str, str]) -> Application:
    targets = {each: each._replace(name=names.get(each.name, each.name)) for each in _servers_of(application)}
    return _referring(application, targets)._replace(name=names.get(application.name, application.name))


def source_of(application: Application, former: str) -> str:
    """The path of the export as the manifest has it: ``former`` where only the name of the download is another one."""
    if application.export and application.export.source:  # it stays as approved
        return application.export.source
    path = escaped_path(application.path)
    (folder, _, name), (former_folder, _, former_name) = path.rpartition("/"), former.rpartition("/")
    gax, before = gax_name(name), gax_name(former_name)
    same = gax and before and folder == former_folder and (gax.type, gax.dbid) == (before.type, before.dbid)
    return former if same else path
