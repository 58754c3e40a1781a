"""The fixed environment of everything the press starts: judging workers, kernels, Jupyter Book.

Nothing a result could depend on may come from the reader's shell, so the variables that steer Python,
Jupyter and Matplotlib are dropped, and those that matter are set.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bookbuild.project import BUILD_VARIABLE
from bookbuild.sweep import private_name

# A constant, not the time of the commit: an executed chapter is kept for as long as its key holds.
SOURCE_DATE_EPOCH = "1767225600"

_DROPPED = ("IPYTHON", "JUPYTER", "MATPLOTLIB", "MPL", "NUMPY", "PYTHON", "SYMPY")
_FIXED = {
    "JUPYTER_PREFER_ENV_PATH": "1",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "MATPLOTLIBRC": os.devnull,
    "NUMEXPR_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH,
    "TZ": "UTC",
}


def fixed(shell: Mapping[str, str], build: Path, private: Path) -> dict[str, str]:
    """The environment for a build directory; ``private`` is an empty folder for sockets and profiles."""
    kept = {name: value for name, value in shell.items() if not name.startswith(_DROPPED)}
    folders = {
        BUILD_VARIABLE: str(build),
        "IPYTHONDIR": str(private),
        "JUPYTER_CONFIG_DIR": str(private),
        "JUPYTER_RUNTIME_DIR": str(private),
        "TMPDIR": str(private),
    }
    return kept | _FIXED | folders


@contextmanager
def applied(build: Path) -> Iterator[None]:
    """Let this process, and whatever it starts meanwhile, run in the fixed environment.

    The private folder holds sockets, whose paths may have hardly more than a hundred characters: hence not
    the build directory, and not a temporary directory that is itself deep.
    """
    before = dict(os.environ)
    temporary = tempfile.gettempdir()
    short = temporary if len(temporary) <= 32 else "/tmp"
    with tempfile.TemporaryDirectory(prefix=private_name(), dir=short) as private:
        os.environ.clear()
        os.environ.update(fixed(before, build, Path(private)))
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
