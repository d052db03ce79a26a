"""Secrets die in the reader: a canary is looked for in everything that comes out."""

import time
import traceback

import pytest

from gwe_lint.catalogue.fact import Fact
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.redactor import Redactor
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run, Write, cfg_export

CANARY = "Canary7Zq"  # part of every secret below
SECRETS = [
    f"password={CANARY}",
    f"Password={CANARY}",
    f"db_passwd={CANARY}",
    f"dbPwd={CANARY}",
    f"trusted-ca-pwd={CANARY}",
    f"user-id={CANARY}",
    f"api-key={CANARY}",
    f"apiKey={CANARY}",
    f"encryption-key={CANARY}",
    f"site-key={CANARY}",
    f"accessToken={CANARY}",
    f"client.secret={CANARY}",
    f"passphrase={CANARY} with blanks ",
    f"customhttp.url=https://user:{CANARY}@host.example/push",
    f"url=amqp://{CANARY}@host.example",
    f"jdbc=jdbc:sqlserver://db;user=sa;password={CANARY}",
    f"header=Authorization: Bearer {CANARY}{CANARY}",
    f"#password={CANARY}",
    f";old = https://user:{CANARY}@host.example",
    f"security/password={CANARY}",
    f" password = {CANARY}",
    f"https://user:{CANARY}@host.example=1",
    f"password {CANARY}",
    f"password: {CANARY}",
    f"[https://user:{CANARY}@host.example]",
    f"password=\x1b[2J{CANARY}",
    f"pass\0word={CANARY}",
    f"#password=abc\n{CANARY}",
    f"password\n{CANARY}",
    f"password=a\0c\n{CANARY}",
    f"password=MII\nabc==\n{CANARY}",
    f"password=MII\n {CANARY}==",
    f"-----BEGIN RSA PRIVATE KEY-----\n{CANARY}",
    f" password: {CANARY}abc==",
    f"x?token:{CANARY}=1",
    f"[password]=[{CANARY}]",
    f"[pass={CANARY}]",
    f"pasword={CANARY} ",
    f"trusted-ca-pdw={CANARY} ",
    f"pswd={CANARY} ",
    f"ldappwd={CANARY} ",
    f"rootpw={CANARY} ",
    f"hmac-key=ab/{CANARY}+x== ",
    f"subscriptionKey={CANARY} ",
    f"api-key-1={CANARY} ",
    f"encryptionKey2={CANARY} ",
    f"access_key_id={CANARY} ",
    f"İİİİİİİİpassword {CANARY}",
    f"url=jdbc:oracle:thin:scott/{CANARY}@host:1521:x ",
    f"db=scott/{CANARY}@orcl ",
    f"args=-user d -password {CANARY} ",
    f"dsn=db;pass={CANARY} ",
    f"dsn=db;secretKey={CANARY} ",
    f"link=https%3A%2F%2Fu%3A{CANARY}%40h ",
    f"link=https:\\/\\/user:{CANARY}@host ",
    f"link=https://user:pass word {CANARY}@host ",
    f'xml=<x key="password" value="{CANARY}"/> ',
    f"xml=<password>{CANARY}</password> ",
    f"[endpoints:1]\npassword={CANARY}",
    f"[security]\nsecurity/user-id={CANARY}",
    f"a=b\ruser-pin={CANARY}\r",
    f"pasword {CANARY}",
    f"pin\t{CANARY}",
    f"api-key -> {CANARY}",
    f"db.password=\n{CANARY}",
    f"cfg=<auth><password>\n{CANARY}",
    f'j={{"user":"u","password":\n"{CANARY}"}}',
    f"[a]\rpin={CANARY}\r[b]",
    f"[a:password:{CANARY}]",
    f"[settings-password {CANARY}]",
    f"opt:password:{CANARY}=1",
    f"opts=-Ddb.pass={CANARY} ",
    f"args=run -token {CANARY} ",
    f"x=a=b;pin={CANARY} ",
    f"x=<apiKey>{CANARY} ",
    f"x=pass: {CANARY} ",
    f"url=ldap://directory?bindpw={CANARY} ",
    f"dsn=Server=x;dbpass={CANARY} ",
    f"args=--dbpass {CANARY} ",
    f"command=curl -u joe:{CANARY} ",
    f"web=eyJhbGciOiJIUzI1NiJ9.eyJzdWIi{CANARY}.x",
    f"mot-de-passe={CANARY}",
    f"[endpoints:1]\nadmin-password={CANARY}",
]
WITH_CLIENT = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\n"


@pytest.mark.parametrize("secret", SECRETS, ids=ascii)
def test_no_secret_leaves_the_reader(secret: str) -> None:
    for text in (f"[security]\n{secret}\n{secret}\n", f"{secret}\n", f"[Security]\r\n{secret}"):
        redactor = Redactor(load_packs().catalogue)
        export = cfg_export(text.encode(), redactor)
        assert CANARY not in repr(export)
        assert CANARY not in repr(redactor)
        assert CANARY not in repr(vars(redactor))


def test_no_secret_is_in_any_output(estate: Write, run: Run) -> None:
    estate({"exports/GWE.cfg": WITH_CLIENT + "[security]\n" + "".join(f"{secret}\n{secret}\n" for secret in SECRETS)})
    for format in ("text", "concise", "json", "sarif"):
        ran = run("check", "exports", "-f", format, "--verbose", "--debug")
        assert ran.code == 1
        assert "GWE004" in ran.out  # duplicates are still seen
        assert CANARY not in ran.out + ran.err


def test_no_secret_is_in_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("gwe_lint.exports.readers.cfg._Reading._header", crash)
    with pytest.raises(RuntimeError) as caught:
        cfg_export(f"password={CANARY}\n[s]\n".encode())
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_secret_that_spans_lines_is_not_shown_either() -> None:
    export = cfg_export(f"[s]\npassword=first half\n{CANARY}\n".encode())
    assert CANARY not in repr(export)


def test_tokens_keep_equality_and_nothing_else() -> None:
    options = cfg_export(b"[s]\npassword=a\nsecret=b\ntoken=a\n").sections["s"].options
    assert ["<secret 1>", "<secret 2>", "<secret 1>"] == [option.value for option in options.values()]
    assert {"secret"} == {option.kind for option in options.values()}


def test_a_key_makes_tokens_comparable_across_runs() -> None:
    def token(key: bytes) -> str:
        return cfg_export(b"[s]\npassword=a\n", Redactor(key=key)).sections["s"].options["password"].value

    assert token(b"key") == token(b"key") != token(b"other key")
    assert token(b"key").startswith("<secret ")


@pytest.mark.parametrize("option", ["verbose", "password", "queueKey"])
def test_what_the_server_did_not_show_is_not_a_value_of_any_option(option: str) -> None:
    read = cfg_export(f"[s]\n{option}=a\n[s]\n{option}= [output suppressed]\n".encode()).sections["s"].options[option]
    assert ("[output suppressed]", "suppressed") == (read.value, read.kind)


@pytest.mark.parametrize(
    "name",
    [
        "Password Reset",
        "Secretariat Chat",
        "PIN Reset",
        "Token: Support",
        "Ski-Pass Chat",
        "Basic Support",
        "-token desk",
    ],
)
def test_names_of_objects_stay_readable(name: str) -> None:
    assert Redactor(load_packs().catalogue).object_name(name) == name


@pytest.mark.parametrize("name", [f"password={CANARY}", f"db pass={CANARY}", f"https://u:{CANARY}@host.example/x"])
def test_a_credential_in_the_name_of_an_object_is_not_shown(name: str) -> None:
    assert CANARY not in Redactor(load_packs().catalogue).object_name(name)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("tls=1;certificate=/x.pem;certificate-key=/k.pem", "tls=1;certificate=/x.pem;certificate-key=/k.pem"),
        (f"tls=1;password={CANARY};x=2", "tls=1;password=<secret 1>;x=2"),
        ("tls=1;cipher-list=ALL:!MD5@STRENGTH", "tls=1;cipher-list=ALL:!MD5@STRENGTH"),
        (f"tls=1;proxy=https://u;v:{CANARY}@host", "<secret 1>"),
        (f"password {CANARY}", "<secret 1>"),
        ("", ""),
    ],
)
def test_of_a_parameter_list_only_secrets_are_replaced(given: str, shown: str) -> None:
    assert Redactor(load_packs().catalogue).parameters(given) == shown


@pytest.mark.parametrize("mask", ["****", "[output suppressed]", "xxxxxxxx"])
def test_a_masked_secret_is_suppressed_and_not_a_value(mask: str) -> None:
    (option,) = cfg_export(f"[s]\npassword={mask}\n".encode()).sections["s"].options.values()
    assert (mask, "suppressed") == (option.value, option.kind)


@pytest.mark.parametrize(
    "line",
    [
        "sip=sip:agent@host.example",
        "password-required=true",
        "license-file=C:\\genesys\\license.dat",
        "wes.connector.chatServer.queueKey=1:webme",
        "certificate-key=/etc/ssl/private/chat.pem",
        "certificate-key=C:\\ssl\\chat.key",
        "password=",
        "url=https://host.example:8443/path?q=1",
        "time=12:30",
        "greeting=Hello, basic question?",
        "compass=north",
        "monkey=banana",
        "all=/var/log/genesys/chat, network",
    ],
)
def test_what_is_no_secret_stays_readable(line: str) -> None:
    (option,) = cfg_export(f"[s]\n{line}\n".encode()).sections["s"].options.values()
    assert (line.partition("=")[2], "string") == (option.value, option.kind)


def test_the_place_of_a_secret_does_not_tell_its_length(estate: Write, run: Run) -> None:
    estate({"GWE.cfg": WITH_CLIENT + "[security]\npassword=a\npassword=a\n"})
    short = run("check", "-f", "json").out
    estate({"GWE.cfg": WITH_CLIENT + f"[security]\npassword={'a' * 50}\npassword={'a' * 50}\n"})
    assert short == run("check", "-f", "json").out


def test_packs_can_add_secrets_and_never_take_one_back() -> None:
    facts = (
        fact("db", "password", "string"),
        fact("db", "pass*", "string", secret=True),
        fact("db", "site-*", "any", secret=True),
    )
    options = cfg_export(b"[db]\npassword=a\npassage=b\nsite-x=c\n", Redactor(facts)).sections["db"].options
    assert {"secret"} == {option.kind for option in options.values()}


@pytest.mark.parametrize("type", ["string", "any", "integer"])
def test_a_value_is_readable_only_where_all_products_say_that_it_is_a_name(type: str) -> None:
    """A text export is read before its product is known. The value has the shape of a credential, and is none."""
    queue = Fact("chat-server", "acme", "queue", "queue-name")
    other = Fact("gms", "acme", "queue", type)
    data = b"[acme]\nqueue=user:sales@host\n"
    of_one = cfg_export(data, Redactor([queue])).sections["acme"].options["queue"]
    of_both = cfg_export(data, Redactor([queue, other])).sections["acme"].options["queue"]
    of_none = cfg_export(data, Redactor([queue._replace(of_site=True)])).sections["acme"].options["queue"]
    assert ["string", "secret", "secret"] == [of_one.kind, of_both.kind, of_none.kind]


def test_a_row_in_place_of_a_built_in_one_does_not_take_secret_away(estate: Write, run: Run) -> None:
    row = PACK.format(app="gwe-backend", section="security", option="user-id", type="string")
    folder = estate({"est/GWE.cfg": f"{WITH_CLIENT}[security]\nuser-id={CANARY}\n", "p.toml": row})
    assert 0 == run("snapshot", "est", "--pack", "p.toml", "--to", "base").code
    assert 'user-id = "<secret 1>"' in (folder / "base/GWE.toml").read_text()


def test_what_a_fact_says_is_secret_is_so_whatever_it_looks_like() -> None:
    options = cfg_export(b"[db]\nsite-timeout=30\n", Redactor([fact("db", "site-timeout", "integer", secret=True)]))
    assert "secret" == options.sections["db"].options["site-timeout"].kind


PACK = """
[[option]]
app = "{app}"
section = "{section}"
option = "{option}"
type = "{type}"
basis = "documented"
summary = "A value."
sources = ["https://docs.example/x"]
"""


@pytest.mark.parametrize("option", ["password", "hmac-key", "apiToken", "user-id"])
@pytest.mark.parametrize("type", ["queue-name", "endpoint-reference", "integer", "any"])
@pytest.mark.parametrize(("app", "section"), [("interaction-server", "zzz"), ("chat-server", "security")])
def test_no_pack_makes_an_option_readable(
    estate: Write, run: Run, option: str, type: str, app: str, section: str
) -> None:
    """Whatever it says of an option of this name, of this application type or of another one."""
    folder = estate(
        {
            "est/ChatServer_01.cfg": f"[security]\n{option}={CANARY}\n[settings]\n",
            "p.toml": PACK.format(app=app, section=section, option=option, type=type),
        }
    )
    ran = run("snapshot", "est", "--pack", "p.toml", "--to", "base")
    assert 0 == ran.code
    assert f'{option} = "<secret 1>"' in (folder / "base/ChatServer_01.toml").read_text()
    assert CANARY not in run("check", "est", "--pack", "p.toml", "-f", "json").out


def test_the_queue_option_of_a_pack_still_hides_what_has_the_shape_of_a_secret(estate: Write, run: Run) -> None:
    """The type of an option says what it should hold, and not what it holds."""
    folder = estate(
        {
            "est/ChatServer_01.cfg": f"[settings]\ndb=scott/{CANARY}@orcl\n",
            "p.toml": PACK.format(app="chat-server", section="settings", option="db", type="queue-name"),
        }
    )
    assert 0 == run("snapshot", "est", "--pack", "p.toml", "--to", "base").code
    assert CANARY not in (folder / "base/ChatServer_01.toml").read_text()


@pytest.mark.parametrize("section", ["service:wes", "elsewhere"])
def test_a_queue_key_that_holds_a_credential_is_hidden(section: str) -> None:
    data = f'[{section}]\nwes.connector.chatServer.queueKey={{"password":"{CANARY}"}}\nother=1:Password Reset\n'
    options = cfg_export(data.encode(), Redactor(load_packs().catalogue)).sections[section].options
    assert ["secret", "string"] == [option.kind for option in options.values()]


def fact(section: str, option: str, type: str, *, secret: bool = False) -> Fact:
    return Fact(app="other", section=section, option=option, type=type, secret=secret)


@pytest.mark.parametrize("text", ["://" * 30_000, "a:" * 30_000, "x@" * 30_000, " password" * 10_000, "=<" * 30_000])
def test_no_value_takes_long_to_judge(text: str) -> None:
    started = time.process_time()
    cfg_export(f"[s]\na={text}\n#{text}\n{text.replace('=', '')}\n".encode())
    assert time.process_time() - started < 5  # it was minutes when a shape could match in many ways


def _named(option: str) -> str:
    return "token" if option == "*" else option.replace("*", "4121")


def test_no_documented_option_is_taken_for_a_secret() -> None:
    catalogue = load_packs().catalogue
    hidden = [
        fact.key
        for fact in catalogue
        for option in cfg_export(
            f"[{fact.section.replace('*', '1')}]\n{_named(fact.option)}=1:webme\n".encode(),
            Redactor(catalogue),
        )
        .sections[fact.section.replace("*", "1")]
        .options.values()
        if option.kind != "string" and not fact.secret
    ]
    assert not hidden


def test_a_harmless_name_does_not_vouch_for_lines_inside_of_a_value(estate: Write, run: Run) -> None:
    options = '<str_pair key="verbose" value="all"/><str_pair key="verbose" value="password&#13;Canary7"/>'
    inside = f'<name value="Chat"/><options><list_pair key="log">{options}</list_pair></options>'
    estate({"e/Chat.xml": f"<ConfData><CfgApplication>{inside}</CfgApplication></ConfData>"})
    for format in ("text", "json", "sarif"):
        ran = run("check", "e", "--format", format)
        leaked = "Canary7" in ran.out + ran.err
        assert not leaked


@pytest.mark.parametrize("before", ["", "[settings]\nverbose=all\n", "[credentials]\nx=1\n"])
@pytest.mark.parametrize(
    "header",
    [
        *(
            "[credentials",
            "  [ credentials ",
            "[credentials] of the site",
            "[db.passwords # old",
            "[credentials=",
            "[pwd]]x",
        ),
        *("[credentials\0", "[credentials\0]", "[credentials\udce9\udce9"),
    ],
)
def test_a_damaged_header_still_says_that_what_follows_is_secret(header: str, before: str) -> None:
    data = f"{before}{header}\nx=Canary71\n;y=Canary72\nz==\nCanary73\n[log]\nverbose=all\n"
    document = read_cfg(data.encode("utf-8", "surrogateescape"), "x.cfg", Redactor(load_packs().catalogue))
    assert "Canary" not in repr(document)
    assert document.exports[0].sections["log"].options["verbose"].value == "all"
