"""Without label noise: what random projections forget, exactly, and what does not follow from it."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Law, Value
from modelcollapse.claims.claim import Claim, Comparison, Outcome, Simulation
from modelcollapse.claims.regression import overparametrised_source as source
from modelcollapse.exact.regression import overparametrised as exact
from modelcollapse.simulate.regression import overparametrised as simulate
from modelcollapse.symbolic.regression import overparametrised as symbolic

__all__ = ["CLAIM", "DIMENSION", "SAMPLES"]

DIMENSION, SAMPLES, GENERATIONS = 20, 10, 3


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    truth = np.eye(DIMENSION)[0]
    found = {}
    for design in ("independent", "same"):
        path = simulate.weights(
            np.ones(DIMENSION),
            truth,
            generator_samples=SAMPLES,
            generations=GENERATIONS,
            replicates=replicates,
            rng=rng,
            design=design,
        )
        norm, along = (path**2).sum(axis=2), path @ truth
        found[f"{design} norm"] = norm[:, GENERATIONS]
        found[f"{design} error"] = (norm - 2 * along + 1)[:, GENERATIONS]
        if design == "independent":
            found["first norm"] = norm[:, 1]
            found["defect"] = (norm[:, 2] - along[:, 2]) ** 2
    return found


def _defect() -> sp.Expr:
    d, samples = symbolic.dimension, symbolic.generator_samples
    return (samples * (d - samples)) ** 2 / (d**2 * (d - 1) * (d + 2) ** 2)


def _means(design: str, part: str) -> float:
    found = exact.forgetting(
        dimension=DIMENSION, generator_samples=SAMPLES, generations=GENERATIONS, design=design
    )
    return float(getattr(found, part))


def _spread(design: str, part: str) -> float:
    share, second = (
        SAMPLES / DIMENSION,
        SAMPLES * (SAMPLES + 2) / (DIMENSION * (DIMENSION + 2)),
    )
    if design == "same":
        return float(np.sqrt(second - share**2))
    if part == "norm":
        return float(np.sqrt(second**GENERATIONS - share ** (2 * GENERATIONS)))
    square = exact.error_square(dimension=DIMENSION, generator_samples=SAMPLES, generations=GENERATIONS)
    return float(np.sqrt(square - _means(design, part) ** 2))


def _estimate(design: str, part: str, margin: dict[str, float]) -> Estimate:
    other = "same" if design == "independent" else "independent"
    told = (
        "$\\mathbb{E}\\lVert\\hat w_3\\rVert^2$"
        if part == "norm"
        else "$\\mathbb{E}\\lVert\\hat w_3-w_0\\rVert^2$"
    )
    return Estimate(
        name=f"{design}-{part}",
        asserts=f"{told} with {'fresh' if design == 'independent' else 'the same'} inputs, $d={DIMENSION}$, "
        f"$T_0={SAMPLES}$.",
        sample=f"{design} {part}",
        theory=Value(lambda design: _means(design, part), {"design": design}),
        spread=lambda: _spread(design, part),
        margin=margin,
        margin_reason="a tenth of the distance to the other design, or less, at the full profile",
        rivals={
            "the other design": lambda: _means(other, part),
            "two generators for three": lambda: float(
                getattr(exact.forgetting(dimension=DIMENSION, generator_samples=SAMPLES, generations=2), part)
            ),
        },
        mutate=False,
    )


def _share(x: np.ndarray, dimension: int = DIMENSION) -> np.ndarray:
    return exact.share_cdf(x, dimension=dimension, generator_samples=SAMPLES)


CLAIM = Claim(
    id="regression-forgetting",
    title="Fewer samples than dimensions: the truth is forgotten without any noise",
    ledger=("P3-T8", "P3-T9"),
    paper=source.PAPER,
    locus="Theorems 4.5 and 4.6",
    statement=(
        "Without label noise $\\mathbb{E}\\lVert\\hat w_n\\rVert^2 = \\eta$ and $\\mathbb{E}\\lVert\\hat "
        "w_n-w_0\\rVert^2 = 1-\\eta$, exactly at every $d$: with the same inputs $\\eta = T_0/d$ for all $n \\ge "
        "1$, with fresh inputs of $T_m < d$ rows $\\eta = \\prod_m T_m/d$. The error approaches $1$, that of "
        "predicting zero, geometrically and never passes it. In the limit of large $d$ infinitely many ratios "
        "$d/T_m > 1$ do not suffice for that."
    ),
    assumptions=source.PLAIN,
    provenance=source.FULL_TEXT,
    provenance_note=source.FULL_TEXT_NOTE + " In the version we read the theorems are limits for large $d$.",
    outcome=Outcome.SHARPENED,
    compared=Comparison(
        printed=(
            "In the limit of large $d$, without label noise, $\\|\\hat w_n\\|^2 \\simeq T_0/d$ with the same "
            "inputs and $\\simeq \\prod_m T_m/d$ with fresh ones, for $\\|w_0\\| = 1$; and $\\hat w_n \\to 0$ if "
            "infinitely many ratios $d/T_m$ exceed one."
        ),
        ours=(
            "The same means, exactly at every $d$. In the limit of large $d$ infinitely many ratios above one do "
            "not suffice: the product has to tend to zero."
        ),
        decided={
            "independent-norm": "the other design",
            "half-is-left": "nothing is left",
            "defect": "0, as for a projection",
        },
    ),
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="mean-share",
            asserts="One random projection keeps a share of a square whose mean is $T_0/d$.",
            left=lambda: symbolic.projection()["mean"].relation,
            right=lambda: symbolic.generator_samples / symbolic.dimension,
            rivals={
                "T₀/(d − 1)": lambda: symbolic.generator_samples / (symbolic.dimension - 1),
                "its square": lambda: (symbolic.generator_samples / symbolic.dimension) ** 2,
            },
            domain={symbolic.dimension: (13, 40)},
        ),
        Law(
            name="one-projection",
            asserts="$\\lVert\\hat w_1\\rVert^2$ has the law $\\mathrm{Beta}(T_0/2, (d-T_0)/2)$.",
            sample="first norm",
            cdf=_share,
            margin={"smoke": 0.06, "full": 0.04},
            margin_reason="twice the envelope",
            rivals={"Beta with d + 2 for d": lambda x: _share(x, DIMENSION + 2)},
        ),
        _estimate("independent", "norm", {"smoke": 0.009, "full": 0.006}),
        _estimate("independent", "error", {"smoke": 0.02, "full": 0.013}),
        _estimate("same", "norm", {"smoke": 0.015, "full": 0.01}),
        _estimate("same", "error", {"smoke": 0.015, "full": 0.01}),
        Identity(
            name="defect-entry",
            asserts="The product $Q$ of two independent projections is no projection: $\\mathbb{E}(\\lVert "
            "Qw\\rVert^2-\\langle w,Qw\\rangle)^2 = \\frac{T_0^2(d-T_0)^2}{d^2(d-1)(d+2)^2}$.",
            left=lambda: symbolic.defect()["entry"].relation * symbolic.projection()["turned"].relation,
            right=_defect,
            rivals={"0, as for a projection": lambda: sp.Integer(0)},
            domain={symbolic.dimension: (13, 40)},
        ),
        Estimate(
            name="defect",
            asserts=f"The same at $d={DIMENSION}$, $T_0={SAMPLES}$.",
            sample="defect",
            theory=Value(
                exact.projection_defect,
                {"dimension": DIMENSION, "generator_samples": SAMPLES},
                expression=_defect(),
                point={symbolic.dimension: DIMENSION, symbolic.generator_samples: SAMPLES},
            ),
            # The difference is symmetric; its square behaves like a chi-square with one degree of freedom, or longer.
            spread=lambda: 1.6 * exact.projection_defect(dimension=DIMENSION, generator_samples=SAMPLES),
            margin={"smoke": 0.0004, "full": 0.00026},
            margin_reason="a tenth of the value at the full profile",
            rivals={"0, as for a projection": lambda: 0.0},
            mutate=False,
        ),
        Identity(
            name="ratios-above-one",
            asserts="With the ratios $d/T_m = (m+1)^2/(m(m+2)) > 1$ the share kept after $n$ generators is "
            "$\\frac{n+2}{2(n+1)}$, which tends to $\\tfrac12$.",
            left=lambda: symbolic.telescope()["next"].relation,
            right=lambda: (
                1 / symbolic.telescope()["ratio"].relation.subs(symbolic.rounds, symbolic.generations)
            ),
            rivals={
                "the ratio before": lambda: (
                    1 / symbolic.telescope()["ratio"].relation.subs(symbolic.rounds, symbolic.generations + 1)
                )
            },
        ),
        Identity(
            name="half-is-left",
            asserts="Half of the truth is left for ever.",
            left=lambda: symbolic.telescope()["limit"].relation,
            right=lambda: sp.Rational(1, 2),
            rivals={"nothing is left": lambda: sp.Integer(0)},
        ),
    ),
    simulation=Simulation(_block, {"smoke": 9_000, "full": 20_000}, block_size=1_000),
    not_established=(
        "In the version we read the proof uses $Q'Q = Q$ for a product of projections. That fails; the theorem holds "
        "all the same, because only expectations are used, and for $\\Sigma = I$ they coincide.",
        "At a fixed dimension every $T_m < d$ has $d/T_m \\ge d/(d-1)$, and infinitely many of them do suffice.",
    ),
)
