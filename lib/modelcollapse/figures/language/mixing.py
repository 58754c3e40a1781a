"""Pictures of the chapter on real data mixed with synthetic data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.discrete.drawing import dots, draw
from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["allowed", "bounds", "by_amount", "by_truth", "signs"]

_MARKERS = ("o", "s", "^", "D", "v")


@styled
def signs(generations: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any]) -> Picture:
    """Draw the corrected and the printed formula with the judged simulation.

    Args:
        generations: abscissas.
        curves: S_m by name, the corrected one first.
        record: the judged claim.
    """
    figure, axes = canvas(height=3.4)
    draw(axes, generations, curves)
    seen = dots(axes, record, "simulated-m-")
    axes.set(xlabel="generation $m$", ylabel="collision probability $S_m$")
    axes.legend(loc="lower right")
    told = "; ".join(
        f"{name}: {values[0]:.4f} at first, {values[-1]:.4f} at last" for name, values in curves.items()
    )
    return Picture(
        figure,
        "fig-language-signs",
        "Three real tokens, thirty synthetic ones, two tokens of probability one half each. The simulation follows the "
        "formula with a plus; the printed form, with a minus, starts too low and joins it later.",
        f"Line chart over {generations[-1]} generations. {told}. Simulated: {seen}.",
    )


@styled
def by_amount(
    collision: Mapping[int, np.ndarray],
    distance: Mapping[int, np.ndarray],
    limits: Mapping[int, float],
    *,
    runs: int,
    ceiling: float,
) -> Picture:
    """Draw diversity and deviation over the generations, one curve for each amount of synthetic data.

    Args:
        collision: S_m by n, generation 1 first.
        distance: simulated mean L1 distance from generation 1 by n, generation 1 first.
        limits: the sharp bound by n.
        runs: behind the means.
        ceiling: the sharp bound for endless synthetic data.
    """
    figure, (left, right) = canvas(2, height=3.6)
    told = []
    for (n, values), colour, style in zip(collision.items(), PALETTE, ("-", "--", "-.", ":"), strict=False):
        m = np.arange(1, len(values) + 1)
        left.plot(m, values, linestyle=style, color=colour, label=f"$n={n}$")
        at = np.arange(1, len(distance[n]) + 1)
        right.plot(at, distance[n], linestyle=style, color=colour)
        right.plot([m[-1] + 1.5], [limits[n]], marker="_", markersize=10, color=colour, clip_on=False)
        told.append(f"n = {n}: S {values[-1]:.4f}, distance {distance[n][-1]:.3f}, bound {limits[n]:.3f}")
    right.axhline(ceiling, color=INK, linewidth=0.8)
    left.set(xlabel="generation $m$", ylabel="collision probability $S_m$", ylim=(0.1, 0.12))
    right.set(xlabel="generation $m$", ylabel="distance from generation 1", ylim=(0, None))
    left.legend(loc="upper right", ncols=2, fontsize="small")
    return Picture(
        figure,
        "fig-language-by-amount",
        "One hundred real tokens, $S_0 = 0.1$ on 52 tokens. Left: $S_m$, exact; mind the scale. Right: $L^1$ "
        f"distance from the fit to the real data, mean of {runs} runs; the dashes at the end are the sharp bounds, "
        "the thin line is the bound for endless synthetic data.",
        f"Two line charts over 50 generations. {'; '.join(told)}. Ceiling {ceiling:.3f}.",
    )


@styled
def by_truth(bound: Mapping[float, float], record: Mapping[str, Any], names: Mapping[float, str]) -> Picture:
    """Draw the deviation against S₀ with its bound.

    Args:
        bound: the sharp bound by S₀.
        record: the judged claim.
        names: the evidence of each S₀.
    """
    figure, axes = canvas(height=3.2)
    values = {entry["name"]: entry["values"] for entry in record["evidence"]}
    at = list(bound)
    seen = [values[names[s0]]["estimate"] for s0 in at]
    axes.plot(at, list(bound.values()), "-", color=INK, marker="_", label="sharp bound")
    axes.plot(at, seen, "o", color=PALETTE[3], markerfacecolor="white", label="simulated")
    axes.set(
        xlabel="collision probability of the truth, $S_0$",
        ylabel="distance from generation 1",
        ylim=(0, None),
    )
    axes.legend()
    told = ", ".join(f"{value:.4f} at {s0:g}" for s0, value in zip(at, seen, strict=True))
    return Picture(
        figure,
        "fig-language-by-truth",
        "One hundred real and ten synthetic tokens: the more concentrated the truth, the smaller the deviation. The "
        "bound falls alike.",
        f"Line chart against the collision probability of the truth. Simulated mean distance: {told}.",
    )


@styled
def bounds(sizes: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any]) -> Picture:
    """Draw every bound on the deviation against n.

    Args:
        sizes: synthetic tokens.
        curves: bounds by name.
        record: the judged claim.
    """
    figure, axes = canvas(height=4.0)
    draw(axes, sizes, {name: np.where(values < 1e4, values, np.nan) for name, values in curves.items()})
    seen = dots(axes, record, "added-")
    axes.axhline(2, color=INK, linewidth=0.6)
    axes.text(sizes[0], 2.3, "no distance is larger", fontsize="small")
    axes.set(xscale="log", yscale="log", xlabel="synthetic tokens $n$", ylabel="distance from generation 1")
    axes.set(ylim=(0.01, 2e3))
    axes.legend(fontsize="small", loc="upper right")
    told = "; ".join(
        f"{name} {values[0]:.3g} to {min(values[-1], 1e308):.3g}" for name, values in curves.items()
    )
    return Picture(
        figure,
        "fig-language-bounds",
        "Bounds on the mean distance from generation 1, and the judged simulation: $N=100$, 52 tokens of a "
        "vocabulary of 600. Theorem 3 leaves the picture at once.",
        f"Chart with logarithmic axes, n from {sizes[0]:.0f} to {sizes[-1]:.0f}: {told}. Simulated: {seen}.",
    )


@styled
def allowed(
    real: Sequence[int],
    curves: Mapping[str, np.ndarray],
    *,
    support: int,
    tolerance: float,
    least: int,
) -> Picture:
    """Draw the most synthetic tokens that each bound allows against the real ones.

    Args:
        real: N.
        curves: n by bound, infinite where there is no limit.
        support: tokens.
        tolerance: ε.
        least: the real tokens from which on the last bound sets no limit.
    """
    figure, axes = canvas(height=3.8)
    n = np.array(real)
    shown = {
        name: np.where((values >= 1) & np.isfinite(values), values, np.nan) for name, values in curves.items()
    }
    for (name, values), style, marker, colour in zip(
        shown.items(), (":", "--", "-"), _MARKERS, (PALETTE[1], PALETTE[0], INK), strict=False
    ):
        axes.plot(n, values, linestyle=style, marker=marker, markersize=3, color=colour, label=name)
    if least < n[-1]:
        axes.axvspan(least, n[-1], color=PALETTE[2], alpha=0.15, linewidth=0, label="no limit needed")
    axes.plot(n, n, color=INK, linewidth=0.5)
    axes.set(xscale="log", yscale="log", xlabel="real tokens $N$", ylabel="synthetic tokens $n$ allowed")
    axes.legend(fontsize="small", loc="upper left")
    told = "; ".join(
        f"{name}: {'no limit' if np.isinf(values[-1]) else format(values[-1], '.3g')} at the end"
        for name, values in curves.items()
    )
    beyond = f" From $N = {least:,}$ on the exact second moment needs no limit." if least < n[-1] else ""
    return Picture(
        figure,
        "fig-language-allowed",
        f"How many synthetic tokens keep the distance below {tolerance:g} for ever, {support:,} possible tokens. Thin "
        f"line: as many as real ones.{beyond}",
        f"Chart with logarithmic axes, N from {n[0]:,} to {n[-1]:,}. {told}.",
    )
