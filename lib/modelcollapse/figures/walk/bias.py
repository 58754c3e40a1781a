"""Pictures of walks whose every fit is a little off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["bias_map", "reader_bias", "uniform"]


@styled
def bias_map(
    exponents: np.ndarray,
    growths: np.ndarray,
    slopes: np.ndarray,
    border: np.ndarray,
    examples: Mapping[str, tuple[float, float]],
) -> Picture:
    """Draw how fast the error grows, over bias exponent and growth exponent.

    Args:
        exponents: v, shape (columns,).
        growths: a, shape (rows,).
        slopes: growth exponent of the error, shape (rows, columns).
        border: max(1, 1/v), shape (columns,).
        examples: (v, a) by name, marked with a point.
    """
    figure, axes = canvas(height=4.4)
    levels = [0, 0.02, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5]
    filled = axes.contourf(exponents, growths, slopes, levels=levels, cmap="cividis", extend="max")
    inside = border <= growths.max()
    axes.plot(exponents[inside], border[inside], color=PALETTE[1], linewidth=2.5, linestyle="--")
    for (name, (v, a)), marker in zip(examples.items(), ("o", "s", "^", "D"), strict=False):
        axes.plot(
            v, a, marker, color="white", markeredgecolor=INK, markersize=8, linestyle="none", label=name
        )
    axes.set(xlabel="bias exponent $v$", ylabel="growth exponent $a$")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), fontsize="small", ncols=2)
    figure.colorbar(filled, ax=axes).set_label("growth exponent of the error")
    below, above = slopes[0], slopes[-1]
    return Picture(
        figure,
        "fig-walk-bias-map",
        "How fast the squared error grows with the rounds, between $10^4$ and $10^6$ of them, if each fit to $m$ draws "
        "has a bias of $m^{-v}/2$ and sizes grow like $t^a$. Dashed: $a = \\max(1, 1/v)$, above which the error is "
        "bounded. From $v = 1$ on the border is that of an unbiased walk. Close to the border growth is logarithmic, "
        "and the colour cannot show on which side one is.",
        f"Filled contour map of the growth exponent of the error. At a = {growths[0]:.2g} it is {below[0]:.2f} for "
        f"v = {exponents[0]:.2g} and {below[-1]:.2f} for v = {exponents[-1]:.2g}; at a = {growths[-1]:.2g} it is "
        f"{above[0]:.2f} and {above[-1]:.2f}. The border falls from {border[inside][0]:.2g} to "
        "1 at v = 1 and stays there.",
    )


@styled
def uniform(generations: Sequence[int], moments: Mapping[float, Any], *, sample_size: int) -> Picture:
    """Draw the mean of the largest draw's walk, and of the unbiased one.

    Args:
        generations: abscissas.
        moments: by growth exponent, with a mean array.
        sample_size: for the caption.
    """
    figure, axes = canvas(height=3.8)
    for (a, law), style, colour in zip(
        moments.items(),
        (":", "-.", "--", "-"),
        (PALETTE[3], PALETTE[1], PALETTE[2], PALETTE[0]),
        strict=False,
    ):
        axes.plot(generations, law.mean, linestyle=style, color=colour, label=f"likelihood, $a = {a:g}$")
    axes.axhline(1, color=INK, linewidth=1, label="unbiased, every $a$")
    axes.set(
        xscale="log", ylim=(0, 1.05), xlabel="generation $k$", ylabel="mean of the fitted end, true end 1"
    )
    axes.legend(loc="lower left", fontsize="small")
    told = "; ".join(f"{law.mean[-1]:.3f} at a = {a:g}" for a, law in moments.items())
    return Picture(
        figure,
        "fig-walk-uniform",
        f"The uniform law on $(0, 1)$, sizes $n\\,t^a$ with $n={sample_size}$, exactly. The largest draw always falls "
        "a little short of the end. For $a \\le 1$ these shortfalls add up until nothing is left, for $a > 1$ they "
        "stop.",
        f"Line chart of the mean fitted end over {generations[-1]:,} generations. At the end it is {told}; the "
        "unbiased estimate stays at 1.",
    )


@styled
def reader_bias(
    generations: np.ndarray, noise: np.ndarray, error: np.ndarray, *, exponent: float, growth: float
) -> Picture:
    """Draw the error with and without bias at the reader's own exponents.

    Args:
        generations: abscissas.
        noise, error: squared error without and with bias, each of the shape of ``generations``.
        exponent, growth: for the caption.
    """
    figure, axes = canvas(height=3.4)
    axes.plot(generations, error, color=PALETTE[3], label="with bias")
    axes.plot(generations, noise, color=PALETTE[0], linestyle="--", label="without")
    axes.set(xscale="log", yscale="log", xlabel="generation $k$", ylabel="squared error $/\\; \\sigma^2$")
    axes.legend(fontsize="small")
    return Picture(
        figure,
        "fig-walk-bias-yours",
        f"Squared error of your walk with and without its bias, $v={exponent:g}$, $a={growth:g}$: the gap is what the "
        "bias adds.",
        f"Line chart. At generation {generations[-1]:,} the squared error is {error[-1]:.3g} with bias and "
        f"{noise[-1]:.3g} without.",
    )
