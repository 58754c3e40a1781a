"""Least squares on all data so far: the exact risk of every generation."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import accumulate_source as source
from modelcollapse.exact.regression import accumulate as exact
from modelcollapse.simulate.regression import accumulate as simulate
from modelcollapse.symbolic.regression import accumulate as symbolic

__all__ = ["CLAIM", "DIMENSION", "SAMPLES"]

# (d + 1)/T = 1/2, where the limit is 2 log 2 times the first risk.
DIMENSION, SAMPLES = 9, 20
FITS = (2, 4, 16)
# Eigenvalues of a second covariance, and its sizes.
UNEVEN = (1.0, 1 / 4, 1 / 9, 1 / 16)
UNEVEN_SAMPLES, UNEVEN_FITS = 14, 8


def _value(
    fits: int, dimension: int = DIMENSION, samples: int = SAMPLES, workflow: str = "accumulate"
) -> Value:
    return Value(
        exact.workflow_risk,
        {"dimension": dimension, "samples": samples, "generations": fits, "workflow": workflow},
    )


def _squares(fits: int, dimension: int = DIMENSION, samples: int = SAMPLES) -> float:
    """The first risk times Σ 1/i²: right for d = 0 only."""
    return float(dimension / (samples - dimension - 1) * np.sum(1 / np.arange(1, fits + 1.0) ** 2))


def _proportional(fits: int, dimension: int = DIMENSION, samples: int = SAMPLES) -> float:
    """Σ d/(i(iT − d)): the large-size form of the sum."""
    i = np.arange(1, fits + 1.0)
    return float(np.sum(dimension / (i * (i * samples - dimension))))


def _spread(fits: int, dimension: int, samples: int) -> float:
    """An upper bound: the relative spread of the first fit, a scaled F variable, is the largest."""
    k = samples - dimension + 1
    relative = (dimension + 2) / dimension * (k - 2) / (k - 4) - 1
    return _value(fits, dimension, samples)() * float(np.sqrt(relative))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    even = simulate.least_squares(
        np.ones(DIMENSION),
        samples=SAMPLES,
        generations=max(FITS),
        replicates=replicates,
        workflow="accumulate",
        rng=rng,
    )
    uneven = simulate.least_squares(
        UNEVEN,
        samples=UNEVEN_SAMPLES,
        generations=UNEVEN_FITS,
        replicates=replicates,
        workflow="accumulate",
        rng=rng,
    )
    return {**{f"fit {fits}": even[:, fits] for fits in FITS}, "uneven": uneven[:, UNEVEN_FITS]}


def _estimate(fits: int) -> Estimate:
    value = _value(fits)
    return Estimate(
        name=f"fit-{fits}",
        asserts=f"The mean risk of fit {fits} at $d={DIMENSION}$, $T={SAMPLES}$, $\\Sigma = I$.",
        sample=f"fit {fits}",
        theory=value,
        spread=lambda: _spread(fits, DIMENSION, SAMPLES),
        margin={"smoke": 0.13 * value(), "full": 0.05 * value()},
        margin_reason="five per cent of the risk at the full profile",
        rivals={
            "replace": lambda: value(workflow="replace"),
            "the first risk times the sum of 1/i²": lambda: _squares(fits),
            "no −1 in the denominators": lambda: _proportional(fits),
        },
        # One more generation adds less than the margin, except early on.
        mutate=fits == min(FITS),
    )


def _agreement() -> Agreement:
    settings = tuple(
        (d, T, n) for d, T in ((1, 4), (9, 20), (99, 101), (300, 1000)) for n in (1, 2, 16, 1000)
    )

    def numbers(**changes: str) -> list[float]:
        return [_value(n, d, T)(**changes) for d, T, n in settings]

    return Agreement(
        name="closed-form",
        asserts="The library's sum agrees with the closed form in digamma functions.",
        computed=numbers,
        reference=lambda: [
            (symbolic.closed_sum(), {symbolic.dimension: d, symbolic.samples: T, symbolic.fit: n})
            for d, T, n in settings
        ],
        bound=1e-12,
        rivals={
            "replace": lambda: numbers(workflow="replace"),
            "no −1 in the denominators": lambda: [_proportional(n, d, T) for d, T, n in settings],
        },
    )


CLAIM = Claim(
    id="regression-accumulate-sum",
    title="Keep all data, and the risk is a sum that converges",
    ledger=("P3-F1",),
    paper=source.REGRESSION,
    locus="abstract",
    statement=(
        "Least squares on all data so far: after $n$ fits the mean excess risk is exactly "
        "$\\sigma^2 d\\sum_{i=1}^n \\frac{1}{i\\,(iT-d-1)}$, whatever $\\Sigma$. If only the newest data are kept, "
        "it is $n\\,\\sigma^2 d/(T-d-1)$."
    ),
    assumptions=source.SETTING,
    provenance=source.ABSTRACT,
    provenance_note=source.REGRESSION_NOTE,
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "If data accumulate, the test error stays below a bound that does not depend on the number of "
            "generations."
        ),
        ours="The mean excess risk after $n$ fits is $\\sigma^2d\\sum_{i=1}^n\\frac{1}{i\\,(iT-d-1)}$, exactly.",
        decided={"fit-16": "replace", "closed-form": ""},
    ),
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="one-set-of-many",
            asserts="For $d=1$, from the law of a share: the newest of $n$ sets brings $1/n$ of the risk of a fit to "
            "$nT$ fresh rows.",
            left=symbolic.share_of_a_set,
            right=lambda: symbolic.term().subs(symbolic.dimension, 1),
            rivals={
                "1/n² of it": lambda: symbolic.term().subs(symbolic.dimension, 1) / symbolic.fit,
                "no −1 in the denominator": lambda: (
                    1 / (symbolic.fit * (symbolic.fit * symbolic.samples - 1))
                ),
            },
            # For T up to 2 the mean is infinite.
            domain={symbolic.samples: (3, 40)},
        ),
        Identity(
            name="sum-step",
            asserts="The closed form grows by the next term of the sum from $n$ to $n+1$.",
            left=lambda: (
                sp.expand_func(symbolic.closed_sum().subs(symbolic.fit, symbolic.fit + 1))
                - symbolic.closed_sum()
            ),
            right=lambda: symbolic.term(symbolic.fit + 1),
            rivals={
                "the term of n": symbolic.term,
                "no −1 in the denominator": lambda: (
                    symbolic.dimension
                    / ((symbolic.fit + 1) * ((symbolic.fit + 1) * symbolic.samples - symbolic.dimension))
                ),
            },
            domain={symbolic.samples: (14, 40)},
        ),
        _agreement(),
        *(_estimate(fits) for fits in FITS),
        Estimate(
            name="uneven-covariance",
            asserts=f"The mean risk of fit {UNEVEN_FITS} at $d={len(UNEVEN)}$, $T={UNEVEN_SAMPLES}$, with eigenvalues "
            "$j^{-2}$ of $\\Sigma$.",
            sample="uneven",
            theory=_value(UNEVEN_FITS, len(UNEVEN), UNEVEN_SAMPLES),
            spread=lambda: _spread(UNEVEN_FITS, len(UNEVEN), UNEVEN_SAMPLES),
            margin={"smoke": 0.08, "full": 0.045},
            margin_reason="seven per cent of the risk at the full profile",
            rivals={
                "replace": lambda: _value(UNEVEN_FITS, len(UNEVEN), UNEVEN_SAMPLES)(workflow="replace"),
                "no growth after the first fit": lambda: _value(1, len(UNEVEN), UNEVEN_SAMPLES)(),
            },
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 9_000, "full": 18_000}, block_size=2_000),
    not_established=(
        "That the mean of the newest set's share does not depend on which set it is, is an argument by symmetry in "
        "the text; SymPy checks it for $d=1$ from the law of the share.",
    ),
)
