"""What holds of every drift: what is imported or done by hand ends it, and so does what is adopted."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwe_lint.cli.main import main
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.redactor import Redactor
from tests.builders import App, Sections, backend, chat, cluster, confdata

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.sampled_from(["a", "b.c", "d", "session-restoration-mode", "limit-for-sessions", "flex-disconnect-timeout"])
PLACES = st.sampled_from(["settings", "own", "endpoints:1", "log"])
VALUES = st.sampled_from(["", "1", "045", "45", "x=y", "a b", "Köln", "simple", "none", " blank ", "#1"])


def estate_before() -> list[App]:
    """A Backend Server, a cluster, and three Chat Servers that are set alike."""
    sections: Sections = {
        "endpoints:1": {"webme": "Q", "other": "R"},
        "settings": {"session-restoration-mode": "simple", "limit-for-sessions": "45"},
        "own": {"a": "1", "b.c": "2"},
    }
    chats = [chat(number, sections={name: dict(options) for name, options in sections.items()}) for number in (1, 2, 3)]
    return [backend((300, "default"), dbid=101), cluster(300, (1, "webapi"), (2, "webapi"), (3, "webapi")), *chats]


def _with_options(app: App, draw: st.DrawFn) -> App:
    """The application with one option set, or one removed."""
    sections = {name: dict(options) for name, options in app.sections.items()}
    place, name = draw(PLACES), draw(NAMES)
    if draw(st.booleans()):
        sections.setdefault(place, {})[name] = draw(VALUES)
    elif name in sections.get(place, {}) and len(sections[place]) > 1:
        del sections[place][name]
    return app._replace(sections=sections)


def _with_parts(app: App, draw: st.DrawFn) -> App:
    """The application with another connection, port, tenant, state or backup server."""
    changed: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"links": (*app.links[1:], (999, "default"))},
                {"links": tuple(reversed(app.links))},
                {"ports": ("default", "more")},
                {"ports": ()},
                {"tenants": (1, 101)},
                {"state": 2},
                {"backup": 3},
            ]
        )
    )
    return app._replace(**changed)


def _with_name(app: App, draw: st.DrawFn) -> App:
    return app._replace(name=f"{app.name}_{draw(st.sampled_from(['new', 'old', 'aux', 'ü']))}")


def _recreated(app: App, draw: st.DrawFn) -> App:
    return app._replace(dbid=app.dbid + draw(st.sampled_from([1000, 2000])))


CHANGES: list[Callable[[App, st.DrawFn], App]] = [_with_options, _with_options, _with_parts, _with_name, _recreated]


@st.composite
def changed(draw: st.DrawFn) -> list[App]:
    """The estate after some changes. An application may be new or gone, and two may have changed names."""
    apps = estate_before()
    for _ in range(draw(st.integers(1, 5))):
        position = draw(st.integers(0, len(apps) - 1))
        apps[position] = draw(st.sampled_from(CHANGES))(apps[position], draw)
    if draw(st.booleans()):
        apps.append(chat(draw(st.sampled_from([7, 8]))))
    if draw(st.booleans()):
        apps.pop(draw(st.sampled_from([2, 3, 4])))
    if draw(st.booleans()):
        apps[-1], apps[-2] = apps[-1]._replace(name=apps[-2].name), apps[-2]._replace(name=apps[-1].name)
    return apps


def call(root: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and the output of a command in a folder."""
    out = io.StringIO()
    with chdir(root), redirect_stdout(out), redirect_stderr(io.StringIO()):
        return main(arguments), out.getvalue()


def write(root: Path, apps: Sequence[App]) -> None:
    (root / "x").mkdir(exist_ok=True)
    for name, text in confdata(apps).items():
        (root / "x" / name).write_text(text, encoding="utf-8")


def drifting(root: Path, *arguments: str) -> list[dict[str, Any]]:
    """The differences of today's estate from the baseline."""
    _, out = call(root, "drift", "x", "--against", "b", "-f", "json", *arguments)
    return [each for each in json.loads(out)["findings"] if each.get("class")]


@pytest.mark.parametrize("profiles", [[], ["--profiles"]], ids=["alone", "with profiles"])
@SETTINGS
@given(now=changed())
def test_what_is_adopted_ends_the_drift_and_is_up_to_date(profiles: list[str], now: list[App]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, estate_before())
        assert call(root, "snapshot", "x", "--to", "b", *profiles)[0] == 0
        write(root, now)
        found = drifting(root, "--remediate", "fix")
        for path in (root / "fix" / "adopt").iterdir() if found else ():
            (root / "b" / path.name).write_bytes(path.read_bytes())
        assert drifting(root) == []
        assert call(root, "drift", "x", "--against", "b")[0] == 0
        if found:
            assert call(root, "snapshot", "x", "--to", "b", "--check", *profiles) == (0, "")


def imported(apps: Sequence[App], folder: Path) -> list[App]:
    """The applications after all fragments are imported: options are added and changed, and none is removed."""
    return [app._replace(sections=_merged(app.sections, folder / f"{app.name}.cfg")) for app in apps]


def _merged(sections: Mapping[str, Mapping[str, str]], fragment: Path) -> Sections:
    merged = {name: dict(options) for name, options in sections.items()}
    if fragment.exists():
        document = read_cfg(fragment.read_bytes(), fragment.name, Redactor())
        assert not document.problems
        assert not document.exports[0].problems
        for name, section in document.exports[0].sections.items():
            merged.setdefault(name, {}).update({each.name: each.value for each in section.options.values()})
    return merged


@SETTINGS
@given(now=changed())
def test_what_an_import_leaves_is_named_as_a_step(now: list[App]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, estate_before())
        call(root, "snapshot", "x", "--to", "b")
        write(root, now)
        drifting(root, "--remediate", "fix")
        manual = root / "fix" / "manual.txt"
        steps = manual.read_text(encoding="utf-8").splitlines() if manual.exists() else []
        write(root, imported(now, root / "fix"))
        for each in drifting(root):
            option = each["option"] or ""
            assert any(line.startswith(f"{each['application']}: ") and option in line for line in steps) or (
                each["rule"] in ("GWE806", "GWE808", "GWE809")
                and any(line.startswith(f"{each['application']}: it ") for line in steps)
            )


def test_a_name_that_another_server_took_over_is_not_given_to_the_one_that_is_gone(tmp_path: Path) -> None:
    before = estate_before()
    write(tmp_path, before)
    assert call(tmp_path, "snapshot", "x", "--to", "b")[0] == 0
    write(tmp_path, [*before[:3], before[4]._replace(dbid=1002), before[4]._replace(name="Chat_2")])
    assert drifting(tmp_path, "--remediate", "fix")
    for path in (tmp_path / "fix" / "adopt").iterdir():
        (tmp_path / "b" / path.name).write_bytes(path.read_bytes())
    assert drifting(tmp_path) == []
