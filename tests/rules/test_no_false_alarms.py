"""Correct estates of different shapes stay silent: nothing at warning or above."""

from collections.abc import Mapping

import pytest

from tests.conftest import Run, Write

WES = "wes.connector.chatServer."
BACKEND = (
    f"[service:wes]\n{WES}identifyCreateContact=1\n{WES}queueKey=1:webme\n{WES}queueWebengagement=Webengagement_Chat\n"
    f"{WES}refreshPeriod=2\n{WES}requestPoolSize=20\n{WES}sessionRestoreTimeout=30\n\n"
    "[service:cassandraEmbedded]\ndataCenter=DC1\n\n[service:cep]\na=1\n\n[service:wmdb]\nb=2\n\n[service:msg]\nc=3\n"
)
CLUSTER = (
    "[chat]\nqueueKey=1:webme\nwebengagementChatQueue=Webengagement_Chat\nidentifyCreateContact=2\n"
    "connectionTimeout=10\nrefreshPoolSize=10\nrefreshTaskPeriod=2\n\n[cometd]\ntimeout=30\n\n[privacy]\nx=1\n"
)
CHAT = (
    "[endpoints:1]\ndefault=Chat In\nwebme=Webengagement_Chat\n\n[inactivity-control]\nenabled=true\n\n"
    "[log]\nall=stdout, /var/log/chat\nverbose=standard\n\n[log-filter]\ndefault-filter-type=hide\n\n"
    "[settings]\nsession-restoration-mode=simple\ntranscript-auto-save=1\nflex-disconnect-timeout=60\n\n[site]\nowner=ops\n"
)
BOTH = {"GWE.cfg": BACKEND, "Chat_01.conf": CHAT, "Chat_02.conf": CHAT}

SHAPES: dict[str, Mapping[str, str]] = {
    "8.1.2 with two Chat Servers": BOTH,
    "8.5 with a node beside the cluster application": {
        "GWE_Cluster.cfg": CLUSTER,
        "GWE_Node_1.cfg": "[log]\nall=stdout\n[cometd]\ntimeout=30\n",
        "Chat.conf": CHAT,
    },
    "8.5 with a node that repeats [chat] of the cluster application": {
        "GWE_Cluster.cfg": CLUSTER,
        "GWE_Node_1.cfg": "[chat]\nqueueKey=1:webme\nidentifyCreateContact=2\n[log]\nx=1\n[cometd]\ntimeout=30\n",
        "Chat.conf": CHAT,
    },
    "Chat Servers with sections of the site's own": {
        **BOTH,
        "Chat_01.conf": CHAT + "\n[endpoints:101]\nwebme=Webengagement_Chat\n\n[email-alerts]\nto=ops@example.com\n",
        "Chat_02.conf": CHAT + "\n[chat]\nacme=1\n\n[userData]\nacme=1\n",
        "Chat_03.conf": CHAT + "\n[push]\npushEnabled=fcm\n",
    },
    "twelve Chat Servers": {"GWE.cfg": BACKEND, **{f"Chat_{number:02}.conf": CHAT for number in range(12)}},
    "an endpoint and a queue with names like secrets": {
        "GWE.cfg": BACKEND.replace("1:webme", "1:secretary").replace("=Webengagement_Chat", "=Token: desk"),
        "Chat.conf": "[endpoints:1]\nsecretary=Token: desk\nlicensekey=Queue\n"
        "[settings]\nsession-restoration-mode=simple\n",
    },
    "queues with brackets in their names": {
        "GWE.cfg": BACKEND.replace("=Webengagement_Chat", "=[Web] Chat [DE]"),
        "Chat.conf": "[endpoints:1]\nwebme=[Web] Chat [DE]\nvip={vip}\n[settings]\nsession-restoration-mode=simple\n",
    },
    "Co-browse with sections that GWE has too": {
        **BOTH,
        "Cobrowse.cfg": "[chat]\nuseChat=true\nqueueKey=1:webme\nconnectionTimeout=10000\nrefreshTaskPeriod=3000\n"
        "identifyCreateContact=3\n[cometd]\ntimeout=30\n",
    },
    "E-mail, SMS and others with sections that Chat Server has too": {
        **BOTH,
        "Email.cfg": "[endpoints:1]\ndefault=Email In\n[pop-client-1]\nserver=pop\n",
        "Sms.cfg": "[endpoints:1]\ndefault=SMS In\n[channel-sms]\ninbound-route=1:default\n",
        "Ucs.cfg": "[settings]\nhide-attached-data=true\n[cview]\nx=1\n",
        "Bot.cfg": "[channel-chatbot]\nx=1\n[settings]\nuse-contact-server=true\n",
        "Ixn.cfg": "[settings]\nhandling-timeout=60\ndelivering-timeout=30\n",
        "Gms.cfg": "[chat]\ndefault_chat_endpoint=Environment:default\n[push]\npushEnabled=comet\n",
    },
    "sections that are switched off or kept as a copy": {
        **BOTH,
        "Chat_01.conf": CHAT + "\n[#settings]\nx=1\n\n[#endpoints:101]\nx=1\n\n[endpoints:1_old]\nwebme=Old\n",
    },
    "connections of which not everything is known": {
        **BOTH,
        "Ucs.cfg": "[billing]\nx=1\n",
        "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["."]\n'
        '[[estate.application]]\nname = "GWE"\nconnects-to = ["Cluster"]\n'
        '[[estate.application]]\nname = "Cluster"\ntype = "application-cluster"\n'
        '[[estate.application]]\nname = "Chat_01"\nconnects-to = ["Ucs", "Elsewhere"]\n'
        '[[estate.application]]\nname = "Chat_02"\nconnects-to = ["Elsewhere"]\n',
    },
    "tenants on Chat Servers of their own, connections declared": {
        "A.cfg": BACKEND.replace("1:webme", "101:webme"),
        "B.cfg": BACKEND.replace("1:webme", "102:webme"),
        "Chat_A.conf": CHAT.replace("endpoints:1", "endpoints:101"),
        "Chat_B.conf": CHAT.replace("endpoints:1", "endpoints:102"),
        "gwe-lint.toml": '[[estate]]\nname = "e"\npaths = ["."]\n'
        '[[estate.application]]\nname = "A"\nconnects-to = ["Chat_A"]\n'
        '[[estate.application]]\nname = "B"\nconnects-to = ["Chat_B"]\n',
    },
    "selections exported by GAX": {
        **BOTH,
        "CfgApplication_annex_131.cfg": "[settings]\nflex-disconnect-timeout=60\n",
        "CfgApplication_GWE_Backend_132.cfg": "[service:wes]\nwes.connector.chatServer.refreshPeriod=3\n",
    },
    "another program's configuration in the folder": {
        **BOTH,
        "nginx.conf": "events {\n}\nhttp {\n  server_name x;\n}\n",
    },
    "an option without a value behind a password": {
        **BOTH,
        "GWE.cfg": BACKEND
        + "[security]\nuser-id=b\npassword=a\ntrusted-ca=\nauth-scheme=Basic\npassword2=b\ntrusted-ca-type=\n"
        "#password=x\ncrl=\ntransport=tls=1;password=x\nempty=\n",
    },
    "comments and switched-off options": {**BOTH, "GWE.cfg": "# by hand\n" + BACKEND + "#old=1\n;old=2\n"},
    "UTF-8 names": {
        "GWE.cfg": BACKEND.replace("gagement_Chat", "gagement_Köln"),
        "Chat.conf": CHAT.replace("gagement_Chat", "gagement_Köln"),
    },
}


@pytest.mark.parametrize("files", SHAPES.values(), ids=SHAPES)
def test_a_correct_estate_is_silent(estate: Write, run: Run, files: Mapping[str, str]) -> None:
    estate(files)
    ran = run("check", "--fail-on", "warning", "-f", "concise", "--ignore", "GWE008,GWE009")
    incomplete = "Cluster: the members of the cluster are not known" in ran.err
    assert (3 if incomplete else 0, "") == (ran.code, ran.out)


@pytest.mark.parametrize(
    ("files", "rule", "reason"),
    [
        (
            {"Chat.conf": "[endpoints:1]\nwebme=<queue name>\n"},
            "GWE204",
            "does not lead to a queue that can be compared",
        ),
        (
            {"Chat.conf": "[endpoints:1]\nwebme=https://u:p@host\n"},
            "GWE204",
            "does not lead to a queue that can be compared",
        ),
        ({}, "GWE202", "the estate holds no export of a Chat Server"),
        ({"Chat.conf": "[log]\nall=stdout\n"}, "GWE202", "the estate holds no export of a Chat Server"),
    ],
)
def test_what_cannot_be_judged_is_said(
    estate: Write, run: Run, files: Mapping[str, str], rule: str, reason: str
) -> None:
    estate({"GWE.cfg": BACKEND, **files})
    lines = [line for line in run("check", "--verbose").err.split("\n") if line.startswith(f"not evaluated: {rule} ")]
    assert any(reason in line for line in lines)


@pytest.mark.parametrize(
    "files",
    [
        {"Acme.cfg": "[acme]\nx=1\n"},
        {"M.xml": '<CfgApplication><name value="M"/><type value="42"/></CfgApplication>'},
    ],
    ids=["unrecognised", "Message Server"],
)
def test_an_estate_without_anything_that_has_rules_is_not_clean(
    estate: Write, run: Run, files: Mapping[str, str]
) -> None:
    estate(files)
    ran = run("check")
    assert (3, True) == (ran.code, "no file is recognised as an application that has rules" in ran.err)
