"""make_site.py FOLDER: docs/ as web pages, with search, which ask no other host for anything.

Pages are taken as they are. docs/README.md is the first page, and its lists are the navigation. What pages link to
beside docs/, such as a recipe, becomes a page as well. A link that leads nowhere is an error.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from site_links import broken_links

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
START = DOCS / "README.md"
SCHEMAS = DOCS / "schemas"  # programs ask for them, so that they are there as they are
SETTINGS = Path(__file__).with_name("site.toml")
LANGUAGES = {".yml": "yaml", ".toml": "toml", ".py": "python"}
FENCE = re.compile(r"^ *```")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")


class Group(NamedTuple):
    """A heading of the navigation with its pages: the title of each, and where it lies."""

    title: str
    pages: tuple[tuple[str, Path], ...]


def main(target: Path) -> int:
    """Make it, and name what is wrong."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "docs")
        pages = all_pages()
        for path, name in pages.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(page_text(path, pages), encoding="utf-8")
        shutil.copytree(SCHEMAS, source / SCHEMAS.name)
        for picture in DOCS.glob("*.svg"):
            shutil.copy(picture, source / picture.name)
        settings = SETTINGS.read_text(encoding="utf-8").replace('"NAVIGATION"', toml(navigation(pages)))
        Path(folder, "zensical.toml").write_text(settings, encoding="utf-8")
        done = subprocess.run(
            [Path(sys.executable).with_name("zensical"), "build", "--strict"], cwd=folder, check=False
        )
        if done.returncode:
            return done.returncode
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(Path(folder, "site"), target)
    wrong = list(broken_links(target))
    for problem in wrong:
        print(problem)
    print(f"{target}: {len(pages)} pages, {len(wrong) or 'no'} complaints")
    return int(bool(wrong))


def all_pages() -> dict[Path, str]:
    """Each file that becomes a page, with its name there: all of docs/, and what they lead to."""
    pages = {path: path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))}
    waiting = list(pages)
    while waiting:
        path = waiting.pop()
        for _, link in links(path) if path.suffix == ".md" else ():
            if (linked := file_of(path, link)) and linked not in pages and linked.parent != SCHEMAS:
                pages[linked] = name_outside(linked)
                waiting.append(linked)
    return {path: re.sub(r"(^|/)README\.md$", r"\1index.md", name) for path, name in pages.items()}


def name_outside(path: Path) -> str:
    """The name of the page of a file that lies beside docs/."""
    name = path.relative_to(ROOT).as_posix()
    if path.parent == ROOT and path.suffix == ".md":
        return "about.md" if path.name == "README.md" else name.lower()
    return f"files/{name if path.suffix == '.md' else f'{name}.md'}"


def links(path: Path) -> Iterator[tuple[str, str]]:
    """The links of a page, outside of code: their texts and where they lead."""
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if FENCE.match(line):
            inside = not inside
        if not inside:
            yield from LINK.findall(line)


def file_of(page: Path, link: str) -> Path | None:
    """The file that a link leads to, which has to be there; None for one within the page or to another host."""
    name = link.partition("#")[0]
    if not name or "://" in name:
        return None
    found = (page.parent / name).resolve()
    found = found / "README.md" if found.is_dir() else found
    if not found.is_file() or not found.is_relative_to(ROOT):
        sys.exit(f"{page.relative_to(ROOT)}: no such file: {link}")
    return found


def page_text(path: Path, pages: Mapping[Path, str]) -> str:
    """The text of a page, with links to where things lie on the site."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        name = path.relative_to(ROOT).as_posix()
        return f"# {name}\n\n````{LANGUAGES.get(path.suffix, 'text')}\n{text}````\n"

    def moved(found: re.Match[str]) -> str:
        linked, anchor = file_of(path, found[2]), found[2].partition("#")[1:]
        if not linked:
            return found[0]
        up = "../" * pages[path].count("/")
        name = pages.get(linked) or linked.relative_to(DOCS).as_posix()
        text = title_of(linked) if found[1].endswith(".md") else found[1]  # here nobody knows files
        return f"[{text}]({up}{name}{''.join(anchor)})"

    lines, inside = [], False
    for line in text.splitlines(keepends=True):
        inside = inside != bool(FENCE.match(line))
        lines.append(line if inside else LINK.sub(moved, line))
    return "".join(lines)


def title_of(page: Path) -> str:
    """The first heading of a page."""
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def groups() -> Iterator[Group]:
    """The lists of docs/README.md under their headings."""
    for part in START.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        found = re.findall(r"^- \[(.+?)\]\((.+?)\)", text, re.MULTILINE)
        yield Group(title, tuple((name, (DOCS / link).resolve()) for name, link in found))


def navigation(pages: Mapping[Path, str]) -> list[dict[str, object]]:
    """The navigation as Zensical has it; the rules stand below the page of all rules, by family."""
    rows: list[dict[str, object]] = [{"Home": "index.md"}]
    for title, members in groups():
        entries: list[object] = []
        for name, path in members:
            entries.append({name: pages[path]})
            if path == DOCS / "rules" / "README.md":
                entries += families(path)
        rows.append({title: entries})
    return rows


def families(index: Path) -> Iterator[dict[str, object]]:
    """The rules of each family, as the page of all rules has them."""
    for part in index.read_text(encoding="utf-8").split("\n## ")[1:]:
        title = part.partition("\n")[0]
        rules = re.findall(r"^\| \[(\w+)\]\((\w+\.md)\) \| (\S+)", part, re.MULTILINE)
        yield {title: [{f"{rule} {name}": f"rules/{file}"} for rule, file, name in rules]}


def toml(value: object) -> str:
    """Texts, lists and tables as TOML writes them in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
