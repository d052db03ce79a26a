"""``--dask``: the workers of a Dask cluster share the work of a run."""

from collections.abc import Sequence
from pathlib import Path

from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.loading.loader import Loader
from gwe_lint.workers.cluster import Cluster
from gwe_lint.workers.worker import Key


def cluster_for(
    address: str, key_file: Path | None, others: Sequence[str], loader: Loader, config: Config, given: Sequence[Path]
) -> Cluster:
    """The cluster at this address, whose versions are those of here.

    ``others`` are options that were given, and divide the work as well. Raises ``Untrusted`` beside them and whatever
    else is about this machine, and where no cluster is there.
    """
    problems = [f"--dask and {other} exclude each other: either divides the estates" for other in others]
    if loader.stdin:
        problems.append("--dask and standard input exclude each other: workers read exports where they see them")
    if config.estates and given:
        problems.append("--dask divides the estates of the configuration: give no PATH, which would choose findings")
    if config.expectations and not config.estates:
        problems.append("--dask divides the estates of the configuration, which has [[expect]] and no [[estate]] table")
    if problems:
        raise Untrusted(problems)
    file = (loader.root / key_file).as_posix() if key_file else ""
    return Cluster(address, Key(loader.redactor.key_id, file))
