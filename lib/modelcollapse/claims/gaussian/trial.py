"""A trial of two judges on the Gaussian chain: a normal interval or p > 0.05, against the judge of this book."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from modelcollapse.checks import Estimate, Value
from modelcollapse.checks.budget import ALPHA
from modelcollapse.checks.measured import measure
from modelcollapse.checks.planning import replicates_needed
from modelcollapse.checks.verdict import Verdict
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate

__all__ = ["heavy_tails", "wrong_formulas"]


def _mean_variance(sample_size: int, generations: int) -> float:
    """E σ_k² for the divisor n and σ_0 = 1."""
    return float(np.exp(generations * exact.log_moment(2.0, sample_size=sample_size, divisor="n")))


def _spread(sample_size: int, generations: int) -> float:
    fourth = float(np.exp(generations * exact.log_moment(4.0, sample_size=sample_size, divisor="n")))
    return float(np.sqrt(fourth - _mean_variance(sample_size, generations) ** 2))


def _estimate(sample_size: int, generations: int, margin: float) -> Estimate:
    return Estimate(
        name="mean-variance",
        asserts="the mean of σ_k² for the divisor n",
        sample="variance",
        theory=Value(_mean_variance, {"sample_size": sample_size, "generations": generations}),
        spread=lambda: _spread(sample_size, generations),
        margin=margin,
        margin_reason="the trial's",
    )


def heavy_tails(
    rng: np.random.Generator,
    *,
    sample_size: int,
    generations: tuple[int, ...],
    replicates: int,
    repetitions: int,
) -> list[dict[str, Any]]:
    """Judge the true formula for E σ_k² again and again, at several generations, by both judges.

    Returns:
        for each generation the share of repetitions in which a normal interval at the book's level refutes the
        truth, in which the tail guard lets the sample pass, and in which the book's judge refutes the truth.
    """
    refuted = dict.fromkeys(generations, 0)
    passed = dict.fromkeys(generations, 0)
    wrong = dict.fromkeys(generations, 0)
    for _ in range(repetitions):
        _, sigma = simulate.paths(
            sample_size=sample_size,
            generations=max(generations),
            replicates=replicates,
            divisor="n",
            rng=rng,
        )
        for k in generations:
            variance = sigma[:, k] ** 2
            truth = _mean_variance(sample_size, k)
            low, high = measure(variance).limits(ALPHA / 2)
            refuted[k] += int(not low <= truth <= high)
            finding = _estimate(sample_size, k, truth / 2).judge({"variance": variance}, "smoke")
            passed[k] += "cannot support" not in finding.reason
            wrong[k] += finding.verdict is Verdict.REFUTED
    return [
        {
            "generation": k,
            "normal interval refutes the truth": refuted[k] / repetitions,
            "tail guard lets pass": passed[k] / repetitions,
            "judge refutes the truth": wrong[k] / repetitions,
        }
        for k in generations
    ]


def wrong_formulas(
    rng: np.random.Generator, *, sample_size: int, generations: int, naive_replicates: int, repetitions: int
) -> list[dict[str, Any]]:
    """Show wrong formulas for E σ_k² to p > 0.05 with few replicates, and to the judge with planned ones.

    Returns:
        for the truth and each wrong formula its relative error, how often p > 0.05 lets it pass, and the
        judge's verdict at a margin of one per cent.
    """
    n, k = sample_size, generations
    truth = _mean_variance(n, k)
    formulas = {
        "(1 − 1/n)^k, the truth": truth,
        "n + 1 for n": _mean_variance(n + 1, k),
        "n − 1 for n": _mean_variance(n - 1, k),
        "k + 1 for k": _mean_variance(n, k + 1),
        "k − 1 for k": _mean_variance(n, k - 1),
        "exp(−k/n)": float(np.exp(-k / n)),
        "one per cent more": 1.01 * truth,
        "two per cent more": 1.02 * truth,
        "1 − k/n": 1 - k / n,
        "2n for n": _mean_variance(2 * n, k),
        "+ for −": (1 + 1 / n) ** k,
        "the root of it": float(np.sqrt(truth)),
    }
    passes = dict.fromkeys(formulas, 0)
    for _ in range(repetitions):
        variance = _variance(rng, n, k, naive_replicates)
        for name, value in formulas.items():
            passes[name] += int(stats.ttest_1samp(variance, value).pvalue > 0.05)
    margin = 0.01 * truth
    planned = replicates_needed(_spread(n, k), margin)
    variance = _variance(rng, n, k, planned)
    return [
        {
            "formula": name,
            "relative error": abs(value / truth - 1),
            f"passes p > 0.05 at {naive_replicates:,}": passes[name] / repetitions,
            f"judged at {planned:,}": str(_judged(variance, value, n, k, margin)),
        }
        for name, value in formulas.items()
    ]


def _variance(rng: np.random.Generator, n: int, k: int, replicates: int) -> np.ndarray:
    _, sigma = simulate.paths(sample_size=n, generations=k, replicates=replicates, divisor="n", rng=rng)
    return np.asarray(sigma[:, k] ** 2)


def _judged(variance: np.ndarray, value: float, n: int, k: int, margin: float) -> Verdict:
    asserted = Estimate(
        name="formula",
        asserts="the formula",
        sample="variance",
        theory=Value(lambda: value),
        spread=lambda: _spread(n, k),
        margin=margin,
        margin_reason="one per cent of the truth",
    )
    return asserted.judge({"variance": variance}, "smoke").verdict
