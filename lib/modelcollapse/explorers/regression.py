"""Explorers of the chapters on regression."""

from __future__ import annotations

import sympy as sp

from modelcollapse.explorers.explorer import Axis, Curve, Explorer, Mark, Slider
from modelcollapse.explorers.formula import Formula
from modelcollapse.symbolic import regression as derived

__all__ = ["EXPLORERS"]


def chain() -> Explorer:
    """The mean test error against the number of generators, and when zero is the better prediction."""
    steps = derived.chain()
    return Explorer(
        name="chain",
        chapter="least-squares-chain",
        title="After how many generators is predicting zero better?",
        caption=(
            "The mean test error after $n$ generators of $T_0$ labels each, exact at every size and for every "
            "covariance. The noise in the last labels is held fixed at $\\sigma = 1$. A model that always "
            "answers zero has the error $S$; with endless labels for the last fit it is better from the dotted "
            "line on."
        ),
        x=Slider(derived.generations, "generators", "n", 0, 100, 30, 101),
        y=Axis("mean test error", 0.0),
        sliders=(
            Slider(derived.dimension, "dimension", "d", 1, 50, 10, 50),
            Slider(derived.generator_samples, "labels of a generator", "T₀", 60, 10_000, 100, 60, log=True),
            Slider(derived.samples, "labels of the last fit", "T", 60, 100_000, 1000, 60, log=True),
            Slider(derived.generator_noise, "noise of the generators", "σ₀", 0.1, 3.0, 1.0, 59),
            Slider(derived.signal, "error of predicting zero", "S", 0.1, 100.0, 4.0, 61, log=True),
        ),
        curves=(
            Curve("the last fit", Formula(steps["mean"].relation)),
            Curve("with endless labels for it", Formula(steps["plateau"].relation)),
            Curve("predicting zero", Formula(derived.signal)),
        ),
        marks=(
            Mark(
                "generators until zero is better, endless labels",
                Formula(derived.null_predictor()["exact"].relation),
            ),
        ),
        fixed={derived.noise: 1},
    )


def ridge() -> Explorer:
    """The isotropic test error against the ridge, on clean and on synthetic labels."""
    kappa = {derived.kappa: derived.effective()["root"].relation}
    share = {sp.Symbol("c", positive=True): derived.collapse()["limit"].relation}
    return Explorer(
        name="ridge",
        chapter="ridge",
        title="Where does the best ridge go?",
        caption=(
            "The test error against the ridge $\\lambda$ on clean labels and after $n$ generators, for equal "
            "eigenvalues and true weights of length one, both held fixed, in the limit of large sizes: $\\phi = "
            "d/T$ and $\\phi_0 = d/T_0$. First the effective ridge $\\kappa$ is computed from $\\lambda$, then "
            "the error from $\\kappa$."
        ),
        x=Slider(derived.ridge, "ridge", "λ", 1e-3, 10.0, 0.1, 81, log=True),
        y=Axis("test error", 0.003, 30.0, log=True),
        sliders=(
            Slider(derived.generations, "generators", "n", 0, 50, 10, 51),
            Slider(derived.ratio, "dimensions per label", "φ", 0.05, 3.0, 0.3, 60),
            Slider(derived.generator_ratio, "dimensions per label of a generator", "φ₀", 0.05, 0.9, 0.5, 86),
            Slider(derived.noise, "noise of the last labels", "σ", 0.05, 2.0, 0.2, 40),
            Slider(derived.generator_noise, "noise of the generators", "σ₀", 0.05, 2.0, 0.2, 40),
        ),
        curves=(
            Curve("on clean labels", Formula(derived.test_error()["total"].relation, kappa)),
            Curve("after n generators", Formula(derived.optimum()["total"].relation, {**kappa, **share})),
        ),
    )


def adaptive() -> Explorer:
    """The exponents of the error's parts against that of the ridge."""
    steps = derived.exponents()
    return Explorer(
        name="adaptive",
        chapter="adaptive-regularisation",
        title="How fast should the ridge fall?",
        caption=(
            "With a ridge $\\lambda = T^{-\\ell}$ each part of the error is a power of $T$; the lines are the "
            "exponents, and the largest one decides. Held fixed: spectrum and source condition are power laws, "
            "with $r \\le 1$; $T_0 = T^b$ and $n\\sigma_0^2 = T^a$ with $b \\le 1$; constants are left out. The "
            "variance is that of noise in the last labels, which $\\ell_\\star$ does not count."
        ),
        x=Slider(sp.Symbol("ell", positive=True), "exponent of the ridge", "ℓ", 0.0, 3.0, 0.8, 61),
        y=Axis("exponent of T in the error", -2.0, 1.0),
        sliders=(
            Slider(derived.beta, "decay of the spectrum", "β", 1.1, 4.0, 2.0, 59),
            Slider(derived.r, "source condition", "r", 0.05, 1.0, 0.375, 39),
            Slider(derived.b, "exponent of T₀:", "b", 0.05, 1.0, 0.8, 39),
            Slider(derived.a, "exponent of nσ₀²:", "a", 0.0, 0.95, 0.0, 39),
        ),
        curves=(
            Curve("bias", Formula(steps["bias"].relation)),
            Curve("variance", Formula(steps["variance"].relation)),
            Curve("collapse term", Formula(steps["collapse"].relation)),
        ),
        marks=(
            Mark("best on clean labels, ℓ_crit", Formula(steps["critical"].relation)),
            Mark("best on synthetic labels, ℓ⋆", Formula(steps["best"].relation), absent="none, as a ≥ b"),
            Mark(
                "exponent by which the error falls there",
                Formula(steps["best_rate"].relation),
                line=False,
                absent="none, as a ≥ b",
            ),
            Mark(
                "exponent of the collapse term at ℓ_crit",
                Formula(derived.collapsed()["exponent"].relation),
                line=False,
            ),
        ),
    )


EXPLORERS = {"chain": chain, "ridge": ridge, "adaptive": adaptive}
