"""Pictures of power laws in regression on synthetic labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["collapsed_curves", "designs", "lines", "power_parts", "reader_powers", "told"]

_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
_MARKERS = ("o", "^", "s", "D", "v")
_COLOURS = (INK, PALETTE[0], PALETTE[2], PALETTE[3], PALETTE[4])


def lines(
    axes: Any, x: np.ndarray, curves: Mapping[str, np.ndarray], colours: Sequence[Any] = _COLOURS
) -> None:
    """Draw one line for each name, with a legend."""
    for (name, values), style, colour in zip(curves.items(), _STYLES, colours, strict=False):
        axes.plot(x, values, linestyle=style, color=colour, label=name)
    axes.legend(fontsize="small")


def told(curves: Mapping[str, np.ndarray]) -> str:
    """Say the last value of each curve."""
    return "; ".join(f"{name}: {values[-1]:.2g}" for name, values in curves.items())


@styled
def power_parts(
    samples: np.ndarray, parts: Mapping[str, np.ndarray], limits: Mapping[str, np.ndarray]
) -> Picture:
    """Draw the parts of the test error against the sample size, with the power laws.

    Args:
        samples: T, shape (points,).
        parts: bias, variance and collapse term, shape of ``samples``.
        limits: the laws with their constants, by the same names.
    """
    figure, axes = canvas(height=3.8)
    for (name, values), style, colour in zip(parts.items(), _STYLES, _COLOURS, strict=False):
        axes.plot(samples, values, linestyle=style, color=colour, label=name)
        axes.plot(samples, limits[name], color=PALETTE[7], linewidth=1, zorder=0)
    low, high = min(v.min() for v in parts.values()), max(v.max() for v in parts.values())
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="labels $T$ of the last fit",
        ylabel="part of the test error",
        ylim=(low / 2, high * 2),
    )
    axes.legend(fontsize="small", loc="lower left")
    spans = "; ".join(f"{name}: {values[0]:.2g} to {values[-1]:.2g}" for name, values in parts.items())
    return Picture(
        figure,
        "fig-regression-powers",
        "The parts of the test error at the ridge $T^{-0.8}$, for $\\beta=2$, $r=0.375$, $d=10^4$, $T_0=2d$ and one "
        "generator. Thin grey lines are the power laws with their constants. The collapse term turns at $T = d$. "
        "All three leave their laws when $T^{0.4}$ comes near $d$.",
        f"Line chart with logarithmic axes. From {samples[0]:.0e} to {samples[-1]:.0e} labels: {spans}. Bias and "
        "variance fall in straight lines, the collapse term falls, turns and rises.",
    )


@styled
def collapsed_curves(
    ridges: np.ndarray,
    by_ridge: Mapping[int, np.ndarray],
    sizes: np.ndarray,
    by_size: Mapping[int, np.ndarray],
    marks: tuple[np.ndarray, Mapping[int, np.ndarray], np.ndarray, Mapping[int, np.ndarray]],
) -> Picture:
    """Draw the test error against the ridge, and against the sample size at the ridge for clean labels.

    Args:
        ridges, by_ridge: λ and the error by number of generators, at one sample size.
        sizes, by_size: T and the error by number of generators, at λ = T^(−ℓ_crit).
        marks: the same four for simulated means.
    """
    figure, (left, right) = canvas(2, height=3.8, sharey=True)
    at_ridge, of_ridge, at_size, of_size = marks
    for axes, x, curves, at, points in (
        (left, ridges, by_ridge, at_ridge, of_ridge),
        (right, sizes, by_size, at_size, of_size),
    ):
        for (n, values), style, marker, colour in zip(
            curves.items(), _STYLES, _MARKERS, _COLOURS, strict=False
        ):
            axes.plot(x, values, linestyle=style, color=colour, label=f"$n = {n}$")
            axes.plot(at, points[n], linestyle="none", marker=marker, markersize=4, color=colour)
        axes.set(xscale="log", yscale="log")
    left.set(xlabel="ridge $\\lambda$, at $T = 10^4$", ylabel="test error")
    right.set(xlabel="labels $T$, at $\\lambda = T^{-0.8}$")
    right.legend(fontsize="small")
    last = "; ".join(f"{n} generators: {values[-1]:.2g}" for n, values in by_size.items())
    return Picture(
        figure,
        "fig-regression-collapsed",
        "The paper's Figure 1b: $\\beta=2$, $r=0.375$, $d=300$, $T_0=600$, $\\sigma=\\sigma_0=1$. Left: the "
        "error against "
        "the ridge. Right: at the ridge that is best for clean labels, more synthetic labels first help and then "
        "harm. Lines are the formula, marks means of simulated fits.",
        f"Two line charts with logarithmic axes. Left: U-shaped curves whose bottom moves up and to the right. "
        f"Right: "
        f"without generators a falling line; with them a fall, a turn and a rise. At {sizes[-1]:.0e} labels: {last}.",
    )


@styled
def designs(curves: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Picture:
    """Draw the test error against the generations for generators with half as many labels as dimensions.

    Args:
        curves: formula and simulated means by design, shape (generations + 1,).
    """
    figure, axes = canvas(height=3.4)
    for (name, (line, marks)), style, marker, colour in zip(
        curves.items(), _STYLES, _MARKERS, _COLOURS[1:], strict=False
    ):
        at = np.arange(len(line))
        axes.plot(at, line, linestyle=style, color=colour, label=f"{name} inputs")
        axes.plot(at, marks, linestyle="none", marker=marker, color=colour)
    axes.set(xlabel="generators $n$", ylabel="test error", ylim=(0, None))
    axes.legend()
    ends = "; ".join(
        f"{name}: {line[1]:.2f} after one, {line[-1]:.2f} at the end" for name, (line, _) in curves.items()
    )
    return Picture(
        figure,
        "fig-regression-few-labels",
        "The paper's Figure 2: equal eigenvalues, $d=300$, generators with $T_0=150$ noiseless labels. With the same "
        "inputs the error jumps once, with fresh ones it goes on to that of the null predictor, one.",
        f"Line chart with two curves that start at {next(iter(curves.values()))[0][0]:.3f}. {ends}.",
    )


@styled
def reader_powers(samples: np.ndarray, curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw the test error of two ridges against the sample size at the reader's exponents.

    Args:
        samples: T, shape (points,).
        curves: test error by name of the ridge.
    """
    figure, axes = canvas(height=3.4)
    lines(axes, samples, curves)
    axes.set(xscale="log", yscale="log", xlabel="labels $T$ of the last fit", ylabel="test error")
    return Picture(
        figure,
        "fig-regression-your-powers",
        "The test error at your exponents, against the labels of the last fit.",
        f"Line chart with logarithmic axes. At {samples[-1]:.0e} labels: {told(curves)}.",
    )
