"""Every claim, judged once a test run at the smoke profile: here, or for the book where that was built before."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bookbuild.project import Project
from modelcollapse import claims, parallel


class Judged(NamedTuple):
    """The records by id, and the folder that holds them."""

    records: dict[str, Any]
    build: Path


@pytest.fixture(scope="session")
def judged(book: Project) -> Judged:
    """All claims at the smoke profile; nothing of the project's own build folder is read or written."""
    with parallel.engine("pool", workers=2) as engine:
        records = claims.judge_all(claims.ids(), profile="smoke", build=book.build, engine=engine)
        return Judged(dict(zip(claims.ids(), records, strict=True)), book.build)
