"""Pictures of the forgetting of symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelcollapse.figures.discrete.drawing import dots, draw, judged
from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["clock", "headline", "poisson", "reader_curve", "survival", "trajectories"]


@styled
def trajectories(shares: np.ndarray, *, sample_size: int) -> Picture:
    """Draw the frequency of one symbol along several chains.

    Args:
        shares: shape (replicates, generations + 1).
        sample_size: for the caption.
    """
    figure, axes = canvas(height=3.4)
    last = shares.shape[1] - 1
    ends = shares[:, -1]
    for path in shares:
        colour = PALETTE[0] if path[-1] == 0 else PALETTE[3] if path[-1] == 1 else INK
        axes.plot(path, color=colour, linewidth=0.8, alpha=0.75)
    axes.axhline(shares[0, 0], color=INK, linestyle="--", linewidth=1.2, label="$p_0$, the mean of all paths")
    axes.set(xlabel="generation $k$", ylabel="frequency $P_k$", ylim=(-0.03, 1.03))
    axes.legend(loc="center right")
    gone, alone = int((ends == 0).sum()), int((ends == 1).sum())
    return Picture(
        figure,
        "fig-discrete-paths",
        f"{len(shares)} chains with $n={sample_size}$ tokens a generation and $p_0={shares[0, 0]:g}$. The frequency "
        f"wanders until the symbol is forgotten (blue, {gone} chains) or is the only one left "
        f"(orange, {alone} chains), "
        "and then it stays. No step has a direction.",
        f"Line chart of {len(shares)} jagged paths of a frequency over {last} generations, all starting at "
        f"{shares[0, 0]:g}. By the end {gone} paths are at 0 for good and {alone} at 1; "
        f"{len(shares) - gone - alone} are still between.",
    )


@styled
def clock(generations: np.ndarray, curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw k·g_k with its bounds.

    Args:
        generations: abscissas.
        curves: k times each sequence, the exact one first.
    """
    figure, axes = canvas(height=3.0)
    draw(axes, generations, curves)
    axes.set_xscale("log")
    axes.set(xlabel="generation $k$", ylabel="$k\\,g_k$", ylim=(0.8, 3.2))
    axes.legend(loc="upper left", bbox_to_anchor=(0.0, 0.92), ncols=2)
    exact = next(iter(curves.values()))
    return Picture(
        figure,
        "fig-discrete-clock",
        "The sequence $g_k$, multiplied by $k$. It climbs to 2 and stays between the two explicit curves; the printed "
        "bounds are the horizontal lines at 1 and 3.",
        f"Line chart with a logarithmic generation axis. The exact curve rises from {exact[0]:.3g} to "
        f"{exact[-1]:.5g}, between two curves that nearly touch it. Horizontal lines at 1 and 3 lie far away.",
    )


@styled
def survival(
    panels: Sequence[tuple[str, np.ndarray, Mapping[str, np.ndarray]]],
    record: Mapping[str, Any],
    prefixes: Sequence[str],
) -> Picture:
    """Draw exact curves, bounds and the judged simulation points, one panel for each setting.

    Args:
        panels: (title, generations, curves by name with "exact" first).
        record: the judged claim.
        prefixes: for each panel, what the names of its evidence start with.
    """
    figure, axes = canvas(len(panels), height=3.5, sharey=True)
    told = []
    for axis, (title, generations, curves), prefix in zip(axes, panels, prefixes, strict=True):
        draw(axis, generations, curves)
        seen = dots(axis, record, prefix)
        axis.set(xlabel="generation $k$", title=title, ylim=(0, 1.03))
        told.append(
            f"{title}: exact from {curves['exact'][0]:.3g} to {curves['exact'][-1]:.3g}, simulated {seen}."
        )
    axes[0].set_ylabel("$\\Pr(P_k \\neq 0)$")
    axes[0].legend(loc="lower left", fontsize="small")
    return Picture(
        figure,
        "fig-discrete-survival",
        "The chance that a symbol is still there: exact curve, simulated chains on it, and the bounds. The lower bound "
        "can hardly be told from the exact curve. The theorem's upper bound turns upwards and, on the right, soon "
        "says nothing; the one with sharper constants does so later.",
        "Two line charts over 50 generations. "
        + " ".join(told)
        + " The lower bound runs along the exact curve; two "
        "upper bounds lie above it, the theorem's higher.",
    )


@styled
def poisson(
    generations: np.ndarray,
    curves: Mapping[int, np.ndarray],
    printed: Mapping[int, tuple[np.ndarray, np.ndarray]],
    record: Mapping[str, Any],
) -> Picture:
    """Draw the survival of Poisson totals on a log axis.

    Args:
        generations: abscissas.
        curves: exact probabilities, by total.
        printed: lower and upper end of the printed interval, by total.
        record: the judged claim.
    """
    figure, axes = canvas(height=3.6)
    told = []
    for (total, values), colour in zip(curves.items(), (PALETTE[0], PALETTE[2]), strict=False):
        axes.plot(generations, values, color=colour, label=f"exact, $n\\lambda_0={total}$")
        low, high = printed[total]
        axes.fill_between(generations, low, high, color=colour, alpha=0.15, linewidth=0)
        at, estimates, reach = judged(record, f"total-{total}-k-")
        axes.errorbar(
            at,
            estimates,
            yerr=reach,
            fmt="o",
            markersize=5,
            markerfacecolor="white",
            color=PALETTE[3],
            capsize=3,
        )
        told.append(f"Total {total}: from {values[0]:.3g} to {values[-1]:.3g}.")
    axes.set_yscale("log")
    axes.set(xlabel="generation $k$", ylabel="$\\Pr(\\Lambda_k \\neq 0)$", ylim=(0.01, 1.3))
    axes.legend(loc="lower left")
    return Picture(
        figure,
        "fig-discrete-poisson",
        "The Poisson process: exact curves for two totals, with simulated chains (circles). The bands are the printed "
        "intervals with $1/k$ and $3/k$ in the place of $g_k$.",
        f"Two falling curves on a logarithmic axis over {generations[-1]} generations. {' '.join(told)} Simulated "
        "circles lie on the curves; a wide pale band surrounds each.",
    )


@styled
def headline(
    sizes: np.ndarray,
    medians: np.ndarray,
    means: np.ndarray,
    law: np.ndarray,
    *,
    count: int,
    corpus: int,
) -> Picture:
    """Draw median and mean time to forget against the size of the corpus, and one law with both marked.

    Args:
        sizes: corpus sizes.
        medians, means: for each size.
        law: Pr(T = k), k = 0, 1, …, for ``corpus``.
        count: occurrences of the symbol.
        corpus: the size whose law is drawn; one of ``sizes``.
    """
    figure, (left, right) = canvas(2, height=3.4)
    left.plot(sizes, means, "s--", color=PALETTE[3], label="mean")
    left.plot(sizes, medians, "o-", color=PALETTE[0], label="median")
    left.set_xscale("log")
    left.set(
        xlabel="tokens in the corpus $n$", ylabel="generations", ylim=(0, None), title=f"{count} occurrences"
    )
    left.legend(loc="upper left")
    at = int(np.flatnonzero(sizes == corpus)[0])
    shown = int(1.6 * means[at])
    right.fill_between(np.arange(shown), law[:shown], step="mid", color=PALETTE[7], alpha=0.5, linewidth=0)
    right.axvline(medians[at], color=PALETTE[0], label=f"median {medians[at]:.0f}")
    right.axvline(means[at], color=PALETTE[3], linestyle="--", label=f"mean {means[at]:.0f}")
    right.set(
        xlabel="generation of forgetting", ylabel="probability", title=f"{corpus:,} tokens", ylim=(0, None)
    )
    right.legend()
    beyond = float(law[int(means[at]) + 1 :].sum())
    return Picture(
        figure,
        "fig-discrete-headline",
        f"How long is a symbol with {count} occurrences remembered? The median does not care how large the corpus is. "
        f"The mean grows with it, without end, because a few symbols last very long: on the right only {beyond:.0%} "
        "outlast the mean. (The time ends when the symbol is forgotten or, rarely, the only one left.)",
        f"Left, a chart against corpus size from {sizes[0]:,} to {sizes[-1]:,} tokens: the median stays between "
        f"{medians.min():.0f} and {medians.max():.0f} generations, the mean climbs from {means[0]:.0f} to "
        f"{means[-1]:.0f}. Right, the law of the time for {corpus:,} tokens: a peak at {int(np.argmax(law))} "
        f"and a long tail; the median {medians[at]:.0f} lies far left of the mean {means[at]:.0f}.",
    )


@styled
def reader_curve(generations: np.ndarray, curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw survival curves for the reader's own settings.

    Args:
        generations: abscissas.
        curves: probabilities by label.
    """
    figure, axes = canvas(height=3.2)
    draw(axes, generations, curves)
    axes.set(xlabel="generation $k$", ylabel="$\\Pr(P_k \\neq 0)$", ylim=(0, 1.03))
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.2g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-discrete-yours",
        "The exact curve and the theorem's lower bound at your settings. Change the parameters and run the cell again.",
        f"Line chart over {generations[-1]} generations. At the end, {told}.",
    )
