"""Pictures of adaptive regularisation on synthetic labels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from modelcollapse.figures.picture import INK, PALETTE, Picture, canvas, styled
from modelcollapse.figures.regression.power import lines, told

__all__ = ["adapted_curves", "digit_errors", "digit_spectrum", "levels", "reader_adapted"]

_STYLES = ("-", "--", "-.", ":")
_MARKERS = ("o", "^", "s", "D")
_COLOURS = (PALETTE[3], PALETTE[0], PALETTE[2], INK)


@styled
def adapted_curves(
    samples: np.ndarray,
    curves: Mapping[str, np.ndarray],
    at: np.ndarray,
    simulated: np.ndarray,
    *,
    generator_samples: int,
) -> Picture:
    """Draw the test error against the sample size for several rules.

    Args:
        samples: T, shape (points,).
        curves: test error by rule; the simulated ones first, in order.
        at: sizes that were simulated.
        simulated: test errors there, shape (sizes, replicates, rules).
        generator_samples: T₀, for the thin line.
    """
    figure, axes = canvas(height=4.0)
    for k, ((name, values), style, marker, colour) in enumerate(
        zip(curves.items(), _STYLES, _MARKERS, _COLOURS, strict=False)
    ):
        axes.plot(samples, values, linestyle=style, color=colour, label=name)
        if k < simulated.shape[2]:
            bars = 2 * simulated[:, :, k].std(axis=1, ddof=1)
            axes.errorbar(
                at, simulated[:, :, k].mean(axis=1), bars, fmt=marker, markersize=4, color=colour, capsize=2
            )
    axes.axvline(generator_samples, color=PALETTE[7], linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlabel="labels $T$ of the last fit", ylabel="test error")
    axes.legend(fontsize="small")
    return Picture(
        figure,
        "fig-regression-adapted",
        "The test error after ten generators, $\\beta=2$, $r=0.375$, $d=300$, $T_0=600$, $\\sigma=\\sigma_0=1$. "
        "Lines are "
        "the formula; marks are means of simulated fits, with two standard deviations of a single fit. Thin line: "
        "$T = T_0$.",
        f"Line chart with logarithmic axes. One curve rises from about a thousand labels on, the others fall and "
        f"level "
        f"off. At {samples[-1]:.0e} labels: {told(curves)}.",
    )


@styled
def levels(samples: np.ndarray, curves: Mapping[str, np.ndarray], plateau: float) -> Picture:
    """Draw the error at the ridge for clean labels, with generators that stay and that multiply.

    Args:
        samples: T, shape (points,).
        curves: test error by name.
        plateau: of the first one.
    """
    figure, axes = canvas(height=3.6)
    lines(axes, samples, curves, _COLOURS)
    axes.axhline(plateau, color=PALETTE[7], linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlabel="labels $T$ of the last fit", ylabel="test error")
    return Picture(
        figure,
        "fig-regression-levels",
        "The test error at $\\lambda = T^{-\\ell_{crit}}$, $\\beta=2$, $r=0.375$. With ten generators of 600 "
        "labels, $d=300$, it "
        "rises to a plateau (thin line). It diverges where the generators multiply fast enough with $T$.",
        f"Line chart with logarithmic axes. At {samples[-1]:.0e} labels: {told(curves)}. The plateau is "
        f"{plateau:.3g}.",
    )


@styled
def digit_spectrum(
    spectrum: np.ndarray, tails: np.ndarray, lines: tuple[np.ndarray, np.ndarray], fitted: tuple[float, float]
) -> Picture:
    """Draw the spectrum of the digits and the tails of their labels, with fitted lines.

    Args:
        spectrum: s, shape (d,).
        tails: Σ_{k≥j} s_k c_k², shape (d,).
        lines: the fits, shape of ``spectrum``.
        fitted: β and r.
    """
    figure, axes = canvas(height=3.6)
    at = np.arange(1, len(spectrum) + 1)
    for values, line, name, marker, colour in (
        (spectrum, lines[0], "eigenvalues $s_j$", "o", PALETTE[0]),
        (tails, lines[1], "parity beyond direction $j$", "s", PALETTE[3]),
    ):
        axes.plot(at, values, linestyle="none", marker=marker, markersize=3.5, color=colour, label=name)
        axes.plot(at, line, color=INK, linewidth=1)
    axes.set(xscale="log", yscale="log", xlabel="direction $j$", ylabel="size")
    axes.legend(fontsize="small")
    return Picture(
        figure,
        "fig-regression-digit-spectrum",
        f"The digits in the leading directions of the Gaussian kernel. The slopes of the lines are $-\\beta$ and "
        f"$-2\\beta r$, with "
        f"$\\beta={fitted[0]:.2f}$ and $r={fitted[1]:.2f}$.",
        f"Scatter chart with logarithmic axes. The eigenvalues fall from {spectrum[0]:.2g} to "
        f"{spectrum[-1]:.2g}, what is left of "
        f"the labels from {tails[0]:.2g} to {tails[-1]:.2g}. Both follow straight lines, the labels with a step "
        f"at the start.",
    )


@styled
def digit_errors(rules: Mapping[str, np.ndarray], formulas: np.ndarray) -> Picture:
    """Draw test errors on the digits against the generations.

    Args:
        rules: simulated test errors by rule, shape (replicates, generations + 1).
        formulas: those for Gaussian inputs, shape (generations + 1, rules).
    """
    figure, axes = canvas(height=3.8)
    spans = []
    for k, ((name, errors), style, marker, colour) in enumerate(
        zip(rules.items(), _STYLES, _MARKERS, _COLOURS, strict=False)
    ):
        at = np.arange(errors.shape[1])
        axes.plot(at, formulas[:, k], linestyle=style, color=colour, linewidth=1)
        axes.errorbar(
            at,
            errors.mean(axis=0),
            2 * errors.std(axis=0, ddof=1),
            fmt=marker,
            markersize=4,
            color=colour,
            capsize=2,
            label=name,
        )
        spans.append(f"{name}: {errors[:, 0].mean():.3f} to {errors[:, -1].mean():.2f}")
    axes.set(yscale="log", xlabel="generators $n$", ylabel="test error")
    axes.legend(fontsize="small")
    return Picture(
        figure,
        "fig-regression-digit-errors",
        "The parity of digits: the test error by generation at three ridges. Marks are means of fits, bars two "
        "standard deviations "
        "of a single fit. Lines are the formulas for Gaussian inputs with the same spectrum.",
        f"Chart with a logarithmic vertical axis. From no generator to the last: {'; '.join(spans)}.",
    )


@styled
def reader_adapted(generations: np.ndarray, curves: Mapping[str, np.ndarray]) -> Picture:
    """Draw the test error against the generations for several rules at the reader's settings.

    Args:
        generations: n, shape (points,).
        curves: test error by rule.
    """
    figure, axes = canvas(height=3.4)
    lines(axes, generations, curves, _COLOURS)
    axes.set(yscale="log", xlabel="generators $n$", ylabel="test error")
    return Picture(
        figure,
        "fig-regression-your-adapted",
        "The test error by generation at your settings.",
        f"Line chart with a logarithmic vertical axis. After {generations[-1]} generators: {told(curves)}.",
    )
