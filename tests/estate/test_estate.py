"""The estate: nobody changes it, and what is derived from it is derived once."""

import pickle
from pathlib import Path

import pytest

from gwe_lint.estate.estate import Estate
from tests.builders import WRITERS, backend, chat, estate_of

DERIVED = ("exports", "active", "scripts", "tenants", "topology", "queues", "redundancy")


@pytest.fixture
def pair(tmp_path: Path) -> Estate:
    """A Backend Server that is connected to a Chat Server, which has a backup server."""
    return estate_of(tmp_path / "a", WRITERS["confdata"]([backend(1), chat(1, backup=2), chat(2, backup=1)]))


def names(estate: Estate) -> list[str]:
    """The Chat Servers that the Backend Server reaches, asked of the topology."""
    (client,) = estate.topology.named("GWE")
    return [server.name for server in estate.topology.chat_servers_of(client).servers]


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_from_an_estate_is_derived_once(pair: Estate, name: str) -> None:
    assert getattr(pair, name) is getattr(pair, name)


@pytest.mark.parametrize("name", ["name", "applications", *DERIVED])
def test_nobody_changes_an_estate(pair: Estate, name: str) -> None:
    with pytest.raises(AttributeError, match=f"^{name}: an estate is never changed$"):
        setattr(pair, name, ())


def test_another_estate_made_of_one_derives_everything_anew(pair: Estate) -> None:
    assert names(pair) == ["Chat_1", "Chat_2"]
    fewer = pair._replace(applications=tuple(each for each in pair.applications if each.name != "Chat_2"))
    assert names(fewer) == ["Chat_1"]
    assert [each.members for each in fewer.redundancy.groups("chat-server")] == [fewer.of_type("chat-server")]
    assert names(pair) == ["Chat_1", "Chat_2"]


def test_an_estate_is_the_same_in_another_process(pair: Estate) -> None:
    groups = pair.redundancy.groups("chat-server")
    copy = pickle.loads(pickle.dumps(pair))
    assert copy.applications == pair.applications
    assert copy.redundancy.groups("chat-server") == groups
    assert names(copy) == names(pair)


def test_lists_of_changes_and_disabled_applications_are_left_aside_where_asked(pair: Estate) -> None:
    first, second = pair.of_type("chat-server")
    assert first.export
    changes = first._replace(export=first.export._replace(completeness="delta"))
    other = pair._replace(applications=(changes, second._replace(enabled=False)))
    assert other.of_type("chat-server") == (changes,)
    assert other.whole_of_type("chat-server") == ()
    assert [each.name for each, _ in other.exports] == ["Chat_1", "Chat_2"]
    assert [each.name for each, _ in other.active] == ["Chat_1"]


def test_a_reference_may_fit_several_objects(tmp_path: Path) -> None:
    servers = [chat(2), chat(2)._replace(name="Chat_copy"), chat(3)]
    estate = estate_of(tmp_path / "a", WRITERS["confdata"]([backend(2), *servers]))
    assert ("Chat_2", "Chat_copy") == estate.sharing("DBID 2")
    assert [(), (), ()] == [estate.sharing(reference) for reference in ("DBID 3", "DBID 4", "Chat_2")]
