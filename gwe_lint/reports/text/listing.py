"""Many findings on a terminal: one block a cause, at most so many, or a count for each rule."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.report import Report
from gwe_lint.reports.layout import Layout
from gwe_lint.reports.view.limits import MOST_PLACES
from gwe_lint.reports.wording import spot_of
from gwe_lint.text import counted, escaped

FULL = 50  # findings: more are grouped by cause unless asked otherwise
Block = Callable[[Finding], Iterator[str]]


def is_grouped(report: Report, layout: Layout) -> bool:
    """True where findings of one cause share a block."""
    return layout.group == "cause" or (layout.group == "auto" and len(report.active) > FULL)


def grouped(findings: Sequence[Finding], block: Block) -> Iterator[Iterator[str]]:
    """A block for each cause: its first finding whole, and where else it is."""
    from gwe_lint.reports.view.cause import groups_of  # noqa: PLC0415  a run with few findings starts without

    for group in groups_of(findings):
        yield _block(group, block)


def _block(group: Sequence[Finding], block: Block) -> Iterator[str]:
    first, *rest = group
    yield from block(first)
    if rest:
        yield f"   = and {len(rest)} more with this cause:"
        yield from (f"     {escaped(_where(finding))}" for finding in rest[:MOST_PLACES])
    if len(rest) > MOST_PLACES:
        more = len(rest) - MOST_PLACES
        yield f"     and {more} more {'place' if more == 1 else 'places'} (--group none shows all)"


def _where(finding: Finding) -> str:
    return f"{spot_of(finding)}  {finding.hit.place.application or ''}".rstrip()


def hidden_findings(report: Report, layout: Layout, *, in_blocks: bool) -> Iterator[str]:
    """How many findings, or causes, are not shown because of ``most``; nothing where all are.

    ``in_blocks``: a block for each that counts, and not a line for every finding.
    """
    if layout.most is None or layout.statistics:
        return
    from gwe_lint.reports.view.cause import groups_of  # noqa: PLC0415  needed only where the number is limited

    by_cause = in_blocks and is_grouped(report, layout)
    shown = groups_of(report.active) if by_cause else report.active if in_blocks else report.findings
    hidden = len(shown) - layout.most
    if hidden > 0:
        yield f"{counted(hidden, 'cause' if by_cause else 'finding')} not shown (--max-findings)"


def statistics(report: Report, layout: Layout) -> str:
    """A line for each rule that found something: how often, its severity, id and name; the most severe first."""
    counts = Counter((finding.severity, finding.rule, finding.name) for finding in report.active)
    width = len(str(max(counts.values(), default=0)))
    rows = sorted(counts.items(), key=lambda row: (SEVERITIES.index(row[0][0]), -row[1], row[0][1]))
    return "".join(
        f"{count:>{width}}  {layout.paint(severity, f'{severity:<7}')}  {rule}  {name}\n"
        for (severity, rule, name), count in rows
    )
