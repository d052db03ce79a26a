"""Who is a client, and on which Chat Servers it is followed: every product, every format, and what nobody can know."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.explore.coverage import Coverage, coverage_of
from gwe_lint.explore.trace import traces_of
from gwe_lint.rules.selection import Packs
from tests.builders import TEXTS, WES, WRITERS, App, Files, Sections, backend, chat, cluster, estate_of
from tests.conftest import Run, Write

WEB: Sections = {"chat": {"queueKey": "1:webme", "webengagementChatQueue": "Q", "connectionTimeout": "10"}}
COBROWSE: Sections = {"chat": {"queueKey": "1:webme", "useChat": "true"}}
MOBILE: Sections = {"chat": {"default_chat_endpoint": "Environment:webme"}}
CLIENTS: dict[str, Callable[..., App]] = {
    "a Backend Server of 8.1.2": backend,
    "a cluster of 8.5": lambda *to: App("GWE_85", 82, 101, WEB, tuple((dbid, "webapi") for dbid in to)),
    "Co-browse": lambda *to: App("Cobrowse", 107, 101, COBROWSE, tuple((dbid, "webapi") for dbid in to)),
    "Mobile Services": lambda *to: App("GMS", 107, 101, MOBILE, tuple((dbid, "webapi") for dbid in to)),
}
SEEN = (1, 1)  # clients, and those that are followed
UNSEEN = (1, 0)


@pytest.fixture
def coverage(tmp_path: Path, packs: Packs) -> Callable[[Files], Coverage]:
    def of(files: Files) -> Coverage:
        estate = estate_of(tmp_path / "e", files)
        options = chat_options_of(packs.rules)
        found = coverage_of([estate], options)
        _agrees_with_trace(estate, packs, found)
        return found

    return of


def _agrees_with_trace(estate: Estate, packs: Packs, coverage: Coverage) -> None:
    """``trace`` follows nobody on a server on which ``check`` does not, and says the same of it."""
    missing = {(each.client, each.server): each.reason for each in coverage.missing}
    for trace in traces_of(estate, chat_options_of(packs.rules)):
        for route in trace.routes:
            (*_, last) = route.hops
            key = (trace.client.name, route.server)
            if last.step in ("endpoint", "queue") and key in missing:
                assert "unknown" == route.outcome
                assert missing[key] == last.message
            elif trace.key.status == "ok" and last.step == "endpoint":
                assert route.outcome != "unknown" or not route.connection


def numbers(coverage: Coverage) -> tuple[int, int]:
    return coverage.clients, coverage.followed


def missing(coverage: Coverage) -> list[tuple[str, str, bool]]:
    return [(each.client, each.server, each.counts) for each in coverage.missing]


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_of_any_product_is_followed_in_any_format(
    coverage: Callable[[Files], Coverage], name: str, format: str
) -> None:
    found = coverage(WRITERS[format]([CLIENTS[name](201), chat(201)]))
    assert (SEEN, 1, ()) == (numbers(found), found.chat_servers, found.missing)


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("name", CLIENTS)
def test_alone_it_is_not(coverage: Callable[[Files], Coverage], name: str, format: str) -> None:
    found = coverage(WRITERS[format]([CLIENTS[name]()]))
    assert (UNSEEN, 0) == (numbers(found), found.chat_servers)
    assert ["no Chat Server's export is there to look at"] == [each.reason for each in found.missing]
    assert len(found.reasons) == 1


@pytest.mark.parametrize("format", [format for format in WRITERS if format not in (*TEXTS, "mutagen")])
def test_a_member_of_its_cluster_that_is_not_there_counts(
    tmp_path: Path, packs: Packs, coverage: Callable[[Files], Coverage], format: str
) -> None:
    apps = [backend(301), cluster(301, 201, 202), chat(201), chat(202)]
    found = coverage_of([estate_of(tmp_path / "all", WRITERS[format](apps))], chat_options_of(packs.rules))
    assert (SEEN, []) == (numbers(found), missing(found))
    found = coverage(WRITERS[format](apps[:-1]))
    (reason,) = found.reasons
    assert (UNSEEN, [True]) == (numbers(found), [counts for _, _, counts in missing(found)])
    assert re.fullmatch("e: GWE is not followed on (DBID |A)202: there is no export", reason)


def test_mutagen_does_not_tell_what_a_cluster_is(coverage: Callable[[Files], Coverage]) -> None:
    found = coverage(WRITERS["mutagen"]([backend(301), cluster(301, 201), chat(201)]))
    assert ("e: GWE is not followed on Cluster_301: nothing tells whether it is a Chat Server",) == found.reasons


def test_what_has_no_type_is_asked_for_and_then_followed(estate: Write, run: Run) -> None:
    apps = [backend(301, 302), cluster(301, 201), App("Another", 82, 302), chat(201)]
    estate({f"e/{name}": text for name, text in WRITERS["mutagen"](apps).items()})
    ran = run("check", "e")
    assert ran.code == 3
    assert "not followed on Cluster_301 and Another: nothing tells whether any of them is a Chat Server\n" in ran.err
    assert (
        "gwe-lint: declare the type of what the exports do not tell it of ([[estate.application]] name, type)\n"
        in ran.err
    )
    declared = '[[estate.application]]\nname = "Cluster_301"\ntype = "application-cluster"\n'
    estate({"gwe-lint.toml": f'[[estate]]\nname = "e"\npaths = ["e"]\n{declared}'})
    ran = run("check")
    assert (0, True, False) == (ran.code, "followed 1 of 1 clients" in ran.err, "declare the type" in ran.err)


@pytest.mark.parametrize("format", ["confdata", "bare", "gax", "raw"])
def test_a_backup_that_is_not_there_counts(coverage: Callable[[Files], Coverage], format: str) -> None:
    found = coverage(WRITERS[format]([backend(201), chat(201, backup=202)]))
    assert (UNSEEN, [("GWE", "DBID 202", True)]) == (numbers(found), missing(found))


def cfg(**files: str) -> Files:
    return {f"{name}.cfg": text for name, text in files.items()}


GWE = f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n"
ENDPOINTS = "[endpoints:1]\nwebme=Q\n"
SELECTION = {"CfgApplication_options_131.cfg": "[settings]\nsession-restoration-mode=simple\n"}
MOBILE_SERVICES = "[chat]\ndefault_chat_endpoint=Environment:webme\n"
OF_NOBODY = "[chat]\ndefault_chat_endpoint=Acme:webme\n"
NO_ENDPOINT = "[service.a]\n_chat_endpoint=gms_builtin\n"
COBROWSE_OPTIONS = "[chat]\nuseChat=true\nqueueKey=1:cobrowse\n"
OF_TWO_TENANTS = MOBILE_SERVICES + "[service.a]\n_chat_endpoint=Nowhere:webme\n"


@pytest.mark.parametrize(
    ("files", "expected", "not_followed"),
    [
        pytest.param(cfg(GWE=GWE, C=ENDPOINTS), SEEN, [], id="one of each"),
        pytest.param(cfg(GWE=GWE, C="[endpoints:1]\ndefault=Q\n"), SEEN, [], id="an endpoint that is not there"),
        pytest.param(cfg(GWE=GWE, C="[endpoints:1]\nwebme=\n"), SEEN, [], id="an endpoint without a queue"),
        pytest.param(
            cfg(GWE=GWE.replace("1:", "one:"), C=ENDPOINTS), UNSEEN, [("GWE", "C", True)], id="a key of a wrong form"
        ),
        pytest.param(cfg(GWE=GWE.replace("Q\n", "R\n"), C=ENDPOINTS), SEEN, [], id="two queues"),
        pytest.param(cfg(GWE=f"[service:wes]\n{WES}queueWebengagement=Q\n", C=ENDPOINTS), (0, 0), [], id="no key"),
        pytest.param(cfg(GWE=GWE.replace("1:webme", ""), C=ENDPOINTS), (0, 0), [], id="an empty key"),
        pytest.param(cfg(C=ENDPOINTS, D=ENDPOINTS), (0, 0), [], id="only Chat Servers"),
        pytest.param(
            {"GWE.cfg": GWE, **SELECTION},
            UNSEEN,
            [("GWE", "CfgApplication_options_131", True)],
            id="a selection without endpoints, and nothing else",
        ),
        pytest.param(
            {"GWE.cfg": GWE, "C.cfg": ENDPOINTS, **SELECTION},
            SEEN,
            [("GWE", "CfgApplication_options_131", False)],
            id="a selection that the client is only assumed to reach",
        ),
        pytest.param(
            {"CfgApplication_options_140.cfg": f"[service:wes]\n{WES}queueKey=1:webme\n", "C.cfg": ENDPOINTS},
            UNSEEN,
            [("CfgApplication_options_140", "C", True)],
            id="a selection without the client's own queue",
        ),
        pytest.param(
            cfg(GMS=OF_NOBODY, C=ENDPOINTS), UNSEEN, [("GMS", "C", True)], id="a tenant whose DBID is not known"
        ),
        pytest.param(cfg(GMS=OF_TWO_TENANTS, C=ENDPOINTS), UNSEEN, [("GMS", "C", True)], id="one of two references"),
        pytest.param(cfg(GMS=MOBILE_SERVICES + NO_ENDPOINT, C=ENDPOINTS), SEEN, [], id="none and one"),
        pytest.param(cfg(GWE=GWE, Cobrowse=COBROWSE_OPTIONS, C=ENDPOINTS), (2, 2), [], id="two products"),
    ],
)
def test_what_is_followed(
    coverage: Callable[[Files], Coverage], files: Files, expected: tuple[int, int], not_followed: Sequence[object]
) -> None:
    found = coverage(files)
    assert (expected, not_followed) == (numbers(found), missing(found))


def test_a_list_of_changes_is_no_second_client(coverage: Callable[[Files], Coverage]) -> None:
    change = (
        '<CfgData><CfgReference><CfgServerRef id="S" name="GWE"/></CfgReference><CfgUpdate>'
        '<CfgServerUpdate DBIDref="S"><options action="change"><list_pair key="service:wes">'
        f'<str_pair key="{WES}queueKey" value="1:webme"/></list_pair></options></CfgServerUpdate></CfgUpdate></CfgData>'
    )
    found = coverage({**WRITERS["confdata"]([backend(201), chat(201)]), "change.xml": change})
    assert (SEEN, []) == (numbers(found), missing(found))


def test_who_is_disabled_is_no_client(coverage: Callable[[Files], Coverage]) -> None:
    found = coverage(WRITERS["confdata"]([backend(201, state=2), chat(201)]))
    assert ((0, 0), 1) == (numbers(found), found.chat_servers)


@pytest.mark.parametrize(
    ("links", "state", "reason"),
    [
        pytest.param((401,), 1, "it is connected to no Chat Server", id="to another server"),
        pytest.param((201,), 2, "it is connected only to what takes no chats: Chat_201", id="to a disabled one"),
    ],
)
def test_a_client_that_is_known_to_reach_nobody_is_followed_nowhere(
    coverage: Callable[[Files], Coverage], links: tuple[int, ...], state: int, reason: str
) -> None:
    others = chat(201, state=state), chat(202), App("UCS", 63, 401)
    found = coverage(WRITERS["confdata"]([backend(*links), *others]))
    assert ((1, 0), [("GWE", "", True)]) == (numbers(found)[:2], missing(found))
    assert found.reasons[0].endswith(reason)


def test_a_backend_whose_export_may_hide_its_key_is_named(coverage: Callable[[Files], Coverage]) -> None:
    found = coverage(cfg(**{"CfgApplication_options_101": f"[service:wes]\n{WES}refreshPeriod=2\n", "C": ENDPOINTS}))
    assert ((0, 0), ()) == (numbers(found)[:2], found.reasons)
    assert "whether it names an endpoint is not known" in found.remarks[0]


def test_only_documented_rules_say_who_is_a_client(packs: Packs) -> None:
    keys = chat_options_of(packs.rules).keys
    inferred = [rule for rule in packs.rules if rule.check == "names-an-endpoint" and rule.basis == "inferred"]
    assert {"gwe-backend", "gwe-cluster", "cobrowse-server", "gms"} == {key.app for key in keys}
    assert {key for rule in inferred for key in rule.parameters["keys"]}.isdisjoint(keys)


DECLARED = (
    '[[estate]]\nname = "prod"\npaths = ["e"]\n[[estate.cluster]]\nname = "Cluster"\nmembers = ["C", "D"]\n'
    '[[estate.application]]\nname = "GWE"\nconnects-to = ["Cluster"]\n'
)
UNEXPORTED = '[[estate.application]]\nname = "D"\ntype = "chat-server"\nexported = false\n'
QUEUES = 'interaction-queues = ["Q"]\n[[estate.strategy]]\nname = "S"\nqueues = ["Q"]\n'
CONFIGURED = DECLARED.replace("[[estate.cluster]]", QUEUES + "[[estate.cluster]]")


def test_trace_show_and_check_say_the_same_of_a_server_without_an_export(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": GWE, "e/C.cfg": ENDPOINTS, "gwe-lint.toml": CONFIGURED})
    check, trace, show = run("check"), run("trace", "GWE"), run("show")
    assert (3, 3, 3) == (check.code, trace.code, show.code)
    assert "prod: GWE is not followed on D: there is no export" in check.err
    assert "D: cannot be followed to the end\n  ?    endpoint   there is no export" in trace.out
    assert "prod: GWE is not followed on D: there is no export" in show.err
    assert "D: not followed: there is no export" in show.out


def test_and_of_one_that_nobody_exports_on_purpose(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": GWE, "e/C.cfg": ENDPOINTS, "gwe-lint.toml": CONFIGURED + UNEXPORTED})
    check, trace, show = run("check"), run("trace", "GWE"), run("show")
    assert (0, 0, 0) == (check.code, trace.code, show.code)
    assert "1 not exported, as declared" in check.err
    assert "D: not followed\n  -    endpoint   not exported, as declared" in trace.out
    assert "2 ways of the chat: 1 delivered, 1 not followed, since the server is not exported" in trace.err
    assert "D: not followed: not exported, as declared" in show.out
    (chats,) = json.loads(run("trace", "GWE", "-f", "json").out)["traces"]
    assert ("delivered", ["delivered", "not-exported"]) == (
        chats["outcome"],
        [each["outcome"] for each in chats["routes"]],
    )
    assert "-.->" in run("show", "-f", "mermaid").out


@pytest.mark.parametrize("format", ["text", "json", "mermaid"])
def test_show_is_incomplete_as_check_is(estate: Write, run: Run, format: str) -> None:
    estate({"e/GWE.cfg": GWE})
    assert (3, 3) == (run("check", "e").code, run("show", "e", "-f", format).code)
    estate({"gwe-lint.toml": '[check]\nincomplete = "report"\n'})
    assert (0, 0) == (run("check", "e").code, run("show", "e", "-f", format).code)


def test_trace_follows_every_product_and_every_reference(estate: Write, run: Run) -> None:
    services = "[service.a]\n_chat_endpoint=Environment:other\n"
    estate({"e/GMS.cfg": "[chat]\ndefault_chat_endpoint=Environment:webme\n" + services, "e/C.cfg": ENDPOINTS})
    ran = run("trace", "GMS", "e")
    assert 1 == ran.code
    assert "'Environment:webme': endpoint 'webme' of tenant 1" in ran.out
    assert "LOST endpoint   no endpoint 'other' in [endpoints:1]" in ran.out
    (entry,) = [
        each for each in json.loads(run("show", "e", "-f", "json").out)["estates"][0]["applications"] if each["chats"]
    ]
    assert ("GMS", "lost", 2) == (entry["name"], entry["chats"]["outcome"], len(entry["chats"]["routes"]))
    assert "default#95;chat#95;endpoint Environment#58;webme" in run("show", "e", "-f", "mermaid").out.replace(
        "_", "#95;"
    )


COMPARED = {
    "base/e/C.cfg": ENDPOINTS,
    "base/e/D.cfg": ENDPOINTS,
    "e/C.cfg": ENDPOINTS,
    "e/GWE.cfg": GWE,
    "base/e/GWE.cfg": GWE,
}


@pytest.mark.parametrize(("declared", "codes"), [("", (1, 3)), (UNEXPORTED, (0, 0))], ids=["not declared", "declared"])
def test_what_nobody_exports_is_no_gap_of_a_comparison(
    estate: Write, run: Run, declared: str, codes: tuple[int, int]
) -> None:
    estate(
        {
            **COMPARED,
            "e/E.cfg": ENDPOINTS,
            "base/e/E.cfg": ENDPOINTS,
            "gwe-lint.toml": DECLARED.replace('"D"', '"D", "E"') + declared,
        }
    )
    drift, consistency = run("drift", "--against", "base/e"), run("consistency")
    assert codes == (drift.code, consistency.code)
    found = json.loads(run("drift", "--against", "base/e", "-f", "json").out)
    told = [each["reason"] for each in found["drift"]["not_checked"]]
    told += [each["rule"] for each in found["findings"]]
    assert ["not exported, as declared" if declared else "GWE808"] == told


def test_objects_of_one_dbid_are_named_where_a_connection_leads_to_it(estate: Write, run: Run) -> None:
    servers = [chat(2), chat(2)._replace(name="Chat_copy")]
    estate({f"e/{path}": text for path, text in WRITERS["confdata"]([backend(2), *servers]).items()})
    said = "2 objects have that DBID: Chat_2 and Chat_copy"
    assert f"GWE is not followed on DBID 2: {said}" in run("check", "e", "--isolated").err
    assert said in " ".join(run("trace", "GWE", "e", "--isolated").out.split())
