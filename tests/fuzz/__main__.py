"""``python -m tests.fuzz``: fuzz targets, for a count of inputs or a time each, and keep what breaks as cases."""

import argparse
import importlib.util
import os
import subprocess
import sys

os.environ["GWE_LINT_NO_PLUGINS"] = "1"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all")
    parser.add_argument("--runs", type=int, default=0, help="inputs of each target")
    parser.add_argument("--seconds", type=float, default=60, help="time of each target, where no --runs are given")
    parser.add_argument("--seed", type=int, default=None, help="default: another one each time, which is printed")
    parser.add_argument("--guided", action="store_true", help="by coverage, where atheris is installed")
    return parser.parse_args()


def _guided(name: str, seed: int, given: argparse.Namespace) -> int:
    """Run one target under libFuzzer, which keeps the input that breaks a promise; how many did."""
    from tests.fuzz.campaign import CASES  # noqa: PLC0415  behind the switch

    cases = CASES / name
    cases.mkdir(parents=True, exist_ok=True)
    much = f"-runs={given.runs}" if given.runs else f"-max_total_time={max(int(given.seconds), 1)}"
    flags = [much, f"-seed={seed}", f"-artifact_prefix={cases}/", "-verbosity=0", "-print_final_stats=1"]
    code = subprocess.run([sys.executable, "-m", "tests.fuzz.guided", name, *flags], check=False).returncode
    if not any(cases.iterdir()):
        cases.rmdir()
    print(f"{name}: {'an input broke a promise, see above' if code else 'nothing broke'} (--seed {seed})", flush=True)
    return code != 0


def main() -> int:
    """Exit code 1 where an input broke a promise."""
    given = _arguments()
    from tests.fuzz.campaign import NAMES, campaign, keep  # noqa: PLC0415  behind the switch above

    unknown = sorted({*given.targets} - {*NAMES})
    if unknown:
        print(f"no such target: {', '.join(unknown)} (known: {', '.join(NAMES)})", file=sys.stderr)
        return 2
    seed = given.seed if given.seed is not None else int.from_bytes(os.urandom(4))
    guided = given.guided and importlib.util.find_spec("atheris") is not None
    broken = 0
    for name in given.targets or NAMES:
        if guided:
            broken += _guided(name, seed, given)
            continue
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
