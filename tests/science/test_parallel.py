"""Engines: the same bytes on each, workers that die, blocks that kill, and who may be connected to."""

import hashlib
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import cache, partial

import numpy as np
import psutil
import pytest

from modelcollapse import claims, parallel, streams
from modelcollapse.errors import InvalidArgument, RunFailed
from modelcollapse.parallel import cluster as dask
from science import clusters

REPLICATES, SIZE = 1030, 50
SWEEP = {"name": "strided", "replicates": REPLICATES, "block_size": SIZE}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with clusters.cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(scope="module")
def engine(running):
    """Open an engine by a short name; each is opened once and survives what the tests do to it."""
    with ExitStack() as stack:

        @cache
        def start(kind):
            name, _, workers = kind.partition(" ")
            options = {"workers": int(workers)} if workers else {}
            if name == "dask":
                options["scheduler"] = running.address
            return stack.enter_context(parallel.engine(name, **options))

        yield start


def digest(found):
    arrays, draws = found
    sums = hashlib.sha256(str(draws).encode())
    for name, array in sorted(arrays.items()):
        sums.update(f"{name} {array.dtype} {array.shape} {array.strides}".encode())
        sums.update(array.tobytes())
    return sums.hexdigest()


@pytest.fixture(scope="module")
def serial():
    return digest(parallel.sweep(clusters.strided, **SWEEP))


def test_a_sweep_is_its_blocks_in_order():
    arrays, draws = parallel.sweep(clusters.strided, **SWEEP)
    assert draws == 40 * REPLICATES
    last = [
        streams.block("strided", "full", k).standard_normal((size, 40)).cumsum(axis=1)[:, -1]
        for k, size in enumerate(streams.block_sizes(REPLICATES, SIZE))
    ]
    assert len(last) == 21
    assert arrays["last"].tobytes() == np.concatenate(last).tobytes()
    assert all(array.flags.c_contiguous for array in arrays.values())


def test_every_engine_gives_the_same_digest(engine, serial, measured):
    kinds = ("serial", "pool 1", "pool 2", "pool 4", "dask")
    found = {kind: digest(parallel.sweep(clusters.strided, **SWEEP, engine=engine(kind))) for kind in kinds}
    assert found == dict.fromkeys(kinds, serial)
    assert digest(parallel.sweep(clusters.strided, **SWEEP, root=1)) != serial
    measured("scale/engines", ", ".join(kinds), "engines compared, with the processes of a pool")
    measured("scale/digests", len(set(found.values())), "different digests of one sweep on these engines")


def test_records_are_the_same_bytes_on_every_engine(engine, tmp_path, measured):
    # Two claims run side by side; one alone spreads its blocks. Both simulate, and take part in a slope or a law.
    pair = ["gaussian-typical-rate", "walk-small-bias"]
    files = {}
    for kind in ("serial", "pool 2", "dask"):
        where = engine(kind)
        for wanted in (pair, pair[1:]):
            build = tmp_path / f"{kind} {len(wanted)}"
            records = list(claims.judge_all([*wanted, wanted[0]], profile="smoke", build=build, engine=where))
            assert [record["id"] for record in records] == [*wanted, wanted[0]]
            for file in build.rglob("*.json"):
                files.setdefault(file.name, []).append(file.read_bytes())
    assert [len(found) for _, found in sorted(files.items())] == [3, 6]
    assert [len(set(found)) for found in files.values()] == [1, 1]
    measured(
        "scale/records",
        len(set(map(tuple, files.values()))),
        "records compared byte by byte on serial, pool and dask",
    )


@pytest.mark.parametrize("kind", ["pool 2", "dask"])
def test_a_worker_that_is_killed_changes_nothing(engine, kind, measured):
    tasks = [(f"task {k}", partial(clusters.slow, k)) for k in range(40)]
    expected = [float(streams.block("slow", "test", k).standard_normal(1000).sum()) for k in range(40)]
    values, killed = [], None
    for pid, value in engine(kind).run(tasks):
        values.append(value)
        if len(values) == 3:
            killed = psutil.Process(pid)
            assert killed.pid != os.getpid()
            killed.kill()
    clusters.until(lambda: not killed.is_running() or killed.status() == psutil.STATUS_ZOMBIE, 5)
    assert values == expected
    measured(
        f"scale/killed-{kind[:4]}",
        1,
        f"worker of {kind} killed by its process id in mid-run; the results were the same",
    )


@pytest.mark.parametrize("kind", ["pool 2", "dask"])
def test_a_block_that_kills_its_worker_is_named(engine, kind, measured):
    where = engine(kind)
    start = time.monotonic()
    with pytest.raises(RunFailed, match=r"^block 3 of poisoned: its worker process ended twice"):
        parallel.sweep(clusters.poison, name="poisoned", replicates=400, block_size=10, engine=where)
    seconds = time.monotonic() - start
    assert seconds < 10
    # The engine is not spoilt by it.
    after = parallel.sweep(clusters.strided, **SWEEP, engine=where)
    assert digest(after) == digest(parallel.sweep(clusters.strided, **SWEEP))
    measured(
        f"scale/poison-{kind[:4]}",
        round(seconds, 1),
        f"seconds until a block that kills its worker was named, {kind}",
    )


def test_nothing_listens_to_other_machines(engine, running, measured):
    own = psutil.Process()
    tasks = [(f"task {k}", partial(clusters.slow, k)) for k in range(10)]
    for kind, fewest in (("pool 2", 0), ("dask", 6)):
        results = engine(kind).run(tasks)
        next(results)
        everyone = [own, *own.children(recursive=True), *running.processes()]
        listening, reachable = clusters.off_loopback(everyone)
        # Scheduler, two nannies and two workers listen, and each has a page of its own.
        assert len(listening) >= fewest
        assert reachable == []
        assert len(list(results)) == 9
    measured(
        "scale/listeners",
        len(reachable),
        f"of {len(listening)} listening sockets that another machine could reach",
    )


def test_the_scan_of_sockets_sees_one_that_other_machines_reach():
    with socket.create_server(("0.0.0.0", 0)) as server:
        listening, reachable = clusters.off_loopback([psutil.Process()])
        assert f"0.0.0.0:{server.getsockname()[1]}" in reachable
        assert len(listening) >= 1


@pytest.mark.parametrize("kind", ["pool 2", "dask"])
def test_workers_use_one_thread_for_linear_algebra(engine, kind):
    found = list(engine(kind).run([("threads", clusters.threads_of_blas)] * 2))
    assert all(len(counts) >= 2 and set(counts) == {1} for counts in found)


@pytest.mark.parametrize("kind", ["serial", "pool 2"])
def test_what_a_block_raises_comes_back_with_its_name(engine, kind):
    with pytest.raises(ZeroDivisionError, match="small") as raised:
        parallel.sweep(clusters.failing, name="failing", replicates=21, block_size=10, engine=engine(kind))
    assert raised.value.__notes__ == ["in block 2 of failing"]


def test_a_deadline_ends_the_run_and_its_workers():
    before, others = time.monotonic(), set(psutil.Process().children())
    with parallel.engine("pool", workers=2, deadline=1.0) as where:
        run = where.run([("nap", partial(clusters.sleeping, None, 1))] * 3)
        with pytest.raises(RunFailed, match="deadline of 1 s passed with 0 of 3 pieces done"):
            next(run)
    assert time.monotonic() - before < 6
    mine = set(psutil.Process().children()) - others
    assert not [child for child in mine if "LokyProcess" in " ".join(child.cmdline())]
    with (
        parallel.engine("serial", deadline=1e-9) as where,
        pytest.raises(RunFailed, match="with 0 of 2 pieces done"),
    ):
        list(where.run([("a", int), ("b", int)]))


PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background passes on that it is ignored
from modelcollapse import parallel
from science import clusters
import psutil
with parallel.engine("pool", workers=2) as engine:
    results = engine.run([(f"task {k}", lambda k=k: clusters.slow(k)) for k in range(10_000)])
    next(results)
    print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
    list(results)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.skipif(sys.platform != "linux", reason="a worker learns of its parent's death by Linux's prctl")
def test_an_end_by_signal_leaves_no_process(number, tmp_path):
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(clusters.TESTS)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    children = [psutil.Process(int(pid)) for pid in program.stdout.readline().split()]
    assert len(children) >= 2
    # Ctrl-C reaches the whole group; a kill only the program.
    (os.killpg if number == signal.SIGINT else os.kill)(program.pid, number)
    _, said = program.communicate(timeout=10)
    assert program.returncode == -number
    if number == signal.SIGINT:
        assert said.count("Traceback") == 1
        assert said.rstrip().endswith("KeyboardInterrupt")
    gone = lambda: all(not p.is_running() or p.status() == psutil.STATUS_ZOMBIE for p in children)  # noqa: E731
    clusters.until(gone, 5)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("numpy", "1.0"),
        ("Python", "3.8.0"),
        ("modelcollapse", "0.0"),
        ("source of modelcollapse", "0" * 16),
        ("machine: vectors", "none"),
    ],
)
def test_workers_of_other_versions_are_refused(running, monkeypatch, part, value):
    mine = dask.described()
    assert part in mine
    # As if this process were the one that differs.
    monkeypatch.setattr(dask, "required", lambda any_machine: {**mine, part: value})
    with (
        pytest.raises(InvalidArgument) as refused,
        parallel.engine("dask", scheduler=running.address),
    ):
        pass
    assert f"{part} is {mine[part]} there and {value} here" in str(refused.value)


def test_workers_of_another_class_of_machine_can_be_asked_for(running):
    strict, loose = dask.required(any_machine=False), dask.required(any_machine=True)
    assert strict == dask.described()
    left_out = strict.keys() - loose.keys()
    assert left_out >= {"machine: blas", "machine: libc", "machine: processor", "machine: vectors"}
    assert all(name.startswith("machine: ") for name in left_out)
    with parallel.engine("dask", scheduler=running.address, any_machine=True) as where:
        assert list(where.run([("one", partial(abs, -1))])) == [1]


def test_the_example_of_the_book_runs(capsys):
    page = (clusters.TESTS.parent / "book" / "reproduce.md").read_text(encoding="utf-8")
    (example,) = (part for part in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "sweep" in part)
    exec(compile(example, "reproduce.md", "exec"), {"__name__": "__main__"})
    mean, draws = capsys.readouterr().out.split()
    # Each generation draws a normal and a gamma variate; the mean shrinks by E[σ'/σ] each time.
    step = math.sqrt(2 / 9) * math.gamma(5) / math.gamma(4.5)
    assert int(draws) == 2 * 100 * 100_000
    assert float(mean) == pytest.approx(step**100, rel=0.2)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("openssl") is None, reason="the certificates are made by openssl")
def test_over_tls_only_those_with_a_certificate_take_part(tmp_path, serial):
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=tmp_path, check=True, capture_output=True)

    for name in ("authority", "stranger"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                "-keyout", f"{name}.key", "-out", f"{name}.pem")  # fmt: skip
    openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=member", "-keyout", "member.key", "-out", "m"
    )
    openssl("x509", "-req", "-in", "m", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
            "-days", "2", "-out", "member.pem")  # fmt: skip
    files = [str(tmp_path / name) for name in ("authority.pem", "member.pem", "member.key")]
    strangers = [files[0], str(tmp_path / "stranger.pem"), str(tmp_path / "stranger.key")]
    options = ["--protocol", "tls", "--tls-ca-file", files[0], "--tls-cert", files[1], "--tls-key", files[2]]
    with clusters.cluster(tmp_path, options, workers=1) as running:
        assert running.address.startswith("tls://127.0.0.1:")
        with parallel.engine("dask", scheduler=running.address, tls=files) as where:
            assert digest(parallel.sweep(clusters.strided, **SWEEP, engine=where)) == serial
        with pytest.raises(InvalidArgument, match="does not answer"), ExitStack() as stack:
            stack.enter_context(parallel.engine("dask", scheduler=running.address, tls=strangers))


@pytest.mark.slow
def test_workers_without_this_library_are_refused(tmp_path):
    (tmp_path / "modelcollapse").mkdir()
    (tmp_path / "modelcollapse" / "__init__.py").write_text("raise ImportError('not here')")
    with (
        clusters.cluster(tmp_path, first=tmp_path, workers=1) as running,
        pytest.raises(InvalidArgument, match=r"worker = 'tcp://127.*cannot import this library"),
        parallel.engine("dask", scheduler=running.address),
    ):
        pass
