"""Pictures of keeping the data, throwing them away, or training on a part of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["penalty", "reader_curves", "subsamples", "workflows"]

_COLOURS = (PALETTE[3], PALETTE[1], PALETTE[0])
_MARKERS = ("s", "^", "o")


def _curves(axes: object, fits: np.ndarray, curves: Mapping[str, np.ndarray]) -> None:
    for (name, values), colour, style in zip(curves.items(), _COLOURS, ("-", "--", "-"), strict=True):
        axes.plot(fits, values, style, color=colour, label=name)  # type: ignore[attr-defined]


@styled
def workflows(
    fits: np.ndarray,
    curves: Mapping[str, np.ndarray],
    simulated: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    dimension: int,
    samples: int,
    replicates: int,
) -> Picture:
    """Draw the risk against the first fit's under three workflows.

    Args:
        fits: abscissas, 1, …, n.
        curves: risk over the first fit's, by workflow; three of them.
        simulated: mean and standard error of the same, by workflow.
        dimension, samples, replicates: for the caption.
    """
    figure, axes = canvas(height=3.9)
    _curves(axes, fits, curves)
    for (mean, error), colour, marker in zip(simulated.values(), _COLOURS, _MARKERS, strict=True):
        axes.errorbar(
            fits, mean, yerr=2 * error, fmt=marker, color=colour, markersize=4, capsize=2, linewidth=1
        )
    axes.set(
        yscale="log",
        xlabel="fit $n$",
        ylabel="risk, in units of the first fit's",
        yticks=[1, 2, 4, 8, 16],
        yticklabels=["1", "2", "4", "8", "16"],
    )
    axes.minorticks_off()
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.2f}" for name, values in curves.items())
    seen = "; ".join(f"{name}: {mean[-1]:.2f}" for name, (mean, _) in simulated.items())
    return Picture(
        figure,
        "fig-accumulate-workflows",
        f"Least squares, $d={dimension}$, $T={samples}$ rows a generation. Solid: exact. Dashed: the limit for regular "
        f"models. Points: {replicates:,} simulated chains a workflow, with two standard errors.",
        f"Line chart with a logarithmic vertical axis. After {int(fits[-1])} fits the curves are at {told}; the "
        f"simulated means at {seen}.",
    )


@styled
def penalty(share: np.ndarray, factor: np.ndarray) -> Picture:
    """Draw the final price of accumulating against (d + 1)/T.

    Args:
        share: abscissas in (0, 1).
        factor: limit of the risk over the first fit's.
    """
    figure, axes = canvas(height=3.2)
    axes.plot(share, factor, color=PALETTE[0], label="accumulate, limit")
    axes.axhline(np.pi**2 / 6, color=INK, linewidth=1, linestyle=":", label="$\\pi^2/6$")
    axes.set(xlabel="$x = (d+1)/T$", ylabel="final risk / first risk", xlim=(0, 1), ylim=(0.95, 1.7))
    axes.legend(loc="lower left")
    middle = float(np.interp(0.5, share, factor))
    return Picture(
        figure,
        "fig-accumulate-price",
        "What keeping all data costs in the end, in units of the first fit's risk. The bound $\\pi^2/6$ is approached "
        "where rows are many against parameters.",
        f"Line chart falling from {factor[0]:.3f} at a share near zero over {middle:.3f} at one half to "
        f"{factor[-1]:.3f} near one, below a dotted line at 1.645.",
    )


@styled
def subsamples(
    fits: np.ndarray, simulated: Mapping[str, np.ndarray], limit: np.ndarray, *, dimension: int
) -> Picture:
    """Draw simulated risks of fits to subsamples for several sizes of a set.

    Args:
        fits: abscissas, 1, …, n.
        simulated: mean risk over the first fit's exact one, by label.
        limit: the same for regular models.
        dimension: for the caption.
    """
    figure, axes = canvas(height=3.6)
    colours = (PALETTE[3], PALETTE[1], PALETTE[2], PALETTE[0])
    for (name, values), colour, marker in zip(simulated.items(), colours, ("s", "v", "D", "o"), strict=False):
        axes.plot(fits, values, color=colour, marker=marker, markersize=4, linewidth=1, label=name)
    axes.plot(fits, limit, color=INK, linestyle="--", label="regular models")
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="fit $n$",
        ylabel="risk, in units of the first fit's",
        xticks=[1, 2, 4, 8, 16, 32],
        xticklabels=["1", "2", "4", "8", "16", "32"],
        yticks=[1, 2, 4, 8, 16],
        yticklabels=["1", "2", "4", "8", "16"],
    )
    axes.minorticks_off()
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.1f}" for name, values in simulated.items())
    return Picture(
        figure,
        "fig-accumulate-subsamples",
        f"Least squares on subsamples of $T$ rows, $d={dimension}$, simulated. With $T$ far above $d$ the risk follows "
        "regular models; close to $d$ it goes on growing.",
        f"Line chart with logarithmic axes. After {int(fits[-1])} fits: {told}; regular models: {limit[-1]:.2f}.",
    )


@styled
def reader_curves(fits: Sequence[int], curves: Mapping[str, np.ndarray], *, caption: str) -> Picture:
    """Draw risks at the reader's settings.

    Args:
        fits: abscissas.
        curves: risk by workflow; three of them.
        caption: the settings.
    """
    figure, axes = canvas(height=3.4)
    _curves(axes, np.asarray(fits), curves)
    axes.set(yscale="log", xlabel="fit $n$", ylabel="mean excess risk")
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.3g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-accumulate-yours",
        f"Your settings: {caption}. The dashed curve is the limit for regular models, scaled to the first fit.",
        f"Line chart with a logarithmic vertical axis. After {fits[-1]} fits: {told}.",
    )
