"""A Dask cluster on this machine alone: a real scheduler and real workers, on loopback."""

import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import psutil  # which Dask needs
from process import ENVIRONMENT

_DASK = Path(sys.executable).with_name("dask")
_LONGEST = 60.0  # seconds until all workers are there


class Cluster:
    """A scheduler with so many workers of one thread. They end with the block in which it is used.

    What they take is asked of the system: a client in this process would make it large, and each child begins as a
    copy of it.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder, self._stack = folder, ExitStack()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._scheduler = self._begun("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show")
        self._workers = [
            self._begun("worker", self.address, "--nthreads", "1", "--no-nanny", "--name", str(number))
            for number in range(workers)
        ]

    def __enter__(self) -> "Cluster":
        until = time.monotonic() + _LONGEST
        while (self._folder / "scheduler.log").read_text().count("Register worker") < len(self._workers):
            if time.monotonic() > until:
                self._stack.close()
                sys.exit("the workers of Dask did not come")
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def busy(self) -> float:
        """For how long scheduler and workers have kept the processor busy up to now, in seconds."""
        times = [each.cpu_times() for each in (self._scheduler, *self._workers)]
        return float(sum(each.user + each.system for each in times))

    @property
    def memory(self) -> int:
        """What the larger worker holds, in bytes: next to nothing of what it had is given back."""
        return max(int(each.memory_info().rss) for each in self._workers)

    def _begun(self, what: str, *words: str) -> psutil.Process:
        with (self._folder / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(
                [_DASK, what, *words, "--no-dashboard"],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**ENVIRONMENT, "DASK_DISTRIBUTED__WORKER__USE_FILE_LOCKING": "False"},
            )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return psutil.Process(process.pid)
