"""Derivations for generators with fewer samples than dimensions.

d is the dimension, T₀ the samples of a generator, n counts generators; κ and κ₀ are the effective ridges of the last
fit and of a generator, φ = d/T of the last fit. Without more said Σ = 1 and ‖w₀‖ = 1.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step
from modelcollapse.symbolic.regression.symbols import (
    dimension,
    generations,
    generator_samples,
    kappa,
    ratio,
    ridge,
)

__all__ = [
    "chain",
    "defect",
    "dimension",
    "fresh_error",
    "gap",
    "generations",
    "generator_samples",
    "kappa",
    "kept",
    "large",
    "mean_projection",
    "noise",
    "projection",
    "ratio",
    "recursion",
    "ridge",
    "room",
    "rounds",
    "same_error",
    "small",
    "telescope",
    "weight",
]

# η, the share that one generator keeps, and v, the square that its noise adds.
kept = sp.Symbol("eta", positive=True)
noise = sp.Symbol("v", positive=True)
rounds = sp.Symbol("m", positive=True, integer=True)
# Two eigenvalues of Σ, d₁ and d₂ times, and a matrix with entries M₁ and M₂ on them.
large = sp.Symbol("s1", positive=True)
small = sp.Symbol("s2", positive=True)
room = sp.Symbol("r", positive=True)
weight = sp.symbols("M1 M2", positive=True)
_counts = sp.symbols("d1 d2", positive=True)
_kappa0 = sp.Symbol("kappa0", positive=True)
_share = sp.Symbol("b", positive=True)


@cache
def projection() -> Derivation:
    """What one random projection keeps of a vector: a beta share. Source: derived here (P3-T8)."""
    first, second = generator_samples / 2, (dimension - generator_samples) / 2

    def moment(power: int) -> sp.Expr:
        raised = sp.gammasimp(sp.gamma(first + power) / sp.gamma(first))
        return sp.factor(raised * sp.gammasimp(sp.gamma(first + second) / sp.gamma(first + second + power)))

    mean, square = moment(1), moment(2)
    return Derivation(
        density=Step(
            "the share's density, up to its constant", _share ** (first - 1) * (1 - _share) ** (second - 1)
        ),
        mean=Step("its mean", mean),
        square=Step("and mean square", square),
        turned=Step("the mean of b(1 − b)", sp.factor(mean - square)),
    )


@cache
def defect() -> Derivation:
    """E(‖Qw‖² − ⟨w, Qw⟩)² for two projections in a row. Source: derived here (P3-T9).

    With u the first projection of w and v = w − u it is E⟨v, P u⟩², and ‖u‖²‖v‖² = b(1 − b).
    """
    steps = projection()
    # tr P² = tr P = T; the diagonal entries of P are beta shares, too.
    off = (generator_samples - dimension * steps["square"].relation) / (dimension * (dimension - 1))
    return Derivation(
        entry=Step("mean square of an entry of P off the diagonal", sp.factor(off)),
        value=Step("and the defect", sp.factor(off * steps["turned"].relation)),
    )


def fresh_error(n: sp.Expr = generations) -> sp.Expr:
    """E‖ŵ_n − w₀‖² with fresh inputs. Source: derived here (P3-D2)."""
    return (1 - kept**n) + noise * (1 - kept**n) / (1 - kept)


def same_error(n: sp.Expr = generations) -> sp.Expr:
    """E‖ŵ_n − w₀‖² with the same inputs. Source: derived here (P3-D2)."""
    return (1 - kept) + n * noise


@cache
def chain() -> Derivation:
    """The mean error, with label noise. Source: derived here (P3-D2)."""
    square = sp.Function("q")
    solution = sp.rsolve(
        square(generations + 1) - kept * square(generations) - noise, square(generations), {square(0): 1}
    )
    error = sp.factor(sp.simplify(solution - 2 * kept**generations + 1), kept**generations)
    return Derivation(
        norm=Step(
            "E‖ŵ_n‖², from q ↦ ηq + v and q = 1",
            sp.collect(sp.expand(sp.simplify(solution)), kept**generations),
        ),
        fresh=Step("so the error with fresh inputs is", fresh_error()),
        solved=Step("the same, as solved", error),
        saturated=Step("which tends, as n → ∞, to", 1 + noise / (1 - kept)),
        same=Step("and with the same inputs", same_error()),
    )


@cache
def telescope() -> Derivation:
    """Infinitely many ratios above one whose product stays away from zero. Source: derived here (P3-T9)."""
    inverse = rounds * (rounds + 2) / (rounds + 1) ** 2
    product = (generations + 2) / (2 * (generations + 1))
    return Derivation(
        ratio=Step("the m-th ratio d/T", 1 / inverse),
        product=Step("share kept after n generators", product),
        next=Step(
            "its quotient with the one before",
            sp.cancel(product / product.subs(generations, generations - 1)),
        ),
        limit=Step("and limit", sp.limit(product, generations, sp.oo)),
    )


def mean_projection() -> sp.Expr:
    """The mean of a projection on the eigenvalue s₁. Source: derived here (P3-T10)."""
    return large / (large + _kappa0)


@cache
def recursion() -> Derivation:
    """One projection averaged over, in two directions. Source: derived here (P3-T11)."""
    squares = [_kappa0, large, small]
    k0, s1, s2 = squares
    p = [s / (s + k0) for s in (s1, s2)]
    q = [s / (s + k0) ** 2 for s in (s1, s2)]
    trace = sum(count * m * each for count, m, each in zip(_counts, weight, q, strict=True))
    given = sum(count * each for count, each in zip(_counts, p, strict=True))
    spare = given - sum(count * each**2 for count, each in zip(_counts, p, strict=True))
    image = p[0] ** 2 * weight[0] + k0**2 * q[0] * trace / spare
    unit = image.subs({weight[0]: 1, weight[1]: 1})
    flat = image.subs({s2: s1, weight[1]: weight[0]}, simultaneous=True)
    return Derivation(
        image=Step("the entry on s₁ after one projection", image),
        unit=Step("for M = 1 it is the mean of a projection", sp.factor(sp.simplify(unit))),
        flat=Step("and for one eigenvalue a multiplication by", sp.factor(sp.simplify(flat / weight[0]))),
    )


@cache
def gap() -> Derivation:
    """How far the bias exceeds the sum that bounds it in the paper. Source: derived here (P3-T7)."""
    # φ from the equation of κ for Σ = 1: κ − λ = φκ/(1 + κ).
    solved = (kappa - ridge) * (1 + kappa) / kappa
    used = ratio / (1 + kappa) ** 2
    first = 1 / (1 + kappa)
    second = first**2 * (1 + kappa**2 * used / (1 - used))
    s = large
    mixed = s**2 / (s + kappa)
    seen = s**3 / (s + kappa) ** 2 + kappa**2 * s / (s + kappa) ** 2 * room
    return Derivation(
        equal=Step(
            "for Σ = 1 the gap is 2(1 − η) times",
            sp.factor(sp.simplify((first - second).subs(ratio, solved))),
        ),
        direction=Step("in general, in the direction of s₁, 2κ₀/(s₁ + κ₀) times", sp.factor(mixed - seen)),
    )
