"""Many findings on a terminal: grouped by cause, cut off, or counted."""

import pytest

from gwe_lint.cli.finish import FINDINGS
from tests.conftest import Run, Write

WRONG = "[endpoints:1]\ndefault=Q\n[settings]\nflex-disconnect-timeout=soon\n"


def chat_servers(count: int) -> dict[str, str]:
    return {f"exports/Chat_{number:03}.conf": WRONG for number in range(count)}


@pytest.mark.parametrize(
    ("count", "options", "blocks"),
    [
        pytest.param(50, (), 50, id="up to fifty findings each has its block"),
        pytest.param(51, (), 1, id="more are grouped by cause"),
        pytest.param(51, ("--group", "none"), 51, id="unless each is wanted"),
        pytest.param(2, ("--group", "cause"), 1, id="few where it is wanted"),
        pytest.param(5, ("--max-findings", "2"), 2, id="no more than wanted"),
    ],
)
def test_how_many_blocks_there_are(estate: Write, run: Run, count: int, options: tuple[str, ...], blocks: int) -> None:
    estate(chat_servers(count))

    ran = run("check", "exports", "--select", "GWE101", *options)

    assert ran.out.count("error[GWE101]") == blocks
    assert f"Found {count} errors" in ran.err
    assert ran.code == FINDINGS


def test_a_cause_names_other_places_and_counts_the_rest(estate: Write, run: Run) -> None:
    estate(chat_servers(60))

    shown = run("check", "exports", "--select", "GWE101").out

    assert "   = and 59 more with this cause:\n     exports/Chat_001.conf:4:25  Chat_001\n" in shown
    assert "     and 51 more places (--group none shows all)\n" in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(("--max-findings", "2"), "gwe-lint: 3 findings not shown (--max-findings)", id="of findings"),
        pytest.param(("--max-findings", "4", "-f", "concise"), "gwe-lint: 1 finding not shown", id="of lines"),
        pytest.param(("--max-findings", "1", "--group", "cause"), "gwe-lint: 1 cause not shown", id="of causes"),
    ],
)
def test_what_is_not_shown_is_counted(estate: Write, run: Run, options: tuple[str, ...], said: str) -> None:
    files = chat_servers(4) | {"exports/Other.conf": WRONG.replace("soon", "later")}
    estate(files)

    ran = run("check", "exports", "--select", "GWE101", *options)

    assert said in ran.err


def test_nothing_is_said_where_all_is_shown(estate: Write, run: Run) -> None:
    estate(chat_servers(3))

    assert "not shown" not in run("check", "exports", "--select", "GWE101", "--max-findings", "3").err


def test_statistics_count_each_rule_the_most_severe_first(estate: Write, run: Run) -> None:
    estate(chat_servers(12) | {"exports/GWE.cfg": "[service:wes]\nwes.connector.chatServer.queueKey=1:no\n"})

    ran = run("check", "exports", "--select", "GWE101,GWE202,GWE008", "--statistics")

    assert ran.out == "12  error    GWE101  documented-value\n 1  error    GWE202  endpoint-undefined\n"
    assert ran.code == FINDINGS


def test_files_hold_all_findings_whatever_the_terminal_shows(estate: Write, run: Run) -> None:
    folder = estate(chat_servers(3))

    run("check", "exports", "--select", "GWE101", "--statistics", "--max-findings", "1", "--output", "text=all.txt")

    assert (folder / "all.txt").read_text().count("error[GWE101]") == 3
