"""Pictures of the recursive Gaussian fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["collapse", "first_passage", "paths", "reader_curve", "survival"]


@styled
def collapse(
    sigma: np.ndarray,
    generations: np.ndarray,
    levels: np.ndarray,
    law: np.ndarray,
    *,
    sample_size: int,
    threshold: float,
    left: float,
    every: int,
) -> Picture:
    """Draw many paths of σ, and the band and the median of the exact law over them.

    Args:
        sigma: shape (replicates, generations + 1), in true standard deviations.
        generations: of the exact law, the last of them that of the paths.
        levels: of σ, for the exact law.
        law: Pr(σ_k > level), shape (levels, generations).
        sample_size: for the caption.
        threshold: whose survivors the caption counts.
        left: Pr(σ_k > threshold) in the last generation, by the exact law.
        every: draw every so many generations of a path, to keep the picture small.
    """
    figure, axes = canvas(height=3.0)
    k = np.arange(sigma.shape[1])[::every]
    for path in sigma[:, ::every]:
        axes.plot(k, path, color=PALETTE[0], linewidth=0.6, alpha=0.45)
    axes.contourf(generations, levels, law, levels=[0.05, 0.95], colors=[PALETTE[1]], alpha=0.28)
    axes.contour(generations, levels, law, levels=[0.05, 0.95], colors=[PALETTE[3]], linewidths=1.0)
    axes.contour(generations, levels, law, levels=[0.5], colors=[INK], linewidths=2.2)
    axes.axhline(1, color=INK, linestyle="--", linewidth=1.2)
    last = int(generations[-1])
    axes.annotate("root of the mean variance", (last, 1.03), ha="right", va="bottom")
    axes.set(
        xlabel="generation $k$",
        ylabel="fitted standard deviation $\\sigma_k$",
        xlim=(generations[0], last),
        ylim=(0, levels[-1]),
    )
    handles = [
        Line2D([], [], color=PALETTE[0], linewidth=1.0, label=f"{len(sigma)} simulated chains"),
        Line2D([], [], color=INK, linewidth=2.2, label="exact median"),
        Patch(facecolor=PALETTE[1], edgecolor=PALETTE[3], alpha=0.5, label="exact band, nine in ten chains"),
    ]
    axes.legend(handles=handles, loc="upper right")
    alive = int((sigma[:, last] > threshold).sum())
    return Picture(
        figure,
        "fig-gaussian-collapse",
        f"A normal distribution fitted to {sample_size} of its own samples, again and again, in {len(sigma)} chains. "
        f"The band holds nine in ten of all chains and the thick line halves them, by the exact law. After {last} "
        f"generations {alive} chains have more than {threshold:g} of the true spread left; the law expects "
        f"{left * len(sigma):.1f}. The mean variance never moves (dashed).",
        f"Line chart of {len(sigma)} simulated chains over {last} generations. All start at one; most fall to near "
        f"zero, inside a shaded band that holds nine in ten chains by the exact law and closes on zero. The exact "
        f"median falls below {threshold:g}. {alive} chains end above {threshold:g}, where the law expects "
        f"{left * len(sigma):.1f}. A dashed line at one marks the root of the mean variance, which never moves.",
    )


@styled
def paths(
    mu: np.ndarray, sigma: np.ndarray, *, mean: np.ndarray, typical: np.ndarray, sample_size: int, every: int
) -> Picture:
    """Draw paths of μ and σ with the mean and the typical curve of σ.

    Args:
        mu, sigma: shape (replicates, generations + 1).
        mean, typical: shape (generations + 1,).
        sample_size: for the caption.
        every: draw every so many generations, to keep the picture small.
    """
    figure, (left, right) = canvas(2, height=3.4)
    k = np.arange(sigma.shape[1])[::every]
    for row_mu, row_sigma in zip(mu, sigma, strict=True):
        left.plot(k, row_mu[::every], color=PALETTE[0], linewidth=0.8, alpha=0.6)
        right.plot(k, row_sigma[::every], color=PALETTE[0], linewidth=0.8, alpha=0.6)
    right.plot(k, mean[::every], color=PALETTE[3], linestyle="--", label="mean of $\\sigma_k$")
    right.plot(k, typical[::every], color=INK, label="typical $\\sigma_k$")
    right.set_yscale("log")
    left.set(xlabel="generation $k$", ylabel="fitted mean $\\mu_k$")
    right.set(xlabel="generation $k$", ylabel="fitted standard deviation $\\sigma_k$")
    right.legend(loc="lower left")
    last = sigma.shape[1] - 1
    below = int((sigma[:, -1] < mean[-1]).sum())
    return Picture(
        figure,
        "fig-gaussian-paths",
        f"{len(sigma)} chains of $n={sample_size}$ draws a generation, divisor $n-1$. Left: the fitted means wander, "
        f"then freeze at different places. Right: the fitted standard deviations fall along the typical curve (solid). "
        f"The mean curve (dashed) lies far above: {below} of the {len(sigma)} chains end below it, after {last:,} "
        "generations.",
        f"Two line charts of {len(sigma)} simulated chains over {last:,} generations. The means spread out and become "
        f"constant. On a log axis the standard deviations fall roughly in a straight band, from 1 to between "
        f"{sigma[:, -1].min():.1g} and {sigma[:, -1].max():.1g}; the typical curve ends at {typical[-1]:.1g}, "
        f"the mean curve at {mean[-1]:.1g}.",
    )


@styled
def survival(
    generations: np.ndarray, curves: Mapping[str, np.ndarray], record: Mapping[str, Any], *, prefix: str
) -> Picture:
    """Draw the exact curve, the bounds and the judged simulation points.

    Args:
        generations: abscissas.
        curves: "exact" first, then bounds by name, each of the shape of ``generations``.
        record: the judged claim; its evidence whose name starts with ``prefix`` and ends in the generation is drawn.
        prefix: for example "n-10-divisor-n-1-k-".
    """
    figure, axes = canvas()
    styles = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]
    colours = [INK, PALETTE[0], PALETTE[2], PALETTE[3], PALETTE[1]]
    for (name, values), style, colour in zip(curves.items(), styles, colours, strict=False):
        axes.plot(generations, np.minimum(values, 1), linestyle=style, color=colour, label=name)
    points = [entry for entry in record["evidence"] if entry["name"].startswith(prefix)]
    at = [int(entry["name"].removeprefix(prefix)) for entry in points]
    estimates = np.array([entry["values"]["estimate"] for entry in points])
    limits = np.array([entry["values"]["interval"] for entry in points]).T
    axes.errorbar(
        at,
        estimates,
        yerr=np.abs(limits - estimates),
        fmt="o",
        markersize=5,
        markerfacecolor="white",
        color=PALETTE[3],
        capsize=3,
        linewidth=1.2,
        label="simulated, with interval",
    )
    axes.set_yscale("log")
    axes.set(xlabel="generation $k$", ylabel="$\\Pr(\\sigma_k > 0.1)$")
    axes.legend(loc="lower left")
    replicates = record["replicates"]
    exact = curves["exact"]
    told = "; ".join(f"generation {k}: {value:.3g}" for k, value in zip(at, estimates, strict=True))
    return Picture(
        figure,
        "fig-gaussian-survival",
        f"The exact probability that a tenth of the spread is still left, $n=10$, with {replicates:,} simulated chains "
        "on it. The best moment bound follows its slope; the closed bounds, ours and the theorem's, say nothing until "
        "they fall below one, and lie above the exact curve by a factor that grows with $k$.",
        f"Line chart with a logarithmic probability axis. The exact curve falls from {exact[0]:.3g} to "
        f"{exact[-1]:.2g} at generation {generations[-1]}. Simulated points lie on it ({told}). "
        "Four upper bounds lie above it, the best moment bound closest.",
    )


@styled
def first_passage(
    law: np.ndarray, sample: np.ndarray, *, mean: float, median: int, no_overshoot: float
) -> Picture:
    """Draw the law of the first-passage time, a simulated sample over it.

    Args:
        law: Pr(τ = k) for k = 0, 1, …
        sample: simulated times, shape (replicates,).
        mean, median: of the exact law.
        no_overshoot: the mean that forgets the overshoot.
    """
    figure, axes = canvas(height=3.2)
    last = int(np.argmax(np.cumsum(law) > 0.995))
    k = np.arange(last + 1)
    counts = np.bincount(sample, minlength=last + 1)[: last + 1] / len(sample)
    axes.bar(k, counts, width=1.0, color=PALETTE[0], alpha=0.45, label="simulated share")
    axes.plot(k, law[: last + 1], color=INK, label="exact law")
    axes.axvline(mean, color=PALETTE[3], linestyle="--", label=f"mean {mean:.1f}")
    axes.axvline(median, color=PALETTE[2], linestyle=":", label=f"median {median}")
    axes.axvline(
        no_overshoot, color=PALETTE[1], linestyle="-.", label=f"without overshoot {no_overshoot:.1f}"
    )
    axes.set(xlabel="first generation with $\\sigma_k \\leq 0.1$", ylabel="probability")
    axes.legend()
    return Picture(
        figure,
        "fig-gaussian-first-passage",
        f"When a tenth of the spread is left, $n=10$. The exact law (line), {len(sample):,} simulated chains (bars). "
        "The waiting time is skewed: the mean lies to the right of the median. Dividing the distance by the drift "
        "of $\\log\\sigma$, without the overshoot, gives a mean that is too small.",
        f"Bar chart of simulated first-passage times with the exact law as a line on top; both peak near generation "
        f"{int(np.argmax(law))}, with a long right tail. Vertical lines mark the median {median}, the mean {mean:.1f} "
        f"and the value without overshoot {no_overshoot:.1f}.",
    )


@styled
def reader_curve(
    generations: Sequence[int], curves: Mapping[str, np.ndarray], *, threshold: float
) -> Picture:
    """Draw survival curves for the reader's own settings, one for each divisor.

    Args:
        generations: abscissas.
        curves: probabilities by label.
        threshold: for the axis.
    """
    figure, axes = canvas(height=3.2)
    for (name, values), style in zip(curves.items(), ("-", "--", ":"), strict=False):
        axes.plot(generations, values, linestyle=style, label=name)
    axes.set(xlabel="generation $k$", ylabel=f"$\\Pr(\\sigma_k > {threshold:g})$", ylim=(0, 1.03))
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.2g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-gaussian-yours",
        "The exact curve at your settings, for both divisors. Change the parameters and run the cell again.",
        f"Line chart of the exact survival probability over {generations[-1]} generations. At the end, {told}.",
    )
