"""Write docs/rules/, docs/coverage.md, docs/schemas/, the manual page, tables of keys, and all output that docs/ show.

They are made from the rule packs, from what readers declare, and by running commands, those of the tutorials included.

With ``--check`` nothing is written: stale files are named, and the exit code is 1 when there are any.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from coverage import coverage
from key_tables import with_keys
from man_page import man_page
from sessions import as_run

from gwe_lint.authoring.rule_pages import rule_page
from gwe_lint.authoring.schemas import KINDS, schema_of
from gwe_lint.rules.rule import Rule
from gwe_lint.rules.selection import load_packs

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MANUAL = ROOT / "docs" / "man" / "gwe-lint.1"
RULES = ROOT / "docs" / "rules"
SCHEMAS = ROOT / "docs" / "schemas"
TUTORIALS = ROOT / "docs" / "tutorials"
WITH_KEYS = tuple(ROOT / "docs" / name for name in ("configuration.md", "history.md", "waivers.md", "writing-rules.md"))
FAMILIES = {
    "GWE0": "the files themselves",
    "GWE1": "values",
    "GWE2": "references",
    "GWE3": "members of a cluster or pair",
    "GWE4": "behaviour",
    "GWE5": "security and privacy",
    "GWE6": "releases",
    "GWE8": "drift",
    "GWE9": "the tool's own",
}
# A comment that names a command, and directly behind it the fenced block that shows what the command prints.
SHOWN = re.compile(r"(<!-- output: gwe-lint (.+) -->\n```\w*\n)((?:(?!```).*\n)*)(```\n)")


def main() -> int:
    """Write what is stale, or with ``--check`` name it."""
    arguments = sys.argv[1:]
    if arguments not in ([], ["--check"]):
        sys.exit("usage: generate_docs.py [--check]")
    readme = README.read_text(encoding="utf-8")
    if not SHOWN.search(readme):
        sys.exit("README.md: no comment such as <!-- output: gwe-lint check examples/broken --> before a fenced block")
    shown = {page: page.read_text(encoding="utf-8") for page in (README, *sorted((ROOT / "docs").glob("*.md")))}
    with_output = {page: SHOWN.sub(_with_output, text) for page, text in shown.items() if SHOWN.search(text)}
    tutorials = {page: as_run(page) for page in sorted(TUTORIALS.glob("*.md"))}
    wanted = {**with_output, **tutorials, **with_keys(WITH_KEYS), **_pages(), **_schemas(), MANUAL: man_page()}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_bytes() != text.encode()]
    gone = [path for path in RULES.glob("*.md") if path not in wanted]
    for path in (*stale, *gone):
        stale_or_gone, done = ("no such rule any more", "removed") if path in gone else ("stale", "written")
        print(f"{path.relative_to(ROOT).as_posix()}: {stale_or_gone if arguments else done}")
    if arguments:
        if stale or gone:
            print("make docs brings them up to date")
        return int(bool(stale or gone))
    for folder in (RULES, SCHEMAS):
        folder.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_bytes(wanted[path].encode())
    for path in gone:
        path.unlink()
    return 0


def _with_output(shown: re.Match[str]) -> str:
    return f"{shown[1]}{_output(shown[2])}{shown[4]}"


def _output(arguments: str) -> str:
    """What a reader of README.md sees who runs this on a terminal 100 columns wide: the report, then the summary."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GWE_LINT", "FORCE_COLOR"))}
    done = subprocess.run(
        [sys.executable, "-m", "gwe_lint", *shlex.split(arguments)],
        cwd=ROOT,
        env={**kept, "NO_COLOR": "1", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode > 1:
        sys.exit(f"README.md: gwe-lint {arguments} ends with exit code {done.returncode}\n{done.stderr}")
    return done.stdout + done.stderr


def _pages() -> dict[Path, str]:
    packs = load_packs()
    strange = [rule.id for rule in packs.rules if not rule.id.startswith(tuple(FAMILIES))]
    if strange:
        sys.exit(f"{', '.join(strange)}: of no family that scripts/generate_docs.py knows")
    pages = {RULES / f"{rule.id}.md": rule_page(rule, packs) for rule in packs.rules}
    pages[ROOT / "docs" / "coverage.md"] = coverage(packs, FAMILIES)
    return {**pages, RULES / "README.md": "\n".join(_index(packs.rules)) + "\n"}


def _schemas() -> dict[Path, str]:
    """Each schema, and what a catalogue such as that of SchemaStore says of those whose files have one name."""
    rows = [
        {"name": row.title, "description": row.description, "fileMatch": list(row.files), "url": row.address}
        for row in KINDS.values()
        if row.files
    ]
    found: dict[str, object] = {f"{row.schema}.json": schema_of(kind) for kind, row in KINDS.items()}
    found["catalog.json"] = {
        "$schema": "https://json.schemastore.org/schema-catalog.json",
        "version": 1,
        "schemas": rows,
    }
    return {SCHEMAS / name: json.dumps(value, indent=2, ensure_ascii=False) + "\n" for name, value in found.items()}


def _index(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Made from the rule packs by `make docs`. `gwe-lint explain ID` shows the same page."
    for family, title in FAMILIES.items():
        members = [rule for rule in rules if rule.id.startswith(family)]
        if not members:
            continue
        yield ""
        yield f"## {family}xx: {title}"
        yield ""
        yield "| rule | name | severity | basis | since | what holds |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for rule in members:
            summary = rule.summary.replace("|", "\\|")
            marks = (rule.profile == "advice" and "advice", rule.preview and "preview", rule.retired and "retired")
            severity = rule.severity + "".join(f" ({mark})" for mark in marks if mark)
            yield f"| [{rule.id}]({rule.id}.md) | {rule.name} | {severity} | {rule.basis} | {rule.since} | {summary} |"


if __name__ == "__main__":
    sys.exit(main())
