"""Tenants, which some exports name and some number."""

from collections.abc import Iterable

from gwe_lint.records import Target

ENVIRONMENT = Target("Environment", 1)  # the tenant that every installation has


def tenant_named(tenant: Target, tenants: Iterable[Target]) -> Target:
    """The tenant with both its name and its DBID, where a list of tenants has them."""
    name, dbid = tenant
    for each in tenants:
        if (dbid and each.dbid == dbid) or (not dbid and name and each.name == name):
            return Target(name or each.name, dbid or each.dbid)
    return tenant
