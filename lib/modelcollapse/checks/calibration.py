"""The judge judged: how often it errs on synthetic claims whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from modelcollapse.checks import planning
from modelcollapse.checks.estimate import Estimate
from modelcollapse.checks.evalue import alarm_at, log_e_process
from modelcollapse.checks.value import Value
from modelcollapse.checks.verdict import Verdict

__all__ = ["SYNTHETIC", "Synthetic", "alarms_per_year", "true_claims", "verified_rates"]


@dataclass(frozen=True)
class Synthetic:
    """A law whose mean and spread are known.

    Attributes:
        name: in words.
        tail: "light", "medium" or "heavy".
        draw: (rng, replicates) → sample.
        mean, spread: of one replicate.
    """

    name: str
    tail: str
    draw: Callable[[np.random.Generator, int], np.ndarray]
    mean: float
    spread: float


def _log_normal(tail: str, width: float) -> Synthetic:
    mean = float(np.exp(width**2 / 2))
    return Synthetic(
        f"log-normal, width {width:g}",
        tail,
        lambda rng, size: np.exp(width * rng.standard_normal(size)),
        mean,
        float(mean * np.sqrt(np.expm1(width**2))),
    )


def _pareto(index: float) -> Synthetic:
    return Synthetic(
        f"Pareto, index {index:g}",
        "heavy",
        lambda rng, size: (1 - rng.random(size)) ** (-1 / index),
        index / (index - 1),
        float(np.sqrt(index / (index - 2)) / (index - 1)),
    )


SYNTHETIC = (
    Synthetic("normal", "light", lambda rng, size: rng.standard_normal(size), 0.0, 1.0),
    Synthetic("uniform", "light", lambda rng, size: rng.random(size), 0.5, float(np.sqrt(1 / 12))),
    Synthetic("share of 30 %", "light", lambda rng, size: rng.random(size) < 0.3, 0.3, float(np.sqrt(0.21))),
    Synthetic("exponential", "medium", lambda rng, size: rng.standard_gamma(1.0, size), 1.0, 1.0),
    Synthetic("gamma, shape 1/4", "medium", lambda rng, size: rng.standard_gamma(0.25, size), 0.25, 0.5),
    _log_normal("medium", 0.75),
    _log_normal("heavy", 3.0),
    _pareto(2.1),
    _pareto(2.5),
)


def _estimate(law: Synthetic, margin: float) -> Estimate:
    return Estimate(
        name="synthetic",
        asserts=f"the mean of the {law.name} law",
        sample="sample",
        theory=Value(lambda: law.mean),
        spread=lambda: law.spread,
        margin=margin,
        margin_reason="planned",
        rivals={"two margins away": lambda: law.mean + 2 * margin},
    )


def true_claims(rng: np.random.Generator, *, claims: int, replicates: int) -> dict[str, dict[str, int]]:
    """Judge true claims of the planned size; count verdicts for light, medium and heavy tails, a third each.

    Args:
        rng: generator.
        claims: how many in all.
        replicates: size of each sample; the margin is planned for it.
    """
    counts = {tail: {str(verdict): 0 for verdict in Verdict} for tail in ("light", "medium", "heavy")}
    # The margin at which the planning formula asks for just this many replicates.
    unit = np.sqrt(planning.replicates_needed(1.0, 1e-3)) * 1e-3 / np.sqrt(replicates)
    tails = list(counts)
    for i in range(claims):
        laws = [law for law in SYNTHETIC if law.tail == tails[i % 3]]
        law = laws[(i // 3) % len(laws)]
        finding = _estimate(law, float(unit * law.spread)).judge(
            {"sample": law.draw(rng, replicates)}, "smoke"
        )
        counts[law.tail][str(finding.verdict)] += 1
    return counts


def verified_rates(
    rng: np.random.Generator, *, reruns: int, replicates: int, missed: float
) -> list[dict[str, float | str]]:
    """Rerun a true claim of each light-tailed law many times; compare its verdicts with the plan.

    A heavier tail has no such rate: there the tail guard decides, on purpose.

    Args:
        rng: generator.
        reruns: how often.
        replicates: size of each sample.
        missed: chance of falling short that the margin is planned for.

    Returns:
        for each law the predicted and the measured rate of "verified", and what became of a rival at twice
        the margin.
    """
    unit = np.sqrt(planning.replicates_needed(1.0, 1e-3, missed=missed)) * 1e-3 / np.sqrt(replicates)
    table: list[dict[str, float | str]] = []
    for law in SYNTHETIC:
        if law.tail != "light":
            continue
        margin = float(unit * law.spread)
        estimate = _estimate(law, margin)
        verified = refuted = fooled = 0
        for _ in range(reruns):
            finding = estimate.judge({"sample": law.draw(rng, replicates)}, "smoke")
            verified += finding.verdict is Verdict.VERIFIED
            refuted += finding.controls[0].verdict is Verdict.REFUTED
            fooled += finding.controls[0].verdict is Verdict.VERIFIED
        table.append(
            {
                "law": law.name,
                "predicted": planning.verified_rate(law.spread / np.sqrt(replicates), margin),
                "measured": verified / reruns,
                "rival refuted": refuted / reruns,
                "rival verified": fooled / reruns,
            }
        )
    return table


def alarms_per_year(rng: np.random.Generator, *, years: int, days: int = 365, claims: int = 300) -> float:
    """Share of simulated years of daily rounds in which any of ``claims`` true claims raises an alarm."""
    threshold = np.log(alarm_at(claims))
    alarms = 0
    for _ in range(years):
        alarms += bool((log_e_process(rng.standard_normal((claims, days))) >= threshold).any())
    return alarms / years
