"""What the exports of today cannot say stays in the baseline as it was approved, and it is said."""

from pathlib import Path

import pytest

from tests.builders import WRITERS, App
from tests.conftest import Run, Write
from tests.drift.test_whole_objects import changed, drift

CHAT = App(
    "C1",
    59,
    7,
    {
        "endpoints:1": {"default": "Q"},
        "settings": {"flex-disconnect-timeout": "60", "session-restoration-mode": "simple"},
    },
    ((9, "default"),),
    version="8.5.316.02",
    backup=8,
)
NUMBERS = {"flex-disconnect-timeout"}


def strings(app: App, **more: str) -> App:
    """The application without options that may be stored as integers, and with more of one section."""
    sections = {s: {n: v for n, v in options.items() if n not in NUMBERS} for s, options in app.sections.items()}
    return app._replace(sections={**sections, "settings": {**sections["settings"], **more}})


@pytest.mark.parametrize("profiles", [(), ("--profiles",)], ids=["alone", "with profiles"])
@pytest.mark.parametrize("form", ["cfg", "csv"])
def test_a_snapshot_of_options_takes_nothing_else_from_the_baseline(
    estate: Write, run: Run, form: str, profiles: tuple[str, ...]
) -> None:
    other = CHAT._replace(name="C2", dbid=8, backup=0)
    cluster = App("Cluster", 82, 20, links=((7, "default"), (8, "default")))
    root = estate({f"x/{name}": text for name, text in WRITERS["bare"]([CHAT, other, cluster]).items()})
    run("snapshot", "x", "--to", "b", *profiles)
    before = {path.name: path.read_text() for path in (root / "b").glob("*.toml")}
    (root / "x/C1.xml").unlink()
    (text,) = WRITERS[form]([strings(CHAT, **{"session-restoration-mode": "none"})]).values()
    ending = "csv" if form == "csv" else "cfg"
    estate({f"x/C1.{ending}": text})
    assert ["session-restoration-mode"] == [each["option"] for each in drift(run)["findings"]]
    ran = run("snapshot", "x", "--to", "b", *profiles)
    said = (
        "the exports of C1 do not say all: kept as approved ([settings] flex-disconnect-timeout, the object, all conn"
    )
    assert said in ran.err
    after = {path.name: path.read_text() for path in (root / "b").glob("*.toml")}
    assert before.keys() == after.keys()
    lines = {name: (set(before[name].splitlines()), set(after[name].splitlines())) for name in before}
    gone, new = (
        {line for name, sides in lines.items() if name != "MANIFEST.toml" for line in sides[side] - sides[1 - side]}
        for side in (0, 1)
    )
    mode = 'session-restoration-mode = "{}"'
    table = '[options."settings"]'  # in which a member has what the profile does not say any more
    assert new == {mode.format("none")} | ({mode.format("simple"), table} if profiles else set())
    assert gone == {mode.format("simple")}
    assert (0, "") == run("snapshot", "x", "--to", "b", "--check", *profiles)[:2]
    assert [] == changed(drift(run))


def test_what_a_whole_object_lacks_is_taken_out_of_the_baseline(estate: Write, run: Run) -> None:
    root = estate({"x/C1.xml": WRITERS["bare"]([CHAT])["C1.xml"]})
    run("snapshot", "x", "--to", "b")
    estate({"x/C1.xml": WRITERS["bare"]([strings(CHAT)._replace(links=(), backup=0)])["C1.xml"]})
    assert "kept as approved" not in run("snapshot", "x", "--to", "b").err
    text = (root / "b/C1.toml").read_text()
    assert ("connection = []" in text, "flex" in text, "[backup]" in text) == (True, False, False)


def test_where_both_are_options_what_is_gone_is_gone(estate: Write, run: Run) -> None:
    estate({"x/C1.cfg": WRITERS["cfg"]([CHAT])["C1.cfg"]})
    run("snapshot", "x", "--to", "b")
    estate({"x/C1.cfg": WRITERS["cfg"]([strings(CHAT)])["C1.cfg"]})
    assert "kept as approved" not in run("snapshot", "x", "--to", "b").err
    assert "flex" not in Path("b/C1.toml").read_text()


def test_an_option_that_is_set_otherwise_is_taken_whatever_the_format(estate: Write, run: Run) -> None:
    root = estate({"x/C1.xml": WRITERS["bare"]([CHAT])["C1.xml"]})
    run("snapshot", "x", "--to", "b")
    (root / "x/C1.xml").unlink()
    estate({"x/C1.cfg": WRITERS["cfg"]([strings(CHAT, **{"flex-disconnect-timeout": "90"})])["C1.cfg"]})
    run("snapshot", "x", "--to", "b")
    assert 'flex-disconnect-timeout = "90"' in (root / "b/C1.toml").read_text()


def test_a_masked_secret_alone_changes_nothing_of_how_much_the_baseline_shows(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is adopted is what a snapshot would write, also where today's format shows less and a secret is masked."""
    monkeypatch.setenv("GWE_LINT_HMAC_KEY", "k" * 32)
    app = CHAT._replace(sections={"acme": {"password": "clear-text", "a": "1"}}, tenants=(), ports=(), backup=0)
    root = estate({"x/C1.xml": WRITERS["bare"]([app])["C1.xml"]})
    run("snapshot", "x", "--to", "b")
    (root / "x/C1.xml").unlink()
    gax = WRITERS["gax"]([app._replace(sections={"acme": {"password": "****", "a": "2"}})])["C1.json"]
    estate({"x/C1.json": gax})
    run("drift", "x", "--against", "b", "--remediate", "fix")
    for path in (root / "fix/adopt").iterdir():
        (root / "b" / path.name).write_bytes(path.read_bytes())
    assert (0, "") == run("snapshot", "x", "--to", "b", "--check")[:2]


def test_a_masked_option_that_is_new_is_taken_as_a_snapshot_takes_it(estate: Write, run: Run) -> None:
    root = estate({"x/C1.cfg": "[acme]\na=1\n"})
    run("snapshot", "x", "--to", "b")
    estate({"x/C1.cfg": "[acme]\na=2\npassword=****\n"})
    run("drift", "x", "--against", "b", "--remediate", "fix")
    for path in (root / "fix/adopt").iterdir():
        (root / "b" / path.name).write_bytes(path.read_bytes())
    assert (0, "") == run("snapshot", "x", "--to", "b", "--check")[:2]
