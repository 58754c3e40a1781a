"""One thread for linear algebra: small matrices on several threads lose to their own spinning."""

from __future__ import annotations

from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

__all__ = ["single"]


@cache
def _controller() -> ThreadpoolController:
    # Looking for the loaded libraries takes milliseconds, so it is done once, with both of them loaded:
    # NumPy and SciPy bring a BLAS each.
    import scipy.linalg  # noqa: F401

    return ThreadpoolController()


def single() -> Any:
    """Return a context in which BLAS and LAPACK use one thread."""
    return _controller().limit(limits=1, user_api="blas")
