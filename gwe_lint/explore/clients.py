"""The clients of Chat Server: the applications that name an endpoint, and each option in which they do."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gwe_lint.checks.endpoint_references import endpoint_type, endpoints_named
from gwe_lint.checks.reference_syntax import NOT_SET
from gwe_lint.estate.effective import is_used, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Option, Target
from gwe_lint.exports.tenants import tenant_named
from gwe_lint.rules.rule import Rule
from gwe_lint.text import quoted


class ChatOptions(NamedTuple):
    """The options of clients that name an endpoint, and those that name its queue, as the rules name them."""

    keys: tuple[Selector, ...]
    queues: tuple[Selector, ...]


class Reference(NamedTuple):
    """One option that names an endpoint. ``named`` are the endpoints section and the endpoint of each that it names.

    Without any its form is wrong, or ``unknown`` says why it is not known which endpoint is meant.
    """

    client: Application
    option: Option
    named: tuple[tuple[str, str], ...] = ()
    unknown: str = ""


def chat_options_of(rules: Iterable[Rule]) -> ChatOptions:
    """The options that the documented rules about endpoints and their queues look at."""
    documented = [rule for rule in rules if rule.basis == "documented"]
    keys = [key for rule in documented if follows_chats(rule) for key in rule.parameters["keys"]]
    queues = [queue for rule in documented if rule.check == "queues-agree" for queue in rule.parameters["queues"]]
    return ChatOptions(tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(queues)))


def follows_chats(rule: Rule) -> bool:
    """True for a rule that looks for the endpoints that clients name."""
    return rule.check == "names-an-endpoint"


def clients_of(estate: Estate, chat_options: ChatOptions) -> tuple[tuple[Application, Sequence[Reference]], ...]:
    """Every client of an estate once, with all its references. A list of changes gives way to a whole export."""
    clients: dict[int, tuple[Application, list[Reference]]] = {}
    for key in chat_options.keys:
        for client, option in key.matches(estate):
            reference = _reference(estate, client, option)
            if reference:
                clients.setdefault(id(client), (client, []))[1].append(reference)
    topology = estate.topology
    return tuple(each for each in clients.values() if any(each[0] is app for app in topology.named(each[0].name)))


def _reference(estate: Estate, client: Application, option: Option) -> Reference | None:
    """What an option refers to; None for one that refers to no endpoint of Chat Server."""
    if option.kind == "absent" or is_used(estate, client, option) is False:
        return None
    if option.kind != "string":
        return Reference(client, option, unknown=f"the value of {short(option.name)} is not known")
    if option.value.strip() in NOT_SET:
        return None
    named = [(f"endpoints:{tenant}", endpoint) for tenant, endpoint in endpoints_named(estate, client, option)]
    if named:
        others = tuple(each for each in named if not client.option(*each))  # the rest are endpoints of its own
        return Reference(client, option, others) if others else None
    kind = endpoint_type(estate, client, option)
    tenant, colon, _ = option.value.partition(":")
    if kind == "endpoint-by-tenant-name" and colon and not tenant_named(Target(tenant), estate.tenants).dbid:
        return Reference(client, option, unknown=f"the DBID of tenant {quoted(tenant)} is not in the exports")
    first_only = kind == "endpoint-list" and "," not in option.value  # which takes what is not part of a chat
    return None if first_only else Reference(client, option)
