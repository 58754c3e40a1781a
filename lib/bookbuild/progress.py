"""What a build says while it runs: a bar on a terminal, plain lines elsewhere."""

import sys
from types import TracebackType
from typing import TextIO

from tqdm import tqdm


class Progress:
    """Counts chapters done; messages go above the bar."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        # No thread that watches the bar: signals are held back while workers start, and it would take them.
        tqdm.monitor_interval = 0
        # disable=None: no bar unless the stream is a terminal.
        self._bar = tqdm(total=total, desc="chapters", unit="chapter", file=self._stream, disable=None)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def say(self, message: str) -> None:
        """Print one line."""
        self._bar.write(message, file=self._stream)

    def done(self, message: str) -> None:
        """Count one chapter and print one line."""
        self.say(message)
        self._bar.update()
