"""Which options a person means who writes less than the whole name, such as ``queueKey``."""

from collections.abc import Iterable

from gwe_lint.catalogue.fact import Fact
from gwe_lint.estate.effective import short
from gwe_lint.suggest import meant


def is_called(given: str, section: str, option: str) -> bool:
    """True where what was given is a name of the option: whole or its telling end, with its section or without."""
    names = (option, short(option))
    return given in names or given in [f"{section}/{name}" for name in names]


def options_called(given: str, options: Iterable[str]) -> list[str]:
    """The options, each ``section/option``, that are called so: the one of that whole name, else all it may mean."""
    known = list(options)
    if given in known:
        return [given]
    return [each for each in known if is_called(given, *_parts(each))]


def _parts(option: str) -> tuple[str, str]:
    section, _, name = option.partition("/")
    return section, name


def option_meant(given: str, options: Iterable[str]) -> str:
    """The question whether one of the options, each ``section/option``, was meant; in the form that was given."""
    names: set[str] = set()
    for section, name in map(_parts, options):
        head = f"{section}/" if "/" in given else ""
        names |= {head + name, head + short(name)}
    return meant(given, names)


def facts_called(given: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts of options that are called so; with an application type in front, those of that type."""
    return [
        fact
        for fact in facts
        if is_called(given, fact.section, fact.option)
        or is_called(given.removeprefix(f"{fact.app}:"), fact.section, fact.option)
    ]
