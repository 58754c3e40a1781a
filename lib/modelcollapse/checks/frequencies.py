"""Frequencies: counts in cells against probabilities, by Pearson's chi-square with pooled cells, both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from modelcollapse.checks.budget import ALPHA
from modelcollapse.checks.evidence import Samples, per_profile, pick
from modelcollapse.checks.measured import usable
from modelcollapse.checks.verdict import Control, Finding, Verdict
from modelcollapse.errors import UnusableSample

__all__ = ["Frequencies", "effect_limits", "pooled"]

# Cells are merged until each expects this many: the chi-square law has to hold far out in its tail.
FEWEST_EXPECTED = 25.0


def pooled(counts: np.ndarray, probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Merge neighbouring cells until each expects at least 25; the last takes what is left.

    Raises:
        UnusableSample: for shapes that disagree, negative entries, probabilities that do not sum to one, or
            too few counts for two cells.
    """
    counts, probabilities = np.asarray(counts, dtype=float), np.asarray(probabilities, dtype=float)
    if counts.shape != probabilities.shape or counts.ndim != 1:
        raise UnusableSample(
            f"{counts.shape} counts and {probabilities.shape} probabilities: one for each cell"
        )
    if (counts < 0).any() or (probabilities < 0).any() or abs(probabilities.sum() - 1) > 1e-9:
        raise UnusableSample("counts and probabilities must not be negative, and probabilities must sum to 1")
    expected = probabilities * counts.sum()
    merged: list[list[float]] = [[0.0, 0.0]]
    for count, expect in zip(counts, expected, strict=True):
        if merged[-1][1] >= FEWEST_EXPECTED:
            merged.append([0.0, 0.0])
        merged[-1][0] += count
        merged[-1][1] += expect
    if len(merged) > 1 and merged[-1][1] < FEWEST_EXPECTED:
        last = merged.pop()
        merged[-1] = [merged[-1][0] + last[0], merged[-1][1] + last[1]]
    if len(merged) < 2:
        raise UnusableSample(f"{counts.sum():.0f} counts: too few for two cells of {FEWEST_EXPECTED:g}")
    table = np.array(merged)
    return table[:, 0], table[:, 1]


def effect_limits(statistic: float, cells: int, replicates: int, level: float) -> tuple[float, float]:
    """Limits for the effect size w = √Σ(p − q)²/q, each wrong with probability ``level``.

    Pearson's statistic is close to a noncentral chi-square with noncentrality N w²; its law is inverted.
    """
    degrees = cells - 1
    below = special.chndtr(statistic, degrees, 0.0)
    # If even no effect makes so small a value likely enough, the lower limit is zero; alike above.
    low = special.chndtrinc(statistic, degrees, 1 - level) if below > 1 - level else 0.0
    high = special.chndtrinc(statistic, degrees, level) if below > level else 0.0
    return float(np.sqrt(low / replicates)), float(np.sqrt(high / replicates))


@dataclass(frozen=True)
class Frequencies:
    """A sample of whole numbers falls into cells 0, 1, … with the asserted probabilities.

    Attributes:
        name: slug.
        asserts: one sentence of Markdown.
        sample: name of a sample of whole numbers, shape (replicates,).
        probabilities: returns the probability of each cell, the last cell holding everything beyond.
        margin: largest effect size w that counts as agreement.
        margin_reason: why this margin.
        rivals: functions that return false probabilities.
    """

    name: str
    asserts: str
    sample: str
    probabilities: Callable[[], np.ndarray]
    margin: float | Mapping[str, float]
    margin_reason: str
    rivals: Mapping[str, Callable[[], np.ndarray]]

    def declared(self, profile: str) -> dict[str, Any]:
        """Return what is fixed beforehand."""
        margin = per_profile(self.margin, profile)
        return {"kind": "frequencies", "margin": margin, "fewest_expected": FEWEST_EXPECTED}

    def judge(self, samples: Samples, profile: str) -> Finding:
        """Judge the counts, then the rivals on the same counts.

        Raises:
            UnusableSample: for a sample that supports no verdict.
        """
        numbers = usable(pick(samples, self.sample))
        if (numbers < 0).any() or (numbers != np.floor(numbers)).any():
            raise UnusableSample(f"{self.name}: cells are whole numbers of at least 0")
        margin = per_profile(self.margin, profile)
        if not margin > 0:
            raise UnusableSample(f"{self.name}: margin is {margin}: must be above 0")
        replicates = len(numbers)

        def said(probabilities: np.ndarray) -> tuple[Verdict, float, tuple[float, float], int]:
            last = len(probabilities) - 1
            counts = np.bincount(np.minimum(numbers, last).astype(int), minlength=len(probabilities))
            observed, expected = pooled(counts, probabilities)
            test = stats.chisquare(observed, expected)
            limits = effect_limits(float(test.statistic), len(observed), replicates, ALPHA)
            if test.pvalue < ALPHA or limits[0] > margin:
                return Verdict.REFUTED, float(test.pvalue), limits, len(observed)
            verdict = Verdict.VERIFIED if limits[1] <= margin else Verdict.INCONCLUSIVE
            return verdict, float(test.pvalue), limits, len(observed)

        asserted = self.probabilities()
        verdict, chance, (low, high), cells = said(asserted)
        reason = {
            Verdict.VERIFIED: f"The effect size is at most {high:.2g}, within {margin:.2g}.",
            Verdict.REFUTED: f"The counts would be this far off with probability {chance:.1g}.",
            Verdict.INCONCLUSIVE: f"The effect size may be as large as {high:.2g}, beyond {margin:.2g}.",
        }[verdict]
        controls = []
        for name, rival in self.rivals.items():
            false = rival()
            size = max(len(false), len(asserted))
            p, q = (np.pad(cells, (0, size - len(cells))) for cells in (asserted, false))
            inside = q > 0
            gap = float(np.sqrt(np.sum((p - q)[inside] ** 2 / q[inside])))
            controls.append(Control(name, said(false)[0], None, gap / margin))
        values = {
            "effect_size_interval": [low, high],
            "margin": margin,
            "cells": cells,
            "p_value": chance,
            "replicates": replicates,
            "alpha": ALPHA,
        }
        return Finding(verdict, reason, values, tuple(controls)).settled()
