"""The target of a change: the application that a file is for, by what is said, by DBID, by name, by its file's name."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from gwe_lint.baseline.file_names import fragment_names
from gwe_lint.changes.not_laid import with_beside
from gwe_lint.changes.overlay import Change
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.detect import gax_name, plain_name
from gwe_lint.exports.formats import FORMATS
from gwe_lint.exports.records import Document, Export
from gwe_lint.loading.loader import Loader
from gwe_lint.suggest import meant
from gwe_lint.text import escaped, listed, quoted

Candidate = tuple[Estate, Application]


def changes_in(
    documents: Iterable[Document], estates: Sequence[Estate], named: Mapping[str, str], loader: Loader
) -> tuple[Change, ...]:
    """The changes in these documents, each with its application. ``named`` are names by the path of a document.

    Each says what it changes that is not laid over.
    Raises ``Untrusted`` with every change whose application is not there, or is not the only one.
    """
    candidates = [(estate, each) for estate in estates for each in estate.applications if each.completeness != "delta"]
    problems: list[str] = []
    found: list[Change] = []
    for document in documents:
        if not document.exports:
            problems.append(f"{escaped(document.path)}: there is no application in it to change")
        name = named.get(document.path, "")
        if name and len(document.exports) > 1:
            problems.append(f"--for {escaped(name)}={escaped(document.path)}: it holds several applications")
            continue
        for export in document.exports:
            targets = list(_named(name, candidates) if name else _meant(export, candidates))
            targets = targets if name or len(targets) < 2 else _in_folder(document.path, targets)
            if len(targets) == 1:
                found.append(Change(*targets[0], export))
            else:
                problems.append(_problem(document.path, export, name, targets, candidates))
    if problems:
        raise Untrusted(problems)
    return with_beside(found, loader)


def _named(name: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The applications of a name that a person gave, with or without its estate."""
    return (each for each in candidates if name in names_of(*each))


def names_of(estate: Estate, application: Application) -> tuple[str, str]:
    """The names that a person may give to an application: alone, and with its estate."""
    return application.name, _full_name((estate, application))


def _full_name(candidate: Candidate) -> str:
    return f"{candidate[0].name}/{candidate[1].name}"


def _meant(export: Export, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The applications that a file is for. A DBID beats a name, and the object's name beats the file's."""
    own = export.identity
    if own.dbid:
        same = [each for each in candidates if each[1].dbid == own.dbid]
        if same:
            named = [each for each in same if own.name == each[1].name]
            return named or same
        candidates = [each for each in candidates if each[1].dbid is None]  # those of other DBIDs are others
    if own.name:
        return [each for each in candidates if each[1].name == own.name]
    if not FORMATS[export.format].one_application or gax_name(_file(export.path)):
        return []
    for name in dict.fromkeys((_file(export.path), plain_name(_file(export.path)))):
        stem = PurePosixPath(name).stem
        for fits in (
            lambda each, stem=stem: each.name == stem,
            lambda each, name=name: name in map(_file, each.paths),
            lambda each, stem=stem: stem in _safe_names(each.name),
        ):
            found = [each for each in candidates if fits(each[1])]
            if found:
                return found
    return []


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _safe_names(name: str) -> tuple[str, str]:
    """The names that files of an application have which gwe-lint writes: alone, and beside another like it."""
    return fragment_names((name,))[0], fragment_names((name, name))[0]


def _in_folder(path: str, targets: list[Candidate]) -> list[Candidate]:
    """Of applications in several estates those of the estate that the folder of the file is called after."""
    folder = PurePosixPath(path).parent.name
    own = [each for each in targets if folder in (name := fragment_names((each[0].name,))[0], f"estate-{name}")]
    return own or targets


def _problem(
    path: str, export: Export, name: str, targets: Sequence[Candidate], candidates: Sequence[Candidate]
) -> str:
    """Why a change has no target: nothing fits, or several applications do."""
    shown = escaped(path)
    typed = shlex.quote(shown)
    several = len({id(estate) for estate, _ in candidates}) > 1
    if targets:
        names = listed(_full_name(each) if several else each[1].name for each in targets)
        return f"{shown}: {names} may be meant: name one with --for ESTATE/NAME={typed}, or leave out the other export"
    own = export.identity
    wanted = name or own.name or (f"DBID {own.dbid}" if own.dbid else PurePosixPath(plain_name(_file(path))).stem)
    also = f" (DBID {own.dbid})" if own.dbid and own.name and not name else ""
    there = sorted({_full_name(each) if several and "/" in wanted else each[1].name for each in candidates})
    near = meant(wanted, there) or (f" (there are {listed(there)})" if there else " (there is none)")
    advice = "" if name else f"; say which one with --for NAME={typed}"
    return f"{shown}: cannot be applied: there is no application {quoted(wanted)}{also} in the exports{near}{advice}"
