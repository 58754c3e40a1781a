"""Pictures of the chapter on windows of generations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from modelcollapse.figures.discrete.drawing import dots, draw
from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["decay", "history", "reader_schemes", "schemes"]


@styled
def schemes(runs: Mapping[str, np.ndarray], curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw single runs and the exact mean of each scheme.

    Args:
        runs: Σ p² by scheme, shape (runs, generations + 1); four of them.
        curves: S_m by scheme, shape (generations + 1,).
    """
    figure, grid = canvas(2, rows=2, height=5.4, sharex=True, sharey=True)
    told = []
    for axes, (title, paths) in zip(grid.flat, runs.items(), strict=True):
        m = np.arange(paths.shape[1])
        axes.plot(m, paths.T, color=PALETTE[0], linewidth=0.6, alpha=0.45)
        axes.plot(m, curves[title], color=INK, linewidth=2.2)
        axes.set_title(title, fontsize="medium")
        single = int((paths[:, -1] > 1 - 1e-12).sum())
        told.append(f"{title}: exact mean {curves[title][-1]:.3f}, {single} of {len(paths)} runs at 1")
    for axes in grid[1]:
        axes.set_xlabel("generation $m$")
    for axes in grid[:, 0]:
        axes.set_ylabel("collision probability")
    return Picture(
        figure,
        "fig-language-schemes",
        f"Ten tokens drawn in each generation, from four kinds of past: {len(next(iter(runs.values())))} runs (thin) "
        "and the exact mean $S_m$ (thick). At 1 there is one token left. Longer windows come later to the same end; "
        "the whole history does not.",
        f"Four line charts over {len(next(iter(curves.values()))) - 1} generations. {'; '.join(told)}.",
    )


@styled
def decay(generations: np.ndarray, curves: Mapping[int, tuple[np.ndarray, float]]) -> Picture:
    """Draw the diversity of windows of several lengths, and on the right the slow-down.

    Args:
        generations: abscissas.
        curves: by window, (diversity, share lost per generation in the long run).
    """
    figure, (left, right) = canvas(2, height=3.4)
    styles = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)))
    for (window, (values, _)), colour, style in zip(curves.items(), PALETTE, styles, strict=False):
        left.plot(generations, values, linestyle=style, color=colour, label=f"$K={window}$")
    left.set(xlabel="generation $m$", ylabel="diversity $1-S_m$", yscale="log", ylim=(1e-3, 1.1))
    left.legend(fontsize="small", ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    windows = np.array(list(curves))
    factor = np.array([curves[int(windows[0])][1] / rate for _, rate in curves.values()])
    right.plot(windows, ((windows + 1) / 2) ** 2, "-", color=INK, label="$((K+1)/2)^2$")
    right.plot(windows, windows, ":", color=PALETTE[7], label="$K$")
    right.plot(windows, factor, "o", color=PALETTE[3], markerfacecolor="white", label="eigenvalue")
    right.set(xlabel="window $K$", ylabel="slow-down", ylim=(0, None))
    right.legend(fontsize="small")
    told = ", ".join(f"{value:.3g} at K = {k}" for k, value in zip(windows, factor, strict=True))
    return Picture(
        figure,
        "fig-language-decay",
        "Sixty tokens a generation. Left: exact diversity for windows of several lengths. Right: how many times "
        "slower it falls in the long run.",
        f"Left, curves that fall the slower the longer the window. Right, slow-down: {told}.",
    )


@styled
def history(
    generations: np.ndarray, curves: Mapping[str, tuple[np.ndarray, float]], record: Mapping[str, Any]
) -> Picture:
    """Draw S_m for tokens from the whole history, with its limits and the judged simulation.

    Args:
        generations: abscissas, from 1 on.
        curves: by name, (S_m, limit).
        record: the judged claim.
    """
    figure, axes = canvas(height=3.6)
    draw(axes, generations, {name: values for name, (values, _) in curves.items()})
    for _, limit in curves.values():
        axes.axhline(limit, color=PALETTE[7], linewidth=0.8)
    seen = dots(axes, record, "simulated-m-")
    axes.set(xscale="log", xlabel="generation $m$", ylabel="collision probability $S_m$", ylim=(0, 1))
    axes.legend(fontsize="small", ncols=2)
    told = "; ".join(f"{name} tends to {limit:.4f}" for name, (_, limit) in curves.items())
    return Picture(
        figure,
        "fig-language-history",
        "Tokens from all past generations. The thin lines are the limits, by the sine formula. Circles: the judged "
        "simulation at $n=10$.",
        f"Line chart with a logarithmic generation axis: {told}. Simulated: {seen}.",
    )


@styled
def reader_schemes(generations: np.ndarray, curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw the mean collision probability of the schemes for the reader's own settings.

    Args:
        generations: abscissas.
        curves: S_m by scheme.
    """
    figure, axes = canvas(height=3.2)
    draw(axes, generations, curves)
    axes.set(xlabel="generation $m$", ylabel="collision probability $S_m$", ylim=(0, 1.03))
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.3f}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-language-windows-yours",
        "Exact mean $S_m$ at your settings. Where it reaches 1, one token is left.",
        f"Line chart over {generations[-1]} generations. At the end, {told}.",
    )
