"""Split what lies below a folder into estates, where no configuration says which applications belong together.

Folders that each hold a client and a Chat Server are environments, or sites of one environment. They are estates of
their own where they repeat an application, or lead one endpoint to different queues.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import WEB_ENGAGEMENT, Catalogue, tenant_of
from gwe_lint.estate.model import Application
from gwe_lint.exports.records import Document
from gwe_lint.loading.folder_names import names_of_folders
from gwe_lint.loading.merge_exports import applications_of
from gwe_lint.text import listed, quoted

_NAMES_AN_ENDPOINT = ("endpoint-reference", "endpoint-by-tenant-name")  # types of options that only clients have
_ADVICE = "gwe-lint init writes down which applications belong together"

ByFolder = Mapping[str, Sequence[Document]]  # the documents of each folder directly below; beside them under ""


class Division(NamedTuple):
    """Which folders are estates of their own, or none, and that in a sentence, which is empty where nobody asks."""

    folders: tuple[str, ...] = ()
    sentence: str = ""


def division_of(documents: ByFolder, place: str, catalogue: Catalogue, known: Collection[str] | None) -> Division:
    """How the folders directly below ``place`` are grouped.

    ``known`` has the names of the estates in a baseline, whose grouping is kept where no application is repeated.
    """
    applications = {
        folder: _running(applications_of(content, names_of_folders(content)))
        for folder, content in documents.items()
        if folder and content
    }
    whole = [folder for folder, each in applications.items() if _has_both_ends(each, catalogue)]
    if known and len(known) > 1 and any(folder in known for folder in applications):
        kept = tuple(folder for folder in applications if folder in known or folder in whole)
        return Division(kept, f"{place}: {_own_estates(kept)}, as in the baseline; {_ADVICE}")
    if len(whole) < 2:
        return Division()
    both = {folder: applications[folder] for folder in whole}
    repeated = _repeated(both)
    apart = "" if repeated else _led_apart(both)
    reason = repeated or (apart if known is None else "")
    if not reason:
        why = "as in the baseline" if apart else _NOTHING_TELLS_THEM_APART
        return Division((), f"{place}: {listed(whole)} are one estate, {why}; {_ADVICE}")
    return Division(tuple(whole), f"{place}: {_own_estates(whole)}, since {reason}; {_ADVICE}")


def _own_estates(folders: Sequence[str]) -> str:
    return f"{listed(folders)} {'is an estate of its' if len(folders) == 1 else 'are estates of their'} own"


_NOTHING_TELLS_THEM_APART = "since no application is in two of them and no endpoint leads to different queues"


def _running(applications: Iterable[Application]) -> list[Application]:
    """The applications whose options are known. A list of changes repeats what it changes."""
    return [each for each in applications if each.completeness not in ("delta", "none")]


def _has_both_ends(applications: Sequence[Application], catalogue: Catalogue) -> bool:
    """True where there is a Chat Server, and a client that hands chats to one."""
    if not any(each.type == "chat-server" for each in applications):
        return False
    by_type = any(each.type in WEB_ENGAGEMENT for each in applications)
    return by_type or any(_names_an_endpoint(each, catalogue) for each in applications)


def _names_an_endpoint(application: Application, catalogue: Catalogue) -> bool:
    return any(
        (fact := catalogue.fact(application.type, name, option)) and fact.type in _NAMES_AN_ENDPOINT
        for name, section in application.sections.items()
        if catalogue.every(application.type, name)
        for option in section.options
    )


def _repeated(folders: Mapping[str, Sequence[Application]]) -> str:
    """Which application two of the folders have, as a clause; empty where there is none."""
    first: dict[str | int, str] = {}
    for folder, applications in folders.items():
        for application in applications:
            keys: list[str | int] = [application.name, *([application.dbid] if application.dbid else [])]
            for key in keys:
                before = first.setdefault(key, folder)
                if before != folder:
                    what = quoted(key) if isinstance(key, str) else f"DBID {key}"
                    return f"{listed((before, folder))} each have application {what}"
    return ""


def _led_apart(folders: Mapping[str, Sequence[Application]]) -> str:
    """Which endpoint leads to no queue that all of its folders share, as a clause; empty where there is none."""
    queues: dict[tuple[str, str], dict[str, set[str]]] = {}
    for folder, applications in folders.items():
        for endpoint, queue in _endpoints(applications):
            queues.setdefault(endpoint, {}).setdefault(folder, set()).add(queue)
    for (tenant, name), by_folder in queues.items():
        if not set.intersection(*by_folder.values()):
            return f"endpoint {quoted(name)} of tenant {tenant} leads to other queues in {listed(by_folder)}"
    return ""


def _endpoints(applications: Iterable[Application]) -> Iterator[tuple[tuple[str, str], str]]:
    """The endpoints of Chat Servers, each as tenant and name, with its queue."""
    for application in applications:
        for name, section in application.sections.items() if application.type == "chat-server" else ():
            tenant = tenant_of(name)
            for option in section.options.values() if tenant else ():
                if tenant and option.kind == "string" and option.value.strip():
                    yield (tenant.lstrip("0"), option.name), option.value.strip()
