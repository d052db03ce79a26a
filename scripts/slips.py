"""Slips of the hand in correct estates, and how many are found: rewrite scripts/slips.toml, of which docs are made.

Each kind of slip is applied at random places of the CFG exports below tests/estates and examples/good, one at a time,
at the same places every time. It is found where a finding is new that points at the changed lines, at the option, or
at its whole section.
"""

import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

from slip_kinds import DECIDED, OPEN, Slip, Spot
from slip_record import RESULT, Row, as_toml

from gwe_lint.catalogue.fact import APPLICATION_TYPES, Fact
from gwe_lint.catalogue.log_names import ignores_case
from gwe_lint.config.model import Config
from gwe_lint.config.reader import read_config
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.engine import run
from gwe_lint.findings.finding import Finding
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import Packs, load_packs

ROOT = Path(__file__).resolve().parents[1]
PLACES = 40  # of each kind
_OF_TYPES = {
    "endpoint-reference": "1:webme",
    "endpoint-list": "1:webme",
    "endpoint-by-tenant-name": "Environment:webme",
    "queue-name": "Web Chat",
}


class Missed(NamedTuple):
    """A slip that no finding points at: the kind, the file, and the changed lines as they are now."""

    kind: str
    path: str
    lines: tuple[str, ...]


class Ground(NamedTuple):
    """A correct estate in a folder of its own, with its findings before any slip."""

    folder: Path
    config: Config
    before: frozenset[tuple[str, ...]]


def main() -> int:
    """Measure anew and write the result; ``--missed`` names what was not found."""
    rows, missed = measured()
    if "--missed" in sys.argv[1:]:
        for each in missed:
            print(f"{each.kind}: {each.path}: {' | '.join(each.lines)}")
    RESULT.write_text("".join(as_toml(row) for row in rows), encoding="utf-8")
    return 0


def measured() -> tuple[list[Row], list[Missed]]:
    """Apply every kind of slip, and count what is found."""
    packs = load_packs()
    rows, missed = [], []
    with tempfile.TemporaryDirectory() as folder:
        grounds = [_ground(packs, each, Path(folder)) for each in (*_correct_estates(), _everything(packs, folder))]
        spots = [(ground, spot) for ground in grounds for spot in _spots(packs, ground)]
        for kinds, decided in ((DECIDED, True), (OPEN, False)):
            for kind, slip in kinds.items():
                row, lost = _of_kind(packs, kind, slip, spots, decided=decided)
                rows.append(row)
                missed += lost
    return rows, missed


def _correct_estates() -> list[Path]:
    folders = sorted(each for each in (ROOT / "tests" / "estates").iterdir() if each.is_dir())
    return [each for each in (*folders, ROOT / "examples" / "good") if any(_cfg_files(each))]


def _everything(packs: Packs, folder: str) -> Path:
    """An estate with an application of each product, in which every documented option has a value that is right."""
    made = Path(folder) / "made" / "every-documented-option"
    made.mkdir(parents=True)
    config = ['[[estate]]\nname = "all"\npaths = ["."]\n']
    for type in APPLICATION_TYPES:
        sections = packs.catalogue.sections(type)
        lines = [line for name, facts in sections.items() if "*" not in name for line in _section(name, facts)]
        if lines:
            (made / f"{type}.cfg").write_text(
                "\n".join((*lines, *_section("log", packs.catalogue.every(type, "log")), ""))
            )
            config.append(f'[[estate.application]]\nfile = "{type}.cfg"\ntype = "{type}"\n')
    (made / "gwe-lint.toml").write_text("\n".join(config))
    return made


def _section(name: str, facts: Mapping[str, Fact]) -> list[str]:
    options = [f"{fact.option}={_right(fact)}" for fact in facts.values() if "*" not in fact.option]
    return [f"[{name}]", *options] if options else []


def _right(fact: Fact) -> str:
    """A value that is right: the default, or one that the documentation names."""
    if fact.default:
        return fact.default
    if fact.good or any(fact.values):
        return next(filter(None, (*fact.good, *fact.values)))
    if fact.type == "integer":
        return str(60 if fact.minimum is None else fact.minimum)
    if fact.section == "log" and fact.type == "list":
        return "stdout"
    return _OF_TYPES.get(fact.type, "as it was")


def _cfg_files(folder: Path) -> Iterator[Path]:
    for path in sorted((*folder.rglob("*.cfg"), *folder.rglob("*.conf"))):
        data = path.read_bytes()
        if data.isascii() and b"\r" not in data:
            yield path


def _ground(packs: Packs, source: Path, folder: Path) -> Ground:
    copy = folder / source.name
    copytree(source, copy)
    configured = copy / "gwe-lint.toml"
    config = read_config(configured, copy) if configured.exists() else Config(shown=None, folder=copy)
    ground = Ground(copy, config, frozenset())
    return ground._replace(before=frozenset(_key(each) for each in _findings(packs, ground)))


def _estates(packs: Packs, ground: Ground) -> tuple[Estate, ...]:
    loader = Loader(ground.folder, packs.catalogue, Redactor(packs.catalogue))
    exports = ground.folder / "exports"
    return loader.estates(ground.config, (exports if exports.is_dir() else ground.folder,))


def _findings(packs: Packs, ground: Ground) -> tuple[Finding, ...]:
    rules = [rule for rule in packs.rules if rule.profile == "default"]
    return run(rules, _estates(packs, ground)).findings


def _key(finding: Finding) -> tuple[str, ...]:
    place = finding.hit.place
    return (finding.rule, place.path, place.section or "", place.option or "", finding.hit.message)


def _spots(packs: Packs, ground: Ground) -> Iterator[Spot]:
    """Every documented option in the CFG exports of an estate."""
    texts = {
        path.relative_to(ground.folder).as_posix(): tuple(path.read_text().split("\n"))
        for path in _cfg_files(ground.folder)
    }
    for estate in _estates(packs, ground):
        for application, _ in estate.active:
            if application.path in texts:
                yield from _of_application(packs, application, texts[application.path], "\n".join(_lines(texts)))


def _lines(texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (line for lines in texts.values() for line in lines)


def _of_application(packs: Packs, application: Application, lines: tuple[str, ...], whole: str) -> Iterator[Spot]:
    documented = {
        name: packs.catalogue.every(application.type, name)
        for name in application.sections
        if packs.catalogue.every(application.type, name)
    }
    for name, facts in documented.items():
        section = application.sections[name]
        options = list(section.options.values())
        for option, following in zip(options, (*options[1:], None), strict=True):
            fact = facts.get(option.name) or facts.get("*")
            if fact and fact.basis == "documented" and option.kind == "string":
                others = (each for each in documented if option.name not in documented[each] and each != name)
                yield Spot(
                    path=application.path,
                    lines=lines,
                    line=option.line - 1,
                    header=section.header.line - 1,
                    section=name,
                    name=option.name,
                    value=option.value,
                    fact=fact,
                    elsewhere=tuple(application.sections[each].header.line - 1 for each in others),
                    following=following.value if following else "",
                    blind=ignores_case(application.type, name) or fact.ignore_case,
                    named=fact.option != "*" or re.search(rf"=\S+:{re.escape(option.name)}\s", whole) is not None,
                )


def _of_kind(
    packs: Packs, kind: str, slip: Slip, spots: Sequence[tuple[Ground, Spot]], *, decided: bool
) -> tuple[Row, list[Missed]]:
    rng = random.Random(kind)
    row, missed = Row(kind, decided, 0, 0, 0), []
    for ground, spot in rng.sample(spots, len(spots)):
        lines = slip(rng, spot)
        if lines is None or row.tried == PLACES:
            continue
        severity = _found(packs, ground, spot, lines)
        row = row._replace(
            tried=row.tried + 1,
            warned=row.warned + (severity in ("error", "warning")),
            noted=row.noted + (severity == "note"),
        )
        if not severity:
            missed.append(Missed(kind, f"{ground.folder.name}/{spot.path}", _changed(spot, lines)))
    return row, missed


def _changed(spot: Spot, lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that are new; of a line that was moved, the one above it as well."""
    return tuple(each for each in lines if each not in spot.lines) or tuple(
        f"{above} / {each}" for above, each in pairwise(lines) if each == spot.lines[spot.line]
    )


def _found(packs: Packs, ground: Ground, spot: Spot, lines: tuple[str, ...]) -> str:
    """The highest severity of the new findings that point at the slip; empty where there are none."""
    path = ground.folder / spot.path
    path.write_text("\n".join(lines))
    try:
        fresh = [each for each in _findings(packs, ground) if _key(each) not in ground.before]
    finally:
        path.write_text("\n".join(spot.lines))
    pointing = {each.severity for each in fresh if _points_at(each, spot, lines)}
    return next((each for each in ("error", "warning", "note") if each in pointing), "")


def _points_at(finding: Finding, spot: Spot, lines: tuple[str, ...]) -> bool:
    """True for a finding of which a place is on a changed line, or about the option, or about its whole section."""
    changed = {
        number for number, line in enumerate(lines, 1) if line not in spot.lines or line == spot.lines[spot.line]
    }
    return any(
        place.path == spot.path
        and (place.line in changed or (place.section == spot.section and place.option in (spot.name, None)))
        for place in (finding.hit.place, *finding.hit.places)
    )


if __name__ == "__main__":
    sys.exit(main())
