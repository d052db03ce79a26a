"""What a change does to each option: it alters it, or changes nothing; and what is not known of that."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact, needs_restart
from gwe_lint.changes.overlay import Laid, is_kept_by_replacement, settled
from gwe_lint.drift.difference import Difference, classified
from gwe_lint.drift.judge import value_phrase
from gwe_lint.drift.side_value import SideValue
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.effective import is_used, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import deleted_at, value_of
from gwe_lint.estate.model import Application, Place
from gwe_lint.exports.detect import gax_name
from gwe_lint.exports.records import Deleted, Disabled, Export, Option
from gwe_lint.findings.simulation import (
    Effects,
    Mode,
    NewSection,
    OptionChange,
    OtherMode,
    WithoutEffect,
)
from gwe_lint.text import escaped, listed, quoted


class _Step(NamedTuple):
    """What one line of a change does: it sets an option, or removes it."""

    section: str
    name: str
    place: Place
    source: Export
    is_removal: bool = False


def effects_of(before: Estate, after: Estate, laid: Sequence[Laid], mode: Mode) -> Effects:
    """What the changes of an estate do to the options of its applications."""
    found = Effects()
    for each in laid:
        found = joined((found, _of_application(before, after, each, mode)))
    return found


def joined(effects: Iterable[Effects]) -> Effects:
    """All effects as one, in order."""
    every = tuple(effects)
    return Effects(
        changes=tuple(entry for each in every for entry in each.changes),
        without_effect=tuple(entry for each in every for entry in each.without_effect),
        new_sections=tuple(entry for each in every for entry in each.new_sections),
        other_mode=tuple(entry for each in every for entry in each.other_mode),
        unknown=tuple(entry for each in every for entry in each.unknown),
    )


def _of_application(before: Estate, after: Estate, laid: Laid, mode: Mode) -> Effects:
    sides = Subject(before, laid.before), Subject(after, laid.after)
    steps = list(_steps(laid, mode))
    last = {(each.section, each.name): each for each in steps}
    changes: list[OptionChange] = []
    nothing: list[WithoutEffect] = []
    unknown = [*_beside(laid), *_switched_off(laid)]
    for step in steps:
        who = (before.name, laid.after.name, step.section, step.name)
        if last[step.section, step.name] is not step:
            nothing.append(WithoutEffect(*who, _again(last[step.section, step.name]), step.place))
            continue
        difference = classified(*sides, step.section, step.name, comparable=True)
        reason = _without_effect(after, laid, difference)
        if difference.new.option and difference.new.option.why_unknown:
            unknown.append(_value_unknown(laid, step, difference.new.option))
        elif reason:
            nothing.append(WithoutEffect(*who, reason, step.place))
        else:
            changes.append(change_of(difference, step.place))
    return Effects(
        tuple(changes),
        tuple(nothing),
        tuple(NewSection(before.name, laid.after.name, name) for name in _new_sections(laid)),
        tuple(_other_mode(before, laid)),
        (*unknown, *_restart_unknown(laid, changes)),
    )


def change_of(difference: Difference, place: Place) -> OptionChange:
    """A difference as a row of what changes."""
    subject, fact = difference.after, difference.fact
    return OptionChange(
        subject.estate.name,
        subject.application.name,
        difference.section,
        difference.name,
        difference.old.text,
        difference.new.text,
        _phrase(difference.old),
        _phrase(difference.new),
        fact.takes_effect if fact else None,
        needs_restart(fact.takes_effect if fact else None),
        place,
    )


def _phrase(side: SideValue) -> str:
    if side.text is None and side.unknown:
        return "not known"
    return value_phrase(side)


def _steps(laid: Laid, mode: Mode) -> Iterator[_Step]:
    """What the changes of an application do, line by line; a replacement also removes what it lacks."""
    former = laid.before
    for number, given in enumerate(laid.changes):
        change, deletions = settled(given)
        application = former._replace(export=change)
        for section in change.sections.values():
            for option in section.options.values():
                if option.kind != "list":
                    yield _Step(option.section, option.name, value_of(application, option), change)
        for deleted in deletions:
            place = deleted_at(application, deleted)
            for name in _removed_by(deleted, former):
                yield _Step(deleted.section, name, place, change, is_removal=True)
        if mode == "replace" and given.completeness != "delta":
            top = Place(change.path, application=former.name)
            earlier = laid.changes[:number]
            for name, key in _lacking(laid, [*earlier, change]):
                yield _Step(name, key, top._replace(section=name, option=key), change, is_removal=True)


def _removed_by(deleted: Deleted, former: Application) -> Iterator[str]:
    """The options that a record removes: one, or all that the section had."""
    if deleted.name:
        yield deleted.name
        return
    section = former.section(deleted.section)
    yield from section.options if section else ()


def _lacking(laid: Laid, changes: Sequence[Export]) -> Iterator[tuple[str, str]]:
    """The strings of an application that none of the changes has: a replacement removes them."""
    for name, section in laid.before.sections.items():
        for option in section.options.values():
            set_there = any((own := change.sections.get(name)) and option.name in own.options for change in changes)
            if not set_there and not is_kept_by_replacement(option):
                yield name, option.name


def _again(later: _Step) -> str:
    return f"{escaped(later.source.path)} {'removes' if later.is_removal else 'sets'} it again, and counts"


def _without_effect(estate: Estate, laid: Laid, difference: Difference) -> str:
    """Why nothing changes by a difference; empty where something does."""
    if reason := why_nothing(difference):
        return reason
    option = difference.new.option
    if option and is_used(estate, laid.after, option) is False and difference.fact:
        return f"{short(option.name)} acts only where {_needed(difference.fact)}"
    return ""


def why_nothing(difference: Difference) -> str:
    """Why both values of a difference act alike; empty where they do not."""
    old, new = difference.old, difference.new
    if difference.kind == "unchanged":
        return f"it is {value_phrase(old)} already" if new.option else "it is not set"
    if difference.kind == "equivalent":
        if old.default:
            return f"{value_phrase(new)} is the documented default, which acts already"
        if new.default:
            return f"it was {value_phrase(old)}, which is the documented default and goes on acting"
        return f"it is {value_phrase(old)} already, which means the same"
    return ""


def _needed(fact: Fact) -> str:
    path, _, wanted = (fact.only_with or "").partition("=")
    section, _, name = path.partition("/")
    return f"[{section}] {short(name)} is {quoted(wanted)}"


def _new_sections(laid: Laid) -> Iterator[str]:
    """The sections that were not there. Of a selection nobody knows what else there is."""
    known = laid.before.completeness in ("complete", "strings-only") and not (
        laid.before.export and laid.before.export.unread
    )
    return (name for name in laid.after.sections if known and not laid.before.section(name))


def _other_mode(estate: Estate, laid: Laid) -> Iterator[OtherMode]:
    """What the other mode would keep, or remove beside."""
    whole = [settled(each)[0] for each in laid.changes if each.completeness != "delta"]
    names = tuple(f"[{section}] {name}" for section, name in _lacking(laid, whole)) if whole else ()
    removed = {(each.section, each.name) for change in laid.changes for each in settled(change)[1]}
    if names and not removed:
        yield OtherMode(estate.name, laid.after.name, names)


def _beside(laid: Laid) -> Iterator[str]:
    """What a change changes that was not read, so that what it comes to is not known."""
    for change in laid.changes:
        gax = gax_name(change.path.rpartition("/")[2])
        if gax and gax.word.lower() == "annex":
            what = "whether it holds options or the annex is not known; it is taken for options"
            yield f"{laid.after.name}: {escaped(change.path)} is called annex: {what}"
        if change.beside:
            what = listed(change.beside)
            yield f"{laid.after.name}: {escaped(change.path)} also changes {what}, which is not laid over"
        if change.annex and (not laid.before.export or laid.before.export.annex is None):
            what = "options of the annex, which the exports do not show"
            yield f"{laid.after.name}: {escaped(change.path)} also sets {what}"


def _switched_off(laid: Laid) -> Iterator[str]:
    """Lines that begin with # or ;, of which nobody documents what an import does."""
    for change in laid.changes:
        for each in change.records:
            if isinstance(each, Disabled) and each.name and each.name.strip():
                spot = f"{escaped(change.path)}:{each.line} begins with # or ;"
                yield f"{laid.after.name}: {spot}: whether an import sets {quoted(each.name)} is not known"


def _value_unknown(laid: Laid, step: _Step, option: Option) -> str:
    name = f"[{escaped(step.section)}] {escaped(short(step.name))}"
    spot = f"{escaped(step.place.path)}:{step.place.line}"
    if option.kind == "suppressed":
        return f"{laid.after.name}: {name} is masked in {spot}: an import may write the mask itself"
    return f"{laid.after.name}: the value of {name} in {spot} could not be read"


def _restart_unknown(laid: Laid, changes: Sequence[OptionChange]) -> Iterator[str]:
    """The changed options of which no documentation says when they take effect."""
    names = [f"[{each.section}] {each.option}" for each in changes if not each.takes_effect]
    if names:
        yield f"{laid.after.name}: whether a restart is needed is not documented for {listed(names)}"
