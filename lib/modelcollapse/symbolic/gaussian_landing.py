"""Derivations for the mean of the recursive Gaussian fit: its variance, why it freezes, and where it lands.

σ₀ = 1 and μ₀ = 0 throughout. Given the path of σ the mean is normal, with the random variance V = Σ σ_j²/n, and
V = 1/n + A V' with A = χ²_ν/m independent of V', which has the law of V.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic import gaussian
from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "alpha",
    "correction",
    "distance",
    "drift",
    "flux",
    "freezing",
    "generation",
    "growth",
    "limit",
    "size",
    "student",
    "tail",
    "tail_constant",
    "tail_of_limit",
    "variance",
]

size = sp.Symbol("n", integer=True, positive=True)
generation = sp.Symbol("k", integer=True, nonnegative=True)
growth = sp.Symbol("rho", positive=True)
alpha = sp.Symbol("alpha", positive=True)
distance = sp.Symbol("x", positive=True)
# a = 0 for the divisor n − 1 and a = 1 for the divisor n: n times the mean loss of variance in a generation.
drift = sp.Symbol("a", nonnegative=True)
_v = sp.Symbol("v", positive=True)
_u = sp.Symbol("u", positive=True)
_e = sp.Symbol("epsilon", positive=True)
_z = sp.Symbol("z", real=True)
_p = sp.Function("p")


@cache
def variance() -> Derivation:
    """Var μ_k for both divisors. Source: derived here (P2-T3m)."""
    j = sp.Symbol("j", integer=True, nonnegative=True)
    factor = sp.gammasimp(gaussian.moment()["value"].relation.subs(gaussian.order, 2))

    def total(ratio: sp.Expr) -> sp.Expr:
        return sp.factor(sp.summation(ratio**j / size, (j, 0, generation - 1)))

    return Derivation(
        factor=Step("one generation multiplies the mean variance by", factor),
        total=Step(
            "a step of the mean has variance σ_j²/n, and steps are uncorrelated",
            sp.Eq(sp.Symbol("V_k"), sp.Sum(growth**j / size, (j, 0, generation - 1))),
        ),
        unbiased=Step("for ρ = 1 the sum is", total(sp.Integer(1))),
        likely=Step("for ρ = 1 − 1/n it is", sp.simplify(total(1 - 1 / size))),
    )


def freezing() -> Derivation:
    """The mean total movement of μ from generation k on is finite. Source: derived here (P2-T3m)."""
    normal = sp.exp(-(_z**2) / 2) / sp.sqrt(2 * sp.pi)
    step = sp.Integral(sp.Abs(_z) * normal, (_z, -sp.oo, sp.oo))
    value = sp.simplify(step.doit())
    return Derivation(
        step=Step("the mean size of a standard normal step", step),
        value=Step("is", value),
        movement=Step(
            "so all movement after generation k is, on average, this geometric sum",
            value / sp.sqrt(size) * alpha**generation / (1 - alpha),
        ),
    )


@cache
def limit() -> Derivation:
    """The law of V and of the landing place as n → ∞. Source: derived here (P2-T3m); Dufresne's perpetuity."""
    density = _v ** (-2 - drift) * sp.exp(-1 / _v) / sp.gamma(1 + drift)
    flux = sp.Eq(sp.Derivative(_v**2 * _p(_v), _v), (1 - drift * _v) * _p(_v))
    residual = sp.simplify((sp.diff(_v**2 * density, _v) - (1 - drift * _v) * density) / density)
    mixed = sp.exp(-(distance**2) / (2 * _v)) / sp.sqrt(2 * sp.pi * _v) * density
    in_precision = sp.powsimp(sp.simplify(mixed.subs(_v, 1 / _u) / _u**2), force=True)
    landing = (
        sp.gamma(drift + sp.Rational(3, 2))
        / (sp.sqrt(2 * sp.pi) * sp.gamma(1 + drift))
        * (1 + distance**2 / 2) ** (-drift - sp.Rational(3, 2))
    )
    return Derivation(
        flux=Step("in the limit the density p of V carries no flux", flux),
        density=Step("which this density solves", density),
        residual=Step("with the residual", residual),
        mixture=Step(
            "the landing place is normal with variance V = 1/u, so its density is",
            sp.Integral(in_precision, (_u, 0, sp.oo)),
        ),
        landing=Step("a gamma integral, with the value", landing),
        unbiased=Step("for the divisor n − 1 (a = 0)", sp.simplify(landing.subs(drift, 0))),
        likely=Step("and for the divisor n (a = 1)", sp.simplify(landing.subs(drift, 1))),
    )


def flux() -> tuple[sp.Expr, sp.Expr]:
    """The two sides of the no-flux equation at its solution. Source: as ``limit``."""
    density = limit()["density"].relation
    return sp.diff(_v**2 * density, _v), (1 - drift * _v) * density


def student(degrees: int, scale: sp.Expr) -> sp.Expr:
    """Density of ``scale`` times a Student variable. Source: textbook."""
    half = sp.Rational(degrees + 1, 2)
    y = distance / scale
    top = sp.gamma(half) / (sp.sqrt(sp.pi * degrees) * sp.gamma(sp.Rational(degrees, 2)) * scale)
    return top * (1 + y**2 / degrees) ** (-half)


def tail_of_limit(divisor_name: str) -> sp.Expr:
    """Pr(|μ_∞ − μ₀| > x σ₀) as n → ∞. Source: derived here (P2-T3m), by integrating the landing density."""
    share = distance / sp.sqrt(2 + distance**2)
    return 1 - share if divisor_name == "n-1" else 1 - (3 * share - share**3) / 2


@cache
def tail() -> Derivation:
    """The tail index and the tail constant at finite n. Source: derived here (P2-T3m); Kesten, Goldie."""
    power = sp.Symbol("u", positive=True)
    log_moment = gaussian.drift()["log_moment"].relation
    moment = (2 / gaussian.divisor) ** power * sp.gamma(gaussian.nu / 2 + power) / sp.gamma(gaussian.nu / 2)
    second = sp.gammasimp(moment.subs(power, 1))
    fourth = sp.factor(
        sp.gammasimp(moment.subs({power: 2, gaussian.divisor: gaussian.nu + 1})).subs(gaussian.nu, size - 1)
    )
    free = next(iter(log_moment.free_symbols - {gaussian.nu, gaussian.divisor}))
    slope = sp.diff(log_moment, free).subs(free, 1).subs(gaussian.divisor, gaussian.nu)
    constant = 1 / (size * slope.subs(gaussian.nu, size - 1))
    return Derivation(
        moment=Step("the moment of order 2u of σ'/σ", moment),
        second=Step("at u = 1 it is ν/m, which is one for the divisor n − 1, for every n", second),
        fourth=Step("for the divisor n it is still below one at u = 2", fourth),
        slope=Step("its slope at u = 1, for the divisor n − 1, is E[A log A]", slope),
        constant=Step("and the tail constant is the mean of 1/n over that slope", constant),
    )


def tail_constant() -> sp.Expr:
    """C_n with Pr(|μ_∞ − μ₀| > xσ₀) ~ C_n/x², divisor n − 1. Source: as ``tail``."""
    return tail()["constant"].relation


@cache
def correction(divisor_name: str) -> sp.Expr:
    """Density b' of the first correction: Pr_n(|·| > x) = limit + (1/n) ∫_x^∞ 2b' + O(1/n²).

    V = 1/n + A V' is expanded to second order in 1/n; the first-order change of the density of V solves the
    no-flux equation with a source, which leaves only gamma integrals. Source: derived here.
    """
    a = 0 if divisor_name == "n-1" else 1
    n = 1 / _e
    m = n if a else n - 1
    raw = [sp.prod([(n - 1 + 2 * i) / m for i in range(j)]) for j in range(5)]
    # Moments of 1/n + (A − 1)v, then their coefficients of 1/n and 1/n².
    central = [
        sp.cancel(sum(sp.binomial(j, i) * (-1) ** (j - i) * raw[i] for i in range(j + 1))) for j in range(5)
    ]
    second = []
    for j in range(1, 5):
        moment = sp.cancel(sum(sp.binomial(j, i) * _e ** (j - i) * _v**i * central[i] for i in range(j + 1)))
        second.append(sp.expand(sp.diff(moment, _e, 2).subs(_e, 0) / 2))
    base = _v ** (-2 - a) * sp.exp(-1 / _v)
    source = -sum(
        (-1) ** j * sp.diff(coefficient * base, _v, j - 1) / sp.factorial(j)
        for j, coefficient in enumerate(second, start=1)
    )
    integrand = sp.expand(sp.simplify(_v**a * sp.exp(1 / _v) * source))
    changed = sp.expand(_v ** (-2 - a) * sp.integrate(integrand, _v))
    in_precision = sp.expand(sp.expand_log(changed.subs(_v, 1 / _u) / _u**2))
    # A multiple of the limit law keeps the total mass at one.
    mass = _gamma_integral(in_precision, sp.Integer(1), sp.Integer(0))
    balanced = sp.expand(in_precision - mass * _u**a)
    mixed = _gamma_integral(balanced, 1 + distance**2 / 2, sp.Rational(1, 2)) / sp.sqrt(2 * sp.pi)
    return sp.simplify(mixed)


def _gamma_integral(expression: sp.Expr, rate: sp.Expr, shift: sp.Expr) -> sp.Expr:
    """∫ u^shift · expression · e^(−rate u) du over u > 0, for a sum of powers of u, at most once times log u."""
    total = sp.Integer(0)
    for term in sp.Add.make_args(expression):
        coefficient, rest = term.as_independent(_u)
        logged = rest.has(sp.log)
        power = sp.degree(rest.subs(sp.log(_u), 1), _u) if rest.has(_u) else 0
        z = sp.Symbol("z", positive=True)
        value = sp.gamma(z) * rate ** (-z)
        total += coefficient * (sp.diff(value, z) if logged else value).subs(z, power + shift + 1)
    return total
