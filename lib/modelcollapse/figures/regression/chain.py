"""Pictures of least squares on synthetic labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["growth", "plateau", "reader_chain", "spread"]

_STYLES = ("-", "--", "-.", ":")
_MARKERS = ("o", "^", "s", "D")
_COLOURS = (PALETTE[0], PALETTE[3], PALETTE[2], PALETTE[4])


@styled
def spread(
    generations: np.ndarray,
    mean: np.ndarray,
    deviation: Mapping[str, np.ndarray],
    simulated: Mapping[str, np.ndarray],
    *,
    shown: Sequence[int],
) -> Picture:
    """Draw mean and standard deviation of the test error against the generations, for both designs.

    Args:
        generations, mean: exact, shape (points,).
        deviation: exact standard deviations by design, shape of ``generations``.
        simulated: test errors by design, shape (replicates, generations + 1).
        shown: generations at which the simulated numbers are drawn.
    """
    figure, (left, right) = canvas(2, height=3.4)
    left.plot(generations, mean, color=INK, label="exact, both designs")
    at = list(shown)
    told = []
    for (name, errors), exact, style, marker, colour in zip(
        simulated.items(), deviation.values(), _STYLES, _MARKERS, _COLOURS, strict=False
    ):
        right.plot(generations, exact, color=colour, linestyle=style, label=f"exact, {name}")
        dots = {"linestyle": "none", "marker": marker, "markersize": 5, "color": colour}
        left.plot(at, errors[:, at].mean(axis=0), label=f"simulated, {name}", **dots)
        right.plot(at, errors[:, at].std(axis=0, ddof=1), **dots)
        told.append(f"{name} inputs: mean {errors[:, at[-1]].mean():.2f}, deviation {exact[-1]:.2f}")
    for axes, label in ((left, "mean test error"), (right, "standard deviation")):
        axes.set(xlabel="generators $n$", ylabel=label, ylim=(0, None))
        axes.legend(fontsize="small")
    return Picture(
        figure,
        "fig-regression-generations",
        "The test error of least squares, generation by generation. Left: the mean grows by the same amount each time, "
        "whether the generators share their inputs or not. Right: the standard deviation does depend on it. Lines are "
        "exact, marks simulated.",
        f"Two line charts against the number of generators. The mean rises in a straight line to {mean[-1]:.2f}. "
        f"After {at[-1]} generators, {'; '.join(told)}.",
    )


@styled
def plateau(samples: np.ndarray, curves: Mapping[int, np.ndarray], levels: Mapping[int, float]) -> Picture:
    """Draw the mean test error against the samples of the last fit, with its plateaus.

    Args:
        samples: T, shape (points,).
        curves: exact means by number of generators.
        levels: plateau by number of generators.
    """
    figure, axes = canvas(height=3.6)
    for (n, values), style, colour in zip(curves.items(), _STYLES, (INK, *_COLOURS), strict=False):
        axes.plot(samples, values, linestyle=style, color=colour, label=f"$n = {n}$")
        if n in levels:
            axes.axhline(levels[n], color=colour, linewidth=0.8, alpha=0.6)
    axes.set(xscale="log", yscale="log", xlabel="samples $T$ of the last fit", ylabel="mean test error")
    axes.legend(title="generators", loc="center left", bbox_to_anchor=(1.0, 0.5))
    told = "; ".join(f"{n} generators: {value:.3g}" for n, value in levels.items())
    return Picture(
        figure,
        "fig-regression-plateau",
        "The mean test error against the number of labels of the last fit. On clean labels ($n = 0$) it falls for "
        "ever; "
        "on synthetic ones it stops at a plateau (thin lines), which only more samples of the generators would lower.",
        f"Line chart with logarithmic axes. The clean curve falls in a straight line to {curves[0][-1]:.1g}; the "
        "others "
        f"level off at {told}.",
    )


@styled
def growth(generations: np.ndarray, curves: Mapping[str, np.ndarray], *, bound: float) -> Picture:
    """Draw the mean error over the clean error for several ways to grow the data.

    Args:
        generations: n ≥ 1, shape (points,).
        curves: ratio by name, shape of ``generations``.
        bound: the asserted bound on the fastest.
    """
    figure, axes = canvas(height=3.6)
    for (name, values), style, colour in zip(curves.items(), _STYLES, (INK, *_COLOURS), strict=False):
        axes.plot(generations, values, linestyle=style, color=colour, label=name)
    axes.axhline(bound, color=PALETTE[7], linewidth=1)
    axes.set(
        xscale="log",
        ylim=(0, 4 * bound),
        xlabel="generators $n$",
        ylabel="mean error over clean error",
    )
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    told = "; ".join(f"{name}: {values[-1]:.3g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-regression-growth",
        "How the error grows if generator $m$ sees $T_m$ samples, $d=10$, $T_0=100$. Constant and linear sizes grow "
        f"without bound; with $m\\log^2 m$ the ratio stays below {bound:g} (thin line).",
        f"Line chart with a logarithmic axis of generations. After {generations[-1]:,} generators: {told}.",
    )


@styled
def reader_chain(
    generations: np.ndarray, mean: np.ndarray, deviation: np.ndarray, errors: np.ndarray
) -> Picture:
    """Draw simulated errors over the exact mean and deviation.

    Args:
        generations, mean, deviation: shape (points,).
        errors: shape (replicates, points).
    """
    figure, axes = canvas(height=3.4)
    axes.fill_between(
        generations,
        np.maximum(mean - deviation, 0),
        mean + deviation,
        color=PALETTE[0],
        alpha=0.25,
        linewidth=0,
        label="mean ± deviation",
    )
    for i, row in enumerate(errors):
        axes.plot(
            generations,
            row,
            color=INK,
            linewidth=0.6,
            alpha=0.35,
            label="single chains" if i == 0 else None,
        )
    axes.plot(generations, mean, color=PALETTE[3], label="exact mean")
    axes.set(xlabel="generators $n$", ylabel="test error", ylim=(0, 1.1 * float(np.quantile(errors, 0.995))))
    axes.legend()
    told: dict[str, Any] = {"mean": mean[-1], "deviation": deviation[-1]}
    return Picture(
        figure,
        "fig-regression-yours",
        f"{len(errors)} chains at your settings, over the exact mean and one standard deviation on either side.",
        f"Line chart. The exact mean rises from {mean[0]:.3g} to {told['mean']:.3g}, with a standard deviation of "
        f"{told['deviation']:.3g} at the end.",
    )
