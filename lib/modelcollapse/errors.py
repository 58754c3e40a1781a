"""What can go wrong, one exception for each kind; every message is one line."""

from __future__ import annotations

__all__ = [
    "CorruptRecord",
    "InfiniteMean",
    "InvalidArgument",
    "ModelCollapseError",
    "RunFailed",
    "UnusableSample",
]


class ModelCollapseError(Exception):
    """Base of every error this library raises on purpose."""


class InvalidArgument(ModelCollapseError, ValueError):
    """An argument breaks a rule; the message names the argument, the value and the rule."""

    def __init__(self, argument: str, value: object, rule: str) -> None:
        shown = repr(value)
        if len(shown) > 80:
            shown = shown[:77] + "..."
        shown = " ".join(shown.split())
        super().__init__(f"{argument} = {shown}: {rule}")
        self.argument = argument
        self.value = value
        self.rule = rule

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the three arguments, so that the error passes from a worker process to its parent."""
        return type(self), (self.argument, self.value, self.rule)


class UnusableSample(ModelCollapseError, ValueError):
    """A sample or an estimate from which no verdict may be drawn (NaN, no spread, wrong shape)."""


class CorruptRecord(ModelCollapseError):
    """A stored record whose content does not match its digest or its schema."""


class RunFailed(ModelCollapseError, RuntimeError):
    """A run that could not be finished: a piece of work ended its worker, or time or the cluster ran out."""


class InfiniteMean(UserWarning):
    """A mean that was asked for is infinite; the number returned is ``inf``."""
