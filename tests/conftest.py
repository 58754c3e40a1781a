"""What every test may ask for: the real book, built once at small sizes, and a browser where there is one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bookbuild import browser as chromium
from bookbuild.build import Built, build
from bookbuild.project import Project
from bookbuild.serve import server

pytest_plugins = ["measured"]

REPOSITORY = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that save a developer the building of the whole book, and that ask for more faults."""
    parser.addoption(
        "--build-dir", type=Path, help="bring the smoke build of this folder up to date and test it"
    )
    parser.addoption("--faults", type=int, default=190, help="how many faults to inject into the press")


@pytest.fixture(scope="session")
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real book with a build directory of this test run: nothing that was published is touched."""
    folder = request.config.getoption("--build-dir")
    return Project.at(REPOSITORY, folder or tmp_path_factory.mktemp("book") / "build")


@pytest.fixture(scope="session")
def site(book: Project) -> Built:
    """The real book at the smoke profile: every claim judged, every chapter executed, strictly rendered."""
    return build(book, "smoke")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with server(folder, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def serving() -> Callable[[Path], AbstractContextManager[str]]:
    """A function that serves a folder for a while, at the address it gives, which ends in a slash."""
    return _served


@pytest.fixture(scope="session")
def site_url(site: Built) -> Iterator[str]:
    """The address of a local server of the real book, ending in a slash."""
    with _served(site.site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, driven by Playwright."""
    if chromium.installed() is None:
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    with chromium.running() as found:
        yield found
