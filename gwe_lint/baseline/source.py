"""The source of a baseline for ``--against``: exports or snapshot files, in a folder or in a git commit."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from gwe_lint.baseline.atomic_folder import INTERRUPTED, is_interrupted
from gwe_lint.errors import Untrusted
from gwe_lint.interruption import temporary_folder
from gwe_lint.text import escaped

_REVISION = re.compile(r"git:(?P<revision>[^:]+)(?::(?P<folder>.*))?")
# Whatever the repository's own configuration says.
_SETTINGS = (
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
    "--no-optional-locks",
)
_ENVIRONMENT = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


class Place(NamedTuple):
    """Where a baseline lies on the disk. ``label`` goes before its paths, which start at ``folder``."""

    path: Path
    folder: Path
    label: str = ""


def path_of(text: str, root: Path) -> Path | None:
    """The path that ``--against`` names; None for a commit."""
    return None if _REVISION.fullmatch(text) else root / text


@contextmanager
def open_baseline(text: str, root: Path, folder: Path) -> Iterator[Place]:
    """The baseline that ``--against`` names. ``folder`` is compared with it, and is the default folder in a commit.

    Files from git exist for the time of the comparison only. Raises ``Untrusted`` where there is no baseline.
    """
    revision = _REVISION.fullmatch(text)
    if not revision:
        path = root / text
        _refuse_missing(text, path)
        yield Place(path, root)
        return
    if revision["revision"].startswith("-"):
        raise Untrusted([f"--against {text}: a revision does not begin with -"])
    _refuse_bare_repository(root)
    folder_in_repository = _folder_in_repository(revision["folder"], folder, root)
    with temporary_folder() as target:
        _check_out(revision["revision"], folder_in_repository, root, target)
        yield Place(target / folder_in_repository, target, f"{revision['revision']}:")


class Commit(NamedTuple):
    """A commit, by its name, and the day on which it was made."""

    revision: str
    day: date


def last_commits_of_days(root: Path, paths: Iterable[str]) -> list[Commit]:
    """The last commit of each day that changed something below these paths, the oldest first.

    Of a merge its first parent counts, so that a day is what the branch had. Raises ``Untrusted`` where git refuses.
    """
    _refuse_bare_repository(root)
    # Whatever the user has configured: no change is shown, no signature, and no other name is followed.
    plain = ("--no-patch", "--no-show-signature", "--no-follow", "--format=%H %cs")
    lines = _git(root, "log", "--first-parent", "--diff-merges=first-parent", *plain, "--", *paths).decode()
    commits = [line.split() for line in lines.splitlines()]
    by_day = {date.fromisoformat(day): revision for revision, day in reversed(commits)}
    return [Commit(revision, day) for day, revision in sorted(by_day.items())]


@contextmanager
def checked_out(commit: Commit, root: Path) -> Iterator[Place]:
    """All files of a commit, for a time; ``path`` is the folder that is the working directory of the work tree."""
    top = work_tree(root)
    if not top:
        raise Untrusted(["--git: the working directory is in no repository of git"])
    with temporary_folder() as target:
        _check_out(commit.revision, PurePosixPath(), root, target)
        yield Place(target / root.resolve().relative_to(top), target)


def _refuse_missing(text: str, path: Path) -> None:
    """Raise ``Untrusted`` where there is nothing to compare with."""
    try:
        if is_interrupted(path):
            raise Untrusted([f"--against {text}: {INTERRUPTED}"])
        if path.exists():
            return
    except OSError as error:
        raise Untrusted([f"--against {text}: cannot be read: {error.strerror}"]) from None
    raise Untrusted([f"--against {text}: no such file or folder; git:REVISION is read from git"])


def _refuse_bare_repository(root: Path) -> None:
    """Raise ``Untrusted`` where the folder lies in what git takes for the repository itself: a bare one.

    git would use its configuration and its commits, and both may come with the exports. A setting forbids that in newer
    versions of git, which say so themselves; older ones are asked what they would use.
    """
    if "GIT_DIR" in os.environ:  # then nothing is searched for
        return
    used = Path(os.fsdecode(_git(root, "rev-parse", "--absolute-git-dir")).removesuffix("\n")).resolve()
    if root.resolve().is_relative_to(used):
        raise Untrusted([f"--against git: cannot use bare repository {used}: name it by GIT_DIR if it is yours"])


def work_tree(root: Path) -> Path | None:
    """The top of the work tree that a folder lies in; None outside of one."""
    try:
        return Path(os.fsdecode(_git(root, "rev-parse", "--show-toplevel")).removesuffix("\n")).resolve()
    except Untrusted:
        return None


def _folder_in_repository(named: str | None, folder: Path, root: Path) -> PurePosixPath:
    """The folder of the baseline from the top of the repository, without ``.`` and ``..``.

    As in git, a name that begins with one of these starts at the working directory. Any other relative name starts at
    the top. An absolute name is a folder of the work tree, as it was in the revision. Raises ``Untrusted`` for a folder
    outside of the repository.
    """
    given = PurePath(folder.resolve() if named is None else named)
    begins_here = re.match(r"\.\.?(?:[/\\]|$)", named or "") is not None
    if not given.is_absolute() and not begins_here:
        path = PurePosixPath(os.path.normpath(given).replace(os.sep, "/"))
        if path.parts[:1] == ("..",):
            raise _outside(given, "the repository")
        return path
    top = Path(os.fsdecode(_git(root, "rev-parse", "--show-toplevel")).removesuffix("\n")).resolve()
    absolute = Path(os.path.normpath(root.resolve() / given)) if begins_here else Path(given).resolve()
    if not absolute.is_relative_to(top):
        raise _outside(given, f"the repository {top}")
    return PurePosixPath(absolute.relative_to(top).as_posix())


def _outside(given: PurePath, repository: str) -> Untrusted:
    return Untrusted([f"--against git: {given} is not in {repository}: name a folder of it, git:REV:folder"])


def _check_out(revision: str, inside: PurePosixPath, root: Path, target: Path) -> None:
    """Write the files of a folder of a commit below the target; neither the work tree nor the index is touched."""
    listing = _git(root, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision, "--", str(inside))
    entries = [_entry(line) for line in listing.split(b"\0") if line]
    blobs = [(name, path) for kind, name, path in entries if kind == b"blob"]
    if not blobs:
        where = "" if inside == PurePosixPath() else f":{inside}"
        raise Untrusted([f"--against git:{revision}{where}: the commit has no file there"])
    contents = _contents(root, blobs)
    for (_, path), content in zip(blobs, contents, strict=True):
        _write(target, path, content)


def _write(target: Path, path: str, content: bytes) -> None:
    """The file of a commit below the target. Raises ``Untrusted`` for a path that no file system here can hold."""
    file = Path(os.path.abspath(target / path))
    if not file.is_relative_to(target):  # by .., or on Windows by a drive
        raise Untrusted([f"--against git: {escaped(path)}: the commit has a path that leaves its folder"])
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as output:  # a tree may hold a file and a folder of one name
            output.write(content)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no name of a file"
        what = f"the commit has a path that cannot be written: {why}"
        raise Untrusted([f"--against git: {escaped(path)}: {what}"]) from None


def _contents(root: Path, blobs: list[tuple[bytes, str]]) -> Iterator[bytes]:
    """The contents of these blobs in order, read by one process. Raises ``Untrusted`` for a missing blob."""
    output = _git(root, "cat-file", "--batch", given=b"".join(name + b"\n" for name, _ in blobs))
    offset = 0
    for name, path in blobs:
        end = output.find(b"\n", offset)
        answer = output[offset:end].split() if end >= 0 else []
        if answer[:2] != [name, b"blob"]:
            what = f"its content, object {name.decode()}, is not in the repository, which may be a partial clone"
            raise Untrusted([f"--against git: {escaped(path)}: {what}: fetch it with git first"])
        size = int(answer[2])
        yield output[end + 1 : end + 1 + size]
        offset = end + 1 + size + 1


def _entry(line: bytes) -> tuple[bytes, bytes, str]:
    """Kind, name and path of an entry. A symbolic link has the kind ``link``, which is not read."""
    head, _, path = line.partition(b"\t")
    mode, kind, name = head.split()
    try:
        return (b"link" if mode == b"120000" else kind), name, os.fsdecode(path)
    except UnicodeDecodeError:  # on Windows, where names are text
        what = "the commit has a path that is not valid UTF-8"
        raise Untrusted([f"--against git: {escaped(path.decode('utf-8', 'replace'))}: {what}"]) from None


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """The output of a git command. Raises ``Untrusted`` where git is missing or refuses.

    git runs no command that a repository names. It reads no bare repository that it happens to stand in. It fetches
    nothing, since a baseline is what is here.
    """
    program = _program()
    if not program:
        raise Untrusted(["--against git: git is not installed"])
    command = [program, "-C", str(root), *_SETTINGS, *arguments]
    try:
        process = subprocess.run(  # noqa: S603  git, found above
            command, capture_output=True, check=False, input=given, env={**os.environ, **_ENVIRONMENT}
        )
    except OSError as error:
        raise Untrusted([f"--against git: git cannot be run: {error.strerror}"]) from None
    if process.returncode:
        errors = process.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Untrusted([f"--against git: {escaped(errors[0]) if errors else 'git gives no reason'}"])
    return process.stdout


def _program() -> str | None:
    """The git of PATH; never one of the working directory, which Windows searches first and a stranger may fill."""
    name = "git.exe" if os.name == "nt" else "git"
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    paths = (shutil.which(os.path.join(folder, name)) for folder in folders if Path(folder).is_absolute())
    return next(filter(None, paths), None)
