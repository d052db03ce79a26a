"""How the cost of a check grows with the work: a table, and with ``--plot FILE`` a picture (SVG).

The unit is what starting an empty Typer application takes, so that no second of this machine is in it.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from estate import make_estate
from process import GWE_LINT, Taken, taken_by
from run import EMPTY_APP, PARSERS, parse

OPTIONS = (150, 1_500, 15_000, 150_000, 1_500_000)
ON_EACH = 150  # server: what a server has; an estate has up to a hundred of them
RUNS = 3


def main() -> int:
    """Print the table, and draw the picture where one is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--plot", type=Path, help="the picture to write")
    plot = arguments.parse_args().plot
    lines: dict[str, list[float]] = {"gwe-lint check": [], "configparser, parsing only": []}
    print("| options | `check` | configparser only parses | peak memory |\n| --- | --- | --- | --- |")
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        app = scratch / "empty_app.py"
        app.write_text(EMPTY_APP, encoding="utf-8")
        unit = _median([sys.executable, str(app), "first"], 15).busy
        for options in OPTIONS:
            exports = _exports(scratch / str(options), options)
            ours = _median([str(GWE_LINT), "check", "--config", os.fspath(exports / "gwe-lint.toml")], RUNS)
            other = _median(parse(scratch, 0, next(iter(PARSERS.values())), exports), RUNS)
            for line, taken in zip(lines.values(), (ours, other), strict=True):
                line.append(taken.busy / unit)
            shown = " | ".join(f"{line[-1]:.1f}" for line in lines.values())
            print(f"| {options:,} | {shown} | {ours.peak / 1e6:.0f} MB |", flush=True)
    if plot:
        _draw(plot, lines)
    return 0


def _exports(folder: Path, options: int) -> Path:
    """Estates of up to a hundred servers each, with a configuration that declares them."""
    servers = max(1, options // ON_EACH)
    names = [f"site-{number:03}" for number in range(-(-servers // 100))]
    for number, name in enumerate(names):
        make_estate(folder / name, min(100, servers - 100 * number), ON_EACH, 100 * number)
    tables = "\n".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in names)
    lone = '[check]\nincomplete = "report"\n' if servers == 1 else ""  # a Backend alone is not followed anywhere
    (folder / "gwe-lint.toml").write_text(f"{lone}{tables}", encoding="utf-8")
    return folder


def _median(command: list[str], runs: int) -> Taken:
    """The run of median processor time; one before only warms up."""
    taken_by(command)
    return statistics.median_high([taken_by(command) for _ in range(runs)])


def _draw(path: Path, lines: dict[str, list[float]]) -> None:
    import matplotlib as mpl  # noqa: PLC0415  needed for the picture only
    from matplotlib import pyplot as plt  # noqa: PLC0415

    mpl.rcParams |= {"svg.hashsalt": "gwe-lint", "svg.fonttype": "none", "font.family": "sans-serif"}
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for (name, times), style in zip(lines.items(), ("o-", "s--"), strict=True):
        axes.plot(OPTIONS, times, style, label=name)
    axes.set(
        xscale="log", yscale="log", xlabel="options", ylabel="processor time (1 = start of an empty Typer application)"
    )
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    sys.exit(main())
