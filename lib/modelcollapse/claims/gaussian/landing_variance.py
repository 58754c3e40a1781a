"""The variance of the fitted mean, exactly, and the trap of simulating it."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Refusal, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.gaussian import landing_source as source
from modelcollapse.exact import gaussian as exact
from modelcollapse.simulate import gaussian as simulate
from modelcollapse.symbolic import gaussian
from modelcollapse.symbolic import gaussian_landing as symbolic

__all__ = ["CLAIM", "TRAP_GENERATIONS", "TRAP_SIZE"]

# Few enough generations that the mean of μ_k² is still carried by many chains …
SIZE, GENERATIONS = 50, 20
# … and so many that it is not.
TRAP_SIZE, TRAP_GENERATIONS = 10, 100


def _variance(divisor: str) -> sp.Expr:
    return symbolic.variance()["unbiased" if divisor == "n-1" else "likely"].relation


def _step(divisor: str) -> sp.Expr:
    closed = _variance(divisor)
    return closed.subs(symbolic.generation, symbolic.generation + 1) - closed


def _ratio(divisor: str) -> sp.Expr:
    return sp.Integer(1) if divisor == "n-1" else 1 - 1 / symbolic.size


def _value(divisor: str) -> Value:
    return Value(
        exact.mean_variance,
        {"sample_size": SIZE, "generations": GENERATIONS, "divisor": divisor},
        expression=_variance(divisor),
        point={symbolic.size: SIZE, symbolic.generation: GENERATIONS},
    )


def _spread(divisor: str, factor: float) -> float:
    """Standard deviation of V_k (factor 1), or of μ_k², whose second moment is that of V_k times 3."""
    mean, second = exact.conditional_variance(sample_size=SIZE, generations=GENERATIONS, divisor=divisor)
    return float(np.sqrt(factor * second - mean**2))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    samples = {}
    for divisor in ("n-1", "n"):
        mu, sigma = simulate.paths(
            sample_size=SIZE, generations=GENERATIONS, replicates=replicates, divisor=divisor, rng=rng
        )
        samples[f"square {divisor}"] = mu[:, GENERATIONS] ** 2
        samples[f"conditional {divisor}"] = (sigma[:, :GENERATIONS] ** 2).sum(axis=1) / SIZE
    mu, sigma = simulate.paths(
        sample_size=TRAP_SIZE, generations=TRAP_GENERATIONS, replicates=replicates, divisor="n-1", rng=rng
    )
    samples["late square"] = mu[:, TRAP_GENERATIONS] ** 2
    moved = (mu[:, TRAP_GENERATIONS] - mu[:, TRAP_GENERATIONS - 1]) / sigma[:, TRAP_GENERATIONS - 1]
    samples["last step"] = moved**2
    return samples


_MARGINS = {
    ("square", "n-1"): {"smoke": 0.035, "full": 0.0108},
    ("square", "n"): {"smoke": 0.027, "full": 0.0085},
    ("conditional", "n-1"): {"smoke": 0.012, "full": 0.0036},
    ("conditional", "n"): {"smoke": 0.009, "full": 0.0027},
}


def _estimate(kind: str, divisor: str) -> Estimate:
    other = "n" if divisor == "n-1" else "n-1"
    squared = kind == "square"
    told = "$\\mu_k^2$ itself" if squared else "$\\mathbb{E}[\\mu_k^2 \\mid \\sigma_0, \\sigma_1, \\dots]$"
    value = _value(divisor)
    return Estimate(
        name=f"{kind}-divisor-{divisor}",
        asserts=f"The mean of {told} at $n={SIZE}$, $k={GENERATIONS}$, $\\mu_0=0$, with the divisor ${divisor}$.",
        sample=f"{kind} {divisor}",
        theory=value,
        spread=lambda: _spread(divisor, 3.0 if squared else 1.0),
        margin=_MARGINS[kind, divisor],
        margin_reason="what this many chains can settle; below three per cent of the value at the full profile",
        rivals={
            "the other divisor": lambda: value(divisor=other),
            "σ₀²/n, as if the steps did not add up": lambda: 1 / SIZE,
        },
        # Given the path of σ the mean square has less chance left in it, and one per cent shows there.
        mutate=not squared,
    )


def _growth(divisor: str) -> Identity:
    def step(size: sp.Expr) -> sp.Expr:
        return _ratio(divisor) ** symbolic.generation / size

    told = "$1/n$" if divisor == "n-1" else "$(1-\\tfrac1n)^k/n$"
    return Identity(
        name=f"growth-divisor-{divisor}",
        asserts=f"With the divisor ${divisor}$ the closed form grows by {told} from generation $k$ to $k+1$.",
        left=lambda: _step(divisor),
        right=lambda: step(symbolic.size),
        rivals={"1/(n+1) for 1/n": lambda: step(symbolic.size + 1)},
        domain={symbolic.size: (2, 40), symbolic.generation: (0, 40)},
    )


CLAIM = Claim(
    id="gaussian-mean-variance",
    title="How far the mean wanders: exactly, and never by averaging",
    ledger=("P2-T3m", "P2-S0"),
    paper=source.PAPER,
    locus=source.LOCUS,
    statement=(
        "$\\operatorname{Var}\\mu_k = k\\,\\sigma_0^2/n$ with the divisor $n-1$, without bound, and "
        "$\\operatorname{Var}\\mu_k = \\sigma_0^2\\,\\big(1-(1-\\tfrac1n)^k\\big)$ with the divisor $n$. "
        "A simulated mean of $\\mu_k^2$ does not show the first one once $k$ is large."
    ),
    assumptions=source.SETTING,
    provenance=source.DERIVED,
    provenance_note=source.DERIVED_NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="factor",
            asserts="One generation multiplies the mean variance by $(n-1)/m$: $1$ for $m = n-1$, $1-\\tfrac1n$ for "
            "$m = n$.",
            left=lambda: symbolic.variance()["factor"].relation,
            right=lambda: gaussian.nu / gaussian.divisor,
            rivals={
                "n/m": lambda: (gaussian.nu + 1) / gaussian.divisor,
                "(n − 2)/m": lambda: (gaussian.nu - 1) / gaussian.divisor,
            },
        ),
        _growth("n-1"),
        _growth("n"),
        *(_estimate(kind, divisor) for kind in ("square", "conditional") for divisor in ("n-1", "n")),
        Estimate(
            name="last-step",
            asserts=f"One step, measured in the spread it starts from: the mean of "
            f"$(\\mu_{{{TRAP_GENERATIONS}}}-\\mu_{{{TRAP_GENERATIONS - 1}}})^2/"
            f"\\sigma_{{{TRAP_GENERATIONS - 1}}}^2$ at $n={TRAP_SIZE}$.",
            sample="last step",
            theory=Value(lambda sample_size: 1 / sample_size, {"sample_size": TRAP_SIZE}),
            spread=lambda: float(np.sqrt(2) / TRAP_SIZE),
            margin={"smoke": 0.008, "full": 0.0022},
            margin_reason="a fifth of the distance to the nearest rival at the full profile",
            rivals={"1/(n − 1)": lambda: 1 / (TRAP_SIZE - 1), "1/(n + 1)": lambda: 1 / (TRAP_SIZE + 1)},
        ),
        Refusal(
            name="naive-mean",
            asserts=f"The judge declines the simulated mean of $\\mu_{{{TRAP_GENERATIONS}}}^2$ at $n={TRAP_SIZE}$, "
            f"whose true value is {TRAP_GENERATIONS // TRAP_SIZE}.",
            sample="late square",
            truth=lambda: float(
                exact.mean_variance(sample_size=TRAP_SIZE, generations=TRAP_GENERATIONS, divisor="n-1")
            ),
            sound={"a single step": "last step", "an early generation": "square n-1"},
            misleads=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 60_000, "full": 250_000}),
)
