"""Applications and objects that are exported more than once: by name, by DBID, or as a second download."""

from collections import Counter
from collections.abc import Iterator

from gwe_lint.estate.effective import short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of, header_of, value_of
from gwe_lint.estate.model import Application, Hit, Note, Outcome, Pass
from gwe_lint.exports.detect import plain_name
from gwe_lint.exports.records import Contradiction
from gwe_lint.text import escaped, quoted

_WHICH = "leave out the older one with exclude, or export the object again"
_NOT_KNOWN = "which one holds is not known"
# What the parts of an object are called; the others have their own names.
_PARTS = {"number": "type", "subtype": "type", "enabled": "state", "backup": "backup server"}


def application_twice(estate: Estate) -> Iterator[Outcome]:
    """Two files of an estate claim to be the same application."""
    exports = [application for application, export in estate.exports if export.completeness != "delta"]
    counts = Counter(application.name for application in exports)
    first: dict[str, Application] = {}
    for application in exports:
        before = first.setdefault(application.name, application)
        if before is application:
            if counts[application.name] == 1:
                yield Pass()
            continue
        yield Hit(
            message=f"another export of this estate is application {quoted(application.name)} too; both are checked",
            place=file_of(application),
            help="leave one out with exclude, or give it a name of its own in gwe-lint.toml",
            related=(Note("the other export", file_of(before)),),
        )


def exports_contradict(estate: Estate) -> Iterator[Outcome]:
    """Two exports of one object say different things of it."""
    for application, export in estate.exports:
        options: dict[tuple[str, str], list[Contradiction]] = {}
        for found in export.contradictions:
            if found.section:
                options.setdefault((found.section, found.name), []).append(found)
            else:
                yield _of_object(application, found)
        yield from (_of_option(application, found) for found in options.values())
        if not export.contradictions:
            yield Pass()


def _of_option(application: Application, found: list[Contradiction]) -> Hit:
    """The hit stands at the first export; the others are related."""
    first, *_ = found
    one, theirs = first.one, first.other
    assert one
    told = one.kind != "secret" and (not theirs or theirs.kind != "secret")
    here = f" is {quoted(one.value)} here" if told else " has another value here"
    there = f"{quoted(theirs.value)} " if theirs and told else "" if theirs else "not set "
    name = f"[{escaped(first.section)}] {escaped(short(first.name))}"
    path = escaped(first.second.path)
    return Hit(
        message=f"{name}{here}, and {there}in {path}, an export of the same object: {_NOT_KNOWN}",
        place=value_of(application._replace(export=first.first), one),
        help=_WHICH,
        related=tuple(_other(application._replace(export=each.second), each) for each in found),
    )


def _other(application: Application, found: Contradiction) -> Note:
    if found.other:
        return Note("another export has this", value_of(application, found.other))
    return Note("another export does not have it", header_of(application, found.section, found.name))


def _of_object(application: Application, found: Contradiction) -> Hit:
    mine, other = (application._replace(export=part) for part in (found.first, found.second))
    what = _PARTS.get(found.name, found.name)
    return Hit(
        message=f"{what} here and in {escaped(other.path)}, an export of the same object, differ: {_NOT_KNOWN}",
        place=file_of(mine),
        help=_WHICH,
        related=(Note("the other export", file_of(other)),),
        discriminator=found.name,
    )


def download_copy(estate: Estate) -> Iterator[Outcome]:
    """A file is called like a copy of another one. Nothing in it says which object it is of."""
    named_by_file = [application for application, _ in estate.exports if application.named_by_file]
    by_path = {path: application for application in named_by_file for path in application.paths}
    for path, application in by_path.items():
        folder, slash, name = path.rpartition("/")
        plain = by_path.get(f"{folder}{slash}{plain_name(name)}")
        if not plain or plain is application:
            yield Pass()
            continue
        yield Hit(
            message=f"{quoted(name)} is called like a copy of {quoted(plain_name(name))}; both are checked",
            place=file_of(application),
            help="exclude the one that is older; if both are servers, give them names in gwe-lint.toml",
            related=(Note("the other one", file_of(plain)),),
            at_most="note",
        )
