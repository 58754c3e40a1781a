"""Derivations: how likely the last estimate is closer to the truth than the first.

Z is the error of the fit to the real sample, W what the synthetic rounds add; both are centred normal and independent,
in one dimension with standard deviations 1 and r (in units of σ/√n).
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from modelcollapse.symbolic.derivation import Derivation, Step

__all__ = [
    "anisotropy",
    "between_squares",
    "cauchy",
    "convexity",
    "curvature",
    "degrees",
    "drifting",
    "eigenvalues",
    "improvement",
    "plane",
    "polar",
    "ratio",
    "ratio_density",
    "slope",
    "student",
    "student_density",
    "unknown_variance",
    "wedge",
]

ratio = sp.Symbol("r", positive=True)
degrees = sp.Symbol("d", integer=True, positive=True)
slope = sp.Symbol("a", real=True)
q = sp.Symbol("q", real=True)
_z, _w = sp.symbols("z w", real=True)
_s = sp.Symbol("s", positive=True)
_x = sp.Symbol("x", positive=True)
_t = sp.Symbol("t", real=True)


def _normal(x: sp.Expr) -> sp.Expr:
    return sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi)


def cauchy() -> sp.Expr:
    """Density of Q = r Z/W. Source: as ``wedge``."""
    return 1 / (sp.pi * (1 + q**2))


def ratio_density() -> sp.Expr:
    """The same density as the integral that it comes from, carried out. Source: as ``wedge``."""
    # The integrand is even in w.
    return sp.simplify(2 * sp.integrate(_s * sp.expand(_normal(q * _s) * _normal(_s)), (_s, 0, sp.oo)))


def improvement() -> sp.Expr:
    """P in one dimension. Source: derived here (P1-T4)."""
    return sp.atan(2 / ratio) / sp.pi


@cache
def wedge() -> Derivation:
    """P in one dimension: the share of the plane between two lines. Source: derived here (P1-T4)."""
    edge = -ratio / 2
    share = sp.integrate(cauchy(), (q, -sp.oo, edge))
    return Derivation(
        event=Step(
            "closer means that this is negative",
            sp.Eq((_z + _w) ** 2 - _z**2, sp.factor(sp.expand((_z + _w) ** 2 - _z**2))),
        ),
        density=Step(
            "the ratio of two standard normal variables has the density",
            sp.Eq(
                sp.Integral(sp.Abs(_w) * _normal(q * _w) * _normal(_w), (_w, -sp.oo, sp.oo)), ratio_density()
            ),
        ),
        integral=Step("so that P is", sp.Integral(cauchy(), (q, -sp.oo, edge))),
        value=Step("which is", sp.simplify(share)),
        closed=Step("or", improvement()),
    )


def polar() -> sp.Expr:
    """P as an angle: the part of the circle where w(2z + rw) < 0, over 2π. Source: as ``wedge``."""
    angle = sp.Symbol("phi", real=True)
    # tan φ = w/z. The lines w = 0 and 2z + rw = 0 bound two opposite wedges of angle arctan(2/r).
    return 2 * sp.integrate(sp.Integer(1), (angle, sp.pi - sp.atan(2 / ratio), sp.pi)) / (2 * sp.pi)


def student_density() -> sp.Expr:
    """Density of Q = g/χ_d, Student's t_d over √d. Source: textbook."""
    constant = sp.gamma((degrees + 1) / 2) / (sp.sqrt(sp.pi) * sp.gamma(degrees / 2))
    return constant * (1 + q**2) ** (-(degrees + 1) / 2)


@cache
def student() -> Derivation:
    """P in d dimensions, isotropic covariance. Source: derived here (P1-T4)."""
    length = _s ** (degrees - 1) * sp.exp(-(_s**2) / 2) * 2 ** (1 - degrees / 2) / sp.gamma(degrees / 2)
    integrand = _s * _normal(q * _s) * length
    # s² (1 + q²) = 2x turns it into a gamma integral.
    stretch = sp.sqrt(2 * _x / (1 + q**2))
    substituted = integrand.subs(_s, stretch) * sp.diff(stretch, _x)
    value = sp.simplify(sp.integrate(sp.powsimp(sp.simplify(substituted), force=True), (_x, 0, sp.oo)))
    closed = {}
    for dimension in (1, 2, 3):
        tail = sp.integrate(student_density().subs(degrees, dimension), (q, ratio / 2, sp.oo))
        closed[f"dimension_{dimension}"] = Step(f"in {dimension} dimensions", _sorted(sp.simplify(tail)))
    return Derivation(
        length=Step("the length of W in units of r has the density", length),
        integral=Step(
            "so Q = Z·W r/|W|², a standard normal over that length, has",
            sp.Integral(integrand, (_s, 0, sp.oo)),
        ),
        value=Step("a gamma integral", value),
        student=Step("Student's density with d degrees of freedom, for Q√d", student_density()),
        probability=Step("and P is its tail", sp.Integral(student_density(), (q, ratio / 2, sp.oo))),
        **closed,
    )


def _sorted(tail: sp.Expr) -> sp.Expr:
    """The same, with the angle arctan(r/2) and the fraction apart where there are both."""
    angle = sp.Symbol("A")
    plain = tail.subs(sp.atan(ratio / 2), angle)
    if not plain.has(angle):
        return tail
    fraction = sp.apart(sp.simplify(plain.subs(angle, 0)), ratio)
    return sp.simplify(sp.diff(plain, angle)) * sp.atan(ratio / 2) + fraction


def eigenvalues() -> tuple[sp.Expr, sp.Expr]:
    """Eigenvalues of the form 2 r z w + r² w², the positive one first. Source: derived here (P1-T4)."""
    form = sp.Matrix([[0, ratio], [ratio, ratio**2]])
    found = sorted(form.eigenvals(), key=lambda value: value.subs(ratio, 1), reverse=True)
    return sp.simplify(found[0]), sp.simplify(found[1])


@cache
def anisotropy() -> Derivation:
    """P for a covariance with eigenvalues λ: between one dimension and all of them. Source: derived here (P1-T4)."""
    large, small = sp.symbols("lambda_1 lambda_2", positive=True)
    g, h = sp.symbols("g_1 g_2", real=True)
    top = (large * g**2 + small * h**2) ** 2
    bottom = large**2 * g**2 + small**2 * h**2
    positive, negative = eigenvalues()
    return Derivation(
        argument=Step("given the directions g, the normal tail is taken at r/2 times", sp.sqrt(top / bottom)),
        isotropic=Step(
            "its square is at most |g|², because",
            sp.Eq(bottom * (g**2 + h**2) - top, sp.factor(sp.expand(bottom * (g**2 + h**2) - top))),
        ),
        line=Step(
            "and at least the square of the coordinate of the largest eigenvalue, because",
            sp.Eq(top - g**2 * bottom, sp.factor(sp.expand(top - g**2 * bottom))),
        ),
        positive=Step("one coordinate of the quadratic form has the eigenvalues λ times", positive),
        negative=Step("and λ times", negative),
    )


def plane() -> tuple[sp.Expr, sp.Symbol]:
    """P in the plane as an integral over directions, and the symbol for λ_2/λ_1. Source: as ``anisotropy``.

    The length of a normal vector in the plane is Rayleigh, and E Φ(−c·length) = ½ − c/(2√(1 + c²)).
    """
    angle, ratio_of_eigenvalues = sp.symbols("phi lambda", positive=True)
    g, h = sp.cos(angle), sp.sin(angle)
    spread = sp.sqrt(g**2 + ratio_of_eigenvalues**2 * h**2)
    c = ratio / 2 * (g**2 + ratio_of_eigenvalues * h**2) / spread
    # A quarter of the circle stands for all of it.
    chance = sp.Integral(sp.Rational(1, 2) - c / (2 * sp.sqrt(1 + c**2)), (angle, 0, sp.pi / 2))
    return 2 / sp.pi * chance, ratio_of_eigenvalues


def between_squares(coordinates: int) -> tuple[sp.Expr, sp.Expr]:
    """The two differences of ``anisotropy`` in any number of coordinates, as sums of products. Source: as there."""
    eigen = sp.symbols(f"lambda_1:{coordinates + 1}", positive=True)
    g = sp.symbols(f"g_1:{coordinates + 1}", real=True)
    pairs = [(i, j) for i in range(coordinates) for j in range(i)]
    isotropic = sum((eigen[i] - eigen[j]) ** 2 * g[i] ** 2 * g[j] ** 2 for i, j in pairs)
    rest = sum(eigen[i] * g[i] ** 2 for i in range(1, coordinates))
    crossed = sum((2 * eigen[0] - eigen[i]) * eigen[i] * g[i] ** 2 for i in range(1, coordinates))
    return isotropic, rest**2 + g[0] ** 2 * crossed


@cache
def convexity() -> Derivation:
    """P as a function of x = r² is convex. Source: derived here (P1-T6)."""
    value = sp.atan(2 / sp.sqrt(_x)) / sp.pi
    return Derivation(
        value=Step("given the fitted variances, P is this function of x = R²", value),
        first=Step("its slope", sp.factor(sp.simplify(sp.diff(value, _x)))),
        second=Step(
            "its second derivative, positive for every x > 0", sp.factor(sp.simplify(sp.diff(value, _x, 2)))
        ),
    )


def curvature() -> sp.Expr:
    """The second derivative of ``convexity``, each factor positive. Source: as there."""
    return (3 * _x + 4) / (2 * sp.pi * _x ** sp.Rational(3, 2) * (_x + 4) ** 2)


def unknown_variance() -> tuple[sp.Expr, sp.Symbol]:
    """P after one round of n draws with a fitted variance, as an integral, and the symbol for n − 1.

    s² is the fitted over the true variance, χ²_ν/ν. Source: derived here (P1-T6).
    """
    nu = sp.Symbol("nu", positive=True)
    # The density of s itself: no power of s is negative at ν = 1.
    density = 2 * (nu / 2) ** (nu / 2) / sp.gamma(nu / 2) * _s ** (nu - 1) * sp.exp(-nu * _s**2 / 2)
    return sp.Integral(density * sp.atan(2 / _s) / sp.pi, (_s, 0, sp.oo)), nu


@cache
def drifting() -> Derivation:
    """P for a last error that is a times the first plus noise. Source: derived here (P1-T5)."""
    low, high = sp.symbols("l h", real=True)
    mass = sp.integrate(cauchy(), (q, low, high)).subs({low: -(1 + slope) / ratio, high: (1 - slope) / ratio})
    value = sp.simplify(mass)
    return Derivation(
        event=Step(
            "closer means, for Q the noise over r times the first error,",
            sp.And(sp.Lt(-1, slope + ratio * q), sp.Lt(slope + ratio * q, 1)),
        ),
        value=Step("which has the chance", value),
        unbiased=Step("for a = 1 it is", sp.simplify(value.subs(slope, 1))),
        noiseless=Step("for |a| < 1 and very large synthetic samples it tends to", _sure(value)),
        edge=Step(
            "it is one half where the product of the two arguments is 1:",
            sp.Eq((1 - slope) * (1 + slope) / ratio**2, 1),
        ),
    )


def _sure(value: sp.Expr) -> sp.Expr:
    """The limit r → 0, for a in (0, 1)."""
    inside = sp.Symbol("b", positive=True)
    # a = 1/(1 + b) ranges over (0, 1).
    return sp.limit(sp.simplify(value.subs(slope, 1 / (1 + inside))), ratio, 0, "+")
