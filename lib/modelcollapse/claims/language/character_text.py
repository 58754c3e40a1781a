"""The text of the character model, its three scenarios, and their exact curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from modelcollapse.data import characters
from modelcollapse.exact import language as exact
from modelcollapse.simulate import language as simulate

__all__ = [
    "FLOOR",
    "GENERATIONS",
    "LENGTHS",
    "SCENARIOS",
    "SETTING",
    "SHOWN",
    "SIZE",
    "Curves",
    "curves",
    "deviations",
    "drawn",
    "facts",
    "followers",
    "judged",
    "loss_table",
    "losses",
    "moments",
    "negative_logs",
    "pairs",
    "places",
    "rises",
    "run",
    "sizes",
    "weights",
]

# A piece of the default text: small enough for exact laws of every pair, and for many runs.
SIZE = 10_000
LENGTHS = (1, 2, 3, 4)
# The paper: ten generations; fully synthetic, half and half, a fifth synthetic.
GENERATIONS = 10
SCENARIOS = {"synthetic": 1.0, "half": 0.5, "fifth": 0.2}
# Share of a uniform draw mixed into every table when the loss is taken; our choice.
FLOOR = 0.05
# Generations of the table of losses.
SHOWN = (1, 2, 5, 10)
SETTING = (
    "The text is the prose of the docstrings of NumPy, SciPy and SymPy, its first "
    f"{SIZE:,} characters: letters in lower case, four marks, single spaces. Every tenth block of 500 characters is "
    "held out.",
    "Generation 1 is the fit to the training part. Each context is drawn as often in a generation as it occurs in the "
    "training part, or a quarter as often where a fifth is synthetic (rounded).",
)


@cache
def pairs(length: int) -> characters.Pairs:
    """What follows each context of so many characters in the piece."""
    return characters.pairs(characters.docstrings(SIZE), context=length)


def sizes(text: characters.Pairs, share: float) -> np.ndarray:
    """Synthetic draws of each context: as many as real ones, or what makes up the share of them."""
    if share == 1:
        return text.totals
    real, which = np.unique(text.totals, return_inverse=True)
    return np.array([exact.synthetic_size(real=int(n), share=share) for n in real])[which]


def drawn(
    text: characters.Pairs, contexts: np.ndarray, share: float, generations: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Simulate a scenario once for each of the contexts, which may come more than once.

    Returns:
        index of each simulated pair, the context that it is simulated for (as a place in ``contexts``), both of
        shape (simulated pairs,), and frequencies, shape (generations, simulated pairs).
    """
    lengths = text.support[contexts]
    of = np.repeat(np.arange(len(contexts)), lengths)
    index = np.arange(len(of)) + np.repeat(text.starts[contexts] - (np.cumsum(lengths) - lengths), lengths)
    paths = simulate.tables(
        text.counts[index],
        context=of,
        synthetic=sizes(text, share)[contexts],
        keep=share < 1,
        generations=generations,
        replicates=1,
        rng=rng,
    )
    return index, of, paths[0]


def deviations(
    text: characters.Pairs, contexts: np.ndarray, share: float, generations: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Simulate squared and absolute deviation from generation 1, shape (contexts, generations)."""
    index, of, paths = drawn(text, contexts, share, generations, rng)
    apart = paths - text.shares[index]
    return {
        name: np.array([np.bincount(of, weights=values) for values in found]).T
        for name, found in (("second", apart**2), ("l1", np.abs(apart)))
    }


def run(
    text: characters.Pairs, share: float, generations: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Rewrite a whole text once: squared deviation at a place of it, and loss, each of shape (generations,)."""
    _, _, paths = drawn(text, np.arange(len(text.support)), share, generations, rng)
    apart = (paths - text.shares) ** 2
    return apart @ weights(text)[text.context], losses(text, negative_logs(text, paths))


def rises(
    text: characters.Pairs, many: int, share: float, generations: int, rng: np.random.Generator
) -> np.ndarray:
    """Simulate by how much the loss has risen since generation 1 at random held-out places, shape (many,)."""
    place = rng.integers(text.held.sum() + text.new, size=many)
    pair = np.searchsorted(np.cumsum(text.held), place, side="right")
    # What never followed its context has the same loss in every generation.
    known = pair < len(text.held)
    pair = pair[known]
    contexts = text.context[pair]
    _, of, paths = drawn(text, contexts, share, generations, rng)
    at = np.searchsorted(of, np.arange(len(contexts))) + pair - text.starts[contexts]
    found = np.zeros(many)
    found[known] = negative_logs(text, paths[-1, at]) - negative_logs(text, paths[0, at])
    return found


def places(text: characters.Pairs, many: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the contexts of random places of the training part, shape (many,)."""
    place = rng.integers(text.totals.sum(), size=many)
    return np.searchsorted(np.cumsum(text.totals), place, side="right")


def weights(text: characters.Pairs) -> np.ndarray:
    """Share of the places of the training part that each context has, shape (contexts,)."""
    return np.asarray(text.totals / text.totals.sum())


def losses(text: characters.Pairs, negative_logs: np.ndarray) -> np.ndarray:
    """Loss on the held-out places with a known context, in nats, from −log of the pairs in the last axis."""
    never = -np.log(FLOOR / text.tokens)
    return np.asarray((negative_logs @ text.held + text.new * never) / (text.held.sum() + text.new))


def negative_logs(text: characters.Pairs, shares: np.ndarray) -> np.ndarray:
    """−log of the probabilities, each mixed with a uniform draw so that it is not 0."""
    return -np.log(FLOOR / text.tokens + (1 - FLOOR) * shares)


def moments(text: characters.Pairs, share: float, generations: int) -> np.ndarray:
    """Exact mean squared deviation of each context from generation 1, shape (contexts, generations)."""
    m = np.arange(1, generations + 1)
    cases, which = np.unique(np.stack([text.totals, sizes(text, share)], axis=1), axis=0, return_inverse=True)
    parts = []
    # It is 1 − ‖q‖² times a factor of the sizes alone; two equal tokens have half of that factor.
    for real, n in cases.tolist():
        if share == 1:
            parts.append(2 * exact.collision_probability(0.5, sample_size=n, generations=m - 1) - 1)
        else:
            found = exact.deviation([0.5, 0.5], real=real, synthetic=n, generations=m)
            parts.append(2 * np.asarray(found.second_moment))
    squares = np.bincount(text.context, weights=text.shares**2)
    return np.asarray((1 - squares)[:, None] * np.array(parts)[which.reshape(-1)])


@dataclass(frozen=True)
class Curves:
    """Exact means in generations 1 to 10, at a place of the text.

    Attributes:
        second: squared deviation from generation 1.
        l1: absolute deviation.
        bound: on the absolute one, by the second moment of each pair.
        loss: on the held-out part.
    """

    second: np.ndarray
    l1: np.ndarray
    bound: np.ndarray
    loss: np.ndarray


@cache
def _means(length: int, scenario: str) -> np.ndarray:
    """Mean squared and absolute deviation and −log of every pair, shape (pairs, generations, 3)."""
    text, share = pairs(length), SCENARIOS[scenario]
    return exact.pair_means(
        lambda p, q: np.stack([(p - q) ** 2, np.abs(p - q), negative_logs(text, p)], axis=-1),
        counts=text.counts,
        context=text.context,
        synthetic=sizes(text, share),
        keep=share < 1,
        generations=GENERATIONS,
    )


def curves(length: int, scenario: str) -> Curves:
    """Exact curves of the piece for contexts of 2 to 4 characters."""
    text, means = pairs(length), _means(length, scenario)
    second, l1 = np.einsum("p,pmf->fm", weights(text)[text.context], means[:, :, :2])
    bound = weights(text)[text.context] @ np.sqrt(means[:, :, 0])
    return Curves(second, l1, bound, losses(text, means[:, :, 2].T))


def judged(record: Mapping[str, Any], prefix: str) -> list[dict[str, Any]]:
    """Rows of a table of judged deviations: scenario by scenario, exact, simulated, and the bound."""
    rows = []
    for entry in record["evidence"]:
        kind, _, rest = entry["name"].partition("-")
        if kind == prefix:
            length, _, scenario = rest.partition("-")
            values = entry["values"]
            rows.append(
                {
                    "context": f"{length}, {scenario}",
                    "exact": values["theory"],
                    "simulated": values["estimate"],
                    "bound": entry["controls"][1]["value"],
                }
            )
    return rows


def loss_table() -> list[dict[str, Any]]:
    """Rows of a table of the exact expected loss."""
    return [
        {
            "context": f"{length}, {scenario}",
            **{f"m = {m}": float(curves(length, scenario).loss[m - 1]) for m in SHOWN},
        }
        for length in LENGTHS[1:]
        for scenario in SCENARIOS
    ]


def followers(
    text: characters.Characters, counted: characters.Pairs, generations: int, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Rows of a table: how many characters follow the most frequent contexts, and which is the most frequent."""
    frequent = np.argsort(-counted.totals, kind="stable")[:8]
    index, of, paths = drawn(counted, frequent, 1.0, generations, rng)
    rows = []
    for at, context in enumerate(frequent.tolist()):
        mine = of == at
        tokens, last = counted.token[index[mine]], paths[-1, mine]
        first = paths[0, mine]
        rows.append(
            {
                "context": counted.names[context].replace(" ", "␣"),
                "occurs": int(counted.totals[context]),
                "before": int(mine.sum()),
                "mostly": text.alphabet[tokens[first.argmax()]].replace(" ", "␣"),
                "after": int((last > 0).sum()),
                "then": text.alphabet[tokens[last.argmax()]].replace(" ", "␣"),
            }
        )
    return rows


def facts() -> Mapping[str, int | float | str]:
    """What the text is."""
    text = characters.docstrings(SIZE)
    return {
        "sha256": text.sha256,
        "characters": len(text.codes),
        "alphabet": len(text.alphabet),
        "mixed": FLOOR,
        "training": int(pairs(1).counts.sum()),
        **{f"contexts_{length}": len(pairs(length).names) for length in LENGTHS},
        **{f"pairs_{length}": len(pairs(length).counts) for length in LENGTHS},
        **{f"typical_{length}": float(np.median(pairs(length).totals)) for length in LENGTHS},
        **{f"held_{length}": int(pairs(length).held.sum()) + pairs(length).new for length in LENGTHS},
        **{f"unknown_{length}": pairs(length).unknown for length in LENGTHS},
    }
