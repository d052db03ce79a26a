"""Renamed sections: one is gone, another one is there instead, and nearly all options in them are the same."""

from collections.abc import Mapping
from hashlib import sha256

from gwe_lint.drift.diff import Pair
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.member_groups import MemberGroup
from gwe_lint.drift.member_values import Spread
from gwe_lint.drift.subject import Subject
from gwe_lint.exports.redactor import keys_in
from gwe_lint.findings.comparison import Change, RenamedSection

_LEAST_OPTIONS = 2  # one option alone may be the same by chance
_LEAST_SHARE = 0.8  # of the options of the larger section

Renamed = Mapping[str, RenamedSection]  # by each of its names
_Options = Mapping[str, tuple[str, str]]  # kind and value by name


def renamed_between(pair: Pair) -> Renamed:
    """The sections that have another name on the other side of a pair, by both names."""
    old, new = (each.application.sections for each in (pair.before, pair.after))
    lost = {name: _options(pair.before, name) for name in old if name not in new}
    gained = {name: _options(pair.after, name) for name in new if name not in old} if lost else {}
    renamed: dict[str, RenamedSection] = {}
    for one, other, same in sorted(_alike(lost, gained), key=lambda match: (-len(match[2]), match)):
        if one not in renamed and other not in renamed:
            renamed[one] = renamed[other] = RenamedSection((one, other), same)
    return renamed


def _alike(lost: Mapping[str, _Options], gained: Mapping[str, _Options]) -> list[tuple[str, str, tuple[str, ...]]]:
    """All sections that are nearly the same, with their options that are."""
    pairs = ((one, other, _same(lost[one], gained[other])) for one in lost for other in gained)
    return [each for each in pairs if each[2]]


def _options(subject: Subject, section: str) -> _Options:
    """The options of a section whose values can be told apart: secrets that no key replaced cannot, in two runs."""
    options = subject.application.sections[section].options.values()
    return {
        option.name: (option.kind, option.value)
        for option in options
        if option.kind not in ("suppressed", "unknown", "list")
        and not (subject.recorded and option.kind == "secret" and "" in keys_in(option.value))
    }


def _same(one: _Options, other: _Options) -> tuple[str, ...]:
    """The options that are the same in both sections, sorted; none where too few are."""
    least = max(_LEAST_OPTIONS, _LEAST_SHARE * max(len(one), len(other)))
    if min(len(one), len(other)) < least:
        return ()
    same = sorted(name for name, value in one.items() if other.get(name) == value)
    return tuple(same) if len(same) >= least else ()


def renamed_among(group: MemberGroup) -> Renamed:
    """The sections that have another name on some members, by each name; the name of most members comes first."""
    holders: dict[str, list[int]] = {}
    for number, member in enumerate(group.members):
        for name in member.application.sections:
            holders.setdefault(name, []).append(number)
    on_some = {name: frozenset(on) for name, on in holders.items() if len(on) < len(group.members)}
    options = {name: _options(group.members[min(on)], name) for name, on in on_some.items()}
    names = sorted(on_some, key=lambda name: (-len(on_some[name]), name))
    renamed: dict[str, RenamedSection] = {}
    for number, name in enumerate(names):
        if name in renamed:
            continue
        others = [
            other
            for other in names[number + 1 :]
            if other not in renamed
            and on_some[name].isdisjoint(on_some[other])
            and _same(options[name], options[other])
        ]
        if others:
            called = (name, *others)
            same = set.intersection(*(set(_same(options[name], options[other])) for other in others))
            members = tuple(
                tuple(group.members[at].application.name for at in sorted(on_some[each])) for each in called
            )
            renamed.update(dict.fromkeys(called, RenamedSection(called, tuple(sorted(same)), members)))
    return renamed


def as_renamed(change: Change, difference: Difference, renamed: Renamed) -> Change:
    """The change with the renamed section that explains it, which is its cause then; else as it is."""
    section = renamed.get(difference.section)
    if not section or difference.kind not in ("missing", "extra") or difference.name not in section.options:
        return change
    return _of_section(change, section)


def as_renamed_among(change: Change, spread: Spread, renamed: Renamed) -> Change:
    """The same for members: all that have the section of this name set the option alike, and nobody else sets it."""
    section = renamed.get(spread.section)
    if not section or spread.kind == "must-differ" or spread.name not in section.options:
        return change
    members = zip(spread.member_group.members, spread.member_values, strict=True)
    setting = [each.application.name for each, side in members if side and side.is_set]
    values = [shared for shared in spread.shared_values if shared.side.is_set]
    if len(values) != 1 or tuple(setting) != section.members[section.names.index(spread.section)]:
        return change
    return _of_section(change, section)


def _of_section(change: Change, section: RenamedSection) -> Change:
    identity = "\0".join(("renamed section", change.app, *section.names))
    group = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return change._replace(group=group, renamed_section=section)
