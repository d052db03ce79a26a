"""Nodes: servers that share the options of a cluster application, to which each of them is connected."""

from collections.abc import Sequence

from gwe_lint.estate.model import Application

# By the type of the nodes: of which type their cluster application is. It is of none of its own but for Web Engagement.
CLUSTER_OF_NODES = {"gwe-server": "gwe-cluster", "gms": "gms", "cobrowse-server": "cobrowse-server"}


def nodes_by_cluster(servers: Sequence[Application], clusters: Sequence[Application]) -> dict[str, list[Application]]:
    """The nodes by the name of their cluster application. One that is connected to several of them counts for none."""
    names = {each.name for each in clusters}
    targets = {id(each): names.intersection(each.connects_to or ()) - {each.name} for each in (*servers, *clusters)}
    heads = {each.name for each in clusters if not targets[id(each)]}
    found: dict[str, list[Application]] = {}
    for server in servers:
        cluster, *others = [*sorted(targets[id(server)] & heads), ""]
        if cluster and others == [""]:
            found.setdefault(cluster, []).append(server)
    return found
