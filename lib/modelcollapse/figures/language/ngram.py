"""Pictures of texts that n-gram models rewrite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, literal, styled

__all__ = ["vocabularies"]


@styled
def vocabularies(
    panels: Sequence[tuple[str, Mapping[str, np.ndarray]]], expected: np.ndarray, *, name: str, words: int
) -> Picture:
    """Draw the share of the vocabulary that is left, one panel for each way to begin a sentence.

    Args:
        panels: (title, shares by order in words, each of shape (generations + 1,)).
        expected: expected share for independent words, shape (generations + 1,).
        name: of the text, for the caption.
        words: in the text.
    """
    figure, axes = canvas(len(panels), height=3.6, sharey=True)
    k = np.arange(len(expected))
    told = []
    for axis, (title, curves) in zip(np.atleast_1d(axes), panels, strict=True):
        axis.plot(k, expected, color=INK, label="independent words")
        for (label, shares), marker, colour in zip(
            curves.items(), ("o", "^", "s"), (PALETTE[0], PALETTE[1], PALETTE[2]), strict=False
        ):
            axis.plot(
                k,
                shares,
                linestyle="--",
                linewidth=1,
                marker=marker,
                markersize=5,
                markerfacecolor="none",
                color=colour,
                label=label,
            )
        axis.set(xlabel="generation $k$", title=title, ylim=(0, 1.03))
        ends = ", ".join(f"{shares[-1]:.3g} at {label}" for label, shares in curves.items())
        told.append(f"{title}: {ends}.")
    first = np.atleast_1d(axes)[0]
    first.set_ylabel("share of the words left")
    first.legend(loc="lower left")
    return Picture(
        figure,
        "fig-ngram-vocabulary",
        f"The vocabulary of a text ({literal(name)}, {words:,} words) that n-gram models rewrite again and again; "
        "one run for each curve. Left, sentences begin as the text's sentences begin. Right, they begin anywhere and "
        "are cut at 50 words, as in the authors' code. The solid line is the expectation for independent words.",
        f"Two line charts over {k[-1]} generations. For independent words the expected share falls to "
        f"{expected[-1]:.3g}. {' '.join(told)}",
    )
