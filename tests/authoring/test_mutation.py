"""Mutation: what a row says is changed, and an example has to notice; what nothing can notice is not changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

from gwe_lint.authoring.fact_mutants import of_default, of_fact
from gwe_lint.authoring.mutation import Mutation, score
from gwe_lint.authoring.read_tracking import watched
from gwe_lint.authoring.rule_mutants import changes
from gwe_lint.catalogue.fact import Fact
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import file_of
from gwe_lint.estate.model import Hit, Outcome, Pass
from gwe_lint.estate.selectors import Selector
from gwe_lint.rules import plugins
from gwe_lint.rules.selection import load_packs
from tests.conftest import Run

pytestmark = pytest.mark.slow

RULE = """\
[[rule]]
id = "SITE001"
name = "site-placeholder"
severity = "warning"
check = "placeholder-left"
summary = "A summary."
why = "A reason."
fix = "A fix."
[rule.with]
options = ["gms:chat.sales/_queue", "gms:chat.support/_queue"]

[[rule.example]]
title = "bad"
expect = ["gms.cfg:2"]
[rule.example.files]
"gms.cfg" = "[chat.sales]\\n_queue=<queue name>\\n[push]\\n"

[[rule.example]]
title = "good"
[rule.example.files]
"gms.cfg" = "[chat.sales]\\n_queue=Sales_Chat\\n[push]\\n"
"""
SUPPORT = """
[[rule.example]]
title = "bad as well"
expect = ["gms.cfg:2"]
[rule.example.files]
"gms.cfg" = "[chat.support]\\n_queue=<queue name>\\n[push]\\n"
"""
FACT = """
[[option]]
app = "gms"
section = "chat.sales"
option = "_wait"
type = "integer"
minimum = 1
maximum = 5
summary = "A summary."
"""
WHOLE = """
[[rule]]
id = "SITE002"
name = "site-mandatory"
severity = "warning"
check = "documented-value"
summary = "A summary."
why = "A reason."
fix = "A fix."
with = { of = "presence" }
[[rule.example]]
title = "good"
[rule.example.files]
"estate.xml" = '''
<ConfData>
  <CfgApplication>
    <DBID value="101"/>
    <name value="GMS"/>
    <type value="107"/>
    <options>
      <list_pair key="push"><str_pair key="pushEnabled" value="true"/></list_pair>
    </options>
    <state value="1"/>
  </CfgApplication>
  <CfgApplication>
    <DBID value="102"/>
    <name value="GWE_Cluster"/>
    <type value="82"/>
    <options>
      <list_pair key="chat">
        <str_pair key="queueKey" value="1:webme"/>
        <str_pair key="webengagementChatQueue" value="Webengagement_Chat"/>
      </list_pair>
    </options>
    <state value="1"/>
  </CfgApplication>
</ConfData>
'''
[[rule.example]]
title = "bad"
expect = ["GWE_Cluster.cfg:1"]
[rule.example.files]
"GWE_Cluster.cfg" = "[chat]\\nwebengagementChatQueue=Webengagement_Chat\\n"
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a pack of a site is written, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "site.toml"


def test_what_no_example_notices_is_named_with_its_row(site: Path, run: Run) -> None:
    site.write_text(RULE)
    ran = run("rules", "test", "--mutate", "site.toml")
    assert (
        "site.toml:1: SITE001 with.options[2]: without gms:chat.support/_queue: no example notices\n"
        "site.toml:1: SITE001 with.options[2].app: gms-x instead of gms: no example notices\n"
        "site.toml:1: SITE001 with.options[2].section: chat.support-x instead of chat.support: no example notices\n"
        "site.toml:1: SITE001 with.options[2].option: _queue-x instead of _queue: no example notices\n"
    ) == ran.out
    assert (1, ran.err) == (
        ran.code,
        "1 rule, 2 examples, 0 mistakes\n8 mutants, 4 noticed, 4 survived (50.0 %)\n",
    )


def test_a_pack_whose_examples_notice_everything_has_the_full_score(site: Path, run: Run) -> None:
    site.write_text(RULE + SUPPORT)
    ran = run("rules", "test", "--mutate", "site.toml")
    assert (0, "", "1 rule, 3 examples, 0 mistakes\n8 mutants, 8 noticed, 0 survived (100 %)\n") == ran


def test_examples_that_are_wrong_are_not_mutated(site: Path, run: Run) -> None:
    site.write_text(RULE.replace("gms.cfg:2", "gms.cfg:1"))
    ran = run("rules", "test", "--mutate", "site.toml")
    assert (1, "1 rule, 2 examples, 1 mistake\n") == (ran.code, ran.err)


def test_a_fact_needs_values_on_both_sides_of_its_bounds(site: Path, run: Run) -> None:
    site.write_text(WHOLE + FACT + 'good = ["1", "4"]\nbad = ["0", "6"]\n')
    ran = run("rules", "test", "--mutate", "site.toml")
    assert "site.toml:45: gms:chat.sales/_wait maximum: 4 instead of 5: no example notices\n" == ran.out
    assert ran.err.endswith("9 mutants, 8 noticed, 1 survived (88.8 %)\n")
    site.write_text(WHOLE + FACT + 'good = ["1", "5"]\nbad = ["0", "6"]\n')
    assert 0 == run("rules", "test", "--mutate", "site.toml").code


def test_only_what_a_check_reads_of_a_selector_is_changed() -> None:
    packs = load_packs()
    rule = next(rule for rule in packs.rules if rule.check == "reaches-chat-server")
    tried = list(Mutation(packs).of_rule(rule))
    assert ["with.keys[1]", "with.keys[1].app", "with.keys[2]", "with.keys[2].app"] == [each.where for each in tried]
    assert all(each.noticed for each in tried)


class Condition(NamedTuple):
    """A parameter that holds more than a selector."""

    option: Selector
    operator: Literal["below", "above"]
    values: tuple[int, ...] = ()
    unless: bool = False


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (5, int, ["4 instead of 5", "6 instead of 5"]),
        (True, bool, ["false instead of true"]),
        ("text", str, ["text-x instead of text"]),
        ("below", Literal["below", "above", "equal"], ["above instead of below", "equal instead of below"]),
        ("below", Literal["below", "above"] | None, ["above instead of below"]),
        (("a", ""), tuple[str, ...], ["[1] without a", "[2] without empty"]),
        (None, int | None, []),
        (
            (Condition(Selector("gms", "chat", "*"), "below", (7,)),),
            tuple[Condition, ...],
            [
                "[1] without Condition(option=Selector(app='gms', section='chat', option='*'), operator='below', "
                "values=(7,), unless=False)",
                "[1].option.app gms-x instead of gms",
                "[1].option.section chat-x instead of chat",
                "[1].option.option *-x instead of *",
                "[1].operator above instead of below",
                "[1].values[1] without 7",
                "[1].values[1] 6 instead of 7",
                "[1].values[1] 8 instead of 7",
                "[1].unless true instead of false",
            ],
        ),
    ],
    ids=["integer", "boolean", "text", "choice", "optional choice", "texts", "nothing", "records in a list"],
)
def test_a_value_is_changed_by_its_type(value: Any, kind: Any, expected: list[str]) -> None:
    found = list(changes(value, kind, ()))
    places = [
        "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in each.where) for each in found
    ]
    assert expected == [f"{at} {each.what}".lstrip() for at, each in zip(places, found, strict=True)]
    assert value not in [each.value for each in found]


def fact(**given: Any) -> Fact:
    return Fact(**{"app": "gms", "section": "chat", "option": "wait", "type": "any", **given})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (fact(), ["option"]),
        (fact(type="secret", secret=True), ["option"]),
        (fact(type="integer"), ["option", "secret", "type"]),
        (fact(type="integer", maximum=5), ["option", "maximum", "maximum", "secret", "type"]),
        (
            fact(type="enum", values=("a", "b"), synonyms=("c",)),
            ["option", "values[1]", "values[2]", "synonyms[1]", "secret"],
        ),
        (fact(type="list", values=("a",), synonyms=("b",)), ["option", "values[1]", "secret", "type"]),
        (fact(misspelling_of="weight"), ["option", "misspelling-of"]),
        (fact(option="*"), []),
        (fact(mandatory=True), ["option", "mandatory"]),
    ],
    ids=[
        "a name",
        "a secret",
        "an integer",
        "a range",
        "an enumeration",
        "a list",
        "a misspelling",
        "any name",
        "mandatory",
    ],
)
def test_of_a_fact_only_what_can_make_a_difference_is_changed(row: Fact, expected: list[str]) -> None:
    assert expected == [mutant.where for mutant in of_fact(row)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (fact(), []),
        (fact(default="60"), ["without 60"]),
        (fact(default="true", values=("true", "false")), ["false instead of true"]),
        (fact(default="a", values=("a", "b", "c")), ["without a", "b instead of a", "c instead of a"]),
        (fact(type="integer", default="2", minimum=2, maximum=9), ["without 2", "9 instead of 2"]),
    ],
    ids=["none", "a number", "one of two", "one of three", "a number in a range"],
)
def test_a_default_is_changed_so_that_a_rule_can_tell(row: Fact, expected: list[str]) -> None:
    assert expected == [mutant.what for mutant in of_default(row)]


def long_wait(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """The wait that is in effect, set or by default, is above 10."""
    for application in estate.of_type(option.app):
        found, known = option.find(application), estate.catalogue.fact(*option)
        value = found.value if found else known.default if known else None
        if value and int(value) > 10:
            yield Hit(message="a long wait", place=file_of(application))
        else:
            yield Pass()


DEFAULT = """
[[rule]]
id = "SITE003"
name = "site-wait"
severity = "warning"
check = "long-wait"
summary = "A summary."
why = "A reason."
fix = "A fix."
with = { option = "gms:chat.sales/_wait" }
[[rule.example]]
title = "bad"
expect = ["gms.cfg:1"]
[rule.example.files]
"gms.cfg" = "[chat.sales]\\n_wait=20\\n[push]\\n"
[[rule.example]]
title = "good"
[rule.example.files]
"gms.cfg" = "[chat.sales]\\n_wait=5\\n[push]\\n"
"""
UNSET = """
[[rule.example]]
title = "not set"
expect = ["gms.cfg:1"]
[rule.example.files]
"gms.cfg" = "[chat.sales]\\na=1\\n[push]\\n"
"""


def test_a_default_that_a_rule_judges_by_needs_an_example_without_the_option(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "installed_plugins", lambda: plugins.Plugins({"long-wait": long_wait}))
    known = FACT.replace("minimum = 1\nmaximum = 5", 'default = "60"\ngood = ["60"]\nbad = ["many"]')
    other = DEFAULT.replace("SITE003", "SITE004").replace("site-wait", "site-other").replace("_wait", "_other") + UNSET
    site.write_text(DEFAULT + other + known + known.replace("_wait", "_other") + WHOLE)
    ran = run("rules", "test", "--mutate", "site.toml")
    assert "site.toml:46: gms:chat.sales/_wait default: without 60: no example notices\n" == ran.out
    site.write_text(DEFAULT + UNSET + known + WHOLE)
    assert "" == run("rules", "test", "--mutate", "site.toml").out


def test_a_record_remembers_which_fields_were_read() -> None:
    seen: set[tuple[str, ...]] = set()
    found = watched((Condition(Selector("gms", "chat", "wait"), "below"),), ("when",), seen)
    assert "chat" == found[0].option.section
    assert {("when", "option"), ("when", "option", "section")} == seen
    assert Selector("gms", "chat", "wait") == found[0].option
    assert ("when", "option", "app") in seen
    assert "gms" == found[0].option._replace(section="push").app
    assert ("when", "operator") not in seen


def test_the_score_is_rounded_down() -> None:
    assert "2000 mutants, 1999 noticed, 1 survived (99.9 %)" == score(2000, 1)
    assert "1 mutant, 1 noticed, 0 survived (100 %)" == score(1, 0)
