"""Pairs that need not be compared: both sides are as they were when a snapshot compared them."""

from hashlib import sha256

from gwe_lint.drift.subject import Subject
from gwe_lint.estate.model import Application
from gwe_lint.exports.deferred import KnownExport, known_of
from gwe_lint.exports.detect import identity_in_file_name
from gwe_lint.exports.formats import FORMATS


def known_pair(before: Subject, after: Subject) -> KnownExport | None:
    """What is known of two sides that do not differ; None where they have to be compared."""
    then, now = before.application, after.application
    known = known_of(now.export)
    if known is None or known != known_of(then.export) or then.name != now.name:
        return None
    return known if said_beside(now, known.type) == known.said else None


def said_beside(application: Application, type: str) -> str:
    """A digest of what is said of an application beside its options, such as the release that is declared.

    ``type`` is the one that its sections show. Empty where nothing else is said.
    """
    export = application.export
    assert export
    dbid, completeness = export.identity.dbid, identity_in_file_name(export.path)[1]
    by_itself = (type or "other", False, dbid, *(None,) * 8, True, False)
    said = (
        *(application.type, application.certain, application.dbid, application.release, application.enabled),
        *(application.tenants, application.connections, application.ports, application.backup, application.host),
        *(application.properties, application.exported, application.release_declared),
    )
    usual = completeness or FORMATS[export.format].completeness
    if said == by_itself and export.completeness == usual:
        return ""
    return sha256(repr((*said, export.completeness)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
