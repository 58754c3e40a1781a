"""Pictures of the recursively fitted symmetric mixture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["rates", "reader_curves", "scatter", "survival"]


@styled
def scatter(
    fits: Mapping[str, tuple[np.ndarray, np.ndarray]], *, truth: tuple[float, float], sample_size: int
) -> Picture:
    """Draw the fits of two estimators to the same samples.

    Args:
        fits: (μ̂, σ̂) by estimator, each of shape (samples,); two of them.
        truth: (μ₀, σ₀).
        sample_size: for the caption.
    """
    figure, axes = canvas(height=3.8)
    (first, one), (second, other) = fits.items()
    axes.plot(
        np.stack([one[0], other[0]]), np.stack([one[1], other[1]]), color=INK, alpha=0.15, linewidth=0.7
    )
    axes.plot(*one, "o", markersize=5, color=PALETTE[0], alpha=0.75, label=first)
    axes.plot(*other, "^", markersize=5, color=PALETTE[3], alpha=0.75, label=second)
    axes.plot(*truth, "P", markersize=11, color=INK, label="truth")
    axes.set(xlabel="fitted $\\mu$", ylabel="fitted $\\sigma$")
    figure.legend(loc="outside upper left", ncols=3, fontsize="small")
    means = {name: float(np.mean(sigma)) for name, (_, sigma) in fits.items()}
    told = ", ".join(f"{value:.2f} for the {name}" for name, value in means.items())
    return Picture(
        figure,
        "fig-mixture-scatter",
        f"The same {len(one[0])} samples of $n={sample_size}$ draws, fitted twice. A thin line joins the two fits of "
        f"one sample. The mean fitted $\\sigma$ is {told}.",
        f"Scatter plot of fitted means and standard deviations around the truth at {truth[0]:g} and {truth[1]:g}. Both "
        f"clouds overlap widely; the mean fitted standard deviation is {told}.",
    )


@styled
def survival(
    generations: np.ndarray,
    bounds: Mapping[str, np.ndarray],
    simulated: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]],
    *,
    replicates: int,
) -> Picture:
    """Draw simulated survival curves with Wilson intervals under their bounds.

    Args:
        generations: abscissas of the bounds.
        bounds: by label, shape of ``generations``.
        simulated: by label, (generations, share, low, high), each of one shape.
        replicates: chains behind the first two simulated curves.
    """
    figure, axes = canvas(height=4.2)
    for (name, values), style, colour in zip(
        bounds.items(), ("-", "--", ":"), (INK, PALETTE[2], PALETTE[7]), strict=False
    ):
        axes.plot(generations, np.minimum(values, 1), linestyle=style, color=colour, label=name)
    for (name, (at, share, low, high)), marker, colour in zip(
        simulated.items(), ("o", "^", "x"), (PALETTE[0], PALETTE[3], PALETTE[4]), strict=False
    ):
        axes.errorbar(
            at,
            share,
            yerr=[share - low, high - share],
            fmt=marker,
            markersize=5,
            capsize=2,
            linewidth=1,
            color=colour,
            label=name,
        )
    axes.set(
        yscale="log",
        ylim=(1e-4, 1.4),
        xlabel="generation $k$",
        ylabel="$\\Pr(\\sigma_k > 0.1)$",
    )
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    told = "; ".join(
        f"{name}: {share[1]:.2f} after {at[1]} generations" for name, (at, share, _, _) in simulated.items()
    )
    return Picture(
        figure,
        "fig-mixture-survival",
        f"How long a tenth of the spread survives, $n=10$, $\\mu_0=\\sigma_0=1$, {replicates:,} chains an estimator, "
        "with Wilson intervals. The dominating law and the two closed bounds are for the approximate estimator. "
        "Crosses: what the joint fit becomes when a generic root finder, started at $\\mu_0$ every time, stands in "
        "for the likelihood.",
        f"Line chart with a logarithmic probability axis. Simulated shares: {told}. All bounds lie above the "
        "simulated approximate estimator, the dominating law closest.",
    )


@styled
def rates(sizes: Sequence[int], curves: Mapping[str, np.ndarray], *, asserted: float) -> Picture:
    """Draw 4n times the log of the one-step bound against n.

    Args:
        sizes: sample sizes.
        curves: by label, shape of ``sizes``.
        asserted: the sharpened constant.
    """
    figure, axes = canvas(height=3.4)
    for (name, values), style in zip(curves.items(), ("-", "--", "-.", ":"), strict=False):
        axes.plot(sizes, values, linestyle=style, marker="o", markersize=3, label=name)
    axes.axhline(-1, color=INK, linewidth=1, label="the theorem's rate")
    axes.axhline(-asserted, color=PALETTE[3], linewidth=1, label="the sharpened rate")
    axes.set(xscale="log", xlabel="sample size $n$", ylabel="$4n \\times$ log of the factor")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    first = next(iter(curves.values()))
    told = "; ".join(f"{name}: {values.max():.4g} at most" for name, values in curves.items())
    return Picture(
        figure,
        "fig-mixture-rates",
        "What the proof gives, for every sample size: a curve below a horizontal line proves that rate. At $\\eta = 2$ "
        "the curve stays below the sharpened rate and touches it almost at $n = 9$; for large $\\eta$ the proof does "
        "not even reach the theorem's.",
        f"Line chart against the sample size on a logarithmic axis. The first curve starts at {first[0]:.3g}, "
        f"rises to {first.max():.5g} and falls towards −2.5. {told}.",
    )


@styled
def reader_curves(
    sigma: Mapping[str, np.ndarray], slopes: Mapping[str, float], *, sample_size: int
) -> Picture:
    """Draw the median of σ_k for both estimators, and the slopes they end with.

    Args:
        sigma: paths by estimator, shape (replicates, generations + 1).
        slopes: slope of log σ for separated bumps, by estimator.
        sample_size: for the caption.
    """
    figure, axes = canvas(height=3.4)
    told = []
    for (name, paths), colour in zip(sigma.items(), (PALETTE[0], PALETTE[3]), strict=True):
        middle = np.median(paths, axis=0)
        k = np.arange(paths.shape[1])
        axes.plot(k, middle, color=colour, label=f"median, {name}")
        late = k[2 * len(k) // 3 :]
        axes.plot(
            late,
            middle[-1] * np.exp(slopes[name] * (late - k[-1])),
            color=colour,
            linestyle=":",
            linewidth=1.8,
        )
        told.append(f"{name}: {middle[-1]:.2g}")
    axes.set(yscale="log", xlabel="generation $k$", ylabel="$\\sigma_k$")
    axes.legend()
    return Picture(
        figure,
        "fig-mixture-yours",
        f"The median of $\\sigma_k$ at your settings, $n={sample_size}$. Dotted: the slopes for bumps that are far "
        "apart.",
        f"Line chart with a logarithmic axis: the median fitted standard deviation. At the end, {'; '.join(told)}.",
    )
