"""A section that is called otherwise: one cause with all its options, and nothing hidden behind it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import Run, Write
from tests.htmlpage import page_of

OPTIONS = {f"k{number}": f"v{number}" for number in range(10)}


def chat(section: str, options: Mapping[str, str] = OPTIONS) -> str:
    """A Chat Server with a section of this name."""
    return f"[endpoints:1]\ndefault=Q\n[{section}]\n" + "".join(f"{name}={value}\n" for name, value in options.items())


def sides(*sections: str, options: Mapping[str, str] = OPTIONS) -> dict[str, str]:
    """Chat Servers with the section ``old`` before, and now with one of each of these names."""
    before = {f"before/Chat_{number}.conf": chat("old") for number in range(len(sections))}
    return before | {f"now/Chat_{number}.conf": chat(name, options) for number, name in enumerate(sections)}


DRIFT = ("drift", "now", "--against", "before")


def groups_of(run: Run, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    """The findings of a JSON report by their group."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in json.loads(run(*arguments, "-f", "json").out)["findings"]:
        groups.setdefault(each["group"], []).append(each)
    return groups


def test_a_renamed_section_is_one_cause_of_all_its_findings(estate: Write, run: Run) -> None:
    estate(sides("new", "new", "old"))
    (found,) = groups_of(run, *DRIFT).values()
    assert (40, {"GWE802", "GWE803"}) == (len(found), {each["rule"] for each in found})
    assert all(each["renamed_section"] == ["old", "new"] for each in found)
    assert len({each["fingerprint"] for each in found}) == 40
    text = run(*DRIFT).out
    title = "section [old] is called [new] now on 2 applications; 10 options in it are the same"
    assert title in " ".join(text.split())
    assert "    where     Chat_0  now/Chat_0.conf:4\n              Chat_1  now/Chat_1.conf:4\n" in text
    assert text.count("[GWE80") == 1
    ticket = run(*DRIFT, "-f", "markdown").out
    assert "GWE802 GWE803 `section [old] is called [new] now on 2 applications; 10 options" in ticket
    assert ticket.count("GWE80") == 2
    (entry,) = page_of(run(*DRIFT, "-f", "html").out).texts_of("article", **{"class": "cause warning"})
    assert title in " ".join(entry.split())
    assert "GWE802 option-missing, GWE803 option-extra" in entry


def test_the_applications_of_a_page_count_every_finding_of_a_renamed_section(estate: Write, run: Run) -> None:
    estate(sides("new", "old"))
    page = page_of(run(*DRIFT, "-f", "html").out)
    rows = [" ".join(row.split()) for row in page.texts_of("tr")]
    assert "Chat_002000section [old]" in rows
    assert "section [old]✘ differs: missing✔ same" in rows


@pytest.mark.parametrize(
    ("options", "apart"),
    [
        pytest.param({**OPTIONS, "k3": "other"}, {"k3"}, id="another value"),
        pytest.param({**OPTIONS, "more": "1"}, {"more"}, id="one more option"),
        pytest.param({name: OPTIONS[name] for name in sorted(OPTIONS)[1:]}, {"k0"}, id="one option less"),
    ],
)
def test_what_is_not_the_same_stays_a_cause_of_its_own(
    estate: Write, run: Run, options: Mapping[str, str], apart: set[str]
) -> None:
    estate(sides("new", options=options))
    found = [each for group in groups_of(run, *DRIFT).values() for each in group]
    assert apart == {each["option"] for each in found if "renamed_section" not in each}
    assert len({each["group"] for each in found if "renamed_section" in each}) == 1


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(OPTIONS, dict.fromkeys(OPTIONS, "x"), id="other values"),
        pytest.param({"k": "1"}, {"k": "1"}, id="one option alone may be the same by chance"),
        pytest.param(OPTIONS, dict(list(OPTIONS.items())[:6]), id="not much of it is left"),
    ],
)
def test_two_sections_with_little_in_common_are_no_renamed_one(
    estate: Write, run: Run, before: Mapping[str, str], now: Mapping[str, str]
) -> None:
    estate({"before/Chat.conf": chat("old", before), "now/Chat.conf": chat("new", now)})
    found = [each for group in groups_of(run, *DRIFT).values() for each in group]
    assert len(found) == len(before) + len(now)
    assert not any("renamed_section" in each for each in found)


def test_a_section_that_is_still_there_was_not_renamed(estate: Write, run: Run) -> None:
    estate({"before/Chat.conf": chat("old"), "now/Chat.conf": chat("old") + chat("new").partition("default=Q\n")[2]})
    found = [each for group in groups_of(run, *DRIFT).values() for each in group]
    assert {"extra"} == {each["class"] for each in found}
    assert not any("renamed_section" in each for each in found)


def test_of_two_new_sections_the_one_with_more_in_common_is_the_renamed_one(estate: Write, run: Run) -> None:
    near = {**OPTIONS, "k1": "x"}
    now = chat("near", near) + "[same]\n" + "".join(f"{name}={value}\n" for name, value in OPTIONS.items())
    estate({"before/Chat.conf": chat("old"), "now/Chat.conf": now})
    found = [each for group in groups_of(run, *DRIFT).values() for each in group]
    assert {"old", "same"} == {each["section"] for each in found if "renamed_section" in each}


WAIVER = """\
[[waiver]]
rule = "GWE802"
application = "Chat_0"
option = "old/k1"
reason = "on trial"
owner = "chat-ops"
expires = 2026-06-30
"""


def test_a_waiver_accepts_one_option_of_a_renamed_section(estate: Write, run: Run) -> None:
    estate({**sides("new"), "gwe-lint-waivers.toml": WAIVER})
    found = [each for group in groups_of(run, *DRIFT, "--as-of", "2026-06-01").values() for each in group]
    assert ["k1"] == [each["option"] for each in found if each["waiver"]]
    page = page_of(run(*DRIFT, "--as-of", "2026-06-01", "-f", "html").out)
    (waived,) = page.texts_of("article", **{"data-kind": "waived"})
    assert "[old] k1 is missing" in waived
    (active,) = page.texts_of("article", **{"data-kind": "warning"})
    assert "section [old] is called [new] now; 10 options" in active


def test_estates_are_named_where_a_section_is_called_otherwise_there(estate: Write, run: Run) -> None:
    estate(sides("new"))
    out = " ".join(run("compare", "before", "now").out.split())
    assert "section [old] is called [new] in now; 10 options in it are the same" in out


def members(*sections: str) -> dict[str, str]:
    """Chat Servers A, B, C …, each with a section of this name."""
    return {f"exports/Chat_{chr(65 + number)}.conf": chat(name) for number, name in enumerate(sections)}


@pytest.mark.parametrize(
    ("sections", "title", "cells"),
    [
        pytest.param(
            ("old", "old", "new"),
            "section [old] is called [new] on Chat_C; 10 options in it are the same",
            "✔ as most  ✔ as most  ✘ renamed",
            id="one of three",
        ),
        pytest.param(
            ("old", "new"),
            "section [new] or [old] is split: [new] on Chat_B and [old] on Chat_A; 10 options in it are the same",
            "≠ name b   ≠ name a",
            id="a split: no name is right",
        ),
        pytest.param(
            ("old", "old", "old", "one", "two"),
            "section [old] is called [one] on Chat_D and [two] on Chat_E; 10 options in it are the same",
            "✔ as most  ✔ as most  ✔ as most  ✘ renamed  ✘ renamed",
            id="two of five, each in its own way",
        ),
    ],
)
def test_among_members_the_name_of_most_is_the_reference(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, sections: tuple[str, ...], title: str, cells: str
) -> None:
    estate(members(*sections))
    monkeypatch.setenv("COLUMNS", "110")
    assert len(groups_of(run, "consistency", "exports")) == 1
    out = run("consistency", "exports").out
    assert title in " ".join(out.split())
    assert f"  {cells}\n" in out
    assert out.count("[GWE807]") == 1


def test_a_member_with_another_value_in_a_section_that_others_call_otherwise_is_not_hidden(
    estate: Write, run: Run
) -> None:
    estate({**members("old", "old", "new", "old"), "exports/Chat_D.conf": chat("old", {**OPTIONS, "k5": "other"})})
    found = [each for group in groups_of(run, "consistency", "exports").values() for each in group]
    assert {("old", "k5")} == {(each["section"], each["option"]) for each in found if "renamed_section" not in each}
    assert "'other'   Chat_D" in run("consistency", "exports").out
