"""The provenance of a report: by which packs and files it was judged, and of which exports it was made."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from gwe_lint.cli.accepted import ledger_path
from gwe_lint.cli.asked import Asked, from_root
from gwe_lint.cli.setup import added_packs
from gwe_lint.config.model import Config
from gwe_lint.findings.provenance import Provenance
from gwe_lint.loading.sources import Sources
from gwe_lint.paths import is_there, on_disk, read_small
from gwe_lint.rules.selection import shown_packs


def provenance_of(asked: Asked, settings: Config, sources: Sources, root: Path) -> Provenance:
    """Where a report comes from, as one can tell once all was read."""
    return Provenance(
        options=asked.options,
        arguments=asked.arguments,
        packs=dict(sorted(_packs(settings, asked.paths_of("pack")))),
        files={from_root(path): _digest(path) for path in _files(asked, settings, root)},
        inputs=sources.digests,
    )


def with_dates(provenance: Provenance, asked: Asked, root: Path) -> Provenance:
    """The provenance of a report that is dated only now: with the options that asked for it, and the earlier report."""
    options = {flag: value for flag, value in asked.options.items() if flag in ("since", "first-seen")}
    earlier = asked.path_of("since")
    return provenance._replace(
        options=dict(sorted({**provenance.options, **options}.items())),
        files={**provenance.files, **({from_root(earlier): _digest(root / earlier)} if earlier else {})},
    )


def _packs(settings: Config, given: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The digest of each pack, those of plug-ins included, by the name that errors show."""
    for path, name in (*shown_packs(), *added_packs(settings, given)):
        yield from_root(path) if Path(name).is_absolute() else name, _digest(path)


def _files(asked: Asked, settings: Config, root: Path) -> Iterator[Path]:
    """The configuration, the ledger of waivers and the earlier reports, as far as they are there."""
    yield from (root / on_disk(file) for file in settings.files)
    waivers = asked.path_of("waivers")
    ledger = ledger_path(settings, waivers, root)
    if (waivers or "isolated" not in asked.options) and is_there(ledger):
        yield ledger
    yield from (root / path for flag in ("known", "since") if (path := asked.path_of(flag)))


def _digest(path: Path) -> str:
    return f"sha256:{sha256(read_small(path)).hexdigest()}"
