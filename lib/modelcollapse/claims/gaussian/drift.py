"""The drift of log σ²: what one generation takes away on the logarithmic scale."""

from __future__ import annotations

import numpy as np
import scipy.special as special
import sympy as sp

from modelcollapse.checks import Agreement, Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Provenance, Simulation
from modelcollapse.claims.gaussian import source
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate
from modelcollapse.symbolic import gaussian as symbolic

__all__ = ["CLAIM"]

SIZE, GENERATIONS = 10, 200
SIZES = (2, 3, 5, 10, 50, 1000, 10**6)

_n = sp.Symbol("n", integer=True, positive=True)


def _symbolic(step: str, divisor: str) -> sp.Expr:
    """The drift or its variance in terms of n, for a divisor."""
    relation = symbolic.drift()[step].relation
    return relation.subs(symbolic.divisor, _n if divisor == "n" else _n - 1).subs(symbolic.nu, _n - 1)


def _moment_route() -> sp.Expr:
    """E log(χ²/m) from its integral, by differentiating the integrated moment: no digamma is put in."""
    value = symbolic.moment()["value"].relation
    slope = sp.diff(sp.log(value), symbolic.order).subs(symbolic.order, 0)
    return 2 * slope


def _both(function: str) -> np.ndarray:
    return np.concatenate(
        [getattr(exact, function)(sample_size=list(SIZES), divisor=divisor) for divisor in ("n-1", "n")]
    )


def _reference(step: str) -> list[tuple[sp.Expr, dict[sp.Symbol, int]]]:
    return [(_symbolic(step, divisor), {_n: size}) for divisor in ("n-1", "n") for size in SIZES]


def _value(divisor: str) -> Value:
    return Value(
        exact.log_drift,
        {"sample_size": SIZE, "divisor": divisor},
        expression=_symbolic("mean", divisor),
        point={_n: SIZE},
    )


def _spread() -> float:
    return float(np.sqrt(exact.log_drift_variance(sample_size=SIZE, divisor="n-1") / GENERATIONS))


def _spread_of_square() -> float:
    """Of a squared deviation, averaged over the generations: its variance is ψ₃ + 2ψ₁²."""
    fourth = float(special.polygamma(3, (SIZE - 1) / 2))
    second = float(exact.log_drift_variance(sample_size=SIZE, divisor="n"))
    return float(np.sqrt((fourth + 2 * second**2) / GENERATIONS))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    means = {}
    for divisor in ("n-1", "n"):
        _, sigma = simulate.paths(
            sample_size=SIZE, generations=GENERATIONS, replicates=replicates, divisor=divisor, rng=rng
        )
        means[divisor] = 2 * np.log(sigma[:, GENERATIONS]) / GENERATIONS
    # Of the last divisor; deviations from the mean do not depend on it.
    steps = np.diff(2 * np.log(sigma), axis=1) - exact.log_drift(sample_size=SIZE, divisor="n")
    return {
        **means,
        "square": (steps**2).mean(axis=1),
        "product": (steps[:, 1:] * steps[:, :-1]).mean(axis=1),
    }


def _estimate(divisor: str, other: str) -> Estimate:
    return Estimate(
        name=f"drift-divisor-{divisor}",
        asserts=f"The mean change of $\\log\\sigma^2$ per generation at $n={SIZE}$ with the divisor ${divisor}$, "
        f"averaged over {GENERATIONS} generations.",
        sample=divisor,
        theory=_value(divisor),
        spread=_spread,
        margin={"smoke": 0.00115, "full": 0.0005},
        margin_reason="one per cent of the drift at the smoke profile, below half a per cent at the full one",
        rivals={
            f"the divisor {other}": lambda: exact.log_drift(sample_size=SIZE, divisor=other),
            "drift two per cent too large": lambda: 1.02 * exact.log_drift(sample_size=SIZE, divisor=divisor),
            "−1/n, the first term of the series": lambda: -1 / SIZE,
        }
        if divisor == "n-1"
        else {
            f"the divisor {other}": lambda: exact.log_drift(sample_size=SIZE, divisor=other),
            "drift two per cent too large": lambda: 1.02 * exact.log_drift(sample_size=SIZE, divisor=divisor),
            "−2/n, the first term of the series": lambda: -2 / SIZE,
        },
    )


CLAIM = Claim(
    id="gaussian-log-drift",
    title="On the log scale every generation costs the same",
    ledger=("P2-T3x",),
    paper=source.PAPER,
    locus="process of Theorem 3",
    statement=(
        "$\\log\\sigma_{k+1}^2 - \\log\\sigma_k^2$ has mean $\\psi(\\tfrac{n-1}{2}) - \\log\\tfrac{m}{2} < 0$ and "
        "variance $\\psi_1(\\tfrac{n-1}{2})$, independent of the past, where $m$ is the divisor, $n-1$ or $n$."
    ),
    assumptions=source.SETTING,
    provenance=Provenance.DERIVED_HERE,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="mean",
            asserts="The slope of the log moment, integrated from the chi-square density, is "
            "$\\psi(\\nu/2) + \\log(2/m)$.",
            left=_moment_route,
            right=lambda: symbolic.drift()["mean"].relation,
            rivals={"log(ν/2) in place of ψ(ν/2)": lambda: sp.log(symbolic.nu / symbolic.divisor)},
        ),
        Agreement(
            name="drift-computed",
            asserts="The computed drift keeps twelve digits from $n=2$ to a million, for both divisors.",
            computed=lambda: _both("log_drift"),
            reference=lambda: _reference("mean"),
            bound=1e-12,
            rivals={"the divisors exchanged": lambda: np.roll(_both("log_drift"), len(SIZES))},
        ),
        Agreement(
            name="variance-computed",
            asserts="The computed variance keeps twelve digits from $n=2$ to a million.",
            computed=lambda: _both("log_drift_variance"),
            reference=lambda: _reference("variance"),
            bound=1e-12,
            rivals={"2/(n−1), its first term": lambda: np.tile(2 / (np.array(SIZES) - 1.0), 2)},
        ),
        _estimate("n-1", "n"),
        _estimate("n", "n-1"),
        Estimate(
            name="variance-simulated",
            asserts=f"The mean squared deviation of one generation's change from its mean at $n={SIZE}$.",
            sample="square",
            theory=Value(
                exact.log_drift_variance,
                {"sample_size": SIZE, "divisor": "n"},
                expression=_symbolic("variance", "n"),
                point={_n: SIZE},
            ),
            spread=_spread_of_square,
            margin={"smoke": 0.002, "full": 0.0008},
            margin_reason="below one per cent of the variance",
            rivals={"2/(n−1), its first term": lambda: 2 / (SIZE - 1), "1/n": lambda: 1 / SIZE},
        ),
        Estimate(
            name="independence",
            asserts="The changes of two successive generations are uncorrelated: their product has mean $0$.",
            sample="product",
            theory=Value(lambda: 0.0),
            spread=lambda: float(
                exact.log_drift_variance(sample_size=SIZE, divisor="n") / np.sqrt(GENERATIONS - 1)
            ),
            margin={"smoke": 0.001, "full": 0.0005},
            margin_reason="a correlation of less than half a per cent",
            rivals={
                "a correlation of one per cent": lambda: (
                    0.01 * exact.log_drift_variance(sample_size=SIZE, divisor="n")
                )
            },
            mutate=False,
        ),
    ),
    not_established=(
        "Independence of the past is a property of normal samples, used in the derivation; the simulation tests "
        "only that successive changes are uncorrelated.",
    ),
    simulation=Simulation(_block, {"smoke": 60_000, "full": 300_000}),
)
