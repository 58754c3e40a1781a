"""Sums over all rounds of a schedule, in closed form or with a proved tail."""

from __future__ import annotations

import math

import numpy as np
from scipy import integrate, special

__all__ = ["converges", "series"]

# Terms that are summed one by one; the rest follows from Euler and Maclaurin, whose next term is below 1e-12 here.
_HEAD = 1000


def converges(power: float, log_power: float) -> bool:
    """Return whether Σ t^(−power) ln(t + 1)^(−log_power) is finite."""
    return power > 1 or (power == 1 and log_power > 1)


def series(power: float, log_power: float, *, first: int) -> float:
    """Return Σ_{t ≥ first} t^(−power) ln(t + 1)^(−log_power); ``inf`` where it diverges.

    Args:
        power: exponent of t.
        log_power: exponent of ln(t + 1); at 0 the sum is Hurwitz' zeta function.
        first: 1 or more.
    """
    if not converges(power, log_power):
        return math.inf
    if log_power == 0:
        return float(special.zeta(power, first))
    t = np.arange(first, first + _HEAD, dtype=float)
    end = float(first + _HEAD)
    at_end = end**-power * math.log1p(end) ** -log_power
    slope = -at_end * (power / end + log_power / ((end + 1) * math.log1p(end)))
    head = float(np.sum(t**-power * np.log1p(t) ** -log_power))
    return float(head + _tail(power, log_power, end) + at_end / 2 - slope / 12)


def _tail(power: float, log_power: float, start: float) -> float:
    """Integrate t^(−power) ln(t + 1)^(−log_power) over t > start."""
    if power == 1:
        # 1/t = 1/(t + 1) + 1/(t(t + 1)): the first part in closed form, the second by u = 1/t.
        closed = math.log1p(start) ** (1 - log_power) / (log_power - 1)
        rest, _ = integrate.quad(lambda u: math.log1p(1 / u) ** -log_power / (1 + u), 0.0, 1 / start)
        return float(closed + rest)
    # t = start·e^u with u = e^x: smooth, and doubly exponentially small on the right.
    excess, base = power - 1, math.log(start)

    def part(x: float) -> float:
        u = math.exp(x)
        logarithm = u + base + math.log1p(math.exp(-u - base))
        return float(u * math.exp(-excess * (u + base)) * logarithm**-log_power)

    reach = math.log(745.0 / excess)
    value, _ = integrate.quad(part, min(-40.0, reach - 60.0), reach, limit=400, epsabs=0.0, epsrel=1e-12)
    return float(value)
