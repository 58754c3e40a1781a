"""Pictures of how the error of a walk grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["both_fits", "errors", "growth_map", "reader_errors"]

_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)))
_MARKERS = ("o", "s", "^", "D", "v", "P")


@styled
def errors(
    generations: Sequence[int],
    curves: Mapping[str, np.ndarray],
    at: Sequence[int],
    simulated: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    sample_size: int,
    replicates: int,
) -> Picture:
    """Draw exact and simulated squared errors.

    Args:
        generations: abscissas of the curves.
        curves: by schedule, shape of ``generations``.
        at: abscissas of the simulated points.
        simulated: by schedule, (mean, half-width), each of the shape of ``at``.
        sample_size, replicates: for the caption.
    """
    figure, axes = canvas(height=4.2)
    for i, (name, values) in enumerate(curves.items()):
        colour = PALETTE[(0, 3, 2, 1, 4, 7)[i]]
        axes.plot(generations, values, linestyle=_STYLES[i], color=colour)
        mean, width = simulated[name]
        axes.errorbar(
            at,
            mean,
            yerr=width,
            fmt=_MARKERS[i],
            markersize=5,
            capsize=2,
            linewidth=1,
            color=colour,
            label=name,
        )
    axes.set(
        xscale="log", yscale="log", xlabel="generation $k$", ylabel="squared error $\\times\\; n/\\sigma^2$"
    )
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small", title="growth")
    told = "; ".join(f"{name} {values[-1]:.2f}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-walk-errors",
        f"Mean squared error of the fitted mean in units of the error of one fit, $n={sample_size}$. Lines are exact, "
        f"points simulated from {replicates:,} walks with two standard errors. Linear and slower growth rise without "
        "bound, the others level off.",
        f"Line chart with logarithmic axes; simulated points lie on the exact curves. At generation {generations[-1]}: "
        f"{told}.",
    )


@styled
def growth_map(growths: np.ndarray, horizons: Sequence[int], error: np.ndarray) -> Picture:
    """Draw the error over growth exponent and horizon.

    Args:
        growths: a, shape (columns,).
        horizons: T, shape (rows,).
        error: in units of σ²/n, shape (rows, columns).
    """
    figure, axes = canvas(height=4.2)
    levels = [0.3, 0.45, 0.6, 0.8, 1, 1.5, 2, 3, 4, 5, 6]
    filled = axes.contourf(growths, horizons, np.log10(error), levels=levels, cmap="cividis", extend="both")
    lines = axes.contour(
        growths, horizons, error, levels=[3, 5, 10, 100, 10_000], colors="white", linewidths=1
    )
    axes.clabel(lines, fmt=lambda value: f"{value:,.0f}", fontsize=8)
    axes.axvline(1, color=PALETTE[1], linewidth=2, linestyle="--")
    axes.set(yscale="log", xlabel="growth exponent $a$ of the sizes $n\\,t^a$", ylabel="rounds $T$")
    bar = figure.colorbar(filled, ax=axes, ticks=[0.3, 1, 2, 3, 4, 5, 6])
    bar.set_label("error $\\times\\; n/\\sigma^2$")
    bar.ax.set_yticklabels(["2", "10", "100", "$10^3$", "$10^4$", "$10^5$", "$10^6$"])
    last = error[-1]
    told = "; ".join(
        f"{last[i]:,.3g} at a = {growths[i]:.2g}" for i in np.linspace(0, len(growths) - 1, 5).astype(int)
    )
    return Picture(
        figure,
        "fig-walk-growth-map",
        "Exact squared error in units of $\\sigma^2/n$ after $T$ rounds of sizes $n\\,t^a$. Left of the dashed line, "
        "at $a \\le 1$, the error grows with every decade of rounds; right of it the contour lines turn upright: the "
        "error stops growing. Close to the line even a million rounds do not show the difference.",
        f"Filled contour map of the error over growth exponent and number of rounds. After {horizons[-1]:,} rounds the "
        f"error is {told}.",
    )


@styled
def both_fits(
    generations: Sequence[int], moments: Mapping[tuple[str, str], Any], *, sample_size: int
) -> Picture:
    """Draw error of the mean, mean variance and typical variance for both divisors.

    Args:
        generations: abscissas.
        moments: by (divisor, schedule), with squared_error, variance and log_determinant arrays.
        sample_size: for the caption.
    """
    figure, panels = canvas(2, height=3.8, sharey=True)
    schedules = list(dict.fromkeys(name for _, name in moments))
    for axes, divisor in zip(panels, ("n-1", "n"), strict=True):
        for i, name in enumerate(schedules):
            law = moments[divisor, name]
            colour = PALETTE[(3, 1, 0)[i]]
            axes.plot(generations, law.squared_error, color=colour, linestyle="-", label=name)
            axes.plot(generations, law.variance, color=colour, linestyle="--")
            axes.plot(generations, np.exp(law.log_determinant), color=colour, linestyle=":")
        axes.set(xscale="log", ylim=(0, 2.05), xlabel="generation $k$", title=f"divisor ${divisor}$")
    panels[0].set_ylabel("in units of $\\sigma^2$")
    panels[0].legend(loc="upper left", fontsize="small")
    for style, told in (("-", "error of the mean"), ("--", "mean variance"), (":", "typical variance")):
        panels[1].plot([], [], color=INK, linestyle=style, label=told)
    handles, names = panels[1].get_legend_handles_labels()
    panels[1].legend(handles[-3:], names[-3:], loc="upper left", fontsize="small")
    last = {key: law for key, law in moments.items() if key[1] == "linear"}
    told = "; ".join(
        f"divisor {divisor}: error {law.squared_error[-1]:.2f}, mean variance {law.variance[-1]:.2f}, typical variance "
        f"{np.exp(law.log_determinant[-1]):.2f}"
        for (divisor, _), law in last.items()
    )
    return Picture(
        figure,
        "fig-walk-both-fits",
        f"A normal law whose mean and variance are both fitted, $n={sample_size}$, exactly. Solid: mean squared error "
        "of the mean. Dashed: mean fitted variance. Dotted: typical fitted variance, the exponential of the mean "
        "logarithm. Right, with the divisor $n$, solid and dashed lines of one colour add up to one everywhere. Left "
        "the dashed lines lie on each other at one, and say nothing about a typical walk.",
        f"Two line charts over {generations[-1]} generations for constant, linear and quadratic sizes. With linear "
        f"sizes at the end: {told}.",
    )


@styled
def reader_errors(
    generations: np.ndarray, error: np.ndarray, paths: np.ndarray, *, ceiling: float, growth: float
) -> Picture:
    """Draw some walks of the reader's own, with the band that the exact law gives them.

    Args:
        generations: abscissas.
        error: exact squared error, shape of ``generations``.
        paths: walks, shape (replicates, generations).
        ceiling: limit of the squared error, perhaps infinite.
        growth: for the caption.
    """
    figure, axes = canvas(height=3.6)
    for row in paths:
        axes.plot(generations, row, color=PALETTE[0], linewidth=0.8, alpha=0.6)
    for sign in (-1, 1):
        axes.plot(
            generations,
            sign * 2 * np.sqrt(error),
            color=INK,
            label="two standard deviations" if sign > 0 else None,
        )
        if np.isfinite(ceiling):
            axes.axhline(
                sign * 2 * np.sqrt(ceiling),
                color=PALETTE[3],
                linestyle="--",
                label="their limit" if sign > 0 else None,
            )
    axes.set(xlabel="generation $k$", ylabel="fitted mean, in units of $\\sigma$")
    figure.legend(loc="outside upper left", ncols=2, fontsize="small")
    told = f"tend to {2 * np.sqrt(ceiling):.3g}" if np.isfinite(ceiling) else "grow without bound"
    return Picture(
        figure,
        "fig-walk-yours",
        f"{len(paths)} walks with sizes $n\\,t^a$, $a={growth:g}$. Two standard deviations {told}.",
        f"Line chart of {len(paths)} walks inside two curves at two standard deviations, which are "
        f"{2 * np.sqrt(error[-1]):.3g} at generation {generations[-1]} and {told}.",
    )
