"""What holds of every baseline: written and read it is the same, in every format and every order."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gwe_lint.baseline.loader import baseline_at
from gwe_lint.baseline.snapshot import snapshot_of
from gwe_lint.config.model import Config
from gwe_lint.drift.diff import Drift, compare, subjects_of
from gwe_lint.errors import Untrusted
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Connection, Export, Header, Kind, Option, Port, Section, Target
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import load_packs
from tests.builders import WRITERS, App, Sections

pytestmark = pytest.mark.slow

CATALOGUE = load_packs().catalogue
SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# What every format can hold: CFG has no escapes, so that names have no = and values no line ends.
NAMES = st.text("abcdefgh.:-_ü", min_size=1, max_size=8).filter(lambda name: name[0] not in ".:-")
VALUES = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff"), max_size=12)
PLAIN = st.sampled_from(["", "1", "045", "true", "a b", "x; y # z", "Köln 你好 😀", "<&>\"'", "\\n", "<secret 1>"])
OPTIONS = st.dictionaries(NAMES, VALUES | PLAIN, min_size=1, max_size=5)
SECRETS = st.dictionaries(st.sampled_from(["password", "token", "pin"]), st.sampled_from(["a1", "b2", "c3"]))
SECTIONS = st.dictionaries(NAMES, OPTIONS, min_size=1, max_size=4)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def estates(draw: st.DrawFn) -> list[App]:
    """Some applications, which are connected to each other, and hold secrets."""
    apps = []
    numbers = draw(st.lists(st.sampled_from([59, 63, 107, 111]), min_size=1, max_size=3))
    for position, number in enumerate(numbers):
        sections: Sections = {**draw(SECTIONS), "security": draw(SECRETS)}
        links = ((100 + (position + 1) % len(numbers), "default"),)
        apps.append(App(f"App_{position}", number, 100 + position, sections, links))
    return apps


def loader(root: Path, key: bytes | None = b"key") -> Loader:
    return Loader(root, CATALOGUE, Redactor(CATALOGUE, key))


def read(root: Path, files: Mapping[str, str], key: bytes | None = b"key") -> tuple[Estate, ...]:
    folder = root / "e"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return loader(root, key).estates(Config(None, root), (folder,))


def kept(root: Path, found: tuple[Estate, ...], *, profiles: bool = False) -> tuple[Estate, ...]:
    """The estates, written as a baseline and read back."""
    folder = root / "b"
    folder.mkdir()
    for name, text in snapshot_of(found, None, profiles=profiles).files().items():
        (folder / name).write_bytes(text.encode())
    again = baseline_at(folder, loader(root))
    assert again is not None
    return again


def between(before: tuple[Estate, ...], after: tuple[Estate, ...]) -> Drift:
    return compare(subjects_of(before), subjects_of(after), comparable=True)


def kinds(drift: Drift) -> list[tuple[str, str, str]]:
    return sorted((each.kind, each.section, each.name) for each in drift.differences)


@pytest.mark.parametrize("profiles", [False, True], ids=["alone", "with profiles"])
@pytest.mark.parametrize("format", WRITERS)
@SETTINGS
@given(apps=estates())
def test_an_estate_is_its_own_snapshot(format: str, profiles: bool, apps: list[App]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        found = read(root, WRITERS[format](apps))
        drift = between(kept(root, found, profiles=profiles), found)
        assert ([], (), ()) == (kinds(drift), drift.missing, drift.new)


@SETTINGS
@given(apps=estates(), data=st.data())
def test_the_order_of_everything_changes_no_byte(apps: list[App], data: st.DataObject) -> None:
    shuffled = [
        app._replace(
            sections={
                section: dict(data.draw(st.permutations(list(options.items()))))
                for section, options in data.draw(st.permutations(list(app.sections.items())))
            },
            ports=tuple(data.draw(st.permutations(app.ports))),
        )
        for app in data.draw(st.permutations(apps))
    ]
    format = data.draw(st.sampled_from(sorted(WRITERS)))
    profiles = data.draw(st.booleans())
    texts = []
    for each in (apps, shuffled):
        with TemporaryDirectory() as folder:
            found = read(Path(folder), WRITERS[format](each), key=None)
            texts.append(snapshot_of(found, None, profiles=profiles).files())
    assert texts[0] == texts[1]


@SETTINGS
@given(apps=estates(), data=st.data())
def test_one_edit_is_one_difference(apps: list[App], data: st.DataObject) -> None:
    app = data.draw(st.sampled_from(range(len(apps))))
    section = data.draw(st.sampled_from([name for name, options in apps[app].sections.items() if options]))
    name = data.draw(st.sampled_from(sorted(apps[app].sections[section])))
    value = apps[app].sections[section][name]
    edited = apps[app]._replace(
        sections={**apps[app].sections, section: {**apps[app].sections[section], name: f"{value}7"}}
    )
    now = [edited if position == app else each for position, each in enumerate(apps)]
    with TemporaryDirectory() as folder:
        root = Path(folder)
        baseline = kept(root, read(root, WRITERS["confdata"](apps)))
        drift = between(baseline, read(root, WRITERS["confdata"](now)))
        assert kinds(drift) == [("changed", section, name)]


@SETTINGS
@given(old=estates(), new=estates())
def test_missing_and_extra_are_mirrored(old: list[App], new: list[App]) -> None:
    mirror = {"missing": "extra", "extra": "missing"}
    with TemporaryDirectory() as folder:
        root = Path(folder)
        baseline = kept(root, read(root, WRITERS["confdata"](old)))
        now = read(root, WRITERS["confdata"](new))
        there, back = between(baseline, now), between(now, baseline)
        assert kinds(there) == sorted((mirror.get(kind, kind), *rest) for kind, *rest in kinds(back))
        names = [[each.application.name for each in found] for found in (there.missing, back.new)]
        assert names[0] == names[1]


KINDS: st.SearchStrategy[Kind] = st.sampled_from(["string", "integer", "binary", "absent", "suppressed", "list"])
TEXTS = ANY | st.sampled_from(
    ['"', "\\", "\\u0041", "'''", '"""', "\n", "\r\n", "\x00", "\x7f", "\u202e", "a\n[x]\nb=1"]
)
LONG = st.sampled_from(["x" * 100_000, "😀" * 50_000, '"' * 10_000])
TARGETS = st.builds(Target, TEXTS.filter(bool), st.none() | st.integers(1, 10**9))
NUMBERS = st.none() | st.integers(0, 10**9)
CONNECTIONS = st.builds(Connection, TARGETS, TEXTS, TEXTS, NUMBERS, NUMBERS, TEXTS, TEXTS, TEXTS)


def made(name: str, options: dict[tuple[str, str], tuple[str, Kind]]) -> Export:
    sections: dict[str, Section] = {}
    for (section, option), (value, kind) in options.items():
        found = sections.setdefault(section, Section(Header(section, 1, 1, 1), {}))
        found.options[option] = Option(section, option, value, 1, 1, 1, kind)
    return Export(f"{name}.x", "xml", "complete", (), sections, (), len(options))


def unplaced(application: Application) -> Application:
    """The application without what says where it stood."""
    connections = application.connections
    return application._replace(
        export=None,
        because="",
        connections=None
        if connections is None
        else tuple(each._replace(line=0, column=1, end_column=1, path="") for each in connections),
        ports=None if application.ports is None else tuple(sorted(application.ports)),
        tenants=None if application.tenants is None else tuple(sorted(application.tenants, key=repr)),
    )


@SETTINGS
@given(
    name=TEXTS,
    options=st.dictionaries(st.tuples(TEXTS, TEXTS), st.tuples(TEXTS | LONG, KINDS), max_size=6),
    release=st.none() | TEXTS,
    enabled=st.none() | st.booleans(),
    tenants=st.none() | st.lists(TARGETS, max_size=2, unique=True).map(tuple),
    connections=st.none() | st.lists(CONNECTIONS, max_size=2).map(tuple),
    ports=st.none() | st.lists(st.builds(Port, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    backup=st.none() | TARGETS,
    type=st.sampled_from(["chat-server", "other"]),
)
def test_hostile_names_and_values_come_back(
    name: str,
    options: dict[tuple[str, str], tuple[str, Kind]],
    release: str | None,
    enabled: bool | None,
    tenants: tuple[Target, ...] | None,
    connections: tuple[Connection, ...] | None,
    ports: tuple[Port, ...] | None,
    backup: Target | None,
    type: str,
) -> None:
    redactor = Redactor(CATALOGUE, b"key")
    clean = {
        key: pair
        for key, pair in options.items()
        if pair[1] in ("absent", "suppressed", "list") or redactor.value(*key, pair[0]) == (pair[0], "string")
    }
    application = Application(
        name, type, "", True, made("a", clean), 7, release, enabled, tenants, connections, ports, backup
    )
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (again,) = kept(root, (Estate("e", (application,), CATALOGUE),))
        for path in (root / "b").iterdir():
            text = path.read_bytes().decode()
            assert text.endswith("\n")
            assert not any(line != line.rstrip() for line in text.split("\n"))
            assert "\r" not in text
        (found,) = again.applications
        assert unplaced(found) == unplaced(application)
        values = {(s, n): (o.value, o.kind) for s, each in found.sections.items() for n, o in each.options.items()}
        assert values == clean


LINES = [
    *("[x]", "[options]", "[kinds]", "[kinds.a]", "[options.a.b]", "[unset]", "[backup]", "[[file]]"),
    *("[[connection]]", "[[port]]", "[[tenant]]", "options = 5", "kinds = []", "unset = 1", "profile = 'x'"),
    *("shared-by = ''", "state = 'on'", "estate = 'q'", "file = 3", "format = 3", "written = 'x'", "dbid = 1.5"),
    *('a = ["', "<<<<<<< HEAD", "=======", "", "\x00", "\ufeff", "a = '''", "port = [[[[[[", "[options.'']"),
]
GOOD = [
    App("A", 59, 100, {"settings": {"a": "1", "b": "2"}, "x": {"y": "z"}}, ((101, "default"),)),
    App("B", 59, 101, {"settings": {"a": "1", "b": "3"}, "x": {"y": "z"}}, ((100, "default"),), backup=100),
]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_baseline_is_read_or_refused(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        kept(root, read(root, WRITERS["confdata"](GOOD)), profiles=True)
        file = data.draw(st.sampled_from(sorted((root / "b").iterdir())))
        lines = file.read_text().split("\n")
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(lines) - 1))
            lines[at : at + data.draw(st.integers(0, 2))] = data.draw(st.lists(st.sampled_from([*LINES, *lines])))
        file.write_text("\n".join(lines))
        problems: tuple[str, ...] = ()
        found = None
        try:
            found = baseline_at(root / "b", loader(root))
        except Untrusted as error:
            problems = error.problems
        assert bool(found) != bool(problems)
        assert all(problem.startswith("b/") for problem in problems)
