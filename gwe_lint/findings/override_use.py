"""Which overrides of a configuration are of use: where one fits nothing, and how many findings each decided."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gwe_lint.catalogue.fact import ANY
from gwe_lint.config.overrides import Override, option_text
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.model import FACETS, Application, Hit, Place
from gwe_lint.estate.selectors import Selector, fits
from gwe_lint.findings.finding import Finding
from gwe_lint.findings.overrides import Overrides, fits_any, fits_file
from gwe_lint.suggest import meant
from gwe_lint.text import listed, quoted

_HELP = "correct it, or remove it: what it was for is judged by the other settings now"


class OverrideUse(NamedTuple):
    """An override, how many findings it decided something of, and how many it left out."""

    path: str
    line: int
    reason: str
    decided: int
    ignored: int


def uses_of(overrides: Overrides, findings: Iterable[Finding], ignored: Iterable[Finding]) -> tuple[OverrideUse, ...]:
    """The use of each override, in the order of the configuration."""
    numbers = {id(row): number for number, row in enumerate(overrides.rows)}
    counts = [[0, 0] for _ in overrides.rows]
    for kind, some in enumerate((findings, ignored)):
        for finding in some:
            for row in finding.overrides:
                counts[numbers[id(row)]][kind] += 1
    return tuple(
        OverrideUse(row.path, row.line, row.reason, *count) for row, count in zip(overrides.rows, counts, strict=True)
    )


def unused_hits(overrides: Overrides, estates: Sequence[Estate], findings: Sequence[Finding]) -> Iterator[Hit]:
    """A hit for each pattern of an override that fits nothing; ``findings`` has all, the ignored ones included.

    Nothing is said of a pattern where what it may be for was not read.
    """
    for number, row in enumerate(overrides.rows):
        for key, text, problem in _patterns_without_use(row, overrides, estates, findings):
            spot = row.at(key)
            yield Hit(
                message=f"override for {key} {quoted(text)}: {problem}",
                place=Place(row.path, spot.file.line(spot.where)),
                help=_HELP,
                discriminator=f"{number} {key} {text}",
                at_most=None if overrides.estates else "note",  # other runs may have other estates
            )


def _patterns_without_use(
    row: Override, overrides: Overrides, estates: Sequence[Estate], findings: Sequence[Finding]
) -> Iterator[tuple[str, str, str]]:
    """The key and the text of each pattern that fits nothing, with what is wrong; the first key with one ends it."""
    names = overrides.estates or tuple(estate.name for estate in estates)
    here = [estate for estate in estates if not row.estates or fits_any(row.estates, estate.name)]
    named = [name for name in names if not row.estates or fits_any(row.estates, name)]
    lost = [
        ("estates", text, f"no estate {_of_this_run(overrides)}is called so{meant(text, names)}")
        for text in row.estates
        if not fits_any((text,), *names)
    ]
    if lost or len(named) > len(here):  # the others were not read
        yield from lost
        return
    where = f"estate {listed(named)}" if row.estates else "any estate"
    applications = [application for estate in here for application in estate.applications]
    called = tuple(dict.fromkeys(application.name for application in applications))
    lost = [
        ("applications", text, f"no application of {where} is called so{meant(text, called)}")
        for text in row.applications
        if not fits_any((text,), *called)
    ]
    lost = lost or list(_files_without_use(row, overrides, here, where))
    yield from lost or _options_without_use(row, overrides, here, applications, findings)


def _of_this_run(overrides: Overrides) -> str:
    return "" if overrides.estates else "of this run "


def _files_without_use(
    row: Override, overrides: Overrides, estates: Iterable[Estate], where: str
) -> Iterator[tuple[str, str, str]]:
    paths = {document.path for estate in estates for document in estate.documents}
    paths |= {file.path for estate in estates for file in estate.left_out}
    for text in row.files:
        alone = row._replace(files=(text,))
        if not any(fits_file(alone, path, overrides.root) for path in paths):
            yield "files", text, f"no file of {where} fits it"


def _options_without_use(
    row: Override,
    overrides: Overrides,
    estates: Sequence[Estate],
    applications: Sequence[Application],
    findings: Sequence[Finding],
) -> Iterator[tuple[str, str, str]]:
    """The patterns of options that no application has, set or documented; none where one was not read whole."""
    meant_applications = [
        each
        for each in applications
        if (not row.applications or fits_any(row.applications, each.name))
        and (not row.files or fits_file(row, each.path, overrides.root))
    ]
    if not meant_applications and row.applications and row.files:
        yield "files", listed(row.files), "no application that it is for is in such a file"
        return
    unread = {finding.hit.place.path for finding in findings if finding.rule in overrides.not_whole}
    for option in row.options:
        some = [each for each in meant_applications if option.app in (ANY, each.type)]
        unknown = any(each.completeness in ("none", "delta", "selection") or each.path in unread for each in some)
        if unknown or option.section in FACETS or _is_there(option, some, estates, findings):
            continue
        who = "application" if option.app == ANY else option.app
        yield "options", option_text(option), f"no {who} that it is for has or knows such an option"


def _is_there(
    option: Selector, applications: Iterable[Application], estates: Sequence[Estate], findings: Iterable[Finding]
) -> bool:
    """True where an application has the option, or documentation knows it, or a finding is about it."""
    if any(next(option.found_in(each), None) for each in applications):
        return True
    known = (
        (section, name)
        for type in {each.type for each in applications}
        for section, options in estates[0].catalogue.sections(type).items()
        for name in options
    )
    if any(fits(option.section, section) and fits(option.option, name) for section, name in known):
        return True
    meant_ones = {(each.path, each.name) for each in applications}
    places = (each.hit.place for each in findings if (each.hit.place.path, each.hit.place.application) in meant_ones)
    return any(fits(option.section, each.section or "") and fits(option.option, each.option or "") for each in places)
