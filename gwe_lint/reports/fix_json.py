"""A fix as JSON, with the same keys wherever it stands."""

from typing import Any

from gwe_lint.findings.fix import Fix


def fix_as_json(fix: Fix, most: int | None = None) -> dict[str, Any]:
    """The fix with all that it changes, or the first changes; how many findings it resolves where it was tried."""
    changes = [change._asdict() for change in fix.changes[:most]]
    more = len(fix.changes) - len(changes)
    left_out = {"changes_more": more} if more else {}
    tried = {} if fix.resolves is None else {"resolves": fix.resolves}
    return {"safety": fix.safety, "changes": changes, **left_out, **tried}
