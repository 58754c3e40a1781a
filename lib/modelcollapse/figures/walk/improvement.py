"""Pictures of the chance that synthetic rounds end closer to the truth than the real fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["biased", "dimensions", "directions", "plane", "reader_curve", "rounds"]

_MARKERS = ("o", "s", "^", "D", "v")
_STYLES = ("-", "--", "-.", ":", (0, (5, 1)))


def _judged(record: Mapping[str, Any], prefix: str) -> dict[str, Mapping[str, Any]]:
    """Values of the evidence whose name starts with ``prefix``, by the rest of the name."""
    return {
        entry["name"].removeprefix(prefix): entry["values"]
        for entry in record["evidence"]
        if entry["name"].startswith(prefix)
    }


def _dot(axes: Any, x: float, values: Mapping[str, Any], colour: Any, marker: str) -> None:
    low, high = values["interval"]
    axes.errorbar(
        [x],
        [values["estimate"]],
        yerr=[[values["estimate"] - low], [high - values["estimate"]]],
        fmt=marker,
        markersize=6,
        markerfacecolor="white",
        color=colour,
        capsize=3,
        zorder=3,
    )


@styled
def plane(first: np.ndarray, step: np.ndarray, *, r: float, improved: np.ndarray) -> Picture:
    """Draw simulated pairs and the two lines between which the last estimate is closer.

    Args:
        first: errors of the real fit, in units of their standard deviation, shape (replicates,).
        step: what the synthetic rounds add, in units of its own, shape (replicates,).
        r: ratio of the two standard deviations.
        improved: which of the pairs ended closer.
    """
    figure, axes = canvas(height=4.4)
    reach = 3.2
    z = np.array([-reach, reach])
    axes.plot(first[~improved], step[~improved], ".", color=INK, alpha=0.25, markersize=4, label="farther")
    axes.plot(first[improved], step[improved], "^", color=PALETTE[3], alpha=0.6, markersize=4, label="closer")
    axes.plot(z, 0 * z, color=PALETTE[0])
    axes.plot(z, -2 * z / r, color=PALETTE[0])
    axes.set(
        xlim=(-reach, reach),
        ylim=(-reach, reach),
        aspect="equal",
        xlabel="error of the real fit, standardised",
        ylabel="what the rounds add, standardised",
    )
    axes.legend(loc="upper right", markerscale=2)
    share = float(improved.mean())
    return Picture(
        figure,
        "fig-beating-wedge",
        f"Simulated pairs for $r = {r:g}$, each coordinate in units of its own standard deviation. The last fit is "
        f"closer to the truth in the two wedges between the lines: {share:.1%} of these {len(first):,} pairs.",
        f"Scatter plot of {len(first):,} points, round like a normal cloud. Two lines through the centre cut out two "
        f"opposite wedges, upper left and lower right, which hold {share:.1%} of the points.",
    )


@styled
def rounds(
    t: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any], *, judged: int
) -> Picture:
    """Draw P against the number of rounds, for power schedules, with the judged shares.

    Args:
        t: numbers of rounds.
        curves: P by label; those of s = 0, 1, 2 first, in this order.
        record: the judged claim in one dimension.
        judged: number of rounds of the judged shares.
    """
    figure, axes = canvas(height=3.8)
    for i, (name, values) in enumerate(curves.items()):
        axes.plot(t, values, color=PALETTE[i], linestyle=_STYLES[i], label=name)
    found = _judged(record, "share-d-1-s-")
    for i, share in enumerate(found.values()):
        _dot(axes, judged, share, PALETTE[i], _MARKERS[i])
    axes.axhline(0.5, color=INK, linewidth=1)
    axes.set(xscale="log", ylim=(0, 0.53), xlabel="synthetic rounds", ylabel="chance to be closer, $P$")
    axes.legend(loc="lower left")
    last = ", ".join(f"{name}: {values[-1]:.3f}" for name, values in curves.items())
    start = next(iter(curves.values()))[0]
    return Picture(
        figure,
        "fig-beating-rounds",
        "Chance that the last fit is closer to the truth than the real one, in one dimension. Lines: exact. Marks: "
        f"simulated shares after {judged} rounds, with their intervals. All start at the same point, because the first "
        "synthetic sample is as large as the real one. The line at the top is an even chance.",
        f"Line chart over {t[0]} to {t[-1]} rounds on a logarithmic axis. All curves start at {start:.3f} and fall; "
        f"after {t[-1]} rounds they are at {last}. None reaches one half.",
    )


@styled
def dimensions(d: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any]) -> Picture:
    """Draw P against the dimension, for the judged schedules.

    Args:
        d: dimensions.
        curves: P by label, for s = 0, 1, 2 in this order.
        record: the judged claim in several dimensions.
    """
    figure, axes = canvas(height=3.8)
    for i, (name, values) in enumerate(curves.items()):
        axes.plot(d, values, color=PALETTE[i], linestyle=_STYLES[i], label=name)
        for at, found in _judged(record, "share-d-").items():
            dimension, _, s = at.partition("-s-")
            if int(s) == i and found["estimate"] > 0 and found["interval"][0] > 0:
                _dot(axes, float(dimension), found, PALETTE[i], _MARKERS[i])
    axes.set(yscale="log", xlabel="dimension $d$", ylabel="chance to be closer, $P$")
    axes.legend()
    told = ", ".join(f"{name}: {values[0]:.2g} to {values[-1]:.1g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-beating-dimensions",
        "The same chance after ten rounds, against the dimension. Lines: the tail of Student's law. Marks: simulated "
        "shares with their intervals. On this logarithmic axis the fall is almost straight: exponential.",
        f"Line chart with a logarithmic vertical axis, dimensions {d[0]} to {d[-1]}. All three lines fall steeply, "
        f"{told}. Simulated shares at dimensions 2, 5 and 20 lie on the lines.",
    )


@styled
def directions(ratio: np.ndarray, curve: np.ndarray, *, isotropic: float, line: float) -> Picture:
    """Draw P in the plane against the ratio of eigenvalues, between its two bounds.

    Args:
        ratio: λ_2/λ_1.
        curve: P.
        isotropic, line: the two bounds.
    """
    figure, axes = canvas(height=3.2)
    axes.plot(ratio, curve, color=PALETTE[0], label="exact")
    axes.axhline(line, color=PALETTE[3], linestyle="--", label="one dimension")
    axes.axhline(isotropic, color=PALETTE[2], linestyle=":", label="two equal directions")
    axes.set(xscale="log", xlabel="ratio of the two variances", ylabel="chance to be closer, $P$")
    axes.legend(loc="center left")
    return Picture(
        figure,
        "fig-beating-directions",
        "Two coordinates with unequal variances, $r = 1$, errors in the Euclidean norm. A direction with little "
        "variance hardly counts, so the chance goes from that of two dimensions to that of one.",
        f"Line chart. As the ratio of variances falls from {ratio[-1]:g} to {ratio[0]:g}, the chance rises from "
        f"{curve[-1]:.3f} to {curve[0]:.3f}, between the horizontal lines at {isotropic:.3f} and {line:.3f}.",
    )


@styled
def biased(
    multiple: np.ndarray,
    curves: Mapping[str, np.ndarray],
    record: Mapping[str, Any],
    *,
    sample_size: int,
) -> Picture:
    """Draw P against the size of one synthetic round, for estimators that shrink.

    Args:
        multiple: n_2/n.
        curves: P by label; the second is the judged one.
        record: the judged claim.
        sample_size: n of the judged shares.
    """
    figure, axes = canvas(height=3.8)
    for i, (name, values) in enumerate(curves.items()):
        axes.plot(multiple, values, color=PALETTE[i], linestyle=_STYLES[i], label=name)
    for at, share in _judged(record, "scaled-").items():
        later, _, truth = at.partition("-truth-")
        if truth == "zero":
            _dot(axes, float(later) / sample_size, share, PALETTE[1], _MARKERS[1])
    axes.axhline(0.5, color=INK, linewidth=1)
    axes.set(
        xscale="log",
        ylim=(0, 1.02),
        xlabel="size of the synthetic sample over that of the real one",
        ylabel="chance to be closer, $P$",
    )
    axes.legend(loc="upper left")
    told = ", ".join(f"{name}: {values[-1]:.2f}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-beating-biased",
        "One synthetic round, for the mean and for multiples of it, where the truth is the point that they shrink to. "
        "The unbiased mean never reaches the line of an even chance; the others cross it and go on to one. Marks: "
        "simulated shares.",
        f"Line chart on a logarithmic horizontal axis up to {multiple[-1]:g}. At its end the chances are {told}. Only "
        "the curve of the unbiased mean stays below one half.",
    )


@styled
def reader_curve(t: Sequence[int], curve: np.ndarray, *, s: float, dimension: int) -> Picture:
    """Draw P for the reader's own schedule and dimension.

    Args:
        t: numbers of rounds.
        curve: P.
        s, dimension: for the caption.
    """
    figure, axes = canvas(height=3.0)
    axes.plot(t, curve, "o-", markersize=3, color=PALETTE[0])
    axes.set(ylim=(0, 0.53), xlabel="synthetic rounds", ylabel="chance to be closer, $P$")
    return Picture(
        figure,
        "fig-beating-yours",
        f"Your schedule, $n\\,t^{{{1 + s:g}}}$ draws in round $t$, in {dimension} "
        f"dimension{'s' if dimension > 1 else ''}. Change the parameters and run the cell again.",
        f"Line chart of the chance over {t[0]} to {t[-1]} rounds; it falls from {curve[0]:.3f} to {curve[-1]:.3f}.",
    )
