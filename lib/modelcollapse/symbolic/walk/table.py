"""Derivations for the study of a real table: what real rows change, and what the synthetic rounds do downstream."""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "coverage",
    "degrees",
    "dimension",
    "discriminant",
    "entry",
    "features",
    "free",
    "inverse_moment",
    "kurtosis",
    "last_of_inverse",
    "moved",
    "real_stage",
    "regression",
    "round_of_regression",
    "size",
]

size = sp.Symbol("n", integer=True, positive=True)
kurtosis = sp.Symbol("kappa", positive=True)
degrees = sp.Symbol("nu", positive=True)
dimension = sp.Symbol("d", integer=True, positive=True)
features = sp.Symbol("p", integer=True, positive=True)
free = sp.Symbol("f", positive=True)
moved = sp.Symbol("r", positive=True)
_x = sp.Symbol("x", positive=True)
_noise = sp.Symbol("tau", positive=True)
_away = sp.Symbol("D", positive=True)


def real_stage() -> Derivation:
    """The variance of a fitted variance, for rows of any law. Source: derived here (P1-T7)."""
    # s² is the mean of the x² less the mean of the products of different rows; the two are uncorrelated.
    squares = (kurtosis - 1) / size
    pairs = 2 / (size * (size - 1))
    total = squares + pairs
    normal = sp.factor(total.subs(kurtosis, 3))
    # A round draws from a normal law: n times its variance is 2, that of the real stage κ − 1.
    apart = sp.sqrt(2) * moved / sp.sqrt(kurtosis - 1)
    return Derivation(
        squares=Step("mean of the squares", squares),
        pairs=Step("mean of the products of two rows", pairs),
        total=Step("together, for standardised rows", sp.Eq(sp.Symbol("\\operatorname{Var}s^2"), total)),
        normal=Step("for normal rows, of kurtosis 3", normal),
        limit=Step("n times it, for large n", sp.limit(size * total, size, sp.oo)),
        apart=Step("in units of the real stage's deviation the synthetic rounds move by", apart),
        chance=Step("and the chance to come closer is", sp.atan(2 / apart) / sp.pi),
        logarithm=Step("and the mean of log s² is, to first order,", -(kurtosis - 1) / (2 * size)),
    )


def inverse_moment(power: int) -> sp.Expr:
    """E[(χ²_ν)^(−power)] by its integral. Source: textbook."""
    density = _x ** (degrees / 2 - 1) * sp.exp(-_x / 2) / (2 ** (degrees / 2) * sp.gamma(degrees / 2))
    spare = sp.Symbol("eta", positive=True)
    # ν = η + 2·power keeps the integral convergent for SymPy.
    integrand = sp.powsimp((density / _x**power).subs(degrees, spare + 2 * power))
    value = sp.integrate(integrand, (_x, 0, sp.oo))
    return sp.factor(sp.gammasimp(value).subs(spare, degrees - 2 * power))


def last_of_inverse(order: int) -> tuple[sp.Expr, sp.Expr]:
    """The last diagonal entry of (A Aᵀ)⁻¹ for a lower triangle A, and the last entry of A. Source: derived here."""
    triangle = sp.Matrix(
        order, order, lambda i, j: sp.Symbol(f"a_{i + 1}{j + 1}", positive=True) if j <= i else 0
    )
    inverse = triangle.inv()
    return (inverse.T * inverse)[order - 1, order - 1], triangle[order - 1, order - 1]


def entry() -> Step:
    """``last_of_inverse`` for a triangle of order three, as an equation. Source: derived here."""
    value, _ = last_of_inverse(3)
    return Step(
        "the last diagonal entry of the inverse",
        sp.Eq(sp.Symbol("\\bigl((AA^\\top)^{-1}\\bigr)_{33}"), value),
    )


def coverage() -> Derivation:
    """The distance of the fitted mean from the truth in its own units. Source: derived here."""
    v, step = sp.Symbol("V", positive=True), sp.Symbol("c", positive=True)
    mean = (size - 1) * inverse_moment(1).subs(degrees, size - dimension)
    return Derivation(
        round=Step("one round", sp.Eq(sp.Symbol("V'"), step * (v + 1 / size))),
        factor=Step("with the mean factor", sp.Eq(sp.Symbol("\\mathbb{E}c"), mean)),
    )


def regression() -> Derivation:
    """One synthetic round of least squares, in the mean. Source: derived here."""
    spare = size - features - 2
    leverage = (_away + features / size) * inverse_moment(1).subs(degrees, size - features)
    step = _noise * (1 / size + leverage)
    return Derivation(
        inverse=Step("the mean of one over a chi-square", inverse_moment(1)),
        leverage=Step(
            "mean leverage of a test row at distance D",
            sp.Eq(sp.Symbol("h"), (_away + features / size) / spare),
        ),
        step=Step("one round adds, on average", step),
        noise=Step("then the noise variance is multiplied by", (size - 1 - features) / (size - 1)),
        away=Step("and the distance becomes", (size - 1) * leverage),
        limit=Step("n times what a round adds, for large n", sp.limit(size * step, size, sp.oo)),
    )


def round_of_regression(*, means: bool = True) -> sp.Expr:
    """What a round adds, in one fraction; without the spread of the feature means for a wrong variant."""
    spread = size - 2 if means else size - 2 - features
    return _noise * (_away * size + spread) / (size * (size - features - 2))


def discriminant() -> Derivation:
    """Second moments of R = (f − 1) W⁻¹, f = ν − d. Source: von Rosen (1988)."""
    common = (free - 1) / (free * (free - 3))
    # A diagonal entry of the inverse is one over a chi-square with ν − d + 1 degrees of freedom.
    length = (free - 1) ** 2 * inverse_moment(2).subs(degrees, free + 1)
    return Derivation(
        same=Step("E[R M R] holds M times", common * (free - 1)),
        trace=Step("and tr(M) times", common),
        apart=Step("E[tr(M R) R] holds tr(M) times", common * (free - 2)),
        mixed=Step("and M times", 2 * common),
        length=Step("the mean square of a diagonal entry", sp.factor(length)),
    )
