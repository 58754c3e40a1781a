"""Pictures of parametric families trained on their own output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["dispersion", "reader_ties", "shortfall", "trap", "universality"]

_STYLES = ("-", "--", "-.")
_MARKERS = ("o", "s", "^", "D")


def _marks(axes: Any, points: Mapping[str, tuple[Any, Any, Any]], start: int) -> None:
    """Draw (x, share, standard error) for each label, with two standard errors."""
    for i, (name, (x, share, error)) in enumerate(points.items(), start=start):
        axes.errorbar(
            x,
            share,
            yerr=2 * np.asarray(error),
            fmt=_MARKERS[i % 4],
            markersize=5,
            markerfacecolor="white",
            color=PALETTE[i],
            capsize=3,
            label=name,
        )


@styled
def universality(
    n: np.ndarray,
    curves: Mapping[str, np.ndarray],
    simulated: Mapping[str, Mapping[str, tuple[Any, Any, Any]]],
    limits: tuple[float, float],
    *,
    replicates: int,
) -> Picture:
    """Draw the chance against the sample size: one parameter on the left, two on the right.

    Args:
        n: sample sizes of the curves.
        curves: exact chances by family, one parameter.
        simulated: by panel ("one", "two"), then by family: sizes, shares, standard errors.
        limits: of the two panels.
        replicates: for the caption.
    """
    figure, (left, right) = canvas(2, height=4.0, sharey=True)
    for i, (name, values) in enumerate(curves.items()):
        left.plot(n, values, color=PALETTE[i], linestyle=_STYLES[i], label=name)
    _marks(left, simulated["one"], len(curves))
    _marks(right, simulated["two"], len(curves))
    for axes, limit, words in ((left, limits[0], "one parameter"), (right, limits[1], "two parameters")):
        axes.axhline(limit, color=INK, linewidth=1, label="limit")
        axes.set(xscale="log", xlabel="sample size $n$", title=words)
    left.legend(loc="lower right")
    left.set(ylabel="chance to be closer, $P$", ylim=(0.1, 0.4))
    first = ", ".join(f"{name} {values[0]:.3f}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-families-universal",
        "Five families after one round of $n$ draws. Lines: exact, equal errors counting as no improvement. Marks: "
        f"{replicates:,} simulated walks each, with two standard errors; errors of the regressions in the norm of the "
        "information. All tend to a limit that knows only the number of parameters.",
        f"Two line charts with the sample size on a logarithmic axis. Left, one parameter: at size {n[0]} the chances "
        f"are {first}; all rise to the line at {limits[0]:.3f}, slowest for the families of counts. Right, two "
        f"parameters: simulated shares for two regressions lie around the line at {limits[1]:.3f}.",
    )


@styled
def dispersion(
    values: np.ndarray, curve: np.ndarray, record: Mapping[str, Any], *, at: float, plain: float
) -> Picture:
    """Draw the chance against the dispersion of the real data.

    Args:
        values: dispersions.
        curve: chances.
        record: the judged claim; its evidence "counts" is drawn.
        at: dispersion of that evidence.
        plain: the chance without overdispersion.
    """
    figure, axes = canvas(height=3.4)
    axes.plot(values, curve, color=PALETTE[0], label="sandwich, then the model")
    axes.axhline(plain, color=PALETTE[3], linestyle="--", label="the same covariance for both")
    axes.axhline(0.5, color=INK, linewidth=1)
    found = next(entry["values"] for entry in record["evidence"] if entry["name"] == "counts")
    low, high = found["interval"]
    axes.errorbar(
        [at],
        [found["estimate"]],
        yerr=[[found["estimate"] - low], [high - found["estimate"]]],
        fmt="o",
        markersize=6,
        markerfacecolor="white",
        color=PALETTE[0],
        capsize=3,
    )
    axes.set(
        xscale="log",
        ylim=(0, 0.53),
        xlabel="dispersion $\\varphi$ of the real counts",
        ylabel="chance to be closer, $P$",
    )
    axes.legend(loc="lower right")
    return Picture(
        figure,
        "fig-families-dispersion",
        "Counts fitted as Poisson, one round, large samples. The noisier the real data are compared with the model, "
        "the better the synthetic round looks, because it is drawn from the model. Mark: simulated.",
        f"Line chart on a logarithmic axis: the chance rises from {curve[0]:.3f} at a dispersion of {values[0]:g} to "
        f"{curve[-1]:.3f} at {values[-1]:g}, always below one half. A horizontal line at {plain:.3f} is what the usual "
        f"covariance would give. A simulated share at dispersion {at:g} is {found['estimate']:.3f}.",
    )


@styled
def shortfall(points: Mapping[str, tuple[Any, Any, Any]], *, limit: float, replicates: int) -> Picture:
    """Draw the chance of logistic regression against the sample size, for two estimators.

    Args:
        points: by estimator: sizes, shares, standard errors.
        limit: for large samples.
        replicates: for the caption.
    """
    figure, axes = canvas(height=3.4)
    # A little to the side, so that the bars do not hide each other.
    _marks(axes, {name: (1.04**i * x, *rest) for i, (name, (x, *rest)) in enumerate(points.items())}, 0)
    axes.axhline(limit, color=INK, linewidth=1, label="limit")
    sizes = next(iter(points.values()))[0]
    axes.set(xscale="log", xlabel="sample size $n$", ylabel="chance to be closer, $P$")
    axes.set_xticks(sizes, [f"{size}" for size in sizes])
    axes.minorticks_off()
    axes.legend(loc="lower right")
    told = "; ".join(
        f"{name}: " + ", ".join(f"{share:.3f} at {size}" for size, share in zip(sizes, found, strict=True))
        for name, (_, found, _) in points.items()
    )
    return Picture(
        figure,
        "fig-families-shortfall",
        "Logistic regression with two coefficients, three rounds of $n$ draws, Euclidean norm. At small $n$ fewer "
        "walks improve with the maximum-likelihood fit than with one without its first-order bias. "
        f"{replicates:,} walks each, the same random numbers for both, two standard errors.",
        f"Points with error bars around a horizontal line at {limit:.3f}. {told}.",
    )


@styled
def trap(walks: np.ndarray, log_mean: np.ndarray, average: np.ndarray) -> Picture:
    """Draw exponential walks, their mean log and their average, on a logarithmic axis.

    Args:
        walks: shape (walks, generations + 1).
        log_mean: exact mean of log θ̂_k, shape (generations + 1,).
        average: simulated mean of θ̂_k over many walks, the same shape.
    """
    figure, axes = canvas(height=3.6)
    k = np.arange(walks.shape[1])
    for row in walks:
        axes.plot(k, row, color=INK, linewidth=0.8, alpha=0.3)
    axes.plot(k, np.exp(log_mean), color=PALETTE[0], label="typical walk, exact")
    axes.plot(k, average, color=PALETTE[3], linestyle="--", label="simulated average")
    axes.axhline(1.0, color=PALETTE[2], linestyle=":", label="true mean")
    axes.set(yscale="log", xlabel="generation $k$", ylabel="fitted mean $\\hat\\theta_k$")
    axes.legend(loc="lower left")
    return Picture(
        figure,
        "fig-families-trap",
        f"Exponential walks with $n = 5$ draws in every round. Grey: {len(walks)} of them. The true mean is 1 in every "
        "generation; the simulated average leaves it as soon as the walks that carry it are too rare to be drawn.",
        f"Line chart with a logarithmic vertical axis over {k[-1]} generations. Single walks fall along a straight "
        f"line to about {np.exp(log_mean[-1]):.0e}; the simulated average ends at {average[-1]:.0e} although the "
        "true mean stays at 1.",
    )


@styled
def reader_ties(n: np.ndarray, curves: Mapping[str, np.ndarray], *, limit: float) -> Picture:
    """Draw the chance of the reader's own Bernoulli walk, ties counted in three ways.

    Args:
        n: sample sizes.
        curves: chances by label.
        limit: for large samples.
    """
    figure, axes = canvas(height=3.2)
    for i, (name, values) in enumerate(curves.items()):
        axes.plot(n, values, color=PALETTE[i], linestyle=_STYLES[i], label=name)
    axes.axhline(limit, color=INK, linewidth=1)
    axes.set(xscale="log", xlabel="sample size $n$", ylabel="chance to be closer, $P$")
    axes.legend()
    told = ", ".join(f"{name}: {values[-1]:.3f}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-families-yours",
        "A Bernoulli walk of your own, after one round. Change the parameters and run the cell again.",
        f"Line chart up to the sample size {n[-1]}; there, {told}. The limit is {limit:.3f}.",
    )
