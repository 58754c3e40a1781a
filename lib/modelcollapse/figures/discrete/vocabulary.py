"""Pictures of a shrinking vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.discrete.drawing import dots, draw
from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, literal, styled

__all__ = ["text", "vocabulary", "zipf"]


@styled
def vocabulary(
    generations: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any]
) -> Picture:
    """Draw the expected vocabulary of the small corpus with its bounds and the judged simulation.

    Args:
        generations: abscissas.
        curves: numbers of symbols by name, "exact" first.
        record: the judged claim.
    """
    figure, axes = canvas(height=3.4)
    draw(axes, generations, curves)
    seen = dots(axes, record, "k-")
    axes.set(xlabel="generation $k$", ylabel="different symbols", ylim=(0, 135))
    axes.legend(loc="upper right", ncols=2)
    exact = curves["exact"]
    return Picture(
        figure,
        "fig-discrete-vocabulary",
        "The small corpus: expected number of different symbols, simulated means on it. The lower bound runs along the "
        "exact curve; the upper bounds turn upwards, because for the frequent symbols they soon say nothing.",
        f"Line chart over {generations[-1]} generations. The exact curve falls from {exact[0]:.0f} to {exact[-1]:.1f}; "
        f"simulated means lie on it ({seen}). One lower bound hugs it, two upper bounds fall first and then rise.",
    )


@styled
def zipf(panels: Sequence[tuple[str, Mapping[str, np.ndarray], str]], record: Mapping[str, Any]) -> Picture:
    """Draw the surviving share of the vocabulary of the artificial corpora.

    Args:
        panels: (title, curves by name with "exact" first and generation 0 in column 0, prefix of the evidence).
        record: the judged claim.
    """
    figure, axes = canvas(len(panels), height=3.3, sharey=True)
    told = []
    for axis, (title, curves, prefix) in zip(axes, panels, strict=True):
        exact = curves["exact"]
        draw(axis, np.arange(len(exact)), curves)
        seen = dots(axis, record, prefix)
        axis.set(xlabel="generation $k$", title=title, ylim=(0, 1.03))
        told.append(f"{title}: the exact share falls to {exact[-1]:.3g}, simulated {seen}.")
    axes[0].set_ylabel("share of the vocabulary left")
    axes[0].legend(loc="lower left", fontsize="small")
    return Picture(
        figure,
        "fig-discrete-zipf",
        "Two corpora of 1,000 tokens from Zipf–Mandelbrot laws. The steeper law (right) has fewer "
        "symbols to begin with "
        "and keeps a larger share of them. The bounds part within a few generations, because the corpora are small.",
        "Two line charts over nine generations, each with an exact curve between two close bounds. "
        + " ".join(told),
    )


@styled
def text(
    paths: np.ndarray, expected: np.ndarray, bounds: tuple[np.ndarray, np.ndarray], *, name: str, tokens: int
) -> Picture:
    """Draw the surviving share of a text's vocabulary.

    Args:
        paths: simulated shares, shape (replicates, generations + 1).
        expected: expected share, shape (generations + 1,).
        bounds: lower and upper bound on it.
        name: of the text, for the caption.
        tokens: of the text.
    """
    figure, axes = canvas(height=3.4)
    k = np.arange(len(expected))
    axes.fill_between(k, *bounds, color=PALETTE[2], alpha=0.3, linewidth=0, label="between the bounds")
    axes.plot(k, expected, color=INK, label="expected")
    for row, path in enumerate(paths):
        label = f"{len(paths)} simulated texts" if row == 0 else None
        axes.plot(k, path, "o", color=PALETTE[3], markersize=4, markerfacecolor="none", label=label)
    axes.set(xlabel="generation $k$", ylabel="share of the words left", ylim=(0, 1.03))
    axes.legend()
    widest = float((bounds[1] - bounds[0]).max())
    return Picture(
        figure,
        "fig-discrete-text",
        f"The vocabulary of a text ({literal(name)}, {tokens:,} tokens), resampled as independent words. The "
        f"circles of the {len(paths)} simulated texts lie on the expected curve, nearly on one another. The two "
        f"bounds are nowhere farther apart than {widest:.4%} of the vocabulary.",
        f"Line chart over {k[-1]} generations. The expected share falls from 1 to {expected[-1]:.3g}; "
        f"{len(paths)} simulated texts end between {paths[:, -1].min():.3g} and {paths[:, -1].max():.3g}.",
    )
