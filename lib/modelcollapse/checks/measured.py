"""What a sample says about a mean: an estimate and one-sided confidence limits at any level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from modelcollapse.checks.budget import normal_quantile
from modelcollapse.errors import UnusableSample

__all__ = ["Measured", "measure", "usable"]


def usable(sample: Any, *, dimensions: int = 1) -> np.ndarray:
    """Return the sample as a float or boolean array.

    Raises:
        UnusableSample: for the wrong number of axes, fewer than two replicates, or values that are not finite.
    """
    array = np.asarray(sample)
    if array.ndim != dimensions:
        raise UnusableSample(f"sample has {array.ndim} axes: {dimensions} expected, replicates first")
    if len(array) < 2:
        raise UnusableSample(f"sample has {len(array)} replicates: at least 2 are needed")
    if array.dtype == bool:
        return array
    if not np.issubdtype(array.dtype, np.number) or np.iscomplexobj(array):
        raise UnusableSample(f"sample holds {array.dtype} values: real numbers are needed")
    array = array.astype(float)
    bad = int(array.size - np.isfinite(array).sum())
    if bad:
        raise UnusableSample(f"sample holds {bad} values that are NaN or infinite: none may be")
    return array


@dataclass(frozen=True)
class Measured:
    """An estimated mean.

    Attributes:
        estimate: the sample mean (a share, for a boolean sample).
        standard_error: its estimated standard error.
        replicates: size of the sample.
        successes: how many are true, for a boolean sample; else None.
    """

    estimate: float
    standard_error: float
    replicates: int
    successes: int | None = None

    def limits(self, level: float) -> tuple[float, float]:
        """Lower and upper limit, each wrong with probability ``level``.

        Clopper-Pearson for a share, exact at any size; else normal theory, which the tail guard protects.
        """
        if self.successes is not None:
            # Quantiles of the beta law; scipy.stats.binomtest solves for the same numbers a hundred times slower.
            hits, rest = self.successes, self.replicates - self.successes
            low = special.betaincinv(hits, rest + 1, level) if hits else 0.0
            high = special.betainccinv(hits + 1, rest, level) if rest else 1.0
            return float(low), float(high)
        reach = normal_quantile(level) * self.standard_error
        return self.estimate - reach, self.estimate + reach


def measure(sample: np.ndarray) -> Measured:
    """Measure the mean of a usable one-dimensional sample.

    Raises:
        UnusableSample: if the values have no spread (a standard error of zero supports no verdict).
    """
    count = len(sample)
    if sample.dtype == bool:
        successes = int(sample.sum())
        share = successes / count
        return Measured(share, float(np.sqrt(share * (1 - share) / count)), count, successes)
    error = float(np.std(sample, ddof=1) / np.sqrt(count))
    # Rounding may leave a constant sample a standard deviation above zero.
    if (sample == sample[0]).all() or not error > 0:
        raise UnusableSample("sample has no spread: a standard error of zero supports no verdict")
    return Measured(float(np.mean(sample)), error, count)
