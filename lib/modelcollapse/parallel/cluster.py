"""A Dask cluster: who may be connected to, and what its workers have to have in common with this process."""

from __future__ import annotations

import ipaddress
import logging
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module, metadata
from typing import Any
from urllib.parse import urlsplit

from modelcollapse import __version__, machine, records
from modelcollapse.errors import InvalidArgument
from modelcollapse.parallel.run import Engine

__all__ = ["check_start", "check_worker", "connected", "described", "required"]

# What takes part in a result, or carries it.
PACKAGES = ("numpy", "scipy", "sympy", "mpmath", "scikit-learn", "threadpoolctl", "dask", "distributed")

_MACHINE = "machine: "

# Seconds to wait for a scheduler.
PATIENCE = 10


@cache
def described() -> dict[str, str]:
    """Return what of this process a result may depend on, by name."""
    found = {"Python": platform.python_version(), "modelcollapse": __version__}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "absent"
    found["source of modelcollapse"] = records.source_digest()[:16]
    for part, value in machine.cpu_class().items():
        if part != "python":
            found[_MACHINE + part] = value if isinstance(value, str) else ", ".join(value)
    return found


def required(any_machine: bool) -> dict[str, str]:
    """Return what a worker has to say of itself: what this process says, its class of machine perhaps not."""
    return {
        part: value for part, value in described().items() if not (any_machine and part.startswith(_MACHINE))
    }


def check_worker(worker: str, found: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Compare a worker with what is wanted.

    Raises:
        InvalidArgument: for the first thing that differs.
    """
    for part, value in wanted.items():
        if found.get(part, "absent") != value:
            raise InvalidArgument(
                "worker", worker, f"{part} is {found.get(part, 'absent')} there and {value} here"
            )


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _address(scheduler: str | None, encrypted: bool) -> str:
    """Return the address in full.

    Raises:
        InvalidArgument: for no address, another machine without TLS, or TLS files and no TLS.
    """
    form = "tls" if encrypted else "tcp"
    if not scheduler:
        raise InvalidArgument(
            "scheduler", scheduler, f"engine 'dask' needs its address, such as {form}://127.0.0.1:8786"
        )
    address = scheduler if "://" in scheduler else f"{form}://{scheduler}"
    try:
        parts = urlsplit(address)
        complete = parts.scheme in ("tcp", "tls") and parts.hostname and parts.port
    except ValueError:
        complete = False
    if not complete:
        raise InvalidArgument("scheduler", scheduler, f"must be an address such as {form}://127.0.0.1:8786")
    if not encrypted and (parts.scheme == "tls" or not _loopback(parts.hostname)):
        raise InvalidArgument(
            "scheduler", scheduler, "another machine is reached only over TLS, with its three files"
        )
    if encrypted and parts.scheme != "tls":
        raise InvalidArgument("scheduler", scheduler, "must begin with tls:// where TLS files are given")
    return address


@contextmanager
def connected(
    scheduler: str | None,
    tls: Sequence[str | os.PathLike[str]] | None,
    *,
    any_machine: bool,
    deadline: float | None,
) -> Iterator[Engine]:
    """Connect to a scheduler whose workers fit; give an engine on it, and disconnect afterwards.

    Raises:
        InvalidArgument: Dask is not installed; the address is not allowed or does not answer; there is no
            worker; or a worker runs several threads, has no nanny, listens to other machines without TLS,
            or differs in what a result may depend on.
    """
    address = _address(scheduler, tls is not None)
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise InvalidArgument(
            "engine", "dask", "needs packages that are not installed: pip install dask distributed"
        ) from None
    with _quiet(), _client(distributed, address, tls) as client:
        wanted = required(any_machine)
        try:
            # One that has just died is soon there again.
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise InvalidArgument("scheduler", scheduler, "has no worker") from None
        workers = client.scheduler_info(n_workers=-1)["workers"]
        for worker, about in sorted(workers.items()):
            check_start(worker, about, tls is not None)
        for worker, found in sorted(client.run(described, on_error="return").items()):
            if isinstance(found, Exception):
                raise InvalidArgument("worker", worker, f"cannot import this library ({found})")
            check_worker(worker, found, wanted)
        with Engine(
            lambda: client.get_executor(pure=False),
            len(workers),
            distributed.scheduler.KilledWorker,
            wanted=wanted,
            deadline=deadline,
        ) as running:
            yield running


def _client(distributed: Any, address: str, tls: Sequence[str | os.PathLike[str]] | None) -> Any:
    security = None
    if tls is not None:
        authority, certificate, key = (os.fspath(file) for file in tls)
        for file in (authority, certificate, key):
            if not os.path.isfile(file):
                raise InvalidArgument("tls", file, "must be a file")
        security = distributed.Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True
        )
    try:
        return distributed.Client(address, security=security, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise InvalidArgument("scheduler", address, f"does not answer within {PATIENCE} s") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the client from printing a traceback where the scheduler is lost: the error says it in a line."""
    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def check_start(worker: str, about: Mapping[str, Any], encrypted: bool) -> None:
    """Check how a worker was started."""
    if not encrypted and not _loopback(urlsplit(worker).hostname):
        raise InvalidArgument("worker", worker, "listens to other machines without TLS")
    if about["nthreads"] != 1:
        raise InvalidArgument(
            "worker", worker, "must be started with --nthreads 1: precision is set for a whole process"
        )
    if not about["nanny"]:
        raise InvalidArgument("worker", worker, "must have a nanny, which starts it again when it dies")
