"""The named tuples of gwe-lint do what those of ``typing`` do."""

import pickle
from typing import NamedTuple as Typed

import pytest

from gwe_lint.tuples import NamedTuple


class Theirs(Typed):
    """What is asked of ours."""

    new: int
    values: tuple[str, ...]
    index_of: str = "none"
    kind: "str | None" = None

    @property
    def doubled(self) -> int:
        """A property, which both keep."""
        return self.new * 2


class Ours(NamedTuple):
    """The same."""

    new: int
    values: tuple[str, ...]
    index_of: str = "none"
    kind: "str | None" = None

    @property
    def doubled(self) -> int:
        """A property, which both keep."""
        return self.new * 2


@pytest.mark.parametrize(
    ("positions", "names"),
    [((1, ("a",)), {}), ((1,), {"values": ("b",), "kind": "k"}), ((), {"new": 3, "values": (), "index_of": "x"})],
)
def test_they_are_made_alike(positions: tuple[int, ...], names: dict[str, str]) -> None:
    ours, theirs = Ours(*positions, **names), Theirs(*positions, **names)  # type: ignore[arg-type]
    for _ in range(2):  # the first use makes the constructor, the second has it
        assert tuple(ours) == tuple(theirs)
        assert (ours.new, ours.values, ours.index_of, ours.kind) == tuple(theirs)
        assert repr(ours).replace("Ours", "Theirs") == repr(theirs)
        assert ours._asdict() == theirs._asdict()
        assert ours._replace(new=9) == Ours(9, ours.values, ours.index_of, ours.kind)
        assert ours._replace(new=9).doubled == theirs._replace(new=9).doubled == 18
        assert Ours._make(tuple(theirs)) == ours
        assert hash(ours) == hash(theirs)
        assert pickle.loads(pickle.dumps(ours)) == ours
        assert isinstance(pickle.loads(pickle.dumps(ours)), Ours)


@pytest.mark.parametrize("given", [(1,), (1, (), "x", None, 5)])
def test_too_few_or_too_many_values_are_refused(given: tuple[int, ...]) -> None:
    with pytest.raises(TypeError):
        Ours(*given)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Ours._make(given)


def test_fields_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        Ours(1, ())._replace(colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours(1, (), colour="red")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Ours(1, ()).new = 2  # type: ignore[misc]


def test_they_can_be_matched() -> None:
    match Ours(1, ("a",)):
        case Ours(new, (first,)):
            assert (new, first) == (1, "a")
        case _:
            pytest.fail("not matched")
