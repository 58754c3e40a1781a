"""The book on the Python that runs the tests."""

import json
import sys
from collections import Counter

import pytest

from bookbuild.chapters import chapters

pytestmark = pytest.mark.book

PYTHON = ".".join(map(str, sys.version_info[:2]))


def test_every_claim_is_verified_and_every_chapter_executed(book, site, measured):
    verdicts = Counter(record["verdict"] for record in site.records.values())
    judged = [record for record in site.records.values() if record["outcome"] != "not examined"]
    assert site.not_verified == []
    assert verdicts["verified"] == len(judged) > 0
    written = {chapter.slug for chapter in chapters(book)}
    executed = {path.stem: json.loads(path.read_text()) for path in book.notebooks("smoke").glob("*.ipynb")}
    assert set(executed) == written
    for slug, notebook in executed.items():
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(cell["execution_count"] for cell in cells), slug
    value = f"{len(judged)} of {len(site.records)} claims verified, {len(executed)} of {len(written)} chapters executed"
    measured(f"versions/{PYTHON} book", value, f"Python {PYTHON}: the book at small sizes")
