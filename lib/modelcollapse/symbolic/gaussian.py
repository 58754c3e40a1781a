"""Derivations for the recursive Gaussian fit: moments, drift, the decay constant and its sharpening.

ν = n − 1 degrees of freedom; m the divisor of the fitted variance; s the order of a moment.
"""

from __future__ import annotations

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "decay",
    "divisor",
    "drift",
    "log_decay_series",
    "log_drift_series",
    "moment",
    "no_passage_in_two",
    "nu",
    "order",
    "survival",
]

nu = sp.Symbol("nu", positive=True)
divisor = sp.Symbol("m", positive=True)
order = sp.Symbol("s", positive=True)
_x = sp.Symbol("x", positive=True)

_ALPHA = sp.Function("alpha")(nu)
_F = sp.Function("f")


def moment() -> Derivation:
    """E (σ'/σ)^s from the chi-square density. Source: proof of Theorem 3, Suresh et al. (2024)."""
    density = _x ** (nu / 2 - 1) * sp.exp(-_x / 2) / (2 ** (nu / 2) * sp.gamma(nu / 2))
    integral = sp.Integral((_x / divisor) ** (order / 2) * density, (_x, 0, sp.oo))
    value = sp.powsimp(sp.simplify(integral.doit()), force=True)
    closed = (2 / divisor) ** (order / 2) * sp.gamma((nu + order) / 2) / sp.gamma(nu / 2)
    return Derivation(
        density=Step("the density of a chi-square with ν degrees of freedom", density),
        integral=Step("the moment of √(χ²/m) as an integral", integral),
        value=Step("SymPy evaluates the integral", value),
        closed=Step("and it is this ratio of gamma functions", closed),
    )


def decay() -> Derivation:
    """The mean decay α = E[σ'/σ] for m = ν, and the proof of log α < −1/(4ν + 1).

    Source: α from Suresh et al. (2024), Theorem 3; the sharpened constant is derived here (P2-T3s).
    """
    alpha = moment()["closed"].relation.subs({order: 1, divisor: nu})

    def at(shift: int) -> sp.Expr:
        return alpha.subs(nu, nu + shift)

    neighbours = sp.sqrt(sp.gammasimp(sp.powsimp((alpha * at(1)) ** 2)))
    lifted = alpha**2 * (1 + 1 / (2 * nu))
    growth = sp.factor(sp.expand_func(sp.gammasimp(lifted.subs(nu, nu + 2) / lifted)))
    gap = sp.log(1 + _x) - 2 * _x / (2 + _x)
    slope = sp.factor(sp.diff(gap, _x))
    return Derivation(
        alpha=Step("the mean factor of one generation", sp.Eq(_ALPHA, alpha)),
        neighbours=Step(
            "two neighbouring factors multiply to something simple; since each is at most 1, α → 1",
            sp.Eq(_ALPHA * _ALPHA.subs(nu, nu + 1), neighbours),
        ),
        growth=Step(
            "f(ν) = α²(1 + 1/(2ν)) grows whenever ν grows by two, by exactly",
            sp.Eq(_F(nu + 2) / _F(nu), growth),
        ),
        excess=Step("which exceeds 1 by a positive fraction", sp.factor(growth - 1)),
        slope=Step("and log(1 + x) − 2x/(2 + x) grows from 0, because its derivative is", slope),
        bound=Step(
            "at x = 1/(2ν) the lower bound 2x/(2 + x), halved, is",
            sp.simplify((2 * _x / (2 + _x)).subs(_x, 1 / (2 * nu)) / 2),
        ),
    )


def drift() -> Derivation:
    """Mean and variance of log σ'² − log σ², as derivatives of the log moment at 0. Source: derived here."""
    power = sp.Symbol("u", real=True)
    log_moment = power * sp.log(2 / divisor) + sp.loggamma(nu / 2 + power) - sp.loggamma(nu / 2)
    return Derivation(
        log_moment=Step("the log of E (σ'/σ)^(2u)", log_moment),
        mean=Step(
            "its slope at u = 0 is the mean of log σ'² − log σ²", sp.diff(log_moment, power).subs(power, 0)
        ),
        variance=Step("its curvature there is the variance", sp.diff(log_moment, power, 2).subs(power, 0)),
    )


def _log_gamma_term(shift: sp.Expr, power: int) -> sp.Expr:
    """Coefficient of z^-power in the large-z expansion of log Γ(z + shift)."""
    sign = (-1) ** (power + 1)
    return sp.Rational(sign, power * (power + 1)) * sp.bernoulli(power + 1, shift)


def log_decay_series(terms: int) -> sp.Expr:
    """Large-ν expansion of log α, ``terms`` powers of 1/ν, by Bernoulli polynomials. Source: Stirling's series."""
    half = sp.Rational(1, 2)
    return sp.Add(
        *(
            (_log_gamma_term(half, j) - _log_gamma_term(sp.Integer(0), j)) * (2 / nu) ** j
            for j in range(1, terms + 1)
        )
    )


def log_drift_series(terms: int) -> sp.Expr:
    """Large-ν expansion of ψ(ν/2) − log(ν/2), the drift of log σ² for m = ν. Source: Stirling's series."""
    z = nu / 2
    return -1 / (2 * z) - sp.Add(
        *(j * _log_gamma_term(sp.Integer(0), j) / z ** (j + 1) for j in range(1, terms))
    )


def _degrees(sample_size: int, divisor_name: str) -> tuple[sp.Integer, sp.Integer]:
    return sp.Integer(sample_size - 1), sp.Integer(sample_size if divisor_name == "n" else sample_size - 1)


def _tail(degrees: sp.Integer, scaled: sp.Expr) -> sp.Expr:
    """Pr(χ²_ν > scaled)."""
    return sp.uppergamma(degrees / 2, scaled / 2) / sp.gamma(degrees / 2)


def survival(sample_size: int, divisor_name: str, threshold: sp.Rational, generations: int) -> sp.Expr:
    """Pr(σ_k > threshold) for σ₀ = 1 and one or two generations, as a chi-square tail or its integral.

    Source: conditioning on the first fit; a reference for the numerical route, evaluated to any precision.
    """
    degrees, m = _degrees(sample_size, divisor_name)
    if generations == 1:
        return _tail(degrees, m * threshold**2)
    return _two(degrees, m, threshold, sp.Integer(0))


def no_passage_in_two(sample_size: int, divisor_name: str, threshold: sp.Rational) -> sp.Expr:
    """Pr(σ_1 > threshold and σ_2 > threshold) for σ₀ = 1. Source: as ``survival``."""
    degrees, m = _degrees(sample_size, divisor_name)
    return _two(degrees, m, threshold, m * threshold**2)


def _two(degrees: sp.Integer, m: sp.Integer, threshold: sp.Rational, start: sp.Expr) -> sp.Expr:
    """Integral over the first chi-square x, from ``start``, of the second one's tail."""
    density = _x ** (degrees / 2 - 1) * sp.exp(-_x / 2) / (2 ** (degrees / 2) * sp.gamma(degrees / 2))
    return sp.Integral(density * _tail(degrees, (m * threshold) ** 2 / _x), (_x, start, sp.oo))
