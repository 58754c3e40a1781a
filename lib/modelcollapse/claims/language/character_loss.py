"""The loss on held-out text of a character model that is trained on its own text."""

from __future__ import annotations

from functools import partial

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Inequality, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.language import character_text as text
from modelcollapse.claims.language import resampling_source as source
from modelcollapse.claims.language.character_tables import agreement
from modelcollapse.symbolic.language import character as symbolic

__all__ = ["CLAIM", "LENGTH"]

LAST = text.GENERATIONS
# Contexts with exact laws; simulated for one length.
LENGTHS, LENGTH = (2, 3, 4), 3
# Held-out places in one replicate, and the standard deviation of one of them, rounded up from a first simulation.
PLACES = {"synthetic": 64, "half": 96, "fifth": 96}
SPREADS = {"synthetic": 1.9, "half": 0.2, "fifth": 0.13}
MARGINS = {"synthetic": 0.042, "half": 0.004, "fifth": 0.0025}
# Generations compared; later ones no longer differ in floating point where the text is kept.
COMPARED = (2, 3, 4, 5)
# For the small tables: a fifth of a uniform draw over three tokens.
MIXED, TOKENS = sp.Rational(1, 5), 3


def _losses(scenario: str, later: int = 0) -> np.ndarray:
    """Exact loss in the compared generations, or so many later, for each length in turn."""
    at = np.array(COMPARED) - 1 + later
    return np.concatenate([text.curves(length, scenario).loss[at] for length in LENGTHS])


def _rise(length: int, scenario: str, generations: int = LAST) -> float:
    loss = text.curves(length, scenario).loss
    return float(loss[generations - 1] - loss[0])


def _rule(length: int) -> float:
    """Rise by the rule of thumb, fully synthetic: (support − 1)/2 · (1 − (1 − 1/N)^9) for each training place."""
    pairs = text.pairs(length)
    lost = 1 - (1 - 1 / pairs.totals) ** (LAST - 1)
    return float(text.weights(pairs) @ ((pairs.support - 1) / 2 * lost))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    pairs = text.pairs(LENGTH)
    return {
        scenario: text.rises(pairs, PLACES[scenario] * replicates, share, LAST, rng)
        .reshape(replicates, -1)
        .mean(axis=1)
        for scenario, share in text.SCENARIOS.items()
    }


def _estimate(scenario: str) -> Estimate:
    rivals = {"no rise": lambda: 0.0}
    if scenario == "synthetic":
        rivals["the rule of thumb for small changes"] = lambda: _rule(LENGTH)
    else:
        other = "fifth" if scenario == "half" else "half"
        rivals[f"scenario “{other}”"] = lambda: _rise(LENGTH, other)
    return Estimate(
        name=f"rise-{scenario}",
        asserts=f"Rise of the loss from generation 1 to {LAST}, contexts of {LENGTH}, scenario “{scenario}”.",
        sample=scenario,
        theory=Value(partial(_rise, LENGTH, scenario)),
        spread=lambda: SPREADS[scenario] / float(np.sqrt(PLACES[scenario])),
        margin=MARGINS[scenario],
        margin_reason="less than half of the rise",
        rivals=rivals,
        mutate=False,
    )


_POINTS = tuple(float(m) for _ in LENGTHS for m in COMPARED)

CLAIM = Claim(
    id="language-character-loss",
    title="Own text makes a model worse on other text, in every generation and every scenario",
    ledger=("P4-Fig5",),
    paper=source.PAPER,
    locus="figure of the language model experiment",
    statement=(
        "Take the loss on held-out text, with a small uniform share mixed into every table. Its expected value rises "
        "from each generation to the next, whether the real text is kept or not. Without the real text it "
        "keeps rising; with it the rise settles, and from half or a fifth of synthetic data it is less than a tenth "
        "of what it is without, after ten generations, for contexts of two to four characters of the text."
    ),
    assumptions=(
        *text.SETTING,
        f"A share of {text.FLOOR:g} of a uniform draw is mixed in for the loss, never for the text; held-out places "
        "whose context does not occur in the training part are left out. Both are our choice.",
    ),
    provenance=source.DERIVED,
    provenance_note="The paper shows validation losses of a GPT-2 over ten generations in these scenarios, read in a "
    "public text extraction of the first arXiv version. The statement is derived here for the statistical model.",
    outcome=Outcome.HOLDS,
    chapter=source.CHARACTERS,
    evidence=(
        Identity(
            name="stays-convex",
            asserts="The mean of $f(X/n)$, $X$ binomial, bends in $x$ as the mean of the second differences of $f$; "
            "$n = 4$.",
            left=lambda: symbolic.bend()[0],
            right=lambda: symbolic.bend()[1],
            rivals={"with n² for n(n − 1)": lambda: symbolic.bend()[1] * sp.Rational(4, 3)},
            domain={symbolic.share: (0, 1)},
        ),
        agreement(
            "every-table",
            "Chains of single tokens agree with listing every table of counts.",
            lambda p, _: -np.log(float(MIXED) / TOKENS + (1 - float(MIXED)) * p),
            lambda p, _: -sp.log(MIXED / TOKENS + (1 - MIXED) * p),
        ),
        *(
            Inequality(
                name=f"rises-{scenario}",
                asserts=f"The exact expected loss exceeds that of the generation before; generations {COMPARED[0]} to "
                f"{COMPARED[-1]}, contexts of 2 to 4, scenario “{scenario}”.",
                points=_POINTS,
                curve=lambda scenario=scenario: _losses(scenario),  # type: ignore[misc]
                lower=lambda scenario=scenario: _losses(scenario, -1),  # type: ignore[misc]
                lower_rivals={"the generation after": lambda scenario=scenario: _losses(scenario, 1)},  # type: ignore[misc]
            )
            for scenario in text.SCENARIOS
        ),
        Inequality(
            name="share",
            asserts=f"The rise up to generation {LAST} with half synthetic exceeds that with a fifth, and is less than "
            "a tenth of the rise without the text.",
            points=tuple(float(length) for length in LENGTHS),
            curve=lambda: np.array([_rise(length, "half") for length in LENGTHS]),
            lower=lambda: np.array([_rise(length, "fifth") for length in LENGTHS]),
            upper=lambda: np.array([_rise(length, "synthetic") / 10 for length in LENGTHS]),
            lower_rivals={
                "three times that with a fifth": lambda: np.array(
                    [3 * _rise(length, "fifth") for length in LENGTHS]
                )
            },
            upper_rivals={
                "a hundredth": lambda: np.array([_rise(length, "synthetic") / 100 for length in LENGTHS])
            },
        ),
        *(_estimate(scenario) for scenario in text.SCENARIOS),
    ),
    simulation=Simulation(_block, {"smoke": 1_800, "full": 2_400}, block_size=200),
    facts=text.facts,
    not_established=(
        "The figure's loss curves are those of a trained network; nothing here checks them.",
        "The size of the rise depends on the share that is mixed in: without any, one forgotten character makes the "
        "loss infinite.",
    ),
)
