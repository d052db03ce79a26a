"""``python -m tests.fuzz``: fuzz targets, for a count of inputs or a time each, and keep what breaks as cases."""

import argparse
import os
import sys

os.environ["GWE_LINT_NO_PLUGINS"] = "1"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all")
    parser.add_argument("--runs", type=int, default=0, help="inputs of each target")
    parser.add_argument("--seconds", type=float, default=60, help="time of each target, where no --runs are given")
    parser.add_argument("--seed", type=int, default=None, help="default: another one each time, which is printed")
    return parser.parse_args()


def main() -> int:
    """Exit code 1 where an input broke a promise."""
    given = _arguments()
    from tests.fuzz.campaign import NAMES, campaign, keep  # noqa: PLC0415  behind the switch above

    unknown = sorted({*given.targets} - {*NAMES})
    if unknown:
        print(f"no such target: {', '.join(unknown)} (known: {', '.join(NAMES)})", file=sys.stderr)
        return 2
    seed = given.seed if given.seed is not None else int.from_bytes(os.urandom(4))
    broken = 0
    for name in given.targets or NAMES:
        figures = campaign(name, seed, runs=given.runs, seconds=given.seconds)
        print(
            f"{name}: {figures.inputs:,} inputs in {figures.seconds:.0f} s, the slowest {figures.slowest:.3f} s, "
            f"{len(figures.broken)} broken (--seed {seed})",
            flush=True,
        )
        broken += len(figures.broken)
        for data, why in {why[:60]: (data, why) for data, why in figures.broken}.values():
            print(f"  {keep(name, data)}: {why[:300]}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
