"""Behaviour in production: the default channel of engagement and what it switches off."""

from collections.abc import Iterator

from gwe_lint.display import listed, quoted
from gwe_lint.effective import short
from gwe_lint.model import Application, Estate, Hit, Note, Outcome, Pass
from gwe_lint.places import header_of, value_of
from gwe_lint.records import Option
from gwe_lint.selectors import Selector


def default_channel_set(estate: Estate, *, option: Selector) -> Iterator[Outcome]:
    """A default channel of engagement is set, which switches the pacing algorithm off."""
    for application in estate.of_type(option.app):
        found = option.find(application)
        if not found:
            continue
        if not found.value.strip():
            yield Pass()
            continue
        yield Hit(
            message=f"{short(found.name)} is {quoted(found.value)}: every engagement attempt goes to that channel, "
            "pacing is off and the number of ready agents is ignored",
            place=value_of(application, found),
            label="for development only",
            help="remove the option or leave it empty in production",
        )


def pacing_without_effect(estate: Estate, *, option: Selector, pacing: Selector) -> Iterator[Outcome]:
    """Pacing options are set beside a default channel of engagement, which makes them idle."""
    for application in estate.of_type(option.app):
        section = application.section(pacing.section)
        if not section or not section.options:
            continue
        channel = option.find(application)
        if channel and channel.value.strip():
            yield _idle(application, channel, pacing.section, list(section.options))
        else:
            yield Pass()


def _idle(application: Application, channel: Option, section: str, names: list[str]) -> Hit:
    return Hit(
        message=f"the options of [{section}] ({listed([short(name) for name in names])}) have no effect while "
        f"{short(channel.name)} is set",
        place=header_of(application, section),
        label="without effect",
        help=f"remove {channel.name} to have pacing work",
        related=(Note("this switches pacing off", value_of(application, channel)),),
    )
