"""Topics of ``explain``, as a terminal shows them."""

import pytest

from gwe_lint.authoring.terminal_page import terminal_topic
from gwe_lint.cli.explain import TOPICS
from gwe_lint.reports.layout import Layout
from tests.conftest import Run


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits_the_terminal_and_loses_no_word(topic: str, width: int) -> None:
    shown = terminal_topic(TOPICS[topic], Layout(width=width, wraps=True))
    assert max(map(len, shown.splitlines())) <= width
    assert TOPICS[topic].split() == shown.split()


def test_the_columns_of_a_table_stay_columns() -> None:
    table = "code  name  meaning\n1     ONE   the first of many that there are here\n\nA sentence\nof two lines.\n"
    shown = terminal_topic(table, Layout(width=42, wraps=True))
    rows = "code  name  meaning\n1     ONE   the first of many that there\n            are here\n"
    assert shown == f"{rows}\nA sentence of two lines.\n"


def test_where_no_terminal_is_a_topic_stays_as_it_is(run: Run) -> None:
    assert run("explain", "exit-codes").out == TOPICS["exit-codes"]
