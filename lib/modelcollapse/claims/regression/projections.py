"""General covariances: products of random projections, averaged by a recursion, and the noise in them."""

from __future__ import annotations

import numpy as np

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.regression import overparametrised_source as source
from modelcollapse.exact.regression import projections as exact
from modelcollapse.exact.regression import risk
from modelcollapse.simulate.regression import chain
from modelcollapse.simulate.regression import overparametrised as simulate
from modelcollapse.symbolic.regression import overparametrised as symbolic

__all__ = ["CLAIM", "collapse"]

DIMENSION, SAMPLES = 80, 40
GENERATIONS = 3
# Eigenvalues from 0.2 to 2; w₀ lives on the lowest third of them.
SPECTRUM = np.linspace(0.2, 2.0, DIMENSION)
TRUTH = np.where(np.arange(DIMENSION) < DIMENSION // 3, 1.0, 0.0) / np.sqrt(DIMENSION // 3)
# Noise alone (w₀ = 0), with a last fit of twice as many samples as dimensions.
SMALLER, RIDGE, LAST = 60, 0.01, 6


def _powers(exponent: float, dimension: int) -> np.ndarray:
    return np.arange(1, dimension + 1.0) ** -exponent


def collapse(exponent: float, design: str, generations: int) -> float:
    """Noise of all generators in the last fit, for eigenvalues j^(−exponent)."""
    spectrum = _powers(exponent, SMALLER)
    return float(
        risk(
            spectrum,
            np.zeros(SMALLER),
            ridge=RIDGE,
            samples=2 * SMALLER,
            noise=0.0,
            generator_samples=SMALLER // 2,
            generator_noise=1.0,
            generations=generations,
            design=design,
        ).collapse
    )


def _energy(generations: int) -> float:
    path = exact.propagated(SPECTRUM, SPECTRUM, generator_samples=SAMPLES, generations=generations)
    return float(path[-1] @ TRUTH**2)


def _overlap(generations: int) -> float:
    return float(exact.overlap(SPECTRUM, generator_samples=SAMPLES, generations=generations) @ TRUTH**2)


def _times_mean(generations: int) -> float:
    """w₀'Σ E[Q] w₀: right for one projection, or for Σ = 1."""
    mean = exact.overlap(SPECTRUM, generator_samples=SAMPLES, generations=generations)
    return float((SPECTRUM * mean) @ TRUTH**2)


def _without_factors(generations: int) -> float:
    """w₀'(Σ + κ₀)^(−n) w₀, which lacks the factors Σ."""
    mean = exact.overlap(SPECTRUM, generator_samples=SAMPLES, generations=generations)
    return float((mean / SPECTRUM**generations) @ TRUTH**2)


def _noisy(exponent: float, design: str, replicates: int, rng: np.random.Generator) -> np.ndarray:
    return chain(
        _powers(exponent, SMALLER),
        np.zeros(SMALLER),
        ridge=RIDGE,
        samples=2 * SMALLER,
        noise=0.0,
        generator_samples=SMALLER // 2,
        generator_noise=1.0,
        generations=LAST,
        replicates=replicates,
        rng=rng,
        design=design,
        method="bartlett",
    )


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    path = simulate.weights(
        SPECTRUM,
        TRUTH,
        generator_samples=SAMPLES,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
    )
    found = {"energy": path[:, GENERATIONS] ** 2 @ SPECTRUM, "overlap": path[:, GENERATIONS] @ TRUTH}
    for exponent in (0, 1):
        error = _noisy(exponent, "independent", replicates, rng)
        found[f"fresh {exponent}"] = error[:, LAST]
    found["same 1"] = _noisy(1, "same", replicates, rng)[:, LAST]
    return found


def _collapse(exponent: int, design: str) -> Estimate:
    fresh = design == "independent"
    value = Value(lambda design: collapse(exponent, design, LAST), {"design": design})
    rivals = {"the other design": lambda: value(design="same" if fresh else "independent")}
    if fresh:
        rivals["n times the first generator's"] = lambda: LAST * collapse(exponent, design, 1)
    return Estimate(
        name=f"noise-{'fresh' if fresh else 'same'}-spectrum-{exponent}",
        asserts=f"The noise of {LAST} generators in the error of the last fit, $s_j = j^{{-{exponent}}}$, "
        f"{'fresh' if fresh else 'the same'} inputs, $d={SMALLER}$, $T_0={SMALLER // 2}$, $T={2 * SMALLER}$, "
        f"$\\lambda={RIDGE}$.",
        sample=f"{'fresh' if fresh else 'same'} {exponent}",
        theory=value,
        spread=lambda: 0.45 * value(),
        margin={"smoke": 0.08 * value(), "full": 0.06 * value()},
        margin_reason="six per cent of the value at the full profile; the nearest rival is more than a third away",
        rivals=rivals,
        kind="asymptotic",
        # The equivalent is off by O(1/d); 5/d of the value.
        remainder=5 / SMALLER * value(),
        mutate=False,
    )


CLAIM = Claim(
    id="regression-projections",
    title="What several random projections do to a covariance is a recursion, not a product",
    ledger=("P3-T6", "P3-T10", "P3-T11", "P3-D2"),
    paper=source.PAPER,
    locus="Theorem 4.3, appendix F",
    statement=(
        "Let $Q$ be the product of the projections of $n$ generators and $p = s/(s+\\kappa_0)$, $q = "
        "s/(s+\\kappa_0)^2$ on the eigenvalues $s$ of $\\Sigma$. With fresh inputs $\\mathbb{E}\\,Q \\simeq p^n$ "
        "and, for $M$ diagonal, $\\mathbb{E}\\,Q'MQ \\simeq F^n(M)$ with $F(M) = p^2M + "
        "\\kappa_0^2\\,q\\,\\frac{\\mathrm{tr}(Mq)}{T_0-\\mathrm{df}_2(\\kappa_0)}$. So the noise of all "
        "generators is a sum over powers of $F$. It is linear in $n$ with the same inputs, and not with fresh ones."
    ),
    assumptions=source.SETTING,
    provenance=source.FULL_TEXT,
    provenance_note=source.CONDITIONS + " The recursion is derived here.",
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="unit",
            asserts="$F(1) = s/(s+\\kappa_0)$, the mean of a projection, whose square it is.",
            left=lambda: symbolic.recursion()["unit"].relation,
            right=symbolic.mean_projection,
            rivals={"its square": lambda: symbolic.mean_projection() ** 2},
        ),
        Identity(
            name="flat",
            asserts="With one eigenvalue $F$ multiplies by $s/(s+\\kappa_0) = T_0/d$.",
            left=lambda: symbolic.recursion()["flat"].relation,
            right=symbolic.mean_projection,
            rivals={"its square": lambda: symbolic.mean_projection() ** 2},
        ),
        Estimate(
            name="overlap",
            asserts=f"$\\mathbb{{E}}\\langle w_0, Qw_0\\rangle$ for {GENERATIONS} projections, eigenvalues from 0.2 to "
            f"2, $d={DIMENSION}$, $T_0={SAMPLES}$.",
            sample="overlap",
            theory=Value(_overlap, {"generations": GENERATIONS}),
            spread=lambda: 0.027,
            margin={"smoke": 0.006, "full": 0.004},
            margin_reason="a tenth of the value at the full profile; the rivals are twice as large or more",
            rivals={
                "without the factors Σ": lambda: _without_factors(GENERATIONS),
                "one projection less": lambda: _overlap(GENERATIONS - 1),
            },
            kind="asymptotic",
            remainder=3 / DIMENSION * _overlap(GENERATIONS),
            mutate=False,
        ),
        Estimate(
            name="energy",
            asserts="$\\mathbb{E}\\lVert Qw_0\\rVert_\\Sigma^2$ at the same settings.",
            sample="energy",
            theory=Value(_energy, {"generations": GENERATIONS}),
            spread=lambda: 0.028,
            margin={"smoke": 0.006, "full": 0.004},
            margin_reason="less than a fifth of the distance to the product form",
            rivals={
                "Σ times the mean of Q": lambda: _times_mean(GENERATIONS),
                "one projection less": lambda: _energy(GENERATIONS - 1),
            },
            kind="asymptotic",
            remainder=3 / DIMENSION * _energy(GENERATIONS),
            mutate=False,
        ),
        _collapse(0, "independent"),
        _collapse(1, "independent"),
        _collapse(1, "same"),
    ),
    simulation=Simulation(
        _block,
        {"smoke": 2_500, "full": 4_500},
        block_size=250,
    ),
    not_established=(
        "Equivalents hold as $d$ grows with $T_0/d$ and $T/d$ fixed. Their error here, $O(1/d)$, is allowed for by "
        "a stated remainder, not proved.",
    ),
)
