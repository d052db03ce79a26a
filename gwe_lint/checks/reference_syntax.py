"""How clients write their reference to an endpoint: by the tenant's DBID, by its name, or as a list."""

from collections.abc import Iterator

from gwe_lint.catalogue.fact import is_dbid
from gwe_lint.checks.corrected_reference import completed, corrected
from gwe_lint.checks.endpoint_references import endpoint_type
from gwe_lint.checks.look_alike import blanks_shown
from gwe_lint.estate.edits import Corrections, with_value
from gwe_lint.estate.effective import is_used, set_value, short, use_unread, value_unknown
from gwe_lint.estate.endpoint_names import parts_of
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import Selector
from gwe_lint.exports.records import Option
from gwe_lint.text import quoted

_BY_DBID = "write tenant DBID, colon, endpoint name: 1:webme is endpoint webme of the Environment tenant"
_BY_NAME = "write tenant name, colon, endpoint name: Environment:default is endpoint default of the Environment tenant"
NOT_SET = ("", "gms_builtin")  # the second is what Mobile Services has in place of none


def queue_key_form(estate: Estate, *, keys: tuple[Selector, ...]) -> Iterator[Outcome]:
    """A reference is not in the notation of its product: tenant DBID or tenant name, colon, endpoint name."""
    for key in keys:
        for client, option in key.matches(estate):
            if endpoint_type(estate, client, option) == "endpoint-by-tenant-name":
                yield from _with_name(estate, client, option)
            else:
                yield from _with_dbid(estate, client, option)


def _with_dbid(estate: Estate, client: Application, option: Option) -> Iterator[Outcome]:
    if option.kind not in ("string", "absent"):
        hidden = f"{client.name}: the value of {short(option.name)} is not in the export"
        yield NotEvaluated(value_unknown(client, option) or hidden)
        return
    if not option.value.strip() or is_used(estate, client, option) is False:
        return  # that it has no value is another matter
    if reason := use_unread(estate, client, option):
        yield NotEvaluated(reason)
        return
    named = _keys_in(estate, client, option)
    wrong = next((value for value in named if not parts_of(value)), None)
    if wrong is None:
        yield Pass()
        return
    which = f" in {quoted(wrong)}" if len(named) > 1 else ""
    meant = corrected(wrong, short(option.name)) or completed(estate, client, wrong)
    yield Hit.at(
        set_value(estate, client, option),
        f"{short(option.name)} is {blanks_shown(option.value)}, {_wrong(wrong, 'DBID')}{which}",
        label="expected tenant DBID:endpoint",
        help=meant.help if meant else _BY_DBID,
    )._replace(corrections=meant.instead_of(client, option, wrong) if meant else ())


def _keys_in(estate: Estate, client: Application, option: Option) -> list[str]:
    if endpoint_type(estate, client, option) != "endpoint-list":
        return [option.value]
    return [each.strip() for each in option.value.split(",") if each.strip()]


def _with_name(estate: Estate, client: Application, option: Option) -> Iterator[Outcome]:
    if option.why_unknown:
        yield NotEvaluated(value_unknown(client, option))
    if option.value.strip() in NOT_SET or option.kind != "string":
        return
    names = {tenant.name for tenant in estate.tenants}
    tenant, colon, endpoint = option.value.partition(":")
    parts = tenant == tenant.strip() and colon and endpoint and endpoint == endpoint.strip()
    if parts and tenant and (tenant in names or not tenant.isdigit()):
        yield Pass()
        return
    help, corrections = _by_name(estate, client, option)
    yield Hit.at(
        set_value(estate, client, option),
        f"{short(option.name)} is {blanks_shown(option.value)}, {_wrong(option.value, 'name')}",
        label="expected tenant name:endpoint",
        help=help,
    )._replace(corrections=corrections)


def _by_name(estate: Estate, client: Application, option: Option) -> tuple[str, Corrections]:
    """How to write a reference whose tenant is to be written by its name."""
    meant = corrected(option.value, short(option.name), "name")
    if meant:
        return meant.help, meant.instead_of(client, option, option.value)
    dbid, _, endpoint = (part.strip() for part in option.value.partition(":"))
    name = next((tenant.name for tenant in estate.tenants if dbid == str(tenant.dbid) and tenant.name), None)
    if not name or not endpoint:
        return _BY_NAME, ()
    reference = f"{name}:{endpoint}"
    return f"did you mean {quoted(reference)}? tenant {dbid} is {name}", with_value(client, option, reference)


def _wrong(key: str, tenant_by: str) -> str:
    """What a reference lacks, or has too much, as the end of a sentence."""
    tenant, colon, endpoint = (part.strip() for part in key.partition(":"))
    if not colon:
        return f"without a colon between tenant {tenant_by} and endpoint name"
    if not endpoint:
        return "without an endpoint name after the colon"
    if not tenant:
        return f"without a tenant {tenant_by} before the colon"
    if is_dbid(tenant) and tenant_by == "DBID":
        return "with blanks that belong to neither part"
    if not tenant.isdigit() and tenant_by == "name":
        return "with blanks that belong to neither part"
    if tenant_by == "name":
        return f"where {quoted(tenant)} is a number and not the name of a tenant"
    return f"where {quoted(tenant)} is not the DBID of a tenant in decimal digits"
