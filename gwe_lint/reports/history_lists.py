"""What the history answers, as lists: which columns people are shown, and which keys programs get."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gwe_lint.findings.finding import noun_of
from gwe_lint.history.rows import ApplicationRow, Change, Day, Latest, Moment, OpenFinding, Timeline
from gwe_lint.reports.layout import Layout, columns
from gwe_lint.reports.listing import Listing
from gwe_lint.text import counted, escaped, quoted

FORMAT = "gwe-lint-history/1"

_KEYS = (
    *("command", "estate", "application", "section", "option", "rule", "name", "severity", "class", "message"),
    *("before", "after", "first_seen", "since", "last_seen", "times", "days", "flapping", "seen", "accepted"),
    *("owner", "due", "overdue"),
)
_OF_NOBODY = {
    "unseen": "not looked at, so that it may still be there",
    "closed": "its estate was closed; nobody says that it was resolved",
}
_NUMBERS = frozenset(("DAYS", "TIMES"))


def open_list(findings: Sequence[OpenFinding], day: date, latest: Sequence[Latest], key: str = "open") -> Listing:
    """The findings that are open on a day."""
    several = len({each.estate for each in findings}) > 1
    owned = any(each.owner for each in findings)
    heads = ("SINCE", "DAYS", "TIMES", "SEVERITY", "RULE", *(("ESTATE",) if several else ()))
    heads = (*heads, "APPLICATION", "OPTION", *(("OWNER",) if owned else ()), "STATE", "WHAT")
    return Listing(
        format=FORMAT,
        key=key,
        rows=[finding_as_keys(each) for each in findings],
        heads=heads,
        cells=[[_cells(each)[head] for head in heads] for each in findings],
        more={"as_of": day.isoformat(), "latest": [{"command": last, "day": str(on)} for last, on in latest]},
        names=_KEYS,
        numbers=_NUMBERS,
    )


def _cells(each: OpenFinding) -> Mapping[str, str]:
    option = option_in_words(each.section, each.option)
    return {
        "SINCE": str(each.since),
        "DAYS": str(each.days),
        "TIMES": str(each.times),
        "SEVERITY": each.severity,
        "RULE": each.rule,
        "ESTATE": each.estate,
        "APPLICATION": each.application or "",
        "OPTION": option,
        "OWNER": each.owner,
        "STATE": state_in_words(each),
        "WHAT": each.message.removeprefix(option).lstrip() if option else each.message,
    }


def state_in_words(each: OpenFinding) -> str:
    """What is special about an open finding; empty for most."""
    back = "flapping" if each.flapping else "again" if each.times > 1 else ""
    unseen = "not looked at since" if each.last_seen else "not looked at"
    last = "" if each.seen else f"{unseen} {each.last_seen or ''}".rstrip()
    words = ("overdue" if each.overdue else "", back, each.accepted, last)
    return ", ".join(filter(None, words))


def option_in_words(section: str | None, option: str | None) -> str:
    """The option as reports name it; empty where a finding is about no option."""
    return noun_of(section or "", option or "") if option else f"[{section}]" if section else ""


def finding_as_keys(each: OpenFinding) -> Mapping[str, Any]:
    """An open finding for programs."""
    keys = {**each._asdict(), "class": each.kind or None, "owner": each.owner or None}
    keys["accepted"] = each.accepted or None
    return {key: keys[key] for key in _KEYS}


def change_list(changes: Sequence[Change], first: date, last: date) -> Listing:
    """What became of findings between two days."""
    heads = ("CHANGE", "SINCE", "TIMES", "SEVERITY", "RULE", "ESTATE", "APPLICATION", "OPTION", "WHAT")
    return Listing(
        format=FORMAT,
        key="changes",
        rows=[{"change": change, **finding_as_keys(each)} for change, each in changes],
        heads=heads,
        cells=[[change, *(_cells(each)[head] for head in heads[1:])] for change, each in changes],
        more={"from": first.isoformat(), "to": last.isoformat()},
        names=("change", *_KEYS),
        numbers=_NUMBERS,
    )


def trend_list(days: Sequence[Day]) -> Listing:
    """Each day of each command."""
    names = Day._fields
    heads = tuple(name.replace("_", " ").upper() for name in names)
    return Listing(
        format=FORMAT,
        key="trend",
        rows=[day._asdict() for day in days],
        heads=heads,
        cells=[[_signed(name, value) for name, value in day._asdict().items()] for day in days],
        names=names,
        numbers=frozenset(heads[2:]),
    )


def _signed(name: str, value: object) -> str:
    return f"{value:+}" if name == "change" and value else str(value)


def application_list(rows: Sequence[ApplicationRow]) -> Listing:
    """All applications with findings."""
    names = ApplicationRow._fields
    return Listing(
        format=FORMAT,
        key="applications",
        rows=[row._asdict() for row in rows],
        heads=tuple(name.replace("_", " ").upper() for name in names),
        cells=[[str(value) for value in row] for row in rows],
        names=names,
        numbers=frozenset(("OPEN", "EVER")),
    )


def timeline_list(timelines: Sequence[Timeline]) -> Listing:
    """All moments of timelines, one a row."""
    keys = ("command", "estate", "application", "section", "option", "name")
    names = (*keys, "day", "state", "rule", "severity", "class", "message", "before", "after", "accepted")
    rows = [
        {**{key: getattr(line, key) for key in keys}, **_moment_as_keys(moment)}
        for line in timelines
        for moment in line.moments
    ]
    heads = ("DAY", "STATE", "SEVERITY", "RULE", "ESTATE", "APPLICATION", "OPTION", "WHAT")
    cells = [
        [
            *(str(moment.day), moment.state, moment.severity, moment.rule, line.estate),
            *(line.application or "", option_in_words(line.section, line.option), moment.message),
        ]
        for line in timelines
        for moment in line.moments
    ]
    return Listing(FORMAT, "moments", rows, heads, cells, names=names)


def _moment_as_keys(moment: Moment) -> dict[str, Any]:
    """A moment for programs, with the application under the name that it had then."""
    keys: dict[str, Any] = {**moment._asdict(), "class": moment.kind or None}
    del keys["kind"]
    if moment.application is None:
        del keys["application"]
    return {key: None if value == "" else value for key, value in keys.items()}


def timelines_as_text(timelines: Sequence[Timeline], layout: Layout) -> str:
    """A block for each finding: how it was from which day on."""
    return "\n".join("".join(f"{line}\n" for line in _block(each, layout)) for each in timelines)


def _block(line: Timeline, layout: Layout) -> Iterator[str]:
    option = option_in_words(line.section, line.option) or line.name
    where = " in ".join(filter(None, (line.application, line.estate)))
    yield from _head(f"{where}: {option}", f"{line.command}, {_times(line)}", layout)
    before: Moment | None = None
    for moment in line.moments:
        yield from layout.wrapped(f"  {moment.day}  {moment.state:<7}  ", _what(moment, before), 23)
        before = moment


def _head(title: str, more: str, layout: Layout) -> Iterator[str]:
    """The title of a block and what else there is to say, in one line where that has room."""
    if layout.bounded and columns(title) + len(more) + 3 > layout.width:
        yield from (layout.paint("bold", line) for line in layout.wrapped("", title, 0))
        yield f"  {more}"
        return
    yield layout.paint("bold", escaped(title)) + f"   {more}"


def _times(line: Timeline) -> str:
    return f"first {line.first_seen}" + (f", began {counted(line.times, 'time')}" if line.times > 1 else "")


def _what(moment: Moment, before: Moment | None) -> str:
    """What there is to say of a moment."""
    if moment.state == "gone":
        return f"after {counted((moment.day - before.day).days, 'day')} as above" if before else ""
    if moment.state in _OF_NOBODY:
        return _OF_NOBODY[moment.state]
    accepted = f" ({moment.accepted})" if moment.accepted else ""
    if not moment.kind or (moment.before is None and moment.after is None):
        return f"{moment.severity}[{moment.rule}] {moment.message}{accepted}"
    sides = (_side(moment.before), _side(moment.after))
    return f"{moment.severity}[{moment.rule}] {moment.kind}: {sides[0]} -> {sides[1]}{accepted}"


def _side(value: str | None) -> str:
    return "not set" if value is None else quoted(value)
