"""One estate against another: pairing, the map of values in both directions, mistakes in it, exit codes."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwe_lint.authoring.schemas import schema_of
from gwe_lint.drift.two_estates import two_estates_report
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.report import Report
from gwe_lint.findings.waivers import Ledger
from gwe_lint.rules.selection import load_packs
from tests.builders import WRITERS, App, estate_of
from tests.conftest import Run, Write

KEY, QUEUE = "wes.connector.chatServer.queueKey", "wes.connector.chatServer.queueWebengagement"
TABLE = """\
[[compare]]
from = "uat"
to = "prod"
applications = { "*_UAT_*" = "*_PROD_*", "GWE_U" = "GWE_P" }
tenants = { "101" = "201" }

[[compare.values]]
from = "*uat-*"
to = "*prod-*"
options = ["gwe-backend:service:wes/*", "chat-server:node/*"]
must-differ = true
reason = "hosts"

[[compare.values]]
from = "UAT_*"
to = "PROD_*"
options = ["gwe-backend:service:wes/*", "chat-server:endpoints:*/*"]
reason = "queues have the estate in front of their names"

[[compare.values]]
options = ["chat-server:own/*"]
must-differ = true
reason = "licences"
"""


def backend(folder: str, *lines: str, name: str = "GWE") -> dict[str, str]:
    """The export of a Backend."""
    return {f"{folder}/{name}.cfg": "[service:wes]\n" + "".join(f"{line}\n" for line in lines)}


def server(folder: str, *lines: str, name: str = "Chat", section: str = "endpoints:1") -> dict[str, str]:
    """The export of a Chat Server."""
    rest = "" if section.startswith("endpoints") else f"[{section}]\n"
    head = f"[{section}]\n" if not rest else "[endpoints:1]\ndefault=Q\n"
    return {f"{folder}/{name}.conf": head + rest + "".join(f"{line}\n" for line in lines)}


def classes(run: Run, *arguments: str) -> dict[str, str]:
    """The class of each finding by option; expected ones are there as such."""
    report = json.loads(run("compare", *arguments, "-f", "json").out)
    found = {f"{each['section']}/{each['option']}": each["class"] for each in report["findings"]}
    return found | {each["name"]: f"expected: {each['reason']}" for each in report["drift"]["expected"]}


BOTH = [
    pytest.param(
        backend("uat", "a=http://uat-web:80"),
        backend("prod", "a=http://prod-web:80"),
        "expected: hosts",
        id="mapped equal",
    ),
    pytest.param(
        backend("uat", "a=http://uat-web:80"), backend("prod", "a=http://prod-db:80"), "changed", id="mapped to another"
    ),
    pytest.param(
        backend("uat", "a=http://uat-web:80"), backend("prod", "a=http://uat-web:80"), "must-differ", id="a host of UAT"
    ),
    pytest.param(
        backend("uat", "a=http://prod-web"), backend("prod", "a=http://prod-web"), "must-differ", id="a host of PROD"
    ),
    pytest.param(backend("uat", "a=localhost"), backend("prod", "a=localhost"), None, id="equal, and of no estate"),
    pytest.param(
        backend("uat", "a=uat-1,uat-2"),
        backend("prod", "a=prod-1, prod-2"),
        "expected: hosts",
        id="each item of a list",
    ),
    pytest.param(
        backend("uat", f"{QUEUE}=UAT_Chat"),
        backend("prod", f"{QUEUE}=PROD_Chat"),
        "expected: queues have the estate in front of their names",
        id="a queue",
    ),
    pytest.param(
        backend("uat", f"{QUEUE}=UAT_Chat"), backend("prod", f"{QUEUE}=UAT_Chat"), None, id="equal where it may differ"
    ),
    pytest.param(
        backend("uat", f"{KEY}=101:webme"),
        backend("prod", f"{KEY}=201:webme"),
        "expected: the tenant has another DBID or name there",
        id="the tenant in queueKey",
    ),
    pytest.param(backend("uat", f"{KEY}=101:webme"), backend("prod", f"{KEY}=101:webme"), None, id="the same tenant"),
    pytest.param(
        backend("uat", f"{KEY}=101:webme"), backend("prod", f"{KEY}=202:webme"), "changed", id="another tenant"
    ),
    pytest.param(
        backend("uat", f"{KEY}=101:webme"), backend("prod", f"{KEY}=201:other"), "changed", id="another endpoint"
    ),
    pytest.param(
        backend("uat", "peer=Chat_UAT_01"),
        backend("prod", "peer=Chat_PROD_01"),
        "expected: the application has another name there",
        id="an application that is paired",
    ),
    pytest.param(
        server("uat", "webme=UAT_Q", section="endpoints:101"),
        server("prod", "webme=PROD_Q", section="endpoints:201"),
        "expected: queues have the estate in front of their names",
        id="endpoints of the tenant there",
    ),
    pytest.param(
        server("uat", "webme=Q", section="endpoints:101"),
        server("prod", "webme=Q", section="endpoints:201"),
        None,
        id="the same endpoints under another DBID",
    ),
    pytest.param(
        server("uat", "a=x", section="own"),
        server("prod", "a=y", section="own"),
        "expected: licences",
        id="any two values",
    ),
    pytest.param(
        server("uat", "a=x", section="own"), server("prod", "a=x", section="own"), "must-differ", id="any two are alike"
    ),
    pytest.param(
        server("uat", "all=uat.log", section="log"),
        server("prod", "all=prod.log", section="log"),
        "expected: log options name files and outputs of the host, and differ for operations",
        id="a row of the packs",
    ),
]


@pytest.mark.parametrize(("uat", "prod", "kind"), BOTH)
@pytest.mark.parametrize("turned", [False, True], ids=["from to", "to from"])
def test_the_map_is_read_in_both_directions(
    estate: Write, run: Run, uat: dict[str, str], prod: dict[str, str], kind: str | None, turned: bool
) -> None:
    estate({**uat, **prod, "gwe-lint.toml": TABLE})
    arguments = ("prod", "uat") if turned else ("uat", "prod")
    assert [kind] * (kind is not None) == list(classes(run, *arguments).values())


@pytest.mark.parametrize(
    ("uat", "prod", "pairs"),
    [
        pytest.param(["Chat_UAT_01"], ["Chat_PROD_01"], [], id="by a pattern"),
        pytest.param(["GWE_U"], ["GWE_P"], [], id="by name"),
        pytest.param(["Same"], ["Same"], [], id="called alike"),
        pytest.param(
            ["Chat_UAT_01"],
            ["Chat_PROD_02"],
            ["Chat_UAT_01: in uat only", "Chat_PROD_02: in prod only"],
            id="another number",
        ),
        pytest.param(["Same", "Chat_UAT_02"], ["Same"], ["Chat_UAT_02: in uat only"], id="one is not there"),
    ],
)
def test_applications_are_paired(estate: Write, run: Run, uat: list[str], prod: list[str], pairs: list[str]) -> None:
    files = [server(folder, "a=Q", name=name) for folder, names in (("uat", uat), ("prod", prod)) for name in names]
    estate({**{path: text for each in files for path, text in each.items()}, "gwe-lint.toml": TABLE})
    ran = run("compare", "uat", "prod", "-f", "json")
    unchecked = [each for each in json.loads(ran.out)["unchecked"] if "compare." not in each]
    assert pairs == unchecked
    assert ran.code == 3  # the map says more than these estates have, or one of them lacks an application


def test_what_the_map_says_of_nothing_is_told(estate: Write, run: Run) -> None:
    estate({**backend("uat", "a=1"), **backend("prod", "a=1"), "gwe-lint.toml": TABLE})
    ran = run("compare", "uat", "prod")
    assert "gwe-lint.toml:4: compare.applications: '*_UAT_*' and '*_PROD_*' fit no application" in ran.err
    assert "compare.values (licences): fits no option of the applications compared" in ran.err
    assert ran.code == 3


def test_connections_tenants_and_backup_servers_have_other_names_there(estate: Write, run: Run) -> None:
    def side(tag: str, base: int, tenant: int) -> tuple[App, ...]:
        sections = {f"endpoints:{tenant}": {"webme": "Q"}}
        return (
            App(f"C_{tag}_1", 59, base + 1, sections, ((base + 3, "ESP"),), tenants=(tenant,), backup=base + 2),
            App(f"C_{tag}_2", 59, base + 2, sections, ((base + 3, "ESP"),), tenants=(tenant,)),
            App(f"U_{tag}_1", 63, base + 3, {"x": {"y": "z"}}, tenants=(tenant,)),
        )

    files = {
        f"{folder}/{name}": text
        for folder, apps in (("uat", side("UAT", 100, 101)), ("prod", side("PROD", 500, 201)))
        for name, text in WRITERS["confdata"](apps).items()
    }
    estate({**files, "gwe-lint.toml": TABLE.partition("[[compare.values]]")[0].replace(', "GWE_U" = "GWE_P"', "")})
    ran = run("compare", "uat", "prod", "-f", "json")
    own = {"dbid": "expected: every object has a DBID of its own"}
    assert ([], 0, own) == (json.loads(ran.out)["findings"], ran.code, classes(run, "uat", "prod"))
    plain = classes(run, "uat", "prod", "--isolated")
    assert plain == {}
    assert run("compare", "uat", "prod", "--isolated").code == 3  # nothing is called alike


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        pytest.param('from = "uat"\n', "", ["1: compare[1]: from is missing"], id="from"),
        pytest.param('to = "prod"', 'to = "uat"', ["3: compare[1] (uat to uat).to: from and to are the same"], id="to"),
        pytest.param('"*_PROD_*"', '"*_PROD"', ["4: compare[1].applications.*_UAT_*: '*_UAT_*' and"], id="stars"),
        pytest.param(
            '"GWE_U" = "GWE_P"', '"A" = "X", "B" = "X"', ["4: compare[1].applications.B: 'X' is already"], id="twice"
        ),
        pytest.param('"201" }', "201 }", ["5: compare[1].tenants.101: must be a string"], id="a number"),
        pytest.param('to = "*prod-*"\n', "", ["7: compare[1].values[1]: to is missing: give both"], id="one of both"),
        pytest.param(
            'to = "*prod-*"', 'to = "*uat-*"', ["9: compare[1].values[1].to: from and to are both"], id="no map"
        ),
        pytest.param('reason = "hosts"\n', "", ["7: compare[1].values[1]: reason is missing"], id="no reason"),
        pytest.param(
            '"gwe-backend:service:wes/*", "chat-server:node/*"',
            '"gwe-bakend:service:wes/*", "node"',
            [
                "10: compare[1].values[1].options: unknown application type 'gwe-bakend'",
                "10: compare[1].values[1].options: 'node'",
            ],
            id="two wrong options at once",
        ),
        pytest.param(
            "must-differ", "must-difer", ["11: compare[1].values[1].must-difer: unknown key"], id="an unknown key"
        ),
        pytest.param(
            "[[compare.values]]\noptions",
            "[[compare]]\nfrom='prod'\nto='uat'\n[[compare.values]]\noptions",
            ["20: compare[2] (prod to uat): 'prod' and 'uat' have another one"],
            id="the same two estates again",
        ),
    ],
)
def test_mistakes_in_the_table_are_errors(estate: Write, run: Run, old: str, new: str, problems: list[str]) -> None:
    estate({**backend("uat", "a=1"), **backend("prod", "a=1"), "gwe-lint.toml": TABLE.replace(old, new)})
    ran = run("compare", "uat", "prod")
    said = [line.removeprefix("gwe-lint: error: gwe-lint.toml:") for line in ran.err.splitlines()]
    assert ran.code == 2
    assert [] == [each for each in problems if not any(line.startswith(each) for line in said)], said


def test_the_table_fits_its_schema_and_can_be_extended(estate: Write, run: Run) -> None:
    jsonschema.validate(tomllib.loads(TABLE), schema_of("configuration"))
    files = {**backend("uat", f"{QUEUE}=UAT_Chat"), **backend("prod", f"{QUEUE}=PROD_Chat")}
    estate({**files, "base.toml": TABLE, "gwe-lint.toml": 'extend = "base.toml"\n'})
    assert list(classes(run, "uat", "prod").values()) == ["expected: queues have the estate in front of their names"]


def test_all_mistakes_come_at_once(estate: Write, run: Run) -> None:
    wrong = (
        TABLE.replace('"*_PROD_*"', '"*_PROD"').replace('reason = "hosts"\n', "").replace("must-differ", "must-difer")
    )
    estate({"gwe-lint.toml": wrong, **backend("uat", "a=1")})
    assert len(run("compare", "uat", "uat").err.splitlines()) == 4


ESTATES = '[[estate]]\nname = "uat"\npaths = ["exports/u"]\n[[estate]]\nname = "prod"\npaths = ["exports/p"]\n'
FOUND = {**backend("exports/u", f"{KEY}=1:a"), **backend("exports/p", f"{KEY}=1:b")}


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        pytest.param(FOUND, "exports/u exports/p", 1, id="two folders that differ"),
        pytest.param({**FOUND, "gwe-lint.toml": ESTATES}, "uat prod", 1, id="two estates by name"),
        pytest.param({**FOUND, "gwe-lint.toml": ESTATES}, "uat exports/p", 1, id="a name and a folder"),
        pytest.param(FOUND, "exports/u/GWE.cfg exports/p/GWE.cfg", 1, id="two files"),
        pytest.param(FOUND, "exports/u exports/u", 0, id="an estate with itself"),
        pytest.param(FOUND, "exports/u exports/p --exit-zero", 0, id="exit zero"),
        pytest.param(FOUND, "exports/u exports/p --fail-on never", 0, id="never"),
        pytest.param(
            {**FOUND, "exports/p/Chat.conf": "[endpoints:1]\na=b\n"}, "exports/u exports/p", 1, id="1 beats 3"
        ),
        pytest.param(
            {**FOUND, "exports/p/Chat.conf": "[endpoints:1]\na=b\n"},
            "exports/u exports/p --ignore GWE801",
            3,
            id="alone",
        ),
        pytest.param({**FOUND, "empty/readme.txt": ""}, "exports/u empty", 3, id="nothing on one side"),
        pytest.param(FOUND, "exports/u nowhere", 2, id="no such estate"),
        pytest.param(FOUND, "exports/u", 2, id="only one"),
        pytest.param({**FOUND, "gwe-lint.toml": ESTATES + "[[compare]]"}, "uat prod", 2, id="a wrong configuration"),
    ],
)
def test_exit_codes(estate: Write, run: Run, files: Mapping[str, str], arguments: str, code: int) -> None:
    estate(files)
    assert code == run("compare", *arguments.split()).code


def test_a_wrong_name_is_answered_with_the_nearest(estate: Write, run: Run) -> None:
    estate({**FOUND, "gwe-lint.toml": ESTATES})
    assert (
        "prd: no such file or folder, and no estate of the configuration (did you mean 'prod'?)"
        in run("compare", "uat", "prd").err
    )


def test_the_report_calls_the_sides_by_their_names(estate: Write, run: Run) -> None:
    estate({**FOUND, "gwe-lint.toml": ESTATES})
    out = run("compare", "uat", "prod").out
    assert out.startswith("DIFFERENT  1 error    exit 1\ncompared uat with prod: 1 of 1 application, ")
    assert "\n    uat       '1:a'\n    prod      '1:b'\n    where     GWE  exports/p/GWE.cfg:2\n" in out
    found = json.loads(run("compare", "uat", "prod", "-f", "json").out)
    assert "[service:wes] queueKey is '1:a' in uat and '1:b' in prod" == found["findings"][0]["message"]
    assert "estates" == found["drift"]["scope"]


def test_a_password_that_differs_is_reported_without_its_values(estate: Write, run: Run) -> None:
    estate({**backend("u", "db-password=swordfish"), **backend("p", "db-password=hunter2hunter2")})
    for format in ("json", "text", "concise", "sarif"):
        ran = run("compare", "u", "p", "-f", format, "-v")
        assert not any(secret in ran.out + ran.err for secret in ("swordfish", "hunter2"))
        assert "db-password" in ran.out


# What holds for all inputs.

PACKS = load_packs()
ROWS = PACKS.drift_rows
RULES = tuple(rule for rule in PACKS.rules if rule.check == "of-drift")
SECTIONS = st.dictionaries(
    st.sampled_from(["settings", "endpoints:1", "endpoints:101", "log", "x"]),
    st.dictionaries(
        st.sampled_from(["default", "session-restoration-mode", "flex-disconnect-timeout", "x", "db-password"]),
        st.sampled_from(["", "1", "01", "45", "none", "simple", "Simple", "Q", "a,b", "b, a", "50"]),
        min_size=1,
        max_size=4,
    ),
    max_size=4,
)
SIDE = st.lists(SECTIONS, min_size=1, max_size=4)


def apps_of(side: list[dict[str, dict[str, str]]]) -> list[App]:
    return [App(f"Chat_{n}", 59, 100 + n, {"endpoints:1": {"q": "Q"}, **each}) for n, each in enumerate(side)]


def judged(one: Estate, other: Estate) -> Report:
    return two_estates_report(one, other, (), ROWS, RULES, Accepted(Ledger(), date(2026, 6, 1)))


@settings(max_examples=50, deadline=None)
@given(side=SIDE, writer=st.sampled_from(["cfg", "confdata", "gax", "mutagen", "database"]))
def test_an_estate_has_no_difference_to_itself(side: list[dict[str, dict[str, str]]], writer: str) -> None:
    with TemporaryDirectory() as folder:
        found = estate_of(Path(folder) / "one", WRITERS[writer](apps_of(side)), b"key")
        report = judged(found, found)
    assert report.drift
    assert ((), ()) == (report.findings, report.unchecked)
    assert set() == {kind for kind, count in report.drift.classes.items() if count} - {"unchanged", "unverifiable"}


@settings(max_examples=80, deadline=None)
@given(one=SIDE, other=SIDE, writers=st.sampled_from([("cfg", "cfg"), ("confdata", "gax"), ("cfg", "confdata")]))
def test_swapped_sides_are_mirrored(
    one: list[dict[str, dict[str, str]]], other: list[dict[str, dict[str, str]]], writers: tuple[str, str]
) -> None:
    with TemporaryDirectory() as folder:
        left = estate_of(Path(folder) / "one", WRITERS[writers[0]](apps_of(one)), b"key")
        right = estate_of(Path(folder) / "other", WRITERS[writers[1]](apps_of(other)), b"key")
        there, back = judged(left, right), judged(right, left)
    mirror = {"missing": "extra", "extra": "missing"}
    assert there.drift
    assert back.drift
    turned = {mirror.get(kind, kind): count for kind, count in back.drift.classes.items()}
    assert turned == dict(there.drift.classes)
    assert {_seen(each) for each in there.findings} == {_seen(each, mirror) for each in back.findings}
    there_missing, back_missing = (
        {each.application for each in side.drift.not_checked} for side in (there, back) if side.drift
    )
    assert there_missing == back_missing


def _seen(finding: Any, mirror: Mapping[str, str] | None = None) -> tuple[Any, ...]:
    """What is said of a finding, or, with a mirror, what is said of it from the other side."""
    change, place = finding.change, finding.hit.place
    sides = (change.before, change.after) if mirror is None else (change.after, change.before)
    return (place.application, place.section, place.option, (mirror or {}).get(change.kind, change.kind), *sides)
