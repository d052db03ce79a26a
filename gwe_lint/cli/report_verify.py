"""``gwe-lint report verify``: make the run of a report again, and say what differs."""

import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Annotated, Any

import typer

from gwe_lint.cli.asked import DECIDES, from_root
from gwe_lint.cli.finish import FINDINGS, INCOMPLETE, OK
from gwe_lint.cli.options import ExportOptions
from gwe_lint.cli.show_options import AnswerOptions
from gwe_lint.cli.signature import Without, with_options
from gwe_lint.cli.streams import say
from gwe_lint.errors import Untrusted
from gwe_lint.findings.verification import Verification, verified
from gwe_lint.lazy import imported
from gwe_lint.paths import read_small
from gwe_lint.reports.text.verification import verification_as_json, verification_as_text
from gwe_lint.text import counted

_COMMANDS = ("check", "drift", "consistency", "compare", "simulate")
_CODES = {"confirmed": OK, "differs": FINDINGS, "partly": INCOMPLETE}


@with_options()
def verify(
    *,
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="A JSON report that gwe-lint wrote.")],
    exports: Annotated[ExportOptions, Without("exclude", "encoding")],
    answer: Annotated[AnswerOptions, Without("color")],
) -> int:
    """Make the run of a JSON report again, and confirm the report or say what differs.

    In the working directory in which the report was made; a PATH says where its exports lie now. Exit code 0
    where all is confirmed; 1 where exports, settings or findings differ; 2 where it cannot be verified. With 3
    nothing differs, as far as one can tell: a digest cannot be compared, or another version or pack finds the same.
    """
    shown = report.as_posix()
    data = _report_in(report, shown)
    before = data["provenance"]["arguments"]
    now = [from_root(path) for path in exports.paths] if exports.paths else before
    if len(now) != len(before):
        raise Untrusted([f"{shown}: it is about {counted(len(before), 'path')}, and {len(now)} are given"])
    again = _made_again(data, now, exports.hmac_key_file, shown)
    found = verified(data, _moved_back(again, dict(zip(now, before, strict=True))) if exports.paths else again)
    as_text = verification_as_json if answer.format == "json" else verification_as_text
    code = _CODES[found.verdict]
    sys.stdout.write(as_text(found, shown, data, code))
    _say_more(found, data)
    return code


def _say_more(found: Verification, data: Mapping[str, Any]) -> None:
    """Say what may be the reason for differences that the digests do not show."""
    waived = any(each["path"].endswith("waivers.toml") for each in data["provenance"]["files"])
    if found.verdict == "differs" and waived and "as_of" not in data:
        say("gwe-lint: the report has no day (--as-of): its waivers were judged as of today")


def _report_in(path: Path, shown: str) -> dict[str, Any]:
    """The report in a file. Raises ``Untrusted`` for one that is none, or does not say where it comes from."""
    try:
        data = json.loads(read_small(path, shown))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != "gwe-lint/1":
        raise Untrusted([f"{shown}: not a JSON report of gwe-lint: write one with --output json=FILE"])
    if "provenance" not in data:
        raise Untrusted([f"{shown}: it does not say where it comes from, and so cannot be verified"])
    if not _is_whole(data):
        raise Untrusted([f"{shown}: it is damaged: name a report as gwe-lint wrote it"])
    return data


def _is_whole(data: Mapping[str, Any]) -> bool:
    """True where all is there that is compared, each of its type."""
    origin, tool = data["provenance"], data.get("tool")
    if not isinstance(origin, dict) or not isinstance(tool, dict) or not isinstance(tool.get("version"), str):
        return False
    lists = [origin.get(key) for key in ("packs", "files", "inputs")]
    rows = [row for each in lists if isinstance(each, list) for row in each]
    findings, arguments = data.get("findings"), origin.get("arguments")
    return (
        data.get("command") in _COMMANDS
        and all(isinstance(each, list) for each in (*lists, findings, arguments))
        and all(isinstance(row, dict) and isinstance(row.get("path"), str) and _is_digest(row) for row in rows)
        and all(isinstance(row, dict) and _is_finding(row) for row in findings or ())
        and all(isinstance(each, str) for each in arguments or ())
        and isinstance(origin.get("options"), dict)
    )


def _is_digest(row: Mapping[str, Any]) -> bool:
    return "digest" in row and isinstance(row["digest"], str | None)


def _is_finding(row: Mapping[str, Any]) -> bool:
    return all(isinstance(row.get(key), str) for key in ("fingerprint", "rule", "name", "message", "path"))


def _made_again(data: Mapping[str, Any], arguments: Sequence[str], key: Path | None, shown: str) -> dict[str, Any]:
    """The same run, made now, as its JSON. Raises ``Untrusted`` where it ends without a report."""
    options = [*_options(data, shown), *([f"--hmac-key-file={key}"] if key else [])]
    out, err = io.StringIO(), io.StringIO()
    main = imported("gwe_lint.cli.main:main")  # which has this command
    with redirect_stdout(out), redirect_stderr(err):
        main([data["command"], *options, "--format=json", "--quiet", "--", *arguments])
    try:
        again: dict[str, Any] = json.loads(out.getvalue())
    except ValueError:
        why = [line.removeprefix("gwe-lint: error: ") for line in err.getvalue().splitlines()]
        raise Untrusted([f"{shown}: the run cannot be made again: {line}" for line in why]) from None
    return again


def _options(data: Mapping[str, Any], shown: str) -> Iterator[str]:
    """The options of the run. Raises ``Untrusted`` for one that no report has: a report may come from anybody."""
    given = dict(data["provenance"]["options"])
    if "as_of" in data:
        given["as-of"] = data["as_of"]
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if name not in DECIDES or not all(isinstance(each, str | int) for each in values):
            raise Untrusted([f"{shown}: {name!r} is no option by which a report is made: it is damaged"])
        yield from (f"--{name}" if each is True else f"--{name}={each}" for each in values)


def _moved_back(value: Any, moved: Mapping[str, str]) -> Any:
    """The report, whose paths below one of those that moved are as they were, in sentences too."""
    if isinstance(value, list):
        return [_in_words(each, moved) if isinstance(each, str) else _moved_back(each, moved) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _former(each, moved) if key == "path" and isinstance(each, str) else _moved_back(each, moved)
        for key, each in value.items()
    }


def _in_words(sentence: str, moved: Mapping[str, str]) -> str:
    return " ".join(_former(word, moved) for word in sentence.split(" "))


def _former(path: str, moved: Mapping[str, str]) -> str:
    for now, before in moved.items():
        if path == now or path.startswith(f"{now}/"):
            return f"{before}{path.removeprefix(now)}"
    return path
