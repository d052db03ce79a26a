"""Memory that reading takes, in every form: of a process of its own, above that of a run on next to nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gwe_lint.exports.formats import FORMATS, MOST_OF_EXPORTS
from gwe_lint.exports.readers.builder import MOST_OPTIONS
from tests.builders import WRITERS, App, Sections
from tests.conftest import Run, Write

SIZE = 2_000_000  # bytes of a file
# The peak of the process alone: resource.getrusage() begins with that of the process which started it.
MEASURED = """
import gc, sys
from gwe_lint.cli.main import main
gc.disable()
out, sys.stdout, sys.stderr = sys.stdout, open("/dev/null", "w"), open("/dev/null", "w")
code = main(["check", sys.argv[1], "--isolated"])
try:
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (10 if sys.platform == "darwin" else 0)
print(code, peak * 1024, file=out)
"""


def realistic(count: int) -> Sections:
    """Options with names and values as in real life."""
    return {
        f"section-{number}": {
            f"option-name.of-{number}-number-{each}": f"/var/log/genesys/application/value number {each} of {number}"
            for each in range(100)
        }
        for number in range(count // 100)
    }


def shortest_options(count: int) -> Sections:
    return {"s": {f"{number:x}": "1" for number in range(count)}}


def shortest_sections(count: int) -> Sections:
    return {f"{number:x}": {"a": "1"} for number in range(count)}


def written(writer: str, make: Callable[[int], Sections], count: int, folder: Path) -> int:
    """Write an application with so many options below the folder, and give the size of the files."""
    folder.mkdir()
    for name, text in WRITERS[writer]((App("Chat_1", 59, 101, make(count)),)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def peak(folder: Path) -> int:
    """The peak of memory of a check of this folder, in bytes."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", MEASURED, folder.name],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    code, size = map(int, done.stdout.split())
    assert code in (0, 1, 3)
    return size


@pytest.fixture
def above(tmp_path: Path) -> Callable[[str, Callable[[int], Sections]], tuple[int, int, int]]:
    """Bytes of a file, how many options it has, and memory above that of a run on one option."""

    def measured(writer: str, make: Callable[[int], Sections]) -> tuple[int, int, int]:
        each = written(writer, make, 2_000, tmp_path / "small") / 2_000
        count = int(SIZE / each) // 100 * 100
        size = written(writer, make, count, tmp_path / "large")
        written(writer, shortest_options, 1, tmp_path / "empty")
        return size, count, peak(tmp_path / "large") - peak(tmp_path / "empty")

    return measured


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_memory_stays_below_twenty_times_a_file(
    writer: str, above: Callable[[str, Callable[[int], Sections]], tuple[int, int, int]]
) -> None:
    size, _, memory = above(writer, realistic)
    assert memory > size / 4  # else nothing was read
    assert memory < 20 * size


@pytest.mark.slow
@pytest.mark.parametrize("make", [shortest_options, shortest_sections])
@pytest.mark.parametrize("writer", ["cfg", "csv", "confdata", "cfgdata", "gax", "dump", "mutagen", "raw", "database"])
def test_the_limit_of_options_keeps_a_file_below_two_gigabytes(
    writer: str,
    make: Callable[[int], Sections],
    above: Callable[[str, Callable[[int], Sections]], tuple[int, int, int]],
) -> None:
    size, count, memory = above(writer, make)
    things = count if make is shortest_options else 2 * count  # a section of its own with each option
    reached = MOST_OPTIONS / things if writer != "cfg" or make is shortest_options else MOST_OPTIONS / (3 * count)
    text = FORMATS["xml" if writer in ("confdata", "cfgdata") else "cfg"].most_bytes
    assert memory * min(reached, text / size) < 2_000_000_000


@pytest.mark.parametrize(("name", "row"), [(name, row) for name, row in FORMATS.items() if row.endings])
def test_a_file_beyond_the_limit_of_its_format_is_refused(
    estate: Write, run: Run, name: str, row: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = {"xml": "<ConfData>", "json": '[{"type": "CfgApplication"}]', "csv": "Action,Section,Option,Value\n"}
    path = f"e/x{FORMATS[name].endings[0]}"
    folder = estate({path: begin.get(name, "[endpoints:1]\nwebme=Q\n")})
    with (folder / path).open("ab") as file:
        file.truncate(FORMATS[name].most_bytes + 1)
    ran = run("check", "e")
    assert 2 == ran.code
    assert f"{path}: larger than {FORMATS[name].most_bytes >> 20} MiB" in ran.err


def test_no_file_is_read_beyond_the_largest_limit(estate: Write, run: Run) -> None:
    folder = estate({"e/Chat.cfg": "[endpoints:1]\nwebme=Q\n", "e/x.log": "<ConfData>"})
    with (folder / "e/x.log").open("ab") as file:
        file.truncate(MOST_OF_EXPORTS + 1)
    ran = run("check", "e")
    assert (0, True) == (ran.code, "left out: this is a file larger than 256 MiB" in ran.out)


@pytest.mark.parametrize("writer", [name for name in WRITERS if name not in ("cfg", "log")])
@pytest.mark.parametrize("make", [shortest_options, shortest_sections])
def test_a_file_with_too_many_options_or_sections_is_read_up_to_there(
    estate: Write, run: Run, monkeypatch: pytest.MonkeyPatch, writer: str, make: Callable[[int], Sections]
) -> None:
    for module in ("builder", "database_rows", "xml_pairs"):
        monkeypatch.setattr(f"gwe_lint.exports.readers.{module}.MOST_OPTIONS", 20)
    estate({f"e/{name}": text for name, text in WRITERS[writer]((App("Chat_1", 59, 101, make(30)),)).items()})
    ran = run("check", "e", "-f", "concise")
    assert 1 == ran.code, ran.out
    assert "it holds more than 20 " in ran.out
