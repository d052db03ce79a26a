"""A seeded fleet of 200 servers in 16 clusters with 40 known changes: all are found, by cause, and none is invented."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from gwe_lint.drift.consistency import agreement_in, consistency_report
from gwe_lint.drift.diff import compare, subjects_of
from gwe_lint.drift.report import drift_report
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.report import Report
from gwe_lint.findings.waivers import Ledger
from gwe_lint.reports.view.cause import groups_of
from gwe_lint.rules.selection import load_packs
from tests.builders import WRITERS, App, estate_of

CHAT, INTERACTION, CONTACT, CLUSTER = 59, 111, 63, 82
SIZES = {CHAT: [14] * 10, INTERACTION: [10] * 6}  # members of each cluster
CHANGES = 40
ACCEPTED = Accepted(Ledger(), date(2026, 6, 1))
PACKS = load_packs()
ROWS = PACKS.drift_rows
RULES = tuple(rule for rule in PACKS.rules if rule.check == "of-drift")

Spot = tuple[str, str, str]  # application, section and option


class Fleet(NamedTuple):
    """The applications as approved, as they are now, and what was changed where."""

    before: tuple[App, ...]
    now: tuple[App, ...]
    causes: tuple[frozenset[Spot], ...]


def approved() -> Iterator[App]:
    """Clusters whose members are alike but for what is each host's own, and servers they are connected to."""
    yield App("UCS_1", CONTACT, 11)
    yield App("UCS_2", CONTACT, 12)
    for number, sizes in SIZES.items():
        word = "Chat" if number == CHAT else "Ixn"
        for cluster, size in enumerate(sizes):
            first = number * 1000 + cluster * 20
            names = {f"{word}_{cluster:02}_{member:02}": first + member for member in range(size)}
            yield App(
                f"{word}s_{cluster:02}", CLUSTER, first + 19, links=tuple((dbid, "default") for dbid in names.values())
            )
            for name, dbid in names.items():
                yield App(name, number, dbid, dict(sections_of(name, number)), ((11, "default"), (12, "default")))


def sections_of(name: str, number: int) -> Iterator[tuple[str, dict[str, str]]]:
    options = {f"option-{n:02}": f"value-{n}" for n in range(30)}
    yield "settings", {**options, **({"flex-disconnect-timeout": "60"} if number == CHAT else {})}
    yield "log", {"all": f"/var/log/{name}.log"}
    if number == CHAT:
        yield "endpoints:1", {"default": "Chat In", "webme": "Webengagement_Chat"}


def changed(seed: int) -> Fleet:
    """The fleet with its changes: each has its own option, and deviates on a minority of one to three clusters."""
    random = Random(seed)
    before = tuple(approved())
    now = {app.name: app for app in before}
    causes = []
    for number in range(CHANGES):
        kind = (CHAT, INTERACTION)[number % 2]
        clusters = random.sample(range(len(SIZES[kind])), random.choice([1, 1, 2, 3]))
        names = [name for each in clusters for name in minority(random, kind, each)]
        make = KINDS[number % len(KINDS)]
        option = f"option-{number // 2:02}"
        causes.append(frozenset((name, *make(now, name, option)) for name in names))
    harmless(now, random)
    return Fleet(before, tuple(now.values()), tuple(causes))


def minority(random: Random, kind: int, cluster: int) -> list[str]:
    """Some members of a cluster, less than half of them."""
    word, size = ("Chat" if kind == CHAT else "Ixn"), SIZES[kind][cluster]
    return [f"{word}_{cluster:02}_{n:02}" for n in random.sample(range(size), random.randint(1, size // 2 - 1))]


def put(now: dict[str, App], name: str, section: str, values: Mapping[str, str | None]) -> None:
    """Set options of an application; None takes one away."""
    app = now[name]
    options = {**app.sections.get(section, {}), **{key: value for key, value in values.items() if value is not None}}
    kept = {key: value for key, value in options.items() if values.get(key, "") is not None}
    now[name] = app._replace(sections={**app.sections, section: kept})


def other_value(now: dict[str, App], name: str, option: str) -> tuple[str, str]:
    put(now, name, "settings", {option: "another value"})
    return "settings", option


def gone(now: dict[str, App], name: str, option: str) -> tuple[str, str]:
    put(now, name, "settings", {option: None})
    return "settings", option


def added(now: dict[str, App], name: str, option: str) -> tuple[str, str]:
    put(now, name, "added", {option: "added"})
    return "added", option


def only_case(now: dict[str, App], name: str, option: str) -> tuple[str, str]:
    put(now, name, "settings", {option: now[name].sections["settings"][option].upper()})
    return "settings", option


def tenant(now: dict[str, App], name: str, option: str) -> tuple[str, str]:
    dbid = 200 + int(option[-2:])
    now[name] = now[name]._replace(tenants=(*now[name].tenants, dbid))
    return "(tenants)", f"DBID {dbid}"


KINDS: tuple[Callable[[dict[str, App], str, str], tuple[str, str]], ...] = (other_value, gone, added, only_case, tenant)


def harmless(now: dict[str, App], random: Random) -> None:
    """Differences that mean nothing: another text for one number, and the order of what has none."""
    for name in random.sample([name for name in now if name.startswith("Chat_")], 30):
        put(now, name, "settings", {"flex-disconnect-timeout": "060"})
    for name, app in now.items():
        sections = list(app.sections.items())
        random.shuffle(sections)
        now[name] = app._replace(sections=dict(sections), links=tuple(reversed(app.links)))


def causes_of(report: Report) -> list[frozenset[Spot]]:
    """The applications and options of the groups that a report shows."""
    return [
        frozenset(
            (name, finding.hit.place.section or "", finding.hit.place.option or "")
            for finding in group
            for name in finding.who
        )
        for group in groups_of(report.findings)
    ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("writer", ["confdata", "raw"])
def test_drift_finds_every_cause_and_invents_none(tmp_path: Path, seed: int, writer: str) -> None:
    fleet = changed(seed)
    before = subjects_of([estate_of(tmp_path / "before" / "confdata" / "prod", WRITERS["confdata"](fleet.before))])
    now = estate_of(tmp_path / "now" / writer / "prod", WRITERS[writer](fleet.now))
    found = compare(before, subjects_of([now]), comparable=True)
    report, _ = drift_report(found, ROWS, "baseline", RULES, ACCEPTED, command="drift", estates=[now], against="before")
    assert sorted(map(sorted, fleet.causes)) == sorted(map(sorted, causes_of(report)))
    assert report.drift
    assert (CHANGES, 218, ()) == (len(causes_of(report)), report.drift.compared, report.drift.not_checked)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("writer", ["confdata", "raw"])
def test_consistency_finds_every_cause_and_invents_none(tmp_path: Path, seed: int, writer: str) -> None:
    fleet = changed(seed)
    found = estate_of(tmp_path / writer / "prod", WRITERS[writer](fleet.now))
    report = consistency_report([agreement_in(found, ROWS, RULES)], RULES, ACCEPTED)
    assert sorted(map(sorted, fleet.causes)) == sorted(map(sorted, causes_of(report)))
    assert report.drift
    assert (CHANGES, 202, 17) == (len(causes_of(report)), report.drift.compared, len(report.drift.groups))
    assert {"majority"} == {finding.change.reference for finding in report.findings if finding.change}


def test_a_fleet_as_approved_has_nothing_to_report(tmp_path: Path) -> None:
    fleet = estate_of(tmp_path / "confdata" / "prod", WRITERS["confdata"](tuple(approved())))
    assert () == consistency_report([agreement_in(fleet, ROWS, RULES)], RULES, ACCEPTED).findings
