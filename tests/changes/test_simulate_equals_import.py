"""A simulation says what a check says of the exports into which the change was really written."""

import csv
import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gwe_lint.cli.main import main
from tests.changes.importer import with_fragment, with_rows

WES = "wes.connector.chatServer."
APPLICATIONS = ("GWE_Backend", "ChatServer_01", "ChatServer_02", "ChatServer_03")
VALUES = {
    ("service:wes", f"{WES}queueKey"): ("1:webme", "1:web2", "101:webme", "webme", "1:nosuch", ""),
    ("service:wes", f"{WES}queueWebengagement"): ("Q", "Q2", "q"),
    ("service:wes", f"{WES}refreshPeriod"): ("3", "60", "x"),
    ("service:wes", f"{WES}identifyCreateContact"): ("1", "3", "7"),
    ("service:pacing", "pacing.connector.statServer"): ("Stat", ""),
    ("odd", "thing"): ("1", "two"),
}
ENDPOINTS = {
    (section, name): ("Q", "Q2", "", "<queue>")
    for section in ("endpoints:1", "endpoints:101", "Endpoints:1")
    for name in ("webme", "web2", "default", "webmee")
} | {
    ("settings", "session-restoration-mode"): ("none", "simple", "other"),
    ("settings", "flex-disconnect-timeout"): ("45", "000", "9 s"),
    ("log", "verbose"): ("standard", "all"),
}


def options(application: str) -> st.SearchStrategy[dict[tuple[str, str], str]]:
    known = VALUES if application == "GWE_Backend" else ENDPOINTS
    chosen = st.lists(st.sampled_from(sorted(known)), max_size=6, unique=True)
    return chosen.flatmap(lambda keys: st.fixed_dictionaries({key: st.sampled_from(known[key]) for key in keys}))


def cfg(chosen: Mapping[tuple[str, str], str]) -> str:
    sections: dict[str, list[str]] = {}
    for (section, name), value in chosen.items():
        sections.setdefault(section, []).append(f"{name}={value}\n")
    return "\n".join(f"[{section}]\n{''.join(lines)}" for section, lines in sections.items())


def report(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        main([*arguments, "--isolated", "--format", "json"])
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def told(findings: list[dict[str, Any]]) -> set[tuple[object, ...]]:
    """The findings without the places, which differ: a change stands in its own file."""
    keys = ("fingerprint", "rule", "severity", "application", "section", "option", "message", "help")
    return {tuple(each[key] for key in keys) for each in findings}


def written(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def same_as_written(before: Mapping[str, str], after: Mapping[str, str], change: Mapping[str, str], *mode: str) -> None:
    with TemporaryDirectory() as top:
        folder = Path(top)
        written(folder / "a", {})
        written(folder / "a" / "est", before)
        written(folder / "b", {})
        written(folder / "b" / "est", after)
        written(folder / "change", change)
        imports = [argument for name in change for argument in ("--import", f"{folder}/change/{name}")]
        simulated = report("simulate", f"{folder}/a/est", *imports, *mode)
        then, now = report("check", f"{folder}/a/est"), report("check", f"{folder}/b/est")
    assert told(simulated["findings"]) == told(now["findings"])
    former = {each["fingerprint"] for each in then["findings"]}
    later = {each["fingerprint"] for each in now["findings"]}
    assert {each["fingerprint"] for each in simulated["resolved"]} <= former - later
    new = {each["fingerprint"] for each in simulated["findings"] if each["status"] == "new"}
    assert later - former >= new - former
    assert simulated["coverage"] == now["coverage"]
    assert simulated["summary"]["rules"] == now["summary"]["rules"]


def estates() -> st.SearchStrategy[dict[str, dict[tuple[str, str], str]]]:
    return st.fixed_dictionaries({name: options(name) for name in APPLICATIONS})


def changes() -> st.SearchStrategy[dict[str, dict[tuple[str, str], str]]]:
    names = st.lists(st.sampled_from(APPLICATIONS), min_size=1, unique=True)
    return names.flatmap(lambda names: st.fixed_dictionaries({name: options(name) for name in names}))


def exported(estate: Mapping[str, Mapping[tuple[str, str], str]]) -> dict[str, str]:
    base = {
        "GWE_Backend": {("service:wes", f"{WES}queueKey"): "1:webme", ("service:wes", f"{WES}queueWebengagement"): "Q"},
        **{name: {("endpoints:1", "webme"): "Q", ("log", "all"): "stdout"} for name in APPLICATIONS[1:]},
    }
    return {f"{name}.cfg": cfg({**base[name], **chosen}) for name, chosen in estate.items()}


@settings(max_examples=40, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(estates(), changes(), st.booleans())
def test_an_import_of_fragments(
    estate: dict[str, dict[tuple[str, str], str]], change: dict[str, dict[tuple[str, str], str]], replace: bool
) -> None:
    before = exported(estate)
    fragments = {f"{name}.cfg": cfg(chosen) for name, chosen in change.items() if chosen}
    if not fragments:
        return
    after = before | {name: with_fragment(before[name], text, replace=replace) for name, text in fragments.items()}
    same_as_written(before, after, fragments, *(("--mode", "replace") if replace else ()))


@settings(max_examples=40, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(estates(), changes(), st.data())
def test_an_import_of_actions(
    estate: dict[str, dict[tuple[str, str], str]],
    change: dict[str, dict[tuple[str, str], str]],
    data: st.DataObject,
) -> None:
    before = exported(estate)
    rows: dict[str, str] = {}
    for name, chosen in change.items():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("Action", "Section", "Option", "Value"))
        for (section, option), value in (chosen | estate[name]).items():
            action = data.draw(st.sampled_from(("ADD", "UPDATE", "DELETE")))
            writer.writerow((action, section, option, "" if action == "DELETE" else value))
        if len(text.getvalue().splitlines()) > 1:
            rows[f"{name}.csv"] = text.getvalue()
    if not rows:
        return
    texts = {f"{name.removesuffix('.csv')}.cfg": text for name, text in rows.items()}
    after = before | {name: with_rows(before[name], text) for name, text in texts.items()}
    same_as_written(before, after, rows)
