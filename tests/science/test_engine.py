"""The engine by itself: deaths at random, tasks that travel together, and who may be connected to."""

import random
import socket
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial

import pytest

from modelcollapse import __main__ as command_line
from modelcollapse import parallel
from modelcollapse.errors import InvalidArgument, RunFailed
from modelcollapse.parallel import cluster as dask


class Lost(Exception):
    """A worker died."""


class Mortal(Executor):
    """Runs what it holds in a thread; now and then, and always with a poisonous task, a worker dies instead."""

    def __init__(self, dice, poisonous, whole, deaths):
        self.dice, self.poisonous, self.whole, self.deaths = dice, poisonous, whole, deaths
        self.held, self.dead, self.lock = [], False, threading.Lock()
        self.thread = ThreadPoolExecutor(1)

    def submit(self, batch):
        with self.lock:
            if self.dead:
                raise Lost
            future = Future()
            self.held.append((future, batch))
            self.thread.submit(self.work)
            return future

    def work(self):
        time.sleep(0.0005)  # so that several are under way
        with self.lock:
            fallen = [pair for pair in self.held if self.poisonous in {name for name, _ in pair[1].tasks}]
            # What is sent alone may be unlucky only once; the engine gives it up the second time.
            if not fallen and len(self.held) > 1 and self.dice.random() < 0.6:
                fallen = self.held[:1]
                self.deaths.append(fallen)
            if fallen and self.whole:
                # A pool loses all that is under way, a cluster what one worker had.
                fallen, self.dead = self.held, True
            for future, batch in self.held:
                if (future, batch) in fallen:
                    future.set_exception(Lost())
                else:
                    future.set_result(batch())
            self.held = []

    def shutdown(self, wait=True):
        self.thread.shutdown()


@pytest.mark.parametrize("whole", [True, False], ids=["pool", "cluster"])
def test_random_deaths_change_no_result_and_accuse_nobody_wrongly(whole):
    tasks = [(f"task {k}", partial(pow, k, 2)) for k in range(60)]
    deaths, named = [], 0
    for seed in range(100):
        dice = random.Random(seed)
        poisonous = f"task {dice.randrange(60)}" if seed % 2 else ""
        start = partial(Mortal, dice, poisonous, whole, deaths)
        with parallel.Engine(start, 2, Lost) as where:
            if poisonous:
                with pytest.raises(RunFailed, match=f"^{poisonous}: "):
                    list(where.run(tasks))
                named += 1
            else:
                assert list(where.run(tasks)) == [k**2 for k in range(60)]
    assert named == 50
    # Deaths that were nobody's fault.
    assert len(deaths) > 20


def test_short_tasks_travel_together():
    sent = []

    class Counted(ThreadPoolExecutor):
        def submit(self, batch):
            sent.append(len(batch.tasks))
            return super().submit(batch)

    with parallel.Engine(partial(Counted, 2), 2) as where:
        assert list(where.run([(str(k), partial(abs, k)) for k in range(2000)])) == list(range(2000))
        assert sum(sent) == 2000
        assert len(sent) < 100
        sent.clear()
        # What takes long goes one by one, so that no worker waits for another's queue.
        list(where.run([(str(k), partial(time.sleep, 0.11)) for k in range(8)]))
        assert sent == [1] * 8


def test_a_head_start_saves_the_pool():
    def none():
        raise AssertionError("a pool was started")

    with parallel.Engine(none, 2, head_start=60.0) as where:
        assert list(where.run([(str(k), partial(abs, k)) for k in range(5)])) == list(range(5))
    with parallel.Engine(partial(ThreadPoolExecutor, 2), 2, head_start=0.02) as where:
        pause = [("pause", partial(time.sleep, 0.03)), ("thread", threading.get_ident)]
        assert list(where.run([*pause, ("thread", threading.get_ident)]))[1] != threading.get_ident()


# Who may be connected to.


@pytest.fixture
def check(capsys, tmp_path, monkeypatch):
    """Run ``modelcollapse check`` in this process; return its status and its one line of complaint."""
    monkeypatch.setenv("MODELCOLLAPSE_BUILD", str(tmp_path))

    def run(*options):
        with pytest.raises(SystemExit) as left:
            command_line.main(["check", "gaussian-typical-rate", "--profile", "smoke", *options])
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("modelcollapse: ")
        assert said.err.count("\n") == 1
        assert list(tmp_path.iterdir()) == []
        return left.value.code, said.err

    return run


FILES = ("--tls", "authority.pem", "client.pem", "client.key")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scheduler", "tcp://192.0.2.1:8786"], ["'tcp://192.0.2.1:8786'", "only over TLS"]),
        (["--scheduler", "192.0.2.1:8786"], ["only over TLS"]),
        (["--scheduler", "tcp://0.0.0.0:8786"], ["only over TLS"]),
        (["--scheduler", "tcp://[2001:db8::1]:8786"], ["only over TLS"]),
        (["--scheduler", "tcp://localhost.example.org:8786"], ["only over TLS"]),
        (["--scheduler", "tcp://127.0.0.1.example.org:8786"], ["only over TLS"]),
        (["--scheduler", "tls://127.0.0.1:8786"], ["only over TLS"]),
        (["--scheduler", "tcp://192.0.2.1:8786", *FILES], ["must begin with tls://"]),
        (["--scheduler", "tls://192.0.2.1:8786", *FILES], ["tls = 'authority.pem'", "must be a file"]),
        (["--scheduler", "127.0.0.1"], ["must be an address"]),
        (["--scheduler", "tcp://127.0.0.1:many"], ["must be an address"]),
        (["--scheduler", "ucx://127.0.0.1:8786"], ["must be an address"]),
        (["--scheduler", ""], ["needs its address"]),
        ([], ["scheduler = None", "needs its address"]),
        (["--workers", "2"], ["workers = 2", "only with engine 'pool'"]),
        (["--engine", "serial", "--workers", "2"], ["only with engine 'pool'"]),
        (["--engine", "pool", "--workers", "0"], ["workers = 0", "at least 1"]),
        (["--engine", "pool", "--workers", "9999"], ["workers = 9999", "at most"]),
        (["--engine", "pool", "--workers", "two"], ["--workers", "'two'"]),
        (["--engine", "pool", "--scheduler", "tcp://127.0.0.1:1"], ["only with engine 'dask'"]),
        (["--engine", "serial", *FILES], ["tls = ", "only with engine 'dask'"]),
        (["--engine", "threads"], ["--engine", "'threads'"]),
    ],
)
def test_bad_options_are_one_line(check, options, words):
    status, said = check(*(options if "--engine" in options else ["--engine", "dask", *options]))
    assert status == 2
    for word in words:
        assert word in said


def test_dask_that_is_not_installed_is_one_line(check, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, said = check("--engine", "dask", "--scheduler", "tcp://127.0.0.1:8786")
    assert status == 2
    assert "pip install dask distributed" in said


def test_a_scheduler_that_does_not_answer_is_one_line(check, monkeypatch):
    monkeypatch.setattr(dask, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    status, said = check("--engine", "dask", "--scheduler", f"tcp://127.0.0.1:{port}")
    assert status == 2
    assert "does not answer" in said


def test_a_worker_that_joins_later_is_checked_too():
    class Here(Executor):
        def submit(self, batch):
            future = Future()
            try:
                future.set_result(batch())
            except InvalidArgument as error:
                future.set_exception(error)
            return future

        def shutdown(self, wait=True):
            pass

    fits = dask.described()
    assert list(parallel.Engine(Here, wanted=fits).run([("one", partial(abs, -1))])) == [1]
    run = parallel.Engine(Here, wanted={**fits, "scipy": "0.1"}).run([("one", partial(abs, -1))])
    with pytest.raises(InvalidArgument, match=r"scipy is .* there and 0\.1 here"):
        next(run)


@pytest.mark.parametrize(
    ("worker", "about", "word"),
    [
        ("tcp://192.0.2.1:4000", {}, "without TLS"),
        ("tcp://127.0.0.1:4000", {"nthreads": 2}, "--nthreads 1"),
        ("tcp://127.0.0.1:4000", {"nanny": None}, "nanny"),
    ],
)
def test_workers_that_were_started_otherwise_are_refused(worker, about, word):
    fits = {"nthreads": 1, "nanny": "tcp://127.0.0.1:4001"}
    dask.check_start("tcp://127.0.0.1:4000", fits, encrypted=False)
    dask.check_start("tls://192.0.2.1:4000", fits, encrypted=True)
    with pytest.raises(InvalidArgument, match=word):
        dask.check_start(worker, {**fits, **about}, encrypted=False)
