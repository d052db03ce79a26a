"""What is refused before any work, what travels to workers, and what a run without a cluster does not even import."""

import logging
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gwe_lint.config.model import Config
from gwe_lint.errors import Untrusted
from gwe_lint.exports.redactor import Redactor
from gwe_lint.findings.checked import Checking
from gwe_lint.loading.loader import Loader
from gwe_lint.rules.selection import Packs
from gwe_lint.workers import connection
from gwe_lint.workers.alike import alike_here
from gwe_lint.workers.cluster import travelling
from gwe_lint.workers.seen import Seen, less_seen, seen_at
from gwe_lint.workers.worker import Key, Order
from tests.cli.test_jobs import CONFIG, SITES
from tests.conftest import Run, Write, outside


@pytest.fixture(autouse=True)
def logs_again() -> Iterator[None]:
    """What a cluster logs is silenced for good, which is for one run."""
    yield
    logging.disable(logging.NOTSET)


def test_neither_the_key_of_secrets_nor_a_salt_travels(packs: Packs, tmp_path: Path) -> None:
    """Whoever reads along could try what secrets are with either."""
    redactor = Redactor(packs.catalogue, b"CANARY-5")
    redactor.value("s", "password", "CANARY-6")
    salt: bytes = redactor._salt
    loader = Loader(tmp_path, packs.catalogue, redactor)
    assert b"CANARY-5" in pickle.dumps(loader)
    assert salt in pickle.dumps(loader)
    work = Checking(packs.rules, Config(shown=None, folder=tmp_path), travelling(loader))
    sent = pickle.dumps(Order("run", work, alike_here(), Key(redactor.key_id)))
    assert b"CANARY" not in sent
    assert salt not in sent
    made = pickle.loads(sent).work.loader.redactor.with_key(b"CANARY-5", b"salt")
    assert made.value("s", "password", "x y z") == redactor.value("s", "password", "x y z")


def test_what_is_seen_less_of_than_elsewhere_is_told(tmp_path: Path) -> None:
    """An empty folder is what a worker sees of a network drive that is not mounted there."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.cfg").write_text("[a]\n")
    (tmp_path / "empty").mkdir()
    places = [tmp_path / name for name in ("full", "full/a.cfg", "empty", "gone", "full/a.cfg/below")]
    seen = seen_at(places)
    assert seen == (Seen.CONTENT, Seen.CONTENT, Seen.EMPTY, Seen.NOTHING, Seen.NOTHING)
    assert less_seen(places, seen, seen) == []
    more = [Seen.CONTENT, Seen.CONTENT, Seen.CONTENT, Seen.EMPTY, Seen.NOTHING]
    assert less_seen(places, seen, more) == [
        f"{(tmp_path / 'empty').as_posix()}: an empty folder",
        f"{(tmp_path / 'gone').as_posix()}: no such file or folder",
    ]
    assert less_seen(places, more, seen) == []


def test_machines_that_are_alike_do_not_differ() -> None:
    here = alike_here()
    assert list(here.differences(here)) == []
    assert list(here._replace(python="3.99").differences(here)) == [f"Python 3.99, and here it is {here.python}"]
    assert list(here._replace(plugins="").differences(here)) == ["other plug-ins than here: install the same ones"]
    lacking = here._replace(packs={name: made for name, made in here.packs.items() if name != "chat-channel.toml"})
    assert list(lacking.differences(here)) == [
        f"other rule packs than here, though gwe-lint is {here.version}: chat-channel.toml"
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--jobs", "2"], "--dask and --jobs exclude each other"),
        (["--shard", "1/2"], "--dask and --shard exclude each other"),
        (["a"], "give no PATH, which would choose findings"),
        (["-", "--isolated"], "--dask and standard input exclude each other"),
        (["--fixes"], "--fixes and --dask exclude each other"),
    ],
    ids=["jobs", "shard", "path", "stdin", "fixes"],
)
def test_what_does_not_go_together_is_refused_before_anybody_is_asked(
    words: list[str], told: str, estate: Write
) -> None:
    done = outside("check", *words, "--dask", "tcp://127.0.0.1:1", cwd=estate({**SITES, "gwe-lint.toml": CONFIG}))
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "answers" not in done.err


@pytest.mark.parametrize("answers", [True, False], ids=["something else answers", "nobody is there"])
def test_an_address_without_a_scheduler_is_an_error_after_a_bounded_wait(
    answers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ANSWERS", 1.0)
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1] if answers else 1}"
        with pytest.raises(Untrusted, match="no scheduler of Dask answers within 1 seconds"):
            connection.connected(address)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("address", ["nonsense", "foo://bar:1", "::"])
def test_an_address_that_is_none_is_an_error(address: str) -> None:
    with pytest.raises(Untrusted, match="it is no address of a scheduler, such as tcp://HOST:8786"):
        connection.connected(address)


def test_without_the_extra_it_is_said_what_to_install(estate: Write) -> None:
    code = "import sys; sys.modules['distributed'] = None; from gwe_lint.cli.main import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--dask", "tcp://127.0.0.1:1"],
        cwd=estate(SITES),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "gwe-lint: error: --dask needs Dask: pip install 'gwe-lint[dask]' here, on the scheduler and on every worker\n"
    )


def test_a_run_without_a_cluster_imports_nothing_for_one(estate: Write) -> None:
    folder = estate({**SITES, "gwe-lint.toml": CONFIG})
    code = (
        "import sys; from gwe_lint.cli.main import main; main(['check', '-j2']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    loaded = done.stderr.split()
    assert "gwe_lint.processes" in loaded
    assert not {"distributed", "dask", "gwe_lint.workers", "gwe_lint.cli.dask"}.intersection(loaded)


def test_the_help_says_what_an_address_is(run: Run) -> None:
    assert "tcp://HOST:8786" in run("check", "--help").out
