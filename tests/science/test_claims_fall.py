"""Moving a formula to its nearest false neighbour takes the verdict away: once as an edit, else in this process."""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import modelcollapse
from modelcollapse import claims
from modelcollapse.claims.gaussian import decay, passage
from modelcollapse.claims.judge import judge
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate

LIBRARY = Path(modelcollapse.__file__).parent

# file, formula, its false neighbour, claim, evidence that has to refute it
EDITS = {
    "drift two per cent too large": (
        "exact/gaussian/factor.py",
        "result = series + np.log1p(shift / x) - lower + np.log1p((n - 1 - m) / m)",
        "result = 1.02 * (series + np.log1p(shift / x) - lower + np.log1p((n - 1 - m) / m))",
        "gaussian-log-drift",
        {"drift-computed", "drift-divisor-n-1", "drift-divisor-n"},
    ),
    "decay constant 4n − 5": (
        "claims/gaussian/decay.py",
        "upper=lambda: _closed(3),",
        "upper=lambda: _closed(5),",
        "gaussian-sigma-decay",
        {"constant"},
    ),
    "the other divisor in the law": (
        "exact/gaussian/scale.py",
        'divisors = sizes if divisor == "n" else sizes - 1',
        'divisors = sizes - 1 if divisor == "n" else sizes',
        "gaussian-survival-curve",
        {"inversion", "n-10-divisor-n-1-k-50", "n-10-divisor-n-k-40", "n-50-divisor-n-1-k-100"},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_formula_is_found_out(tmp_path, name):
    file, formula, false, claim, refuted = EDITS[name]
    copy = tmp_path / "modelcollapse"
    shutil.copytree(LIBRARY, copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(formula) == 1
    (copy / file).write_text(text.replace(formula, false), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "modelcollapse", "check", claim, "--profile", "smoke", "--json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "MODELCOLLAPSE_BUILD": str(tmp_path / "build")},
    )
    assert done.returncode == 1, done.stderr
    (found,) = json.loads(done.stdout)["claims"]
    assert found["verdict"] == "refuted"
    assert refuted <= {entry["name"] for entry in found["evidence"] if entry["verdict"] == "refuted"}


def refuted_by(claim):
    record = judge(claims.get(claim) if isinstance(claim, str) else claim, "smoke")
    assert record["verdict"] != "verified"
    return {entry["name"] for entry in record["evidence"] if entry["verdict"] == "refuted"}


def asserting(claim, name, **changes):
    """The claim with one piece of its evidence changed."""
    return dataclasses.replace(
        claim,
        evidence=tuple(
            dataclasses.replace(evidence, **changes) if evidence.name == name else evidence
            for evidence in claim.evidence
        ),
    )


def without_samples(claim):
    """The claim with its mathematics only: nothing is simulated."""
    mathematical = tuple(evidence for evidence in claim.evidence if not hasattr(evidence, "sample"))
    return dataclasses.replace(claim, evidence=mathematical, simulation=None)


def test_the_mathematics_alone_is_verified():
    assert judge(without_samples(decay.CLAIM), "smoke")["verdict"] == "verified"


@pytest.mark.parametrize("constant", [5, 4, 3.99])
def test_a_larger_constant_in_the_bound(constant):
    claim = without_samples(decay.CLAIM)
    assert refuted_by(asserting(claim, "constant", upper=lambda: decay._closed(constant))) == {"constant"}
    assert refuted_by(asserting(claim, "bounds-in-order", upper=lambda: decay._bound(constant))) == {
        "bounds-in-order"
    }


def test_a_wrong_neighbour_identity():
    claim = without_samples(decay.CLAIM)
    false = asserting(claim, "growth", right=lambda: decay._growth()[1] + 1 / (decay.symbolic.nu + 2) ** 9)
    assert refuted_by(false) == {"growth"}


def test_a_simulator_with_the_other_divisor(monkeypatch):
    monkeypatch.setattr(simulate, "_degrees", lambda divisor, size: size - 1 if divisor == "n" else size)
    # The deviations from the drift are centred wrongly as well.
    assert refuted_by("gaussian-log-drift") == {
        "drift-divisor-n-1",
        "drift-divisor-n",
        "variance-simulated",
        "independence",
    }
    assert {"path-slope"} <= refuted_by("gaussian-typical-rate")
    assert {"mean-sigma"} <= refuted_by("gaussian-sigma-decay")


def test_a_simulator_that_draws_one_value_more(monkeypatch):
    shrink = simulate._shrink

    def drawing_more(size, divisor, scratch, sigma, rng):
        shrink(size + 1, divisor, scratch, sigma, rng)

    monkeypatch.setattr(simulate, "_shrink", drawing_more)
    assert {"mean-time", "law-of-time"} <= refuted_by("gaussian-first-passage")


def test_a_solved_law_with_the_other_divisor(monkeypatch):
    monkeypatch.setattr(passage, "solution", lambda size=passage.SIZE, divisor="n-1": other(size, divisor))

    def other(size, divisor):
        return exact.first_passage(
            passage.THRESHOLD, sample_size=size, divisor="n" if divisor == "n-1" else "n-1"
        )

    assert {"two-generations", "mean-time", "law-of-time"} <= refuted_by("gaussian-first-passage")


def test_a_law_that_is_one_generation_late(monkeypatch):
    solved = exact.first_passage(passage.THRESHOLD, sample_size=10, divisor="n-1")
    late = dataclasses.replace(
        solved, mean=solved.mean + 1, survival=np.concatenate([[1.0], solved.survival[:-1]])
    )
    right = passage.solution
    monkeypatch.setattr(
        passage, "solution", lambda size=10, divisor="n-1": late if divisor == "n-1" else right(size, divisor)
    )
    assert {"two-generations", "mean-time"} <= refuted_by("gaussian-first-passage")
