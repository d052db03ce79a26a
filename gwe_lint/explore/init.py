"""A first ``gwe-lint.toml`` for exports: what they do not say, as far as it was recognised, for people to check."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from gwe_lint.catalogue.fact import APPLICATION_TYPES, WEB_ENGAGEMENT
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.queues import queues_led_to
from gwe_lint.exports.formats import FORMATS
from gwe_lint.toml.writer import array, assignment

_HEAD = """\
# What the exports do not say. Every line was made from what was found: correct what is wrong, and remove the # of what
# you know. "gwe-lint show" shows what is understood.

# [check]
# fail-on = "error"                # or warning, note, never
"""


def proposed(estates: Sequence[Estate]) -> str:
    """The configuration, as TOML. With it a check finds what it finds without it."""
    known = f"Types: {', '.join(APPLICATION_TYPES)}."
    types = textwrap.wrap(known, 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    lines = [*types, "", *(line for estate in estates for line in _estate(estate))]
    return "\n".join([_HEAD, *lines]).rstrip() + "\n"


def _estate(estate: Estate) -> Iterator[str]:
    yield "[[estate]]"
    yield assignment("name", estate.name)
    yield f"paths = {array(estate.paths)}"
    yield "# production = true               # false for a laboratory: rules about production are then silent"
    queues = sorted(queues_led_to(estate.of_type("chat-server")))
    if queues and not any(script.kind == "queue" for script in estate.scripts):
        yield "# All Interaction Queues, so that an endpoint that leads elsewhere is found. These are only those that"
        yield "# endpoints lead to: compare them with Genesys Administrator first."
        yield f"# interaction-queues = {array(queues)}"
    yield ""
    twice = _names_that_stand_twice(estate)
    seen: set[str] = set()
    for application, export in estate.exports:
        entry = list(_entry(application, estate))
        if _who(application, twice) in seen:
            continue  # another export of the same application
        seen.add(_who(application, twice))
        if entry and export.completeness != "delta":
            off = "" if any(not line.startswith("#") for line in entry) else "# "
            yield f"{off}[[estate.application]]"
            yield f"{off}{_who(application, twice)}"
            yield from entry
            yield ""
    for name, owners in _outside(estate).items():
        yield f"# {_plain(', '.join(owners))} is connected to it, and it is not exported: say what it is."
        yield "# [[estate.application]]"
        dbid = name.removeprefix("DBID ")
        yield f"# dbid = {dbid}" if dbid != name and dbid.isdigit() else f"# {assignment('name', name)}"
        yield '# type = "contact-server"'
        yield ""


def _who(application: Application, twice: set[str]) -> str:
    """How the entry finds its application: by file where that holds one, else by name."""
    path = PurePosixPath(application.path)
    if FORMATS[application.format].one_application:
        return assignment("file", application.path if path.name in twice else path.name)
    return assignment("name", application.name)


def _names_that_stand_twice(estate: Estate) -> set[str]:
    names = [PurePosixPath(document.path).name for document in estate.documents]
    return {name for name in names if names.count(name) > 1}


def _entry(application: Application, estate: Estate) -> Iterator[str]:
    """What the export does not say of an application; nothing where it says all."""
    if application.type == "other" and not application.certain:
        yield '# type = "other"   # not recognised'
    elif not application.certain:
        yield f"{assignment('type', application.type)}   # recognised: {_plain(application.because)}"
    if application.connections is None and application.type in (*WEB_ENGAGEMENT, "chat-server"):
        servers = sorted({other.name for other, _ in estate.exports if other.type == "chat-server"})
        guess = servers if application.type in WEB_ENGAGEMENT else ["Interaction_Server", "Universal_Contact_Server"]
        yield f"# connects-to = {array(guess)}   # all of its connections; [] means none"
    if not application.release and application.type in (*WEB_ENGAGEMENT, "chat-server"):
        yield '# release = ""   # such as 8.5.316.02'


def _outside(estate: Estate) -> dict[str, list[str]]:
    """What applications are connected to and what is not in the estate, with their names."""
    names = {application.name for application in estate.applications}
    found: dict[str, list[str]] = {}
    for application in estate.applications:
        for name in application.connects_to or ():
            if name not in names and application.name not in found.setdefault(name, []):
                found[name].append(application.name)
    return {name: owners for name, owners in found.items() if owners}


def _plain(text: str) -> str:
    """Text for a comment: on one line, with nothing that TOML refuses there."""
    return "".join(char if char.isprintable() else "?" for char in text)
