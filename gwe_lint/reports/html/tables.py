"""The findings once more, by application and as a matrix: options against applications, with symbol and word."""

from collections.abc import Iterator, Sequence

from gwe_lint.estate.model import SEVERITIES
from gwe_lint.findings.report import Finding, Matrix, Report
from gwe_lint.reports.html.elements import Column, Row, breakable, folded, shown, table
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.wording import is_pending, option_of
from gwe_lint.text import counted

_MOST_LINKS = 10
_MOST_ROWS, _MOST_COLUMNS = 150, 16  # of a matrix; more is no picture any more
CELLS = {  # class, symbol and word of a cell, by the class of the difference
    "unchanged": ("same", "✔", "same"),
    "changed": ("differs", "✘", "differs"),
    "missing": ("differs", "✘", "differs: missing"),
    "extra": ("differs", "✘", "differs: extra"),
    "must-differ": ("differs", "✘", "must differ"),
    "equivalent": ("unset", "≈", "equivalent"),
    "expected": ("unset", "≈", "expected"),
    "unverifiable": ("unknown", "◌", "not comparable"),
    "not-set": ("unset", "◌", "not set"),
}

Numbered = Sequence[tuple[int, Cause]]
Entry = tuple[int, Cause, Finding]


def by_application(report: Report, causes: Numbered) -> str:
    """What each application has, those with the most severe findings first."""
    found = _entries(causes)
    if not found:
        return ""
    several = len({estate for estate, _ in found}) > 1
    heads = ("Application", *(f"{severity.capitalize()}s" for severity in SEVERITIES), "Accepted", "What")
    columns = [Column(head, head not in ("Application", "What")) for head in heads]
    rows = [_application(name, estate if several else "", entries) for (estate, name), entries in found.items()]
    rows.sort(key=lambda row: tuple(-int(cell) for cell in row.cells[1:5]))
    return table("applications", f"{counted(len(rows), 'application')} with findings", columns, rows)


def _entries(causes: Numbered) -> dict[tuple[str, str], list[Entry]]:
    """The findings of each application, which is known by estate and name."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for number, cause in causes:
        for finding in cause.findings:
            place = finding.hit.place
            found.setdefault((finding.estate, place.application or place.path), []).append((number, cause, finding))
    return found


def _application(name: str, estate: str, entries: Sequence[Entry]) -> Row:
    kinds = [cause.kind for _, cause, _ in entries]
    counts = [kinds.count(severity) for severity in SEVERITIES]
    accepted = len(kinds) - sum(counts)
    links = [_link(number, finding) for number, _, finding in entries]
    where = f' <span class="quiet">{shown(estate)}</span>' if estate else ""
    cells = (f"{breakable(name)}{where}", *map(str, counts), str(accepted), folded(links, _MOST_LINKS, "findings"))
    return Row(cells, kinds)


def _link(number: int, finding: Finding) -> str:
    """A link to a cause, by the option it is about."""
    place = finding.hit.place
    text = option_of(finding) if place.section else f"{finding.rule} {finding.name}"
    return f'<a href="#c{number}">{breakable(text)}</a>'


def not_live(report: Report, causes: Numbered) -> str:
    """Which applications still act as before, as far as one can know."""
    waiting = [(number, cause) for number, cause in causes if cause.status == "active" and is_pending(cause.first)]
    rows = [
        Row((breakable(name), listed_links(entries)), [cause.kind for _, cause, _ in entries])
        for (_, name), entries in sorted(_entries(waiting).items())
    ]
    caption = f"{counted(len(rows), 'application')}: to be restarted, unless that was done after the change"
    columns = (Column("Application"), Column("Options that take effect after a restart"))
    return table("restart", caption, columns, rows) if rows else ""


def listed_links(entries: Sequence[Entry]) -> str:
    """The causes of an application as links."""
    return folded([_link(number, finding) for number, _, finding in entries], _MOST_LINKS, "options")


def matrices(report: Report, causes: Numbered) -> str:
    """A matrix for each application type with several applications."""
    found = report.drift.matrices if report.drift else ()
    tables = [_matrix(each, number, _causes(each, causes)) for number, each in enumerate(found, 1) if _is_shown(each)]
    if not tables:
        return ""
    legend = "✔ same · ✘ differs · ≈ equivalent in meaning, or expected to differ · ◌ not set, or not comparable"
    return f'<p class="quiet">{legend}</p>\n' + "\n".join(tables)


def _is_shown(matrix: Matrix) -> bool:
    return len(matrix.applications) > 1


def _causes(matrix: Matrix, causes: Numbered) -> dict[tuple[str, str], list[tuple[int, Cause]]]:
    """The causes by option, of the application type of a matrix."""
    found: dict[tuple[str, str], list[tuple[int, Cause]]] = {}
    for number, cause in causes:
        change, place = cause.first.change, cause.first.hit.place
        if change and change.app == matrix.app:
            found.setdefault((place.section or "", place.option or ""), []).append((number, cause))
    return found


def _matrix(matrix: Matrix, number: int, causes: dict[tuple[str, str], list[tuple[int, Cause]]]) -> str:
    """The options that have findings, in the order of these; applications that differ in any of them come first."""
    rows = [row for row in matrix.rows if row[:2] in causes]
    rows.sort(key=lambda row: causes[row[0], row[1]][0][0])
    names, order = matrix.applications, range(len(matrix.applications))
    alike = [all(CELLS[cells[at]][0] != "differs" for _, _, cells in rows) for at in order]
    kept = sorted(order, key=lambda at: (alike[at], at))[:_MOST_COLUMNS]
    columns = [Column("Option"), *(Column(breakable(names[at])) for at in kept)]
    shown_rows = [_row(cells, kept, causes[section, option]) for section, option, cells in rows[:_MOST_ROWS]]
    caption = f"{shown(matrix.app)}: {'; '.join(_sizes(len(rows), len(names), alike, len(kept)))}"
    return table(f"matrix-{number}", caption, columns, shown_rows, "matrix") if shown_rows else ""


def _sizes(rows: int, columns: int, alike: Sequence[bool], kept: int) -> Iterator[str]:
    """How much is in a matrix, and how much is not."""
    yield f"{counted(rows, 'option')} with differences, {counted(columns, 'application')}"
    if rows > _MOST_ROWS:
        yield f"the first {_MOST_ROWS} options are shown"
    if kept < columns:
        beside = f", of which {sum(not each for each in alike) - kept} differ" if alike.count(False) > kept else ""
        yield f"{columns - kept} applications are not shown{beside or ', none of which differs'}"


def _row(cells: Sequence[str], kept: Sequence[int], causes: Sequence[tuple[int, Cause]]) -> Row:
    number, first = causes[0]
    return Row((_link(number, first.first), *(_cell(cells[at]) for at in kept)), [cause.kind for _, cause in causes])


def _cell(kind: str) -> str:
    classes, symbol, word = CELLS[kind]
    return f'<td class="{classes}"><span aria-hidden="true">{symbol}</span> {word}</td>'
