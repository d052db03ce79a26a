"""Options that commands share: declared once, and put into signatures as records say."""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, get_args

import pytest
import typer
from typer.models import OptionInfo, ParameterInfo
from typer.testing import CliRunner

from gwe_lint.cli.main import application
from gwe_lint.cli.options import ConfigOptions, MessageOptions
from gwe_lint.cli.signature import Options, Without, with_options
from gwe_lint.reports import FORMATS
from tests.conftest import Run

# One name for different options: their help or their choices differ in each place.
HOMONYMS = {
    "--format": "each command has formats of its own",
    "--waivers": "a report may do without a ledger, the commands about ledgers may not",
    "--as-of": "findings are dated by it as well, or only waivers are judged",
    "--against": "drift needs one, simulate may have one",
    "--output": "a report goes to files in several formats, what trace learned to one",
    "--to": "snapshot writes a baseline, fix and simulate a plan: of fixes, or of the change",
    "--force": "what is written over is another thing",
    "[application]": "why is about one that is in the exports, the history about any that ever was",
    "[option]": "as the application",
    "--git": "simulate compares with one commit, the history takes days from all of them",
    "[paths]": "init looks here where none is given, and takes no standard input",
}

Declared = tuple[str, str, Any]  # where: a command or a record; what the help says; what it takes


def commands_of(app: typer.Typer) -> Iterator[Callable[..., Any]]:
    """The functions of all commands, as they are written."""
    for group in app.registered_groups:
        assert group.typer_instance
        yield from commands_of(group.typer_instance)
        if group.typer_instance.registered_callback and group.typer_instance.registered_callback.callback:
            yield inspect.unwrap(group.typer_instance.registered_callback.callback)
    yield from (inspect.unwrap(command.callback) for command in app.registered_commands if command.callback)


def declared_by(where: str, annotations: Mapping[str, Any]) -> Iterator[tuple[str, Declared]]:
    """The options that a command or a record declares, and those of the records among its parameters or fields."""
    for name, annotation in annotations.items():
        taken, *marks = get_args(annotation) if hasattr(annotation, "__metadata__") else (annotation,)
        if isinstance(taken, type) and issubclass(taken, Options):
            yield from declared_by(taken.__name__, taken.__annotations__)
        for mark in marks:
            if isinstance(mark, ParameterInfo):
                is_option = isinstance(mark, OptionInfo)
                names = (mark.default, *(mark.param_decls or ())) if is_option else ()
                said = [each for each in names if isinstance(each, str) and each.startswith("--")]
                plain = f"--{name.replace('_', '-')}" if is_option else f"[{name}]"
                yield said[0] if said else plain, (where, mark.help or "", taken)


def repeated(commands: list[Callable[..., Any]]) -> list[str]:
    """The options that stand in two places, and are not other options in each."""
    places: dict[str, set[Declared]] = defaultdict(set)
    for command in commands:
        annotations = {name: each.annotation for name, each in inspect.signature(command).parameters.items()}
        for option, declared in declared_by(command.__name__, annotations):
            places[option].add(declared)
    alike = {option: {(said, taken) for _, said, taken in found} for option, found in places.items()}
    return [
        f"{option}: {', '.join(sorted(where for where, _, _ in found))}"
        for option, found in places.items()
        if len(found) > 1 and (option not in HOMONYMS or len(alike[option]) < len(found))
    ]


def test_no_command_repeats_an_option_of_another() -> None:
    commands = list(commands_of(application([])))
    assert {"check", "rules", "test", "list_", "config"} <= {command.__name__ for command in commands}
    assert repeated(commands) == []


def test_an_option_that_two_commands_declare_is_noticed() -> None:
    def one(*, config: ConfigOptions, strict: Annotated[bool, typer.Option("--strict", help="One.")]) -> None: ...

    def two(*, config: ConfigOptions, hard: Annotated[bool, typer.Option("--strict", help="Two.")]) -> None: ...

    def three(*, isolated: Annotated[bool, typer.Option(help="Another help than in the record.")]) -> None: ...

    assert ["--strict: one, two", "--isolated: ConfigOptions, three"] == sorted(
        repeated([one, two, three]), reverse=True
    )


def test_options_of_one_name_that_are_not_other_options_are_noticed() -> None:
    def one(*, format: Annotated[str, typer.Option("--format", "-f", help="How.")]) -> None: ...

    def two(*, format: Annotated[str, typer.Option("--format", "-f", help="How.")]) -> None: ...

    def three(*, format: Annotated[int, typer.Option("--format", "-f", help="How.")]) -> None: ...

    assert repeated([one, two]) == ["--format: one, two"]
    assert repeated([one, three]) == []


class Inner(Options):
    """A record inside of another."""

    left: Annotated[int, typer.Option("--left")] = 1
    right: Annotated[int, typer.Option("--right")] = 2


class Outer(Options):
    """Options of several commands."""

    first: Annotated[str, typer.Option("--first")] = "a"
    inner: Inner = Inner()
    last: Annotated[str, typer.Option("--last")] = "z"


def values_of(outer: Outer) -> tuple[str, int, int, str]:
    return outer.first, outer.inner.left, outer.inner.right, outer.last


def offered_by(command: Callable[..., int]) -> list[str]:
    return list(inspect.signature(command).parameters)


def ran(command: Callable[..., int], *arguments: str) -> int:
    app = typer.Typer(rich_markup_mode=None)
    app.command()(command)
    return CliRunner().invoke(app, arguments, standalone_mode=False).return_value  # type: ignore[no-any-return]


def test_the_fields_of_a_record_stand_where_its_parameter_stands() -> None:
    @with_options()
    def command(
        *, before: Annotated[int, typer.Option()] = 0, outer: Outer, after: Annotated[int, typer.Option()] = 0
    ) -> int:
        assert (before, values_of(outer), after) == (5, ("b", 7, 2, "z"), 0)
        return 42

    assert offered_by(command) == ["before", "first", "left", "right", "last", "after", "debug"]
    assert ran(command, "--before", "5", "--first", "b", "--left", "7") == 42


def test_an_option_that_is_left_out_keeps_its_default_whatever_else_has_its_name() -> None:
    @with_options()
    def command(*, left: Annotated[int, typer.Option()] = 0, outer: Annotated[Outer, Without("left", "last")]) -> int:
        assert (left, values_of(outer)) == (7, ("a", 1, 3, "z"))
        return 42

    assert offered_by(command) == ["left", "first", "right", "debug"]
    assert ran(command, "--left", "7", "--right", "3") == 42


def test_an_option_is_moved_in_front_of_another() -> None:
    @with_options(before={"last": "left"})
    def command(*, outer: Outer) -> int:
        return 0

    assert offered_by(command) == ["first", "last", "left", "right", "debug"]


def test_every_command_has_debug_and_a_record_with_it_gets_it() -> None:
    @with_options()
    def command(*, messages: MessageOptions, own: Annotated[bool, typer.Option()] = False) -> int:
        return 42 if messages.debug else 0

    assert offered_by(command) == ["quiet", "verbose", "own", "debug"]
    assert ran(command, "--debug") == 42
    assert ran(command) == 0


def test_names_that_stand_for_no_option_or_for_two_are_refused() -> None:
    def without(*, outer: Annotated[Outer, Without("frist", "left")]) -> int:
        return 0

    def twice(*, left: Annotated[int, typer.Option()] = 0, outer: Outer) -> int:
        return 0

    def whole(*, outer: Outer) -> int:
        return 0

    with pytest.raises(TypeError, match="Outer has no option frist to do without"):
        with_options()(without)
    with pytest.raises(ValueError, match="duplicate parameter name: 'left'"):
        with_options()(twice)
    with pytest.raises(ValueError, match="'frist' is not in list"):
        with_options(before={"last": "frist"})(whole)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_the_table_can_be_chosen(run: Run, format: str) -> None:
    assert run("check", "examples/broken", "--format", format).code == 1


def test_a_format_that_does_not_exist_is_refused_with_those_that_do(run: Run) -> None:
    said = " ".join(run("check", "--format", "xml").err.split())
    assert f"'xml' is not one of {', '.join(map(repr, FORMATS))}" in said
