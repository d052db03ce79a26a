"""A file of nothing but mistakes is told up to a limit, and never called clean."""

from pathlib import Path

import pytest

from gwe_lint.exports.records import Problem
from gwe_lint.loading.most_problems import MOST_PROBLEMS, limited
from tests.builders import WRITERS, backend, chat, estate_of
from tests.conftest import Run, Write

MISTAKE = Problem("malformed-line", "no option", "correct it", 1)


@pytest.mark.parametrize("more", [0, 1])
def test_so_many_are_told_and_that_there_are_more(tmp_path: Path, more: int) -> None:
    estate = estate_of(tmp_path / "a", WRITERS["confdata"]([backend(1), chat(1)]))
    (document,) = estate.documents
    first, second = document.exports
    half = MOST_PROBLEMS // 2
    exports = (first._replace(problems=(MISTAKE,) * half), second._replace(problems=(MISTAKE,) * (half + more)))
    told = limited(document._replace(exports=exports))
    assert [len(export.problems) for export in told.exports] == [half, half]
    assert [each.kind for each in told.problems] == ["not-read"] * more


def test_a_file_with_more_ends_with_an_error_that_counts_them(estate: Write, run: Run) -> None:
    estate({"est/GWE.cfg": "[service:wes]\n" + "x\n" * (MOST_PROBLEMS + 1)})
    ran = run("check", "est", "--format", "concise", "--max-findings", "1")
    assert ran.code == 1
    assert "GWE016" in ran.out
    assert f"{MOST_PROBLEMS + 1:,} mistakes" in ran.out
