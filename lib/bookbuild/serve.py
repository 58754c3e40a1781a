"""A local server for the site; it listens on the loopback address only."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from modelcollapse.errors import InvalidArgument

HOST = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        """Say nothing for each request."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of a built site, not yet running.

    Raises:
        InvalidArgument: there is no site.
        OSError: the port is taken.
    """
    if not (site / "index.html").is_file():
        raise InvalidArgument("site", str(site), "must be built first: run make book")
    return ThreadingHTTPServer((HOST, port), partial(_Quiet, directory=str(site)))
