"""When the sum of the steps stays finite, and in which sense superlinear growth is required."""

from __future__ import annotations

import math

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk import source
from modelcollapse.data import schedules
from modelcollapse.exact import walk as exact
from modelcollapse.simulate import walk as simulate
from modelcollapse.symbolic.walk import error as symbolic

__all__ = ["CLAIM", "dented"]

EXCESSES = (sp.Rational(1, 10), sp.Rational(1, 2), sp.Integer(1), sp.Integer(2))
ROUNDS = (1, 10, 100, 1000)
FAR = (10, 1000, 100_000)
HALVES = tuple(2**k for k in range(2, 17))
DENTED_ROUNDS = tuple(2**k - 1 for k in range(4, 16))
# The simulated walk on the dented schedule.
SIZE, GENERATIONS = 20, 256


def dented(rounds: int, size: int = 1) -> schedules.Schedule:
    """Sizes n·t², but n·t at the powers of two."""
    t = np.arange(1, rounds + 1)
    return schedules.explicit((size * np.where(t & (t - 1), t * t, t)).tolist())


def _limits(conventions: str) -> np.ndarray:
    return np.array(
        [
            exact.limit(schedules.power(float(s), convention=c), sample_size=1)
            for c in conventions
            for s in EXCESSES
        ]
    )


def _left_over() -> np.ndarray:
    """What rounds after T = 10 add, for growth t^{1+s}."""
    return np.array(
        [
            exact.limit(schedules.power(float(s)), sample_size=1)
            - exact.mean_squared_error(
                schedules.power(float(s)), sample_size=1, generations=11, rounded=False
            )
            for s in EXCESSES
        ]
    )


def _integral(start: float) -> np.ndarray:
    return np.array([start ** -float(s) / float(s) for s in EXCESSES])


def _added(schedule: schedules.Schedule, rounds: tuple[int, ...], *, rounded: bool = False) -> np.ndarray:
    """What T rounds add, with n = σ = 1."""
    at = [t + 1 for t in rounds]
    found = exact.mean_squared_error(schedule, sample_size=1, generations=at, rounded=rounded)
    return np.asarray(found) - 1


def _blocks(schedule: schedules.Schedule) -> np.ndarray:
    """Sums of 1/n_t over h < t ≤ 2h."""
    both = _added(schedule, tuple(h * k for h in HALVES for k in (1, 2)))
    return np.asarray(both[1::2] - both[::2])


def _largest_sizes(schedule: schedules.Schedule, at: np.ndarray) -> np.ndarray:
    return np.asarray(schedule.factors(int(at.max()), sample_size=1)[at - 1])


def _log_sizes(multiple: int) -> np.ndarray:
    return _largest_sizes(schedules.log_power(), multiple * np.array(HALVES))


def _dented_error(generations: int, sample_size: int) -> float:
    schedule = dented(generations, sample_size)
    return sample_size * float(
        exact.mean_squared_error(schedule, sample_size=sample_size, generations=generations)
    )


def _dented_value() -> float:
    return _dented_error(GENERATIONS, SIZE)


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    last = simulate.run(
        "gaussian-mean",
        dented(GENERATIONS, SIZE),
        sample_size=SIZE,
        generations=GENERATIONS,
        replicates=replicates,
        rng=rng,
    )[:, -1, 0]
    return {"dented": SIZE * last**2}


CLAIM = Claim(
    id="walk-bounded-error",
    title="Bounded if and only if the sizes' reciprocals have a finite sum",
    ledger=("P1-T1", "P1-T2", "P1-E6", "X9"),
    paper=source.PAPER,
    locus="abstract: superlinear growth of the sample size is required",
    statement=(
        "With $\\operatorname{tr}\\operatorname{Cov}(\\hat\\theta_k\\mid\\hat\\theta_{k-1}) = \\sigma^2/n_k$ the error "
        "stays bounded if and only if $\\sum_t 1/n_t < \\infty$. For $n_t = n\\,t^{1+s}$ it tends to "
        "$\\tfrac{\\sigma^2}{n}\\,(1+\\zeta(1+s))$, for $n_t = n\\,t$ it grows like $\\tfrac{\\sigma^2}{n}\\ln t$. A "
        "schedule that never falls must have $n_t/t \\to\\infty$; a power above one is not needed, and a schedule that "
        "falls now and then need not be superlinear."
    ),
    assumptions=(source.SCHEDULED, "Unbiased fits, with a noise $\\sigma^2/n_k$ that does not vanish."),
    provenance=source.DERIVED,
    provenance_note=source.speaks_to(
        "the abstract's sentence that a superlinear growth of the sample size is required, and to the schedules "
        "$O(t^{1+s})$ of a public summary"
    ),
    outcome=Outcome.CONDITIONAL,
    chapter="random-walk",
    evidence=(
        Agreement(
            name="zeta-limits",
            asserts="The limits at $s = 0.1, 0.5, 1, 2$, first with a first synthetic sample as large as the real one "
            "(convention A), then with sizes $n\\,(t+1)^{1+s}$ (B), where they are $\\zeta(1+s)$.",
            computed=lambda: _limits("AB"),
            reference=lambda: [
                (symbolic.zeta_limit(c), {symbolic.excess: s}) for c in "AB" for s in EXCESSES
            ],
            bound=1e-14,
            rivals={"the conventions exchanged": lambda: _limits("BA")},
        ),
        Inequality(
            name="left-over",
            asserts="What the rounds after the tenth add lies between the integrals "
            "$\\tfrac{(T+1)^{-s}}{s}$ and $\\tfrac{T^{-s}}{s}$ with $T = 10$.",
            points=tuple(float(s) for s in EXCESSES),
            curve=_left_over,
            lower=lambda: _integral(11.0),
            upper=lambda: _integral(10.0),
            lower_rivals={"T for T + 1": lambda: _integral(10.0)},
            upper_rivals={"T + 1 for T": lambda: _integral(11.0)},
        ),
        Inequality(
            name="linear-unbounded",
            asserts="With $n_t = n\\,t$ the rounds up to $T$ add at least $\\ln(T+1)$, in units of $\\sigma^2/n$.",
            points=FAR,
            curve=lambda: _added(schedules.linear(), FAR),
            lower=lambda: np.log1p(FAR),
            lower_rivals={
                "1 more": lambda: np.log1p(FAR) + 1,
                "a power of T": lambda: np.sqrt(FAR),
            },
        ),
        Inequality(
            name="logarithms-suffice",
            asserts="With $n_t = n\\,t\\ln^2(t+1)$, below any power above one, the rounds after $T$ add between "
            "$1/\\ln(T+2)$ and $(1+\\tfrac1T)/\\ln(T+1)$.",
            points=FAR,
            curve=lambda: (
                exact.limit(schedules.log_power(), sample_size=1) - 1 - _added(schedules.log_power(), FAR)
            ),
            lower=lambda: 1 / np.log(np.array(FAR) + 2.0),
            upper=lambda: (1 + 1 / np.array(FAR)) / np.log1p(FAR),
            lower_rivals={"a tenth more": lambda: 1.1 / np.log(np.array(FAR) + 2.0)},
            upper_rivals={"a tenth less": lambda: 0.9 * (1 + 1 / np.array(FAR)) / np.log1p(FAR)},
        ),
        Inequality(
            name="never-falling",
            asserts="For sizes that never fall the rounds $h < t \\le 2h$ add at least $h/n_{2h}$; so if the sum is "
            "finite, $t/n_t \\to 0$. Shown for $n_t = n\\,t\\ln^2(t+1)$.",
            points=HALVES,
            curve=lambda: _blocks(schedules.log_power()),
            lower=lambda: np.array(HALVES) / _log_sizes(2),
            lower_rivals={
                "the smallest size of the block": lambda: np.array(HALVES) / _log_sizes(1),
                "all 2h rounds": lambda: 2 * np.array(HALVES) / _log_sizes(2),
            },
        ),
        Inequality(
            name="falling-escapes",
            asserts="With $n_t = n\\,t$ at the powers of two and $n\\,t^2$ elsewhere, $t/n_t$ returns to $1/n$ for "
            "ever; yet the error stays below $1+\\zeta(2)+\\tfrac23$ and comes within $3/T$ of it, in units of "
            "$\\sigma^2/n$.",
            points=DENTED_ROUNDS,
            curve=lambda: 1 + _added(dented(max(DENTED_ROUNDS)), DENTED_ROUNDS, rounded=True),
            lower=lambda: float(symbolic.dented_limit()) - 3 / np.array(DENTED_ROUNDS),
            upper=lambda: np.full(len(DENTED_ROUNDS), float(symbolic.dented_limit())),
            lower_rivals={
                "the limit itself": lambda: np.full(len(DENTED_ROUNDS), float(symbolic.dented_limit()))
            },
            upper_rivals={"the limit without dents": lambda: np.full(len(DENTED_ROUNDS), 1 + math.pi**2 / 6)},
        ),
        Identity(
            name="dented-limit",
            asserts="$\\zeta(2) - \\sum_k 4^{-k} + \\sum_k 2^{-k} = \\zeta(2) + \\tfrac23$.",
            left=lambda: symbolic.dented()["total"].relation,
            right=lambda: sp.zeta(2) + sp.Rational(2, 3),
            rivals={"nothing removed": lambda: sp.zeta(2) + 2, "nothing put back": lambda: sp.zeta(2)},
        ),
        Estimate(
            name="dented-walk",
            asserts=f"The mean of $n(\\hat\\mu_k-\\mu)^2/\\sigma^2$ on that schedule, simulated at $n={SIZE}$, "
            f"$k={GENERATIONS}$.",
            sample="dented",
            theory=Value(_dented_error, {"sample_size": SIZE, "generations": GENERATIONS}),
            spread=lambda: math.sqrt(2) * _dented_value(),
            margin=source.margins(_dented_value(), smoke=0.1, full=0.03),
            margin_reason="three per cent of the value at the full profile, ten at the smoke profile",
            rivals={
                "quadratic throughout": lambda: (
                    SIZE
                    * float(
                        exact.mean_squared_error(
                            schedules.power(1), sample_size=SIZE, generations=GENERATIONS
                        )
                    )
                ),
                "linear throughout": lambda: (
                    SIZE
                    * float(
                        exact.mean_squared_error(
                            schedules.linear(), sample_size=SIZE, generations=GENERATIONS
                        )
                    )
                ),
            },
            # One generation more or less changes the value by less than the margin.
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 16_000, "full": 140_000}, block_size=4096),
    not_established=(
        "The bounded error does not go to zero: it stays of the order of the real sample's own error.",
        "With a known covariance an estimate with unbounded expected error wanders off; with a fitted covariance it "
        "need not (see the claim on degeneracy).",
    ),
)
