"""One target under libFuzzer: inputs that reach new code of gwe-lint are kept and changed again. Linux only.

``python -m tests.fuzz.guided TARGET FLAG...`` takes the flags of libFuzzer. It ends at the first broken promise.
"""

import importlib
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

SLOWEST = 10.0  # seconds; code that counts its branches is several times as slow


def main() -> None:
    """Run the target until a flag ends it; exit code 77 for a broken promise, whose input libFuzzer writes."""
    os.environ["GWE_LINT_NO_PLUGINS"] = "1"
    atheris: Any = importlib.import_module("atheris")  # there only where it has a wheel
    name, *flags = sys.argv[1:]
    with atheris.instrument_imports(include=["gwe_lint"]):
        from tests.fuzz.campaign import target  # noqa: PLC0415  what is imported here is instrumented
        from tests.fuzz.mutation import LARGE, Material, mutated  # noqa: PLC0415
        from tests.fuzz.verdict import judge  # noqa: PLC0415

        with target(name) as (material, run), tempfile.TemporaryDirectory() as corpus:
            for number, seed in enumerate(material.seeds):
                run(seed)  # also imports what is imported when it is used
                Path(corpus, str(number)).write_bytes(seed)

            def changed(data: bytes, most: int, seed: int) -> bytes:
                rng = random.Random(seed)
                if rng.random() < 0.5:
                    return bytes(atheris.Mutate(data, most))
                return mutated(Material((data, rng.choice(material.seeds)), material.pieces), rng)[:most]

            settings = [f"-max_len={LARGE}", "-timeout=0", "-rss_limit_mb=4096", *flags, corpus]
            atheris.Setup([sys.argv[0], *settings], lambda data: judge(run, data, SLOWEST), custom_mutator=changed)
            atheris.Fuzz()


if __name__ == "__main__":
    main()
