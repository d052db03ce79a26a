"""``gwe-lint config``: print the effective settings, each with the file and line of its origin."""

import sys
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple

import typer

from gwe_lint.authoring.schemas import schema_of
from gwe_lint.cli.finish import OK
from gwe_lint.cli.help import Commands
from gwe_lint.cli.options import ColorOptions, ConfigOptions
from gwe_lint.cli.output_files import layout_for
from gwe_lint.cli.setup import settings_of, working_directory
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.config.model import Config, EstateConfig
from gwe_lint.reports.json_text import dumped
from gwe_lint.text import counted


class Setting(NamedTuple):
    """One effective setting; ``origin`` is ``path:line``, or None for the default."""

    key: str
    value: Any
    origin: str | None


def add_to(app: typer.Typer) -> None:
    """Add the command and its own commands to the application."""
    group = Commands()
    group.callback(invoke_without_command=True)(config)
    group.command()(schema)
    app.add_typer(group, name="config")


@with_options()
def config(
    *,
    context: typer.Context,
    config: Annotated[ConfigOptions, Without("pack")],
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to show them.")] = "text",
) -> int:
    """Show the effective settings, each with the file and line it comes from."""
    if context.invoked_subcommand:
        return OK
    root = working_directory()
    settings = settings_of(config, root)
    rows = list(settings_in(settings))
    if format == "json":
        sys.stdout.write(dumped([row._asdict() for row in rows]))
        return OK
    width, layout = max(len(row.key) for row in rows), layout_for(root, ColorOptions())
    for row in rows:
        line = f"{row.key:<{width}} = {_shown(row.value)}"
        whole = f"{line:<{width + 40}}  {row.origin or 'default'}".rstrip()
        sys.stdout.write(layout.row(whole, 4))
    say(f"{settings.shown or 'no configuration file'}: {counted(len(settings.estates), 'estate')}")
    return OK


def settings_in(settings: Config) -> Iterator[Setting]:
    """Every setting, in the order of the documentation."""
    spots = {key: str(spot) for key, spot in settings.spots.items()}
    values: dict[str, Any] = {
        "fail-on": settings.fail_on or "error",
        "incomplete": settings.incomplete or "fail",
        "profile": settings.profile or "default",
        "preview": bool(settings.preview),
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "exclude": list(settings.exclude),
        "packs": [path.as_posix() for path in settings.packs],
        "peak-chat-sessions": settings.peak,
    }
    for key, value in values.items():
        yield Setting(f"check.{key}", value, spots.get(key))
    yield Setting("drift.fail-on", settings.drift_fail_on or "any drift", spots.get("drift.fail-on"))
    for key, severity in settings.severity.items():
        yield Setting(f"check.severity.{key}", severity, spots.get(key))
    for number, override in enumerate(settings.overrides, 1):
        value = {**override.settings, "reason": override.reason}
        yield Setting(f"check.override[{number}]", value, str(override.place))
    for estate in settings.estates:
        yield from _estate(estate)
    for number, expectation in enumerate(settings.expectations, 1):
        yield Setting(f"expect[{number}]", expectation.settings, str(expectation.spot))


def _estate(estate: EstateConfig) -> Iterator[Setting]:
    head, origin = f"estate.{estate.name}", str(estate.place) if estate.place else None
    values = {
        "paths": list(estate.paths),
        "exclude": list(estate.exclude),
        "production": estate.production,
        "interaction-queues": None if estate.queues is None else list(estate.queues),
    }
    for key, value in values.items():
        yield Setting(f"{head}.{key}", value, _at(estate, key) if value not in (None, []) else None)
    for application in estate.applications:
        name = application.name or application.file or f"DBID {application.dbid}"
        declared = {
            key: value
            for key, value in application._asdict().items()
            if key not in ("place", "name") and value not in (None, key == "exported")  # which is true by default
        }
        yield Setting(f"{head}.application.{name}", declared, str(application.place) if application.place else origin)
    for cluster in estate.clusters:
        yield Setting(f"{head}.cluster.{cluster.name}", list(cluster.members), _at(estate, "cluster"))


def _at(estate: EstateConfig, key: str) -> str | None:
    place = estate.place
    return str(place._replace(where=(*place.where, key))) if place else None


def _shown(value: Any) -> str:
    if value is None:
        return "(not set)"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key.replace('_', '-')} = {_shown(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


@with_options()
def schema(
    *,
    of: Annotated[
        Literal["configuration", "waivers", "owners", "pack", "report"],
        typer.Option("--of", help="Of which kind of file."),
    ] = "configuration",
) -> int:
    """Print the JSON Schema of the configuration, or of waivers, owners, rule packs or reports."""
    sys.stdout.write(dumped(schema_of(of)))
    return OK
