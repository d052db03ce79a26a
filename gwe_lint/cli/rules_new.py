"""``gwe-lint rules new``: write a first rule pack of one's own."""

import re
import shlex
from pathlib import Path
from typing import Annotated

import typer

from gwe_lint.authoring.new_pack import site_pack
from gwe_lint.cli.finish import OK
from gwe_lint.cli.signature import with_options
from gwe_lint.cli.streams import say, write_whole
from gwe_lint.errors import Untrusted
from gwe_lint.paths import is_there
from gwe_lint.rules.selection import load_packs


@with_options()
def new(
    *,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write, such as rules/site.toml.")],
    prefix: Annotated[
        str, typer.Option(metavar="CAPITALS", help="What the ids of your rules begin with: two to twelve capitals.")
    ] = "SITE",
    name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The name of the first rule; default: PREFIX-extension-timeout in lower case."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
) -> int:
    """Write a rule pack of your own to begin with: a rule that works, with its examples, and a fact.

    An existing file is kept.
    """
    name = f"{prefix.lower()}-extension-timeout" if name is None else name
    problems = _problems(path, prefix, name, force=force)
    if problems:
        raise Untrusted([f"rules new: {problem}" for problem in problems])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Untrusted([f"{path.parent.as_posix()}: cannot be made: {error.strerror}"]) from None
    write_whole(path, site_pack(prefix, name))
    shown = shlex.quote(path.as_posix())
    say(f"wrote {path.as_posix()}: rule {prefix}001 with two examples, and a fact; make them your own")
    say(f"test it:   gwe-lint rules test --mutate {shown}")
    say(f"use it:    gwe-lint check --pack {shown}, or name it in gwe-lint.toml: packs = [...] under [check]")
    return OK


def _problems(path: Path, prefix: str, name: str, *, force: bool) -> list[str]:
    """The reasons why no pack can be written with this path, prefix and name."""
    problems = []
    if path.suffix != ".toml":
        problems.append(f"{path.as_posix()}: a rule pack is a file whose name ends in .toml, such as rules/site.toml")
    elif is_there(path) and not force:
        problems.append(f"{path.as_posix()} exists already; --force writes over it")
    if not re.fullmatch("[A-Z]{2,12}", prefix):
        problems.append(f"--prefix {prefix!r}: must be two to twelve capitals, such as SITE")
    elif prefix == "GWE":
        problems.append("--prefix 'GWE': the ids of the built-in rules begin with it; take another, such as SITE")
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name):
        problems.append(f"--name {name!r}: must be in lower case, words joined by -, such as site-extension-timeout")
    elif any(rule.name == name for rule in load_packs().rules):
        problems.append(f"--name {name!r}: a built-in rule has this name; take another")
    return problems
