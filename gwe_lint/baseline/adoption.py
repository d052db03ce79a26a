"""The files below ``adopt``: they accept what counts of a drift, in baseline files or in a folder of exports."""

from collections.abc import Collection, Mapping, Sequence

from gwe_lint.baseline.adopt import Adopted, adopted
from gwe_lint.baseline.fragments import list_text
from gwe_lint.baseline.loader import StoredBaseline
from gwe_lint.baseline.steps import full_name
from gwe_lint.baseline.taken import Taken, taken_of, was_damaged
from gwe_lint.drift.came_and_went import is_of_application
from gwe_lint.drift.diff import Drift
from gwe_lint.drift.difference import Difference
from gwe_lint.drift.judge import Judged
from gwe_lint.estate.estate import Estate

_TO_DO = "Copy the other files over those of the baseline. What copying cannot do (the next snapshot does it, too):"
_SECRETS_LEFT = (
    "Secrets, of which nothing can be kept without a key (GWE_LINT_HMAC_KEY): the baseline has them as they were."
)


def adoption_of(
    drift: Drift,
    judged: Judged,
    estates: Sequence[Estate],
    active: Collection[str],
    not_whole: Collection[str],
    baseline: StoredBaseline | None,
) -> Mapping[str, str]:
    """The files by name. Differences count whose fingerprints are ``active``, in files that were read whole.

    ``baseline`` is None for a baseline of exports: then the current exports take their place.
    """
    changed = [each for fingerprint, each in judged.found if fingerprint in active and not was_damaged(each, not_whole)]
    renamed = [pair for fingerprint, pair in judged.renamed if fingerprint in active]
    if not changed and not renamed:
        return {}
    if baseline is None:
        sides = [(pair.before, pair.after) for pair in renamed]
        sides += [(each.before, each.after) for each in changed if not is_of_application(each)]
        copied = [f"{after.application.path} over {then.label}{then.application.path}" for then, after in sides]
        return {"adopt/adopt.txt": _steps_with_exports(copied, [each for each in changed if is_of_application(each)])}
    taken = taken_of(drift, judged, active, not_whole)
    accepted = adopted(estates, baseline, taken)
    steps = [f"remove {name} from the baseline{_why_removed(name, accepted)}" for name in accepted.removed]
    blocks = {_TO_DO: steps, _SECRETS_LEFT: _lost(taken, several=len(estates) > 1)}
    notes = _blocks(blocks)
    files = {f"adopt/{name}": text for name, text in accepted.files.items()}
    return {**files, "adopt/adopt.txt": notes} if notes else files


def _why_removed(name: str, accepted: Adopted) -> str:
    """Why a file has to go. One whose new name differs in case only cannot be emptied by copying everywhere."""
    if name in accepted.files:
        return ", it only says that nobody needs it"
    return ": another file, whose name differs in case only, takes its place. Nothing is compared with both there"


def _lost(taken: Taken, *, several: bool) -> list[str]:
    """The secrets that the baseline cannot get."""
    subjects = [(each.after, full_name(each)) for each in taken.lost]
    return [f"{f'{after.estate.name}/' if several else ''}{after.application.name}: {name}" for after, name in subjects]


def _steps_with_exports(copied: Collection[str], applications: Sequence[Difference]) -> str:
    gone = [f"{each.before.label}{each.before.application.path}" for each in applications if each.kind == "missing"]
    new = [each.after.application.path for each in applications if each.kind == "extra"]
    return _blocks(
        {
            "To accept the current state, copy these exports.": copied,
            "Copy these into the baseline, too: it has no export of theirs.": new,
            "Remove these from the baseline: they are not exported any more.": gone,
        }
    )


def _blocks(blocks: Mapping[str, Collection[str]]) -> str:
    return "\n".join(list_text(head, lines) for head, lines in blocks.items() if lines)
