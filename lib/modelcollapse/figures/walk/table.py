"""Pictures of a real table that is trained on its own synthetic rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["chances", "coverage", "downstream", "drift", "rows"]

_COLOURS = (PALETTE[0], PALETTE[3], PALETTE[2], PALETTE[1])
_MARKS = ("o", "s", "^", "D")


@styled
def rows(panels: Mapping[str, np.ndarray], names: Sequence[str]) -> Picture:
    """Draw two columns of real rows and of synthetic ones.

    Args:
        panels: rows by title, shape (rows, 2), standardised.
        names: of the two columns.
    """
    figure, axes = canvas(len(panels), height=2.9, sharex=True, sharey=True)
    for part, (title, points) in zip(axes, panels.items(), strict=True):
        part.plot(
            points[:, 0], points[:, 1], "o", markersize=2.2, alpha=0.45, color=PALETTE[0], markeredgewidth=0
        )
        part.axhline(0, color=INK, linewidth=0.6)
        part.axvline(0, color=INK, linewidth=0.6)
        part.set_title(title, fontsize="medium")
        part.set_xlabel(names[0])
    axes[0].set_ylabel(names[1])
    first, *_, last = panels.values()
    return Picture(
        figure,
        "fig-table-rows",
        f"Two columns of the breast cancer table, {names[0]} and {names[1]}, in standard deviations from the mean. The "
        "real rows crowd into a corner. The first synthetic rows have their mean and covariance and nothing else of "
        f"them. The last ones have {names[0]} with the mean {last[:, 0].mean():.2f} and the standard deviation "
        f"{last[:, 0].std():.2f}.",
        f"{len(panels)} scatter plots. Real rows: a dense cluster at low values with a long tail up and to the right. "
        "Synthetic rows: round clouds, symmetric about their centre. The spread of "
        f"{names[0]} is {first[:, 0].std():.2f} among the real rows and {last[:, 0].std():.2f} in the last panel.",
    )


@styled
def drift(
    generations: Sequence[int],
    exact: Mapping[str, np.ndarray],
    simulated: Mapping[str, np.ndarray],
    *,
    sample_size: int,
    replicates: int,
) -> Picture:
    """Draw the error of the mean along the generations.

    Args:
        generations: abscissas.
        exact: forecasts by label, shape (generations,).
        simulated: means over walks, by the same labels.
        sample_size, replicates: for the caption.
    """
    figure, axes = canvas(height=3.5)
    told = []
    for (label, curve), colour, mark in zip(exact.items(), _COLOURS, _MARKS, strict=False):
        axes.plot(generations, curve, color=colour, label=label)
        axes.plot(generations, simulated[label], mark, markersize=4, color=colour, markerfacecolor="white")
        told.append(f"{label}: forecast {curve[-1]:.3g}, simulated {simulated[label][-1]:.3g}")
    axes.set(
        xlabel="generation $k$",
        ylabel="mean of $\\|\\hat\\mu_k-\\mu\\|_S^2/d$",
        ylim=(0, None),
    )
    axes.legend()
    return Picture(
        figure,
        "fig-table-drift",
        f"The error of the mean on the diabetes table, $n={sample_size}$ real rows. Lines: exact. Marks: averages over "
        f"{replicates:,} walks that begin with rows of the table, the same along each line.",
        f"Line chart over generations {generations[0]} to {generations[-1]}. At the end, {'; '.join(told)}.",
    )


@styled
def chances(
    kurtosis: np.ndarray,
    curve: np.ndarray,
    columns: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    sample_size: int,
) -> Picture:
    """Draw the chance that a round of synthetic rows brings a variance closer, against the column's kurtosis.

    Args:
        kurtosis: abscissas of the curve.
        curve: the law for large samples.
        columns: by table, kurtosis of each column and its simulated share.
        sample_size: for the caption.
    """
    figure, axes = canvas(height=3.5)
    axes.plot(kurtosis, curve, color=INK, label="large samples")
    for (label, (x, share)), colour, mark in zip(columns.items(), _COLOURS, _MARKS, strict=False):
        axes.plot(x, share, mark, markersize=5, color=colour, markerfacecolor="white", label=label)
    axes.axvline(3, color=INK, linewidth=0.8, linestyle=":")
    axes.set(
        xscale="log", xlabel="kurtosis of the column (normal: 3)", ylabel="share of walks that come closer"
    )
    axes.set_xticks([1, 2, 3, 5, 10, 20, 50], ["1", "2", "3", "5", "10", "20", "50"])
    axes.legend()
    everything = np.concatenate([share for _, share in columns.values()])
    return Picture(
        figure,
        "fig-table-chances",
        f"How often one round of $n={sample_size}$ synthetic rows brings the variance of a column closer to the truth "
        f"than the $n={sample_size}$ real rows did. Each mark is a column. Heavy tails spoil the real estimate, not "
        "the synthetic step.",
        "Line chart with a logarithmic horizontal axis. The curve rises from 0 at kurtosis one through 0.35 at "
        f"kurtosis three towards one half. Simulated shares of the columns lie between {everything.min():.2f} and "
        f"{everything.max():.2f}, near the curve; the lowest and the highest lie above it.",
    )


@styled
def coverage(
    generations: Sequence[int], panels: Mapping[str, Mapping[str, Sequence[float]]], *, sample_size: int
) -> Picture:
    """Draw coverage along the generations.

    Args:
        generations: abscissas.
        panels: by title, curves by label: one for each schedule, then those of the widened regions.
        sample_size: for the caption.
    """
    figure, axes = canvas(len(panels), height=3.4, sharey=True)
    told = []
    for part, (title, curves) in zip(axes, panels.items(), strict=True):
        for i, (label, curve) in enumerate(curves.items()):
            # The second half of the curves are the widened regions of the first half's schedules.
            schedule, widened = i % (len(curves) // 2), i >= len(curves) // 2
            part.plot(generations, curve, "--" if widened else "-", color=_COLOURS[schedule], label=label)
            told.append(f"{title}, {label}: {curve[-1]:.2g}")
        part.axhline(0.95, color=INK, linewidth=0.8, linestyle=":")
        part.set_title(title, fontsize="medium")
        part.set(xlabel="generation $k$", ylim=(0, 1.02))
    axes[0].set_ylabel("coverage")
    axes[-1].legend(fontsize="small", loc="center right")
    return Picture(
        figure,
        "fig-table-coverage",
        f"How often a region of nominal coverage 95 % (dotted) holds the true mean, exact for normal rows, "
        f"$n={sample_size}$. Solid: the synthetic rows taken for real ones. Dashed: widened by one who knows the "
        "schedule.",
        f"Line charts over generations {generations[0]} to {generations[-1]}, all starting at 0.95. At the end, "
        f"{'; '.join(told)}.",
    )


@styled
def downstream(
    generations: Sequence[int],
    forecast: Mapping[str, Mapping[str, Sequence[float]]],
    simulated: Mapping[str, Mapping[str, np.ndarray]],
) -> Picture:
    """Draw two measures of quality on real test rows along the generations.

    Args:
        generations: abscissas.
        forecast: by measure, curves by schedule.
        simulated: alike, means over walks.
    """
    figure, axes = canvas(len(forecast), height=3.4)
    told = []
    for part, (measure, curves) in zip(axes, forecast.items(), strict=True):
        for (label, curve), colour, mark in zip(curves.items(), _COLOURS, _MARKS, strict=False):
            seen = simulated[measure][label]
            part.plot(generations, curve, color=colour, label=label)
            part.plot(generations, seen, mark, markersize=4, color=colour, markerfacecolor="white")
            told.append(f"{measure}, {label}: forecast {curve[-1]:.3g}, simulated {seen[-1]:.3g}")
        part.set(xlabel="generation $k$", ylabel=measure)
    axes[0].legend(fontsize="small")
    return Picture(
        figure,
        "fig-table-downstream",
        "Trained on synthetic rows, tested on real ones. Left: least squares on the diabetes table. Right: Fisher's "
        "discriminant on the breast cancer table. Lines: forecast. Marks: averages of simulated walks, the "
        "same along each line.",
        f"Two line charts over generations {generations[0]} to {generations[-1]}. At the end, {'; '.join(told)}.",
    )
