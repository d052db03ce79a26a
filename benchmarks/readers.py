"""What the readers take, time and memory, as ratios to the standard library's own parser on the same bytes.

With ``--big``: the peak memory of reading one file of about 1 GB, as a ratio to its size. README.md has more.
"""

import argparse
import configparser
import csv
import gc
import io
import json
import re
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import estate
from estate import Sections

from gwe_lint.exports.formats import reader_of
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.rules.selection import load_packs

APPLICATIONS = 20
KINDS = 5  # of applications; those of one kind have options of the same names
SECTIONS = 200  # of each application
OPTIONS = 25  # of each section
ALL_OPTIONS = APPLICATIONS * SECTIONS * OPTIONS
PAIRS = 3
GB = 1_000_000_000  # bytes; gwe-lint reads no file above 1 GiB
# The smaller one of cfg has nearly as many lines as are read at all: the most that is kept of any file of this form.
BIG = (
    *(("cfg", GB), ("cfg", GB // 5), ("database", GB), ("database-json", GB)),
    *(("confdata", GB), ("gax-line", GB), ("gax-one", GB)),
)
BIG_BAR = 10.0
SMALL = 6  # sections of the file that is read alone
READS = 1000  # of it
BARS = {"configparser": 0.5, "xml.etree.ElementTree": 3.0, "json": 4.0, "csv": 4.0}  # of time, by the other parser
ONE_FILE_BAR = 1.0
CATALOGUE = load_packs().catalogue


class Application(NamedTuple):
    """A made application."""

    number: int
    sections: Sections

    @property
    def name(self) -> str:
        """Its name."""
        return f"Server_{self.number:03}"

    @property
    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Section, name and value of each option."""
        for section, options in self.sections.items():
            for name, value in options.items():
                yield section, name, value


class Format(NamedTuple):
    """How applications are written in a format, and which parser its reader is measured by."""

    name: str
    reader: str
    written: Callable[[Application], str]
    against: str
    parse: Callable[[bytes], object]
    opening: str = ""
    between: str = ""
    closing: str = ""
    single: bool = False  # one application a file

    def files(self) -> list[bytes]:
        """All applications in this format."""
        texts = [self.written(application) for application in islice(applications(), APPLICATIONS)]
        wholes = texts if self.single else [self.between.join(texts)]
        return [f"{self.opening}{whole}{self.closing}".encode() for whole in wholes]


def main() -> int:
    """Print the ratios; 1 when a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--big", action="store_true", help="read files of about 1 GB, for their peak memory")
    arguments.add_argument("--read", nargs=2, help=argparse.SUPPRESS)  # one of these files: its format and its path
    given = arguments.parse_args()
    gc.disable()  # as gwe-lint does
    if given.read:
        return read_big(*given.read)
    return big() if given.big else small()


def small() -> int:
    """A line for each format, and one for a small file alone; 1 when a bar is missed."""
    contests = {}
    for format in FORMATS:
        files = format.files()
        contests[format] = partial(read, format, files), partial(parse, format, files)
    ratios = times(list(contests.values()))
    missed = 0
    print(f"{'':<14}{'against':<26}{'time':>6}{'bar':>7}{'peak':>7}{'kept':>7}   kept for an option")
    for (format, (ours, other)), ratio in zip(contests.items(), ratios, strict=True):
        (kept, peak), (other_kept, other_peak) = memory(ours), memory(other)
        bar = BARS[format.against]
        missed += ratio > bar
        line = f"{format.name:<14}{format.against:<26}{ratio:>6.2f}{bar:>7.2f}{peak / other_peak:>7.2f}"
        line += f"{kept / other_kept:>7.2f}   {kept / ALL_OPTIONS:.0f} bytes"
        print(f"{line}{'; missed' if ratio > bar else ''}", flush=True)
    return int(missed + one_file() > 0)


def one_file() -> bool:
    """True where the bar of one small file is missed: each time with a redactor that knows nothing yet."""
    data = estate.as_cfg(estate.made_sections(1, SMALL, OPTIONS, KINDS)).encode()
    ratios = []
    for _ in range(10):
        redactors = [Redactor(CATALOGUE) for _ in range(READS // 10)]
        ours = seconds(partial(read_each, data, redactors))
        other = seconds(partial(parse_each, data, len(redactors)))
        ratios.append(ours / other)
    ratio = statistics.median(ratios)
    verdict = "missed" if ratio > ONE_FILE_BAR else "kept"
    what = f"one CFG file of {SMALL * OPTIONS} options alone, {READS:,} reads"
    print(f"{what}: {ratio:.2f}; {verdict}: at most {ONE_FILE_BAR:.2f}")
    return ratio > ONE_FILE_BAR


def read_each(data: bytes, redactors: list[Redactor]) -> object:
    """The file as each of these redactors has it read."""
    return [reader_of("cfg")(data, "made", each) for each in redactors]


def parse_each(data: bytes, reads: int) -> object:
    """The same file, parsed so many times."""
    return [parse_cfg(data) for _ in range(reads)]


Work = Callable[[], object]


def times(contests: list[tuple[Work, Work]]) -> list[float]:
    """The median of the ratios of each contest. All take turns, and the first turn only warms up."""
    ratios: list[list[float]] = [[] for _ in contests]
    for turn in range(PAIRS + 1):
        for (ours, other), found in zip(contests, ratios, strict=True):
            first, second = (ours, other) if turn % 2 else (other, ours)
            taken = {work: seconds(work) for work in (first, second)}
            if turn:
                found.append(taken[ours] / taken[other])
    return [statistics.median(found) for found in ratios]


def seconds(work: Work) -> float:
    """How long it keeps the processor busy; what is read is let go only afterwards."""
    gc.collect()
    begun = time.process_time()
    result = work()
    taken = time.process_time() - begun
    del result
    return taken


def memory(work: Work) -> tuple[int, int]:
    """The bytes that its result keeps, and the most that there were on the way; those of the files do not count."""
    gc.collect()
    tracemalloc.start()
    result = work()
    gc.collect()
    traced = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return traced


def read(format: Format, files: list[bytes]) -> object:
    """All that gwe-lint keeps of these files. What it learnt of names counts too, since one run keeps it to the end."""
    redactor = Redactor(CATALOGUE)
    documents = [reader_of(format.reader)(data, "made", redactor) for data in files]
    options = sum(export.size for document in documents for export in document.exports)
    problems = {kind for document in documents for kind in problems_of(document)} - {"lossy-format"}
    if options != ALL_OPTIONS or problems:
        sys.exit(f"{format.name}: {options:,} of {ALL_OPTIONS:,} options, problems: {sorted(problems)}")
    return redactor, documents


def problems_of(document: Document) -> set[str]:
    """The kinds of all problems of a file."""
    return {
        problem.kind
        for problems in (document.problems, *(export.problems for export in document.exports))
        for problem in problems
    }


def parse(format: Format, files: list[bytes]) -> object:
    """All that the other parser makes of these files."""
    return [format.parse(data) for data in files]


def big() -> int:
    """A line for each big file; 1 when one takes too much memory."""
    formats = {format.name: format for format in FORMATS}
    missed = 0
    for name, least in BIG:
        with TemporaryDirectory() as folder:
            path = Path(folder, "big")
            make_big(path, formats[name], least)
            size = path.stat().st_size
            command = [sys.executable, __file__, "--read", name, str(path)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        peak, how = done.stdout.strip().split(maxsplit=1)
        ratio = int(peak) / size
        verdict = f"{'missed' if ratio >= BIG_BAR else 'kept'}: below {BIG_BAR:.0f}"
        print(f"{name:<10}{size / GB:.2f} GB, peak memory {ratio:.2f} times that; {verdict}; {how}", flush=True)
        missed += ratio >= BIG_BAR
    return int(missed > 0)


def make_big(path: Path, format: Format, least: int) -> None:
    """A file of this many bytes: as many applications as that takes, or a single one with sections of as many."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(format.opening)
        for number, sections in applications():
            names = {f"{name}.{number}": each for name, each in sections.items()} if format.single else sections
            written += file.write(format.written(Application(number, names)))
            if written > least:
                break
            file.write(format.between)
        file.write(format.closing)


def read_big(name: str, path: str) -> int:
    """Read one file, and print the most memory that this process had, in bytes, and how far the reader came."""
    from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415  not on Windows

    (format,) = (each for each in FORMATS if each.name == name)
    data = Path(path).read_bytes()
    document = reader_of(format.reader)(data, path, Redactor(CATALOGUE))
    problems = problems_of(document)
    if problems - {"not-read"}:
        sys.exit(f"{name}: problems: {sorted(problems)}")
    options = sum(export.size for export in document.exports)
    how = "said that it was not read to its end" if problems else "read to its end"
    peak = getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(peak, f"{options:,} options, {how}")
    return 0


def applications() -> Iterator[Application]:
    """Applications without end, always the same. Nothing in them is wrong, and nothing looks like a secret."""
    made = [estate.made_sections(number, SECTIONS, OPTIONS, KINDS) for number in range(APPLICATIONS)]
    return (Application(number + 1, made[number % APPLICATIONS]) for number in count())


def as_cfg(application: Application) -> str:
    """The option export of Genesys Administrator."""
    return estate.as_cfg(application.sections)


def as_csv(application: Application) -> str:
    """Rows of the option export of GAX."""
    return csv_of(("UPDATE", *row) for row in application.rows)


def as_database(application: Application) -> str:
    """Rows of the table of options."""
    dbid = str(application.number)
    return csv_of((dbid, "9", section, name, "1", value) for section, name, value in application.rows)


def as_database_json(application: Application) -> str:
    """The same rows as JSON."""
    dbid = str(application.number)
    return ",\n".join(
        json_of({"object_dbid": dbid, "section": section, "opt": name, "part": 1, "val": value}, None)
        for section, name, value in application.rows
    )


def csv_of(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def as_cfgdata(application: Application) -> str:
    """An application of an import file."""
    return (
        f'    <CfgServer id="Srv{application.number}" name="{application.name}" type="59" state="1">\n'
        '      <tenantDBIDs>\n        <CfgAppTenant linkDBID="Environment" />\n      </tenantDBIDs>\n'
        f"{lists_of(application.sections)}    </CfgServer>\n"
    )


def as_confdata(application: Application) -> str:
    """An application as Configuration Server tells of it."""
    return (
        f'  <CfgApplication>\n    <DBID value="{application.number}" />\n    <name value="{application.name}" />\n'
        '    <type value="59" />\n    <tenantDBIDs>\n      <DBID value="101" />\n    </tenantDBIDs>\n'
        f'{lists_of(application.sections)}    <state value="1" />\n  </CfgApplication>\n'
    )


def as_log(application: Application) -> str:
    """The same in a log."""
    said = "".join(f"2024-01-01T10:00:{second:02}.000 Std 04541 Message received\n" for second in range(50))
    return f"{said}<ConfData>\n{as_confdata(application)}</ConfData>\n"


def lists_of(sections: Sections) -> str:
    """Options as both forms of XML have them."""
    lists = "".join(
        f"        <list_pair key={quoteattr(section)}>\n{pairs_of(options)}        </list_pair>\n"
        for section, options in sections.items()
    )
    return f"      <options>\n{lists}      </options>\n"


def pairs_of(options: dict[str, str]) -> str:
    """The options of a section."""
    return "".join(
        f"          <str_pair key={quoteattr(name)} value={quoteattr(value)} />\n" for name, value in options.items()
    )


def as_gax(application: Application, indent: int | None) -> str:
    """An application of the interface of GAX."""
    return json_of(
        {
            "type": "CfgApplication",
            "subtype": "CFGChatServer",
            "dbid": str(application.number),
            "name": application.name,
            "state": "CFGEnabled",
            "tenantdbids": {"id": [{"dbid": "101"}], "mode": ""},
            "options": {"property": properties_of(application)},
        },
        indent,
    )


def as_gax_properties(application: Application) -> str:
    """Options of an application of the interface of GAX, one of many such lists."""
    return json_of(properties_of(application), None)[1:-1]


def properties_of(application: Application) -> list[dict[str, str]]:
    """Options as GAX has them."""
    return [{"section": section, "key": name, "value": value} for section, name, value in application.rows]


def as_mutagen(application: Application) -> str:
    """An application of mutagen: maps of maps."""
    return json_of({"name": application.name, "tenants": ["Acme"], "options": application.sections}, 2)


def as_raw(application: Application) -> str:
    """The XML turned into JSON: texts that look like numbers or truth values have become some."""
    lists = [
        {"key": section, "str_pair": [{"key": name, "value": coerced(value)} for name, value in options.items()]}
        for section, options in application.sections.items()
    ]
    options = {"list_pair": lists}
    return json_of({"DBID": application.number, "name": application.name, "type": 59, "options": options}, 2)


def coerced(value: str) -> str | int | bool:
    """A value as RAW has it."""
    return int(value) if value.isdigit() else value == "true" if value in ("true", "false") else value


def json_of(value: object, indent: int | None) -> str:
    """JSON, over lines, or without any blank."""
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def parse_cfg(data: bytes) -> object:
    """As nearly right as the standard library reads an export."""
    parser = configparser.RawConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.read_string(data.decode())
    return parser


def parse_csv(data: bytes) -> object:
    """All rows as maps."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def parse_log(data: bytes) -> object:
    """The trees of the XML in a log, found without reading what is around it."""
    return [ElementTree.fromstring(found) for found in re.findall(rb"(?s)<ConfData>.*?</ConfData>", data)]


def without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The members of an object, none of which may stand twice."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


_XML = ("xml.etree.ElementTree", ElementTree.fromstring)
_JSON = ("json", partial(json.loads, object_pairs_hook=without_duplicates))
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_METADATA = '{"__metadata__": {"formatName": "%s", "formatVersion": "1.0.0"}, "%s": ['

FORMATS = (
    Format("cfg", "cfg", as_cfg, "configparser", parse_cfg, single=True),
    Format("csv", "csv", as_csv, "csv", parse_csv, "Action,Section,Option,Value\n", single=True),
    Format("database", "csv", as_database, "csv", parse_csv, "object_dbid,object_type,section,opt,part,val\n"),
    Format("database-json", "json", as_database_json, *_JSON, "[\n", ",\n", "\n]\n"),
    Format(
        *("cfgdata", "xml", as_cfgdata, *_XML),
        opening=f'{_DECLARATION}<CfgData xmlns="http://www.genesyslab.com/cs">\n  <CfgReference>\n'
        '    <CfgProviderTenantRef id="Environment" name="Environment" />\n  </CfgReference>\n  <CfgCreate>\n',
        closing="  </CfgCreate>\n</CfgData>\n",
    ),
    Format("confdata", "xml", as_confdata, *_XML, f"{_DECLARATION}<ConfData>\n", "", "</ConfData>\n"),
    Format("log", "log", as_log, _XML[0], parse_log),
    Format("gax", "json", partial(as_gax, indent=2), *_JSON, "[\n", ",\n", "\n]\n"),
    Format("gax-line", "json", partial(as_gax, indent=None), *_JSON, "[", ",", "]"),
    Format(
        *("gax-one", "json", as_gax_properties, *_JSON),
        opening='[{"type":"CfgApplication","dbid":"101","name":"Server_001","options":{"property":[',
        between=",",
        closing="]}}]",
        single=True,
    ),
    Format("mutagen", "json", as_mutagen, *_JSON, _METADATA % ("JSON", "applications"), ",\n", "]}\n"),
    Format("mutagen-raw", "json", as_raw, *_JSON, _METADATA % ("RAW", "CFGApplication"), ",\n", "]}\n"),
)


if __name__ == "__main__":
    sys.exit(main())
