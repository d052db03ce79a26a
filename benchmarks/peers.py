"""Linters of other configuration beside gwe-lint: their start on one small file, and what one more setting costs.

Each gets the same settings in its own format. They check other things, so that this compares what people wait for,
and not how good the programs are. ``make bench`` installs them apart from the project; ``--bin`` is where.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from estate import Sections, as_cfg, made_sections
from process import GWE_LINT, taken_by

SMALL, LARGE = 4, 800  # sections of 25 settings
RUNS = 5


class Peer(NamedTuple):
    """A program, how settings are written for it, and the arguments that have it check a file."""

    name: str
    kind: str
    ending: str
    written: Callable[[Sections], str]
    arguments: Callable[[Path], Iterable[object]]
    share: float = 1.0  # of the large file's sections, for those that would take minutes


class Measured(NamedTuple):
    """What a program takes: seconds of processor time, and bytes at most."""

    start: float
    setting: float
    peak: int


def main() -> int:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--bin", type=Path, required=True, help="the folder of programs of the environment with them"
    )
    bin = arguments.parse_args().bin.resolve()
    ours = None
    print("| program | what it is | start | one more setting | peak memory |\n| --- | --- | --- | --- | --- |")
    for peer in PEERS:
        program = GWE_LINT if peer.name == "gwe-lint" else bin / peer.name
        taken = measured(peer, program)
        ours = ours or taken
        start, setting = taken.start / ours.start, taken.setting / ours.setting
        what = f"{peer.name} {_version(program)} | {peer.kind}"
        print(f"| {what} | {start:.1f} | {setting:.1f} | {taken.peak / 1e6:.0f} MB |", flush=True)
    return 0


def measured(peer: Peer, program: Path) -> Measured:
    """The medians of some runs: of a small file, and of what each setting of a large one costs beyond that."""
    with TemporaryDirectory() as folder:
        files = []
        for name, sections in (("small", SMALL), ("large", max(SMALL * 2, int(LARGE * peer.share)))):
            made = made_sections(1, sections, 25, 5)
            path = Path(folder, f"{name}{peer.ending}")
            path.write_text(peer.written(made), encoding="utf-8")
            files.append((path, sections * 25))
        (Path(folder) / "schema.json").write_text(json.dumps(_SCHEMA), encoding="utf-8")
        runs: list[list[float]] = [[], []]
        peak = 0
        for turn in range(RUNS + 1):
            for (path, _), times in zip(files, runs, strict=True):
                command = [str(part) for part in (program, *peer.arguments(path))]
                taken = taken_by(command, silent=False)
                peak = max(peak, taken.peak)
                if turn:
                    times.append(taken.busy)
    small, large = (statistics.median(times) for times in runs)
    (_, few), (_, many) = files
    return Measured(small, (large - small) / (many - few), peak)


def _version(program: Path) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return (done.stdout or done.stderr).split()[-1]


def _as_yaml(sections: Sections) -> str:
    lines = ["---"]
    for section, options in sections.items():
        lines += [
            f"{section}:",
            *(f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in options.items()),
        ]
    return "\n".join(lines) + "\n"


def _as_json(sections: Sections) -> str:
    return json.dumps(sections, ensure_ascii=False, indent=2)


def _as_stack(sections: Sections) -> str:
    """A template of CloudFormation with a mapping for each section."""
    mappings = {
        section.replace("-", ""): {
            "settings": {name.replace("-", ""): each or "none" for name, each in options.items()}
        }
        for section, options in sections.items()
    }
    topic = {"Topic": {"Type": "AWS::SNS::Topic"}}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Mappings": mappings, "Resources": topic}, indent=2)


_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "patternProperties": {"^agent-": {"type": "string", "maxLength": 200}, "^chat-": {"type": "string"}},
        "additionalProperties": {"type": "string"},
    },
}
_NO_LINE_IS_TOO_LONG = "{extends: default, rules: {line-length: disable}}"

PEERS = (
    Peer("gwe-lint", "this", ".cfg", as_cfg, lambda path: ("check", "--isolated", "--allow-empty", path)),
    Peer("yamllint", "style of YAML", ".yaml", _as_yaml, lambda path: ("-d", _NO_LINE_IS_TOO_LONG, path)),
    Peer(
        *("check-jsonschema", "JSON against a schema", ".json", _as_json),
        lambda path: ("--schemafile", path.with_name("schema.json"), path),
    ),
    Peer(
        "detect-secrets", "secrets in files", ".cfg", as_cfg, lambda path: ("scan", "--all-files", "--no-verify", path)
    ),
    Peer(
        *("cfn-lint", "templates of CloudFormation", ".json", _as_stack),
        lambda path: ("--ignore-checks", "W", "I", "--", path),
        0.2,  # a template has at most 200 mappings
    ),
)


if __name__ == "__main__":
    sys.exit(main())
