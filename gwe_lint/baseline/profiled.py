"""An application of a baseline, as its own file and its profile say it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from gwe_lint.baseline.reader import BaselineFile
from gwe_lint.drift.subject import Key
from gwe_lint.estate.model import Application
from gwe_lint.exports.detect import gax_name
from gwe_lint.exports.records import BASELINE, Deleted, Export, Header, Option, Record, Section


class ProfiledApplication(NamedTuple):
    """An application with the options of its profile. ``file`` is the name of its own file."""

    file: str
    estate: str
    cluster: str
    application: Application
    unset: tuple[Deleted, ...]


def with_profile(name: str, file: BaselineFile, profile: BaselineFile | None, source: str) -> ProfiledApplication:
    """The application with its own options and those of its profile. The latter stand in the line that names it."""
    assert file.application
    line = file.file.line(("profile",))
    profile_options = profile.options if profile else {}
    options = {
        key: option._replace(line=line) for key, option in profile_options.items() if key not in file.unset
    } | file.options
    ruled_out = {key: each._replace(line=line) for key, each in (profile.unset if profile else {}).items()}
    unset = {key: each for key, each in (ruled_out | file.unset).items() if key not in file.options}
    own_sections = {section for section, _ in file.options}
    sections = _sections(
        options, lambda section: file.file.line(("options", section)) if section in own_sections else line
    )
    records: list[Record] = [*unset.values(), *options.values()]
    annex = None if file.annex is None else _sections(file.annex, lambda section: file.file.line(("annex", section)))
    export = Export(
        file.file.path,
        BASELINE,
        file.completeness,
        tuple(records),
        sections,
        (),
        len(options),
        annex=annex,
        source=source,
    )
    by_file = is_named_by_file(file.application.name, file.application.dbid)
    application = file.application._replace(export=export, named_by_file=by_file)
    return ProfiledApplication(name, file.estate, file.cluster, application, tuple(unset.values()))


def is_named_by_file(name: str, dbid: int | None) -> bool:
    """True for the name of an application that was made of the name of its file, or of its DBID."""
    return gax_name(f"{name}.cfg") is not None or name == f"DBID {dbid}"


def _sections(options: Mapping[Key, Option], line_of: Callable[[str], int]) -> dict[str, Section]:
    """The options by section; ``line_of`` gives the line of a section's header."""
    sections: dict[str, Section] = {}
    for (section, name), option in sorted(options.items()):
        if section not in sections:
            sections[section] = Section(Header(section, line_of(section), 1, 1), {})
        sections[section].options[name] = option
    return sections
