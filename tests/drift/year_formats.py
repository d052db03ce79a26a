"""How many findings of each severity a report tells, read from every format that a comparison is written in."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

SEVERITIES = ("error", "warning", "note")
FORMATS = {
    "text": "txt",
    "concise": "concise",
    "jsonl": "jsonl",
    "sarif": "sarif",
    "junit": "junit",
    "gitlab": "gitlab",
    "github": "github",
    "markdown": "md",
    "html": "html",
}
Counts = tuple[int, ...]  # of each severity

_IN_WORDS = re.compile(r"(\d+) (error|warning|note)s?\b")


def outputs(stem: str) -> list[str]:
    """The arguments that write all formats beside the JSON report."""
    return [text for name, ending in FORMATS.items() for text in ("--output", f"{name}={stem}.{ending}")]


def counts_of(report: dict[str, object]) -> Counts:
    """Those of the JSON report."""
    summary = report["summary"]
    assert isinstance(summary, dict)
    return tuple(summary[f"{each}s"] for each in SEVERITIES)


def disagreeing(folder: Path, stem: str, report: dict[str, object]) -> dict[str, object]:
    """What other formats say, where that is not what JSON says. GitHub shows some, and says how many more there are."""
    texts = {name: (folder / f"{stem}.{ending}").read_text(encoding="utf-8") for name, ending in FORMATS.items()}
    counts = counts_of(report)
    said: dict[str, object] = {name: READ[name](texts[name]) for name in READ}
    wrong: dict[str, object] = {name: each for name, each in said.items() if each != counts}
    annotated = _annotations(texts["github"])
    if annotated != sum(counts):
        wrong["github"] = annotated
    wrong.update({f"exit code of {name}": code for name, code in _codes(texts).items() if code != report["exit_code"]})
    return wrong


def _codes(texts: dict[str, str]) -> dict[str, int]:
    """The exit code, where a format says it."""
    (run,) = json.loads(texts["sarif"])["runs"]
    (first,) = re.findall(r"\bexit (\d)$", texts["text"].splitlines()[0])
    (last,) = re.findall(r"Exit code (\d)", texts["html"])
    return {"sarif": run["invocations"][0]["exitCode"], "text": int(first), "html": int(last)}


def _counted(severities: Counter[str]) -> Counts:
    return tuple(severities[each] for each in SEVERITIES)


def _in_words(line: str) -> Counts:
    return _counted(Counter({severity: int(number) for number, severity in _IN_WORDS.findall(line)}))


def _of_text(text: str) -> Counts:
    return _in_words(text.splitlines()[0])


def _of_html(text: str) -> Counts:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", text)
    return _in_words(heading)


def _of_concise(text: str) -> Counts:
    return _counted(Counter(re.findall(r"^\S+:\d+:\d+: (\w+) GWE", text, re.MULTILINE)))


def _of_jsonl(text: str) -> Counts:
    return _counted(Counter(json.loads(line)["severity"] for line in text.splitlines()))


def _of_sarif(text: str) -> Counts:
    (run,) = json.loads(text)["runs"]
    return _counted(Counter(each["level"] for each in run["results"]))


def _of_gitlab(text: str) -> Counts:
    words = {"major": "error", "minor": "warning", "info": "note"}
    return _counted(Counter(words[each["severity"]] for each in json.loads(text)))


def _of_junit(text: str) -> Counts:
    """A test case holds a line for each finding of a rule in an estate."""
    failures = [each.text or "" for each in ET.fromstring(text).iter("failure")]
    return _counted(Counter(re.findall(r"^\S+:\d+:\d+: (\w+) ", "\n".join(failures), re.MULTILINE)))


READ = {
    "text": _of_text,
    "markdown": _of_text,
    "html": _of_html,
    "concise": _of_concise,
    "jsonl": _of_jsonl,
    "sarif": _of_sarif,
    "gitlab": _of_gitlab,
    "junit": _of_junit,
}


def _annotations(text: str) -> int:
    lines = [line for line in text.splitlines() if "gwe-lint did not check everything" not in line]
    more = sum(int(number) for number in re.findall(r"^(\d+) more$", text, re.MULTILINE))
    return sum(line.startswith("::") for line in lines) + more
