"""A cause as HTML: what happened, before and now, where, why, when it takes effect, and which rule says so."""

from collections.abc import Iterator

from gwe_lint.estate.model import Note, Place
from gwe_lint.findings.report import Finding, Report
from gwe_lint.reports.history import age_said
from gwe_lint.reports.html.elements import badge, code, folded, sentence, shown
from gwe_lint.reports.view.cause import Cause
from gwe_lint.reports.view.change import ChangeView, ValueView, change_view
from gwe_lint.reports.view.value_diff import Parts
from gwe_lint.reports.wording import accepted_by, is_pending

_MOST_PLACES = 8
_LONGEST_LINE = 300  # characters of a line of an export

Term = tuple[str, str]  # name and HTML


def cause_as_html(cause: Cause, number: int, report: Report) -> str:
    """One entry; ``number`` makes its id, to which tables lead."""
    subject, what = cause.happened
    id, kind = f"c{number}", cause.kind
    name = code(subject) if cause.first.change else shown(subject)
    terms = "".join(f"<dt>{term}</dt><dd>{said}</dd>\n" for term, said in _terms(cause, report) if said)
    change = cause.first.change
    group = f' data-class="{shown(change.kind)}" data-group="{shown(change.group)}"' if change else ""
    return (
        f'<article class="cause {kind}" id="{id}" data-kind="{kind}"{group} aria-labelledby="{id}-title">\n'
        f'<h3 id="{id}-title">{badge(kind)} {name}{f" {what}" if what else ""}</h3>\n<dl>\n{terms}</dl>\n</article>'
    )


def _terms(cause: Cause, report: Report) -> Iterator[Term]:
    first = cause.first
    if first.change:
        yield from _values(change_view(first.change), report.drift.sides if report.drift else ("before", "now"))
        yield "Note", shown(sentence(change_view(first.change).remark))
    yield "Where", _where(cause)
    yield "Shown", _frame(first.hit.place, first.hit.label) if not first.change else ""
    yield "Why" if first.change else "Help", shown(sentence(first.hit.help))
    related = [_related(note) for note in first.hit.related] if not first.change else []
    yield "Related", folded(related, _MOST_PLACES, "places") if related else ""
    yield (
        "Effect",
        f"{shown(sentence(first.takes_effect or ''))}{'; probably not yet live' if is_pending(first) else ''}",
    )
    yield "Since", shown(age_said(cause.findings, report.history))
    yield "Accepted", sentence(shown(accepted_by(first)))
    severity = f" ({first.severity})" if cause.status != "active" else ""
    yield "Rule", f'<a href="#{shown(first.rule)}">{shown(first.rule)} {shown(first.name)}</a>{severity}'


def _values(change: ChangeView, sides: tuple[str, str]) -> Iterator[Term]:
    if change.by_member:
        yield "Values", "<br>".join(map(shown, change.by_member))
        return
    before, after = change.contrasted
    old, new = (shown(side[:1].upper() + side[1:]) for side in sides)
    yield old, _value(change.before, before)
    yield new, _value(change.after, after)


def _value(value: ValueView, parts: Parts) -> str:
    """A value with what differs marked, or a word for there being none."""
    head, mark, tail = map(shown, parts)  # escaped already, and escaping it once more changes nothing
    text = value.absence or f"<code>{head}{f'<mark>{mark}</mark>' if mark else ''}{tail}</code>"
    return f'{text} <span class="quiet">({value.origin})</span>' if value.origin else text


def _where(cause: Cause) -> str:
    return folded([_place(finding) for finding in cause.findings], _MOST_PLACES, "applications")


def _place(finding: Finding) -> str:
    place = finding.hit.place
    name = f"<b>{shown(place.application)}</b> " if place.application else ""
    former = finding.hit.related[0].place if finding.change and finding.hit.related else None
    was = f' <span class="quiet">before {code(f"{former.path}:{former.line}")}</span>' if former else ""
    return f"{name}{code(f'{place.path}:{place.line}:{place.column}')}{was}"


def _related(note: Note) -> str:
    name = f"<b>{shown(note.place.application)}</b> " if note.place.application else ""
    return f"{name}{code(f'{note.place.path}:{note.place.line}')}: {shown(note.full)}"


def _frame(place: Place, label: str) -> str:
    """The lines of the export, with what is wrong in them marked."""
    if not place.lines:
        return shown(label)
    before = "".join(f"{number}  {shown(line[:_LONGEST_LINE])}\n" for number, line in place.lines[:-1])
    number, line = place.lines[-1]
    at, length = place.mark
    start = max(at - _LONGEST_LINE // 3, 0)
    head, mark, tail = line[start:at], line[at : at + length], line[at + length :]
    marked = f"<mark>{shown(mark[:_LONGEST_LINE])}</mark>" if mark else ""
    last = f"{number}  {'…' if start else ''}{shown(head)}{marked}{shown(tail[:_LONGEST_LINE])}"
    return f"<pre>{before}{last}</pre>{shown(label)}"
