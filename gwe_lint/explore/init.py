"""``init`` proposes a first ``gwe-lint.toml``: what the exports do not say, as far as it was recognised."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from gwe_lint.catalogue.fact import APPLICATION_TYPES, WEB_ENGAGEMENT
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.queues import queues_led_to
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.formats import FORMATS
from gwe_lint.toml.writer import array, assignment

_HEAD = """\
# What the exports do not say. Every line was made from what was found: correct what is wrong, and remove the # of what
# you know. "gwe-lint show" shows what is understood.

# [check]
# fail-on = "error"                # or warning, note, never
"""


_RELEASES = {"gwe-backend": "8.1.2", "gwe-frontend": "8.1.2", "chat-server": "8.5.316.02"}
_RELEASE = "8.5.200.21"  # of other Web Engagement servers, as one is written


def proposed_configuration(
    estates: Sequence[Estate], naming_queues: Sequence[Selector] = (), encoding: str = ""
) -> str:
    """The configuration, as TOML. A check has the same findings with it and without it.

    ``naming_queues`` are the options whose values are names of Interaction Queues. ``encoding`` is the code page in
    which the exports were read, where one was given.
    """
    known = f"Types: {', '.join(APPLICATION_TYPES)}."
    types = textwrap.wrap(known, 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    lines = [*types, "", *(line for estate in estates for line in _estate(estate, naming_queues, encoding))]
    return "\n".join([_HEAD, *lines]).rstrip() + "\n"


def _estate(estate: Estate, naming_queues: Sequence[Selector], encoding: str) -> Iterator[str]:
    yield "[[estate]]"
    yield assignment("name", estate.name)
    yield f"paths = {array(estate.paths)}"
    if encoding:
        yield assignment("encoding", encoding)
    yield "# production = true               # false for a laboratory: rules about production are then silent"
    queues = sorted({*queues_led_to(estate.of_type("chat-server")), *_queues_named(estate, naming_queues)})
    if queues and not any(script.kind == "queue" for script in estate.scripts):
        yield "# All Interaction Queues, so that an endpoint that leads elsewhere is found. These are only those that"
        yield "# endpoints and other options name: compare them with Genesys Administrator first."
        yield f"# interaction-queues = {array(queues)}"
    yield ""
    repeated = _repeated_file_names(estate)
    seen: set[str] = set()
    for application, export in estate.exports:
        entry = list(_entry(application, estate))
        if _application_key(application, repeated) in seen:
            continue  # another export of the same application
        seen.add(_application_key(application, repeated))
        if entry and export.completeness != "delta":
            off = "" if any(not line.startswith("#") for line in entry) else "# "
            yield f"{off}[[estate.application]]"
            yield f"{off}{_application_key(application, repeated)}"
            yield from entry
            yield ""
    for name, owners in _not_exported(estate).items():
        yield f"# {_comment_text(', '.join(owners))} is connected to it, and it is not exported: say what it is."
        yield "# [[estate.application]]"
        dbid = name.removeprefix("DBID ")
        yield f"# dbid = {dbid}" if dbid != name and dbid.isdigit() else f"# {assignment('name', name)}"
        yield '# type = "contact-server"'
        yield ""


def _queues_named(estate: Estate, naming_queues: Sequence[Selector]) -> Iterator[str]:
    for selector in naming_queues:
        for _, option in selector.matches(estate):
            if option.value.strip() and option.kind == "string":
                yield option.value


def _application_key(application: Application, repeated: set[str]) -> str:
    """The key by which the entry names its application: the file where that holds one application, else the name."""
    path = PurePosixPath(application.path)
    if FORMATS[application.format].one_application:
        return assignment("file", application.path if path.name in repeated else path.name)
    return assignment("name", application.name)


def _repeated_file_names(estate: Estate) -> set[str]:
    names = [PurePosixPath(document.path).name for document in estate.documents]
    return {name for name in names if names.count(name) > 1}


def _entry(application: Application, estate: Estate) -> Iterator[str]:
    """The lines of an application's entry, for what its export does not say; nothing where it says all."""
    if application.type == "other" and not application.certain:
        yield '# type = "other"   # not recognised'
    elif not application.certain:
        yield f"{assignment('type', application.type)}   # recognised: {_comment_text(application.because)}"
    if application.connections is None and application.type in (*WEB_ENGAGEMENT, "chat-server"):
        servers = sorted({other.name for other, _ in estate.exports if other.type == "chat-server"})
        guess = servers if application.type in WEB_ENGAGEMENT else ["Interaction_Server", "Universal_Contact_Server"]
        yield f"# connects-to = {array(guess)}   # all of its connections; [] means none"
    if not application.running_release and application.type in (*WEB_ENGAGEMENT, "chat-server"):
        object_says = f"what runs; the object says {_comment_text(application.release)}" if application.release else ""
        such_as = f"such as {_RELEASES.get(application.type, _RELEASE)}"
        yield f'# release = ""   # {object_says or such_as}'


def _not_exported(estate: Estate) -> dict[str, list[str]]:
    """The connection targets that the estate lacks, each with the names of the applications connected to it."""
    names = {application.name for application in estate.applications}
    owners_of: dict[str, list[str]] = {}
    for application in estate.applications:
        for name in application.connects_to or ():
            if name not in names and application.name not in owners_of.setdefault(name, []):
                owners_of[name].append(application.name)
    return {name: owners for name, owners in owners_of.items() if owners}


def _comment_text(text: str) -> str:
    """Text for a comment: on one line, with nothing that TOML refuses there."""
    return "".join(char if char.isprintable() else "?" for char in text)
