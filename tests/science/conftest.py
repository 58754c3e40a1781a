"""Every claim, judged once at the smoke profile into a build folder of this test run."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from modelcollapse import claims


class Judged(NamedTuple):
    """The records by id, and the folder that holds them."""

    records: dict[str, Any]
    build: Path


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """All claims at the smoke profile; nothing of the project's own build folder is read or written."""
    build = tmp_path_factory.mktemp("judged") / "build"
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        records = pool.map(partial(claims.judge, profile="smoke", build=build), claims.ids())
        return Judged(dict(zip(claims.ids(), records, strict=True)), build)
