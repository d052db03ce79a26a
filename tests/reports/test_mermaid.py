"""The diagram: names that Mermaid would take for markup, and what is marked as lost or unknown."""

import pytest

from gwe_lint.reports.mermaid import label
from tests.builders import BACKEND, CHAT, WES, WRITERS, App, backend
from tests.conftest import Run, Write
from tests.estate.test_topology import OTHER


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Chat_Server-01", "Chat_Server-01"),
        ("Köln 你好", "Köln 你好"),
        ("1. a", "1#46; a"),
        ("- a", "#45; a"),
        ("_a_", "#95;a#95;"),
        ("fa:fa-car", "fa#58;fa-car"),
        ('a"b', "a#34;b"),
        ("a#quot;b", "a#35;quot#59;b"),
        ("a<br>b", "a#60;br#62;b"),
        ("`a`", "#96;a#96;"),
        ("a\x1b[2J", "a#92;x1b#91;2J"),
    ],
)
def test_nothing_in_a_label_is_markup(text: str, shown: str) -> None:
    assert shown == label(text)


def drawn(estate: Write, run: Run, *apps: App) -> list[str]:
    estate({f"e/{name}": text for name, text in WRITERS["confdata"](list(apps)).items()})
    return [line.strip() for line in run("show", "e", "-f", "mermaid").out.splitlines()]


def with_key(key: str, *to: int) -> App:
    wes = {**BACKEND["service:wes"], f"{WES}queueKey": key}
    return backend(*to, sections={"service:wes": wes})


def test_a_lost_hop_is_crossed_out_and_coloured(estate: Write, run: Run) -> None:
    lines = drawn(estate, run, with_key("1:webme", 1, 2), App("A", 59, 1, CHAT), App("B", 59, 2, OTHER))
    assert [line for line in lines if "--x" in line] == [
        "e0n5 --x|\"no endpoint 'webme' in #91;endpoints#58;1#93;\"| e0n6"
    ]
    assert "class e0n6 lost" in lines
    assert "linkStyle 5 stroke:#c00,stroke-width:2px" in lines


def test_what_is_not_known_is_not_lost(estate: Write, run: Run) -> None:
    lines = drawn(estate, run, with_key("1:webme", 77))
    assert not [line for line in lines if line.startswith("class ") and line.endswith(" lost")]


def test_a_wrong_queue_key_says_why(estate: Write, run: Run) -> None:
    lines = drawn(estate, run, with_key("webme", 1), App("A", 59, 1, CHAT))
    assert "class e0n0 lost" in lines
    assert any("is not tenant DBID" in line for line in lines)
