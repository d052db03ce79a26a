"""A plan of fixes that is really imported leaves nothing that it says it resolves, and brings nothing.

Its rollback brings back the meaning of what was there.
"""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gwe_lint.cli.main import main
from gwe_lint.findings.engine import Result, run
from gwe_lint.findings.lint import judging
from gwe_lint.rules.selection import load_packs, selected
from tests.builders import estate_of
from tests.changes.importer import Options, options_of, text_of, with_fragment
from tests.changes.test_simulate_equals_import import APPLICATIONS, estates, exported

WES = "wes.connector.chatServer."
SLIPS = {  # what stands there, and what somebody makes of it
    "[endpoints:1]\nwebme=Q\n": (
        "[endpoints:1]\nwebmee=Q\n",
        "[endpoints:1]\nWebme=Q\n",
        "[endpoints:1]\n",
        '[endpoints:1]\nwebme="Q"\n',
    ),
    f"{WES}queueKey=1:webme\n": tuple(
        f"{WES}queueKey={value}\n"
        for value in ("1:webmee", "1 : webme", "1:Webme", "'1:webme'", "1:webme ; as agreed", "webme", "01:webme")
    ),
    f"{WES}queueWebengagement=Q\n": tuple(
        f"{WES}{each}\n"
        for each in ("queueWebengagement=Q2", "queueWebengagement=q", "queueWebEngagement=Q", "queueWebengagement= Q")
    ),
    "[service:wes]\n": ("[service:WES]\n", "[service:wes]\n", "[service:wse]\n"),
}


def fixed(folder: Path) -> dict[str, Any]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        main(["fix", f"{folder}/est", "--isolated", "--unsafe", "--to", f"{folder}/plan", "--format", "json"])
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def judged(folder: Path) -> Result:
    """What all rules find in the exports of a folder, by the engine alone."""
    packs = load_packs()
    return run(judging(selected(packs.rules, (), (), "default")), [estate_of(folder, {})])


def removed(text: str, changes: list[dict[str, Any]], key: str) -> str:
    """The export after a person removed the options that are not set on one side of these changes."""
    options = options_of(text)
    for change in changes:
        if change[key] is None:
            options.get(change["section"], {}).pop(change["option"], None)
    return text_of(options)


def set_again(text: str, fragments: list[Path], changes: list[dict[str, Any]]) -> str:
    """The export after a person set the values that no line of a fragment can hold."""
    there = options_of("\n".join(path.read_text(encoding="utf-8") for path in fragments if path.exists()))
    options = options_of(text)
    for change in changes:
        before = change["before"]
        if before is not None and change["option"] not in there.get(change["section"], {}):
            assert before != before.strip(), "only a blank at an end keeps a value out of a fragment"
            options.setdefault(change["section"], {})[change["option"]] = before
    return text_of(options)


def imported(folder: Path, fragments: Path, changes: Mapping[str, list[dict[str, Any]]], key: str) -> None:
    """Import the fragments of a folder, and remove what an import cannot."""
    for name in APPLICATIONS:
        export, fragment = folder / "est" / f"{name}.cfg", fragments / f"{name}.cfg"
        text = export.read_text(encoding="utf-8")
        text = with_fragment(text, fragment.read_text(encoding="utf-8")) if fragment.exists() else text
        export.write_text(removed(text, changes.get(name, []), key), encoding="utf-8")


def meaning(texts: Mapping[str, str]) -> dict[str, Options]:
    return {name: {section: own for section, own in options_of(text).items() if own} for name, text in texts.items()}


def slipped(text: str, draw: st.DrawFn) -> str:
    for right, wrong in SLIPS.items():
        if right in text and draw(st.booleans()):
            text = text.replace(right, draw(st.sampled_from(wrong)), 1)
    return text


@st.composite
def with_slips(draw: st.DrawFn) -> dict[str, str]:
    return {name: slipped(text, draw) for name, text in exported(draw(estates())).items()}


def holds_what_it_says(texts: Mapping[str, str]) -> int:
    """A plan for these exports is imported, and undone; how many findings it resolves."""
    with TemporaryDirectory() as top:
        folder = Path(top)
        (folder / "est").mkdir()
        for name, text in texts.items():
            (folder / "est" / name).write_text(text, encoding="utf-8")
        before = judged(folder / "est")
        report = fixed(folder)
        changes: dict[str, list[dict[str, Any]]] = {}
        for fix in report["fixes"]:
            for change in fix["changes"]:
                changes.setdefault(change["application"], []).append(change)
        imported(folder, folder / "plan", changes, "after")
        after = judged(folder / "est")
        gone = {finding["fingerprint"] for fix in report["fixes"] for finding in fix["findings"]}
        former, there = ({finding.fingerprint for finding in each.findings} for each in (before, after))
        assert gone <= former
        assert not gone & {finding.fingerprint for finding in after.there}
        assert there <= {finding.fingerprint for finding in before.there}
        assert {finding["fingerprint"] for finding in report["findings"]} >= there & former
        imported(folder, folder / "plan" / "rollback", changes, "before")
        imported(folder, folder / "plan" / "rollback" / "removed", changes, "before")
        for name, own in changes.items():
            export = folder / "est" / f"{name}.cfg"
            fragments = [folder / "plan" / "rollback" / where / f"{name}.cfg" for where in ("", "removed")]
            export.write_text(set_again(export.read_text(encoding="utf-8"), fragments, own), encoding="utf-8")
        restored = {name: (folder / "est" / name).read_text(encoding="utf-8") for name in texts}
        assert meaning(restored) == meaning(texts)
        return len(gone)


@settings(max_examples=40, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(with_slips())
def test_a_plan_holds_what_it_says_and_can_be_undone(texts: dict[str, str]) -> None:
    holds_what_it_says(texts)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        pytest.param("GWE_Backend", "1:webme", "1:webmee", id="the endpoint of a client is misspelt"),
        pytest.param("GWE_Backend", "1:webme", "1 : webme", id="blanks in a reference"),
        pytest.param("ChatServer_02", "webme=Q", "webmee=Q", id="an endpoint is misspelt on one server"),
        pytest.param("ChatServer_02", "webme=Q\n", "", id="an endpoint is missing on one server"),
        pytest.param(
            "GWE_Backend", "queueWebengagement=Q", "queueWebengagement=Q2", id="the queue of a client is another one"
        ),
    ],
)
def test_a_slip_is_resolved(name: str, right: str, wrong: str) -> None:
    texts = exported({each: {} for each in APPLICATIONS})
    assert right in texts[f"{name}.cfg"]
    assert holds_what_it_says({**texts, f"{name}.cfg": texts[f"{name}.cfg"].replace(right, wrong)}) > 0
