"""What can go wrong in the press, beside bad input (`modelcollapse.errors.InvalidArgument`)."""

from modelcollapse.errors import ModelCollapseError


class PressError(ModelCollapseError):
    """The press refuses to go on; its text is what the reader sees on the terminal."""


class ChapterFailed(PressError):
    """A cell of a chapter raised, or its kernel died."""


class OutputRefused(PressError):
    """An executed chapter holds an output that must not be published."""


class DamagedEntry(PressError):
    """What the cache holds under a key is not what was written."""


class RenderFailed(PressError):
    """Jupyter Book reported a warning or an error."""


class BuildBusy(PressError):
    """Another build holds the lock of the build directory."""


class Stopped(BaseException):
    """The build was asked to stop; ``signal`` is what asked.

    Like KeyboardInterrupt no `Exception`: it may be raised anywhere, and nobody's failure is to be blamed.
    """

    def __init__(self, signal: int) -> None:
        super().__init__("stopped")
        self.signal = signal
