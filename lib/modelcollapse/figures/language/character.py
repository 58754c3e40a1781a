"""Pictures of the chapter on the trained character model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, literal, styled

__all__ = ["fading", "scenarios"]

_STYLES = ("-", "--", "-.")
_MARKERS = ("o", "s", "^")


@styled
def fading(steps: np.ndarray, curves: Mapping[str, tuple[np.ndarray, float]]) -> Picture:
    """Draw the probability that training leaves to a character that never followed a context.

    Args:
        steps: of training.
        curves: by context, the probability after these steps, and the share of the alphabet that was seen.
    """
    figure, axes = canvas(height=3.6)
    told = []
    for (name, (values, met)), colour, marker in zip(curves.items(), PALETTE, _MARKERS, strict=False):
        axes.plot(steps, met / steps, color=colour, linewidth=1)
        axes.plot(
            steps,
            values,
            linestyle="none",
            marker=marker,
            markersize=5,
            markerfacecolor="white",
            color=colour,
            label=name,
        )
        told.append(f"{name}: {values[0]:.3g} at first, {values[-1]:.3g} at last, line {met / steps[-1]:.3g}")
    axes.set(xscale="log", yscale="log", xlabel="training steps $k$", ylabel="probability of one never seen")
    axes.legend()
    return Picture(
        figure,
        "fig-language-fading",
        "What training leaves to a character that never followed the context. Symbols: gradient descent with steps of "
        "length one. Lines: the share of the alphabet that did follow it, over the steps.",
        f"Chart with logarithmic axes, {steps[0]:,} to {steps[-1]:,} steps. {'; '.join(told)}.",
    )


@styled
def scenarios(
    curves: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]], *, name: str, context: int
) -> Picture:
    """Draw deviation and loss over the generations, one curve for each scenario.

    Args:
        curves: by scenario, the exact squared deviation, that of one run, and the loss of that run, generation 1
            first.
        name: of the text.
        context: its length.
    """
    figure, (left, right) = canvas(2, height=3.6)
    told = []
    for (label, (exact, seen, loss)), colour, style, marker in zip(
        curves.items(), PALETTE, _STYLES, _MARKERS, strict=False
    ):
        m = np.arange(1, len(exact) + 1)
        left.plot(m[1:], exact[1:], linestyle=style, color=colour)
        left.plot(
            m[1:],
            seen[1:],
            linestyle="none",
            marker=marker,
            markerfacecolor="white",
            markersize=5,
            color=colour,
        )
        right.plot(
            m,
            loss,
            linestyle=style,
            marker=marker,
            markerfacecolor="white",
            markersize=5,
            color=colour,
            label=label,
        )
        told.append(
            f"{label}: deviation {seen[-1]:.3g} in the last generation, predicted {exact[-1]:.3g}; loss "
            f"{loss[0]:.3f} at first, {loss[-1]:.3f} at last"
        )
    left.set(xlabel="generation $m$", ylabel="squared deviation", yscale="log")
    right.set(xlabel="generation $m$", ylabel="loss on held-out text, nats")
    right.axhline(next(iter(curves.values()))[2][0], color=INK, linewidth=0.6)
    right.legend(fontsize="small", loc="upper left")
    return Picture(
        figure,
        "fig-language-characters",
        f"A text ({literal(name)}) rewritten again and again by the model of contexts of {context}; one run for "
        "each scenario. Left: mean squared deviation from generation 1 at a place of the text; lines are "
        "exact. Right: loss on text that was held out; the thin line is generation 1.",
        f"Two line charts over the generations. {'. '.join(told)}.",
    )
