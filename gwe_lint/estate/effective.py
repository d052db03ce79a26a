"""Effective values: the value that an option is set to, else its documented default for the release."""

from collections.abc import Iterator
from typing import NamedTuple

from gwe_lint.catalogue.fact import Fact
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import header_of, value_of
from gwe_lint.estate.model import Application, NotEvaluated, Place, Severity
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.one_object import removal_in
from gwe_lint.exports.records import Option
from gwe_lint.text import quoted

_SHOWS = {
    "selection": "is a selection of the options",
    "delta": "is a list of changes",
    "none": "holds no options",
}
_STORED_AS_STRING = frozenset(
    {
        "endpoint-reference",
        "endpoint-by-tenant-name",
        "endpoint-list",
        "queue-name",
        "string",
        "path",
        "boolean",
        "list",
        "secret",
    }
)
_BOOLEAN = {"true": "true", "yes": "true", "on": "true", "1": "true"} | dict.fromkeys(
    ("false", "no", "off", "0"), "false"
)


class Effective(NamedTuple):
    """An effective value. ``text`` is None where no value is set and no default is documented."""

    application: Application
    section: str
    name: str
    text: str | None
    option: Option | None = None  # None: not set, ``text`` is the documented default
    fact: Fact | None = None
    by_release: bool = False  # True: ``text`` is the default of the application's release, and other releases differ

    @property
    def at_most(self) -> Severity | None:
        """The severity of a finding about the value is at most this, where only the object says the release."""
        return self.application.release_at_most if self.by_release else None

    @property
    def default_of(self) -> str:
        """Of which release the default is, where that matters, as the end of a phrase; empty else."""
        if not self.by_release:
            return ""
        says = "" if self.application.release_declared else ", which the object says"
        return f" of {self.application.running_release}{says}"

    @property
    def is_set(self) -> bool:
        """True where the export has a value that is not empty."""
        return self.option is not None and bool(self.option.value.strip())

    @property
    def unknown(self) -> str:
        """Why nothing may be said of the value that is set; empty where it is known."""
        return value_unknown(self.application, self.option)

    @property
    def place(self) -> Place:
        """The place of the value; the section where it is not set."""
        if self.option:
            return value_of(self.application, self.option)
        return header_of(self.application, self.section, self.name)

    @property
    def label(self) -> str:
        """The label of a finding at the place; empty for a set value."""
        return "" if self.option else "not set here"

    @property
    def takes_effect(self) -> str | None:
        """When a change of the option takes effect, as documented; None where that is not known."""
        return self.fact.takes_effect if self.fact else None

    @property
    def said(self) -> str:
        """The option with its value, as a phrase."""
        name = short(self.name)
        if self.option and (self.option.kind == "secret" or self.option.why_unknown):
            return f"{name} is set"
        if self.option and self.option.value.strip():
            return f"{name} is {quoted(self.option.value)}"
        how = "is empty" if self.option else "is not set"
        chosen = f" (the default{self.default_of})" if self.by_release else ""
        return f"{name} {how}" + (f", which acts as {quoted(self.text)}{chosen}" if self.text else "")


def short(option: str) -> str:
    """The telling end of an option's name: ``queueKey`` of ``wes.connector.chatServer.queueKey``."""
    return option.rpartition(".")[2] if option.startswith(("wes.", "wmsg.", "pacing.")) else option


def value_unknown(application: Application, option: Option | None) -> str:
    """Why nothing may be said of the value of an option that is there; empty where it is known, or there is none."""
    why = option.why_unknown if option else ""
    return f"{application.name}: the value of {short(option.name)} {why}" if option and why else ""


def canonical(value: str, fact: Fact | None) -> str:
    """The value without blanks around it; of a boolean, ``true`` or ``false`` for all words that mean it."""
    value = value.strip()
    return _BOOLEAN.get(value.lower(), value) if fact and fact.type == "boolean" else value


def is_stored_as_string(kind: str, values: tuple[str, ...]) -> bool:
    """True for an option that every export shows, also one that holds string options only."""
    return kind in _STORED_AS_STRING or (bool(values) and not any(value.isdigit() for value in values))


def absence_unproved(
    application: Application, section: str, option: str, kind: str, values: tuple[str, ...] = ()
) -> str | None:
    """Why an option that is not in the export may still be set; None when its absence is certain."""
    export, why = application.export, ""
    if removal_in(export, section, option):
        return None
    if export and export.unread:
        why = export.unread
    elif application.completeness == "strings-only":
        why = "" if is_stored_as_string(kind, values) else "which holds string options only"
    elif application.completeness != "complete":
        why = f"which {_SHOWS[application.completeness]}"
    return f"{application.name}: [{section}] {short(option)} is not in the export, {why}" if why else None


def part_unread(application: Application) -> str:
    """Why an export proves nothing by what it lacks: a part of it was not read. Empty where all of it was."""
    unread = application.export.unread if application.export else ""
    return f"{application.name}: there may be more in the export, {unread}" if unread else ""


def effective(estate: Estate, application: Application, section: str, name: str) -> Effective | NotEvaluated:
    """The effective value of one option: set, or the default; or why it was not evaluated."""
    fact = estate.catalogue.fact(application.type, section, name)
    option = application.option(section, name)
    if option and option.why_unknown:
        return Effective(application, section, name, None, option, fact)
    if option and (option.value.strip() or (fact and fact.empty_counts)):
        return Effective(application, section, name, canonical(option.value, fact), option, fact)
    if not option:
        reason = absence_unproved(application, section, name, fact.type if fact else "any", fact.values if fact else ())
        if reason:
            return NotEvaluated(reason)
    of_release = fact.with_default_at(application.running_release) if fact else None
    if fact and not of_release:
        reason = f"the default of {short(name)} depends on the release ({why_unknown(application)})"
        return NotEvaluated(f"{application.name}: {reason}")
    default = of_release.default if of_release else None
    text = None if default is None else canonical(default, fact)
    return Effective(application, section, name, text, option, fact, by_release=bool(fact and fact.default_varies))


def why_unknown(application: Application) -> str:
    """Why an application's release is not known well enough to judge by it."""
    if application.running_release:
        return f"release {application.release} is not told far enough"
    if not application.release:
        return "its release is unknown"
    return f"the object says {application.release}, which is the version of a template: declare the release that runs"


def set_value(estate: Estate, application: Application, option: Option) -> Effective:
    """The value of an option that is there, with the fact about it."""
    fact = estate.catalogue.fact(application.type, option.section, option.name)
    return Effective(application, option.section, option.name, canonical(option.value, fact), option, fact)


def effective_of(estate: Estate, application: Application, selector: Selector) -> Iterator[Effective | NotEvaluated]:
    """The effective values that a selector names in one application. An open selector gives set options only."""
    if not selector.is_open:
        yield effective(estate, application, selector.section, selector.option)
        return
    for option in selector.found_in(application):
        yield effective(estate, application, option.section, option.name)


def use_unread(estate: Estate, application: Application, option: Option) -> str:
    """Why it is not known whether the option has an effect: what it needs was not read. Empty where it was."""
    fact = estate.catalogue.fact(application.type, option.section, option.name)
    if not fact or not fact.only_with:
        return ""
    section, _, name = fact.only_with.partition("=")[0].partition("/")
    needed = application.option(section, name)
    return value_unknown(application, needed) if needed else part_unread(application)


def is_used(estate: Estate, application: Application, option: Option) -> bool | None:
    """Whether the option that this one needs, if any, has the right value. None where that is unknown."""
    fact = estate.catalogue.fact(application.type, option.section, option.name)
    if not fact or not fact.only_with:
        return True
    path, _, wanted = fact.only_with.partition("=")
    section, _, name = path.partition("/")
    needed = effective(estate, application, section, name)
    return None if isinstance(needed, NotEvaluated) or needed.text is None else needed.text == wanted
