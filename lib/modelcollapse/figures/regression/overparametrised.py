"""Pictures of generators with fewer samples than dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled

__all__ = ["bias", "collapse", "errors", "reader_curves"]

_COLOURS = (PALETTE[0], PALETTE[1], PALETTE[3])
# Line style and marker of fresh inputs, then of the same ones.
_DESIGNS = (("-", "o"), ("--", "s"))
Pair = tuple[np.ndarray, np.ndarray]


def _told(curves: Mapping[str, Pair], last: int) -> str:
    return "; ".join(
        f"{name}: {fresh[-1]:.2f} fresh, {same[-1]:.2f} same after {last}"
        for name, (fresh, same) in curves.items()
    )


@styled
def errors(
    fits: np.ndarray,
    curves: Mapping[str, Pair],
    at: Sequence[int],
    simulated: Mapping[str, tuple[Pair, Pair]],
    *,
    dimension: int,
    generator_samples: int,
    replicates: int,
) -> Picture:
    """Draw exact errors for several noises and both designs, with simulated means.

    Args:
        fits: abscissas of the curves.
        curves: (fresh, same) by label.
        at: abscissas of the simulated means.
        simulated: ((mean, standard error) fresh, the same for the same inputs) by label.
        dimension, generator_samples, replicates: for the caption.
    """
    figure, axes = canvas(height=4.0)
    for (name, pair), points, colour in zip(curves.items(), simulated.values(), _COLOURS, strict=False):
        for values, (mean, error), (style, marker), told in zip(
            pair, points, _DESIGNS, ("fresh", "same"), strict=True
        ):
            axes.plot(fits, values, style, color=colour, label=f"{name}, {told}")
            axes.errorbar(
                at, mean, yerr=2 * error, fmt=marker, color=colour, markersize=4, capsize=2, linewidth=1
            )
    axes.axhline(1, color=INK, linewidth=1, linestyle=":", label="predicting zero")
    axes.set(
        xscale="log",
        xlabel="generators $n$",
        ylabel="mean error",
        ylim=(0.4, 3.2),
        xticks=[1, 2, 4, 8, 16, 32],
        xticklabels=["1", "2", "4", "8", "16", "32"],
    )
    axes.minorticks_off()
    axes.legend(fontsize="small", loc="upper left")
    return Picture(
        figure,
        "fig-overparametrised-errors",
        f"The mean of $\\lVert\\hat w_n-w_0\\rVert^2$, $\\Sigma=I$, $d={dimension}$, $T_0={generator_samples}$. Solid: "
        f"fresh inputs. Dashed: the same inputs. Points: {replicates:,} simulated chains, with two standard errors. "
        "Some of the steepest curve is cut off.",
        f"Line chart against the number of generators on a logarithmic axis. {_told(curves, int(fits[-1]))}.",
    )


@styled
def bias(sizes: np.ndarray, curves: Mapping[str, np.ndarray], at: Sequence[int], points: Pair) -> Picture:
    """Draw the clean bias and the bias after one generator against the size of the last fit.

    Args:
        sizes: abscissas of the curves.
        curves: two, clean labels first.
        at: abscissas of the simulated means.
        points: simulated means, in the order of the curves.
    """
    figure, axes = canvas(height=3.5)
    for (name, values), mean, colour, (style, marker) in zip(
        curves.items(), points, (PALETTE[0], PALETTE[3]), _DESIGNS, strict=True
    ):
        axes.plot(sizes, values, style, color=colour, label=name)
        axes.plot(at, mean, marker, color=colour, markersize=5)
    axes.set(xscale="log", xlabel="rows of the last fit $T$", ylabel="bias", ylim=(0, None))
    axes.set_xticks([20, 40, 80, 160, 320], ["20", "40", "80", "160", "320"])
    axes.minorticks_off()
    axes.legend()
    clean, whole = curves.values()
    best = int(np.argmin(whole / clean))
    return Picture(
        figure,
        "fig-overparametrised-bias",
        "The bias of the last fit, trained on clean labels or on those of one generator. Where $T$ is near the number "
        "of strong directions the generator's labels are better. Lines: equivalents; points: simulated means.",
        f"Line chart against the number of rows on a logarithmic axis. Around {sizes[best]:.0f} rows the bias is "
        f"{clean[best]:.3f} with clean labels and {whole[best]:.3f} with those of a generator; at {sizes[-1]:.0f} rows "
        f"{clean[-1]:.4f} and {whole[-1]:.4f}.",
    )


@styled
def collapse(fits: np.ndarray, curves: Mapping[str, Pair], *, dimension: int) -> Picture:
    """Draw what the noise of all generators adds, for several spectra and both designs.

    Args:
        fits: abscissas.
        curves: (fresh, same) by label.
        dimension: for the caption.
    """
    figure, axes = canvas(height=3.8)
    for (name, pair), colour in zip(curves.items(), _COLOURS, strict=False):
        for values, (style, _), told in zip(pair, _DESIGNS, ("fresh", "same"), strict=True):
            axes.plot(fits, values, style, color=colour, label=f"{name}, {told}")
    axes.set(xlabel="generators $n$", ylabel="error from the generators' noise")
    axes.legend(fontsize="small")
    return Picture(
        figure,
        "fig-overparametrised-collapse",
        "What the label noise of all generators adds to the error of the last fit, in units of $\\sigma_0^2$, "
        f"$d={dimension}$. With the same inputs (dashed) it is a straight line; with fresh ones (solid) it bends "
        "towards a limit, for steep spectra slowly.",
        f"Line chart. {_told(curves, int(fits[-1]))}.",
    )


@styled
def reader_curves(fits: np.ndarray, curves: Mapping[str, np.ndarray], *, caption: str) -> Picture:
    """Draw the reader's own errors.

    Args:
        fits: abscissas.
        curves: fresh inputs, then the same ones.
        caption: the settings.
    """
    figure, axes = canvas(height=3.4)
    for (name, values), colour, (style, _) in zip(
        curves.items(), (PALETTE[0], PALETTE[3]), _DESIGNS, strict=True
    ):
        axes.plot(fits, values, style, color=colour, label=name)
    axes.set(xlabel="generators $n$", ylabel="mean error", ylim=(0, None))
    axes.legend()
    told = "; ".join(f"{name}: {values[-1]:.3g}" for name, values in curves.items())
    return Picture(
        figure,
        "fig-overparametrised-yours",
        f"The mean error at your settings, {caption}.",
        f"Line chart. After {int(fits[-1])} generators: {told}.",
    )
