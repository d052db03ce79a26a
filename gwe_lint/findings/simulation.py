"""What a simulation adds to a report: what a change does to options, chats and servers. All immutable."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from gwe_lint.estate.model import Place
from gwe_lint.findings.chats import Chats
from gwe_lint.findings.finding import Finding

Mode = Literal["merge", "replace"]
"""What an import does with options that its file lacks: it leaves them, or removes them."""


class OptionChange(NamedTuple):
    """An option, or a part of an object, that a change sets, alters or removes; both values, also as phrases."""

    estate: str
    application: str
    section: str
    option: str
    before: str | None  # None: not set, or not known
    after: str | None
    before_in_words: str
    after_in_words: str
    takes_effect: str | None
    needs_restart: bool
    place: Place  # of what changes it


class WithoutEffect(NamedTuple):
    """Something in a change that changes nothing, and why."""

    estate: str
    application: str
    section: str
    option: str
    reason: str
    place: Place


class Restart(NamedTuple):
    """An application to restart, and the options that wait for it."""

    estate: str
    application: str
    options: tuple[str, ...]


class OtherMode(NamedTuple):
    """The options of an application of which the other mode would do something else."""

    estate: str
    application: str
    options: tuple[str, ...]


class NewSection(NamedTuple):
    """A section that an application did not have."""

    estate: str
    application: str
    section: str


class Effects(NamedTuple):
    """What a change does to options."""

    changes: tuple[OptionChange, ...] = ()
    without_effect: tuple[WithoutEffect, ...] = ()
    new_sections: tuple[NewSection, ...] = ()
    other_mode: tuple[OtherMode, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def restarts(self) -> tuple[Restart, ...]:
        """The applications that have to be restarted, in the order of the changes."""
        waiting: dict[tuple[str, str], dict[str, None]] = {}
        for each in self.changes:
            if each.needs_restart:
                waiting.setdefault((each.estate, each.application), {})[f"[{each.section}] {each.option}"] = None
        return tuple(Restart(*key, tuple(options)) for key, options in waiting.items())


class Simulation(NamedTuple):
    """What would be otherwise after a change. The report itself is that of the state after it."""

    sources: tuple[str, ...]  # the files of the change, or the state that today's is compared with
    mode: Mode | None  # None: two states are compared, and nothing is laid over
    effects: Effects
    chats: Chats
    resolved: tuple[Finding, ...] = ()
    was: Mapping[str, Finding] = {}  # by fingerprint, the former findings that now say something else
    not_judged: tuple[str, ...] = ()  # findings that may hold all the same, as sentences
    against: str = ""  # the baseline that both states were compared with

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known of the state after the change, as sentences."""
        return (*self.effects.unknown, *self.chats.unknown, *self.not_judged)
