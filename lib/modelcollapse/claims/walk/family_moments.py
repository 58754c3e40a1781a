"""Exponential, Bernoulli and Poisson walks, where moments close."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.discrete.shares import share
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import language
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import families as symbolic

__all__ = ["CHAPTER", "CLAIM", "NOTE"]

CHAPTER = "parametric-families"
NOTE = source.speaks_to("the abstract's picture of recursive training as a random walk of the estimate")
SQUARE, LINEAR = schedules.power(1), schedules.linear()
# Settings: sample size and generations of the three simulated walks.
EXPONENTIAL = (5, 201)
BERNOULLI = (10, 101)
POISSON = (20, 51)
YES, COUNT = 0.3, 3.0
SCHEDULES = {"linear": LINEAR, "quadratic": SQUARE}


def _root(name: str) -> float:
    n, k = EXPONENTIAL
    return float(exact.exponential_moment(0.5, SCHEDULES[name], sample_size=n, generations=k))


def _differ(name: str, *, real_stage: bool = True) -> float:
    """Chance that two draws from the last fit differ."""
    n, k = BERNOULLI
    sizes = SCHEDULES[name].sizes(sample_size=n, generations=k)
    start = YES**2 + (1 - YES) ** 2
    used = sizes if real_stage else sizes[1:]
    return 1 - float(language.collision_probability(start, sample_size=used, generations=len(used)))


def _variance(mean: float = COUNT) -> float:
    n, k = POISSON
    return float(exact.mean_squared_error(SQUARE, sample_size=n, generations=k, variance=mean))


def _variance_spread() -> float:
    """Standard deviation of the squared error: fourth cumulant and variance."""
    n, k = POISSON
    _, two, _, four = exact.poisson_cumulants(SQUARE, sample_size=n, generations=k, mean=COUNT)
    return float(np.sqrt(four + 2 * two**2))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    def last(family: simulate.Family, schedule: schedules.Schedule, setting: tuple[int, int]) -> np.ndarray:
        n, k = setting
        walk = simulate.run(family, schedule, sample_size=n, generations=k, replicates=replicates, rng=rng)
        return walk[:, -1, 0]

    drawn = {}
    for name, schedule in SCHEDULES.items():
        drawn[f"root {name}"] = np.sqrt(last(simulate.Exponential(), schedule, EXPONENTIAL))
        chance = last(simulate.Bernoulli(probability=YES), schedule, BERNOULLI)
        tokens = rng.random((2, replicates)) < chance
        drawn[f"differ {name}"] = tokens[0] != tokens[1]
    drawn["square"] = (last(simulate.Poisson(mean=COUNT), SQUARE, POISSON) - COUNT) ** 2
    return drawn


def _root_estimate(name: str, margins: dict[str, float]) -> Estimate:
    other = next(key for key in SCHEDULES if key != name)
    return Estimate(
        name=f"exponential-{name}",
        asserts=f"$\\mathbb{{E}}\\sqrt{{\\hat\\theta/\\theta^*}}$ after 200 rounds of the {name} schedule, $n = 5$.",
        sample=f"root {name}",
        theory=Value(_root, {"name": name}),
        # The mean of θ̂ itself is the truth.
        spread=lambda: float(np.sqrt(1 - _root(name) ** 2)),
        margin=margins,
        margin_reason="a quarter of the gap to the other schedule at the full profile",
        rivals={"the other schedule": lambda: _root(other), "1": lambda: 1.0},
    )


CLAIM = Claim(
    id="walk-family-moments",
    title="Three families whose walk has closed moments",
    ledger=("P1-C4",),
    paper=source.PAPER,
    locus="parametric families",
    statement=(
        "Exponential: $\\hat\\theta_k = \\hat\\theta_{k-1}G$, $G\\sim\\Gamma(n_k)/n_k$, so "
        "$\\mathbb{E}\\,\\hat\\theta_k^2 = \\theta^{*2}\\prod(1+\\frac1{n_j})$ and "
        "$\\mathbb{E}\\sqrt{\\hat\\theta_k} = \\sqrt{\\theta^*}\\prod"
        "\\Gamma(n_j+\\frac12)/(\\Gamma(n_j)\\sqrt{n_j})$. Bernoulli, and symbol by symbol any categorical law: "
        "$\\mathbb{E}\\,\\hat p_k(1-\\hat p_k) = p^*(1-p^*)\\prod(1-\\frac1{n_j})$. Poisson: "
        "$\\mathrm{Var}\\,\\hat\\lambda_k = \\lambda^*\\sum\\frac1{n_j}$. Sums and products run over $j \\le k$. "
        "The roots and the products for yes and no tend to zero, and with them the walk to a degenerate law, if "
        "and only if $\\sum 1/n_j$ diverges."
    ),
    assumptions=(
        source.SCHEDULED,
        "Each family is fitted by its sample mean; for yes and no all $n_k \\ge 2$.",
    ),
    provenance=source.DERIVED,
    provenance_note=NOTE,
    outcome=Outcome.HOLDS,
    chapter=CHAPTER,
    evidence=(
        Identity(
            name="exponential-square",
            asserts="The mean square of $G$ is $1 + 1/n$.",
            left=lambda: symbolic.exponential()["second"].relation,
            right=lambda: 1 + 1 / symbolic.size,
            rivals={"1 + 1/(n + 1)": lambda: 1 + 1 / (symbolic.size + 1)},
        ),
        Identity(
            name="exponential-root",
            asserts="The mean root of $G$ is $\\Gamma(n+\\frac12)/(\\Gamma(n)\\sqrt n)$.",
            left=lambda: symbolic.exponential()["root"].relation,
            right=lambda: (
                sp.gamma(symbolic.size + sp.Rational(1, 2))
                / (sp.gamma(symbolic.size) * sp.sqrt(symbolic.size))
            ),
            rivals={"1 − 1/(8n)": lambda: 1 - 1 / (8 * symbolic.size)},
        ),
        Identity(
            name="bernoulli",
            asserts="One round multiplies the mean of $\\hat p(1-\\hat p)$ by $1 - 1/n$.",
            left=lambda: symbolic.bernoulli()["diversity"].relation,
            right=lambda: symbolic.diversity() * (1 - 1 / symbolic.size),
            rivals={"no loss": symbolic.diversity},
        ),
        Identity(
            name="poisson",
            asserts="One round adds $\\hat\\lambda/n$ to the variance.",
            left=lambda: symbolic.poisson()["variance"].relation,
            right=lambda: symbolic.mean / symbolic.size,
            rivals={"a square, as for the exponential law": lambda: symbolic.mean**2 / symbolic.size},
        ),
        _root_estimate("quadratic", {"smoke": 0.03, "full": 0.0115}),
        _root_estimate("linear", {"smoke": 0.047, "full": 0.0175}),
        *(
            share(
                name=f"bernoulli-{name}",
                asserts=f"$2\\,\\mathbb{{E}}\\,\\hat p(1-\\hat p)$, the chance that two draws differ, after 100 rounds "
                f"of the {name} schedule, $n = 10$, $p^* = {YES}$.",
                sample=f"differ {name}",
                theory=Value(_differ, {"name": name}),
                margin={"smoke": 0.04, "full": 0.015},
                rivals={
                    "no loss": lambda: 2 * YES * (1 - YES),
                    "the other schedule": lambda name=name: _differ(  # type: ignore[misc]
                        next(key for key in SCHEDULES if key != name)
                    ),
                },
            )
            for name in SCHEDULES
        ),
        Estimate(
            name="poisson-variance",
            asserts=f"$\\mathrm{{Var}}\\,\\hat\\lambda$ after 50 rounds of the quadratic schedule, $n = 20$, "
            f"$\\lambda^* = {COUNT:g}$.",
            sample="square",
            theory=Value(_variance, {"mean": COUNT}),
            spread=_variance_spread,
            margin={"smoke": 0.06, "full": 0.02},
            margin_reason="a sixth of the real stage's share at the full profile",
            rivals={
                "without the real stage": lambda: _variance() - COUNT / 20,
                "squared mean, as for the exponential law": lambda: _variance(COUNT**2),
            },
        ),
    ),
    simulation=Simulation(_block, {"smoke": 20_000, "full": 60_000}, block_size=8192),
    revision=2,
    history=("Revision 2, before the first edition: for yes and no, sizes of one draw are excluded.",),
)
