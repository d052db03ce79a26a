"""The vocabulary of checks: what a rule's ``check`` may name. A check knows no rule, no severity, no file format."""

from collections.abc import Callable, Iterator

from gwe_lint.estate.model import Outcome
from gwe_lint.lazy import LazyTable

Check = Callable[..., Iterator[Outcome]]

# What no rule of a run asks for is not imported: a comparison needs next to nothing of it.
CHECKS: LazyTable[Check] = LazyTable(
    {
        "file-problem": "gwe_lint.checks.files:file_problem",
        "documented-value": "gwe_lint.checks.values:documented_value",
        "misspelt-option": "gwe_lint.checks.misspelt:misspelt_option",
        "documented-section": "gwe_lint.checks.wrong_section:documented_section",
        "name-of-release": "gwe_lint.checks.release_names:name_of_release",
        "placeholder-left": "gwe_lint.checks.spelling:placeholder_left",
        "pasted-name": "gwe_lint.checks.pasted_names:pasted_name",
        "endpoint-without-queue": "gwe_lint.checks.spelling:endpoint_without_queue",
        "has-default-endpoint": "gwe_lint.checks.default_endpoint:has_default_endpoint",
        "tenant-as-dbid": "gwe_lint.checks.spelling:tenant_as_dbid",
        "queue-key-form": "gwe_lint.checks.reference_syntax:queue_key_form",
        "names-an-endpoint": "gwe_lint.checks.references:names_an_endpoint",
        "queues-agree": "gwe_lint.checks.queues:queues_agree",
        "members-agree-on-queue": "gwe_lint.checks.queues:members_agree_on_queue",
        "queue-exists": "gwe_lint.checks.client_queues:queue_exists",
        "queue-of-tenant": "gwe_lint.checks.scripts:queue_of_tenant",
        "strategy-of-queue": "gwe_lint.checks.scripts:strategy_of_queue",
        "connection-counts": "gwe_lint.checks.clusters:connection_counts",
        "port-exists": "gwe_lint.checks.clusters:port_exists",
        "reaches-chat-server": "gwe_lint.checks.connections:reaches_chat_server",
        "contact-server-reached": "gwe_lint.checks.connections:contact_server_reached",
        "unit-mixed-up": "gwe_lint.checks.units:unit_mixed_up",
        "unwise": "gwe_lint.checks.value_combinations:unwise",
        "members-agree": "gwe_lint.checks.members_agree:members_agree",
        "some-member-has": "gwe_lint.checks.members_have:some_member_has",
        "connected-alike": "gwe_lint.checks.members_agree:connected_alike",
        "same-servers": "gwe_lint.checks.shared_servers:same_servers",
        "servers-fail-client": "gwe_lint.checks.value_combinations:servers_fail_client",
        "endpoint-used": "gwe_lint.checks.references:endpoint_used",
        "own-strategy": "gwe_lint.checks.client_queues:own_strategy",
        "members-have": "gwe_lint.checks.members_have:members_have",
        "node-overrides": "gwe_lint.checks.node_overrides:node_overrides",
        "in-order": "gwe_lint.checks.timers:in_order",
        "pool-for-peak": "gwe_lint.checks.capacity:pool_for_peak",
        "capacity-for-peak": "gwe_lint.checks.capacity:capacity_for_peak",
        "right-ports": "gwe_lint.checks.ports:right_ports",
        "connected-to": "gwe_lint.checks.required_connections:connected_to",
        "not-connected-to-backup": "gwe_lint.checks.backups:not_connected_to_backup",
        "without-backup": "gwe_lint.checks.backups:without_backup",
        "keep-alive": "gwe_lint.checks.ports:keep_alive",
        "of-one-kind": "gwe_lint.checks.backups:of_one_kind",
        "tenant-served": "gwe_lint.checks.tenants:tenant_served",
        "tenant-known-to-servers": "gwe_lint.checks.tenants:tenant_known_to_servers",
        "tenant-exists": "gwe_lint.checks.tenants:tenant_exists",
        "one-tenant": "gwe_lint.checks.tenants:one_tenant",
        "known-to-release": "gwe_lint.checks.releases:known_to_release",
        "leftover-section": "gwe_lint.checks.releases:leftover_section",
        "release-at-least": "gwe_lint.checks.releases:release_at_least",
        "set-together": "gwe_lint.checks.security:set_together",
        "same-on-both-sides": "gwe_lint.checks.security:same_on_both_sides",
        "needs-secure-port": "gwe_lint.checks.tls:needs_secure_port",
        "tls-on-both-ends": "gwe_lint.checks.tls:tls_on_both_ends",
        "ports-agree-in-tls": "gwe_lint.checks.tls:ports_agree_in_tls",
        "of-the-tool": "gwe_lint.checks.files:of_the_tool",
        "of-drift": "gwe_lint.checks.files:of_drift",
        "pacing-without-effect": "gwe_lint.checks.value_combinations:pacing_without_effect",
        # What follows chats as trace does stands beside trace, which follows them by what stands here.
        "chats-as-expected": "gwe_lint.explore.expectations:chats_as_expected",
        "expectation-fits": "gwe_lint.explore.expectations:expectation_fits",
    }
)
