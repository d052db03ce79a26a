"""Effective settings: where each comes from, what a configuration extends, and the schemas of all files."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from gwe_lint.authoring.schemas import schema_of
from gwe_lint.rules.selection import builtin_packs
from tests.conftest import Run, Write

ROOT = Path(__file__).parents[2]
BACKEND = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"
BASE = """\
[check]
fail-on = "note"
ignore = ["GWE009"]
severity = { GWE101 = "note", GWE103 = "error" }
peak-chat-sessions = 800

[[estate]]
name = "shared"
paths = ["exports"]
"""
OWN = """\
extend = "../base/gwe-lint.toml"

[check]
fail-on = "warning"
severity = { GWE103 = "note" }

[[estate]]
name = "own"
paths = ["here"]
production = true
"""
FILES = {
    "base/gwe-lint.toml": BASE,
    "base/exports/GWE.cfg": BACKEND,
    "team/gwe-lint.toml": OWN,
    "team/here/GWE.cfg": BACKEND,
}


def settings(text: str) -> dict[str, tuple[Any, str | None]]:
    """Value and origin of each setting."""
    return {each["key"]: (each["value"], each["origin"]) for each in json.loads(text)}


def test_the_nearest_word_counts_key_by_key(estate: Write, run: Run) -> None:
    estate(FILES)
    found = settings(run("config", "--config", "team/gwe-lint.toml", "-f", "json").out)
    expected = {
        "check.fail-on": ("warning", "team/gwe-lint.toml:4"),
        "check.profile": ("default", None),
        "check.ignore": (["GWE009"], "base/gwe-lint.toml:3"),
        "check.peak-chat-sessions": (800, "base/gwe-lint.toml:5"),
        "check.severity.GWE101": ("note", "base/gwe-lint.toml:4"),
        "check.severity.GWE103": ("note", "team/gwe-lint.toml:5"),
        "estate.shared.paths": (["../base/exports"], "base/gwe-lint.toml:9"),
        "estate.own.production": (True, "team/gwe-lint.toml:10"),
    }
    assert expected == {key: found[key] for key in expected}


def test_both_estates_are_checked(estate: Write, run: Run) -> None:
    estate(FILES)
    report = json.loads(run("check", "--config", "team/gwe-lint.toml", "-f", "json").out)
    assert (2, 2) == (report["summary"]["estates"], report["summary"]["applications"])


def test_settings_are_shown_to_people(estate: Write, run: Run) -> None:
    estate(FILES)
    ran = run("config", "--config", "team/gwe-lint.toml")
    (line,) = [line for line in ran.out.split("\n") if line.startswith("check.fail-on")]
    assert ["check.fail-on", "=", '"warning"', "team/gwe-lint.toml:4"] == line.split()
    assert ran.err == "team/gwe-lint.toml: 2 estates\n"
    assert run("config", "--isolated").err == "no configuration file: 0 estates\n"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param(
            {"gwe-lint.toml": 'extend = "no.toml"\n'},
            "gwe-lint.toml:1: extend: no such file 'no.toml'",
            id="a base that is not there",
        ),
        pytest.param(
            {"gwe-lint.toml": 'extend = "gwe-lint.toml"\n'},
            "gwe-lint.toml:1: extend: 'gwe-lint.toml' extends this file, or is it",
            id="itself",
        ),
        pytest.param(
            {"gwe-lint.toml": 'extend = "a.toml"\n', "a.toml": 'extend = ["gwe-lint.toml"]\n'},
            "a.toml:1: extend: 'gwe-lint.toml' extends this file, or is it",
            id="a circle",
        ),
        pytest.param(
            {"gwe-lint.toml": 'extend = "a.toml"\n', "a.toml": "[check]\nfail = 1\n"},
            "a.toml:2: check.fail: unknown key 'fail' (did you mean 'fail-on'?)",
            id="a mistake in the base",
        ),
        pytest.param(
            {
                "gwe-lint.toml": 'extend = "a.toml"\n[[estate]]\nname="x"\npaths=["."]\n',
                "a.toml": '[[estate]]\nname="x"\npaths=["."]\n',
            },
            "gwe-lint.toml:2: there is another estate named 'x'",
            id="one name for two estates",
        ),
    ],
)
def test_a_wrong_base_is_an_error(estate: Write, run: Run, files: dict[str, str | bytes], problem: str) -> None:
    estate(files)
    ran = run("config")
    assert (2, True) == (ran.code, f"gwe-lint: error: {problem}" in ran.err)


@pytest.mark.parametrize("kind", ["configuration", "waivers", "pack", "report"])
def test_schemas_are_schemas(run: Run, kind: str) -> None:
    printed = json.loads(run("config", "schema", "--of", kind).out)
    jsonschema.Draft7Validator.check_schema(printed)
    assert printed == schema_of(kind)


def plain(path: Path) -> Any:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", builtin_packs(), ids=lambda path: path.name)
def test_the_packs_fit_their_schema(path: Path) -> None:
    jsonschema.validate(plain(path), schema_of("pack"))


CONFIGURATIONS = sorted(path for part in ("examples", "tests") for path in (ROOT / part).rglob("gwe-lint.toml"))


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_configurations_fit_their_schema(path: Path) -> None:
    jsonschema.validate(plain(path), schema_of("configuration"))


@pytest.mark.parametrize("folder", ["broken", "good", "cluster"])
def test_reports_fit_their_schema(run: Run, folder: str) -> None:
    report = json.loads(run("check", str(ROOT / "examples" / folder), "-f", "json").out)
    jsonschema.validate(report, schema_of("report"))


def test_a_report_of_drift_fits_it_too(estate: Write, run: Run) -> None:
    estate({"a/GWE.cfg": BACKEND, "b/GWE.cfg": BACKEND.replace("webme", "other")})
    report = json.loads(run("drift", "b", "--against", "a", "-f", "json").out)
    jsonschema.validate(report, schema_of("report"))
    assert [("changed", "1:webme", "1:other")] == [(f["class"], f["before"], f["after"]) for f in report["findings"]]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("configuration", "[check]\nfail = 'note'\n"),
        ("configuration", "[[estate]]\nname = 'x'\n"),
        ("configuration", "[check]\nfail-on = 'fatal'\n"),
        ("waivers", "[[waiver]]\nrule = 'GWE101'\nreason = 'x'\nowner = 'y'\n"),
        ("pack", "[[option]]\napp = 'chat-server'\nsection = 's'\noption = 'o'\nsummary = 's'\nrange = 1\n"),
        ("pack", "[[drift]]\noption = 'chat-server:s/o'\n"),
    ],
)
def test_mistakes_do_not_fit(kind: str, text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), schema_of(kind))
