"""The approximate estimator, without its auxiliary number."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Agreement, Identity, Inequality
from modelcollapse.claims.claim import Claim, Outcome
from modelcollapse.claims.mixture import source
from modelcollapse.exact import mixture as exact
from modelcollapse.simulate import mixture as simulate
from modelcollapse.symbolic import mixture as symbolic

__all__ = ["CLAIM"]

SIZES = (2, 3, 10, 100)
# s²/m₁² between almost separated bumps and the largest value that n draws allow is π/2 − 1 for n → ∞; go beyond it.
RATIOS = tuple(float(ratio) for ratio in np.geomspace(1e-6, 30, 60))


def _original(sample_size: int, eta: float = 2.0) -> np.ndarray:
    """σ̂² in the form of the authors' code, at m₁ = 1."""
    spread = np.array(RATIOS)
    return simulate.approximate_fit(np.ones(len(spread)), spread, sample_size=sample_size, eta=eta)[1]


def _simplified(sample_size: int, eta: float = 2.0) -> np.ndarray:
    return exact.simplified_variance(np.ones(len(RATIOS)), RATIOS, sample_size=sample_size, eta=eta)


def _difference() -> np.ndarray:
    """Largest relative difference of the two forms, for each n."""
    return np.array([np.abs(_original(n) / _simplified(n) - 1).max() for n in SIZES])


def _ratio() -> np.ndarray:
    """σ̂² over (1 + κ) s² at n = 10."""
    growth = np.exp(exact.log_inflation(sample_size=10))
    return np.asarray(_original(10) / (growth * np.array(RATIOS)))


def _reference() -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Expr]]]:
    return [
        (sp.exp(symbolic.log_inflation()) - 1, {symbolic.nu: n - 1, symbolic.eta: 2})
        for n in (4, 10, 50, 500)
    ]


CLAIM = Claim(
    id="mixture-estimator",
    title="The approximate estimator is a capped sample variance",
    ledger=("P2-T4", "P2-S0"),
    paper=source.PAPER,
    locus="estimator of Theorem 4",
    statement=(
        "Let $m_1$ be the mean of $|Y|$, $m_2$ that of $Y^2$, $s^2 = m_2-m_1^2$. The approximate estimator is "
        "$\\hat\\sigma^2 = s^2 m_2/(m_1^2 + m_2/25)$ where $m_2 \\le (1+\\kappa)m_1^2$, and "
        "$\\min\\{m_2, (1+\\kappa)s^2\\}$ elsewhere, if $1+\\kappa \\le 25/12$. It never exceeds $(1+\\kappa)s^2$."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.CODE_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="shrunk",
            asserts="Where $m_2 > (1+\\kappa)m_1^2$ the estimator with its auxiliary $a$ is $(1+\\kappa)s^2$.",
            left=lambda: symbolic.general_at_chosen(),
            right=lambda: (1 + symbolic.kappa) * symbolic.spread,
            rivals={
                "s² without the inflation": lambda: symbolic.spread,
                "(1 + κ) m₂": lambda: (1 + symbolic.kappa) * (symbolic.spread + symbolic.square),
            },
        ),
        Identity(
            name="condition",
            asserts="Its condition has the sign of $m_1^2 - \\kappa s^2$, that is of $m_2 - (1+\\kappa)s^2$.",
            left=lambda: symbolic.estimator()["room"].relation,
            right=lambda: (
                (symbolic.square + symbolic.spread)
                * (symbolic.square - symbolic.kappa * symbolic.spread)
                / (symbolic.square + 2 * symbolic.kappa * symbolic.square + symbolic.kappa * symbolic.spread)
            ),
            rivals={
                "m₁² − (1 + κ)s²": lambda: (
                    (symbolic.square + symbolic.spread)
                    * (symbolic.square - (1 + symbolic.kappa) * symbolic.spread)
                    / (
                        symbolic.square
                        + 2 * symbolic.kappa * symbolic.square
                        + symbolic.kappa * symbolic.spread
                    )
                )
            },
        ),
        Identity(
            name="fifty",
            asserts="With $a = 50$ the estimator is $s^2 m_2/(m_1^2+m_2/25)$.",
            left=lambda: symbolic.estimator()["fifty"].relation,
            right=lambda: (
                symbolic.spread
                * (symbolic.square + symbolic.spread)
                / (symbolic.square + (symbolic.square + symbolic.spread) / 25)
            ),
            rivals={"s², as for a → ∞ and m₂ = m₁²": lambda: symbolic.spread},
        ),
        Inequality(
            name="same-numbers",
            asserts="The two forms, as programs, differ by less than $10^{-14}$ in relative terms, at "
            "$n = 2, 3, 10, 100$.",
            points=SIZES,
            curve=_difference,
            upper=lambda: np.full(len(SIZES), 1e-14),
            upper_rivals={"equal to the last bit": lambda: np.zeros(len(SIZES))},
        ),
        Inequality(
            name="never-above",
            asserts="$\\hat\\sigma^2 \\le (1+\\kappa)s^2$ at $n=10$, for $s^2/m_1^2$ from $10^{-6}$ to $30$.",
            points=RATIOS,
            curve=_ratio,
            upper=lambda: np.full(len(RATIOS), 1 + 1e-11),
            upper_rivals={
                "s² itself": lambda: np.full(len(RATIOS), np.exp(-exact.log_inflation(sample_size=10)))
            },
        ),
        Agreement(
            name="inflation",
            asserts="The computed $\\kappa$ at $\\eta=2$ and $n = 4, 10, 50, 500$.",
            computed=lambda: np.expm1(exact.log_inflation(sample_size=[4, 10, 50, 500])),
            reference=_reference,
            bound=1e-13,
            rivals={
                "1/(4n), its first term": lambda: 1 / (4 * np.array([4.0, 10, 50, 500])),
                "η = 3": lambda: np.expm1(exact.log_inflation(sample_size=[4, 10, 50, 500], eta=3.0)),
            },
        ),
    ),
)
