"""The recursive Gaussian fit, simulated from sufficient statistics.

One normal and one gamma draw replace the n draws of a generation: for a normal sample the mean and the
variance are independent, the mean normal and the sum of squares a scaled chi-square. The law of the fitted
(μ, σ) is the same, not an approximation (``tests`` compare with a refit of n draws).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, generator, integer, integers, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate import chain

__all__ = ["first_passage", "paths", "refit"]

# Replicates advanced together: their state and scratch stay in the cache.
_TOGETHER = 2048


def _degrees(divisor: str, size: int) -> int:
    return size if divisor == "n" else size - 1


def _shrink(
    size: int, divisor: str, scratch: np.ndarray, sigma: np.ndarray, rng: np.random.Generator
) -> None:
    """Multiply σ in place by the factor of one generation, √(χ²_{n−1}/divisor)."""
    factor = scratch[: len(sigma)]
    rng.standard_gamma((size - 1) / 2, out=factor)  # half a chi-square
    factor *= 2.0 / _degrees(divisor, size)
    np.sqrt(factor, out=factor)
    sigma *= factor


def refit(divisor: str, scratch: np.ndarray) -> Callable[[chain.State, int, np.random.Generator], None]:
    """Return the step of one generation for a state (μ, σ); ``scratch`` holds at least as many replicates."""

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        mu, sigma = state
        move = scratch[: len(mu)]
        rng.standard_normal(out=move)
        move *= sigma
        move *= 1.0 / np.sqrt(size)
        mu += move
        _shrink(size, divisor, scratch, sigma, rng)

    return step


def paths(
    *,
    sample_size: Any,
    generations: int,
    replicates: int,
    divisor: str,
    rng: np.random.Generator,
    mu0: float = 0.0,
    sigma0: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate whole paths of the fitted mean and standard deviation.

    Args:
        sample_size: n ≥ 2, an int or a sequence with one size for each generation.
        generations: K ≥ 1.
        replicates: R ≥ 1 independent chains.
        divisor: "n" or "n-1" in the fitted variance.
        rng: generator.
        mu0, sigma0: mean and standard deviation (above 0) of the truth.

    Returns:
        (μ, σ), arrays of shape (replicates, generations + 1), column 0 the truth. σ underflows to 0 where
        it falls below about 1e-308.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Gaussian process; sampling laws of the normal mean and variance.
    """
    horizon = integer("generations", generations, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    choice("divisor", divisor, ("n", "n-1"))
    generator("rng", rng)
    start_mu = real("mu0", mu0)
    start_sigma = real("sigma0", sigma0, above=0.0)
    if isinstance(sample_size, list | tuple | range | np.ndarray):
        sizes = integers("sample_size", sample_size, minimum=2, length=horizon)[:horizon].tolist()
    else:
        sizes = [integer("sample_size", sample_size, minimum=2)] * horizon

    # Generation-major in memory: each generation writes one contiguous run for each group of replicates.
    mu_paths = np.empty((horizon + 1, count))
    sigma_paths = np.empty((horizon + 1, count))
    mu_paths[0], sigma_paths[0] = start_mu, start_sigma
    scratch = np.empty(min(count, _TOGETHER))

    step = refit(divisor, scratch)

    for first in range(0, count, _TOGETHER):
        group = slice(first, min(first + _TOGETHER, count))
        mu, sigma = mu_paths[0, group].copy(), sigma_paths[0, group].copy()

        def observe(generation: int, state: chain.State, _: np.ndarray, group: slice = group) -> None:
            mu_paths[generation, group], sigma_paths[generation, group] = state

        chain.run((mu, sigma), step, sizes=sizes, rng=rng, observe=observe)
    return mu_paths.T, sigma_paths.T


def first_passage(
    threshold: float,
    *,
    sample_size: int,
    divisor: str,
    replicates: int,
    rng: np.random.Generator,
    sigma0: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate the first generation at which σ_k ≤ threshold; finished chains are dropped.

    Args:
        threshold: standard deviation in (0, ``sigma0``).
        sample_size: n ≥ 2.
        divisor: "n" or "n-1".
        replicates: R ≥ 1 independent chains.
        rng: generator.
        sigma0: standard deviation of the truth, above 0.

    Returns:
        (τ, overshoot), arrays of shape (replicates,): the generation, and log(threshold/σ_τ) ≥ 0.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Gaussian process; the first-passage question is asked here.
    """
    size = integer("sample_size", sample_size, minimum=2)
    count = integer("replicates", replicates, minimum=1)
    choice("divisor", divisor, ("n", "n-1"))
    generator("rng", rng)
    start = real("sigma0", sigma0, above=0.0)
    level = real("threshold", threshold, above=0.0)
    if level >= start:
        raise InvalidArgument("threshold", threshold, f"must be below sigma0 = {sigma0:g}")
    time = np.zeros(count, dtype=np.int64)
    overshoot = np.zeros(count)
    scratch = np.empty(min(count, _TOGETHER))

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        _shrink(size, divisor, scratch, state[0], rng)

    def arrived_now(state: chain.State) -> np.ndarray:
        return state[0] <= level

    for first in range(0, count, _TOGETHER):
        sigma = np.full(min(_TOGETHER, count - first), start)

        def observe(generation: int, state: chain.State, running: np.ndarray, first: int = first) -> None:
            done = arrived_now(state)
            arrived = first + running[done]
            time[arrived] = generation
            overshoot[arrived] = np.log(level / state[0][done])

        # The drift of log σ is negative for both divisors, so every chain arrives.
        chain.run(
            (sigma,),
            step,
            sizes=itertools.repeat(size),
            rng=rng,
            observe=observe,
            absorbed=arrived_now,
        )
    return time, overshoot
