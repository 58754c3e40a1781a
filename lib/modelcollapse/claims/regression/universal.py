"""π²/6 for regular parametric models: the limit, and what a finite sample adds."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import accumulate_source as source
from modelcollapse.exact.regression import accumulate as exact
from modelcollapse.simulate.regression import accumulate as simulate
from modelcollapse.symbolic.regression import accumulate as symbolic

__all__ = ["CLAIM", "FITS", "SIZES"]

FITS = 8
SIZES = {"normal": 5, "exponential": 100, "logistic": 50}
# Fisher information of one draw; for the logistic centre it is 1/3.
INFORMATION = {"normal": 1.0, "exponential": 1.0, "logistic": 1 / 3}
_POINTS = tuple((T, n) for T in (1, 10, 400) for n in (1, 2, 8, 40))


def scaled_errors(
    family: str, workflow: str, replicates: int, rng: np.random.Generator, generations: int = FITS
) -> np.ndarray:
    """T·I·(θ̂_n − θ)² for n = 1, …, generations; shape (replicates, generations)."""
    fitted = simulate.means(
        family=family,
        samples=SIZES[family],
        generations=generations,
        replicates=replicates,
        workflow=workflow,
        rng=rng,
    )
    return np.asarray(SIZES[family] * INFORMATION[family] * (fitted[:, 1:] - 1) ** 2)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    return {
        f"{family} {workflow}": scaled_errors(family, workflow, replicates, rng)[:, -1]
        for family in SIZES
        for workflow in ("replace", "accumulate")
        if (family, workflow) != ("exponential", "replace")
    }


def _finite(family: str, workflow: str) -> Value:
    return Value(
        exact.mean_variance,
        {"samples": SIZES[family], "generations": FITS, "workflow": workflow, "family": family},
    )


def _limit(workflow: str) -> Value:
    return Value(exact.limiting_factor, {"generations": FITS, "workflow": workflow})


def _estimate(family: str, workflow: str, margin: dict[str, float]) -> Estimate:
    logistic = family == "logistic"
    value = _limit(workflow) if logistic else _finite(family, workflow)
    other = "replace" if workflow == "accumulate" else "accumulate"
    told = {
        "normal": "normal mean",
        "exponential": "mean of an exponential law",
        "logistic": "centre of a logistic law",
    }[family]
    rivals = {
        other: lambda: value(workflow=other),
        "no loss after the first fit": lambda: 1.0,
    }
    if family == "normal" and workflow == "accumulate":
        rivals["π²/6"] = lambda: np.pi**2 / 6
    return Estimate(
        name=f"{family}-{workflow}",
        asserts=f"{workflow.capitalize()}: $T$ times the Fisher information times the mean squared error of fit {FITS} "
        f"of the {told}, $T={SIZES[family]}$.",
        sample=f"{family} {workflow}",
        theory=value,
        # Close to a chi-square with one degree of freedom; the exponential law has a longer tail.
        spread=lambda: float(np.sqrt(3 if family == "exponential" else 2) * value()),
        margin=margin,
        margin_reason="below a sixth of the distance between the workflows; what this many chains can settle",
        rivals=rivals,
        kind="asymptotic" if logistic else "exact",
        # The error of the limit is of order 1/T.
        remainder=0.03 * value() if logistic else 0.0,
        # One more fit, or another T, changes less than the margin.
        mutate=False,
    )


def _products(workflow: str = "accumulate") -> list[float]:
    return [
        exact.mean_variance(samples=T, generations=n, workflow=workflow, family="exponential")
        for T, n in _POINTS
    ]


CLAIM = Claim(
    id="regression-pi-squared",
    title="The same π²/6 for every regular model",
    ledger=("P3-F2",),
    paper=source.UNIVERSAL,
    locus="abstract",
    statement=(
        "In a regular parametric model, as $T \\to \\infty$, the variance after $n$ fits is that of one fit times "
        "$n$ if only the newest data are kept, and times $\\sum_{i\\le n} 1/i^2 < \\pi^2/6$ if all are. For the "
        "mean of an exponential law it is exactly $T\\big(\\prod_{i\\le n}(1+\\frac{1}{i^2T})-1\\big)$ times, at "
        "every $T$."
    ),
    assumptions=source.MODEL,
    provenance=source.ABSTRACT,
    provenance_note=source.UNIVERSAL_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="large-samples",
            asserts="The exponential law's limit, $T\\big(\\frac{\\sqrt T}{\\pi}\\sinh\\frac{\\pi}{\\sqrt T}-1\\big)$, "
            "tends to $\\pi^2/6$.",
            left=lambda: symbolic.exponential()["large"].relation,
            right=lambda: symbolic.harmonic()["limit"].relation,
            rivals={"π²/8": lambda: sp.pi**2 / 8, "π²/12": lambda: sp.pi**2 / 12},
        ),
        Agreement(
            name="product",
            asserts="The library's recursion for the exponential law agrees with the product.",
            computed=_products,
            reference=lambda: [
                (
                    symbolic.exponential()["growth"]
                    .relation.subs({symbolic.samples: T, symbolic.fit: n})
                    .doit(),
                    {},
                )
                for T, n in _POINTS
            ],
            bound=1e-11,
            rivals={
                "the limit for large T": lambda: [
                    exact.limiting_factor(generations=n, workflow="accumulate") for _, n in _POINTS
                ],
                "replace": lambda: _products(workflow="replace"),
            },
        ),
        Agreement(
            name="power",
            asserts="If only the newest data are kept, it agrees with $T((1+1/T)^n-1)$.",
            computed=lambda: _products(workflow="replace"),
            reference=lambda: [
                (symbolic.exponential()["replace"].relation, {symbolic.samples: T, symbolic.fit: n})
                for T, n in _POINTS
            ],
            bound=1e-11,
            rivals={"n, the limit for large T": lambda: [float(n) for _, n in _POINTS]},
        ),
        Inequality(
            name="bound",
            asserts="$\\sum_{i\\le n} 1/i^2$ stays below $\\pi^2/6$.",
            points=(1, 10, 1000, 100_000),
            curve=lambda: exact.limiting_factor(generations=[1, 10, 1000, 100_000], workflow="accumulate"),
            upper=lambda: np.full(4, np.pi**2 / 6),
            upper_rivals={"1.644": lambda: np.full(4, 1.644)},
        ),
        _estimate("normal", "replace", {"smoke": 1.6, "full": 0.46}),
        _estimate("normal", "accumulate", {"smoke": 0.3, "full": 0.085}),
        _estimate("exponential", "accumulate", {"smoke": 0.38, "full": 0.11}),
        _estimate("logistic", "replace", {"smoke": 1.6, "full": 0.46}),
        _estimate("logistic", "accumulate", {"smoke": 0.3, "full": 0.085}),
    ),
    simulation=Simulation(_block, {"smoke": 28_000, "full": 40_000}),
    not_established=(
        "That the recursion holds in every regular model is quoted; three families are simulated, two of them with "
        "the exact variance.",
    ),
)
