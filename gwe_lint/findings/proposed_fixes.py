"""The fixes that a rule proposes for a hit: its corrections, as far as all that they change is known and no secret."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.estate.correction import Correction, Edit, Safety
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit
from gwe_lint.estate.text_edits import Replacement, replacements
from gwe_lint.exports.redactor import is_masked, keys_in
from gwe_lint.exports.secret_names import is_section_of_secrets, secret_by_name
from gwe_lint.findings.fix import Fix
from gwe_lint.rules.rule import Rule

_MOST_REPLACED = 50  # changes of one fix whose places in the text are looked for


class _Judged(NamedTuple):
    """A correction, whether all that it changes is known, and its places in the text of exports."""

    correction: Correction  # kept, so that its id stays its own
    is_known: bool
    replacements: tuple[Replacement, ...]


class Proposals:
    """The fixes that are proposed in one estate. A correction that many hits share is judged once."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._judged: dict[int, _Judged] = {}

    def of(self, rule: Rule, hit: Hit) -> tuple[Fix, ...]:
        """The fixes of a hit, the likeliest first; none for a rule that declares none."""
        if not rule.fixable:
            return ()
        full = rule.severity_in(self.estate) == rule.severity
        sure = full and not hit.at_most and rule.basis == "documented"
        judged = (self._judge(each) for each in hit.corrections if each.edits)
        return tuple(
            Fix(_safety(rule, each.correction, sure=sure), each.correction.edits, None, each.replacements)
            for each in judged
            if each.is_known
        )

    def _judge(self, correction: Correction) -> _Judged:
        if id(correction) not in self._judged:
            is_known = all(_may_be_edited(self.estate, edit) for edit in correction.edits)
            places = _in_text(self.estate, correction) if is_known else ()
            self._judged[id(correction)] = _Judged(correction, is_known, places)
        return self._judged[id(correction)]


def _safety(rule: Rule, correction: Correction, *, sure: bool) -> Safety:
    """What rests on an assumption, or was chosen among what is there, is probable at most."""
    if correction.chosen or not sure:
        return "probable"
    return rule.fixable or "probable"


def _may_be_edited(estate: Estate, edit: Edit) -> bool:
    """True for an option that is known and no secret. One that is not set counts where all of the export was read.

    Of several applications with one name nobody knows which is meant.
    """
    named = estate.topology.named(edit.application)
    export = named[0].export if len(named) == 1 else None
    if not export or export.completeness == "delta" or _is_secret(estate, named[0], edit):
        return False
    option = named[0].option(edit.section, edit.option)
    if not option:
        return edit.before is None and edit.after is not None and not export.unread
    return option.kind in ("string", "integer") and option.value == edit.before and edit.after != edit.before


def _is_secret(estate: Estate, application: Application, edit: Edit) -> bool:
    """True for an option that holds a secret, its token, or what an export has in its place."""
    if any(
        keys_in(text) or is_masked(text) for text in (edit.section, edit.option, edit.before or "", edit.after or "")
    ):
        return True
    fact = estate.catalogue.fact(application.type, edit.section, edit.option)
    by_name = secret_by_name(edit.option) or is_section_of_secrets(edit.section)
    return fact.secret if fact else by_name


def _in_text(estate: Estate, correction: Correction) -> tuple[Replacement, ...]:
    """The fix in the text of exports; nothing where a change of it has no exact place there."""
    if len(correction.edits) > _MOST_REPLACED:
        return ()
    by_name: dict[str, list[Edit]] = {}
    for edit in correction.edits:
        by_name.setdefault(edit.application, []).append(edit)
    found = list(_of_applications(estate, by_name))
    return tuple(each for part in found for each in part) if all(found) else ()


def _of_applications(estate: Estate, edits: dict[str, list[Edit]]) -> Iterator[tuple[Replacement, ...]]:
    for name, own in edits.items():
        application = estate.topology.named(name)[0]
        yield replacements(application, own, "\r\n" if estate.newlines.get(application.path) == "crlf" else "\n")
