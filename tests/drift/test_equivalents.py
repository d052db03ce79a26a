"""What is equivalent is named with every way to write it, and why it means the same."""

import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from gwe_lint.authoring.schemas import schema_of
from tests.conftest import Run, Write

HEAD = "[endpoints:1]\ndefault=Q\n[settings]\n"


@pytest.mark.parametrize(
    ("before", "now", "name", "reason"),
    [
        pytest.param(
            "flex-disconnect-timeout=045",
            "flex-disconnect-timeout=45",
            "'045'; '45': it is the same number",
            "it is the same number",
            id="a number",
        ),
        pytest.param(
            "a=1",
            "a=1\nsession-restoration-mode=none",
            "'none' (not set: the documented default); 'none': what is not set acts as the documented default",
            "what is not set acts as the documented default",
            id="the default",
        ),
        pytest.param(
            "flex-push-content=user-id,session-id",
            "flex-push-content=session-id, user-id",
            "'user-id,session-id'; 'session-id, user-id': it is the same list: neither order nor blanks count",
            "it is the same list: neither order nor blanks count",
            id="a list",
        ),
        pytest.param(
            "flex-disconnect-timeout=45",
            "flex-disconnect-timeout=45 ",
            "'45'; '45 ': blanks around it do not count",
            "blanks around it do not count",
            id="blanks",
        ),
    ],
)
def test_two_sides_that_mean_the_same(estate: Write, run: Run, before: str, now: str, name: str, reason: str) -> None:
    estate({"before/Chat.conf": f"{HEAD}{before}\n", "now/Chat.conf": f"{HEAD}{now}\n"})
    arguments = ("drift", "now", "--against", "before")
    data = json.loads(run(*arguments, "-f", "json").out)
    jsonschema.Draft7Validator(schema_of("report")).validate(data)
    (found,) = data["drift"]["equivalent"]
    assert ("now", "Chat", reason) == tuple(found[key] for key in ("estate", "application", "reason"))
    assert data["drift"]["classes"]["equivalent"] == 1
    ran = run(*arguments, "-v")
    assert "Equivalent 1" in ran.out
    assert f"equivalent: {found['option']} on Chat: {name}\n" in ran.err
    assert "equivalent:" not in run(*arguments).err


def test_several_applications_are_one_line(estate: Write, run: Run) -> None:
    files = {f"{folder}/Chat_{at}.conf": HEAD for folder in ("before", "now") for at in range(3)}
    estate(
        {name: f"{head}flex-disconnect-timeout={'45' if 'now' in name else '045'}\n" for name, head in files.items()}
    )
    lines = run("drift", "now", "--against", "before", "-v").err.splitlines()
    said = "on Chat_0, Chat_1 and Chat_2: '045'; '45': it is the same number"
    assert [f"equivalent: [settings] flex-disconnect-timeout {said}"] == [
        each for each in lines if "equivalent" in each
    ]


def test_members_that_mean_the_same(estate: Write, run: Run) -> None:
    texts = ("45", "045", "45")
    estate({f"exports/Chat_{at}.conf": f"{HEAD}flex-disconnect-timeout={text}\n" for at, text in enumerate(texts)})
    data = json.loads(run("consistency", "exports", "-f", "json").out)
    jsonschema.Draft7Validator(schema_of("report")).validate(data)
    (found,) = data["drift"]["equivalent"]
    assert found["among"] == "all of type Chat Server"
    assert {"45": ["Chat_0", "Chat_2"], "045": ["Chat_1"]} == {
        each["value"]: each["members"] for each in found["values"]
    }
    said = "'45' on Chat_0 and Chat_2; '045' on Chat_1: it is the same number"
    assert said in run("consistency", "exports", "-v").err
