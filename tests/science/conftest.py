"""Every claim, judged once at the smoke profile into a build folder of this test run."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from modelcollapse import claims, parallel


class Judged(NamedTuple):
    """The records by id, and the folder that holds them."""

    records: dict[str, Any]
    build: Path


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """All claims at the smoke profile; nothing of the project's own build folder is read or written."""
    build = tmp_path_factory.mktemp("judged") / "build"
    with parallel.engine("pool", workers=2) as engine:
        records = claims.judge_all(claims.ids(), profile="smoke", build=build, engine=engine)
        return Judged(dict(zip(claims.ids(), records, strict=True)), build)
