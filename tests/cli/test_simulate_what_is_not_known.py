"""``simulate`` where the state after a change cannot be judged: nothing is called resolved or gained then."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_simulate import BACKEND, ESTATE, WES, git, report
from tests.conftest import Run, Write

MASKED = "[output suppressed]"
WRONG = f"{BACKEND}{WES}identifyCreateContact=9\n"
WITHOUT_QUEUE = f"[service:wes]\n{WES}queueKey=1:webme\n"


def simulated(run: Run, *arguments: str) -> dict[str, Any]:
    return report(run("simulate", "est", *arguments, "-f", "json"))


def since_a_commit(estate: Write, run: Run, before: str, after: str | bytes) -> dict[str, Any]:
    """What became of GWE_Backend since a commit that has its former export."""
    estate({**ESTATE, "est/GWE_Backend.cfg": before})
    git("init", "-q", ".")
    git("add", "-A")
    git("commit", "-qm", "1")
    estate({"est/GWE_Backend.cfg": after})
    return simulated(run, "--git", "HEAD")


def resolved(found: Mapping[str, Any]) -> list[str]:
    return [each["rule"] for each in found["resolved"]]


def not_judged(found: Mapping[str, Any]) -> list[str]:
    return [each for each in found["unknown"] if "cannot be judged any more" in each]


def test_a_finding_whose_value_is_masked_after_it_is_not_resolved(estate: Write, run: Run) -> None:
    change = f"[service:wes]\n{WES}identifyCreateContact={MASKED}\n"
    estate({**ESTATE, "est/GWE_Backend.cfg": WRONG, "c/GWE_Backend.cfg": change})
    found = simulated(run, "--import", "c")
    assert (found["exit_code"], resolved(found)) == (3, [])
    (sentence,) = not_judged(found)
    assert sentence.startswith("GWE_Backend: GWE101 documented-value at [service:wes] identifyCreateContact cannot be")
    ran = run("simulate", "est", "--import", "c")
    assert "resolved" not in ran.out
    assert "Not known\n" in ran.out
    assert f"not checked: {sentence}" in ran.err


def test_a_line_that_could_not_be_read_resolves_nothing(estate: Write, run: Run) -> None:
    change = "[log]\nzz=1\nnoequals\n"
    estate({**ESTATE, "est/GWE_Backend.cfg": WITHOUT_QUEUE, "c/GWE_Backend.cfg": change})
    found = simulated(run, "--import", "c", "--fail-on", "never")
    assert (found["exit_code"], resolved(found)) == (3, [])
    assert ["GWE102"] == [each.split()[1] for each in not_judged(found)]


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        pytest.param(WITHOUT_QUEUE, f"{WITHOUT_QUEUE}broken\n", ["GWE102"], id="what the line may set"),
        pytest.param(WRONG, f"{BACKEND}broken\n", ["GWE101"], id="what the line may have been"),
        pytest.param(WRONG, b"\0\1\2PK\0", ["GWE101"], id="no export any more"),
    ],
)
def test_an_export_that_is_not_whole_any_more_resolves_nothing(
    estate: Write, run: Run, before: str, after: str | bytes, rules: list[str]
) -> None:
    found = since_a_commit(estate, run, before, after)
    assert (found["exit_code"], resolved(found)) == (1, [])
    assert rules == [each.split()[1] for each in not_judged(found)]
    assert simulated(run, "--git", "HEAD", "--fail-on", "never")["exit_code"] == 3


def test_what_is_removed_is_resolved_all_the_same(estate: Write, run: Run) -> None:
    found = since_a_commit(estate, run, WRONG, BACKEND)
    assert (found["exit_code"], resolved(found), not_judged(found)) == (0, ["GWE101"], [])


def test_what_is_not_judged_elsewhere_leaves_resolved_what_is(estate: Write, run: Run) -> None:
    change = {"c/GWE_Backend.cfg": f"[service:wes]\n{WES}identifyCreateContact=1\n"}
    masked = {"c/GWE_Frontend.cfg": f"[service:wes]\n{WES}identifyCreateContact={MASKED}\n"}
    estate({**ESTATE, "est/GWE_Backend.cfg": WRONG, "est/GWE_Frontend.cfg": BACKEND, **change, **masked})
    found = simulated(run, "--import", "c")
    assert (resolved(found), not_judged(found)) == (["GWE101"], [])


def test_drift_whose_value_is_masked_after_it_is_not_healed(estate: Write, run: Run) -> None:
    change = f"[service:wes]\n{WES}identifyCreateContact={MASKED}\n"
    approved = {name.replace("est/", "approved/"): text for name, text in ESTATE.items()}
    estate({**ESTATE, **approved, "est/GWE_Backend.cfg": WRONG, "c/GWE_Backend.cfg": change})
    Path("approved/GWE_Backend.cfg").write_text(WRONG.replace("=9", "=3"), encoding="utf-8")
    found = simulated(run, "--import", "c", "--against", "approved")
    assert (found["exit_code"], resolved(found)) == (3, [])
    assert sorted(each.split()[1] for each in not_judged(found)) == ["GWE101", "GWE801"]


@pytest.mark.parametrize(
    ("wrong", "change", "hop"),
    [
        pytest.param("1:webmee", {"GWE_Backend": f"[service:wes]\n{WES}queueKey={MASKED}\n"}, "queueKey", id="its key"),
        pytest.param("1:nosuch", {"ChatServer_01": "[endpoints:1]\nbroken\n"}, "endpoint", id="its endpoint"),
    ],
)
def test_lost_chats_that_cannot_be_followed_any_more_are_not_gained(
    estate: Write, run: Run, wrong: str, change: Mapping[str, str], hop: str
) -> None:
    changes = {f"c/{name}.cfg": text for name, text in change.items()}
    estate({**ESTATE, "est/GWE_Backend.cfg": BACKEND.replace("1:webme", wrong), **changes})
    found = simulated(run, "--import", "c")
    assert found["chats"]["gained"] == []
    assert found["exit_code"] != 0
    over = "GWE_Backend over ChatServer_01: its chats were lost before, and then they are followed as far as the "
    assert [each for each in found["unknown"] if each.startswith(f"{over}{hop}: ")]


def test_a_new_way_that_cannot_be_followed_is_not_gained(estate: Write, run: Run) -> None:
    new = {"c/GWE_Backend.cfg": f"[service:wes]\n{WES}queueKey={MASKED}\n"}
    estate({**ESTATE, "est/GWE_Backend.cfg": f"[service:wes]\n{WES}queueWebengagement=Q\n", **new})
    found = simulated(run, "--import", "c")
    assert found["chats"]["gained"] == []
    assert found["exit_code"] == 3


def test_a_line_of_the_change_is_not_told_as_one_of_the_export(estate: Write, run: Run) -> None:
    estate({**ESTATE, "est/GWE_Backend.cfg": WITHOUT_QUEUE, "c/GWE_Backend.cfg": "[log]\nzz=1\nnoequals\n"})
    found = simulated(run, "--import", "c")
    reasons = [each["reason"] for each in found["not_evaluated"] if "was not read" in each["reason"]]
    assert reasons
    assert all("over which c/GWE_Backend.cfg is laid, of which line 3 was not read" in each for each in reasons)


def test_a_name_with_control_characters_is_escaped_in_what_is_not_known(estate: Write, run: Run) -> None:
    change = f"[service:wes]\n{WES}identifyCreateContact={MASKED}\n"
    estate({**ESTATE, "est/GWE_\x1b[31mBackend.cfg": WRONG, "c/GWE_\x1b[31mBackend.cfg": change})
    ran = run("simulate", "est", "--import", "c", "--color", "never")
    assert "GWE101 documented-value at [service:wes] identifyCreateContact" in ran.err
    assert "\x1b" not in ran.out + ran.err
