"""The letters of the derivations on regression."""

from __future__ import annotations

import sympy as sp

__all__ = [
    "degrees",
    "dimension",
    "generations",
    "generator_noise",
    "generator_ratio",
    "generator_samples",
    "kappa",
    "noise",
    "ratio",
    "ridge",
    "samples",
    "signal",
    "tidy",
    "value",
]

dimension = sp.Symbol("d", integer=True, positive=True)
samples = sp.Symbol("T", integer=True, positive=True)
generator_samples = sp.Symbol("T0", integer=True, positive=True)
generations = sp.Symbol("n", integer=True, positive=True)
# Degrees of freedom of a chi-square.
degrees = sp.Symbol("m", integer=True, positive=True)

ratio = sp.Symbol("phi", positive=True)
generator_ratio = sp.Symbol("phi0", positive=True)
noise = sp.Symbol("sigma", positive=True)
generator_noise = sp.Symbol("sigma0", positive=True)
# The null predictor's test error, ‖w₀‖²_Σ.
signal = sp.Symbol("S", positive=True)

kappa = sp.Symbol("kappa", positive=True)
ridge = sp.Symbol("lambda", positive=True)
# One eigenvalue of Σ.
value = sp.Symbol("s", positive=True)

# A point in the usual case: more samples than dimensions, ratios below one.
_USUAL = {dimension: 10, samples: 100, generator_samples: 100, degrees: 10, generations: 3}


def tidy(expression: sp.Expr) -> sp.Expr:
    """Factor a quotient and write each factor so that it is positive in the usual case."""
    written, sign = sp.Integer(1), sp.Integer(1)
    for factor in sp.Mul.make_args(sp.factor(expression)):
        base, exponent = factor.as_base_exp()
        usual = {symbol: _USUAL.get(symbol, sp.Rational(1, 10)) for symbol in base.free_symbols}
        if base.subs(usual) < 0:
            base, sign = sp.expand(-base), sign * (-1) ** exponent
        written *= base**exponent
    return sign * written
