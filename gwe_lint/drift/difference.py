"""The class of each compared option: changed, missing, extra and others. Each option has exactly one."""

from typing import Literal, NamedTuple

from gwe_lint.catalogue.fact import Fact
from gwe_lint.drift.side_value import SideValue
from gwe_lint.drift.subject import Subject
from gwe_lint.estate.equality import differs_in_case_only, likeness
from gwe_lint.estate.model import ANNEX, Place
from gwe_lint.exports.redactor import keys_in

Class = Literal[
    "changed",
    "missing",
    "extra",
    "must-differ",
    "equivalent",
    "expected",
    "unchanged",
    "unverifiable",
]
DRIFT: tuple[Class, ...] = ("changed", "missing", "extra", "must-differ")
CLASSES: tuple[Class, ...] = (*DRIFT, "equivalent", "expected", "unchanged", "unverifiable")


class Difference(NamedTuple):
    """One option, or one part of an object, on both sides, with its class. ``reason`` explains an unverifiable one."""

    before: Subject
    after: Subject
    section: str
    name: str
    kind: Class
    old: SideValue
    new: SideValue
    fact: Fact | None = None
    reason: str = ""

    @property
    def place(self) -> Place:
        """The place of the current value."""
        return self.after.place(self.section, self.name, self.new)

    @property
    def former(self) -> Place:
        """The place of the former value."""
        return self.before.place(self.section, self.name, self.old)

    @property
    def is_alike(self) -> bool:
        """True where both sides are set to values that mean the same."""
        return self.kind in ("unchanged", "equivalent") and self.old.is_set and self.new.is_set

    @property
    def object_says(self) -> bool:
        """True where it is a difference only if the objects have the versions of what runs."""
        return may_rest_on_object(self.old, self.new, self.fact)

    @property
    def case_only(self) -> bool:
        """True where only the case of letters differs, which is a difference in Genesys."""
        old, new = self.old.text, self.new.text
        return self.kind == "changed" and old is not None and new is not None and differs_in_case_only(old, new)


def classified(before: Subject, after: Subject, section: str, name: str, *, comparable: bool) -> Difference:
    """The difference of an option of two applications.

    ``comparable`` is True where one key made the tokens of secrets of both sides.
    """
    fact = after.estate.catalogue.fact(after.application.type, section, name)
    old, new = before.value(section, name), after.value(section, name)
    difference = Difference(before, after, section, name, "unchanged", old, new, fact)
    if new.is_set and old.option is None and before.must_stay_unset(section, name):
        return difference._replace(kind="extra", reason="the baseline says that it stays unset")
    one_run = comparable and not (before.recorded or after.recorded)
    reason = _unverifiable(old, new, fact, one_run=one_run) or ("" if one_run else _key_conflict(f"{section}/{name}"))
    if reason:
        return difference._replace(kind="unverifiable", reason=reason)
    if old.text is None or new.text is None:
        kind: Class = "unchanged" if old.text == new.text else "extra" if old.text is None else "missing"
        return difference._replace(kind=kind)
    like = likeness(old.text, new.text, fact)
    if like == "changed" and old.default != new.default:
        return difference._replace(kind="extra" if old.default else "missing")
    if like == "unchanged" and old.default != new.default:
        return difference._replace(kind="equivalent")  # set to what is the default
    return difference._replace(kind=like)


def may_rest_on_object(one: SideValue, other: SideValue, fact: Fact | None) -> bool:
    """True where two values may be alike with the default of another release than that of the object."""
    return any(
        mine.object_says and (theirs.default or not is_no_default(theirs, fact.defaults if fact else (), fact))
        for mine, theirs in ((one, other), (other, one))
    )


def is_no_default(side: SideValue, defaults: tuple[str, ...], fact: Fact | None) -> bool:
    """True for a value that is set, and known, and means none of these defaults."""
    text = side.text
    known = side.option is not None and text is not None and not side.option.why_unknown
    return known and bool(defaults) and all(likeness(text or "", each, fact) == "changed" for each in defaults)


def _unverifiable(old: SideValue, new: SideValue, fact: Fact | None, *, one_run: bool) -> str:
    """Why the two sides cannot be compared; empty where they can."""
    for side in (old, new):
        if side.option and side.option.why_unknown:
            return f"the value {side.option.why_unknown}"
    secrets = [side.option.value for side in (old, new) if side.option and side.option.kind == "secret"]
    if len(secrets) == 2 and not one_run and (reason := _key_conflict(*secrets)):
        return reason
    certain = is_no_default(old, new.may_be, fact) or is_no_default(new, old.may_be, fact)
    return "" if certain else old.unknown or new.unknown


def _key_conflict(*texts: str) -> str:
    """Why the secret tokens of two runs cannot be compared: no key, or two keys. Empty where they can."""
    keys = {key for text in texts for key in keys_in(text)}
    if "" in keys:
        return "secrets of two runs are compared by a key only (GWE_LINT_HMAC_KEY)"
    return f"its secrets were replaced with two keys ({' and '.join(sorted(keys))})" if len(keys) > 1 else ""


def _without(side: Subject, section: str) -> SideValue:
    """What a side says of a facet that it does not have: an option of the annex may be in what was not read."""
    unread = side.application.export.unread if section == ANNEX and side.application.export else ""
    return SideValue(None, unknown=f"it is not in the export, {unread}" if unread else "")


def facet_difference(
    before: Subject,
    after: Subject,
    section: str,
    name: str,
    old: SideValue | None,
    new: SideValue | None,
    *,
    comparable: bool = True,
) -> Difference:
    """The difference of a connection, a port, a tenant, an option of the annex, or a property of the application."""
    old, new = old or _without(before, section), new or _without(after, section)
    kind: Class = "unchanged"
    one_run = comparable and not (before.recorded or after.recorded)
    if reason := _unverifiable(old, new, None, one_run=one_run):
        return Difference(before, after, section, name, "unverifiable", old, new, reason=reason)
    if old.text != new.text:
        kind = "extra" if old.text is None else "missing" if new.text is None else "changed"
        if (before.recorded or after.recorded) and (reason := _key_conflict(name, old.text or "", new.text or "")):
            return Difference(before, after, section, name, "unverifiable", old, new, reason=reason)
    return Difference(before, after, section, name, kind, old, new)
