"""Pictures of the chapter on synthetic data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.discrete.drawing import dots, draw, judged
from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["collapse_times", "reader_collapse", "simplex", "trajectories", "uncollapsed"]


@styled
def trajectories(
    generations: np.ndarray, support: np.ndarray, entropy: np.ndarray, record: Mapping[str, Any]
) -> Picture:
    """Draw expected support and entropy with the judged simulation.

    Args:
        generations: abscissas.
        support, entropy: exact expectations, of that shape.
        record: the judged claim.
    """
    figure, (left, right) = canvas(2, height=3.3)
    told = []
    for axes, values, prefix, label in (
        (left, support, "support-m-", "tokens left"),
        (right, entropy, "entropy-m-", "entropy, nats"),
    ):
        draw(axes, generations, {"exact": values})
        told.append(f"{label}: simulated {dots(axes, record, prefix)}")
        axes.set(xlabel="generation $m$", ylabel=label, ylim=(0, None))
    left.legend()
    return Picture(
        figure,
        "fig-language-trajectories",
        "Zipf's law on twenty tokens, fifty draws in each generation: expected number of tokens left, expected "
        "entropy. Tokens go quickly at first, entropy falls more evenly.",
        f"Two falling curves over {generations[-1]} generations. Tokens left fall from {support[0]:.0f} to "
        f"{support[-1]:.2f}, entropy from {entropy[0]:.2f} to {entropy[-1]:.2f}. {'; '.join(told)}.",
    )


@styled
def uncollapsed(
    generations: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any]
) -> Picture:
    """Draw the probability that two tokens are left, its bounds, and the judged simulation.

    Args:
        generations: abscissas.
        curves: probabilities by name, "exact" first.
        record: the judged claim.
    """
    figure, axes = canvas(height=3.6)
    draw(axes, generations, curves)
    seen = dots(axes, record, "alive-m-")
    axes.set(xlabel="generation $m$", ylabel="$\\Pr(T > m)$", yscale="log", ylim=(1e-4, 30), xlim=(0, None))
    axes.axhline(1, color=INK, linewidth=0.6)
    axes.legend(fontsize="small", ncols=2, loc="upper right")
    exact = curves["exact"]
    return Picture(
        figure,
        "fig-language-uncollapsed",
        "Probability that two or more of 52 tokens are left, ten draws in each generation. On the logarithmic axis all "
        "curves end with the same slope; only the constants differ. A bound above one says nothing.",
        f"Line chart with a logarithmic axis over {generations[-1]} generations. The exact probability falls from "
        f"{exact[0]:.2g} to {exact[-1]:.2g}, parallel to two lower and two upper bounds. Simulated: {seen}.",
    )


@styled
def collapse_times(
    sizes: Sequence[int],
    curves: Mapping[str, tuple[np.ndarray, float, np.ndarray]],
    record: Mapping[str, Any],
) -> Picture:
    """Draw the mean time to collapse over n, with the diffusion's constant and the paper's lower bound.

    Args:
        sizes: sample sizes.
        curves: by distribution, (exact mean times, 2h(p), the paper's lower bounds).
        record: the judged claim.
    """
    figure, axes = canvas(height=4.0)
    n = np.array(sizes)
    told = []
    for (name, (times, constant, lower)), marker, colour in zip(
        curves.items(), ("o", "s", "^", "D"), PALETTE, strict=False
    ):
        axes.plot(n, times / n, marker=marker, markersize=4, linewidth=1.2, color=colour, label=name)
        axes.axhline(constant, color=colour, linewidth=0.8, linestyle="--")
        axes.plot(n, lower / n, color=colour, linestyle=":", linewidth=1.4)
        told.append(f"{name.replace('$', '')}: {times[-1] / n[-1]:.3f}, dashed {constant:.3f}")
    at, estimates, reach = judged(record, "mean-n-")
    axes.errorbar(
        at,
        estimates / np.array(at),
        yerr=reach / np.array(at),
        fmt="x",
        color=INK,
        capsize=3,
        linewidth=1.2,
    )
    axes.set(xlabel="sample size $n$", ylabel="mean time to collapse, over $n$", ylim=(0, 2.4))
    axes.legend(fontsize="small", ncols=2, loc="lower right")
    return Picture(
        figure,
        "fig-language-collapse-times",
        "Mean time to collapse divided by the sample size, exact (markers). Dashed: the constant $2h(p)$ of the "
        "diffusion. Dotted: the theorem's lower bound. Its upper bound, about $(1-S_0)\\,n$ on this scale, is far "
        "outside. Crosses: the judged simulation.",
        f"Line chart over sample sizes {n[0]} to {n[-1]}: each curve is nearly flat, just below its dashed line. At "
        f"the end, {'; '.join(told)}. The dotted lower bounds lie at about half to two thirds of that.",
    )


@styled
def simplex(panels: Mapping[str, np.ndarray], generations: Sequence[int]) -> Picture:
    """Draw contexts as points of the triangle, generation by generation.

    Args:
        panels: frequencies by title, each of shape (contexts, generations + 1, 3); one row for each.
        generations: which to draw; one column for each.
    """
    figure, grid = canvas(len(generations), rows=len(panels), height=2.4 * len(panels), squeeze=False)
    corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])
    told = []
    for row, (title, paths) in zip(grid, panels.items(), strict=True):
        for axes, m in zip(row, generations, strict=True):
            axes.plot(*corners[[0, 1, 2, 0]].T, color=INK, linewidth=0.8)
            axes.plot(*(paths[:, m] @ corners).T, "o", markersize=4, color=PALETTE[0], alpha=0.6)
            axes.set_title(f"{title}, $m={m}$", fontsize="small")
            axes.set_aspect("equal")
            axes.axis("off")
        last = int((paths[:, generations[-1]].max(axis=1) == 1).sum())
        told.append(f"{title}: {last} of {len(paths)} contexts have one token left at the end")
    return Picture(
        figure,
        "fig-language-simplex",
        "Eighty-one contexts over three tokens; a corner is a context that always says the same. Above with the "
        "thousand samples shared out, below with a thousand for each context.",
        f"Two rows of triangles with points, at generations {', '.join(map(str, generations))}. {'; '.join(told)}.",
    )


@styled
def reader_collapse(
    generations: np.ndarray, alive: np.ndarray, *, mean: float, bracket: tuple[float, float]
) -> Picture:
    """Draw the law of the collapse for the reader's own settings.

    Args:
        generations: abscissas.
        alive: Pr(T > m).
        mean: mean time.
        bracket: certified bounds on it.
    """
    figure, axes = canvas(height=3.2)
    axes.axvspan(*bracket, color=PALETTE[8], alpha=0.18, linewidth=0, label="certified bracket")
    axes.axvline(mean, color=PALETTE[3], linestyle="--", label=f"mean, {mean:.4g}")
    axes.plot(generations, alive, color=INK, label="exact $\\Pr(T > m)$")
    axes.set(xlabel="generation $m$", ylabel="two or more tokens left", ylim=(0, 1.03), xlim=(0, None))
    axes.legend()
    half = int(generations[np.argmax(alive <= 0.5)])
    return Picture(
        figure,
        "fig-language-yours",
        f"Your settings. Half of the runs have collapsed after {half} generations; the mean time is {mean:.4g}, "
        f"certified to lie between {bracket[0]:.4g} and {bracket[1]:.4g}.",
        f"Line chart: the probability falls from 1 to {alive[-1]:.2g} over {generations[-1]} generations; mean "
        f"{mean:.4g}.",
    )
