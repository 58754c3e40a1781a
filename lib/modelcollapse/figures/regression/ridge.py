"""Pictures of ridge regression on synthetic labels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["accuracy", "effective", "reader_ridge", "samples", "sweet_spot"]

_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
_MARKERS = ("o", "^", "s", "D", "v")
_COLOURS = (INK, PALETTE[0], PALETTE[2], PALETTE[3], PALETTE[4])


@styled
def effective(ridges: np.ndarray, curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw κ against λ.

    Args:
        ridges: λ, shape (points,).
        curves: κ by label.
    """
    figure, axes = canvas(height=3.6)
    axes.plot(ridges, ridges, color=PALETTE[7], linewidth=1, label="$\\kappa = \\lambda$")
    for (name, values), style, colour in zip(curves.items(), _STYLES, _COLOURS, strict=False):
        axes.plot(ridges, values, linestyle=style, color=colour, label=name)
    axes.set(xscale="log", yscale="log", xlabel="ridge $\\lambda$", ylabel="effective ridge $\\kappa$")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    told = "; ".join(f"{name}: {values[0]:.2g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-regression-kappa",
        "The effective ridge against the ridge, for 100 dimensions. With fewer samples than dimensions the sample "
        "regularises on its own, however small $\\lambda$ is.",
        "Line chart with logarithmic axes. All curves lie above the diagonal and join it on the right. At the "
        "smallest "
        f"ridge, {ridges[0]:.0e}, they are {told}.",
    )


@styled
def accuracy(dimensions: np.ndarray, errors: Mapping[str, np.ndarray]) -> Picture:
    """Draw relative errors of the formulas against the dimension, with a guide of slope −1.

    Args:
        dimensions: d, shape (points,).
        errors: mean relative errors by part, shape of ``dimensions``.
    """
    figure, axes = canvas(height=3.6)
    for (name, values), marker, colour in zip(errors.items(), _MARKERS, _COLOURS, strict=False):
        axes.plot(dimensions, values, linestyle="-", marker=marker, color=colour, label=name)
    first = next(iter(errors.values()))
    axes.plot(
        dimensions,
        0.35 * first[0] * dimensions[0] / dimensions,
        color=PALETTE[7],
        linestyle=":",
        label="slope $-1$",
    )
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="dimension $d$",
        ylabel="relative error of the formula",
        xticks=dimensions,
        xticklabels=[str(d) for d in dimensions],
    )
    axes.minorticks_off()
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    told = "; ".join(f"{name}: from {values[0]:.1%} to {values[-1]:.2%}" for name, values in errors.items())
    return Picture(
        figure,
        "fig-regression-accuracy",
        "How far the formulas are from simulated means, $\\Sigma=1$, $T=2d$, $\\lambda=0.1$. Twice the dimension, "
        "half the "
        "error.",
        f"Line chart with logarithmic axes; three nearly straight, parallel lines of slope −1. From dimension "
        f"{dimensions[0]} to {dimensions[-1]}: {told}.",
    )


@styled
def sweet_spot(
    ridges: np.ndarray,
    curves: Mapping[int, np.ndarray],
    best: Mapping[int, tuple[float, float]],
    at: np.ndarray,
    simulated: Mapping[int, np.ndarray],
) -> Picture:
    """Draw the test error against the ridge for several numbers of generators.

    Args:
        ridges: λ, shape (points,).
        curves: test error by number of generators.
        best: (λ, error) of the optimum by number of generators.
        at: ridges that were simulated.
        simulated: mean test error there, by number of generators.
    """
    figure, axes = canvas(height=4.0)
    for (n, values), style, marker, colour in zip(curves.items(), _STYLES, _MARKERS, _COLOURS, strict=False):
        axes.plot(ridges, values, linestyle=style, color=colour, label=f"$n = {n}$")
        axes.plot(at, simulated[n], linestyle="none", marker=marker, markersize=4, color=colour)
    points = np.array(list(best.values()))
    axes.plot(*points.T, "*", markersize=11, color=PALETTE[1], markeredgecolor=INK, label="best ridge")
    axes.set(xscale="log", yscale="log", xlabel="ridge $\\lambda$", ylabel="test error")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    told = "; ".join(f"{n} generators: {error:.3g} at {ridge:.3g}" for n, (ridge, error) in best.items())
    return Picture(
        figure,
        "fig-regression-sweet-spot",
        "The test error against the ridge, $\\Sigma=1$, $d=300$, $T_0=600$, $T=1000$, $\\sigma=\\sigma_0=0.2$. Lines "
        "are the "
        "formula, marks simulated means, stars the best ridge. It moves to the right with every generator.",
        f"Line chart with logarithmic axes; every curve is U-shaped. Least errors: {told}.",
    )


@styled
def samples(
    sizes: np.ndarray,
    curves: Mapping[int, np.ndarray],
    at: np.ndarray,
    simulated: Mapping[int, np.ndarray],
    *,
    ridge: float,
) -> Picture:
    """Draw the test error against the samples of the last fit, at one ridge.

    Args:
        sizes: T, shape (points,).
        curves: test error by number of generators.
        at: sizes that were simulated.
        simulated: mean test error there, by number of generators.
        ridge: for the caption.
    """
    figure, axes = canvas(height=3.8)
    for (n, values), style, marker, colour in zip(curves.items(), _STYLES, _MARKERS, _COLOURS, strict=False):
        axes.plot(sizes, values, linestyle=style, color=colour, label=f"$n = {n}$")
        axes.plot(at, simulated[n], linestyle="none", marker=marker, markersize=4, color=colour)
    axes.axvline(300, color=PALETTE[7], linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlabel="samples $T$ of the last fit", ylabel="test error")
    axes.legend(title="generators", loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    last = "; ".join(f"{n} generators: {values[-1]:.3g}" for n, values in curves.items())
    return Picture(
        figure,
        "fig-regression-samples",
        f"The test error against the number of labels at the fixed ridge $\\lambda={ridge:g}$, the other settings as "
        "before. Near $T = d$ (thin line) a fit is worst; beyond it, more synthetic labels lead to a plateau.",
        f"Line chart with logarithmic axes: a peak near 300 samples, then a fall. At {sizes[-1]:,} samples the errors "
        f"are {last}.",
    )


@styled
def reader_ridge(
    ridges: np.ndarray,
    clean: np.ndarray,
    synthetic: np.ndarray,
    best: tuple[float, float],
    *,
    generations: int,
) -> Picture:
    """Draw the error on clean and on synthetic labels at the reader's settings.

    Args:
        ridges: λ, shape (points,).
        clean, synthetic: test errors, shape of ``ridges``.
        best: best ridge on clean labels and on synthetic ones.
        generations: n, for the legend.
    """
    figure, axes = canvas(height=3.4)
    for values, name, style, colour, ridge in (
        (clean, "clean labels", "-", INK, best[0]),
        (synthetic, f"labels of generator {generations}", "--", PALETTE[3], best[1]),
    ):
        axes.plot(ridges, values, linestyle=style, color=colour, label=name)
        axes.axvline(ridge, color=colour, linestyle=style, linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlabel="ridge $\\lambda$", ylabel="test error")
    axes.legend()
    return Picture(
        figure,
        "fig-regression-your-ridge",
        "The test error at your settings. Thin lines: the best ridge on clean labels and on those of the last "
        "generator.",
        f"Line chart with logarithmic axes. The best ridge is {best[0]:.3g} on clean labels and {best[1]:.3g} after "
        f"{generations} generators.",
    )
