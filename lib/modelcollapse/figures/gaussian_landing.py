"""Pictures of where the mean of the recursive Gaussian fit lands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["paths", "reader_tail", "tails", "trap"]


@styled
def paths(mu: np.ndarray, x: np.ndarray, density: np.ndarray, *, sample_size: int, every: int) -> Picture:
    """Draw paths of the mean, and beside them the density of the place where they end.

    Args:
        mu: shape (replicates, generations + 1).
        x, density: the density of the landing place, for the right margin.
        sample_size: for the caption.
        every: draw every so many generations, to keep the picture small.
    """
    figure, (left, right) = canvas(2, height=3.6, sharey=True, width_ratios=(3, 1))
    k = np.arange(mu.shape[1])[::every]
    for row in mu:
        left.plot(k, row[::every], color=PALETTE[0], linewidth=0.9, alpha=0.7)
    left.plot(np.full(len(mu), k[-1]), mu[:, -1], "o", markersize=4, color=INK, clip_on=False)
    right.plot(density, x, color=INK)
    right.fill_betweenx(x, 0, density, color=PALETTE[1], alpha=0.35)
    left.set(xlabel="generation $k$", ylabel="fitted mean $\\mu_k$", ylim=(x[0], x[-1]))
    right.set(xlabel="density of the\nlanding place", xlim=(0, None))
    last = mu.shape[1] - 1
    outside = int((np.abs(mu[:, -1]) > 1).sum())
    return Picture(
        figure,
        "fig-frozen-paths",
        f"Left: the fitted means of {len(mu)} chains, $n={sample_size}$, divisor $n-1$, $\\sigma_0 = 1$. Each wanders, "
        f"slows down and stops; {outside} of them stopped more than one $\\sigma_0$ from the truth. "
        "Right: the law of the place where a chain stops, for large $n$.",
        f"Line chart of {len(mu)} simulated means over {last:,} generations. All start at 0 and become constant, at "
        f"places between {mu[:, -1].min():.2g} and {mu[:, -1].max():.2g}. A narrow panel on the right shows the "
        "density of the landing place, a bell with heavy tails.",
    )


@styled
def tails(
    x: np.ndarray,
    curves: Mapping[str, np.ndarray],
    limits: Mapping[str, np.ndarray],
    normal: np.ndarray,
    record: Mapping[str, Any],
) -> Picture:
    """Draw exact tails, their limits and the judged shares, on logarithmic axes.

    Args:
        x: distances.
        curves: exact tails by label, for the divisor n − 1 and for the divisor n.
        limits: Student tails by label, in the same order.
        normal: the normal tail, for comparison.
        record: the judged claim; evidence called ``beyond-<x>-divisor-<divisor>`` is drawn.
    """
    figure, axes = canvas(height=4.0)
    for (name, values), colour in zip(curves.items(), (PALETTE[0], PALETTE[3]), strict=True):
        axes.plot(x, values, color=colour, label=name)
    for (name, values), colour in zip(limits.items(), (PALETTE[0], PALETTE[3]), strict=True):
        axes.plot(x, values, color=colour, linestyle="--", linewidth=1.3, label=name)
    axes.plot(x, normal, color=INK, linestyle=":", label="normal law")
    told = []
    for entry in record["evidence"]:
        if not entry["name"].startswith("beyond-"):
            continue
        distance, _, divisor = entry["name"].removeprefix("beyond-").partition("-divisor-")
        values = entry["values"]
        low, high = values["interval"]
        axes.errorbar(
            [float(distance)],
            [values["estimate"]],
            yerr=[[values["estimate"] - low], [high - values["estimate"]]],
            fmt="o",
            markersize=5,
            markerfacecolor="white",
            color=PALETTE[0] if divisor == "n-1" else PALETTE[3],
            capsize=3,
        )
        told.append(f"{values['estimate']:.3g} beyond {distance} for the divisor {divisor}")
    axes.set(
        xscale="log",
        yscale="log",
        ylim=(1e-5, 1.2),
        xlabel="distance $x$, in units of $\\sigma_0$",
        ylabel="$\\Pr(|\\mu_\\infty - \\mu_0| > x\\,\\sigma_0)$",
    )
    axes.legend(loc="lower left")
    return Picture(
        figure,
        "fig-frozen-tails",
        "How far away a chain freezes. Solid: exact. Dashed: the limits for large $n$. Straight lines on these axes "
        "are power laws: of index 2 for the divisor $n-1$, a little above 4 for the divisor $n$. Dots: simulated "
        "shares with their intervals.",
        "Line chart with two logarithmic axes. The tails for the divisor n−1 fall along a line of slope minus two, "
        "those for the divisor n along slope minus four, the normal law drops far faster. Simulated shares lie on "
        f"the exact curves: {'; '.join(told)}.",
    )


@styled
def trap(
    truth: Mapping[str, np.ndarray], naive: Mapping[str, np.ndarray], *, sample_size: int, replicates: int
) -> Picture:
    """Draw Var μ_k and the simulated mean of μ_k², for each divisor.

    Args:
        truth, naive: by label, shape (generations + 1,).
        sample_size, replicates: for the caption.
    """
    figure, axes = canvas(height=3.4)
    for (name, values), colour in zip(truth.items(), (PALETTE[0], PALETTE[3]), strict=True):
        axes.plot(values, color=colour, linestyle="--", label=f"exact, {name}")
    for (name, values), colour in zip(naive.items(), (PALETTE[0], PALETTE[3]), strict=True):
        axes.plot(values, color=colour, label=f"simulated, {name}")
    axes.set(xlabel="generation $k$", ylabel="mean of $(\\mu_k-\\mu_0)^2$, in $\\sigma_0^2$")
    axes.legend()
    first, second = truth
    last = len(truth[first]) - 1
    return Picture(
        figure,
        "fig-frozen-trap",
        f"The trap. Dashed: the exact variance of the mean, $n={sample_size}$. Solid: the average over {replicates:,} "
        "simulated chains. For the divisor $n-1$ the true curve rises for ever; the simulated one leaves it, jumps "
        "with single lucky chains, and stops rising when the last of them freezes.",
        f"Line chart over {last} generations. For the {first} the exact variance rises in a straight line to "
        f"{truth[first][-1]:.3g}, the simulated average stalls at {naive[first][-1]:.3g}. For the {second} the exact "
        f"curve levels off at {truth[second][-1]:.3g} and the simulated one ends at {naive[second][-1]:.3g}.",
    )


@styled
def reader_tail(x: np.ndarray, curves: Mapping[str, np.ndarray], *, sample_size: int) -> Picture:
    """Draw tails for the reader's own sample size.

    Args:
        x: distances.
        curves: probabilities by label.
        sample_size: for the caption.
    """
    figure, axes = canvas(height=3.2)
    for (name, values), style in zip(curves.items(), ("-", "--", "-.", ":"), strict=False):
        axes.plot(x, values, linestyle=style, label=name)
    axes.set(
        xlabel="distance $x$, in units of $\\sigma_0$",
        ylabel="$\\Pr(|\\mu_\\infty - \\mu_0| > x\\,\\sigma_0)$",
        ylim=(0, 1.03),
    )
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.2g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-frozen-yours",
        f"How far away a chain freezes at your sample size, $n={sample_size}$, for both divisors. Change the "
        "parameters and run the cell again.",
        f"Line chart of the exact tail at distances up to {x[-1]:g} standard deviations. At the end, {told}.",
    )
