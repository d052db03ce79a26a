"""A real Dask cluster on this machine alone: a scheduler, and as many workers as a test asks for."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

KEY = "CANARY-5"
DASK = str(Path(sys.executable).parent / "dask")
LONGEST = 90.0  # seconds until something has to be there, on a machine that does much else


class Cluster:
    """A scheduler and its workers, which end with the test."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._stack = folder, ExitStack()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._begun("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show")

    def worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """One worker more, which is there when this returns."""
        before = self.workers()
        begun = self._begun("worker", self.address, "--nthreads", "1", "--no-nanny", **environment)
        until = time.monotonic() + LONGEST
        while self.workers() <= before and time.monotonic() < until:
            time.sleep(0.05)
        return begun

    def workers(self) -> int:
        """How many workers are there."""
        logs = (self._folder / "scheduler.log").read_text()
        return logs.count("Register worker") - logs.count("Remove worker")

    def close(self) -> None:
        self._stack.close()

    def _begun(self, what: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(
                [DASK, what, *words, "--no-dashboard"],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**_environment(), **environment},
            )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


def _environment() -> Mapping[str, str]:
    return {**os.environ, "GWE_LINT_HMAC_KEY": KEY, "DASK_DISTRIBUTED__WORKER__USE_FILE_LOCKING": "False"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    made = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        for _ in range(2):
            made.worker()
        yield made
    finally:
        made.close()
