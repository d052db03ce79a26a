"""Applications that came and went: on one side of a comparison with a baseline only. Each is one difference."""

from collections.abc import Iterator, Mapping

from gwe_lint.drift.diff import Drift, Pair
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.side_value import SideValue
from gwe_lint.drift.subject import Key, Subject
from gwe_lint.estate.model import FACETS, OBJECT
from gwe_lint.exports.detect import plain_name
from gwe_lint.text import counted

EXPORT = "export"  # the name of the difference, as if it were a part of the object
EXPORTED, NOT_EXPORTED = "exported", "not exported"  # its values
_THERE, _NOT_THERE = SideValue(EXPORTED), SideValue(NOT_EXPORTED)
_NEARLY_ALL = 0.9  # of the options of one application, with their values, in another one
_FEW = 3  # options; of fewer nothing can be concluded
_MANY = 5  # options that are gone at once
_MOST_PAIRS = 20_000  # of a vanished and a new application that are looked at


def came_and_went(drift: Drift) -> Iterator[Difference]:
    """A difference for each application that is in the baseline only, or now only."""
    hints = _renamed(drift)
    for subject in drift.missing:
        reason = hints.get(id(subject), "")
        yield Difference(subject, subject, OBJECT, EXPORT, "missing", _THERE, _NOT_THERE, reason=reason)
    for subject in drift.new:
        reason = hints.get(id(subject), "") or _copied(subject.application.name, drift)
        yield Difference(subject, subject, OBJECT, EXPORT, "extra", _NOT_THERE, _THERE, reason=reason)


def is_of_application(difference: Difference) -> bool:
    """True for the difference that an application came or went."""
    return difference.section == OBJECT and difference.name == EXPORT


def message_of_application(difference: Difference) -> str:
    """The message of such a difference."""
    if difference.kind == "missing":
        return "the application is in the baseline, and it is not exported any more"
    return "the application is exported, and it is not in the baseline"


def help_of_application(difference: Difference, why: str) -> str:
    """What to do about such a difference; ``why`` is what a row says of it."""
    if difference.kind == "missing":
        advice = "export it again; if it was removed, approve that with a new baseline"
    else:
        advice = "find out who created it, and approve it with a new baseline"
    return "; ".join(filter(None, (difference.reason, why or advice)))


def hints_of(drift: Drift) -> tuple[str, ...]:
    """What a person should look at first: exports that may be cut off, renames, and no application at all."""
    nothing = (
        f"none of {counted(len(drift.missing), 'application')} of the baseline is exported: did the export run?"
        if drift.missing and not drift.pairs and not drift.new
        else ""
    )
    renamed = dict.fromkeys(_renamed(drift).values())
    return (*([nothing] if nothing else ()), *filter(None, map(_cut_off, drift.pairs)), *renamed)


def _cut_off(pair: Pair) -> str:
    """The hint where most options are gone at once, and not only unknown; empty where they are not."""
    gone = sum(each.kind in ("missing", "equivalent") and _is_gone(each) for each in pair.differences)
    if gone < _MANY:
        return ""
    before = len(list(pair.before.keys()))
    if gone * 2 <= before:
        return ""
    application = pair.after.application
    return f"{application.name}: {gone} of {before} options gone: is its export {application.path} cut off?"


def _is_gone(difference: Difference) -> bool:
    """True for an option that was set and is not; parts of objects do not count."""
    return bool(difference.old.option) and not difference.new.option and difference.section not in FACETS


def _renamed(drift: Drift) -> Mapping[int, str]:
    """A hint for each vanished application of which a new one holds nearly all, and for the new one."""
    if len(drift.missing) * len(drift.new) > _MOST_PAIRS:
        return {}
    hints: dict[int, str] = {}
    candidates = [(subject, _values(subject)) for subject in drift.new]
    for gone in drift.missing:
        values = _values(gone)
        alike = [(len(values & theirs), new) for new, theirs in candidates if _may_be(gone, new)]
        most, new = max(alike, key=lambda each: each[0], default=(0, gone))
        if len(values) >= _FEW and most >= len(values) * _NEARLY_ALL and id(new) not in hints:
            share = f"{most} of the" if most < len(values) else "all"
            options = f"{share} {counted(len(values), 'option')} of {gone.application.name}"
            hints[id(gone)] = hints[id(new)] = f"{new.application.name} holds {options}: renamed?"
    return hints


def _may_be(gone: Subject, new: Subject) -> bool:
    """True where the two may be one object: of one estate and type, and without two DBIDs."""
    was, now = gone.application, new.application
    two_objects = was.dbid is not None and now.dbid is not None
    same_type = was.type == now.type or "other" in (was.type, now.type)
    return same_type and not two_objects and gone.estate.name == new.estate.name


def _values(subject: Subject) -> frozenset[tuple[Key, str]]:
    application = subject.application
    return frozenset(
        ((section, option.name), option.value)
        for section, content in application.sections.items()
        for option in content.options.values()
    )


def _copied(name: str, drift: Drift) -> str:
    """Which missing application a new one may be, by a name like that of a second download of its file."""
    plain = plain_name(f"{name}.cfg").removesuffix(".cfg")
    known = plain != name and any(each.application.name == plain for each in drift.missing)
    return f"is it {plain}, downloaded again? Name the file so" if known else ""
