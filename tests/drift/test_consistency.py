"""Members of clusters and pairs against each other: classes, ties, groups, exit codes, and that nothing is invented."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwe_lint.drift.consistency import agreement_in, consistency_report
from gwe_lint.drift.member_groups import member_groups_of
from gwe_lint.drift.member_values import spreads_of
from gwe_lint.estate.estate import Estate
from gwe_lint.findings.accept import Accepted
from gwe_lint.findings.report import Report
from gwe_lint.findings.waivers import Ledger
from gwe_lint.rules.selection import Packs, load_packs
from tests.builders import WRITERS, App, estate_of
from tests.conftest import Run, Write

CHAT, APPLICATION_CLUSTER = 59, 82
MODE, TIMEOUT = "session-restoration-mode", "flex-disconnect-timeout"


def chat(name: str, *lines: str, section: str = "settings") -> dict[str, str]:
    """The export of a Chat Server with some options."""
    head = f"[endpoints:1]\ndefault=Q\n[{section}]\n" if section else "[endpoints:1]\ndefault=Q\n"
    return {f"exports/{name}.conf": head + "".join(f"{line}\n" for line in lines)}


def servers(*values: str, section: str = "settings") -> dict[str, str]:
    """Chat Servers A, B, C …, each with the lines of a value; an empty one has none."""
    files: dict[str, str] = {}
    for number, value in enumerate(values):
        files |= chat(f"Chat_{chr(65 + number)}", *value.split(), section=section)
    return files


DECLARED = '[[estate]]\nname = "prod"\npaths = ["exports"]\n'


def rows_of(text: str) -> dict[str, dict[str, Any]]:
    """The findings of a JSON report by option."""
    return {f"{each['section']}/{each['option']}": each for each in json.loads(text)["findings"]}


def values_of(finding: Mapping[str, Any]) -> dict[str | None, str]:
    """The members of each value."""
    return {each["value"]: "".join(name[-1] for name in each["members"]) for each in finding["values"]}


@pytest.mark.parametrize(
    ("values", "kind", "reference", "held", "who"),
    [
        pytest.param(
            ("x=1", "x=1", "x=2"), "changed", "majority", {"1": "AB", "2": "C"}, ["Chat_C"], id="one of three differs"
        ),
        pytest.param(
            ("x=1", "x=1", "y=2"), "missing", "majority", {"1": "AB", None: "C"}, ["Chat_C"], id="one of three lacks it"
        ),
        pytest.param(
            ("y=2", "y=2", "y=2 x=1"), "extra", "majority", {None: "AB", "1": "C"}, ["Chat_C"], id="only one has it"
        ),
        pytest.param(
            ("x=1", "x=2"), "changed", "split", {"1": "A", "2": "B"}, ["Chat_B", "Chat_A"], id="a pair is split"
        ),
        pytest.param(
            ("x=1", "x=1", "x=2", "x=2"),
            "changed",
            "split",
            {"1": "AB", "2": "CD"},
            ["Chat_C", "Chat_D", "Chat_A", "Chat_B"],
            id="a tie of four has no winner",
        ),
        pytest.param(
            ("x=1", "x=1", "x=2", "x=3"),
            "changed",
            "split",
            {"1": "AB", "2": "C", "3": "D"},
            ["Chat_D", "Chat_C", "Chat_A", "Chat_B"],
            id="the most are no majority",
        ),
        pytest.param(
            ("x=1", "x=1", "x=1", "x=2", "x=3"),
            "changed",
            "majority",
            {"1": "ABC", "2": "D", "3": "E"},
            ["Chat_E", "Chat_D"],
            id="three of five are one",
        ),
    ],
)
def test_a_strict_majority_is_the_reference(
    estate: Write, run: Run, values: tuple[str, ...], kind: str, reference: str, held: dict[str, str], who: list[str]
) -> None:
    # The catalogue does not know these options: texts, so that their absence is proved as well.
    estate(servers(*(value.replace("=", "=v") for value in values)))
    found = rows_of(run("consistency", "exports", "-f", "json").out)["settings/x"]
    deviating = [found["application"], *(note["application"] for note in found["related"])]
    assert ("GWE807", "option-inconsistent", kind, reference) == tuple(
        found[key] for key in ("rule", "name", "class", "reference")
    )
    assert {value and f"v{value}": names for value, names in held.items()} == values_of(found)
    assert who == deviating


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        pytest.param((f"{MODE}=simple", f"{MODE}=none"), "error", id="a row says that it is an error"),
        pytest.param(("user-register-timeout=5x", "user-register-timeout=6x"), "note", id="nothing is known"),
        pytest.param((f"{TIMEOUT}=45", f"{TIMEOUT}=50"), "warning", id="the documentation says it must match"),
        pytest.param((f"{TIMEOUT}=45", f"{TIMEOUT}=045"), None, id="another text for the same number"),
        pytest.param(("limit-for-sessions=10", "limit-for-sessions=20"), None, id="each member may have its own limit"),
        pytest.param(("x=a", "x=A"), "note", id="case counts"),
        pytest.param(("x=a", "x=a"), None, id="the same"),
    ],
)
def test_how_bad_a_difference_is(estate: Write, run: Run, values: tuple[str, ...], severity: str | None) -> None:
    estate(servers(*values))
    found = json.loads(run("consistency", "exports", "-f", "json").out)["findings"]
    assert [severity] * (severity is not None) == [each["severity"] for each in found]


def test_facts_without_must_match_are_meant_to_differ(estate: Write, run: Run) -> None:
    estate(servers("default-filter-type=copy", "default-filter-type=hide", section="log-filter"))
    drift = json.loads(run("consistency", "exports", "-f", "json").out)["drift"]
    assert (1, 0) == (drift["classes"]["expected"], drift["classes"]["changed"])


def test_a_default_is_that_of_the_members_own_release(estate: Write, run: Run) -> None:
    complete = {
        f"exports/{name}.xml": text
        for number, (name, release) in enumerate(
            (("Chat_A", "8.5.301.06"), ("Chat_B", "8.5.300.01"), ("Chat_C", "8.5.316.02"))
        )
        for text in WRITERS["bare"]([App(name, CHAT, 100 + number, {"endpoints:1": {"default": "Q"}})]).values()
        for text in [text.replace('"8.5.1"', f'"{release}"')]
    }
    estate(complete)
    found = rows_of(run("consistency", "exports", "-f", "json").out)
    assert {"45": "AC", "300": "B"} == values_of(found[f"settings/{TIMEOUT}"])
    assert [True, True] == [each["is_default"] for each in found[f"settings/{TIMEOUT}"]["values"]]
    assert found["(application)/release"]["reference"] == "split"


def test_an_absence_that_proves_nothing_is_unverifiable(estate: Write, run: Run) -> None:
    estate(servers(f"{TIMEOUT}=50 x=1", "y=v", section="settings"))
    ran = run("consistency", "exports", "-f", "json")
    drift = json.loads(ran.out)["drift"]
    assert {("Chat_B", f"[settings] {TIMEOUT}"), ("Chat_B", "[settings] x")} == {
        (each["application"], each["option"]) for each in drift["unverifiable"]
    }
    assert ["settings/y"] == list(rows_of(ran.out))
    codes = [run("consistency", "exports", "--fail-on", "error", *more).code for more in ([], ["--strict"])]
    assert [0, 3] == codes


PAIRS = (
    App("Chat_A", CHAT, 101, {"endpoints:1": {"default": "Q"}, "settings": {"x": "1"}}, backup=102),
    App("Chat_B", CHAT, 102, {"endpoints:1": {"default": "Q"}, "settings": {"x": "2"}}),
    App("Chat_C", CHAT, 103, {"endpoints:1": {"default": "Q"}, "settings": {"x": "1"}}, backup=104),
    App("Chat_D", CHAT, 104, {"endpoints:1": {"default": "Q"}, "settings": {"x": "1"}}),
)
CLUSTER = App("Chats", APPLICATION_CLUSTER, 200, {"x": {"y": "z"}}, links=((101, "default"), (103, "default")))


@pytest.mark.parametrize(
    ("apps", "groups", "finding"),
    [
        pytest.param(
            PAIRS,
            ["the pair Chat_A and Chat_B", "the pair Chat_C and Chat_D"],
            ("split", "the pair Chat_A and Chat_B"),
            id="two pairs, of which one is split",
        ),
        pytest.param(
            (*PAIRS, CLUSTER),
            ["the members of Chats"],
            ("majority", "the members of Chats"),
            id="pairs inside of a cluster are judged with the cluster",
        ),
        pytest.param(
            tuple(app._replace(backup=0) for app in PAIRS),
            ["all of type Chat Server"],
            ("majority", "all of type Chat Server"),
            id="nothing is known, so that all are one group",
        ),
    ],
)
def test_groups(estate: Write, run: Run, apps: tuple[App, ...], groups: list[str], finding: tuple[str, str]) -> None:
    estate({f"exports/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    report = json.loads(run("consistency", "exports", "-f", "json").out)
    found = [each for each in report["findings"] if each["option"] == "x"]
    assert groups == [each["name"] for each in report["drift"]["groups"]]
    assert [finding] == [(each["reference"], each["among"]) for each in found]
    assert [len(groups) == 1 and "type" in groups[0]] * len(groups) == [
        each["assumed"] for each in report["drift"]["groups"]
    ]


def test_servers_without_a_tenant_in_common_are_no_group(estate: Write, run: Run) -> None:
    estate({f"exports/Chat_{n}.conf": f"[endpoints:{n}]\ndefault=Q\n" for n in (1, 101)})
    ran = run("consistency", "exports", "-f", "json")
    assert ([], [], 3) == (json.loads(ran.out)["findings"], json.loads(ran.out)["drift"]["groups"], ran.code)


def test_a_member_without_an_export_is_named(estate: Write, run: Run) -> None:
    estate({**servers("x=a"), "gwe-lint.toml": DECLARED + SEEN.replace('"Chat_B", ', "")})
    ran = run("consistency")
    assert "NOT COMPARED  with each other    exit 3\n" in ran.out
    assert "not checked: the members of Chats: Chat_C is not in the exports" in ran.err


def test_parts_of_objects_are_compared(estate: Write, run: Run) -> None:
    one, other, *rest = PAIRS
    apps = (
        one._replace(backup=0, links=((300, "default"), (102, "default"))),
        other._replace(sections=one.sections, tenants=(1, 101), ports=("default", "webapi")),
        *(each._replace(sections=one.sections, backup=0, links=((300, "default"),)) for each in rest),
        App("UCS", 63, 300),
    )
    estate({f"exports/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    found = rows_of(run("consistency", "exports", "-f", "json").out)
    kinds = {key: (each["class"], each["severity"], each["application"]) for key, each in found.items()}
    assert {
        "(connections)/UCS": ("missing", "warning", "Chat_B"),
        "(tenants)/DBID 101": ("extra", "warning", "Chat_B"),
        "(ports)/ESP": ("missing", "note", "Chat_B"),
    } == kinds


APART = """\
[[drift]]
option = "chat-server:node/id"
must-differ = true
scope = ["members"]
reason = "each node has its own id"
"""


@pytest.mark.parametrize(
    ("ids", "kind", "alike"),
    [
        pytest.param(("1", "2", "3"), "expected", "", id="all differ, as they should"),
        pytest.param(("1", "2", "2"), "must-differ", "BC", id="two are alike"),
        pytest.param(("2", "2", "2"), "must-differ", "ABC", id="all are alike"),
    ],
)
def test_what_must_differ(estate: Write, run: Run, ids: tuple[str, ...], kind: str, alike: str) -> None:
    estate({**servers(*(f"id=n{id}" for id in ids), section="node"), "site.toml": APART})
    ran = run("consistency", "exports", "--pack", "site.toml", "-f", "json")
    report = json.loads(ran.out)
    assert report["drift"]["classes"][kind] == 1
    wrong = [
        "".join(v[-1] for v in each["members"]) for f in report["findings"] for each in f["values"] if not each["right"]
    ]
    assert [alike] * bool(alike) == wrong
    assert ["GWE804"] * bool(alike) == [each["rule"] for each in report["findings"]]


def test_a_rotated_password_is_reported_without_its_values(estate: Write, run: Run) -> None:
    estate(servers("db-password=swordfish", "db-password=swordfish", "db-password=hunter2hunter2"))
    for format in ("json", "text", "concise", "sarif"):
        ran = run("consistency", "exports", "-f", format, "-v")
        assert "swordfish" not in ran.out + ran.err
        assert "hunter2" not in ran.out + ran.err
        assert "db-password" in ran.out


EXITS = {
    "exports/Chat_A.conf": f"[endpoints:1]\ndefault=Q\n[settings]\n{MODE}=simple\n",
    "exports/Chat_B.conf": f"[endpoints:1]\ndefault=Q\n[settings]\n{MODE}=none\n",
}
SEEN = """\
[[estate.application]]
name = "Chat_C"
type = "chat-server"
[[estate.cluster]]
name = "Chats"
members = ["Chat_A", "Chat_B", "Chat_C"]
"""


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        pytest.param(EXITS, "", 1, id="an error among members"),
        pytest.param(EXITS, "--exit-zero", 0, id="exit zero"),
        pytest.param(EXITS, "--ignore GWE807", 0, id="the rule is ignored"),
        pytest.param(EXITS, "--fail-on never", 0, id="never"),
        pytest.param(servers("x=a", "x=b"), "", 1, id="a note is drift"),
        pytest.param(servers("x=a", "x=b"), "--fail-on warning", 0, id="unless less is asked for"),
        pytest.param(servers("x=a"), "", 3, id="nothing belongs together"),
        pytest.param(servers("x=a"), "--allow-empty", 0, id="nothing belongs together, allowed"),
        pytest.param({"exports/readme.txt": "x"}, "", 3, id="no export"),
        pytest.param(
            {**servers("x=a", "x=a"), "gwe-lint.toml": DECLARED + SEEN}, "", 3, id="a member without an export"
        ),
        pytest.param({**EXITS, "gwe-lint.toml": DECLARED + SEEN}, "", 1, id="findings beat what was not compared"),
        pytest.param(EXITS, "--nope", 2, id="a wrong flag"),
        pytest.param({**EXITS, "p.toml": "[[drift]]\noption='x'"}, "--pack p.toml", 2, id="a wrong pack"),
        pytest.param(
            {**EXITS, "p.toml": APART.replace('"members"', '"baseline"')}, "--pack p.toml", 2, id="a senseless scope"
        ),
    ],
)
def test_exit_codes(estate: Write, run: Run, files: Mapping[str, str], arguments: str, code: int) -> None:
    estate(files)
    assert code == run("consistency", "exports", *arguments.split()).code


def test_a_path_chooses_what_is_shown(estate: Write, run: Run) -> None:
    estate({**servers("x=a y=a", "x=a y=a", "x=b y=a", "x=a y=b"), "gwe-lint.toml": DECLARED})
    found = rows_of(run("consistency", "exports/Chat_C.conf", "-f", "json").out)
    assert ["settings/x"] == list(found)
    assert run("consistency", "elsewhere").code == 2


WAIVER = """\
[[waiver]]
rule = "GWE807"
application = "Chat_B"
option = "settings/x"
reason = "on trial"
owner = "chat-ops"
expires = 2026-06-30
"""


@pytest.mark.parametrize(
    ("values", "waived"),
    [
        pytest.param(("x=a", "x=b", "x=a", "x=a", "x=a"), 1, id="the member that deviates"),
        pytest.param(("x=a", "x=b", "x=b", "x=a", "x=a"), 0, id="another one deviates as well"),
    ],
)
def test_a_waiver_is_for_the_members_it_names(estate: Write, run: Run, values: tuple[str, ...], waived: int) -> None:
    estate({**servers(*values), "gwe-lint-waivers.toml": WAIVER})
    summary = json.loads(run("consistency", "exports", "--as-of", "2026-06-01", "-f", "json").out)["summary"]
    assert waived == summary["waived"]


def test_the_matrix_needs_room(estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    estate(servers("x=a", "x=a", "x=b", "y=c x=a"))
    wide = run("consistency", "exports").out
    monkeypatch.setenv("COLUMNS", "60")
    narrow = run("consistency", "exports").out
    assert "✔ as most  ✔ as most  ✘ differs  ✔ as most\n" in wide
    assert "✔ as most  ✔ as most  ✔ as most  ✘ differs\n" in wide
    assert "   1  Chat_C\n   2  Chat_D\n   3  2 alike: Chat_A and Chat_B\n" in narrow
    monkeypatch.setenv("COLUMNS", "50")
    assert "✔" not in run("consistency", "exports").out
    assert "    most      'a'   Chat_A, Chat_B and Chat_D\n    differs   'b'   Chat_C\n" in narrow
    assert max(map(len, narrow.splitlines())) <= 60


def test_nothing_is_said_without_its_population(estate: Write, run: Run) -> None:
    estate(servers("x=a", "x=a"))
    out = run("consistency", "exports").out
    assert out.startswith(
        "CONSISTENT  with each other    exit 0\ncompared 2 of 2 applications with each other in 1 group, "
        "2 options and 1 part of\nobjects"
    )


# What holds for all inputs.

PACKS = load_packs()
ROWS = PACKS.drift_rows
RULES = tuple(rule for rule in PACKS.rules if rule.check == "of-drift")
NAMES = st.sampled_from(["default", MODE, TIMEOUT, "x", "db-password", "limit-for-sessions"])
VALUES = st.sampled_from(["", "1", "01", "45", "none", "simple", "Simple", "Q", "a,b", "b, a", "50"])
SECTIONS = st.dictionaries(
    st.sampled_from(["settings", "endpoints:1", "endpoints:101", "log"]),
    st.dictionaries(NAMES, VALUES, min_size=1, max_size=4),
    max_size=3,
)


def judged(found: Estate) -> Report:
    """The report of one estate."""
    return consistency_report([agreement_in(found, ROWS, RULES)], RULES, Accepted(Ledger(), date(2026, 6, 1)))


@settings(max_examples=60, deadline=None)
@given(sections=SECTIONS, count=st.integers(2, 5), writer=st.sampled_from(["cfg", "confdata", "gax", "mutagen"]))
def test_identical_members_differ_in_nothing(sections: dict[str, dict[str, str]], count: int, writer: str) -> None:
    everywhere = {"endpoints:1": {"default": "Q"}, **sections}
    apps = [App(f"Chat_{number}", CHAT, 100 + number, everywhere) for number in range(count)]
    with TemporaryDirectory() as folder:
        found = estate_of(Path(folder) / "prod", WRITERS[writer](apps), b"key")
        spreads = [spread for each in member_groups_of([found]) for spread in spreads_of(each)]
        own = {(spread.section, spread.name) for spread in spreads if spread.kind not in ("unchanged", "unverifiable")}
        assert own <= {("(application)", "dbid")}
        assert () == judged(found).findings


@settings(max_examples=60, deadline=None)
@given(
    sections=st.lists(SECTIONS, min_size=2, max_size=5),
    order=st.randoms(use_true_random=False),
    writer=st.sampled_from(["confdata", "gax"]),
)
def test_the_order_of_files_never_matters(sections: list[dict[str, dict[str, str]]], order: Any, writer: str) -> None:
    apps = [App(f"Chat_{n}", CHAT, 100 + n, {"endpoints:1": {"q": "Q"}, **each}) for n, each in enumerate(sections)]
    shuffled = list(apps)
    order.shuffle(shuffled)
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first = judged(estate_of(Path(one) / "prod", WRITERS[writer](apps), b"key"))
        texts = enumerate(WRITERS[writer](shuffled).items())
        names = [f"{chr(122 - n)}{Path(name).suffix}" for n, (name, _) in enumerate(WRITERS[writer](shuffled).items())]
        second = judged(estate_of(Path(other) / "prod", {names[n]: text for n, (_, text) in texts}, b"key"))
    assert {(each.fingerprint, each.hit.message, each.severity, each.change) for each in first.findings} == {
        (each.fingerprint, each.hit.message, each.severity, each.change) for each in second.findings
    }
    assert first.drift
    assert second.drift
    assert first.drift.classes == second.drift.classes


def test_every_built_in_row_fits_an_application_type(packs: Packs) -> None:
    assert any(row.must_differ for row in ROWS)
    assert {row.option.app for row in ROWS} <= {"common", *{fact.app for fact in packs.catalogue}}


def test_a_member_that_was_not_read_whole_is_not_consistent(estate: Write, run: Run) -> None:
    estate({**servers("a=1", "a=1"), **chat("Chat_B", "a=1", "limit-for-sessions 5")})
    done = run("consistency", "exports", "--strict")
    assert (1, "NOT COMPARED WHOLE  1 error    exit 1") == (done.code, done.out.partition("\n")[0])
    assert "exports/Chat_B.conf:5" in done.out


@pytest.mark.parametrize("format", ["markdown", "html", "junit"])
@pytest.mark.parametrize("values", [("a=one", "a=two"), ("a=one", "a=two", "a=three", "a=three", "a=three")])
def test_values_are_shown_with_their_members(estate: Write, run: Run, format: str, values: tuple[str, ...]) -> None:
    estate(servers(*values))
    out = run("consistency", "exports", "-f", format).out.replace("&#x27;", "'").replace("&#39;", "'")
    for said in ("'one' on Chat_A", "'two' on Chat_B"):
        assert out.count(said) > (format == "junit")  # where the message has them too
    assert "(not set)" not in out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("C.cfg", "", id="an empty CFG"),
        pytest.param("C.cfg", "; nothing\n\n", id="a comment"),
        pytest.param("C.csv", "Action,Section,Option,Value\n", id="a header of CSV"),
        pytest.param("C.xml", "", id="an empty XML"),
        pytest.param("C.json", " \n", id="a blank JSON"),
    ],
)
def test_members_are_not_consistent_where_an_export_failed(estate: Write, run: Run, name: str, text: str) -> None:
    """Nobody knows of which type an empty export is, so it may be of a member."""
    member = "[settings]\nsession-restoration-mode=simple\n[endpoints:1]\nx=Q\n"
    estate({"x/A.cfg": member, "x/B.cfg": member, f"x/{name}": text})
    ran = run("consistency", "x", "--isolated", "--format", "json")
    found = json.loads(ran.out)
    assert (3, "NOT COMPARED WHOLE") == (ran.code, found["drift"]["verdict"])
    assert ["C"] == [each["application"] for each in found["drift"]["not_checked"]]


@pytest.mark.parametrize("form", ["cfg", "csv"])
def test_what_the_format_of_one_member_does_not_say_is_unverifiable(estate: Write, run: Run, form: str) -> None:
    def member(dbid: int) -> App:
        return App(f"Chat_{dbid}", 59, dbid, {"endpoints:1": {"x": "Q"}}, ((30, "default"),))

    whole = {f"x/{name}": text for name, text in WRITERS["bare"]([member(1), member(2)]).items()}
    estate({**whole, **{f"x/{name}": text for name, text in WRITERS[form]([member(3)]).items()}})
    found = json.loads(run("consistency", "x", "--isolated", "--format", "json").out)
    rows = {each["option"]: (each["application"], each["reason"]) for each in found["drift"]["unverifiable"]}
    assert ["the object", "all connections", "all ports", "all tenants", "the annex"] == list(rows)
    assert ("Chat_3", f"x/Chat_3.{form} does not say release and state") == rows["the object"]
    assert ("Chat_3", f"x/Chat_3.{form} does not say them") == rows["all connections"]
    assert (0, 5) == (found["exit_code"], found["drift"]["classes"]["unverifiable"])
    assert 3 == run("consistency", "x", "--isolated", "--strict").code
    estate({f"x/{name}": text for name, text in WRITERS["bare"]([member(3)]).items()})
    Path(f"x/Chat_3.{form}").unlink()
    assert 0 == run("consistency", "x", "--isolated", "--strict").code


def node(name: str, dbid: int, to: int, number: int = 107, **sections: dict[str, str]) -> App:
    """A server that is connected to its cluster application."""
    return App(name, number, dbid, sections, ((to, "default"),))


WES_85 = {"chat": {"queueKey": "1:webme", "webengagementChatQueue": "Q"}}
GMS = {"chat": {"default_chat_endpoint": "Environment:mobile"}, "push": {"x": "1"}}
SITES = [
    App("GWE_A", APPLICATION_CLUSTER, 501, WES_85),
    App("GWE_B", APPLICATION_CLUSTER, 502, WES_85),
    node("A1", 511, 501, log={"all": "stdout"}, site={"name": "a"}),
    node("B1", 521, 502, log={"all": "stdout"}, site={"name": "b"}),
]


@pytest.mark.parametrize("format", ["confdata", "database"])
@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param([], {}, id="a node each"),
        pytest.param([node("A2", 512, 501, log={"all": "stdout"}, site={"name": "a"})], {}, id="two alike"),
        pytest.param([node("A2", 512, 501, log={"all": "stdout"}, site={"name": "x"})], {"site/name"}, id="two apart"),
    ],
)
def test_nodes_are_compared_with_those_of_their_own_cluster_application(
    estate: Write, run: Run, format: str, more: list[App], told: set[str]
) -> None:
    estate({f"exports/{name}": text for name, text in WRITERS[format]([*SITES, *more]).items()})
    ran = run("consistency", "exports", "-f", "json")
    assert (set(told), int(bool(told))) == (set(rows_of(ran.out)), ran.code if more else 0)
    assert all(each["among"] == "the nodes of GWE_A" for each in rows_of(ran.out).values())


def test_a_cluster_application_is_not_compared_with_its_node(estate: Write, run: Run) -> None:
    apps = [App("GMS", APPLICATION_CLUSTER, 601, GMS, ((701, "default"),)), node("GMS_1", 602, 601, push={"x": "2"})]
    estate({f"exports/{name}": text for name, text in WRITERS["confdata"](apps).items()})
    types = [
        each["type"] for each in json.loads(run("show", "exports", "-f", "json").out)["estates"][0]["applications"]
    ]
    assert ["gms", "gms"] == types
    assert {} == rows_of(run("consistency", "exports", "-f", "json").out)
