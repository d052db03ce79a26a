"""Tenants by name and by DBID."""

from collections.abc import Iterable

from gwe_lint.exports.records import Target

ENVIRONMENT = Target("Environment", 1)  # the tenant that every installation has


def tenant_named(tenant: Target, tenants: Iterable[Target]) -> Target:
    """The tenant with both its name and its DBID, where a list of tenants has them."""
    name, dbid = tenant
    for known in tenants:
        if (dbid and known.dbid == dbid) or (not dbid and name and known.name == name):
            return Target(name or known.name, dbid or known.dbid)
    return tenant
