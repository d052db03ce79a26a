"""Names that nobody reads: misspelt, in the wrong section, of another release; and names that are right."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from gwe_lint.catalogue.fact import APPLICATION_TYPES
from gwe_lint.checks.misspelt import is_marked
from gwe_lint.rules.selection import Packs
from tests.conftest import Run, Write

WES = "wes.connector.chatServer."
CHAT = "[endpoints:1]\nwebme=Q\ndefault=Q\n"
BACKEND = f"[service:wes]\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Q\n"
CLUSTER = "[chat]\nqueueKey=1:webme\nwebengagementChatQueue=Q\nrefreshTaskPeriod=2\n"
OF_NAMES = ("GWE103", "GWE113", "GWE114", "GWE613")


def findings(run: Run) -> list[dict[str, Any]]:
    data = json.loads(run("check", "e", "--isolated", "-f", "json").out)
    return list(data["findings"])


def said(run: Run) -> list[tuple[str, int, str]]:
    return [(each["rule"], each["line"], each["message"]) for each in findings(run) if each["rule"] in OF_NAMES]


TOLD: Mapping[str, tuple[str, str, tuple[str, int, str]]] = {
    "a misspelt twin, and the value that counts": (
        "Chat.conf",
        CHAT + "[settings]\nsession-shutdown-timeout=180\nsession-shutdown-timout=3600\n",
        ("GWE103", 6, "close to 'session-shutdown-timeout'; the value that counts is '180', in line 5"),
    ),
    "a twin with a value out of range": (
        "GWE.cfg",
        f"{BACKEND}{WES}refreshPeriod=3\n{WES}refreshPeriods=99\n",
        ("GWE103", 5, "; the value that counts is '3', in line 4"),
    ),
    "a twin in another case": (
        "Chat.conf",
        CHAT + "[settings]\nFlex-Disconnect-Timeout=90\nflex-disconnect-timeout=60\n",
        ("GWE103", 5, "in case, and option names are case-sensitive; the value that counts is '60', in line 6"),
    ),
    "a twin of an option without a value": (
        "Chat.conf",
        CHAT + "[settings]\nflex-disconect-timeout=90\nflex-disconnect-timeout=\n",
        ("GWE103", 5, "; the value that counts is empty, in line 6"),
    ),
    "letters swapped in a short section": (
        "GWE.cfg",
        BACKEND + "[service:wmgs]\nwmsg.connector.defaultEngagementChannel=proactiveChat\n",
        ("GWE103", 4, "section 'service:wmgs' is not known, but it is close to 'service:wmsg'"),
    ),
    "a section as near to two others, with the options of one": (
        "GWE.cfg",
        BACKEND + "[service:wms]\nwmsg.connector.defaultEngagementChannel=proactiveChat\n",
        ("GWE103", 4, "close to 'service:wmsg'"),
    ),
    "a section beside the right one": (
        "GWE.cfg",
        BACKEND + f"[service:wess]\n{WES}refreshPeriod=3\n",
        ("GWE103", 4, "close to 'service:wes'; the section that counts is in line 1"),
    ),
    "letters swapped in the section of endpoints": (
        "Chat.conf",
        "[settings]\nsession-restoration-mode=simple\n[endpionts:1]\nwebme=Q\n",
        ("GWE103", 3, "close to 'endpoints:1'"),
    ),
    "a section of services": (
        "GMS.cfg",
        "[chat]\ndefault_chat_endpoint=Environment:webme\n[servcie.sales]\n_chat_endpoint=Environment:webme\n",
        ("GWE103", 3, "close to 'service.sales'"),
    ),
    "a Cyrillic letter in a name": (
        "Chat.conf",
        CHAT + "[settings]\nsession-restoration-m\u043ede=simple\n",
        ("GWE103", 5, "they look alike"),
    ),
    "the end of a long name": (
        "GWE.cfg",
        f"{BACKEND}sessionRestoreTimeout=30\n",
        ("GWE103", 4, f"is not known, but it is the end of '{WES}sessionRestoreTimeout'"),
    ),
    "a short word of the log, by its value": (
        "Chat.conf",
        CHAT + "[log]\nlal=stdout, network\n",
        ("GWE103", 5, "close to 'all'"),
    ),
    "an option in another section": (
        "Chat.conf",
        CHAT + "[inactivity-control]\nstop-abandoned-interaction=never\n[settings]\nsession-restoration-mode=simple\n",
        ("GWE113", 5, "in [settings] and not in [inactivity-control], where it is not set"),
    ),
    "a number, which such an export may leave out": (
        "Chat.conf",
        CHAT + "[inactivity-control]\nsession-shutdown-timeout=5\n[settings]\nsession-restoration-mode=simple\n",
        ("GWE113", 5, "is documented in [settings] and not in [inactivity-control]"),
    ),
    "the same beside the value that counts": (
        "Chat.conf",
        CHAT + "[inactivity-control]\nsession-shutdown-timeout=5\n[settings]\nsession-shutdown-timeout=180\n",
        ("GWE113", 5, "and not in [inactivity-control]; the value that counts is '180', in line 7"),
    ),
    "a name of 8.1.2 on a cluster of 8.5": (
        "GWE.cfg",
        f"{CLUSTER}{WES}queueWebengagement=Other\n",
        (
            "GWE613",
            5,
            "which probably calls it webengagementChatQueue, in [chat]; the value that counts is 'Q', in line 3",
        ),
    ),
    "one that has no successor": (
        "GWE.cfg",
        f"{CLUSTER}{WES}sessionRestoreTimeout=30\n",
        ("GWE613", 5, "of which no successor is known"),
    ),
    "a name of 8.5 in a section of 8.1.2": (
        "GWE.cfg",
        f"{BACKEND}refreshTaskPeriod=2\n",
        ("GWE613", 4, f"'refreshTaskPeriod' is a name of 8.5, and 8.1.2 probably calls it {WES}refreshPeriod"),
    ),
}


@pytest.mark.parametrize(("file", "text", "expected"), TOLD.values(), ids=TOLD)
def test_what_is_said(file: str, text: str, expected: tuple[str, int, str], estate: Write, run: Run) -> None:
    estate({f"e/{file}": text})
    rule, line, words = expected
    ((found, at, message),) = said(run)
    assert (rule, line) == (found, at)
    assert words in message


SILENT = {
    "sections of the site's own": CHAT + "[settings-2024]\nflex-disconnect-timeout=9\n[paging]\npages=3\n",
    "sections that somebody marked": CHAT + "[xsettings]\nenabled=1\n[settings_]\nflex-disconnect-timeout=9\n",
    "options that somebody marked": CHAT + "[settings]\nuse-contact-server=true\nx-use-contact-server=false\n",
    "a number at the end": CHAT + "[inactivity-control]\nmessage-alert=a\nmessage-alert2=b\nmessage-alert3=c\n",
    "a twin whose value is of another type": CHAT + "[settings]\nlimit-for-sessions=9\nlimit-for-session=by-host\n",
    "keys of user data": CHAT + "[log-filter-data]\nTranscript=hide\nTranscripts=hide\nflex-disconnect-timeout=hide\n",
    "single words in a section that may have them": CHAT + "[settings]\nenabled=true\ntrace=3\nexpire=10\n",
    "the log with underscores": CHAT + "[log]\ntime_format=time\ncheck_point=1\ntrac=1\n",
    "an endpoint with the name of an option": CHAT + "flex-disconnect-timeout=Slow Chats\n",
    "a queue with quotes in its name": CHAT + 'vip="VIP" of "Acme" desk\n',
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_names_that_may_be_meant_are_left_alone(text: str, estate: Write, run: Run) -> None:
    estate({"e/Chat.conf": text})
    assert [] == said(run)


def test_no_documented_name_is_taken_for_another_one(estate: Write, run: Run, packs: Packs) -> None:
    """Each product with all documented names in their sections; every value is one that is documented."""
    files, config = {}, ['[[estate]]\nname = "e"\npaths = ["."]\n']
    for type in APPLICATION_TYPES:
        sections = packs.catalogue.sections(type)
        lines = []
        for section in (*(name for name in sections if "*" not in name), "log"):
            facts = packs.catalogue.every(type, section).values()
            lines += [
                f"[{section}]",
                *(f"{fact.option}={fact.default or 1}" for fact in facts if not fact.misspelling_of),
            ]
        if sections:
            files[f"e/{type}.cfg"] = "\n".join((*lines, ""))
            config.append(f'[[estate.application]]\nfile = "{type}.cfg"\ntype = "{type}"\n')
    estate({**files, "e/gwe-lint.toml": "\n".join(config)})
    data = json.loads(run("check", "--config", "e/gwe-lint.toml", "-f", "json").out)
    assert 12 <= len(files)
    assert [] == [each["message"] for each in data["findings"] if each["rule"] in OF_NAMES]


def test_an_option_of_two_sections_stands_right_in_any(estate: Write, run: Run) -> None:
    text = CHAT + "[inactivity-control]\nflex-disconnect-timeout=60\n"
    where = 'app = "chat-server"\nsection = "site"\noption = "flex-disconnect-timeout"\n'
    estate({"e/Chat.conf": text, "site.toml": f'[[option]]\n{where}type = "integer"\nsummary = "Ours."\n'})
    assert ["GWE113"] == [rule for rule, _, _ in said(run)]
    data = json.loads(run("check", "e", "--isolated", "--pack", "site.toml", "-f", "json").out)
    assert [] == [each["message"] for each in data["findings"] if each["rule"] in OF_NAMES]


def test_a_secret_beside_its_misspelt_twin_is_not_told(estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": BACKEND + "[security]\nuser-id=u\npassword=Tr0ub4dor\npasword=C0rrecthorse\n"})
    ran = run("check", "e", "--isolated", "-f", "json", "--verbose")
    assert "Tr0ub4dor" not in ran.out + ran.err
    assert "C0rrecthorse" not in ran.out + ran.err
    assert ["GWE103"] == [rule for rule, _, _ in said(run)]
    assert "line 6 has what counts" in said(run)[0][2]


WHERE = {
    "in a short section that is misspelt": (
        "[chta]\nqueueKey=1:webme\nwebengagementChatQueue=Q\n",
        "rename section [chta]",
    ),
    "under a misspelt name": (CLUSTER.replace("queueKey", "queueKye"), "line 2 has 'queueKye'"),
    "behind a #": (CLUSTER.replace("queueKey", "#queueKey"), "line 2 has it behind a #"),
    "in another section": (
        CLUSTER.replace("queueKey=1:webme\n", "") + "[pacing]\nqueueKey=1:webme\n",
        "line 5 has it in [pacing], where it has no effect",
    ),
    "under its name of 8.1.2": (CLUSTER.replace("queueKey", f"{WES}queueKey"), f"line 2 has '{WES}queueKey'"),
}


@pytest.mark.parametrize(("text", "where"), WHERE.values(), ids=WHERE)
def test_what_is_not_set_stands_elsewhere(text: str, where: str, estate: Write, run: Run) -> None:
    estate({"e/GWE.cfg": text, "e/Chat.conf": CHAT})
    ((finding),) = [each for each in findings(run) if each["rule"] in (*OF_NAMES, "GWE102")]
    assert "GWE102" == finding["rule"]
    assert where in finding["help"]


RECOGNISED = {
    "a Backend Server": (f"[service:wse]\n{WES}queueKey=1:webme\n", "gwe-backend"),
    "a cluster beside its CometD": ("[chta]\nwebengagementChatQueue=Q\n[cometd]\ntimeout=30\n", "gwe-cluster"),
    "a Chat Server by its endpoints": ("[endponits:1]\ndefault=Q\n", "chat-server"),
    "a Chat Server": ("[sttings]\nsession-restoration-mode=simple\n", "chat-server"),
}


@pytest.mark.parametrize(("text", "type"), RECOGNISED.values(), ids=RECOGNISED)
def test_a_product_is_known_by_the_options_of_a_misspelt_section(text: str, type: str, estate: Write, run: Run) -> None:
    estate({"e/A.cfg": text})
    shown = json.loads(run("show", "e", "--isolated", "-f", "json").out)
    assert [type] == [each["type"] for each in shown["estates"][0]["applications"]]


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("x-log", True),
        ("xlog", True),
        ("log_", True),
        ("log.old", True),
        ("_log", True),
        ("logs", False),
        ("log", False),
        ("LOG", False),
        ("blog", False),
    ],
)
def test_a_mark_is_no_slip(name: str, marked: bool) -> None:
    assert marked is is_marked(name, "log")
