"""The fixed environment of kernels and workers."""

import os
from pathlib import Path

from bookbuild import environment

SHELL = {
    "PATH": "/bin",
    "PYTHONPATH": "/elsewhere",
    "PYTHONHASHSEED": "random",
    "PYTHONOPTIMIZE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MPLBACKEND": "agg",
    "TZ": "Asia/Tokyo",
    "LC_ALL": "de_DE.UTF-8",
    "OMP_NUM_THREADS": "8",
    "JUPYTER_PATH": "/elsewhere",
}


def test_nothing_that_steers_a_result_comes_from_the_shell():
    fixed = environment.fixed(SHELL, Path("/build"), Path("/private"))
    bare = environment.fixed({"PATH": "/bin"}, Path("/build"), Path("/private"))
    assert fixed == bare
    assert fixed["PYTHONHASHSEED"] == "0"
    assert fixed["TZ"] == "UTC"
    assert fixed["MODELCOLLAPSE_BUILD"] == "/build"
    assert {fixed[f"{library}_NUM_THREADS"] for library in ("OMP", "OPENBLAS", "MKL")} == {"1"}


def test_the_process_gets_its_own_environment_back(tmp_path):
    before = dict(os.environ)
    with environment.applied(tmp_path):
        assert os.environ["MODELCOLLAPSE_BUILD"] == str(tmp_path)
        private = Path(os.environ["JUPYTER_RUNTIME_DIR"])
        assert private.stat().st_mode & 0o077 == 0
        # A socket in it is named kernel-<uuid>-ipc-<n>, and its path may have 103 characters.
        assert len(str(private)) < 50
    assert dict(os.environ) == before
    assert not private.exists()
