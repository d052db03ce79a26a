"""References, tenants and queues of clients beside Web Engagement: what the examples in the packs cannot say."""

import json
from collections.abc import Mapping

import pytest

from tests.conftest import Run, Write

CHAT = "[endpoints:1]\nmobile=Mobile_Chat\n\n[endpoints:101]\nhelp=Mobile_Help\n"
TENANTS = '<ConfData>\n<CfgTenant><DBID value="101"/><name value="Acme"/></CfgTenant>\n</ConfData>\n'


def gms(value: str) -> str:
    return f"[chat]\ndefault_chat_endpoint={value}\n"


def sms(value: str, own: str = "") -> str:
    return f"{own}[channel-sms]\ninbound-route={value}\n"


def script(name: str, tenant: int, dbid: int = 201) -> str:
    return (
        f'<CfgScript><DBID value="{dbid}"/><tenantDBID value="{tenant}"/><name value="{name}"/><type value="23"/>'
        '<state value="1"/></CfgScript>'
    )


def desktop(*tenants: int) -> str:
    dbids = "".join(f'<DBID value="{tenant}"/>' for tenant in tenants)
    return (
        '<ConfData><CfgApplication><DBID value="120"/><name value="Workspace"/><type value="157"/>'
        f'<tenantDBIDs>{dbids}</tenantDBIDs><options><list_pair key="interaction-workspace">'
        '<str_pair key="chat.on-hold-queue" value="Chat on hold"/></list_pair></options>'
        '<state value="1"/></CfgApplication></ConfData>'
    )


HELP = [
    ("a near endpoint, by the tenant's name", gms("Environment:mobil"), "did you mean 'Environment:mobile'?"),
    ("the queue in place of the endpoint", gms("Environment:Mobile_Chat"), "did you mean 'Environment:mobile'?"),
    ("an endpoint of another tenant", gms("Environment:help"), "tenant 101 has an endpoint of that name"),
    ("the DBID of a tenant that has a name", gms("101:help"), "did you mean 'Acme:help'? tenant 101 is Acme"),
    ("the DBID of a tenant that is not known", gms("7:help"), "write tenant name, colon, endpoint name"),
]


@pytest.mark.parametrize(("config", "help"), [each[1:] for each in HELP], ids=[each[0] for each in HELP])
def test_help_is_in_the_notation_of_mobile_services(config: str, help: str, estate: Write, run: Run) -> None:
    estate({"e/GMS.cfg": config, "e/Chat.conf": CHAT, "e/tenants.xml": TENANTS})
    report = json.loads(run("check", "e", "-f", "json", "--select", "GWE202", "--select", "GWE215").out)
    (finding,) = report["findings"]
    assert finding["help"].startswith(help) or help in finding["help"]


SILENT: dict[str, tuple[str, Mapping[str, str]]] = {
    "a further endpoint that Digital Messaging Server has itself": (
        "GWE217",
        {"Sms.cfg": sms("1:paging,1:session", "[endpoints:1]\nsession=SMS\n\n"), "Chat.conf": CHAT},
    ),
    "a comma at the end of a list": ("GWE218", {"Sms.cfg": sms("1:paging, 1:session,")}),
    "a tenant whose name is a number": (
        "GWE215",
        {"GMS.cfg": gms("101:help"), "tenants.xml": TENANTS.replace("Acme", "101")},
    ),
    "a tenant that is only seen on an application": (
        "GWE261",
        {
            "Chat.conf": "[endpoints:102]\nwebme=Q\n",
            "tenants.xml": TENANTS,
            "desktop.xml": desktop(102),
        },
    ),
    "references to some tenants, which are no list of all": (
        "GWE261",
        {
            "Chat.conf": "[endpoints:102]\nwebme=Q\n",
            "change.xml": "<CfgData><CfgReference>"
            '<CfgTenantRef id="T" DBID="101" name="Acme"/></CfgReference></CfgData>',
        },
    ),
    "an unknown tenant of which no Chat Server has the endpoint, which is said already": (
        "GWE261",
        {
            "GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=102:webme\n",
            "Chat.conf": CHAT,
            "tenants.xml": TENANTS,
        },
    ),
    "a queue that another tenant of the installation has": (
        "GWE219",
        {"desktop.xml": desktop(1), "scripts.xml": f"<ConfData>{script('Chat on hold', 101)}</ConfData>"},
    ),
    "an agent desktop of two tenants, of one of which no queue is known": (
        "GWE219",
        {"desktop.xml": desktop(1, 101), "scripts.xml": f"<ConfData>{script('Mobile_Chat', 1)}</ConfData>"},
    ),
}


@pytest.mark.parametrize(("rule", "files"), SILENT.values(), ids=SILENT)
def test_nothing_is_said_of(rule: str, files: Mapping[str, str], estate: Write, run: Run) -> None:
    estate({f"e/{name}": text for name, text in files.items()})
    ran = run("check", "e", "-f", "concise", "--select", rule)
    assert (0, "") == (ran.code, ran.out), ran


def test_a_strategy_that_is_gone_is_not_another_strategy(estate: Write, run: Run) -> None:
    link = (
        '<userProperties><list_pair key="Orchestration"><str_pair key="application" value="script:Gone"/></list_pair>'
        "</userProperties></CfgScript>"
    )
    other = script("Other", 1, 202).replace('<type value="23"/>', '<type value="6"/>')
    queue = script("Webengagement_Chat", 1).replace("</CfgScript>", link)
    estate(
        {
            "e/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueWebengagement=Webengagement_Chat\n",
            "e/scripts.xml": f"<ConfData>{queue}{other}</ConfData>",
        }
    )
    ran = run("check", "e", "-f", "concise", "--select", "GWE222", "--verbose")
    assert "" == ran.out
    assert "no strategy is seen on 'Webengagement_Chat'" in ran.err


def test_each_service_of_mobile_services_is_a_finding_of_its_own(estate: Write, run: Run) -> None:
    services = "".join(f"[service.{name}]\n_chat_endpoint=Environment:gone\n" for name in ("one", "two"))
    estate({"e/GMS.cfg": gms("Environment:mobile") + services, "e/Chat.conf": CHAT})
    report = json.loads(run("check", "e", "-f", "json", "--select", "GWE202").out)
    assert ["service.one", "service.two"] == [each["section"] for each in report["findings"]]
    assert 2 == len({each["fingerprint"] for each in report["findings"]})
    assert {"immediately"} == {each["takes_effect"] for each in report["findings"]}
