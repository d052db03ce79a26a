"""Chats are followed only where something differs that may decide what becomes of them."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gwe_lint.changes.chats import chats_of
from gwe_lint.changes.deciding import may_decide
from gwe_lint.drift.diff import compare, subjects_of
from gwe_lint.estate.estate import Estate
from gwe_lint.explore.clients import chat_options_of
from gwe_lint.findings.chats import NO_CHATS
from gwe_lint.rules.selection import load_packs
from tests.builders import CHAT, WES, WRITERS, App, backend, chat, cluster, estate_of

OPTIONS = chat_options_of(load_packs().rules)
SERVER = {
    **CHAT,
    "endpoints:2": {"other": "Q2"},
    "settings": {"session-restoration-mode": "simple"},
    "log": {"all": "x"},
}
APPS = (
    backend(301),
    backend(201, name="GWE_2", dbid=102),
    cluster(301, 201, 202),
    chat(201, sections=SERVER),
    chat(202, sections=SERVER),
    chat(203, sections=SERVER),
)
Change = Callable[[App], App]


def _with(section: str, **options: str | None) -> Change:
    """Sets options in a section, and takes those away that are None."""

    def changed(app: App) -> App:
        left = {**app.sections.get(section, {}), **options}
        return app._replace(
            sections={**app.sections, section: {name: each for name, each in left.items() if each is not None}}
        )

    return changed


# What may decide what becomes of chats, each with the number of an application in which it is tried alone.
DECIDING: Mapping[str, tuple[int, Change]] = {
    "the endpoint is gone": (3, _with("endpoints:1", webme=None, own="Q")),
    "another queue": (3, _with("endpoints:1", webme="Q9")),
    "an endpoint of its own": (4, _with("endpoints:1", own="Q")),
    "the other tenant is gone": (5, lambda app: app._replace(sections={**app.sections, "endpoints:2": {}})),
    "another reference": (0, _with("service:wes", **{f"{WES}queueKey": "1:nosuch"})),
    "its own queue": (1, _with("service:wes", **{f"{WES}queueWebengagement": "Q9"})),
    "connected otherwise": (0, lambda app: app._replace(links=((203, "webapi"),))),
    "disabled": (4, lambda app: app._replace(state=2)),
    "a port is gone": (3, lambda app: app._replace(ports=("default",))),
    "another name": (5, lambda app: app._replace(name=f"{app.name}_New")),
}
ELSEWHERE: Mapping[str, Change] = {
    "restored otherwise": _with("settings", **{"session-restoration-mode": "none"}),
    "logged otherwise": _with("log", all="y", more="webme"),
    "a section of its own": _with("webme", webme="Q"),
}


FORMS = ("cfg", "confdata")


def sides(folder: Path, form: str, changes: Mapping[int, Change]) -> tuple[Estate, Estate]:
    """The estate before and after changes of applications, by their numbers."""
    after = [changes[number](app) if number in changes else app for number, app in enumerate(APPS)]
    one, other = (estate_of(folder / name / "x", WRITERS[form](apps)) for name, apps in (("old", APPS), ("new", after)))
    return one._replace(documents=other.documents), other


def is_followed(before: Estate, after: Estate) -> bool:
    pairs = compare(subjects_of([before]), subjects_of([after]), comparable=True, named=True).pairs
    return may_decide(pairs, before, after, OPTIONS)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("change", ELSEWHERE)
def test_what_chats_do_not_depend_on_has_nobody_follow_them(tmp_path: Path, form: str, change: str) -> None:
    assert not is_followed(*sides(tmp_path, form, {4: ELSEWHERE[change]}))


@pytest.mark.parametrize(("change", "number"), [(change, number) for change, (number, _) in DECIDING.items()])
def test_chats_are_followed_where_they_may_end_otherwise(tmp_path: Path, change: str, number: int) -> None:
    before, after = sides(tmp_path, "confdata", {number: DECIDING[change][1]})
    assert is_followed(before, after)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(12))
def test_chats_that_are_not_followed_end_as_before(tmp_path: Path, form: str, seed: int) -> None:
    chance = random.Random(seed)
    changes = [*(each for _, each in DECIDING.values()), *ELSEWHERE.values()]
    some = {number: chance.choice(changes) for number in chance.sample(range(len(APPS)), chance.randrange(3))}
    before, after = sides(tmp_path, form, some)
    found = chats_of(before, after, OPTIONS, gone_is_unknown=True, needs_arrival=chance.random() < 0.5)
    assert is_followed(before, after) or found == NO_CHATS
