"""What of a machine the last bits of a result may depend on."""

from __future__ import annotations

import platform
import sys
from typing import Any

__all__ = ["cpu_class"]


def cpu_class() -> dict[str, Any]:
    """Return the class of machines among which the same code gives the same bytes.

    Returns:
        the Python minor version, the C library, the linear-algebra kernels that were chosen at run time and
        the vector instructions that NumPy found.
    """
    import numpy as np
    import scipy.linalg  # noqa: F401  # so that its own linear algebra is loaded and listed
    import threadpoolctl

    config: Any = np.show_config(mode="dicts")
    kernels = {
        f"{library['internal_api']} {library['version']} {library.get('architecture', '')}".strip()
        for library in threadpoolctl.threadpool_info()
        if library["user_api"] == "blas"
    }
    return {
        "python": ".".join(map(str, sys.version_info[:2])),
        "system": platform.system(),
        "processor": platform.machine(),
        "libc": " ".join(platform.libc_ver()).strip(),
        "blas": sorted(kernels),
        "vectors": config["SIMD Extensions"].get("found", []),
    }
