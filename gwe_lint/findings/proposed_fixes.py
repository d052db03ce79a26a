"""The fixes that a rule proposes for a hit: its corrections, as far as all that they change is known and no secret."""

from collections.abc import Iterator

from gwe_lint.estate.correction import Correction, Edit, Safety
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit
from gwe_lint.estate.text_edits import Replacement, replacements
from gwe_lint.exports.redactor import is_masked, keys_in
from gwe_lint.findings.fix import Fix
from gwe_lint.rules.rule import Rule

_MOST_REPLACED = 50  # changes of one fix whose places in the text are looked for


def proposed(rule: Rule, hit: Hit, estate: Estate) -> tuple[Fix, ...]:
    """The fixes of a hit, the likeliest first; none for a rule that declares none."""
    if not (rule.fixable and hit.corrections):
        return ()
    known = (each for each in dict.fromkeys(hit.corrections) if each.edits and _is_known(estate, each))
    sure = not hit.at_most and rule.basis == "documented" and rule.severity_in(estate) == rule.severity
    return tuple(Fix(_safety(rule, each, sure=sure), each.edits, None, _in_text(estate, each)) for each in known)


def _safety(rule: Rule, correction: Correction, *, sure: bool) -> Safety:
    """What rests on an assumption, or was chosen among what is there, is probable at most."""
    if correction.chosen or not sure:
        return "probable"
    return rule.fixable or "probable"


def _is_known(estate: Estate, correction: Correction) -> bool:
    """True where every option that is edited is known. A secret is not, nor one that an unread part may hide."""
    return all(_may_be_edited(_named(estate, edit), edit) for edit in correction.edits)


def _named(estate: Estate, edit: Edit) -> Application | None:
    """The application of an edit; None where several have its name."""
    named = estate.topology.named(edit.application)
    return named[0] if len(named) == 1 else None


def _may_be_edited(application: Application | None, edit: Edit) -> bool:
    export = application.export if application else None
    if not application or not export or application.completeness == "delta":
        return False
    if any(keys_in(value) or is_masked(value) for value in (edit.before or "", edit.after or "")):
        return False  # the token of a secret, or what an export has in place of one
    option = application.option(edit.section, edit.option)
    if not option:
        return edit.before is None and edit.after is not None and not export.unread
    return option.kind in ("string", "integer") and option.value == edit.before and edit.after != edit.before


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
