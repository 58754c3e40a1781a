"""The decision: does the whole interval lie inside the margin, outside it, or neither?"""

from __future__ import annotations

import math

from modelcollapse.checks.budget import ALPHA
from modelcollapse.checks.measured import Measured
from modelcollapse.checks.verdict import Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["KINDS", "decide"]

KINDS = ("exact", "asymptotic", "at most", "at least", "ordering")


def decide(
    measured: Measured, theory: float, margin: float, *, kind: str = "exact", remainder: float = 0.0
) -> tuple[Verdict, str]:
    """Judge an estimate against theory.

    Args:
        measured: the estimate.
        theory: the asserted value (for "ordering", what the paired difference exceeds, mostly 0).
        margin: half-width of what counts as agreement, above 0, fixed beforehand.
        kind: "exact" asserts equality, so a deviation that chance cannot explain refutes it even inside the
            margin; "asymptotic" allows ``remainder`` on top of the margin; "at most" and "at least" are
            one-sided bounds; "ordering" asserts that the difference is larger.
        remainder: bound on the distance between the asymptotic value and the truth.

    Returns:
        the verdict and one sentence.

    Raises:
        UnusableSample: for numbers that are not finite, or a margin that is not above 0.
    """
    if kind not in KINDS:
        raise UnusableSample(f"kind {kind!r}: must be one of {', '.join(KINDS)}")
    for name, number in (("estimate", measured.estimate), ("theory", theory), ("remainder", remainder)):
        if not math.isfinite(number):
            raise UnusableSample(f"{name} is {number}: no verdict without a finite number")
    # A share has exact limits, so its standard error may be zero.
    smallest = 0.0 if measured.successes is not None else math.ulp(0.0)
    if not smallest <= measured.standard_error < math.inf:
        raise UnusableSample(f"standard error is {measured.standard_error}: must be a finite number above 0")
    if remainder < 0:
        raise UnusableSample(f"remainder is {remainder}: must not be negative")
    if not (math.isfinite(margin) and margin > 0):
        raise UnusableSample(f"margin is {margin}: must be a finite number above 0")
    low, high = measured.limits(ALPHA)
    interval = f"[{low:.5g}, {high:.5g}]"

    if kind == "ordering":
        said = f"its interval is {interval}."
        if low > theory:
            return Verdict.VERIFIED, f"The paired difference exceeds {theory:.5g}: {said}"
        if high < theory:
            return Verdict.REFUTED, f"The paired difference stays below {theory:.5g}: {said}"
        return (
            Verdict.INCONCLUSIVE,
            f"The interval {interval} of the paired difference contains {theory:.5g}.",
        )

    room = margin + remainder
    bottom = -math.inf if kind == "at most" else theory - room
    top = math.inf if kind == "at least" else theory + room
    if low > top or high < bottom:
        side = "above" if low > top else "below"
        return (
            Verdict.REFUTED,
            f"The whole interval {interval} lies {side} what {theory:.5g} ± {room:.2g} allows.",
        )
    if kind == "exact":
        strict_low, strict_high = measured.limits(ALPHA / 2)
        if not strict_low <= theory <= strict_high:
            return (
                Verdict.REFUTED,
                f"Chance alone does not explain the distance between {interval} and {theory:.5g}.",
            )
    if low >= bottom and high <= top:
        return Verdict.VERIFIED, f"The whole interval {interval} lies within {theory:.5g} ± {room:.2g}."
    return (
        Verdict.INCONCLUSIVE,
        f"The interval {interval} is too wide for the margin {theory:.5g} ± {room:.2g}.",
    )
