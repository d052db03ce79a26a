"""The vocabulary of checks: what a rule's ``check`` may name. A check knows no rule, no severity, no file format."""

from collections.abc import Callable, Iterator, Mapping

from gwe_lint.checks import (
    absence,
    behaviour,
    clusters,
    combinations,
    connections,
    files,
    names,
    queues,
    references,
    scripts,
    values,
)
from gwe_lint.model import Outcome

Check = Callable[..., Iterator[Outcome]]

CHECKS: Mapping[str, Check] = {
    "file-problem": files.file_problem,
    "differs-only-in-case": files.differs_only_in_case,
    "left-out": files.left_out,
    "application-unrecognised": files.application_unrecognised,
    "application-twice": files.application_twice,
    "documented-value": values.documented_value,
    "value-spelling": values.value_spelling,
    "mandatory-option": absence.mandatory_option,
    "misspelt-option": names.misspelt_option,
    "placeholder-left": names.placeholder_left,
    "endpoint-without-queue": names.endpoint_without_queue,
    "tenant-as-dbid": names.tenant_as_dbid,
    "queue-key-form": references.queue_key_form,
    "names-an-endpoint": references.names_an_endpoint,
    "endpoint-on-every-member": references.endpoint_on_every_member,
    "queues-agree": queues.queues_agree,
    "members-agree-on-queue": queues.members_agree_on_queue,
    "queue-exists": scripts.queue_exists,
    "queue-of-tenant": scripts.queue_of_tenant,
    "one-strategy": scripts.one_strategy,
    "queue-drained": scripts.queue_drained,
    "connection-hidden": clusters.connection_hidden,
    "member-unusable": clusters.member_unusable,
    "port-exists": clusters.port_exists,
    "reaches-chat-server": connections.reaches_chat_server,
    "contact-server-reached": connections.contact_server_reached,
    "unwise": combinations.unwise,
    "default-channel-set": behaviour.default_channel_set,
    "pacing-without-effect": behaviour.pacing_without_effect,
}
