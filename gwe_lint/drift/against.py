"""The approved side of a comparison: a folder of exports, snapshot files, or either of them in a commit of git."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from gwe_lint.drift.swap import INTERRUPTED, is_interrupted
from gwe_lint.errors import Untrusted
from gwe_lint.tuples import NamedTuple

_REVISION = re.compile(r"git:(?P<revision>[^:]+)(?::(?P<folder>.*))?")


class Place(NamedTuple):
    """Where a baseline lies on the disk; ``label`` goes before its paths, and ``folder`` is where these start."""

    path: Path
    folder: Path
    label: str = ""


@contextmanager
def opened(text: str, root: Path, folder: Path) -> Iterator[Place]:
    """The baseline that ``--against`` names; ``folder`` is what is compared with it, the folder of a commit by default.

    Raises ``Untrusted`` where there is none. What is taken from git is there for the time of the comparison only.
    """
    found = _REVISION.fullmatch(text)
    if not found:
        path = root / text
        _is_there(text, path)
        yield Place(path, root)
        return
    if found["revision"].startswith("-"):
        raise Untrusted([f"--against {text}: a revision does not begin with -"])
    with TemporaryDirectory(prefix="gwe-lint-") as temporary:  # readable for its owner only
        target = Path(temporary).resolve()
        named = found["folder"]
        inside = _relative(folder, root) if named is None else named
        _check_out(found["revision"], inside, root, target)
        yield Place(target / inside, target, f"{found['revision']}:")


def _is_there(text: str, path: Path) -> None:
    """Raise ``Untrusted`` where there is nothing to compare with."""
    try:
        if is_interrupted(path):
            raise Untrusted([f"--against {text}: {INTERRUPTED}"])
        if path.exists():
            return
    except OSError as error:
        raise Untrusted([f"--against {text}: cannot be read: {error.strerror}"]) from None
    raise Untrusted([f"--against {text}: no such file or folder; git:REVISION is read from git"])


def _relative(folder: Path, root: Path) -> str:
    """The folder as git knows it: from the top of the repository."""
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip())
    if not folder.resolve().is_relative_to(top.resolve()):
        raise Untrusted([f"--against git: {folder} is not in the repository {top}: name a folder, git:REV:folder"])
    return folder.resolve().relative_to(top.resolve()).as_posix()


def _check_out(revision: str, inside: str, root: Path, target: Path) -> None:
    """Write the files of a folder of a commit below the target; neither the work tree nor the index is touched."""
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", revision, "--", inside or ".")
    entries = [_entry(line) for line in listed.split(b"\0") if line]
    blobs = [(name, path) for kind, name, path in entries if kind == b"blob"]
    if not blobs:
        raise Untrusted([f"--against git:{revision}:{inside}: the commit has no file there"])
    contents = _contents(root, [name for name, _ in blobs])
    for (_, path), content in zip(blobs, contents, strict=True):
        parts = PurePosixPath(path.decode("utf-8", "surrogateescape"))
        if parts.is_absolute() or ".." in parts.parts:
            continue
        file = target / parts
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _contents(root: Path, names: list[bytes]) -> Iterator[bytes]:
    """What is in these blobs, in order, by one process."""
    told = _git(root, "cat-file", "--batch", given=b"".join(name + b"\n" for name in names))
    at = 0
    for _ in names:
        end = told.index(b"\n", at)
        size = int(told[at:end].split()[2])
        yield told[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _entry(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Kind, name and path of an entry; a link is none of the kinds that are read."""
    head, _, path = line.partition(b"\t")
    mode, kind, name = head.split()
    return (b"link" if mode == b"120000" else kind), name, path


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git says. Raises ``Untrusted`` where it is not there, or refuses."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, input=given)  # noqa: S603  git, by name
    except OSError:
        raise Untrusted(["--against git: git is not installed"]) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Untrusted([f"--against git: {said[0] if said else 'git gives no reason'}"])
    return done.stdout
