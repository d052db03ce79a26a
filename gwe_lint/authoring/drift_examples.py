"""The examples of ``[[drift]]`` rows: each is compared in every scope, and the row has to decide what it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gwe_lint.authoring.drift_row_pages import COMMANDS
from gwe_lint.authoring.examples import Mistake
from gwe_lint.drift.came_and_went import EXPORT, EXPORTED, NOT_EXPORTED
from gwe_lint.drift.diff import Drift, compare, compare_estates
from gwe_lint.drift.judge import judge
from gwe_lint.drift.judge_members import judge_members
from gwe_lint.drift.member_groups import MemberGroup
from gwe_lint.drift.member_values import spreads_of
from gwe_lint.drift.pairing import names_of
from gwe_lint.drift.subject import Subject
from gwe_lint.drift.two_estates import must_differ
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import CONNECTIONS, FACETS, OBJECT, PORTS, TENANTS, Application
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import PROPERTIES, Connection, Port, Target
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.finding import Finding
from gwe_lint.rules.drift_rows import SCOPES, DriftExample, DriftRow, Scope, Verdict
from gwe_lint.rules.selection import Packs
from gwe_lint.text import quoted

_THIS = "decided by the row under test"  # a reason that no other row has


class Decision(NamedTuple):
    """What became of one compared option, and the reason that was given for it."""

    section: str | None
    option: str | None
    reason: str
    verdict: Verdict


class DriftExamples(NamedTuple):
    """What examples are judged by: all rows, the rules of differences, and what is known of options."""

    packs: Packs
    redactor: Redactor

    def mistakes(self, row: DriftRow) -> Iterator[Mistake]:
        """What is wrong with the examples of a row: what it decides alone, and what it decides beside all others."""
        yield from self.mistakes_alone(row)
        for example in row.examples:
            for scope, wanted in example.expect.items():
                found = self._verdict(row, self.packs.drift_rows, example, scope)
                if found != wanted == self._verdict(row, (row,), example, scope):
                    problem = f"expected {_said(wanted)} in {COMMANDS[scope]}; another row decides that"
                    yield Mistake(row.name, example.title, problem)

    def mistakes_alone(self, row: DriftRow) -> Iterator[Mistake]:
        """Where the row, without any other, decides something else than its examples say."""
        for example in row.examples:
            for scope in SCOPES:
                wanted, found = example.expect.get(scope), self._verdict(row, (row,), example, scope)
                if found != wanted:
                    problem = f"expected {_said(wanted)} in {COMMANDS[scope]}; found {_said(found)}"
                    yield Mistake(row.name, example.title, problem)

    def _verdict(self, row: DriftRow, rows: Iterable[DriftRow], example: DriftExample, scope: Scope) -> Verdict | None:
        """What the row makes of the example among these rows; None where it decides nothing."""
        marked = tuple(each._replace(reason=_THIS) if each is row else each for each in rows)
        decisions = self._of_members(marked, example) if scope == "members" else self._of_sides(marked, example, scope)
        about = (example.option.section, example.option.option, _THIS)
        return next((verdict for *key, verdict in decisions if tuple(key) == about), None)

    def _of_sides(self, rows: Sequence[DriftRow], example: DriftExample, scope: Scope) -> Iterator[Decision]:
        """What is decided between two sides."""
        before, after = [self._subject(example, example.before)], [self._subject(example, example.after)]
        if (example.option.section, example.option.option) == (OBJECT, EXPORT):
            drift = _on_one_side(example, before, after) if scope == "baseline" else Drift(())
        elif scope == "baseline":
            drift = compare(before, after, comparable=True)
        else:
            drift = compare_estates(before, after, names_of(before), must_differ(rows))
        judged = judge(drift, rows, scope, self.packs.rules)
        yield from map(_decision, judged.findings)
        for number, reason in judged.reasons.items():
            difference = judged.differences[number]
            if difference.kind == "expected":
                yield Decision(difference.section, difference.name, reason, "expected")

    def _of_members(self, rows: Sequence[DriftRow], example: DriftExample) -> Iterator[Decision]:
        """What is decided among three members, of which one has the value that the example has after."""
        values = enumerate((example.before, example.before, example.after))
        members = tuple(self._subject(example, value, number) for number, value in values)
        group = MemberGroup(members[0].estate, "the group", members)
        judged = judge_members(spreads_of(group), rows, self.packs.rules)
        yield from map(_decision, judged.findings)
        for spread, reason in judged.spreads:
            if spread.kind == "expected":
                yield Decision(spread.section, spread.name, reason, "expected")

    def _subject(self, example: DriftExample, value: str | None, number: int = 0) -> Subject:
        """An application that has the example's value, and nothing else; its export is complete."""
        name = f"example {number}"  # which the target of no connection has
        app, section, option = example.option
        is_set = value is not None and section not in FACETS
        text = f"[{section}]\n{option}={value}\n" if is_set else ""
        (export,) = read_cfg(text.encode(), f"{name}.cfg", self.redactor).exports
        parts: dict[str, Any] = {"connections": (), "ports": (), "tenants": (), "properties": {}}
        if value is not None and section in FACETS:
            parts.update(_part(section, option, value))
        whole = export._replace(completeness="complete")
        application = Application(name, app, "stated", certain=True, export=whole, **parts)
        return Subject(Estate("example", (application,), self.packs.catalogue), application)


def _on_one_side(example: DriftExample, before: Sequence[Subject], after: Sequence[Subject]) -> Drift:
    """An application that went or came, or neither, as the example says of its export."""
    sides = (example.before, example.after)
    return Drift(
        (),
        tuple(before) if sides == (EXPORTED, NOT_EXPORTED) else (),
        tuple(after) if sides == (NOT_EXPORTED, EXPORTED) else (),
    )


def _said(verdict: Verdict | None) -> str:
    return quoted(verdict) if verdict else "nothing"


def _decision(finding: Finding) -> Decision:
    place = finding.hit.place
    return Decision(place.section, place.option, finding.hit.help, finding.severity)


def _part(section: str, name: str, value: str) -> Mapping[str, Any]:
    """What an application holds beside options, of this name and value; nothing where there is no such part."""
    parts: Mapping[tuple[str, str], Mapping[str, Any]] = {
        (OBJECT, "release"): {"release": value},
        (OBJECT, "state"): {"enabled": value == "enabled"},
        (OBJECT, "backup"): {"backup": Target(value)},
        (OBJECT, "dbid"): {"dbid": int(value) if value.isdigit() else None},
        (OBJECT, "host"): {"host": Target(value)},
        **{(OBJECT, each): {"properties": {each: value}} for each in PROPERTIES},
        (CONNECTIONS, name): {"connections": (Connection(Target(name), port=value),)},
        (PORTS, name): {"ports": (Port(name, number=value),)},
        (TENANTS, name): {"tenants": (Target(name),)},
    }
    return parts.get((section, name), {})
