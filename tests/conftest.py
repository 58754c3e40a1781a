"""What every test may ask for: the real book, built once at small sizes, and a browser where there is one."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bookbuild.build import Built, build
from bookbuild.project import Project
from bookbuild.serve import server

pytest_plugins = ["measured"]

REPOSITORY = Path(__file__).parents[1]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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


@pytest.fixture(scope="session")
def site_url(site: Built) -> Iterator[str]:
    """The address of a local server of the real book, ending in a slash."""
    with server(site.site, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, driven by Playwright."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()
