"""Nodes of Web Engagement: what they have of their own beside their cluster application."""

from collections.abc import Iterator

from gwe_lint.checks.members_agree import key_of
from gwe_lint.estate.edits import without
from gwe_lint.estate.effective import canonical, effective
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import Application, Hit, Note, NotEvaluated, Outcome, Pass
from gwe_lint.estate.selectors import AppType
from gwe_lint.exports.records import Option


def node_overrides(estate: Estate, *, node: AppType, cluster: AppType, sections: tuple[str, ...]) -> Iterator[Outcome]:
    """A node has another value for an option than the cluster application that it is connected to."""
    for application in estate.of_type(node):
        own = [option for name in sections for option in _options(application, name)]
        owners = [each for each in estate.of_type(cluster) if each.name in (application.connects_to or ())]
        if not own:
            yield Pass()
        elif len(owners) != 1:
            title = estate.catalogue.title(cluster)
            yield NotEvaluated(f"{application.name}: it is not known to which {title} application it belongs")
        else:
            yield from (_override(estate, application, owners[0], option) for option in own)


def _options(application: Application, section: str) -> tuple[Option, ...]:
    found = application.section(section)
    return tuple(found.options.values()) if found else ()


def _override(estate: Estate, node: Application, owner: Application, option: Option) -> Outcome:
    mine = effective(estate, node, option.section, option.name)
    theirs = effective(estate, owner, option.section, option.name)
    if isinstance(mine, NotEvaluated) or isinstance(theirs, NotEvaluated) or not theirs.option:
        return Pass()  # it is set in one place only
    if option.why_unknown or theirs.option.why_unknown:
        return NotEvaluated(f"{node.name}: {mine.said}, and not both values are known")
    mine = mine._replace(
        text=canonical(option.value, theirs.fact), fact=theirs.fact
    )  # nodes have no facts of their own
    if key_of(mine) == key_of(theirs):
        return Pass()
    return Hit.at(
        mine,
        f"{mine.said} on node {node.name} while {theirs.said} on its cluster application {owner.name}",
        label="belongs to the cluster application",
        help=f"remove it from the node, and set it on {owner.name}",
        related=(Note(f"on {owner.name} {theirs.said}", theirs.place),),
    )._replace(corrections=without(node, option))
